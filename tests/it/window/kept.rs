//! What is typed and not saved outlives the program, and is offered at the next start.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use blue_ribbon::{
    draft::{CaseDraft, Draft},
    store::{Drafts, Places, Typed},
};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use jiff::Timestamp;

use super::Window;

const CTRL: Modifiers = Modifiers::COMMAND;
pub(super) const OFFERED: &str = "Changes that were not saved";

pub(super) fn edit(window: &mut Window, name: &str) {
    window.click_row(name);
    window.key(Key::F2);
}

/// The files of drafts.
pub(super) fn drafts(window: &Window) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(window.folder().join("home/data/drafts")) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "ron")).collect();
    paths.sort();
    paths
}

pub(super) fn drafts_say(window: &Window, text: &str) -> bool {
    drafts(window).iter().any(|path| fs::read_to_string(path).is_ok_and(|all| all.contains(text)))
}

/// Draws until a draft on the disk holds this text.
pub(super) fn wait_kept(window: &mut Window, text: &str) {
    let since = Instant::now();
    while !(drafts_say(window, text) && window.harness.state().is_idle()) {
        assert!(since.elapsed() < super::PATIENCE, "waited in vain for {text} on the disk");
        std::thread::sleep(Duration::from_millis(5));
        window.harness.step();
    }
}

/// Draws until no draft is on the disk.
pub(super) fn wait_none_kept(window: &mut Window) {
    let since = Instant::now();
    while !(drafts(window).is_empty() && window.harness.state().is_idle()) {
        assert!(since.elapsed() < super::PATIENCE, "waited in vain for the draft to be deleted");
        std::thread::sleep(Duration::from_millis(5));
        window.harness.step();
    }
    window.settle();
}

/// Draws until nothing is under way, and makes sure that nothing is offered then.
pub(super) fn offers_nothing(window: &mut Window) {
    window.wait("the workers", blue_ribbon::ui::App::is_idle);
    window.settle();
    assert!(!window.reads(OFFERED));
}

/// A window that was killed while the given name of Yutaka Kume was being changed.
fn killed_over(given: &str) -> Window {
    let mut window = Window::open();
    edit(&mut window, "Yutaka Kume");
    window.write("Given name", given);
    wait_kept(&mut window, given);
    window.killed()
}

#[test]
fn what_was_typed_is_offered_after_a_kill_and_saved() {
    let mut window = killed_over("Typed");
    window.wait_for("Changes of Yutaka Kume, typed at ");
    assert!(window.reads("Given name") && window.reads("Typed") && window.reads("was Yutaka"));
    assert!(!window.reads("Family name"), "only what differs is shown");
    window.click("Continue");
    assert!(window.harness.query_all_by_value("Typed").next().is_some(), "it is in its field");
    assert!(window.reads("was Yutaka") && window.reads("Changed, not saved yet"));
    window.keys(CTRL, Key::S);
    window.wait_saved();
    assert!(window.file().contains("Typed"));
    wait_none_kept(&mut window);
    offers_nothing(&mut window.killed());
}

#[test]
fn a_field_that_is_wrong_is_kept_as_typed() {
    let mut window = Window::open();
    edit(&mut window, "Yutaka Kume");
    window.write("Taken on", "1977-13-45");
    wait_kept(&mut window, "1977-13-45");
    let mut window = window.killed();
    window.wait_for(OFFERED);
    window.click("Continue");
    assert!(window.reads("1977-13-45") && window.reads("Not a date"));
    window.keys(CTRL, Key::S);
    assert_eq!(window.session().revision(), 0);
}

#[test]
fn a_new_record_is_kept_and_made() {
    let mut window = Window::open();
    window.keys(CTRL, Key::N);
    window.write("Given name", "Hanako");
    wait_kept(&mut window, "Hanako");
    let mut window = window.killed();
    window.wait_for("A new record, Hanako, typed at ");
    window.click("Continue");
    window.write("Family name", "Sato");
    window.keys(CTRL, Key::S);
    assert!(window.reads("18 of 18 cases"));
    window.wait_saved();
    wait_none_kept(&mut window);
}

#[test]
fn the_smaller_records_are_kept_on_their_pages() {
    let mut window = Window::open();
    window.page("Totals");
    window.click("New total");
    window.write("People", "12");
    wait_kept(&mut window, "count: \"12\"");
    let mut window = window.killed();
    window.wait_for("A new record, Japan: 12");
    window.click("Continue");
    window.write("Announced on", "2001-01-01");
    window.keys(CTRL, Key::S);
    window.wait_saved();
    let totals = window.session().register().totals();
    assert!(totals.iter().any(|total| total.count == 12));
}

#[test]
fn an_added_claim_is_kept() {
    let mut window = Window::open();
    let claims = |window: &Window| {
        let cases = window.session().register().cases();
        cases.iter().find(|case| case.id.as_str() == "tanaka-minoru").unwrap().claims.clone()
    };
    let before = claims(&window);
    window.click_row_with("Minoru Tanaka", egui::PointerButton::Secondary);
    window.click("New claim");
    window.type_text("2013-05");
    wait_kept(&mut window, "2013-05");
    let mut window = window.killed();
    window.wait_for("Changes of Minoru Tanaka");
    assert!(window.reads("Added: "));
    window.click("Continue");
    window.keys(CTRL, Key::S);
    let after = claims(&window);
    assert_eq!(after[..before.len()], before);
    assert_eq!(after[before.len()].on.to_string(), "2013-05");
}

#[test]
fn a_removed_claim_stays_removed_and_can_be_put_back() {
    let mut window = Window::open();
    edit(&mut window, "Minoru Tanaka");
    window.role(egui::Role::Button, "Remove Claim 1").click_accesskit();
    window.settle();
    wait_kept(&mut window, "tanaka-minoru");
    let mut window = window.killed();
    window.wait_for("Removed: ");
    window.click("Continue");
    assert!(window.reads("Removed: "));
    let put_back = window.button("Put back");
    window.role(egui::Role::Button, &put_back).click_accesskit();
    window.settle();
    assert!(window.reads("Nothing changed"));
    wait_none_kept(&mut window);
}

#[test]
fn leaving_the_question_keeps_it_for_the_next_start_and_discarding_deletes_it() {
    let mut window = killed_over("Typed");
    window.wait_for(OFFERED);
    window.key(Key::Escape);
    assert!(!window.reads(OFFERED));
    // Meanwhile another form is opened and kept beside it.
    edit(&mut window, "Megumi Yokota");
    window.write("Given name", "Second");
    wait_kept(&mut window, "Second");
    assert!(drafts_say(&window, "Typed"));
    let mut window = window.killed();
    window.wait_for("Changes of Yutaka Kume");
    window.click("Discard changes");
    window.wait_for("Changes of Megumi Yokota");
    assert!(!drafts_say(&window, "Typed"));
    window.click("Discard changes");
    wait_none_kept(&mut window);
    assert!(window.session().is_saved() && window.session().revision() == 0);
    offers_nothing(&mut window.killed());
}

#[test]
fn what_was_taken_back_or_discarded_is_deleted() {
    let mut window = Window::open();
    edit(&mut window, "Yutaka Kume");
    window.write("Given name", "Typed");
    wait_kept(&mut window, "Typed");
    window.write("Given name", "Yutaka");
    wait_none_kept(&mut window);
    window.write("Given name", "Again");
    wait_kept(&mut window, "Again");
    window.key(Key::Escape);
    window.click("Discard changes");
    wait_none_kept(&mut window);
}

#[test]
fn the_window_closes_once_what_was_discarded_is_deleted() {
    let mut window = Window::open();
    edit(&mut window, "Yutaka Kume");
    window.write("Given name", "Typed");
    wait_kept(&mut window, "Typed");
    window.close();
    assert!(!window.closes());
    window.settle();
    window.click("Discard changes");
    wait_none_kept(&mut window);
    window.close();
    assert!(window.closes());
}

#[test]
fn typing_is_written_at_most_once_in_two_seconds_and_then_nothing_is_drawn() {
    let mut window = Window::open();
    edit(&mut window, "Yutaka Kume");
    window.write("Given name", "First");
    let first = Instant::now();
    wait_kept(&mut window, "First");
    window.write("Given name", "Second");
    window.settle();
    let delay = |window: &Window| {
        window.harness.output().viewport_output[&egui::ViewportId::ROOT].repaint_delay
    };
    if first.elapsed() < Duration::from_millis(1500) {
        assert!(!drafts_say(&window, "Second"), "not at once");
        assert!(delay(&window) <= Duration::from_secs(2), "the window looks again by itself");
        assert!(!delay(&window).is_zero(), "and does nothing until then");
    }
    wait_kept(&mut window, "Second");
    window.settle();
    assert!(delay(&window) > Duration::from_secs(60), "{:?}", delay(&window));
}

#[test]
fn what_someone_else_changed_meanwhile_is_not_overwritten() {
    let window = killed_over("Typed");
    let path = window.path();
    let theirs = window.file().replace("given: \"Yutaka\"", "given: \"Theirs\"");
    let theirs = theirs.replacen("age: 52", "age: 53", 1);
    assert!(theirs.contains("Theirs") && theirs.contains("age: 53"));
    fs::write(&path, theirs).unwrap();
    let mut window = window.killed();
    window.wait_for("The record has been changed since");
    assert!(window.reads("was Theirs") && !window.reads("Age when taken"));
    window.click("Continue");
    assert!(window.reads("was Theirs"));
    window.keys(CTRL, Key::S);
    window.wait_saved();
    assert!(window.file().contains("given: \"Typed\"") && window.file().contains("age: 53"));
}

#[test]
fn what_was_typed_of_a_record_deleted_meanwhile_becomes_a_new_one() {
    let mut window = killed_over("Typed");
    window.wait_for(OFFERED);
    window.click("Later");
    window.click_row("Yutaka Kume");
    window.key(Key::Delete);
    window.click("Delete");
    window.wait_saved();
    let mut window = window.killed();
    window.wait_for("The record has been deleted since");
    window.click("Continue");
    assert!(window.reads("New case"));
    window.keys(CTRL, Key::S);
    window.wait_saved();
    assert!(window.reads("17 of 17 cases"));
    let cases = window.session().register().cases();
    let case = cases.iter().find(|case| case.id.as_str() == "kume-yutaka").unwrap();
    assert_eq!((case.name.given.as_str(), case.claims.is_empty()), ("Typed", false));
}

#[test]
fn a_file_that_cannot_be_read_is_left_as_it_is_and_said() {
    for (text, words) in [("(format: 1, reg", "cannot be read"), ("(format: 4)", "format number 4")]
    {
        let window = killed_over("Typed");
        let [file] = drafts(&window).try_into().unwrap();
        fs::write(&file, text).unwrap();
        let mut window = window.killed();
        window.wait_for(words);
        assert!(window.reads(&file.display().to_string()));
        edit(&mut window, "Yutaka Kume");
        window.write("Given name", "Later");
        wait_kept(&mut window, "Later");
        assert_eq!(fs::read_to_string(&file).unwrap(), text);
    }
}

#[test]
fn where_nothing_can_be_written_it_is_said_once_and_the_window_goes_on() {
    let mut window = Window::open();
    let data = window.folder().join("home/data");
    fs::create_dir_all(&data).unwrap();
    fs::write(data.join("drafts"), "in the way").unwrap();
    edit(&mut window, "Yutaka Kume");
    window.write("Given name", "First");
    window.wait_for("is not being kept");
    window.click("Dismiss");
    assert!(!window.reads("is not being kept"));
    window.write("Given name", "Second");
    let since = Instant::now();
    while since.elapsed() < Duration::from_millis(2300) {
        window.harness.step();
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!window.reads("is not being kept"), "it is said once");
    window.keys(CTRL, Key::S);
    window.wait_saved();
    assert!(window.file().contains("Second"));
}

#[test]
fn what_is_saved_but_not_on_the_disk_stays_kept_until_it_is() {
    let mut window = Window::open();
    let theirs = window.file().replace("Yutaka", "Theirs");
    fs::write(window.path(), theirs).unwrap();
    edit(&mut window, "Yutaka Kume");
    window.write("Given name", "Ours");
    wait_kept(&mut window, "Ours");
    window.keys(CTRL, Key::S);
    window.wait_for("Two versions of the same");
    window.click("Later");
    // What is typed next does not take its place.
    edit(&mut window, "Megumi Yokota");
    window.write("Given name", "Next");
    wait_kept(&mut window, "Next");
    assert!(drafts_say(&window, "Ours"));
    let mut window = window.killed();
    window.wait_for("Changes of Yutaka Kume");
    assert!(window.reads("The record has been changed since") && window.reads("was Theirs"));
}

#[test]
fn a_second_window_leaves_the_draft_of_the_first_alone() {
    let mut first = Window::open();
    edit(&mut first, "Yutaka Kume");
    first.write("Given name", "First");
    wait_kept(&mut first, "First");
    let mut second = first.another();
    offers_nothing(&mut second);
    // Once the first is gone, its draft is offered to whoever works on the register.
    drop(first);
    second.click("Open for work");
    second.wait_for("Changes of Yutaka Kume");
    assert!(drafts_say(&second, "First"));
}

#[test]
fn what_was_left_behind_is_not_opened_over_what_is_being_typed() {
    let mut window = Window::open();
    edit(&mut window, "Megumi Yokota");
    window.write("Given name", "Typed");
    // The register is taken over by another machine, and another window ends without a word.
    let theirs =
        "(by:(user:\"mori\",machine:\"shared-desk\",process:7),since:\"2014-03-29T03:04:05Z\")";
    fs::write(window.folder().join(".register.ron.lock"), theirs).unwrap();
    window.come_back();
    window.wait_for("mori on shared-desk opened this register for work");
    leave_behind(&window, "kume-yutaka", "Left");
    // Once it can be worked on again, that is found, and waits.
    window.click("Work on it anyway");
    window.wait_for("can be changed here now");
    offers_nothing(&mut window);
    assert!(window.harness.query_all_by_value("Typed").next().is_some(), "it is in its field");
    window.keys(CTRL, Key::S);
    window.wait_for("Changes of Yutaka Kume, typed at ");
    window.click("Continue");
    assert!(window.harness.query_all_by_value("Left").next().is_some());
    window.keys(CTRL, Key::S);
    window.wait_saved();
    assert!(window.file().contains("Typed") && window.file().contains("Left"));
}

/// What a window that ended without a word leaves behind: another given name of a person.
fn leave_behind(window: &Window, id: &str, given: &str) {
    let cases = window.session().register().cases();
    let at = cases.iter().position(|case| case.id.as_str() == id).unwrap();
    let mut draft = CaseDraft::of(at, &cases[at]);
    draft.given = given.to_owned();
    let places = Places::under(&window.folder().join("home"));
    let place = Drafts::of(&places, &window.path()).claim().unwrap();
    let (draft, why) = (Draft::Case(Box::new(draft)), String::new());
    place.keep(Timestamp::now(), Typed::Form { draft, why }).unwrap();
}

#[test]
fn the_reason_typed_beside_it_is_kept_as_well() {
    let mut window = Window::open();
    edit(&mut window, "Yutaka Kume");
    window.write("Given name", "Typed");
    window.write("Why, and on what source", "the 2006 list");
    wait_kept(&mut window, "the 2006 list");
    let mut window = window.killed();
    window.wait_for(OFFERED);
    window.click("Continue");
    assert!(window.harness.query_all_by_value("the 2006 list").next().is_some());
    window.keys(CTRL, Key::S);
    window.wait_saved();
    let history = blue_ribbon::store::history_of(&window.path());
    assert!(fs::read_to_string(history).unwrap().contains("why: \"the 2006 list\""));
}

#[test]
fn what_was_typed_last_is_kept_while_saving_waits_for_a_choice() {
    let mut window = Window::open();
    let theirs = window.file().replacen("given: \"Yutaka\"", "given: \"Theirs\"", 1);
    fs::write(window.path(), theirs).unwrap();
    edit(&mut window, "Yutaka Kume");
    window.write("Given name", "First");
    wait_kept(&mut window, "\"First\"");
    window.write("Given name", "Second");
    window.keys(CTRL, Key::S);
    window.wait_for("Two versions of the same");
    wait_kept(&mut window, "\"Second\"");
    window.key(Key::Escape);
    // Nor was there time to keep a draft of this.
    edit(&mut window, "Megumi Yokota");
    window.write("Given name", "Third");
    window.keys(CTRL, Key::S);
    wait_kept(&mut window, "\"Third\"");
    assert!(!window.session().is_saved());
    let mut window = window.killed();
    for (given, who) in [("Second", "Changes of Yutaka Kume"), ("Third", "Changes of Megumi")] {
        window.wait_for(who);
        assert!(window.reads(given));
        window.click("Continue");
        window.keys(CTRL, Key::S);
        window.wait_saved();
        assert!(window.file().contains(&format!("given: \"{given}\"")));
    }
    wait_none_kept(&mut window);
}
