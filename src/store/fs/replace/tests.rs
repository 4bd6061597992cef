//! A save that fails at any point leaves the old file unchanged and nothing behind.

use std::fs;

use std::io::ErrorKind;

use crate::store::fs::{folder_lock::FolderLock, replace::*, temp_files::remove_stale_temp_files};

/// Returns a print function that fails after some bytes.
fn failing_writer(after: usize, kind: ErrorKind) -> impl FnOnce(&mut dyn Write) -> io::Result<()> {
    move |out| {
        out.write_all(&b"the new version"[..after])?;
        Err(kind.into())
    }
}

fn file_names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_failed_write_leaves_the_old_file_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, "old").unwrap();
    for after in 0..="the new version".len() {
        for kind in [ErrorKind::StorageFull, ErrorKind::PermissionDenied, ErrorKind::BrokenPipe] {
            let write = failing_writer(after, kind);
            let error = replace(&path, &Precondition::Any, BackupMode::LatestAndNumbered, write)
                .unwrap_err();
            match (kind, error) {
                (ErrorKind::StorageFull, SaveError::Write(WriteError::DiskFull(_)))
                | (ErrorKind::PermissionDenied, SaveError::Write(WriteError::Forbidden(_)))
                | (ErrorKind::BrokenPipe, SaveError::Write(WriteError::Io { .. })) => {}
                (kind, error) => panic!("{kind}: {error:?}"),
            }
            assert_eq!(fs::read_to_string(&path).unwrap(), "old");
            assert_eq!(file_names(folder.path()), ["r.ron"]);
        }
    }
}

#[test]
fn a_failed_write_of_a_new_file_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    let write = failing_writer(3, ErrorKind::StorageFull);
    replace(&path, &Precondition::Absent, BackupMode::Latest, write).unwrap_err();
    assert_eq!(file_names(folder.path()), [""; 0]);
}

#[test]
fn a_change_during_the_write_is_detected() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, "old").unwrap();
    let state = Fingerprint::of_bytes(b"old").into();
    let error = replace(&path, &Precondition::Unchanged(&state), BackupMode::Latest, |out| {
        // Another program saves during the write, as many bytes as before.
        fs::write(&path, "her")?;
        out.write_all(b"new")
    });
    assert!(matches!(error, Err(SaveError::Changed { .. })), "{error:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "her");
    assert_eq!(file_names(folder.path()), ["r.ron"]);
}

#[test]
fn a_file_created_during_the_write_is_not_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    let error = replace(&path, &Precondition::Absent, BackupMode::Latest, |out| {
        fs::write(&path, "hers")?;
        out.write_all(b"new")
    });
    assert!(matches!(error, Err(SaveError::Exists(_))), "{error:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "hers");
    assert_eq!(file_names(folder.path()), ["r.ron"]);
}

#[test]
fn a_backup_that_is_a_link_to_the_file_is_kept_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, "old").unwrap();
    // A save that is interrupted between the backup and the rename leaves this.
    fs::hard_link(&path, folder.path().join("r.ron.bak")).unwrap();
    replace(&path, &Precondition::Any, BackupMode::Latest, |out| out.write_all(b"new")).unwrap();
    assert_eq!(file_names(folder.path()), ["r.ron", "r.ron.bak"]);
    assert_eq!(fs::read_to_string(folder.path().join("r.ron.bak")).unwrap(), "old");
}

#[test]
fn numbered_backups_do_not_replace_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.ron");
    for text in ["first", "second"] {
        fs::write(&path, text).unwrap();
        move_to_numbered_backup(&path).unwrap();
    }
    assert_eq!(file_names(folder.path()), ["s.ron.1.bak", "s.ron.2.bak"]);
    assert_eq!(fs::read_to_string(folder.path().join("s.ron.1.bak")).unwrap(), "first");
}

#[test]
fn no_other_save_falls_between_the_check_and_the_replacement() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, "old").unwrap();
    let folder_lock = FolderLock::acquire(folder.path()).unwrap();
    let (sender, receiver) = std::sync::mpsc::channel();
    let other = path.clone();
    let saving = std::thread::spawn(move || {
        replace(
            &other,
            &Precondition::Unchanged(&Fingerprint::of_bytes(b"old").into()),
            BackupMode::Latest,
            |out| {
                out.write_all(b"new")?;
                sender.send(()).map_err(io::Error::other)
            },
        )
    });
    // The other save has written its text, and waits for the lock on the folder.
    receiver.recv().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(100));
    fs::write(&path, "hers").unwrap();
    drop(folder_lock);
    let error = saving.join().unwrap();
    assert!(matches!(error, Err(SaveError::Changed { .. })), "{error:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "hers");
    assert_eq!(file_names(folder.path()), ["r.ron"]);
}

#[test]
fn only_stale_temp_files_are_removed() {
    let folder = tempfile::tempdir().unwrap();
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(90_000);
    for (name, is_old) in [
        (".blue-ribbon-old.tmp", true),
        (".blue-ribbon-new.tmp", false),
        ("mine.tmp", true),
        ("r.ron", true),
    ] {
        fs::write(folder.path().join(name), "x").unwrap();
        if is_old {
            let file = fs::File::options().write(true).open(folder.path().join(name)).unwrap();
            file.set_modified(long_ago).unwrap();
        }
    }
    remove_stale_temp_files(folder.path()).unwrap();
    assert_eq!(file_names(folder.path()), [".blue-ribbon-new.tmp", "mine.tmp", "r.ron"]);
}
