//! Files that commands read and write: which output is refused, and what an input may be.

use std::{
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::assert::Assert;

use crate::{
    cli::{BUNDLED, output_of, program},
    source_code::repository_root,
};

/// A folder in which commands run, with the bundled register as `a.ron`.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        fs::copy(repository_root().join(BUNDLED), folder.path("a.ron")).unwrap();
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn run(&self, args: &[&str]) -> Assert {
        program().current_dir(self.0.path()).args(args).assert()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// The line of a history, of a lock and of a draft, as this program writes them.
const OWN_TEXTS: [&str; 3] = [
    "(format: 1, n: 1, at: \"2026-01-02T03:04:05Z\", what: Began, seal: \"00\")\n",
    "(by:(user:\"mori\",machine:\"ono\",process:4711),since:\"2026-01-02T03:04:05Z\")\n",
    "(\n    format: 3,\n    register: \"/home/mori/a.ron\",\n)\n",
];

/// Every command that writes a file, without the name of the file.
const WRITING_COMMANDS: [&[&str]; 5] = [
    &["summary", "a.ron", "--format", "html", "--output"],
    &["changes", "a.ron", "--from", "2002-01-01", "--format", "csv", "--output"],
    &["contradictions", "a.ron", "--format", "json", "--output"],
    &["diff", "a.ron", "a.ron", "--format", "text", "--output"],
    &["merge", "a.ron", "a.ron", "a.ron", "--output"],
];

#[test]
fn no_output_takes_the_place_of_a_register_or_of_a_file_beside_one() {
    let folder = Folder::new();
    let [history, lock, draft] = OWN_TEXTS;
    let others = [
        ("a.ron.history", history),
        (".a.ron.lock", lock),
        ("a.ron.bak", "(format: 1)"),
        ("a.ron.1.bak", "(format: 1)"),
        ("draft.md", draft),
        ("lock.html", lock),
        ("history.csv", history),
        ("other.txt", "// by hand\n(\n    format: 1,\n    title: \"x\",\n)\n"),
        ("broken.ron", "no register at all"),
        (".blue-ribbon-Xk2b9Q.tmp", "(format: 1"),
    ];
    for (name, text) in others {
        fs::write(folder.path(name), text).unwrap();
    }
    fs::hard_link(folder.path("a.ron.history"), folder.path("linked.html")).unwrap();
    let before = folder.names();
    for command in WRITING_COMMANDS {
        for (name, text) in others.into_iter().chain([("linked.html", history)]) {
            let (out, err) = output_of(&folder.run(&[command, &[name]].concat()).failure());
            assert_eq!(out, "", "{command:?} {name}");
            assert!(
                err.contains("a register, or the place of a file") && err.contains(name),
                "{err}"
            );
            assert!(err.contains("--force replaces it"), "{err}");
            assert_eq!(folder.text(name), text, "{command:?} {name}");
        }
        assert_eq!(folder.names(), before, "{command:?}");
    }
}

#[test]
fn a_name_beside_a_register_is_reserved_before_its_file_exists() {
    let folder = Folder::new();
    for command in WRITING_COMMANDS {
        for name in ["a.ron.history", ".a.ron.lock", "a.ron.bak", "a.ron.3.bak", "./a.ron.history"]
        {
            folder.run(&[command, &[name]].concat()).failure();
            assert_eq!(folder.names(), ["a.ron"], "{command:?} {name}");
        }
    }
    // Names that no file here would take.
    for name in ["b.ron.history", "notes.bak", "summary.html", "a.ron.html"] {
        folder.run(&["summary", "a.ron", "--format", "html", "--output", name]).success();
        assert!(folder.text(name).starts_with("<!DOCTYPE html>"), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_hides_no_file_of_a_register() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    fs::create_dir(folder.path("sub")).unwrap();
    for (target, link) in [
        ("../a.ron", "sub/one.html"),
        ("../a.ron.history", "sub/two.html"),
        ("a.ron.bak", "three.md"),
    ] {
        symlink(target, folder.path(link)).unwrap();
        let line = ["summary", BUNDLED, "--format", "html", "--output"];
        let output = folder.path(link);
        program().args(line).arg(&output).assert().failure();
        assert_eq!(fs::read_link(&output).unwrap(), Path::new(target));
    }
    assert_eq!(folder.names(), ["a.ron", "sub", "three.md"]);
    assert!(folder.text("a.ron").starts_with('('));
}

#[test]
fn force_replaces_a_register_and_keeps_it_as_a_numbered_backup() {
    let folder = Folder::new();
    let register = folder.text("a.ron");
    fs::copy(folder.path("a.ron"), folder.path("b.ron")).unwrap();
    let line = ["summary", "a.ron", "--format", "html", "--output", "b.ron"];
    folder.run(&line).code(1);
    assert_eq!(folder.text("b.ron"), register);
    folder.run(&[&line[..], &["--force"]].concat()).success();
    assert!(folder.text("b.ron").starts_with("<!DOCTYPE html>"));
    assert_eq!(folder.text("b.ron.1.bak"), register);
    // An ordinary file leaves no backup.
    for _ in 0..2 {
        let line = ["summary", "a.ron", "--format", "html", "--output", "s.html", "--force"];
        folder.run(&line).success();
    }
    assert_eq!(folder.names(), ["a.ron", "b.ron", "b.ron.1.bak", "b.ron.bak", "s.html"]);
    folder.run(&["summary", "a.ron", "--force"]).code(2);
}
