//! The form: one record, field beside field with the record as it was.

mod suggestions;
mod row_tracking;
mod form_builder;
mod fields;
mod source_picker;
mod list_editor;
mod case;
mod claims;
mod records;
mod register_findings;
mod header;

use std::collections::HashMap;

use egui::{Frame, Id, Margin, ScrollArea, Ui};

use crate::{
    analysis::finding::RecordField,
    draft::{Draft, Validated, case::CaseDraft, rebase::RebaseStatus},
    register::{Register, Step, StepKind},
    ui::{
        context::UiContext,
        form::{
            case::CaseFormState,
            form_builder::{FocusTarget, FormBuilder, LABEL_WIDTH},
            register_findings::RegisterFindings,
            suggestions::Suggestions,
        },
        intent::Intent,
        theme::SPACE,
    },
};

/// An open form.
///
/// Its draft is read anew only when something in it changed, or when it is told that the
/// register did.
#[derive(Debug)]
pub struct Form {
    draft: Draft,
    /// The draft as it was when the form was opened.
    original: Draft,
    changed: bool,
    validated: Validated,
    suggestions: Suggestions,
    /// Rows of lists, for a case.
    case_state: CaseFormState,
    /// Whether a field that was never typed into is named as wrong where it must not be empty.
    strict: bool,
    focus_target: Option<FocusTarget>,
    register_findings: RegisterFindings,
    /// Why it is changed, and on what source, as typed.
    reason: String,
    /// What is typed where a source is looked for.
    source_queries: HashMap<Id, String>,
    /// The frame it was first drawn in: keeps what the toolkit remembers of its fields (the steps
    /// to undo, how far it was scrolled) apart from that of other forms.
    first_frame: Option<u64>,
}

impl Form {
    /// Opens a form on a draft, with the cursor in a field, or else in the first.
    pub fn new(draft: Draft, register: &Register, focus: Option<RecordField>) -> Self {
        let opened = draft.original(register);
        let case = match (&draft, &opened) {
            (Draft::Case(now), Draft::Case(was)) => CaseFormState::of(now, was),
            _ => CaseFormState::of(&CaseDraft::new(), &CaseDraft::new()),
        };
        let checked = Validated { step: None, problems: Vec::new(), findings: Vec::new() };
        let goal = Some(focus.map_or(FocusTarget::First, FocusTarget::Field));
        let known = Suggestions::of(register);
        let mut this = Self {
            draft,
            original: opened,
            changed: false,
            validated: checked,
            suggestions: known,
            case_state: case,
            strict: false,
            focus_target: goal,
            register_findings: RegisterFindings::default(),
            reason: String::new(),
            source_queries: HashMap::new(),
            first_frame: None,
        };
        this.validate(register);
        this
    }

    /// The record as it stands in the form.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Whether anything differs from the record as it was opened.
    pub fn is_changed(&self) -> bool {
        self.changed
    }

    /// What saving would do; none while a field is wrong, or nothing differs from the record. What
    /// is new differs from nothing and can be saved as it is.
    pub fn step(&self) -> Option<&Step> {
        let is_new = self.validated.step.as_ref().is_some_and(|step| step.kind != StepKind::Change);
        self.validated.step.as_ref().filter(|_| self.changed || is_new)
    }

    /// Why it is changed, and on what source, as typed.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Goes on from a reason that was typed before.
    pub fn set_reason(&mut self, reason: String) {
        self.reason = reason;
    }

    /// What saving would do, with the reason that was typed.
    pub fn step_with_reason(&self) -> Option<Step> {
        let why = self.reason.trim().to_owned();
        self.step().cloned().map(|step| Step { reason: why, ..step })
    }

    /// Reads the draft again after the register changed under it.
    pub fn revalidate(&mut self, register: &Register) {
        self.suggestions = Suggestions::of(register);
        self.validate(register);
    }

    /// Goes on against the record as the register holds it now, and says what became of that:
    /// what was not typed into is as it is now, what was typed stays beside it. Where the record
    /// is gone the draft is of a new one.
    pub fn rebase(&mut self, register: &Register) -> RebaseStatus {
        let (draft, since) = self.draft.rebase(register);
        self.original = draft.original(register);
        if let (Draft::Case(now), Draft::Case(was), false) =
            (&draft, &self.original, since == RebaseStatus::Unchanged)
        {
            self.case_state = CaseFormState::of(now, was);
        }
        self.draft = draft;
        self.revalidate(register);
        since
    }

    /// Names everything that keeps the draft from being saved, with the cursor in the first such
    /// field.
    pub fn show_problems(&mut self) {
        self.strict = true;
        if let Some(problem) = self.validated.problems.first() {
            self.focus_target = Some(FocusTarget::Field(problem.field));
        }
    }

    /// Draws the form over the whole of `ui`.
    pub fn ui(&mut self, ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
        self.register_findings.update(&self.draft, context.session.analysis().check_results());
        let frame = *self.first_frame.get_or_insert(ui.ctx().cumulative_frame_nr());
        ui.push_id(frame, |ui| {
            self.header_ui(ui, context, out);
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                let margin = Margin::same((SPACE * 2.0) as i8);
                Frame::new().inner_margin(margin).show(ui, |ui| {
                    self.fields_ui(ui, context);
                    self.footer_ui(ui, context, out);
                });
            });
        });
    }

    fn fields_ui(&mut self, ui: &mut Ui, context: &UiContext) {
        let Self {
            draft,
            original: opened,
            validated: checked,
            suggestions: known,
            case_state: case,
            strict,
            focus_target: goal,
            register_findings: noted,
            source_queries: queries,
            ..
        } = self;
        let mut builder = FormBuilder {
            context,
            suggestions: known,
            validated: checked,
            register_findings: &noted.findings,
            source_queries: queries,
            strict: *strict,
            has_original: draft.has_original(),
            focus_target: *goal,
            changed: false,
            group: String::new(),
            input_left: ui.max_rect().left() + LABEL_WIDTH,
        };
        match (draft, opened) {
            (Draft::Case(now), Draft::Case(was)) => builder.case(ui, now, was, case),
            (Draft::Source(now), Draft::Source(was)) => builder.source(ui, now, was),
            (Draft::Total(now), Draft::Total(was)) => builder.total(ui, now, was),
            (Draft::Event(now), Draft::Event(was)) => builder.event(ui, now, was),
            (Draft::RegisterInfo(now), Draft::RegisterInfo(was)) => {
                builder.register_info(ui, now, was);
            }
            // Not reached: `opened` is made from the draft, and neither changes its kind.
            _ => {}
        }
        let changed = builder.changed;
        // A field that this form does not have: the first one will do.
        let missed = builder.focus_target.is_some_and(|goal| goal != FocusTarget::First);
        self.focus_target = missed.then_some(FocusTarget::First);
        if changed {
            self.validate(context.register());
        }
        if changed || missed {
            ui.ctx().request_repaint();
        }
    }

    fn validate(&mut self, register: &Register) {
        self.changed = self.draft.is_changed(register);
        self.validated = self.draft.validate(register);
        if let Draft::Case(draft) = &self.draft
            && draft.before.is_none()
        {
            let id = draft.suggested_id(register);
            self.case_state.suggested_id = id.map(|id| id.to_string()).unwrap_or_default();
        }
    }
}
