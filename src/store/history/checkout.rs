//! The register as it stood after any line of its history.

use std::path::Path;

use crate::{
    Progress,
    register::{Edit, Register},
    store::history::{
        error::HistoryError,
        history_path,
        index::{EntryHeader, HistoryIndex},
    },
};

/// The register as it stood after the line at a place of its history, worked out from the one that
/// the history ends with: backwards, line by line. Where another program changed the register
/// that is where the way ends, unless what it left is what the history held before.
///
/// # Errors
/// When there is no way to that line, when a line cannot be read or does not fit, or the work was
/// cancelled.
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
        .ok_or_else(|| HistoryError::NoHistory(history_path(register_path)))?;
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
        // What was found is what the history held once before, or nothing that it knows.
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

/// Whether the register was then found as it is not known to have come about.
fn is_unexplained_state(mark: &EntryHeader) -> bool {
    mark.entry.event.step().is_none() && !mark.has_records
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
