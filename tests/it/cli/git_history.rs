//! Registers and their histories in git: the command that sets git up, and merges by git itself.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command as Process, Output},
};

use serde_json::Value;

use crate::{
    child_process::print_line,
    cli::{BUNDLED, output_of, program, run},
    source_code::repository_root,
};
use blue_ribbon::{
    Progress,
    merge::revert::RevertPlan,
    model::Case,
    register::{Change, Edit, HistoryEvent, Register, Step, StepKind, StepSubject},
    session::{Session, loaded_register::LoadedRegister},
    store::{
        self, SaveOptions,
        fs::process_identity::ProcessIdentity,
        history::{
            checkout::checkout_register,
            commit::{Commit, append_to_history},
            commit_info::{CommitInfo, PendingEntry},
            index::HistoryIndex,
        },
    },
};

/// A git repository in a temporary folder.
struct Repository {
    folder: tempfile::TempDir,
}

impl Repository {
    /// Creates an empty repository that is not set up; `None`, with a message, where there is no
    /// git.
    fn empty() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let this = Self { folder };
        if Process::new("git").arg("--version").output().is_err() {
            print_line("skipped, for want of git");
            return None;
        }
        this.git(&["init", "--quiet", "--initial-branch", "main"]);
        this.configure("Aoki");
        Some(this)
    }

    /// Creates a repository that is set up, with the bundled register and a history of one change.
    fn with_register() -> Option<Self> {
        let this = Self::empty()?;
        this.set_up();
        fs::copy(repository_root().join(BUNDLED), this.register()).unwrap();
        this.change("Aoki", "hasuike-kaoru", "before the branches");
        this.commit();
        Some(this)
    }

    fn clone_of(other: &Self, user: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let this = Self { folder };
        this.git(&["clone", "--quiet", other.folder.path().to_str().unwrap(), "."]);
        this.configure(user);
        this.set_up();
        this
    }

    fn configure(&self, user: &str) {
        self.git(&["config", "user.name", user]);
        self.git(&["config", "user.email", "someone@example.org"]);
        self.git(&["config", "commit.gpgsign", "false"]);
    }

    fn set_up(&self) -> String {
        output_of(&program().arg("setup-git").arg(self.folder.path()).assert().success()).0
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn register(&self) -> PathBuf {
        self.path("register.ron")
    }

    fn history(&self) -> String {
        fs::read_to_string(self.path("register.ron.history")).unwrap()
    }

    fn try_git(&self, line: &[&str]) -> Output {
        let mut git = Process::new("git");
        git.args(line).current_dir(self.folder.path());
        git.env("LC_ALL", "C").env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", self.folder.path());
        git.output().unwrap()
    }

    fn git(&self, line: &[&str]) -> String {
        let output = self.try_git(line);
        assert!(output.status.success(), "{line:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "Changed"]);
    }

    /// Changes the note of a case and saves it with its history.
    fn change(&self, author: &str, id: &str, note: &str) {
        self.save(author, id, |case| case.note = note.into());
    }

    fn save(&self, author: &str, id: &str, does: impl Fn(&mut Case)) {
        let opened = store::load_strict(&self.register(), &Progress::default()).unwrap();
        let mut register = opened.register;
        let at = register.cases().iter().position(|case| case.id.as_str() == id).unwrap();
        let before = register.cases()[at].clone();
        let mut after = (*before).clone();
        does(&mut after);
        let subject = StepSubject::Case(before.name.latin());
        let edit = Edit::Case(Change { at, before: Some(before), after: Some(after.into()) });
        let step = Step::new(StepKind::Change, subject, vec![edit]);
        register.apply_all(&step.edits).unwrap();
        let event = HistoryEvent::Performed(step);
        let info = CommitInfo {
            author_name: author.into(),
            process: ProcessIdentity { user: "u".into(), machine: "m".into(), process: 1 },
            pending_entries: vec![PendingEntry { time: jiff::Timestamp::now(), event }],
            signing_key: None,
        };
        let options = SaveOptions {
            history: Some(Commit { info: &info, overwritten: None }),
            ..SaveOptions::update(&opened.version)
        };
        let text = (&register, &opened.source_text);
        store::save(&self.register(), &text, &options, &Progress::default()).unwrap();
    }

    fn load(&self) -> Register {
        store::load_strict(&self.register(), &Progress::default()).unwrap().register
    }

    fn note(&self, id: &str) -> String {
        note(&self.load(), id)
    }

    /// Returns the register as of the line of a number of its history.
    fn as_of_line(&self, line: usize) -> Register {
        let index = HistoryIndex::load(&self.register(), None, &Progress::default()).unwrap();
        let progress = Progress::default();
        checkout_register(&self.register(), &index, line - 1, self.load(), &progress).unwrap()
    }

    fn verify(&self) -> String {
        output_of(&program().arg("verify").arg(self.register()).assert().success()).0
    }

    /// Lists author and change of each line of the history.
    fn changes(&self) -> Vec<String> {
        let arguments = ["history", "--format", "json"];
        let listed = program().args(arguments).arg(self.register()).assert().success();
        let listed: Value = serde_json::from_str(&output_of(&listed).0).unwrap();
        let change = |it: &Value| {
            let text = |key: &str| it[key].as_str().unwrap_or_default().to_owned();
            format!("{} {} {} {}", it["follows"], text("who"), text("what"), text("subject"))
        };
        listed["changes"].as_array().unwrap().iter().map(change).collect()
    }

    /// Makes a branch where one person changes one case, while another changes one on main.
    fn diverge(&self, theirs: &[(&str, &str)], ours: &[(&str, &str)]) {
        self.git(&["checkout", "--quiet", "-b", "hers"]);
        for (id, note) in theirs {
            self.change("Baba", id, note);
        }
        self.commit();
        self.git(&["checkout", "--quiet", "main"]);
        for (id, note) in ours {
            self.change("Aoki", id, note);
        }
        self.commit();
    }
}

fn note(register: &Register, id: &str) -> String {
    let case = register.cases().iter().find(|case| case.id.as_str() == id).unwrap();
    case.note.to_string()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn setup_git_says_what_it_did_and_does_it_once() {
    let Some(repository) = Repository::empty() else { return };
    fs::create_dir(repository.path("north")).unwrap();
    fs::copy(repository_root().join(BUNDLED), repository.path("north/niigata.ron")).unwrap();
    fs::write(repository.path("config.ron"), "(debug: true)\n").unwrap();
    fs::write(repository.path(".gitattributes"), "*.png binary\n*.ron merge=blue-ribbon\n")
        .unwrap();
    // A folder in the working tree is enough.
    let north = repository.path("north");
    let said = output_of(&program().arg("setup-git").arg(&north).assert().success()).0;
    for part in ["removed “*.ron merge=blue-ribbon”", "added “register.ron merge=blue-ribbon"]
    {
        assert!(said.contains(part), "{said}");
    }
    assert!(said.contains("set merge.blue-ribbon-history.driver to “'"), "{said}");
    let attributes = read(&repository.path(".gitattributes"));
    assert_eq!(
        attributes,
        "*.png binary\n\
         register.ron merge=blue-ribbon diff=blue-ribbon -text\n\
         *.ron.history merge=blue-ribbon-history -text\n\
         /north/niigata.ron merge=blue-ribbon diff=blue-ribbon -text\n"
    );
    let merge_of = |path: &str| repository.git(&["check-attr", "merge", "--", path]);
    assert!(merge_of("north/niigata.ron").ends_with("merge: blue-ribbon\n"));
    assert!(merge_of("north/niigata.ron.history").ends_with("merge: blue-ribbon-history\n"));
    assert!(merge_of("config.ron").ends_with("merge: unspecified\n"));
    let config = repository.git(&["config", "--local", "--list"]);
    let said = repository.set_up();
    assert!(said.contains("has the lines for registers already"), "{said}");
    assert!(!said.contains("added") && !said.contains(": set "), "{said}");
    assert_eq!(read(&repository.path(".gitattributes")), attributes);
    assert_eq!(repository.git(&["config", "--local", "--list"]), config);
}

#[test]
fn setup_git_refuses_a_folder_outside_of_a_working_tree() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), folder.path().join("missing")] {
        let mut command = program();
        command.env("GIT_CEILING_DIRECTORIES", folder.path().parent().unwrap());
        let (out, err) = output_of(&command.arg("setup-git").arg(&path).assert().failure().code(1));
        assert_eq!(out, "");
        assert!(err.contains("not a folder in the working tree of a git repository"), "{err}");
        assert!(err.contains(path.to_str().unwrap()), "{err}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let missing = program().env("PATH", "").args(["setup-git", "."]).assert().failure().code(1);
    assert!(output_of(&missing).1.contains("The program git was not found"));
}

#[test]
fn git_merges_two_histories_into_one_that_shows_both_lines_of_work() {
    let Some(repository) = Repository::with_register() else { return };
    repository.diverge(
        &[("yokota-megumi", "hers"), ("kume-yutaka", "hers too")],
        &[("taguchi-yaeko", "his")],
    );
    let mut states = Vec::new();
    for (branch, other) in [("main", "hers"), ("hers", "main~1")] {
        repository.git(&["checkout", "--quiet", branch]);
        let before = repository.history();
        repository.git(&["merge", "--quiet", "--no-edit", other]);
        assert_eq!(repository.git(&["status", "--porcelain"]), "");
        assert!(repository.verify().ends_with("It proves no more.\n"));
        assert!(repository.history().starts_with(&before), "no line is changed or moved");
        states.push(repository.load());
        if branch == "main" {
            repository.git(&["tag", "merged"]);
        }
    }
    assert_eq!(states[0], states[1], "the direction of the merge makes no difference");
    repository.git(&["checkout", "--quiet", "main"]);
    assert_eq!(
        repository.changes(),
        [
            "[] Aoki began ",
            "[1] Aoki did Kaoru Hasuike",
            "[2] Aoki did Yaeko Taguchi",
            "[2] Baba did Megumi Yokota",
            "[4] Baba did Yutaka Kume",
            "[3,5] Aoki merged ",
        ]
    );
    let text = output_of(&program().arg("history").arg(repository.register()).assert().success()).0;
    assert!(text.contains("Two histories merged (merges change 5 into change 3)\n"), "{text}");
    assert!(text.contains("Change of Megumi Yokota (follows change 2)\n"), "{text}");
    // Each state of both lines of work can be shown.
    let notes = |line| {
        let register = repository.as_of_line(line);
        ["taguchi-yaeko", "yokota-megumi"].map(|id| note(&register, id))
    };
    let [his, hers] = notes(2);
    assert_eq!(notes(3), ["his".to_owned(), hers.clone()]);
    assert_eq!(notes(4), [his.clone(), "hers".to_owned()]);
    assert_eq!(notes(6), ["his", "hers"].map(str::to_owned));
    // What is undone after the merge goes back along this copy’s lines.
    let opened = store::open_writable(&repository.register(), &Progress::default()).unwrap();
    let (mut register, mut undo) = (opened.register, opened.undo_history);
    assert_eq!(opened.warnings, []);
    undo.undo(&mut register).unwrap();
    assert_eq!(register, repository.as_of_line(3));
    undo.undo(&mut register).unwrap();
    assert_eq!(register, repository.as_of_line(2));
    // A single change of the other line of work can be reverted.
    let index = HistoryIndex::load(&repository.register(), None, &Progress::default()).unwrap();
    let hers_entry = index.read_entry(&repository.register(), &index.headers()[3]).unwrap();
    let mut register = repository.load();
    let revert = RevertPlan::new(&register, hers_entry.event.step().unwrap());
    assert_eq!(revert.conflicts(), []);
    register.apply_all(&revert.to_step(&[]).unwrap().edits).unwrap();
    assert_eq!(
        (note(&register, "yokota-megumi"), note(&register, "taguchi-yaeko")),
        (hers, "his".to_owned())
    );
    // The next change goes on from the merge.
    repository.change("Aoki", "hasuike-kaoru", "after the merge");
    repository.verify();
    assert_eq!(repository.changes()[6], "[6] Aoki did Kaoru Hasuike");
    assert_eq!(notes(4), [his, "hers".to_owned()]);
}

#[test]
fn clones_that_pull_from_each_other_again_and_again_have_whole_histories() {
    let Some(first) = Repository::with_register() else { return };
    let second = Repository::clone_of(&first, "Baba");
    first.git(&["config", "receive.denyCurrentBranch", "ignore"]);
    let pull = |to: &Repository, from: &Repository| {
        to.git(&[
            "pull",
            "--quiet",
            "--no-rebase",
            "--no-edit",
            from.folder.path().to_str().unwrap(),
            "main",
        ]);
        to.verify();
        assert_eq!(to.git(&["status", "--porcelain"]), "");
    };
    let edit = |repository: &Repository, author: &str, id: &str, note: &str| {
        repository.change(author, id, note);
        repository.commit();
    };
    edit(&first, "Aoki", "yokota-megumi", "a1");
    edit(&second, "Baba", "kume-yutaka", "b1");
    // Each merges the other’s version of before the merge.
    second.git(&["fetch", "--quiet", "origin"]);
    pull(&first, &second);
    second.git(&["merge", "--quiet", "--no-edit", "origin/main"]);
    second.verify();
    // Then both go on, and meet twice more.
    edit(&first, "Aoki", "yokota-megumi", "a2");
    edit(&second, "Baba", "kume-yutaka", "b2");
    pull(&first, &second);
    pull(&second, &first);
    edit(&first, "Aoki", "taguchi-yaeko", "a3");
    edit(&second, "Baba", "hasuike-kaoru", "b3");
    pull(&second, &first);
    pull(&first, &second);
    assert_eq!(first.load(), second.load());
    assert_eq!(first.history(), second.history());
    for (id, note) in [
        ("yokota-megumi", "a2"),
        ("kume-yutaka", "b2"),
        ("taguchi-yaeko", "a3"),
        ("hasuike-kaoru", "b3"),
    ] {
        assert_eq!(first.note(id), note);
    }
    let count = first.changes().len();
    for line in 1..=count {
        first.as_of_line(line);
    }
}

#[test]
fn the_save_after_a_conflict_records_the_resolution() {
    let Some(repository) = Repository::with_register() else { return };
    repository.diverge(&[("yokota-megumi", "hers")], &[("yokota-megumi", "his")]);
    let output = repository.try_git(&["merge", "--no-edit", "hers"]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(read(&repository.register()).contains("<<<<<<<"));
    // The history is merged without a conflict.
    assert_eq!(repository.git(&["diff", "--name-only", "--diff-filter=U"]), "register.ron\n");
    repository.git(&["checkout", "--quiet", "--theirs", "register.ron"]);
    let (out, _) = output_of(&program().arg("verify").arg(repository.register()).assert().code(1));
    assert!(out.starts_with("line 5: is the last, and merges two histories"), "{out}");
    repository.commit();
    repository.change("Aoki", "kume-yutaka", "after the conflict");
    repository.verify();
    assert_eq!(
        repository.changes()[2..],
        [
            "[2] Aoki did Megumi Yokota",
            "[2] Baba did Megumi Yokota",
            "[3,4] Aoki merged ",
            "[5] Aoki outside ",
            "[6] Aoki did Yutaka Kume",
        ]
    );
    // The resolution is one side’s version, from which the way back is known.
    assert_eq!(note(&repository.as_of_line(4), "yokota-megumi"), "hers");
    assert_eq!(note(&repository.as_of_line(3), "yokota-megumi"), "his");
}

#[test]
fn branches_from_a_resolution_that_was_not_recorded_yet_are_merged() {
    let Some(repository) = Repository::with_register() else { return };
    repository.diverge(&[("yokota-megumi", "hers")], &[("yokota-megumi", "his")]);
    assert_eq!(repository.try_git(&["merge", "hers"]).status.code(), Some(1));
    repository.git(&["checkout", "--quiet", "--ours", "register.ron"]);
    let text = read(&repository.register()).replace("note: \"his\"", "note: \"both\"");
    fs::write(repository.register(), text).unwrap();
    repository.commit();
    repository.git(&["branch", "--quiet", "--delete", "hers"]);
    // Each records the resolution with their next change.
    repository.diverge(&[("kume-yutaka", "hers")], &[("taguchi-yaeko", "his")]);
    repository.git(&["merge", "--quiet", "--no-edit", "hers"]);
    repository.verify();
    let notes = ["yokota-megumi", "kume-yutaka", "taguchi-yaeko"].map(|id| repository.note(id));
    assert_eq!(notes, ["both", "hers", "his"]);
}

#[test]
fn opening_a_register_whose_conflicts_were_resolved_by_hand_records_the_resolution() {
    let Some(repository) = Repository::with_register() else { return };
    repository.diverge(
        &[("yokota-megumi", "hers"), ("kume-yutaka", "hers too")],
        &[("yokota-megumi", "his"), ("taguchi-yaeko", "his too")],
    );
    repository.git(&["config", "merge.conflictStyle", "merge"]);
    assert_eq!(repository.try_git(&["merge", "hers"]).status.code(), Some(1));
    // Neither side’s word, but one of the person who merges.
    repository.git(&["checkout", "--quiet", "--ours", "register.ron"]);
    let text = read(&repository.register());
    let resolved = text.replace("note: \"his\"", "note: \"both\"");
    assert_ne!(resolved, text);
    fs::write(repository.register(), &resolved).unwrap();
    repository.commit();
    let opened = store::open_writable(&repository.register(), &Progress::default()).unwrap();
    assert_eq!(opened.warnings, []);
    let loaded = LoadedRegister::new(repository.register(), opened, "2014-03-30".parse().unwrap());
    let session = Session::new(loaded);
    assert!(!session.is_saved(), "the resolution is to be recorded");
    let info = CommitInfo {
        author_name: "Aoki".into(),
        process: ProcessIdentity { user: "u".into(), machine: "m".into(), process: 1 },
        pending_entries: session.pending_history(),
        signing_key: None,
    };
    append_to_history(&repository.register(), &session.version().file, &info, None).unwrap();
    repository.verify();
    assert_eq!(read(&repository.register()), resolved);
    // The states of both lines of work can still be shown.
    let notes = (2..=8).map(|line| note(&repository.as_of_line(line), "yokota-megumi"));
    let notes: Vec<String> = notes.collect();
    assert_eq!(notes[1..], ["his", "his", "hers", "hers", "his", "both"]);
}

#[test]
fn a_rebase_and_a_merge_without_fast_forward_keep_the_history_whole() {
    let Some(repository) = Repository::with_register() else { return };
    repository.diverge(&[("yokota-megumi", "hers")], &[("taguchi-yaeko", "his")]);
    repository.change("Aoki", "kume-yutaka", "his too");
    repository.commit();
    repository.git(&["rebase", "--quiet", "hers"]);
    repository.verify();
    assert_eq!(
        ["yokota-megumi", "taguchi-yaeko", "kume-yutaka"].map(|id| repository.note(id)),
        ["hers", "his", "his too"]
    );
    repository.git(&["checkout", "--quiet", "hers"]);
    let history = read(&repository.path("register.ron.history"));
    repository.git(&["merge", "--quiet", "--no-edit", "--no-ff", "main"]);
    repository.verify();
    assert!(repository.history().starts_with(&history));
}

#[test]
fn a_register_that_one_side_renamed_is_merged_with_its_history() {
    let Some(repository) = Repository::with_register() else { return };
    fs::write(
        repository.path(".gitattributes"),
        "*.ron merge=blue-ribbon\n*.ron.history merge=blue-ribbon-history\n",
    )
    .unwrap();
    // git recognises a file under another name by the greater part of its lines.
    for note in ["one", "two", "three"] {
        repository.change("Aoki", "kume-yutaka", note);
    }
    repository.commit();
    repository.git(&["checkout", "--quiet", "-b", "hers"]);
    repository.change("Baba", "yokota-megumi", "hers");
    repository.commit();
    repository.git(&["checkout", "--quiet", "main"]);
    repository.change("Aoki", "taguchi-yaeko", "his");
    repository.git(&["mv", "register.ron", "cases.ron"]);
    repository.git(&["mv", "register.ron.history", "cases.ron.history"]);
    repository.commit();
    repository.git(&["merge", "--quiet", "--no-edit", "hers"]);
    let verified = program().arg("verify").arg(repository.path("cases.ron")).assert().success();
    assert!(output_of(&verified).0.contains("\n8 lines"));
}

#[test]
fn the_history_says_nothing_of_a_register_that_git_merges_as_text() {
    let Some(repository) = Repository::with_register() else { return };
    let attributes = "*.ron.history merge=blue-ribbon-history\n";
    fs::write(repository.path(".gitattributes"), attributes).unwrap();
    repository.commit();
    repository.diverge(&[("yokota-megumi", "hers")], &[("taguchi-yaeko", "his")]);
    repository.git(&["merge", "--quiet", "--no-edit", "hers"]);
    let (out, _) = output_of(&program().arg("verify").arg(repository.register()).assert().code(1));
    assert!(out.starts_with("line 5: is the last, and merges two histories"), "{out}");
    let opened = store::open_writable(&repository.register(), &Progress::default()).unwrap();
    assert!(opened.unrecorded_change.is_some());
}

#[test]
fn two_histories_begun_with_one_register_are_merged() {
    let Some(repository) = Repository::empty() else { return };
    repository.set_up();
    fs::copy(repository_root().join(BUNDLED), repository.register()).unwrap();
    repository.commit();
    repository.diverge(&[("yokota-megumi", "hers")], &[("taguchi-yaeko", "his")]);
    repository.git(&["merge", "--quiet", "--no-edit", "hers"]);
    repository.verify();
    assert_eq!(note(&repository.as_of_line(2), "taguchi-yaeko"), "his");
    assert_eq!(note(&repository.as_of_line(repository.changes().len()), "yokota-megumi"), "hers");
}

#[test]
fn the_history_claims_no_register_that_git_does_not_write() {
    let Some(repository) = Repository::empty() else { return };
    repository.set_up();
    repository.commit();
    // Both add the same register and change it at once, so that git knows no version before.
    for (branch, author, id) in
        [("hers", "Baba", "yokota-megumi"), ("main", "Aoki", "taguchi-yaeko")]
    {
        repository.git(&["checkout", "--quiet", "-B", branch, "main"]);
        fs::copy(repository_root().join(BUNDLED), repository.register()).unwrap();
        repository.change(author, id, author);
        repository.commit();
    }
    repository.try_git(&["merge", "--no-edit", "hers"]);
    let (out, _) = output_of(&program().arg("verify").arg(repository.register()).assert());
    assert!(out.contains("merges two histories") || out.contains("It proves no more."), "{out}");
}

/// Asserts that git refuses a merge and leaves the working tree as it was; returns the message.
fn assert_merge_refused(repository: &Repository) -> String {
    let before = [read(&repository.register()), repository.history()];
    let output = repository.try_git(&["merge", "--no-edit", "hers"]);
    assert!(!output.status.success());
    assert_eq!([read(&repository.register()), repository.history()], before);
    assert_eq!(repository.git(&["status", "--porcelain"]), "", "{output:?}");
    assert!(!repository.path(".git/MERGE_HEAD").exists());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn git_stops_where_the_history_of_one_side_is_damaged() {
    for (on_branch, side) in [("hers", "the other side"), ("main", "this side")] {
        for is_common in [false, true] {
            let Some(repository) = Repository::with_register() else { return };
            repository.diverge(&[("yokota-megumi", "hers")], &[("taguchi-yaeko", "his")]);
            repository.git(&["checkout", "--quiet", on_branch]);
            let text = repository.history();
            let damaged = match is_common {
                true => text.replacen("Hasuike", "Hasuika", 1),
                false => text[..text.len() - 50].to_owned(),
            };
            fs::write(repository.path("register.ron.history"), damaged).unwrap();
            repository.commit();
            repository.git(&["checkout", "--quiet", "main"]);
            let said = assert_merge_refused(&repository);
            assert!(said.contains(&format!("The history of {side} is damaged: line")), "{said}");
            assert!(said.contains(": register.ron.history"), "{said}");
        }
    }
}

#[test]
fn git_stops_where_two_histories_are_not_of_one_register() {
    let Some(repository) = Repository::empty() else { return };
    repository.set_up();
    repository.commit();
    repository.git(&["checkout", "--quiet", "-b", "hers"]);
    fs::copy(repository_root().join(BUNDLED), repository.register()).unwrap();
    repository.change("Baba", "yokota-megumi", "hers");
    repository.commit();
    repository.git(&["checkout", "--quiet", "main"]);
    let text = read(&repository_root().join(BUNDLED)).replacen("title: \"", "title: \"Our ", 1);
    fs::write(repository.register(), text).unwrap();
    repository.change("Aoki", "yokota-megumi", "his");
    repository.commit();
    let said = assert_merge_refused(&repository);
    assert!(said.contains("do not begin with the same register"), "{said}");
}

#[test]
fn git_stops_where_the_program_is_missing() {
    let Some(repository) = Repository::with_register() else { return };
    repository.diverge(&[("yokota-megumi", "hers")], &[("taguchi-yaeko", "his")]);
    for driver in ["merge.blue-ribbon.driver", "merge.blue-ribbon-history.driver"] {
        let command = repository.git(&["config", driver]);
        let (_, rest) = command.trim_end().rsplit_once("' ").unwrap();
        repository.git(&["config", driver, &format!("'/nowhere/blue-ribbon' {rest}")]);
    }
    assert_merge_refused(&repository);
}

#[test]
fn merge_history_finds_the_registers_beside_the_histories() {
    let Some(repository) = Repository::with_register() else { return };
    let copy = |name: &str| {
        fs::copy(repository.register(), repository.path(&format!("{name}.ron"))).unwrap();
        let history = repository.path(&format!("{name}.ron.history"));
        fs::copy(repository.path("register.ron.history"), history).unwrap();
    };
    repository.git(&["checkout", "--quiet", "-b", "hers"]);
    copy("base");
    repository.change("Baba", "yokota-megumi", "hers");
    copy("theirs");
    repository.git(&["checkout", "--quiet", "--", "register.ron", "register.ron.history"]);
    repository.change("Aoki", "taguchi-yaeko", "his");
    copy("ours");
    let paths = |ending: &str| {
        ["base", "ours", "theirs"].map(|name| {
            repository.path(&format!("{name}.ron{ending}")).to_str().unwrap().to_owned()
        })
    };
    program().arg("merge-history").args(paths(".history")).assert().success();
    program().arg("merge").args(paths("")).assert().success();
    run(&["verify", &paths("")[1]]).success();
    let missing = program().args(["merge-history", "a", "b", "c"]).assert().failure().code(129);
    assert!(output_of(&missing).1.contains("The history cannot be read or written"));
}

#[test]
fn setup_git_says_where_another_attribute_is_in_force() {
    let own = "register.ron merge=blue-ribbon diff=blue-ribbon -text\n*.ron merge=binary\n";
    let lines = [(".gitattributes", own), (".git/info/attributes", "*.ron -merge\n")];
    for (file, line) in lines {
        let Some(repository) = Repository::empty() else { return };
        fs::copy(repository_root().join(BUNDLED), repository.register()).unwrap();
        fs::create_dir_all(repository.path(".git/info")).unwrap();
        fs::write(repository.path(file), line).unwrap();
        let set_up = program().arg("setup-git").arg(repository.folder.path()).assert();
        let (out, _) = output_of(&set_up.code(1));
        assert!(out.contains("git does not merge register.ron with this program"), "{out}");
        assert!(!out.contains("git now merges"), "{out}");
    }
}
