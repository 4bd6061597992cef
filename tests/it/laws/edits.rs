use blue_ribbon::register::{ApplyError, Change, Edit, History, Register, Step};
use proptest::{collection::vec, prelude::*};

use crate::made_up::{Wish, created, read, register, steps, wish};

proptest! {
    #[test]
    fn an_edit_and_its_inverse_leave_the_register_as_it_was(before in register(), wish in wish()) {
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
    fn an_edit_of_another_register_is_refused_or_fits(
        mine in register(), other in register(), wishes in vec(wish(), 1..4),
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
    fn an_edit_made_before_another_of_the_same_record_is_stale(
        start in register(), first in wish(), late in wish(),
    ) {
        let late = late.edit(&start);
        let mut changed = start.clone();
        prop_assume!(changed.apply(&first.edit(&start)).is_ok());
        let still_there = holds_before(&changed, &late);
        let before = changed.clone();
        let answer = changed.apply(&late);
        if !still_there {
            prop_assert_eq!(answer, Err(ApplyError::Stale));
            prop_assert_eq!(changed, before);
        }
    }

    #[test]
    fn a_group_is_applied_whole_or_not_at_all(
        start in register(), wishes in vec(wish(), 0..5), foreign in register(), odd in wish(),
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
    fn steps_undone_to_the_end_are_the_start_and_redone_the_end(
        start in register(), wishes in vec(vec(wish(), 0..4), 0..8),
    ) {
        let steps: Vec<Step> = steps(&start, &wishes);
        let (mut register, mut history) = (start.clone(), History::default());
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
    fn a_new_step_forgets_what_was_undone(
        start in register(), wishes in vec(vec(wish(), 1..3), 2..4), other in vec(wish(), 1..3),
    ) {
        let (mut register, mut history) = (start.clone(), History::default());
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

/// Whether the register still holds what an edit started from.
fn holds_before(register: &Register, edit: &Edit) -> bool {
    fn holds<T: PartialEq>(records: &[std::sync::Arc<T>], change: &Change<T>) -> bool {
        match &change.before {
            Some(before) => records.get(change.at) == Some(before),
            None => change.at <= records.len(),
        }
    }
    match edit {
        Edit::About { before, .. } => register.about() == **before,
        Edit::Party(change) => holds(register.parties(), change),
        Edit::Source(change) => holds(register.sources(), change),
        Edit::Total(change) => holds(register.totals(), change),
        Edit::Incident(change) => holds(register.incidents(), change),
        Edit::Case(change) => holds(register.cases(), change),
        Edit::Event(change) => holds(register.events(), change),
    }
}

#[test]
fn a_step_that_is_refused_changes_neither_register_nor_history() {
    let mut register = read(super::checks::CLEAN);
    let before = register.clone();
    let mut history = History::default();
    let twice = Edit::Case(created(0, before.cases()[0].as_ref().clone()));
    let step = Step {
        deed: blue_ribbon::register::Deed::Create,
        subject: blue_ribbon::register::Subject::Register,
        why: String::new(),
        edits: vec![Wish::About("New".to_owned(), true).edit(&register), twice],
    };
    assert_eq!(history.perform(&mut register, step), Err(ApplyError::RepeatedId));
    assert_eq!(register, before);
    assert_eq!(history.next_undo(), None);
}
