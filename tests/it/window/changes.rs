//! The page of changes between two days: its days, its links to records, its export.

use egui::{Key, Modifiers};

use crate::{source_code::repository_root, window::Window};
use blue_ribbon::Locale;

/// Opens the page of changes between two days.
fn open(from: &str, to: &str) -> Window {
    let mut window = Window::open();
    window.wait_until("the checks", |app| {
        app.session().is_some_and(|session| !session.analysis().check_results().days.is_empty())
    });
    window.page("Changes");
    type_day(&mut window, "From ", from);
    type_day(&mut window, "To ", to);
    window
}

/// Types a day into one of the two fields.
fn type_day(window: &mut Window, field: &str, day: &str) {
    let names = window.buttons(field);
    let name = names.iter().find(|name| name.ends_with(char::is_numeric)).unwrap();
    window.click(name);
    window.fill_field("Day, as in 2002-09-17", day);
    window.key(Key::Enter);
}

#[test]
fn the_page_starts_with_the_latest_change_and_follows_the_day() {
    let mut window = Window::open();
    window.page("Changes");
    window.wait_for_label("From 20 November 2006");
    assert!(window.shows("To 30 March 2014"));
    window.wait_for_label("Disputes");
    window.keys(Modifiers::ALT, Key::ArrowLeft);
    window.wait_for_label("To 31 December 2012");
    assert!(window.shows("From 20 November 2006"));
    window.keys(Modifiers::ALT, Key::ArrowLeft);
    window.wait_for_label("To 20 November 2006");
    window.wait_for_label("Kyoko Matsumoto · Japan, newly said");
}

#[test]
fn the_page_shows_counts_of_both_days_and_who_joined() {
    let mut window = open("2002-09-17", "2002-10-31");
    for text in [
        "Japan lists; 17 September 2002: 11; 31 October 2002: 15; joined: ",
        "On both lists; 17 September 2002: 10; 31 October 2002: 13; joined: ",
        "Only North Korea admits; 17 September 2002: 3; 31 October 2002: 0; left: ",
        "North Korea announced; 17 September 2002: 13; 31 October 2002: 13",
        "Japan announced; 17 September 2002: 11; 31 October 2002: 15; October 2002",
        "Returned; 17 September 2002: 0; 31 October 2002: 5; joined: Yasushi Chimura, Fukie Chimura",
        "Yutaka Kume · North Korea, said again",
    ] {
        window.wait_for_label(text);
    }
    type_day(&mut window, "From ", "2002-10-11");
    for text in [
        "Hitomi Soga · returned",
        "Five people return to Japan · event",
        "Japan · announced a total, October 2002, 15; before that 11 (11 March 2002)",
        "Hitomi Soga · Japan, newly said, October 2002, Lists the person as abducted · \
         No official word → Abducted",
    ] {
        window.wait_for_label(text);
    }
}

#[test]
fn clicking_a_name_opens_its_case_and_more_shows_all() {
    let mut window = open("2002-09-17", "2002-10-31");
    window.wait_for_label("Only North Korea admits; ");
    window.role(egui::Role::Link, "Hitomi Soga").click();
    window.run_until_idle();
    assert!(window.shows("17 of 17 cases"), "the page of cases is shown");
    let current = |window: &Window| window.session().current().map(|(_, case)| case.name.latin());
    assert_eq!(current(&window).as_deref(), Some("Hitomi Soga"));
    window.page("Changes");
    window.role(egui::Role::Link, "Yasushi Chimura").focus();
    window.run_until_idle();
    window.key(Key::Enter);
    assert_eq!(current(&window).as_deref(), Some("Yasushi Chimura"));
    window.page("Changes");
    type_day(&mut window, "From ", "1991-01-01");
    window.wait_for_label("North Korea admits; 1 January 1991: 0; 31 October 2002: 13; joined: ");
    let more = window.labels("and ").into_iter().find(|name| name.ends_with(" more")).unwrap();
    window.role(egui::Role::Link, &more).click();
    window.run_until_idle();
    let asked = "North Korea admits: joined between 1 January 1991 and 31 October 2002";
    assert!(window.shows(asked));
    assert_eq!(window.rows().len(), 13);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    assert_eq!(window.rows().len(), 17);
}

#[test]
fn stepping_goes_to_days_with_changes() {
    let mut window = open("2002-03-11", "2002-09-17");
    window.wait_for_label("North Korea · announced a total");
    window.click("To: previous change");
    window.wait_for_label("To 11 March 2002");
    window.wait_for_label("Nothing changed between these two days.");
    window.click("To: next change");
    window.wait_for_label("To 17 September 2002");
    window.click("From: previous change");
    window.wait_for_label("From 1 May 1997");
    window.wait_for_label("Keiko Arimoto · Japan, newly said");
    window.click("Latest change");
    window.wait_for_label("To 30 March 2014");
}

#[test]
fn reversed_days_are_swapped_and_invalid_days_refused() {
    let mut window = open("2002-10-31", "2002-09-17");
    assert!(window.shows("From 17 September 2002"));
    assert!(window.shows("To 31 October 2002"));
    window.wait_for_label("Yutaka Kume · North Korea, said again");
    window.click("To 31 October 2002");
    window.fill_field("Day, as in 2002-09-17", "2002-10-32");
    assert!(window.shows("Write a day as year-month-day"));
    window.key(Key::Escape);
    assert!(window.shows("To 31 October 2002"));
}

#[test]
fn clicking_a_change_opens_its_case_and_claim() {
    let mut window = open("2004-10-31", "2004-11-30");
    window.wait_for_label("Megumi Yokota · North Korea, changed");
    let row = window.button("Megumi Yokota · North Korea, changed");
    window.click(&row);
    assert!(window.shows("Cases"));
    let (_, case) = window.session().current().unwrap();
    assert_eq!(case.id.as_str(), "yokota-megumi");
    assert!(window.shows("49th hospital, Pyongyang"), "the claim is in the form");

    window.key(Key::Escape);
    window.page("Changes");
    // The keys begin where the pointer was.
    window.get(&row).focus();
    window.run_until_idle();
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    let (_, case) = window.session().current().unwrap();
    assert_eq!(case.id.as_str(), "tanaka-minoru");
}

#[test]
fn the_export_matches_the_page() {
    let mut window = open("2002-09-17", "2002-10-31");
    let path = window.folder().join("changes.md");
    window.answer_dialog_with(Some(path.clone()));
    window.click("Export changes…");
    assert!(window.shows("What changed from 17 September 2002 to 31 October 2002"));
    window.role(egui::Role::RadioButton, "Markdown, for a text").click();
    window.run_until_idle();
    window.click("Choose a file…");
    window.wait_for_label("The changes were written");
    let expected =
        std::fs::read(repository_root().join("tests/expected/changes-2002.en.md")).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), expected);

    let before = window.file();
    window.answer_dialog_with(Some(window.path()));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
    window.click("Choose a file…");
    window.wait_for_label("this is the open register");
    assert_eq!(window.file(), before);
}

#[test]
fn without_a_file_dialog_the_export_path_is_typed() {
    let mut window = open("2002-09-17", "2002-10-31");
    window.click("Export changes…");
    window.click("Choose a file…");
    window.wait_for_label("Where to write the changes");
    assert!(window.shows("changes-2002-09-17-to-2002-10-31.html"));
    let typed = window.folder().join("typed.html");
    window
        .fill_field("Path of the file; ~ stands for your own folder", &typed.display().to_string());
    window.key(Key::Enter);
    window.wait_for_label("The changes were written");
    let expected =
        std::fs::read(repository_root().join("tests/expected/changes-2002.en.html")).unwrap();
    assert_eq!(std::fs::read(&typed).unwrap(), expected);
}

#[test]
fn an_edit_updates_the_page() {
    let mut window = open("2004-10-31", "2004-11-30");
    let row = window.button("Minoru Tanaka · North Korea, newly said");
    window.click(&row);
    window.fill_field("Given name", "Other");
    window.keys(Modifiers::COMMAND, Key::S);
    window.page("Changes");
    window.wait_for_label("Other Tanaka · North Korea, newly said");
    window.keys(Modifiers::COMMAND, Key::Z);
    window.wait_for_label("Minoru Tanaka · North Korea, newly said");
}

#[test]
fn the_page_renders_in_both_languages_beside_a_form_in_a_small_window() {
    let bundled = std::fs::read(repository_root().join("data/register.ron")).unwrap();
    for locale in Locale::available() {
        let mut window = Window::open_with(&bundled, locale, egui::vec2(1000.0, 640.0));
        window.page(&locale.t("command.page_changes"));
        window.wait_until("the workers", |app| app.is_idle());
        window.run_until_idle();
        assert!(window.shows(&locale.t("changes.title")));
        window.keys(Modifiers::COMMAND, Key::N);
        window.wait_until("the workers", |app| app.is_idle());
    }
}
