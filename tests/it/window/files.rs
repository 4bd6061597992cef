//! Files: opening, exporting, copies, someone else's changes.

use blue_ribbon::Lang;
use egui::{Key, Modifiers};

use super::Window;
use crate::source::top;

const CTRL: Modifiers = Modifiers::COMMAND;
/// The question whose word stands.
const CONFLICT: &str = "Two versions of the same";

fn change(window: &mut Window, given: &str) {
    change_of(window, "Yutaka Kume", given);
}

fn change_of(window: &mut Window, name: &str, given: &str) {
    window.click_row(name);
    window.key(Key::F2);
    window.write("Given name", given);
    window.keys(CTRL, Key::S);
}

#[test]
fn the_first_start_makes_the_users_own_register() {
    let window = Window::first_start();
    let bundled = std::fs::read_to_string(top().join("data/register.ron")).unwrap();
    assert_eq!(window.file(), bundled);
    assert!(window.path().starts_with(window.folder().join("home")));
}

#[test]
fn a_summary_is_exported_whole_or_as_filtered() {
    let mut window = Window::open();
    let whole = window.folder().join("whole.csv");
    window.will_pick(Some(whole.clone()));
    window.keys(CTRL, Key::E);
    window.role(egui::Role::RadioButton, "CSV, for a spreadsheet").click();
    window.settle();
    window.click("Choose a file…");
    window.wait_for("The summary was written");
    assert_eq!(std::fs::read_to_string(&whole).unwrap().lines().count(), 18);

    window.write("Search", "yokota");
    let part = window.folder().join("part.csv");
    window.will_pick(Some(part.clone()));
    window.keys(CTRL, Key::E);
    window.role(egui::Role::RadioButton, "CSV, for a spreadsheet").click();
    window.settle();
    window.click("Choose a file…");
    window.wait("the file", |_| part.exists());
    assert_eq!(std::fs::read_to_string(&part).unwrap().lines().count(), 2);
}

#[test]
fn rows_are_copied_as_text_and_as_csv() {
    let mut window = Window::open();
    window.click_row("Megumi Yokota");
    window.harness.event(egui::Event::Copy);
    let text = window.wait_copied();
    assert!(text.starts_with("Megumi Yokota\t横田 めぐみ\t15 November 1977\t13\t"), "{text}");
}

#[test]
fn another_register_is_opened_and_a_broken_one_is_not() {
    let mut window = Window::open();
    let broken = window.folder().join("broken.ron");
    std::fs::write(&broken, "(format: 1, title: \"x\", cases: [(id: 7)]").unwrap();
    window.will_pick(Some(broken.clone()));
    window.keys(CTRL, Key::O);
    window.wait_for("broken.ron");
    assert!(window.path().ends_with("register.ron"), "what was open stays open");
    assert_eq!(std::fs::read_to_string(&broken).unwrap().len(), 40);

    let copy = window.folder().join("copy.ron");
    window.will_pick(Some(copy.clone()));
    window.keys(CTRL | Modifiers::SHIFT, Key::S);
    window.wait_for("A copy was saved");
    assert_eq!(std::fs::read_to_string(&copy).unwrap(), window.file());
    window.will_pick(Some(copy.clone()));
    window.keys(CTRL, Key::O);
    window.wait("the copy", |app| app.session().is_some_and(|open| *open.path() == copy));
}

#[test]
fn a_file_changed_by_someone_else_is_not_overwritten() {
    let mut window = Window::open();
    let theirs = window.file().replace("Yutaka", "Theirs");
    std::fs::write(window.path(), &theirs).unwrap();
    change(&mut window, "Ours");
    window.wait_for(CONFLICT);
    assert_eq!(window.file(), theirs, "nothing was overwritten");
    window.click("All ours");
    window.click("Keep what is chosen");
    window.wait_saved();
    assert!(window.file().contains("Ours"));
    let kept = std::fs::read_dir(window.folder()).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        path.is_file() && path != window.path() && std::fs::read_to_string(path).unwrap() == theirs
    });
    assert!(kept, "the other version is kept");
    // Also when the backup has become another.
    change_of(&mut window, "Ours Kume", "Again");
    window.wait_saved();
    let kept = std::fs::read_to_string(window.folder().join("register.ron.1.bak")).unwrap();
    assert_eq!(kept, theirs);
}

#[test]
fn what_someone_else_wrote_can_stand() {
    let mut window = Window::open();
    let theirs = window.file().replace("Yutaka", "Theirs");
    std::fs::write(window.path(), &theirs).unwrap();
    change(&mut window, "Ours");
    window.wait_for(CONFLICT);
    window.click("All theirs");
    window.click("Keep what is chosen");
    window.wait_for("Theirs Kume");
    window.wait_saved();
    assert_eq!(window.file(), theirs);
}

#[test]
fn a_file_that_someone_else_broke_is_overwritten_only_when_asked() {
    let mut window = Window::open();
    std::fs::write(window.path(), "(format: 1, half").unwrap();
    change(&mut window, "Ours");
    window.wait_for("The file has changed");
    assert!(window.reads("it cannot be read now"));
    assert_eq!(window.file(), "(format: 1, half");
    window.click("Overwrite");
    window.wait_saved();
    assert!(window.file().contains("Ours"));
    let kept = std::fs::read_to_string(window.folder().join("register.ron.1.bak")).unwrap();
    assert_eq!(kept, "(format: 1, half");
}

#[test]
fn a_deleted_file_is_written_again_only_when_asked() {
    let mut window = Window::open();
    std::fs::remove_file(window.path()).unwrap();
    change(&mut window, "Ours");
    window.wait_for("The file has changed");
    assert!(!window.path().exists());
    window.click("Write it again");
    window.wait_saved();
    assert!(window.file().contains("Ours"));
}

#[test]
fn where_no_dialog_can_be_had_the_path_is_typed() {
    let mut window = Window::open();
    // Nothing is prepared: the picker says that no dialog can be had, which is not "cancelled".
    window.keys(CTRL | Modifiers::SHIFT, Key::S);
    window.wait_for("no portal");
    let typed = window.folder().join("typed.ron");
    window.write("Path of the file; ~ stands for your own folder", &typed.display().to_string());
    window.key(Key::Enter);
    window.wait_for("A copy was saved");
    assert!(typed.exists());
}

#[test]
fn a_new_register_begins_without_cases() {
    let mut window = Window::open();
    let path = window.folder().join("mine.ron");
    window.will_pick(Some(path.clone()));
    window.keys(CTRL | Modifiers::SHIFT, Key::N);
    window.type_text("My list");
    window.click("Choose a file…");
    window.wait("the new register", |app| app.session().is_some_and(|open| *open.path() == path));
    window.settle();
    assert!(window.reads("This register holds no case yet"));
    assert_eq!(window.session().register().title(), "My list");
}

#[test]
fn a_register_with_no_case_and_one_in_japanese_can_be_drawn() {
    let text = "(format: 1, title: \"t\", compare: (\"a\", \"b\"))";
    for lang in Lang::available() {
        let window = Window::open_with(text.as_bytes(), lang, egui::vec2(1280.0, 800.0));
        assert!(window.session().register().cases().is_empty());
    }
}

/// A window whose last change is not on the disk: someone else has changed the file.
fn not_saved() -> Window {
    let mut window = Window::open();
    let theirs = window.file().replace("Yutaka", "Theirs");
    std::fs::write(window.path(), theirs).unwrap();
    change(&mut window, "Ours");
    window.wait_for(CONFLICT);
    window.click("Later");
    window
}

fn given(window: &Window) -> &str {
    &window.session().register().cases()[0].name.given
}

#[test]
fn what_is_not_on_the_disk_is_asked_about_before_another_register_is_opened() {
    let mut window = not_saved();
    let other = window.folder().join("other.ron");
    std::fs::copy(top().join("data/register.ron"), &other).unwrap();
    window.will_pick(Some(other.clone()));
    window.keys(CTRL, Key::O);
    window.wait_for("Open without saving");
    assert_eq!(given(&window), "Ours");
    window.key(Key::Escape);
    assert_eq!(given(&window), "Ours");
    window.will_pick(Some(other.clone()));
    window.keys(CTRL, Key::O);
    window.wait_for("Open without saving");
    window.click("Open without saving");
    window
        .wait("the other register", |app| app.session().is_some_and(|open| *open.path() == other));
    window.wait("the workers", |app| app.is_idle());
    assert!(window.session().is_saved());
}

#[test]
fn what_is_not_on_the_disk_is_asked_about_before_closing() {
    let mut window = not_saved();
    window.close();
    assert!(!window.closes());
    window.settle();
    assert!(window.reads("Close without saving"));
    window.key(Key::Escape);
    assert_eq!(given(&window), "Ours");
}

#[test]
fn a_failed_save_is_tried_again_from_the_status_line() {
    let mut window = not_saved();
    window.click("Try again");
    window.wait_for(CONFLICT);
    window.click("All ours");
    window.click("Keep what is chosen");
    window.wait_saved();
    assert!(window.file().contains("Ours"));
}

#[test]
fn a_file_chosen_late_does_not_drop_a_draft_begun_meanwhile() {
    let mut window = Window::open();
    let other = window.folder().join("other.ron");
    std::fs::copy(top().join("data/register.ron"), &other).unwrap();
    window.hold_dialogs(true);
    window.will_pick(Some(other.clone()));
    window.keys(CTRL, Key::O);
    window.click_row("Yutaka Kume");
    window.key(Key::F2);
    window.write("Given name", "Draft");
    window.hold_dialogs(false);
    window.wait_for("Save the changes?");
    window.click("Keep editing");
    assert!(window.reads("Draft"));
    assert!(window.path().ends_with("register.ron"));
}

#[test]
fn reloading_after_a_conflict_asks_about_a_draft_begun_meanwhile() {
    let mut window = Window::open();
    std::fs::write(window.path(), "half").unwrap();
    change(&mut window, "Ours");
    window.wait_for("The file has changed");
    window.click("Later");
    window.click_row("Minoru Tanaka");
    window.key(Key::F2);
    window.write("Given name", "Draft");
    window.click("Try again");
    window.wait_for("The file has changed");
    window.click("Reload");
    assert!(window.reads("Save the changes?"));
    window.click("Keep editing");
    assert!(window.reads("Draft"));
}

#[test]
fn neither_a_summary_nor_a_copy_nor_a_new_register_takes_the_place_of_the_open_one() {
    let mut window = Window::open();
    let before = window.file();
    window.will_pick(Some(window.path()));
    window.keys(CTRL, Key::E);
    window.click("Choose a file…");
    window.wait_for("this is the open register");
    window.click("Dismiss");
    window.will_pick(Some(window.path()));
    window.keys(CTRL | Modifiers::SHIFT, Key::S);
    window.wait_for("this is the open register");
    window.click("Dismiss");
    window.will_pick(Some(window.path()));
    window.keys(CTRL | Modifiers::SHIFT, Key::N);
    window.type_text("Mine");
    window.click("Choose a file…");
    window.wait_for("this is the open register");
    assert_eq!(window.file(), before);
    assert_eq!(
        std::fs::read_dir(window.folder()).unwrap().count(),
        3,
        "the register, its lock and a home"
    );
}

#[test]
fn a_failure_is_no_longer_shown_once_the_file_is_written() {
    let mut window = Window::open();
    let (path, aside) = (window.path(), window.folder().join("aside.ron"));
    std::fs::rename(&path, &aside).unwrap();
    std::fs::create_dir(&path).unwrap();
    window.click_row("Yutaka Kume");
    window.key(Key::F2);
    window.write("Given name", "Ours");
    window.keys(CTRL, Key::S);
    let failed = |window: &Window| window.buttons("Dismiss").len();
    window.wait_for("Try again");
    assert!(failed(&window) > 0, "the failure is said");
    std::fs::remove_dir(&path).unwrap();
    std::fs::rename(&aside, &path).unwrap();
    // The one at the foot of the window; that beside the message takes it away by itself.
    window.role(egui::Role::Button, "Try again").click();
    window.wait_saved();
    assert_eq!(failed(&window), 0);
    assert!(window.file().contains("Ours"));
}
