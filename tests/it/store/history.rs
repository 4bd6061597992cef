//! The history beside a register: its chain, and what becomes of a save that breaks off.

mod origin;

use std::{
    fs,
    path::{Path, PathBuf},
};

use blue_ribbon::{
    Progress,
    register::{Deed, Edit, Entry, Register, Step, Subject},
    session::{Action, Loaded, Session},
    store::{
        self, Author, Flaw, Hash, Here, HistoryError, Notice, Origin, Past, Recording, SaveError,
        WriteError, history_of, register_at, verify,
    },
};

use super::SMALL;

/// A register in a folder of its own.
struct Open {
    folder: tempfile::TempDir,
    session: Session,
}

impl Open {
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
        history_of(&self.path())
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

    /// Changes the title, without saving.
    fn title(&mut self, title: &str) {
        let before = self.session.register().about();
        let after = blue_ribbon::register::About { title: title.into(), ..before.clone() };
        let edit = Edit::About { before: before.into(), after: after.into() };
        let step = Step::new(Deed::Change, Subject::Register, vec![edit]);
        self.session.perform(Action::Perform(Step { why: "because".into(), ..step })).unwrap();
    }

    fn save(&mut self) -> Result<(), SaveError> {
        self.save_as("Who")
    }

    fn save_as(&mut self, who: &str) -> Result<(), SaveError> {
        let recording = Recording { who: who.into(), ..recording(&self.session) };
        let session = &mut self.session;
        let stamp = store::save_recorded(
            &session.path().clone(),
            session.register(),
            session.stamp(),
            &recording,
            &Progress::default(),
        )?;
        session.set_saved(session.revision(), stamp);
        Ok(())
    }

    /// With a line for each of these titles.
    fn with(titles: &[&str]) -> Self {
        let mut this = Self::new();
        for title in titles {
            this.title(title);
            this.save().unwrap();
        }
        this
    }

    /// Ends the program without a word and starts it again.
    fn reopen(&mut self) -> Vec<Notice> {
        self.session = open(&self.path());
        self.session.notices().to_vec()
    }

    fn flaws(&self) -> Vec<(u64, Flaw)> {
        let verified = verify(&self.path(), &Progress::default()).unwrap();
        verified.flaws.into_iter().map(|it| (it.line, it.flaw)).collect()
    }

    fn whats(&self) -> Vec<Entry> {
        let past = Past::read(&self.path(), None, &Progress::default()).unwrap();
        past.marks().iter().map(|mark| mark.line.what.clone()).collect()
    }

    fn at(&self, line: usize) -> Result<String, HistoryError> {
        let past = Past::read(&self.path(), None, &Progress::default()).unwrap();
        let now = self.session.register().clone();
        let then = register_at(&self.path(), &past, line, now, &Progress::default())?;
        Ok(then.title().to_owned())
    }
}

fn open(path: &Path) -> Session {
    let opened = store::open_for_work(path, &Progress::default()).unwrap();
    Session::new(Loaded::new(path.to_owned(), opened, "2014-03-30".parse().unwrap()))
}

fn recording(session: &Session) -> Recording {
    let here = Here { user: "u".into(), machine: "m".into(), process: 1 };
    Recording { who: "Who".into(), here, made: session.unrecorded() }
}

fn text_of(register: &Register) -> String {
    super::print(register)
}

#[test]
fn every_change_is_a_line_that_says_who_when_why_and_the_records() {
    let mut open = Open::with(&["One"]);
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
    assert_eq!(open.flaws(), []);
    assert_eq!(open.reopen(), []);
    assert_eq!([0, 1, 2, 3].map(|at| open.at(at).unwrap()), ["Small", "One", "Two", "Three"]);
}

#[test]
fn opening_and_saving_without_a_change_write_no_history() {
    let mut open = Open::new();
    open.save().unwrap();
    assert_eq!(open.reopen(), []);
    assert_eq!(open.names(), ["r.ron"]);
    let none = verify(&open.path(), &Progress::default());
    assert!(matches!(none, Err(HistoryError::None(_))));
}

#[test]
fn a_change_and_its_undoing_before_a_save_are_both_told() {
    let mut open = Open::new();
    open.title("One");
    open.session.perform(Action::Undo).unwrap();
    open.save().unwrap();
    assert!(matches!(open.whats()[..], [Entry::Began, Entry::Did(_), Entry::Undid(_)]));
    assert_eq!(open.flaws(), []);
    assert_eq!(open.names(), ["r.ron", "r.ron.history"], "the register itself was not touched");
}

#[test]
fn undo_goes_on_after_a_restart_and_is_a_line_of_its_own() {
    let mut open = Open::with(&["One", "Two"]);
    open.reopen();
    open.session.perform(Action::Undo).unwrap();
    open.save().unwrap();
    open.reopen();
    assert_eq!(open.session.register().title(), "One");
    open.session.perform(Action::Redo).unwrap();
    open.save().unwrap();
    open.reopen();
    for title in ["One", "Small"] {
        open.session.perform(Action::Undo).unwrap();
        assert_eq!(open.session.register().title(), title);
    }
    assert!(matches!(
        open.whats()[1..],
        [Entry::Did(_), Entry::Did(_), Entry::Undid(_), Entry::Redid(_)]
    ));
}

#[test]
fn a_change_anywhere_in_a_line_shows_with_its_number() {
    let open = Open::with(&["One", "Two"]);
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
        let flaws = open.flaws();
        assert!(flaws.iter().any(|(line, _)| *line == 2 || *line == 3), "byte {at}: {flaws:?}");
    }
}

#[test]
fn a_line_changed_missing_or_moved_shows_with_its_number() {
    let open = Open::with(&["One", "Two", "Three", "Four"]);
    let lines = open.lines();
    let write = |lines: &[String]| fs::write(open.history(), lines.join("\n") + "\n").unwrap();

    let mut changed = lines.clone();
    changed[2] = changed[2].replace("because", "whatever");
    write(&changed);
    assert_eq!(open.flaws(), [(3, Flaw::Changed)]);

    // Whoever seals a changed line anew breaks the one after it.
    let mut sealed = lines.clone();
    sealed[2] = reseal(&changed[2]);
    write(&sealed);
    assert_eq!(open.flaws(), [(4, Flaw::Moved)]);

    for gone in 0..4 {
        let mut missing = lines.clone();
        missing.remove(gone);
        write(&missing);
        assert_eq!(open.flaws(), [(gone as u64 + 1, Flaw::Missing(1))]);
    }

    let mut swapped = lines.clone();
    swapped.swap(1, 2);
    write(&swapped);
    let found = open.flaws();
    assert_eq!(found, [(2, Flaw::Missing(1)), (3, Flaw::Moved), (4, Flaw::Missing(1))]);

    write(&lines[..4]);
    assert_eq!(open.flaws(), [(4, Flaw::Register)]);

    let text = lines.join("\n");
    fs::write(open.history(), &text[..text.len() - 30]).unwrap();
    assert_eq!(open.flaws(), [(5, Flaw::Cut)]);

    let mut unread = lines.clone();
    unread[1] = "?".to_owned();
    write(&unread);
    assert_eq!(open.flaws(), [(2, Flaw::Unread)]);
    let past = Past::read(&open.path(), None, &Progress::default()).unwrap();
    assert_eq!((past.unread(), past.marks().len()), (&[2][..], 4));

    write(&lines);
    assert_eq!(open.flaws(), []);
}

/// A line with a seal that fits it, as a forger makes it.
fn reseal(line: &str) -> String {
    let (body, _) = line.rsplit_once(", seal: ").unwrap();
    format!("{body}, seal: \"{}\")", store::Hash::of(body.as_bytes()))
}

/// What lies on the disk when the program ends at each step of a save.
struct Killed {
    open: Open,
    old: String,
    new: String,
    lines: String,
}

/// After the first of two saves, with everything that the second would write.
fn killed() -> Killed {
    let mut open = Open::with(&["One"]);
    let (old, before) = (text_of(open.session.register()), open.lines().len());
    open.title("Two");
    let new = text_of(open.session.register());
    open.save().unwrap();
    let lines = open.lines();
    let last = lines[before..].join("\n") + "\n";
    fs::write(open.path(), &old).unwrap();
    fs::write(open.history(), lines[..before].join("\n") + "\n").unwrap();
    Killed { open, old, new, lines: last }
}

impl Killed {
    fn add(&self, text: &str) {
        let all = fs::read_to_string(self.open.history()).unwrap() + text;
        fs::write(self.open.history(), all).unwrap();
    }

    fn temporary(&self) {
        fs::write(self.open.folder.path().join(".blue-ribbon-x.tmp"), &self.new).unwrap();
    }
}

#[test]
fn killed_before_the_history_nothing_has_happened() {
    let mut killed = killed();
    killed.temporary();
    assert_eq!(killed.open.reopen(), []);
    assert_eq!(fs::read_to_string(killed.open.path()).unwrap(), killed.old);
    assert_eq!(killed.open.flaws(), []);
}

#[test]
fn killed_while_a_line_was_written_its_part_is_set_aside() {
    let length = killed().lines.len();
    for cut in (1..length - 1).step_by(37).chain([length - 1]) {
        let mut killed = killed();
        let part = killed.lines[..cut].to_owned();
        killed.add(&part);
        killed.temporary();
        assert_eq!(killed.open.reopen(), [Notice::HistoryCut]);
        assert_eq!(killed.open.session.register().title(), "One");
        assert!(killed.open.session.history().next_undo().is_some());
        killed.open.title("Three");
        killed.open.save().unwrap();
        assert_eq!(killed.open.flaws(), []);
        let aside = killed.open.folder.path().join("r.ron.history.1.bak");
        assert_eq!(fs::read_to_string(aside).unwrap(), part);
        assert_eq!(killed.open.reopen(), []);
    }
}

#[test]
fn killed_between_the_history_and_the_register_the_save_is_finished() {
    for backed_up in [false, true] {
        let mut killed = killed();
        let lines = killed.lines.clone();
        killed.add(&lines);
        killed.temporary();
        if backed_up {
            let backup = killed.open.folder.path().join("r.ron.bak");
            fs::remove_file(&backup).unwrap();
            fs::hard_link(killed.open.path(), backup).unwrap();
        }
        assert_eq!(killed.open.reopen(), [Notice::Finished { n: 3 }]);
        assert_eq!(killed.open.session.register().title(), "Two");
        assert_eq!(fs::read_to_string(killed.open.path()).unwrap(), killed.new);
        assert_eq!(
            fs::read_to_string(killed.open.folder.path().join("r.ron.bak")).unwrap(),
            killed.old
        );
        assert_eq!(killed.open.flaws(), []);
        assert!(killed.open.names().iter().all(|name| !name.contains("tmp")));
        killed.open.session.perform(Action::Undo).unwrap();
        assert_eq!(killed.open.session.register().title(), "One");
    }
}

#[cfg(unix)]
#[test]
fn a_save_that_another_window_is_about_to_end_is_left_to_it() {
    let mut killed = killed();
    let lines = killed.lines.clone();
    killed.add(&lines);
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
    assert_eq!(killed.open.flaws(), []);
}

#[test]
fn an_earlier_version_put_back_by_hand_stays_and_is_noted() {
    let mut killed = killed();
    let lines = killed.lines.clone();
    killed.add(&lines);
    assert_eq!(killed.open.reopen(), [Notice::Outside { n: 3 }]);
    assert_eq!(killed.open.session.register().title(), "One");
    assert_eq!(killed.open.session.history().next_undo(), None);
    killed.open.title("Three");
    killed.open.save().unwrap();
    assert_eq!(killed.open.flaws(), []);
    // What was put back is what the history held before, so that the way goes on behind it.
    let titles = [0, 1, 2, 3, 4].map(|at| killed.open.at(at).unwrap());
    assert_eq!(titles, ["Small", "One", "Two", "One", "Three"]);
}

#[test]
fn what_another_program_changed_is_noted_and_the_way_ends_there() {
    let mut open = Open::with(&["One"]);
    let theirs = fs::read_to_string(open.path()).unwrap().replace("One", "Theirs");
    fs::write(open.path(), theirs).unwrap();
    assert_eq!(open.flaws(), [(2, Flaw::Register)]);
    assert_eq!(open.reopen(), [Notice::Outside { n: 2 }]);
    open.title("Ours");
    open.save().unwrap();
    assert_eq!(open.flaws(), []);
    assert!(matches!(open.whats()[2..], [Entry::Outside { .. }, Entry::Did(_)]));
    assert_eq!([2, 3].map(|at| open.at(at).unwrap()), ["Theirs", "Ours"]);
    assert!(matches!(open.at(1), Err(HistoryError::OutOfReach { n: 3 })));
    // Undo ends there, too.
    open.reopen();
    open.session.perform(Action::Undo).unwrap();
    assert_eq!(open.session.history().next_undo(), None);
}

#[test]
fn what_another_program_changed_under_an_open_window_is_noted_with_the_records() {
    let mut open = Open::with(&["One"]);
    open.title("Not saved");
    let theirs = fs::read_to_string(open.path()).unwrap().replace("One", "Theirs");
    fs::write(open.path(), &theirs).unwrap();
    // Read again, what was not saved is given up.
    let known = (open.session.base(), open.session.stamp().clone());
    assert_eq!(known.0.title(), "One");
    let opened = store::open_for_work(&open.path(), &Progress::default()).unwrap();
    let day = "2014-03-30".parse().unwrap();
    open.session = Session::new(Loaded::new(open.path(), opened, day).since(known));
    assert!(!open.session.is_saved());
    let recording = recording(&open.session);
    let stamp = store::note(&open.path(), open.session.stamp(), &recording).unwrap();
    open.session.set_saved(open.session.revision(), stamp);
    assert_eq!(fs::read_to_string(open.path()).unwrap(), theirs, "the file stays as it is");
    open.title("Two");
    open.save().unwrap();
    assert_eq!(open.flaws(), []);
    assert!(matches!(&open.whats()[2..], [Entry::Outside { .. }, Entry::Did(_)]));
    assert_eq!(
        [0, 1, 2, 3].map(|at| open.at(at).unwrap()),
        ["Small", "One", "Theirs", "Two"],
        "so that the way goes on behind it"
    );
    open.reopen();
    open.session.perform(Action::Undo).unwrap();
    assert_eq!(open.session.history().next_undo(), None, "undo ends there");
}

#[test]
fn what_is_written_over_is_noted_and_the_way_goes_on_behind_it() {
    let mut open = Open::with(&["One"]);
    let theirs = fs::read_to_string(open.path()).unwrap().replace("One", "Theirs");
    fs::write(open.path(), theirs).unwrap();
    open.title("Two");
    assert!(matches!(open.save(), Err(SaveError::Changed { .. })));
    assert_eq!(open.lines().len(), 2, "what was not saved is not told");
    let recording = recording(&open.session);
    let (session, path) = (&open.session, open.path());
    store::overwrite_recorded(&path, session.register(), session.stamp(), &recording).unwrap();
    assert_eq!(open.flaws(), []);
    assert!(matches!(open.whats()[2..], [Entry::Outside { .. }, Entry::Overwrote, Entry::Did(_)]));
    open.reopen();
    assert_eq!([0, 1, 3, 4].map(|at| open.at(at).unwrap()), ["Small", "One", "One", "Two"]);
    assert!(matches!(open.at(2), Err(HistoryError::OutOfReach { .. })));
}

#[test]
fn without_its_history_nothing_is_saved() {
    let mut open = Open::new();
    open.title("One");
    fs::create_dir(open.history()).unwrap();
    let error = open.save().unwrap_err();
    assert!(matches!(error, SaveError::Write(WriteError::Folder(_))), "{error:?}");
    assert!(error.to_string().contains("r.ron.history"));
    assert_eq!(fs::read_to_string(open.path()).unwrap(), SMALL);
    fs::remove_dir(open.history()).unwrap();
    open.save().unwrap();
    assert_eq!(open.flaws(), []);
}

#[test]
fn a_register_that_cannot_take_its_place_takes_its_lines_back() {
    for first in [true, false] {
        let mut open = if first { Open::new() } else { Open::with(&["One"]) };
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
        assert_eq!(open.flaws(), []);
    }
}

#[test]
fn a_history_of_a_newer_program_is_left_alone_and_said() {
    let mut open = Open::with(&["One"]);
    let newer = fs::read_to_string(open.history()).unwrap() + "(format: 2, n: 3, news: 1)\n";
    fs::write(open.history(), &newer).unwrap();
    open.title("Two");
    let error = open.save().unwrap_err();
    assert!(matches!(error, SaveError::NewerHistory { found: 2, .. }), "{error:?}");
    assert_eq!(fs::read_to_string(open.history()).unwrap(), newer);
    assert_eq!(open.session.register().title(), "Two", "nothing is lost in the window");
    let read = Past::read(&open.path(), None, &Progress::default());
    assert!(matches!(read, Err(HistoryError::Newer { found: 2, .. })));
}

#[test]
fn what_was_added_is_read_on() {
    let mut open = Open::with(&["One"]);
    let first = Past::read(&open.path(), None, &Progress::default()).unwrap();
    open.title("Two");
    open.save().unwrap();
    let read = |known| Past::read(&open.path(), known, &Progress::default()).unwrap();
    let (whole, on) = (read(None), read(Some(&first)));
    assert_eq!(whole.marks(), on.marks());
    assert!(std::sync::Arc::ptr_eq(&first.marks()[0], &on.marks()[0]), "and no more than that");
}

/// The shape of a line is frozen: what this program once wrote it reads for ever. The example is
/// never edited, which its seals would tell.
#[test]
fn a_history_of_the_first_format_is_read() {
    let open = Open::new();
    fs::copy(crate::source::top().join("data/history-1.ron"), open.history()).unwrap();
    assert_eq!(open.flaws(), [(9, Flaw::Register)]);
    let past = Past::read(&open.path(), None, &Progress::default()).unwrap();
    assert_eq!((past.unread(), past.marks().len()), (&[][..], 9));
    let touching: Vec<u64> =
        past.marks().iter().filter(|mark| !mark.cases.is_empty()).map(|mark| mark.line.n).collect();
    assert_eq!(touching, [3, 4, 5, 6]);
    let line = past.line(&open.path(), &past.marks()[2]).unwrap();
    assert!(matches!(line.what.edits(), [Edit::Case(change)] if change.after.is_none()));
}
