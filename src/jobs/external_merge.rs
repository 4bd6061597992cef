//! Meeting what someone else wrote to the file of the open register.

use std::{collections::HashSet, path::PathBuf, sync::Arc};

use crate::{
    Locale, Progress,
    describe::{
        differences::DifferenceDescriber,
        steps::{describe_author, short_entry_author_label},
    },
    jobs::{JobKind, JobResult, Jobs},
    merge::{
        Conflict, Difference, MergeResult, Side, diff, field_path::RecordRef,
        list_edits::edits_between, merge,
    },
    register::Register,
    session::external_changes::ExternalChanges,
    store::{
        self,
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

/// How many changes are told one by one.
const MAX_CHANGE_LINES: usize = 300;

/// The open register, as a worker needs it.
pub struct MergeInput {
    /// Its file.
    pub path: PathBuf,
    /// What was last read from the file or written to it.
    pub base: Arc<Register>,
    /// What the file held then.
    pub fingerprint: Fingerprint,
    /// What is shown.
    pub ours: Arc<Register>,
    /// What of the file's text the records do not tell.
    pub source_text: Arc<SourceText>,
    /// The revision that is shown.
    pub revision: u64,
    /// The language to tell the changes in.
    pub locale: Locale,
}

/// What came of a meeting.
pub enum MergeOutcome {
    /// The two versions are one, which is to be taken in.
    Clean(Box<CleanMerge>),
    /// Both changed the same, each in its own way.
    Conflicted(Arc<ConflictedMerge>),
}

/// Two versions brought together.
pub struct CleanMerge {
    /// What is to be taken in.
    pub external_changes: ExternalChanges,
    /// What it changes of what is shown.
    pub summary: ChangeSummary,
}

/// What someone else wrote, held against what is open.
pub struct ConflictedMerge {
    /// Both, and where they are in conflict.
    pub merged: MergeResult,
    /// The open register, as it was met.
    pub input: MergeInput,
    /// Whose the words of the other side are in each conflict, and when they were saved.
    pub conflict_authors: Vec<String>,
    attribution: Attribution,
    theirs: Arc<Register>,
    source_text: SourceText,
    version: SavedVersion,
}

/// Changes in words.
#[derive(Clone, Debug, Default)]
pub struct ChangeSummary {
    /// By whom, each once.
    pub authors: Vec<String>,
    /// How many cases they touch.
    pub case_count: usize,
    /// How many other records.
    pub other_record_count: usize,
    /// One line each, up to some hundreds.
    pub lines: Vec<String>,
    /// How many more there are.
    pub omitted_count: usize,
}

impl Jobs {
    /// Reads what the file holds now, and merges it with what is open.
    pub fn merge_external(&mut self, open: MergeInput) {
        self.start(JobKind::MergingExternal, move |progress| {
            let revision = open.revision;
            // Asked for first: a file that cannot be read may be whole a moment later.
            let fingerprint_before = Fingerprint::of_path(&open.path).ok();
            match merge_with_file(open, progress) {
                Ok((meeting, fingerprint)) => {
                    JobResult::ExternalMerged(revision, Some(fingerprint), Box::new(Ok(meeting)))
                }
                Err(error) => {
                    JobResult::ExternalMerged(revision, fingerprint_before, Box::new(Err(error)))
                }
            }
        });
    }

    /// Brings two versions together with a side chosen for each conflict.
    pub fn resolve_conflicts(&mut self, merge_result: Arc<ConflictedMerge>, choices: Vec<Side>) {
        self.start(JobKind::MergingExternal, move |_| {
            let mut agreed =
                merge_result.to_clean_merge(&merge_result.merged.resolve_with(&choices));
            if choices.contains(&Side::Ours) {
                // The words of theirs that are not chosen are nowhere else.
                agreed.external_changes.version.needs_numbered_backup = true;
            }
            let agreed = MergeOutcome::Clean(Box::new(agreed));
            JobResult::ExternalMerged(
                merge_result.input.revision,
                Some(merge_result.version.fingerprint()),
                Box::new(Ok(agreed)),
            )
        });
    }
}

/// What comes of it, and what was read.
fn merge_with_file(
    open: MergeInput,
    progress: &Progress,
) -> Result<(MergeOutcome, Fingerprint), LoadError> {
    let store::RegisterFile { register, version, source_text, .. } =
        store::open(&open.path, progress)?;
    // A record that was damaged meanwhile would pass for one that was deleted.
    if !source_text.has_no_new_broken_records(&open.source_text) {
        return Err(store::load_strict(&open.path, progress).err().unwrap_or(LoadError::Cancelled));
    }
    let fingerprint = version.fingerprint();
    let merged = merge(Some(&open.base), &open.ours, &register);
    let origin =
        Attribution::between_versions(&open.path, open.fingerprint.digest(), fingerprint.digest());
    let theirs = Arc::new(register);
    let by = |Conflict { path: piece, .. }: &Conflict| {
        describe_author(open.locale, origin.last_author(|edit| piece.record.is_target_of(edit)))
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
        let MergeInput { path, base, ours, locale, .. } = &self.input;
        let external_changes = ExternalChanges {
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
        let describer = DifferenceDescriber { locale: *locale, registers: [made, ours] };
        let summary =
            ChangeSummary::from_differences(&self.attribution, &diff(ours, made), describer);
        CleanMerge { external_changes, summary }
    }
}

/// The same records as in `theirs`; those that are as in `ours` are kept but once.
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

    /// Puts what was told before this first. A case that both touch counts twice, since nobody
    /// knows any more which it was.
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

    /// Whether nothing is changed.
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
