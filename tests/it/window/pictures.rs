//! Pictures: both lists over time, and the timeline.

use blue_ribbon::store;
use egui::{Key, Modifiers, Role, accesskit::Toggled};

use egui_kittest::kittest::NodeT;

use super::Window;
use crate::made_up::read;

#[test]
fn both_lists_are_shown_over_time_with_their_days_and_people() {
    let mut window = Window::open();
    window.page("Over time");
    for words in [
        "Both lists over time. 20 November 2006: North Korea 13, Japan 17, Returned 5",
        "1 May 1997: North Korea 0, Japan 10, Returned 0",
        "17 September 2002: North Korea 13, Japan 11, Returned 0",
        "Kyoko Matsumoto",
        "now listed by Japan",
    ] {
        assert!(window.reads(words), "“{words}” is not to be read");
    }
    window.click("15 October 2002: North Korea 13, Japan 11, Returned 5");
    assert!(window.reads("Kaoru Hasuike"));
    assert!(!window.reads("now listed by Japan"));
    window.role(Role::Link, "Kaoru Hasuike").click();
    window.settle();
    assert_eq!(window.session().current().map(|(_, case)| case.id.as_str()), Some("hasuike-kaoru"));
    assert!(!window.reads("Given name"));
    window.click("Edit");
    assert!(window.reads("Given name"), "the form is open");
    window.key(Key::Escape);
    window.click("Show this day");
    assert!(window.reads("As of 15 October 2002"));
    assert!(!window.reads("20 November 2006: North Korea 13, Japan 17, Returned 5"));
}

#[test]
fn the_chart_is_walked_through_by_keys() {
    let mut window = Window::open();
    window.page("Over time");
    let chart = "Both lists over time. 20 November 2006: North Korea 13, Japan 17, Returned 5";
    window.get(chart).focus();
    window.settle();
    window.key(Key::ArrowLeft);
    assert!(
        window.reads("Both lists over time. 30 April 2005: North Korea 13, Japan 16, Returned 5")
    );
    window.key(Key::Enter);
    assert!(window.reads("As of 30 April 2005"));
}

#[test]
fn a_filter_narrows_the_chart() {
    let mut window = Window::open();
    window.page("Over time");
    window.click("North Korea admits 13");
    assert!(window.reads("13 of 17 cases"));
    assert!(window.reads("17 September 2002: North Korea 13, Japan 10, Returned 0"));
}

#[test]
fn each_case_has_a_lane_that_says_what_happened_and_was_said() {
    let mut window = Window::open();
    window.page("Timeline");
    for words in [
        "Megumi Yokota. 15 November 1977: taken. 1 May 1997: Japan: ",
        "Kaoru Hasuike. 31 July 1978: taken",
        "15 October 2002: returned",
        "Events. 20 May 1991: Third round of normalisation talks. ",
    ] {
        assert!(window.reads(words), "“{words}” is not to be read");
    }
    let lane = window.button("Kaoru Hasuike. ");
    window.click(&lane);
    assert_eq!(window.session().current().map(|(_, case)| case.id.as_str()), Some("hasuike-kaoru"));
    assert!(!window.reads("as reported by others: "), "that was in 2018");
    window.click("As of 30 March 2014");
    window.write("Day, as in 2002-09-17", "2019-12-31");
    window.key(Key::Enter);
    assert!(window.reads("North Korea, as reported by others: "));
    window.click("As of 31 December 2019");
    window.write("Day, as in 2002-09-17", "1997-04-30");
    window.key(Key::Enter);
    assert!(!window.reads("1 May 1997: Japan"), "nothing had been said by then");
}

#[test]
fn the_timeline_is_walked_through_by_keys() {
    let mut window = Window::open();
    window.page("Timeline");
    let lanes = "Timeline of 17 cases. Arrows move along time and between cases, + and − change \
                 the stretch shown, 0 shows all years";
    window.get(lanes).focus();
    window.settle();
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

/// The choice of pictures in the dialog of the summary.
const WITH_PICTURES: &str = "With pictures: both lists, the timeline, the map (HTML only)";

/// Saves the picture of the page; gives its texts in a row.
fn saved(window: &mut Window, name: &str) -> String {
    let path = window.folder().join(format!("{name}.svg"));
    window.will_pick(Some(path.clone()));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    window.click("Choose a file…");
    window.wait("the file", |_| path.exists());
    window.wait("the workers", |app| app.is_idle());
    let text = std::fs::read_to_string(&path).unwrap();
    let printed = roxmltree::Document::parse(&text).unwrap();
    let words = printed.descendants().filter(|node| node.has_tag_name("text"));
    words.filter_map(|node| node.text()).collect::<Vec<_>>().join(" ")
}

#[test]
fn all_that_is_dated_stands_in_a_table_beneath_the_lanes() {
    let mut window = Window::open();
    window.page("Timeline");
    window.wait_for("entries from 1 January 1977 to 30 March 2014");
    let first = "19 September 1977: Yutaka Kume: taken";
    let row = window.button(first);
    window.click(&row);
    assert_eq!(window.session().current().map(|(_, case)| case.id.as_str()), Some("kume-yutaka"));
    assert!(window.reads("Timeline of 17 cases"), "the page stays");
    let is_chosen = |window: &Window, name: &str| {
        window.get(name).accesskit_node().toggled() == Some(Toggled::True)
    };
    assert!(is_chosen(&window, &row));
    window.get(&row).focus();
    window.settle();
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    let current = window.session().current().map(|(_, case)| case.name.latin()).unwrap();
    assert_eq!(current, "Kyoko Matsumoto");
    assert!(!is_chosen(&window, &row));
    assert!(is_chosen(&window, &window.button("21 October 1977: Kyoko Matsumoto: taken")));
    window.key(Key::End);
    assert!(window.reads("2014: event: "), "the last entry is an event");
    window.key(Key::Enter);
    assert!(window.reads("Delete this event…"), "the event is in its form");
}

#[test]
fn the_table_follows_the_stretch_of_time_the_filter_and_the_day() {
    let mut window = Window::open();
    window.page("Timeline");
    window.wait_for("entries from 1 January 1977 to 30 March 2014");
    let count = |window: &Window| {
        let rows = window.reads("19 September 1977: Yutaka Kume");
        (entries(window), rows)
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
    assert!(!window.reads("15 November 1977: Megumi Yokota"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    window.click("As of 30 March 2014");
    window.write("Day, as in 2002-09-17", "1977-09-19");
    window.key(Key::Enter);
    assert_eq!(count(&window), (1, true));
}

/// How many rows the table beneath the lanes says it has.
fn entries(window: &Window) -> usize {
    let said = window.labels("entr").into_iter();
    let mut said =
        said.filter(|name| name.starts_with(char::is_numeric) && name.contains(" from "));
    said.next().unwrap().split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn an_edit_shows_in_the_table_beneath_the_lanes() {
    let mut window = Window::open();
    window.page("Timeline");
    window.wait_for("19 September 1977: Yutaka Kume: taken");
    let row = window.button("19 September 1977: Yutaka Kume: taken");
    window.click(&row);
    window.click("Edit");
    window.write("Given name", "Other");
    window.keys(Modifiers::COMMAND, Key::S);
    window.wait_for("19 September 1977: Other Kume: taken");
    window.keys(Modifiers::COMMAND, Key::Z);
    window.wait_for("19 September 1977: Yutaka Kume: taken");
}

#[test]
fn the_map_is_saved_as_it_is_seen_with_who_is_not_on_it() {
    let mut window = Window::open();
    window.page("Map");
    window.wait("the land", |app| app.is_idle());
    window.settle();
    let seen = saved(&mut window, "japan");
    assert!(seen.contains("3 cases lie outside this map: Toru"), "{seen}");
    assert!(seen.contains("Yutaka Kume") && !seen.contains("Every case"), "{seen}");
    let placeless = |text: &str| text.contains("1 case has no known place and is not on this map");
    assert!(placeless(&seen) && seen.contains("Taguchi"), "{seen}");
    window.click("Show Europe: 3 cases");
    let seen = saved(&mut window, "europe");
    assert!(seen.contains("13 cases lie outside this map: "), "{seen}");
    assert!(seen.contains("Keiko Arimoto") && placeless(&seen), "{seen}");
    window.click("Filter to this view");
    window.wait("the marks", |app| app.is_idle());
    window.settle();
    let seen = saved(&mut window, "filtered");
    assert!(!seen.contains("outside this map") && seen.contains("taken between"), "{seen}");
    assert!(!placeless(&seen), "whoever has no place is in no area: {seen}");
}

#[test]
fn a_summary_is_exported_with_its_pictures() {
    let mut window = Window::open();
    let mut export = |wanted: &[&str], name: &str| {
        let path = window.folder().join(name);
        window.will_pick(Some(path.clone()));
        window.keys(Modifiers::COMMAND, Key::E);
        for choice in wanted {
            window.get(choice).click();
            window.settle();
        }
        let is_off = window.get(WITH_PICTURES).accesskit_node().is_disabled();
        window.click("Choose a file…");
        window.wait("the file", |_| path.exists());
        window.wait("the workers", |app| app.is_idle());
        (is_off, std::fs::read_to_string(&path).unwrap())
    };
    let (is_off, page) = export(&[], "plain.html");
    assert!(!is_off && !page.contains("Timeline: 17 cases"));
    let (_, page) = export(&[WITH_PICTURES], "pictures.html");
    assert!(page.contains("<figcaption>Timeline: 17 cases, up to 30 March 2014</figcaption>"));
    let (is_off, page) = export(&[WITH_PICTURES, "CSV, for a spreadsheet"], "summary.csv");
    assert!(is_off && !page.contains("svg"), "no other format holds pictures");
}

#[test]
fn a_summary_of_the_cases_shown_has_pictures_of_them() {
    let mut window = Window::open();
    window.get("Status: Returned, 5").click();
    window.settle();
    let path = window.folder().join("five.html");
    window.will_pick(Some(path.clone()));
    window.keys(Modifiers::COMMAND, Key::E);
    window.get(WITH_PICTURES).click();
    window.settle();
    window.click("Choose a file…");
    window.wait("the file", |_| path.exists());
    window.wait("the workers", |app| app.is_idle());
    let page = std::fs::read_to_string(&path).unwrap();
    assert!(page.contains("<figcaption>Both lists over time: 5 cases, up to 30 March 2014<"));
    assert!(page.contains(": North Korea 5, Japan 5, Returned 5"));
}

#[test]
fn the_chart_of_a_page_is_saved_as_a_picture() {
    let mut window = Window::open();
    for (page, words) in
        [("Over time", "announced totals"), ("Timeline", "Yutaka Kume"), ("Map", "Yutaka Kume")]
    {
        window.page(page);
        let text = saved(&mut window, page);
        for wanted in [page, words, "As of 30 March 2014", "North Korea 13 · Japan 17"] {
            assert!(text.contains(wanted), "{page}: “{wanted}” is not on it");
        }
    }
    // The tabs lie under what was said of the files.
    window.keys(Modifiers::COMMAND, Key::Num8);
    assert!(window.reads("On secondary sources only"), "the sources");
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::E);
    assert!(!window.reads("Save a picture"), "there is no chart on this page");
}

/// A register of one case that the bundled one does not have.
const OTHER: &str = r#"(
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
fn another_register_shows_nothing_of_the_one_before() {
    let mut window = Window::open();
    window.wait("the workers", |app| app.is_idle());
    let other = window.folder().join("other.ron");
    // All that the chart's axis depends on is alike.
    let last = window.session().view().digest().days.last().copied().unwrap();
    store::copy(&other, &read(&OTHER.replace("LAST", &last.to_string()))).unwrap();
    window.page("Over time");
    window.click("1 May 1997: North Korea 0, Japan 10, Returned 0");
    assert!(window.reads("Yutaka Kume"));
    window.will_pick(Some(other));
    window.keys(Modifiers::COMMAND, Key::O);
    window.wait("the other register", |app| {
        app.session().is_some_and(|session| session.register().title() == "One")
    });
    window.wait("the workers", |app| app.is_idle());
    window.settle();
    assert!(window.reads("Both lists over time. 1 May 1997: North Korea 0, Japan 1, Returned 0"));
    assert!(window.reads("Chol Kim") && !window.reads("Megumi Yokota"));
}
