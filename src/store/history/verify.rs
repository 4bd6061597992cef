//! Whether a history is whole, and whether the register is what it ends with.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
};

use jiff::Timestamp;

use crate::{
    Progress,
    store::{
        fs::{files, fingerprint::Fingerprint, hash::Hash},
        history::{
            entry::{EntryParseError, HistoryEntry},
            error::HistoryError,
            history_path, open_if_exists,
        },
    },
};

/// What a look at a whole history found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntegrityReport {
    /// How many lines there are.
    pub entry_count: u64,
    /// When the first and the last were recorded.
    pub time_span: Option<(Timestamp, Timestamp)>,
    /// What is wrong, in the order of the lines.
    pub issues: Vec<IntegrityIssue>,
    /// The lines, by their places, whose time is before that of the line they follow: a clock was
    /// set back, or those of two machines differ. Nothing is wrong with them.
    pub clock_regressions: Vec<u64>,
}

/// Something wrong, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntegrityIssue {
    /// The line by its place in the file; the first is 1.
    pub line: u64,
    /// What.
    pub kind: IntegrityIssueKind,
}

/// What can be wrong with a line of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntegrityIssueKind {
    /// It cannot be read.
    Unreadable,
    /// It was changed after it was written: its seal is not its own.
    DigestMismatch,
    /// So many lines are missing before it.
    MissingBefore(u64),
    /// It does not follow the line before it: one of the two was exchanged or moved.
    OutOfSequence,
    /// It has no end: the file was cut off in it.
    Truncated,
    /// It is the last, and no save ended with it: lines are missing after it.
    IncompleteCommit,
    /// It is the last, and the register is not what it gives: the register was changed by
    /// something else, or lines are missing at the end.
    RegisterMismatch,
}

/// Looks through a whole history, line by line.
///
/// # Errors
/// When there is none, when it or the register cannot be read, or the work was cancelled.
pub fn verify(register: &Path, progress: &Progress) -> Result<IntegrityReport, HistoryError> {
    let path = history_path(register);
    let failed = |error| HistoryError::io(&path, error);
    let Some(file) = open_if_exists(&path).map_err(failed)? else {
        return Err(HistoryError::NoHistory(path));
    };
    let length = file.metadata().map_err(failed)?.len();
    let mut verifier = Verifier::default();
    let (mut text, mut bytes, mut done) = (BufReader::new(&file), Vec::new(), 0);
    loop {
        bytes.clear();
        match text.read_until(b'\n', &mut bytes).map_err(failed)? {
            0 => break,
            size => done += size,
        }
        progress.report(done, usize::try_from(length).unwrap_or(0))?;
        if let Err(found) = verifier.check_line(&bytes) {
            return Err(HistoryError::NewerFormat { path, found });
        }
    }
    let register_digest =
        files::open(register).and_then(|mut file| Fingerprint::of_file(&mut file));
    let digest = register_digest.map_err(|error| HistoryError::io(register, error))?.digest();
    match verifier.register_digest {
        _ if verifier.is_truncated => {}
        Some(file) if file != digest => verifier.add_issue(IntegrityIssueKind::RegisterMismatch),
        None if verifier.report.entry_count > 0 => {
            verifier.add_issue(IntegrityIssueKind::IncompleteCommit);
        }
        _ => {}
    }
    Ok(verifier.report)
}

#[derive(Default)]
struct Verifier {
    report: IntegrityReport,
    /// The number and the seal of the line before; none where it cannot be read.
    previous: Option<(u64, Hash)>,
    register_digest: Option<Hash>,
    is_truncated: bool,
}

impl Verifier {
    fn add_issue(&mut self, flaw: IntegrityIssueKind) {
        self.report.issues.push(IntegrityIssue { line: self.report.entry_count, kind: flaw });
    }

    /// Takes in a line; the number of its format where that is newer.
    fn check_line(&mut self, bytes: &[u8]) -> Result<(), u32> {
        let is_first = self.report.entry_count == 0;
        self.report.entry_count += 1;
        self.register_digest = None;
        let last = self.previous.take();
        let Some(bytes) = bytes.strip_suffix(b"\n") else {
            self.is_truncated = true;
            self.add_issue(IntegrityIssueKind::Truncated);
            return Ok(());
        };
        let line = match HistoryEntry::parse(bytes) {
            Ok(line) => line,
            Err(EntryParseError::NewerFormat(found)) => return Err(found),
            Err(EntryParseError::Malformed) => {
                self.add_issue(IntegrityIssueKind::Unreadable);
                return Ok(());
            }
        };
        let seal = HistoryEntry::read_digest(bytes);
        if seal.is_none_or(|(_, is_right)| !is_right) {
            self.add_issue(IntegrityIssueKind::DigestMismatch);
        }
        let (first, before) = self.report.time_span.unwrap_or((line.time, line.time));
        self.report.time_span = Some((first, line.time));
        if line.time < before {
            self.report.clock_regressions.push(self.report.entry_count);
        }
        match last {
            // Numbers go up by one; where they do not, it is told how many are missing.
            Some((n, _)) if line.number > n + 1 => {
                self.add_issue(IntegrityIssueKind::MissingBefore(line.number - n - 1));
            }
            Some((n, seal)) if line.number != n + 1 || line.previous_digest != Some(seal) => {
                self.add_issue(IntegrityIssueKind::OutOfSequence);
            }
            None if is_first && line.number > 1 => {
                self.add_issue(IntegrityIssueKind::MissingBefore(line.number - 1));
            }
            None if is_first && line.previous_digest.is_some() => {
                self.add_issue(IntegrityIssueKind::OutOfSequence);
            }
            // Behind a line that cannot be read there is nothing to hold it against.
            Some(_) | None => {}
        }
        self.previous = seal.map(|(seal, _)| (line.number, seal));
        self.register_digest = line.register_digest;
        Ok(())
    }
}
