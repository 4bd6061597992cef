//! What is told of a file tells whether it holds what was read.

#![cfg(unix)]

use std::{fs, path::Path, thread};

use super::*;
use crate::store::stamp::Stamp;

fn known(stamp: &Stamp, path: &Path) -> bool {
    stamp.is_of(&fs::metadata(path).unwrap())
}

fn stamp(path: &Path) -> Stamp {
    Stamp::of_file(&mut File::open(path).unwrap()).unwrap()
}

/// Long enough for a file to be left alone.
fn settle() {
    thread::sleep(SETTLED[0] + Duration::from_millis(20));
}

#[test]
fn a_file_is_known_again_only_if_it_was_left_alone_before_and_since() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, "old").unwrap();
    let fresh = stamp(&path);
    settle();
    assert!(!known(&fresh, &path), "it might have been written to within one tick");
    let settled = stamp(&path);
    assert!(known(&settled, &path));
    assert!(known(&settled.clone().kept_for_good(), &path));
    assert!(!known(&Stamp::of(b"old"), &path));
    // Of the same length, and said to be of the same time.
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, "new").unwrap();
    File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), time);
    assert!(!known(&settled, &path));
}

#[test]
fn another_file_of_that_name_is_not_taken_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let [path, other] = ["r.ron", "other.ron"].map(|name| folder.path().join(name));
    fs::write(&path, "old").unwrap();
    fs::write(&other, "new").unwrap();
    settle();
    let settled = stamp(&path);
    let times = fs::metadata(&path).unwrap().modified().unwrap();
    File::options().write(true).open(&other).unwrap().set_modified(times).unwrap();
    fs::rename(&other, &path).unwrap();
    assert!(!known(&settled, &path));
}

#[test]
fn times_of_whole_seconds_and_of_days_to_come_tell_less() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, "old").unwrap();
    settle();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    for time in [now.as_secs() - 1, now.as_secs() + 1_000] {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(time);
        File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        settle();
        assert!(!known(&stamp(&path), &path));
    }
}
