//! Work with the keyboard alone.

use egui::{Event, Key, Modifiers};

use crate::window::Window;

const CTRL: Modifiers = Modifiers::COMMAND;

fn current(window: &Window) -> String {
    window.session().current().map(|(_, case)| case.name.latin()).unwrap_or_default()
}

#[test]
fn arrow_keys_move_through_the_table() {
    let mut window = Window::open();
    window.key(Key::ArrowDown);
    assert_eq!(current(&window), "Yutaka Kume", "the table has the keyboard at the start");
    window.key(Key::ArrowDown);
    assert_eq!(current(&window), "Kyoko Matsumoto");
    window.key(Key::End);
    assert_eq!(current(&window), "Keiko Arimoto");
    window.key(Key::PageUp);
    window.key(Key::Home);
    assert_eq!(current(&window), "Yutaka Kume");
    window.keys(Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(window.session().selected_cases().len(), 2);
}

#[test]
fn typing_letters_finds_a_name() {
    let mut window = Window::open();
    window.type_text("y");
    window.type_text("o");
    assert_eq!(current(&window), "Megumi Yokota");
}

#[test]
fn what_is_typed_right_after_ctrl_f_is_searched() {
    let mut window = Window::open();
    // Straight into the frames: the harness draws frames of its own for a key.
    let key = Key::F;
    let pressed =
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: CTRL };
    for event in [pressed, Event::Text("kume".to_owned())] {
        window.harness.input_mut().events.push(event);
        window.harness.step();
    }
    window.run_until_idle();
    assert_eq!(window.session().analysis().query().search, "kume");
    assert_eq!(window.rows(), ["Yutaka Kume"]);
}

#[test]
fn a_case_can_be_found_edited_saved_and_undone_by_keyboard() {
    let mut window = Window::open();
    window.keys(CTRL, Key::F);
    window.type_text("tanaka");
    window.key(Key::Enter);
    window.key(Key::Home);
    assert_eq!(current(&window), "Minoru Tanaka");
    window.key(Key::Enter);
    window.type_text("X");
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    assert_ne!(current(&window), "Minoru Tanaka");
    window.keys(CTRL, Key::Z);
    assert_eq!(current(&window), "Minoru Tanaka");
}

#[test]
fn the_palette_runs_a_command_found_by_letters() {
    let mut window = Window::open();
    window.keys(CTRL, Key::K);
    window.type_text("select all");
    window.key(Key::Enter);
    assert_eq!(window.session().selected_cases().len(), 17);
}

#[test]
fn escape_closes_an_unchanged_form() {
    let mut window = Window::open();
    window.key(Key::ArrowDown);
    window.key(Key::F2);
    assert!(window.shows("Given name"));
    window.key(Key::Escape);
    assert!(!window.shows("Given name"));
}

#[test]
fn switching_pages_by_keyboard_asks_about_an_open_form() {
    let mut window = Window::open();
    window.keys(CTRL, Key::PageUp);
    // The last page comes before the first.
    window.wait_for_label("The history begins with");
    window.keys(CTRL, Key::PageDown);
    window.keys(CTRL, Key::PageDown);
    assert!(window.shows("Both lists over time. "));
    window.keys(CTRL, Key::N);
    window.type_text("Somebody");
    window.keys(CTRL, Key::PageDown);
    assert!(window.shows("Keep editing"));
    window.click("Keep editing");
    assert!(window.shows("Both lists over time. "));
}

#[test]
fn shortcuts_step_the_day() {
    let mut window = Window::open();
    window.wait_until("the checks", |app| {
        app.session().is_some_and(|session| !session.analysis().check_results().days.is_empty())
    });
    let as_of = |window: &Window| window.session().analysis().as_of();
    let today = as_of(&window);
    let days = window.session().analysis().check_results().days.clone();
    let before = |day| days.iter().rev().find(|other| **other < day).copied().unwrap();
    window.keys(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(as_of(&window), before(today));
    window.keys(Modifiers::ALT, Key::ArrowLeft);
    assert_eq!(as_of(&window), before(before(today)));
    window.keys(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(as_of(&window), before(today));
    window.keys(Modifiers::ALT, Key::Home);
    assert_eq!(as_of(&window), today);
    assert!(window.shows("As of 30 March 2014"));
}

#[test]
fn the_date_picker_opens_with_the_text_field_focused() {
    let mut window = Window::open();
    window.click("As of 30 March 2014");
    window.type_text("2002-09-17");
    window.key(Key::Enter);
    assert_eq!(window.session().analysis().as_of().to_string(), "2002-09-17");
}

#[test]
fn typing_continues_while_notices_appear() {
    let mut window = Window::open();
    window.key(Key::ArrowDown);
    window.key(Key::F2);
    window.fill_field("Reading", "");
    window.type_text("a");
    let copy = window.folder().join("copy.ron");
    window.answer_dialog_with(Some(copy));
    window.keys(CTRL | Modifiers::SHIFT, Key::S);
    window.wait_for_label("A copy was saved");
    window.type_text("b");
    for _ in 0..1000 {
        window.harness.step();
    }
    assert!(!window.shows("A copy was saved"));
    window.type_text("c");
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    let (_, case) = window.session().current().unwrap();
    assert_eq!(case.name.reading, "abc");
}
