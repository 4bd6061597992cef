//! The figures: counts over time, and the timeline.

use egui::{Key, Modifiers, Role, accesskit::Toggled};

use egui_kittest::kittest::NodeT;

use crate::{generators::read, window::Window};
use blue_ribbon::{Progress, store};

#[test]
fn the_over_time_page_shows_both_lists_with_days_and_people() {
    let mut window = Window::open();
    window.page("Over time");
    for text in [
        "Both lists over time. 20 November 2006: North Korea 13, Japan 17, Returned 5",
        "1 May 1997: North Korea 0, Japan 10, Returned 0",
        "17 September 2002: North Korea 13, Japan 11, Returned 0",
        "Kyoko Matsumoto",
        "now listed by Japan",
    ] {
        assert!(window.shows(text), "“{text}” is not to be read");
    }
    window.click("15 October 2002: North Korea 13, Japan 11, Returned 5");
    assert!(window.shows("Kaoru Hasuike"));
    assert!(!window.shows("now listed by Japan"));
    window.role(Role::Link, "Kaoru Hasuike").click();
    window.run_until_idle();
    assert_eq!(window.session().current().map(|(_, case)| case.id.as_str()), Some("hasuike-kaoru"));
    assert!(!window.shows("Given name"));
    window.click("Edit");
    assert!(window.shows("Given name"), "the form is open");
    window.key(Key::Escape);
    window.click("Show this day");
    assert!(window.shows("As of 15 October 2002"));
    assert!(!window.shows("20 November 2006: North Korea 13, Japan 17, Returned 5"));
}

#[test]
fn arrow_keys_move_through_the_chart() {
    let mut window = Window::open();
    window.page("Over time");
    let chart = "Both lists over time. 20 November 2006: North Korea 13, Japan 17, Returned 5";
    window.get(chart).focus();
    window.run_until_idle();
    window.key(Key::ArrowLeft);
    assert!(
        window.shows("Both lists over time. 30 April 2005: North Korea 13, Japan 16, Returned 5")
    );
    window.key(Key::Enter);
    assert!(window.shows("As of 30 April 2005"));
}

#[test]
fn a_filter_narrows_the_chart() {
    let mut window = Window::open();
    window.page("Over time");
    window.click("North Korea admits 13");
    assert!(window.shows("13 of 17 cases"));
    assert!(window.shows("17 September 2002: North Korea 13, Japan 10, Returned 0"));
}

#[test]
fn each_case_has_a_lane_with_its_events_and_claims() {
    let mut window = Window::open();
    window.page("Timeline");
    for text in [
        "Megumi Yokota. 15 November 1977: taken. 1 May 1997: Japan: ",
        "Kaoru Hasuike. 31 July 1978: taken",
        "15 October 2002: returned",
        "Events. 20 May 1991: Third round of normalisation talks. ",
    ] {
        assert!(window.shows(text), "“{text}” is not to be read");
    }
    let lane = window.button("Kaoru Hasuike. ");
    window.click(&lane);
    assert_eq!(window.session().current().map(|(_, case)| case.id.as_str()), Some("hasuike-kaoru"));
    assert!(!window.shows("as reported by others: "), "that was in 2018");
    window.click("As of 30 March 2014");
    window.fill_field("Day, as in 2002-09-17", "2019-12-31");
    window.key(Key::Enter);
    assert!(window.shows("North Korea, as reported by others: "));
    window.click("As of 31 December 2019");
    window.fill_field("Day, as in 2002-09-17", "1997-04-30");
    window.key(Key::Enter);
    assert!(!window.shows("1 May 1997: Japan"), "nothing had been said by then");
}

#[test]
fn arrow_keys_move_through_the_timeline() {
    let mut window = Window::open();
    window.page("Timeline");
    let lanes = "Timeline of 17 cases. Arrows move along time and between cases, + and − change \
                 the stretch shown, 0 shows all years";
    window.get(lanes).focus();
    window.run_until_idle();
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    let current = |window: &Window| window.session().current().map(|(at, _)| at);
    assert_eq!(current(&window), Some(1));
    assert!(window.get("All years").accesskit_node().is_disabled(), "all is shown");
    window.key(Key::Plus);
    assert!(!window.get("All years").accesskit_node().is_disabled(), "a shorter stretch is shown");
    window.key(Key::ArrowLeft);
    window.key(Key::Num0);
    assert!(window.get("All years").accesskit_node().is_disabled());
}

/// The checkbox for figures in the export dialog.
const INCLUDE_FIGURES: &str = "With pictures: both lists, the timeline, the map (HTML only)";

/// Saves the figure of the page and returns its texts in one line.
fn save_figure(window: &mut Window, name: &str) -> String {
    let path = window.folder().join(format!("{name}.svg"));
    window.answer_dialog_with(Some(path.clone()));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    window.click("Choose a file…");
    window.wait_until("the file", |_| path.exists());
    window.wait_until("the workers", |app| app.is_idle());
    let text = std::fs::read_to_string(&path).unwrap();
    let printed = roxmltree::Document::parse(&text).unwrap();
    let words = printed.descendants().filter(|node| node.has_tag_name("text"));
    words.filter_map(|node| node.text()).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_table_below_the_lanes_lists_every_dated_item() {
    let mut window = Window::open();
    window.page("Timeline");
    window.wait_for_label("entries from 1 January 1977 to 30 March 2014");
    let first = "19 September 1977: Yutaka Kume: taken";
    let row = window.button(first);
    window.click(&row);
    assert_eq!(window.session().current().map(|(_, case)| case.id.as_str()), Some("kume-yutaka"));
    assert!(window.shows("Timeline of 17 cases"), "the page stays");
    let is_chosen = |window: &Window, name: &str| {
        window.get(name).accesskit_node().toggled() == Some(Toggled::True)
    };
    assert!(is_chosen(&window, &row));
    window.get(&row).focus();
    window.run_until_idle();
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    let current = window.session().current().map(|(_, case)| case.name.latin()).unwrap();
    assert_eq!(current, "Kyoko Matsumoto");
    assert!(!is_chosen(&window, &row));
    assert!(is_chosen(&window, &window.button("21 October 1977: Kyoko Matsumoto: taken")));
    window.key(Key::End);
    assert!(window.shows("2014: event: "), "the last entry is an event");
    window.key(Key::Enter);
    assert!(window.shows("Delete this event…"), "the event is in its form");
}

#[test]
fn the_table_follows_the_time_range_the_filter_and_the_day() {
    let mut window = Window::open();
    window.page("Timeline");
    window.wait_for_label("entries from 1 January 1977 to 30 March 2014");
    let count = |window: &Window| {
        let rows = window.shows("19 September 1977: Yutaka Kume");
        (table_row_count(window), rows)
    };
    let (all, first) = count(&window);
    assert!(first);
    window.click("Shorter stretch of time");
    let (fewer, first) = count(&window);
    assert!(fewer < all && !first, "{fewer} of {all}");
    window.click("All years");
    assert_eq!(count(&window).0, all);
    window.click("Only Japan lists 4");
    let (few, _) = count(&window);
    assert!(few < all);
    assert!(!window.shows("15 November 1977: Megumi Yokota"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    window.click("As of 30 March 2014");
    window.fill_field("Day, as in 2002-09-17", "1977-09-19");
    window.key(Key::Enter);
    assert_eq!(count(&window), (1, true));
}

/// Returns the number of rows that the table below the lanes reports.
fn table_row_count(window: &Window) -> usize {
    let said = window.labels("entr").into_iter();
    let mut said =
        said.filter(|name| name.starts_with(char::is_numeric) && name.contains(" from "));
    said.next().unwrap().split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn an_edit_updates_the_table_below_the_lanes() {
    let mut window = Window::open();
    window.page("Timeline");
    window.wait_for_label("19 September 1977: Yutaka Kume: taken");
    let row = window.button("19 September 1977: Yutaka Kume: taken");
    window.click(&row);
    window.click("Edit");
    window.fill_field("Given name", "Other");
    window.keys(Modifiers::COMMAND, Key::S);
    window.wait_for_label("19 September 1977: Other Kume: taken");
    window.keys(Modifiers::COMMAND, Key::Z);
    window.wait_for_label("19 September 1977: Yutaka Kume: taken");
}

#[test]
fn the_saved_map_matches_the_view_and_names_who_is_not_on_it() {
    let mut window = Window::open();
    window.page("Map");
    window.wait_until("the land", |app| app.is_idle());
    window.run_until_idle();
    let seen = save_figure(&mut window, "japan");
    assert!(seen.contains("3 cases lie outside this map: Toru"), "{seen}");
    assert!(seen.contains("Yutaka Kume") && !seen.contains("Every case"), "{seen}");
    let placeless = |text: &str| text.contains("1 case has no known place and is not on this map");
    assert!(placeless(&seen) && seen.contains("Taguchi"), "{seen}");
    window.click("Show Europe: 3 cases");
    let seen = save_figure(&mut window, "europe");
    assert!(seen.contains("13 cases lie outside this map: "), "{seen}");
    assert!(seen.contains("Keiko Arimoto") && placeless(&seen), "{seen}");
    window.click("Filter to this view");
    window.wait_until("the marks", |app| app.is_idle());
    window.run_until_idle();
    let seen = save_figure(&mut window, "filtered");
    assert!(!seen.contains("outside this map") && seen.contains("taken between"), "{seen}");
    assert!(!placeless(&seen), "whoever has no place is in no area: {seen}");
}

#[test]
fn a_summary_exports_with_its_figures() {
    let mut window = Window::open();
    let mut export = |wanted: &[&str], name: &str| {
        let path = window.folder().join(name);
        window.answer_dialog_with(Some(path.clone()));
        window.keys(Modifiers::COMMAND, Key::E);
        for choice in wanted {
            window.get(choice).click();
            window.run_until_idle();
        }
        let is_off = window.get(INCLUDE_FIGURES).accesskit_node().is_disabled();
        window.click("Choose a file…");
        window.wait_until("the file", |_| path.exists());
        window.wait_until("the workers", |app| app.is_idle());
        (is_off, std::fs::read_to_string(&path).unwrap())
    };
    let (is_off, page) = export(&[], "plain.html");
    assert!(!is_off && !page.contains("Timeline: 17 cases"));
    let (_, page) = export(&[INCLUDE_FIGURES], "pictures.html");
    assert!(page.contains("<figcaption>Timeline: 17 cases, up to 30 March 2014</figcaption>"));
    let (is_off, page) = export(&[INCLUDE_FIGURES, "CSV, for a spreadsheet"], "summary.csv");
    assert!(is_off && !page.contains("svg"), "no other format holds pictures");
}

#[test]
fn a_filtered_summary_has_figures_of_its_cases() {
    let mut window = Window::open();
    window.get("Status: Returned, 5").click();
    window.run_until_idle();
    let path = window.folder().join("five.html");
    window.answer_dialog_with(Some(path.clone()));
    window.keys(Modifiers::COMMAND, Key::E);
    window.get(INCLUDE_FIGURES).click();
    window.run_until_idle();
    window.click("Choose a file…");
    window.wait_until("the file", |_| path.exists());
    window.wait_until("the workers", |app| app.is_idle());
    let page = std::fs::read_to_string(&path).unwrap();
    assert!(page.contains("<figcaption>Both lists over time: 5 cases, up to 30 March 2014<"));
    assert!(page.contains(": North Korea 5, Japan 5, Returned 5"));
}

#[test]
fn the_chart_of_a_page_saves_as_a_figure() {
    let mut window = Window::open();
    for (page, words) in
        [("Over time", "announced totals"), ("Timeline", "Yutaka Kume"), ("Map", "Yutaka Kume")]
    {
        window.page(page);
        let text = save_figure(&mut window, page);
        for wanted in [page, words, "As of 30 March 2014", "North Korea 13 · Japan 17"] {
            assert!(text.contains(wanted), "{page}: “{wanted}” is not on it");
        }
    }
    // The tabs lie under what was said of the files.
    window.keys(Modifiers::COMMAND, Key::Num8);
    assert!(window.shows("On secondary sources only"), "the sources");
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    assert!(!window.shows("Save a picture"), "there is no chart on this page");
}

/// A register with one case that the bundled register does not have.
const OTHER_REGISTER: &str = r#"(
    format: 1,
    title: "One",
    parties: [(id: "north-korea", name: (en: "North Korea")), (id: "japan", name: (en: "Japan"))],
    compare: ("north-korea", "japan"),
    sources: [(id: "list", kind: Official, publisher: "Publisher", title: "List")],
    cases: [(
        id: "kim",
        name: (given: "Chol", family: "Kim"),
        claims: [
            (by: "japan", on: "1997-05-01", says: Abducted, sources: ["list"]),
            (by: "japan", on: "LAST", says: Abducted, sources: ["list"]),
        ],
        sources: ["list"],
    )],
)
"#;

#[test]
fn opening_another_register_clears_the_figures() {
    let mut window = Window::open();
    window.wait_until("the workers", |app| app.is_idle());
    let other = window.folder().join("other.ron");
    // All that the chart's axis depends on is alike.
    let last = window.session().analysis().check_results().days.last().copied().unwrap();
    store::save(
        &other,
        &read(&OTHER_REGISTER.replace("LAST", &last.to_string())),
        &store::SaveOptions::copy(),
        &Progress::default(),
    )
    .unwrap();
    window.page("Over time");
    window.click("1 May 1997: North Korea 0, Japan 10, Returned 0");
    assert!(window.shows("Yutaka Kume"));
    window.answer_dialog_with(Some(other));
    window.keys(Modifiers::COMMAND, Key::O);
    window.wait_until("the other register", |app| {
        app.session().is_some_and(|session| session.register().title() == "One")
    });
    window.wait_until("the workers", |app| app.is_idle());
    window.run_until_idle();
    assert!(window.shows("Both lists over time. 1 May 1997: North Korea 0, Japan 1, Returned 0"));
    assert!(window.shows("Chol Kim") && !window.shows("Megumi Yokota"));
}
