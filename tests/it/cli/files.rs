//! Files that commands read and write: which output is refused, and what an input may be.

use std::{
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::assert::Assert;

use crate::{
    cli::{BUNDLED, output_of, program, run},
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
        (".a.ron.1.exchange", "(format: 1)"),
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
    // Names that no file here would take, before and after there are such files.
    let free = ["b.ron.history", "notes.bak", "summary.html", "a.ron.html"];
    for name in free.into_iter().chain(free) {
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

/// Every command that reads a register, with `@` in its place.
const READING_COMMANDS: [&[&str]; 7] = [
    &["summary", "@", "--as-of", "2014-03-30"],
    &["list", "@", "--as-of", "2014-03-30"],
    &["check", "@"],
    &["changes", "@", "--from", "2002-01-01", "--to", "2003-01-01"],
    &["contradictions", "@", "--as-of", "2014-03-30"],
    &["diff", "@", "a.ron"],
    &["diff", "a.ron", "@"],
];

fn with_register<'a>(command: &[&'a str], register: &'a str) -> Vec<&'a str> {
    command.iter().map(|part| if *part == "@" { register } else { part }).collect()
}

#[test]
fn every_command_reads_standard_input_as_it_reads_a_file() {
    let folder = Folder::new();
    let register = fs::read(folder.path("a.ron")).unwrap();
    let names = if cfg!(unix) { &["-", "/dev/stdin"][..] } else { &["-"] };
    for command in READING_COMMANDS {
        let expected = output_of(&folder.run(&with_register(command, "a.ron")).success());
        for name in names {
            let mut piped = program();
            piped.current_dir(folder.0.path()).args(with_register(command, name));
            let found = output_of(&piped.write_stdin(register.clone()).assert().success());
            assert_eq!(found, expected, "{command:?} {name}");
        }
    }
    let line = ["merge", "a.ron", "-", "a.ron", "--output", "-"];
    let mut piped = program();
    piped.current_dir(folder.0.path()).args(line).write_stdin(register.clone());
    assert_eq!(output_of(&piped.assert().success()).0.as_bytes(), register);
    assert_eq!(folder.names(), ["a.ron"], "no file is called -");
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_read_and_written() {
    use std::process::Command;
    let folder = Folder::new();
    for name in ["in", "out"] {
        assert!(Command::new("mkfifo").arg(folder.path(name)).status().unwrap().success());
    }
    for command in READING_COMMANDS {
        let expected = output_of(&folder.run(&with_register(command, "a.ron")).success());
        let (from, to) = (folder.path("a.ron"), folder.path("in"));
        let writer = std::thread::spawn(move || fs::write(to, fs::read(from).unwrap()));
        let found = output_of(&folder.run(&with_register(command, "in")).success());
        writer.join().unwrap().unwrap();
        assert_eq!(found, expected, "{command:?}");
    }
    let from = folder.path("out");
    let reader = std::thread::spawn(move || fs::read_to_string(from).unwrap());
    folder.run(&["summary", "a.ron", "--format", "html", "--output", "out"]).success();
    assert!(reader.join().unwrap().starts_with("<!DOCTYPE html>"));
}

#[test]
fn a_damaged_or_empty_stream_is_refused_like_a_file() {
    let folder = Folder::new();
    for text in ["", "no register", "\0\0", "(format: 1, title: \"x", "(\n    format: 9,\n)\n"] {
        fs::write(folder.path("bad"), text).unwrap();
        for command in READING_COMMANDS {
            let (out, err) = output_of(&folder.run(&with_register(command, "bad")).code(1));
            let mut piped = program();
            piped.current_dir(folder.0.path()).args(with_register(command, "-"));
            let found = output_of(&piped.write_stdin(text).assert().code(1));
            assert_eq!(found, (out, err.replace(": bad\n", ": -\n")), "{command:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn the_null_device_is_a_version_without_records() {
    let folder = Folder::new();
    let (added, _) = output_of(&folder.run(&["diff", "/dev/null", "a.ron"]).success());
    assert!(added.contains("Megumi Yokota"), "{added}");
    let (removed, _) = output_of(&folder.run(&["diff", "a.ron", "/dev/null"]).success());
    assert_eq!(added.lines().count(), removed.lines().count(), "{removed}");
    let (out, err) = output_of(&folder.run(&["diff", "/dev/null", "/dev/null"]).success());
    assert_eq!((out.as_str(), err.as_str()), ("", "Nothing differs.\n"));
    // As a register it is empty, and so is a common version that does not exist.
    let (_, err) = output_of(&folder.run(&["check", "/dev/null"]).code(1));
    assert!(err.contains("The file is empty"), "{err}");
    let line = ["merge", "/dev/null", "a.ron", "a.ron", "--output", "-"];
    assert_eq!(output_of(&folder.run(&line).success()).0, folder.text("a.ron"));
    folder.run(&["summary", "a.ron", "--output", "/dev/null"]).success();
}

#[test]
fn what_needs_a_file_refuses_standard_input() {
    let folder = Folder::new();
    for line in
        [&["history", "-"][..], &["verify", "-"], &["summary", "-", "--as-recorded", "2026-01-01"]]
    {
        let mut piped = program();
        piped.current_dir(folder.0.path()).args(line).write_stdin(folder.text("a.ron"));
        let (out, err) = output_of(&piped.assert().code(1));
        assert_eq!(out, "", "{line:?}");
        assert!(err.contains("has none; name the file"), "{line:?}: {err}");
    }
    let mut piped = program();
    piped.current_dir(folder.0.path()).args(["merge", "a.ron", "-", "a.ron"]);
    let (_, err) = output_of(&piped.write_stdin(folder.text("a.ron")).assert().failure());
    assert!(err.contains("Name a file with --output"), "{err}");
}

#[test]
fn the_format_follows_from_the_ending_of_the_output() {
    let folder = Folder::new();
    for (name, beginning) in [
        ("s.html", "<!DOCTYPE html>"),
        ("s.csv", "\u{feff}Case"),
        ("s.json", "{\n"),
        ("s.md", "# "),
        ("s.txt", "# "),
        ("s", "# "),
    ] {
        folder.run(&["summary", "a.ron", "--output", name]).success();
        assert!(folder.text(name).starts_with(beginning), "{name}: {:?}", &folder.text(name)[..20]);
    }
    folder.run(&["summary", "a.ron", "--output", "t.html", "--format", "json"]).success();
    assert!(folder.text("t.html").starts_with("{\n"), "--format decides");
    folder.run(&["summary", "a.ron", "--output", "p.html", "--pictures"]).success();
    folder.run(&["diff", "a.ron", "a.ron", "--output", "d.html"]).success();
    assert!(folder.text("d.html").starts_with("<!DOCTYPE html>"));
    for line in [
        &["summary", "a.ron", "--output", "s.pdf"][..],
        &["changes", "a.ron", "--from", "2002-01-01", "--output", "c.xlsx"],
        &["diff", "a.ron", "a.ron", "--output", "d.csv"],
    ] {
        let (_, err) = output_of(&folder.run(line).success());
        assert!(err.contains("Written in the default format"), "{err}");
    }
    assert!(folder.text("c.xlsx").starts_with("# "));
}

#[test]
fn standard_output_is_no_file_and_standard_input_is_read_once() {
    let folder = Folder::new();
    let line = ["summary", "a.ron", "--as-of", "2014-03-30"];
    let expected = output_of(&folder.run(&line).success());
    let found = output_of(&folder.run(&[&line[..], &["--output", "-"]].concat()).success());
    assert_eq!(found, expected);
    for line in [&["diff", "-", "-"][..], &["merge", "-", "a.ron", "-", "--output", "o.ron"]] {
        let (_, err) = output_of(&folder.run(line).code(2));
        assert!(err.contains("standard input can be read once"), "{err}");
    }
    let (_, err) = output_of(&folder.run(&["-"]).code(2));
    assert!(err.contains("blue-ribbon check -"), "{err}");
    assert_eq!(folder.names(), ["a.ron"]);
}

#[test]
fn a_word_that_is_neither_a_command_nor_a_file_is_answered_with_the_nearest_command() {
    let folder = Folder::new();
    for (line, command) in [
        (&["sumary"][..], "summary"),
        (&["Summary", "a.ron"], "summary"),
        (&["summery", "a.ron", "--as-of", "2014-03-30"], "summary"),
        (&["chekc"], "check"),
        (&["contradiction"], "contradictions"),
        (&["hist"], "history"),
        (&["dif", "a.ron", "a.ron"], "diff"),
        (&["hepl"], "help"),
    ] {
        let (out, err) = output_of(&folder.run(line).code(2));
        assert_eq!(out, "", "{line:?}");
        assert!(err.contains(&format!("did you mean {command}?")), "{line:?}: {err}");
    }
    let (_, err) = output_of(&folder.run(&["qqqq"]).code(2));
    assert!(err.contains("the commands are "), "{err}");
    // A file, and what looks like one, is a register.
    let name = folder.path("sumary").display().to_string();
    for register in [&*name, "sumary.ron", "./sumary"] {
        let line = ["blue-ribbon".into(), register.into()];
        let Ok(blue_ribbon::cli::Invocation::Window(Some(path))) = blue_ribbon::cli::parse(line)
        else {
            panic!("{register}");
        };
        assert_eq!(path, Path::new(register));
    }
}

#[test]
fn the_separator_of_a_csv_file_is_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let heading = |args: &[&str]| {
        let (out, _) = output_of(&run(args).success());
        out.lines().next().unwrap().to_owned()
    };
    let summary = ["summary", BUNDLED, "--format", "csv", "--separator"];
    assert!(heading(&[&summary[..], &["semicolon"]].concat()).contains("Case;Name;Native name"));
    assert!(heading(&[&summary[..], &["tab"]].concat()).contains("Case\tName\tNative name"));
    assert!(heading(&[&summary[..], &["comma"]].concat()).contains("Case,Name,Native name"));
    let list = ["list", BUNDLED, "--format", "csv", "--separator", "semicolon"];
    assert!(heading(&list).contains("Case;As of;Name"));
    let path = folder.path().join("s.tsv");
    run(&["summary", BUNDLED, "--output", path.to_str().unwrap()]).success();
    assert!(std::fs::read_to_string(&path).unwrap().contains("Case\tName\t"));
    for line in [
        ["summary", BUNDLED, "--format", "json", "--separator", "tab"],
        ["list", BUNDLED, "--format", "table", "--separator", "tab"],
    ] {
        let (_, err) = output_of(&run(&line).code(2));
        assert!(err.contains("--separator needs --format csv"), "{err}");
    }
}

#[test]
fn a_cell_that_a_spreadsheet_cuts_off_is_said() {
    let folder = Folder::new();
    let text = folder.text("a.ron").replacen(
        "\"Niigata City\"",
        &format!("\"{}\"", "x".repeat(40_000)),
        1,
    );
    fs::write(folder.path("long.ron"), text).unwrap();
    let [long, output] = ["long.ron", "s.csv"].map(|name| folder.path(name));
    let line = ["summary", long.to_str().unwrap(), "--output", output.to_str().unwrap()];
    let (_, err) = output_of(&run(&line).success());
    assert!(err.contains("yokota-megumi, Place, has 40,000 characters"), "{err}");
    assert!(fs::read_to_string(&output).unwrap().contains(&"x".repeat(40_000)));
}
