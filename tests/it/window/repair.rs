//! A file with broken records opens with the others; the broken ones are repaired in a dialog.

use egui::{Key, Modifiers, Role, Shape};
use egui_kittest::kittest::NodeT as _;

use crate::{source_code::repository_root, window::Window};
use blue_ribbon::Locale;

pub(super) const TITLE: &str = "Records that cannot be read";
pub(super) const TEXT_FIELD: &str = "Text of cases › kume-yutaka";

/// The bundled register with an invalid age of Yutaka Kume and a missing bracket in another case.
pub(super) fn register_with_broken_records() -> String {
    let bundled = std::fs::read_to_string(repository_root().join("data/register.ron")).unwrap();
    let text = bundled.replacen("age: 52", "age: 52.5", 1);
    assert_ne!(text, bundled);
    text
}

pub(super) fn open(text: &str) -> Window {
    Window::open_with(text.as_bytes(), Locale::ENGLISH, egui::vec2(1280.0, 800.0))
}

#[test]
fn readable_records_are_shown_and_a_broken_one_can_be_repaired() {
    let mut window = open(&register_with_broken_records());
    window.wait_for_label("1 record of this file cannot be read");
    assert_eq!(window.session().register().cases().len(), 16);
    window.click("Show…");
    assert!(window.shows(TITLE));
    assert!(window.shows("cases › kume-yutaka › taken › age, line"));
    assert!(window.shows("The number is too large, too small or not whole."));
    let text = window.get(TEXT_FIELD).accesskit_node().value().unwrap();
    window.fill_field(TEXT_FIELD, &text.replace("age: 52.5", "age: 52, hair: \"grey\""));
    assert!(window.shows("There is no field “hair” here."));
    // Put off, what was typed is still there.
    window.key(Key::Escape);
    assert!(!window.shows("Take into the register"));
    window.click("1 record cannot be read");
    assert!(window.shows("There is no field “hair” here."));
    window.fill_field(TEXT_FIELD, &text.replace("age: 52.5", "age: 52"));
    assert!(window.shows("This text can be read."));
    window.click("Take into the register");
    window.wait_until_saved();
    assert!(!window.shows("cannot be read"));
    let bundled = std::fs::read_to_string(repository_root().join("data/register.ron")).unwrap();
    assert_eq!(window.file(), bundled);

    // Taken back, the damaged text stands in the file again.
    window.keys(Modifiers::COMMAND, Key::Z);
    window.wait_until_saved();
    assert_eq!(window.file(), register_with_broken_records());
    assert!(window.shows("1 record cannot be read"));
}

#[test]
fn a_broken_record_stays_in_the_file_after_other_edits() {
    let text = register_with_broken_records().replacen(
        "id: \"tanaka-minoru\",",
        "id: \"tanaka-minoru,",
        1,
    );
    let mut window = open(&text);
    window.wait_for_label("2 records of this file cannot be read");
    window.click_row("Megumi Yokota");
    window.key(Key::F2);
    window.fill_field("Given name", "Megumi X");
    window.keys(Modifiers::COMMAND, Key::S);
    window.wait_until_saved();
    let file = window.file();
    for kept in ["age: 52.5", "id: \"tanaka-minoru,", "given: \"Megumi X\""] {
        assert!(file.contains(kept), "{kept}");
    }
    assert_eq!(file.replace("Megumi X", "Megumi"), text);
}

#[test]
fn an_export_reports_the_missing_broken_records() {
    let mut window = open(&register_with_broken_records());
    let path = window.folder().join("summary.html");
    window.answer_dialog_with(Some(path.clone()));
    window.keys(Modifiers::COMMAND, Key::E);
    window.click("Choose a file…");
    window.wait_for_label("1 record that cannot be read is missing from what was written.");
    assert!(path.is_file());
}

#[test]
fn choosing_another_record_shows_its_text_and_focuses_it() {
    let text = register_with_broken_records().replacen(
        "id: \"tanaka-minoru\",",
        "id: \"tanaka-minoru,",
        1,
    );
    let mut window = open(&text);
    window.click("Show…");
    let text = window.get(TEXT_FIELD).accesskit_node().value().unwrap();
    window.fill_field(TEXT_FIELD, &text.replace("age: 52.5", "age: 52"));
    assert!(window.shows("This text can be read."));
    let other = window.button("cases › 4");
    window.click(&other);
    assert!(!window.shows("This text can be read."));
    window.type_text("Typed");
    let text = window.get("Text of cases › 4").accesskit_node().value().unwrap();
    assert!(text.contains("Typed"));
}

#[test]
fn the_list_of_broken_records_is_moved_through_by_keys() {
    let text = register_with_broken_records().replacen(
        "id: \"tanaka-minoru\",",
        "id: \"tanaka-minoru,",
        1,
    );
    let mut window = open(&text);
    window.click("Show…");
    let rows = window.buttons("cases › ");
    assert_eq!(rows.len(), 2);
    window.role(Role::Button, &rows[0]).focus();
    window.run_until_idle();
    window.key(Key::ArrowDown);
    assert!(window.shows("Text of cases › 4"));
    assert_eq!(window.focused_label().as_ref(), Some(&rows[1]));
    window.key(Key::ArrowUp);
    assert!(window.shows(TEXT_FIELD));
    assert_eq!(window.focused_label().as_ref(), Some(&rows[0]));
    window.key(Key::Enter);
    assert_eq!(window.focused_label().as_deref(), Some(TEXT_FIELD), "Enter goes to the text");
}

/// Returns the line numbers beside a text from the top, each with its position.
fn line_numbers(window: &Window) -> Vec<(usize, f32)> {
    let gutter = window.get(TEXT_FIELD).rect();
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

/// Returns the number of the first line that contains a text.
fn line_number_of(text: &str, words: &str) -> usize {
    1 + text[..text.find(words).unwrap()].matches('\n').count()
}

#[test]
fn line_numbers_match_the_error_messages() {
    let text = register_with_broken_records();
    let line = line_number_of(&text, "age: 52.5");
    let mut window = open(&text);
    window.click("Show…");
    assert!(window.shows(&format!("cases › kume-yutaka › taken › age, line {line}, column ")));
    assert!(window.shows(&format!("Line {line}, column ")));
    let numbers = line_numbers(&window);
    let begin = line_number_of(&text, "id: \"kume-yutaka\"") - 1;
    let expected: Vec<usize> = (begin..begin + numbers.len()).collect();
    assert_eq!(numbers.iter().map(|(number, _)| *number).collect::<Vec<_>>(), expected);
    let height = |of: usize| numbers[of + 1 - begin].1 - numbers[of - begin].1;
    assert!(height(line) > 1.5 * height(begin), "a line that is wrapped has one number");

    // What is typed above moves it down, there and in the message.
    window.get(TEXT_FIELD).focus();
    window.keys(Modifiers::COMMAND, Key::Home);
    window.type_text("\n\n");
    assert!(window.shows(&format!("Line {}, column ", line + 2)));
    assert_eq!(line_numbers(&window)[0].0, begin);
}

#[test]
fn a_long_text_scrolls_to_its_error() {
    let blank = format!("\n{}", " ".repeat(16)).repeat(5000);
    let text =
        register_with_broken_records().replacen("age: 52.5", &format!("{blank}age: 52.5"), 1);
    let mut window = open(&text);
    window.click("Show…");
    let numbers = line_numbers(&window);
    let line = line_number_of(&text, "age: 52.5");
    assert!(numbers.iter().any(|(number, _)| *number == line), "{numbers:?}");
    assert!(numbers.len() < 50 && numbers.is_sorted(), "{numbers:?}");
}

#[test]
fn a_dialog_above_the_repair_dialog_keeps_its_input() {
    let folder = std::rc::Rc::new(tempfile::tempdir().unwrap());
    let path = folder.path().join("register.ron");
    std::fs::write(&path, register_with_broken_records()).unwrap();
    let size = egui::vec2(1280.0, 800.0);
    let mut window = Window::start_asking(Some(path), folder, Locale::ENGLISH, size, true);
    window.click("Show…");
    let text = window.get(TEXT_FIELD).accesskit_node().value().unwrap();
    window.fill_field(TEXT_FIELD, &text.replace("age: 52.5", "age: 52"));
    window.click("Take into the register");
    window.wait_for_label("Continue");
    window.key(Key::Escape);
    assert!(!window.shows("Continue") && window.shows(TITLE));
}
