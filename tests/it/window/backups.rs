//! Backups: one of each version, what has changed since, and the way back.

use std::{fs, path::PathBuf, time::Instant};

use blue_ribbon::{
    model::CaseId,
    store::{Backup, Backups, Places},
};
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::ToSpan as _;

use super::Window;
use crate::source::top;

const CTRL: Modifiers = Modifiers::COMMAND;
const SAME: &str = "This version holds the same as the register now.";

fn backups(window: &Window) -> Backups {
    Backups::of(&Places::under(&window.folder().join("home")), &window.path())
}

fn made(window: &Window) -> Vec<Backup> {
    backups(window).list().unwrap_or_default()
}

/// Draws until so many backups are there and nothing is under way.
fn wait_made(window: &mut Window, count: usize) {
    let since = Instant::now();
    while made(window).len() != count || !window.harness.state().is_idle() {
        let there = made(window).len();
        assert!(since.elapsed() < super::PATIENCE, "waited in vain for {count}: {there}");
        std::thread::sleep(std::time::Duration::from_millis(5));
        window.harness.step();
    }
    window.settle();
}

/// Gives Yutaka Kume another given name.
fn rename(window: &mut Window, given: &str) {
    let rows = window.rows();
    let row = rows.into_iter().find(|name| name.ends_with("Kume")).unwrap();
    window.click_row(&row);
    window.key(Key::F2);
    window.write("Given name", given);
    window.keys(CTRL, Key::S);
    window.wait_saved();
}

fn given(window: &Window) -> String {
    let id = CaseId::new("kume-yutaka").unwrap();
    window.session().register().case(&id).unwrap().name.given.clone()
}

fn give(window: &mut Window, command: &str) {
    window.keys(CTRL, Key::K);
    window.type_text(command);
    window.key(Key::Enter);
}

fn show(window: &mut Window) {
    give(window, "Backups…");
    window.wait("the backups", blue_ribbon::ui::App::is_idle);
    window.settle();
}

/// The versions in the list, from above.
fn versions(window: &Window) -> Vec<String> {
    let versions = window.harness.query_all_by_role(Role::Button);
    let label = |node: egui_kittest::Node| node.accesskit_node().label();
    versions.filter_map(label).filter(|name| name.contains(" kB · ")).collect()
}

/// A window in which Yutaka Kume was renamed twice, so that there are three versions.
fn renamed_twice() -> Window {
    let mut window = Window::open();
    wait_made(&mut window, 1);
    rename(&mut window, "One");
    wait_made(&mut window, 2);
    rename(&mut window, "Two");
    wait_made(&mut window, 3);
    window
}

fn choose(window: &mut Window, at: usize) {
    let name = versions(window).remove(at);
    window.click(&name);
    window.wait("the differences", blue_ribbon::ui::App::is_idle);
    window.settle();
}

#[test]
fn each_version_is_kept_once_what_was_found_first() {
    let window = renamed_twice();
    let names = made(&window).into_iter().map(|backup| {
        backup
            .read()
            .unwrap()
            .register
            .case(&CaseId::new("kume-yutaka").unwrap())
            .unwrap()
            .name
            .given
            .clone()
    });
    assert_eq!(names.collect::<Vec<_>>(), ["Two", "One", "Yutaka"]);
    // Opened again it is no new version, unless someone else has written it.
    let mut window = window.killed();
    wait_made(&mut window, 3);
    fs::write(window.path(), window.file().replace("Two", "Theirs")).unwrap();
    let mut window = window.killed();
    wait_made(&mut window, 4);
}

#[test]
fn versions_saved_in_quick_succession_end_with_the_last() {
    let mut window = Window::open();
    for given in ["One", "Two", "Three"] {
        rename(&mut window, given);
    }
    window.close();
    window.wait("the last backup", blue_ribbon::ui::App::is_idle);
    let newest = made(&window).remove(0).read().unwrap().register;
    assert_eq!(&newest, window.session().register());
}

#[test]
fn a_version_is_shown_with_what_has_changed_since_restored_and_undone() {
    let mut window = renamed_twice();
    show(&mut window);
    let shown = versions(&window);
    assert_eq!(shown.len(), 3);
    assert!(shown[0].ends_with(" · as now"), "{shown:?}");
    assert!(shown[1].ends_with(" · 1 case changed"), "{shown:?}");
    assert!(window.reads(SAME));
    let restore = window.role(Role::Button, "Restore this version");
    assert!(restore.accesskit_node().is_disabled(), "there is nothing to take back");
    choose(&mut window, 2);
    assert!(window.reads("1 difference"));
    assert!(window.reads("Given name changed: “Yutaka” → “Two”"));
    window.click("Restore this version");
    window.wait("restoring", |app| app.session().is_some_and(|session| session.revision() == 3));
    window.wait_saved();
    assert_eq!(given(&window), "Yutaka");
    assert!(window.reads(" is restored.") && !window.reads("Backups are in"));
    let undo = blue_ribbon::command::Command::Undo;
    let text = undo.text(blue_ribbon::Lang::ENGLISH, Some(window.session()));
    assert!(text.starts_with("Undo restoring of the version of "), "{text}");
    window.click("Undo");
    window.wait_saved();
    assert_eq!(given(&window), "Two");
    assert!(!window.reads(" is restored."));
}

#[test]
fn what_was_deleted_comes_back_in_its_place() {
    let mut window = Window::open();
    let before = window.session().snapshot();
    wait_made(&mut window, 1);
    window.click_row("Megumi Yokota");
    window.key(Key::Delete);
    window.click("Delete");
    window.wait_saved();
    wait_made(&mut window, 2);
    show(&mut window);
    choose(&mut window, 1);
    assert!(versions(&window)[1].ends_with(" · 1 case deleted"));
    assert!(window.reads("Megumi Yokota: deleted"));
    window.click("Restore this version");
    window.wait("restoring", |app| app.session().is_some_and(|session| session.revision() == 2));
    window.wait_saved();
    assert_eq!(window.session().register(), &*before);
}

#[test]
fn restoring_asks_about_an_open_draft_and_follows_what_was_saved_of_it() {
    let mut window = Window::open();
    wait_made(&mut window, 1);
    rename(&mut window, "One");
    wait_made(&mut window, 2);
    window.key(Key::F2);
    window.write("Family name", "Typed");
    show(&mut window);
    choose(&mut window, 1);
    window.click("Restore this version");
    assert!(window.reads("Save the changes?"), "the draft is asked about");
    window.click("Save");
    window.wait("restoring", |app| app.session().is_some_and(|session| session.revision() == 3));
    assert_eq!(given(&window), "Yutaka");
    assert!(!window.file().contains("Typed") || !window.session().is_saved());
    window.wait_saved();
    window.keys(CTRL, Key::Z);
    let id = CaseId::new("kume-yutaka").unwrap();
    let name = &window.session().register().case(&id).unwrap().name;
    assert_eq!((&*name.given, &*name.family), ("One", "Typed"));
}

#[test]
fn a_version_is_chosen_by_keys() {
    let mut window = Window::open();
    wait_made(&mut window, 1);
    rename(&mut window, "One");
    wait_made(&mut window, 2);
    show(&mut window);
    window.key(Key::ArrowDown);
    window.wait("the differences", blue_ribbon::ui::App::is_idle);
    window.settle();
    assert!(window.reads("1 difference"));
    window.key(Key::Escape);
    assert!(!window.reads("1 difference"));
}

#[test]
fn a_damaged_backup_is_shown_as_such() {
    let mut window = Window::open();
    wait_made(&mut window, 1);
    rename(&mut window, "One");
    wait_made(&mut window, 2);
    let oldest: PathBuf = made(&window).remove(1).path;
    let whole = fs::read(&oldest).unwrap();
    fs::write(&oldest, &whole[..whole.len() - 100]).unwrap();
    show(&mut window);
    assert!(versions(&window)[1].ends_with(" · cannot be read"));
    choose(&mut window, 1);
    assert!(window.reads("This backup is damaged and cannot be read"));
    let restore = window.role(Role::Button, "Restore this version");
    assert!(restore.accesskit_node().is_disabled());
    assert_eq!(fs::read(&oldest).unwrap().len(), whole.len() - 100, "it is left as it is");
}

#[test]
fn where_no_backup_can_be_made_that_is_said_once_and_saving_goes_on() {
    let bundled = fs::read(top().join("data/register.ron")).unwrap();
    let mut window = Window::open_with_home(&bundled, |home| {
        fs::create_dir_all(home.join("data")).unwrap();
        fs::write(home.join("data/backups"), "in the way").unwrap();
    });
    window.wait("the workers", blue_ribbon::ui::App::is_idle);
    window.settle();
    assert!(window.reads("No backup of this version was made. The register itself is saved."));
    window.click("Dismiss");
    rename(&mut window, "One");
    window.wait("the workers", blue_ribbon::ui::App::is_idle);
    window.settle();
    assert!(window.file().contains("One"));
    assert!(!window.reads("No backup of this version was made."), "it is said once");
    // Once it works again, what fails next is said again.
    fs::remove_file(window.folder().join("home/data/backups")).unwrap();
    rename(&mut window, "Two");
    wait_made(&mut window, 1);
    fs::remove_dir_all(window.folder().join("home/data/backups")).unwrap();
    fs::write(window.folder().join("home/data/backups"), "in the way").unwrap();
    rename(&mut window, "Three");
    window.wait_for("No backup of this version was made.");
}

#[test]
fn many_are_listed_and_only_those_in_sight_are_read() {
    let mut window = Window::open();
    wait_made(&mut window, 1);
    let backups = backups(&window);
    let newest = made(&window).remove(0);
    for hours in 1..60 {
        let name = (newest.time - (hours * 24).hours()).strftime("%Y-%m-%dT%H%M%S%.3fZ.ron.gz");
        fs::write(backups.folder().join(name.to_string()), "damaged").unwrap();
    }
    show(&mut window);
    let shown = versions_of_any_size(&window);
    assert!(shown.len() > 5 && shown.len() < 30, "{}", shown.len());
    assert!(shown[1..].iter().all(|name| name.ends_with("cannot be read")), "{shown:?}");
    window.key(Key::End);
    window.wait("the differences", blue_ribbon::ui::App::is_idle);
    window.settle();
    assert!(versions_of_any_size(&window).last().unwrap().ends_with("cannot be read"));
}

fn versions_of_any_size(window: &Window) -> Vec<String> {
    let versions = window.harness.query_all_by_role(Role::Button);
    let label = |node: egui_kittest::Node| node.accesskit_node().label();
    versions.filter_map(label).filter(|name| name.contains(" · ") && name.contains(':')).collect()
}

#[test]
fn a_record_that_can_no_longer_be_read_comes_back_and_its_text_stays() {
    let mut window = Window::open();
    wait_made(&mut window, 1);
    let before = window.session().snapshot();
    let damaged = window.file().replacen("sex: Male", "sex: Nobody", 1);
    fs::write(window.path(), &damaged).unwrap();
    let mut window = window.killed();
    wait_made(&mut window, 2);
    show(&mut window);
    choose(&mut window, 1);
    assert!(window.reads("1 record of the register cannot be read now."));
    assert!(window.reads("1 difference"));
    window.click("Restore this version");
    window.wait("restoring", |app| app.session().is_some_and(|session| session.revision() == 1));
    window.wait_saved();
    assert_eq!(window.session().register(), &*before);
    assert!(window.file().contains("sex: Nobody"), "no word is lost");
    let window = window.killed();
    assert_eq!(window.session().register(), &*before);
    assert_eq!(window.session().manuscript().damaged().count(), 1);
}
