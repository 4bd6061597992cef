//! Changes that another program writes to the file of the open register: they are merged, the user
//! is asked where both changed the same field, and the open form continues on the merged records.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::{
    describe::{draft_differences::draft_differences, drafts::draft_subject, errors::path_label},
    draft::{Draft, rebase::RebaseStatus},
    jobs::external_merge::{
        ChangeSummary, CleanMerge, ExternalMergeResult, MergeInput, MergeOutcome, MergedChanges,
    },
    merge::Side,
    register::Register,
    store::{
        error::LoadError,
        fs::{fingerprint::Fingerprint, observed_file::ObservedFile},
    },
    ui::{
        app::application::App,
        intent::Intent,
        modals::{
            conflicts::ConflictDialog, external_changes::ExternalChangesDialog,
            file_conflict::FileConflictDialog,
        },
        panels::notices::NoticeLevel,
    },
};

impl App {
    /// Starts a merge or applies its outcome, if there is one. An open question comes first, since
    /// it may be about records as they are.
    pub(super) fn start_external_merge(&mut self) {
        let Some(session) = self.open.session.as_ref().filter(|_| self.open.return_point.is_none())
        else {
            return;
        };
        // A save that the user decided on comes first, and finds whether the file is another.
        let is_busy = self.open.is_file_in_use()
            || self.open.save_tracker.overwrites_next()
            || self.tasks.open.is_running();
        if self.modals.holds_back_external_changes() || is_busy {
            return;
        }
        // The file that was seen may be the one that was saved here.
        let external_changes = &mut self.open.external_changes;
        let seen =
            external_changes.seen_fingerprint.take().filter(|seen| *seen != session.fingerprint());
        external_changes.needs_merge |=
            seen.is_some() && seen != external_changes.merged_fingerprint;
        if let Some((revision, meeting)) = self.open.external_changes.pending_outcome.take() {
            if revision == session.revision() {
                // A conflict is asked about once nothing lies over the window.
                if matches!(meeting, MergeOutcome::Conflicted(_)) && !self.modals.is_empty() {
                    self.open.external_changes.pending_outcome = Some((revision, meeting));
                    return;
                }
                return self.apply_merge_outcome(meeting);
            }
            // It was held against what is no longer there.
            match meeting.kept_version().cloned() {
                Some(kept) => self.open.external_changes.return_kept_version(kept),
                None => self.open.external_changes.needs_merge = true,
            }
        }
        let is_file_merged = std::mem::take(&mut self.open.external_changes.needs_merge);
        let kept =
            if is_file_merged { None } else { self.open.external_changes.take_kept_version() };
        if let Some(session) = &self.open.session
            && (is_file_merged || kept.is_some())
        {
            let known = kept.as_ref().map(|kept| (Arc::clone(&kept.base), kept.fingerprint));
            let (base, fingerprint) =
                known.unwrap_or_else(|| (session.base(), session.fingerprint()));
            self.open.tasks.merge.add(self.runner.merge_external(MergeInput {
                source_text: Arc::clone(session.source_text()),
                path: session.path().clone(),
                kept,
                base,
                fingerprint,
                ours: session.snapshot(),
                revision: session.revision(),
                locale: self.locale,
                time_zone: TimeZone::system(),
            }));
        }
    }

    /// Keeps the outcome of a merge until it can be applied.
    pub(super) fn apply_merge_result(
        &mut self,
        ExternalMergeResult { revision, kept, fingerprint, outcome }: ExternalMergeResult,
    ) {
        if kept.is_none() {
            self.open.external_changes.merged_fingerprint = fingerprint;
        }
        match outcome {
            Ok(meeting) => {
                self.open.external_changes.withdraw_warning(&mut self.notices);
                self.open.external_changes.pending_outcome = Some((revision, meeting));
            }
            Err(error) => match (error, kept) {
                (LoadError::Cancelled, Some(kept)) => {
                    self.open.external_changes.return_kept_version(kept);
                }
                (LoadError::Cancelled, None) => {}
                (error, Some(kept)) => {
                    let (reason, kept) = (error.describe(self.locale), path_label(&kept.path));
                    let values = [("reason", &*reason), ("kept", &*kept)];
                    let text = self.locale.t_with("external_changes.kept_unreadable", &values);
                    self.notices.push(NoticeLevel::Warning, text, Vec::new());
                }
                (error, None) => self.notify_unreadable(&error, fingerprint),
            },
        }
    }

    /// A file that cannot be read is often only half there yet: it is looked at again once it
    /// changes. Where something is to be saved, the reader is asked.
    fn notify_unreadable(&mut self, error: &LoadError, fingerprint: Option<Fingerprint>) {
        let text = self.locale.t_with(
            "external_changes.file_unreadable",
            &[("reason", &error.describe(self.locale))],
        );
        if self.open.session.as_ref().is_some_and(|session| !session.is_saved()) {
            if let Some(session) = &self.open.session {
                self.open.save_tracker.tried_revision = session.revision();
            }
            self.open.save_tracker.failure = Some(text.clone());
            self.exit.cancel();
            let observed = match error {
                LoadError::NotFound(_) => Some(ObservedFile::Absent),
                _ => fingerprint.map(ObservedFile::from),
            };
            if let Some(session) = &self.open.session {
                let path = session.path().clone();
                self.modals.open(FileConflictDialog { path, text, observed });
            }
        } else if self.open.external_changes.shown_warning.as_ref() != Some(&text) {
            self.open.external_changes.withdraw_warning(&mut self.notices);
            self.open.external_changes.shown_warning = Some(text.clone());
            self.notices.push(NoticeLevel::Warning, text, Vec::new());
        }
    }

    fn apply_merge_outcome(&mut self, meeting: MergeOutcome) {
        match meeting {
            MergeOutcome::Clean(agreed) => self.apply_clean_merge(*agreed),
            MergeOutcome::Conflicted(merge_result) => {
                // Whatever waited for saving is to be asked for again.
                self.exit.cancel();
                let own = self.settings.author_name.as_deref().unwrap_or_default();
                self.modals.open(ConflictDialog::new(&merge_result, own));
                self.open.external_changes.asked_merge = Some(merge_result);
            }
        }
    }

    /// Applies a merge without conflicts.
    fn apply_clean_merge(&mut self, CleanMerge { changes, summary: told }: CleanMerge) {
        let Some(session) = &mut self.open.session else { return };
        let time = jiff::Timestamp::now();
        let (applied, state) = match changes {
            MergedChanges::InFile(external_changes) => {
                let state = external_changes.version.file.clone();
                (session.apply_external_changes(external_changes, time), Some(state))
            }
            MergedChanges::KeptBeside { edits, .. } => {
                (session.apply_kept_version(edits, time), None)
            }
        };
        if applied.is_err() {
            // Not reached: the revision is the one that was met.
            return self.notices.push(
                NoticeLevel::Error,
                self.locale.t("notice.stale_record"),
                Vec::new(),
            );
        }
        if let Some((watcher, state)) = self.open.watcher.as_ref().zip(state) {
            watcher.set_file_state(state);
        }
        self.open.save_tracker.clear_failure(&mut self.notices);
        self.open.external_changes.is_deferred = false;
        let who = match told.authors.as_slice() {
            [who] => who.clone(),
            _ => self.locale.t("external_changes.unknown_author").into_owned(),
        };
        self.notify_external_changes(told);
        self.rebase_form(&who);
    }

    /// Shows the merged changes in one notice with those that the user has not looked at yet.
    fn notify_external_changes(&mut self, mut told: ChangeSummary) {
        if told.is_empty() {
            return;
        }
        let (before, text) = std::mem::take(&mut self.open.external_changes.unseen_changes);
        if self.notices.contains(&text) {
            self.notices.remove(&text);
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
        self.notices.push_persistent(NoticeLevel::Info, text.clone(), actions);
        self.open.external_changes.unseen_changes = (told, text);
    }

    /// Shows the changes merged since the user last looked at them.
    pub(super) fn show_external_changes(&mut self) {
        let (told, _) = std::mem::take(&mut self.open.external_changes.unseen_changes);
        if !told.is_empty() {
            self.modals.open(ExternalChangesDialog { summary: told });
        }
    }

    /// Resolves the conflicts with the sides chosen, or postpones them if there are none.
    pub(super) fn resolve_conflicts(&mut self, choices: Option<Vec<Side>>) {
        let Some(merge) = self.open.external_changes.asked_merge.take() else { return };
        match choices {
            Some(choices) => {
                self.open.tasks.merge.add(self.runner.resolve_conflicts(merge, choices));
            }
            None => {
                let count = merge.merged.conflicts.len();
                self.open.save_tracker.failure =
                    Some(self.locale.t_plural("external_changes.conflicts_postponed", count));
                self.exit.cancel();
                if let Some(kept) = merge.input.kept.clone() {
                    self.open.external_changes.return_kept_version(kept);
                }
                self.open.external_changes.is_deferred = true;
            }
        }
    }

    /// Continues the open form on the merged record. The typed values stay; a notice names the
    /// fields that `who` changed too.
    fn rebase_form(&mut self, who: &str) {
        let (Some(session), Some(form)) = (&self.open.session, &mut self.open.ui_state.form) else {
            return;
        };
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
                self.notices.push(NoticeLevel::Warning, text, Vec::new());
            }
            (RebaseStatus::Changed, false) => {}
            (RebaseStatus::Deleted, true) => {
                let text = locale.t_with("external_changes.form_record_deleted", &values);
                self.notices.push(NoticeLevel::Warning, text, Vec::new());
            }
            (RebaseStatus::Deleted, false) => {
                self.open.ui_state.form = None;
                let text = locale.t_with("external_changes.form_closed", &values);
                self.notices.push(NoticeLevel::Warning, text, Vec::new());
            }
        }
    }
}

/// Describes the fields that were edited here and by someone else, each with their value.
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
