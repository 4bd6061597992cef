//! A file with damaged records opens with the sound ones; the damaged are mended in the window.

use blue_ribbon::Lang;
use egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT as _;

use super::Window;
use crate::source::top;

const TITLE: &str = "Records that cannot be read";
const TEXT: &str = "Text of cases › kume-yutaka";

/// The bundled register, with Yutaka Kume's age as it cannot be and without a bracket of another.
fn damaged() -> String {
    let bundled = std::fs::read_to_string(top().join("data/register.ron")).unwrap();
    let text = bundled.replacen("age: 52", "age: 52.5", 1);
    assert_ne!(text, bundled);
    text
}

fn open(text: &str) -> Window {
    Window::open_with(text.as_bytes(), Lang::ENGLISH, egui::vec2(1280.0, 800.0))
}

#[test]
fn the_sound_records_are_shown_and_the_damaged_one_is_mended() {
    let mut window = open(&damaged());
    window.wait_for("1 record of this file cannot be read");
    assert_eq!(window.session().register().cases().len(), 16);
    window.click("Show…");
    assert!(window.reads(TITLE));
    assert!(window.reads("cases › kume-yutaka › taken › age, line"));
    assert!(window.reads("The number is too large, too small or not whole."));
    let text = window.get(TEXT).accesskit_node().value().unwrap();
    window.write(TEXT, &text.replace("age: 52.5", "age: 52, hair: \"grey\""));
    assert!(window.reads("There is no field “hair” here."));
    // Put off, what was typed is still there.
    window.key(Key::Escape);
    assert!(!window.reads("Take into the register"));
    window.click("1 record cannot be read");
    assert!(window.reads("There is no field “hair” here."));
    window.write(TEXT, &text.replace("age: 52.5", "age: 52"));
    assert!(window.reads("This text can be read."));
    window.click("Take into the register");
    window.wait_saved();
    assert!(!window.reads("cannot be read"));
    let bundled = std::fs::read_to_string(top().join("data/register.ron")).unwrap();
    assert_eq!(window.file(), bundled);

    // Taken back, the damaged text stands in the file again.
    window.keys(Modifiers::COMMAND, Key::Z);
    window.wait_saved();
    assert_eq!(window.file(), damaged());
    assert!(window.reads("1 record cannot be read"));
}

#[test]
fn a_damaged_record_stays_in_the_file_whatever_else_is_edited() {
    let text = damaged().replacen("id: \"tanaka-minoru\",", "id: \"tanaka-minoru,", 1);
    let mut window = open(&text);
    window.wait_for("2 records of this file cannot be read");
    window.click_row("Megumi Yokota");
    window.key(Key::F2);
    window.write("Given name", "Megumi X");
    window.keys(Modifiers::COMMAND, Key::S);
    window.wait_saved();
    let file = window.file();
    for kept in ["age: 52.5", "id: \"tanaka-minoru,", "given: \"Megumi X\""] {
        assert!(file.contains(kept), "{kept}");
    }
    assert_eq!(file.replace("Megumi X", "Megumi"), text);
}

#[test]
fn what_is_exported_is_said_to_lack_the_damaged_records() {
    let mut window = open(&damaged());
    let path = window.folder().join("summary.html");
    window.will_pick(Some(path.clone()));
    window.keys(Modifiers::COMMAND, Key::E);
    window.click("Choose a file…");
    window.wait_for("1 record that cannot be read is missing from what was written.");
    assert!(path.is_file());
}
