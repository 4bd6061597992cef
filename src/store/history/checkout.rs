//! Reconstructs the register as of any entry of its history.

use std::path::Path;

use crate::{
    Progress,
    register::{Edit, Register},
    store::{
        history::{
            error::HistoryError,
            index::{EntryHeader, HistoryIndex},
        },
        paths::RegisterPaths,
    },
};

/// Reconstructs the register as of the entry at index `target`. `register` is the state that the
/// history ends with; the entries are undone from the last backwards. Where another program
/// changed the register by edits that are not recorded, the path ends, unless the state that it
/// left occurs earlier in the history, where the path continues.
///
/// # Errors
/// When no path leads to the entry, an entry cannot be read or does not match the records, or the
/// work was cancelled.
pub fn checkout_register(
    register_path: &Path,
    index: &HistoryIndex,
    target: usize,
    mut register: Register,
    progress: &Progress,
) -> Result<Register, HistoryError> {
    let headers = index.headers();
    let replay = HistoryReplay { register_path, index, progress };
    let mut current = headers
        .len()
        .checked_sub(1)
        .ok_or_else(|| HistoryError::NoHistory(RegisterPaths::of(register_path).history()))?;
    loop {
        let start = (0..=current).rev().find(|at| is_unexplained_state(&headers[*at])).unwrap_or(0);
        let stop = (current + 1..headers.len())
            .find(|at| is_unexplained_state(&headers[*at]))
            .unwrap_or(headers.len());
        if (start..stop).contains(&target) {
            for line in (target + 1..=current).rev() {
                replay.undo_entry(&mut register, line)?;
            }
            for line in current + 1..=target {
                replay.redo_entry(&mut register, line)?;
            }
            return Ok(register);
        }
        for line in (start + 1..=current).rev() {
            replay.undo_entry(&mut register, line)?;
        }
        // The state that was found occurs earlier in the history, or is unknown.
        let found_digest = headers[start].entry.register_digest;
        let has_found_digest = |at: &usize| {
            found_digest.is_some() && headers[*at].entry.register_digest == found_digest
        };
        let n = headers[start].entry.number;
        current = (0..start)
            .rev()
            .find(has_found_digest)
            .ok_or(HistoryError::OutOfReach { entry_number: n })?;
        if target > current && target < start {
            let stop = (current + 1..start)
                .find(|at| is_unexplained_state(&headers[*at]))
                .unwrap_or(start);
            if target >= stop {
                return Err(HistoryError::OutOfReach { entry_number: n });
            }
        }
    }
}

/// Returns whether an entry records a state that another program left, without the edits that led
/// to it.
fn is_unexplained_state(header: &EntryHeader) -> bool {
    header.entry.event.step().is_none() && !header.has_records
}

struct HistoryReplay<'a> {
    register_path: &'a Path,
    index: &'a HistoryIndex,
    progress: &'a Progress,
}

impl HistoryReplay<'_> {
    fn undo_entry(&self, register: &mut Register, line: usize) -> Result<(), HistoryError> {
        let edits = self.read_edits(line)?;
        let edits: Vec<Edit> = edits.iter().rev().map(Edit::inverse).collect();
        self.apply_edits(register, line, &edits)
    }

    fn redo_entry(&self, register: &mut Register, line: usize) -> Result<(), HistoryError> {
        let edits = self.read_edits(line)?;
        self.apply_edits(register, line, &edits)
    }

    fn read_edits(&self, line: usize) -> Result<Vec<Edit>, HistoryError> {
        self.progress.report(0, 0)?;
        let line = self.index.read_entry(self.register_path, &self.index.headers()[line])?;
        Ok(line.event.edits().to_vec())
    }

    fn apply_edits(
        &self,
        register: &mut Register,
        line: usize,
        edits: &[Edit],
    ) -> Result<(), HistoryError> {
        let n = self.index.headers()[line].entry.number;
        register.apply_all(edits).map_err(|_| HistoryError::InconsistentEntry { entry_number: n })
    }
}
