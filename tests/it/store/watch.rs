//! Whether the file of an open register still holds what was read from it.

use std::{
    fs::{self, File},
    path::Path,
    time::{Duration, SystemTime},
};

use blue_ribbon::{
    Progress,
    store::{self, Sight, Stamp, Watch},
};

use super::SMALL;

fn other() -> String {
    SMALL.replace("Small", "Other")
}

/// A watched file.
fn watched() -> (tempfile::TempDir, std::path::PathBuf, Watch) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, SMALL).unwrap();
    let stamp = store::load(&path, &Progress::default()).unwrap().stamp;
    let watch = Watch::new(path.clone(), stamp);
    (folder, path, watch)
}

fn set_time(path: &Path, ago: u64) {
    let file = File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() - Duration::from_secs(ago)).unwrap();
}

#[test]
fn another_version_is_said_once_and_the_next_one_again() {
    let (_folder, path, mut watch) = watched();
    assert!(watch.look().is_none());
    fs::write(&path, other()).unwrap();
    let sight = watch.look();
    assert!(matches!(&sight, Some(Sight::Other(stamp)) if *stamp == Stamp::of(other().as_bytes())));
    assert!(watch.look().is_none());
    fs::write(&path, SMALL.replace("Small", "Third")).unwrap();
    assert!(matches!(watch.look(), Some(Sight::Other(_))));
    // What is written here is no news.
    watch.know(Stamp::of(other().as_bytes()));
    fs::write(&path, other()).unwrap();
    assert!(watch.look().is_none());
}

#[test]
fn a_file_written_anew_with_the_same_bytes_is_no_news() {
    let (_folder, path, mut watch) = watched();
    assert!(watch.look().is_none());
    fs::write(&path, SMALL).unwrap();
    set_time(&path, 60);
    assert!(watch.look().is_none());
}

#[test]
fn a_change_within_one_tick_of_the_disks_clock_is_seen() {
    let (_folder, path, mut watch) = watched();
    let now = SystemTime::now();
    let write = |text: &str| {
        fs::write(&path, text).unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(now).unwrap();
    };
    write(SMALL);
    assert!(watch.look().is_none());
    assert_eq!(SMALL.len(), other().len());
    write(&other());
    assert!(matches!(watch.look(), Some(Sight::Other(_))));
}

#[test]
fn a_file_that_is_gone_is_said_once_and_when_it_is_back() {
    let (folder, path, mut watch) = watched();
    let aside = folder.path().join("aside.ron");
    fs::rename(&path, &aside).unwrap();
    assert!(watch.look().is_none(), "it may be written anew just now");
    assert!(matches!(watch.look(), Some(Sight::Gone(_))));
    assert!(watch.look().is_none());
    fs::rename(&aside, &path).unwrap();
    assert!(matches!(watch.look(), Some(Sight::Back)));
    assert!(watch.look().is_none());
    fs::remove_file(&path).unwrap();
    assert!(watch.look().is_none());
    fs::write(&path, SMALL).unwrap();
    assert!(watch.look().is_none());
    fs::remove_file(&path).unwrap();
    assert!(watch.look().is_none());
    assert!(matches!(watch.look(), Some(Sight::Gone(_))));
    fs::write(&path, other()).unwrap();
    assert!(matches!(watch.look(), Some(Sight::Other(_))));
}
