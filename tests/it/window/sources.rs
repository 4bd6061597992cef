//! The page of sources: supported statements, citing, merging, statements with weak or no sources.

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable};

use crate::{source_code::repository_root, window::Window};
use blue_ribbon::{
    analysis::citation_index::{self, CitationIndex, SupportedStatements},
    model,
};

/// Opens the page.
fn open_page() -> Window {
    let mut window = Window::open();
    window.page("Sources");
    window
}

/// Selects a source by its title.
fn choose_source(window: &mut Window, title: &str) {
    let name = window.button(title);
    window.click(&name);
}

/// Returns the name of the tab of statements that only secondary sources support.
fn secondary_tab(window: &Window) -> String {
    let (session, rows) = (window.session(), &window.session().analysis().query_result().rows);
    let all = CitationIndex::new(session.register());
    let support = SupportedStatements::select(&all, rows, session.analysis().as_of());
    assert!(!support.secondary_only().is_empty());
    format!("On secondary sources only {}", support.secondary_only().len())
}

fn has_heading(window: &Window, title: &str) -> bool {
    window.harness.query_all_by_role_and_label(Role::Heading, title).next().is_some()
}

#[test]
fn a_source_lists_its_statements_and_each_opens_its_case() {
    let mut window = open_page();
    assert!(window.shows("17 of 17 cases"));
    assert!(window.shows(&secondary_tab(&window)));
    assert!(window.shows("Without a source 0"));
    let title = "Reinvestigation Concerning the Abductees whose Safety Remains Unknown";
    choose_source(&mut window, title);
    assert!(has_heading(&window, title));
    assert!(window.shows("Supports 20 statements"));
    let row = "Yutaka Kume, November 2004, North Korea: Says the person never entered";
    let name = window.button(row);
    window.click(&name);
    let current = window.session().current().map(|(_, case)| case.id.to_string());
    assert_eq!(current.as_deref(), Some("kume-yutaka"));
    assert!(has_heading(&window, title), "the page is still there");
    assert!(window.shows("19 September 1977, aged 52"), "beside the case");
}

#[test]
fn arrow_keys_move_through_the_sources_and_enter_chooses() {
    let mut window = open_page();
    let first = window.buttons("Reinvestigation").remove(0);
    window.role(Role::Button, &first).focus();
    window.run_until_idle();
    window.key(Key::ArrowDown);
    assert!(has_heading(&window, "[Fifteen people to be formally recognised]"));
    window.key(Key::Home);
    assert!(has_heading(
        &window,
        "Reinvestigation Concerning the Abductees whose Safety Remains Unknown"
    ));
}

#[test]
fn the_statements_follow_the_day_and_filters_and_the_rest_is_counted() {
    let mut window = open_page();
    window.role(Role::CheckBox, "Status: Returned, 5").click();
    window.run_until_idle();
    assert!(window.shows("5 of 17 cases"));
    choose_source(&mut window, "Reinvestigation");
    assert!(window.shows("more in other cases or after this day"));
    window.click("Clear all");
    choose_source(&mut window, "Reinvestigation");
    assert!(!window.shows("more in other cases or after this day"));
}

#[test]
fn sources_filter_by_kind_and_sort() {
    let mut window = open_page();
    window.role(Role::ComboBox, "Kind of the sources").click();
    window.run_until_idle();
    window.role(Role::Button, "Official").click();
    window.run_until_idle();
    assert!(window.buttons("").iter().all(|name| !name.contains("· Press ·")));
    assert!(window.buttons("").iter().any(|name| name.contains("· Official ·")));
    window.role(Role::ComboBox, "Kind of the sources").click();
    window.run_until_idle();
    window.role(Role::Button, "Every kind").click();
    window.run_until_idle();
    window.role(Role::ComboBox, "Order of the sources").click();
    window.run_until_idle();
    window.role(Role::Button, "Latest first").click();
    window.run_until_idle();
    let names = window.buttons("").into_iter().filter_map(|name| {
        let (source, _) = name.split_once(", Supports")?;
        source[source.len() - 4..].parse::<u16>().ok()
    });
    let years: Vec<u16> = names.collect();
    assert!(years.len() > 5 && years.is_sorted_by(|one, next| one >= next), "{years:?}");
}

#[test]
fn a_citation_is_copied_to_the_clipboard() {
    let mut window = open_page();
    choose_source(&mut window, "Reinvestigation");
    window.click("Cite");
    window.role(Role::Button, "Copy as Chicago").click();
    assert_eq!(
        window.wait_for_clipboard(),
        "Government of Japan. “Reinvestigation Concerning the Abductees whose Safety Remains \
         Unknown.” December 24, 2004. \
         https://docslib.org/doc/9982545/reinvestigation-concerning-the-abductees-whose-safety-remains."
    );
}

#[test]
fn statements_with_only_secondary_sources_are_listed() {
    let mut window = open_page();
    window.click(&secondary_tab(&window));
    let rows = window.buttons("");
    assert!(rows.iter().any(|name| name.contains("nippon-zaidan-1997")), "{rows:?}");
    window.click("Without a source 0");
    assert!(window.shows("Nothing here, of the cases shown and by this day."));
}

#[test]
fn the_source_to_merge_is_chosen_by_keys() {
    let mut window = open_page();
    choose_source(&mut window, "Individual Cases - 17 Abductees");
    window.click("Merge…");
    let suggestions = window.buttons("Merge “");
    assert!(suggestions.len() > 1);
    window.key(Key::Tab);
    assert_eq!(window.focused_label().as_ref(), Some(&suggestions[0]));
    window.key(Key::ArrowDown);
    assert_eq!(window.focused_label().as_ref(), Some(&suggestions[1]));
    window.key(Key::Enter);
    assert!(window.shows("Choose another") && window.buttons("Merge “").is_empty());
}

#[test]
fn merging_two_sources_can_be_undone() {
    let mut window = open_page();
    let cited = |window: &Window, id: &str| {
        let id = model::SourceId::new(id).unwrap();
        citation_index::count_citations(window.session().register(), &id)
    };
    let before = (cited(&window, "hq-2011"), cited(&window, "hq-2011-more"));
    assert!(before.0 > 0 && before.1 > 0);
    choose_source(&mut window, "Individual Cases - 17 Abductees");
    window.click("Merge…");
    assert!(window.shows("This source stays"));
    window.fill_field("This source becomes part of it", "more on the");
    window.click("Merge “More on the Abduction Issue”");
    assert!(window.shows(&format!("{} statement", before.1)));
    let address = "Web address: http://www.rachi.go.jp/en/ratimondai/syousai.html";
    window.role(Role::RadioButton, address).click();
    window.run_until_idle();
    window.click("Merge");
    let register = window.session().register();
    assert_eq!(register.sources().len(), 106);
    let id = model::SourceId::new("hq-2011").unwrap();
    let merged = register.source(&id).unwrap();
    assert_eq!(merged.title, "Individual Cases - 17 Abductees");
    assert_eq!(merged.address, "http://www.rachi.go.jp/en/ratimondai/syousai.html");
    assert_eq!(cited(&window, "hq-2011-more"), 0);
    window.wait_until_saved();
    assert!(!window.file().contains("hq-2011-more"));
    window.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!((cited(&window, "hq-2011"), cited(&window, "hq-2011-more")), before);
}

#[test]
fn clicking_a_source_chip_opens_the_sources_page() {
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
    assert!(has_heading(&window, &title), "{title}");
    assert!(window.shows("Merge…"));
}

#[test]
fn deleting_a_cited_source_warns_about_its_citations() {
    let mut window = open_page();
    choose_source(&mut window, "Individual Cases - 17 Abductees");
    window.click("Edit source");
    window.click("Delete this source…");
    assert!(window.shows("statements cite it and would then cite a source"));
    window.click("Cancel");
    assert!(window.session().register().sources().len() == 107);
}

/// Opens the page on the bundled register with another address of one source, and chooses it.
fn open_with_address(address: &str) -> Window {
    let text = std::fs::read_to_string(repository_root().join("data/register.ron")).unwrap();
    let at = text.find("address: \"https://docslib.org/").unwrap();
    let end = at + text[at..].find("\",").unwrap() + 2;
    let text = format!("{}address: {address:?},{}", &text[..at], &text[end..]);
    let mut window = Window::open_with_home(text.as_bytes(), |_| {});
    window.page("Sources");
    choose_source(&mut window, "Reinvestigation");
    window
}

#[test]
fn an_address_of_the_web_is_opened_and_its_host_shown_before() {
    for (address, host, opened) in [
        ("HTTPS://Example.org/a", "example.org", "https://example.org/a"),
        ("https://good.org@evil.org/", "evil.org", "https://good.org@evil.org/"),
        ("https://аррӏе.com/", "xn--80ak6aa92e.com", "https://xn--80ak6aa92e.com/"),
    ] {
        let mut window = open_with_address(address);
        assert!(window.shows(&format!("leads to {host}")), "{address}");
        window.role(Role::Button, "Open the address").click();
        assert_eq!(window.wait_for_opened_address(), opened);
    }
}

#[test]
fn an_address_that_is_not_of_the_web_is_a_text_with_the_reason() {
    for (address, shown, reason) in [
        ("file:///etc/passwd", "file:///etc/passwd", "“file:” is not an address of the web"),
        ("../notes.html", "../notes.html", "does not begin with http:// or https://"),
        ("https://a.org\\@b.org", "https://a.org\\@b.org", "holds the character \\"),
        ("https://a.org/\u{202e}x", "https://a.org/‹U+202E›x", "U+202E RIGHT-TO-LEFT OVERRIDE"),
    ] {
        let window = open_with_address(address);
        assert!(window.shows(shown) && window.shows(reason), "{address}");
        assert!(window.buttons("Open the address").is_empty(), "{address}");
    }
}
