//! A history that is not the one that is known: told in red on opening, and asked about before the
//! next save.

use egui::{Key, Modifiers};

use crate::window::Window;
use blue_ribbon::store::paths::RegisterPaths;

fn history_path(window: &Window) -> std::path::PathBuf {
    RegisterPaths::of(&window.path()).history()
}

/// Changes the place where a person was taken, without waiting until that is saved.
fn change_place(window: &mut Window, name: &str, place: &str) {
    window.click_row(name);
    window.key(Key::F2);
    window.fill_field("Prefecture or region", place);
    window.keys(Modifiers::COMMAND, Key::S);
}

/// Opens a window on a register with one recorded change.
fn window_with_history() -> Window {
    let mut window = Window::open();
    change_place(&mut window, "Yutaka Kume", "Alpha-ken");
    window.wait_until_saved();
    window
}

#[test]
fn a_history_deleted_under_an_open_window_is_asked_about_before_it_is_begun_anew() {
    let mut window = window_with_history();
    let (file, history) = (window.file(), history_path(&window));
    std::fs::remove_file(&history).unwrap();
    change_place(&mut window, "Megumi Yokota", "Beta-ken");
    window.wait_for_label("The history of this register is gone, and with it change 2");
    assert!(window.shows("A new history begins with the register as it is now"));
    assert!(!history.exists());
    assert_eq!(window.file(), file);
    // Put off, nothing is written.
    window.click("Later");
    assert!(!history.exists() && window.file() == file);
    assert!(!window.session().is_saved());
    window.page("History");
    window.wait_for_label("The history of this register is gone, and with it change 2");
    window.page("Cases");
    change_place(&mut window, "Kyoko Matsumoto", "Gamma-ken");
    window.wait_for_label("The history of this register is gone, and with it change 2");
    window.click("Begin a new history");
    window.wait_until_saved();
    let text = std::fs::read_to_string(&history).unwrap();
    assert!(text.contains("what: Began") && text.contains("gap: (lost: (n: 2"), "{text}");
    assert!(window.file().contains("Beta-ken") && window.file().contains("Gamma-ken"));
    // It is known from then on.
    let window = window.kill_and_restart();
    assert!(!window.shows("The history of this register"));
}

#[test]
fn a_history_that_is_put_back_is_continued_when_tried_again() {
    let mut window = window_with_history();
    let history = history_path(&window);
    let text = std::fs::read_to_string(&history).unwrap();
    std::fs::write(&history, "").unwrap();
    change_place(&mut window, "Megumi Yokota", "Beta-ken");
    window.wait_for_label("The history of this register is empty");
    std::fs::write(&history, &text).unwrap();
    window.click("Try again");
    window.wait_until_saved();
    let continued = std::fs::read_to_string(&history).unwrap();
    assert!(continued.starts_with(&text) && !continued.contains("gap:"), "{continued}");
}

#[test]
fn an_older_copy_of_a_history_is_told_on_opening_and_continued_once_accepted() {
    let mut window = window_with_history();
    let history = history_path(&window);
    let older = std::fs::read_to_string(&history).unwrap();
    change_place(&mut window, "Megumi Yokota", "Beta-ken");
    window.wait_until_saved();
    std::fs::write(&history, &older).unwrap();
    let mut window = window.kill_and_restart();
    assert!(window.shows("ends with change 2 and does not hold change 3"));
    assert!(window.shows("Error"), "in red");
    assert!(!window.shows("another program has changed it"));
    assert_eq!(std::fs::read_to_string(&history).unwrap(), older, "opening writes nothing");
    change_place(&mut window, "Yutaka Kume", "Gamma-ken");
    window.wait_for_label("Continue this history");
    window.click("Continue this history");
    window.wait_until_saved();
    let text = std::fs::read_to_string(&history).unwrap();
    assert!(text.starts_with(&older) && text.contains("gap: (lost: (n: 3"), "{text}");
    window.page("History");
    window.wait_for_label("The register as it was found after a gap");
}
