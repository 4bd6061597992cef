//! What was typed and left behind by a window that is no more is offered: each form for itself, the
//! texts of damaged records together.

use jiff::tz::TimeZone;

use crate::{
    Locale,
    commands::Page,
    describe::{claims::format_day, draft_differences::draft_differences, drafts::draft_subject},
    draft::{Draft, rebase::RebaseStatus},
    jobs::{JobKind, drafts::FoundDrafts},
    register::Register,
    session::Action,
    store::drafts::{
        OrphanedDraft,
        draft_file::{DraftContent, DraftFile},
    },
    ui::{
        app::{App, UiState, draft_autosave::DraftSource},
        modals::{
            recovered_draft::{DraftSummary, RecoveredDraftDialog, RecoveredText},
            repair::RepairDialog,
        },
        panels::notices::NoticeLevel,
    },
};

/// What was left behind by windows that are no more; no other window takes it meanwhile.
#[derive(Default)]
pub(super) struct DraftRecovery {
    /// What the reader was not asked about yet.
    found: Vec<OrphanedDraft>,
    /// What the open question is about.
    offered: Vec<OrphanedDraft>,
    /// What is left where it is, for the next start.
    deferred: Vec<OrphanedDraft>,
    /// Whether more is to be looked for.
    needs_search: bool,
}

/// What a question is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RecoveryTarget {
    /// A form.
    Form,
    /// Texts of records that are damaged still.
    RepairTexts,
    /// Texts of records that were mended or changed otherwise.
    ObsoleteTexts,
}

impl DraftRecovery {
    /// Nothing is known of a register just opened.
    pub fn for_new_register() -> Self {
        Self { needs_search: true, ..Self::default() }
    }

    /// Looks again for what was left behind.
    pub fn request_search(&mut self) {
        self.needs_search = true;
    }

    /// Leaves what was asked about where it is, for the next start.
    pub fn defer(&mut self) {
        self.deferred.append(&mut self.offered);
    }
}

impl App {
    /// Begins to look for what was left behind, where that is called for.
    pub(super) fn search_orphaned_drafts(&mut self) {
        let (Some(session), Some(places)) = (&self.session, &self.app_dirs) else { return };
        if self.draft_recovery.needs_search
            && !session.is_read_only()
            && !self.jobs.is_running(JobKind::FindingDrafts)
        {
            self.draft_recovery.needs_search = false;
            self.jobs.find_drafts(places.clone(), session);
        }
    }

    /// Takes in what was left behind.
    pub(super) fn apply_found_drafts(
        &mut self,
        FoundDrafts { orphaned: left, unreadable: unread }: FoundDrafts,
    ) {
        for error in unread {
            self.ui_state.notices.push(
                NoticeLevel::Warning,
                error.describe(self.locale),
                Vec::new(),
            );
        }
        self.draft_recovery.found.extend(left);
    }

    /// Asks about what was left behind, once no other question is open.
    pub(super) fn offer_orphaned_drafts(&mut self) {
        let Some(session) = &self.session else { return };
        let UiState { modals, repair_texts, form, .. } = &self.ui_state;
        // Nor what is being typed is given up for what was left behind.
        let is_free = modals.is_empty() && form.is_none() && !session.is_read_only();
        let DraftRecovery { found, offered: asked, .. } = &mut self.draft_recovery;
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
        self.ui_state.modals.open(unsaved);
    }

    /// Opens the form on what was left behind, against the record as it is now; or the damaged
    /// records with the texts that were typed.
    pub(super) fn restore_orphaned_drafts(&mut self) {
        for OrphanedDraft { draft: kept, slot: place } in
            std::mem::take(&mut self.draft_recovery.offered)
        {
            match &kept.content {
                DraftContent::Form { draft, reason: why } => {
                    self.restore_form(draft, why.clone());
                    self.draft_autosave.adopt(DraftSource::Form, place, kept.content);
                }
                DraftContent::Repair(text) => {
                    let mark = text.content_hash();
                    self.ui_state.repair_texts.insert(mark, text.clone());
                    self.ui_state.modals.open(RepairDialog::default());
                    self.draft_autosave.adopt(DraftSource::RepairText(mark), place, kept.content);
                }
            }
        }
    }

    fn restore_form(&mut self, draft: &Draft, why: String) {
        let Some(session) = &self.session else { return };
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
        if let Some(form) = &mut self.ui_state.form {
            form.set_reason(why);
        }
    }

    /// Deletes what was left behind and asked about.
    pub(super) fn discard_orphaned_drafts(&mut self) {
        self.draft_autosave
            .discard_slots(self.draft_recovery.offered.drain(..).map(|left| left.slot));
    }
}

/// What was left behind, in words; texts may be of records that are `over`, damaged no longer.
fn recovered_draft_dialog(
    locale: Locale,
    register: &Register,
    asked: &[OrphanedDraft],
    are_obsolete: bool,
) -> RecoveredDraftDialog {
    let typed = asked.iter().map(|left| left.draft.typed_at).max().unwrap_or_default();
    let typed = typed.to_zoned_datetime(TimeZone::system());
    let (time, day) = (typed.strftime("%H:%M").to_string(), format_day(locale, typed.date()));
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

/// The mark of the record whose text a draft holds.
fn broken_record_hash(left: &OrphanedDraft) -> Option<u64> {
    match &left.draft.content {
        DraftContent::Form { .. } => None,
        DraftContent::Repair(text) => Some(text.content_hash()),
    }
}

/// Whether a draft was begun as a new record.
fn is_new_record(draft: &Draft) -> bool {
    match draft {
        Draft::Case(draft) => draft.before.is_none(),
        draft => !draft.has_original(),
    }
}
