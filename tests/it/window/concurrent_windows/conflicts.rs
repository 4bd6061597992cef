//! Conflicts between two windows: both versions are shown with their authors, and one is chosen
//! field by field.

use crate::{source_code, window::concurrent_windows::*};

const CONFLICT_TITLE: &str = "Two versions of the same";

#[test]
fn a_conflict_is_resolved_field_by_field() {
    let mut window = Window::open();
    write_externally(&window, "given: \"Yutaka\"", "given: \"Theirs\"");
    write_externally(&window, "family: \"Kume\"", "family: \"They\"");
    type_in_form(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.fill_field("Family name", "We");
    window.keys(CTRL, Key::S);
    window.wait_for_label(CONFLICT_TITLE);
    assert!(window.shows("Not saved: a choice is to be made first."));
    assert!(window.shows("Before: “Yutaka”") && window.shows("2 not chosen yet"));
    let keep = window.role(egui::Role::Button, "Keep what is chosen");
    assert!(keep.accesskit_node().is_disabled());
    let choice = |window: &mut Window, text: &str| {
        let name = window.labels(text).into_iter().next().unwrap();
        window.role(egui::Role::RadioButton, &name).click();
        window.run_until_idle();
    };
    choice(&mut window, "Given name: Theirs: “Theirs”");
    choice(&mut window, "Ours: “We”");
    window.click("Keep what is chosen");
    window.wait_until_saved();
    assert!(
        window.file().contains("given: \"Theirs\"") && window.file().contains("family: \"We\"")
    );
    assert!(!window.shows(CONFLICT_TITLE));
}

#[test]
fn a_conflict_names_the_other_author_and_time() {
    let mut window = Window::open();
    type_in_form(&mut window, "Yutaka Kume", "Given name", "Ours");
    save_as_another_user(&window, "Mori", "kume-yutaka", "Morii");
    save_as_another_user(&window, "Aoki", "yokota-megumi", "Aokii");
    window.keys(CTRL, Key::S);
    window.wait_for_label(CONFLICT_TITLE);
    // Whoever saved last changed another record.
    let [theirs] = window.labels("Saved by ").try_into().unwrap();
    assert!(theirs.starts_with("Saved by Mori (u@desk) on "), "{theirs}");
    let today = jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::system()).date();
    assert!(theirs.contains(&format!(" {} at ", today.year())), "{theirs}");
    assert!(window.shows("Tester, not saved yet"));
    window.click("All theirs");
    window.click("Keep what is chosen");
    window.wait_for_label("Brought in from Aoki, Mori: 2 cases.");
    // Aoki saves again, before that was looked at.
    save_as_another_user(&window, "Aoki", "yokota-megumi", "Again");
    window.focus_window();
    window.wait_for_label("Brought in from Aoki, Mori: 3 cases.");
    window.click("Show");
    assert!(window.shows("Given name changed: “Megumi” → “Aokii”"));
    assert!(!window.labels("Brought in from Aoki, Mori").is_empty());
}

#[test]
fn a_conflict_with_another_program_shows_the_file_time() {
    let mut window = Window::open();
    write_externally(&window, "given: \"Yutaka\"", "given: \"Theirs\"");
    let file = fs::File::options().write(true).open(window.path()).unwrap();
    let at: jiff::Timestamp = "2014-03-29T12:04:00Z".parse().unwrap();
    let since = std::time::Duration::from_secs(at.as_second().try_into().unwrap());
    file.set_modified(std::time::SystemTime::UNIX_EPOCH + since).unwrap();
    let at = at.to_zoned_datetime(jiff::tz::TimeZone::system()).strftime("%H:%M").to_string();
    change_field(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.wait_for_label(CONFLICT_TITLE);
    assert!(window.shows("Changed by another program; file dated 29 March 2014, "));
    assert!(window.shows(&at) && window.shows("Tester, not saved yet"));
}

#[test]
fn deletion_against_change_conflicts_in_both_directions() {
    for keeps in [true, false] {
        let mut window = Window::open();
        let case = case_text(&window, "kume-yutaka");
        write_externally(&window, &case, "");
        change_field(&mut window, "Yutaka Kume", "Given name", "Ours");
        window.wait_for_label(CONFLICT_TITLE);
        assert!(window.shows("Theirs: deleted"));
        window.click(if keeps { "All ours" } else { "All theirs" });
        window.click("Keep what is chosen");
        window.wait_until_saved();
        assert_eq!(window.file().contains("kume-yutaka"), keeps);
        assert_eq!(window.session().register().cases().len(), if keeps { 17 } else { 16 });
    }
    let mut window = Window::open();
    write_externally(&window, "given: \"Yutaka\"", "given: \"Theirs\"");
    window.click_row("Yutaka Kume");
    window.key(Key::Delete);
    window.click("Delete");
    window.wait_for_label(CONFLICT_TITLE);
    assert!(window.shows("Ours: deleted"));
    window.click("All theirs");
    window.click("Keep what is chosen");
    window.wait_until_saved();
    assert_eq!(given_name(&window, "kume-yutaka"), "Theirs");
}

#[test]
fn postponed_conflicts_are_reported_and_asked_about_again() {
    let mut window = Window::open();
    write_externally(&window, "given: \"Yutaka\"", "given: \"Theirs\"");
    let theirs = window.file();
    change_field(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.wait_for_label(CONFLICT_TITLE);
    window.close();
    assert!(!window.is_closing(), "it is not on the disk");
    window.run_until_idle();
    window.key(Key::Escape);
    assert!(window.shows("Not saved: 1 conflict"));
    // What is done next is not saved either, and not lost.
    change_field(&mut window, "Megumi Yokota", "Given name", "Next");
    wait_until_idle(&mut window);
    // Nor does it ask again when it looks at the file once more.
    window.focus_window();
    std::thread::sleep(std::time::Duration::from_millis(100));
    wait_until_idle(&mut window);
    assert!(!window.shows(CONFLICT_TITLE) && window.file() == theirs);
    window.close();
    assert!(!window.is_closing());
    window.run_until_idle();
    window.click("Cancel");
    window.click("Try again");
    window.wait_for_label(CONFLICT_TITLE);
    window.click("All ours");
    window.click("Keep what is chosen");
    window.wait_until_saved();
    assert!(window.file().contains("Ours") && window.file().contains("Next"));
}

#[test]
fn the_conflict_dialog_works_in_japanese() {
    let bundled = fs::read(source_code::repository_root().join("data/register.ron")).unwrap();
    let locale = Locale::from_tag("ja").unwrap();
    let mut window = Window::open_with(&bundled, locale, egui::vec2(1280.0, 800.0));
    write_externally(&window, "given: \"Yutaka\"", "given: \"Theirs\"");
    window.click_row("久米 裕");
    window.key(Key::F2);
    window.fill_field("名（ローマ字）", "Ours");
    window.keys(CTRL, Key::S);
    window.wait_for_label("同じ箇所の二つの版");
    window.click("すべて相手");
    window.click("選んだ内容にする");
    window.wait_until_saved();
    let second = window.open_second_window();
    assert!(second.shows(READ_ONLY));
}

#[test]
fn external_changes_wait_for_an_open_dialog() {
    let mut window = Window::open();
    window.click_row("Megumi Yokota");
    window.key(Key::Delete);
    let case = case_text(&window, "kume-yutaka");
    write_externally(&window, &case, "");
    window.focus_window();
    wait_until_idle(&mut window);
    window.click("Delete");
    window.wait_until_saved();
    window.wait_for_label(APPLIED);
    assert_eq!(window.session().register().cases().len(), 15);
    assert!(!window.file().contains("kume-yutaka") && !window.file().contains("yokota-megumi"));
}

#[test]
fn a_conflict_does_not_open_above_another_dialog() {
    let mut window = Window::open();
    write_externally(&window, "given: \"Yutaka\"", "given: \"Theirs\"");
    change_field(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.wait_for_label(CONFLICT_TITLE);
    window.key(Key::Escape);
    // The merge begins in the first frame; the help opens in the second, before the merge ends.
    window.get("Try again").click_accesskit();
    window.harness.step();
    window.harness.key_press(Key::F1);
    wait_until_idle(&mut window);
    assert!(window.shows("How to write a date") && !window.shows(CONFLICT_TITLE));
    window.key(Key::Escape);
    window.wait_for_label(CONFLICT_TITLE);
    assert!(!window.shows("How to write a date"));
}
