//! Tasks that merge what another program wrote to the file of the open register.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use jiff::tz::TimeZone;

use crate::{
    Locale, Progress,
    describe::{
        differences::DifferenceDescriber,
        steps::{describe_author, short_entry_author_label},
    },
    jobs::task::{Task, TaskRunner},
    merge::{
        Conflict, Difference, MergeResult, Side, diff, field_path::RecordRef,
        list_edits::edits_between, merge,
    },
    register::{Edit, Register},
    session::external_changes::ExternalChanges,
    store::{
        self, RegisterFile,
        error::LoadError,
        fs::fingerprint::Fingerprint,
        history::{
            self,
            attribution::{Attribution, Author},
        },
        saved_version::SavedVersion,
        source_text::SourceText,
    },
};

/// The maximal number of changes that are listed.
const MAX_CHANGE_LINES: usize = 300;

/// The time between two attempts to read a version that another program may still be writing.
const RETRY_INTERVAL: Duration = Duration::from_millis(100);

/// The number of attempts to read such a version.
const MAX_ATTEMPTS: usize = 20;

/// A version of another program that a save has replaced and kept beside the file.
#[derive(Clone, Debug)]
pub struct KeptVersion {
    /// The file that has the version.
    pub path: PathBuf,
    /// The records that the save replaced.
    pub base: Arc<Register>,
    /// The fingerprint of the file with these records.
    pub fingerprint: Fingerprint,
}

/// The open register, as the merge needs it.
pub struct MergeInput {
    /// Its file.
    pub path: PathBuf,
    /// The version to merge; none if it is the one in the file.
    pub kept: Option<KeptVersion>,
    /// The records as they were last read from the file or written to it, before the other version.
    pub base: Arc<Register>,
    /// The fingerprint of the file then.
    pub fingerprint: Fingerprint,
    /// The records that are shown.
    pub ours: Arc<Register>,
    /// The comments and broken records of the file.
    pub source_text: Arc<SourceText>,
    /// The revision that is shown.
    pub revision: u64,
    /// The language of the descriptions.
    pub locale: Locale,
    /// The time zone of the descriptions.
    pub time_zone: TimeZone,
}

/// The outcome of a merge.
pub enum MergeOutcome {
    /// The two versions agree on one register.
    Clean(Box<CleanMerge>),
    /// Both changed the same field, each in its own way.
    Conflicted(Arc<ConflictedMerge>),
}

/// The changes to apply after a merge.
pub enum MergedChanges {
    /// The other version is in the file.
    InFile(ExternalChanges),
    /// The other version is kept beside the file.
    KeptBeside {
        /// The version.
        version: KeptVersion,
        /// The edits that lead from the open register to the merged one.
        edits: Vec<Edit>,
    },
}

impl MergedChanges {
    /// Returns the other version, if it is kept beside the file.
    pub fn kept_version(&self) -> Option<&KeptVersion> {
        match self {
            Self::InFile(_) => None,
            Self::KeptBeside { version, .. } => Some(version),
        }
    }
}

/// A merge without conflicts.
pub struct CleanMerge {
    /// The changes to apply.
    pub changes: MergedChanges,
    /// The changes of what is shown.
    pub summary: ChangeSummary,
}

/// A merge with conflicts.
pub struct ConflictedMerge {
    /// The merge, with its conflicts.
    pub merged: MergeResult,
    /// The open register that was merged.
    pub input: MergeInput,
    /// The author of the other side's value in each conflict, and when it was saved, as a sentence.
    pub conflict_authors: Vec<String>,
    attribution: Attribution,
    theirs: Arc<Register>,
    source_text: SourceText,
    version: SavedVersion,
}

/// A description of changes.
#[derive(Clone, Debug, Default)]
pub struct ChangeSummary {
    /// The authors, each once.
    pub authors: Vec<String>,
    /// The number of cases that they touch.
    pub case_count: usize,
    /// The number of other records that they touch.
    pub other_record_count: usize,
    /// One line for each change, up to some hundreds.
    pub lines: Vec<String>,
    /// The number of changes that are not listed.
    pub omitted_count: usize,
}

impl MergeOutcome {
    /// Returns the version that was merged, if it is kept beside the file.
    pub fn kept_version(&self) -> Option<&KeptVersion> {
        match self {
            Self::Clean(merge) => merge.changes.kept_version(),
            Self::Conflicted(merge) => merge.input.kept.as_ref(),
        }
    }
}

/// The merge with a revision of the open register, or why the file could not be read.
pub struct ExternalMergeResult {
    /// The revision.
    pub revision: u64,
    /// The version that was merged; none if it is the one in the file.
    pub kept: Option<KeptVersion>,
    /// The fingerprint of the file that was merged, or that it had before it could not be read as a
    /// register; none where its bytes could not be read.
    pub fingerprint: Option<Fingerprint>,
    /// The merge.
    pub outcome: Result<MergeOutcome, LoadError>,
}

impl TaskRunner {
    /// Reads the file and merges it with the open register.
    pub fn merge_external(&self, open: MergeInput) -> Task<ExternalMergeResult> {
        self.spawn("merge external", move |progress| {
            let (revision, kept) = (open.revision, open.kept.clone());
            // Asked for first: a file that cannot be read may be whole a moment later.
            let fingerprint_before = Fingerprint::of_path(&open.path).ok();
            match merge_with_file(open, progress) {
                Ok((outcome, fingerprint)) => ExternalMergeResult {
                    revision,
                    kept,
                    fingerprint: Some(fingerprint),
                    outcome: Ok(outcome),
                },
                Err(error) => ExternalMergeResult {
                    revision,
                    kept,
                    fingerprint: fingerprint_before,
                    outcome: Err(error),
                },
            }
        })
    }

    /// Resolves the conflicts of a merge with the side chosen for each.
    pub fn resolve_conflicts(
        &self,
        merge_result: Arc<ConflictedMerge>,
        choices: Vec<Side>,
    ) -> Task<ExternalMergeResult> {
        self.spawn("merge external", move |_| {
            let mut agreed =
                merge_result.to_clean_merge(&merge_result.merged.resolve_with(&choices));
            if choices.contains(&Side::Ours)
                && let MergedChanges::InFile(external_changes) = &mut agreed.changes
            {
                // The words of theirs that are not chosen are nowhere else.
                external_changes.version.needs_numbered_backup = true;
            }
            ExternalMergeResult {
                revision: merge_result.input.revision,
                kept: merge_result.input.kept.clone(),
                fingerprint: Some(merge_result.version.fingerprint()),
                outcome: Ok(MergeOutcome::Clean(Box::new(agreed))),
            }
        })
    }
}

/// Opens a version of a register. One that another program may still be writing is read again until
/// it is whole.
fn open_version(
    path: &Path,
    is_kept: bool,
    progress: &Progress,
) -> Result<RegisterFile, LoadError> {
    let attempts = if is_kept { MAX_ATTEMPTS } else { 1 };
    for _ in 1..attempts {
        match store::open(path, progress) {
            Err(LoadError::Syntax { .. } | LoadError::Empty(_) | LoadError::NotUtf8 { .. }) => {
                thread::sleep(RETRY_INTERVAL);
            }
            opened => return opened,
        }
    }
    store::open(path, progress)
}

/// Merges the open register with the other version; returns the fingerprint of that, too.
fn merge_with_file(
    open: MergeInput,
    progress: &Progress,
) -> Result<(MergeOutcome, Fingerprint), LoadError> {
    let version_path = open.kept.as_ref().map_or(&open.path, |kept| &kept.path);
    let RegisterFile { register, version, source_text, .. } =
        open_version(version_path, open.kept.is_some(), progress)?;
    // A record that was damaged meanwhile would pass for one that was deleted.
    if !source_text.has_no_new_broken_records(&open.source_text) {
        return Err(store::load_strict(version_path, progress)
            .err()
            .unwrap_or(LoadError::Cancelled));
    }
    let fingerprint = version.fingerprint();
    let merged = merge(Some(&open.base), &open.ours, &register);
    let origin =
        Attribution::between_versions(&open.path, open.fingerprint.digest(), fingerprint.digest());
    let theirs = Arc::new(register);
    let by = |Conflict { path: piece, .. }: &Conflict| {
        let author = origin.last_author(|edit| piece.record.is_target_of(edit));
        describe_author(open.locale, author, &open.time_zone)
    };
    let by = merged.conflicts.iter().map(by).collect();
    let merge_result = ConflictedMerge {
        merged,
        input: open,
        conflict_authors: by,
        attribution: origin,
        theirs,
        source_text,
        version,
    };
    let meeting = if merge_result.merged.conflicts.is_empty() {
        MergeOutcome::Clean(Box::new(merge_result.to_clean_merge(&merge_result.merged.register)))
    } else {
        MergeOutcome::Conflicted(Arc::new(merge_result))
    };
    Ok((meeting, fingerprint))
}

impl ConflictedMerge {
    fn to_clean_merge(&self, made: &Register) -> CleanMerge {
        let MergeInput { path, kept, base, ours, locale, .. } = &self.input;
        let in_file = || ExternalChanges {
            edits: edits_between(ours, made),
            // Without a history there is nothing to add to.
            their_edits: match history::has_history(path) {
                true => edits_between(base, &self.theirs),
                false => Vec::new(),
            },
            our_edits: edits_between(&self.theirs, made),
            base: share_equal_records(ours, &self.theirs),
            version: self.version.clone(),
            source_text: self.source_text.clone(),
        };
        let changes = match kept.clone() {
            Some(version) => {
                MergedChanges::KeptBeside { version, edits: edits_between(ours, made) }
            }
            None => MergedChanges::InFile(in_file()),
        };
        let describer = DifferenceDescriber { locale: *locale, registers: [made, ours] };
        let summary =
            ChangeSummary::from_differences(&self.attribution, &diff(ours, made), describer);
        CleanMerge { changes, summary }
    }
}

/// Returns the records of `theirs`, sharing those that are equal with `ours`.
fn share_equal_records(ours: &Register, theirs: &Arc<Register>) -> Arc<Register> {
    let mut shared = ours.clone_without_indexes();
    match shared.apply_all(&edits_between(ours, theirs)) {
        Ok(()) => Arc::new(shared.clone_without_indexes()),
        // Not reached: the edits start from these records.
        Err(_) => Arc::clone(theirs),
    }
}

impl ChangeSummary {
    fn from_differences(
        origin: &Attribution,
        differences: &[Difference],
        describer: DifferenceDescriber,
    ) -> Self {
        let locale = describer.locale;
        let name = |author| match author {
            Author::Entry(line) => short_entry_author_label(locale, line),
            Author::OtherProgram(_) => locale.t("external_changes.unknown_author").into_owned(),
        };
        let authors = unique(origin.authors().map(name));
        let (mut cases, mut others) = (HashSet::new(), HashSet::new());
        for Difference { path: piece, .. } in differences {
            match &piece.record {
                RecordRef::Case(case) => cases.insert(case.id.to_string()),
                record => others.insert(describer.record_label(record)),
            };
        }
        let lines = differences.iter().take(MAX_CHANGE_LINES);
        Self {
            authors,
            case_count: cases.len(),
            other_record_count: others.len(),
            lines: lines.map(|one| describer.describe_difference(one).to_line(locale)).collect(),
            omitted_count: differences.len().saturating_sub(MAX_CHANGE_LINES),
        }
    }

    /// Puts earlier changes first. A case that both touch counts twice, since the summary does not
    /// know which it was.
    pub fn prepend(&mut self, before: Self) {
        let Self {
            authors: by,
            case_count: cases,
            other_record_count: others,
            mut lines,
            omitted_count: more,
        } = before;
        self.authors = unique(by.into_iter().chain(std::mem::take(&mut self.authors)));
        lines.append(&mut self.lines);
        (self.case_count, self.other_record_count) =
            (self.case_count + cases, self.other_record_count + others);
        self.omitted_count += more + lines.len().saturating_sub(MAX_CHANGE_LINES);
        lines.truncate(MAX_CHANGE_LINES);
        self.lines = lines;
    }

    /// Returns true if nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut once = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once
}
