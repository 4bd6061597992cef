//! The end of a history that a machine knows: what is wrong with a history is told on opening and
//! before the next save, nothing begins anew unasked, and no readable line is ever lost.

use blue_ribbon::{
    Locale,
    store::{
        app_dirs::AppDirs,
        check_known_history,
        history::{
            history_gap::{HistoryGap, LostLine},
            history_problem::{HistoryProblem, HistoryProblemKind},
            integrity_report::IntegrityIssue,
            known_history::KnownHistories,
            merge::{HistoryMerge, MergeAuthor},
            set_aside_files::set_aside_files,
        },
        save_warning::SaveWarning,
    },
};

use crate::store::history::*;

/// A register whose history is known on this machine.
struct KnownRegister {
    open: OpenRegister,
    known_histories: KnownHistories,
    _data: tempfile::TempDir,
}

impl KnownRegister {
    /// Returns a register whose history has a line for its beginning and one for each title.
    fn with(titles: &[&str]) -> Self {
        let data = tempfile::tempdir().unwrap();
        let known_histories = KnownHistories::new(&AppDirs::in_folder(data.path()));
        let mut this = Self { open: OpenRegister::new(), known_histories, _data: data };
        assert_eq!(this.reopen(), []);
        for title in titles {
            this.open.title(title);
            this.save(None).unwrap();
        }
        this
    }

    /// Opens the register again, as the window does.
    fn reopen(&mut self) -> Vec<OpenWarning> {
        let path = self.open.path();
        let mut opened = store::open_writable(&path, &Progress::default()).unwrap();
        check_known_history(&path, &mut opened, &self.known_histories);
        let day = "2014-03-30".parse().unwrap();
        self.open.session = Session::new(LoadedRegister::new(path, opened, day));
        self.open.session.open_warnings().to_vec()
    }

    fn save(&mut self, accepted: Option<&HistoryProblem>) -> Result<(), SaveError> {
        let known_histories = &self.known_histories;
        self.open.save_expecting("Who", Some(HistoryExpectation { known_histories, accepted }))
    }

    fn history_text(&self) -> String {
        fs::read_to_string(self.open.history()).unwrap_or_default()
    }

    fn problem(&self) -> Option<HistoryProblem> {
        self.known_histories.check(&self.open.path()).unwrap().problem
    }

    /// Returns the gap that the entry at an index of the history names.
    fn gap(&self, at: usize) -> HistoryGap {
        let index = HistoryIndex::load(&self.open.path(), None, &Progress::default()).unwrap();
        index.headers()[at].entry.gap.clone()
    }
}

/// A history that something has happened to, and what is to be told of it.
struct Damage {
    name: &'static str,
    /// Returns the history that is found in place of a history; `None` where there is none.
    apply: fn(&str) -> Option<String>,
    kind: HistoryProblemKind,
    is_line_lost: bool,
}

const TITLES: [&str; 3] = ["One", "Two", "Three"];

fn damaged(line: u64, kind: IntegrityIssueKind) -> HistoryProblemKind {
    HistoryProblemKind::Damaged(IntegrityIssue { line, kind })
}

/// Returns the first lines of a history.
fn first_lines(text: &str, count: usize) -> String {
    text.split_inclusive('\n').take(count).collect()
}

/// Returns the history of another register with as many lines.
fn other_history() -> String {
    let other = OpenRegister::with(&["Hers", "Hers too", "Hers again"]);
    fs::read_to_string(other.history()).unwrap()
}

/// Returns a line of a history with a replacement.
fn with_line(text: &str, at: usize, change: impl Fn(&str) -> String) -> String {
    let lines = text.split_inclusive('\n').enumerate();
    lines.map(|(index, line)| if index == at { change(line) } else { line.to_owned() }).collect()
}

/// Returns a line with its digest in upper case.
fn with_upper_case_seal(line: &str) -> String {
    let (body, seal) = line.rsplit_once("seal: ").unwrap();
    format!("{body}seal: {}", seal.to_ascii_uppercase())
}

fn damages() -> Vec<Damage> {
    let damage = |name, apply, kind, is_line_lost| Damage { name, apply, kind, is_line_lost };
    vec![
        damage("emptied", |_| Some(String::new()), HistoryProblemKind::Empty, true),
        damage("deleted", |_| None, HistoryProblemKind::Missing, true),
        damage(
            "cut at a line",
            |text| Some(first_lines(text, 3)),
            HistoryProblemKind::LineMissing { last_number: 3 },
            true,
        ),
        damage(
            "cut within a line",
            |text| Some(text[..text.len() - 40].to_owned()),
            damaged(4, IntegrityIssueKind::Truncated),
            true,
        ),
        damage(
            "without the last newline",
            |text| Some(text[..text.len() - 1].to_owned()),
            damaged(4, IntegrityIssueKind::Truncated),
            false,
        ),
        damage(
            "cut within the first line",
            |text| Some(text[..40].to_owned()),
            damaged(1, IntegrityIssueKind::Truncated),
            true,
        ),
        damage(
            "other line ends",
            |text| Some(text.replace('\n', "\r\n")),
            damaged(1, IntegrityIssueKind::LineEndChanged),
            false,
        ),
        damage(
            "a word changed",
            |text| Some(with_line(text, 1, |line| line.replace("because", "becausf"))),
            damaged(2, IntegrityIssueKind::DigestMismatch),
            false,
        ),
        damage(
            "a bracket changed",
            |text| Some(with_line(text, 1, |line| line.replacen('(', "<", 1))),
            damaged(2, IntegrityIssueKind::Unreadable),
            false,
        ),
        damage(
            "the last line unreadable",
            |text| Some(with_line(text, 3, |line| line.replacen('(', "<", 1))),
            damaged(4, IntegrityIssueKind::Unreadable),
            true,
        ),
        damage(
            "a seal in upper case",
            |text| Some(with_line(text, 1, with_upper_case_seal)),
            damaged(2, IntegrityIssueKind::DigestMismatch),
            false,
        ),
        damage(
            "the history of another register",
            |_| Some(other_history()),
            HistoryProblemKind::LineMissing { last_number: 4 },
            true,
        ),
        damage(
            "an older copy",
            |text| Some(first_lines(text, 2)),
            HistoryProblemKind::LineMissing { last_number: 2 },
            true,
        ),
        damage(
            "no line that can be read",
            |_| Some("rust\nrust\n".to_owned()),
            damaged(1, IntegrityIssueKind::Unreadable),
            true,
        ),
    ]
}

impl Damage {
    /// Does it to the history of a register and returns what is then found.
    fn apply_to(&self, known: &KnownRegister) -> String {
        let found = (self.apply)(&known.history_text());
        match &found {
            Some(text) => fs::write(known.open.history(), text).unwrap(),
            None => fs::remove_file(known.open.history()).unwrap(),
        }
        found.unwrap_or_default()
    }
}

#[test]
fn a_history_that_is_not_the_known_one_is_told_on_opening_and_left_as_it_is() {
    for damage in damages() {
        let mut known = KnownRegister::with(&TITLES);
        let found = damage.apply_to(&known);
        let name = damage.name;
        // However often it is opened.
        for _ in 0..2 {
            let warnings = known.reopen();
            let [OpenWarning::HistoryProblem(problem)] = &warnings[..] else {
                panic!("{name}: {warnings:?}")
            };
            assert_eq!(problem.kind, damage.kind, "{name}");
            assert_eq!(problem.lost.is_some(), damage.is_line_lost, "{name}");
            assert!(warnings[0].is_alarm() && !warnings[0].is_informational());
            assert_eq!(known.history_text(), found, "{name}");
            for locale in [Locale::ENGLISH, Locale::from_tag("ja").unwrap()] {
                let text = warnings[0].describe(locale);
                assert!(text.contains("r.ron.history") && !text.contains("%{"), "{name}: {text}");
            }
        }
    }
}

#[test]
fn nothing_is_saved_after_a_history_that_is_not_the_known_one_before_the_user_was_asked() {
    for damage in damages() {
        for is_opened_again in [false, true] {
            let name = damage.name;
            let mut known = KnownRegister::with(&TITLES);
            let register = fs::read(known.open.path()).unwrap();
            let found = damage.apply_to(&known);
            if is_opened_again {
                known.reopen();
            }
            known.open.title("Four");
            let error = known.save(None).unwrap_err();
            let SaveError::HistoryProblem(problem) = &error else { panic!("{name}: {error:?}") };
            assert_eq!(problem.kind, damage.kind, "{name}");
            assert!(error.to_string().contains("Put back the right history"), "{error}");
            assert_eq!(fs::read(known.open.path()).unwrap(), register, "{name}");
            assert_eq!(known.history_text(), found, "{name}");
            assert_eq!(set_aside_files(&known.open.path()), []);
            // An answer about another history is none about this.
            let mut other = (**problem).clone();
            other.unreadable_length += 9_999;
            known.save(Some(&other)).unwrap_err();
            assert_eq!(known.history_text(), found, "{name}");
            assert_eq!(known.open.session.register().title(), "Four", "nothing is lost");
        }
    }
}

#[test]
fn once_accepted_every_readable_line_stays_and_the_next_names_what_is_missing() {
    for damage in damages() {
        let name = damage.name;
        let mut known = KnownRegister::with(&TITLES);
        let last = known.history_text().lines().last().unwrap().to_owned();
        let seal: Hash = last[last.len() - 66..last.len() - 2].parse().unwrap();
        let found = damage.apply_to(&known);
        let readable = HistoryIndex::load(&known.open.path(), None, &Progress::default());
        // The index has the lines that end with a newline.
        let is_last_whole = damage.name == "without the last newline";
        let readable = readable.unwrap().headers().len() + usize::from(is_last_whole);
        known.open.title("Four");
        let problem = known.problem().unwrap();
        known.save(Some(&problem)).unwrap();
        // The lines stay to the byte; only what cannot be read is in a file of its own.
        let text = known.history_text();
        let kept = found.len() - usize::try_from(problem.unreadable_length).unwrap();
        assert!(text[kept..].starts_with(['(', '\n']) && !text.contains("\n\n"), "{name}");
        assert_eq!(text[..kept], found[..kept], "{name}");
        let gap = known.gap(readable);
        let lost = damage.is_line_lost.then_some(LostLine { number: 4, seal });
        assert_eq!(gap.lost, lost, "{name}");
        let aside = set_aside_files(&known.open.path());
        match &gap.aside {
            Some(bytes) => {
                let [(path, length)] = &aside[..] else { panic!("{name}: {aside:?}") };
                assert_eq!(path.file_name().unwrap().to_str(), Some(&*bytes.file_name));
                assert_eq!(fs::read_to_string(path).unwrap(), found[kept..], "{name}");
                assert_eq!((*length, bytes.length), (bytes.length, problem.unreadable_length));
                assert_eq!(bytes.digest, Hash::of_bytes(&found.as_bytes()[kept..]));
            }
            None => assert_eq!((aside.len(), problem.unreadable_length), (0, 0), "{name}"),
        }
        let begins_anew = matches!(known.open.event_names()[readable], HistoryEvent::Started);
        assert_eq!(begins_anew, readable == 0, "{name}");
        // It is known from then on, and verify tells of it still.
        assert_eq!(known.reopen(), [], "{name}");
        known.open.title("Five");
        known.save(None).unwrap();
        let report = verify(&known.open.path(), &Progress::default()).unwrap();
        let is_noted = report.noted_lines.iter().any(|noted| !noted.entry.gap.is_empty());
        // A newline that was missing is there again.
        assert!(!report.issues.is_empty() || is_noted || is_last_whole, "{name}");
        assert_eq!(report.clock_regressions, [0; 0]);
    }
}

#[test]
fn a_history_that_others_continued_is_the_known_one() {
    let mut known = KnownRegister::with(&["One"]);
    let (here, data) = (known.known_histories.clone(), tempfile::tempdir().unwrap());
    known.known_histories = KnownHistories::new(&AppDirs::in_folder(data.path()));
    for title in ["Hers", "Hers too"] {
        known.open.title(title);
        known.save(None).unwrap();
    }
    known.known_histories = here;
    assert_eq!(known.reopen(), []);
    // A save that breaks off leaves a part of a line, about which nobody is asked.
    let whole = known.history_text();
    fs::write(known.open.history(), whole.clone() + "(format: 1, n: 5, at: \"20").unwrap();
    assert_eq!(known.reopen(), [OpenWarning::HistoryTruncated]);
    known.open.title("Four");
    known.save(None).unwrap();
    assert!(known.history_text().starts_with(&whole));
    assert_eq!(known.gap(4).aside.unwrap().length, 25);
    assert_eq!(known.open.integrity_issues(), []);
}

#[test]
fn a_merged_history_that_has_the_known_line_elsewhere_is_the_known_one() {
    let known = KnownRegister::with(&TITLES);
    let theirs = known.history_text();
    fs::write(known.open.history(), first_lines(&theirs, 2)).unwrap();
    let mut ours = KnownRegister::with(&[]);
    ours.open = known.open;
    ours.open.reopen();
    ours.open.title("Ours");
    ours.open.save().unwrap();
    let text = ours.history_text();
    let histories = HistoryMerge::new(text.as_bytes(), theirs.as_bytes()).unwrap();
    let process = ProcessIdentity { user: "u".into(), machine: "m".into(), process: 1 };
    let author =
        MergeAuthor { name: String::new(), process, time: Timestamp::now(), signing_key: None };
    let merged = histories.merge(None, &author).unwrap();
    ours.known_histories = known.known_histories;
    assert!(matches!(ours.problem().unwrap().kind, HistoryProblemKind::LineMissing { .. }));
    fs::write(ours.open.history(), merged).unwrap();
    assert_eq!(ours.problem(), None);
}

#[test]
fn a_damaged_line_of_others_after_the_known_one_is_told() {
    let mut known = KnownRegister::with(&["One"]);
    let text = known.history_text();
    known.open.title("Two");
    known.open.save().unwrap();
    let appended = known.history_text()[text.len()..].replacen("Two", "Owt", 1);
    fs::write(known.open.history(), text + &appended).unwrap();
    let problem = known.problem().unwrap();
    assert_eq!(problem.kind, damaged(3, IntegrityIssueKind::DigestMismatch));
    assert_eq!(problem.lost, None);
}

/// What is not known cannot be missed, but a line that is damaged shows by itself.
#[test]
fn a_history_that_was_never_seen_is_verified_once() {
    for damage in damages() {
        let mut known = KnownRegister::with(&TITLES);
        damage.apply_to(&known);
        let data = tempfile::tempdir().unwrap();
        known.known_histories = KnownHistories::new(&AppDirs::in_folder(data.path()));
        let warnings = known.reopen();
        let problem = warnings.iter().find_map(|warning| match warning {
            OpenWarning::HistoryProblem(problem) => Some(problem.kind),
            _ => None,
        });
        let is_damage = matches!(damage.kind, HistoryProblemKind::Damaged(_));
        // The end of a history that is cut off may be that of a save that broke off.
        let is_cut = ["cut within a line", "without the last newline"].contains(&damage.name);
        let is_expected = is_damage && !is_cut;
        assert_eq!(problem.is_some(), is_expected, "{}: {problem:?}", damage.name);
    }
}

/// Another window may be about to take a line back, since it cannot replace the register.
#[test]
fn a_line_whose_register_is_not_in_its_place_is_not_known_yet() {
    let mut known = KnownRegister::with(&["One"]);
    let (register, history) = (fs::read(known.open.path()).unwrap(), known.history_text());
    known.open.title("Two");
    known.open.save().unwrap();
    fs::write(known.open.path(), register).unwrap();
    assert!(matches!(known.reopen()[..], [OpenWarning::RegisterIsEarlier { .. }]));
    fs::write(known.open.history(), history).unwrap();
    assert_eq!(known.reopen(), []);
}

/// A line of a newer format must not hide what was done to the others.
#[test]
fn a_line_of_a_newer_format_among_others_is_refused() {
    let mut known = KnownRegister::with(&TITLES);
    let text = known.history_text();
    for at in 0..TITLES.len() {
        let newer = with_line(&text, at, |_| "(format: 9, n: 2, news: 1)\n".to_owned());
        fs::write(known.open.history(), &newer).unwrap();
        known.open.title(&format!("After line {at}"));
        for _ in 0..2 {
            let error = known.save(None).unwrap_err();
            assert!(matches!(error, SaveError::NewerHistoryFormat { found: 9, .. }), "{error:?}");
            known.reopen();
            known.open.title("Opened again");
        }
        assert_eq!(known.history_text(), newer);
    }
    fs::write(known.open.history(), text).unwrap();
    assert_eq!(known.reopen(), []);
}

/// Without a data folder nothing is known, but what no line can be read of is not begun anew.
#[test]
fn a_history_without_a_readable_line_is_never_set_aside_unasked() {
    let mut open = OpenRegister::with(&["One"]);
    fs::write(open.history(), "rust\n").unwrap();
    open.title("Two");
    let error = open.save().unwrap_err();
    assert!(matches!(error, SaveError::HistoryProblem(_)), "{error:?}");
    assert_eq!(fs::read_to_string(open.history()).unwrap(), "rust\n");
    assert_eq!(open.names(), ["r.ron", "r.ron.bak", "r.ron.history"]);
}

#[test]
fn the_known_end_is_found_by_every_path_of_a_register_and_not_by_that_of_a_copy() {
    let known = KnownRegister::with(&TITLES);
    let path = known.open.path();
    let end = known.known_histories.load(&path).unwrap().unwrap();
    assert_eq!(end.number, 4);
    let copy = path.with_file_name("copy.ron");
    fs::copy(&path, &copy).unwrap();
    assert_eq!(known.known_histories.load(&copy).unwrap(), None);
    #[cfg(unix)]
    {
        let link = path.with_file_name("link.ron");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert_eq!(known.known_histories.load(&link).unwrap(), Some(end));
    }
    known.known_histories.remove(&path).unwrap();
    assert_eq!(known.known_histories.load(&path).unwrap(), None);
}

#[test]
fn a_known_end_that_cannot_be_read_is_an_error_and_blocks_no_save() {
    let mut known = KnownRegister::with(&["One"]);
    let folder = AppDirs::in_folder(known._data.path()).histories_folder();
    let file = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("(format:1,register:\"") && text.len() < 600, "{text}");
    for broken in ["", "(format: 1", &"x".repeat(1 << 20), &text.replace("format:1", "format:2")] {
        fs::write(&file, broken).unwrap();
        known.known_histories.load(&known.open.path()).unwrap_err();
        let warnings = known.reopen();
        let [warning @ OpenWarning::KnownHistoryUnreadable { .. }] = &warnings[..] else {
            panic!("{warnings:?}")
        };
        assert!(warning.describe(Locale::ENGLISH).contains(file.to_str().unwrap()));
        fs::write(&file, broken).unwrap();
        known.open.title(&format!("After {} bytes", broken.len()));
        known.save(None).unwrap();
        known.known_histories.load(&known.open.path()).unwrap().unwrap();
    }
}

#[test]
fn another_branch_of_git_is_no_loss() {
    let mut known = KnownRegister::with(&TITLES);
    let folder = known.open.folder.path().to_owned();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=T", "-c", "user.email=t@example.org"];
        let mut command = std::process::Command::new("git");
        let done = command.arg("-C").arg(&folder).args(identity).args(arguments).output().unwrap();
        assert!(done.status.success(), "{done:?}");
    };
    let older = first_lines(&known.history_text(), 3);
    git(&["init", "--quiet"]);
    // What was seen before there was a repository is missed, whatever it holds.
    let whole = known.history_text();
    git(&["add", "r.ron.history"]);
    git(&["commit", "--quiet", "-m", "planted"]);
    fs::write(known.open.history(), &older).unwrap();
    assert!(known.reopen()[0].is_alarm());
    fs::write(known.open.history(), whole).unwrap();
    assert_eq!(known.reopen(), []);
    git(&["add", "r.ron", "r.ron.history"]);
    git(&["commit", "--quiet", "-m", "one"]);
    fs::write(known.open.history(), &older).unwrap();
    let warnings = known.reopen();
    let other_branch = OpenWarning::HistoryOfOtherBranch { entry_number: 4 };
    assert!(warnings.contains(&other_branch), "{warnings:?}");
    known.open.title("Four");
    known.save(None).unwrap();
    assert!(known.history_text().starts_with(&older));
}

#[test]
fn an_end_that_cannot_be_stored_is_told_and_blocks_no_save() {
    let mut known = KnownRegister::with(&["One"]);
    let folder = AppDirs::in_folder(known._data.path()).histories_folder();
    fs::remove_dir_all(&folder).unwrap();
    fs::write(&folder, "in the way").unwrap();
    known.open.title("Two");
    known.save(None).unwrap();
    let warnings = &known.open.session.version().save_warnings;
    assert!(matches!(warnings[..], [SaveWarning::HistoryEndNotStored { .. }]), "{warnings:?}");
}

#[cfg(unix)]
#[test]
fn a_history_that_is_no_file_is_an_alarm_on_opening() {
    for command in ["mkfifo", "mkdir"] {
        let mut known = KnownRegister::with(&["One"]);
        fs::remove_file(known.open.history()).unwrap();
        let made = std::process::Command::new(command).arg(known.open.history()).status();
        assert!(made.unwrap().success());
        let warnings = known.reopen();
        let history = known.open.history().display().to_string();
        let is_told = |warning: &OpenWarning| {
            warning.is_alarm() && warning.describe(Locale::ENGLISH).contains(&history)
        };
        assert!(warnings.iter().any(is_told), "{command}: {warnings:?}");
    }
}
