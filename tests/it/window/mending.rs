//! A file with damaged records opens with the sound ones; the damaged are mended in the window.

use blue_ribbon::Lang;
use egui::{Key, Modifiers, Shape};
use egui_kittest::kittest::NodeT as _;

use super::Window;
use crate::source::top;

pub(super) const TITLE: &str = "Records that cannot be read";
pub(super) const TEXT: &str = "Text of cases › kume-yutaka";

/// The bundled register, with Yutaka Kume's age as it cannot be and without a bracket of another.
pub(super) fn damaged() -> String {
    let bundled = std::fs::read_to_string(top().join("data/register.ron")).unwrap();
    let text = bundled.replacen("age: 52", "age: 52.5", 1);
    assert_ne!(text, bundled);
    text
}

pub(super) fn open(text: &str) -> Window {
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

#[test]
fn another_record_chosen_is_read_itself_and_has_the_cursor() {
    let text = damaged().replacen("id: \"tanaka-minoru\",", "id: \"tanaka-minoru,", 1);
    let mut window = open(&text);
    window.click("Show…");
    let text = window.get(TEXT).accesskit_node().value().unwrap();
    window.write(TEXT, &text.replace("age: 52.5", "age: 52"));
    assert!(window.reads("This text can be read."));
    let other = window.button("cases › 4");
    window.click(&other);
    assert!(!window.reads("This text can be read."));
    window.type_text("Typed");
    let text = window.get("Text of cases › 4").accesskit_node().value().unwrap();
    assert!(text.contains("Typed"));
}

/// The line numbers painted beside a text, from the top, each with where it stands.
fn line_numbers(window: &Window) -> Vec<(usize, f32)> {
    let gutter = window.get(TEXT).rect();
    let gutter = gutter.with_max_x(gutter.left() + 64.0);
    let is_fixed = |text: &egui::epaint::TextShape| {
        text.galley.job.sections[0].format.font_id.family == egui::FontFamily::Monospace
    };
    let numbers = window.harness.output().shapes.iter().filter_map(|shape| match &shape.shape {
        Shape::Text(text) if is_fixed(text) && gutter.contains(text.pos) => {
            text.galley.text().parse().ok().map(|number| (number, text.pos.y))
        }
        _ => None,
    });
    numbers.collect()
}

/// The line of a text in which these words stand first.
fn line_of(text: &str, words: &str) -> usize {
    1 + text[..text.find(words).unwrap()].matches('\n').count()
}

#[test]
fn lines_have_the_numbers_that_the_messages_use() {
    let text = damaged();
    let line = line_of(&text, "age: 52.5");
    let mut window = open(&text);
    window.click("Show…");
    assert!(window.reads(&format!("cases › kume-yutaka › taken › age, line {line}, column ")));
    assert!(window.reads(&format!("Line {line}, column ")));
    let numbers = line_numbers(&window);
    let begin = line_of(&text, "id: \"kume-yutaka\"") - 1;
    let expected: Vec<usize> = (begin..begin + numbers.len()).collect();
    assert_eq!(numbers.iter().map(|(number, _)| *number).collect::<Vec<_>>(), expected);
    let height = |of: usize| numbers[of + 1 - begin].1 - numbers[of - begin].1;
    assert!(height(line) > 1.5 * height(begin), "a line that is wrapped has one number");

    // What is typed above moves it down, there and in the message.
    window.get(TEXT).focus();
    window.keys(Modifiers::COMMAND, Key::Home);
    window.type_text("\n\n");
    assert!(window.reads(&format!("Line {}, column ", line + 2)));
    assert_eq!(line_numbers(&window)[0].0, begin);
}

#[test]
fn a_long_text_is_shown_at_its_fault_with_the_numbers_in_sight() {
    let blank = format!("\n{}", " ".repeat(16)).repeat(5000);
    let text = damaged().replacen("age: 52.5", &format!("{blank}age: 52.5"), 1);
    let mut window = open(&text);
    window.click("Show…");
    let numbers = line_numbers(&window);
    let line = line_of(&text, "age: 52.5");
    assert!(numbers.iter().any(|(number, _)| *number == line), "{numbers:?}");
    assert!(numbers.len() < 50 && numbers.is_sorted(), "{numbers:?}");
}

#[test]
fn a_question_on_top_is_left_alone() {
    let folder = std::rc::Rc::new(tempfile::tempdir().unwrap());
    let path = folder.path().join("register.ron");
    std::fs::write(&path, damaged()).unwrap();
    let size = egui::vec2(1280.0, 800.0);
    let mut window = Window::start_asking(Some(path), folder, Lang::ENGLISH, size, true);
    window.click("Show…");
    let text = window.get(TEXT).accesskit_node().value().unwrap();
    window.write(TEXT, &text.replace("age: 52.5", "age: 52"));
    window.click("Take into the register");
    window.wait_for("Continue");
    window.key(Key::Escape);
    assert!(!window.reads("Continue") && window.reads(TITLE));
}
