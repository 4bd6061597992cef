//! The file watcher reports whether the file of an open register was changed, moved or deleted.

use std::{
    fs::{self, File},
    path::Path,
    time::{Duration, SystemTime},
};

use crate::store::SMALL;
use blue_ribbon::{
    Progress,
    store::{
        self,
        file_watcher::{FileEvent, FileWatcher},
        fs::fingerprint::Fingerprint,
    },
};

fn other_version() -> String {
    SMALL.replace("Small", "Other")
}

/// A folder with a watched file.
fn watched() -> (tempfile::TempDir, std::path::PathBuf, FileWatcher) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, SMALL).unwrap();
    let version = store::load_strict(&path, &Progress::default()).unwrap().version;
    let watch = FileWatcher::new(path.clone(), version.file);
    (folder, path, watch)
}

fn set_time(path: &Path, ago: u64) {
    let file = File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(ago)).unwrap();
}

#[test]
fn each_new_version_is_reported_once() {
    let (_folder, path, mut watch) = watched();
    assert!(watch.poll().is_none());
    fs::write(&path, other_version()).unwrap();
    let viewport = watch.poll();
    assert!(
        matches!(&viewport, Some(FileEvent::Changed(fingerprint)) if *fingerprint == Fingerprint::of_bytes(other_version().as_bytes()))
    );
    assert!(watch.poll().is_none());
    fs::write(&path, SMALL.replace("Small", "Third")).unwrap();
    assert!(matches!(watch.poll(), Some(FileEvent::Changed(_))));
    // What is written here is no news.
    watch.set_expected(Fingerprint::of_bytes(other_version().as_bytes()).into());
    fs::write(&path, other_version()).unwrap();
    assert!(watch.poll().is_none());
}

#[test]
fn a_rewrite_with_the_same_bytes_is_not_reported() {
    let (_folder, path, mut watch) = watched();
    assert!(watch.poll().is_none());
    fs::write(&path, SMALL).unwrap();
    set_time(&path, 60);
    assert!(watch.poll().is_none());
}

#[test]
fn a_change_within_one_clock_tick_is_detected() {
    let (_folder, path, mut watch) = watched();
    let now = SystemTime::now();
    let write = |text: &str| {
        fs::write(&path, text).unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(now).unwrap();
    };
    write(SMALL);
    assert!(watch.poll().is_none());
    assert_eq!(SMALL.len(), other_version().len());
    write(&other_version());
    assert!(matches!(watch.poll(), Some(FileEvent::Changed(_))));
}

#[test]
fn a_missing_file_is_reported_once_and_again_on_return() {
    let (folder, path, mut watch) = watched();
    let aside = folder.path().join("aside.ron");
    fs::rename(&path, &aside).unwrap();
    assert!(watch.poll().is_none(), "it may be written anew just now");
    assert!(matches!(watch.poll(), Some(FileEvent::Unreachable(_))));
    assert!(watch.poll().is_none());
    fs::rename(&aside, &path).unwrap();
    assert!(matches!(watch.poll(), Some(FileEvent::Restored)));
    assert!(watch.poll().is_none());
    fs::remove_file(&path).unwrap();
    assert!(watch.poll().is_none());
    fs::write(&path, SMALL).unwrap();
    assert!(watch.poll().is_none());
    fs::remove_file(&path).unwrap();
    assert!(watch.poll().is_none());
    assert!(matches!(watch.poll(), Some(FileEvent::Unreachable(_))));
    fs::write(&path, other_version()).unwrap();
    assert!(matches!(watch.poll(), Some(FileEvent::Changed(_))));
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_folder_in_place_of_the_file_is_reported_once() {
    for command in ["mkfifo", "mkdir"] {
        let (_folder, path, mut watch) = watched();
        fs::remove_file(&path).unwrap();
        assert!(std::process::Command::new(command).arg(&path).status().unwrap().success());
        assert!(watch.poll().is_none(), "a program may be about to replace it");
        assert!(matches!(watch.poll(), Some(FileEvent::Unreachable(_))), "{command}");
        assert!(watch.poll().is_none());
    }
}
