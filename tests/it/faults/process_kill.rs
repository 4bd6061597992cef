//! The program is killed at any moment while it edits and saves: the file is whole, holds every
//! edit that was reported as saved, and the next start continues from it.

#[cfg(feature = "window-tests")]
use std::fs;

#[cfg(feature = "window-tests")]
use egui::{Key, Modifiers};

use crate::{faults::*, synth};
#[cfg(feature = "window-tests")]
use crate::{source_code::repository_root, window::Window};
#[cfg(feature = "window-tests")]
use blue_ribbon::ui::app::application::App;
use blue_ribbon::{
    Progress,
    register::{Change, Edit},
    store::{SaveOptions, save},
};

/// The number of cases that the editor without a window edits.
const CASES: usize = 300;

#[cfg(feature = "window-tests")]
/// The persons whose reading the window edits in turn.
const EDITED_PEOPLE: [&str; 3] = ["Yutaka Kume", "Megumi Yokota", "Yaeko Taguchi"];

/// Returns the number of kills; one in six is of the program with a window.
fn kill_count() -> u64 {
    from_env("BLUE_RIBBON_KILLS", 60)
}

/// Starts and kills an editor a number of times, at any moment or while it saves. `done` returns
/// the number of edits in the file and asserts that nothing else is in it.
fn kill_repeatedly(
    editor: impl Fn() + Copy,
    folder: &Path,
    kills: u64,
    done: impl Fn(&Path) -> usize,
) {
    let mut chance = Random::new();
    let file = folder.join("register.ron");
    let (mut before, mut begun, mut while_saving) = (0, 0, 0);
    for kill in 1..=kills {
        let mut running = ChildProcess::start(child_command(editor, folder));
        running.wait_for("ready").expect("it starts on what the kill before has left");
        let wait = if chance.below(2) == 0 {
            let edits = chance.below(4);
            for _ in 0..=edits {
                running.wait_for("saving").expect("it saves");
            }
            Duration::from_micros(chance.below(20_000))
        } else {
            Duration::from_millis(chance.below(200))
        };
        thread::sleep(wait);
        let said = running.kill();
        let saved = numbers_after(&said, "saved").last().unwrap_or(0).max(before);
        // A save that broke off may be finished by the next start.
        begun = numbers_after(&said, "saving").last().unwrap_or(begun).max(begun);
        let has = done(&file);
        assert!(saved <= has, "kill {kill}: edit {saved} was saved, and the file has {has}");
        assert!(has <= begun, "kill {kill}: the file has edit {has}, and {begun} were begun");
        while_saving += u32::from(begun > saved);
        before = has;
    }
    assert!(before > 0, "something was saved between the kills");
    print_line(&format!("survived: {kills} kills, {while_saving} while saving, {before} edits"));
    // Whatever the kills have left, the next start works and saves.
    let mut running = ChildProcess::start(child_command(editor, folder));
    running.wait_for("saved").expect("it saves after all kills");
    running.kill();
    assert!(done(&file) > before);
}

#[test]
fn an_editor_killed_at_any_moment_loses_no_saved_edit() {
    let folder = tempfile::tempdir().unwrap();
    save(
        &folder.path().join("register.ron"),
        &synth::register(CASES),
        &SaveOptions::copy(),
        &Progress::default(),
    )
    .unwrap();
    let times = kill_count() - kill_count() / 6;
    kill_repeatedly(child_editor, folder.path(), times, |file| {
        let noted = edit_numbers(&open_intact(file).register);
        let edits = noted.iter().copied().max().unwrap();
        assert_eq!(
            noted,
            expected_edit_numbers(edits, CASES),
            "every edit up to the last, and no other"
        );
        let backup = file.with_extension("ron.bak");
        if backup.exists() {
            open_intact(&backup);
        }
        edits
    });
}

#[cfg(feature = "window-tests")]
#[test]
fn a_window_killed_at_any_moment_loses_no_saved_edit() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("register.ron");
    fs::copy(repository_root().join("data/register.ron"), &file).unwrap();
    let original = open_intact(&file).register;
    kill_repeatedly(child_window, folder.path(), kill_count() / 6, |file| {
        let register = open_intact(file).register;
        let mut edits = 0;
        for (case, was) in register.cases().iter().zip(original.cases()) {
            let number = case.name.reading.parse().unwrap_or(0);
            edits = edits.max(number);
            let mut rest = (**case).clone();
            rest.name.reading.clone_from(&was.name.reading);
            assert_eq!(rest, **was, "nothing else is touched");
        }
        for (at, person) in EDITED_PEOPLE.iter().enumerate() {
            let case = register.cases().iter().find(|case| case.name.latin() == *person).unwrap();
            let number: usize = case.name.reading.parse().unwrap_or(0);
            assert_eq!(
                number,
                expected_edit_numbers(edits, EDITED_PEOPLE.len())[at],
                "{person}, of {edits}"
            );
        }
        edits
    });
}

/// Edits one case after the other and saves each edit until it is killed.
#[test]
#[ignore = "started by another test, in a process of its own"]
fn child_editor() {
    let Some(folder) = child_folder() else { return };
    let path = folder.join("register.ron");
    let opened = open_intact(&path);
    let (mut register, mut version) = (opened.register, opened.version);
    print_line("ready");
    for edit in edit_numbers(&register).into_iter().max().unwrap() + 1.. {
        let at = edit % CASES;
        let before = Arc::clone(&register.cases()[at]);
        let mut after = (*before).clone();
        after.note = edit.to_string();
        let change = Change { at, before: Some(before), after: Some(Arc::new(after)) };
        register.apply(&Edit::Case(change)).unwrap();
        print_line(&format!("saving {edit}"));
        version =
            save(&path, &register, &SaveOptions::update(&version), &Progress::default()).unwrap();
        print_line(&format!("saved {edit}"));
    }
}

/// Edits one person after the other in the form, and saves, until it is killed.
#[cfg(feature = "window-tests")]
#[test]
#[ignore = "started by another test, in a process of its own"]
fn child_window() {
    let Some(folder) = child_folder() else { return };
    let mut window = Window::open_at(&folder);
    let readings = window.session().register().cases().iter().map(|case| &case.name.reading);
    let done = readings.filter_map(|reading| reading.parse::<usize>().ok()).max().unwrap_or(0);
    window.wait_until("the workers", App::is_idle);
    assert!(!window.shows("The history of this register"), "{:?}", window.labels("history"));
    assert!(!window.shows("another program"), "{:?}", window.labels("program"));
    print_line("ready");
    for edit in done + 1.. {
        if window.shows("Changes that were not saved") {
            // What was being typed when it was killed.
            window.key(Key::Enter);
        } else {
            window.click_row(EDITED_PEOPLE[edit % EDITED_PEOPLE.len()]);
            window.key(Key::F2);
        }
        let text = edit.to_string();
        window.fill_field("Reading", &text);
        print_line(&format!("saving {edit}"));
        window.keys(Modifiers::COMMAND, Key::S);
        let cases = window.session().register().cases();
        assert!(cases.iter().any(|case| case.name.reading == text), "what was typed is taken");
        window.wait_until_saved();
        print_line(&format!("saved {edit}"));
    }
}
