//! Everything by keyboard alone.

use egui::{Key, Modifiers};

use super::Window;

const CTRL: Modifiers = Modifiers::COMMAND;

fn current(window: &Window) -> String {
    window.session().current().map(|(_, case)| case.name.latin()).unwrap_or_default()
}

#[test]
fn the_table_is_walked_by_keys() {
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
    assert_eq!(window.session().chosen().len(), 2);
}

#[test]
fn letters_find_a_name() {
    let mut window = Window::open();
    window.type_text("y");
    window.type_text("o");
    assert_eq!(current(&window), "Megumi Yokota");
}

#[test]
fn a_case_is_found_edited_saved_and_undone_without_a_mouse() {
    let mut window = Window::open();
    window.keys(CTRL, Key::F);
    window.type_text("tanaka");
    window.key(Key::Enter);
    window.key(Key::Home);
    assert_eq!(current(&window), "Minoru Tanaka");
    window.key(Key::Enter);
    window.type_text("X");
    window.keys(CTRL, Key::S);
    window.wait_saved();
    assert_ne!(current(&window), "Minoru Tanaka");
    window.keys(CTRL, Key::Z);
    assert_eq!(current(&window), "Minoru Tanaka");
}

#[test]
fn the_palette_gives_a_command_by_a_few_letters() {
    let mut window = Window::open();
    window.keys(CTRL, Key::K);
    window.type_text("select all");
    window.key(Key::Enter);
    assert_eq!(window.session().chosen().len(), 17);
}

#[test]
fn escape_leaves_an_unchanged_form() {
    let mut window = Window::open();
    window.key(Key::ArrowDown);
    window.key(Key::F2);
    assert!(window.reads("Given name"));
    window.key(Key::Escape);
    assert!(!window.reads("Given name"));
}

#[test]
fn the_pages_are_turned_by_keys_and_an_open_form_is_asked_about() {
    let mut window = Window::open();
    window.keys(CTRL, Key::PageUp);
    // The last page comes before the first.
    window.wait_for("The history begins with");
    window.keys(CTRL, Key::PageDown);
    window.keys(CTRL, Key::PageDown);
    assert!(window.reads("Both lists over time. "));
    window.keys(CTRL, Key::N);
    window.type_text("Somebody");
    window.keys(CTRL, Key::PageDown);
    assert!(window.reads("Keep editing"));
    window.click("Keep editing");
    assert!(window.reads("Both lists over time. "));
}

#[test]
fn the_day_is_stepped_by_keys() {
    let mut window = Window::open();
    window.wait("the checks", |app| {
        app.session().is_some_and(|session| !session.view().digest().days.is_empty())
    });
    window.keys(Modifiers::ALT, Key::ArrowLeft);
    assert!(!window.reads("As of 30 March 2014"));
    window.keys(Modifiers::ALT, Key::Home);
    assert!(window.reads("As of 30 March 2014"));
}

#[test]
fn a_day_is_typed_at_once_where_the_chooser_is_opened() {
    let mut window = Window::open();
    window.click("As of 30 March 2014");
    window.type_text("2002-09-17");
    window.key(Key::Enter);
    assert_eq!(window.session().view().as_of().to_string(), "2002-09-17");
}

#[test]
fn what_is_typed_stays_in_its_field_whatever_message_comes_and_goes() {
    let mut window = Window::open();
    window.key(Key::ArrowDown);
    window.key(Key::F2);
    window.write("Reading", "");
    window.type_text("a");
    let copy = window.folder().join("copy.ron");
    window.will_pick(Some(copy));
    window.keys(CTRL | Modifiers::SHIFT, Key::S);
    window.wait_for("A copy was saved");
    window.type_text("b");
    for _ in 0..1000 {
        window.harness.step();
    }
    assert!(!window.reads("A copy was saved"));
    window.type_text("c");
    window.keys(CTRL, Key::S);
    window.wait_saved();
    let (_, case) = window.session().current().unwrap();
    assert_eq!(case.name.reading, "abc");
}
