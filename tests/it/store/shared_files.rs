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
        error::SaveError,
        fs::process_identity::ProcessIdentity,
        history::{commit::Commit, commit_info::CommitInfo, verify::verify},
        lock::RegisterAccess,
        open_warning::OpenWarning,
        paths::RegisterPaths,
        saved_version::SavedVersion,
    },
};

fn open(path: &Path) -> Session {
    let opened = store::open_writable(path, &Progress::default()).unwrap();
    Session::new(LoadedRegister::new(path.to_owned(), opened, "2014-03-30".parse().unwrap()))
}

/// Changes the title of a register and saves it with its history.
fn save_with_title(session: &mut Session, title: &str) {
    let version = try_save_with_title(session, title).unwrap();
    let job = session.begin_save();
    session.finish_save(CompletedSave { revision: job.revision, register: job.register, version });
}

/// Changes the title of a register and saves it with its history. The session does not learn of it.
pub fn try_save_with_title(session: &mut Session, title: &str) -> Result<SavedVersion, SaveError> {
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
    store::save(&path, session.register(), &options, &Progress::default())
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

/// Access lists and the attributes of users, as the system stores them.
#[cfg(target_os = "linux")]
mod access_lists {
    use std::os::unix::fs::{MetadataExt as _, chown};

    use rustix::{
        buffer::spare_capacity,
        fs::{XattrFlags, getxattr, removexattr, setxattr},
    };

    use super::*;
    use crate::child_process::{
        ChildProcess, child_command, child_folder, print_line, without_root,
    };
    use blue_ribbon::store::save_warning::SaveWarning;

    const ACCESS: &str = "system.posix_acl_access";
    const DEFAULT: &str = "system.posix_acl_default";

    /// The id of an entry that names nobody.
    const NOBODY_NAMED: u32 = u32::MAX;

    /// The user without rights as whom tests run.
    const NOBODY: u32 = 65534;

    /// Returns the bytes of an access list: for each entry its tag, its permissions and its id.
    fn access_list(entries: &[(u16, u16, u32)]) -> Vec<u8> {
        let mut bytes = 2_u32.to_le_bytes().to_vec();
        for (tag, permissions, id) in entries {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(permissions.to_le_bytes());
            bytes.extend(id.to_le_bytes());
        }
        bytes
    }

    /// The list that lets the owner and one user read and write, the group do what is said, and all
    /// others nothing.
    fn list_for(user: u32, group: u16) -> Vec<u8> {
        access_list(&[
            (0x01, 6, NOBODY_NAMED),
            (0x02, 6, user),
            (0x04, group, NOBODY_NAMED),
            (0x10, 6, NOBODY_NAMED),
            (0x20, 0, NOBODY_NAMED),
        ])
    }

    fn set(path: &Path, name: &str, value: &[u8]) {
        setxattr(path, name, value, XattrFlags::empty()).unwrap();
    }

    fn get(path: &Path, name: &str) -> Option<Vec<u8>> {
        let mut value = Vec::with_capacity(1 << 16);
        getxattr(path, name, spare_capacity(&mut value)).ok().map(|_| value)
    }

    #[test]
    fn a_save_keeps_the_access_list_and_the_attributes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        fs::write(&path, SMALL).unwrap();
        let list = list_for(1234, 0);
        set(&path, ACCESS, &list);
        let long = vec![b'x'; 3000];
        let attributes: [(&str, &[u8]); 3] =
            [("user.origin", b"the committee"), ("user.empty", b""), ("user.long", &long)];
        for (name, value) in attributes {
            set(&path, name, value);
        }
        let mut session = open(&path);
        let lock = RegisterAccess::acquire(&path, None, false);
        let paths = RegisterPaths::of(&path);
        for title in ["first", "second"] {
            save_with_title(&mut session, title);
            for file in [&path, &paths.history(), &paths.backup(), &paths.lock()] {
                assert_eq!(get(file, ACCESS).as_ref(), Some(&list), "{title}: {}", file.display());
                assert_eq!(fs::metadata(file).unwrap().mode() & 0o7777, 0o660, "{title}");
            }
            for (name, value) in attributes {
                assert_eq!(get(&path, name).as_deref(), Some(value), "{title}: {name}");
            }
        }
        assert_eq!(session.version().save_warnings, []);
        drop(lock);
        // What was taken from the register is not given to it again.
        removexattr(&path, ACCESS).unwrap();
        removexattr(&path, "user.long").unwrap();
        save_with_title(&mut session, "third");
        assert_eq!((get(&path, ACCESS), get(&path, "user.long")), (None, None));
    }

    #[test]
    fn a_save_gives_nobody_the_access_that_the_folder_gives_new_files() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        fs::write(&path, SMALL).unwrap();
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
        set(folder.path(), DEFAULT, &list_for(1234, 4));
        let mut session = open(&path);
        save_with_title(&mut session, "first");
        for file in [&path, &RegisterPaths::of(&path).history()] {
            assert_eq!(get(file, ACCESS), None, "{}", file.display());
            assert_eq!(fs::metadata(file).unwrap().mode() & 0o7777, 0o640);
        }
    }

    /// A folder in which anyone may write, with a register of a group of which the user without rights
    /// is no member; nothing where this process may not give files to others.
    fn register_of_another_group(mode: u32, list: Option<&[u8]>) -> Option<tempfile::TempDir> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        fs::write(&path, SMALL).unwrap();
        for (path, mode) in [(folder.path(), 0o777), (&path, mode)] {
            fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
        }
        // Whoever saves may write to it.
        chown(&path, Some(NOBODY), Some(4322)).ok()?;
        list.into_iter().for_each(|list| set(&path, ACCESS, list));
        Some(folder)
    }

    /// Saves a register as the user without rights, and returns the lines that were printed.
    fn save_without_rights(folder: &Path) -> Vec<String> {
        ChildProcess::start(without_root(child_command(child_saver, folder))).wait_for_success()
    }

    #[test]
    fn where_the_group_cannot_be_given_its_permissions_go_to_no_other_group() {
        for (mode, new_mode, is_narrowed) in
            [(0o664, 0o644, true), (0o606, 0o600, true), (0o666, 0o666, false)]
        {
            let Some(folder) = register_of_another_group(mode, None) else { return };
            let said = save_without_rights(folder.path());
            let new = fs::metadata(folder.path().join("r.ron")).unwrap();
            assert_eq!((new.uid(), new.gid()), (NOBODY, NOBODY));
            assert_eq!(new.mode() & 0o7777, new_mode, "of {mode:o}: {said:?}");
            let told = said.iter().any(|line| line == "narrowed");
            assert_eq!(told, is_narrowed, "of {mode:o}: {said:?}");
        }
    }

    #[test]
    fn where_the_group_cannot_be_given_the_access_list_keeps_its_named_users() {
        let list = list_for(NOBODY, 6);
        let Some(folder) = register_of_another_group(0o660, Some(&list)) else { return };
        let said = save_without_rights(folder.path());
        let path = folder.path().join("r.ron");
        assert_eq!(get(&path, ACCESS), Some(list_for(NOBODY, 0)), "{said:?}");
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o660);
        assert!(said.iter().any(|line| line == "narrowed"), "{said:?}");
        // The history belongs to the new group, too, and is narrowed alike.
        assert_eq!(get(&path.with_extension("ron.history"), ACCESS), Some(list_for(NOBODY, 0)));
    }

    #[test]
    #[ignore = "started by another test, in a process of its own"]
    fn child_saver() {
        let Some(folder) = child_folder() else { return };
        let mut session = open(&folder.join("r.ron"));
        save_with_title(&mut session, "saved");
        for warning in &session.version().save_warnings {
            match warning {
                SaveWarning::AccessNarrowed(_) => print_line("narrowed"),
                other => panic!("{other:?}"),
            }
        }
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
