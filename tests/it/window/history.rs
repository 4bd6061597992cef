//! The history in the window: who and why, what each change did, taking one back, and the
//! register as it stood.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::Window;

const CTRL: Modifiers = Modifiers::COMMAND;

/// Changes where a person was taken, for a reason.
fn note(window: &mut Window, name: &str, note: &str, why: &str) {
    window.click_row(name);
    window.key(Key::F2);
    window.write("Prefecture or region", note);
    window.write("Why, and on what source", why);
    window.keys(CTRL, Key::S);
    window.wait_saved();
}

/// What the history beside the open register holds.
fn history(window: &Window) -> String {
    std::fs::read_to_string(blue_ribbon::store::history_of(&window.path())).unwrap()
}

/// Shows the page of the history, once it is read.
fn show(window: &mut Window) {
    window.page("History");
    window.wait("the workers", blue_ribbon::ui::App::is_idle);
    window.settle();
}

#[test]
fn a_change_is_recorded_with_its_reason_and_read_on_the_page() {
    let mut window = Window::open();
    show(&mut window);
    assert!(window.reads("Nothing has been recorded yet"));
    window.page("Cases");
    note(&mut window, "Yutaka Kume", "seen", "the 2006 list, p. 3");
    assert!(history(&window).contains("why: \"the 2006 list, p. 3\""));
    assert!(history(&window).contains("who: \"Tester\""));
    show(&mut window);
    window.wait_for("after: “seen”");
    assert!(window.reads("Change of Yutaka Kume") && window.reads("the 2006 list, p. 3"));
    assert!(window.reads("2 changes"));
    window.click(&window.button("Beginning of the history"));
    assert!(window.reads("as it was before the first recorded change"));
}

#[test]
fn the_name_is_asked_for_once_and_the_change_then_goes_on() {
    let mut window = Window::open_unnamed();
    window.click_row("Yutaka Kume");
    window.key(Key::F2);
    window.write("Prefecture or region", "seen");
    window.keys(CTRL, Key::S);
    assert!(window.reads("Your name in the history"));
    window.key(Key::Escape);
    assert!(window.session().revision() == 0 && window.reads("Changed, not saved yet"));
    window.keys(CTRL, Key::S);
    // What is offered is selected, and gives way to what is typed.
    window.type_text("A. Reader");
    window.key(Key::Enter);
    window.wait_saved();
    assert!(history(&window).contains("who: \"A. Reader\""));
    window.keys(CTRL, Key::Z);
    window.wait_saved();
    assert!(!window.reads("Your name in the history"));
    assert!(history(&window).contains("what: Undid("));
    // So does the name that was given, when another is asked for.
    window.keys(CTRL, Key::K);
    window.type_text("Name in the history");
    window.key(Key::Enter);
    assert!(window.harness.query_all_by_value("A. Reader").next().is_some());
    window.type_text("B. Writer");
    window.key(Key::Enter);
    window.keys(CTRL | Modifiers::SHIFT, Key::Z);
    window.wait_saved();
    assert!(history(&window).contains("who: \"B. Writer\""));
}

#[test]
fn undo_goes_on_after_a_restart() {
    let mut window = Window::open();
    let before = window.file();
    note(&mut window, "Yutaka Kume", "Alpha-ken", "");
    note(&mut window, "Megumi Yokota", "Beta-ken", "");
    let mut window = window.killed();
    window.keys(CTRL, Key::Z);
    window.keys(CTRL, Key::Z);
    window.wait_saved();
    assert_eq!(window.file(), before);
    let mut window = window.killed();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.wait_saved();
    assert!(window.file().contains("Alpha-ken") && !window.file().contains("Beta-ken"));
}

#[test]
fn one_change_is_taken_back_and_those_since_stay() {
    let mut window = Window::open();
    note(&mut window, "Yutaka Kume", "Alpha-ken", "");
    note(&mut window, "Megumi Yokota", "Beta-ken", "");
    show(&mut window);
    window.click(&window.button("Change of Yutaka Kume"));
    window.wait_for("after: “Alpha-ken”");
    window.click("Revert…");
    window.wait_for("What reverting changes");
    window.role(egui::Role::TextInput, "Why, and on what source").focus();
    window.settle();
    window.type_text("wrong person");
    window.click("Revert");
    window.wait("the change", |app| app.session().is_some_and(|it| it.revision() == 3));
    window.wait_saved();
    assert!(!window.file().contains("Alpha-ken") && window.file().contains("Beta-ken"));
    assert!(history(&window).contains("deed: Revert") && history(&window).contains("wrong person"));
    window.keys(CTRL, Key::Z);
    window.wait_saved();
    assert!(window.file().contains("Alpha-ken"), "it can be undone");
}

#[test]
fn what_was_changed_again_since_stays_unless_the_value_before_is_chosen() {
    let mut window = Window::open();
    let before = window.file();
    note(&mut window, "Yutaka Kume", "Alpha-ken", "");
    note(&mut window, "Yutaka Kume", "Beta-ken", "");
    show(&mut window);
    let rows = window.buttons("Change of Yutaka Kume");
    window.role(egui::Role::Button, &rows[1]).click();
    window.settle();
    window.wait_for("after: “Alpha-ken”");
    window.click("Revert…");
    window.wait_for("Changed again since");
    assert!(window.reads("This change made it: “Alpha-ken”"));
    assert!(window.reads("As it is now: “Beta-ken”"));
    let revert = window.role(egui::Role::Button, "Revert");
    assert!(revert.accesskit_node().is_disabled(), "as it is now nothing would change");
    let [then] = window.labels("As it was before this change: ").try_into().unwrap();
    window.role(egui::Role::RadioButton, &then).click_accesskit();
    window.settle();
    window.click("Revert");
    window.wait("the change", |app| app.session().is_some_and(|it| it.revision() == 3));
    window.wait_saved();
    assert_eq!(window.file(), before);
    assert!(history(&window).contains("deed: Revert"));
}

#[test]
fn the_register_opens_as_recorded_then_to_read_only() {
    let mut window = Window::open();
    note(&mut window, "Yutaka Kume", "Alpha-ken", "");
    note(&mut window, "Yutaka Kume", "Beta-ken", "");
    let file = window.file();
    show(&mut window);
    let rows = window.buttons("Change of Yutaka Kume");
    window.role(egui::Role::Button, &rows[1]).click();
    window.settle();
    window.click("Open as recorded then");
    window.wait_for("As recorded on");
    assert!(window.session().is_read_only());
    window.click_row("Yutaka Kume");
    assert!(window.reads("Alpha-ken") && !window.reads("Beta-ken"));
    window.key(Key::F2);
    assert!(!window.reads("Nothing changed"), "no form opens");
    window.key(Key::Delete);
    window.keys(CTRL, Key::Z);
    window.page("Totals");
    window.click(&window.button("Japan: 17"));
    assert!(!window.reads("Announced on"), "nor of the smaller records");
    assert_eq!(window.file(), file);
    // From there to the beginning, and back.
    show(&mut window);
    window.click(&window.button("Beginning of the history"));
    window.click("Open as recorded then");
    window.wait_for("after change 1");
    window.click("Back to the present");
    window.page("Cases");
    window.click_row("Yutaka Kume");
    assert!(!window.session().is_read_only(), "{:?}", window.labels(""));
    assert!(window.reads("Beta-ken"), "{:?}", window.labels(""));
    window.keys(CTRL, Key::Z);
    window.wait_saved();
    assert!(window.file().contains("Alpha-ken"));
}

#[test]
fn the_history_of_a_case_is_reached_from_its_detail() {
    let mut window = Window::open();
    note(&mut window, "Yutaka Kume", "Alpha-ken", "");
    note(&mut window, "Megumi Yokota", "Beta-ken", "");
    window.click_row("Yutaka Kume");
    window.click("History");
    window.wait("the workers", blue_ribbon::ui::App::is_idle);
    window.settle();
    assert!(window.reads("1 change"));
    assert!(window.buttons("Change of Megumi Yokota").is_empty());
    window.click("All changes");
    assert!(window.reads("3 changes"));
    window.page("Cases");
    window.click_row("Minoru Tanaka");
    window.click("History");
    assert!(window.reads("No change of this case is recorded"));
}

#[test]
fn what_another_program_changed_is_said_at_opening() {
    let mut window = Window::open();
    note(&mut window, "Yutaka Kume", "Alpha-ken", "");
    std::fs::write(window.path(), window.file().replace("Alpha-ken", "Theirs-ken")).unwrap();
    let mut window = window.killed();
    assert!(window.reads("another program has changed it"));
    note(&mut window, "Megumi Yokota", "Beta-ken", "");
    show(&mut window);
    window.wait_for("A change by another program, noted");
    window.click(&window.button("Beginning of the history"));
    window.click("Open as recorded then");
    window.wait_for("The register as it stood then cannot be shown");
    assert!(!window.session().is_read_only());
}

#[test]
fn what_another_program_changed_is_recorded_when_it_is_read_again() {
    let mut window = Window::open();
    note(&mut window, "Yutaka Kume", "Alpha-ken", "");
    let theirs = window.file().replace("Alpha-ken", "Theirs-ken");
    std::fs::write(window.path(), &theirs).unwrap();
    window.key(Key::F5);
    window.wait("reading again", |app| {
        app.session()
            .is_some_and(|session| session.register().cases()[0].taken.prefecture == "Theirs-ken")
    });
    window.wait_saved();
    assert_eq!(window.file(), theirs);
    show(&mut window);
    window.wait_for("after: “Theirs-ken”");
    assert!(window.reads("A change by another program, noted"));
    window.click(&window.button("Beginning of the history"));
    window.click("Open as recorded then");
    window.wait_for("As recorded on");
}
