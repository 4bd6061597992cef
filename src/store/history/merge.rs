//! Merges two histories of a register that two people have continued, each on their own.
//!
//! The merged history has every line of both, unchanged: those of the one that was merged into,
//! then those of the other that it lacks, then an entry that follows the last entries of both. It
//! holds the digest of the merged register, and the edits that lead to it from the register of the
//! first history.
//!
//! ```text
//! (format: 1, n: 1, …, what: Began, file: "…", seal: "aa…")
//! (format: 1, n: 2, …, what: Did(…), file: "…", before: "aa…", seal: "bb…")       ours
//! (format: 1, n: 2, …, what: Did(…), file: "…", before: "aa…", seal: "cc…")       theirs
//! (format: 2, n: 4, …, what: Merged(…), file: "…", before: "bb…", with: "cc…", seal: "dd…")
//! ```

use std::{collections::HashSet, iter};

use jiff::Timestamp;

use crate::{
    merge::Side,
    register::{Edit, HistoryEvent},
    store::{
        fs::{hash::Hash, process_identity::ProcessIdentity},
        history::{
            chain_verifier::ChainVerifier,
            entry::HistoryEntry,
            error::HistoryMergeError,
            integrity_report::{IntegrityIssue, IntegrityIssueKind},
        },
        signature::key::SigningKey,
    },
};

/// Two histories with a common beginning.
pub struct HistoryMerge<'a> {
    ours: HistoryText<'a>,
    theirs: HistoryText<'a>,
}

/// The register after a merge.
pub struct MergedRegister {
    /// The digest of the register's file.
    pub digest: Hash,
    /// The edits that lead to it from the register that our history ends with.
    pub edits: Vec<Edit>,
}

/// The author and the time of a merge.
pub struct MergeAuthor {
    /// The name of the author; empty where none is known.
    pub name: String,
    /// The account and the machine of the author.
    pub process: ProcessIdentity,
    /// The time of the merge.
    pub time: Timestamp,
    /// The key that signs the line of the merge; `None` where the author has none.
    pub signing_key: Option<SigningKey>,
}

/// A history whose own lines are intact.
struct HistoryText<'a> {
    text: &'a [u8],
    /// The digests of all entries.
    digests: HashSet<Hash>,
    /// The register that the history begins with.
    first_register: Option<Hash>,
    /// The last entry and its digest.
    last: (HistoryEntry, Hash),
}

impl<'a> HistoryMerge<'a> {
    /// Reads the texts of two histories. Damage of lines that both have is kept as it stands.
    ///
    /// # Errors
    /// When a line that one side has alone is damaged or lines of it are missing, one has a newer
    /// format, or the two do not begin with the same register.
    pub fn new(ours: &'a [u8], theirs: &'a [u8]) -> Result<Self, HistoryMergeError> {
        let mut verifier = ChainVerifier::default();
        let is_same = |(ours, theirs): &(&[u8], &[u8])| ours == theirs;
        let mut common_length = 0;
        for (line, _) in iter::zip(lines(ours), lines(theirs)).take_while(is_same) {
            let checked = verifier.check_line(line);
            checked.map_err(|found| HistoryMergeError::NewerFormat { side: Side::Ours, found })?;
            common_length += line.len();
        }
        let read = |side, text: &'a [u8]| HistoryText::new(side, text, common_length, &verifier);
        let (ours, theirs) = (read(Side::Ours, ours)?, read(Side::Theirs, theirs)?);
        let has_same_start =
            ours.first_register.is_some() && ours.first_register == theirs.first_register;
        if common_length == 0 && !has_same_start {
            return Err(HistoryMergeError::Unrelated);
        }
        Ok(Self { ours, theirs })
    }

    /// Returns the digest of the register that the history of a side ends with; `None` where it
    /// is not recorded.
    pub fn register_digest(&self, side: Side) -> Option<Hash> {
        self.side(side).last.0.register_digest
    }

    /// Returns the digest of the register that the history before both ends with. Where that history
    /// does not record it, it is the one that both have found and recorded then; `None` where they
    /// have not, or there is no such history.
    pub fn base_register_digest(&self, base: &[u8]) -> Option<Hash> {
        let (entry, digest) = parse_line(lines(base).last()?)?;
        let recorded_next = |side: &HistoryText| {
            let mut entries = lines(side.text).filter_map(parse_line).map(|(entry, _)| entry);
            let next = entries.find(|entry| entry.previous_digest == Some(digest))?;
            matches!(next.event, HistoryEvent::ExternalChange { .. })
                .then_some(next.register_digest)?
        };
        entry.register_digest.or_else(|| {
            recorded_next(&self.ours).filter(|it| recorded_next(&self.theirs) == Some(*it))
        })
    }

    /// Returns the text of the merged history. Where the one history has every line of the other
    /// and ends with the merged register, it is that history. `register` is `None` where the
    /// merged register is not known yet; the next save then records it.
    ///
    /// # Errors
    /// When the entry of the merge cannot be printed.
    pub fn merge(
        &self,
        register: Option<MergedRegister>,
        author: &MergeAuthor,
    ) -> Result<Vec<u8>, ron::Error> {
        let Self { ours, theirs } = self;
        let ends_with_merged = |side: &HistoryText| {
            register.as_ref().is_none_or(|it| side.last.0.register_digest == Some(it.digest))
        };
        let mut missing = lines(theirs.text)
            .filter(|line| {
                let digest = HistoryEntry::read_digest(line.trim_ascii_end());
                digest.is_some_and(|(digest, _)| !ours.digests.contains(&digest))
            })
            .peekable();
        if missing.peek().is_none() && ends_with_merged(ours) {
            return Ok(ours.text.to_vec());
        }
        let is_continued_by_theirs = ours.digests.is_subset(&theirs.digests);
        if is_continued_by_theirs && ends_with_merged(theirs) {
            return Ok(theirs.text.to_vec());
        }
        let mut text = match is_continued_by_theirs {
            true => theirs.text.to_vec(),
            false => iter::once(ours.text).chain(missing).collect::<Vec<_>>().concat(),
        };
        let line_count = lines(&text).count() as u64;
        let (digest, edits) = match register {
            Some(MergedRegister { digest, edits }) => (Some(digest), edits),
            None => (None, Vec::new()),
        };
        let mut entry = HistoryEntry {
            author_name: author.name.clone(),
            user: author.process.user.clone(),
            machine: author.process.machine.clone(),
            register_digest: digest,
            ..HistoryEntry::new_merge(
                line_count + 1,
                author.time,
                edits,
                ours.last.1,
                theirs.last.1,
            )
        };
        entry.set_time(author.time, [ours.last.0.time, theirs.last.0.time].into_iter());
        text.extend_from_slice(entry.print(author.signing_key.as_ref())?.0.as_bytes());
        text.push(b'\n');
        Ok(text)
    }

    fn side(&self, side: Side) -> &HistoryText<'a> {
        match side {
            Side::Ours => &self.ours,
            Side::Theirs => &self.theirs,
        }
    }
}

impl<'a> HistoryText<'a> {
    /// Reads the lines after the common ones, which the verifier knows.
    fn new(
        side: Side,
        text: &'a [u8],
        common_length: usize,
        common: &ChainVerifier,
    ) -> Result<Self, HistoryMergeError> {
        let mut verifier = common.clone();
        let common_count = verifier.line_count();
        for line in lines(&text[common_length..]) {
            let checked = verifier.check_line(line);
            checked.map_err(|found| HistoryMergeError::NewerFormat { side, found })?;
        }
        let (first_register, last) = (verifier.first_register(), verifier.last_line().cloned());
        let digests = verifier.digests().collect();
        let is_damage = |issue: &IntegrityIssue| {
            issue.line > common_count && issue.kind != IntegrityIssueKind::UnrecordedMerge
        };
        if let Some(issue) = verifier.finish(None).issues.into_iter().find(is_damage) {
            return Err(HistoryMergeError::Damaged { side, line: issue.line, kind: issue.kind });
        }
        // Without a last entry there is none, or the common lines end with damage.
        let last = last.ok_or(HistoryMergeError::Unrelated)?;
        Ok(Self { text, digests, first_register, last })
    }
}

/// Returns the entry of a line and its digest; `None` where it cannot be parsed.
fn parse_line(line: &[u8]) -> Option<(HistoryEntry, Hash)> {
    let line = line.strip_suffix(b"\n")?;
    let (digest, _) = HistoryEntry::read_digest(line)?;
    Some((HistoryEntry::parse(line).ok()?, digest))
}

/// Returns the lines of a history, each with its newline.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split_inclusive(|byte| *byte == b'\n')
}
