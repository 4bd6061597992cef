//! What is told of a file tells whether it holds what was read.

#![cfg(unix)]

use std::{fs, path::Path, thread};

use crate::store::fs::{file_snapshot::*, fingerprint::Fingerprint};

fn is_known_unchanged(fingerprint: &Fingerprint, path: &Path) -> bool {
    fingerprint.matches_metadata(&fs::metadata(path).unwrap())
}

fn fingerprint(path: &Path) -> Fingerprint {
    Fingerprint::of_file(&mut File::open(path).unwrap()).unwrap()
}

/// Long enough for a file to be left alone.
fn wait_out_racy_window() {
    thread::sleep(RACY_WINDOWS[0] + Duration::from_millis(20));
}

#[test]
fn a_file_is_known_again_only_if_it_was_left_alone_before_and_since() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, "old").unwrap();
    let fresh = fingerprint(&path);
    wait_out_racy_window();
    assert!(!is_known_unchanged(&fresh, &path), "it might have been written to within one tick");
    let settled = fingerprint(&path);
    assert!(is_known_unchanged(&settled, &path));
    assert!(is_known_unchanged(&settled.clone().with_numbered_backup(), &path));
    assert!(!is_known_unchanged(&Fingerprint::of_bytes(b"old"), &path));
    // Of the same length, and said to be of the same time.
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, "new").unwrap();
    File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), time);
    assert!(!is_known_unchanged(&settled, &path));
}

#[test]
fn another_file_of_that_name_is_not_taken_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let [path, other] = ["r.ron", "other.ron"].map(|name| folder.path().join(name));
    fs::write(&path, "old").unwrap();
    fs::write(&other, "new").unwrap();
    wait_out_racy_window();
    let settled = fingerprint(&path);
    let times = fs::metadata(&path).unwrap().modified().unwrap();
    File::options().write(true).open(&other).unwrap().set_modified(times).unwrap();
    fs::rename(&other, &path).unwrap();
    assert!(!is_known_unchanged(&settled, &path));
}

#[test]
fn times_of_whole_seconds_and_of_days_to_come_tell_less() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, "old").unwrap();
    wait_out_racy_window();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    for time in [now.as_secs() - 1, now.as_secs() + 1_000] {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(time);
        File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        wait_out_racy_window();
        assert!(!is_known_unchanged(&fingerprint(&path), &path));
    }
}
