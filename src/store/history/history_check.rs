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
            companion_file::CompanionFile,
            files::File,
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
#[derive(Default)]
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
    /// The number of a format that this program does not read, where a line has one. The history is
    /// then not compared.
    pub newer_format: Option<u32>,
    /// The content up to the end.
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
    let Some(mut file) = CompanionFile::History.open_if_exists(&path)? else {
        let problem = known.map(|known| HistoryProblem {
            path,
            kind: HistoryProblemKind::Missing,
            lost: Some(known.line()),
            unreadable_length: 0,
            has_readable_lines: false,
            content: None,
        });
        return Ok(CheckedHistory { problem, ..CheckedHistory::default() });
    };
    let tail = match HistoryTail::read(&file) {
        Ok(tail) => tail,
        Err(HistoryTailError::Io(error)) => return Err(error),
        Err(HistoryTailError::NewerFormat(found)) => {
            return Ok(CheckedHistory { newer_format: Some(found), ..CheckedHistory::default() });
        }
    };
    let known_length = known.map_or(0, |known| known.length);
    let contents = contents_up_to(&mut file, [known_length, tail.readable_end, tail.file_length])?;
    let [known_content, readable_content, content] = contents;
    let last = tail.last_line.as_ref();
    let checked = CheckedHistory {
        end: last.map(|(entry, digest)| {
            KnownHistory::new(entry.number, *digest, readable_content.clone().finish())
        }),
        register_digest: last.and_then(|(entry, _)| entry.register_digest),
        content: readable_content,
        ..CheckedHistory::default()
    };
    let begins_as_known = known.is_some_and(|known| known_content.finish() == known.content());
    let is_known = begins_as_known && known_length == tail.file_length;
    let is_not_verified = known.is_none() && !verifies_unknown && last.is_some();
    if is_known || is_not_verified {
        return Ok(checked);
    }
    let mut lines = match VerifiedLines::read(&mut file)? {
        Ok(lines) => lines,
        Err(found) => return Ok(CheckedHistory { newer_format: Some(found), ..checked }),
    };
    if begins_as_known {
        lines.skip(known_length);
    }
    let lost = known.filter(|known| !begins_as_known && !lines.digests.contains(&known.seal));
    let kind = match (&checked.end, lines.first_issue(&tail, known_length), lost) {
        (None, None, None) => None,
        (None, None, Some(_)) => Some(HistoryProblemKind::Empty),
        (_, Some(issue), _) => Some(HistoryProblemKind::Damaged(issue)),
        (Some(_), None, None) => None,
        (Some(_), None, Some(known)) if is_kept_by_git(&path, known) => {
            return Ok(CheckedHistory { kept_by_git: Some(known.line()), ..checked });
        }
        (Some(end), None, Some(_)) => {
            Some(HistoryProblemKind::LineMissing { last_number: end.number })
        }
    };
    let problem = kind.map(|kind| HistoryProblem {
        path,
        kind,
        lost: lost.map(KnownHistory::line),
        unreadable_length: tail.file_length - tail.readable_end,
        has_readable_lines: last.is_some(),
        content: Some(content.finish()),
    });
    Ok(CheckedHistory { problem, ..checked })
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
    /// The offsets of the ends of the lines.
    ends: Vec<u64>,
}

impl VerifiedLines {
    /// Verifies the lines of a history; the inner error is the number of a newer format.
    fn read(file: &mut File) -> io::Result<Result<Self, u32>> {
        file.rewind()?;
        let (mut verifier, mut ends) = (ChainVerifier::default(), Vec::new());
        let (mut text, mut line, mut offset) = (BufReader::new(file), Vec::new(), 0);
        loop {
            line.clear();
            let length = text.read_until(b'\n', &mut line)?;
            if length == 0 {
                break;
            }
            offset += length as u64;
            ends.push(offset);
            if let Err(found) = verifier.check_line(&line) {
                return Ok(Err(found));
            }
        }
        let digests = verifier.digests().collect();
        Ok(Ok(Self { issues: verifier.finish(None).issues, digests, ends }))
    }

    /// Removes the issues of the lines in the first bytes, which the user has been told of.
    fn skip(&mut self, length: u64) {
        let known_count = self.ends.partition_point(|end| *end <= length) as u64;
        self.issues.retain(|issue| issue.line > known_count);
    }

    /// Returns the first issue that is damage. The cut-off line that an interrupted save leaves
    /// after the known bytes is none, as long as a line before it can be read.
    fn first_issue(&self, tail: &HistoryTail, known_length: u64) -> Option<IntegrityIssue> {
        let is_interrupted = tail.last_line.is_some() && tail.file_length > known_length;
        let is_damage = |issue: &&IntegrityIssue| match issue.kind {
            IntegrityIssueKind::UnrecordedMerge
            | IntegrityIssueKind::IncompleteCommit
            | IntegrityIssueKind::RegisterMismatch => false,
            IntegrityIssueKind::Truncated => !is_interrupted,
            _ => true,
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

/// Returns whether git has a version of a history with the known line. A repository that was made
/// since that line was seen does not count.
fn is_kept_by_git(history: &Path, known: &KnownHistory) -> bool {
    let folder = history.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let has_version = || {
        let repository = GitRepository::containing(folder).ok()?;
        let name = GitRepository::at(folder).prefix().ok()? + history.file_name()?.to_str()?;
        repository.has_version_with_text(&name, &known.seal.to_string()).ok()
    };
    known.is_in_git && has_version().unwrap_or(false)
}
