//! Files that someone else has put into the folder of a register, under the names of its lock, its
//! history, its backups and its temporary files.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
    sync::mpsc::channel,
    thread,
    time::Duration,
};

use crate::store::{SMALL, shared_files::try_save_with_title};
use blue_ribbon::{
    Locale, Progress,
    model::Day,
    session::{Session, loaded_register::LoadedRegister},
    store::{
        self, SaveOptions,
        error::SaveError,
        history::verify::verify,
        lock::{RegisterAccess, find_unusable_lock, read_lock_holder},
        paths::RegisterPaths,
    },
};

/// The time after which work counts as hanging.
const PATIENCE: Duration = Duration::from_secs(60);

/// What stands in the file of the victim.
const PRECIOUS: &str = "not to be touched\n";

/// A way to plant a file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Plant {
    Pipe,
    Link,
    Folder,
    Huge,
}

impl Plant {
    const ALL: [Self; 4] = [Self::Pipe, Self::Link, Self::Folder, Self::Huge];

    fn put(self, path: &Path, victim: &Path) {
        match self {
            Self::Pipe => assert!(Command::new("mkfifo").arg(path).status().unwrap().success()),
            Self::Link => symlink(victim, path).unwrap(),
            Self::Folder => fs::create_dir(path).unwrap(),
            // A terabyte that takes no room.
            Self::Huge => fs::File::create(path).unwrap().set_len(1 << 40).unwrap(),
        }
    }
}

/// Runs work on a thread of its own; panics where it hangs.
fn run_in_time<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (sender, receiver) = channel();
    thread::spawn(move || sender.send(work()));
    receiver.recv_timeout(PATIENCE).unwrap_or_else(|error| panic!("{what}: {error}"))
}

/// Opens a register as a window does, changes its title, saves it with its history and verifies it.
fn use_register(path: &Path) -> Result<(), SaveError> {
    let _access = RegisterAccess::acquire(path, None, false);
    let _ = read_lock_holder(path);
    let opened = store::open_writable(path, &Progress::default()).unwrap();
    let today = Day::constant(2014, 3, 30);
    let mut session = Session::new(LoadedRegister::new(path.to_owned(), opened, today));
    let saved = try_save_with_title(&mut session, "Saved");
    let _ = verify(path, &Progress::default());
    saved.map(drop)
}

fn register_beside_victim() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("r.ron");
    fs::write(&register, SMALL).unwrap();
    let victim = folder.path().join("victim");
    fs::write(&victim, PRECIOUS).unwrap();
    (folder, register, victim)
}

#[test]
fn a_planted_history_stops_a_save_with_an_error_that_names_it() {
    for plant in Plant::ALL {
        let (_folder, register, victim) = register_beside_victim();
        let history = RegisterPaths::of(&register).history();
        plant.put(&history, &victim);
        let path = register.clone();
        let error = run_in_time(&format!("{plant:?}"), move || use_register(&path)).unwrap_err();
        for locale in ["en", "ja"].map(|code| Locale::from_tag(code).unwrap()) {
            let text = error.describe(locale);
            assert!(text.contains(history.to_str().unwrap()), "{plant:?}: {text}");
        }
        assert_eq!(fs::read_to_string(&register).unwrap(), SMALL, "{plant:?}");
        assert_eq!(fs::read_to_string(&victim).unwrap(), PRECIOUS, "{plant:?}");
    }
}

#[test]
fn a_planted_lock_backup_or_temporary_file_stops_no_save() {
    let names = [".r.ron.lock", "r.ron.1.bak", ".blue-ribbon-abcdef.tmp", ".r.ron.1.exchange"];
    for name in names {
        for plant in Plant::ALL {
            let (folder, register, victim) = register_beside_victim();
            plant.put(&folder.path().join(name), &victim);
            let path = register.clone();
            let what = format!("{plant:?} as {name}");
            let saved = run_in_time(&what, move || use_register(&path));
            saved.unwrap_or_else(|error| panic!("{what}: {error:?}"));
            assert!(fs::read_to_string(&register).unwrap().contains("Saved"), "{what}");
            assert_eq!(fs::read_to_string(&victim).unwrap(), PRECIOUS, "{what}");
        }
    }
}

#[test]
fn a_register_that_another_program_replaced_by_a_pipe_is_neither_read_nor_replaced() {
    let (_folder, register, victim) = register_beside_victim();
    fs::remove_file(&register).unwrap();
    Plant::Pipe.put(&register, &victim);
    let path = register.clone();
    run_in_time("a pipe as the register", move || {
        assert!(store::open_writable(&path, &Progress::default()).is_err());
        let register = store::startup::sample_register().unwrap();
        let options = SaveOptions::copy();
        let saved = store::save(&path, &register, &options, &Progress::default());
        assert!(saved.is_err(), "{saved:?}");
        let _ = store::fs::fingerprint::Fingerprint::of_path(&path).unwrap_err();
    });
    assert!(!fs::symlink_metadata(&register).unwrap().is_file());
}

/// Runs a merge into a register as a user who may write to its folder, but not to the register.
#[test]
fn a_register_that_one_may_not_write_is_not_replaced() {
    let (folder, register, _) = register_beside_victim();
    let (base, theirs) = (folder.path().join("base.ron"), folder.path().join("theirs.ron"));
    fs::write(&base, SMALL).unwrap();
    fs::write(&theirs, SMALL.replace("title: \"", "title: \"Theirs, ")).unwrap();
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    };
    mode(folder.path(), 0o777);
    [&base, &theirs].into_iter().for_each(|path| mode(path, 0o644));
    let is_root = std::os::unix::fs::MetadataExt::uid(&fs::metadata(&register).unwrap()) == 0;
    let program = folder.path().join("program");
    // Another user cannot reach the folder of the build.
    fs::copy(env!("CARGO_BIN_EXE_blue-ribbon"), &program).unwrap();
    let mut merge = if is_root {
        mode(&register, 0o644);
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "54322", "--regid", "54322", "--clear-groups"]).arg(&program);
        command
    } else {
        mode(&register, 0o444);
        Command::new(&program)
    };
    let merge = merge.arg("merge").args([&base, &register, &theirs]).output().unwrap();
    assert_eq!(merge.status.code(), Some(129), "{merge:?}");
    assert!(String::from_utf8_lossy(&merge.stderr).contains("r.ron"), "{merge:?}");
    assert_eq!(fs::read_to_string(&register).unwrap(), SMALL);
}

#[test]
fn a_lock_that_cannot_be_used_is_found() {
    for plant in Plant::ALL {
        let (folder, register, victim) = register_beside_victim();
        assert_eq!(find_unusable_lock(&register), None);
        let access = RegisterAccess::acquire(&register, None, false);
        assert_eq!(find_unusable_lock(&register), None, "an ordinary lock");
        drop(access);
        let lock = folder.path().canonicalize().unwrap().join(".r.ron.lock");
        plant.put(&lock, &victim);
        assert_eq!(find_unusable_lock(&register), Some(lock), "{plant:?}");
    }
}

#[test]
fn a_folder_in_place_of_the_backup_is_named() {
    let (folder, register, _) = register_beside_victim();
    let backup = folder.path().join("r.ron.bak");
    fs::create_dir(&backup).unwrap();
    fs::write(backup.join("file"), "").unwrap();
    let error = use_register(&register).unwrap_err().describe(Locale::ENGLISH);
    assert!(error.contains("a folder of this name") && error.ends_with("r.ron.bak"), "{error}");
    assert_eq!(fs::read_to_string(&register).unwrap(), SMALL);
}
