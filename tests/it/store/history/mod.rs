//! The history beside a register: its digest chain, and the recovery of an interrupted save.

mod attribution;
mod known;
mod stamps;
mod merge;
mod signatures;

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use blue_ribbon::{
    Progress,
    register::{Edit, HistoryEvent, Register, Step, StepKind, StepSubject},
    session::{
        Action, Session,
        loaded_register::LoadedRegister,
        save_state::{CompletedSave, SaveJob},
    },
    store::{
        self,
        error::{SaveError, WriteError},
        fs::{hash::Hash, process_identity::ProcessIdentity},
        history::{
            attribution::{Attribution, Author},
            checkout::checkout_register,
            commit::{Commit, append_to_history},
            commit_info::CommitInfo,
            error::HistoryError,
            history_check::HistoryExpectation,
            history_reference::{HistoryReference, SealedLine},
            index::HistoryIndex,
            integrity_report::IntegrityIssueKind,
            verify::verify,
        },
        open_warning::OpenWarning,
        paths::RegisterPaths,
        saved_version::SavedVersion,
    },
};

use crate::store::{SMALL, print};

/// A register in a folder of its own.
struct OpenRegister {
    folder: tempfile::TempDir,
    session: Session,
}

impl OpenRegister {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        fs::write(&path, SMALL).unwrap();
        let session = open(&path);
        Self { folder, session }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("r.ron")
    }

    fn history(&self) -> PathBuf {
        RegisterPaths::of(&self.path()).history()
    }

    fn lines(&self) -> Vec<String> {
        let text = fs::read_to_string(self.history()).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Changes the title without saving.
    fn title(&mut self, title: &str) {
        let before = self.session.register().info();
        let after = blue_ribbon::register::RegisterInfo { title: title.into(), ..before.clone() };
        let edit = Edit::RegisterInfo { before: before.into(), after: after.into() };
        let step = Step::new(StepKind::Change, StepSubject::Register, vec![edit]);
        self.session
            .perform(Action::Perform(Step { reason: "because".into(), ..step }), Timestamp::now())
            .unwrap();
    }

    fn save(&mut self) -> Result<(), SaveError> {
        self.save_as("Who")
    }

    fn save_as(&mut self, who: &str) -> Result<(), SaveError> {
        self.save_expecting(who, None)
    }

    /// Saves with what is known of the history.
    fn save_expecting(
        &mut self,
        who: &str,
        expectation: Option<HistoryExpectation>,
    ) -> Result<(), SaveError> {
        let recording = CommitInfo { author_name: who.into(), ..recording(&self.session) };
        let session = &mut self.session;
        let version = store::save(
            &session.path().clone(),
            session.register(),
            &store::SaveOptions {
                history: Some(Commit { info: &recording, overwritten: None }),
                expectation,
                ..store::SaveOptions::update(session.version())
            },
            &Progress::default(),
        )?;
        finish_save(session, version);
        Ok(())
    }

    /// Returns a register whose history has an entry for each of these titles.
    fn with(titles: &[&str]) -> Self {
        let mut this = Self::new();
        for title in titles {
            this.title(title);
            this.save().unwrap();
        }
        this
    }

    /// Opens the register again, as after a crash.
    fn reopen(&mut self) -> Vec<OpenWarning> {
        self.session = open(&self.path());
        self.session.open_warnings().to_vec()
    }

    fn integrity_issues(&self) -> Vec<(u64, IntegrityIssueKind)> {
        let verified = verify(&self.path(), &Progress::default()).unwrap();
        verified.issues.into_iter().map(|it| (it.line, it.kind)).collect()
    }

    fn event_names(&self) -> Vec<HistoryEvent> {
        let past = HistoryIndex::load(&self.path(), None, &Progress::default()).unwrap();
        past.headers().iter().map(|mark| mark.entry.event.clone()).collect()
    }

    fn entry_time(&self, line: usize) -> Result<String, HistoryError> {
        let past = HistoryIndex::load(&self.path(), None, &Progress::default()).unwrap();
        let now = self.session.register().clone();
        let then = checkout_register(&self.path(), &past, line, now, &Progress::default())?;
        Ok(then.title().to_owned())
    }
}

fn open(path: &Path) -> Session {
    let opened = store::open_writable(path, &Progress::default()).unwrap();
    Session::new(LoadedRegister::new(path.to_owned(), opened, "2014-03-30".parse().unwrap()))
}

/// Marks the present revision as saved in a version of the file.
fn finish_save(session: &mut Session, version: SavedVersion) {
    let SaveJob { revision, register, .. } = session.begin_save();
    session.finish_save(CompletedSave { revision, register, version });
}

fn recording(session: &Session) -> CommitInfo {
    let here = ProcessIdentity { user: "u".into(), machine: "m".into(), process: 1 };
    CommitInfo {
        author_name: "Who".into(),
        process: here,
        pending_entries: session.pending_history(),
        signing_key: None,
    }
}

fn text_of(register: &Register) -> String {
    print(register)
}

#[test]
fn every_change_is_one_line_with_author_time_reason_and_records() {
    let mut open = OpenRegister::with(&["One"]);
    open.title("Two");
    open.title("Three");
    open.save().unwrap();
    let lines = open.lines();
    assert_eq!(lines.len(), 4);
    for (line, what) in lines.iter().zip(["Began", "Small", "One", "Two"]) {
        assert!(line.contains(what) && line.contains("who: \"Who\"") && line.contains("at: \"20"));
    }
    assert!(lines[1].contains("why: \"because\"") && lines[1].contains("machine: \"m\""));
    let ends: Vec<bool> = lines.iter().map(|line| line.contains("file: \"")).collect();
    assert_eq!(ends, [true, true, false, true], "the last of a save names the register’s text");
    assert_eq!(open.integrity_issues(), []);
    assert_eq!(open.reopen(), []);
    assert_eq!(
        [0, 1, 2, 3].map(|at| open.entry_time(at).unwrap()),
        ["Small", "One", "Two", "Three"]
    );
}

#[test]
fn saving_without_a_change_writes_no_history() {
    let mut open = OpenRegister::new();
    open.save().unwrap();
    assert_eq!(open.reopen(), []);
    assert_eq!(open.names(), ["r.ron"]);
    let none = verify(&open.path(), &Progress::default());
    assert!(matches!(none, Err(HistoryError::NoHistory(_))));
}

#[test]
fn a_change_undone_before_saving_is_recorded_with_its_undo() {
    let mut open = OpenRegister::new();
    open.title("One");
    open.session.perform(Action::Undo, Timestamp::now()).unwrap();
    open.save().unwrap();
    assert!(matches!(
        open.event_names()[..],
        [HistoryEvent::Started, HistoryEvent::Performed(_), HistoryEvent::Undone(_)]
    ));
    assert_eq!(open.integrity_issues(), []);
    assert_eq!(open.names(), ["r.ron", "r.ron.history"], "the register itself was not touched");
}

#[test]
fn undo_continues_after_a_restart_and_is_recorded() {
    let mut open = OpenRegister::with(&["One", "Two"]);
    open.reopen();
    open.session.perform(Action::Undo, Timestamp::now()).unwrap();
    open.save().unwrap();
    open.reopen();
    assert_eq!(open.session.register().title(), "One");
    open.session.perform(Action::Redo, Timestamp::now()).unwrap();
    open.save().unwrap();
    open.reopen();
    for title in ["One", "Small"] {
        open.session.perform(Action::Undo, Timestamp::now()).unwrap();
        assert_eq!(open.session.register().title(), title);
    }
    assert!(matches!(
        open.event_names()[1..],
        [
            HistoryEvent::Performed(_),
            HistoryEvent::Performed(_),
            HistoryEvent::Undone(_),
            HistoryEvent::Redone(_)
        ]
    ));
}

#[test]
fn verify_names_the_line_with_a_changed_byte() {
    let open = OpenRegister::with(&["One", "Two"]);
    let text = fs::read_to_string(open.history()).unwrap();
    let begin = text.find('\n').unwrap() + 1;
    let end = begin + text[begin..].find('\n').unwrap();
    for at in begin..end {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1;
        if bytes[at] == b'\n' {
            continue;
        }
        fs::write(open.history(), bytes).unwrap();
        let flaws = open.integrity_issues();
        assert!(flaws.iter().any(|(line, _)| *line == 2 || *line == 3), "byte {at}: {flaws:?}");
    }
}

#[test]
fn verify_names_a_changed_missing_or_moved_line() {
    let open = OpenRegister::with(&["One", "Two", "Three", "Four"]);
    let lines = open.lines();
    let write = |lines: &[String]| fs::write(open.history(), lines.join("\n") + "\n").unwrap();

    let mut changed = lines.clone();
    changed[2] = changed[2].replace("because", "whatever");
    write(&changed);
    assert_eq!(open.integrity_issues(), [(3, IntegrityIssueKind::DigestMismatch)]);

    // Whoever seals a changed line anew breaks the one after it.
    let mut sealed = lines.clone();
    sealed[2] = recompute_digests(&changed[2]);
    write(&sealed);
    assert_eq!(open.integrity_issues(), [(4, IntegrityIssueKind::OutOfSequence)]);

    for gone in 0..4 {
        let mut missing = lines.clone();
        missing.remove(gone);
        write(&missing);
        assert_eq!(
            open.integrity_issues(),
            [(gone as u64 + 1, IntegrityIssueKind::MissingBefore(1))]
        );
    }

    let mut swapped = lines.clone();
    swapped.swap(1, 2);
    write(&swapped);
    let found = open.integrity_issues();
    assert_eq!(
        found,
        [
            (2, IntegrityIssueKind::MissingBefore(1)),
            (3, IntegrityIssueKind::OutOfSequence),
            (4, IntegrityIssueKind::MissingBefore(1))
        ]
    );

    write(&lines[..4]);
    assert_eq!(open.integrity_issues(), [(4, IntegrityIssueKind::RegisterMismatch)]);

    let text = lines.join("\n");
    fs::write(open.history(), &text[..text.len() - 30]).unwrap();
    assert_eq!(open.integrity_issues(), [(5, IntegrityIssueKind::Truncated)]);

    let mut unread = lines.clone();
    unread[1] = "?".to_owned();
    write(&unread);
    assert_eq!(open.integrity_issues(), [(2, IntegrityIssueKind::Unreadable)]);
    let past = HistoryIndex::load(&open.path(), None, &Progress::default()).unwrap();
    assert_eq!((past.unreadable_lines(), past.headers().len()), (&[2][..], 4));

    write(&lines);
    assert_eq!(open.integrity_issues(), []);
}

/// Returns a line with the digest that fits it, as a forger writes it.
fn recompute_digests(line: &str) -> String {
    let (body, _) = line.rsplit_once(", seal: ").unwrap();
    format!("{body}, seal: \"{}\")", blue_ribbon::store::fs::hash::Hash::of_bytes(body.as_bytes()))
}

/// The files on the disk after each step of a save.
struct InterruptedSave {
    open: OpenRegister,
    old: String,
    new: String,
    lines: String,
}

/// Returns the files after the first of two saves, with everything that the second would write.
fn interrupted_save() -> InterruptedSave {
    let mut open = OpenRegister::with(&["One"]);
    let (old, before) = (text_of(open.session.register()), open.lines().len());
    open.title("Two");
    let new = text_of(open.session.register());
    open.save().unwrap();
    let lines = open.lines();
    let last = lines[before..].join("\n") + "\n";
    fs::write(open.path(), &old).unwrap();
    fs::write(open.history(), lines[..before].join("\n") + "\n").unwrap();
    InterruptedSave { open, old, new, lines: last }
}

impl InterruptedSave {
    fn add_partial_line(&self, text: &str) {
        let all = fs::read_to_string(self.open.history()).unwrap() + text;
        fs::write(self.open.history(), all).unwrap();
    }

    fn temporary(&self) {
        self.left_behind(".blue-ribbon-x.tmp", &self.new);
    }

    fn left_behind(&self, name: &str, text: &str) {
        fs::write(self.open.folder.path().join(name), text).unwrap();
    }
}

#[test]
fn a_crash_before_the_history_write_changes_nothing() {
    let mut killed = interrupted_save();
    killed.temporary();
    assert_eq!(killed.open.reopen(), []);
    assert_eq!(fs::read_to_string(killed.open.path()).unwrap(), killed.old);
    assert_eq!(killed.open.integrity_issues(), []);
}

#[test]
fn a_crash_during_the_history_write_sets_the_partial_line_aside() {
    let length = interrupted_save().lines.len();
    for cut in (1..length - 1).step_by(37).chain([length - 2]) {
        let mut killed = interrupted_save();
        let part = killed.lines[..cut].to_owned();
        killed.add_partial_line(&part);
        killed.temporary();
        assert_eq!(killed.open.reopen(), [OpenWarning::HistoryTruncated]);
        assert_eq!(killed.open.session.register().title(), "One");
        assert!(killed.open.session.history().next_undo().is_some());
        killed.open.title("Three");
        killed.open.save().unwrap();
        assert_eq!(killed.open.integrity_issues(), []);
        let aside = killed.open.folder.path().join("r.ron.history.1.bak");
        assert_eq!(fs::read_to_string(aside).unwrap(), part);
        assert_eq!(killed.open.reopen(), []);
    }
}

#[test]
fn a_crash_between_history_and_register_completes_the_save() {
    let names = [".blue-ribbon-x.tmp", ".r.ron.1.exchange", ".r.ron.7.exchange"];
    // The last newline may be missing.
    let states = |name| [(name, false, 0), (name, true, 0), (name, false, 1)];
    for (name, backed_up, missing) in names.iter().flat_map(states) {
        let mut killed = interrupted_save();
        let lines = killed.lines[..killed.lines.len() - missing].to_owned();
        killed.add_partial_line(&lines);
        killed.left_behind(name, &killed.new);
        if backed_up {
            let backup = killed.open.folder.path().join("r.ron.bak");
            fs::remove_file(&backup).unwrap();
            fs::hard_link(killed.open.path(), backup).unwrap();
        }
        assert_eq!(killed.open.reopen(), [OpenWarning::SaveRecovered { entry_number: 3 }]);
        assert_eq!(killed.open.session.register().title(), "Two");
        assert_eq!(fs::read_to_string(killed.open.path()).unwrap(), killed.new);
        assert_eq!(
            fs::read_to_string(killed.open.folder.path().join("r.ron.bak")).unwrap(),
            killed.old
        );
        let issue = (3, IntegrityIssueKind::Truncated);
        assert_eq!(killed.open.integrity_issues(), vec![issue; missing]);
        let is_left = |name: &String| name.contains("tmp") || name.contains("exchange");
        assert!(!killed.open.names().iter().any(is_left));
        killed.open.session.perform(Action::Undo, Timestamp::now()).unwrap();
        assert_eq!(killed.open.session.register().title(), "One");
        killed.open.save().unwrap();
        assert_eq!(killed.open.integrity_issues(), []);
    }
}

#[test]
fn a_crash_after_the_exchange_loses_no_version_of_another_program() {
    for (displaced, is_theirs) in [("theirs", true), ("old", false), ("new", false)] {
        let mut killed = interrupted_save();
        let lines = killed.lines.clone();
        killed.add_partial_line(&lines);
        fs::write(killed.open.path(), &killed.new).unwrap();
        let text = match displaced {
            "theirs" => killed.old.replace("One", "Theirs"),
            "old" => killed.old.clone(),
            _ => killed.new.clone(),
        };
        // It was written in place, to the file that is the backup too.
        killed.left_behind("r.ron.bak", &text);
        let folder = killed.open.folder.path();
        fs::hard_link(folder.join("r.ron.bak"), folder.join(".r.ron.1.exchange")).unwrap();
        // The version is as old as its file was, however long ago that was written.
        let exchanged = killed.open.folder.path().join(".r.ron.1.exchange");
        let file = fs::File::options().write(true).open(exchanged).unwrap();
        file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        let kept = killed.open.folder.path().join("r.ron.1.bak");
        let warnings = is_theirs.then(|| OpenWarning::VersionKept { kept: kept.clone() });
        assert_eq!(killed.open.reopen(), Vec::from_iter(warnings), "{displaced}");
        assert_eq!(fs::read_to_string(&kept).ok(), is_theirs.then_some(text), "{displaced}");
        assert_eq!(killed.open.session.register().title(), "Two");
        assert_eq!(killed.open.integrity_issues(), []);
        assert!(!killed.open.names().iter().any(|name| name.contains("exchange")));
        assert_eq!(killed.open.reopen(), []);
    }
}

#[test]
fn a_crash_before_the_exchange_loses_neither_version_where_another_program_came_first() {
    let mut killed = interrupted_save();
    let lines = killed.lines.clone();
    killed.add_partial_line(&lines);
    let theirs = killed.old.replace("One", "Theirs");
    fs::write(killed.open.path(), &theirs).unwrap();
    killed.left_behind(".r.ron.1.exchange", &killed.new);
    let kept = killed.open.folder.path().join("r.ron.1.bak");
    let warnings = killed.open.reopen();
    assert!(warnings.contains(&OpenWarning::VersionKept { kept: kept.clone() }), "{warnings:?}");
    assert_eq!(fs::read_to_string(kept).unwrap(), killed.new);
    assert_eq!(killed.open.session.register().title(), "Theirs");
}

#[cfg(unix)]
#[test]
fn recovery_leaves_the_running_save_of_another_window_alone() {
    let mut killed = interrupted_save();
    let lines = killed.lines.clone();
    killed.add_partial_line(&lines);
    killed.temporary();
    let (file, folder) = (killed.open.path(), killed.open.folder.path().to_owned());
    let turn = fs::File::open(&folder).unwrap();
    turn.lock().unwrap();
    let other = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(200));
        fs::rename(folder.join(".blue-ribbon-x.tmp"), file).unwrap();
        drop(turn);
    });
    assert_eq!(killed.open.reopen(), []);
    other.join().unwrap();
    assert_eq!(killed.open.session.register().title(), "Two");
    assert_eq!(killed.open.integrity_issues(), []);
}

#[test]
fn a_manually_restored_version_stays_and_is_recorded() {
    let mut killed = interrupted_save();
    let lines = killed.lines.clone();
    killed.add_partial_line(&lines);
    let earlier = OpenWarning::RegisterIsEarlier { entry_number: 3, earlier_number: 2 };
    assert_eq!(killed.open.reopen(), [earlier]);
    assert_eq!(killed.open.session.register().title(), "One");
    assert_eq!(killed.open.session.history().next_undo(), None);
    killed.open.title("Three");
    killed.open.save().unwrap();
    assert_eq!(killed.open.integrity_issues(), []);
    // What was put back is what the history held before, so that the way goes on behind it.
    let titles = [0, 1, 2, 3, 4].map(|at| killed.open.entry_time(at).unwrap());
    assert_eq!(titles, ["Small", "One", "Two", "One", "Three"]);
}

#[test]
fn an_external_change_is_recorded_and_ends_the_undo_chain() {
    let mut open = OpenRegister::with(&["One"]);
    let theirs = fs::read_to_string(open.path()).unwrap().replace("One", "Theirs");
    fs::write(open.path(), theirs).unwrap();
    assert_eq!(open.integrity_issues(), [(2, IntegrityIssueKind::RegisterMismatch)]);
    assert_eq!(open.reopen(), [OpenWarning::ChangedExternally { entry_number: 2 }]);
    open.title("Ours");
    open.save().unwrap();
    assert_eq!(open.integrity_issues(), []);
    assert!(matches!(
        open.event_names()[2..],
        [HistoryEvent::ExternalChange { .. }, HistoryEvent::Performed(_)]
    ));
    assert_eq!([2, 3].map(|at| open.entry_time(at).unwrap()), ["Theirs", "Ours"]);
    assert!(matches!(open.entry_time(1), Err(HistoryError::OutOfReach { entry_number: 3 })));
    // Undo ends there, too.
    open.reopen();
    open.session.perform(Action::Undo, Timestamp::now()).unwrap();
    assert_eq!(open.session.history().next_undo(), None);
}

#[test]
fn an_external_change_during_a_session_is_recorded_with_its_records() {
    let mut open = OpenRegister::with(&["One"]);
    open.title("Not saved");
    let theirs = fs::read_to_string(open.path()).unwrap().replace("One", "Theirs");
    fs::write(open.path(), &theirs).unwrap();
    // Read again, what was not saved is given up.
    let known = (open.session.base(), open.session.fingerprint());
    assert_eq!(known.0.title(), "One");
    let opened = store::open_writable(&open.path(), &Progress::default()).unwrap();
    let day = "2014-03-30".parse().unwrap();
    open.session = Session::new(
        LoadedRegister::new(open.path(), opened, day).with_changes_since(known, Timestamp::now()),
    );
    assert!(!open.session.is_saved());
    let recording = recording(&open.session);
    let version = open.session.version().clone();
    append_to_history(&open.path(), &version.file, &recording, None).unwrap();
    finish_save(&mut open.session, version);
    assert_eq!(fs::read_to_string(open.path()).unwrap(), theirs, "the file stays as it is");
    open.title("Two");
    open.save().unwrap();
    assert_eq!(open.integrity_issues(), []);
    assert!(matches!(
        &open.event_names()[2..],
        [HistoryEvent::ExternalChange { .. }, HistoryEvent::Performed(_)]
    ));
    assert_eq!(
        [0, 1, 2, 3].map(|at| open.entry_time(at).unwrap()),
        ["Small", "One", "Theirs", "Two"],
        "so that the way goes on behind it"
    );
    open.reopen();
    open.session.perform(Action::Undo, Timestamp::now()).unwrap();
    assert_eq!(open.session.history().next_undo(), None, "undo ends there");
}

#[test]
fn an_overwritten_version_is_recorded_and_undo_continues_past_it() {
    let mut open = OpenRegister::with(&["One"]);
    let theirs = fs::read_to_string(open.path()).unwrap().replace("One", "Theirs");
    fs::write(open.path(), theirs).unwrap();
    open.title("Two");
    assert!(matches!(open.save(), Err(SaveError::Changed { .. })));
    assert_eq!(open.lines().len(), 2, "what was not saved is not told");
    let recording = recording(&open.session);
    let (session, path) = (&open.session, open.path());
    store::save(
        &path,
        session.register(),
        &store::SaveOptions {
            history: Some(Commit { info: &recording, overwritten: Some(session.fingerprint()) }),
            ..store::SaveOptions::overwrite()
        },
        &Progress::default(),
    )
    .unwrap();
    assert_eq!(open.integrity_issues(), []);
    assert!(matches!(
        open.event_names()[2..],
        [
            HistoryEvent::ExternalChange { .. },
            HistoryEvent::Overwritten,
            HistoryEvent::Performed(_)
        ]
    ));
    open.reopen();
    assert_eq!([0, 1, 3, 4].map(|at| open.entry_time(at).unwrap()), ["Small", "One", "One", "Two"]);
    assert!(matches!(open.entry_time(2), Err(HistoryError::OutOfReach { .. })));
}

#[test]
fn save_fails_when_the_history_cannot_be_written() {
    let mut open = OpenRegister::new();
    open.title("One");
    fs::create_dir(open.history()).unwrap();
    let error = open.save().unwrap_err();
    assert!(matches!(error, SaveError::Write(WriteError::Folder(_))), "{error:?}");
    assert!(error.to_string().contains("r.ron.history"));
    assert_eq!(fs::read_to_string(open.path()).unwrap(), SMALL);
    fs::remove_dir(open.history()).unwrap();
    open.save().unwrap();
    assert_eq!(open.integrity_issues(), []);
}

#[test]
fn a_failed_register_write_removes_its_history_lines() {
    for first in [true, false] {
        let mut open = if first { OpenRegister::new() } else { OpenRegister::with(&["One"]) };
        let before = fs::read(open.history()).ok();
        open.title("Two");
        // The backup cannot be made where a folder is in its way.
        let backup = open.folder.path().join("r.ron.bak");
        let _ = fs::remove_file(&backup);
        fs::create_dir_all(backup.join("in the way")).unwrap();
        open.save().unwrap_err();
        assert_eq!(fs::read(open.history()).ok(), before);
        fs::remove_dir_all(backup).unwrap();
        open.save().unwrap();
        assert_eq!(open.integrity_issues(), []);
    }
}

#[test]
fn a_newer_history_format_is_refused_and_left_unchanged() {
    let mut open = OpenRegister::with(&["One"]);
    let newer = fs::read_to_string(open.history()).unwrap() + "(format: 3, n: 3, news: 1)\n";
    fs::write(open.history(), &newer).unwrap();
    open.title("Two");
    let error = open.save().unwrap_err();
    assert!(matches!(error, SaveError::NewerHistoryFormat { found: 3, .. }), "{error:?}");
    assert_eq!(fs::read_to_string(open.history()).unwrap(), newer);
    assert_eq!(open.session.register().title(), "Two", "nothing is lost in the window");
    let read = HistoryIndex::load(&open.path(), None, &Progress::default());
    assert!(matches!(read, Err(HistoryError::NewerFormat { found: 3, .. })));
}

#[test]
fn reading_continues_with_appended_entries() {
    let mut open = OpenRegister::with(&["One"]);
    let first = HistoryIndex::load(&open.path(), None, &Progress::default()).unwrap();
    open.title("Two");
    open.save().unwrap();
    let read = |known| HistoryIndex::load(&open.path(), known, &Progress::default()).unwrap();
    let (whole, on) = (read(None), read(Some(&first)));
    assert_eq!(whole.headers(), on.headers());
    assert!(std::sync::Arc::ptr_eq(&first.headers()[0], &on.headers()[0]), "and no more than that");
}

/// The example of the second format has the lines of two people and the line that merges them.
#[test]
fn a_history_of_the_second_format_loads() {
    let open = OpenRegister::new();
    fs::copy(crate::source_code::repository_root().join("data/history-2.ron"), open.history())
        .unwrap();
    assert_eq!(open.integrity_issues(), [(11, IntegrityIssueKind::RegisterMismatch)]);
    let past = HistoryIndex::load(&open.path(), None, &Progress::default()).unwrap();
    assert_eq!((past.unreadable_lines(), past.headers().len()), (&[][..], 11));
    assert_eq!(past.headers()[6].parent_lines, [4, 6]);
    assert_eq!(past.own_entries(), [10, 9, 8, 7, 6, 3, 2, 1, 0]);
}

/// The format of an entry is frozen: the program reads every history that it has written. The
/// example is never edited; its digests would show it.
#[test]
fn a_history_of_the_first_format_loads() {
    let open = OpenRegister::new();
    fs::copy(crate::source_code::repository_root().join("data/history-1.ron"), open.history())
        .unwrap();
    assert_eq!(open.integrity_issues(), [(9, IntegrityIssueKind::RegisterMismatch)]);
    let past = HistoryIndex::load(&open.path(), None, &Progress::default()).unwrap();
    assert_eq!((past.unreadable_lines(), past.headers().len()), (&[][..], 9));
    let touching: Vec<u64> = past
        .headers()
        .iter()
        .filter(|mark| !mark.cases.is_empty())
        .map(|mark| mark.entry.number)
        .collect();
    assert_eq!(touching, [3, 4, 5, 6]);
    let line = past.read_entry(&open.path(), &past.headers()[2]).unwrap();
    assert!(matches!(line.event.edits(), [Edit::Case(change)] if change.after.is_none()));
}

/// Returns the number and the seal of a line.
fn sealed_line(open: &OpenRegister, number: usize) -> SealedLine {
    let line = &open.lines()[number - 1];
    let seal = line[..line.len() - 2].rsplit('"').next().unwrap();
    SealedLine { number: number as u64, seal: seal.parse().unwrap() }
}

#[test]
fn a_seal_belongs_to_the_state_that_is_shown() {
    let mut open = OpenRegister::new();
    assert_eq!(open.session.history_source().read(), HistoryReference::NoHistory);
    open.title("One");
    open.save().unwrap();
    let (first, saved) = (sealed_line(&open, 2), open.session.history_source());
    assert_eq!(saved.read(), HistoryReference::Recorded(first));
    assert_eq!(open.session.history_reference(), None, "nothing was read yet");
    open.session.set_history_reference(saved.clone(), saved.read());
    assert_eq!(open.session.history_reference(), Some(HistoryReference::Recorded(first)));
    // A change that is not saved yet is recorded by no line.
    open.title("Two");
    assert_eq!(open.session.history_reference(), None);
    let unsaved = open.session.history_source();
    assert_eq!(unsaved.read(), HistoryReference::EndsWithOtherState(first));
    open.save().unwrap();
    let second = sealed_line(&open, 3);
    assert_eq!(open.session.history_source().read(), HistoryReference::Recorded(second));
    // An export that began before the save does not get the seal of the later state.
    assert_eq!(saved.read(), HistoryReference::EndsWithOtherState(second));
    // Another program changes the register, and nobody has recorded that.
    fs::write(open.path(), print(open.session.register()).replacen("Two", "Six", 1)).unwrap();
    open.reopen();
    let changed = open.session.history_source().read();
    assert_eq!(changed, HistoryReference::EndsWithOtherState(second));
}
