//! The map page by mouse and keyboard: every case is on the map or in the list beside it.

use egui::{Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, Role, Vec2};
use egui_kittest::kittest::{NodeT, Queryable};

use crate::window::Window;
use blue_ribbon::{Locale, analysis::query::Query, describe::labels, ui::app::application::App};

const YOKOTA: &str = "Niigata City, Niigata: 1 case, claimed dead: Megumi Yokota";
const KUME: &str = "Ushitsu coast, Noto Town, Ishikawa: 1 case, unresolved: Yutaka Kume";
const YONAGO: &str = "Near her home, Yonago, Tottori: 1 case, unresolved: Kyoko Matsumoto";
const KASHIWAZAKI: &str =
    "Kashiwazaki, Niigata: 2 cases, 2 returned: Kaoru Hasuike, Yukiko Hasuike";

fn open() -> Window {
    let mut window = Window::open();
    show_map(&mut window);
    window
}

fn show_map(window: &mut Window) {
    window.page("Map");
    window.wait_until("the land", App::is_idle);
    window.run_until_idle();
}

/// Opens the map at a zoom that separates the cases of Niigata.
fn open_zoomed_in() -> Window {
    let mut window = open();
    window.click("Zoom in");
    window.click("Zoom in");
    window
}

/// Returns the names of the clusters with their numbers of cases.
fn clusters(window: &Window) -> Vec<(String, usize)> {
    let buttons = window.harness.query_all_by_role(Role::Button);
    let names = buttons.filter_map(|button| button.accesskit_node().label());
    let count = |name: &str| {
        let [.., before] = name.split(" case").next()?.split(": ").collect::<Vec<_>>()[..] else {
            return None;
        };
        before.replace(',', "").parse().ok()
    };
    let marks = names.filter(|name| name.contains(" case, ") || name.contains(" cases, "));
    marks.filter_map(|name| count(&name).map(|count| (name, count))).collect()
}

fn cases_on_map(window: &Window) -> usize {
    clusters(window).iter().map(|(_, count)| count).sum()
}

/// Returns the number of cases in a heading beside the map.
fn side_panel_count(window: &Window, heading: &str) -> usize {
    let headings = window.harness.query_all_by_role(Role::Heading);
    let names = headings.filter_map(|heading| heading.accesskit_node().label());
    let start = format!("{heading}: ");
    let found: Vec<String> =
        names.filter_map(|name| name.strip_prefix(&start).map(str::to_owned)).collect();
    let [count] = &found[..] else { panic!("{heading}: {found:?}") };
    count.split(' ').next().unwrap().parse().unwrap()
}

fn current(window: &Window) -> Option<String> {
    window.session().current().map(|(_, case)| case.name.latin())
}

fn center_of(window: &Window, name: &str) -> Pos2 {
    window.role(Role::Button, name).rect().center()
}

fn drag(window: &mut Window, from: Pos2, to: Pos2, modifiers: Modifiers) {
    let button = PointerButton::Primary;
    window.harness.event_modifiers(Event::PointerMoved(from), modifiers);
    window.harness.step();
    for (pos, pressed) in [(from, true), (to, false)] {
        window.harness.event_modifiers(Event::PointerMoved(pos), modifiers);
        window.harness.step();
        let event = Event::PointerButton { pos, button, pressed, modifiers };
        window.harness.event_modifiers(event, modifiers);
        window.harness.step();
    }
    window.run_until_idle();
}

#[test]
fn everyone_is_on_the_map_or_in_the_side_panel() {
    let mut window = open();
    assert_eq!(cases_on_map(&window), 13, "it opens on Japan and Korea");
    assert_eq!(side_panel_count(&window, "In this view"), 13);
    assert_eq!(side_panel_count(&window, "Outside this view"), 3);
    window.click("Show Europe: 3 cases");
    assert_eq!(cases_on_map(&window), 3);
    assert_eq!(side_panel_count(&window, "Outside this view"), 13);
    window.click("Show All: 16 cases");
    assert_eq!(cases_on_map(&window) + side_panel_count(&window, "No place known"), 17);
    assert_eq!(side_panel_count(&window, "In this view"), 16);
    assert_eq!(side_panel_count(&window, "Outside this view"), 0);
}

#[test]
fn a_cluster_label_names_place_counts_by_status_and_people() {
    let window = open_zoomed_in();
    let names: Vec<String> = clusters(&window).into_iter().map(|(name, _)| name).collect();
    for name in [YOKOTA, KASHIWAZAKI] {
        assert!(names.iter().any(|other| other == name), "{name}: {names:?}");
    }
}

#[test]
fn people_without_coordinates_are_in_the_side_panel() {
    let mut window = open();
    window.click("Show All: 16 cases");
    assert_eq!(cases_on_map(&window), 16);
    assert_eq!(side_panel_count(&window, "No place known"), 1);
    window.click("Yaeko Taguchi, about June 1978 · Unknown; last known in Tokyo · Claimed dead");
    assert_eq!(current(&window).as_deref(), Some("Yaeko Taguchi"));
}

#[test]
fn a_filter_narrows_the_map() {
    let mut window = Window::open();
    window.get("Status: Returned, 5").click();
    window.run_until_idle();
    show_map(&mut window);
    assert_eq!(cases_on_map(&window), 5);
    assert!(window.shows("5 of 17 cases"));
    // Who had not come back by then is on the map as unresolved.
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    assert_eq!(cases_on_map(&window), 13);
}

#[test]
fn the_map_shows_statuses_on_the_chosen_day() {
    let mut window = open_zoomed_in();
    window.wait_until("the checks", |app| {
        app.session().is_some_and(|session| !session.analysis().check_results().days.is_empty())
    });
    let unresolved = YOKOTA.replace("claimed dead", "unresolved");
    assert!(!window.shows(&unresolved));
    while window.session().analysis().as_of().to_string().as_str() > "2002-01-01" {
        window.keys(Modifiers::ALT, Key::ArrowLeft);
    }
    assert!(window.shows(&unresolved));
}

#[test]
fn clicking_a_single_case_opens_it_and_back_returns() {
    let mut window = open_zoomed_in();
    window.click(YOKOTA);
    assert_eq!(current(&window).as_deref(), Some("Megumi Yokota"));
    assert!(window.shows("15 November 1977, aged 13"), "the detail stands beside the map");
    window.key(Key::F2);
    assert!(window.shows("Given name"), "the case is edited from here");
    window.key(Key::Escape);
    window.click("‹ Back to the list");
    assert_eq!(side_panel_count(&window, "Niigata City, Niigata"), 1);
}

#[test]
fn clicking_a_cluster_lists_its_cases() {
    let mut window = open_zoomed_in();
    window.click(KASHIWAZAKI);
    assert_eq!(current(&window), None);
    assert_eq!(side_panel_count(&window, "Kashiwazaki, Niigata"), 2);
    window.click("Yukiko Hasuike, 31 July 1978 · Kashiwazaki, Niigata · Returned");
    assert_eq!(current(&window).as_deref(), Some("Yukiko Hasuike"));
}

#[test]
fn the_map_works_by_keyboard_alone() {
    let mut window = open();
    window.get("Map of where people were taken").focus();
    window.run_until_idle();
    let before = center_of(&window, KUME);
    window.key(Key::ArrowRight);
    let after = center_of(&window, KUME);
    assert!(after.x < before.x && after.y == before.y, "what is further east comes into sight");
    window.key(Key::Num0);
    assert_eq!(center_of(&window, KUME), before);
    let before_zoom = clusters(&window).len();
    window.key(Key::Minus);
    window.key(Key::Minus);
    let near = cases_on_map(&window);
    assert!(
        clusters(&window).len() < before_zoom,
        "from afar marks come together: {:?}",
        clusters(&window)
    );
    assert_eq!(near, 13);
    window.key(Key::Num0);

    window.key(Key::Tab);
    let focused = |window: &Window| {
        let all = window.harness.query_all_by_role(Role::Button);
        let focused = all.filter(|node| node.accesskit_node().is_focused());
        focused.filter_map(|node| node.accesskit_node().label()).collect::<Vec<_>>()
    };
    let mut met = Vec::new();
    for _ in 0..clusters(&window).len() {
        met.extend(focused(&window));
        window.key(Key::Tab);
    }
    let names: Vec<String> = clusters(&window).into_iter().map(|(name, _)| name).collect();
    assert_eq!(met, names, "Tab goes from mark to mark, from the west to the east");

    window.get(KUME).focus();
    window.run_until_idle();
    window.key(Key::Plus);
    assert_eq!(focused(&window), [KUME], "the focus stays with its mark");
    window.key(Key::Enter);
    assert_eq!(current(&window).as_deref(), Some("Yutaka Kume"));
}

#[test]
fn the_mouse_pans_and_zooms_the_map() {
    let mut window = open();
    let before = center_of(&window, KUME);
    let free = before + Vec2::new(60.0, 160.0);
    drag(&mut window, free, free + Vec2::new(-90.0, 40.0), Modifiers::NONE);
    let after = center_of(&window, KUME);
    assert!(((after - before) - Vec2::new(-90.0, 40.0)).length() < 1.0, "{before} {after}");
    let other = center_of(&window, YONAGO);
    let apart = (other - after).length();
    window.harness.event(Event::PointerMoved(after));
    window.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Line,
        delta: Vec2::new(0.0, 1.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    window.run_until_idle();
    assert!((center_of(&window, KUME) - after).length() < 1.0, "what is pointed at stays");
    assert!((center_of(&window, YONAGO) - after).length() > apart, "the rest moves away");
}

#[test]
fn filtering_to_the_view_lasts_until_the_area_is_removed() {
    let mut window = open();
    window.click("Show Europe: 3 cases");
    window.click("Filter to this view");
    assert!(window.shows("3 of 17 cases"));
    window.keys(Modifiers::COMMAND, Key::Num1);
    assert_eq!(window.rows().len(), 3);
    assert!(window.shows("taken between"), "the table says why it is short");
    let area = window.session().analysis().query().bounds.unwrap();
    let text = labels::describe_geo_bounds(Locale::ENGLISH, area);
    window.click(&format!("Drop this area: {text}"));
    assert_eq!(window.rows().len(), 17);
    assert_eq!(window.session().analysis().query(), &Query::default());
}

#[test]
fn a_drawn_rectangle_filters_the_cases_within() {
    let mut window = open();
    let at = center_of(&window, KUME);
    let corner = at - Vec2::new(14.0, 14.0);
    drag(&mut window, corner, at + Vec2::new(14.0, 14.0), Modifiers::SHIFT);
    assert!(window.session().analysis().query().bounds.is_some());
    let marks: Vec<String> = clusters(&window).into_iter().map(|(name, _)| name).collect();
    assert_eq!(marks, [KUME]);
    assert!(window.shows("1 of 17 cases"));
}

#[test]
fn the_map_follows_an_edit_and_its_undo() {
    let mut window = open();
    window.click(KUME);
    window.key(Key::F2);
    window.fill_field("Coordinates", "");
    window.keys(Modifiers::COMMAND, Key::S);
    window.wait_until_saved();
    assert_eq!(cases_on_map(&window), 12);
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(cases_on_map(&window), 13);
}
