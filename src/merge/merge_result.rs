//! Merging two versions of a register, and resolving the conflicts.

use crate::{
    merge::{
        field_path::FieldPath,
        side::Side,
        three_way::{ChangedBy, FieldChange, walk_versions},
        value::FieldValue,
    },
    register::Register,
};

/// A conflict: a field, item or record that both sides changed to different values, or that one
/// side deleted and the other changed.
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
    pub(super) ours: Register,
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
        let mut resolve = |change: FieldChange| match change.changed_by {
            ChangedBy::Conflict => next(),
            ChangedBy::Ours | ChangedBy::Theirs | ChangedBy::Both => Side::Ours,
        };
        walk_versions(self.base.as_ref(), &self.ours, &self.theirs, &mut resolve)
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
    let mut keep_ours = |change: FieldChange| {
        let FieldChange { path, changed_by, base, ours, theirs } = change;
        if changed_by == ChangedBy::Conflict {
            conflicts.push(Conflict { path, base, ours, theirs });
        }
        Side::Ours
    };
    let register = walk_versions(base, ours, theirs, &mut keep_ours);
    let (base, ours, theirs) = (base.cloned(), ours.clone(), theirs.clone());
    MergeResult { register, conflicts, base, ours, theirs }
}
