//! Unsaved repairs of broken records survive a crash, as unsaved input in a form does.

use std::fs;

use egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT as _;

use crate::window::{
    self, Window,
    draft_recovery::{
        RECOVERY_TITLE, assert_no_recovery, draft_files, drafts_contain, open_form, wait_for_draft,
        wait_for_no_draft,
    },
    repair::{TEXT_FIELD, TITLE, open, register_with_broken_records},
};
use blue_ribbon::ui::app;

/// A register with two broken records: the age of Yutaka Kume, a quotation mark of Minoru Tanaka.
fn register_with_two_broken_records() -> String {
    register_with_broken_records().replacen("id: \"tanaka-minoru\",", "id: \"tanaka-minoru,", 1)
}

/// Returns the text in the editor of the repair.
fn text_in_editor(window: &Window) -> String {
    window.get(TEXT_FIELD).accesskit_node().value().unwrap()
}

/// Types another age of Yutaka Kume into the open dialog.
fn type_age(window: &mut Window, age: &str) {
    let text = text_in_editor(window);
    let (before, after) = text.split_once("age: ").unwrap();
    let (_, after) = after.split_once(", place").unwrap();
    window.fill_field(TEXT_FIELD, &format!("{before}age: {age}, place{after}"));
}

/// Opens a window on two broken records in which this age was typed.
fn window_with_typed_age(age: &str) -> Window {
    let mut window = open(&register_with_two_broken_records());
    window.wait_for_label("2 records of this file cannot be read");
    window.click("Show…");
    type_age(&mut window, age);
    window
}

/// Opens a window on two broken records in which this age was typed and written to a draft.
fn window_with_saved_repair_draft(age: &str) -> Window {
    let mut window = window_with_typed_age(age);
    wait_for_draft(&mut window, &format!("age: {age}"));
    window
}

/// Opens a window again that was killed after this age was typed, on a file with this text.
fn killed_while_repairing(age: &str, text: &str) -> Window {
    let window = window_with_saved_repair_draft(age);
    fs::write(window.path(), text).unwrap();
    window.kill_and_restart()
}

#[test]
fn a_repair_draft_is_recovered_and_deleted_once_its_repair_is_saved() {
    let mut window = killed_while_repairing("fifty", &register_with_two_broken_records());
    window.wait_for_label(RECOVERY_TITLE);
    assert!(window.shows("What was typed under “Records that cannot be read”, last at "));
    assert!(window.shows("cases › kume-yutaka") && !window.shows("cases › 4"));
    assert!(window.shows("age: fifty, place") && window.shows("In the file:"));
    assert!(window.shows("age: 52.5, place") && !window.shows("given: \"Yutaka\""));
    window.click("Continue");
    assert!(window.shows(TITLE) && text_in_editor(&window).contains("age: fifty"));
    assert_eq!(window.buttons("cases › kume-yutaka · changed").len(), 1);
    type_age(&mut window, "52");
    wait_for_draft(&mut window, "age: 52, place");
    window.click("Take into the register");
    window.wait_until_saved();
    wait_for_no_draft(&mut window);
    assert!(window.shows("cases › 4 › "), "the other one is shown");
    assert_no_recovery(&mut window.kill_and_restart());
}

#[test]
fn undoing_a_repair_saves_its_draft_again() {
    let mut window = window_with_saved_repair_draft("53");
    window.click("Take into the register");
    window.click("Close");
    window.wait_until_saved();
    wait_for_no_draft(&mut window);
    window.keys(Modifiers::COMMAND, Key::Z);
    wait_for_draft(&mut window, "age: 53");
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.wait_until_saved();
    wait_for_no_draft(&mut window);
}

#[test]
fn a_repair_draft_is_kept_until_its_repair_is_on_disk() {
    let mut window = window_with_saved_repair_draft("53");
    fs::remove_file(window.path()).unwrap();
    window.click("Take into the register");
    window.wait_for_label("the file has been deleted or moved");
    window.click("Later");
    window.wait_until("the workers", app::application::App::is_idle);
    assert!(drafts_contain(&window, "age: 53"));
    let path = window.folder().join("register.ron");
    fs::write(path, register_with_two_broken_records()).unwrap();
    let mut window = window.kill_and_restart();
    window.wait_for_label("age: 53, place");
}

#[test]
fn a_reset_repair_draft_is_deleted() {
    let mut window = window_with_saved_repair_draft("53");
    window.click("As it was");
    assert!(text_in_editor(&window).contains("age: 52.5"));
    wait_for_no_draft(&mut window);
}

#[test]
fn an_already_saved_repair_is_not_offered_again() {
    let repaired = register_with_two_broken_records().replace("age: 52.5", "age: 53");
    let mut window = killed_while_repairing("53", &repaired);
    wait_for_no_draft(&mut window);
    assert_no_recovery(&mut window);
}

#[test]
fn a_form_draft_and_repair_drafts_are_kept_together() {
    let mut window = window_with_saved_repair_draft("53");
    window.key(Key::Escape);
    open_form(&mut window, "Megumi Yokota");
    window.fill_field("Given name", "Typed");
    wait_for_draft(&mut window, "Typed");
    // More is typed in the text while the form is open.
    let show = window.button("2 records cannot be read");
    window.click(&show);
    type_age(&mut window, "54");
    wait_for_draft(&mut window, "age: 54");
    assert!(drafts_contain(&window, "Typed") && draft_files(&window).len() == 2);

    let mut window = window.kill_and_restart();
    window.wait_for_label("age: 54, place");
    assert!(!window.shows("Changes of Megumi Yokota"), "one after the other");
    window.click("Continue");
    window.key(Key::Escape);
    window.wait_for_label("Changes of Megumi Yokota");
    assert!(drafts_contain(&window, "age: 54"));
    window.click("Continue");
    window.keys(Modifiers::COMMAND, Key::S);
    window.click(&show);
    assert!(text_in_editor(&window).contains("age: 54"));
    window.click("Take into the register");
    window.wait_until_saved();
    assert!(window.file().contains("Typed") && window.file().contains("age: 54"));
    wait_for_no_draft(&mut window);
}

#[test]
fn several_repair_drafts_are_asked_about_in_one_dialog() {
    let mut window = window_with_saved_repair_draft("53");
    let other = window.button("cases › 4");
    window.click(&other);
    window.fill_field("Text of cases › 4", "nothing of it");
    wait_for_draft(&mut window, "nothing of it");
    let mut window = window.kill_and_restart();
    window.wait_for_label("age: 53, place");
    assert!(window.shows("nothing of it"));
    window.click("Discard changes");
    wait_for_no_draft(&mut window);
    assert!(!window.shows(RECOVERY_TITLE) && window.session().revision() == 0);
    window.click("Show…");
    assert!(text_in_editor(&window).contains("age: 52.5"));
    assert_no_recovery(&mut window.kill_and_restart());
}

#[test]
fn a_dismissed_repair_draft_is_not_replaced_by_new_typing() {
    let mut window = killed_while_repairing("53", &register_with_two_broken_records());
    window.wait_for_label(RECOVERY_TITLE);
    window.click("Later");
    window.click("Show…");
    assert!(text_in_editor(&window).contains("age: 52.5"));
    type_age(&mut window, "54");
    wait_for_draft(&mut window, "age: 54");
    window.key(Key::Escape);
    assert!(drafts_contain(&window, "age: 53") && !window.shows(RECOVERY_TITLE));
    // One of them is gone on with: the other one is not put in its place.
    let mut window = window.kill_and_restart();
    window.wait_for_label("age: 53, place");
    assert!(!window.shows("age: 54, place"));
    window.click("Continue");
    window.key(Key::Escape);
    assert_no_recovery(&mut window);
    assert!(drafts_contain(&window, "age: 53") && drafts_contain(&window, "age: 54"));
    // Each is asked about, one after the other.
    let mut window = window.kill_and_restart();
    window.wait_for_label("age: 53, place");
    window.click("Discard changes");
    window.wait_for_label("age: 54, place");
    window.click("Continue");
    assert!(text_in_editor(&window).contains("age: 54"));
    assert!(!drafts_contain(&window, "age: 53"));
}

#[test]
fn an_outdated_repair_draft_can_be_read_and_copied() {
    let repaired = register_with_two_broken_records().replace("age: 52.5", "age: 51");
    let mut window = killed_while_repairing("fifty", &repaired);
    window.wait_for_label("the record was mended or changed elsewhere");
    assert!(window.shows("age: fifty, place") && window.shows("given: \"Yutaka\""), "all of it");
    assert!(!window.shows("Continue"));
    window.role(egui::Role::Button, "Copy the text of cases › kume-yutaka").click_accesskit();
    assert!(window.wait_for_clipboard().contains("age: fifty, place"));
    window.click("Later");
    assert!(drafts_contain(&window, "age: fifty"));
    let mut window = window.kill_and_restart();
    window.wait_for_label("the record was mended or changed elsewhere");
    window.click("Discard changes");
    wait_for_no_draft(&mut window);
    assert_no_recovery(&mut window.kill_and_restart());
}

#[test]
fn an_external_repair_shows_the_typed_text_and_keeps_its_draft() {
    let mut window = window_with_typed_age("fifty");
    let repaired = register_with_two_broken_records().replace("age: 52.5", "age: 51");
    fs::write(window.path(), repaired).unwrap();
    window.focus_window();
    window.wait_for_label("the record was mended or changed elsewhere");
    assert!(window.shows("age: fifty, place") && !window.shows("Take into the register"));
    window.click("Later");
    assert!(drafts_contain(&window, "age: fifty") && !window.shows(RECOVERY_TITLE));
    let cases = window.session().register().cases();
    assert!(cases.iter().any(|case| case.id.as_str() == "kume-yutaka"));
}

#[test]
fn opening_another_register_keeps_the_repair_draft() {
    let mut window = window_with_saved_repair_draft("53");
    let first = window.path();
    let other = window.folder().join("other.ron");
    fs::write(&other, register_with_broken_records()).unwrap();
    // What was typed a moment ago is left as well.
    type_age(&mut window, "54");
    window.key(Key::Escape);
    for (path, is_left) in [(&other, false), (&first, true)] {
        window.answer_dialog_with(Some(path.clone()));
        window.keys(Modifiers::COMMAND, Key::O);
        window.wait_until("the other register", |app| {
            app.session().is_some_and(|session| session.path() == path) && app.is_idle()
        });
        window.run_until_idle();
        assert_eq!(window.shows(RECOVERY_TITLE), is_left);
        assert!(drafts_contain(&window, "age: 54") && draft_files(&window).len() == 1);
    }
    window.click("Continue");
    assert!(text_in_editor(&window).contains("age: 54"));
}

#[test]
fn reloading_offers_the_repair_draft_at_once() {
    let mut window = window_with_saved_repair_draft("53");
    window.key(Key::Escape);
    window.key(Key::F5);
    window.wait_for_label("age: 53, place");
    window.click("Continue");
    assert!(text_in_editor(&window).contains("age: 53"));
}

#[test]
fn closing_waits_until_the_repair_draft_is_saved() {
    let mut window = window_with_typed_age("53");
    window.wait_for("the window to close", window::WAIT_TIMEOUT, |window| {
        window.close();
        window.is_closing()
    });
    assert!(drafts_contain(&window, "age: 53") && !window.shows("would be lost"));
}

#[test]
fn closing_asks_when_the_repair_draft_cannot_be_saved() {
    let mut window = open(&register_with_two_broken_records());
    let data = window.folder().join("home/data");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("drafts"), "in the way").unwrap();
    window.click("Show…");
    type_age(&mut window, "53");
    window.wait_for_label("is not being kept");
    window.close();
    assert!(!window.is_closing());
    window.run_until_idle();
    assert!(window.shows("could not be kept on the disk and would be lost"));
    assert!(window.shows("age: 53, place"));
    window.click("Keep editing");
    assert!(text_in_editor(&window).contains("age: 53"));
    window.key(Key::Escape);
    // Nor is another register opened in its place unasked.
    window.key(Key::F5);
    assert!(window.shows("would be lost"));
    window.click("Keep editing");
    window.close();
    window.run_until_idle();
    window.click("Discard changes");
    window.close();
    assert!(window.is_closing());
}

#[test]
fn closing_without_saving_keeps_the_latest_typed_repair() {
    let mut window = window_with_saved_repair_draft("53");
    window.key(Key::Escape);
    fs::remove_file(window.path()).unwrap();
    open_form(&mut window, "Megumi Yokota");
    window.fill_field("Given name", "Typed");
    window.keys(Modifiers::COMMAND, Key::S);
    window.wait_for_label("the file has been deleted or moved");
    window.click("Later");
    window.wait_until("the workers", app::application::App::is_idle);
    let show = window.button("2 records cannot be read");
    window.click(&show);
    type_age(&mut window, "55");
    wait_for_draft(&mut window, "age: 55");
    // Too soon to be written by itself.
    type_age(&mut window, "54");
    window.close();
    window.run_until_idle();
    window.click("Close without saving");
    window.wait_until("the draft", app::application::App::is_idle);
    assert!(drafts_contain(&window, "age: 54"));
}
