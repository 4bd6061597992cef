//! Reverting one earlier step of a register although others followed.
//!
//! A revert is a merge of the current register with the version before the step, whose common base
//! is the version after it. A value that was changed again since is then a conflict, and stays as
//! it is unless the earlier value is chosen.

use std::sync::Arc;

use crate::{
    merge::{
        difference::{Difference, diff},
        list_edits::edits_between,
        merge_result::{Conflict, MergeResult, merge_fields},
        side::Side,
    },
    register::{
        Change, Edit, Register, RegisterInfo, RegisterParts, Step, StepKind, StepSubject,
        record::Record,
    },
};

/// The differences that a step made, with the versions before and after it. Records that the step
/// did not touch are as in the current register.
#[derive(Clone, Debug)]
pub struct StepDiff {
    /// The differences between the two versions.
    pub differences: Vec<Difference>,
    /// The version before the step.
    pub before: Register,
    /// The version after the step.
    pub after: Register,
}

impl StepDiff {
    /// Returns the differences that the edits of a step made.
    pub fn new(register: &Register, edits: &[Edit]) -> Self {
        let (before, after) = (
            register_around_edits(register, edits, Moment::Before),
            register_around_edits(register, edits, Moment::After),
        );
        Self { differences: diff(&before, &after), before, after }
    }
}

/// The effect of reverting a step on the current register.
#[derive(Clone, Debug)]
pub struct RevertPlan {
    /// The differences between the current register and [`reverted`](Self::reverted).
    pub differences: Vec<Difference>,
    /// The register after the revert, in which everything changed again since stays as it is.
    pub reverted: Register,
    merged: MergeResult,
    subject: StepSubject,
}

impl RevertPlan {
    /// Computes the effect of reverting a step.
    pub fn new(register: &Register, step: &Step) -> Self {
        let StepDiff { before, after, .. } = StepDiff::new(register, &step.edits);
        let merged = merge_fields(Some(&after), register, &before);
        let reverted = keep_if_ids_unique(&merged, merged.register.clone());
        let differences = diff(register, &reverted);
        Self { differences, reverted, merged, subject: step.subject.clone() }
    }

    /// Returns the conflicts, one for each value that was changed again since: its base is the
    /// value that the step set, ours the current value, theirs the value before the step.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.merged.conflicts
    }

    /// Returns the step that does the revert with a side chosen for each conflict; ours, the
    /// current value, where none is given. `None` if nothing would change.
    pub fn to_step(&self, choices: &[Side]) -> Option<Step> {
        let reverted = keep_if_ids_unique(&self.merged, self.merged.resolve_with(choices));
        let edits = edits_between(self.merged.ours(), &reverted);
        (!edits.is_empty()).then(|| Step::new(StepKind::Revert, self.subject.clone(), edits))
    }
}

/// Returns the reverted register, or the current one if an id was given to another record since, so
/// that it would be repeated.
fn keep_if_ids_unique(merged: &MergeResult, made: Register) -> Register {
    let ours = merged.ours();
    let is_sound = !ours.has_repeated_ids() && !made.has_repeated_ids();
    if is_sound { made } else { ours.clone() }
}

/// The moment before or after some edits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    Before,
    After,
}

impl Moment {
    /// Returns the version of this moment.
    fn pick<T>(self, before: T, after: T) -> T {
        match self {
            Self::Before => before,
            Self::After => after,
        }
    }
}

/// Returns the register with the records that edits touched as they were at a moment.
fn register_around_edits(register: &Register, edits: &[Edit], moment: Moment) -> Register {
    Register::from_parts(RegisterParts {
        info: info_around_edits(register, edits, moment),
        parties: records_around_edits(register, edits, moment),
        sources: records_around_edits(register, edits, moment),
        totals: records_around_edits(register, edits, moment),
        incidents: records_around_edits(register, edits, moment),
        cases: records_around_edits(register, edits, moment),
        events: records_around_edits(register, edits, moment),
    })
}

/// Returns the information of a register as it was before the first of the edits that change it,
/// or after the last.
fn info_around_edits(register: &Register, edits: &[Edit], moment: Moment) -> RegisterInfo {
    let mut versions = edits.iter().filter_map(|edit| match edit {
        Edit::RegisterInfo { before, after } => Some(moment.pick(before, after)),
        _ => None,
    });
    let version = match moment {
        Moment::Before => versions.next(),
        Moment::After => versions.next_back(),
    };
    version.map_or_else(|| register.info(), |info| (**info).clone())
}

/// Returns the records of a list as they were at a moment: those that edits touched where they now
/// stand, or else where they stood.
fn records_around_edits<T: Record>(
    register: &Register,
    edits: &[Edit],
    moment: Moment,
) -> Vec<Arc<T>> {
    let mut changes: Vec<Change<T>> = Vec::new();
    for change in edits.iter().filter_map(T::change) {
        add_change(&mut changes, change);
    }
    // From the first index to the last, so that each finds those before it in place.
    changes.sort_by_key(|change| change.at);
    let mut records = T::records(register).to_vec();
    for Change { at, before, after } in &changes {
        let known = [after, before].into_iter().flatten();
        let place = known
            .filter_map(|known| records.iter().position(|record| record.is_version_of(known)))
            .next();
        match (place, moment.pick(before, after)) {
            (Some(place), Some(wanted)) => records[place] = Arc::clone(wanted),
            (Some(place), None) => drop(records.remove(place)),
            (None, Some(wanted)) => records.insert((*at).min(records.len()), Arc::clone(wanted)),
            (None, None) => {}
        }
    }
    records
}

/// Adds a change of a record. A change that continues an earlier one is combined with it, even if
/// the record did not exist in between.
fn add_change<T: Record>(changes: &mut Vec<Change<T>>, change: &Change<T>) {
    let continues = |earlier: &&mut Change<T>| match (&earlier.after, &change.before) {
        (Some(left), Some(found)) => left == found,
        (None, None) => match (&earlier.before, &change.after) {
            (Some(deleted), Some(created)) => deleted.is_version_of(created),
            _ => false,
        },
        _ => false,
    };
    match changes.iter_mut().find(continues) {
        Some(earlier) => earlier.after.clone_from(&change.after),
        None => changes.push(change.clone()),
    }
}
