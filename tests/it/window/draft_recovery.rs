//! Unsaved input in a form survives a crash and is offered at the next start.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use jiff::Timestamp;

use crate::window::{self, Window};
use blue_ribbon::{
    draft::{Draft, case::CaseDraft},
    store::{
        app_dirs::AppDirs,
        drafts::{Drafts, draft_file::DraftContent},
        paths::RegisterPaths,
    },
    ui::app,
};

const CTRL: Modifiers = Modifiers::COMMAND;
pub(super) const RECOVERY_TITLE: &str = "Changes that were not saved";

pub(super) fn open_form(window: &mut Window, name: &str) {
    window.click_row(name);
    window.key(Key::F2);
}

/// Returns the paths of the draft files.
pub(super) fn draft_files(window: &Window) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(window.folder().join("home/data/drafts")) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "ron")).collect();
    paths.sort();
    paths
}

pub(super) fn drafts_contain(window: &Window, text: &str) -> bool {
    draft_files(window)
        .iter()
        .any(|path| fs::read_to_string(path).is_ok_and(|all| all.contains(text)))
}

/// Draws until a draft on the disk holds this text.
pub(super) fn wait_for_draft(window: &mut Window, text: &str) {
    let reason = format!("{text} on the disk");
    window.wait_for(&reason, window::WAIT_TIMEOUT, |window| {
        drafts_contain(window, text) && window.harness.state().is_idle()
    });
}

/// Draws until no draft is on the disk.
pub(super) fn wait_for_no_draft(window: &mut Window) {
    window.wait_for("the draft to be deleted", window::WAIT_TIMEOUT, |window| {
        draft_files(window).is_empty() && window.harness.state().is_idle()
    });
    window.run_until_idle();
}

/// Draws until nothing is under way, and makes sure that nothing is offered then.
pub(super) fn assert_no_recovery(window: &mut Window) {
    window.wait_until("the workers", app::application::App::is_idle);
    window.run_until_idle();
    assert!(!window.shows(RECOVERY_TITLE));
}

/// Opens a window again that was killed while the given name of Yutaka Kume was edited.
fn killed_while_typing(given: &str) -> Window {
    let mut window = Window::open();
    open_form(&mut window, "Yutaka Kume");
    window.fill_field("Given name", given);
    wait_for_draft(&mut window, given);
    window.kill_and_restart()
}

#[test]
fn a_draft_is_offered_after_a_kill_and_can_be_saved() {
    let mut window = killed_while_typing("Typed");
    window.wait_for_label("Changes of Yutaka Kume, typed at ");
    assert!(window.shows("Given name") && window.shows("Typed") && window.shows("was Yutaka"));
    assert!(!window.shows("Family name"), "only what differs is shown");
    window.click("Continue");
    assert!(window.harness.query_all_by_value("Typed").next().is_some(), "it is in its field");
    assert!(window.shows("was Yutaka") && window.shows("Changed, not saved yet"));
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    assert!(window.file().contains("Typed"));
    wait_for_no_draft(&mut window);
    assert_no_recovery(&mut window.kill_and_restart());
}

#[test]
fn an_invalid_field_is_recovered_as_typed() {
    let mut window = Window::open();
    open_form(&mut window, "Yutaka Kume");
    window.fill_field("Taken on", "1977-13-45");
    wait_for_draft(&mut window, "1977-13-45");
    let mut window = window.kill_and_restart();
    window.wait_for_label(RECOVERY_TITLE);
    window.click("Continue");
    assert!(window.shows("1977-13-45") && window.shows("Not a date"));
    window.keys(CTRL, Key::S);
    assert_eq!(window.session().revision(), 0);
}

#[test]
fn a_draft_of_a_new_record_is_recovered_and_created() {
    let mut window = Window::open();
    window.keys(CTRL, Key::N);
    window.fill_field("Given name", "Hanako");
    wait_for_draft(&mut window, "Hanako");
    let mut window = window.kill_and_restart();
    window.wait_for_label("A new record, Hanako, typed at ");
    window.click("Continue");
    window.fill_field("Family name", "Sato");
    window.keys(CTRL, Key::S);
    assert!(window.shows("18 of 18 cases"));
    window.wait_until_saved();
    wait_for_no_draft(&mut window);
}

#[test]
fn drafts_of_other_records_are_recovered_on_their_pages() {
    let mut window = Window::open();
    window.page("Totals");
    window.click("New total");
    window.fill_field("People", "12");
    wait_for_draft(&mut window, "count: \"12\"");
    let mut window = window.kill_and_restart();
    window.wait_for_label("A new record, Japan: 12");
    window.click("Continue");
    window.fill_field("Announced on", "2001-01-01");
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    let totals = window.session().register().totals();
    assert!(totals.iter().any(|total| total.count == 12));
}

#[test]
fn an_added_claim_is_recovered() {
    let mut window = Window::open();
    let claims = |window: &Window| {
        let cases = window.session().register().cases();
        cases.iter().find(|case| case.id.as_str() == "tanaka-minoru").unwrap().claims.clone()
    };
    let before = claims(&window);
    window.click_row_with("Minoru Tanaka", egui::PointerButton::Secondary);
    window.click("New claim");
    window.type_text("2013-05");
    wait_for_draft(&mut window, "2013-05");
    let mut window = window.kill_and_restart();
    window.wait_for_label("Changes of Minoru Tanaka");
    assert!(window.shows("Added: "));
    window.click("Continue");
    window.keys(CTRL, Key::S);
    let after = claims(&window);
    assert_eq!(after[..before.len()], before);
    assert_eq!(after[before.len()].on.to_string(), "2013-05");
}

#[test]
fn a_removed_claim_is_recovered_as_removed_and_can_be_restored() {
    let mut window = Window::open();
    open_form(&mut window, "Minoru Tanaka");
    window.role(egui::Role::Button, "Remove Claim 1").click_accesskit();
    window.run_until_idle();
    wait_for_draft(&mut window, "tanaka-minoru");
    let mut window = window.kill_and_restart();
    window.wait_for_label("Removed: ");
    window.click("Continue");
    assert!(window.shows("Removed: "));
    let put_back = window.button("Put back");
    window.role(egui::Role::Button, &put_back).click_accesskit();
    window.run_until_idle();
    assert!(window.shows("Nothing changed"));
    wait_for_no_draft(&mut window);
}

#[test]
fn a_dismissed_draft_is_offered_again_and_a_discarded_one_is_deleted() {
    let mut window = killed_while_typing("Typed");
    window.wait_for_label(RECOVERY_TITLE);
    window.key(Key::Escape);
    assert!(!window.shows(RECOVERY_TITLE));
    // Meanwhile another form is opened and kept beside it.
    open_form(&mut window, "Megumi Yokota");
    window.fill_field("Given name", "Second");
    wait_for_draft(&mut window, "Second");
    assert!(drafts_contain(&window, "Typed"));
    let mut window = window.kill_and_restart();
    window.wait_for_label("Changes of Yutaka Kume");
    window.click("Discard changes");
    window.wait_for_label("Changes of Megumi Yokota");
    assert!(!drafts_contain(&window, "Typed"));
    window.click("Discard changes");
    wait_for_no_draft(&mut window);
    assert!(window.session().is_saved() && window.session().revision() == 0);
    assert_no_recovery(&mut window.kill_and_restart());
}

#[test]
fn a_reset_or_discarded_draft_is_deleted() {
    let mut window = Window::open();
    open_form(&mut window, "Yutaka Kume");
    window.fill_field("Given name", "Typed");
    wait_for_draft(&mut window, "Typed");
    window.fill_field("Given name", "Yutaka");
    wait_for_no_draft(&mut window);
    window.fill_field("Given name", "Again");
    wait_for_draft(&mut window, "Again");
    window.key(Key::Escape);
    window.click("Discard changes");
    wait_for_no_draft(&mut window);
}

#[test]
fn closing_waits_until_a_discarded_draft_is_deleted() {
    let mut window = Window::open();
    open_form(&mut window, "Yutaka Kume");
    window.fill_field("Given name", "Typed");
    wait_for_draft(&mut window, "Typed");
    window.close();
    assert!(!window.is_closing());
    window.run_until_idle();
    window.click("Discard changes");
    wait_for_no_draft(&mut window);
    window.close();
    assert!(window.is_closing());
}

#[test]
fn drafts_are_saved_at_most_every_two_seconds_without_redrawing() {
    let mut window = Window::open();
    open_form(&mut window, "Yutaka Kume");
    window.fill_field("Given name", "First");
    let first = Instant::now();
    wait_for_draft(&mut window, "First");
    window.fill_field("Given name", "Second");
    window.run_until_idle();
    let delay = |window: &Window| {
        window.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay
    };
    if first.elapsed() < Duration::from_millis(1500) {
        assert!(!drafts_contain(&window, "Second"), "not at once");
        assert!(delay(&window) <= Duration::from_secs(2), "the window looks again by itself");
        assert!(!delay(&window).is_zero(), "and does nothing until then");
    }
    wait_for_draft(&mut window, "Second");
    window.run_until_idle();
    assert!(delay(&window) > Duration::from_secs(60), "{:?}", delay(&window));
}

#[test]
fn a_recovered_draft_does_not_overwrite_external_changes() {
    let window = killed_while_typing("Typed");
    let path = window.path();
    let theirs = window.file().replace("given: \"Yutaka\"", "given: \"Theirs\"");
    let theirs = theirs.replacen("age: 52", "age: 53", 1);
    assert!(theirs.contains("Theirs") && theirs.contains("age: 53"));
    fs::write(&path, theirs).unwrap();
    let mut window = window.kill_and_restart();
    window.wait_for_label("The record has been changed since");
    assert!(window.shows("was Theirs") && !window.shows("Age when taken"));
    window.click("Continue");
    assert!(window.shows("was Theirs"));
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    assert!(window.file().contains("given: \"Typed\"") && window.file().contains("age: 53"));
}

#[test]
fn a_draft_of_a_deleted_record_becomes_a_new_record() {
    let mut window = killed_while_typing("Typed");
    window.wait_for_label(RECOVERY_TITLE);
    window.click("Later");
    window.click_row("Yutaka Kume");
    window.key(Key::Delete);
    window.click("Delete");
    window.wait_until_saved();
    let mut window = window.kill_and_restart();
    window.wait_for_label("The record has been deleted since");
    window.click("Continue");
    assert!(window.shows("New case"));
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    assert!(window.shows("17 of 17 cases"));
    let cases = window.session().register().cases();
    let case = cases.iter().find(|case| case.id.as_str() == "kume-yutaka").unwrap();
    assert_eq!((case.name.given.as_str(), case.claims.is_empty()), ("Typed", false));
}

#[test]
fn an_unreadable_draft_is_reported_and_left_unchanged() {
    for (text, words) in [("(format: 1, reg", "cannot be read"), ("(format: 4)", "format number 4")]
    {
        let window = killed_while_typing("Typed");
        let [file] = draft_files(&window).try_into().unwrap();
        fs::write(&file, text).unwrap();
        let mut window = window.kill_and_restart();
        window.wait_for_label(words);
        assert!(window.shows(&file.display().to_string()));
        open_form(&mut window, "Yutaka Kume");
        window.fill_field("Given name", "Later");
        wait_for_draft(&mut window, "Later");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
}

#[test]
fn a_failed_draft_save_is_reported_once() {
    let mut window = Window::open();
    let data = window.folder().join("home/data");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("drafts"), "in the way").unwrap();
    open_form(&mut window, "Yutaka Kume");
    window.fill_field("Given name", "First");
    window.wait_for_label("is not being kept");
    window.click("Dismiss");
    assert!(!window.shows("is not being kept"));
    window.fill_field("Given name", "Second");
    let since = Instant::now();
    while since.elapsed() < Duration::from_millis(2300) {
        window.harness.step();
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!window.shows("is not being kept"), "it is said once");
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    assert!(window.file().contains("Second"));
}

#[test]
fn a_draft_is_kept_until_its_change_is_on_disk() {
    let mut window = Window::open();
    let theirs = window.file().replace("Yutaka", "Theirs");
    fs::write(window.path(), theirs).unwrap();
    open_form(&mut window, "Yutaka Kume");
    window.fill_field("Given name", "Ours");
    wait_for_draft(&mut window, "Ours");
    window.keys(CTRL, Key::S);
    window.wait_for_label("Two versions of the same");
    window.click("Later");
    // What is typed next does not take its place.
    open_form(&mut window, "Megumi Yokota");
    window.fill_field("Given name", "Next");
    wait_for_draft(&mut window, "Next");
    assert!(drafts_contain(&window, "Ours"));
    let mut window = window.kill_and_restart();
    window.wait_for_label("Changes of Yutaka Kume");
    assert!(window.shows("The record has been changed since") && window.shows("was Theirs"));
}

#[test]
fn a_second_window_ignores_the_draft_of_the_first() {
    let mut first = Window::open();
    open_form(&mut first, "Yutaka Kume");
    first.fill_field("Given name", "First");
    wait_for_draft(&mut first, "First");
    let mut second = first.open_second_window();
    assert_no_recovery(&mut second);
    // Once the first is gone, its draft is offered to whoever works on the register.
    drop(first);
    second.click("Open for work");
    second.wait_for_label("Changes of Yutaka Kume");
    assert!(drafts_contain(&second, "First"));
}

#[test]
fn an_orphaned_draft_does_not_replace_an_open_form() {
    let mut window = Window::open();
    open_form(&mut window, "Megumi Yokota");
    window.fill_field("Given name", "Typed");
    // The register is taken over by another machine, and another window ends without a word.
    let theirs =
        "(by:(user:\"mori\",machine:\"shared-desk\",process:7),since:\"2014-03-29T03:04:05Z\")";
    fs::write(window.folder().join(".register.ron.lock"), theirs).unwrap();
    window.focus_window();
    window.wait_for_label("mori on shared-desk opened this register for work");
    leave_orphaned_draft(&window, "kume-yutaka", "Left");
    // Once it can be worked on again, that is found, and waits.
    window.click("Work on it anyway");
    window.wait_for_label("can be changed here now");
    assert_no_recovery(&mut window);
    assert!(window.harness.query_all_by_value("Typed").next().is_some(), "it is in its field");
    window.keys(CTRL, Key::S);
    window.wait_for_label("Changes of Yutaka Kume, typed at ");
    window.click("Continue");
    assert!(window.harness.query_all_by_value("Left").next().is_some());
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    assert!(window.file().contains("Typed") && window.file().contains("Left"));
}

/// Writes the draft that a killed window leaves: another given name of a person.
fn leave_orphaned_draft(window: &Window, id: &str, given: &str) {
    let cases = window.session().register().cases();
    let at = cases.iter().position(|case| case.id.as_str() == id).unwrap();
    let mut draft = CaseDraft::from_case_at(at, &cases[at]);
    draft.given = given.to_owned();
    let places = AppDirs::in_folder(&window.folder().join("home"));
    let place = Drafts::for_register(&places, &window.path()).reserve_slot().unwrap();
    let (draft, why) = (Draft::Case(Box::new(draft)), String::new());
    place.save(Timestamp::now(), DraftContent::Form { draft, reason: why }).unwrap();
}

#[test]
fn a_draft_includes_the_typed_reason() {
    let mut window = Window::open();
    open_form(&mut window, "Yutaka Kume");
    window.fill_field("Given name", "Typed");
    window.fill_field("Why, and on what source", "the 2006 list");
    wait_for_draft(&mut window, "the 2006 list");
    let mut window = window.kill_and_restart();
    window.wait_for_label(RECOVERY_TITLE);
    window.click("Continue");
    assert!(window.harness.query_all_by_value("the 2006 list").next().is_some());
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
    let history = RegisterPaths::of(&window.path()).history();
    assert!(fs::read_to_string(history).unwrap().contains("why: \"the 2006 list\""));
}

#[test]
fn a_draft_is_saved_while_a_conflict_is_unresolved() {
    let mut window = Window::open();
    let theirs = window.file().replacen("given: \"Yutaka\"", "given: \"Theirs\"", 1);
    fs::write(window.path(), theirs).unwrap();
    open_form(&mut window, "Yutaka Kume");
    window.fill_field("Given name", "First");
    wait_for_draft(&mut window, "\"First\"");
    window.fill_field("Given name", "Second");
    window.keys(CTRL, Key::S);
    window.wait_for_label("Two versions of the same");
    wait_for_draft(&mut window, "\"Second\"");
    window.key(Key::Escape);
    // Nor was there time to keep a draft of this.
    open_form(&mut window, "Megumi Yokota");
    window.fill_field("Given name", "Third");
    window.keys(CTRL, Key::S);
    wait_for_draft(&mut window, "\"Third\"");
    assert!(!window.session().is_saved());
    let mut window = window.kill_and_restart();
    for (given, who) in [("Second", "Changes of Yutaka Kume"), ("Third", "Changes of Megumi")] {
        window.wait_for_label(who);
        assert!(window.shows(given));
        window.click("Continue");
        window.keys(CTRL, Key::S);
        window.wait_until_saved();
        assert!(window.file().contains(&format!("given: \"{given}\"")));
    }
    wait_for_no_draft(&mut window);
}
