//! Counts of the differences between two versions.

use crate::merge::{
    difference::Difference,
    field_path::{CaseListItem, RecordRef},
};

/// The numbers of cases, claims and other records that differ.
///
/// A case of which only the claims differ counts as changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DiffStats {
    /// The numbers of cases added, deleted and changed.
    pub cases: [usize; 3],
    /// The numbers of claims added, removed and changed, of cases that both versions have.
    pub claims: [usize; 3],
    /// The number of other records, and of the register itself if its information or an order
    /// differs.
    pub others: usize,
}

impl DiffStats {
    /// Counts differences, which must be in the order of [`diff`](crate::merge::diff).
    pub fn from_differences(differences: &[Difference]) -> Self {
        let mut tally = Self::default();
        // The differences of one record, and of one item, follow each other.
        let (mut record, mut item) = (None, None);
        for Difference { path: piece, old, new } in differences {
            let kind = match (old, new) {
                _ if piece.field.is_some() => 2,
                (None, _) => 0,
                (_, None) => 1,
                _ => 2,
            };
            let is_new = record.replace(&piece.record) != Some(&piece.record);
            if is_new {
                item = None;
            }
            match (&piece.record, &piece.item) {
                (RecordRef::Case(_), None) if is_new => tally.cases[kind] += 1,
                (RecordRef::Case(_), Some(one)) => {
                    tally.cases[2] += usize::from(is_new);
                    let is_new = item.replace(one) != Some(one) || piece.field.is_none();
                    if matches!(one, CaseListItem::Claim(_)) && is_new {
                        tally.claims[kind] += 1;
                    }
                }
                (RecordRef::Case(_), None) => {}
                _ if is_new => tally.others += 1,
                _ => {}
            }
        }
        tally
    }

    /// Returns whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
