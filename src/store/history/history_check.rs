//! Compares a history with the end that is known of it, before anything is appended to it.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Seek as _},
    path::Path,
};

use jiff::tz::TimeZone;

use crate::{
    Progress,
    store::{
        fs::{
            files::{self, File},
            fingerprint::{Fingerprint, FingerprintWriter},
            hash::Hash,
        },
        git_repository::GitRepository,
        history::{
            chain_verifier::ChainVerifier,
            error::HistoryError,
            history_problem::{HistoryProblem, HistoryProblemKind, KnownLine},
            index::HistoryIndex,
            integrity_report::{IntegrityIssue, IntegrityIssueKind},
            known_history::{KnownHistories, KnownHistory},
            reverse_lines::{HistoryTail, HistoryTailError},
        },
        paths::RegisterPaths,
    },
};

/// A history that was compared with the end that is known of it.
pub struct CheckedHistory {
    /// The problem; `None` where there is none.
    pub problem: Option<HistoryProblem>,
    /// The known end that the history does not hold, but a commit of its git repository does, as
    /// after the switch to another branch.
    pub kept_by_git: Option<KnownLine>,
    /// The end that the history has; `None` where no line can be read.
    pub end: Option<KnownHistory>,
    /// The register that the last line holds the digest of.
    pub register_digest: Option<Hash>,
    /// Why the known end cannot be read; `None` where it can, or there is none.
    pub known_error: Option<io::Error>,
    /// The content up to that end.
    pub(super) content: FingerprintWriter,
}

/// What a save knows of the history that it appends to.
#[derive(Clone, Copy, Debug)]
pub struct HistoryExpectation<'a> {
    /// The known ends of histories.
    pub known_histories: &'a KnownHistories,
    /// The problem that the user has been told of, in spite of which the save continues.
    pub accepted: Option<&'a HistoryProblem>,
}

impl KnownHistories {
    /// Compares the history of a register with the end that is known of it. A history of which
    /// nothing is known is verified as a whole.
    ///
    /// # Errors
    /// When the history cannot be read.
    pub fn check(&self, register: &Path) -> io::Result<CheckedHistory> {
        match self.load(register) {
            Ok(known) => check_history(register, known.as_ref(), true),
            Err(error) => {
                let checked = check_history(register, None, true)?;
                Ok(CheckedHistory { known_error: Some(error), ..checked })
            }
        }
    }

    /// Reads the history of a register, as [`HistoryIndex::load`] does.
    ///
    /// # Errors
    /// The errors of that, and one when there is no line although one is known.
    pub fn load_index(
        &self,
        register: &Path,
        previous: Option<&HistoryIndex>,
        progress: &Progress,
    ) -> Result<HistoryIndex, HistoryError> {
        let index = HistoryIndex::load(register, previous, progress)?;
        if index.headers().is_empty() && index.unreadable_lines().is_empty() {
            let path = RegisterPaths::of(register).history();
            let checked = self.check(register).map_err(|error| HistoryError::io(&path, error))?;
            if let Some(problem) = checked.problem {
                return Err(HistoryError::Problem(Box::new(problem)));
            }
        }
        Ok(index)
    }
}

/// Compares the history of a register with a known end. Without one, the lines are verified only
/// where `verifies_unknown` is true; a file without a readable line is always a problem.
pub(super) fn check_history(
    register: &Path,
    known: Option<&KnownHistory>,
    verifies_unknown: bool,
) -> io::Result<CheckedHistory> {
    let path = RegisterPaths::of(register).history();
    let problem = |kind, content, has_readable_lines, unreadable_length| HistoryProblem {
        path: path.clone(),
        kind,
        lost: known.map(KnownHistory::line),
        unreadable_length,
        has_readable_lines,
        content,
    };
    let mut checked = CheckedHistory {
        problem: None,
        kept_by_git: None,
        end: None,
        register_digest: None,
        known_error: None,
        content: FingerprintWriter::default(),
    };
    let Some(mut file) = files::open_if_exists(&path)? else {
        checked.problem = known.map(|_| problem(HistoryProblemKind::Missing, None, false, 0));
        return Ok(checked);
    };
    let tail = match HistoryTail::read(&file) {
        Ok(tail) => tail,
        Err(HistoryTailError::Io(error)) => return Err(error),
        // Reading and saving report the format.
        Err(HistoryTailError::NewerFormat(_)) => return Ok(checked),
    };
    let known_length = known.map_or(0, |known| known.length);
    let contents = contents_up_to(&mut file, [known_length, tail.readable_end, tail.file_length])?;
    let [known_content, readable_content, content] = contents;
    if let Some((entry, digest)) = &tail.last_line {
        let readable = readable_content.clone().finish();
        checked.end = Some(KnownHistory::new(entry.number, *digest, readable));
        checked.register_digest = entry.register_digest;
    }
    checked.content = readable_content;
    let begins_as_known = known.is_some_and(|known| known_content.finish() == known.content());
    if begins_as_known && known_length == tail.file_length {
        return Ok(checked);
    }
    if tail.file_length == 0 {
        let content = Some(content.finish());
        checked.problem = known.map(|_| problem(HistoryProblemKind::Empty, content, false, 0));
        return Ok(checked);
    }
    let has_readable_lines = tail.last_line.is_some();
    if known.is_none() && !verifies_unknown && has_readable_lines {
        return Ok(checked);
    }
    let known_lines = if begins_as_known { known_length } else { 0 };
    let Some(lines) = VerifiedLines::read(&mut file, known_lines)? else { return Ok(checked) };
    let is_held = known.is_none_or(|known| begins_as_known || lines.digests.contains(&known.seal));
    let kind = match lines.first_issue(is_held && has_readable_lines) {
        Some(issue) => Some(HistoryProblemKind::Damaged(issue)),
        None if is_held => None,
        None => checked
            .end
            .as_ref()
            .map(|end| HistoryProblemKind::LineMissing { last_number: end.number }),
    };
    let is_line_missing = matches!(kind, Some(HistoryProblemKind::LineMissing { .. }));
    if let Some(known) = known.filter(|_| is_line_missing)
        && is_kept_by_git(&path, known.seal)
    {
        checked.kept_by_git = Some(known.line());
        return Ok(checked);
    }
    let unreadable_length = tail.file_length - tail.readable_end;
    checked.problem = kind.map(|kind| HistoryProblem {
        lost: known.filter(|_| !is_held).map(KnownHistory::line),
        ..problem(kind, Some(content.finish()), has_readable_lines, unreadable_length)
    });
    Ok(checked)
}

impl KnownHistory {
    /// Returns the last line.
    fn line(&self) -> KnownLine {
        let seen = self.seen.to_zoned_datetime(TimeZone::system());
        KnownLine { number: self.number, seal: self.seal, seen }
    }

    /// Returns the content of the history up to the known end.
    fn content(&self) -> Fingerprint {
        Fingerprint::new(self.length, self.digest)
    }
}

/// The lines of a history that were verified.
struct VerifiedLines {
    issues: Vec<IntegrityIssue>,
    digests: Vec<Hash>,
    /// The number of lines at the beginning whose issues the user knows.
    known_count: u64,
}

impl VerifiedLines {
    /// Verifies the lines of a history; `None` where one has a newer format. The issues of the
    /// lines in the first `known_length` bytes are known.
    fn read(file: &mut File, known_length: u64) -> io::Result<Option<Self>> {
        file.rewind()?;
        let (mut verifier, mut known_count) = (ChainVerifier::default(), 0);
        let (mut text, mut line, mut offset) = (BufReader::new(file), Vec::new(), 0);
        loop {
            line.clear();
            let length = text.read_until(b'\n', &mut line)?;
            if length == 0 {
                break;
            }
            offset += length as u64;
            known_count += u64::from(offset <= known_length);
            if verifier.check_line(&line).is_err() {
                return Ok(None);
            }
        }
        let digests = verifier.digests().collect();
        Ok(Some(Self { issues: verifier.finish(None).issues, digests, known_count }))
    }

    /// Returns the first issue that is damage. What an interrupted save leaves at the end is none
    /// where the history `is_continued` from a line before it.
    fn first_issue(&self, is_continued: bool) -> Option<IntegrityIssue> {
        let is_damage = |issue: &&IntegrityIssue| match issue.kind {
            IntegrityIssueKind::UnrecordedMerge
            | IntegrityIssueKind::IncompleteCommit
            | IntegrityIssueKind::RegisterMismatch => false,
            IntegrityIssueKind::Truncated => !is_continued,
            _ => issue.line > self.known_count,
        };
        self.issues.iter().find(is_damage).copied()
    }
}

/// Computes the fingerprints of the parts of a file from its beginning to each of three offsets. An
/// offset after the end counts as the end.
fn contents_up_to(file: &mut File, offsets: [u64; 3]) -> io::Result<[FingerprintWriter; 3]> {
    let mut order = [0, 1, 2];
    order.sort_by_key(|at| offsets[*at]);
    let mut contents = [(); 3].map(|()| FingerprintWriter::default());
    let (mut content, mut offset) = (FingerprintWriter::default(), 0);
    file.rewind()?;
    for at in order {
        content.read_to_end(&mut (&mut *file).take(offsets[at] - offset))?;
        offset = offsets[at];
        contents[at] = content.clone();
    }
    Ok(contents)
}

/// Returns whether git has a version of a history with the line of a digest.
fn is_kept_by_git(history: &Path, seal: Hash) -> bool {
    let folder = history.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let has_version = || {
        let repository = GitRepository::containing(folder).ok()?;
        let name = GitRepository::at(folder).prefix().ok()? + history.file_name()?.to_str()?;
        repository.has_version_with_text(&name, &seal.to_string()).ok()
    };
    has_version().unwrap_or(false)
}
