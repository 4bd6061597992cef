//! Verifies the lines of a history, one after the other.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::{
    register::HistoryEvent,
    store::{
        fs::hash::Hash,
        history::{
            entry::{EntryParseError, HistoryEntry},
            integrity_report::{IntegrityIssue, IntegrityIssueKind, IntegrityReport, NotedLine},
        },
    },
};

/// A verifier of the chain of digests, which gets the lines in order.
///
/// Each line follows the line before it, or begins the lines of another history: it then follows
/// an earlier line that another line follows too, or begins with the register that the first line
/// begins with. The lines that such a line leaves behind are merged by a later line, which follows
/// two.
#[derive(Clone, Default)]
pub(super) struct ChainVerifier {
    report: IntegrityReport,
    /// The last line; `None` where it cannot be parsed.
    last_line: Option<(HistoryEntry, Hash)>,
    is_truncated: bool,
    has_changed_line_end: bool,
    /// The lines that can be parsed, by digest.
    lines: HashMap<Hash, KnownLine>,
    /// The register that the first line begins with.
    first_register: Option<Hash>,
    /// The last lines of histories that are not merged yet, with the number of the line that
    /// begins the next history.
    unmerged: HashMap<Hash, u64>,
}

#[derive(Clone, Copy)]
struct KnownLine {
    number: u64,
    time: Timestamp,
    is_followed: bool,
}

impl ChainVerifier {
    /// Verifies the next line; the error is the number of a newer format.
    pub fn check_line(&mut self, bytes: &[u8]) -> Result<(), u32> {
        let is_first = self.report.entry_count == 0;
        self.report.entry_count += 1;
        let before = self.last_line.take();
        let bytes = bytes.strip_suffix(b"\n").unwrap_or_else(|| {
            self.is_truncated = true;
            self.add_issue(IntegrityIssueKind::Truncated);
            bytes
        });
        // The newline alone may be missing.
        if self.is_truncated && HistoryEntry::read_digest(bytes).is_none_or(|(_, valid)| !valid) {
            return Ok(());
        }
        if bytes.ends_with(b"\r") && !self.has_changed_line_end {
            self.has_changed_line_end = true;
            self.add_issue(IntegrityIssueKind::LineEndChanged);
        }
        let entry = match HistoryEntry::parse(bytes) {
            Ok(entry) => entry,
            Err(EntryParseError::NewerFormat(found)) => return Err(found),
            Err(EntryParseError::Malformed) => {
                self.add_issue(IntegrityIssueKind::Unreadable);
                return Ok(());
            }
        };
        let Some((digest, is_valid)) = HistoryEntry::read_digest(bytes) else {
            self.add_issue(IntegrityIssueKind::Unreadable);
            return Ok(());
        };
        if !is_valid {
            self.add_issue(IntegrityIssueKind::DigestMismatch);
        }
        self.check_time(&entry);
        self.note_line(&entry);
        if is_first {
            self.first_register = entry.register_digest;
        }
        if let Some(issue) = self.sequence_issue(&entry, digest, before, is_first) {
            self.add_issue(issue);
        }
        for parent in entry.parent_digests() {
            if let Some(parent) = self.lines.get_mut(&parent) {
                parent.is_followed = true;
            }
        }
        let line = KnownLine { number: entry.number, time: entry.time, is_followed: false };
        self.lines.entry(digest).or_insert(line);
        self.last_line = Some((entry, digest));
        Ok(())
    }

    /// Returns the number of lines.
    pub fn line_count(&self) -> u64 {
        self.report.entry_count
    }

    /// Returns the digests of the lines that can be parsed, in no order.
    pub fn digests(&self) -> impl Iterator<Item = Hash> {
        self.lines.keys().copied()
    }

    /// Returns the register that the first line begins with.
    pub fn first_register(&self) -> Option<Hash> {
        self.first_register
    }

    /// Returns the last line and its digest; `None` where it cannot be parsed.
    pub fn last_line(&self) -> Option<&(HistoryEntry, Hash)> {
        self.last_line.as_ref()
    }

    /// Returns the report after the last line. The register's digest is compared with the one that
    /// the last line holds, where it is given.
    pub fn finish(mut self, register: Option<Hash>) -> IntegrityReport {
        let recorded = self.last_line.as_ref().map(|(entry, _)| entry);
        let issue = match recorded {
            _ if self.is_truncated || self.report.entry_count == 0 => None,
            Some(entry) if entry.register_digest.is_some() => {
                let is_other = register.is_some() && entry.register_digest != register;
                is_other.then_some(IntegrityIssueKind::RegisterMismatch)
            }
            Some(entry) if entry.ends_commit() => Some(IntegrityIssueKind::UnrecordedMerge),
            Some(_) | None => Some(IntegrityIssueKind::IncompleteCommit),
        };
        if let Some(issue) = issue {
            self.add_issue(issue);
        }
        for line in self.unmerged.into_values() {
            self.report
                .issues
                .push(IntegrityIssue { line, kind: IntegrityIssueKind::OutOfSequence });
        }
        self.report.issues.sort_by_key(|issue| issue.line);
        self.report
    }

    fn add_issue(&mut self, kind: IntegrityIssueKind) {
        self.report.issues.push(IntegrityIssue { line: self.report.entry_count, kind });
    }

    /// Adds a line to the report that is one to know of.
    fn note_line(&mut self, entry: &HistoryEntry) {
        let is_noted = !entry.gap.is_empty()
            || matches!(entry.event, HistoryEvent::Started | HistoryEvent::ExternalChange { .. });
        if is_noted {
            let mut entry = entry.clone();
            entry.event.take_edits();
            self.report.noted_lines.push(NotedLine { line: self.report.entry_count, entry });
        }
    }

    fn check_time(&mut self, entry: &HistoryEntry) {
        let (first, before) = self.report.time_span.unwrap_or((entry.time, entry.time));
        self.report.time_span = Some((first, entry.time));
        let parents: Vec<Timestamp> = entry
            .parent_digests()
            .filter_map(|digest| self.lines.get(&digest))
            .map(|line| line.time)
            .collect();
        let latest = parents.into_iter().max();
        // The line of a second beginning follows none.
        let latest = latest.or_else(|| entry.previous_digest.map(|_| before));
        if latest.is_some_and(|latest| entry.time < latest) {
            self.report.clock_regressions.push(self.report.entry_count);
        }
    }

    /// Returns the issue of the place of a line among those before it.
    fn sequence_issue(
        &mut self,
        entry: &HistoryEntry,
        digest: Hash,
        before: Option<(HistoryEntry, Hash)>,
        is_first: bool,
    ) -> Option<IntegrityIssueKind> {
        let line = self.report.entry_count;
        if entry.merged_digest.is_some() {
            return self.merge_issue(entry, before.map(|(_, digest)| digest));
        }
        let Some((last, last_digest)) = before else {
            return match entry.number {
                2.. if is_first => Some(IntegrityIssueKind::MissingBefore(entry.number - 1)),
                _ if is_first && entry.previous_digest.is_some() => {
                    Some(IntegrityIssueKind::OutOfSequence)
                }
                // After a line that cannot be parsed there is nothing to compare with.
                _ => None,
            };
        };
        if entry.number == last.number + 1 && entry.previous_digest == Some(last_digest) {
            return None;
        }
        if !self.lines.contains_key(&digest) && self.begins_history(entry) {
            self.unmerged.insert(last_digest, line);
            return None;
        }
        match entry.number.checked_sub(last.number + 1) {
            None | Some(0) => Some(IntegrityIssueKind::OutOfSequence),
            Some(missing) => Some(IntegrityIssueKind::MissingBefore(missing)),
        }
    }

    /// Returns whether an entry follows a line that another line follows, or begins with the
    /// register that the first line begins with.
    fn begins_history(&self, entry: &HistoryEntry) -> bool {
        match entry.previous_digest {
            Some(parent) => self
                .lines
                .get(&parent)
                .is_some_and(|parent| parent.is_followed && entry.number == parent.number + 1),
            None => {
                entry.number == 1
                    && matches!(entry.event, HistoryEvent::Started)
                    && entry.register_digest.is_some()
                    && entry.register_digest == self.first_register
            }
        }
    }

    /// Returns the issue of the place of a line that merges two histories.
    fn merge_issue(
        &mut self,
        entry: &HistoryEntry,
        before: Option<Hash>,
    ) -> Option<IntegrityIssueKind> {
        let line = self.report.entry_count;
        let parents: Vec<Hash> = entry.parent_digests().collect();
        let is_known = |digest: &Hash| {
            self.lines.get(digest).is_some_and(|parent| parent.number < entry.number)
        };
        let all_known = parents.len() == 2 && parents.iter().all(is_known);
        for parent in &parents {
            self.unmerged.remove(parent);
        }
        if let Some(before) = before.filter(|before| !parents.contains(before)) {
            self.unmerged.insert(before, line);
        }
        match entry.number.checked_sub(line) {
            _ if all_known => None,
            None | Some(0) => Some(IntegrityIssueKind::OutOfSequence),
            Some(missing) => Some(IntegrityIssueKind::MissingBefore(missing)),
        }
    }
}
