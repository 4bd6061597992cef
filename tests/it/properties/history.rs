//! The history file: after any edits, saves and restarts it holds every change.

use std::path::Path;

use jiff::Timestamp;
use proptest::{collection::vec, prelude::*};

use crate::generators::{EditRequest, bundled, day, edit_request, register, steps};
use blue_ribbon::{
    Progress,
    merge::{
        self, Side,
        revert::{RevertPlan, StepDiff},
    },
    register::{self, Change, HistoryEvent, Register, Step, UndoHistory},
    session::{Action, Session, loaded_register::LoadedRegister, save_state::CompletedSave},
    store::{
        self,
        fs::process_identity::ProcessIdentity,
        history::{
            checkout::checkout_register, commit::Commit, commit_info::CommitInfo,
            index::HistoryIndex, verify::verify,
        },
        paths::RegisterPaths,
    },
};

/// An action on an open register.
#[derive(Clone, Debug)]
enum UserAction {
    Perform(Vec<EditRequest>),
    Undo,
    Redo,
    Save,
    /// Exits the program after a save, and starts it again.
    Reopen,
}

fn user_actions() -> impl Strategy<Value = Vec<UserAction>> {
    let deed = prop_oneof![
        4 => vec(edit_request(), 1..4).prop_map(UserAction::Perform),
        3 => Just(UserAction::Undo),
        2 => Just(UserAction::Redo),
        2 => Just(UserAction::Save),
        2 => Just(UserAction::Reopen),
    ];
    vec(deed, 0..14)
}

fn open(path: &Path) -> Session {
    let opened = store::open_writable(path, &Progress::default()).unwrap();
    Session::new(LoadedRegister::new(path.to_owned(), opened, day("2014-03-30")))
}

fn save(session: &mut Session) {
    let job = session.begin_save();
    let here = ProcessIdentity { user: "u".into(), machine: "m".into(), process: 1 };
    let recording = CommitInfo {
        author_name: "W".into(),
        process: here,
        pending_entries: job.pending_entries.clone(),
        signing_key: None,
    };
    let version = store::save(
        &job.path,
        &*job.register,
        &store::SaveOptions {
            history: Some(Commit { info: &recording, overwritten: None }),
            ..store::SaveOptions::update(&job.version)
        },
        &Progress::default(),
    )
    .unwrap();
    session.finish_save(CompletedSave { revision: job.revision, register: job.register, version });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_reopened_register_undoes_to_the_start_and_matches_its_history(
        first in register(), deeds in user_actions(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        store::save(&path, &first, &store::SaveOptions::copy(), &Progress::default()).unwrap();
        let first = store::load_strict(&path, &Progress::default()).unwrap().register;
        let mut session = open(&path);
        // What the register was after each line of its history, the first being its beginning.
        let mut stations = vec![first.clone()];
        for deed in deeds {
            let before = session.revision();
            match deed {
                UserAction::Perform(wishes) => {
                    let step = steps(session.register(), &[wishes]).remove(0);
                    let step = Step { reason: "W\n\"why\"\u{202e}理由".into(), ..step };
                    session.perform(Action::Perform(step), Timestamp::now()).unwrap();
                }
                UserAction::Undo => session.perform(Action::Undo, Timestamp::now()).unwrap(),
                UserAction::Redo => session.perform(Action::Redo, Timestamp::now()).unwrap(),
                UserAction::Save => save(&mut session),
                UserAction::Reopen => {
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
            prop_assert_eq!(verified.issues, vec![]);
            prop_assert_eq!(verified.entry_count, stations.len() as u64);
            let past = HistoryIndex::load(&path, None, &Progress::default()).unwrap();
            for (at, station) in stations.iter().enumerate() {
                let then =
                    checkout_register(&path, &past, at, end.clone(), &Progress::default()).unwrap();
                prop_assert_eq!(&then, station);
            }
        } else {
            prop_assert!(!RegisterPaths::of(&path).history().exists(), "what nobody changed has no history");
        }
        let mut session = open(&path);
        prop_assert_eq!(session.register(), &end);
        while session.history().next_undo().is_some() {
            session.perform(Action::Undo, Timestamp::now()).unwrap();
        }
        prop_assert_eq!(session.register(), &first);
    }

    #[test]
    fn the_last_entries_rebuild_the_undo_stacks(
        start in register(), wishes in vec(vec(edit_request(), 1..3), 1..6),
        moves in vec(prop::bool::ANY, 0..8), cut in 0..14_usize,
    ) {
        let (mut register, mut history, mut entries) = (start.clone(), UndoHistory::default(), vec![]);
        for step in steps(&start, &wishes) {
            history.perform(&mut register, step.clone()).unwrap();
            entries.push(HistoryEvent::Performed(step));
        }
        for back in moves {
            let step = if back { history.next_undo() } else { history.next_redo() }.cloned();
            let Some(step) = step else { continue };
            entries.push(if back {
                history.undo(&mut register).unwrap();
                HistoryEvent::Undone(Step { edits: step.inverse(), ..step })
            } else {
                history.redo(&mut register).unwrap();
                HistoryEvent::Redone(step)
            });
        }
        let whole = UndoHistory::from_events(entries.clone());
        let part = UndoHistory::from_events(entries.split_off(cut.min(entries.len())));
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
    fn reverting_the_last_change_restores_the_register(
        before in register(), wish in edit_request(),
    ) {
        let step = steps(&before, &[vec![wish]]).remove(0);
        let mut after = before.clone();
        after.apply_all(&step.edits).unwrap();
        let reversal = RevertPlan::new(&after, &step);
        prop_assert_eq!(reversal.conflicts(), &[]);
        prop_assert_eq!(reversal.to_step(&[]).is_none(), step.edits.is_empty() || before == after);
        if let Some(back) = reversal.to_step(&[]) {
            let mut again = after.clone();
            again.apply_all(&back.edits).unwrap();
            prop_assert_eq!(&again, &reversal.reverted);
            prop_assert_eq!(again, before);
        }
    }

    #[test]
    fn a_revert_does_only_what_its_preview_says(
        start in register(), first in vec(edit_request(), 1..3), later in vec(edit_request(), 0..4),
    ) {
        let mut all = steps(&start, &[first, later]);
        let mut now = start.clone();
        for step in &all {
            now.apply_all(&step.edits).unwrap();
        }
        let reversal = RevertPlan::new(&now, &all.remove(0));
        let mut reverted = now.clone();
        if let Some(step) = reversal.to_step(&[]) {
            reverted.apply_all(&step.edits).unwrap();
        }
        prop_assert_eq!(merge::diff(&now, &reverted), reversal.differences);
    }
}

#[test]
fn a_history_entry_is_described_by_its_own_differences() {
    let start = bundled();
    let case = |register: &Register, note: &str| {
        let at =
            register.cases().iter().position(|case| case.id.as_str() == "kume-yutaka").unwrap();
        let before = register.cases()[at].clone();
        let mut after = (*before).clone();
        after.note = note.into();
        let change = Change { at, before: Some(before.clone()), after: Some(after.into()) };
        Step::new(
            register::StepKind::Change,
            register::StepSubject::Register,
            vec![register::Edit::Case(change)],
        )
    };
    let first = case(&start, "first");
    let mut now = start.clone();
    now.apply_all(&first.edits).unwrap();
    let second = case(&now, "second");
    now.apply_all(&second.edits).unwrap();
    assert_eq!(StepDiff::new(&now, &first.edits).differences.len(), 1);
    let reversal = RevertPlan::new(&now, &first);
    assert_eq!((reversal.to_step(&[]).is_none(), reversal.conflicts().len()), (true, 1));
    let back = reversal.to_step(&[Side::Theirs]).unwrap();
    let reversal = RevertPlan::new(&now, &second);
    assert_eq!((reversal.conflicts().len(), reversal.differences.len()), (0, 1));
    now.apply_all(&back.edits).unwrap();
    assert_eq!(now, start, "where the value before is chosen, that stands again");
}
