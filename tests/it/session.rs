//! The open register: selection, day, query, undo and redo.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::generators::day;
use blue_ribbon::{
    Locale, Progress,
    analysis::{
        position::Status,
        query::{Column, Facet, FacetFilter, FacetValue, Query, Sort},
    },
    describe::steps::step_label,
    draft::{Draft, case::CaseDraft, total::TotalDraft},
    merge::list_edits::edits_between,
    model::Case,
    register::{ApplyError, Change, Edit, HistoryEvent, Step, StepKind, StepSubject},
    session::{
        Action, Session,
        external_changes::ExternalChanges,
        loaded_register::LoadedRegister,
        save_state::{CompletedSave, SaveJob},
        selection::SelectMode,
    },
    store::{
        self, fs::fingerprint::Fingerprint, history::commit_info::PendingEntry,
        save_warning::SaveWarning, saved_version::SavedVersion,
    },
};

/// Opens the bundled register as of a day after its last change.
fn open() -> Session {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/register.ron"));
    let opened = store::load_strict(&path, &Progress::default()).unwrap();
    Session::new(LoadedRegister::new(path, opened, day("2025-12-31")))
}

/// Returns a save that left the version in the file as it was.
fn completed(job: SaveJob) -> CompletedSave {
    CompletedSave { revision: job.revision, register: job.register, version: job.version }
}

fn perform_action(session: &mut Session, action: Action) {
    session.perform(action, Timestamp::now()).unwrap();
}

/// Returns the ids of the shown rows.
fn shown_ids(session: &Session) -> Vec<&str> {
    let rows = session.analysis().query_result().rows.iter();
    rows.map(|at| session.register().cases()[*at as usize].id.as_str()).collect()
}

/// Returns the ids of the selected cases in the order of the rows.
fn selected_ids(session: &Session) -> Vec<&str> {
    session.selected_cases().into_iter().map(|(_, case)| case.id.as_str()).collect()
}

fn current(session: &Session) -> Option<&str> {
    session.current().map(|(_, case)| case.id.as_str())
}

/// Returns the step that changes the note of the current case.
fn note_step(session: &Session, text: &str) -> Step {
    let (at, case) = session.current().unwrap();
    let draft = CaseDraft { note: text.into(), ..CaseDraft::from_case_at(at, case) };
    Draft::Case(Box::new(draft)).validate(session.register(), None).step.unwrap()
}

/// Returns the external change that sets the note of the first case.
fn external_note(session: &Session, text: &str) -> ExternalChanges {
    let mut theirs = session.register().clone();
    let before = theirs.cases()[0].clone();
    let after = Case { note: text.into(), ..before.as_ref().clone() };
    let change = Change { at: 0, before: Some(before), after: Some(after.into()) };
    theirs.apply(&Edit::Case(change)).unwrap();
    ExternalChanges {
        source_text: <_>::default(),
        edits: edits_between(session.register(), &theirs),
        base: theirs.into(),
        version: Fingerprint::of_bytes(text.as_bytes()).into(),
        their_edits: Vec::new(),
        our_edits: Vec::new(),
    }
}

#[test]
fn external_changes_are_one_step_and_already_saved() {
    let mut session = open();
    perform_action(&mut session, Action::SelectRow(3, SelectMode::Only));
    let chosen = current(&session).unwrap().to_owned();
    session.apply_external_changes(external_note(&session, "Theirs."), Timestamp::now()).unwrap();
    assert_eq!((session.revision(), session.is_saved()), (1, true));
    assert_eq!(session.fingerprint(), Fingerprint::of_bytes(b"Theirs."));
    assert_eq!(*session.base(), *session.register());
    assert_eq!(current(&session), Some(&*chosen), "nobody is led away from what is looked at");
    perform_action(&mut session, Action::Undo);
    assert!(!session.is_saved() && session.register().cases()[0].note != "Theirs.");
    assert_ne!(*session.base(), *session.register());
    // The same once more: nothing is left to do, and ours is on the disk.
    perform_action(&mut session, Action::Redo);
    let external_changes =
        ExternalChanges { edits: Vec::new(), ..external_note(&session, "Theirs.") };
    session.apply_external_changes(external_changes, Timestamp::now()).unwrap();
    assert!(session.is_saved());
}

#[test]
fn a_kept_version_is_one_step_that_is_yet_to_be_saved() {
    let mut session = open();
    perform_action(&mut session, Action::SelectRow(3, SelectMode::Only));
    let chosen = current(&session).unwrap().to_owned();
    let edits = external_note(&session, "Theirs.").edits;
    let fingerprint = session.fingerprint();
    session.apply_kept_version(Vec::new(), Timestamp::now()).unwrap();
    assert_eq!((session.revision(), session.is_saved()), (0, true), "there is nothing to add");
    session.apply_kept_version(edits.clone(), Timestamp::now()).unwrap();
    assert_eq!(session.register().cases()[0].note, "Theirs.");
    assert_eq!((session.revision(), session.is_saved()), (1, false));
    assert_eq!(session.fingerprint(), fingerprint, "the file is the one that was saved");
    assert_eq!(current(&session), Some(&*chosen), "nobody is led away from what is looked at");
    assert!(matches!(
        &*session.pending_history(),
        [PendingEntry { event: HistoryEvent::Performed(step), .. }]
            if step.kind == StepKind::ApplyExternal && step.edits == edits
    ));
    perform_action(&mut session, Action::Undo);
    assert_ne!(session.register().cases()[0].note, "Theirs.");
    session.set_read_only(true);
    assert!(session.apply_kept_version(edits, Timestamp::now()).is_err());
}

#[test]
fn a_version_that_may_not_be_on_the_disk_is_not_saved() {
    let mut session = open();
    perform_action(&mut session, Action::SelectRow(0, SelectMode::Only));
    let step = note_step(&session, "Ours.");
    perform_action(&mut session, Action::Perform(step));
    let mut saved = completed(session.begin_save());
    let path = session.path().clone();
    saved.version.save_warnings = vec![
        SaveWarning::NotFlushed { path: path.clone(), error: "I/O error".into() },
        SaveWarning::AttributesLost(path.clone()),
    ];
    assert_eq!(saved.version.take_warnings(), [SaveWarning::AttributesLost(path)]);
    session.finish_save(saved);
    assert!(!session.is_saved() && session.pending_history().is_empty());
    assert_eq!(session.saved_revision(), session.revision());
    let job = session.begin_save();
    let flushed = SavedVersion { save_warnings: Vec::new(), ..job.version.clone() };
    session.finish_save(CompletedSave { version: flushed, ..completed(job) });
    assert!(session.is_saved());
}

#[test]
fn a_read_only_session_follows_changes_and_refuses_edits() {
    let mut session = open();
    session.set_read_only(true);
    let external_changes = external_note(&session, "Theirs.");
    session.apply_external_changes(external_changes, Timestamp::now()).unwrap();
    assert_eq!(session.register().cases()[0].note, "Theirs.");
    assert_eq!(session.perform(Action::Undo, Timestamp::now()), Err(ApplyError::ReadOnly));
    // What no longer fits is refused whole.
    let stale = external_note(&open(), "Stale.");
    let fingerprint = session.fingerprint();
    assert_eq!(session.apply_external_changes(stale, Timestamp::now()), Err(ApplyError::Stale));
    assert_eq!((session.revision(), session.fingerprint()), (1, fingerprint));
}

#[test]
fn a_click_selects_one_row_and_modifiers_select_more() {
    let mut session = open();
    assert_eq!((current(&session), selected_ids(&session).len()), (None, 0));
    perform_action(&mut session, Action::SelectRow(1, SelectMode::Only));
    assert_eq!(current(&session), Some("matsumoto-kyoko"));
    assert_eq!(selected_ids(&session), ["matsumoto-kyoko"]);

    perform_action(&mut session, Action::SelectRow(3, SelectMode::Range));
    assert_eq!(selected_ids(&session), shown_ids(&session)[1..=3]);
    assert_eq!(session.selection().current_row(), Some(3));
    perform_action(&mut session, Action::SelectRow(0, SelectMode::Range));
    assert_eq!(selected_ids(&session), shown_ids(&session)[0..=1], "from where the range began");

    perform_action(&mut session, Action::SelectRow(5, SelectMode::Toggle));
    assert_eq!(selected_ids(&session).len(), 3);
    perform_action(&mut session, Action::SelectRow(0, SelectMode::Toggle));
    assert_eq!(selected_ids(&session), [shown_ids(&session)[1], shown_ids(&session)[5]]);

    perform_action(&mut session, Action::SelectRow(99, SelectMode::Only));
    assert_eq!(selected_ids(&session).len(), 2, "there is no such row");
    perform_action(&mut session, Action::SelectAll);
    assert_eq!(session.selection().len(), 17);
    perform_action(&mut session, Action::SelectNone);
    assert!(session.selection().is_empty());
    assert_eq!(current(&session), None);
}

#[test]
fn the_selection_stays_when_rows_move() {
    let mut session = open();
    perform_action(&mut session, Action::SelectRow(0, SelectMode::Only));
    assert_eq!(current(&session), Some("kume-yutaka"));
    let by_age = Sort { by: Column::Age, descending: true };
    perform_action(&mut session, Action::SetQuery(Query { sort: by_age, ..Query::default() }));
    assert_eq!(current(&session), Some("kume-yutaka"));
    assert_eq!(session.selection().current_row(), Some(0), "the eldest");
    let query = Query { search: "yokota".into(), ..Query::default() };
    perform_action(&mut session, Action::SetQuery(query));
    assert_eq!(current(&session), Some("kume-yutaka"), "not shown, still current");
    assert_eq!(session.selection().current_row(), None);
    assert_eq!(selected_ids(&session), Vec::<&str>::new(), "but not among the rows chosen");
    assert!(session.deletion_step().is_none());
}

#[test]
fn a_hidden_case_can_be_selected() {
    let mut session = open();
    let id = session.register().cases()[4].id.clone();
    perform_action(
        &mut session,
        Action::SetQuery(Query { search: "nobody".into(), ..Query::default() }),
    );
    perform_action(&mut session, Action::SelectCase(id.clone()));
    assert_eq!(current(&session), Some("taguchi-yaeko"));
    assert!(session.selection().contains(&id));
}

#[test]
fn stepping_days_stops_at_change_days() {
    let mut session = open();
    let back = |session: &mut Session| {
        perform_action(session, Action::StepDay { is_back: true });
        session.analysis().as_of().to_string()
    };
    assert_eq!(session.next_day(false), None);
    assert_eq!(back(&mut session), "2019-02-15");
    assert_eq!(back(&mut session), "2018-03-16");
    perform_action(&mut session, Action::SetDay(day("2002-09-18")));
    assert_eq!(back(&mut session), "2002-09-17");
    assert_eq!(back(&mut session), "2002-03-11");
    assert_eq!(back(&mut session), "1997-05-01");
    assert_eq!(session.analysis().reconciliation().listed_count(1), 10);
    assert_eq!(back(&mut session), "1997-05-01", "the first");
    perform_action(&mut session, Action::StepDay { is_back: false });
    assert_eq!(session.analysis().as_of(), day("2002-03-11"));
    assert_eq!(session.analysis().reconciliation().listed_count(1), 11);
}

#[test]
fn an_edit_is_a_named_step_with_undo_and_redo() {
    let mut session = open();
    perform_action(&mut session, Action::SelectRow(2, SelectMode::Only));
    let before = session.snapshot();
    let step = note_step(&session, "Changed.");
    perform_action(&mut session, Action::Perform(step.clone()));
    assert_eq!(session.register().cases()[2].note, "Changed.");
    assert_eq!(session.history().next_undo(), Some(&step));
    assert!(session.revision() == 1 && !session.is_saved());
    let first_save = session.begin_save();

    perform_action(&mut session, Action::Undo);
    assert_eq!(session.register(), before.as_ref());
    assert_eq!(session.history().next_redo(), Some(&step));
    assert_eq!(session.revision(), 2, "undoing is a change that must be saved");
    perform_action(&mut session, Action::Undo);
    assert_eq!(session.revision(), 2, "nothing was left to undo");
    perform_action(&mut session, Action::Redo);
    assert_eq!(session.register().cases()[2].note, "Changed.");

    session.finish_save(completed(first_save));
    assert!(!session.is_saved(), "an older revision was written");
    session.finish_save(completed(session.begin_save()));
    assert!(session.is_saved());
}

#[test]
fn a_snapshot_does_not_change_with_the_session() {
    let mut session = open();
    let snapshot = session.snapshot();
    perform_action(&mut session, Action::SelectRow(0, SelectMode::Only));
    let step = note_step(&session, "Changed.");
    perform_action(&mut session, Action::Perform(step));
    assert_ne!(snapshot.cases()[0].note, "Changed.");
}

#[test]
fn a_stale_step_is_refused_and_nothing_changes() {
    let mut session = open();
    perform_action(&mut session, Action::SelectRow(0, SelectMode::Only));
    let (first, second) = (note_step(&session, "First."), note_step(&session, "Second."));
    perform_action(&mut session, Action::Perform(first));
    assert_eq!(session.perform(Action::Perform(second), Timestamp::now()), Err(ApplyError::Stale));
    assert_eq!(session.register().cases()[0].note, "First.");
    assert_eq!(session.revision(), 1);
}

#[test]
fn deleting_several_cases_is_one_step() {
    let mut session = open();
    let before = session.snapshot();
    perform_action(&mut session, Action::SelectRow(1, SelectMode::Only));
    perform_action(&mut session, Action::SelectRow(3, SelectMode::Range));
    let step = session.deletion_step().unwrap();
    assert_eq!((step.kind, &step.subject), (StepKind::Delete, &StepSubject::Cases(3)));
    perform_action(&mut session, Action::Perform(step));
    assert_eq!(shown_ids(&session).len(), 14);
    assert_eq!(session.analysis().reconciliation().listed_count(1), 14);
    assert_eq!(current(&session), None);
    assert!(session.selection().is_empty(), "nobody is chosen who is not there");

    perform_action(&mut session, Action::Undo);
    assert_eq!(session.register(), before.as_ref());
    assert_eq!(shown_ids(&session).len(), 17);
    perform_action(&mut session, Action::Redo);
    assert_eq!(shown_ids(&session).len(), 14);
}

#[test]
fn undoing_a_deletion_selects_the_restored_case() {
    let mut session = open();
    perform_action(&mut session, Action::SelectRow(4, SelectMode::Only));
    let step = session.deletion_step().unwrap();
    assert_eq!(step.subject, StepSubject::Case("Yaeko Taguchi".into()));
    perform_action(&mut session, Action::Perform(step));
    assert_eq!(current(&session), None);
    perform_action(&mut session, Action::Undo);
    assert_eq!(current(&session), Some("taguchi-yaeko"));
    assert_eq!(selected_ids(&session), ["taguchi-yaeko"]);
}

#[test]
fn a_new_claim_changes_the_counts() {
    let mut session = open();
    perform_action(&mut session, Action::SelectRow(0, SelectMode::Only));
    let Some(Draft::Case(mut draft)) = session.draft_with_new_claim() else { panic!("a case") };
    let claim = draft.claims.last_mut().unwrap();
    claim.by = session.register().compared_parties()[0].clone();
    claim.on = "2025-12-01".into();
    let checked = Draft::Case(draft).validate(session.register(), None);
    perform_action(&mut session, Action::Perform(checked.step.unwrap()));
    assert_eq!(session.analysis().reconciliation().listed_count(0), 14);
    perform_action(&mut session, Action::SetDay(day("2025-11-30")));
    assert_eq!(session.analysis().reconciliation().listed_count(0), 13);
}

#[test]
fn filters_stay_when_the_day_changes() {
    let mut session = open();
    let mut query = Query::default();
    query.toggle_facet(FacetFilter {
        facet: Facet::Status,
        value: FacetValue::Status(Status::Returned),
    });
    perform_action(&mut session, Action::SetQuery(query));
    assert_eq!(shown_ids(&session).len(), 5);
    perform_action(&mut session, Action::SetDay(day("2002-10-14")));
    assert_eq!(shown_ids(&session).len(), 0);
    assert!(session.analysis().query().is_filtered());
}

#[test]
fn steps_have_names_for_the_menu() {
    let session = open();
    let subjects = [
        (StepSubject::Case("Megumi Yokota".into()), "Megumi Yokota", "Megumi Yokota"),
        (StepSubject::Cases(3), "3 cases", "3人"),
        (StepSubject::Source("List".into()), "source “List”", "出典「List」"),
        (StepSubject::Total(17), "total 17", "発表人数（17人）"),
        (StepSubject::Event("Talks".into()), "event “Talks”", "出来事「Talks」"),
        (StepSubject::Register, "the register", "台帳"),
    ];
    let text = |deed, subject: &StepSubject, locale| {
        step_label(locale, &Step::new(deed, subject.clone(), Vec::new()))
    };
    for (subject, en, ja) in &subjects {
        let change = |locale| text(StepKind::Change, subject, locale);
        assert_eq!(change(Locale::ENGLISH), format!("change of {en}"));
        assert_eq!(change(Locale::from_tag("ja").unwrap()), format!("{ja}の変更"));
    }
    let case = &subjects[0].0;
    for (deed, en) in [
        (StepKind::Create, "addition of Megumi Yokota"),
        (StepKind::Delete, "deletion of Megumi Yokota"),
        (StepKind::Duplicate, "duplication of Megumi Yokota"),
    ] {
        assert_eq!(text(deed, case, Locale::ENGLISH), en);
    }
    let total = TotalDraft::from_total(6, &session.register().totals()[6]);
    let step = Draft::Total(total).validate(session.register(), None).step.unwrap();
    assert_eq!(step_label(Locale::ENGLISH, &step), "change of total 17");
}
