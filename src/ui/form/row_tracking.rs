//! The rows of a list in a form, and the rows of the original record that they come from.

use crate::draft::list_merge::pair_rows;

/// A row of a list in a form.
#[derive(Clone, Debug)]
pub(super) struct TrackedRow {
    /// The key of the row; no other row of the form ever has it.
    pub key: u64,
    /// The index of the row in the original record; none for a new row.
    pub original_index: Option<usize>,
    /// The fields of the row are shown.
    pub is_open: bool,
}

/// An entry of a list in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListEntry {
    /// The row at this index.
    Row(usize),
    /// The removed row that had this index in the original record.
    Removed(usize),
}

/// The rows of a list in the order of the draft.
#[derive(Clone, Debug, Default)]
pub(super) struct RowTracker {
    rows: Vec<TrackedRow>,
    next_key: u64,
}

impl RowTracker {
    /// Pairs the rows of the original record with those of a draft; new and changed rows are open.
    pub fn of<T: PartialEq>(original: &[T], now: &[T]) -> Self {
        let mut this = Self::default();
        for (row, place) in now.iter().zip(pair_rows(original, now)) {
            this.insert(this.rows.len(), place);
            let is_as_opened =
                place.and_then(|place| original.get(place)).is_some_and(|was| was == row);
            if let Some(row) = this.rows.last_mut() {
                row.is_open = !is_as_opened;
            }
        }
        this
    }

    /// Returns the row at an index.
    pub fn row(&mut self, at: usize) -> Option<&mut TrackedRow> {
        self.rows.get_mut(at)
    }

    /// Adds a new row at the end.
    pub fn push(&mut self) {
        self.insert(self.rows.len(), None);
    }

    /// Removes the row at an index.
    pub fn remove(&mut self, at: usize) {
        self.rows.remove(at);
    }

    /// Inserts a removed row again and returns its index.
    pub fn restore(&mut self, original_index: usize) -> usize {
        let after =
            |row: &TrackedRow| row.original_index.is_none_or(|other| other > original_index);
        let at = self.rows.iter().position(after).unwrap_or(self.rows.len());
        self.insert(at, Some(original_index));
        at
    }

    /// Returns what a list shows: each row, and each removed row before the next one that was kept.
    /// `original_len` is the length of the list in the original record.
    pub fn entries(&self, original_len: usize) -> Vec<ListEntry> {
        let mut entries = Vec::with_capacity(self.rows.len().max(original_len));
        let mut next = 0;
        for (at, row) in self.rows.iter().enumerate() {
            if let Some(was) = row.original_index {
                entries.extend((next..was).map(ListEntry::Removed));
                next = was + 1;
            }
            entries.push(ListEntry::Row(at));
        }
        entries.extend((next..original_len).map(ListEntry::Removed));
        entries
    }

    fn insert(&mut self, at: usize, original_index: Option<usize>) {
        let open = original_index.is_none();
        self.rows.insert(at, TrackedRow { key: self.next_key, original_index, is_open: open });
        self.next_key += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{ListEntry, RowTracker};

    fn original_indexes(tracker: &RowTracker) -> Vec<Option<usize>> {
        tracker.rows.iter().map(|row| row.original_index).collect()
    }

    /// Returns the original indexes of the removed rows, by the row that they are shown before.
    fn removed_rows(tracker: &RowTracker, opened: usize) -> Vec<Vec<usize>> {
        let mut removed = vec![Vec::new()];
        for entry in tracker.entries(opened) {
            match entry {
                ListEntry::Row(_) => removed.push(Vec::new()),
                ListEntry::Removed(was) => removed.last_mut().unwrap().push(was),
            }
        }
        removed
    }

    #[test]
    fn a_removed_row_is_shown_and_goes_back_where_it_was() {
        let mut tracker = RowTracker::of(&[0, 1, 2], &[0, 1, 2]);
        tracker.push();
        tracker.remove(1);
        assert_eq!(original_indexes(&tracker), [Some(0), Some(2), None]);
        assert_eq!(removed_rows(&tracker, 3), [vec![], vec![1], vec![], vec![]]);
        assert_eq!(tracker.restore(1), 1);
        assert_eq!(original_indexes(&tracker), [Some(0), Some(1), Some(2), None]);
        assert!(removed_rows(&tracker, 3).iter().all(Vec::is_empty));
    }

    #[test]
    fn a_list_opened_with_changes_knows_its_rows() {
        let mut tracker = RowTracker::of(&["a", "b", "c"], &["a", "c", "d"]);
        assert_eq!(original_indexes(&tracker), [Some(0), Some(2), None]);
        assert_eq!(removed_rows(&tracker, 3), [vec![], vec![1], vec![], vec![]]);
        assert!(
            tracker.row(2).is_some_and(|row| row.is_open)
                && tracker.row(1).is_some_and(|row| !row.is_open)
        );
    }

    #[test]
    fn every_removed_row_is_shown_once() {
        let mut tracker = RowTracker::of(&[0, 1, 2], &[0, 1, 2]);
        tracker.push();
        for _ in 0..3 {
            tracker.remove(0);
        }
        assert_eq!(removed_rows(&tracker, 3), [vec![], vec![0, 1, 2]]);
        assert_eq!(tracker.restore(2), 0);
        assert_eq!(tracker.restore(0), 0);
        assert_eq!(original_indexes(&tracker), [Some(0), Some(2), None]);
    }
}
