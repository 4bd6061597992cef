//! The times of the lines of a history, and lines of saves that broke off.

use jiff::Span;

use blue_ribbon::{
    Locale,
    describe::steps::describe_history_entry,
    merge::Side,
    register::RegisterInfo,
    store::history::{
        commit_info::PendingEntry,
        history_gap::HistoryGap,
        merge::{HistoryMerge, MergeAuthor, MergedRegister},
    },
};

use crate::store::history::*;

fn regressions(open: &OpenRegister) -> Vec<u64> {
    verify(&open.path(), &Progress::default()).unwrap().clock_regressions
}

/// Saves changes of the title that were made at some times.
fn save_at(open: &mut OpenRegister, times: &[Timestamp]) {
    let mut register = open.session.register().clone();
    let entries = times.iter().map(|time| {
        let before = register.info().clone();
        let after = RegisterInfo { title: format!("{} again", before.title), ..before.clone() };
        let edit = Edit::RegisterInfo { before: before.into(), after: after.into() };
        register.apply_all(std::slice::from_ref(&edit)).unwrap();
        let step = Step::new(StepKind::Change, StepSubject::Register, vec![edit]);
        PendingEntry { time: *time, event: HistoryEvent::Performed(step) }
    });
    let pending_entries = entries.collect();
    let info = CommitInfo { pending_entries, ..recording(&open.session) };
    let options = store::SaveOptions {
        history: Some(Commit { info: &info, overwritten: None }),
        ..store::SaveOptions::update(open.session.version())
    };
    store::save(&open.path(), &register, &options, &Progress::default()).unwrap();
    open.session = super::open(&open.path());
}

/// A change may be made before the line that it follows is written, on a machine whose clock is
/// behind, or before a clock is corrected.
#[test]
fn no_line_has_a_time_before_that_of_the_line_it_follows() {
    let time = |text: &str| -> Timestamp { text.parse().unwrap() };
    let now = Timestamp::now();
    let later = now.checked_add(Span::new().hours(24 * 400)).unwrap();
    let cases: [&[&[Timestamp]]; 6] = [
        &[&[time("2026-11-25T20:31:04.9Z"), time("2026-11-25T20:31:04.1Z")]],
        &[&[time("2026-11-25T20:31:04Z")], &[time("2026-11-24T00:00:00Z")]],
        // The clock of another machine was a year ahead, and is corrected.
        &[&[later], &[now], &[now, time("1999-12-31T23:59:59Z")], &[later]],
        // Both sides of the end of summer time.
        &[&[time("2026-10-25T02:30:00+02:00")], &[time("2026-10-25T02:10:00+01:00")]],
        &[&[time("2026-10-25T02:10:00+01:00")], &[time("2026-10-25T02:30:00+02:00")]],
        &[&[now], &[now], &[now]],
    ];
    for saves in cases {
        let mut open = OpenRegister::new();
        for times in saves {
            save_at(&mut open, times);
        }
        assert_eq!(regressions(&open), [0; 0], "{saves:?}");
        assert_eq!(open.integrity_issues(), []);
        // What the clock said is kept where the time is another.
        let index = HistoryIndex::load(&open.path(), None, &Progress::default()).unwrap();
        let clocks = index.headers()[1..].iter();
        let clocks = clocks.map(|it| it.entry.clock_time.unwrap_or(it.entry.time).as_second());
        let made = saves.iter().copied().flatten().map(|time| time.as_second());
        assert_eq!(clocks.collect::<Vec<_>>(), made.collect::<Vec<_>>());
    }
}

#[test]
fn a_change_of_another_program_that_is_noted_later_turns_no_clock_back() {
    let mut open = OpenRegister::new();
    save_at(&mut open, &[Timestamp::now()]);
    let theirs = fs::read_to_string(open.path()).unwrap().replace("again", "theirs");
    fs::write(open.path(), theirs).unwrap();
    open.reopen();
    let before = Timestamp::now().checked_sub(Span::new().minutes(5)).unwrap();
    save_at(&mut open, &[before]);
    assert_eq!(regressions(&open), [0; 0]);
}

#[test]
fn a_merge_is_not_before_the_lines_that_it_merges() {
    let mut open = OpenRegister::with(&["One"]);
    let base = fs::read(open.history()).unwrap();
    let register = fs::read(open.path()).unwrap();
    let later = Timestamp::now().checked_add(Span::new().hours(9)).unwrap();
    save_at(&mut open, &[later]);
    let theirs = fs::read(open.history()).unwrap();
    fs::write(open.history(), base).unwrap();
    fs::write(open.path(), register).unwrap();
    open.reopen();
    save_at(&mut open, &[Timestamp::now(), Timestamp::now()]);
    let ours = fs::read(open.history()).unwrap();
    let histories = HistoryMerge::new(&ours, &theirs).unwrap();
    let digest = histories.register_digest(Side::Ours).unwrap();
    let process = ProcessIdentity { user: "u".into(), machine: "m".into(), process: 1 };
    let author =
        MergeAuthor { name: String::new(), process, time: Timestamp::now(), signing_key: None };
    let register = MergedRegister { digest, edits: Vec::new() };
    fs::write(open.history(), histories.merge(Some(register), &author).unwrap()).unwrap();
    open.reopen();
    save_at(&mut open, &[Timestamp::now()]);
    assert_eq!((regressions(&open), open.integrity_issues()), (vec![], vec![]));
}

/// Lines that versions before the rule wrote are no sign of anything.
#[test]
fn an_older_history_with_times_out_of_order_is_no_issue() {
    let open = OpenRegister::with(&["One"]);
    let lines = open.lines();
    let at = lines[1].find("at: \"20").unwrap() + 5;
    let earlier = format!("{}19{}", &lines[1][..at], &lines[1][at + 2..]);
    let text = format!("{}\n{}\n", lines[0], recompute_digests(&earlier));
    fs::write(open.history(), text).unwrap();
    assert_eq!((regressions(&open), open.integrity_issues()), (vec![2], vec![]));
}

/// Returns the entry at an index, and its name in English.
fn entry(open: &OpenRegister, at: usize) -> (HistoryGap, String) {
    let index = HistoryIndex::load(&open.path(), None, &Progress::default()).unwrap();
    let entry = &index.headers()[at].entry;
    (entry.gap.clone(), describe_history_entry(Locale::ENGLISH, entry))
}

#[test]
fn whole_lines_of_a_save_that_broke_off_stay_and_are_taken_back() {
    let mut open = OpenRegister::with(&["One"]);
    let (text, history) = (fs::read(open.path()).unwrap(), open.lines());
    open.title("Two");
    open.title("Three");
    open.save().unwrap();
    let begun = open.lines()[..3].join("\n") + "\n";
    fs::write(open.path(), &text).unwrap();
    for rest in ["", "(format: 1, n: 4, at: "] {
        fs::write(open.path(), &text).unwrap();
        fs::write(open.history(), format!("{begun}{rest}")).unwrap();
        assert_eq!(open.reopen(), [OpenWarning::SaveBrokenOff { entry_number: 3 }]);
        assert_eq!(open.session.register().title(), "One");
        open.title("Four");
        open.save().unwrap();
        assert!(fs::read_to_string(open.history()).unwrap().starts_with(&begun));
        assert_eq!(open.integrity_issues(), []);
        assert_eq!(open.lines().len(), history.len() + 3);
        let (gap, name) = entry(&open, 3);
        assert_eq!((gap.back, gap.aside.is_some()), (Some(2), !rest.is_empty()));
        assert!(!name.contains("program"), "{name}");
        let titles = [0, 1, 2, 3, 4].map(|at| open.entry_time(at).unwrap());
        assert_eq!(titles, ["Small", "One", "Two", "One", "Four"]);
        assert_eq!(open.reopen(), []);
    }
}

#[test]
fn a_save_that_did_not_replace_the_register_is_no_change_of_another_program() {
    let mut open = OpenRegister::with(&["One"]);
    let text = fs::read(open.path()).unwrap();
    open.title("Two");
    open.save().unwrap();
    let before = open.session.fingerprint().digest();
    // The line is written, and the register is not replaced.
    fs::write(open.path(), text).unwrap();
    let earlier = OpenWarning::RegisterIsEarlier { entry_number: 3, earlier_number: 2 };
    assert_eq!(open.reopen(), [earlier]);
    open.title("Three");
    open.save().unwrap();
    let (gap, name) = entry(&open, 3);
    assert_eq!(gap, HistoryGap { back: Some(2), ..HistoryGap::default() });
    assert_eq!(name, "The register as after change 2, noted");
    let now = open.session.fingerprint().digest();
    let origin = Attribution::between_versions(&open.path(), before, now);
    assert!(origin.authors().all(|author| matches!(author, Author::Entry(_))));
    assert_eq!(open.integrity_issues(), []);
}

#[test]
fn a_failed_save_restores_what_was_set_aside_for_it() {
    let mut open = OpenRegister::with(&["One"]);
    let torn = fs::read_to_string(open.history()).unwrap() + "(format: 1, n: 3, at";
    fs::write(open.history(), &torn).unwrap();
    open.reopen();
    open.title("Two");
    // The backup cannot be made where a folder is in its way.
    let backup = open.folder.path().join("r.ron.bak");
    fs::remove_file(&backup).unwrap();
    fs::create_dir_all(backup.join("in the way")).unwrap();
    open.save().unwrap_err();
    assert_eq!(fs::read_to_string(open.history()).unwrap(), torn);
    fs::remove_dir_all(backup).unwrap();
    open.save().unwrap();
    assert_eq!(open.integrity_issues(), []);
    assert!(entry(&open, 2).0.aside.is_some());
}

/// A digest is written in lower case, and no other is read.
#[test]
fn a_seal_in_upper_case_is_an_issue_of_its_line() {
    let open = OpenRegister::with(&["One", "Two"]);
    let lines = open.lines();
    for field in ["seal: \"", "before: \"", "file: \""] {
        let at = lines[1].find(field).unwrap() + field.len();
        let mut line = lines[1].clone();
        line.replace_range(at..at + 64, &lines[1][at..at + 64].to_ascii_uppercase());
        if field != "seal: \"" {
            line = recompute_digests(&line);
        }
        fs::write(open.history(), [&*lines[0], &line, &lines[2], ""].join("\n")).unwrap();
        let issues = open.integrity_issues();
        assert_eq!(issues[0].0, 2, "{field}: {issues:?}");
    }
}
