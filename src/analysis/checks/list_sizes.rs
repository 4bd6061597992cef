//! The number of people on the list of a party on the day of each of its totals.

use std::sync::Arc;

use foldhash::{HashMap, HashMapExt as _};

use crate::{
    analysis::position::{Position, PositionIndex},
    model::{Case, Day, PartyId, Total},
};

/// The changes of the lists of the parties that announced totals.
pub(super) struct ListSizes<'a> {
    /// For each party the days on which its list changes: 1 for a person who joins it, -1 for one
    /// who leaves it.
    changes: HashMap<&'a PartyId, Vec<(Day, isize)>>,
}

impl<'a> ListSizes<'a> {
    /// Returns empty lists of the parties that announced these totals.
    pub fn of_totals(totals: &'a [Arc<Total>]) -> Self {
        let mut changes = HashMap::new();
        totals.iter().for_each(|total| drop(changes.insert(&total.by, Vec::new())));
        Self { changes }
    }

    /// Adds the positions on a case.
    pub fn add_case(&mut self, case: &Case) {
        if self.changes.is_empty() {
            return;
        }
        for claims in PositionIndex::new(case).parties() {
            let Some(changes) = self.changes.get_mut(claims[0].0) else { continue };
            let mut was_listed = false;
            for of_day in claims.chunk_by(|(_, day, _), (_, other, _)| day == other) {
                let (_, day, at) = of_day[of_day.len() - 1];
                let is_listed = Position::from_claim(&case.claims[at]).counts_as_abducted();
                if is_listed != was_listed {
                    changes.push((day, if is_listed { 1 } else { -1 }));
                }
                was_listed = is_listed;
            }
        }
    }

    /// Returns the number of people on the list of the party of each total, as of the day by which
    /// the total was certainly announced.
    pub fn count(mut self, totals: &[Arc<Total>]) -> Vec<usize> {
        for changes in self.changes.values_mut() {
            changes.sort_unstable();
            let mut size = 0;
            for (_, change) in changes {
                size += *change;
                *change = size;
            }
        }
        let count = |total: &Arc<Total>| {
            let sizes = self.changes.get(&total.by)?;
            let as_of = total.on.in_force_from();
            let last = sizes.partition_point(|(day, _)| *day <= as_of).checked_sub(1)?;
            Some(sizes[last].1.unsigned_abs())
        };
        totals.iter().map(|total| count(total).unwrap_or(0)).collect()
    }
}
