//! Changes of the file by another program, applied to an open register.

use std::path::PathBuf;

use jiff::Timestamp;
use proptest::{collection::vec, prelude::*};

use crate::generators::{EditRequest, edit_request, register, steps};
use blue_ribbon::{
    analysis::{Analysis, CheckResults},
    merge::{Side, list_edits::edits_between, merge},
    model::Day,
    register::Register,
    session::{
        Action, Session,
        external_changes::ExternalChanges,
        loaded_register::LoadedRegister,
        save_state::{CompletedSave, SaveJob},
    },
    store::{RegisterFile, fs::fingerprint::Fingerprint},
};

fn day() -> Day {
    "2005-01-01".parse().unwrap()
}

fn open(register: &Register) -> Session {
    let opened = RegisterFile {
        register: register.clone(),
        version: Fingerprint::of_bytes(b"start").into(),
        source_text: <_>::default(),
        undo_history: <_>::default(),
        unrecorded_change: None,
        warnings: Vec::new(),
    };
    Session::new(LoadedRegister::new(PathBuf::from("r.ron"), opened, day()))
}

/// Generates changes that another person makes.
fn version_from(from: &Register, wishes: &[EditRequest]) -> Register {
    let mut register = from.clone();
    for step in steps(from, &[wishes.to_vec()]) {
        register.apply_all(&step.edits).unwrap();
    }
    register
}

/// One thing that happens: something is done here, or someone else saves what they made of the
/// file and it comes in, with this side chosen where both changed the same; or all is saved.
#[derive(Clone, Debug)]
enum SessionStep {
    Ours(Vec<EditRequest>),
    Theirs(Vec<EditRequest>, bool),
    Saved,
}

fn session_step() -> impl Strategy<Value = SessionStep> {
    prop_oneof![
        3 => vec(edit_request(), 1..3).prop_map(SessionStep::Ours),
        3 => (vec(edit_request(), 1..3), any::<bool>()).prop_map(|(wishes, ours)| SessionStep::Theirs(wishes, ours)),
        1 => Just(SessionStep::Saved),
    ]
}

proptest! {
    #[test]
    fn a_session_stays_consistent_through_external_changes(start in register(), turns in vec(session_step(), 1..8)) {
        let mut session = open(&start);
        let mut file = start.clone();
        let mut recorded = start.clone();
        for (number, turn) in turns.iter().enumerate() {
            match turn {
                SessionStep::Ours(wishes) => {
                    for step in steps(session.register(), std::slice::from_ref(wishes)) {
                        session.perform(Action::Perform(step), Timestamp::now()).unwrap();
                    }
                }
                SessionStep::Saved => {
                    let SaveJob { revision, register, .. } = session.begin_save();
                    file = register.as_ref().clone();
                    let version = Fingerprint::of_bytes(&number.to_le_bytes()).into();
                    session.finish_save(CompletedSave { revision, register, version });
                    recorded = file.clone();
                }
                SessionStep::Theirs(wishes, ours) => {
                    file = version_from(&file, wishes);
                    let merged = merge(Some(&session.base()), session.register(), &file);
                    let side = if *ours { Side::Ours } else { Side::Theirs };
                    let all = merged.resolve_all(side);
                    let external_changes = ExternalChanges {
                        source_text: <_>::default(),
                        edits: edits_between(session.register(), &all),
                        base: file.clone().into(),
                        version: Fingerprint::of_bytes(&number.to_le_bytes()).into(),
                        their_edits: edits_between(&session.base(), &file),
                        our_edits: edits_between(&file, &all),
                    };
                    session.apply_external_changes(external_changes, Timestamp::now()).unwrap();
                    prop_assert_eq!(session.register(), &all);
                }
            }
            let base = session.base();
            prop_assert_eq!(base.as_ref(), &file, "the base is what the file holds");
            // What is not recorded yet leads from what is to what is shown, by way of the file.
            let mut led = recorded.clone();
            for made in session.pending_history() {
                led.apply_all(made.event.edits()).unwrap();
            }
            prop_assert_eq!(&led, session.register());
            if session.is_saved() {
                prop_assert_eq!(session.register(), &file);
            }
            let anew = Analysis::new(session.register(), day(), Default::default());
            prop_assert_eq!(session.analysis().case_states(), anew.case_states());
            prop_assert_eq!(session.analysis().reconciliation(), anew.reconciliation());
            let digest = std::sync::Arc::new(CheckResults::new(session.register(), Day::MAX));
            session.set_check_results(session.revision(), digest);
            prop_assert_eq!(&session.analysis().query_result().rows, &anew.query_result().rows);
        }
        // Everything can be taken back, whoever did it, and done again.
        let end = session.register().clone();
        let mut count = 0;
        while session.history().next_undo().is_some() {
            session.perform(Action::Undo, Timestamp::now()).unwrap();
            count += 1;
        }
        prop_assert_eq!(session.register(), &start);
        for _ in 0..count {
            session.perform(Action::Redo, Timestamp::now()).unwrap();
        }
        prop_assert_eq!(session.register(), &end);
    }
}
