//! What someone else wrote, taken into an open register.

use std::path::PathBuf;

use blue_ribbon::{
    merge::{Side, edits, merge},
    model::Day,
    register::Register,
    session::{Action, Incoming, Loaded, Session},
    store::{Opened, Stamp},
    view::{Digest, View},
};
use proptest::{collection::vec, prelude::*};

use crate::made_up::{Wish, register, steps, wish};

fn day() -> Day {
    "2005-01-01".parse().unwrap()
}

fn open(register: &Register) -> Session {
    let opened = Opened {
        register: register.clone(),
        stamp: Stamp::of(b"start"),
        manuscript: <_>::default(),
        history: <_>::default(),
        notices: Vec::new(),
    };
    Session::new(Loaded::new(PathBuf::from("r.ron"), opened, day()))
}

/// What someone makes of what they read.
fn made(from: &Register, wishes: &[Wish]) -> Register {
    let mut register = from.clone();
    for step in steps(from, &[wishes.to_vec()]) {
        register.apply_all(&step.edits).unwrap();
    }
    register
}

/// One thing that happens: something is done here, or someone else saves what they made of the
/// file and it comes in, with this side chosen where both changed the same; or all is saved.
#[derive(Clone, Debug)]
enum Turn {
    Ours(Vec<Wish>),
    Theirs(Vec<Wish>, bool),
    Saved,
}

fn turn() -> impl Strategy<Value = Turn> {
    prop_oneof![
        3 => vec(wish(), 1..3).prop_map(Turn::Ours),
        3 => (vec(wish(), 1..3), any::<bool>()).prop_map(|(wishes, ours)| Turn::Theirs(wishes, ours)),
        1 => Just(Turn::Saved),
    ]
}

proptest! {
    #[test]
    fn a_session_goes_on_through_whatever_comes_in(start in register(), turns in vec(turn(), 1..8)) {
        let mut session = open(&start);
        let mut file = start.clone();
        let mut recorded = start.clone();
        for (number, turn) in turns.iter().enumerate() {
            match turn {
                Turn::Ours(wishes) => {
                    for step in steps(session.register(), std::slice::from_ref(wishes)) {
                        session.perform(Action::Perform(step)).unwrap();
                    }
                }
                Turn::Saved => {
                    file = session.begin_saving().as_ref().clone();
                    let revision = session.revision();
                    session.set_saved(revision, Stamp::of(&number.to_le_bytes()));
                    recorded = file.clone();
                }
                Turn::Theirs(wishes, ours) => {
                    file = made(&file, wishes);
                    let merged = merge(Some(&session.base()), session.register(), &file);
                    let side = if *ours { Side::Ours } else { Side::Theirs };
                    let all = merged.all(side);
                    let incoming = Incoming {
                        manuscript: <_>::default(),
                        edits: edits(session.register(), &all),
                        base: file.clone().into(),
                        stamp: Stamp::of(&number.to_le_bytes()),
                        theirs: edits(&session.base(), &file),
                        ours: edits(&file, &all),
                    };
                    session.take_in(incoming).unwrap();
                    prop_assert_eq!(session.register(), &all);
                }
            }
            let base = session.base();
            prop_assert_eq!(base.as_ref(), &file, "the base is what the file holds");
            // What is not recorded yet leads from what is to what is shown, by way of the file.
            let mut led = recorded.clone();
            for made in session.unrecorded() {
                led.apply_all(made.entry.edits()).unwrap();
            }
            prop_assert_eq!(&led, session.register());
            if session.is_saved() {
                prop_assert_eq!(session.register(), &file);
            }
            let anew = View::new(session.register(), day(), Default::default());
            prop_assert_eq!(session.view().standings(), anew.standings());
            prop_assert_eq!(session.view().reconciliation(), anew.reconciliation());
            let digest = std::sync::Arc::new(Digest::new(session.register()));
            session.set_digest(session.revision(), digest);
            prop_assert_eq!(&session.view().answer().rows, &anew.answer().rows);
        }
        // Everything can be taken back, whoever did it, and done again.
        let end = session.register().clone();
        let mut count = 0;
        while session.history().next_undo().is_some() {
            session.perform(Action::Undo).unwrap();
            count += 1;
        }
        prop_assert_eq!(session.register(), &start);
        for _ in 0..count {
            session.perform(Action::Redo).unwrap();
        }
        prop_assert_eq!(session.register(), &end);
    }
}
