//! Verifies a history: its chain of digests, and that it ends with the state of the register.

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
        },
        paths::RegisterPaths,
    },
};

/// The result of verifying a history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IntegrityReport {
    /// The number of lines.
    pub entry_count: u64,
    /// The times of the first and the last entry.
    pub time_span: Option<(Timestamp, Timestamp)>,
    /// The issues, in the order of the lines.
    pub issues: Vec<IntegrityIssue>,
    /// The numbers of the lines whose time is before that of the line before: a clock was set
    /// back, or the clocks of two machines differ. This is not an issue.
    pub clock_regressions: Vec<u64>,
}

/// An issue of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IntegrityIssue {
    /// The number of the line in the file; the first is 1.
    pub line: u64,
    /// The kind of the issue.
    pub kind: IntegrityIssueKind,
}

/// The kinds of issues of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntegrityIssueKind {
    /// The line cannot be parsed.
    Unreadable,
    /// The line was changed after it was written: it does not have the digest that it holds.
    DigestMismatch,
    /// This number of lines is missing before the line.
    MissingBefore(u64),
    /// The line does not hold the digest of the line before: one of the two was replaced or moved.
    OutOfSequence,
    /// The line has no newline: the file was cut off.
    Truncated,
    /// The last line does not end a save: lines are missing after it.
    IncompleteCommit,
    /// The last line does not hold the digest of the register: another program has changed the
    /// register, or lines are missing at the end.
    RegisterMismatch,
}

/// Verifies the history of a register line by line.
///
/// # Errors
/// When there is no history, the history or the register cannot be read, or the work was
/// cancelled.
pub fn verify(register: &Path, progress: &Progress) -> Result<IntegrityReport, HistoryError> {
    let path = RegisterPaths::of(register).history();
    let failed = |error| HistoryError::io(&path, error);
    let Some(file) = files::open_if_exists(&path).map_err(failed)? else {
        return Err(HistoryError::NoHistory(path));
    };
    let length = files::length(&file).map_err(failed)?;
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
    let fingerprint = Fingerprint::of_path(register);
    let digest = fingerprint.map_err(|error| HistoryError::io(register, error))?.digest();
    match verifier.register_digest {
        _ if verifier.is_truncated => {}
        Some(recorded) if recorded != digest => {
            verifier.add_issue(IntegrityIssueKind::RegisterMismatch);
        }
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
    /// The number and the digest of the line before; `None` where it cannot be parsed.
    previous: Option<(u64, Hash)>,
    register_digest: Option<Hash>,
    is_truncated: bool,
}

impl Verifier {
    fn add_issue(&mut self, kind: IntegrityIssueKind) {
        self.report.issues.push(IntegrityIssue { line: self.report.entry_count, kind });
    }

    /// Verifies the next line; the error is the number of a newer format.
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
        let entry = match HistoryEntry::parse(bytes) {
            Ok(entry) => entry,
            Err(EntryParseError::NewerFormat(found)) => return Err(found),
            Err(EntryParseError::Malformed) => {
                self.add_issue(IntegrityIssueKind::Unreadable);
                return Ok(());
            }
        };
        let digest = HistoryEntry::read_digest(bytes);
        if digest.is_none_or(|(_, is_valid)| !is_valid) {
            self.add_issue(IntegrityIssueKind::DigestMismatch);
        }
        let (first, before) = self.report.time_span.unwrap_or((entry.time, entry.time));
        self.report.time_span = Some((first, entry.time));
        if entry.time < before {
            self.report.clock_regressions.push(self.report.entry_count);
        }
        match last {
            Some((n, _)) if entry.number > n + 1 => {
                self.add_issue(IntegrityIssueKind::MissingBefore(entry.number - n - 1));
            }
            Some((n, digest)) if entry.number != n + 1 || entry.previous_digest != Some(digest) => {
                self.add_issue(IntegrityIssueKind::OutOfSequence);
            }
            None if is_first && entry.number > 1 => {
                self.add_issue(IntegrityIssueKind::MissingBefore(entry.number - 1));
            }
            None if is_first && entry.previous_digest.is_some() => {
                self.add_issue(IntegrityIssueKind::OutOfSequence);
            }
            // After a line that cannot be parsed there is nothing to compare with.
            Some(_) | None => {}
        }
        self.previous = digest.map(|(digest, _)| (entry.number, digest));
        self.register_digest = entry.register_digest;
        Ok(())
    }
}
