//! The page of contradictions, and the contradictions in the detail of a case.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable};

use crate::{source_code::repository_root, window::Window};
use blue_ribbon::Locale;

const DATE: &str = "Megumi Yokota. Date of death changed. North Korea said on 17 September 2002 \
                    that the person died on 13 March 1993, and in November 2004 that it was on 13 \
                    April 1994. jt-2002-09-20  ≠  sukuukai-1108 · tokyo-19";
const PRIVATE: &str = "Minoru Tanaka. Private word against the official one. North Korea said in \
                       November 2004 that the person never entered, and was reported on 16 March \
                       2018 to have said that the person was alive. hanzoandmozu-63000472  ≠  \
                       buzzfeed-2019-02 · jt-2019-12-27";

/// Opens the page as of a day.
fn open_page(as_of: &str) -> Window {
    let mut window = Window::open();
    window.click("As of 30 March 2014");
    window.fill_field("Day, as in 2002-09-17", as_of);
    window.key(Key::Enter);
    window.wait_until("the contradictions", |app| {
        app.session().is_some_and(|session| session.analysis().contradiction_count().is_some())
    });
    window.page("Contradictions");
    window
}

/// Tells whether the page has an entry with this name.
fn has_entry(window: &Window, name: &str) -> bool {
    window.harness.query_all_by_role_and_label(Role::Button, name).next().is_some()
}

#[test]
fn the_page_lists_both_statements_with_sources() {
    let mut window = open_page("2019-12-31");
    assert!(window.shows("34 contradictions by 31 December 2019"));
    assert!(has_entry(&window, DATE));
    window.fill_field("Search", "tanaka");
    window.page("Contradictions");
    assert!(has_entry(&window, PRIVATE));
}

#[test]
fn an_earlier_day_shows_only_contradictions_by_then() {
    let window = open_page("2003-01-01");
    assert!(window.shows("contradictions by 1 January 2003"));
    assert!(!window.shows("Date of death changed"));
    assert!(window.shows("Disputed by another party"), "Shuichi Ichikawa’s papers");
}

#[test]
fn a_filter_narrows_the_page_and_an_empty_result_says_so() {
    let mut window = open_page("2014-03-30");
    window.role(Role::CheckBox, "Status: Returned, 5").click();
    window.run_until_idle();
    let none = "No contradiction is known by 30 March 2014 in the cases that the filters show.";
    assert!(window.shows(none));
    window.click("Clear all");
    assert!(has_entry(&window, DATE));
    window.role(Role::CheckBox, "Status: Unresolved, 4").click();
    window.run_until_idle();
    assert!(!has_entry(&window, DATE));
    assert!(window.shows("Kyoko Matsumoto. Disputed by another party."));
}

#[test]
fn a_click_or_enter_opens_the_case() {
    let mut window = open_page("2014-03-30");
    window.click(DATE);
    let current = |window: &Window| window.session().current().map(|(_, case)| case.id.to_string());
    assert_eq!(current(&window).as_deref(), Some("yokota-megumi"));
    assert_eq!(window.rows().len(), 17, "the cases are shown");
    window.page("Contradictions");
    window.get(DATE).focus();
    window.run_until_idle();
    window.key(Key::Home);
    window.key(Key::Enter);
    assert_eq!(current(&window).as_deref(), Some("kume-yutaka"));
}

#[test]
fn the_detail_shows_a_contradiction_and_links_to_both_claims() {
    let mut window = Window::open();
    window.click_row("Megumi Yokota");
    for text in [
        "5 contradictions",
        "≠ Date of death changed",
        "North Korea said on 17 September 2002 that the person died on 13 March 1993",
        "2 more contradictions",
    ] {
        assert!(window.shows(text), "“{text}” is not to be read");
    }
    let claim = "Says the person is dead: 13 March 1993";
    let before = window.get(claim).rect().center().y;
    let link = "Show this word: North Korea, 17 September 2002";
    window.role(Role::Link, link).click();
    window.run_until_idle();
    let after = window.get(claim).rect().center().y;
    assert!((0.0..1000.0).contains(&after) && after < before, "{before} {after}");
    window.click_row("Hitomi Soga");
    assert!(!window.shows("contradiction"));
}

#[test]
fn the_detail_of_an_earlier_day_omits_later_contradictions() {
    let mut window = open_page("2003-01-01");
    window.keys(Modifiers::COMMAND, Key::Num1);
    window.click_row("Megumi Yokota");
    assert!(window.shows("Says the person is dead: 13 March 1993"));
    assert!(!window.shows("Date of death changed"));
}

#[test]
fn an_edit_updates_the_page() {
    let mut window = open_page("2014-03-30");
    window.keys(Modifiers::COMMAND, Key::Num1);
    window.click_row("Megumi Yokota");
    window.key(Key::Delete);
    window.click("Delete");
    window.page("Contradictions");
    assert!(!has_entry(&window, DATE));
    window.keys(Modifiers::COMMAND, Key::Z);
    window.page("Contradictions");
    assert!(has_entry(&window, DATE));
}

#[test]
fn a_summary_includes_contradictions_when_the_box_is_ticked() {
    let mut window = Window::open();
    for (tick, name) in [(false, "without.csv"), (true, "with.csv")] {
        let path = window.folder().join(name);
        window.answer_dialog_with(Some(path.clone()));
        window.keys(Modifiers::COMMAND, Key::E);
        window.role(Role::RadioButton, "CSV, for a spreadsheet").click();
        if tick {
            window.role(Role::CheckBox, "With the contradictions").click();
        }
        window.run_until_idle();
        window.click("Choose a file…");
        window.wait_until("the file", |_| path.exists());
        window.wait_until("the workers", |app| app.is_idle());
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.contains("that the person died on 13 March 1993"), tick);
    }
}

#[test]
fn the_page_renders_in_japanese() {
    let bundled = std::fs::read(repository_root().join("data/register.ron")).unwrap();
    let ja = Locale::from_tag("ja").unwrap();
    let mut window = Window::open_with(&bundled, ja, egui::vec2(1000.0, 640.0));
    window.page("食い違い");
    window.wait_for_label("北朝鮮は2002年9月17日には1993年3月13日に死亡したと主張し、");
    let entries = window.harness.query_all_by_role(Role::Button);
    let named = entries.filter_map(|node| node.accesskit_node().label());
    assert!(named.into_iter().any(|name| name.starts_with("横田 めぐみ。死亡の日付の変更。")));
}
