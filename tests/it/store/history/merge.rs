//! Histories that were merged: their verification, their authors, and long ones.

use std::time::{Duration, Instant};

use blue_ribbon::{
    merge::Side,
    register::RegisterInfo,
    store::history::{
        error::HistoryMergeError,
        merge::{HistoryMerge, MergeAuthor, MergedRegister},
        seal_search::SealSearch,
    },
};

use crate::store::history::*;

fn author(name: &str) -> MergeAuthor {
    let process = ProcessIdentity { user: "u".into(), machine: "m".into(), process: 1 };
    MergeAuthor { name: name.into(), process, time: Timestamp::now(), signing_key: None }
}

/// Returns the digest of the register that a history ends with.
fn last_register_digest(history: &[u8]) -> Option<Hash> {
    HistoryMerge::new(history, history).ok()?.register_digest(Side::Ours)
}

/// Returns the text of a merge of two histories after which the register is that of ours.
fn merge_texts(ours: &str, theirs: &str) -> String {
    let histories = HistoryMerge::new(ours.as_bytes(), theirs.as_bytes()).unwrap();
    let digest = histories.register_digest(Side::Ours).unwrap();
    let register = MergedRegister { digest, edits: Vec::new() };
    let merged = histories.merge(Some(register), &author("Merger")).unwrap();
    String::from_utf8(merged).unwrap()
}

/// Returns a register, and the text of a history that another has continued since.
fn diverged() -> (OpenRegister, String) {
    let mut open = OpenRegister::with(&["One"]);
    let (base, text) = (fs::read(open.history()).unwrap(), fs::read(open.path()).unwrap());
    for title in ["Hers", "Hers too"] {
        open.title(title);
        open.save_as("Baba").unwrap();
    }
    let theirs = fs::read_to_string(open.history()).unwrap();
    fs::write(open.history(), base).unwrap();
    fs::write(open.path(), text).unwrap();
    open.reopen();
    for title in ["His", "His too"] {
        open.title(title);
        open.save_as("Aoki").unwrap();
    }
    (open, theirs)
}

fn ours_of(open: &OpenRegister) -> String {
    fs::read_to_string(open.history()).unwrap()
}

#[test]
fn verify_finds_every_line_of_a_merged_history_that_was_changed_removed_or_moved() {
    let (mut open, theirs) = diverged();
    let merged = merge_texts(&ours_of(&open), &theirs);
    fs::write(open.history(), &merged).unwrap();
    open.reopen();
    open.title("After");
    open.save().unwrap();
    assert_eq!(open.integrity_issues(), []);
    let lines = open.lines();
    assert_eq!(lines.len(), 8);
    let issues_with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut changed = lines.clone();
        change(&mut changed);
        fs::write(open.history(), changed.join("\n") + "\n").unwrap();
        open.integrity_issues()
    };
    for at in 0..lines.len() {
        assert_ne!(issues_with(&|lines| drop(lines.remove(at))), [], "without line {at}");
        let is_changed =
            |lines: &mut Vec<String>| lines[at] = lines[at].replacen("at: \"2", "at: \"1", 1);
        let changed = issues_with(&is_changed);
        assert_eq!(changed[0], (at as u64 + 1, IntegrityIssueKind::DigestMismatch));
        let resealed = |lines: &mut Vec<String>| {
            is_changed(lines);
            lines[at] = recompute_digests(&lines[at]);
        };
        // Whoever seals the last line anew is not found out, here as in every history.
        assert_eq!(issues_with(&resealed).is_empty(), at == lines.len() - 1, "line {at}");
        for other in at + 1..lines.len() {
            let moved = issues_with(&|lines| lines.swap(at, other));
            assert_ne!(moved, [], "lines {at} and {other}");
        }
        assert_ne!(
            issues_with(&|lines| lines.insert(at, lines[at].clone())),
            [],
            "line {at} twice"
        );
    }
    // A whole line of work that is gone, and both without the line that merges them.
    assert_ne!(issues_with(&|lines| drop(lines.drain(4..6))), []);
    assert_ne!(issues_with(&|lines| drop(lines.drain(2..4))), []);
    assert_eq!(
        issues_with(&|lines| lines.truncate(6)),
        [(5, IntegrityIssueKind::OutOfSequence), (6, IntegrityIssueKind::RegisterMismatch)]
    );
}

#[test]
fn the_authors_of_a_merge_are_those_of_the_lines_that_it_brought() {
    let (mut open, theirs) = diverged();
    let before = open.session.fingerprint().digest();
    let histories = ours_of(&open);
    let histories = HistoryMerge::new(histories.as_bytes(), theirs.as_bytes()).unwrap();
    let text = fs::read_to_string(open.path()).unwrap().replace("His too", "Both");
    fs::write(open.path(), &text).unwrap();
    let digest = Hash::of_bytes(text.as_bytes());
    let info = open.session.register().info();
    let both = RegisterInfo { title: "Both".into(), ..info.clone() };
    let edit = Edit::RegisterInfo { before: info.into(), after: both.into() };
    let register = MergedRegister { digest, edits: vec![edit] };
    let merged = histories.merge(Some(register), &author("Merger")).unwrap();
    fs::write(open.history(), merged).unwrap();
    let origin = Attribution::between_versions(&open.path(), before, digest);
    let about = |edit: &Edit| matches!(edit, Edit::RegisterInfo { .. });
    assert!(matches!(origin.last_author(about), Author::Entry(line) if line.author_name == "Baba"));
    // What the merge brought is undone as one step, and after it our own steps, over a restart.
    assert_eq!(open.reopen(), []);
    for title in ["His too", "His"] {
        open.session.perform(Action::Undo, Timestamp::now()).unwrap();
        assert_eq!(open.session.register().title(), title);
        open.save().unwrap();
        assert_eq!(open.reopen(), []);
    }
    assert_eq!(open.integrity_issues(), []);
    open.session.perform(Action::Redo, Timestamp::now()).unwrap();
    open.session.perform(Action::Redo, Timestamp::now()).unwrap();
    assert_eq!(open.session.register().title(), "Both");
    open.save().unwrap();
    let titles = (0..11).map(|line| open.entry_time(line).unwrap()).collect::<Vec<_>>();
    let merged = ["Small", "One", "His", "His too", "Hers", "Hers too", "Both"];
    assert_eq!(titles, [&merged[..], &["His too", "His", "His too", "Both"]].concat());
}

#[test]
fn a_history_that_the_other_continues_is_replaced_by_it() {
    let (open, theirs) = diverged();
    let ours = ours_of(&open);
    let base: String = ours.split_inclusive('\n').take(2).collect();
    let merge = |ours: &str, theirs: &str, digest: Option<Hash>| {
        let histories = HistoryMerge::new(ours.as_bytes(), theirs.as_bytes()).unwrap();
        let register = digest.map(|digest| MergedRegister { digest, edits: Vec::new() });
        String::from_utf8(histories.merge(register, &author("Merger")).unwrap()).unwrap()
    };
    let digest = last_register_digest(theirs.as_bytes());
    for digest in [digest, None] {
        assert_eq!(merge(&base, &theirs, digest), theirs);
        assert_eq!(merge(&theirs, &base, digest), theirs);
        assert_eq!(merge(&theirs, &theirs, digest), theirs);
    }
    // Another register than either history ends with is recorded by a line of its own.
    let digest = Some(Hash::of_bytes(b"another"));
    for (ours, other) in [(&base, &theirs), (&theirs, &base)] {
        let merged = merge(ours, other, digest);
        assert!(merged.starts_with(&theirs) && merged.lines().count() == 5, "{merged}");
        assert_eq!(last_register_digest(merged.as_bytes()), digest);
    }
}

#[test]
fn damage_that_both_sides_have_does_not_keep_them_apart() {
    let (open, theirs) = diverged();
    let ours = ours_of(&open);
    let damaged = |text: &str| text.replacen("because", "whatever", 1);
    let merged = merge_texts(&damaged(&ours), &damaged(&theirs));
    fs::write(open.history(), merged).unwrap();
    assert_eq!(open.integrity_issues(), [(2, IntegrityIssueKind::DigestMismatch)]);
    let one_sided = damaged(&theirs);
    let error = HistoryMerge::new(ours.as_bytes(), one_sided.as_bytes()).err();
    assert_eq!(
        error,
        Some(HistoryMergeError::Damaged {
            side: Side::Theirs,
            line: 2,
            kind: IntegrityIssueKind::DigestMismatch
        })
    );
    let newer = format!("{ours}(format: 3, n: 5)\n");
    let error = HistoryMerge::new(newer.as_bytes(), theirs.as_bytes()).err();
    assert_eq!(error, Some(HistoryMergeError::NewerFormat { side: Side::Ours, found: 3 }));
    // A history that begins with another register.
    let first = ours.lines().next().unwrap();
    let digest = last_register_digest(format!("{first}\n").as_bytes()).unwrap().to_string();
    let other = first.replace(&digest, &Hash::of_bytes(b"another").to_string());
    let other = recompute_digests(&other) + "\n";
    let error = HistoryMerge::new(ours.as_bytes(), other.as_bytes()).err();
    assert_eq!(error, Some(HistoryMergeError::Unrelated));
}

#[test]
fn no_history_with_a_changed_byte_or_a_missing_end_is_merged() {
    let (open, theirs) = diverged();
    let ours = ours_of(&open);
    let merged = |ours: &[u8], theirs: &[u8]| HistoryMerge::new(ours, theirs).is_ok();
    assert!(merged(ours.as_bytes(), theirs.as_bytes()));
    for at in 0..theirs.len() {
        let mut bytes = theirs.clone().into_bytes();
        bytes[at] ^= 1;
        assert!(!merged(ours.as_bytes(), &bytes), "byte {at} of theirs");
        assert!(!merged(&bytes, ours.as_bytes()), "byte {at} of ours");
    }
    // A history that ends with a whole save may be an older one.
    let is_save_end = |length: usize| {
        let text = &theirs[..length];
        text.ends_with('\n') && text.lines().last().is_some_and(|line| line.contains("file: \""))
    };
    for length in 0..theirs.len() {
        let is_merged = merged(ours.as_bytes(), &theirs.as_bytes()[..length]);
        assert_eq!(is_merged, is_save_end(length), "{length} bytes of theirs");
    }
}

#[test]
fn histories_of_ten_thousand_lines_merge_in_a_time_that_grows_with_their_lines() {
    let (open, _) = diverged();
    let base: String = ours_of(&open).split_inclusive('\n').take(2).collect();
    // Lines as a save of a change of the title writes them.
    let template = base.lines().last().unwrap().to_owned();
    let continued = |name: &str, count: usize| {
        let mut text = base.clone();
        let mut before = template.rsplit('"').nth(1).unwrap().to_owned();
        for number in 3..count + 3 {
            let (body, _) = template.rsplit_once(", before: ").unwrap();
            let body = body.replacen("n: 2", &format!("n: {number}"), 1);
            let body = body.replacen("who: \"Who\"", &format!("who: \"{name}\""), 1);
            let line = recompute_digests(&format!("{body}, before: \"{before}\", seal: \"\")"));
            before = line.rsplit('"').nth(1).unwrap().to_owned();
            text += &line;
            text += "\n";
        }
        text
    };
    let time_of = |count: usize| {
        let (ours, theirs) = (continued("Aoki", count), continued("Baba", count));
        let start = Instant::now();
        let merged = merge_texts(&ours, &theirs);
        assert_eq!(merged.lines().count(), 2 * count + 3);
        fs::write(open.history(), merged).unwrap();
        let index = HistoryIndex::load(&open.path(), None, &Progress::default()).unwrap();
        assert_eq!(index.own_entries().len(), count + 3);
        let issues = open.integrity_issues();
        assert!(issues.iter().all(|(_, kind)| *kind == IntegrityIssueKind::RegisterMismatch));
        start.elapsed()
    };
    let (short, long) = (time_of(1_000), time_of(10_000));
    // Ten times the lines; a time that grows with their square would be a hundred times as long.
    let limit = 30 * short.max(Duration::from_millis(50));
    assert!(long < limit, "{short:?} for 1,000 lines, {long:?} for 10,000");
}

#[test]
fn the_lines_of_a_merged_history_do_not_follow_those_of_the_other_and_the_merge_follows_both() {
    let (open, theirs) = diverged();
    let merged = merge_texts(&ours_of(&open), &theirs);
    fs::write(open.history(), &merged).unwrap();
    let find = |line: usize| {
        let index = HistoryIndex::load(&open.path(), None, &Progress::default()).unwrap();
        let seal = index.headers()[line - 1].digest.to_string().parse().unwrap();
        match SealSearch::new(&index, &seal) {
            SealSearch::Found(found) => {
                assert_eq!(found.header.line_number, line as u64);
                let is_confirmed = found.is_confirmed();
                (found.following_count, found.other_lines, is_confirmed)
            }
            other => panic!("line {line}: {other:?}"),
        }
    };
    assert_eq!(find(2), (5, vec![], true));
    assert_eq!(find(3), (2, vec![5, 6], true));
    assert_eq!(find(5), (2, vec![], true));
    assert_eq!(find(7), (0, vec![], true));
    let unmerged: String = merged.split_inclusive('\n').take(6).collect();
    fs::write(open.history(), unmerged).unwrap();
    assert_eq!(find(3), (1, vec![5, 6], false));
    assert_eq!(find(5), (1, vec![], true));
}
