//! Reading a register: summary, day, filters, search, detail, language.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable};

use crate::{source_code::repository_root, window::Window};
use blue_ribbon::Locale;

#[test]
fn the_summary_names_the_people_who_make_the_difference() {
    let window = Window::open();
    for text in [
        "North Korea admits",
        "Japan lists",
        "17 − 13 = 4",
        "Only Japan lists 4",
        "Yutaka Kume",
        "Kyoko Matsumoto",
        "Minoru Tanaka",
        "Miyoshi Soga",
        "announced 13 ✓",
        "announced 17 ✓",
        "17 of 17 cases",
    ] {
        assert!(window.shows(text), "“{text}” is not to be read");
    }
    assert_eq!(window.rows().len(), 17);
}

#[test]
fn clicking_a_count_filters_to_its_people() {
    let mut window = Window::open();
    window.click("North Korea admits 13");
    assert!(window.shows("13 of 17 cases"));
    window.click("Japan lists: 4 never entered");
    assert!(window.shows("4 of 17 cases"));
    assert!(window.shows("Japan lists: never entered"));
    let mut rows = window.rows();
    rows.sort();
    assert_eq!(rows, ["Kyoko Matsumoto", "Minoru Tanaka", "Miyoshi Soga", "Yutaka Kume"]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    assert!(window.shows("17 of 17 cases"));
}

#[test]
fn stepping_the_day_goes_to_days_with_changes() {
    let mut window = Window::open();
    window.wait_until("the checks", |app| {
        app.session().is_some_and(|session| !session.analysis().check_results().days.is_empty())
    });
    window.run_until_idle();
    window.click("As of 30 March 2014");
    window.fill_field("Day, as in 2002-09-17", "2002-09-17");
    window.key(Key::Enter);
    for text in ["As of 17 September 2002", "13 − 11 = 2", "Only North Korea admits 3"] {
        assert!(window.shows(text), "“{text}” is not to be read");
    }
    window.click("Next change");
    assert!(!window.shows("As of 17 September 2002"));
    window.click("Previous change");
    assert!(window.shows("As of 17 September 2002"));
    window.click("Today");
    assert!(window.shows("As of 30 March 2014"));
}

#[test]
fn an_invalid_day_is_reported_and_changes_nothing() {
    let mut window = Window::open();
    window.click("As of 30 March 2014");
    window.fill_field("Day, as in 2002-09-17", "2002-02-30");
    assert!(window.shows("Write a day as year-month-day"));
    window.key(Key::Escape);
    assert!(window.shows("As of 30 March 2014"));
}

#[test]
fn a_filter_narrows_the_table_and_keeps_the_counts() {
    let mut window = Window::open();
    window.role(Role::CheckBox, "Status: Returned, 5").click();
    window.run_until_idle();
    assert_eq!(window.rows().len(), 5);
    assert!(window.shows("Status: Claimed dead, 8"), "other values keep their counts");
    assert!(window.shows("Position of North Korea: Said to be alive, 5"));
    window.role(Role::CheckBox, "Status: Unresolved, 4").click();
    window.run_until_idle();
    assert_eq!(window.rows().len(), 9);
    window.fill_field("First year", "1978");
    assert!(window.rows().len() < 9);
    window.click("Clear all");
    assert_eq!(window.rows().len(), 17);
}

#[test]
fn a_person_whose_date_is_a_span_stands_in_each_of_its_years() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/register.ron"));
    let text = text.unwrap().replacen("on: \"1977-11-15\"", "on: \"1977-12-30/1978-01-02\"", 1);
    let mut window =
        Window::open_with(text.as_bytes(), Locale::ENGLISH, egui::vec2(1600.0, 1000.0));
    assert!(window.shows("1 person can be of several years and stands in each"));
    let rows_in = |window: &mut Window, year: &str| {
        window.fill_field("First year", year);
        window.fill_field("Last year", year);
        window.rows()
    };
    let megumi = "Megumi Yokota".to_owned();
    let (before, after) = (rows_in(&mut window, "1977"), rows_in(&mut window, "1978"));
    assert!(before.contains(&megumi) && after.contains(&megumi), "{before:?}, {after:?}");
    window.role(Role::CheckBox, "Certain years only").click();
    window.run_until_idle();
    assert!(window.shows("1 person can be of several years and stands in none"));
    let certain = window.rows();
    assert_eq!(certain.len() + 1, after.len());
    assert!(!certain.contains(&megumi));
    window.click("Clear all");
    assert_eq!(window.rows().len(), 17);
}

#[test]
fn the_search_finds_every_form_of_a_name() {
    let mut window = Window::open();
    for (typed, found) in
        [("ヨコタ", "Megumi Yokota"), ("YOKOTA", "Megumi Yokota"), ("横田", "Megumi Yokota")]
    {
        window.fill_field("Search", typed);
        assert_eq!(window.rows(), [found], "{typed}");
    }
    window.fill_field("Search", "nobody of this name");
    assert!(window.shows("No case matches the filters"));
    window.fill_field("Search", "");
    assert_eq!(window.rows().len(), 17);
}

#[test]
fn clicking_a_heading_sorts_and_clicking_again_reverses() {
    let mut window = Window::open();
    window.role(Role::ColumnHeader, "Age").click();
    window.run_until_idle();
    assert_eq!(window.rows()[0], "Megumi Yokota");
    window.role(Role::ColumnHeader, "Age").click();
    window.run_until_idle();
    assert_eq!(window.rows()[0], "Yutaka Kume");
}

#[test]
fn the_table_is_exposed_to_screen_readers() {
    let mut window = Window::open();
    window.click_row("Megumi Yokota");
    let table = window.role(Role::Table, "Cases");
    let node = table.accesskit_node();
    assert_eq!(node.data().row_count(), Some(18));
    let row = window.role(Role::Row, "Megumi Yokota");
    assert_eq!(row.accesskit_node().is_selected(), Some(true));
    assert!(row.query_all_by_role(Role::Cell).count() >= 6);
    let heading = window.role(Role::ColumnHeader, "Taken");
    let sorted = heading.accesskit_node().data().sort_direction();
    assert_eq!(sorted, Some(egui::accesskit::SortDirection::Ascending));
}

#[test]
fn the_detail_shows_both_parties_with_sources() {
    let mut window = Window::open();
    window.click_row("Megumi Yokota");
    for text in [
        "15 November 1977, aged 13",
        "17 September 2002",
        "Says the person is dead: 13 March 1993",
        "Who said what, when",
        "in force",
    ] {
        assert!(window.shows(text), "“{text}” is not to be read");
    }
    let mut sources = window.harness.query_all_by_label_contains("Source: ");
    sources.next().unwrap().click();
    drop(sources);
    window.run_until_idle();
    assert!(window.shows("Show the source"));
}

#[test]
fn the_language_changes_at_once() {
    let mut window = Window::open();
    window.keys(Modifiers::COMMAND, Key::K);
    window.type_text("日本語");
    window.key(Key::Enter);
    for text in ["日本が拉致被害者とする", "久米 裕", "絞り込み"] {
        assert!(window.shows(text), "“{text}” is not to be read");
    }
}

#[test]
fn every_page_renders_in_both_languages_in_a_small_window() {
    let bundled = std::fs::read(repository_root().join("data/register.ron")).unwrap();
    for locale in Locale::available() {
        let mut window = Window::open_with(&bundled, locale, egui::vec2(1000.0, 640.0));
        for key in [Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num1] {
            window.keys(Modifiers::COMMAND, key);
        }
        window.key(Key::F1);
        window.key(Key::Escape);
        window.keys(Modifiers::COMMAND, Key::K);
        window.key(Key::Escape);
    }
}

#[test]
fn an_idle_window_requests_no_repaint() {
    let mut window = Window::open();
    window.wait_until("the workers", |app| app.is_idle());
    // `run` fails when frames are asked for without end.
    window.harness.run();
    let asked = window.harness.output().viewport_output.values().map(|out| out.repaint_delay);
    assert!(asked.min().is_some_and(|delay| delay.as_secs() > 60));
}

#[test]
fn each_page_is_complete_one_frame_after_the_click() {
    let mut window = Window::open();
    window.wait_until("the checks and the land", |app| {
        app.is_idle()
            && app.session().is_some_and(|it| !it.analysis().check_results().days.is_empty())
    });
    for tab in ["Over time", "Map", "Changes", "Timeline", "Sources", "Contradictions", "Cases"] {
        let before = window.labels("");
        window.role(egui::Role::Tab, tab).click();
        while window.labels("") == before {
            window.harness.step();
        }
        assert!(window.harness.state().is_idle(), "{tab} is left to a worker");
        // What a frame finds missing is worked out at its end, for the next.
        window.harness.step();
        let at_once = window.labels("");
        window.run_until_idle();
        assert_eq!(at_once, window.labels(""), "{tab}");
    }
}
