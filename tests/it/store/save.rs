//! Saving: whole or not at all, and nobody's work is lost.

use std::{
    fs,
    path::{Path, PathBuf},
};

use blue_ribbon::{
    Progress,
    register::Register,
    store::{SaveError, Stamp, WriteError, copy, load, overwrite, save, write_file},
};

use super::{SMALL, print, read};

/// A folder with the small register in it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::write(folder.path("r.ron"), SMALL).unwrap();
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// The small register with another title.
fn titled(title: &str) -> Register {
    read(&SMALL.replace("\"Small\"", &format!("\"{title}\"")))
}

fn open(path: &Path) -> (Register, Stamp) {
    let opened = load(path, &Progress::default()).unwrap();
    (opened.register, opened.stamp)
}

fn store(path: &Path, register: &Register, stamp: &Stamp) -> Result<Stamp, SaveError> {
    save(path, register, Some(stamp), &Progress::default())
}

#[test]
fn saving_keeps_the_version_before_as_the_backup() {
    let folder = Folder::new();
    let path = folder.path("r.ron");
    let (_, stamp) = open(&path);
    let stamp = store(&path, &titled("second"), &stamp).unwrap();
    assert_eq!(stamp, Stamp::of(folder.text("r.ron").as_bytes()));
    assert_eq!(
        (folder.text("r.ron"), folder.text("r.ron.bak")),
        (print(&titled("second")), SMALL.to_owned())
    );
    store(&path, &titled("third"), &stamp).unwrap();
    assert_eq!(folder.text("r.ron.bak"), print(&titled("second")));
    assert_eq!(folder.names(), ["r.ron", "r.ron.bak"]);
}

#[test]
fn saving_what_has_not_changed_writes_nothing() {
    let folder = Folder::new();
    let path = folder.path("r.ron");
    let (register, stamp) = open(&path);
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    assert_eq!(store(&path, &register, &stamp).unwrap(), stamp);
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
    assert_eq!(folder.names(), ["r.ron"]);
}

#[test]
fn a_file_changed_by_someone_else_is_not_overwritten() {
    let folder = Folder::new();
    let path = folder.path("r.ron");
    let (_, stamp) = open(&path);
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    // As long as before, and with the time it had before.
    let theirs = SMALL.replace("Small", "Other");
    fs::write(&path, &theirs).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    let error = store(&path, &titled("mine"), &stamp).unwrap_err();
    assert!(matches!(error, SaveError::Changed { modified: Some(when), .. } if when == modified));
    assert_eq!((folder.text("r.ron"), folder.names()), (theirs.clone(), vec!["r.ron".to_owned()]));

    // Overwritten by choice, their version is still there two saves later.
    let stamp = overwrite(&path, &titled("mine")).unwrap();
    assert_eq!(
        (folder.text("r.ron"), folder.text("r.ron.bak")),
        (print(&titled("mine")), theirs.clone())
    );
    store(&path, &titled("later"), &stamp).unwrap();
    assert_eq!(folder.text("r.ron.bak"), print(&titled("mine")));
    assert_eq!(folder.text("r.ron.1.bak"), theirs);
}

#[test]
fn a_deleted_file_is_made_again_only_by_choice() {
    let folder = Folder::new();
    let path = folder.path("r.ron");
    let (register, stamp) = open(&path);
    fs::remove_file(&path).unwrap();
    assert!(matches!(store(&path, &register, &stamp), Err(SaveError::Deleted(_))));
    assert_eq!(folder.names(), [""; 0]);
    overwrite(&path, &register).unwrap();
    assert_eq!(
        (folder.text("r.ron"), folder.names()),
        (SMALL.to_owned(), vec!["r.ron".to_owned()])
    );
}

#[test]
fn a_new_file_replaces_none() {
    let folder = Folder::new();
    let new = |name: &str| save(&folder.path(name), &titled("new"), None, &Progress::default());
    assert!(matches!(new("r.ron"), Err(SaveError::Exists(_))));
    assert_eq!(folder.text("r.ron"), SMALL);
    new("new.ron").unwrap();
    assert_eq!(folder.text("new.ron"), print(&titled("new")));
}

#[test]
fn a_copy_keeps_what_it_replaces() {
    let folder = Folder::new();
    copy(&folder.path("r.ron"), &titled("copy")).unwrap();
    assert_eq!(folder.text("r.ron.bak"), SMALL);
    assert_eq!(folder.names(), ["r.ron", "r.ron.bak"]);
}

#[test]
fn folders_and_missing_folders_are_named() {
    let folder = Folder::new();
    fs::create_dir(folder.path("there")).unwrap();
    let register = titled("x");
    let to = |name: &str| overwrite(&folder.path(name), &register);
    assert!(matches!(to("there"), Err(SaveError::Write(WriteError::Folder(_)))));
    assert!(matches!(to("gone/r.ron"), Err(SaveError::Write(WriteError::FolderGone(_)))));
    assert!(matches!(write_file(&folder.path("there"), b"x"), Err(WriteError::Folder(_))));
    assert_eq!(folder.names(), ["r.ron", "there"]);
}

#[test]
fn a_cancelled_save_changes_nothing() {
    let folder = Folder::new();
    let path = folder.path("r.ron");
    let (_, stamp) = open(&path);
    let progress = Progress::default();
    progress.cancel();
    let error = save(&path, &titled("x"), Some(&stamp), &progress).unwrap_err();
    assert!(matches!(error, SaveError::Cancelled), "{error:?}");
    assert_eq!(
        (folder.text("r.ron"), folder.names()),
        (SMALL.to_owned(), vec!["r.ron".to_owned()])
    );
}

#[test]
fn an_export_replaces_a_file_without_a_backup() {
    let folder = Folder::new();
    write_file(&folder.path("r.ron"), b"summary").unwrap();
    assert_eq!(
        (folder.text("r.ron"), folder.names()),
        ("summary".to_owned(), vec!["r.ron".to_owned()])
    );
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    fn allow(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn permissions_are_kept() {
        let folder = Folder::new();
        let path = folder.path("r.ron");
        for wanted in [0o600, 0o640, 0o664] {
            allow(&path, wanted);
            overwrite(&path, &titled(&format!("mode {wanted}"))).unwrap();
            assert_eq!((mode(&path), mode(&folder.path("r.ron.bak"))), (wanted, wanted));
        }
    }

    #[test]
    fn a_new_file_may_be_read_by_its_owner_alone() {
        let folder = Folder::new();
        write_file(&folder.path("new"), b"").unwrap();
        copy(&folder.path("copy.ron"), &titled("copy")).unwrap();
        assert_eq!((mode(&folder.path("new")), mode(&folder.path("copy.ron"))), (0o600, 0o600));
    }

    #[test]
    fn symbolic_links_are_written_through() {
        let folder = Folder::new();
        fs::create_dir(folder.path("links")).unwrap();
        symlink("../r.ron", folder.path("links/second")).unwrap();
        let link = folder.path("links/first");
        symlink("second", &link).unwrap();
        let (_, stamp) = open(&link);
        store(&link, &titled("through"), &stamp).unwrap();
        assert_eq!(fs::read_link(&link).unwrap(), Path::new("second"));
        assert_eq!(
            (folder.text("r.ron"), folder.text("r.ron.bak")),
            (print(&titled("through")), SMALL.to_owned())
        );

        symlink("new.ron", folder.path("dangling")).unwrap();
        overwrite(&folder.path("dangling"), &titled("new")).unwrap();
        assert_eq!(folder.text("new.ron"), print(&titled("new")));

        symlink("round", folder.path("round")).unwrap();
        let error = overwrite(&folder.path("round"), &titled("x")).unwrap_err();
        assert!(matches!(error, SaveError::Write(WriteError::Io { .. })), "{error:?}");
    }

    #[test]
    fn a_protected_file_is_not_replaced() {
        let folder = Folder::new();
        let path = folder.path("r.ron");
        allow(&path, 0o444);
        let error = overwrite(&path, &titled("x")).unwrap_err();
        assert!(matches!(error, SaveError::Write(WriteError::Protected(_))), "{error:?}");
        assert_eq!(folder.text("r.ron"), SMALL);
    }

    #[test]
    fn a_protected_folder_is_named() {
        let folder = Folder::new();
        allow(folder.0.path(), 0o555);
        // Whoever may write everywhere, as root does, cannot be refused.
        if fs::write(folder.path("probe"), "").is_err() {
            let error = overwrite(&folder.path("r.ron"), &titled("x")).unwrap_err();
            assert!(matches!(error, SaveError::Write(WriteError::Forbidden(_))), "{error:?}");
            assert_eq!(folder.text("r.ron"), SMALL);
        }
        allow(folder.0.path(), 0o755);
    }

    #[test]
    fn devices_take_exports_but_no_registers() {
        let error = overwrite(Path::new("/dev/null"), &titled("x")).unwrap_err();
        assert!(matches!(error, SaveError::Write(WriteError::NotAFile(_))), "{error:?}");
        write_file(Path::new("/dev/null"), b"summary").unwrap();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_named() {
        let error = write_file(Path::new("/dev/full"), b"summary").unwrap_err();
        assert!(matches!(error, WriteError::Full(_)), "{error:?}");
        assert_eq!(
            error.to_string(),
            "Not written: the disk is full. Free some space and try again, or save elsewhere: /dev/full"
        );
    }
}

#[test]
fn a_change_that_leaves_length_and_time_as_they_were_is_not_overwritten() {
    let folder = Folder::new();
    let path = folder.path("r.ron");
    // Left alone for as long as it takes to know it again by what the system tells of it.
    std::thread::sleep(std::time::Duration::from_millis(100));
    let opened = load(&path, &Progress::default()).unwrap();
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    let theirs = SMALL.replace("Small", "Other");
    assert_eq!(theirs.len(), SMALL.len());
    fs::write(&path, &theirs).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    let (register, stamp) = (&opened.register, Some(&opened.stamp));
    let error = save(&path, register, stamp, &Progress::default()).unwrap_err();
    assert!(matches!(error, SaveError::Changed { .. }), "{error:?}");
    assert_eq!(folder.text("r.ron"), theirs);
}
