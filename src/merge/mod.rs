//! Two versions of one register: told apart, and brought together. Pure: no file, no clock.
//!
//! Both are one walk over three versions, record by record and field by field. A merge asks of
//! each piece who changed it since the base; a diff is what that walk meets where one side is the
//! new register and the other is still the old one.

pub mod field_path;
pub mod value;
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

/// A piece that both sides changed, each in its own way, or that one side deleted and the other
/// changed.
///
/// Each value is that of one version; none where it has nothing there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What is in conflict.
    pub path: FieldPath,
    /// What it was before either side changed it.
    pub base: Option<FieldValue>,
    /// What it is on our side.
    pub ours: Option<FieldValue>,
    /// What it is on their side.
    pub theirs: Option<FieldValue>,
}

/// Two versions of a register brought together.
///
/// Holds every record and every claim of either side, unless the other side deleted it and this
/// one left it alone; one that a side deleted and the other changed is among the conflicts. The ids of each list are unique.
#[derive(Clone, Debug)]
pub struct MergeResult {
    /// The merged register, with our value wherever the two sides are in conflict.
    pub register: Register,
    /// Where they are in conflict: the register itself, then by case in its order, then the
    /// smaller records.
    pub conflicts: Vec<Conflict>,
    base: Option<Register>,
    ours: Register,
    theirs: Register,
}

impl MergeResult {
    /// The merged register with a side chosen for each conflict, in their order. Where no side is
    /// given ours is taken.
    pub fn resolve_with(&self, choices: &[Side]) -> Register {
        let mut choices = choices.iter();
        self.resolve(|| choices.next().copied().unwrap_or_default())
    }

    /// The merged register with one side chosen in every conflict.
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

/// Brings two versions of a register together that both came of one; without that, both were
/// made anew.
///
/// What only one side changed is as that side has it, and what both changed alike is that. Cases,
/// parties, sources and incidents are known again by their ids; claims, other values, totals and
/// events by what they say and when. The order is ours; what only they have added stands after
/// the record that it stands after in theirs.
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

/// A piece of a register that is not the same in a newer version of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What differs.
    pub path: FieldPath,
    /// What the old version has there; none where it has nothing.
    pub old: Option<FieldValue>,
    /// What the new version has there; none where it has nothing.
    pub new: Option<FieldValue>,
}

/// What differs between two versions of a register, in terms of people and claims: the register
/// itself, then by case in the order of the new one (what was deleted stands where it was), then
/// totals, events, incidents, parties and sources. Nothing differs only where both are equal.
pub fn diff(old: &Register, new: &Register) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut note = |FieldChange { path: piece, base, ours, .. }: FieldChange| {
        found.push(Difference { path: piece, old: base, new: ours });
        Side::Ours
    };
    three_way::walk_versions(Some(old), new, old, &mut note);
    found
}
