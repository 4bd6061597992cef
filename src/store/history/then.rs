//! The register as it stood after any line of its history.

use std::path::Path;

use super::{
    error::HistoryError,
    history_of,
    past::{Mark, Past},
};
use crate::{
    progress::Progress,
    register::{Edit, Register},
};

/// The register as it stood after the line at a place of its history, worked out from the one that
/// the history ends with: backwards, line by line. Where another program changed the register
/// that is where the way ends, unless what it left is what the history held before.
///
/// # Errors
/// When there is no way to that line, when a line cannot be read or does not fit, or the work was
/// cancelled.
pub fn register_at(
    path: &Path,
    past: &Past,
    wanted: usize,
    mut register: Register,
    progress: &Progress,
) -> Result<Register, HistoryError> {
    let marks = past.marks();
    let way = Way { path, past, progress };
    let mut at = marks.len().checked_sub(1).ok_or_else(|| HistoryError::None(history_of(path)))?;
    loop {
        let start = (0..=at).rev().find(|at| is_found(&marks[*at])).unwrap_or(0);
        let stop = (at + 1..marks.len()).find(|at| is_found(&marks[*at])).unwrap_or(marks.len());
        if (start..stop).contains(&wanted) {
            for line in (wanted + 1..=at).rev() {
                way.back(&mut register, line)?;
            }
            for line in at + 1..=wanted {
                way.forth(&mut register, line)?;
            }
            return Ok(register);
        }
        for line in (start + 1..=at).rev() {
            way.back(&mut register, line)?;
        }
        // What was found is what the history held once before, or nothing that it knows.
        let found = marks[start].line.file;
        let same = |at: &usize| found.is_some() && marks[*at].line.file == found;
        let n = marks[start].line.n;
        at = (0..start).rev().find(same).ok_or(HistoryError::OutOfReach { n })?;
        if wanted > at && wanted < start {
            let stop = (at + 1..start).find(|at| is_found(&marks[*at])).unwrap_or(start);
            if wanted >= stop {
                return Err(HistoryError::OutOfReach { n });
            }
        }
    }
}

/// Whether the register was then found as it is not known to have come about.
fn is_found(mark: &Mark) -> bool {
    mark.line.what.step().is_none() && !mark.has_records
}

struct Way<'a> {
    path: &'a Path,
    past: &'a Past,
    progress: &'a Progress,
}

impl Way<'_> {
    fn back(&self, register: &mut Register, line: usize) -> Result<(), HistoryError> {
        let edits = self.edits(line)?;
        let edits: Vec<Edit> = edits.iter().rev().map(Edit::inverse).collect();
        self.apply(register, line, &edits)
    }

    fn forth(&self, register: &mut Register, line: usize) -> Result<(), HistoryError> {
        let edits = self.edits(line)?;
        self.apply(register, line, &edits)
    }

    fn edits(&self, line: usize) -> Result<Vec<Edit>, HistoryError> {
        self.progress.report(0, 0)?;
        let line = self.past.line(self.path, &self.past.marks()[line])?;
        Ok(line.what.edits().to_vec())
    }

    fn apply(
        &self,
        register: &mut Register,
        line: usize,
        edits: &[Edit],
    ) -> Result<(), HistoryError> {
        let n = self.past.marks()[line].line.n;
        register.apply_all(edits).map_err(|_| HistoryError::Broken { n })
    }
}
