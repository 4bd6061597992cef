//! Reading: the summary, the day, the filters, the search, the detail, the language.

use blue_ribbon::Lang;
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable};

use super::Window;
use crate::source::top;

#[test]
fn the_summary_names_who_makes_the_difference() {
    let window = Window::open();
    for words in [
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
        assert!(window.reads(words), "“{words}” is not to be read");
    }
    assert_eq!(window.rows().len(), 17);
}

#[test]
fn a_click_on_a_figure_shows_those_people_and_says_so() {
    let mut window = Window::open();
    window.click("North Korea admits 13");
    assert!(window.reads("13 of 17 cases"));
    window.click("Japan lists: 4 never entered");
    assert!(window.reads("4 of 17 cases"));
    assert!(window.reads("Japan lists: never entered"));
    let mut rows = window.rows();
    rows.sort();
    assert_eq!(rows, ["Kyoko Matsumoto", "Minoru Tanaka", "Miyoshi Soga", "Yutaka Kume"]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    assert!(window.reads("17 of 17 cases"));
}

#[test]
fn the_day_steps_through_the_days_on_which_anything_changed() {
    let mut window = Window::open();
    window.wait("the checks", |app| {
        app.session().is_some_and(|session| !session.view().digest().days.is_empty())
    });
    window.settle();
    window.click("As of 30 March 2014");
    window.write("Day, as in 2002-09-17", "2002-09-17");
    window.key(Key::Enter);
    for words in ["As of 17 September 2002", "13 − 11 = 2", "Only North Korea admits 3"] {
        assert!(window.reads(words), "“{words}” is not to be read");
    }
    window.click("Next change");
    assert!(!window.reads("As of 17 September 2002"));
    window.click("Previous change");
    assert!(window.reads("As of 17 September 2002"));
    window.click("Today");
    assert!(window.reads("As of 30 March 2014"));
}

#[test]
fn a_day_that_is_none_changes_nothing_and_says_why() {
    let mut window = Window::open();
    window.click("As of 30 March 2014");
    window.write("Day, as in 2002-09-17", "2002-02-30");
    assert!(window.reads("Write a day as year-month-day"));
    window.key(Key::Escape);
    assert!(window.reads("As of 30 March 2014"));
}

#[test]
fn a_filter_narrows_the_table_and_counts_stay_true() {
    let mut window = Window::open();
    window.role(Role::CheckBox, "Status: Returned, 5").click();
    window.settle();
    assert_eq!(window.rows().len(), 5);
    assert!(window.reads("Status: Claimed dead, 8"), "other values keep their counts");
    assert!(window.reads("Position of North Korea: Said to be alive, 5"));
    window.role(Role::CheckBox, "Status: Unresolved, 4").click();
    window.settle();
    assert_eq!(window.rows().len(), 9);
    window.write("First year", "1978");
    assert!(window.rows().len() < 9);
    window.click("Clear all");
    assert_eq!(window.rows().len(), 17);
}

#[test]
fn the_search_knows_every_form_of_a_name() {
    let mut window = Window::open();
    for (typed, found) in
        [("ヨコタ", "Megumi Yokota"), ("YOKOTA", "Megumi Yokota"), ("横田", "Megumi Yokota")]
    {
        window.write("Search", typed);
        assert_eq!(window.rows(), [found], "{typed}");
    }
    window.write("Search", "nobody of this name");
    assert!(window.reads("No case matches the filters"));
    window.write("Search", "");
    assert_eq!(window.rows().len(), 17);
}

#[test]
fn a_click_on_a_heading_sorts_by_it_and_again_the_other_way() {
    let mut window = Window::open();
    window.role(Role::ColumnHeader, "Age").click();
    window.settle();
    assert_eq!(window.rows()[0], "Megumi Yokota");
    window.role(Role::ColumnHeader, "Age").click();
    window.settle();
    assert_eq!(window.rows()[0], "Yutaka Kume");
}

#[test]
fn the_table_is_a_table_to_a_screen_reader() {
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
fn the_detail_shows_both_sides_with_their_sources() {
    let mut window = Window::open();
    window.click_row("Megumi Yokota");
    for words in [
        "15 November 1977, aged 13",
        "17 September 2002",
        "Says the person is dead: 13 March 1993",
        "Who said what, when",
        "in force",
    ] {
        assert!(window.reads(words), "“{words}” is not to be read");
    }
    let mut sources = window.harness.query_all_by_label_contains("Source: ");
    sources.next().unwrap().click();
    drop(sources);
    window.settle();
    assert!(window.reads("Show the source"));
}

#[test]
fn the_language_changes_at_once() {
    let mut window = Window::open();
    window.keys(Modifiers::COMMAND, Key::K);
    window.type_text("日本語");
    window.key(Key::Enter);
    for words in ["日本が拉致被害者とする", "久米 裕", "絞り込み"] {
        assert!(window.reads(words), "“{words}” is not to be read");
    }
}

#[test]
fn every_page_can_be_read_in_both_languages_in_a_small_window() {
    let bundled = std::fs::read(top().join("data/register.ron")).unwrap();
    for lang in Lang::available() {
        let mut window = Window::open_with(&bundled, lang, egui::vec2(1000.0, 640.0));
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
fn an_idle_window_asks_for_no_frame() {
    let mut window = Window::open();
    window.wait("the workers", |app| app.is_idle());
    // `run` fails when frames are asked for without end.
    window.harness.run();
    let asked = window.harness.output().viewport_output.values().map(|out| out.repaint_delay);
    assert!(asked.min().is_some_and(|delay| delay.as_secs() > 60));
}

#[test]
fn each_page_is_whole_within_one_frame_of_the_click() {
    let mut window = Window::open();
    window.wait("the checks and the land", |app| {
        app.is_idle() && app.session().is_some_and(|it| !it.view().digest().days.is_empty())
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
        window.settle();
        assert_eq!(at_once, window.labels(""), "{tab}");
    }
}
