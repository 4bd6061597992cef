//! The page of sources: what each supports, citing, merging, what rests on little or nothing.

use blue_ribbon::view::{Citations, Support};
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable};

use super::Window;

/// A window on the page.
fn page() -> Window {
    let mut window = Window::open();
    window.page("Sources");
    window
}

/// Chooses a source by its title.
fn choose(window: &mut Window, title: &str) {
    let name = window.button(title);
    window.click(&name);
}

/// The tab of what rests on secondary sources alone.
fn secondary(window: &Window) -> String {
    let (session, rows) = (window.session(), &window.session().view().answer().rows);
    let all = Citations::new(session.register());
    let support = Support::of(&all, rows, session.view().as_of());
    assert!(!support.secondary().is_empty());
    format!("On secondary sources only {}", support.secondary().len())
}

fn heading(window: &Window, title: &str) -> bool {
    window.harness.query_all_by_role_and_label(Role::Heading, title).next().is_some()
}

#[test]
fn a_source_shows_what_it_supports_and_a_row_leads_to_its_case() {
    let mut window = page();
    assert!(window.reads("17 of 17 cases"));
    assert!(window.reads(&secondary(&window)));
    assert!(window.reads("Without a source 0"));
    let title = "Reinvestigation Concerning the Abductees whose Safety Remains Unknown";
    choose(&mut window, title);
    assert!(heading(&window, title));
    assert!(window.reads("Supports 20 statements"));
    let row = "Yutaka Kume, November 2004, North Korea: Says the person never entered";
    let name = window.button(row);
    window.click(&name);
    let current = window.session().current().map(|(_, case)| case.id.to_string());
    assert_eq!(current.as_deref(), Some("kume-yutaka"));
    assert!(heading(&window, title), "the page is still there");
    assert!(window.reads("19 September 1977, aged 52"), "beside the case");
}

#[test]
fn keys_go_through_the_sources_and_choose() {
    let mut window = page();
    let first = window.buttons("Reinvestigation").remove(0);
    window.role(Role::Button, &first).focus();
    window.settle();
    window.key(Key::ArrowDown);
    assert!(heading(&window, "[Fifteen people to be formally recognised]"));
    window.key(Key::Home);
    assert!(heading(
        &window,
        "Reinvestigation Concerning the Abductees whose Safety Remains Unknown"
    ));
}

#[test]
fn the_day_and_the_filters_decide_what_is_shown_and_the_rest_is_said() {
    let mut window = page();
    window.role(Role::CheckBox, "Status: Returned, 5").click();
    window.settle();
    assert!(window.reads("5 of 17 cases"));
    choose(&mut window, "Reinvestigation");
    assert!(window.reads("more in other cases or after this day"));
    window.click("Clear all");
    choose(&mut window, "Reinvestigation");
    assert!(!window.reads("more in other cases or after this day"));
}

#[test]
fn a_kind_is_listed_alone_and_the_order_is_chosen() {
    let mut window = page();
    window.role(Role::ComboBox, "Kind of the sources").click();
    window.settle();
    window.role(Role::Button, "Official").click();
    window.settle();
    assert!(window.buttons("").iter().all(|name| !name.contains("· Press ·")));
    assert!(window.buttons("").iter().any(|name| name.contains("· Official ·")));
    window.role(Role::ComboBox, "Kind of the sources").click();
    window.settle();
    window.role(Role::Button, "Every kind").click();
    window.settle();
    window.role(Role::ComboBox, "Order of the sources").click();
    window.settle();
    window.role(Role::Button, "Latest first").click();
    window.settle();
    let names = window.buttons("").into_iter().filter_map(|name| {
        let (source, _) = name.split_once(", Supports")?;
        source[source.len() - 4..].parse::<u16>().ok()
    });
    let years: Vec<u16> = names.collect();
    assert!(years.len() > 5 && years.is_sorted_by(|one, next| one >= next), "{years:?}");
}

#[test]
fn a_citation_goes_to_the_clipboard() {
    let mut window = page();
    choose(&mut window, "Reinvestigation");
    window.click("Cite");
    window.role(Role::Button, "Copy as Chicago").click();
    assert_eq!(
        window.wait_copied(),
        "Government of Japan. “Reinvestigation Concerning the Abductees whose Safety Remains \
         Unknown.” December 24, 2004. \
         https://docslib.org/doc/9982545/reinvestigation-concerning-the-abductees-whose-safety-remains."
    );
}

#[test]
fn what_rests_on_secondary_sources_alone_is_listed() {
    let mut window = page();
    window.click(&secondary(&window));
    let rows = window.buttons("");
    assert!(rows.iter().any(|name| name.contains("nippon-zaidan-1997")), "{rows:?}");
    window.click("Without a source 0");
    assert!(window.reads("Nothing here, of the cases shown and by this day."));
}

#[test]
fn two_sources_become_one_and_it_can_be_undone() {
    let mut window = page();
    let cited = |window: &Window, id: &str| {
        let id = blue_ribbon::model::SourceId::new(id).unwrap();
        blue_ribbon::view::citations(window.session().register(), &id)
    };
    let before = (cited(&window, "hq-2011"), cited(&window, "hq-2011-more"));
    assert!(before.0 > 0 && before.1 > 0);
    choose(&mut window, "Individual Cases - 17 Abductees");
    window.click("Merge…");
    assert!(window.reads("This source stays"));
    window.write("This source becomes part of it", "more on the");
    window.click("Merge “More on the Abduction Issue”");
    assert!(window.reads(&format!("{} statement", before.1)));
    let address = "Web address: http://www.rachi.go.jp/en/ratimondai/syousai.html";
    window.role(Role::RadioButton, address).click();
    window.settle();
    window.click("Merge");
    let register = window.session().register();
    assert_eq!(register.sources().len(), 106);
    let id = blue_ribbon::model::SourceId::new("hq-2011").unwrap();
    let merged = register.source(&id).unwrap();
    assert_eq!(merged.title, "Individual Cases - 17 Abductees");
    assert_eq!(merged.address, "http://www.rachi.go.jp/en/ratimondai/syousai.html");
    assert_eq!(cited(&window, "hq-2011-more"), 0);
    window.wait_saved();
    assert!(!window.file().contains("hq-2011-more"));
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!((cited(&window, "hq-2011"), cited(&window, "hq-2011-more")), before);
}

#[test]
fn a_chip_leads_to_the_source_on_its_page() {
    let mut window = Window::open();
    window.click_row("Yutaka Kume");
    let chips = window.harness.query_all_by_role(Role::Button);
    let name = chips
        .filter_map(|chip| chip.accesskit_node().label())
        .find(|name| name.starts_with("Source: "))
        .unwrap();
    let title = name.trim_start_matches("Source: ").to_owned();
    window.click(&name);
    window.click("Show the source");
    assert!(heading(&window, &title), "{title}");
    assert!(window.reads("Merge…"));
}

#[test]
fn deleting_a_source_that_is_cited_says_what_that_would_leave() {
    let mut window = page();
    choose(&mut window, "Individual Cases - 17 Abductees");
    window.click("Edit source");
    window.click("Delete this source…");
    assert!(window.reads("statements cite it and would then cite a source"));
    window.click("Cancel");
    assert!(window.session().register().sources().len() == 107);
}
