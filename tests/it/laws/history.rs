//! The history on the disk: whatever is done, saved and reopened, the past is all there.

use std::path::Path;

use blue_ribbon::{
    Progress,
    merge::{Reversal, Side, Told},
    register::{Change, Entry, History, Register, Step},
    session::{Action, Loaded, Session},
    store::{self, Here, Past, Recording, history_of, register_at, verify},
};
use proptest::{collection::vec, prelude::*};

use crate::made_up::{Wish, bundled, day, register, steps, wish};

/// What is done to an open register.
#[derive(Clone, Debug)]
enum Deed {
    Perform(Vec<Wish>),
    Undo,
    Redo,
    Save,
    /// Ends the program after saving, and starts it again.
    Reopen,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        4 => vec(wish(), 1..4).prop_map(Deed::Perform),
        3 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
        2 => Just(Deed::Save),
        2 => Just(Deed::Reopen),
    ];
    vec(deed, 0..14)
}

fn open(path: &Path) -> Session {
    let opened = store::open_for_work(path, &Progress::default()).unwrap();
    Session::new(Loaded::new(path.to_owned(), opened, day("2014-03-30")))
}

fn save(session: &mut Session) {
    let here = Here { user: "u".into(), machine: "m".into(), process: 1 };
    let recording = Recording { who: "W".into(), here, made: session.unrecorded() };
    let (path, revision) = (session.path().clone(), session.revision());
    let saved = store::save_recorded(
        &path,
        session.register(),
        session.stamp(),
        &recording,
        &Progress::default(),
    );
    session.set_saved(revision, saved.unwrap());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_done_and_reopened_undoes_to_the_first_and_stands_as_recorded(
        first in register(), deeds in deeds(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        store::copy(&path, &first).unwrap();
        let first = store::load(&path, &Progress::default()).unwrap().register;
        let mut session = open(&path);
        // What the register was after each line of its history, the first being its beginning.
        let mut stations = vec![first.clone()];
        for deed in deeds {
            let before = session.revision();
            match deed {
                Deed::Perform(wishes) => {
                    let step = steps(session.register(), &[wishes]).remove(0);
                    let step = Step { why: "W\n\"why\"\u{202e}理由".into(), ..step };
                    session.perform(Action::Perform(step)).unwrap();
                }
                Deed::Undo => session.perform(Action::Undo).unwrap(),
                Deed::Redo => session.perform(Action::Redo).unwrap(),
                Deed::Save => save(&mut session),
                Deed::Reopen => {
                    save(&mut session);
                    session = open(&path);
                }
            }
            if session.revision() != before && session.revision() != 0 {
                stations.push(session.register().clone());
            }
        }
        save(&mut session);
        let end = session.register().clone();
        if stations.len() > 1 {
            let verified = verify(&path, &Progress::default()).unwrap();
            prop_assert_eq!(verified.flaws, vec![]);
            prop_assert_eq!(verified.lines, stations.len() as u64);
            let past = Past::read(&path, None, &Progress::default()).unwrap();
            for (at, station) in stations.iter().enumerate() {
                let then =
                    register_at(&path, &past, at, end.clone(), &Progress::default()).unwrap();
                prop_assert_eq!(&then, station);
            }
        } else {
            prop_assert!(!history_of(&path).exists(), "what nobody changed has no history");
        }
        let mut session = open(&path);
        prop_assert_eq!(session.register(), &end);
        while session.history().next_undo().is_some() {
            session.perform(Action::Undo).unwrap();
        }
        prop_assert_eq!(session.register(), &first);
    }

    #[test]
    fn the_end_of_the_entries_gives_the_end_of_the_stacks(
        start in register(), wishes in vec(vec(wish(), 1..3), 1..6),
        moves in vec(prop::bool::ANY, 0..8), cut in 0..14_usize,
    ) {
        let (mut register, mut history, mut entries) = (start.clone(), History::default(), vec![]);
        for step in steps(&start, &wishes) {
            history.perform(&mut register, step.clone()).unwrap();
            entries.push(Entry::Did(step));
        }
        for back in moves {
            let step = if back { history.next_undo() } else { history.next_redo() }.cloned();
            let Some(step) = step else { continue };
            entries.push(if back {
                history.undo(&mut register).unwrap();
                Entry::Undid(Step { edits: step.inverse(), ..step })
            } else {
                history.redo(&mut register).unwrap();
                Entry::Redid(step)
            });
        }
        let whole = History::of(entries.clone());
        let part = History::of(entries.split_off(cut.min(entries.len())));
        let (mut from_whole, mut from_part) = (register.clone(), register);
        let (mut whole, mut part) = (whole, part);
        while part.next_undo().is_some() {
            prop_assert_eq!(part.next_undo(), whole.next_undo());
            part.undo(&mut from_part).unwrap();
            whole.undo(&mut from_whole).unwrap();
            prop_assert_eq!(&from_part, &from_whole);
        }
    }

    #[test]
    fn a_change_that_nothing_came_after_is_taken_back_whole(
        before in register(), wish in wish(),
    ) {
        let step = steps(&before, &[vec![wish]]).remove(0);
        let mut after = before.clone();
        after.apply_all(&step.edits).unwrap();
        let reversal = Reversal::of(&after, &step);
        prop_assert_eq!(reversal.against(), &[]);
        prop_assert_eq!(reversal.step(&[]).is_none(), step.edits.is_empty() || before == after);
        if let Some(back) = reversal.step(&[]) {
            let mut again = after.clone();
            again.apply_all(&back.edits).unwrap();
            prop_assert_eq!(&again, &reversal.reverted);
            prop_assert_eq!(again, before);
        }
    }

    #[test]
    fn taking_a_change_back_never_does_what_it_does_not_say(
        start in register(), first in vec(wish(), 1..3), later in vec(wish(), 0..4),
    ) {
        let mut all = steps(&start, &[first, later]);
        let mut now = start.clone();
        for step in &all {
            now.apply_all(&step.edits).unwrap();
        }
        let reversal = Reversal::of(&now, &all.remove(0));
        let mut reverted = now.clone();
        if let Some(step) = reversal.step(&[]) {
            reverted.apply_all(&step.edits).unwrap();
        }
        prop_assert_eq!(blue_ribbon::merge::diff(&now, &reverted), reversal.differences);
    }
}

#[test]
fn a_change_is_told_by_what_differs_whatever_came_since() {
    let start = bundled();
    let case = |register: &Register, note: &str| {
        let at =
            register.cases().iter().position(|case| case.id.as_str() == "kume-yutaka").unwrap();
        let before = register.cases()[at].clone();
        let mut after = (*before).clone();
        after.note = note.into();
        let change = Change { at, before: Some(before.clone()), after: Some(after.into()) };
        Step::new(
            blue_ribbon::register::Deed::Change,
            blue_ribbon::register::Subject::Register,
            vec![blue_ribbon::register::Edit::Case(change)],
        )
    };
    let first = case(&start, "first");
    let mut now = start.clone();
    now.apply_all(&first.edits).unwrap();
    let second = case(&now, "second");
    now.apply_all(&second.edits).unwrap();
    assert_eq!(Told::of(&now, &first.edits).differences.len(), 1);
    let reversal = Reversal::of(&now, &first);
    assert_eq!((reversal.step(&[]).is_none(), reversal.against().len()), (true, 1));
    let back = reversal.step(&[Side::Theirs]).unwrap();
    let reversal = Reversal::of(&now, &second);
    assert_eq!((reversal.against().len(), reversal.differences.len()), (0, 1));
    now.apply_all(&back.edits).unwrap();
    assert_eq!(now, start, "where the value before is chosen, that stands again");
}
