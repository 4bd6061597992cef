//! Who has a register open, between processes and machines.

use std::{fs, io::Write as _, path::PathBuf, process::Command};

use blue_ribbon::store::{Access, Held, Here, Holder, holder};

use super::SMALL;

fn register() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("my list.ron");
    fs::write(&register, SMALL).unwrap();
    let lock = folder.path().join(".my list.ron.lock");
    (folder, register, lock)
}

fn named(by: Here) -> String {
    ron::to_string(&Holder { by, since: "2026-01-02T03:04:05Z".parse().unwrap() }).unwrap()
}

fn elsewhere() -> Here {
    Here { user: "mori".to_owned(), machine: "another-machine".to_owned(), process: 7 }
}

#[test]
fn whoever_comes_second_is_told_who_was_first() {
    let (_folder, register, lock) = register();
    let first = Access::to(&register, None, false);
    assert!(matches!(&first, Access::Ours { left: None, .. }), "{first:?}");
    assert_eq!(holder(&register).unwrap().by, Here::now());
    let second = Access::to(&register, None, true);
    let Access::Theirs(Some(holder)) = &second else { panic!("{second:?}") };
    assert_eq!(holder.by, Here::now(), "not even when it is asked for");
    // Whoever has it already keeps it.
    let again = Access::to(&register, first.lock(), false);
    assert_eq!(again.lock().unwrap().state(), Held::Ours);
    drop((first, again));
    assert!(!lock.exists(), "nothing is left behind");
    assert!(Access::to(&register, None, false).is_for_work());
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_the_lock_of_its_register() {
    let (folder, register, _) = register();
    let other = folder.path().join("elsewhere");
    fs::create_dir(&other).unwrap();
    let link = other.join("link.ron");
    std::os::unix::fs::symlink(&register, &link).unwrap();
    let _first = Access::to(&register, None, false);
    assert!(!Access::to(&link, None, false).is_for_work());
    assert_eq!(fs::read_dir(other).unwrap().count(), 1);
}

#[test]
fn a_lock_left_behind_on_this_machine_is_taken_over() {
    let (_folder, register, lock) = register();
    let dead = Here { process: 1, ..Here::now() };
    fs::write(&lock, named(dead.clone())).unwrap();
    let access = Access::to(&register, None, false);
    let Access::Ours { left: Some(left), .. } = &access else { panic!("{access:?}") };
    assert_eq!(left.by, dead);
    assert_eq!(holder(&register).unwrap().by, Here::now());
}

#[test]
fn a_lock_of_another_machine_is_left_alone_unless_it_is_asked_for() {
    let (_folder, register, lock) = register();
    fs::write(&lock, named(elsewhere())).unwrap();
    let access = Access::to(&register, None, false);
    let Access::Theirs(Some(holder)) = &access else { panic!("{access:?}") };
    assert_eq!(holder.by, elsewhere());
    assert_eq!(fs::read_to_string(&lock).unwrap(), named(elsewhere()));
    let access = Access::to(&register, None, true);
    assert!(matches!(&access, Access::Ours { left: Some(left), .. } if left.by == elsewhere()));
    drop(access);
    assert!(!lock.exists());
}

#[test]
fn what_cannot_be_read_is_someone_elses() {
    let (_folder, register, lock) = register();
    fs::write(&lock, "(by: (user: \"half").unwrap();
    assert!(matches!(Access::to(&register, None, false), Access::Theirs(None)));
    assert!(Access::to(&register, None, true).is_for_work());
}

#[test]
fn a_lock_that_another_machine_took_over_is_noticed_and_not_removed() {
    let (_folder, register, lock) = register();
    let access = Access::to(&register, None, false);
    let ours = access.lock().unwrap();
    assert_eq!(ours.state(), Held::Ours);
    fs::write(&lock, named(elsewhere())).unwrap();
    assert!(matches!(ours.state(), Held::By(Some(holder)) if holder.by == elsewhere()));
    drop(access);
    assert_eq!(fs::read_to_string(&lock).unwrap(), named(elsewhere()));
    let again = Access::to(&register, None, true);
    fs::remove_file(&lock).unwrap();
    assert_eq!(again.lock().unwrap().state(), Held::Free);
}

#[cfg(unix)]
#[test]
fn where_nothing_can_be_locked_the_register_is_opened_all_the_same() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, register, lock) = register();
    // A folder in the way is in the way of every user.
    fs::create_dir(&lock).unwrap();
    assert!(matches!(Access::to(&register, None, false), Access::Unlocked));
    fs::remove_dir(&lock).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let access = Access::to(&register, None, false);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(access.is_for_work());
}

/// What this test binary does as another process: it takes the lock, says so and waits.
#[test]
fn a_process_that_holds_the_lock() {
    let Some(register) = std::env::var_os(HELD) else { return };
    let access = Access::to(&PathBuf::from(register), None, false);
    let said = if access.is_for_work() { "held" } else { "refused" };
    writeln!(std::io::stdout(), "{said}").unwrap();
    let mut line = String::new();
    let _ = std::io::stdin().read_line(&mut line);
}

const HELD: &str = "BLUE_RIBBON_TEST_HOLDS_LOCK";

#[test]
fn a_killed_process_leaves_a_lock_that_is_noticed() {
    use std::{
        io::{BufRead as _, BufReader},
        process::Stdio,
    };
    let (_folder, register, lock) = register();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["store::lock::a_process_that_holds_the_lock", "--exact", "--nocapture"])
        .env(HELD, &register)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stdout.take().unwrap()).lines();
    let is_held = |line: &Result<String, _>| line.as_ref().is_ok_and(|line| line.contains("held"));
    assert!(said.any(|line| is_held(&line)));
    let access = Access::to(&register, None, true);
    let Access::Theirs(Some(holder)) = &access else { panic!("{access:?}") };
    assert_eq!(holder.by.process, child.id());
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(lock.exists(), "a killed process removes nothing");
    let access = Access::to(&register, None, false);
    let Access::Ours { left: Some(left), .. } = &access else { panic!("{access:?}") };
    assert_eq!(left.by.process, child.id());
}
