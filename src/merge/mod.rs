//! The differences between two versions of a register, and merging them. Pure: no file, no clock.
//!
//! Both are one walk over three versions, record by record and field by field. A merge takes each
//! value from the side that changed it since the base; a diff is the changes that the walk reports
//! if one side is the new register and the other still the old one.

pub mod field_path;
pub mod value;
pub(crate) mod list_matching;
mod align;
mod three_way;
mod scalars;
mod fields;
pub mod list_edits;
pub mod diff_stats;
pub mod revert;

use crate::{
    merge::{
        field_path::FieldPath,
        three_way::{ChangedBy, FieldChange},
        value::FieldValue,
    },
    register::Register,
};

/// One of the two versions that are merged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The version that is merged into.
    #[default]
    Ours,
    /// The version that is brought in.
    Theirs,
}

/// A conflict: a field, item or record that both sides changed to different values, or that one side
/// deleted and the other changed.
///
/// Each value is that of one version, `None` if that version has nothing there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The path of the field, item or record.
    pub path: FieldPath,
    /// The value before either side changed it.
    pub base: Option<FieldValue>,
    /// The value of our side.
    pub ours: Option<FieldValue>,
    /// The value of their side.
    pub theirs: Option<FieldValue>,
}

/// Two merged versions of a register.
///
/// Holds every record and every claim of either side, except those that one side deleted and the
/// other left unchanged; those that one side deleted and the other changed are conflicts. The ids
/// of each list are unique.
#[derive(Clone, Debug)]
pub struct MergeResult {
    /// The merged register, with our value in each conflict.
    pub register: Register,
    /// The conflicts: of the register itself, of the cases in their order, of the other records.
    pub conflicts: Vec<Conflict>,
    base: Option<Register>,
    ours: Register,
    theirs: Register,
}

impl MergeResult {
    /// Returns the merged register with a side chosen for each conflict, in their order; ours for
    /// conflicts without a choice.
    pub fn resolve_with(&self, choices: &[Side]) -> Register {
        let mut choices = choices.iter();
        self.resolve(|| choices.next().copied().unwrap_or_default())
    }

    /// Returns the merged register with one side chosen in every conflict.
    pub fn resolve_all(&self, side: Side) -> Register {
        self.resolve(|| side)
    }

    fn resolve(&self, mut next: impl FnMut() -> Side) -> Register {
        let mut settle = |seen: FieldChange| match seen.changed_by {
            ChangedBy::Conflict => next(),
            ChangedBy::Ours | ChangedBy::Theirs | ChangedBy::Both => Side::Ours,
        };
        three_way::walk_versions(self.base.as_ref(), &self.ours, &self.theirs, &mut settle)
    }
}

/// Merges two versions of a register that share a base; without a base, both sides created all that
/// they hold.
///
/// A value that one side changed is taken from that side. Cases, parties, sources and incidents are
/// matched by id; claims, variants, totals and events by content and date. The order is ours; a
/// record that only their side added stands after the record that it follows there.
pub fn merge(base: Option<&Register>, ours: &Register, theirs: &Register) -> MergeResult {
    let mut conflicts = Vec::new();
    let mut settle =
        |FieldChange { path: piece, changed_by: verdict, base, ours, theirs }: FieldChange| {
            if verdict == ChangedBy::Conflict {
                conflicts.push(Conflict { path: piece, base, ours, theirs });
            }
            Side::Ours
        };
    let register = three_way::walk_versions(base, ours, theirs, &mut settle);
    let (base, ours, theirs) = (base.cloned(), ours.clone(), theirs.clone());
    MergeResult { register, conflicts, base, ours, theirs }
}

/// A field, item or record that differs between an old and a new version of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path of the field, item or record.
    pub path: FieldPath,
    /// The old value; `None` if the old version has nothing there.
    pub old: Option<FieldValue>,
    /// The new value; `None` if the new version has nothing there.
    pub new: Option<FieldValue>,
}

/// Returns the differences between two versions of a register: of the register itself, of the cases
/// in the order of the new version (a deleted one where it was), then of totals, events, incidents,
/// parties and sources. Returns none only if both are equal.
pub fn diff(old: &Register, new: &Register) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut note = |FieldChange { path: piece, base, ours, .. }: FieldChange| {
        found.push(Difference { path: piece, old: base, new: ours });
        Side::Ours
    };
    three_way::walk_versions(Some(old), new, old, &mut note);
    found
}
