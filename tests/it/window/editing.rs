//! Editing: form, undo, deletion, open draft.

use egui::{Event, Key, Modifiers};

use crate::window::Window;
use blue_ribbon::analysis::finding::{Finding, FindingKind};

const CTRL: Modifiers = Modifiers::COMMAND;

fn given_name(window: &Window, id: &str) -> String {
    let case = window.session().register().cases().iter().find(|case| case.id.as_str() == id);
    case.unwrap().name.given.clone()
}

fn open_form(window: &mut Window, name: &str) {
    window.click_row(name);
    window.key(Key::F2);
}

#[test]
fn saving_a_change_changes_only_its_case_in_the_file() {
    let mut window = Window::open();
    let before = window.file();
    open_form(&mut window, "Yutaka Kume");
    window.fill_field("Given name", "Yutakaa");
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    let after = window.file();
    let changed: Vec<(&str, &str)> =
        before.lines().zip(after.lines()).filter(|(a, b)| a != b).collect();
    assert_eq!(before.lines().count(), after.lines().count());
    assert_eq!(changed.len(), 1);
    assert!(changed[0].1.contains("Yutakaa"));
    assert_eq!(given_name(&window, "kume-yutaka"), "Yutakaa");
}

#[test]
fn an_invalid_value_is_reported_at_its_field_and_blocks_saving() {
    let mut window = Window::open();
    let before = window.file();
    open_form(&mut window, "Yutaka Kume");
    window.fill_field("Taken on", "1977-13-45");
    assert!(window.shows("Not a date"), "it is said in words");
    window.keys(CTRL, Key::S);
    assert_eq!(window.session().revision(), 0);
    assert_eq!(window.file(), before);
    window.fill_field("Taken on", "1977-09~");
    assert!(window.shows("about September 1977"), "what it means is said");
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    assert!(window.file().contains("1977-09~"));
}

#[test]
fn undo_and_redo_name_their_step_and_are_saved() {
    let mut window = Window::open();
    let before = window.file();
    open_form(&mut window, "Megumi Yokota");
    window.fill_field("Reading", "よこた　めぐみ2");
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    let after = window.file();
    assert_ne!(before, after);
    window.click("Edit");
    assert!(window.shows("Undo change of Megumi Yokota"));
    window.key(Key::Escape);
    window.keys(CTRL, Key::Z);
    window.wait_until_saved();
    assert_eq!(window.file(), before);
    window.keys(CTRL | Modifiers::SHIFT, Key::Z);
    window.wait_until_saved();
    assert_eq!(window.file(), after);
}

#[test]
fn undo_in_a_text_field_undoes_typing() {
    let mut window = Window::open();
    open_form(&mut window, "Megumi Yokota");
    window.fill_field("Given name", "Megumi X");
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    window.get("Search").focus();
    window.type_text("zzz");
    window.keys(CTRL, Key::Z);
    assert_eq!(given_name(&window, "yokota-megumi"), "Megumi X", "the register is as it was");
}

#[test]
fn deleting_names_the_person_and_can_be_undone() {
    let mut window = Window::open();
    window.click_row("Minoru Tanaka");
    window.key(Key::Delete);
    assert!(window.shows("Minoru Tanaka. Undo brings this back."));
    window.key(Key::Escape);
    assert_eq!(window.session().register().cases().len(), 17);
    window.key(Key::Delete);
    window.click("Delete");
    assert_eq!(window.session().register().cases().len(), 16);
    assert!(window.shows("16 of 16 cases"));
    window.wait_until_saved();
    assert!(!window.file().contains("tanaka-minoru"));
    window.keys(CTRL, Key::Z);
    window.wait_until_saved();
    assert_eq!(window.session().register().cases().len(), 17);
    assert!(window.file().contains("tanaka-minoru"));
}

#[test]
fn deleting_several_rows_is_one_step() {
    let mut window = Window::open();
    window.keys(CTRL, Key::A);
    window.key(Key::Delete);
    assert!(window.shows("and 12 more"));
    window.click("Delete");
    assert_eq!(window.session().register().cases().len(), 0);
    assert!(window.shows("This register holds no case yet"));
    window.keys(CTRL, Key::Z);
    assert_eq!(window.session().register().cases().len(), 17);
}

#[test]
fn leaving_a_changed_form_asks_first() {
    let mut window = Window::open();
    open_form(&mut window, "Yutaka Kume");
    window.fill_field("Given name", "Draft");
    window.click_row("Megumi Yokota");
    assert!(window.shows("Save the changes?"));
    window.click("Keep editing");
    assert!(window.shows("Draft"), "the draft is still there");
    window.click_row("Megumi Yokota");
    window.click("Discard changes");
    assert_eq!(given_name(&window, "kume-yutaka"), "Yutaka");
    assert!(window.shows("15 November 1977, aged 13"), "the other case is shown");

    open_form(&mut window, "Yutaka Kume");
    window.fill_field("Given name", "Saved");
    window.page("Sources");
    assert!(window.shows("Save the changes?"));
    window.click("Save");
    assert_eq!(given_name(&window, "kume-yutaka"), "Saved");
    assert!(window.shows("On secondary sources only"), "the page of sources is shown");
}

#[test]
fn leaving_an_unchanged_form_asks_nothing() {
    let mut window = Window::open();
    open_form(&mut window, "Yutaka Kume");
    window.click_row("Megumi Yokota");
    assert!(!window.shows("Save the changes?"));
    assert!(window.shows("15 November 1977, aged 13"));
}

#[test]
fn a_case_can_be_created_and_duplicated() {
    let mut window = Window::open();
    window.keys(CTRL, Key::N);
    window.fill_field("Given name", "Hanako");
    window.fill_field("Family name", "Sato");
    window.keys(CTRL, Key::S);
    assert!(window.shows("18 of 18 cases"));
    assert_eq!(given_name(&window, "sato-hanako"), "Hanako");
    window.keys(CTRL, Key::D);
    window.keys(CTRL, Key::S);
    assert!(window.shows("19 of 19 cases"));
    assert_eq!(given_name(&window, "sato-hanako-2"), "Hanako");
}

#[test]
fn a_claim_can_be_added_from_the_context_menu() {
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
fn opening_a_finding_focuses_its_field() {
    let mut window = Window::open();
    window.page("Findings");
    window.role(egui::Role::ListBox, "Findings").focus();
    window.run_until_idle();
    // As of the day that the window is told, some dates of the register lie ahead.
    let findings = &window.session().analysis().check_results().findings;
    let is_searched = |one: &Finding| matches!(one.kind, FindingKind::TwoDeaths { .. });
    let place = findings.iter().position(is_searched).unwrap();
    (0..place).for_each(|_| window.key(Key::ArrowDown));
    window.key(Key::Enter);
    let focused = window.focused_label().unwrap();
    assert_eq!(focused, "Claim 6: claimed date of death");
}

#[test]
fn a_saved_change_can_be_undone_at_once() {
    let mut window = Window::open();
    window.click_row("Yutaka Kume");
    window.key(Key::F2);
    window.fill_field("Given name", "Changed");
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
    window.run_until_idle();
    assert_eq!(
        (given_name(&window, "kume-yutaka").as_str(), window.session().revision()),
        ("Yutaka", 2)
    );
}
