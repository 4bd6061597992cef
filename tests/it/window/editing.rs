//! Editing: the form, undo, deleting, an open draft.

use egui::{Event, Key, Modifiers};

use super::Window;

const CTRL: Modifiers = Modifiers::COMMAND;

fn given(window: &Window, id: &str) -> String {
    let case = window.session().register().cases().iter().find(|case| case.id.as_str() == id);
    case.unwrap().name.given.clone()
}

fn edit(window: &mut Window, name: &str) {
    window.click_row(name);
    window.key(Key::F2);
}

#[test]
fn a_change_is_saved_and_only_its_case_changes_in_the_file() {
    let mut window = Window::open();
    let before = window.file();
    edit(&mut window, "Yutaka Kume");
    window.write("Given name", "Yutakaa");
    window.keys(CTRL, Key::S);
    window.wait_saved();
    let after = window.file();
    let changed: Vec<(&str, &str)> =
        before.lines().zip(after.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!(before.lines().count(), after.lines().count());
    assert_eq!(changed.len(), 1);
    assert!(changed[0].1.contains("Yutakaa"));
    assert_eq!(given(&window, "kume-yutaka"), "Yutakaa");
}

#[test]
fn a_wrong_value_is_said_beside_its_field_and_cannot_be_saved() {
    let mut window = Window::open();
    let before = window.file();
    edit(&mut window, "Yutaka Kume");
    window.write("Taken on", "1977-13-45");
    assert!(window.reads("Not a date"), "it is said in words");
    window.keys(CTRL, Key::S);
    assert_eq!(window.session().revision(), 0);
    assert_eq!(window.file(), before);
    window.write("Taken on", "1977-09~");
    assert!(window.reads("about September 1977"), "what it means is said");
    window.keys(CTRL, Key::S);
    window.wait_saved();
    assert!(window.file().contains("1977-09~"));
}

#[test]
fn undo_and_redo_name_what_they_do_and_are_saved() {
    let mut window = Window::open();
    let before = window.file();
    edit(&mut window, "Megumi Yokota");
    window.write("Reading", "よこた　めぐみ2");
    window.keys(CTRL, Key::S);
    window.wait_saved();
    let after = window.file();
    assert_ne!(before, after);
    window.click("Edit");
    assert!(window.reads("Undo change of Megumi Yokota"));
    window.key(Key::Escape);
    window.keys(CTRL, Key::Z);
    window.wait_saved();
    assert_eq!(window.file(), before);
    window.keys(CTRL | Modifiers::SHIFT, Key::Z);
    window.wait_saved();
    assert_eq!(window.file(), after);
}

#[test]
fn undo_inside_a_field_belongs_to_the_field() {
    let mut window = Window::open();
    edit(&mut window, "Megumi Yokota");
    window.write("Given name", "Megumi X");
    window.keys(CTRL, Key::S);
    window.wait_saved();
    window.get("Search").focus();
    window.type_text("zzz");
    window.keys(CTRL, Key::Z);
    assert_eq!(given(&window, "yokota-megumi"), "Megumi X", "the register is as it was");
}

#[test]
fn deleting_names_the_person_and_can_be_undone() {
    let mut window = Window::open();
    window.click_row("Minoru Tanaka");
    window.key(Key::Delete);
    assert!(window.reads("Minoru Tanaka. Undo brings this back."));
    window.key(Key::Escape);
    assert_eq!(window.session().register().cases().len(), 17);
    window.key(Key::Delete);
    window.click("Delete");
    assert_eq!(window.session().register().cases().len(), 16);
    assert!(window.reads("16 of 16 cases"));
    window.wait_saved();
    assert!(!window.file().contains("tanaka-minoru"));
    window.keys(CTRL, Key::Z);
    window.wait_saved();
    assert_eq!(window.session().register().cases().len(), 17);
    assert!(window.file().contains("tanaka-minoru"));
}

#[test]
fn several_rows_are_deleted_in_one_step() {
    let mut window = Window::open();
    window.keys(CTRL, Key::A);
    window.key(Key::Delete);
    assert!(window.reads("and 12 more"));
    window.click("Delete");
    assert_eq!(window.session().register().cases().len(), 0);
    assert!(window.reads("This register holds no case yet"));
    window.keys(CTRL, Key::Z);
    assert_eq!(window.session().register().cases().len(), 17);
}

#[test]
fn an_open_draft_is_asked_about_before_moving_on() {
    let mut window = Window::open();
    edit(&mut window, "Yutaka Kume");
    window.write("Given name", "Draft");
    window.click_row("Megumi Yokota");
    assert!(window.reads("Save the changes?"));
    window.click("Keep editing");
    assert!(window.reads("Draft"), "the draft is still there");
    window.click_row("Megumi Yokota");
    window.click("Discard changes");
    assert_eq!(given(&window, "kume-yutaka"), "Yutaka");
    assert!(window.reads("15 November 1977, aged 13"), "the other case is shown");

    edit(&mut window, "Yutaka Kume");
    window.write("Given name", "Saved");
    window.page("Sources");
    assert!(window.reads("Save the changes?"));
    window.click("Save");
    assert_eq!(given(&window, "kume-yutaka"), "Saved");
    assert!(window.reads("On secondary sources only"), "the page of sources is shown");
}

#[test]
fn an_unchanged_form_is_left_without_a_question() {
    let mut window = Window::open();
    edit(&mut window, "Yutaka Kume");
    window.click_row("Megumi Yokota");
    assert!(!window.reads("Save the changes?"));
    assert!(window.reads("15 November 1977, aged 13"));
}

#[test]
fn a_new_case_and_a_copy_are_made() {
    let mut window = Window::open();
    window.keys(CTRL, Key::N);
    window.write("Given name", "Hanako");
    window.write("Family name", "Sato");
    window.keys(CTRL, Key::S);
    assert!(window.reads("18 of 18 cases"));
    assert_eq!(given(&window, "sato-hanako"), "Hanako");
    window.keys(CTRL, Key::D);
    window.keys(CTRL, Key::S);
    assert!(window.reads("19 of 19 cases"));
    assert_eq!(given(&window, "sato-hanako-2"), "Hanako");
}

#[test]
fn a_claim_is_added_from_the_tables_context_menu() {
    let mut window = Window::open();
    let claims = |window: &Window| {
        let cases = window.session().register().cases();
        cases.iter().find(|case| case.id.as_str() == "tanaka-minoru").unwrap().claims.len()
    };
    let before = claims(&window);
    window.click_row_with("Minoru Tanaka", egui::PointerButton::Secondary);
    window.click("New claim");
    window.type_text("2013-05");
    window.keys(CTRL, Key::S);
    assert_eq!(claims(&window), before + 1);
}

#[test]
fn a_finding_leads_to_its_field() {
    let mut window = Window::open();
    window.page("Findings");
    let finding = window.session().view().digest().findings[0].clone();
    assert!(matches!(finding.about, blue_ribbon::view::About::Case(_)));
    window.key(Key::Tab);
    let words = blue_ribbon::view::finding_words(
        blue_ribbon::Lang::ENGLISH,
        window.session().register(),
        &finding,
    );
    assert!(window.reads(&words));
}

#[test]
fn what_was_just_saved_can_be_undone_at_once() {
    let mut window = Window::open();
    window.click_row("Yutaka Kume");
    window.key(Key::F2);
    window.write("Given name", "Changed");
    // In the very next frame, before the table has the focus.
    for key in [Key::S, Key::Z] {
        let pressed = |pressed| Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: CTRL,
        };
        window.harness.input_mut().events.extend([pressed(true), pressed(false)]);
        window.harness.step();
    }
    window.settle();
    assert_eq!(
        (given(&window, "kume-yutaka").as_str(), window.session().revision()),
        ("Yutaka", 2)
    );
}
