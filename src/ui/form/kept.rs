//! Which row of a list in a form is which of the record as it was opened.

use crate::draft::pairs;

/// One row of a list that can be added to and removed from.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Its own number, which no other row of the form ever has.
    pub key: u64,
    /// Its place in the record as it was opened; none for a new one.
    pub was: Option<usize>,
    /// Whether its fields are shown.
    pub open: bool,
}

/// The rows of a list, in the draft's order.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    rows: Vec<Row>,
    next: u64,
}

impl Kept {
    /// The rows of a list as it was opened and as it is now; of what is new or was changed already
    /// the fields are shown.
    pub fn of<T: PartialEq>(was: &[T], now: &[T]) -> Self {
        let mut this = Self::default();
        for (row, place) in now.iter().zip(pairs(was, now)) {
            this.insert(this.rows.len(), place);
            let is_as_opened = place.and_then(|place| was.get(place)).is_some_and(|was| was == row);
            if let Some(row) = this.rows.last_mut() {
                row.open = !is_as_opened;
            }
        }
        this
    }

    /// The row at a place.
    pub fn row(&mut self, at: usize) -> Option<&mut Row> {
        self.rows.get_mut(at)
    }

    /// Adds a new row at the end.
    pub fn push(&mut self) {
        self.insert(self.rows.len(), None);
    }

    /// Removes a row.
    pub fn remove(&mut self, at: usize) {
        self.rows.remove(at);
    }

    /// Makes room for a row that was removed, and says where.
    pub fn put_back(&mut self, was: usize) -> usize {
        let after = |row: &Row| row.was.is_none_or(|other| other > was);
        let at = self.rows.iter().position(after).unwrap_or(self.rows.len());
        self.insert(at, Some(was));
        at
    }

    /// The places, in the record as it was opened, of rows that were removed from before `at`.
    pub fn gone_before(&self, at: usize, opened: usize) -> Vec<usize> {
        let (before, after) = self.rows.split_at(at);
        if after.first().is_some_and(|row| row.was.is_none()) {
            return Vec::new(); // shown before the next row that was kept, or at the end
        }
        let from = before.iter().filter_map(|row| row.was).max().map_or(0, |was| was + 1);
        let to = after.iter().find_map(|row| row.was).unwrap_or(opened);
        (from..to).collect()
    }

    fn insert(&mut self, at: usize, was: Option<usize>) {
        let open = was.is_none();
        self.rows.insert(at, Row { key: self.next, was, open });
        self.next += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::Kept;

    fn places(kept: &Kept) -> Vec<Option<usize>> {
        kept.rows.iter().map(|row| row.was).collect()
    }

    /// Where each removed row is shown: before the row at a place, or at the end.
    fn gone(kept: &Kept, opened: usize) -> Vec<Vec<usize>> {
        (0..=kept.rows.len()).map(|at| kept.gone_before(at, opened)).collect()
    }

    #[test]
    fn a_removed_row_is_shown_and_goes_back_where_it_was() {
        let mut kept = Kept::of(&[0, 1, 2], &[0, 1, 2]);
        kept.push();
        kept.remove(1);
        assert_eq!(places(&kept), [Some(0), Some(2), None]);
        assert_eq!(gone(&kept, 3), [vec![], vec![1], vec![], vec![]]);
        assert_eq!(kept.put_back(1), 1);
        assert_eq!(places(&kept), [Some(0), Some(1), Some(2), None]);
        assert!(gone(&kept, 3).iter().all(Vec::is_empty));
    }

    #[test]
    fn a_list_opened_with_changes_knows_its_rows() {
        let mut kept = Kept::of(&["a", "b", "c"], &["a", "c", "d"]);
        assert_eq!(places(&kept), [Some(0), Some(2), None]);
        assert_eq!(gone(&kept, 3), [vec![], vec![1], vec![], vec![]]);
        assert!(
            kept.row(2).is_some_and(|row| row.open) && kept.row(1).is_some_and(|row| !row.open)
        );
    }

    #[test]
    fn every_removed_row_is_shown_once() {
        let mut kept = Kept::of(&[0, 1, 2], &[0, 1, 2]);
        kept.push();
        for _ in 0..3 {
            kept.remove(0);
        }
        assert_eq!(gone(&kept, 3), [vec![], vec![0, 1, 2]]);
        assert_eq!(kept.put_back(2), 0);
        assert_eq!(kept.put_back(0), 0);
        assert_eq!(places(&kept), [Some(0), Some(2), None]);
    }
}
