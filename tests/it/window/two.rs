//! Two people at one register: the second reads, and what one saves reaches the other.

mod conflicts;

use std::{fs, rc::Rc};

use blue_ribbon::{
    Lang, Progress,
    register::{Change, Deed, Edit, Step, Subject},
    session::{Action, Loaded, Session},
    store::{self, Here, Holder, Recording},
};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::Window;

const CTRL: Modifiers = Modifiers::COMMAND;
const READ_ONLY: &str = "Read-only: ";
const TAKEN: &str = "Brought in from someone else: ";

/// Changes a field of a person, and leaves the form open.
fn typed(window: &mut Window, name: &str, field: &str, text: &str) {
    window.click_row(name);
    window.key(Key::F2);
    window.write(field, text);
}

fn change(window: &mut Window, name: &str, field: &str, text: &str) {
    typed(window, name, field, text);
    window.keys(CTRL, Key::S);
}

/// Someone else writes the file with this text in the place of that.
fn written(window: &Window, from: &str, to: &str) {
    let text = window.file();
    assert!(text.contains(from), "{from}");
    fs::write(window.path(), text.replacen(from, to, 1)).unwrap();
}

/// Someone else saves another given name of a person with this program, at a desk elsewhere.
fn saved_by(window: &Window, who: &str, id: &str, given: &str) {
    let opened = store::open(&window.path(), &Progress::default()).unwrap();
    let mut theirs = Session::new(Loaded::new(window.path(), opened, super::today()));
    let cases = theirs.register().cases();
    let at = cases.iter().position(|case| case.id.as_str() == id).unwrap();
    let mut after = (*cases[at]).clone();
    after.name.given = given.into();
    let change = Change { at, before: Some(cases[at].clone()), after: Some(after.into()) };
    let step = Step::new(Deed::Change, Subject::Register, vec![Edit::Case(change)]);
    theirs.perform(Action::Perform(step)).unwrap();
    let here = Here { user: "u".into(), machine: "desk".into(), process: 1 };
    let recording = Recording { who: who.into(), here, made: theirs.unrecorded() };
    let (path, progress) = (window.path(), Progress::default());
    store::save_recorded(&path, theirs.register(), theirs.stamp(), &recording, &progress).unwrap();
}

/// The text of a case in the file, as its lines stand there.
fn case_of(window: &Window, id: &str) -> String {
    let text = window.file();
    let begin = text.find(&format!("        (\n            id: \"{id}\"")).unwrap();
    let end = begin + text[begin..].find("\n        ),\n").unwrap() + "\n        ),\n".len();
    text[begin..end].to_owned()
}

fn given<'a>(window: &'a Window, id: &str) -> &'a str {
    let cases = window.session().register().cases();
    &cases.iter().find(|case| case.id.as_str() == id).unwrap().name.given
}

/// Waits until nobody is at work on the file.
fn rest(window: &mut Window) {
    window.wait("the workers", blue_ribbon::ui::App::is_idle);
    window.settle();
}

#[test]
fn a_second_window_reads_follows_and_works_once_the_first_is_closed() {
    let mut first = Window::open();
    assert!(!first.reads(READ_ONLY));
    let mut second = first.another();
    assert!(second.reads("Read-only: opened by you in another window"));
    assert!(!second.reads("Work on it anyway"), "a window that is known to run is left alone");
    second.click_row("Yutaka Kume");
    second.key(Key::F2);
    assert!(!second.reads("Nothing changed"), "no form is open");
    assert!(second.reads("because it is open elsewhere"), "and it is said why");
    for name in ["Edit", "New case"] {
        // A menu is named “Edit” as well.
        let mut buttons = second.harness.query_all_by_role_and_label(egui::Role::Button, name);
        assert!(buttons.any(|button| button.accesskit_node().is_disabled()), "{name}");
    }

    change(&mut first, "Yutaka Kume", "Given name", "First");
    first.wait_saved();
    second.come_back();
    second.wait_for("First Kume");
    assert!(second.reads("Brought in from Tester: 1 case."), "it is known who");
    assert!(second.session().is_saved() && second.session().is_read_only());

    second.click("Open for work");
    second.wait_for("Still opened by you");
    assert!(second.reads(READ_ONLY));
    drop(first);
    second.come_back();
    second.wait_for("no longer open elsewhere");
    second.click("Open for work");
    second.wait_for("can be changed here now");
    assert!(!second.reads(READ_ONLY));
    change(&mut second, "First Kume", "Given name", "Second");
    second.wait_saved();
    assert!(second.file().contains("Second"));
}

#[test]
fn the_lock_of_another_machine_is_shown_and_replaced_only_when_asked() {
    let mut first = Window::open();
    let lock = first.folder().join(".register.ron.lock");
    let theirs =
        "(by:(user:\"mori\",machine:\"shared-desk\",process:7),since:\"2014-03-29T03:04:05Z\")";
    fs::write(&lock, theirs).unwrap();
    // Whoever has it sees that it was taken over, and loses nothing.
    typed(&mut first, "Yutaka Kume", "Given name", "Typed");
    first.come_back();
    first.wait_for("mori on shared-desk opened this register for work");
    assert!(first.reads("Read-only: opened by mori on shared-desk since"));
    assert!(first.reads("29 March 2014"));
    first.keys(CTRL, Key::S);
    assert!(first.session().revision() == 0 && first.reads("Typed"), "what was typed stays");
    first.key(Key::Escape);
    assert!(first.reads("this register is read-only here. Keep editing"));
    first.click("Keep editing");
    first.click("Work on it anyway");
    first.wait_for("can be changed here now");
    assert!(!fs::read_to_string(&lock).unwrap().contains("mori"));
    first.keys(CTRL, Key::S);
    first.wait_saved();
    assert!(first.file().contains("Typed"));
    drop(first);
}

/// A window on a register beside which there is this lock.
fn beside(lock: &Holder) -> Window {
    let folder = Rc::new(tempfile::tempdir().unwrap());
    let path = folder.path().join("register.ron");
    fs::copy(crate::source::top().join("data/register.ron"), &path).unwrap();
    fs::write(folder.path().join(".register.ron.lock"), ron::to_string(lock).unwrap()).unwrap();
    Window::start(Some(path), folder, Lang::ENGLISH, egui::vec2(1600.0, 1000.0))
}

#[test]
fn a_lock_that_was_there_before_is_replaced_or_respected() {
    let since = "2014-03-29T03:04:05Z".parse().unwrap();
    let dead = Here { user: "mori".to_owned(), process: 1, ..Here::now() };
    let mut window = beside(&Holder { by: dead.clone(), since });
    assert!(window.reads("The register still had a lock of mori on"));
    change(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.wait_saved();

    let elsewhere = Here { machine: "shared-desk".to_owned(), ..dead };
    let mut window = beside(&Holder { by: elsewhere, since });
    assert!(window.reads("Read-only: opened by mori on shared-desk since"));
    window.click("Open for work");
    window.wait_for("Still opened by mori on shared-desk");
    window.click("Work on it anyway");
    window.wait_for("can be changed here now");
    change(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.wait_saved();
}

#[test]
fn a_lock_is_kept_while_its_register_is_open_and_given_back_with_it() {
    let mut window = Window::open();
    let lock = window.folder().join(".register.ron.lock");
    let text = fs::read_to_string(&lock).unwrap();
    window.key(Key::F5);
    rest(&mut window);
    assert!(!window.reads(READ_ONLY), "reading it again does not lock it out");
    assert_eq!(fs::read_to_string(&lock).unwrap(), text);

    // A new register does not take the place of one that someone has open.
    let other = window.folder().join("other.ron");
    let mori = "(by:(user:\"mori\",machine:\"desk\",process:7),since:\"2014-03-29T03:04:05Z\")";
    fs::copy(window.path(), &other).unwrap();
    fs::write(window.folder().join(".other.ron.lock"), mori).unwrap();
    window.will_pick(Some(other.clone()));
    window.keys(CTRL | Modifiers::SHIFT, Key::N);
    window.type_text("New");
    window.click("Choose a file…");
    window.wait_for("a file of this name already exists");
    assert_eq!(fs::read_to_string(&other).unwrap(), window.file());

    window.will_pick(Some(other.clone()));
    window.keys(CTRL, Key::O);
    window.wait("the other one", |app| app.session().is_some_and(|open| *open.path() == other));
    rest(&mut window);
    assert!(window.reads("Read-only: opened by mori on desk") && !lock.exists());
}

#[test]
fn a_lock_that_was_deleted_is_written_again() {
    let mut window = Window::open();
    let lock = window.folder().join(".register.ron.lock");
    fs::remove_file(&lock).unwrap();
    window.come_back();
    let mut patience = 4000;
    while !lock.exists() {
        patience -= 1;
        assert!(patience > 0, "it is not written again");
        window.wait("the next look", |_| true);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    rest(&mut window);
    assert!(!window.reads(READ_ONLY));
}

#[test]
fn what_someone_else_saved_is_brought_in_beside_what_is_done_here() {
    let mut window = Window::open();
    written(&window, "given: \"Megumi\"", "given: \"Theirs\"");
    change(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.wait_saved();
    assert_eq!(given(&window, "yokota-megumi"), "Theirs");
    assert!(window.file().contains("Theirs") && window.file().contains("Ours"));
    // Another change comes in while nothing is done here.
    written(&window, "age: 52", "age: 53");
    window.come_back();
    window.wait_for("Brought in from someone else: 2 cases.");
    // Only the history is told of it: the file is what they wrote.
    window.wait_saved();
    let file = window.file();
    window.click("Show");
    assert!(window.reads("Given name changed: “Megumi” → “Theirs”"));
    assert!(window.reads("Age when taken changed: 52 → 53"));
    window.click("Close");
    assert!(!window.reads(TAKEN), "it was looked at");
    // It is one step, which can be taken back and done again.
    window.keys(CTRL, Key::Z);
    window.wait_saved();
    assert!(window.file().contains("age: 52") && window.file().contains("Theirs"));
    let kept = fs::read_to_string(window.folder().join("register.ron.1.bak")).unwrap();
    assert_eq!(kept, file, "what someone else wrote is never nowhere");
    window.keys(CTRL | Modifiers::SHIFT, Key::Z);
    window.wait_saved();
    assert_eq!(window.file(), file);
}

#[test]
fn where_nothing_can_be_locked_both_work_and_both_get_what_either_wrote() {
    let mut first = Window::open();
    let lock = first.folder().join(".register.ron.lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    let mut second = first.another();
    assert!(!second.reads(READ_ONLY));
    // Both save before either has looked at the file.
    typed(&mut first, "Yutaka Kume", "Given name", "First");
    typed(&mut second, "Megumi Yokota", "Given name", "Second");
    first.keys(CTRL, Key::S);
    second.keys(CTRL, Key::S);
    first.wait_saved();
    second.wait_saved();
    for window in [&mut first, &mut second] {
        window.come_back();
        window.wait("what the other wrote", |app| {
            let cases = app.session().unwrap().register().cases();
            ["First", "Second"].iter().all(|name| cases.iter().any(|it| it.name.given == *name))
        });
        window.wait_saved();
    }
    assert_eq!(first.session().register(), second.session().register());
    assert!(first.file().contains("First") && first.file().contains("Second"));
    // Someone else's changes are one step, and what was done before it can be taken back as well.
    first.keys(CTRL, Key::Z);
    first.keys(CTRL, Key::Z);
    first.wait_saved();
    assert_eq!(given(&first, "kume-yutaka"), "Yutaka");
}

#[test]
fn an_open_form_goes_on_against_what_came_in() {
    let mut window = Window::open();
    typed(&mut window, "Yutaka Kume", "Given name", "Typed");
    written(&window, "given: \"Yutaka\"", "given: \"Theirs\"");
    written(&window, "age: 52", "age: 53");
    window.come_back();
    let words = "was changed by someone else in fields that you typed into: Given name (Theirs)";
    window.wait_for(words);
    assert!(window.reads("Typed") && window.reads("was Theirs"));
    assert!(window.reads("53"), "what was not typed into is as it is now");
    window.keys(CTRL, Key::S);
    window.wait_saved();
    assert!(window.file().contains("given: \"Typed\"") && window.file().contains("age: 53"));
}

#[test]
fn an_open_form_goes_on_where_records_before_its_own_come_and_go() {
    let mut window = Window::open();
    typed(&mut window, "Megumi Yokota", "Given name", "Typed");
    let case = case_of(&window, "kume-yutaka");
    written(&window, &case, "");
    window.come_back();
    window.wait_for(TAKEN);
    assert!(window.reads("Typed"));
    window.keys(CTRL, Key::S);
    window.wait_saved();
    assert_eq!(given(&window, "yokota-megumi"), "Typed");
    assert_eq!(window.session().register().cases().len(), 16);
}

#[test]
fn a_form_whose_record_someone_else_deleted_becomes_a_new_record() {
    let mut window = Window::open();
    let case = case_of(&window, "kume-yutaka");
    typed(&mut window, "Yutaka Kume", "Given name", "Typed");
    written(&window, &case, "");
    window.come_back();
    window.wait_for("Yutaka Kume, which is in the open form, was deleted by someone else.");
    assert!(window.reads("Typed") && window.reads("New case"));
    window.keys(CTRL, Key::S);
    window.wait_saved();
    assert_eq!(given(&window, "kume-yutaka"), "Typed");

    // Where nothing was typed the form is closed.
    window.click_row("Megumi Yokota");
    window.key(Key::F2);
    written(&window, &case_of(&window, "yokota-megumi"), "");
    window.come_back();
    window.wait_for("so its form was closed");
    assert!(!window.reads("Nothing changed"));
}

#[test]
fn a_file_that_is_only_half_there_is_said_once_and_read_when_it_is_whole() {
    let mut window = Window::open();
    let whole = window.file();
    fs::write(window.path(), &whole[..whole.len() / 2]).unwrap();
    window.come_back();
    window.wait_for("it cannot be read now");
    window.click("Dismiss");
    window.come_back();
    rest(&mut window);
    assert!(!window.reads("it cannot be read now"));
    fs::write(window.path(), whole.replacen("age: 52", "age: 53", 1)).unwrap();
    window.come_back();
    window.wait_for(TAKEN);
    window.wait_saved();
}

#[test]
fn a_file_that_is_gone_is_said_until_it_is_back() {
    let mut window = Window::open();
    let aside = window.folder().join("aside.ron");
    let path = window.path();
    fs::rename(&path, &aside).unwrap();
    window.come_back();
    window.come_back();
    window.wait_for("no longer where it was");
    fs::rename(&aside, &path).unwrap();
    window.come_back();
    window.wait("the message to go", |_| true);
    let mut patience = 4000;
    while window.reads("no longer where it was") {
        patience -= 1;
        assert!(patience > 0, "it is still said");
        std::thread::sleep(std::time::Duration::from_millis(5));
        window.wait("the next frame", |_| true);
    }
    assert!(window.session().is_saved());
}

#[test]
fn comments_that_someone_else_wrote_come_in_with_what_they_saved() {
    let mut window = Window::open();
    let theirs = "// Asked again in May.\n            name: (given: \"Megumi\"";
    written(&window, "name: (given: \"Megumi\"", theirs);
    change(&mut window, "Yutaka Kume", "Given name", "Mine");
    window.come_back();
    window.wait_saved();
    let file = window.file();
    assert!(file.contains("// Asked again in May.") && file.contains("given: \"Mine\""));
    window.keys(CTRL, Key::Z);
    window.wait_saved();
    assert!(window.file().contains("// Asked again in May."));
}

#[test]
fn a_record_that_someone_else_damaged_is_not_taken_for_deleted() {
    let mut window = Window::open();
    written(&window, "id: \"yokota-megumi\",", "id: \"yokota-megumi\", hair: \"black\",");
    window.come_back();
    window.wait_for("There is no field “hair” here.");
    assert_eq!(window.session().register().cases().len(), 17);
    change(&mut window, "Yutaka Kume", "Given name", "Mine");
    rest(&mut window);
    assert!(!window.session().is_saved());
    assert!(window.file().contains("hair: \"black\""));
    // The question is left; whole again, the file is met.
    window.key(Key::Escape);
    written(&window, "hair: \"black\",", "");
    window.come_back();
    window.wait_saved();
    assert!(window.file().contains("given: \"Mine\""));
    assert_eq!(window.session().register().cases().len(), 17);
}

/// The history is whole, and ends with what the file holds.
fn verified(window: &Window) -> u64 {
    let verified = blue_ribbon::store::verify(&window.path(), &<_>::default()).unwrap();
    assert_eq!(verified.flaws, []);
    verified.lines
}

#[test]
fn the_history_tells_of_both_and_leads_back_past_what_came_in() {
    let mut window = Window::open();
    change(&mut window, "Megumi Yokota", "Given name", "First");
    window.wait_saved();
    assert_eq!(verified(&window), 2);
    // Someone else edits the file while something is done here that is not saved yet.
    written(&window, "age: 52", "age: 53");
    change(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.wait_saved();
    assert!(window.file().contains("age: 53") && window.file().contains("Ours"));
    assert_eq!(verified(&window), 4);
    let history = fs::read_to_string(blue_ribbon::store::history_of(&window.path())).unwrap();
    assert!(history.lines().nth(2).unwrap().contains("Outside"), "{history}");
    assert!(history.lines().nth(2).unwrap().contains("53"), "with the records");
    // All is taken back, step by step, and the history tells of each.
    for _ in 0..3 {
        window.keys(CTRL, Key::Z);
        window.wait_saved();
        verified(&window);
    }
    assert!(!window.file().contains("given: \"First") && !window.file().contains("given: \"Ours"));
    // After a restart nothing is offered that no longer fits, and nothing is lost.
    let mut window = window.killed();
    window.keys(CTRL, Key::Z);
    window.wait("saving", |app| app.session().is_some_and(|it| it.is_saved()));
    verified(&window);
    // The register as it was recorded first can still be shown.
    window.page("History");
    rest(&mut window);
    assert!(window.reads("A change by another program, noted"), "{:?}", window.labels(""));
}

#[test]
fn a_window_that_takes_over_goes_on_with_the_history() {
    let mut first = Window::open();
    let mut second = first.another();
    change(&mut first, "Megumi Yokota", "Given name", "First");
    first.wait_saved();
    second.come_back();
    second.wait_for("First Yokota");
    drop(first);
    second.come_back();
    second.wait_for("no longer open elsewhere");
    second.click("Open for work");
    second.wait_for("can be changed here now");
    change(&mut second, "Yutaka Kume", "Given name", "Second");
    second.wait_saved();
    assert_eq!(verified(&second), 3);
    second.keys(CTRL, Key::Z);
    second.wait_saved();
    assert_eq!(verified(&second), 4);
}
