//! What is typed in the place of a damaged record outlives the program, as what is typed in a form.

use std::{fs, time::Instant};

use egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT as _;

use super::{
    Window,
    kept::{OFFERED, drafts, drafts_say, edit, offers_nothing, wait_kept, wait_none_kept},
    mending::{TEXT, TITLE, damaged, open},
};

/// Two damaged records: Yutaka Kume's age, and a quotation mark of Minoru Tanaka.
fn two_damaged() -> String {
    damaged().replacen("id: \"tanaka-minoru\",", "id: \"tanaka-minoru,", 1)
}

/// The text that is typed.
fn text(window: &Window) -> String {
    window.get(TEXT).accesskit_node().value().unwrap()
}

/// Types another age in the place of Yutaka Kume's, in the open dialog.
fn type_age(window: &mut Window, age: &str) {
    let text = text(window);
    let (before, after) = text.split_once("age: ").unwrap();
    let (_, after) = after.split_once(", place").unwrap();
    window.write(TEXT, &format!("{before}age: {age}, place{after}"));
}

/// A window on two damaged records, in which this age was typed.
fn typed(age: &str) -> Window {
    let mut window = open(&two_damaged());
    window.wait_for("2 records of this file cannot be read");
    window.click("Show…");
    type_age(&mut window, age);
    window
}

/// The same, and it is on the disk.
fn kept(age: &str) -> Window {
    let mut window = typed(age);
    wait_kept(&mut window, &format!("age: {age}"));
    window
}

/// A window that was killed over this age and begins again on a file with this text.
fn killed_over(age: &str, text: &str) -> Window {
    let window = kept(age);
    fs::write(window.path(), text).unwrap();
    window.killed()
}

#[test]
fn a_text_is_offered_after_a_kill_and_dropped_once_it_is_on_the_disk() {
    let mut window = killed_over("fifty", &two_damaged());
    window.wait_for(OFFERED);
    assert!(window.reads("What was typed under “Records that cannot be read”, last at "));
    assert!(window.reads("cases › kume-yutaka") && !window.reads("cases › 4"));
    assert!(window.reads("age: fifty, place") && window.reads("In the file:"));
    assert!(window.reads("age: 52.5, place") && !window.reads("given: \"Yutaka\""));
    window.click("Continue");
    assert!(window.reads(TITLE) && text(&window).contains("age: fifty"));
    assert_eq!(window.buttons("cases › kume-yutaka · changed").len(), 1);
    type_age(&mut window, "52");
    wait_kept(&mut window, "age: 52, place");
    window.click("Take into the register");
    window.wait_saved();
    wait_none_kept(&mut window);
    assert!(window.reads("cases › 4 › "), "the other one is shown");
    offers_nothing(&mut window.killed());
}

#[test]
fn it_is_kept_again_where_taking_it_over_is_taken_back() {
    let mut window = kept("53");
    window.click("Take into the register");
    window.click("Close");
    window.wait_saved();
    wait_none_kept(&mut window);
    window.keys(Modifiers::COMMAND, Key::Z);
    wait_kept(&mut window, "age: 53");
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.wait_saved();
    wait_none_kept(&mut window);
}

#[test]
fn what_was_taken_over_stays_kept_until_it_is_on_the_disk() {
    let mut window = kept("53");
    fs::remove_file(window.path()).unwrap();
    window.click("Take into the register");
    window.wait_for("the file has been deleted or moved");
    window.click("Later");
    window.wait("the workers", blue_ribbon::ui::App::is_idle);
    assert!(drafts_say(&window, "age: 53"));
    let path = window.folder().join("register.ron");
    fs::write(path, two_damaged()).unwrap();
    let mut window = window.killed();
    window.wait_for("age: 53, place");
}

#[test]
fn what_was_set_back_is_dropped() {
    let mut window = kept("53");
    window.click("As it was");
    assert!(text(&window).contains("age: 52.5"));
    wait_none_kept(&mut window);
}

#[test]
fn what_was_saved_by_a_kill_between_saving_and_dropping_is_not_offered() {
    let mended = two_damaged().replace("age: 52.5", "age: 53");
    let mut window = killed_over("53", &mended);
    wait_none_kept(&mut window);
    offers_nothing(&mut window);
}

#[test]
fn a_form_and_texts_are_kept_beside_each_other() {
    let mut window = kept("53");
    window.key(Key::Escape);
    edit(&mut window, "Megumi Yokota");
    window.write("Given name", "Typed");
    wait_kept(&mut window, "Typed");
    // More is typed in the text while the form is open.
    let show = window.button("2 records cannot be read");
    window.click(&show);
    type_age(&mut window, "54");
    wait_kept(&mut window, "age: 54");
    assert!(drafts_say(&window, "Typed") && drafts(&window).len() == 2);

    let mut window = window.killed();
    window.wait_for("age: 54, place");
    assert!(!window.reads("Changes of Megumi Yokota"), "one after the other");
    window.click("Continue");
    window.key(Key::Escape);
    window.wait_for("Changes of Megumi Yokota");
    assert!(drafts_say(&window, "age: 54"));
    window.click("Continue");
    window.keys(Modifiers::COMMAND, Key::S);
    window.click(&show);
    assert!(text(&window).contains("age: 54"));
    window.click("Take into the register");
    window.wait_saved();
    assert!(window.file().contains("Typed") && window.file().contains("age: 54"));
    wait_none_kept(&mut window);
}

#[test]
fn several_texts_are_asked_about_together() {
    let mut window = kept("53");
    let other = window.button("cases › 4");
    window.click(&other);
    window.write("Text of cases › 4", "nothing of it");
    wait_kept(&mut window, "nothing of it");
    let mut window = window.killed();
    window.wait_for("age: 53, place");
    assert!(window.reads("nothing of it"));
    window.click("Discard changes");
    wait_none_kept(&mut window);
    assert!(!window.reads(OFFERED) && window.session().revision() == 0);
    window.click("Show…");
    assert!(text(&window).contains("age: 52.5"));
    offers_nothing(&mut window.killed());
}

#[test]
fn leaving_the_question_keeps_it_and_what_is_typed_since_does_not_take_its_place() {
    let mut window = killed_over("53", &two_damaged());
    window.wait_for(OFFERED);
    window.click("Later");
    window.click("Show…");
    assert!(text(&window).contains("age: 52.5"));
    type_age(&mut window, "54");
    wait_kept(&mut window, "age: 54");
    window.key(Key::Escape);
    assert!(drafts_say(&window, "age: 53") && !window.reads(OFFERED));
    // One of them is gone on with: the other one is not put in its place.
    let mut window = window.killed();
    window.wait_for("age: 53, place");
    assert!(!window.reads("age: 54, place"));
    window.click("Continue");
    window.key(Key::Escape);
    offers_nothing(&mut window);
    assert!(drafts_say(&window, "age: 53") && drafts_say(&window, "age: 54"));
    // Each is asked about, one after the other.
    let mut window = window.killed();
    window.wait_for("age: 53, place");
    window.click("Discard changes");
    window.wait_for("age: 54, place");
    window.click("Continue");
    assert!(text(&window).contains("age: 54"));
    assert!(!drafts_say(&window, "age: 53"));
}

#[test]
fn a_text_whose_record_is_no_longer_damaged_can_be_read_and_copied() {
    let mended = two_damaged().replace("age: 52.5", "age: 51");
    let mut window = killed_over("fifty", &mended);
    window.wait_for("the record was mended or changed elsewhere");
    assert!(window.reads("age: fifty, place") && window.reads("given: \"Yutaka\""), "all of it");
    assert!(!window.reads("Continue"));
    window.role(egui::Role::Button, "Copy the text of cases › kume-yutaka").click_accesskit();
    assert!(window.wait_copied().contains("age: fifty, place"));
    window.click("Later");
    assert!(drafts_say(&window, "age: fifty"));
    let mut window = window.killed();
    window.wait_for("the record was mended or changed elsewhere");
    window.click("Discard changes");
    wait_none_kept(&mut window);
    offers_nothing(&mut window.killed());
}

#[test]
fn what_is_typed_while_someone_else_mends_the_record_is_asked_about() {
    let mut window = typed("fifty");
    let mended = two_damaged().replace("age: 52.5", "age: 51");
    fs::write(window.path(), mended).unwrap();
    window.come_back();
    window.wait_for("the record was mended or changed elsewhere");
    assert!(window.reads("age: fifty, place") && !window.reads("Take into the register"));
    window.click("Later");
    assert!(drafts_say(&window, "age: fifty") && !window.reads(OFFERED));
    let cases = window.session().register().cases();
    assert!(cases.iter().any(|case| case.id.as_str() == "kume-yutaka"));
}

#[test]
fn another_register_in_the_same_window_leaves_it_for_the_next_time() {
    let mut window = kept("53");
    let first = window.path();
    let other = window.folder().join("other.ron");
    fs::write(&other, damaged()).unwrap();
    // What was typed a moment ago is left as well.
    type_age(&mut window, "54");
    window.key(Key::Escape);
    for (path, is_left) in [(&other, false), (&first, true)] {
        window.will_pick(Some(path.clone()));
        window.keys(Modifiers::COMMAND, Key::O);
        window.wait("the other register", |app| {
            app.session().is_some_and(|session| session.path() == path) && app.is_idle()
        });
        window.settle();
        assert_eq!(window.reads(OFFERED), is_left);
        assert!(drafts_say(&window, "age: 54") && drafts(&window).len() == 1);
    }
    window.click("Continue");
    assert!(text(&window).contains("age: 54"));
}

#[test]
fn reading_the_file_again_offers_it_at_once() {
    let mut window = kept("53");
    window.key(Key::Escape);
    window.key(Key::F5);
    window.wait_for("age: 53, place");
    window.click("Continue");
    assert!(text(&window).contains("age: 53"));
}

#[test]
fn the_window_closes_once_it_is_kept() {
    let mut window = typed("53");
    let since = Instant::now();
    loop {
        window.close();
        if window.closes() {
            break;
        }
        assert!(since.elapsed() < super::PATIENCE, "the window does not close");
    }
    assert!(drafts_say(&window, "age: 53") && !window.reads("would be lost"));
}

#[test]
fn where_it_cannot_be_kept_closing_asks() {
    let mut window = open(&two_damaged());
    let data = window.folder().join("home/data");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("drafts"), "in the way").unwrap();
    window.click("Show…");
    type_age(&mut window, "53");
    window.wait_for("is not being kept");
    window.close();
    assert!(!window.closes());
    window.settle();
    assert!(window.reads("could not be kept on the disk and would be lost"));
    assert!(window.reads("age: 53, place"));
    window.click("Keep editing");
    assert!(text(&window).contains("age: 53"));
    window.key(Key::Escape);
    // Nor is another register opened in its place unasked.
    window.key(Key::F5);
    assert!(window.reads("would be lost"));
    window.click("Keep editing");
    window.close();
    window.settle();
    window.click("Discard changes");
    window.close();
    assert!(window.closes());
}

#[test]
fn closing_without_saving_leaves_it_as_it_was_typed_last() {
    let mut window = kept("53");
    window.key(Key::Escape);
    fs::remove_file(window.path()).unwrap();
    edit(&mut window, "Megumi Yokota");
    window.write("Given name", "Typed");
    window.keys(Modifiers::COMMAND, Key::S);
    window.wait_for("the file has been deleted or moved");
    window.click("Later");
    window.wait("the workers", blue_ribbon::ui::App::is_idle);
    let show = window.button("2 records cannot be read");
    window.click(&show);
    type_age(&mut window, "55");
    wait_kept(&mut window, "age: 55");
    // Too soon to be written by itself.
    type_age(&mut window, "54");
    window.close();
    window.settle();
    window.click("Close without saving");
    window.wait("the draft", blue_ribbon::ui::App::is_idle);
    assert!(drafts_say(&window, "age: 54"));
}
