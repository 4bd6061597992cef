//! The lock of an open register, between processes and machines.

use std::{fs, io::Write as _, path::PathBuf, process::Command};

use crate::store::SMALL;
use blue_ribbon::store::{
    fs::process_identity::ProcessIdentity,
    lock::{LockHolder, LockState, RegisterAccess, read_lock_holder},
};

fn register() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("my list.ron");
    fs::write(&register, SMALL).unwrap();
    let lock = folder.path().join(".my list.ron.lock");
    (folder, register, lock)
}

fn lock_text(by: ProcessIdentity) -> String {
    ron::to_string(&LockHolder { process: by, since: "2026-01-02T03:04:05Z".parse().unwrap() })
        .unwrap()
}

fn identity_on_another_machine() -> ProcessIdentity {
    ProcessIdentity { user: "mori".to_owned(), machine: "another-machine".to_owned(), process: 7 }
}

#[test]
fn the_second_opener_learns_who_holds_the_lock() {
    let (_folder, register, lock) = register();
    let first = RegisterAccess::acquire(&register, None, false);
    assert!(matches!(&first, RegisterAccess::Acquired { previous_holder: None, .. }), "{first:?}");
    assert_eq!(read_lock_holder(&register).unwrap().process, ProcessIdentity::current());
    let second = RegisterAccess::acquire(&register, None, true);
    let RegisterAccess::HeldByOther(Some(holder)) = &second else { panic!("{second:?}") };
    assert_eq!(holder.process, ProcessIdentity::current(), "not even when it is asked for");
    // Whoever has it already keeps it.
    let again = RegisterAccess::acquire(&register, first.lock(), false);
    assert_eq!(again.lock().unwrap().state(), LockState::HeldByUs);
    drop((first, again));
    assert!(!lock.exists(), "nothing is left behind");
    assert!(RegisterAccess::acquire(&register, None, false).is_writable());
}

#[cfg(unix)]
#[test]
fn a_symlink_uses_the_lock_of_its_target() {
    let (folder, register, _) = register();
    let other = folder.path().join("elsewhere");
    fs::create_dir(&other).unwrap();
    let link = other.join("link.ron");
    std::os::unix::fs::symlink(&register, &link).unwrap();
    let _first = RegisterAccess::acquire(&register, None, false);
    assert!(!RegisterAccess::acquire(&link, None, false).is_writable());
    assert_eq!(fs::read_dir(other).unwrap().count(), 1);
}

#[test]
fn a_stale_lock_of_this_machine_is_replaced() {
    let (_folder, register, lock) = register();
    let dead = ProcessIdentity { process: 1, ..ProcessIdentity::current() };
    fs::write(&lock, lock_text(dead.clone())).unwrap();
    let access = RegisterAccess::acquire(&register, None, false);
    let RegisterAccess::Acquired { previous_holder: Some(left), .. } = &access else {
        panic!("{access:?}")
    };
    assert_eq!(left.process, dead);
    assert_eq!(read_lock_holder(&register).unwrap().process, ProcessIdentity::current());
}

#[test]
fn a_lock_of_another_machine_is_replaced_only_on_request() {
    let (_folder, register, lock) = register();
    fs::write(&lock, lock_text(identity_on_another_machine())).unwrap();
    let access = RegisterAccess::acquire(&register, None, false);
    let RegisterAccess::HeldByOther(Some(holder)) = &access else { panic!("{access:?}") };
    assert_eq!(holder.process, identity_on_another_machine());
    assert_eq!(fs::read_to_string(&lock).unwrap(), lock_text(identity_on_another_machine()));
    let access = RegisterAccess::acquire(&register, None, true);
    assert!(
        matches!(&access, RegisterAccess::Acquired { previous_holder: Some(left), .. } if left.process == identity_on_another_machine())
    );
    drop(access);
    assert!(!lock.exists());
}

#[test]
fn an_unreadable_lock_counts_as_held() {
    let (_folder, register, lock) = register();
    fs::write(&lock, "(by: (user: \"half").unwrap();
    assert!(matches!(
        RegisterAccess::acquire(&register, None, false),
        RegisterAccess::HeldByOther(None)
    ));
    assert!(RegisterAccess::acquire(&register, None, true).is_writable());
}

#[test]
fn a_lock_taken_over_by_another_machine_is_detected_and_kept() {
    let (_folder, register, lock) = register();
    let access = RegisterAccess::acquire(&register, None, false);
    let ours = access.lock().unwrap();
    assert_eq!(ours.state(), LockState::HeldByUs);
    fs::write(&lock, lock_text(identity_on_another_machine())).unwrap();
    assert!(
        matches!(ours.state(), LockState::HeldByOther(Some(holder)) if holder.process == identity_on_another_machine())
    );
    drop(access);
    assert_eq!(fs::read_to_string(&lock).unwrap(), lock_text(identity_on_another_machine()));
    let again = RegisterAccess::acquire(&register, None, true);
    fs::remove_file(&lock).unwrap();
    assert_eq!(again.lock().unwrap().state(), LockState::Released);
}

#[cfg(unix)]
#[test]
fn a_register_opens_where_locking_is_impossible() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, register, lock) = register();
    // A folder in the way is in the way of every user.
    fs::create_dir(&lock).unwrap();
    assert!(matches!(
        RegisterAccess::acquire(&register, None, false),
        RegisterAccess::LockUnavailable
    ));
    fs::remove_dir(&lock).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let access = RegisterAccess::acquire(&register, None, false);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(access.is_writable());
}

/// Takes the lock in a process of its own, prints a line and waits.
#[test]
fn child_lock_holder() {
    let Some(register) = std::env::var_os(LOCK_PATH_VARIABLE) else { return };
    let access = RegisterAccess::acquire(&PathBuf::from(register), None, false);
    let said = if access.is_writable() { "held" } else { "refused" };
    writeln!(std::io::stdout(), "{said}").unwrap();
    let mut line = String::new();
    let _ = std::io::stdin().read_line(&mut line);
}

const LOCK_PATH_VARIABLE: &str = "BLUE_RIBBON_TEST_HOLDS_LOCK";

#[test]
fn a_killed_process_leaves_a_stale_lock_that_is_detected() {
    use std::{
        io::{BufRead as _, BufReader},
        process::Stdio,
    };
    let (_folder, register, lock) = register();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["store::lock::child_lock_holder", "--exact", "--nocapture"])
        .env(LOCK_PATH_VARIABLE, &register)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let is_held = |line: &Result<String, _>| line.as_ref().is_ok_and(|line| line.contains("held"));
    assert!(said.any(|line| is_held(&line)));
    let access = RegisterAccess::acquire(&register, None, true);
    let RegisterAccess::HeldByOther(Some(holder)) = &access else { panic!("{access:?}") };
    assert_eq!(holder.process.process, child.id());
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(lock.exists(), "a killed process removes nothing");
    let access = RegisterAccess::acquire(&register, None, false);
    let RegisterAccess::Acquired { previous_holder: Some(left), .. } = &access else {
        panic!("{access:?}")
    };
    assert_eq!(left.process.process, child.id());
}
