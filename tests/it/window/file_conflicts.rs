//! The question about a file that cannot be read or is gone: the answer holds for what was asked about.

use std::{fs, path::PathBuf};

use egui::{Key, Modifiers};

use crate::window::Window;

/// The title of the question.
const QUESTION: &str = "The file has changed";
/// A text that is not a register.
const UNREADABLE: &str = "(format: 1, half";
/// The beginning of the notice that the answer was not carried out.
const NOT_OVERWRITTEN: &str = "Not overwritten";

/// Opens a window on the bundled register, puts a text in place of its file or deletes it, and changes
/// a name, which asks what to do. Returns the text of the bundled register, too.
fn ask_about(text: Option<&str>) -> (Window, String) {
    let mut window = Window::open();
    let bundled = window.file();
    match text {
        Some(text) => fs::write(window.path(), text).unwrap(),
        None => fs::remove_file(window.path()).unwrap(),
    }
    window.click_row("Yutaka Kume");
    window.key(Key::F2);
    window.fill_field("Given name", "Ours");
    window.keys(Modifiers::COMMAND, Key::S);
    window.wait_for_label(QUESTION);
    (window, bundled)
}

fn numbered_backup(window: &Window) -> PathBuf {
    window.folder().join("register.ron.1.bak")
}

#[test]
fn a_version_that_replaces_an_unreadable_file_during_the_question_is_merged() {
    let (mut window, bundled) = ask_about(Some(UNREADABLE));
    let theirs = bundled.replace("given: \"Kyoko\"", "given: \"Theirs\"");
    fs::write(window.path(), &theirs).unwrap();
    window.click("Overwrite");
    window.wait_until_saved();
    let saved = window.file();
    assert!(saved.contains("given: \"Ours\"") && saved.contains("given: \"Theirs\""));
    assert!(window.shows(NOT_OVERWRITTEN), "it is said");
}

#[test]
fn a_version_that_was_seen_during_the_question_is_merged() {
    let (mut window, bundled) = ask_about(Some(UNREADABLE));
    let theirs = bundled.replace("given: \"Kyoko\"", "given: \"Theirs\"");
    fs::write(window.path(), &theirs).unwrap();
    // Enough for the watcher to report the file.
    window.focus_window();
    std::thread::sleep(std::time::Duration::from_millis(2500));
    window.run_until_idle();
    window.click("Overwrite");
    window.wait_until_saved();
    let saved = window.file();
    assert!(saved.contains("given: \"Ours\"") && saved.contains("given: \"Theirs\""));
}

#[test]
fn a_version_in_conflict_that_replaces_an_unreadable_file_is_asked_about() {
    let (mut window, bundled) = ask_about(Some(UNREADABLE));
    let theirs = bundled.replace("given: \"Yutaka\"", "given: \"Theirs\"");
    fs::write(window.path(), &theirs).unwrap();
    window.click("Overwrite");
    window.wait_for_label("Two versions of the same");
    assert_eq!(window.file(), theirs);
    assert!(!numbered_backup(&window).exists(), "nothing was written over");
    window.click("All ours");
    window.click("Keep what is chosen");
    window.wait_until_saved();
    assert!(window.file().contains("given: \"Ours\""));
    assert_eq!(fs::read_to_string(numbered_backup(&window)).unwrap(), theirs);
}

#[test]
fn another_unreadable_file_is_asked_about_anew_and_then_overwritten() {
    let (mut window, _) = ask_about(Some(UNREADABLE));
    let other = "(format: 1, other half";
    fs::write(window.path(), other).unwrap();
    window.click("Overwrite");
    window.wait_for_label(NOT_OVERWRITTEN);
    window.wait_for_label(QUESTION);
    assert_eq!(window.file(), other);
    window.click("Overwrite");
    window.wait_until_saved();
    assert!(window.file().contains("given: \"Ours\""));
    assert_eq!(fs::read_to_string(numbered_backup(&window)).unwrap(), other);
}

#[test]
fn an_unreadable_file_that_is_deleted_during_the_question_is_asked_about_anew() {
    let (mut window, _) = ask_about(Some(UNREADABLE));
    fs::remove_file(window.path()).unwrap();
    window.click("Overwrite");
    window.wait_for_label("has been deleted or moved");
    assert!(!window.path().exists());
    window.click("Write it again");
    window.wait_until_saved();
    assert!(window.file().contains("given: \"Ours\""));
}

#[test]
fn a_file_that_appears_during_the_question_about_a_missing_one_is_merged() {
    let (mut window, bundled) = ask_about(None);
    let theirs = bundled.replace("given: \"Kyoko\"", "given: \"Theirs\"");
    fs::write(window.path(), &theirs).unwrap();
    window.click("Write it again");
    window.wait_until_saved();
    let saved = window.file();
    assert!(saved.contains("given: \"Ours\"") && saved.contains("given: \"Theirs\""));
    assert!(window.shows(NOT_OVERWRITTEN), "it is said");
}

#[test]
fn an_unreadable_file_that_appears_in_place_of_a_missing_one_is_asked_about() {
    let (mut window, _) = ask_about(None);
    fs::write(window.path(), UNREADABLE).unwrap();
    window.click("Write it again");
    window.wait_for_label(NOT_OVERWRITTEN);
    window.wait_for_label("it cannot be read now");
    assert_eq!(window.file(), UNREADABLE);
    window.click("Overwrite");
    window.wait_until_saved();
    assert!(window.file().contains("given: \"Ours\""));
    assert_eq!(fs::read_to_string(numbered_backup(&window)).unwrap(), UNREADABLE);
}
