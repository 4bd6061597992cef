//! Drafts that earlier windows left behind: the user is asked about each form by itself, and about
//! the texts of broken records together.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::{
    Locale,
    commands::Page,
    describe::{
        draft_differences::draft_differences, drafts::draft_subject, steps::day_and_time_labels,
    },
    draft::{Draft, rebase::RebaseStatus},
    jobs::drafts::FoundDrafts,
    register::Register,
    session::Action,
    store::drafts::{
        OrphanedDraft,
        draft_file::{DraftContent, DraftFile},
    },
    ui::{
        app::{
            application::App, draft_autosave::snapshot::DraftSource,
            draft_recovery_state::DraftRecovery, open_register::RegisterUiState,
        },
        modals::{
            recovered_draft::{DraftSummary, RecoveredDraftDialog, RecoveredText},
            repair::RepairDialog,
        },
        panels::notices::NoticeLevel,
    },
};

/// The kind of draft that a question is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RecoveryTarget {
    /// A form.
    Form,
    /// Texts of records that are still broken.
    RepairTexts,
    /// Texts of records that were repaired or changed otherwise.
    ObsoleteTexts,
}

impl App {
    /// Starts to search for drafts that were left behind, if that is due.
    pub(super) fn search_orphaned_drafts(&mut self) {
        let (Some(session), Some(places)) = (&self.open.session, &self.app_dirs) else { return };
        if self.open.draft_recovery.needs_search
            && !session.is_read_only()
            && !self.open.tasks.find_drafts.is_running()
        {
            self.open.draft_recovery.needs_search = false;
            self.open.tasks.find_drafts.add(self.runner.find_drafts(places.clone(), session));
        }
    }

    /// Adds drafts that were found.
    pub(super) fn apply_found_drafts(
        &mut self,
        FoundDrafts { orphaned: left, unreadable: unread }: FoundDrafts,
    ) {
        for error in unread {
            self.notices.push(NoticeLevel::Warning, error.describe(self.locale), Vec::new());
        }
        self.open.draft_recovery.found.extend(left);
    }

    /// Asks about drafts that were left behind, once no modal is open.
    pub(super) fn offer_orphaned_drafts(&mut self) {
        let Some(session) = &self.open.session else { return };
        let RegisterUiState { repair_texts, form, .. } = &self.open.ui_state;
        // The open form is not given up for a draft.
        let is_free = self.modals.is_empty() && form.is_none() && !session.is_read_only();
        let DraftRecovery { found, offered: asked, .. } = &mut self.open.draft_recovery;
        if !is_free || found.is_empty() && asked.is_empty() {
            return;
        }
        // A question that another one took the place of is asked again.
        found.append(asked);
        let target = |left: &OrphanedDraft| match broken_record_hash(left) {
            None => Some(RecoveryTarget::Form),
            Some(mark) if repair_texts.has_draft(mark) => None,
            Some(mark) if session.source_text().is_repaired(mark) == Some(false) => {
                Some(RecoveryTarget::RepairTexts)
            }
            Some(_) => Some(RecoveryTarget::ObsoleteTexts),
        };
        let Some(first) = found.iter().find_map(target) else { return };
        // One form at a time, and one text of each record.
        let mut marks = Vec::new();
        let is_asked = |left: &mut OrphanedDraft| {
            let is_asked =
                target(left) == Some(first) && !marks.contains(&broken_record_hash(left));
            marks.extend(is_asked.then(|| broken_record_hash(left)));
            is_asked
        };
        asked.extend(found.extract_if(.., is_asked));
        let (locale, register) = (self.locale, session.register());
        let unsaved =
            recovered_draft_dialog(locale, register, asked, first == RecoveryTarget::ObsoleteTexts);
        self.modals.open(unsaved);
    }

    /// Opens the form with a draft, rebased on the present record, or the broken records with the
    /// texts that were typed.
    pub(super) fn restore_orphaned_drafts(&mut self) {
        for OrphanedDraft { draft: kept, slot: place } in
            std::mem::take(&mut self.open.draft_recovery.offered)
        {
            match &kept.content {
                DraftContent::Form { draft, reason: why } => {
                    self.restore_form(draft, why.clone());
                    self.open.draft_autosave.adopt(
                        DraftSource::Form,
                        place,
                        kept.content,
                        &mut self.draft_writes,
                    );
                }
                DraftContent::Repair(text) => {
                    let mark = text.content_hash();
                    self.open.ui_state.repair_texts.insert(mark, text.clone());
                    self.modals.open(RepairDialog::default());
                    self.open.draft_autosave.adopt(
                        DraftSource::RepairText(mark),
                        place,
                        kept.content,
                        &mut self.draft_writes,
                    );
                }
            }
        }
    }

    fn restore_form(&mut self, draft: &Draft, why: String) {
        let Some(session) = &self.open.session else { return };
        let (draft, _) = draft.rebase(session.register());
        self.page = match &draft {
            Draft::Case(_) if !self.page.is_case_page() => Page::Cases,
            Draft::Case(_) | Draft::RegisterInfo(_) => self.page,
            Draft::Source(_) => Page::Sources,
            Draft::Total(_) => Page::Totals,
            Draft::Event(_) => Page::Events,
        };
        if let Draft::Case(draft) = &draft
            && let Some((_, case)) = &draft.before
        {
            self.perform_action(Action::SelectCase(case.id.clone()));
        }
        self.open_form(draft, None);
        if let Some(form) = &mut self.open.ui_state.form {
            form.set_reason(why);
        }
    }

    /// Deletes the drafts that the question is about.
    pub(super) fn discard_orphaned_drafts(&mut self) {
        let slots = self.open.draft_recovery.offered.drain(..).map(|left| Arc::new(left.slot));
        self.draft_writes.discard(slots);
    }
}

/// Returns the question about drafts; `are_obsolete` says that their records are repaired.
fn recovered_draft_dialog(
    locale: Locale,
    register: &Register,
    asked: &[OrphanedDraft],
    are_obsolete: bool,
) -> RecoveredDraftDialog {
    let typed = asked.iter().map(|left| left.draft.typed_at).max().unwrap_or_default();
    let [day, time] = day_and_time_labels(locale, typed, &TimeZone::system());
    let describe =
        |key, (name, value)| locale.t_with(key, &[(name, value), ("time", &*time), ("day", &*day)]);
    if let [
        OrphanedDraft {
            draft: DraftFile { content: DraftContent::Form { draft, .. }, .. }, ..
        },
    ] = asked
    {
        let subject = draft_subject(locale, register, draft);
        let key = match (is_new_record(draft), subject.is_empty()) {
            (false, _) => "recovered_draft.changed_record",
            (true, false) => "recovered_draft.new_record",
            (true, true) => "recovered_draft.unnamed_record",
        };
        let (draft, since) = draft.rebase(register);
        let since = match since {
            RebaseStatus::Unchanged => None,
            RebaseStatus::Changed => Some("recovered_draft.record_changed"),
            RebaseStatus::Deleted => Some("recovered_draft.record_deleted"),
        };
        let summary = DraftSummary {
            record_change: since.map(|key| locale.t(key).into_owned()),
            differences: draft_differences(locale, register, &draft),
            ..DraftSummary::with_text(describe(key, ("subject", &subject)))
        };
        return RecoveredDraftDialog { summary, can_continue: true };
    }
    let texts = asked.iter().filter_map(|left| match &left.draft.content {
        DraftContent::Repair(text) => Some(if are_obsolete {
            RecoveredText::from_full_text(text)
        } else {
            RecoveredText::from_changes(text)
        }),
        DraftContent::Form { .. } => None,
    });
    let summary = DraftSummary {
        record_change: are_obsolete
            .then(|| locale.t("recovered_draft.repair_text_outdated").into_owned()),
        texts: texts.collect(),
        ..DraftSummary::with_text(describe(
            "recovered_draft.repair_text",
            ("title", &locale.t("repair.title")),
        ))
    };
    RecoveredDraftDialog { summary, can_continue: !are_obsolete }
}

/// Returns the content hash of the broken record whose text a draft holds.
fn broken_record_hash(left: &OrphanedDraft) -> Option<u64> {
    match &left.draft.content {
        DraftContent::Form { .. } => None,
        DraftContent::Repair(text) => Some(text.content_hash()),
    }
}

/// Returns true for a draft of a new record.
fn is_new_record(draft: &Draft) -> bool {
    match draft {
        Draft::Case(draft) => draft.before.is_none(),
        draft => !draft.has_original(),
    }
}
