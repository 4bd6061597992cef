//! Backups: one of each version, what has changed since, and the way back.

use std::{fs, path::PathBuf};

use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::ToSpan as _;

use crate::{
    source_code::repository_root,
    window::{self, Window},
};
use blue_ribbon::{
    commands,
    model::CaseId,
    store::{
        app_dirs::AppDirs,
        backups::{Backup, Backups},
    },
    ui::app,
};

const CTRL: Modifiers = Modifiers::COMMAND;
const UNCHANGED: &str = "This version holds the same as the register now.";

fn backups_of(window: &Window) -> Backups {
    Backups::for_register(&AppDirs::in_folder(&window.folder().join("home")), &window.path())
}

fn listed_backups(window: &Window) -> Vec<Backup> {
    backups_of(window).list().unwrap_or_default()
}

/// Draws until so many backups are there and nothing is under way.
fn wait_for_backups(window: &mut Window, count: usize) {
    window.wait_for(&format!("{count} backups"), window::WAIT_TIMEOUT, |window| {
        listed_backups(window).len() == count && window.harness.state().is_idle()
    });
    window.run_until_idle();
}

/// Changes the given name of Yutaka Kume.
fn rename_kume(window: &mut Window, given: &str) {
    let rows = window.rows();
    let row = rows.into_iter().find(|name| name.ends_with("Kume")).unwrap();
    window.click_row(&row);
    window.key(Key::F2);
    window.fill_field("Given name", given);
    window.keys(CTRL, Key::S);
    window.wait_until_saved();
}

fn kume_given_name(window: &Window) -> String {
    let id = CaseId::new("kume-yutaka").unwrap();
    window.session().register().case(&id).unwrap().name.given.clone()
}

fn run_command(window: &mut Window, command: &str) {
    window.keys(CTRL, Key::K);
    window.type_text(command);
    window.key(Key::Enter);
}

fn open_backups(window: &mut Window) {
    run_command(window, "Backups…");
    window.wait_until("the backups", app::application::App::is_idle);
    window.run_until_idle();
}

/// Returns the versions in the list from top to bottom.
fn versions(window: &Window) -> Vec<String> {
    let versions = window.harness.query_all_by_role(Role::Button);
    let label = |node: egui_kittest::Node| node.accesskit_node().label();
    versions.filter_map(label).filter(|name| name.contains(" kB · ")).collect()
}

/// Opens a window in which Yutaka Kume was renamed twice, so that there are three versions.
fn renamed_twice() -> Window {
    let mut window = Window::open();
    wait_for_backups(&mut window, 1);
    rename_kume(&mut window, "One");
    wait_for_backups(&mut window, 2);
    rename_kume(&mut window, "Two");
    wait_for_backups(&mut window, 3);
    window
}

fn choose_version(window: &mut Window, at: usize) {
    let name = versions(window).remove(at);
    window.click(&name);
    window.wait_until("the differences", app::application::App::is_idle);
    window.run_until_idle();
}

#[test]
fn each_version_is_backed_up_once_beginning_with_the_opened_one() {
    let window = renamed_twice();
    let names = listed_backups(&window).into_iter().map(|backup| {
        backup
            .load()
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
    let mut window = window.kill_and_restart();
    wait_for_backups(&mut window, 3);
    fs::write(window.path(), window.file().replace("Two", "Theirs")).unwrap();
    let mut window = window.kill_and_restart();
    wait_for_backups(&mut window, 4);
}

#[test]
fn quick_saves_back_up_the_last_version() {
    let mut window = Window::open();
    for given in ["One", "Two", "Three"] {
        rename_kume(&mut window, given);
    }
    window.close();
    window.wait_until("the last backup", app::application::App::is_idle);
    let newest = listed_backups(&window).remove(0).load().unwrap().register;
    assert_eq!(&newest, window.session().register());
}

#[test]
fn a_version_shows_its_changes_and_can_be_restored_and_undone() {
    let mut window = renamed_twice();
    open_backups(&mut window);
    let shown = versions(&window);
    assert_eq!(shown.len(), 3);
    assert!(shown[0].ends_with(" · as now"), "{shown:?}");
    assert!(shown[1].ends_with(" · 1 case changed"), "{shown:?}");
    assert!(window.shows(UNCHANGED));
    let restore = window.role(Role::Button, "Restore this version");
    assert!(restore.accesskit_node().is_disabled(), "there is nothing to take back");
    choose_version(&mut window, 2);
    assert!(window.shows("1 difference"));
    assert!(window.shows("Given name changed: “Yutaka” → “Two”"));
    window.click("Restore this version");
    window.wait_until("restoring", |app| {
        app.session().is_some_and(|session| session.revision() == 3)
    });
    window.wait_until_saved();
    assert_eq!(kume_given_name(&window), "Yutaka");
    assert!(window.shows(" is restored.") && !window.shows("Backups are in"));
    let undo = commands::Command::Undo;
    let text = undo.label(blue_ribbon::Locale::ENGLISH, Some(window.session()));
    assert!(text.starts_with("Undo restoring of the version of "), "{text}");
    window.click("Undo");
    window.wait_until_saved();
    assert_eq!(kume_given_name(&window), "Two");
    assert!(!window.shows(" is restored."));
}

#[test]
fn restoring_puts_deleted_records_back_in_place() {
    let mut window = Window::open();
    let before = window.session().snapshot();
    wait_for_backups(&mut window, 1);
    window.click_row("Megumi Yokota");
    window.key(Key::Delete);
    window.click("Delete");
    window.wait_until_saved();
    wait_for_backups(&mut window, 2);
    open_backups(&mut window);
    choose_version(&mut window, 1);
    assert!(versions(&window)[1].ends_with(" · 1 case deleted"));
    assert!(window.shows("Megumi Yokota: deleted"));
    window.click("Restore this version");
    window.wait_until("restoring", |app| {
        app.session().is_some_and(|session| session.revision() == 2)
    });
    window.wait_until_saved();
    assert_eq!(window.session().register(), &*before);
}

#[test]
fn restoring_asks_about_an_open_form_first() {
    let mut window = Window::open();
    wait_for_backups(&mut window, 1);
    rename_kume(&mut window, "One");
    wait_for_backups(&mut window, 2);
    window.key(Key::F2);
    window.fill_field("Family name", "Typed");
    open_backups(&mut window);
    choose_version(&mut window, 1);
    window.click("Restore this version");
    assert!(window.shows("Save the changes?"), "the draft is asked about");
    window.click("Save");
    window.wait_until("restoring", |app| {
        app.session().is_some_and(|session| session.revision() == 3)
    });
    assert_eq!(kume_given_name(&window), "Yutaka");
    assert!(!window.file().contains("Typed") || !window.session().is_saved());
    window.wait_until_saved();
    window.keys(CTRL, Key::Z);
    let id = CaseId::new("kume-yutaka").unwrap();
    let name = &window.session().register().case(&id).unwrap().name;
    assert_eq!((&*name.given, &*name.family), ("One", "Typed"));
}

#[test]
fn a_version_can_be_chosen_by_keyboard() {
    let mut window = Window::open();
    wait_for_backups(&mut window, 1);
    rename_kume(&mut window, "One");
    wait_for_backups(&mut window, 2);
    open_backups(&mut window);
    window.key(Key::ArrowDown);
    window.wait_until("the differences", app::application::App::is_idle);
    window.run_until_idle();
    assert!(window.shows("1 difference"));
    window.key(Key::Escape);
    assert!(!window.shows("1 difference"));
}

#[test]
fn a_damaged_backup_is_shown_as_unreadable() {
    let mut window = Window::open();
    wait_for_backups(&mut window, 1);
    rename_kume(&mut window, "One");
    wait_for_backups(&mut window, 2);
    let oldest: PathBuf = listed_backups(&window).remove(1).path;
    let whole = fs::read(&oldest).unwrap();
    fs::write(&oldest, &whole[..whole.len() - 100]).unwrap();
    open_backups(&mut window);
    assert!(versions(&window)[1].ends_with(" · cannot be read"));
    choose_version(&mut window, 1);
    assert!(window.shows("This backup is damaged and cannot be read"));
    let restore = window.role(Role::Button, "Restore this version");
    assert!(restore.accesskit_node().is_disabled());
    assert_eq!(fs::read(&oldest).unwrap().len(), whole.len() - 100, "it is left as it is");
}

#[test]
fn a_failed_backup_is_reported_once_and_saving_continues() {
    let bundled = fs::read(repository_root().join("data/register.ron")).unwrap();
    let mut window = Window::open_with_home(&bundled, |home| {
        fs::create_dir_all(home.join("data")).unwrap();
        fs::write(home.join("data/backups"), "in the way").unwrap();
    });
    window.wait_until("the workers", app::application::App::is_idle);
    window.run_until_idle();
    assert!(window.shows("No backup of this version was made. The register itself is saved."));
    window.click("Dismiss");
    rename_kume(&mut window, "One");
    window.wait_until("the workers", app::application::App::is_idle);
    window.run_until_idle();
    assert!(window.file().contains("One"));
    assert!(!window.shows("No backup of this version was made."), "it is said once");
    // Once it works again, what fails next is said again.
    fs::remove_file(window.folder().join("home/data/backups")).unwrap();
    rename_kume(&mut window, "Two");
    wait_for_backups(&mut window, 1);
    fs::remove_dir_all(window.folder().join("home/data/backups")).unwrap();
    fs::write(window.folder().join("home/data/backups"), "in the way").unwrap();
    rename_kume(&mut window, "Three");
    window.wait_for_label("No backup of this version was made.");
}

#[test]
fn only_visible_backups_are_read() {
    let mut window = Window::open();
    wait_for_backups(&mut window, 1);
    let backups = backups_of(&window);
    let newest = listed_backups(&window).remove(0);
    for hours in 1..60 {
        let name = (newest.time - (hours * 24).hours()).strftime("%Y-%m-%dT%H%M%S%.3fZ.ron.gz");
        fs::write(backups.folder().join(name.to_string()), "damaged").unwrap();
    }
    open_backups(&mut window);
    let shown = versions_of_any_size(&window);
    assert!(shown.len() > 5 && shown.len() < 30, "{}", shown.len());
    assert!(shown[1..].iter().all(|name| name.ends_with("cannot be read")), "{shown:?}");
    window.key(Key::End);
    window.wait_until("the differences", app::application::App::is_idle);
    window.run_until_idle();
    assert!(versions_of_any_size(&window).last().unwrap().ends_with("cannot be read"));
}

fn versions_of_any_size(window: &Window) -> Vec<String> {
    let versions = window.harness.query_all_by_role(Role::Button);
    let label = |node: egui_kittest::Node| node.accesskit_node().label();
    versions.filter_map(label).filter(|name| name.contains(" · ") && name.contains(':')).collect()
}

#[test]
fn restoring_brings_back_a_broken_record_and_keeps_its_text() {
    let mut window = Window::open();
    wait_for_backups(&mut window, 1);
    let before = window.session().snapshot();
    let broken = window.file().replacen("sex: Male", "sex: Nobody", 1);
    fs::write(window.path(), &broken).unwrap();
    let mut window = window.kill_and_restart();
    wait_for_backups(&mut window, 2);
    open_backups(&mut window);
    choose_version(&mut window, 1);
    assert!(window.shows("1 record of the register cannot be read now."));
    assert!(window.shows("1 difference"));
    window.click("Restore this version");
    window.wait_until("restoring", |app| {
        app.session().is_some_and(|session| session.revision() == 1)
    });
    window.wait_until_saved();
    assert_eq!(window.session().register(), &*before);
    assert!(window.file().contains("sex: Nobody"), "no word is lost");
    let window = window.kill_and_restart();
    assert_eq!(window.session().register(), &*before);
    assert_eq!(window.session().source_text().broken_records().count(), 1);
}
