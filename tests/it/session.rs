//! An open register at work: what is chosen, shown and undone.

use std::path::PathBuf;

use blue_ribbon::{
    Lang, Progress,
    draft::{CaseDraft, Draft, TotalDraft},
    merge::edits,
    model::Case,
    register::{ApplyError, Change, Deed, Edit, Step, Subject},
    session::{Action, Incoming, Loaded, Reach, Session, step_words},
    store::{self, Stamp},
    view::{Column, Facet, Pick, Query, Sort, Status, Value},
};

use crate::made_up::day;

/// The bundled register, opened as of a day after its last change.
fn open() -> Session {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/register.ron"));
    let opened = store::load(&path, &Progress::default()).unwrap();
    Session::new(Loaded::new(path, opened, day("2025-12-31")))
}

fn act(session: &mut Session, action: Action) {
    session.perform(action).unwrap();
}

/// The ids of the rows shown.
fn shown(session: &Session) -> Vec<&str> {
    let rows = session.view().answer().rows.iter();
    rows.map(|at| session.register().cases()[*at as usize].id.as_str()).collect()
}

/// The ids of the chosen cases, in the order shown.
fn chosen(session: &Session) -> Vec<&str> {
    session.chosen().into_iter().map(|(_, case)| case.id.as_str()).collect()
}

fn current(session: &Session) -> Option<&str> {
    session.current().map(|(_, case)| case.id.as_str())
}

/// The step that changes the current case's note.
fn note(session: &Session, text: &str) -> Step {
    let (at, case) = session.current().unwrap();
    let draft = CaseDraft { note: text.into(), ..CaseDraft::of(at, case) };
    Draft::Case(Box::new(draft)).check(session.register()).step.unwrap()
}

/// What comes in when the note of the first case is this in the file.
fn noted_elsewhere(session: &Session, text: &str) -> Incoming {
    let mut theirs = session.register().clone();
    let before = theirs.cases()[0].clone();
    let after = Case { note: text.into(), ..before.as_ref().clone() };
    let change = Change { at: 0, before: Some(before), after: Some(after.into()) };
    theirs.apply(&Edit::Case(change)).unwrap();
    Incoming {
        manuscript: <_>::default(),
        edits: edits(session.register(), &theirs),
        base: theirs.into(),
        stamp: Stamp::of(text.as_bytes()),
        theirs: Vec::new(),
        ours: Vec::new(),
    }
}

#[test]
fn what_someone_else_wrote_is_one_step_and_on_the_disk_already() {
    let mut session = open();
    act(&mut session, Action::Row(3, Reach::Only));
    let chosen = current(&session).unwrap().to_owned();
    session.take_in(noted_elsewhere(&session, "Theirs.")).unwrap();
    assert_eq!((session.revision(), session.is_saved()), (1, true));
    assert_eq!(*session.stamp(), Stamp::of(b"Theirs."));
    assert_eq!(*session.base(), *session.register());
    assert_eq!(current(&session), Some(&*chosen), "nobody is led away from what is looked at");
    act(&mut session, Action::Undo);
    assert!(!session.is_saved() && session.register().cases()[0].note != "Theirs.");
    assert_ne!(*session.base(), *session.register());
    // The same once more: nothing is left to do, and ours is on the disk.
    act(&mut session, Action::Redo);
    let incoming = Incoming { edits: Vec::new(), ..noted_elsewhere(&session, "Theirs.") };
    session.take_in(incoming).unwrap();
    assert!(session.is_saved());
}

#[test]
fn a_register_that_is_shown_only_follows_and_refuses() {
    let mut session = open();
    session.set_read_only(true);
    let incoming = noted_elsewhere(&session, "Theirs.");
    session.take_in(incoming).unwrap();
    assert_eq!(session.register().cases()[0].note, "Theirs.");
    assert_eq!(session.perform(Action::Undo), Err(ApplyError::ReadOnly));
    // What no longer fits is refused whole.
    let stale = noted_elsewhere(&open(), "Stale.");
    let stamp = session.stamp().clone();
    assert_eq!(session.take_in(stale), Err(ApplyError::Stale));
    assert_eq!((session.revision(), session.stamp()), (1, &stamp));
}

#[test]
fn a_click_chooses_one_and_the_keys_more() {
    let mut session = open();
    assert_eq!((current(&session), chosen(&session).len()), (None, 0));
    act(&mut session, Action::Row(1, Reach::Only));
    assert_eq!(current(&session), Some("matsumoto-kyoko"));
    assert_eq!(chosen(&session), ["matsumoto-kyoko"]);

    act(&mut session, Action::Row(3, Reach::Range));
    assert_eq!(chosen(&session), shown(&session)[1..=3]);
    assert_eq!(session.selection().row(), Some(3));
    act(&mut session, Action::Row(0, Reach::Range));
    assert_eq!(chosen(&session), shown(&session)[0..=1], "from where the range began");

    act(&mut session, Action::Row(5, Reach::Toggle));
    assert_eq!(chosen(&session).len(), 3);
    act(&mut session, Action::Row(0, Reach::Toggle));
    assert_eq!(chosen(&session), [shown(&session)[1], shown(&session)[5]]);

    act(&mut session, Action::Row(99, Reach::Only));
    assert_eq!(chosen(&session).len(), 2, "there is no such row");
    act(&mut session, Action::All);
    assert_eq!(session.selection().len(), 17);
    act(&mut session, Action::Nothing);
    assert!(session.selection().is_empty());
    assert_eq!(current(&session), None);
}

#[test]
fn what_is_chosen_stays_chosen_when_rows_move() {
    let mut session = open();
    act(&mut session, Action::Row(0, Reach::Only));
    assert_eq!(current(&session), Some("kume-yutaka"));
    let by_age = Sort { by: Column::Age, descending: true };
    act(&mut session, Action::Query(Query { sort: by_age, ..Query::default() }));
    assert_eq!(current(&session), Some("kume-yutaka"));
    assert_eq!(session.selection().row(), Some(0), "the eldest");
    let query = Query { search: "yokota".into(), ..Query::default() };
    act(&mut session, Action::Query(query));
    assert_eq!(current(&session), Some("kume-yutaka"), "not shown, still current");
    assert_eq!(session.selection().row(), None);
    assert_eq!(chosen(&session), Vec::<&str>::new(), "but not among the rows chosen");
    assert!(session.deletion().is_none());
}

#[test]
fn a_case_that_is_not_shown_can_be_chosen() {
    let mut session = open();
    let id = session.register().cases()[4].id.clone();
    act(&mut session, Action::Query(Query { search: "nobody".into(), ..Query::default() }));
    act(&mut session, Action::Case(id.clone()));
    assert_eq!(current(&session), Some("taguchi-yaeko"));
    assert!(session.selection().contains(&id));
}

#[test]
fn steps_between_days_stop_where_something_changed() {
    let mut session = open();
    let back = |session: &mut Session| {
        act(session, Action::Step { back: true });
        session.view().as_of().to_string()
    };
    assert_eq!(session.next_day(false), None);
    assert_eq!(back(&mut session), "2019-02-15");
    assert_eq!(back(&mut session), "2018-03-16");
    act(&mut session, Action::AsOf(day("2002-09-18")));
    assert_eq!(back(&mut session), "2002-09-17");
    assert_eq!(back(&mut session), "2002-03-11");
    assert_eq!(back(&mut session), "1997-05-01");
    assert_eq!(session.view().reconciliation().counted(1), 10);
    assert_eq!(back(&mut session), "1997-05-01", "the first");
    act(&mut session, Action::Step { back: false });
    assert_eq!(session.view().as_of(), day("2002-03-11"));
    assert_eq!(session.view().reconciliation().counted(1), 11);
}

#[test]
fn an_edit_is_one_named_step_that_can_be_undone_and_redone() {
    let mut session = open();
    act(&mut session, Action::Row(2, Reach::Only));
    let before = session.snapshot();
    let step = note(&session, "Changed.");
    act(&mut session, Action::Perform(step.clone()));
    assert_eq!(session.register().cases()[2].note, "Changed.");
    assert_eq!(session.history().next_undo(), Some(&step));
    assert!(session.revision() == 1 && !session.is_saved());

    act(&mut session, Action::Undo);
    assert_eq!(session.register(), before.as_ref());
    assert_eq!(session.history().next_redo(), Some(&step));
    assert_eq!(session.revision(), 2, "undoing is a change that must be saved");
    act(&mut session, Action::Undo);
    assert_eq!(session.revision(), 2, "nothing was left to undo");
    act(&mut session, Action::Redo);
    assert_eq!(session.register().cases()[2].note, "Changed.");

    session.set_saved(1, session.stamp().clone());
    assert!(!session.is_saved(), "an older revision was written");
    session.set_saved(3, session.stamp().clone());
    assert!(session.is_saved());
}

#[test]
fn a_snapshot_does_not_change_with_the_session() {
    let mut session = open();
    let snapshot = session.snapshot();
    act(&mut session, Action::Row(0, Reach::Only));
    let step = note(&session, "Changed.");
    act(&mut session, Action::Perform(step));
    assert_ne!(snapshot.cases()[0].note, "Changed.");
}

#[test]
fn a_stale_step_is_refused_and_nothing_changes() {
    let mut session = open();
    act(&mut session, Action::Row(0, Reach::Only));
    let (first, second) = (note(&session, "First."), note(&session, "Second."));
    act(&mut session, Action::Perform(first));
    assert_eq!(session.perform(Action::Perform(second)), Err(ApplyError::Stale));
    assert_eq!(session.register().cases()[0].note, "First.");
    assert_eq!(session.revision(), 1);
}

#[test]
fn deleting_several_cases_is_one_step_and_undone_in_one() {
    let mut session = open();
    let before = session.snapshot();
    act(&mut session, Action::Row(1, Reach::Only));
    act(&mut session, Action::Row(3, Reach::Range));
    let step = session.deletion().unwrap();
    assert_eq!((step.deed, &step.subject), (Deed::Delete, &Subject::Cases(3)));
    act(&mut session, Action::Perform(step));
    assert_eq!(shown(&session).len(), 14);
    assert_eq!(session.view().reconciliation().counted(1), 14);
    assert_eq!(current(&session), None);
    assert!(session.selection().is_empty(), "nobody is chosen who is not there");

    act(&mut session, Action::Undo);
    assert_eq!(session.register(), before.as_ref());
    assert_eq!(shown(&session).len(), 17);
    act(&mut session, Action::Redo);
    assert_eq!(shown(&session).len(), 14);
}

#[test]
fn the_case_brought_back_is_the_one_to_look_at() {
    let mut session = open();
    act(&mut session, Action::Row(4, Reach::Only));
    let step = session.deletion().unwrap();
    assert_eq!(step.subject, Subject::Case("Yaeko Taguchi".into()));
    act(&mut session, Action::Perform(step));
    assert_eq!(current(&session), None);
    act(&mut session, Action::Undo);
    assert_eq!(current(&session), Some("taguchi-yaeko"));
    assert_eq!(chosen(&session), ["taguchi-yaeko"]);
}

#[test]
fn a_new_claim_changes_the_figures() {
    let mut session = open();
    act(&mut session, Action::Row(0, Reach::Only));
    let Some(Draft::Case(mut draft)) = session.draft_with_claim() else { panic!("a case") };
    let claim = draft.claims.last_mut().unwrap();
    claim.by = session.register().compare()[0].clone();
    claim.on = "2025-12-01".into();
    let checked = Draft::Case(draft).check(session.register());
    act(&mut session, Action::Perform(checked.step.unwrap()));
    assert_eq!(session.view().reconciliation().counted(0), 14);
    act(&mut session, Action::AsOf(day("2025-11-30")));
    assert_eq!(session.view().reconciliation().counted(0), 13);
}

#[test]
fn the_filter_stays_when_the_day_changes() {
    let mut session = open();
    let mut query = Query::default();
    query.toggle(Pick { facet: Facet::Status, value: Value::Status(Status::Returned) });
    act(&mut session, Action::Query(query));
    assert_eq!(shown(&session).len(), 5);
    act(&mut session, Action::AsOf(day("2002-10-14")));
    assert_eq!(shown(&session).len(), 0);
    assert!(session.view().query().is_narrow());
}

#[test]
fn steps_have_names_for_the_menu() {
    let session = open();
    let subjects = [
        (Subject::Case("Megumi Yokota".into()), "Megumi Yokota", "Megumi Yokota"),
        (Subject::Cases(3), "3 cases", "3人"),
        (Subject::Source("List".into()), "source “List”", "出典「List」"),
        (Subject::Total(17), "total 17", "発表人数（17人）"),
        (Subject::Event("Talks".into()), "event “Talks”", "出来事「Talks」"),
        (Subject::Register, "the register", "台帳"),
    ];
    let words = |deed, subject: &Subject, lang| {
        step_words(lang, &Step::new(deed, subject.clone(), Vec::new()))
    };
    for (subject, en, ja) in &subjects {
        let change = |lang| words(Deed::Change, subject, lang);
        assert_eq!(change(Lang::ENGLISH), format!("change of {en}"));
        assert_eq!(change(Lang::named("ja").unwrap()), format!("{ja}の変更"));
    }
    let case = &subjects[0].0;
    for (deed, en) in [
        (Deed::Create, "addition of Megumi Yokota"),
        (Deed::Delete, "deletion of Megumi Yokota"),
        (Deed::Duplicate, "duplication of Megumi Yokota"),
    ] {
        assert_eq!(words(deed, case, Lang::ENGLISH), en);
    }
    let total = TotalDraft::of(6, &session.register().totals()[6]);
    let step = Draft::Total(total).check(session.register()).step.unwrap();
    assert_eq!(step_words(Lang::ENGLISH, &step), "change of total 17");
}
