use proptest::{collection::vec, prelude::*};

use crate::{
    generators::{EditRequest, creation, edit_request, read, register, steps},
    properties::checks,
};
use blue_ribbon::register::{self, ApplyError, Change, Edit, Register, Step, UndoHistory};

proptest! {
    #[test]
    fn an_edit_and_its_inverse_restore_the_register(before in register(), wish in edit_request()) {
        let edit = wish.edit(&before);
        let mut after = before.clone();
        match after.apply(&edit) {
            Ok(()) => {
                after.apply(&edit.inverse()).unwrap();
                prop_assert_eq!(after, before);
                prop_assert_eq!(edit.inverse().inverse(), edit);
            }
            Err(error) => {
                prop_assert_eq!(error, ApplyError::RepeatedId);
                prop_assert_eq!(after, before);
            }
        }
    }

    #[test]
    fn an_edit_of_another_register_is_refused_or_matches(
        mine in register(), other in register(), wishes in vec(edit_request(), 1..4),
    ) {
        let mut changed = mine.clone();
        for wish in wishes {
            let edit = wish.edit(&other);
            let before = changed.clone();
            if changed.apply(&edit).is_err() {
                prop_assert_eq!(&changed, &before);
            } else {
                let mut back = changed.clone();
                back.apply(&edit.inverse()).unwrap();
                prop_assert_eq!(back, before);
            }
        }
    }

    #[test]
    fn an_edit_is_stale_after_another_edit_of_the_same_record(
        start in register(), first in edit_request(), late in edit_request(),
    ) {
        let late = late.edit(&start);
        let mut changed = start.clone();
        prop_assume!(changed.apply(&first.edit(&start)).is_ok());
        let still_there = matches_before(&changed, &late);
        let before = changed.clone();
        let answer = changed.apply(&late);
        if !still_there {
            prop_assert_eq!(answer, Err(ApplyError::Stale));
            prop_assert_eq!(changed, before);
        }
    }

    #[test]
    fn a_group_of_edits_is_applied_completely_or_not_at_all(
        start in register(), wishes in vec(edit_request(), 0..5), foreign in register(), odd in edit_request(),
    ) {
        let mut edits = steps(&start, &[wishes]).remove(0).edits;
        edits.push(odd.edit(&foreign));
        let mut one_by_one = start.clone();
        let each = edits.iter().try_for_each(|edit| one_by_one.apply(edit));
        let mut as_group = start.clone();
        prop_assert_eq!(as_group.apply_all(&edits), each);
        prop_assert_eq!(as_group, if each.is_ok() { one_by_one } else { start });
    }

    #[test]
    fn undoing_all_steps_restores_the_start_and_redoing_the_end(
        start in register(), wishes in vec(vec(edit_request(), 0..4), 0..8),
    ) {
        let steps: Vec<Step> = steps(&start, &wishes);
        let (mut register, mut history) = (start.clone(), UndoHistory::default());
        let mut stations = vec![start];
        for step in &steps {
            history.perform(&mut register, step.clone()).unwrap();
            stations.push(register.clone());
        }
        for (step, station) in steps.iter().zip(&stations).rev() {
            prop_assert_eq!(history.next_undo(), Some(step));
            history.undo(&mut register).unwrap();
            prop_assert_eq!(&register, station);
        }
        prop_assert_eq!(history.next_undo(), None);
        prop_assert_eq!(history.undo(&mut register).unwrap(), vec![]);
        for (step, station) in steps.iter().zip(&stations[1..]) {
            prop_assert_eq!(history.next_redo(), Some(step));
            prop_assert_eq!(&history.redo(&mut register).unwrap(), &step.edits);
            prop_assert_eq!(&register, station);
        }
        prop_assert_eq!(history.next_redo(), None);
        prop_assert_eq!(history.redo(&mut register).unwrap(), vec![]);
    }

    #[test]
    fn a_new_step_clears_the_redo_stack(
        start in register(), wishes in vec(vec(edit_request(), 1..3), 2..4), other in vec(edit_request(), 1..3),
    ) {
        let (mut register, mut history) = (start.clone(), UndoHistory::default());
        for step in steps(&start, &wishes) {
            history.perform(&mut register, step).unwrap();
        }
        history.undo(&mut register).unwrap();
        prop_assert!(history.next_redo().is_some());
        let step = steps(&register, &[other]).remove(0);
        history.perform(&mut register, step).unwrap();
        prop_assert_eq!(history.next_redo(), None);
    }
}

/// Returns true if the register still holds the record before an edit.
fn matches_before(register: &Register, edit: &Edit) -> bool {
    fn matches<T: PartialEq>(records: &[std::sync::Arc<T>], change: &Change<T>) -> bool {
        match &change.before {
            Some(before) => records.get(change.at) == Some(before),
            None => change.at <= records.len(),
        }
    }
    match edit {
        Edit::RegisterInfo { before, .. } => register.info() == **before,
        Edit::Party(change) => matches(register.parties(), change),
        Edit::Source(change) => matches(register.sources(), change),
        Edit::Total(change) => matches(register.totals(), change),
        Edit::Incident(change) => matches(register.incidents(), change),
        Edit::Case(change) => matches(register.cases(), change),
        Edit::Event(change) => matches(register.events(), change),
    }
}

#[test]
fn a_refused_step_changes_neither_register_nor_history() {
    let mut register = read(checks::CLEAN);
    let before = register.clone();
    let mut history = UndoHistory::default();
    let twice = Edit::Case(creation(0, before.cases()[0].as_ref().clone()));
    let step = Step {
        kind: register::StepKind::Create,
        subject: register::StepSubject::Register,
        reason: String::new(),
        edits: vec![EditRequest::About("New".to_owned(), true).edit(&register), twice],
    };
    assert_eq!(history.perform(&mut register, step), Err(ApplyError::RepeatedId));
    assert_eq!(register, before);
    assert_eq!(history.next_undo(), None);
}
