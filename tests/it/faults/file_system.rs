//! Changes of the file system under an open register: permissions withdrawn, a folder in place of
//! the file, a clock that is set back. Nothing is lost, the error names the reason, and saving goes
//! on once the cause is removed.

use std::{
    fs,
    time::{Duration, SystemTime},
};

#[cfg(unix)]
use crate::child_process::without_root;
#[cfg(all(unix, feature = "window-tests"))]
use crate::window::Window;
use crate::{faults::*, source_code::repository_root};
use blue_ribbon::{
    Locale,
    store::{SaveOptions, save},
};

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    fs::copy(repository_root().join("data/format-1.ron"), &path).unwrap();
    (folder, path)
}

/// Starts an editor that tries each edit until it is saved, then makes the next.
#[cfg(unix)]
fn start_editor(folder: &Path) -> ChildProcess {
    let mut running = ChildProcess::start(without_root(child_command(child_editor, folder)));
    running.wait_for("saved").unwrap();
    running
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Breaks something under a running editor and repairs it again. Meanwhile every save must fail
/// with an error that contains `text`, and the file must stay as it was.
#[cfg(unix)]
fn assert_failure_and_recovery(text: &str, break_it: impl Fn(&Path), mend: impl Fn(&Path)) {
    let (folder, path) = folder();
    set_mode(folder.path(), 0o777);
    set_mode(&path, 0o666);
    let mut running = start_editor(folder.path());
    break_it(&path);
    for _ in 0..3 {
        running.wait_for("refused").unwrap();
    }
    let refused: Vec<_> = running.output.iter().filter(|it| it.starts_with("refused")).collect();
    assert!(refused.last().unwrap().contains(text), "{refused:?}");
    let saved = numbers_after(&running.output, "saved").last().unwrap();
    mend(&path);
    assert_eq!(edit_numbers(&open_intact(&path).register)[0], saved);
    running.wait_for("saved").expect("saving goes on");
    running.kill();
    assert!(edit_numbers(&open_intact(&path).register)[0] > saved);
}

#[cfg(unix)]
#[test]
fn save_reports_a_folder_that_becomes_read_only() {
    let folder = |path: &Path| path.parent().unwrap().to_owned();
    assert_failure_and_recovery(
        "you are not allowed to write in this folder",
        |path| set_mode(&folder(path), 0o555),
        |path| set_mode(&folder(path), 0o777),
    );
}

#[cfg(unix)]
#[test]
fn save_reports_a_file_that_becomes_read_only() {
    assert_failure_and_recovery(
        "the file or its disk is write-protected",
        |path| set_mode(path, 0o444),
        |path| set_mode(path, 0o666),
    );
}

#[cfg(unix)]
#[test]
fn save_reports_a_file_that_becomes_unreadable() {
    assert_failure_and_recovery(
        "you are not allowed",
        // Its owner takes it back.
        |path| {
            std::os::unix::fs::chown(path, Some(0), Some(0)).unwrap_or(());
            set_mode(path, 0o200);
        },
        |path| set_mode(path, 0o666),
    );
}

#[cfg(unix)]
#[test]
fn save_reports_a_folder_in_place_of_the_file() {
    let aside = |path: &Path| path.with_extension("aside");
    assert_failure_and_recovery(
        "a folder of this name already exists",
        |path| {
            fs::rename(path, aside(path)).unwrap();
            fs::create_dir(path).unwrap();
        },
        |path| {
            fs::remove_dir(path).unwrap();
            fs::rename(aside(path), path).unwrap();
        },
    );
}

#[cfg(unix)]
#[test]
fn save_reports_a_missing_folder() {
    let aside = |path: &Path| path.parent().unwrap().with_extension("aside");
    assert_failure_and_recovery(
        "the folder is not there",
        |path| fs::rename(path.parent().unwrap(), aside(path)).unwrap(),
        |path| fs::rename(aside(path), path.parent().unwrap()).unwrap(),
    );
}

#[test]
fn a_clock_change_loses_no_edit() {
    let (_folder, path) = folder();
    let year = Duration::from_secs(365 * 24 * 3600);
    let RegisterFile { mut register, mut version, .. } = open_intact(&path);
    for (edit, time) in [SystemTime::UNIX_EPOCH, SystemTime::now() + 100 * year].iter().enumerate()
    {
        // As it stands on the disk after the clock has gone the other way.
        for file in [path.clone(), path.with_extension("ron.bak")] {
            if let Ok(file) = fs::File::options().write(true).open(file) {
                file.set_modified(*time).unwrap();
            }
        }
        let before = fs::read(&path).unwrap();
        note_first(&mut register, &(edit + 1).to_string());
        version =
            save(&path, &register, &SaveOptions::update(&version), &Progress::default()).unwrap();
        assert_eq!(fs::read(path.with_extension("ron.bak")).unwrap(), before);
        assert!(open_intact(&path).register == register);
    }
    // What someone else wrote is noticed by what it holds, whatever its time.
    let theirs = fs::read_to_string(&path).unwrap().replace("note: \"2\"", "note: \"3\"");
    fs::write(&path, &theirs).unwrap();
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(SystemTime::UNIX_EPOCH)
        .unwrap();
    note_first(&mut register, "4");
    let error =
        save(&path, &register, &SaveOptions::update(&version), &Progress::default()).unwrap_err();
    assert!(error.to_string().contains("someone else has changed the file"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
}

#[test]
#[ignore = "started by another test, in a process of its own"]
fn child_editor() {
    let Some(folder) = child_folder() else { return };
    let path = folder.join("register.ron");
    let RegisterFile { mut register, mut version, .. } = open_intact(&path);
    for number in 1.. {
        note_first(&mut register, &number.to_string());
        loop {
            match save(&path, &register, &SaveOptions::update(&version), &Progress::default()) {
                Ok(saved) => {
                    version = saved;
                    break print_line(&format!("saved {number}"));
                }
                Err(error) => print_line(&format!("refused {}", error.describe(Locale::ENGLISH))),
            }
            thread::sleep(Duration::from_millis(5));
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// The window saves in a folder that cannot be opened, and so not be flushed, until it can.
#[cfg(all(unix, feature = "window-tests"))]
#[test]
fn the_window_calls_nothing_saved_while_the_folder_cannot_be_flushed() {
    let (folder, path) = folder();
    fs::copy(repository_root().join("data/register.ron"), &path).unwrap();
    for place in [folder.path(), &path] {
        std::os::unix::fs::chown(place, Some(65534), Some(65534)).unwrap_or(());
    }
    let command = without_root(child_command(child_window_without_flush, folder.path()));
    let said = ChildProcess::start(command).wait_for_success();
    assert!(said.iter().any(|line| line == "saved"), "{said:?}");
}

#[cfg(all(unix, feature = "window-tests"))]
#[test]
#[ignore = "started by another test, in a process of its own"]
fn child_window_without_flush() {
    let Some(folder) = child_folder() else { return };
    let mut window = Window::open_at(&folder);
    set_mode(&folder, 0o333);
    window.click_row("Megumi Yokota");
    window.key(egui::Key::F2);
    window.fill_field("Given name", "Edited");
    window.keys(egui::Modifiers::COMMAND, egui::Key::S);
    window.wait_for_label("not known to be on the disk");
    assert!(fs::read_to_string(folder.join("register.ron")).unwrap().contains("Edited"));
    assert!(!window.session().is_saved() && !window.shows("Saved at"));
    window.click("Try again");
    window.wait_for_label("not known to be on the disk");
    set_mode(&folder, 0o755);
    window.click("Try again");
    window.wait_until_saved();
    let history = fs::read_to_string(folder.join("register.ron.history")).unwrap();
    assert_eq!(history.lines().count(), 2, "the change is recorded once: {history}");
    print_line("saved");
}
