//! Faults that must not lose an edit: a killed process, a full disk, withdrawn permissions, two
//! programs that save one file, another program that writes during each save.
//!
//! The editor that suffers the fault is an ignored test that runs as a [`ChildProcess`].

mod process_kill;
mod interrupted_history;
mod file_system;
mod disk_full;
mod concurrent_editors;
#[cfg(target_os = "linux")]
mod second_writer;
#[cfg(target_os = "linux")]
mod no_threads;

use std::{
    any, env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use crate::child_process::{
    CHILD_FOLDER_VARIABLE, ChildProcess, child_command, child_folder, from_env, print_line,
};
use blue_ribbon::{
    Progress,
    register::{Change, Edit, Register},
    store::{RegisterFile, open},
};

/// Returns the numbers that follow a word at the beginning of lines.
fn numbers_after<'a>(lines: &'a [String], word: &'a str) -> impl Iterator<Item = usize> + 'a {
    lines.iter().filter_map(move |line| line.strip_prefix(word)?.trim().parse().ok())
}

/// Opens a register in which every record must be readable.
fn open_intact(path: &Path) -> RegisterFile {
    let opened = open(path, &Progress::default()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(opened.source_text.broken_records().count(), 0, "{}", path.display());
    opened
}

/// A pseudo-random generator (xorshift) with the seed of `BLUE_RIBBON_SEED`.
struct Random(u64);

impl Random {
    fn new() -> Self {
        Self(from_env("BLUE_RIBBON_SEED", 1977) | 1)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end.max(1)
    }
}

/// Returns for each case the number of the last edit that is in its note. Each edit writes its
/// number into the note of the next case in turn.
fn edit_numbers(register: &Register) -> Vec<usize> {
    register.cases().iter().map(|case| case.note.parse().unwrap_or(0)).collect()
}

/// Returns the result of [`edit_numbers`] after a number of edits.
fn expected_edit_numbers(edits: usize, cases: usize) -> Vec<usize> {
    let last = |case: usize| (1..=edits).rev().find(|edit| edit % cases == case).unwrap_or(0);
    (0..cases).map(last).collect()
}

/// Sets the note of the first case.
pub fn note_first(register: &mut Register, note: &str) {
    let before = Arc::clone(&register.cases()[0]);
    let mut after = (*before).clone();
    after.note = note.to_owned();
    let change = Change { at: 0, before: Some(before), after: Some(Arc::new(after)) };
    register.apply(&Edit::Case(change)).unwrap();
}
