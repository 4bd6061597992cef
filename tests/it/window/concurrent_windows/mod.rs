//! Two windows on one register: the second is read-only, and saved changes appear in the other.

mod conflicts;

use std::{fs, rc::Rc};

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::Timestamp;

use crate::{
    source_code,
    window::{self, Window},
};
use blue_ribbon::{
    Locale, Progress,
    register::{Change, Edit, Step, StepKind, StepSubject},
    session::{Action, Session, loaded_register::LoadedRegister},
    store::{
        self,
        fs::process_identity::ProcessIdentity,
        history::{commit::Commit, commit_info::CommitInfo, verify},
        lock::LockHolder,
        paths::RegisterPaths,
    },
    ui::app,
};

const CTRL: Modifiers = Modifiers::COMMAND;
const READ_ONLY: &str = "Read-only: ";
const APPLIED: &str = "Brought in from someone else: ";

/// Changes a field of a person in the form, which stays open.
fn type_in_form(window: &mut Window, name: &str, field: &str, text: &str) {
    window.click_row(name);
    window.key(Key::F2);
    window.fill_field(field, text);
}

fn change_field(window: &mut Window, name: &str, field: &str, text: &str) {
    type_in_form(window, name, field, text);
    window.keys(CTRL, Key::S);
}

/// Replaces a text in the file, as another program does.
fn write_externally(window: &Window, from: &str, to: &str) {
    let text = window.file();
    assert!(text.contains(from), "{from}");
    fs::write(window.path(), text.replacen(from, to, 1)).unwrap();
}

/// Saves another given name of a person, as this program does on another machine.
fn save_as_another_user(window: &Window, who: &str, id: &str, given: &str) {
    let opened = store::open(&window.path(), &Progress::default()).unwrap();
    let mut theirs = Session::new(LoadedRegister::new(window.path(), opened, window::today()));
    let cases = theirs.register().cases();
    let at = cases.iter().position(|case| case.id.as_str() == id).unwrap();
    let mut after = (*cases[at]).clone();
    after.name.given = given.into();
    let change = Change { at, before: Some(cases[at].clone()), after: Some(after.into()) };
    let step = Step::new(StepKind::Change, StepSubject::Register, vec![Edit::Case(change)]);
    theirs.perform(Action::Perform(step), Timestamp::now()).unwrap();
    let here = ProcessIdentity { user: "u".into(), machine: "desk".into(), process: 1 };
    let recording = CommitInfo {
        author_name: who.into(),
        process: here,
        pending_entries: theirs.pending_history(),
        signing_key: None,
    };
    let (path, progress) = (window.path(), Progress::default());
    store::save(
        &path,
        theirs.register(),
        &store::SaveOptions {
            history: Some(Commit { info: &recording, overwritten: None }),
            ..store::SaveOptions::update(theirs.version())
        },
        &progress,
    )
    .unwrap();
}

/// Returns the lines of a case in the file.
fn case_text(window: &Window, id: &str) -> String {
    let text = window.file();
    let begin = text.find(&format!("        (\n            id: \"{id}\"")).unwrap();
    let end = begin + text[begin..].find("\n        ),\n").unwrap() + "\n        ),\n".len();
    text[begin..end].to_owned()
}

fn given_name<'a>(window: &'a Window, id: &str) -> &'a str {
    let cases = window.session().register().cases();
    &cases.iter().find(|case| case.id.as_str() == id).unwrap().name.given
}

/// Draws frames until no background task runs.
fn wait_until_idle(window: &mut Window) {
    window.wait_until("the workers", app::application::App::is_idle);
    window.run_until_idle();
}

#[test]
fn a_second_window_is_read_only_until_the_first_closes() {
    let mut first = Window::open();
    assert!(!first.shows(READ_ONLY));
    let mut second = first.open_second_window();
    assert!(second.shows("Read-only: opened by you in another window"));
    assert!(!second.shows("Work on it anyway"), "a window that is known to run is left alone");
    second.click_row("Yutaka Kume");
    second.key(Key::F2);
    assert!(!second.shows("Nothing changed"), "no form is open");
    assert!(second.shows("because it is open elsewhere"), "and it is said why");
    for name in ["Edit", "New case"] {
        // A menu is named “Edit” as well.
        let mut buttons = second.harness.query_all_by_role_and_label(egui::Role::Button, name);
        assert!(buttons.any(|button| button.accesskit_node().is_disabled()), "{name}");
    }

    change_field(&mut first, "Yutaka Kume", "Given name", "First");
    first.wait_until_saved();
    second.focus_window();
    second.wait_for_label("First Kume");
    assert!(second.shows("Brought in from Tester: 1 case."), "it is known who");
    assert!(second.session().is_saved() && second.session().is_read_only());

    second.click("Open for work");
    second.wait_for_label("Still opened by you");
    assert!(second.shows(READ_ONLY));
    drop(first);
    second.focus_window();
    second.wait_for_label("no longer open elsewhere");
    second.click("Open for work");
    second.wait_for_label("can be changed here now");
    assert!(!second.shows(READ_ONLY));
    change_field(&mut second, "First Kume", "Given name", "Second");
    second.wait_until_saved();
    assert!(second.file().contains("Second"));
}

#[test]
fn a_lock_of_another_machine_is_shown_and_replaced_only_on_request() {
    let mut first = Window::open();
    let lock = first.folder().join(".register.ron.lock");
    let theirs =
        "(by:(user:\"mori\",machine:\"shared-desk\",process:7),since:\"2014-03-29T03:04:05Z\")";
    fs::write(&lock, theirs).unwrap();
    // Whoever has it sees that it was taken over, and loses nothing.
    type_in_form(&mut first, "Yutaka Kume", "Given name", "Typed");
    first.focus_window();
    first.wait_for_label("mori on shared-desk opened this register for work");
    assert!(first.shows("Read-only: opened by mori on shared-desk since"));
    assert!(first.shows("29 March 2014"));
    first.keys(CTRL, Key::S);
    assert!(first.session().revision() == 0 && first.shows("Typed"), "what was typed stays");
    first.key(Key::Escape);
    assert!(first.shows("this register is read-only here. Keep editing"));
    first.click("Keep editing");
    first.click("Work on it anyway");
    first.wait_for_label("can be changed here now");
    assert!(!fs::read_to_string(&lock).unwrap().contains("mori"));
    first.keys(CTRL, Key::S);
    first.wait_until_saved();
    assert!(first.file().contains("Typed"));
    drop(first);
}

/// Opens a window on a register that has this lock beside it.
fn open_with_lock(lock: &LockHolder) -> Window {
    let folder = Rc::new(tempfile::tempdir().unwrap());
    let path = folder.path().join("register.ron");
    fs::copy(source_code::repository_root().join("data/register.ron"), &path).unwrap();
    fs::write(folder.path().join(".register.ron.lock"), ron::to_string(lock).unwrap()).unwrap();
    Window::start(Some(path), folder, Locale::ENGLISH, egui::vec2(1600.0, 1000.0))
}

#[test]
fn a_stale_lock_is_replaced_and_a_live_lock_respected() {
    let since = "2014-03-29T03:04:05Z".parse().unwrap();
    let dead =
        ProcessIdentity { user: "mori".to_owned(), process: 1, ..ProcessIdentity::current() };
    let mut window = open_with_lock(&LockHolder { process: dead.clone(), since });
    assert!(window.shows("The register still had a lock of mori on"));
    change_field(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.wait_until_saved();

    let elsewhere = ProcessIdentity { machine: "shared-desk".to_owned(), ..dead };
    let mut window = open_with_lock(&LockHolder { process: elsewhere, since });
    assert!(window.shows("Read-only: opened by mori on shared-desk since"));
    window.click("Open for work");
    window.wait_for_label("Still opened by mori on shared-desk");
    window.click("Work on it anyway");
    window.wait_for_label("can be changed here now");
    change_field(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.wait_until_saved();
}

#[test]
fn a_lock_is_held_while_its_register_is_open() {
    let mut window = Window::open();
    let lock = window.folder().join(".register.ron.lock");
    let text = fs::read_to_string(&lock).unwrap();
    window.key(Key::F5);
    wait_until_idle(&mut window);
    assert!(!window.shows(READ_ONLY), "reading it again does not lock it out");
    assert_eq!(fs::read_to_string(&lock).unwrap(), text);

    // A new register does not take the place of one that someone has open.
    let other = window.folder().join("other.ron");
    let mori = "(by:(user:\"mori\",machine:\"desk\",process:7),since:\"2014-03-29T03:04:05Z\")";
    fs::copy(window.path(), &other).unwrap();
    fs::write(window.folder().join(".other.ron.lock"), mori).unwrap();
    window.answer_dialog_with(Some(other.clone()));
    window.keys(CTRL | Modifiers::SHIFT, Key::N);
    window.type_text("New");
    window.click("Choose a file…");
    window.wait_for_label("a file of this name already exists");
    assert_eq!(fs::read_to_string(&other).unwrap(), window.file());

    window.answer_dialog_with(Some(other.clone()));
    window.keys(CTRL, Key::O);
    window
        .wait_until("the other one", |app| app.session().is_some_and(|open| *open.path() == other));
    wait_until_idle(&mut window);
    assert!(window.shows("Read-only: opened by mori on desk") && !lock.exists());
}

#[test]
fn a_deleted_lock_is_recreated() {
    let mut window = Window::open();
    let lock = window.folder().join(".register.ron.lock");
    fs::remove_file(&lock).unwrap();
    window.focus_window();
    window.wait_until("the lock to be written again", |_| lock.exists());
    wait_until_idle(&mut window);
    assert!(!window.shows(READ_ONLY));
}

#[test]
fn external_saves_merge_with_local_changes() {
    let mut window = Window::open();
    write_externally(&window, "given: \"Megumi\"", "given: \"Theirs\"");
    change_field(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.wait_until_saved();
    assert_eq!(given_name(&window, "yokota-megumi"), "Theirs");
    assert!(window.file().contains("Theirs") && window.file().contains("Ours"));
    // Another change comes in while nothing is done here.
    write_externally(&window, "age: 52", "age: 53");
    window.focus_window();
    window.wait_for_label("Brought in from someone else: 2 cases.");
    // Only the history is told of it: the file is what they wrote.
    window.wait_until_saved();
    let file = window.file();
    window.click("Show");
    assert!(window.shows("Given name changed: “Megumi” → “Theirs”"));
    assert!(window.shows("Age when taken changed: 52 → 53"));
    window.click("Close");
    assert!(!window.shows(APPLIED), "it was looked at");
    // It is one step, which can be taken back and done again.
    window.keys(CTRL, Key::Z);
    window.wait_until_saved();
    assert!(window.file().contains("age: 52") && window.file().contains("Theirs"));
    let kept = fs::read_to_string(window.folder().join("register.ron.1.bak")).unwrap();
    assert_eq!(kept, file, "what someone else wrote is never nowhere");
    window.keys(CTRL | Modifiers::SHIFT, Key::Z);
    window.wait_until_saved();
    assert_eq!(window.file(), file);
}

#[test]
fn without_locking_both_windows_work_and_merge() {
    let mut first = Window::open();
    let lock = first.folder().join(".register.ron.lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    let mut second = first.open_second_window();
    assert!(!second.shows(READ_ONLY));
    // Both save before either has looked at the file.
    type_in_form(&mut first, "Yutaka Kume", "Given name", "First");
    type_in_form(&mut second, "Megumi Yokota", "Given name", "Second");
    first.keys(CTRL, Key::S);
    second.keys(CTRL, Key::S);
    first.wait_until_saved();
    second.wait_until_saved();
    for window in [&mut first, &mut second] {
        window.focus_window();
        window.wait_until("what the other wrote", |app| {
            let cases = app.session().unwrap().register().cases();
            ["First", "Second"].iter().all(|name| cases.iter().any(|it| it.name.given == *name))
        });
        window.wait_until_saved();
    }
    assert_eq!(first.session().register(), second.session().register());
    assert!(first.file().contains("First") && first.file().contains("Second"));
    // Someone else's changes are one step, and what was done before it can be taken back as well.
    first.keys(CTRL, Key::Z);
    first.keys(CTRL, Key::Z);
    first.wait_until_saved();
    assert_eq!(given_name(&first, "kume-yutaka"), "Yutaka");
}

#[test]
fn an_open_form_is_rebased_on_external_changes() {
    let mut window = Window::open();
    type_in_form(&mut window, "Yutaka Kume", "Given name", "Typed");
    write_externally(&window, "given: \"Yutaka\"", "given: \"Theirs\"");
    write_externally(&window, "age: 52", "age: 53");
    window.focus_window();
    let text = "was changed by someone else in fields that you typed into: Given name (Theirs)";
    window.wait_for_label(text);
    assert!(window.shows("Typed") && window.shows("was Theirs"));
    assert!(window.shows("53"), "what was not typed into is as it is now");
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    assert!(window.file().contains("given: \"Typed\"") && window.file().contains("age: 53"));
}

#[test]
fn an_open_form_survives_external_changes_to_earlier_records() {
    let mut window = Window::open();
    type_in_form(&mut window, "Megumi Yokota", "Given name", "Typed");
    let case = case_text(&window, "kume-yutaka");
    write_externally(&window, &case, "");
    window.focus_window();
    window.wait_for_label(APPLIED);
    assert!(window.shows("Typed"));
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    assert_eq!(given_name(&window, "yokota-megumi"), "Typed");
    assert_eq!(window.session().register().cases().len(), 16);
}

#[test]
fn a_form_of_an_externally_deleted_record_becomes_a_new_record() {
    let mut window = Window::open();
    let case = case_text(&window, "kume-yutaka");
    type_in_form(&mut window, "Yutaka Kume", "Given name", "Typed");
    write_externally(&window, &case, "");
    window.focus_window();
    window.wait_for_label("Yutaka Kume, which is in the open form, was deleted by someone else.");
    assert!(window.shows("Typed") && window.shows("New case"));
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    assert_eq!(given_name(&window, "kume-yutaka"), "Typed");

    // Where nothing was typed the form is closed.
    window.click_row("Megumi Yokota");
    window.key(Key::F2);
    write_externally(&window, &case_text(&window, "yokota-megumi"), "");
    window.focus_window();
    window.wait_for_label("so its form was closed");
    assert!(!window.shows("Nothing changed"));
}

#[test]
fn a_half_written_file_is_reported_once_and_read_when_complete() {
    let mut window = Window::open();
    let whole = window.file();
    fs::write(window.path(), &whole[..whole.len() / 2]).unwrap();
    window.focus_window();
    window.wait_for_label("it cannot be read now");
    window.click("Dismiss");
    window.focus_window();
    wait_until_idle(&mut window);
    assert!(!window.shows("it cannot be read now"));
    fs::write(window.path(), whole.replacen("age: 52", "age: 53", 1)).unwrap();
    window.focus_window();
    window.wait_for_label(APPLIED);
    window.wait_until_saved();
}

#[test]
fn a_missing_file_is_reported_until_it_returns() {
    let mut window = Window::open();
    let aside = window.folder().join("aside.ron");
    let path = window.path();
    fs::rename(&path, &aside).unwrap();
    window.focus_window();
    window.focus_window();
    window.wait_for_label("no longer where it was");
    assert!(window.shows("not in the file"), "nor is it called saved");
    fs::rename(&aside, &path).unwrap();
    window.focus_window();
    window.wait_for("the message to go", window::WAIT_TIMEOUT, |it| {
        !it.shows("no longer where it was")
    });
    assert!(window.session().is_saved() && !window.shows("not in the file"));
}

#[test]
fn external_comments_are_merged_with_external_changes() {
    let mut window = Window::open();
    let theirs = "// Asked again in May.\n            name: (given: \"Megumi\"";
    write_externally(&window, "name: (given: \"Megumi\"", theirs);
    change_field(&mut window, "Yutaka Kume", "Given name", "Mine");
    window.focus_window();
    window.wait_until_saved();
    let file = window.file();
    assert!(file.contains("// Asked again in May.") && file.contains("given: \"Mine\""));
    window.keys(CTRL, Key::Z);
    window.wait_until_saved();
    assert!(window.file().contains("// Asked again in May."));
}

#[test]
fn an_externally_broken_record_does_not_count_as_deleted() {
    let mut window = Window::open();
    write_externally(&window, "id: \"yokota-megumi\",", "id: \"yokota-megumi\", hair: \"black\",");
    window.focus_window();
    window.wait_for_label("There is no field “hair” here.");
    assert_eq!(window.session().register().cases().len(), 17);
    change_field(&mut window, "Yutaka Kume", "Given name", "Mine");
    wait_until_idle(&mut window);
    assert!(!window.session().is_saved());
    assert!(window.file().contains("hair: \"black\""));
    // The question is left; whole again, the file is met.
    window.key(Key::Escape);
    write_externally(&window, "hair: \"black\",", "");
    window.focus_window();
    window.wait_until_saved();
    assert!(window.file().contains("given: \"Mine\""));
    assert_eq!(window.session().register().cases().len(), 17);
}

/// Asserts that the history is intact and ends with the content of the file.
fn verify_history(window: &Window) -> u64 {
    let verified = verify::verify(&window.path(), &<_>::default()).unwrap();
    assert_eq!(verified.issues, []);
    verified.entry_count
}

#[test]
fn the_history_lists_both_authors_and_undo_passes_external_changes() {
    let mut window = Window::open();
    change_field(&mut window, "Megumi Yokota", "Given name", "First");
    window.wait_until_saved();
    assert_eq!(verify_history(&window), 2);
    // Someone else edits the file while something is done here that is not saved yet.
    write_externally(&window, "age: 52", "age: 53");
    change_field(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.wait_until_saved();
    assert!(window.file().contains("age: 53") && window.file().contains("Ours"));
    assert_eq!(verify_history(&window), 4);
    let history = fs::read_to_string(RegisterPaths::of(&window.path()).history()).unwrap();
    assert!(history.lines().nth(2).unwrap().contains("Outside"), "{history}");
    assert!(history.lines().nth(2).unwrap().contains("53"), "with the records");
    // All is taken back, step by step, and the history tells of each.
    for _ in 0..3 {
        window.keys(CTRL, Key::Z);
        window.wait_until_saved();
        verify_history(&window);
    }
    assert!(!window.file().contains("given: \"First") && !window.file().contains("given: \"Ours"));
    // After a restart nothing is offered that no longer fits, and nothing is lost.
    let mut window = window.kill_and_restart();
    window.keys(CTRL, Key::Z);
    window.wait_until("saving", |app| app.session().is_some_and(|it| it.is_saved()));
    verify_history(&window);
    // The register as it was recorded first can still be shown.
    window.page("History");
    wait_until_idle(&mut window);
    assert!(window.shows("A change by another program, noted"), "{:?}", window.labels(""));
}

#[test]
fn a_window_that_takes_over_the_lock_continues_the_history() {
    let mut first = Window::open();
    let mut second = first.open_second_window();
    change_field(&mut first, "Megumi Yokota", "Given name", "First");
    first.wait_until_saved();
    second.focus_window();
    second.wait_for_label("First Yokota");
    drop(first);
    second.focus_window();
    second.wait_for_label("no longer open elsewhere");
    second.click("Open for work");
    second.wait_for_label("can be changed here now");
    change_field(&mut second, "Yutaka Kume", "Given name", "Second");
    second.wait_until_saved();
    assert_eq!(verify_history(&second), 3);
    second.keys(CTRL, Key::Z);
    second.wait_until_saved();
    assert_eq!(verify_history(&second), 4);
}
