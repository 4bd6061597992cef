//! Merged histories: whatever several people change and merge, in whatever order, each of them has
//! one history that is intact, and every recorded state can be reached in it.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use proptest::{collection::vec, prelude::*};

use crate::generators::{EditRequest, edit_request, register, steps};
use blue_ribbon::{
    Progress,
    merge::{self, Side, list_edits::edits_between},
    register::{HistoryEvent, Register, Step},
    store::{
        self, SaveOptions,
        fs::{hash::Hash, process_identity::ProcessIdentity},
        history::{
            checkout::checkout_register,
            commit::Commit,
            commit_info::{CommitInfo, PendingEntry},
            error::HistoryError,
            index::HistoryIndex,
            integrity_report::IntegrityIssueKind,
            merge::{HistoryMerge, MergeAuthor, MergedRegister},
            verify::verify,
        },
        paths::RegisterPaths,
    },
};

/// An action of one of three people on their copy of the register.
#[derive(Clone, Debug)]
enum CopyAction {
    Change(usize, Vec<EditRequest>),
    /// Merges the copy of the second person into that of the first.
    Merge(usize, usize),
    /// As a merge of registers in conflict, which leaves the register to the next save.
    MergeWithConflict(usize, usize),
}

fn copy_actions() -> impl Strategy<Value = Vec<CopyAction>> {
    let action = prop_oneof![
        5 => (0..3_usize, vec(edit_request(), 1..3)).prop_map(|(at, it)| CopyAction::Change(at, it)),
        4 => (0..3_usize, 0..3_usize).prop_map(|(to, from)| CopyAction::Merge(to, from)),
        1 => (0..3_usize, 0..3_usize).prop_map(|(to, from)| CopyAction::MergeWithConflict(to, from)),
    ];
    vec(action, 1..16)
}

/// The copies of a register in folders of their own.
struct Copies {
    folders: Vec<tempfile::TempDir>,
    first: Register,
    /// The register after each entry, by the digest of the entry.
    states: HashMap<Hash, Register>,
    has_conflict: bool,
}

fn person(name: &str) -> ProcessIdentity {
    ProcessIdentity { user: name.into(), machine: "m".into(), process: 1 }
}

fn load(path: &Path) -> Register {
    store::load_strict(path, &Progress::default()).unwrap().register
}

fn index(path: &Path) -> HistoryIndex {
    HistoryIndex::load(path, None, &Progress::default()).unwrap()
}

impl Copies {
    /// Three copies of a register with a history of one change.
    fn new(first: &Register, step: Step) -> Self {
        let folders: Vec<_> = (0..3).map(|_| tempfile::tempdir().unwrap()).collect();
        let mut this =
            Self { folders, first: first.clone(), states: HashMap::new(), has_conflict: false };
        let path = this.path(0);
        store::save(&path, first, &SaveOptions::copy(), &Progress::default()).unwrap();
        this.first = load(&path);
        this.save(0, step);
        for at in [1, 2] {
            fs::copy(&path, this.path(at)).unwrap();
            fs::copy(this.history(0), this.history(at)).unwrap();
        }
        this
    }

    fn path(&self, at: usize) -> PathBuf {
        self.folders[at].path().join("r.ron")
    }

    fn history(&self, at: usize) -> PathBuf {
        RegisterPaths::of(&self.path(at)).history()
    }

    fn save(&mut self, at: usize, step: Step) {
        let path = self.path(at);
        let opened = store::load_strict(&path, &Progress::default()).unwrap();
        let mut register = opened.register;
        let before = register.clone();
        register.apply_all(&step.edits).unwrap();
        let event = HistoryEvent::Performed(step);
        let info = CommitInfo {
            author_name: format!("Person {at}"),
            process: person(&at.to_string()),
            pending_entries: vec![PendingEntry { time: Timestamp::now(), event }],
            signing_key: None,
        };
        let options = SaveOptions {
            history: Some(Commit { info: &info, overwritten: None }),
            ..SaveOptions::update(&opened.version)
        };
        store::save(&path, &register, &options, &Progress::default()).unwrap();
        let index = index(&path);
        let [.., last_but_one, last] = index.headers() else { panic!("two entries at least") };
        self.states.entry(last_but_one.digest).or_insert(before);
        self.states.insert(last.digest, register);
    }

    fn merge(&mut self, to: usize, from: usize, is_recorded: bool) {
        let [ours, theirs] = [to, from].map(|at| load(&self.path(at)));
        let merged = merge::merge(Some(&self.first), &ours, &theirs).resolve_all(Side::Ours);
        let [our_text, their_text] = [to, from].map(|at| fs::read(self.history(at)).unwrap());
        let path = self.path(to);
        // The edits of a merge lead from the register that the history ends with.
        let is_in_sync =
            index(&path).last_register_digest() == Some(Hash::of_bytes(&fs::read(&path).unwrap()));
        let is_recorded = is_recorded && is_in_sync;
        store::save(&path, &merged, &SaveOptions::copy(), &Progress::default()).unwrap();
        let digest = Hash::of_bytes(&fs::read(&path).unwrap());
        let register =
            is_recorded.then(|| MergedRegister { digest, edits: edits_between(&ours, &merged) });
        let author = MergeAuthor {
            name: format!("Person {to}"),
            process: person(&to.to_string()),
            time: Timestamp::now(),
            signing_key: None,
        };
        let histories = HistoryMerge::new(&our_text, &their_text).unwrap();
        fs::write(self.history(to), histories.merge(register, &author).unwrap()).unwrap();
        self.has_conflict |= !is_recorded;
        let last = index(&path).headers().last().unwrap().clone();
        if last.entry.register_digest == Some(digest) {
            self.states.insert(last.digest, merged);
        }
    }

    fn check(&self, at: usize) -> Result<(), TestCaseError> {
        let path = self.path(at);
        let issues = verify(&path, &Progress::default()).unwrap().issues;
        let is_known = |kind| match kind {
            IntegrityIssueKind::UnrecordedMerge | IntegrityIssueKind::RegisterMismatch => {
                self.has_conflict
            }
            _ => false,
        };
        prop_assert!(issues.iter().all(|issue| is_known(issue.kind)), "{issues:?}");
        let (index, now) = (index(&path), load(&path));
        if !issues.is_empty() {
            return Ok(());
        }
        for (target, header) in index.headers().iter().enumerate() {
            let then = checkout_register(&path, &index, target, now.clone(), &Progress::default());
            match (then, self.states.get(&header.digest)) {
                (Ok(then), Some(state)) => prop_assert_eq!(&then, state),
                (Ok(_), None) | (Err(HistoryError::OutOfReach { .. }), _) => {
                    prop_assert!(self.has_conflict);
                }
                (Err(error), _) => prop_assert!(false, "{error:?}"),
            }
        }
        // What is undone after a restart goes back along the lines of this copy.
        let mut undo = store::open_writable(&path, &Progress::default()).unwrap().undo_history;
        let mut register = now;
        for at in index.own_entries().into_iter().skip(1) {
            if undo.next_undo().is_none() {
                break;
            }
            undo.undo(&mut register).unwrap();
            if let Some(state) = self.states.get(&index.headers()[at].digest) {
                prop_assert_eq!(&register, state);
            }
        }
        prop_assert!(self.has_conflict || register == self.first);
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn histories_merged_in_any_order_are_intact_and_reach_every_state(
        first in register(), begin in vec(edit_request(), 1..2), actions in copy_actions(),
    ) {
        let mut copies = Copies::new(&first, steps(&first, &[begin]).remove(0));
        for action in actions {
            let at = match action {
                CopyAction::Change(at, wishes) => {
                    let register = load(&copies.path(at));
                    copies.save(at, steps(&register, &[wishes]).remove(0));
                    at
                }
                CopyAction::Merge(to, from) => {
                    copies.merge(to, from, true);
                    to
                }
                CopyAction::MergeWithConflict(to, from) => {
                    copies.merge(to, from, false);
                    to
                }
            };
            copies.check(at)?;
        }
    }
}
