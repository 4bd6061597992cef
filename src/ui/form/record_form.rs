//! An open form: a draft of one record, its validation and what the user typed beside it.

use std::collections::HashMap;

use egui::Id;

use crate::{
    analysis::finding::RecordField,
    draft::{Draft, case::CaseDraft, rebase::RebaseStatus, validation::Validated},
    model::Day,
    register::{Register, Step, StepKind},
    ui::form::{
        case::CaseFormState, form_builder::FocusTarget, message_index::MessageIndex,
        register_findings::RegisterFindings, suggestions::Suggestions,
    },
};

/// An open form on a draft of one record.
///
/// The draft is validated when a field changes, and when the form is told that the register
/// changed; drawing the form validates it only on another day than before.
#[derive(Debug)]
pub struct Form {
    pub(super) draft: Draft,
    /// The draft of the record as the register holds it.
    pub(super) original: Draft,
    pub(super) is_changed: bool,
    /// The result of validating the draft.
    pub(super) messages: MessageIndex,
    pub(super) suggestions: Suggestions,
    /// The rows of the lists of a case.
    pub(super) case_state: CaseFormState,
    /// Empty fields that must not be empty show their problem before anything is typed into them.
    pub(super) is_strict: bool,
    pub(super) focus_target: Option<FocusTarget>,
    pub(super) register_findings: RegisterFindings,
    /// The day of the last validation; none before the form is drawn.
    today: Option<Day>,
    /// The reason of the change, as typed.
    pub(super) reason: String,
    /// The queries typed into the source pickers, by the id of the picker.
    pub(super) source_queries: HashMap<Id, String>,
    /// The number of the frame that first drew the form. It is part of the ids of the fields, so
    /// that their undo steps and the scroll position are not those of another form.
    pub(super) first_frame: Option<u64>,
}

impl Form {
    /// Opens a form on a draft, with the keyboard focus in a field, or in the first one.
    pub fn new(draft: Draft, register: &Register, focus: Option<RecordField>) -> Self {
        let original = draft.original(register);
        let case_state = match (&draft, &original) {
            (Draft::Case(draft), Draft::Case(original)) => CaseFormState::of(draft, original),
            _ => CaseFormState::of(&CaseDraft::new(), &CaseDraft::new()),
        };
        let mut this = Self {
            draft,
            original,
            is_changed: false,
            messages: MessageIndex::new(Validated::default()),
            suggestions: Suggestions::of(register),
            case_state,
            is_strict: false,
            focus_target: Some(focus.map_or(FocusTarget::First, FocusTarget::Field)),
            register_findings: RegisterFindings::default(),
            today: None,
            reason: String::new(),
            source_queries: HashMap::new(),
            first_frame: None,
        };
        this.validate(register);
        this
    }

    /// Returns the record as it stands in the form.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Returns whether a field differs from the record as the register holds it.
    pub fn is_changed(&self) -> bool {
        self.is_changed
    }

    /// Returns the step that saves the draft; none while a field is wrong, or while an existing
    /// record is unchanged. A new record can be saved as it is.
    pub fn step(&self) -> Option<&Step> {
        let is_new = self
            .messages
            .validated()
            .step
            .as_ref()
            .is_some_and(|step| step.kind != StepKind::Change);
        self.messages.validated().step.as_ref().filter(|_| self.is_changed || is_new)
    }

    /// Returns the reason of the change, as typed.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Replaces the reason of the change, as where a recovered draft is resumed.
    pub fn set_reason(&mut self, reason: String) {
        self.reason = reason;
    }

    /// Returns the step that saves the draft, with the reason that was typed.
    pub fn step_with_reason(&self) -> Option<Step> {
        let reason = self.reason.trim().to_owned();
        self.step().cloned().map(|step| Step { reason, ..step })
    }

    /// Validates the draft again after the register changed.
    pub fn revalidate(&mut self, register: &Register) {
        self.suggestions = Suggestions::of(register);
        self.register_findings = RegisterFindings::default();
        self.validate(register);
    }

    /// Rebases the draft on the record as the register holds it now: a field that was not changed
    /// in the form takes its new value, a changed one keeps what was typed. A draft of a record
    /// that was deleted becomes one of a new record.
    pub fn rebase(&mut self, register: &Register) -> RebaseStatus {
        let (draft, status) = self.draft.rebase(register);
        self.original = draft.original(register);
        if let (Draft::Case(draft), Draft::Case(original), false) =
            (&draft, &self.original, status == RebaseStatus::Unchanged)
        {
            self.case_state = CaseFormState::of(draft, original);
        }
        self.draft = draft;
        self.revalidate(register);
        status
    }

    /// Shows every problem that keeps the draft from being saved, with the keyboard focus in the
    /// first field that has one.
    pub fn show_problems(&mut self) {
        self.is_strict = true;
        if let Some(problem) = self.messages.validated().problems.first() {
            self.focus_target = Some(FocusTarget::Field(problem.field));
        }
    }

    /// Validates the draft again if it was validated on another day.
    pub(super) fn update_today(&mut self, register: &Register, today: Day) {
        if self.today.replace(today) != Some(today) {
            self.validate(register);
        }
    }

    /// Compares the draft with the register, and validates it.
    pub(super) fn validate(&mut self, register: &Register) {
        self.is_changed = self.draft.is_changed(register);
        self.messages = MessageIndex::new(self.draft.validate(register, self.today));
        if let Draft::Case(draft) = &self.draft
            && draft.before.is_none()
        {
            let id = draft.suggested_id(register);
            self.case_state.suggested_id = id.map(|id| id.to_string()).unwrap_or_default();
        }
    }
}
