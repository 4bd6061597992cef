//! One earlier change of a register: told by itself, and taken back though others came since.
//!
//! Taking back is a merge: of the register as it is now with the version before the change, where
//! both came of the version after it. What was changed again since is then a conflict, and stays
//! as it is now unless the earlier value is chosen.

use std::sync::Arc;

use crate::{
    merge::{Conflict, Difference, MergeResult, Side, diff, list_edits::edits_between, merge},
    model,
    register::{Change, Edit, Register, RegisterInfo, Step, StepKind, StepSubject},
};

/// What a change did, with the versions on both of its sides; whatever it did not touch is as in
/// the register as it is now.
#[derive(Clone, Debug)]
pub struct StepDiff {
    /// What differs.
    pub differences: Vec<Difference>,
    /// The version before.
    pub before: Register,
    /// The version after.
    pub after: Register,
}

impl StepDiff {
    /// Tells a change of a register by its edits.
    pub fn new(register: &Register, edits: &[Edit]) -> Self {
        let (before, after) = (
            register_around_edits(register, edits, false),
            register_around_edits(register, edits, true),
        );
        Self { differences: diff(&before, &after), before, after }
    }
}

/// What taking a change back would do to the register as it is now.
#[derive(Clone, Debug)]
pub struct RevertPlan {
    /// What it would change where all that was changed again since stays as it is.
    pub differences: Vec<Difference>,
    /// The register as it would be then.
    pub reverted: Register,
    merged: MergeResult,
    subject: StepSubject,
}

impl RevertPlan {
    /// Finds out what taking a step back would do.
    pub fn new(register: &Register, step: &Step) -> Self {
        let StepDiff { before, after, .. } = StepDiff::new(register, &step.edits);
        let merged = merge(Some(&after), register, &before);
        let reverted = keep_if_ids_unique(&merged, merged.register.clone());
        let differences = diff(register, &reverted);
        Self { differences, reverted, merged, subject: step.subject.clone() }
    }

    /// What was changed again since: base is what the change made of it, ours what it is now,
    /// theirs what it was before the change.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.merged.conflicts
    }

    /// The step that takes it back, with a side chosen for each of those; as it is now where none
    /// is given. None where nothing would change.
    pub fn to_step(&self, choices: &[Side]) -> Option<Step> {
        let reverted = keep_if_ids_unique(&self.merged, self.merged.resolve_with(choices));
        let edits = edits_between(&self.merged.ours, &reverted);
        (!edits.is_empty()).then(|| Step::new(StepKind::Revert, self.subject.clone(), edits))
    }
}

/// What the register becomes, or what it is: an id that was given to another record since cannot
/// be given back.
fn keep_if_ids_unique(MergeResult { ours, .. }: &MergeResult, made: Register) -> Register {
    let is_sound = !ours.has_repeated_ids() && !made.has_repeated_ids();
    if is_sound { made } else { ours.clone() }
}

/// A register with what edits touched as it was before them, or after them.
fn register_around_edits(register: &Register, edits: &[Edit], after: bool) -> Register {
    let mut about = register.info();
    let mut touched = TouchedRecords::default();
    for edit in edits {
        touched.add_edit(edit);
    }
    if let Some((was, is)) = touched.about {
        about = if after { is } else { was };
    }
    Register::from_parts(
        about,
        with_touched_records(register.parties(), &touched.parties, |a, b| a.id == b.id, after),
        with_touched_records(register.sources(), &touched.sources, |a, b| a.id == b.id, after),
        with_touched_records(register.totals(), &touched.totals, |a, b| a == b, after),
        with_touched_records(
            register.incidents(),
            &touched.incidents,
            |a, b| a.number == b.number,
            after,
        ),
        with_touched_records(register.cases(), &touched.cases, |a, b| a.id == b.id, after),
        with_touched_records(register.events(), &touched.events, |a, b| a == b, after),
    )
}

/// The records that edits touch, each once: from its first version to its last.
#[derive(Default)]
struct TouchedRecords {
    about: Option<(RegisterInfo, RegisterInfo)>,
    parties: Vec<Change<model::Party>>,
    sources: Vec<Change<model::Source>>,
    totals: Vec<Change<model::Total>>,
    incidents: Vec<Change<model::Incident>>,
    cases: Vec<Change<model::Case>>,
    events: Vec<Change<model::Event>>,
}

impl TouchedRecords {
    fn add_edit(&mut self, edit: &Edit) {
        match edit {
            Edit::RegisterInfo { before, after } => {
                let first = self.about.take().map_or_else(|| (**before).clone(), |(was, _)| was);
                self.about = Some((first, (**after).clone()));
            }
            Edit::Party(change) => add_change(&mut self.parties, change, |a, b| a.id == b.id),
            Edit::Source(change) => add_change(&mut self.sources, change, |a, b| a.id == b.id),
            Edit::Total(change) => add_change(&mut self.totals, change, |a, b| a == b),
            Edit::Incident(change) => {
                add_change(&mut self.incidents, change, |a, b| a.number == b.number);
            }
            Edit::Case(change) => add_change(&mut self.cases, change, |a, b| a.id == b.id),
            Edit::Event(change) => add_change(&mut self.events, change, |a, b| a == b),
        }
    }
}

/// Adds a change of a record; where it goes on from an earlier one, both are one, be it that the
/// record was gone in between.
fn add_change<T: PartialEq>(
    changes: &mut Vec<Change<T>>,
    change: &Change<T>,
    is_same: impl Fn(&T, &T) -> bool,
) {
    let goes_on = |earlier: &&mut Change<T>| match (&earlier.after, &change.before) {
        (Some(left), Some(found)) => left == found,
        (None, None) => match (&earlier.before, &change.after) {
            (Some(deleted), Some(created)) => is_same(deleted, created),
            _ => false,
        },
        _ => false,
    };
    match changes.iter_mut().find(goes_on) {
        Some(earlier) => earlier.after.clone_from(&change.after),
        None => changes.push(change.clone()),
    }
}

/// A list of records with those touched as they were before or after: where they now stand, or
/// else where they stood.
fn with_touched_records<T: PartialEq>(
    records: &[Arc<T>],
    touched: &[Change<T>],
    is_same: impl Fn(&T, &T) -> bool,
    after: bool,
) -> Vec<Arc<T>> {
    let mut list = records.to_vec();
    let mut touched: Vec<&Change<T>> = touched.iter().collect();
    // From the first place to the last, so that each finds those before it in place.
    touched.sort_by_key(|change| change.at);
    for change in touched {
        let known = [&change.after, &change.before].into_iter().flatten();
        let place =
            known.filter_map(|known| list.iter().position(|record| is_same(record, known))).next();
        let wanted = if after { &change.after } else { &change.before };
        match (place, wanted) {
            (Some(at), Some(wanted)) => list[at] = Arc::clone(wanted),
            (Some(at), None) => drop(list.remove(at)),
            (None, Some(wanted)) => list.insert(change.at.min(list.len()), Arc::clone(wanted)),
            (None, None) => {}
        }
    }
    list
}
