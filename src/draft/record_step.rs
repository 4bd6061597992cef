//! The steps that save or delete the record of a form.

use std::sync::Arc;

use crate::{
    draft::validation::{Validated, Validator},
    register::{Change, Edit, Step, StepKind, StepSubject},
};

/// A record as it was opened, with its index; `None` for a new one.
pub(super) type OriginalRecord<T> = Option<(usize, Arc<T>)>;

/// Returns the step that creates or changes a record. `count` is the index of a new one.
pub(super) fn save_step<T>(
    before: &OriginalRecord<T>,
    count: usize,
    after: T,
    subject: StepSubject,
    edit: impl Fn(Change<T>) -> Edit,
) -> Step {
    let (kind, at, before) = match before {
        Some((at, before)) => (StepKind::Change, *at, Some(Arc::clone(before))),
        None => (StepKind::Create, count, None),
    };
    Step::new(kind, subject, vec![edit(Change { at, before, after: Some(Arc::new(after)) })])
}

/// Returns the step that deletes a record; `None` for a new one.
pub(super) fn delete_step<T>(
    before: &OriginalRecord<T>,
    subject: StepSubject,
    edit: impl Fn(Change<T>) -> Edit,
) -> Option<Step> {
    let (at, before) = before.as_ref()?;
    let change = Change { at: *at, before: Some(Arc::clone(before)), after: None };
    Some(Step::new(StepKind::Delete, subject, vec![edit(change)]))
}

pub(super) fn into_validated(validator: Validator, step: Option<Step>) -> Validated {
    let step = step.filter(|_| validator.problems.is_empty());
    Validated { step, problems: validator.problems, findings: Vec::new() }
}
