//! git merges registers by this program, and compares them by it.

use std::{
    fs,
    path::PathBuf,
    process::{Command as Process, Output},
};

use crate::{
    cli::merge::{
        OUR_CLAIM, THEIR_CLAIM, bundled, claims, load, resolve_markers, windows, with, with_claim,
    },
    generators::read,
};

/// A repository in which git merges registers by this program; none where there is no git.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    #[expect(clippy::print_stderr, reason = "a test that does nothing says so")]
    fn new() -> Option<Self> {
        if Process::new("git").arg("--version").output().is_err() {
            eprintln!("There is no git, so that nothing is merged by it.");
            return None;
        }
        let this = Self { folder: tempfile::tempdir().unwrap() };
        let options = "--path %P --marker-size %L --labels %X %Y";
        let driver = format!("\"{}\" merge %O %A %B {options}", env!("CARGO_BIN_EXE_blue-ribbon"));
        this.done(&["init", "--quiet", "--initial-branch", "main"]);
        this.done(&["config", "user.name", "Someone"]);
        this.done(&["config", "user.email", "someone@example.org"]);
        this.done(&["config", "commit.gpgsign", "false"]);
        this.done(&["config", "merge.blue-ribbon.driver", &driver]);
        fs::write(this.path(".gitattributes"), "register.ron merge=blue-ribbon\n").unwrap();
        Some(this)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn git(&self, line: &[&str]) -> Output {
        let mut git = Process::new("git");
        git.args(line).current_dir(self.folder.path());
        git.env("LC_ALL", "C").env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", self.folder.path());
        git.output().unwrap()
    }

    fn done(&self, line: &[&str]) {
        let output = self.git(line);
        assert!(output.status.success(), "{line:?}: {output:?}");
    }

    fn commit(&self, text: &str) {
        fs::write(self.path("register.ron"), text).unwrap();
        self.done(&["add", "--all"]);
        self.done(&["commit", "--quiet", "--message", "Register"]);
    }

    /// Merges a branch with this text into one with that.
    fn merged(&self, base: Option<&str>, ours: &str, theirs: &str) -> Output {
        match base {
            Some(base) => self.commit(base),
            None => {
                self.done(&["add", "--all"]);
                self.done(&["commit", "--quiet", "--message", "Attributes"]);
            }
        }
        self.done(&["checkout", "--quiet", "-b", "hers"]);
        self.commit(theirs);
        self.done(&["checkout", "--quiet", "main"]);
        self.commit(ours);
        self.git(&["merge", "--quiet", "--no-edit", "hers"])
    }

    fn status(&self) -> String {
        String::from_utf8(self.git(&["status", "--porcelain"]).stdout).unwrap()
    }
}

#[test]
fn git_merges_branches_that_add_claims_to_one_person() {
    let base = bundled();
    for before in [Some(&*base), None] {
        let Some(repository) = Repository::new() else { return };
        let (ours, theirs) = (with_claim(&base, OUR_CLAIM), with_claim(&base, THEIR_CLAIM));
        let output = repository.merged(before, &ours, &theirs);
        assert!(output.status.success(), "{output:?}");
        assert_eq!(repository.status(), "", "all is committed, and nothing is left beside it");
        let merged = load(&repository.path("register.ron"));
        assert_eq!(claims(&merged).len(), claims(&read(&base)).len() + 2);
    }
}

#[test]
fn git_stops_at_a_conflict_in_one_field() {
    let Some(repository) = Repository::new() else { return };
    let base = bundled();
    let [ours, theirs] = ["06", "07"]
        .map(|day| with(&base, "born: \"1964-10-05\"", &format!("born: \"1964-10-{day}\"")));
    let output = repository.merged(Some(&base), &ours, &theirs);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("Conflict: Megumi Yokota: Date of birth: ours 6 October 1964"), "{said}");
    assert!(said.contains("register.ron"), "the file has its name: {said}");
    assert_eq!(repository.status(), "UU register.ron\n");
    let marked = fs::read_to_string(repository.path("register.ron")).unwrap();
    let marked = marked.replace("<<<<<<< HEAD", "<<<<<<< ours");
    let marked = marked.replace(">>>>>>> hers", ">>>>>>> theirs");
    assert_eq!(resolve_markers(&marked, true), ours);
    assert_eq!(resolve_markers(&marked, false), theirs);
}

#[test]
fn git_stops_at_a_side_that_cannot_be_read_and_nothing_is_lost() {
    for driver in ["%O %A %B", "%O %A %B --path %P", "%O %A --path %P"] {
        let Some(repository) = Repository::new() else { return };
        let driver = format!("\"{}\" merge {driver}", env!("CARGO_BIN_EXE_blue-ribbon"));
        repository.done(&["config", "merge.blue-ribbon.driver", &driver]);
        let base = bundled();
        // A comma is missing.
        let theirs = with_claim(
            &base,
            r#"(by: "japan", on: "2025-01-01", says: Abducted sources: ["npa"], note: "HER WORK")"#,
        );
        let ours = with_claim(&base, OUR_CLAIM);
        let output = repository.merged(Some(&base), &ours, &theirs);
        assert!(!output.status.success(), "{output:?}");
        assert_ne!(output.status.code(), Some(1), "not a conflict: {output:?}");
        let text = fs::read_to_string(repository.path("register.ron")).unwrap();
        assert_eq!(text, ours);
        assert_eq!(repository.status(), "", "nothing is merged");
    }
}

#[test]
fn git_merges_a_history_with_two_common_ancestors() {
    let Some(repository) = Repository::new() else { return };
    let base = bundled();
    let born =
        |text: &str, day: &str| with(text, "born: \"1964-10-05\"", &format!("born: \"{day}\""));
    let (ours, theirs) = (born(&base, "1964-10-06"), born(&base, "1964-10-07"));
    let output = repository.merged(Some(&base), &ours, &theirs);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    // Both settle the same conflict, each in their own way, and both ancestors are common.
    let parents = ["HEAD", "hers"].map(|name| {
        let output = repository.git(&["rev-parse", name]);
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    });
    repository.commit(&with_claim(&ours, OUR_CLAIM));
    repository.done(&["checkout", "--quiet", "-b", "other", &parents[1]]);
    let output = repository.git(&["merge", "--no-edit", &parents[0]]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    repository.commit(&with_claim(&theirs, THEIR_CLAIM));
    let output = repository.git(&["merge", "--no-edit", "main"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("Megumi Yokota: Date of birth"), "{said}");
    let marked = fs::read_to_string(repository.path("register.ron")).unwrap();
    assert!(marked.contains(OUR_CLAIM) && marked.contains(THEIR_CLAIM));
    assert_eq!(marked.matches("<<<<<<<").count(), 1, "{marked}");
}

#[test]
fn git_merges_a_register_that_one_side_renamed() {
    let Some(repository) = Repository::new() else { return };
    fs::write(
        repository.path(".gitattributes"),
        "register.ron merge=blue-ribbon\npeople.ron merge=blue-ribbon\n",
    )
    .unwrap();
    let base = bundled();
    repository.commit(&base);
    repository.done(&["checkout", "--quiet", "-b", "hers"]);
    repository.done(&["mv", "register.ron", "people.ron"]);
    fs::write(repository.path("people.ron"), with_claim(&base, THEIR_CLAIM)).unwrap();
    repository.done(&["commit", "--quiet", "--all", "--message", "Renamed"]);
    repository.done(&["checkout", "--quiet", "main"]);
    repository.commit(&with_claim(&base, OUR_CLAIM));
    let output = repository.git(&["merge", "--quiet", "--no-edit", "hers"]);
    assert!(output.status.success(), "{output:?}");
    assert!(!repository.path("register.ron").exists());
    let merged = load(&repository.path("people.ron"));
    assert_eq!(claims(&merged).len(), claims(&read(&base)).len() + 2);
}

#[test]
fn git_merges_a_register_that_is_checked_out_with_the_line_ends_of_windows() {
    for (attribute, config) in [(" text eol=crlf", "false"), ("", "true")] {
        let Some(repository) = Repository::new() else { return };
        repository.done(&["config", "core.autocrlf", config]);
        let attributes = format!("register.ron merge=blue-ribbon{attribute}\n");
        fs::write(repository.path(".gitattributes"), attributes).unwrap();
        let base = bundled();
        let (ours, theirs) = (with_claim(&base, OUR_CLAIM), with_claim(&base, THEIR_CLAIM));
        let output = repository.merged(Some(&windows(&base)), &windows(&ours), &windows(&theirs));
        assert!(output.status.success(), "{output:?}");
        let text = fs::read_to_string(repository.path("register.ron")).unwrap();
        assert_eq!(windows(&text.replace("\r\n", "\n")), text);
        assert!(text.contains(OUR_CLAIM) && text.contains(THEIR_CLAIM));
        assert_eq!(repository.status(), "");
    }
    // The file in the repository itself has them.
    let Some(repository) = Repository::new() else { return };
    let base = windows(&bundled());
    let born = |day: &str| with(&base, "born: \"1964-10-05\"", &format!("born: \"{day}\""));
    let output = repository.merged(Some(&base), &born("1964-10-06"), &born("1964-10-07"));
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let text = fs::read_to_string(repository.path("register.ron")).unwrap();
    assert_eq!(windows(&text.replace("\r\n", "\n")), text);
}

#[test]
fn git_merges_another_ron_file_by_its_lines() {
    let Some(repository) = Repository::new() else { return };
    let settings = repository.path("settings.ron");
    let text = |first: &str, last: &str| format!("(\n{first}\n\n\n\n\n{last}\n)\n");
    fs::write(&settings, text("a: 1,", "b: 1,")).unwrap();
    let base = bundled();
    repository.commit(&base);
    repository.done(&["checkout", "--quiet", "-b", "hers"]);
    fs::write(&settings, text("a: 1,", "b: 2,")).unwrap();
    repository.commit(&with_claim(&base, THEIR_CLAIM));
    repository.done(&["checkout", "--quiet", "main"]);
    fs::write(&settings, text("a: 2,", "b: 1,")).unwrap();
    repository.commit(&with_claim(&base, OUR_CLAIM));
    let output = repository.git(&["merge", "--quiet", "--no-edit", "hers"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(fs::read_to_string(&settings).unwrap(), text("a: 2,", "b: 2,"));
    assert_eq!(
        claims(&load(&repository.path("register.ron"))).len(),
        claims(&read(&base)).len() + 2
    );
}

#[test]
fn git_difftool_shows_an_added_and_a_deleted_register() {
    let Some(repository) = Repository::new() else { return };
    fs::write(repository.path("notes.txt"), "-\n").unwrap();
    repository.done(&["add", "--all"]);
    repository.done(&["commit", "--quiet", "--message", "Notes"]);
    repository.commit(&bundled());
    let tool = format!("\"{}\" diff --lang en", env!("CARGO_BIN_EXE_blue-ribbon"));
    for (from, to, word) in [("HEAD~1", "HEAD", ": added"), ("HEAD", "HEAD~1", ": deleted")] {
        let output = repository.git(&[
            "difftool",
            "--no-prompt",
            "--extcmd",
            &tool,
            from,
            to,
            "--",
            "*.ron",
        ]);
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(
            output.status.success() && said.contains(&format!("Megumi Yokota{word}")),
            "{said}"
        );
    }
}
