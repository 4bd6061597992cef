//! A save replaces the whole file or nothing, and never what somebody else has written.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::store::{SMALL, print, read};
use blue_ribbon::{
    Progress,
    register::Register,
    store::{
        SaveOptions, ensure_distinct_files,
        error::{SaveError, WriteError},
        export_file, flush_saved,
        fs::fingerprint::Fingerprint,
        load_strict, save,
        save_warning::SaveWarning,
        saved_version::SavedVersion,
    },
};

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
fn register_titled(title: &str) -> Register {
    read(&SMALL.replace("\"Small\"", &format!("\"{title}\"")))
}

fn open(path: &Path) -> (Register, SavedVersion) {
    let opened = load_strict(path, &Progress::default()).unwrap();
    (opened.register, opened.version)
}

fn save_register(
    path: &Path,
    register: &Register,
    version: &SavedVersion,
) -> Result<SavedVersion, SaveError> {
    save(path, register, &SaveOptions::update(version), &Progress::default())
}

#[test]
fn save_keeps_the_previous_version_as_backup() {
    let folder = Folder::new();
    let path = folder.path("r.ron");
    let (_, version) = open(&path);
    let version = save_register(&path, &register_titled("second"), &version).unwrap();
    assert_eq!(version.fingerprint(), Fingerprint::of_bytes(folder.text("r.ron").as_bytes()));
    assert_eq!(
        (folder.text("r.ron"), folder.text("r.ron.bak")),
        (print(&register_titled("second")), SMALL.to_owned())
    );
    save_register(&path, &register_titled("third"), &version).unwrap();
    assert_eq!(folder.text("r.ron.bak"), print(&register_titled("second")));
    assert_eq!(folder.names(), ["r.ron", "r.ron.bak"]);
}

#[test]
fn save_of_an_unchanged_register_writes_nothing() {
    let folder = Folder::new();
    let path = folder.path("r.ron");
    let (register, version) = open(&path);
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    assert_eq!(
        save_register(&path, &register, &version).unwrap().fingerprint(),
        version.fingerprint()
    );
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
    assert_eq!(folder.names(), ["r.ron"]);
}

#[test]
fn save_refuses_a_file_changed_by_another_program() {
    let folder = Folder::new();
    let path = folder.path("r.ron");
    let (_, version) = open(&path);
    let modified = fs::metadata(&path).unwrap().modified().unwrap();
    // As long as before, and with the time it had before.
    let theirs = SMALL.replace("Small", "Other");
    fs::write(&path, &theirs).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
    let error = save_register(&path, &register_titled("mine"), &version).unwrap_err();
    assert!(matches!(error, SaveError::Changed { modified: Some(when), .. } if when == modified));
    assert_eq!((folder.text("r.ron"), folder.names()), (theirs.clone(), vec!["r.ron".to_owned()]));

    // Overwritten by choice, their version is still there two saves later.
    let version =
        save(&path, &register_titled("mine"), &SaveOptions::overwrite(), &Progress::default())
            .unwrap();
    assert_eq!(
        (folder.text("r.ron"), folder.text("r.ron.bak")),
        (print(&register_titled("mine")), theirs.clone())
    );
    save_register(&path, &register_titled("later"), &version).unwrap();
    assert_eq!(folder.text("r.ron.bak"), print(&register_titled("mine")));
    assert_eq!(folder.text("r.ron.1.bak"), theirs);
}

#[test]
fn save_recreates_a_deleted_file_only_on_request() {
    let folder = Folder::new();
    let path = folder.path("r.ron");
    let (register, version) = open(&path);
    fs::remove_file(&path).unwrap();
    assert!(matches!(save_register(&path, &register, &version), Err(SaveError::Deleted(_))));
    assert_eq!(folder.names(), [""; 0]);
    save(&path, &register, &SaveOptions::overwrite(), &Progress::default()).unwrap();
    assert_eq!(
        (folder.text("r.ron"), folder.names()),
        (SMALL.to_owned(), vec!["r.ron".to_owned()])
    );
}

#[test]
fn creating_a_file_never_replaces_one() {
    let folder = Folder::new();
    let new = |name: &str| {
        save(
            &folder.path(name),
            &register_titled("new"),
            &SaveOptions::create(),
            &Progress::default(),
        )
    };
    assert!(matches!(new("r.ron"), Err(SaveError::Exists(_))));
    assert_eq!(folder.text("r.ron"), SMALL);
    new("new.ron").unwrap();
    assert_eq!(folder.text("new.ron"), print(&register_titled("new")));
}

#[test]
fn a_copy_backs_up_the_file_it_replaces() {
    let folder = Folder::new();
    save(
        &folder.path("r.ron"),
        &register_titled("copy"),
        &SaveOptions::copy(),
        &Progress::default(),
    )
    .unwrap();
    assert_eq!(folder.text("r.ron.bak"), SMALL);
    assert_eq!(folder.names(), ["r.ron", "r.ron.bak"]);
}

#[test]
fn save_reports_folders_and_missing_folders() {
    let folder = Folder::new();
    fs::create_dir(folder.path("there")).unwrap();
    let register = register_titled("x");
    let to = |name: &str| {
        save(&folder.path(name), &register, &SaveOptions::overwrite(), &Progress::default())
    };
    assert!(matches!(to("there"), Err(SaveError::Write(WriteError::Folder(_)))));
    assert!(matches!(to("gone/r.ron"), Err(SaveError::Write(WriteError::FolderMissing(_)))));
    assert!(matches!(
        export_file(&folder.path("there"), |out| out.write_all(b"x")),
        Err(WriteError::Folder(_))
    ));
    assert_eq!(folder.names(), ["r.ron", "there"]);
}

#[test]
fn a_cancelled_save_changes_nothing() {
    let folder = Folder::new();
    let path = folder.path("r.ron");
    let (_, version) = open(&path);
    let progress = Progress::default();
    progress.cancel();
    let error =
        save(&path, &register_titled("x"), &SaveOptions::update(&version), &progress).unwrap_err();
    assert!(matches!(error, SaveError::Cancelled), "{error:?}");
    assert_eq!(
        (folder.text("r.ron"), folder.names()),
        (SMALL.to_owned(), vec!["r.ron".to_owned()])
    );
}

#[test]
fn an_export_replaces_a_file_without_a_backup() {
    let folder = Folder::new();
    export_file(&folder.path("r.ron"), |out| out.write_all(b"summary")).unwrap();
    assert_eq!(
        (folder.text("r.ron"), folder.names()),
        ("summary".to_owned(), vec!["r.ron".to_owned()])
    );
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;
    use crate::child_process::rerun_without_root;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    #[test]
    fn save_keeps_permissions() {
        let folder = Folder::new();
        let path = folder.path("r.ron");
        for wanted in [0o600, 0o640, 0o664] {
            set_mode(&path, wanted);
            save(
                &path,
                &register_titled(&format!("mode {wanted}")),
                &SaveOptions::overwrite(),
                &Progress::default(),
            )
            .unwrap();
            assert_eq!((mode(&path), mode(&folder.path("r.ron.bak"))), (wanted, wanted));
        }
    }

    #[test]
    fn a_new_file_is_readable_only_by_its_owner() {
        let folder = Folder::new();
        export_file(&folder.path("new"), |out| out.write_all(b"")).unwrap();
        save(
            &folder.path("copy.ron"),
            &register_titled("copy"),
            &SaveOptions::copy(),
            &Progress::default(),
        )
        .unwrap();
        assert_eq!((mode(&folder.path("new")), mode(&folder.path("copy.ron"))), (0o600, 0o600));
    }

    #[test]
    fn save_follows_symbolic_links() {
        let folder = Folder::new();
        fs::create_dir(folder.path("links")).unwrap();
        symlink("../r.ron", folder.path("links/second")).unwrap();
        let link = folder.path("links/first");
        symlink("second", &link).unwrap();
        let (_, version) = open(&link);
        save_register(&link, &register_titled("through"), &version).unwrap();
        assert_eq!(fs::read_link(&link).unwrap(), Path::new("second"));
        assert_eq!(
            (folder.text("r.ron"), folder.text("r.ron.bak")),
            (print(&register_titled("through")), SMALL.to_owned())
        );

        symlink("new.ron", folder.path("dangling")).unwrap();
        save(
            &folder.path("dangling"),
            &register_titled("new"),
            &SaveOptions::overwrite(),
            &Progress::default(),
        )
        .unwrap();
        assert_eq!(folder.text("new.ron"), print(&register_titled("new")));

        symlink("round", folder.path("round")).unwrap();
        let error = save(
            &folder.path("round"),
            &register_titled("x"),
            &SaveOptions::overwrite(),
            &Progress::default(),
        )
        .unwrap_err();
        assert!(matches!(error, SaveError::Write(WriteError::Io { .. })), "{error:?}");
    }

    #[test]
    fn save_refuses_a_write_protected_file() {
        let folder = Folder::new();
        let path = folder.path("r.ron");
        set_mode(&path, 0o444);
        let error =
            save(&path, &register_titled("x"), &SaveOptions::overwrite(), &Progress::default())
                .unwrap_err();
        assert!(matches!(error, SaveError::Write(WriteError::WriteProtected(_))), "{error:?}");
        assert_eq!(folder.text("r.ron"), SMALL);
    }

    #[test]
    fn save_reports_a_write_protected_folder() {
        if rerun_without_root(save_reports_a_write_protected_folder) {
            return;
        }
        let folder = Folder::new();
        set_mode(folder.0.path(), 0o555);
        let error = save(
            &folder.path("r.ron"),
            &register_titled("x"),
            &SaveOptions::overwrite(),
            &Progress::default(),
        )
        .unwrap_err();
        set_mode(folder.0.path(), 0o755);
        assert!(matches!(error, SaveError::Write(WriteError::Forbidden(_))), "{error:?}");
        assert_eq!(folder.text("r.ron"), SMALL);
    }

    #[test]
    fn a_folder_that_cannot_be_flushed_is_reported_until_it_can() {
        if rerun_without_root(a_folder_that_cannot_be_flushed_is_reported_until_it_can) {
            return;
        }
        let folder = Folder::new();
        let path = folder.path("r.ron");
        let (_, version) = open(&path);
        // Files can be made in it, but it cannot be opened.
        set_mode(folder.0.path(), 0o333);
        let saved = save_register(&path, &register_titled("x"), &version).unwrap();
        let again = flush_saved(&path, saved.clone());
        let export = export_file(&folder.path("list.md"), |out| out.write_all(b"list"));
        set_mode(folder.0.path(), 0o755);
        let [SaveWarning::NotFlushed { path: said, .. }] = &saved.save_warnings[..] else {
            panic!("{:?}", saved.save_warnings);
        };
        assert_eq!((said, saved.is_flushed()), (&path, false));
        assert!(matches!(again, Err(WriteError::NotFlushed { .. })), "{again:?}");
        assert!(matches!(export, Err(WriteError::NotFlushed { .. })), "{export:?}");
        assert_eq!(folder.text("r.ron"), print(&register_titled("x")));
        let flushed = flush_saved(&path, saved).unwrap();
        assert!(flushed.is_flushed());
        save_register(&path, &register_titled("y"), &flushed).unwrap();
    }

    #[test]
    fn devices_accept_exports_but_not_registers() {
        let error = save(
            Path::new("/dev/null"),
            &register_titled("x"),
            &SaveOptions::overwrite(),
            &Progress::default(),
        )
        .unwrap_err();
        assert!(matches!(error, SaveError::Write(WriteError::NotAFile(_))), "{error:?}");
        export_file(Path::new("/dev/null"), |out| out.write_all(b"summary")).unwrap();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn save_reports_a_full_disk() {
        let error =
            export_file(Path::new("/dev/full"), |out| out.write_all(b"summary")).unwrap_err();
        assert!(matches!(error, WriteError::DiskFull(_)), "{error:?}");
        assert_eq!(
            error.to_string(),
            "Not written: the disk is full. Free some space and try again, or save elsewhere: /dev/full"
        );
    }
}

#[test]
fn save_refuses_a_changed_file_of_the_same_length_and_time() {
    let folder = Folder::new();
    let path = folder.path("r.ron");
    // Left alone for as long as it takes to know it again by what the system tells of it.
    std::thread::sleep(std::time::Duration::from_millis(100));
    let opened = load_strict(&path, &Progress::default()).unwrap();
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    let theirs = SMALL.replace("Small", "Other");
    assert_eq!(theirs.len(), SMALL.len());
    fs::write(&path, &theirs).unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    let options = SaveOptions::update(&opened.version);
    let error = save(&path, &opened.register, &options, &Progress::default()).unwrap_err();
    assert!(matches!(error, SaveError::Changed { .. }), "{error:?}");
    assert_eq!(folder.text("r.ron"), theirs);
}

#[test]
fn an_export_does_not_replace_the_open_register_by_any_of_its_names() {
    let folder = Folder::new();
    let register = folder.path("r.ron");
    fs::hard_link(&register, folder.path("second.ron")).unwrap();
    fs::create_dir(folder.path("sub")).unwrap();
    fs::write(folder.path("other.ron"), SMALL).unwrap();
    for same in ["r.ron", "second.ron", "sub/../r.ron"] {
        let refused = ensure_distinct_files(&folder.path(same), &register);
        assert!(matches!(refused, Err(WriteError::OpenRegister(_))), "{same}");
    }
    for distinct in ["other.ron", "new.ron", "sub"] {
        ensure_distinct_files(&folder.path(distinct), &register).unwrap();
    }
}
