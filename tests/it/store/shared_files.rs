//! Registers that a group shares, that have several names, or whose names are long.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use crate::store::SMALL;
use blue_ribbon::{
    Progress,
    register::{Edit, RegisterInfo, Step, StepKind, StepSubject},
    session::{Action, Session, loaded_register::LoadedRegister, save_state::CompletedSave},
    store::{
        self, SaveOptions,
        fs::process_identity::ProcessIdentity,
        history::{commit::Commit, commit_info::CommitInfo, verify::verify},
        lock::RegisterAccess,
        open_warning::OpenWarning,
        paths::RegisterPaths,
    },
};

fn open(path: &Path) -> Session {
    let opened = store::open_writable(path, &Progress::default()).unwrap();
    Session::new(LoadedRegister::new(path.to_owned(), opened, "2014-03-30".parse().unwrap()))
}

/// Changes the title of a register and saves it with its history.
fn save_with_title(session: &mut Session, title: &str) {
    let before = session.register().info();
    let after = RegisterInfo { title: title.into(), ..before.clone() };
    let edit = Edit::RegisterInfo { before: before.into(), after: after.into() };
    let step = Step::new(StepKind::Change, StepSubject::Register, vec![edit]);
    session.perform(Action::Perform(step), Timestamp::now()).unwrap();
    let info = CommitInfo {
        author_name: "Who".into(),
        process: ProcessIdentity { user: "u".into(), machine: "m".into(), process: 1 },
        pending_entries: session.pending_history(),
        signing_key: None,
    };
    let history = Some(Commit { info: &info, overwritten: None });
    let options = SaveOptions { history, ..SaveOptions::update(session.version()) };
    let path = session.path().clone();
    let version = store::save(&path, session.register(), &options, &Progress::default()).unwrap();
    let job = session.begin_save();
    session.finish_save(CompletedSave { revision: job.revision, register: job.register, version });
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};

    use super::*;

    /// The permissions, the owner and the group of a file.
    fn access(path: &Path) -> (u32, u32, u32) {
        let metadata = fs::metadata(path).unwrap();
        (metadata.mode() & 0o7777, metadata.uid(), metadata.gid())
    }

    #[test]
    fn a_save_keeps_the_owner_and_the_group_of_a_shared_register() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        fs::write(&path, SMALL).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o660)).unwrap();
        if chown(&path, Some(4321), Some(4322)).is_err() {
            // Nobody but root gives a file to others.
            return;
        }
        let shared = (0o660, 4321, 4322);
        let mut session = open(&path);
        let lock = RegisterAccess::acquire(&path, None, false);
        let paths = RegisterPaths::of(&path);
        for title in ["first", "second"] {
            save_with_title(&mut session, title);
            for file in [path.clone(), paths.history(), paths.backup(), paths.lock()] {
                assert_eq!(access(&file), shared, "{title}: {}", file.display());
            }
        }
        drop(lock);
        let version = session.version().clone();
        for options in [SaveOptions::overwrite(), SaveOptions::update(&version)] {
            let register = session.register().with_parties_only("third".into());
            let saved = store::save(&path, &register, &options, &Progress::default());
            if saved.is_ok() {
                assert_eq!(access(&path), shared);
                assert_eq!(access(&paths.numbered_backup(1)), shared);
            }
        }
    }

    #[test]
    fn a_second_hard_link_is_said_and_one_of_a_backup_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        fs::write(&path, SMALL).unwrap();
        let warns = || {
            let opened = store::open_writable(&path, &Progress::default()).unwrap();
            opened.warnings.contains(&OpenWarning::HardLinked)
        };
        assert!(!warns());
        // Left by a save that was interrupted.
        fs::hard_link(&path, RegisterPaths::of(&path).backup()).unwrap();
        fs::hard_link(&path, RegisterPaths::of(&path).numbered_backup(1)).unwrap();
        assert!(!warns());
        let second = folder.path().join("second.ron");
        fs::hard_link(&path, &second).unwrap();
        assert!(warns());
        save_with_title(&mut open(&path), "new");
        assert_eq!(fs::read_to_string(&second).unwrap(), SMALL);
        assert!(!warns());
    }
}

#[test]
fn a_register_with_the_longest_name_is_saved_with_all_that_lies_beside_it() {
    let names = [
        format!("{}.ron", "x".repeat(251)),
        // 3 bytes each: 248 + 5 + 2 = 255.
        format!("{}xxx.ron", "横".repeat(82)) + "xx",
        "台帳".repeat(42) + "ron",
    ];
    for name in names {
        assert_eq!(name.len(), 255, "{name}");
        let folder = tempfile::tempdir().unwrap();
        let path: PathBuf = folder.path().join(&name);
        fs::write(&path, SMALL).unwrap();
        let access = RegisterAccess::acquire(&path, None, false);
        assert!(access.lock().is_some(), "{access:?}");
        assert!(!RegisterAccess::acquire(&path, None, false).is_writable());
        let mut session = open(&path);
        save_with_title(&mut session, "first");
        save_with_title(&mut session, "second");
        let overwrite = SaveOptions::overwrite();
        store::save(&path, session.register(), &overwrite, &Progress::default()).unwrap();
        let paths = RegisterPaths::of(&path);
        for file in [paths.history(), paths.backup(), paths.numbered_backup(1)] {
            assert!(file.exists(), "{}", file.display());
        }
        assert!(fs::read_to_string(paths.backup()).unwrap().contains("\"second\""));
        assert!(verify(&path, &Progress::default()).unwrap().issues.is_empty());
        // The next start finds the same history.
        assert!(open(&path).history().next_undo().is_some());
        drop(access);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "{name}");
    }
}
