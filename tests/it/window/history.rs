//! The history page: author and reason of each change, its differences, reverting it, and the
//! register as it was then.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::window::Window;
use blue_ribbon::{
    store::{
        paths::RegisterPaths,
        signature::{key_file::load_or_create_signing_key, known_keys::add_known_key},
    },
    ui::app,
};

const CTRL: Modifiers = Modifiers::COMMAND;

/// Changes the place where a person was taken and enters a reason.
fn change_place(window: &mut Window, name: &str, note: &str, why: &str) {
    window.click_row(name);
    window.key(Key::F2);
    window.fill_field("Prefecture or region", note);
    window.fill_field("Why, and on what source", why);
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
}

/// Returns the text of the history beside the open register.
fn history_text(window: &Window) -> String {
    std::fs::read_to_string(RegisterPaths::of(&window.path()).history()).unwrap()
}

/// Opens the history page and waits until it is loaded.
fn open_page(window: &mut Window) {
    window.page("History");
    window.wait_until("the workers", app::application::App::is_idle);
    window.run_until_idle();
}

#[test]
fn a_change_is_recorded_with_its_reason_and_shown() {
    let mut window = Window::open();
    open_page(&mut window);
    assert!(window.shows("Nothing has been recorded yet"));
    window.page("Cases");
    change_place(&mut window, "Yutaka Kume", "seen", "the 2006 list, p. 3");
    assert!(history_text(&window).contains("why: \"the 2006 list, p. 3\""));
    assert!(history_text(&window).contains("who: \"Tester\""));
    open_page(&mut window);
    window.wait_for_label("after: “seen”");
    assert!(window.shows("Change of Yutaka Kume") && window.shows("the 2006 list, p. 3"));
    assert!(window.shows("2 changes"));
    window.click(&window.button("Beginning of the history"));
    assert!(window.shows("as it was before the first recorded change"));
}

#[test]
fn the_summary_names_the_line_that_records_what_is_shown_and_its_seal() {
    let mut window = Window::open();
    window.wait_for_label("History: none");
    change_place(&mut window, "Yutaka Kume", "seen", "");
    let text = history_text(&window);
    let last = text.lines().last().unwrap();
    let seal = last[..last.len() - 2].rsplit('"').next().unwrap();
    window.wait_for_label(&format!("History: line 2, seal {}", &seal[..16]));
    let button = window.button(&format!("History: line 2, seal {}", &seal[..16]));
    window.role(egui::Role::Button, &button).click_accesskit();
    assert_eq!(window.wait_for_clipboard(), seal);
    let summary = window.folder().join("summary.md");
    window.answer_dialog_with(Some(summary.clone()));
    window.keys(CTRL, Key::E);
    window.click("Choose a file…");
    window.wait_until("the file", |_| summary.exists());
    let summary = std::fs::read_to_string(&summary).unwrap();
    assert!(summary.contains(&format!("History: line 2, seal {seal}")), "{summary}");
    // An earlier version has the seal of the line that recorded it.
    let first = text.lines().next().unwrap();
    let seal = first[..first.len() - 2].rsplit('"').next().unwrap();
    open_page(&mut window);
    window.click(&window.button("Beginning of the history"));
    window.click("Open as recorded then");
    window.wait_for_label(&format!("History: line 1, seal {}", &seal[..16]));
}

#[test]
fn changes_are_signed_once_there_is_a_key_and_the_history_says_by_whom() {
    let mut window = Window::open();
    change_place(&mut window, "Yutaka Kume", "Alpha-ken", "");
    let dirs = window.app_dirs();
    let own = load_or_create_signing_key(&dirs).unwrap().key.public_key();
    change_place(&mut window, "Megumi Yokota", "Beta-ken", "");
    window.keys(CTRL, Key::Z);
    window.wait_until_saved();
    let text = history_text(&window);
    let signed = text.lines().map(|line| line.contains(&format!("key: \"{own}\"")));
    assert_eq!(signed.collect::<Vec<_>>(), [false, false, true, true]);
    open_page(&mut window);
    window.wait_for_label(&format!("signed with your own key ({own})"));
    window.click(&window.button("Beginning of the history"));
    window.wait_for_label("not signed");
    // A key that was the own one once is another's, and can be named.
    std::fs::remove_file(dirs.signing_key_path()).unwrap();
    add_known_key(&dirs, own, "Aoki").unwrap();
    window.click(&window.button("Undone: change of Megumi Yokota"));
    window.wait_for_label(&format!("signed with the key of Aoki ({own})"));
}

#[test]
fn a_change_is_recorded_and_said_not_to_be_signed_where_the_key_cannot_be_read() {
    let mut window = Window::open();
    let dirs = window.app_dirs();
    std::fs::create_dir_all(&dirs.config_folder).unwrap();
    std::fs::create_dir(dirs.signing_key_path()).unwrap();
    change_place(&mut window, "Yutaka Kume", "Alpha-ken", "");
    window.wait_for_label("The change is recorded, but not signed.");
    assert!(history_text(&window).contains("Alpha-ken"));
    assert!(!history_text(&window).contains("signature"));
    std::fs::remove_dir(dirs.signing_key_path()).unwrap();
    load_or_create_signing_key(&dirs).unwrap();
    change_place(&mut window, "Yutaka Kume", "Beta-ken", "");
    window.run_until_idle();
    assert!(!window.shows("The change is recorded, but not signed."));
    assert!(history_text(&window).lines().last().unwrap().contains("signature: \""));
}

#[test]
fn the_authors_name_is_asked_once_before_the_first_change() {
    let mut window = Window::open_unnamed();
    window.click_row("Yutaka Kume");
    window.key(Key::F2);
    window.fill_field("Prefecture or region", "seen");
    window.keys(CTRL, Key::S);
    assert!(window.shows("Your name in the history"));
    window.key(Key::Escape);
    assert!(window.session().revision() == 0 && window.shows("Changed, not saved yet"));
    window.keys(CTRL, Key::S);
    // What is offered is selected, and gives way to what is typed.
    window.type_text("A. Reader");
    window.key(Key::Enter);
    window.wait_until_saved();
    assert!(history_text(&window).contains("who: \"A. Reader\""));
    window.keys(CTRL, Key::Z);
    window.wait_until_saved();
    assert!(!window.shows("Your name in the history"));
    assert!(history_text(&window).contains("what: Undid("));
    // So does the name that was given, when another is asked for.
    window.keys(CTRL, Key::K);
    window.type_text("Name in the history");
    window.key(Key::Enter);
    assert!(window.harness.query_all_by_value("A. Reader").next().is_some());
    window.type_text("B. Writer");
    window.key(Key::Enter);
    window.keys(CTRL | Modifiers::SHIFT, Key::Z);
    window.wait_until_saved();
    assert!(history_text(&window).contains("who: \"B. Writer\""));
}

#[test]
fn undo_continues_after_a_restart() {
    let mut window = Window::open();
    let before = window.file();
    change_place(&mut window, "Yutaka Kume", "Alpha-ken", "");
    change_place(&mut window, "Megumi Yokota", "Beta-ken", "");
    let mut window = window.kill_and_restart();
    window.keys(CTRL, Key::Z);
    window.keys(CTRL, Key::Z);
    window.wait_until_saved();
    assert_eq!(window.file(), before);
    let mut window = window.kill_and_restart();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.wait_until_saved();
    assert!(window.file().contains("Alpha-ken") && !window.file().contains("Beta-ken"));
}

#[test]
fn reverting_one_change_keeps_later_ones() {
    let mut window = Window::open();
    change_place(&mut window, "Yutaka Kume", "Alpha-ken", "");
    change_place(&mut window, "Megumi Yokota", "Beta-ken", "");
    open_page(&mut window);
    window.click(&window.button("Change of Yutaka Kume"));
    window.wait_for_label("after: “Alpha-ken”");
    window.click("Revert…");
    window.wait_for_label("What reverting changes");
    window.role(egui::Role::TextInput, "Why, and on what source").focus();
    window.run_until_idle();
    window.type_text("wrong person");
    window.click("Revert");
    window.wait_until("the change", |app| app.session().is_some_and(|it| it.revision() == 3));
    window.wait_until_saved();
    assert!(!window.file().contains("Alpha-ken") && window.file().contains("Beta-ken"));
    assert!(
        history_text(&window).contains("deed: Revert")
            && history_text(&window).contains("wrong person")
    );
    window.keys(CTRL, Key::Z);
    window.wait_until_saved();
    assert!(window.file().contains("Alpha-ken"), "it can be undone");
}

#[test]
fn reverting_keeps_values_changed_since_unless_chosen() {
    let mut window = Window::open();
    let before = window.file();
    change_place(&mut window, "Yutaka Kume", "Alpha-ken", "");
    change_place(&mut window, "Yutaka Kume", "Beta-ken", "");
    open_page(&mut window);
    let rows = window.buttons("Change of Yutaka Kume");
    window.role(egui::Role::Button, &rows[1]).click();
    window.run_until_idle();
    window.wait_for_label("after: “Alpha-ken”");
    window.click("Revert…");
    window.wait_for_label("Changed again since");
    assert!(window.shows("This change made it: “Alpha-ken”"));
    assert!(window.shows("As it is now: “Beta-ken”"));
    let revert = window.role(egui::Role::Button, "Revert");
    assert!(revert.accesskit_node().is_disabled(), "as it is now nothing would change");
    let [then] = window.labels("As it was before this change: ").try_into().unwrap();
    window.role(egui::Role::RadioButton, &then).click_accesskit();
    window.run_until_idle();
    window.click("Revert");
    window.wait_until("the change", |app| app.session().is_some_and(|it| it.revision() == 3));
    window.wait_until_saved();
    assert_eq!(window.file(), before);
    assert!(history_text(&window).contains("deed: Revert"));
}

#[test]
fn an_entry_opens_the_register_as_recorded_read_only() {
    let mut window = Window::open();
    change_place(&mut window, "Yutaka Kume", "Alpha-ken", "");
    change_place(&mut window, "Yutaka Kume", "Beta-ken", "");
    let file = window.file();
    open_page(&mut window);
    let rows = window.buttons("Change of Yutaka Kume");
    window.role(egui::Role::Button, &rows[1]).click();
    window.run_until_idle();
    window.click("Open as recorded then");
    window.wait_for_label("As recorded on");
    assert!(window.session().is_read_only());
    window.click_row("Yutaka Kume");
    assert!(window.shows("Alpha-ken") && !window.shows("Beta-ken"));
    window.key(Key::F2);
    assert!(!window.shows("Nothing changed"), "no form opens");
    window.key(Key::Delete);
    window.keys(CTRL, Key::Z);
    window.page("Totals");
    window.click(&window.button("Japan: 17"));
    assert!(!window.shows("Announced on"), "nor of the smaller records");
    assert_eq!(window.file(), file);
    // From there to the beginning, and back.
    open_page(&mut window);
    window.click(&window.button("Beginning of the history"));
    window.click("Open as recorded then");
    window.wait_for_label("after change 1");
    window.click("Back to the present");
    window.page("Cases");
    window.click_row("Yutaka Kume");
    assert!(!window.session().is_read_only(), "{:?}", window.labels(""));
    assert!(window.shows("Beta-ken"), "{:?}", window.labels(""));
    window.keys(CTRL, Key::Z);
    window.wait_until_saved();
    assert!(window.file().contains("Alpha-ken"));
}

#[test]
fn the_detail_opens_the_history_of_its_case() {
    let mut window = Window::open();
    change_place(&mut window, "Yutaka Kume", "Alpha-ken", "");
    change_place(&mut window, "Megumi Yokota", "Beta-ken", "");
    window.click_row("Yutaka Kume");
    window.click("History");
    window.wait_until("the workers", app::application::App::is_idle);
    window.run_until_idle();
    assert!(window.shows("1 change"));
    assert!(window.buttons("Change of Megumi Yokota").is_empty());
    window.click("All changes");
    assert!(window.shows("3 changes"));
    window.page("Cases");
    window.click_row("Minoru Tanaka");
    window.click("History");
    assert!(window.shows("No change of this case is recorded"));
}

#[test]
fn an_external_change_is_reported_on_opening() {
    let mut window = Window::open();
    change_place(&mut window, "Yutaka Kume", "Alpha-ken", "");
    std::fs::write(window.path(), window.file().replace("Alpha-ken", "Theirs-ken")).unwrap();
    let mut window = window.kill_and_restart();
    assert!(window.shows("another program has changed it"));
    change_place(&mut window, "Megumi Yokota", "Beta-ken", "");
    open_page(&mut window);
    window.wait_for_label("A change by another program, noted");
    window.click(&window.button("Beginning of the history"));
    window.click("Open as recorded then");
    window.wait_for_label("The register as it stood then cannot be shown");
    assert!(!window.session().is_read_only());
}

#[test]
fn an_external_change_is_recorded_on_reload() {
    let mut window = Window::open();
    change_place(&mut window, "Yutaka Kume", "Alpha-ken", "");
    let theirs = window.file().replace("Alpha-ken", "Theirs-ken");
    std::fs::write(window.path(), &theirs).unwrap();
    window.key(Key::F5);
    window.wait_until("reading again", |app| {
        app.session()
            .is_some_and(|session| session.register().cases()[0].taken.prefecture == "Theirs-ken")
    });
    window.wait_until_saved();
    assert_eq!(window.file(), theirs);
    open_page(&mut window);
    window.wait_for_label("after: “Theirs-ken”");
    assert!(window.shows("A change by another program, noted"));
    window.click(&window.button("Beginning of the history"));
    window.click("Open as recorded then");
    window.wait_for_label("As recorded on");
}
