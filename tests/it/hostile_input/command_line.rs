//! The command line on hostile files: it exits with its own status and a message, and prints no
//! control characters to the terminal.

use std::{fs, path::Path};

use assert_cmd::Command;

use crate::{
    child_process::silence_timeout, hostile_input::files_in, source_code::repository_root,
};

/// The exit status of a merge that could not be done, at which git stops.
const MERGE_DRIVER_ERROR: i32 = 129;

/// Runs the program and returns its exit status and output. It must neither panic nor be ended by
/// a signal.
fn run(args: &[&str], file: &Path) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_blue-ribbon"));
    command
        .current_dir(repository_root())
        .env("LC_ALL", "C")
        .env_remove("LANGUAGE")
        .args(args)
        .arg(file);
    let output = command.timeout(silence_timeout()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let (out, err) = (text(output.stdout), text(output.stderr));
    let status = output.status.code().unwrap_or_else(|| panic!("{args:?} {file:?}: {err}"));
    assert!(
        status <= 2 || status == MERGE_DRIVER_ERROR,
        "{args:?} {file:?} ends with {status}: {err}"
    );
    (status, out, err)
}

/// Asserts that every command that reads a register refuses this file with a message of one line.
fn refusal_message(file: &Path) -> String {
    // A check goes on past a record that is damaged, to tell of the others.
    let (status, out, err) = run(&["check"], file);
    assert_eq!(status, 1, "{file:?}: {err}");
    assert_printable(&out);
    assert_printable(&err);
    let (status, out, err) = run(&["summary"], file);
    assert_eq!((status, out.as_str()), (1, ""), "{file:?}: {err}");
    assert_eq!(err.lines().count(), 1, "{err}");
    assert_printable(&err);
    for (args, fails) in [
        (&["list", "--format", "csv"][..], 1),
        (&["diff", "data/register.ron"], 1),
        (&["merge", "data/register.ron", "data/register.ron"], MERGE_DRIVER_ERROR),
    ] {
        let (status, out, _) = run(args, file);
        assert_eq!((status, out.as_str()), (fails, ""), "{args:?} {file:?}");
    }
    err
}

fn assert_printable(text: &str) {
    let odd = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!text.contains(odd), "not to be printed as it is: {text:?}");
}

#[test]
fn every_broken_file_is_refused_with_one_line() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files_in("tests/broken") {
        let path = folder.path().join(name);
        fs::write(&path, &bytes).unwrap();
        refusal_message(&path);
        assert_eq!(fs::read(&path).unwrap(), bytes, "what cannot be read is not written");
    }
}

#[cfg(unix)]
#[test]
fn a_link_loop_or_a_device_without_end_is_refused_without_blocking() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    symlink("two", path("one")).unwrap();
    symlink("one", path("two")).unwrap();
    symlink(".", path("here")).unwrap();
    assert!(
        refusal_message(&path("one")).contains("symbolic links"),
        "{}",
        refusal_message(&path("one"))
    );
    assert!(refusal_message(&path("here")).contains("folder"));
    refusal_message(Path::new("/dev/zero"));
    refusal_message(Path::new("/proc/self/mem"));
    // Nor can anything be written in a circle.
    let output = path("one").display().to_string();
    let (status, _, err) =
        run(&["summary", "--output", &output], &repository_root().join("data/register.ron"));
    assert_eq!(status, 1, "{err}");
    assert_printable(&err);
}

#[test]
fn text_of_a_register_sends_no_control_codes_to_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let text = fs::read_to_string(repository_root().join("data/format-1.ron")).unwrap();
    let hostile = r"\u{1b}]0;title\u{7}\u{1b}[2J\u{202e}\u{9b}2J\r";
    let text = text.replace("given: \"", &format!("given: \"{hostile}"));
    let text = text.replace("en: \"", &format!("en: \"{hostile}"));
    let text = text.replace("cause: \"", &format!("cause: \"{hostile}"));
    fs::write(&path, text).unwrap();
    for args in [
        &["list"][..],
        &["check"],
        &["contradictions"],
        &["summary"],
        &["diff", "data/format-1.ron"],
    ] {
        let (_, out, err) = run(args, &path);
        assert_printable(&err);
        let odd = |c: char| c.is_control() && c != '\n' && c != '\t';
        assert!(!out.contains(odd), "{args:?}: {:?}", out.lines().find(|line| line.contains(odd)));
    }
}
