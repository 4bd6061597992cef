//! Reverting one earlier step of a register although others followed.
//!
//! A revert is a merge of the current register with the version before the step, whose common base
//! is the version after it. A value that was changed again since is then a conflict, and stays as
//! it is unless the earlier value is chosen.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

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
    let mut changes = combine_changes(edits.iter().filter_map(T::change));
    // From the first index to the last, so that each finds those before it in place.
    changes.sort_by_key(|change| change.at);
    let mut records = T::records(register).to_vec();
    if changes.is_empty() {
        return records;
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    records.iter().for_each(|record| *counts.entry(version_key(&**record)).or_default() += 1);
    for Change { at, before, after } in &changes {
        let place = [after, before].into_iter().flatten().find_map(|known| {
            let is_known = |record: &&Arc<T>| record.is_version_of(known);
            match counts.get(&version_key(&**known)) {
                None | Some(0) => None,
                // Most records stand where they stood. Of several with one id the first is meant.
                Some(count)
                    if (*count == 1 || T::ID_FIELD.is_none())
                        && records.get(*at).as_ref().is_some_and(is_known) =>
                {
                    Some(*at)
                }
                Some(_) => records.iter().position(|record| is_known(&record)),
            }
        });
        let wanted = moment.pick(before, after);
        if let Some(place) = place {
            counts.entry(version_key(&*records[place])).and_modify(|count| *count -= 1);
        }
        if let Some(wanted) = wanted {
            *counts.entry(version_key(&**wanted)).or_default() += 1;
        }
        match (place, wanted) {
            (Some(place), Some(wanted)) => records[place] = Arc::clone(wanted),
            (Some(place), None) => drop(records.remove(place)),
            (None, Some(wanted)) => records.insert((*at).min(records.len()), Arc::clone(wanted)),
            (None, None) => {}
        }
    }
    records
}

/// Returns the changes of the records of a list, with each change that continues an earlier one
/// combined with it, even if the record did not exist in between.
fn combine_changes<'a, T: Record>(changes: impl Iterator<Item = &'a Change<T>>) -> Vec<Change<T>> {
    let mut combined: Vec<Change<T>> = Vec::new();
    // The indexes of the changes that left or deleted a record.
    let mut by_record: HashMap<String, Vec<usize>> = HashMap::new();
    for change in changes {
        let continues = |at: &&usize| {
            let earlier = &combined[**at];
            match (&earlier.after, &change.before) {
                (Some(left), Some(found)) => left == found,
                (None, None) => match (&earlier.before, &change.after) {
                    (Some(deleted), Some(created)) => deleted.is_version_of(created),
                    _ => false,
                },
                _ => false,
            }
        };
        let start = change.before.as_ref().or(change.after.as_ref());
        let earlier = start.and_then(|record| by_record.get(&version_key(&**record)));
        let at = match earlier.and_then(|indexes| indexes.iter().filter(continues).min()) {
            Some(at) => {
                let at = *at;
                combined[at].after.clone_from(&change.after);
                at
            }
            None => {
                combined.push(change.clone());
                combined.len() - 1
            }
        };
        // A record that is created after it was deleted is a version of the deleted one.
        let end = combined[at].after.as_ref().or(combined[at].before.as_ref());
        if let Some(record) = end {
            by_record.entry(version_key(&**record)).or_default().push(at);
        }
    }
    combined
}

/// Returns a text that two records have in common if, and only if, they are versions of one.
fn version_key<T: Record>(record: &T) -> String {
    record.id_text().map_or_else(|| format!("{record:?}"), Cow::into_owned)
}
