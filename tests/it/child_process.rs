//! Tests that run in a process of their own, because they are killed, restricted or measured.
//!
//! The process is this test binary again with one test chosen, so that nothing else has to be
//! built. A test that is only ever run as a child is `#[ignore]`d and named `child_…`; it does
//! nothing unless a folder is handed to it.

use std::{
    any, env,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

/// The time that a child may print nothing before it counts as hung: a hundred times what it needs.
pub fn silence_timeout() -> Duration {
    Duration::from_secs(from_env("BLUE_RIBBON_PATIENCE", 100))
}

/// Returns a number from the environment, or the default where the variable is not set.
pub fn from_env(name: &str, default_value: u64) -> u64 {
    env::var(name).map_or(default_value, |number| number.parse().unwrap())
}

/// The environment variable with the folder that a child works in.
pub const CHILD_FOLDER_VARIABLE: &str = "BLUE_RIBBON_CHILD";

/// Returns the folder that this child works in; none where it is no child.
pub fn child_folder() -> Option<PathBuf> {
    env::var_os(CHILD_FOLDER_VARIABLE).map(PathBuf::from)
}

/// Prints a line for the process that started this child.
pub fn print_line(line: &str) {
    // The test harness has begun a line of its own.
    let mut out = std::io::stdout();
    write!(out, "\n{line}\n").and_then(|()| out.flush()).unwrap();
}

/// Returns the command that runs an ignored test of this binary in a process of its own.
pub fn child_command<Test: Fn()>(test: Test, folder: &Path) -> Command {
    let mut command = test_command(test);
    command.arg("--ignored");
    command.env(CHILD_FOLDER_VARIABLE, folder).env("TMPDIR", folder);
    command
}

/// Returns the command that runs one test of this binary, which is known by its function.
fn test_command<Test: Fn()>(_: Test) -> Command {
    let path = any::type_name::<Test>();
    let (_crate, name) = path.split_once("::").unwrap();
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture", "--test-threads=1"]);
    command
}

/// Runs a test again as the user `nobody` where this process is root's, whom no permission stops;
/// the test must succeed there. Returns whether it was run, so that the caller is done.
#[cfg(unix)]
pub fn rerun_without_root<Test: Fn()>(test: Test) -> bool {
    if !is_root() {
        return false;
    }
    let output = without_root(test_command(test)).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("1 passed"), "the test is found by its name: {text}");
    true
}

/// Returns the command as it is run by the user `nobody` where this process is root's.
#[cfg(unix)]
pub fn without_root(mut command: Command) -> Command {
    use std::os::unix::process::CommandExt as _;
    if is_root() {
        // The binary may lie where nobody else may look; through here it can be run all the same.
        let mut other = Command::new("/proc/self/exe");
        other.args(command.get_args()).uid(65534).gid(65534);
        other.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command = other;
    }
    command
}

#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// A running child and the lines it has printed.
pub struct ChildProcess {
    child: Child,
    lines: Receiver<String>,
    /// The lines received so far.
    pub output: Vec<String>,
}

impl ChildProcess {
    /// Starts a child whose standard output is read line by line.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|it| sender.send(it)));
        Self { child, lines, output: Vec::new() }
    }

    /// Waits for a line with this beginning; returns nothing where the child ends before it.
    pub fn wait_for(&mut self, beginning: &str) -> Option<()> {
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

    /// Kills the child without a warning and returns the lines it has printed.
    pub fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.output.extend(self.lines.iter());
        std::mem::take(&mut self.output)
    }

    /// Waits for the child's end, which must be a success, and returns the lines it has printed.
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
        // After a failed test nothing goes on working in its folder.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
