//! The selection of cases in the table: the current case, the selected ones and their rows.

use std::{collections::HashSet, sync::Arc};

use crate::{
    model::{Case, CaseId},
    register::Register,
};

/// The cases selected in the table.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    current: Option<CaseId>,
    selected: HashSet<CaseId>,
    /// The index of the current case in the register.
    current_index: Option<usize>,
    /// The index of the current case among the rows shown.
    current_row: Option<usize>,
    /// The row a range began at.
    range_anchor: Option<usize>,
}

/// The way in which a click or a key changes the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectMode {
    /// Select this row alone.
    Only,
    /// Add this row to the selection, or remove it.
    Toggle,
    /// Select the rows from the anchor of the selection to this row.
    Range,
}

impl Selection {
    /// Returns true if a case is selected.
    pub fn contains(&self, id: &CaseId) -> bool {
        self.selected.contains(id)
    }

    /// Returns the index of the current case among the rows shown.
    pub fn current_row(&self) -> Option<usize> {
        self.current_row
    }

    /// Returns the number of selected cases, shown or not.
    pub fn len(&self) -> usize {
        self.selected.len()
    }

    /// Returns true if no case is selected.
    pub fn is_empty(&self) -> bool {
        self.selected.is_empty()
    }

    /// Returns the index of the current case in the register.
    pub(super) fn current_index(&self) -> Option<usize> {
        self.current_index
    }

    /// Selects one case alone. The anchor of a range stays.
    pub(super) fn select_case(&mut self, id: CaseId) {
        self.selected = HashSet::from([id.clone()]);
        self.current = Some(id);
    }

    /// Selects every row; `rows` are indexes of `cases`. The current case stays.
    pub(super) fn select_all(&mut self, cases: &[Arc<Case>], rows: &[u32]) {
        self.selected = rows.iter().map(|at| cases[*at as usize].id.clone()).collect();
    }

    /// Selects a row; `rows` are indexes of `cases`. A row that does not exist changes nothing.
    pub(super) fn select_row(
        &mut self,
        cases: &[Arc<Case>],
        rows: &[u32],
        row: usize,
        mode: SelectMode,
    ) {
        let id = |row: usize| rows.get(row).map(|at| cases[*at as usize].id.clone());
        let Some(current) = id(row) else { return };
        match mode {
            SelectMode::Only => {
                self.selected = HashSet::from([current.clone()]);
                self.range_anchor = Some(row);
            }
            SelectMode::Toggle => {
                if !self.selected.remove(&current) {
                    self.selected.insert(current.clone());
                }
                self.range_anchor = Some(row);
            }
            SelectMode::Range => {
                let anchor = self.range_anchor.unwrap_or(row);
                let range = anchor.min(row)..=anchor.max(row);
                self.selected = range.filter_map(id).collect();
                self.range_anchor = Some(anchor);
            }
        }
        self.current = Some(current);
    }

    /// Removes a deleted case from the selected ones.
    pub(super) fn remove(&mut self, id: &CaseId) {
        self.selected.remove(id);
    }

    /// Updates the indexes of the current case after the cases or the rows have changed. No case
    /// is current if the register lacks it.
    pub(super) fn refresh(&mut self, register: &Register, rows: &[u32]) {
        let is_at =
            |at: &usize, id: &CaseId| register.cases().get(*at).is_some_and(|case| case.id == *id);
        self.current_index = self.current.as_ref().and_then(|id| {
            // The search is needed only if the case has moved.
            self.current_index.filter(|at| is_at(at, id)).or_else(|| register.case_index(id))
        });
        if self.current_index.is_none() {
            self.current = None;
        }
        self.current_row =
            self.current_index.and_then(|at| rows.iter().position(|row| *row as usize == at));
    }
}
