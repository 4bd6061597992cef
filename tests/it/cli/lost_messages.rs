//! The exit status says what was done also where nobody can read a message: standard error or output
//! is closed, full, or a pipe without a reader.

use std::{
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{
    cli::{
        BUNDLED,
        history::record_change,
        merge::{OUR_CLAIM, THEIR_CLAIM, bundled, claims, load, with, with_claim},
    },
    source_code::repository_root,
};

/// A stream that nothing can be read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LostStream {
    Closed,
    Full,
    WithoutReader,
}

const LOST_STREAMS: [LostStream; 3] =
    [LostStream::Closed, LostStream::Full, LostStream::WithoutReader];

impl LostStream {
    fn stdio(self) -> Stdio {
        match self {
            // The shell closes it.
            Self::Closed => Stdio::null(),
            Self::Full => OpenOptions::new().write(true).open("/dev/full").unwrap().into(),
            Self::WithoutReader => io::pipe().unwrap().1.into(),
        }
    }
}

/// Runs the program with lost streams, and returns its exit status.
fn status(args: &[&str], out: Option<LostStream>, err: Option<LostStream>) -> i32 {
    let closed = |stream, number| match stream {
        Some(LostStream::Closed) => format!(" {number}>&-"),
        _ => String::new(),
    };
    let line = format!("exec \"$0\" \"$@\"{}{}", closed(out, 1), closed(err, 2));
    let stdio = |stream: Option<LostStream>| stream.map_or_else(Stdio::null, LostStream::stdio);
    let status = Command::new("sh")
        .args(["-c", &line, env!("CARGO_BIN_EXE_blue-ribbon")])
        .args(args)
        .current_dir(repository_root())
        .env("LC_ALL", "C")
        .env_remove("LANGUAGE")
        .stdout(stdio(out))
        .stderr(stdio(err))
        .status()
        .unwrap();
    status.code().unwrap()
}

/// A folder with files.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> String {
        fs::write(self.path(name), text).unwrap();
        self.name(name)
    }

    fn name(&self, name: &str) -> String {
        self.path(name).to_str().unwrap().to_owned()
    }
}

#[test]
fn a_merge_tells_what_it_did() {
    let base = bundled();
    let conflicting = with(&base, "age: 13", "age: 14");
    let also = with(&base, "age: 13", "age: 12");
    for lost in LOST_STREAMS {
        for (ours, theirs, expected) in [
            (with_claim(&base, OUR_CLAIM), with_claim(&base, THEIR_CLAIM), 0),
            (conflicting.clone(), also.clone(), 1),
            ("(format: 1,".to_owned(), also.clone(), 129),
        ] {
            let folder = Folder::new();
            let paths = [("b.ron", &base), ("o.ron", &ours), ("t.ron", &theirs)];
            let [b, o, t] = paths.map(|(name, text)| folder.write(name, text));
            let line = ["merge", &b, &o, &t];
            assert_eq!(status(&line, None, Some(lost)), expected, "{lost:?}");
            let text = fs::read_to_string(&o).unwrap();
            match expected {
                0 => assert!(claims(&load(Path::new(&o))).contains(&"japan 2024-03-13".to_owned())),
                1 => assert!(text.contains("<<<<<<<")),
                _ => assert_eq!(text, ours),
            }
            folder.write("o.ron", &ours);
            let output = folder.name("merged.ron");
            let line = ["merge", &b, &o, &t, "--output", &output];
            let expected = if expected == 129 { 2 } else { expected };
            assert_eq!(status(&line, None, Some(lost)), expected, "{lost:?}");
            assert_eq!(folder.path("merged.ron").exists(), expected != 2, "{lost:?}");
        }
    }
}

#[test]
fn a_merge_of_histories_tells_what_it_did() {
    let folder = Folder::new();
    let register = folder.write("r.ron", &bundled());
    record_change(Path::new(&register), "2026-11-25T20:31:04Z", "kume-yutaka", "", |case| {
        case.note = "Changed.".into();
    });
    let history = folder.name("r.ron.history");
    for lost in LOST_STREAMS {
        let line = ["merge-history", &history, &history, &history];
        assert_eq!(status(&line, Some(lost), Some(lost)), 0, "{lost:?}");
        let line = ["merge-history", &history, "no such file", &history];
        assert_eq!(status(&line, Some(lost), Some(lost)), 129, "{lost:?}");
    }
}

#[test]
fn a_merge_to_an_output_that_is_not_read_tells_of_conflicts_and_of_a_full_disk() {
    let base = bundled();
    let folder = Folder::new();
    let b = folder.write("b.ron", &base);
    let o = folder.write("o.ron", &with(&base, "age: 13", "age: 14"));
    let t = folder.write("t.ron", &with(&base, "age: 13", "age: 12"));
    let line = ["merge", &b, &o, &t, "--output", "-"];
    assert_eq!(status(&line, Some(LostStream::WithoutReader), None), 1);
    assert_eq!(status(&line, Some(LostStream::Full), None), 2, "nothing was written");
    assert_eq!(status(&["merge", &b, &b, &t, "--output", "-"], Some(LostStream::Full), None), 2);
}

#[test]
fn a_file_that_was_written_is_a_success() {
    for lost in LOST_STREAMS {
        for (out, err) in [(None, Some(lost)), (Some(lost), None), (Some(lost), Some(lost))] {
            let folder = Folder::new();
            for (command, name) in [
                (&["summary", BUNDLED][..], "summary.csv"),
                (&["contradictions", BUNDLED], "contradictions.unknown"),
                (&["changes", BUNDLED, "--from", "2002-01-01"], "changes.md"),
                (&["diff", BUNDLED, "/dev/null"], "diff.txt"),
            ] {
                let path = folder.name(name);
                let line = [command, &["--output", &path]].concat();
                assert_eq!(status(&line, out, err), 0, "{line:?} {lost:?}");
                assert!(fs::metadata(&path).unwrap().len() > 0, "{path}");
            }
        }
    }
}

#[test]
fn a_check_and_a_verification_tell_what_they_found() {
    let folder = Folder::new();
    let broken = folder.write("r.ron", &with(&bundled(), "[\"nippon-zaidan-1997\"]", "[\"gone\"]"));
    for lost in LOST_STREAMS {
        for (out, err) in [(None, Some(lost)), (Some(lost), None), (Some(lost), Some(lost))] {
            assert_eq!(status(&["check", &broken], out, err), 1, "{lost:?}");
            assert_eq!(status(&["verify", &broken], out, err), 1, "{lost:?}");
            assert_eq!(status(&["summary", "no such file.ron"], out, err), 1, "{lost:?}");
            assert_eq!(status(&["summary", "--no-such-option"], out, err), 2, "{lost:?}");
            assert_eq!(status(&["merge", "--no-such-option"], out, err), 129, "{lost:?}");
        }
        assert_eq!(status(&["check", BUNDLED], None, Some(lost)), 0, "{lost:?}");
    }
    for line in [&["check", BUNDLED][..], &["list", BUNDLED], &["--help"], &["--version"]] {
        assert_eq!(status(line, Some(LostStream::WithoutReader), None), 0, "{line:?}");
        assert_eq!(status(line, Some(LostStream::Full), None), 1, "{line:?}");
    }
}

#[test]
fn git_is_set_up_whether_or_not_anyone_reads_of_it() {
    if Command::new("git").arg("--version").output().is_err() {
        return;
    }
    for lost in LOST_STREAMS {
        let folder = Folder::new();
        let git = |line: &[&str]| {
            let mut git = Command::new("git");
            git.args(line).current_dir(folder.0.path()).env("GIT_CONFIG_NOSYSTEM", "1");
            git.output().unwrap()
        };
        assert!(git(&["init", "--quiet"]).status.success());
        folder.write("register.ron", &bundled());
        let line = ["setup-git", folder.0.path().to_str().unwrap()];
        assert_eq!(status(&line, Some(lost), Some(lost)), 0, "{lost:?}");
        let drivers = git(&["config", "--get-regexp", "^merge\\.blue-ribbon.*\\.driver$"]);
        assert_eq!(String::from_utf8(drivers.stdout).unwrap().lines().count(), 2, "{lost:?}");
    }
}

#[test]
fn a_log_that_cannot_be_written_stops_nothing() {
    let folder = Folder::new();
    let path = folder.name("summary.md");
    for lost in LOST_STREAMS {
        let mut command = Command::new(env!("CARGO_BIN_EXE_blue-ribbon"));
        command.args(["summary", BUNDLED, "--output", &path]).env("BLUE_RIBBON_LOG", "trace");
        command.current_dir(repository_root()).stdout(Stdio::null()).stderr(lost.stdio());
        assert!(command.status().unwrap().success(), "{lost:?}");
    }
}
