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

/// Replaces `r.ron`, which holds `old`, by `new`, while another program does something between the
/// check of the old file and its replacement.
fn replace_meanwhile(
    path: &Path,
    backup_mode: BackupMode,
    precondition: &Precondition,
    meanwhile: impl FnOnce(),
) -> Result<ReplacedFile, SaveError> {
    fs::write(path, "old").unwrap();
    let print = |out: &mut dyn Write| out.write_all(b"new");
    replace_after(path, precondition, backup_mode, print, |_, _| {
        meanwhile();
        Ok(None)
    })
}

/// Replaces a file as another program does: by renaming, or by writing in place.
fn write_as_other(path: &Path, text: &str, by_renaming: bool) {
    if by_renaming {
        let temp = path.with_extension("other");
        fs::write(&temp, text).unwrap();
        fs::rename(temp, path).unwrap();
    } else {
        fs::write(path, text).unwrap();
    }
}

#[test]
fn a_version_that_arrives_between_the_check_and_the_replacement_is_kept() {
    let state = Fingerprint::of_bytes(b"old").into();
    let preconditions = [Precondition::Unchanged(&state), Precondition::Any];
    // Of the same length as the old one, too, and with its times.
    for (precondition, theirs) in preconditions.iter().flat_map(|it| [(it, "hers"), (it, "odl")]) {
        for by_renaming in [true, false] {
            for backup_mode in [BackupMode::Latest, BackupMode::LatestAndNumbered] {
                let folder = tempfile::tempdir().unwrap();
                let path = folder.path().join("r.ron");
                let replaced = replace_meanwhile(&path, backup_mode, precondition, || {
                    let time = fs::metadata(&path).unwrap().modified().unwrap();
                    write_as_other(&path, theirs, by_renaming);
                    let file = fs::File::options().write(true).open(&path).unwrap();
                    file.set_modified(time).unwrap();
                })
                .unwrap();
                assert_eq!(fs::read_to_string(&path).unwrap(), "new");
                let kept = file_names(folder.path()).into_iter().filter(|name| name != "r.ron");
                let mut texts = kept.map(|name| fs::read_to_string(path.with_file_name(name)));
                assert!(
                    texts.any(|text| text.unwrap() == theirs),
                    "{precondition:?} {by_renaming}"
                );
                // Whoever replaces any version has it as the backup.
                if matches!(precondition, Precondition::Unchanged(_)) {
                    let [SaveWarning::VersionKept { kept, .. }] = &replaced.warnings[..] else {
                        panic!("{:?}", replaced.warnings);
                    };
                    assert_eq!(fs::read_to_string(kept).unwrap(), theirs);
                    assert!(kept.to_str().unwrap().ends_with(".bak"), "{kept:?}");
                }
                assert!(!file_names(folder.path()).iter().any(|name| name.starts_with('.')));
            }
        }
    }
}

#[test]
fn a_version_equal_to_the_new_one_is_not_kept_twice() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    let state = Fingerprint::of_bytes(b"old").into();
    let precondition = Precondition::Unchanged(&state);
    let replaced = replace_meanwhile(&path, BackupMode::Latest, &precondition, || {
        write_as_other(&path, "new", true);
    });
    assert_eq!(replaced.unwrap().warnings, []);
    assert_eq!(file_names(folder.path()), ["r.ron", "r.ron.bak"]);
}

#[test]
fn a_file_that_goes_or_comes_during_the_replacement_is_neither_made_nor_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    let state = Fingerprint::of_bytes(b"old").into();
    for backup_mode in [BackupMode::None, BackupMode::Latest] {
        let precondition = Precondition::Unchanged(&state);
        let error = replace_meanwhile(&path, backup_mode, &precondition, || {
            fs::remove_file(&path).unwrap();
        });
        assert!(matches!(error, Err(SaveError::Deleted(_))), "{error:?}");
        assert_eq!(file_names(folder.path()), [""; 0]);
    }
    for backup_mode in [BackupMode::None, BackupMode::Latest] {
        let print = |out: &mut dyn Write| out.write_all(b"new");
        let error = replace_after(&path, &Precondition::Any, backup_mode, print, |_, _| {
            fs::write(&path, "hers").unwrap();
            Ok(None)
        });
        assert!(matches!(error, Err(SaveError::Exists(_))), "{error:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "hers");
        assert_eq!(file_names(folder.path()), ["r.ron"]);
        fs::remove_file(&path).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn what_takes_the_place_of_the_file_during_the_replacement_is_kept_unread() {
    let state = Fingerprint::of_bytes(b"old").into();
    for is_link in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        let precondition = Precondition::Unchanged(&state);
        let replaced = replace_meanwhile(&path, BackupMode::None, &precondition, || {
            fs::remove_file(&path).unwrap();
            if is_link {
                std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
            } else {
                fs::create_dir(&path).unwrap();
                fs::write(path.join("hers"), "hers").unwrap();
            }
        });
        let [SaveWarning::VersionKept { kept, .. }] = &replaced.unwrap().warnings[..] else {
            panic!("{is_link}");
        };
        assert!(if is_link { kept.is_symlink() } else { kept.join("hers").exists() });
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }
}

#[test]
fn where_the_system_cannot_exchange_files_the_old_one_is_checked_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    let state = Fingerprint::of_bytes(b"old").into();
    let precondition = Precondition::Unchanged(&state);
    for (current, is_unchanged) in [("her", false), ("old", true)] {
        let new = folder.path().join("new");
        fs::write(&new, "new").unwrap();
        fs::write(&path, "old").unwrap();
        let target = AtomicFile::new(&path).unwrap();
        target.verify_precondition(&path, &precondition).unwrap();
        write_as_other(&path, current, true);
        let verify = || target.verify_precondition(&path, &precondition);
        let result = target.replace_verified(&path, &new, verify);
        assert_eq!(result.is_ok(), is_unchanged, "{result:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), if is_unchanged { "new" } else { "her" });
    }
}

#[test]
fn a_save_without_the_lock_on_the_folder_goes_on_by_the_exchange() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    let state = Fingerprint::of_bytes(b"old").into();
    let folder_lock = FolderLock::acquire(folder.path()).unwrap();
    let precondition = Precondition::Unchanged(&state);
    let replaced = replace_meanwhile(&path, BackupMode::Latest, &precondition, || {
        // The one that holds the lock for so long has replaced the file after all.
        write_as_other(&path, "hers", true);
    });
    drop(folder_lock);
    let [SaveWarning::VersionKept { kept, .. }] = &replaced.unwrap().warnings[..] else {
        panic!("the version of the other save is kept");
    };
    assert_eq!(fs::read_to_string(kept).unwrap(), "hers");
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
}

#[test]
fn a_version_written_to_the_backup_is_not_replaced_by_the_next_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, "old").unwrap();
    // Another program opens the file, and writes to it after it has become the backup.
    let mut theirs = fs::File::options().write(true).open(&path).unwrap();
    let save = |text: &'static str| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        let print = |out: &mut dyn Write| out.write_all(text.as_bytes());
        replace(&path, &Precondition::Any, BackupMode::Latest, print).unwrap()
    };
    assert_eq!(save("new").warnings, []);
    std::thread::sleep(std::time::Duration::from_millis(20));
    theirs.write_all(b"her").unwrap();
    let kept = path.with_extension("ron.1.bak");
    let warning = SaveWarning::BackupKept { path: path.clone(), kept: kept.clone() };
    assert_eq!(save("newer").warnings, [warning]);
    assert_eq!(save("newest").warnings, []);
    assert_eq!(fs::read_to_string(kept).unwrap(), "her");
    assert_eq!(file_names(folder.path()), ["r.ron", "r.ron.1.bak", "r.ron.bak"]);
}

/// As git does, and a copy of the folder.
#[test]
fn a_backup_that_was_made_anew_after_the_file_is_a_backup_like_any_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    for name in ["r.ron", "r.ron.bak"] {
        fs::write(folder.path().join(name), name).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let print = |out: &mut dyn Write| out.write_all(b"new");
    let replaced = replace(&path, &Precondition::Any, BackupMode::Latest, print).unwrap();
    assert_eq!(replaced.warnings, []);
    assert_eq!(file_names(folder.path()), ["r.ron", "r.ron.bak"]);
}

#[test]
fn a_version_left_in_an_exchange_is_kept_at_the_next_opening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(90_000);
    fs::write(&path, "new").unwrap();
    fs::write(folder.path().join("r.ron.bak"), "old").unwrap();
    for (number, text) in ["hers", "known", "new", "old"].into_iter().enumerate() {
        let name = folder.path().join(format!(".r.ron.{}.exchange", number + 1));
        fs::write(&name, text).unwrap();
        fs::File::options().write(true).open(&name).unwrap().set_modified(long_ago).unwrap();
    }
    fs::write(folder.path().join(".other.ron.1.exchange"), "of another register").unwrap();
    remove_stale_temp_files(folder.path()).unwrap();
    let is_known = |found| found == Fingerprint::of_bytes(b"known");
    let kept = AtomicFile::new(&path).unwrap().keep_left_behind(is_known).unwrap();
    let texts: Vec<_> = kept.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    // The next save replaces the backup.
    assert_eq!(texts, ["hers", "old"]);
    assert_eq!(
        file_names(folder.path()),
        [".other.ron.1.exchange", "r.ron", "r.ron.1.bak", "r.ron.2.bak", "r.ron.bak"]
    );
}

#[cfg(unix)]
#[test]
fn the_new_file_has_the_permissions_of_the_old_one_before_it_has_any_content() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, "old").unwrap();
    // Only root gives a file to another group.
    let group = chown(&path, None, Some(4322)).map_or(None, |()| Some(4322));
    for mode in [0o600, 0o640, 0o604, 0o664] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        replace(&path, &Precondition::Any, BackupMode::None, |out| {
            let is_temp = |name: &String| name.ends_with(".tmp");
            let temp = file_names(folder.path()).into_iter().find(is_temp).unwrap();
            let metadata = fs::metadata(folder.path().join(temp))?;
            assert_eq!((metadata.mode() & 0o7777, metadata.len()), (mode, 0));
            assert!(group.is_none_or(|group| metadata.gid() == group));
            out.write_all(b"new")
        })
        .unwrap();
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, mode);
    }
}

#[cfg(unix)]
#[test]
fn a_private_file_of_another_user_stays_theirs() {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let folder = tempfile::tempdir().unwrap();
    if chown(folder.path(), Some(4321), Some(4322)).is_err() {
        // Nobody but root gives a file to others.
        return;
    }
    let path = folder.path().join("draft.ron");
    let access = || {
        let metadata = fs::metadata(&path).unwrap();
        (metadata.uid(), metadata.gid(), metadata.mode() & 0o7777)
    };
    for _ in 0..2 {
        replace_private(&path, |out| out.write_all(b"draft")).unwrap();
        assert_eq!(access(), (4321, 4322, 0o600));
    }
    chown(&path, Some(4323), None).unwrap();
    replace_private(&path, |out| out.write_all(b"draft")).unwrap();
    assert_eq!(access(), (4323, 4322, 0o600));
}
