//! What must not happen to anyone's work, made to happen: kills, full disks, lost permissions,
//! two at one file.
//!
//! Whatever needs a process of its own is an ignored test that another starts: this very binary
//! again, so that nothing else has to be built.

mod process_kill;
mod file_system;
mod disk_full;
mod concurrent_editors;

use std::{
    env,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::{Duration, Instant},
};

use blue_ribbon::{
    Progress,
    register::{Change, Edit, Register},
    store::{RegisterFile, open},
};

/// How long a child may say nothing before it counts as hung: a hundred times what it needs.
pub fn silence_timeout() -> Duration {
    Duration::from_secs(from_env("BLUE_RIBBON_PATIENCE", 100))
}

/// Where a child finds the folder it is to work in; it does nothing without.
const CHILD_FOLDER_VARIABLE: &str = "BLUE_RIBBON_CHILD";

/// The folder this child is to work in; none where nobody started it as one.
pub fn child_folder() -> Option<PathBuf> {
    env::var_os(CHILD_FOLDER_VARIABLE).map(PathBuf::from)
}

/// Says a line to whoever started this child.
pub fn print_line(line: &str) {
    // The harness has begun a line of its own.
    let mut out = std::io::stdout();
    write!(out, "\n{line}\n").and_then(|()| out.flush()).unwrap();
}

/// The ignored test of this name, in a process of its own.
pub fn child_command(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", name, "--ignored", "--nocapture", "--test-threads=1"]);
    command.env(CHILD_FOLDER_VARIABLE, folder).env("TMPDIR", folder);
    command
}

/// A child, and what it says.
pub struct ChildProcess {
    child: Child,
    lines: Receiver<String>,
    output: Vec<String>,
}

impl ChildProcess {
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|it| sender.send(it)));
        Self { child, lines, output: Vec::new() }
    }

    /// Waits for a line that begins so, but not for ever; nothing where the child has ended.
    fn wait_for(&mut self, beginning: &str) -> Option<()> {
        loop {
            self.output.push(self.next_line(beginning)?);
            if self.output.last().is_some_and(|line| line.starts_with(beginning)) {
                return Some(());
            }
        }
    }

    fn next_line(&self, what: &str) -> Option<String> {
        match self.lines.recv_timeout(silence_timeout()) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => panic!("waited in vain for “{what}”"),
        }
    }

    /// Kills it where it stands, without a word of warning, and gives what it has said.
    fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.output.extend(self.lines.iter());
        std::mem::take(&mut self.output)
    }

    /// What it says until it ends, which it must do well.
    pub fn wait_for_success(mut self) -> Vec<String> {
        while let Some(line) = self.next_line("its end") {
            self.output.push(line);
        }
        assert!(self.child.wait().unwrap().success(), "{:?}", self.output);
        std::mem::take(&mut self.output)
    }
}

impl Drop for ChildProcess {
    fn drop(&mut self) {
        // Should the test fail, nothing goes on working in its folder.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The numbers behind a word in lines.
fn numbers_after<'a>(lines: &'a [String], word: &'a str) -> impl Iterator<Item = usize> + 'a {
    lines.iter().filter_map(move |line| line.strip_prefix(word)?.trim().parse().ok())
}

/// The register in a file, all of which must be whole.
fn open_intact(path: &Path) -> RegisterFile {
    let opened = open(path, &Progress::default()).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(opened.source_text.broken_records().count(), 0, "{}", path.display());
    opened
}

/// A number from the environment.
pub fn from_env(name: &str, default_value: u64) -> u64 {
    env::var(name).map_or(default_value, |number| number.parse().unwrap())
}

/// Numbers that look like chance, the same for the same seed (xorshift).
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

/// Notes on cases that tell which of a row of edits a register has: the edit of this number writes
/// it into the note of the next case in turn.
fn edit_numbers(register: &Register) -> Vec<usize> {
    register.cases().iter().map(|case| case.note.parse().unwrap_or(0)).collect()
}

/// What [`noted`] gives after so many edits.
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
