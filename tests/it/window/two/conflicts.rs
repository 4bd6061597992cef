//! What both changed: told with whose words they are, and chosen field by field.

use super::*;

const CONFLICT: &str = "Two versions of the same";

#[test]
fn a_conflict_is_chosen_field_by_field() {
    let mut window = Window::open();
    written(&window, "given: \"Yutaka\"", "given: \"Theirs\"");
    written(&window, "family: \"Kume\"", "family: \"They\"");
    typed(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.write("Family name", "We");
    window.keys(CTRL, Key::S);
    window.wait_for(CONFLICT);
    assert!(window.reads("Not saved: a choice is to be made first."));
    assert!(window.reads("Before: “Yutaka”") && window.reads("2 not chosen yet"));
    let keep = window.role(egui::Role::Button, "Keep what is chosen");
    assert!(keep.accesskit_node().is_disabled());
    let choice = |window: &mut Window, words: &str| {
        let name = window.labels(words).into_iter().next().unwrap();
        window.role(egui::Role::RadioButton, &name).click();
        window.settle();
    };
    choice(&mut window, "Given name: Theirs: “Theirs”");
    choice(&mut window, "Ours: “We”");
    window.click("Keep what is chosen");
    window.wait_saved();
    assert!(
        window.file().contains("given: \"Theirs\"") && window.file().contains("family: \"We\"")
    );
    assert!(!window.reads(CONFLICT));
}

#[test]
fn a_conflict_names_who_saved_the_record_and_when() {
    let mut window = Window::open();
    typed(&mut window, "Yutaka Kume", "Given name", "Ours");
    saved_by(&window, "Mori", "kume-yutaka", "Morii");
    saved_by(&window, "Aoki", "yokota-megumi", "Aokii");
    window.keys(CTRL, Key::S);
    window.wait_for(CONFLICT);
    // Whoever saved last changed another record.
    let [theirs] = window.labels("Saved by ").try_into().unwrap();
    assert!(theirs.starts_with("Saved by Mori (u@desk) on "), "{theirs}");
    let today = jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::system()).date();
    assert!(theirs.contains(&format!(" {} at ", today.year())), "{theirs}");
    assert!(window.reads("Tester, not saved yet"));
    window.click("All theirs");
    window.click("Keep what is chosen");
    window.wait_for("Brought in from Aoki, Mori: 2 cases.");
    // Aoki saves again, before that was looked at.
    saved_by(&window, "Aoki", "yokota-megumi", "Again");
    window.come_back();
    window.wait_for("Brought in from Aoki, Mori: 3 cases.");
    window.click("Show");
    assert!(window.reads("Given name changed: “Megumi” → “Aokii”"));
    assert!(!window.labels("Brought in from Aoki, Mori").is_empty());
}

#[test]
fn a_conflict_with_another_program_has_the_time_of_the_file() {
    let mut window = Window::open();
    written(&window, "given: \"Yutaka\"", "given: \"Theirs\"");
    let file = fs::File::options().write(true).open(window.path()).unwrap();
    let at: jiff::Timestamp = "2014-03-29T12:04:00Z".parse().unwrap();
    let since = std::time::Duration::from_secs(at.as_second().try_into().unwrap());
    file.set_modified(std::time::SystemTime::UNIX_EPOCH + since).unwrap();
    let at = at.to_zoned_datetime(jiff::tz::TimeZone::system()).strftime("%H:%M").to_string();
    change(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.wait_for(CONFLICT);
    assert!(window.reads("Changed by another program; file dated 29 March 2014, "));
    assert!(window.reads(&at) && window.reads("Tester, not saved yet"));
}

#[test]
fn deleted_against_changed_is_a_conflict_either_way() {
    for keeps in [true, false] {
        let mut window = Window::open();
        let case = case_of(&window, "kume-yutaka");
        written(&window, &case, "");
        change(&mut window, "Yutaka Kume", "Given name", "Ours");
        window.wait_for(CONFLICT);
        assert!(window.reads("Theirs: deleted"));
        window.click(if keeps { "All ours" } else { "All theirs" });
        window.click("Keep what is chosen");
        window.wait_saved();
        assert_eq!(window.file().contains("kume-yutaka"), keeps);
        assert_eq!(window.session().register().cases().len(), if keeps { 17 } else { 16 });
    }
    let mut window = Window::open();
    written(&window, "given: \"Yutaka\"", "given: \"Theirs\"");
    window.click_row("Yutaka Kume");
    window.key(Key::Delete);
    window.click("Delete");
    window.wait_for(CONFLICT);
    assert!(window.reads("Ours: deleted"));
    window.click("All theirs");
    window.click("Keep what is chosen");
    window.wait_saved();
    assert_eq!(given(&window, "kume-yutaka"), "Theirs");
}

#[test]
fn conflicts_that_are_put_off_are_said_and_asked_about_again() {
    let mut window = Window::open();
    written(&window, "given: \"Yutaka\"", "given: \"Theirs\"");
    let theirs = window.file();
    change(&mut window, "Yutaka Kume", "Given name", "Ours");
    window.wait_for(CONFLICT);
    window.close();
    assert!(!window.closes(), "it is not on the disk");
    window.settle();
    window.key(Key::Escape);
    assert!(window.reads("Not saved: 1 conflict"));
    // What is done next is not saved either, and not lost.
    change(&mut window, "Megumi Yokota", "Given name", "Next");
    rest(&mut window);
    // Nor does it ask again when it looks at the file once more.
    window.come_back();
    std::thread::sleep(std::time::Duration::from_millis(100));
    rest(&mut window);
    assert!(!window.reads(CONFLICT) && window.file() == theirs);
    window.close();
    assert!(!window.closes());
    window.settle();
    window.click("Cancel");
    window.click("Try again");
    window.wait_for(CONFLICT);
    window.click("All ours");
    window.click("Keep what is chosen");
    window.wait_saved();
    assert!(window.file().contains("Ours") && window.file().contains("Next"));
}

#[test]
fn the_question_is_answered_in_japanese_as_well() {
    let bundled = fs::read(crate::source::top().join("data/register.ron")).unwrap();
    let lang = Lang::named("ja").unwrap();
    let mut window = Window::open_with(&bundled, lang, egui::vec2(1280.0, 800.0));
    written(&window, "given: \"Yutaka\"", "given: \"Theirs\"");
    window.click_row("久米 裕");
    window.key(Key::F2);
    window.write("名（ローマ字）", "Ours");
    window.keys(CTRL, Key::S);
    window.wait_for("同じ箇所の二つの版");
    window.click("すべて相手");
    window.click("選んだ内容にする");
    window.wait_saved();
    let second = window.another();
    assert!(second.reads(READ_ONLY));
}

#[test]
fn an_open_question_is_answered_before_anything_comes_in() {
    let mut window = Window::open();
    window.click_row("Megumi Yokota");
    window.key(Key::Delete);
    let case = case_of(&window, "kume-yutaka");
    written(&window, &case, "");
    window.come_back();
    rest(&mut window);
    window.click("Delete");
    window.wait_saved();
    window.wait_for(TAKEN);
    assert_eq!(window.session().register().cases().len(), 15);
    assert!(!window.file().contains("kume-yutaka") && !window.file().contains("yokota-megumi"));
}
