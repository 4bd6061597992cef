//! Merging two versions of a register, and resolving the conflicts.

use crate::{
    analysis::finding::Finding,
    merge::{
        added_records::find_contested_additions,
        contested_change::{ContestedChanges, find_contested_claims},
        difference::diff,
        field_path::FieldPath,
        new_findings::FindingCounts,
        side::Side,
        three_way::{ChangedBy, FieldChange, walk_versions},
        value::FieldValue,
    },
    register::Register,
};

/// The number of rounds in which more and more changes are contested.
const CONTEST_LEVELS: usize = 3;

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
/// of each list are unique. A change of one side is a conflict too if it leads with the changes of
/// the other to an error or a warning that neither side has, or to a count that the order of two
/// claims decides.
#[derive(Clone, Debug)]
pub struct MergeResult {
    /// The merged register, with our value in each conflict.
    pub register: Register,
    /// The conflicts: of the register itself, of the cases in their order, of the other records.
    pub conflicts: Vec<Conflict>,
    /// The errors and warnings that only the changes of both sides together cause.
    pub findings: Vec<Finding>,
    /// The register that has these findings: with all changes that one side made alone.
    pub combined: Register,
    versions: MergeVersions,
    contested: Vec<ContestedChanges>,
}

/// The versions that are merged.
#[derive(Clone, Debug)]
struct MergeVersions {
    base: Option<Register>,
    ours: Register,
    theirs: Register,
}

impl MergeVersions {
    /// Merges the versions, and returns the register and its conflicts.
    fn merge(&self, contested: &[ContestedChanges]) -> (Register, Vec<Conflict>) {
        let mut conflicts = Vec::new();
        let mut keep_ours = |change: FieldChange| {
            let FieldChange { path, changed_by, base, ours, theirs } = change;
            if changed_by == ChangedBy::Conflict {
                conflicts.push(Conflict { path, base, ours, theirs });
            }
            Side::Ours
        };
        let register = self.walk(contested, &mut keep_ours);
        (register, conflicts)
    }

    /// Merges the versions with the side that `next` returns for each conflict.
    fn resolve(&self, contested: &[ContestedChanges], mut next: impl FnMut() -> Side) -> Register {
        self.walk(contested, &mut |change: FieldChange| match change.changed_by {
            ChangedBy::Conflict => next(),
            ChangedBy::Ours | ChangedBy::Theirs | ChangedBy::Both => Side::Ours,
        })
    }

    fn walk(
        &self,
        contested: &[ContestedChanges],
        resolve: &mut dyn FnMut(FieldChange) -> Side,
    ) -> Register {
        let is_contested =
            |change: &FieldChange| contested.iter().any(|contested| contested.contains(change));
        walk_versions(self.base.as_ref(), &self.ours, &self.theirs, &is_contested, resolve)
    }
}

impl MergeResult {
    /// Returns the merged register with a side chosen for each conflict, in their order; ours for
    /// conflicts without a choice.
    pub fn resolve_with(&self, choices: &[Side]) -> Register {
        let mut choices = choices.iter();
        let next = || choices.next().copied().unwrap_or_default();
        self.versions.resolve(&self.contested, next)
    }

    /// Returns the merged register with one side chosen in every conflict.
    pub fn resolve_all(&self, side: Side) -> Register {
        self.versions.resolve(&self.contested, || side)
    }

    /// Returns our side as it was merged.
    pub(super) fn ours(&self) -> &Register {
        &self.versions.ours
    }
}

/// Merges two versions of a register that share a base; without a base, both sides created all that
/// they hold.
///
/// A value that one side changed is taken from that side. Cases, parties, sources and incidents are
/// matched by id; claims, variants, totals and events by content and date. A record that one side
/// added stands after the record that it follows there; of those that both added at one place, the
/// earlier one stands first.
pub fn merge(base: Option<&Register>, ours: &Register, theirs: &Register) -> MergeResult {
    merge_with_contested(base, ours, theirs, Vec::new())
}

/// Merges two versions of a register whose base is not certain: where the two possible bases differ,
/// a change of one side is a conflict.
pub fn merge_with_two_bases(
    bases: [&Register; 2],
    ours: &Register,
    theirs: &Register,
) -> MergeResult {
    let [first, second] = bases;
    let differences = diff(first, second).into_iter();
    let contested = differences.map(|difference| ContestedChanges::Path(difference.path)).collect();
    merge_with_contested(Some(first), ours, theirs, contested)
}

/// Merges two versions of a register by their fields alone: no change of one side is a conflict.
pub(super) fn merge_fields(
    base: Option<&Register>,
    ours: &Register,
    theirs: &Register,
) -> MergeResult {
    let versions =
        MergeVersions { base: base.cloned(), ours: ours.clone(), theirs: theirs.clone() };
    let (register, conflicts) = versions.merge(&[]);
    MergeResult {
        combined: register.clone(),
        register,
        conflicts,
        findings: Vec::new(),
        versions,
        contested: Vec::new(),
    }
}

fn merge_with_contested(
    base: Option<&Register>,
    ours: &Register,
    theirs: &Register,
    contested: Vec<ContestedChanges>,
) -> MergeResult {
    let mut result = merge_fields(base, ours, theirs);
    if !contested.is_empty() {
        result.contested = contested;
        (result.register, result.conflicts) = result.versions.merge(&result.contested);
    }
    let combined_with_theirs = result.resolve_all(Side::Theirs);
    let combined = [&result.combined, &combined_with_theirs];
    if combined.iter().all(|register| [ours, theirs].contains(register)) {
        return result;
    }
    result.contested.extend(find_contested_additions(base, ours, theirs));
    for merged in combined {
        result.contested.extend(find_contested_claims(base, ours, theirs, merged));
    }
    let counts = FindingCounts::new(base, ours, theirs);
    result.findings = counts.find_new(&result.combined);
    // Each round contests more changes, in the end every one, which leaves each side as it was.
    for level in 0..CONTEST_LEVELS {
        (result.register, result.conflicts) = result.versions.merge(&result.contested);
        let theirs = result.resolve_all(Side::Theirs);
        let new = [&result.register, &theirs].map(|register| counts.find_candidates(register));
        let new = new.into_iter().flatten();
        let before = result.contested.len();
        result.contested.extend(
            new.map(|(finding, record)| ContestedChanges::for_finding(&finding, record, level)),
        );
        if result.contested.len() == before {
            break;
        }
    }
    (result.register, result.conflicts) = result.versions.merge(&result.contested);
    result
}
