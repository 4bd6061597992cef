//! An unchanged file is recognised by its metadata.

#![cfg(unix)]

use std::{fs, path::Path, thread};

use crate::store::fs::{file_snapshot::*, file_state::FileState, fingerprint::Fingerprint};

fn is_known_unchanged(state: &FileState, path: &Path) -> bool {
    state.matches_metadata(&fs::metadata(path).unwrap())
}

fn read_state(path: &Path) -> FileState {
    FileState::read(&mut File::open(path).unwrap()).unwrap()
}

/// Waits until a later change of a file has another modification time.
fn wait_out_racy_window() {
    thread::sleep(RACY_WINDOWS[0] + Duration::from_millis(20));
}

#[test]
fn a_file_is_recognised_only_if_unmodified_before_and_since() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, "old").unwrap();
    let fresh = read_state(&path);
    wait_out_racy_window();
    assert!(!is_known_unchanged(&fresh, &path), "it might have been written to within one tick");
    let settled = read_state(&path);
    assert!(is_known_unchanged(&settled, &path));
    assert!(is_known_unchanged(&settled.clone(), &path));
    assert!(!is_known_unchanged(&Fingerprint::of_bytes(b"old").into(), &path));
    // Of the same length, and said to be of the same time.
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, "new").unwrap();
    File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), time);
    assert!(!is_known_unchanged(&settled, &path));
}

#[test]
fn another_file_of_the_same_name_is_not_recognised() {
    let folder = tempfile::tempdir().unwrap();
    let [path, other] = ["r.ron", "other.ron"].map(|name| folder.path().join(name));
    fs::write(&path, "old").unwrap();
    fs::write(&other, "new").unwrap();
    wait_out_racy_window();
    let settled = read_state(&path);
    let times = fs::metadata(&path).unwrap().modified().unwrap();
    File::options().write(true).open(&other).unwrap().set_modified(times).unwrap();
    fs::rename(&other, &path).unwrap();
    assert!(!is_known_unchanged(&settled, &path));
}

#[test]
fn whole_second_and_future_times_are_not_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, "old").unwrap();
    wait_out_racy_window();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    for time in [now.as_secs() - 1, now.as_secs() + 1_000] {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(time);
        File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        wait_out_racy_window();
        assert!(!is_known_unchanged(&read_state(&path), &path));
    }
}
