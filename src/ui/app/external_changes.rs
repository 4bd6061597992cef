//! What someone else writes to the file of the open register is met: merged where both changed
//! different things, asked about where both changed the same. The open form goes on against the
//! records as merged.

use std::sync::Arc;

use crate::{
    describe::{draft_differences::draft_differences, drafts::draft_subject},
    draft::{Draft, rebase::RebaseStatus},
    jobs::{
        JobKind,
        external_merge::{ChangeSummary, CleanMerge, ConflictedMerge, MergeInput, MergeOutcome},
    },
    merge::Side,
    register::Register,
    store::{error::LoadError, fs::fingerprint::Fingerprint},
    ui::{
        app::App,
        intent::Intent,
        modals::{
            conflicts::ConflictDialog, external_changes::ExternalChangesDialog,
            file_conflict::FileConflictDialog,
        },
        panels::notices::{NoticeLevel, NoticesPanel},
    },
};

/// What is known of what someone else wrote.
#[derive(Default)]
pub(super) struct ExternalChangesState {
    /// What the file held when it was last looked at.
    seen_fingerprint: Option<Fingerprint>,
    /// The file is to be read, and met.
    needs_merge: bool,
    /// What the file held when that was last done: no news, whatever came of it.
    merged_fingerprint: Option<Fingerprint>,
    /// What came of a meeting with a revision, while another question is open.
    pending_outcome: Option<(u64, MergeOutcome)>,
    /// The merge whose conflicts the user is asked about.
    asked_merge: Option<Arc<ConflictedMerge>>,
    /// Conflicts were asked about and put off: nothing is saved until they are chosen.
    is_deferred: bool,
    /// What was taken in since it was last looked at, and the message that says so.
    unseen_changes: (ChangeSummary, String),
    /// What was said of a file that is gone or cannot be read.
    pub shown_warning: Option<String>,
}

impl ExternalChangesState {
    /// Takes note of what the file holds.
    pub fn set_seen(&mut self, fingerprint: Fingerprint) {
        self.seen_fingerprint = Some(fingerprint);
    }

    /// Takes note that the file is no longer what was read.
    pub fn request_merge(&mut self) {
        self.needs_merge = true;
    }

    /// Whether saving is to wait.
    pub fn blocks_saving(&self) -> bool {
        self.needs_merge || self.pending_outcome.is_some() || self.is_asking() || self.is_deferred
    }

    /// Returns true while the user is asked about conflicts.
    pub fn is_asking(&self) -> bool {
        self.asked_merge.is_some()
    }

    /// Asks about conflicts again that were put off.
    pub fn resume(&mut self) {
        self.needs_merge |= std::mem::take(&mut self.is_deferred);
    }

    /// The file can be read again.
    pub fn withdraw_warning(&mut self, notices: &mut NoticesPanel) {
        if let Some(said) = self.shown_warning.take() {
            notices.remove(&said);
        }
    }
}

impl App {
    /// Begins what is called for: reading the file, or asking about conflicts. An open question
    /// comes first, since it may be about records as they are.
    pub(super) fn start_external_merge(&mut self) {
        let Some(session) = self.session.as_ref().filter(|_| self.return_point.is_none()) else {
            return;
        };
        let busy = [JobKind::Saving, JobKind::MergingExternal, JobKind::Opening];
        if self.ui_state.modals.holds_back_external_changes()
            || busy.into_iter().any(|work| self.jobs.is_running(work))
        {
            return;
        }
        // What was seen may be what was saved here.
        let external_changes = &mut self.external_changes;
        let seen =
            external_changes.seen_fingerprint.take().filter(|seen| *seen != session.fingerprint());
        external_changes.needs_merge |=
            seen.is_some() && seen != external_changes.merged_fingerprint;
        if let Some((revision, meeting)) = self.external_changes.pending_outcome.take() {
            if revision == session.revision() {
                // A conflict is asked about once nothing lies over the window.
                if matches!(meeting, MergeOutcome::Conflicted(_))
                    && !self.ui_state.modals.is_empty()
                {
                    self.external_changes.pending_outcome = Some((revision, meeting));
                    return;
                }
                return self.apply_merge_outcome(meeting);
            }
            // It was held against what is no longer there.
            self.external_changes.needs_merge = true;
        }
        if std::mem::take(&mut self.external_changes.needs_merge)
            && let Some(session) = &self.session
        {
            self.jobs.merge_external(MergeInput {
                source_text: Arc::clone(session.source_text()),
                path: session.path().clone(),
                base: session.base(),
                fingerprint: session.fingerprint(),
                ours: session.snapshot(),
                revision: session.revision(),
                locale: self.locale,
            });
        }
    }

    /// Takes in what a worker read and merged.
    pub(super) fn apply_merge_result(
        &mut self,
        revision: u64,
        fingerprint: Option<Fingerprint>,
        merge_result: Result<MergeOutcome, LoadError>,
    ) {
        self.external_changes.merged_fingerprint = fingerprint;
        match merge_result {
            Ok(meeting) => {
                self.external_changes.withdraw_warning(&mut self.ui_state.notices);
                self.external_changes.pending_outcome = Some((revision, meeting));
            }
            Err(LoadError::Cancelled) => {}
            Err(error) => self.notify_unreadable(&error),
        }
    }

    /// A file that cannot be read is often only half there yet: it is looked at again once it
    /// changes. Where something is to be saved, the reader is asked.
    fn notify_unreadable(&mut self, error: &LoadError) {
        let text = self.locale.t_with(
            "external_changes.file_unreadable",
            &[("reason", &error.describe(self.locale))],
        );
        if self.session.as_ref().is_some_and(|session| !session.is_saved()) {
            if let Some(session) = &self.session {
                self.save_tracker.tried_revision = session.revision();
            }
            self.save_tracker.failure = Some(text.clone());
            (self.is_closing, self.pending_open) = (false, None);
            let gone = matches!(error, LoadError::NotFound(_));
            if let Some(session) = &self.session {
                let path = session.path().clone();
                self.ui_state.modals.open(FileConflictDialog { path, text, is_gone: gone });
            }
        } else if self.external_changes.shown_warning.as_ref() != Some(&text) {
            self.external_changes.withdraw_warning(&mut self.ui_state.notices);
            self.external_changes.shown_warning = Some(text.clone());
            self.ui_state.notices.push(NoticeLevel::Warning, text, Vec::new());
        }
    }

    fn apply_merge_outcome(&mut self, meeting: MergeOutcome) {
        match meeting {
            MergeOutcome::Clean(agreed) => self.apply_clean_merge(*agreed),
            MergeOutcome::Conflicted(merge_result) => {
                // Whatever waited for saving is to be asked for again.
                (self.is_closing, self.pending_open) = (false, None);
                let own = self.settings.author_name.as_deref().unwrap_or_default();
                self.ui_state.modals.open(ConflictDialog::new(&merge_result, own));
                self.external_changes.asked_merge = Some(merge_result);
            }
        }
    }

    /// Takes the merged register in.
    fn apply_clean_merge(&mut self, CleanMerge { external_changes, summary: told }: CleanMerge) {
        let Some(session) = &mut self.session else { return };
        let state = external_changes.version.file.clone();
        if session.apply_external_changes(external_changes).is_err() {
            // Not reached: the revision is the one that was met.
            return self.ui_state.notices.push(
                NoticeLevel::Error,
                self.locale.t("notice.stale_record"),
                Vec::new(),
            );
        }
        if let Some(watcher) = &self.watcher {
            watcher.set_file_state(state);
        }
        self.save_tracker.clear_failure(&mut self.ui_state.notices);
        self.external_changes.is_deferred = false;
        let who = match told.authors.as_slice() {
            [who] => who.clone(),
            _ => self.locale.t("external_changes.unknown_author").into_owned(),
        };
        self.notify_external_changes(told);
        self.rebase_form(&who);
    }

    /// Says what came in, in one message with what came in before and was not looked at yet.
    fn notify_external_changes(&mut self, mut told: ChangeSummary) {
        if told.is_empty() {
            return;
        }
        let (before, text) = std::mem::take(&mut self.external_changes.unseen_changes);
        if self.ui_state.notices.contains(&text) {
            self.ui_state.notices.remove(&text);
            told.prepend(before);
        }
        let locale = self.locale;
        let parts = [
            ("subject.cases", told.case_count),
            ("external_changes.other_records", told.other_record_count),
        ];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0);
        let what = locale.join_list(parts.map(|(key, count)| locale.t_plural(key, count)));
        let who = locale.join_list(&told.authors);
        let text = locale.t_with("external_changes.applied", &[("who", &who), ("what", &what)]);
        let actions = vec![(
            locale.t("external_changes.show_applied").into_owned(),
            Intent::ShowExternalChanges,
        )];
        self.ui_state.notices.push_persistent(NoticeLevel::Info, text.clone(), actions);
        self.external_changes.unseen_changes = (told, text);
    }

    /// Shows what came in since it was last looked at.
    pub(super) fn show_external_changes(&mut self) {
        let (told, _) = std::mem::take(&mut self.external_changes.unseen_changes);
        if !told.is_empty() {
            self.ui_state.modals.open(ExternalChangesDialog { summary: told });
        }
    }

    /// Takes the sides chosen, or puts the conflicts off.
    pub(super) fn resolve_conflicts(&mut self, choices: Option<Vec<Side>>) {
        let Some(merge) = self.external_changes.asked_merge.take() else { return };
        match choices {
            Some(choices) => self.jobs.resolve_conflicts(merge, choices),
            None => {
                let count = merge.merged.conflicts.len();
                self.save_tracker.failure =
                    Some(self.locale.t_plural("external_changes.conflicts_postponed", count));
                (self.is_closing, self.pending_open) = (false, None);
                self.external_changes.is_deferred = true;
            }
        }
    }

    /// Goes on with the open form against the record as it is now. What was typed stays; what it
    /// has in common with what came in is said, and from whom that is.
    fn rebase_form(&mut self, who: &str) {
        let (Some(session), Some(form)) = (&self.session, &mut self.ui_state.form) else { return };
        let (locale, register) = (self.locale, session.register());
        let (before, is_changed) = (form.draft().clone(), form.is_changed());
        let subject = draft_subject(locale, register, &before);
        let values = [("subject", subject.as_str()), ("who", who)];
        match (form.rebase(register), is_changed) {
            (RebaseStatus::Unchanged, _) => {}
            (RebaseStatus::Changed, true) => {
                let text = match describe_concurrent_edits(register, &before, form.draft(), locale)
                {
                    fields if fields.is_empty() => {
                        locale.t_with("external_changes.form_record_changed", &values)
                    }
                    fields => {
                        let [subject, who] = values;
                        let fields = ("fields", &*locale.join_list(&fields));
                        locale.t_with(
                            "external_changes.form_record_conflict",
                            &[subject, who, fields],
                        )
                    }
                };
                self.ui_state.notices.push(NoticeLevel::Warning, text, Vec::new());
            }
            (RebaseStatus::Changed, false) => {}
            (RebaseStatus::Deleted, true) => {
                let text = locale.t_with("external_changes.form_record_deleted", &values);
                self.ui_state.notices.push(NoticeLevel::Warning, text, Vec::new());
            }
            (RebaseStatus::Deleted, false) => {
                self.ui_state.form = None;
                let text = locale.t_with("external_changes.form_closed", &values);
                self.ui_state.notices.push(NoticeLevel::Warning, text, Vec::new());
            }
        }
    }
}

/// The fields that were typed into and that someone else changed, each with what they wrote.
fn describe_concurrent_edits(
    register: &Register,
    before: &Draft,
    now: &Draft,
    locale: crate::Locale,
) -> Vec<String> {
    let typed = draft_differences(locale, register, before);
    let theirs = draft_differences(locale, register, now).into_iter().filter(|now| {
        typed.iter().any(|typed| typed.label == now.label && typed.before != now.before)
    });
    let texts = theirs.map(|theirs| {
        let was = theirs.before.unwrap_or_default();
        let value =
            if was.trim().is_empty() { locale.t("conflict.empty_value").into_owned() } else { was };
        locale.t_with(
            "external_changes.form_conflict_field",
            &[("field", &theirs.label), ("value", &value)],
        )
    });
    texts.collect()
}
