//! A system that gives the program no thread: commands do their work on the only one.

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    process::Command,
};

use blue_ribbon::{Progress, store};

use crate::synth;

/// A user who runs nothing else, so that a limit of one task leaves the program one thread.
const USER: &str = "54321";

/// Returns a command that runs a program with one thread and no right to start another.
fn command_with_one_thread(is_root: bool) -> Command {
    let mut command = Command::new("prlimit");
    command.arg("--nproc=1");
    if is_root {
        command.args(["setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"]);
    }
    command
}

#[test]
fn commands_do_their_work_where_the_system_gives_no_thread() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let is_root = fs::metadata(folder.path()).unwrap().uid() == 0;
    let (program, register) = (folder.path().join("program"), folder.path().join("register.ron"));
    // Another user cannot reach the folder of the build.
    fs::copy(env!("CARGO_BIN_EXE_blue-ribbon"), &program).unwrap();
    let options = store::SaveOptions::copy();
    store::save(&register, &synth::register(2_000), &options, &Progress::default()).unwrap();
    fs::set_permissions(&register, fs::Permissions::from_mode(0o644)).unwrap();
    let file = register.to_str().unwrap();
    let merged = folder.path().join("merged.ron");
    let output = ["--output", merged.to_str().unwrap()];
    let merge: Vec<_> = ["merge", file, file, file].into_iter().chain(output).collect();
    for command in [vec!["check", file], vec!["summary", file], vec!["list", file], merge] {
        let run = |mut with: Command| with.args(&command).output().unwrap();
        let expected = run(Command::new(&program));
        let _ = fs::remove_file(&merged);
        let mut limited = command_with_one_thread(is_root);
        limited.arg(&program);
        let found = run(limited);
        let errors = String::from_utf8_lossy(&found.stderr);
        assert_eq!(found.status.code(), expected.status.code(), "{command:?}: {errors}");
        assert_eq!(found.stdout, expected.stdout, "{command:?}");
        assert!(found.status.code() == Some(0), "{command:?}: {errors}");
    }
    assert_eq!(fs::read(&merged).unwrap(), fs::read(&register).unwrap());
}
