//! The form: one record, field beside field with the record as it was.

mod known;
mod kept;
mod sheet;
mod fields;
mod sources;
mod lists;
mod case;
mod claims;
mod records;
mod noted;
mod header;

use std::collections::HashMap;

use egui::{Frame, Id, Margin, ScrollArea, Ui};

use self::{
    case::CaseState,
    known::Known,
    noted::Noted,
    sheet::{Goal, LABELS, Sheet},
};
use super::{Intent, Scene, theme::SPACE};
use crate::{
    draft::{CaseDraft, Checked, Draft, Since},
    register::{Deed, Register, Step},
    view::Field,
};

/// An open form.
///
/// Its draft is read anew only when something in it changed, or when it is told that the
/// register did.
#[derive(Debug)]
pub struct Form {
    draft: Draft,
    /// The draft as it was when the form was opened.
    opened: Draft,
    changed: bool,
    checked: Checked,
    known: Known,
    /// Rows of lists, for a case.
    case: CaseState,
    /// Whether a field that was never typed into is named as wrong where it must not be empty.
    strict: bool,
    goal: Option<Goal>,
    noted: Noted,
    /// Why it is changed, and on what source, as typed.
    why: String,
    /// What is typed where a source is looked for.
    queries: HashMap<Id, String>,
    /// The frame it was first drawn in: keeps what the toolkit remembers of its fields (the steps
    /// to undo, how far it was scrolled) apart from that of other forms.
    first_frame: Option<u64>,
}

impl Form {
    /// Opens a form on a draft, with the cursor in a field, or else in the first.
    pub fn new(draft: Draft, register: &Register, focus: Option<Field>) -> Self {
        let opened = draft.as_opened(register);
        let case = match (&draft, &opened) {
            (Draft::Case(now), Draft::Case(was)) => CaseState::of(now, was),
            _ => CaseState::of(&CaseDraft::new(), &CaseDraft::new()),
        };
        let checked = Checked { step: None, problems: Vec::new(), findings: Vec::new() };
        let goal = Some(focus.map_or(Goal::First, Goal::Field));
        let known = Known::of(register);
        let mut this = Self {
            draft,
            opened,
            changed: false,
            checked,
            known,
            case,
            strict: false,
            goal,
            noted: Noted::default(),
            why: String::new(),
            queries: HashMap::new(),
            first_frame: None,
        };
        this.check(register);
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
        let is_new = self.checked.step.as_ref().is_some_and(|step| step.deed != Deed::Change);
        self.checked.step.as_ref().filter(|_| self.changed || is_new)
    }

    /// Why it is changed, and on what source, as typed.
    pub fn why(&self) -> &str {
        &self.why
    }

    /// Goes on from a reason that was typed before.
    pub fn explain(&mut self, why: String) {
        self.why = why;
    }

    /// What saving would do, with the reason that was typed.
    pub fn explained_step(&self) -> Option<Step> {
        let why = self.why.trim().to_owned();
        self.step().cloned().map(|step| Step { why, ..step })
    }

    /// Reads the draft again after the register changed under it.
    pub fn recheck(&mut self, register: &Register) {
        self.known = Known::of(register);
        self.check(register);
    }

    /// Goes on against the record as the register holds it now, and says what became of that:
    /// what was not typed into is as it is now, what was typed stays beside it. Where the record
    /// is gone the draft is of a new one.
    pub fn renew(&mut self, register: &Register) -> Since {
        let (draft, since) = self.draft.renewed(register);
        self.opened = draft.as_opened(register);
        if let (Draft::Case(now), Draft::Case(was), false) =
            (&draft, &self.opened, since == Since::Same)
        {
            self.case = CaseState::of(now, was);
        }
        self.draft = draft;
        self.recheck(register);
        since
    }

    /// Names everything that keeps the draft from being saved, with the cursor in the first such
    /// field.
    pub fn show_problems(&mut self) {
        self.strict = true;
        if let Some(problem) = self.checked.problems.first() {
            self.goal = Some(Goal::Field(problem.field));
        }
    }

    /// Draws the form over the whole of `ui`.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene, out: &mut Vec<Intent>) {
        self.noted.update(&self.draft, scene.session.view().digest());
        let frame = *self.first_frame.get_or_insert(ui.ctx().cumulative_frame_nr());
        ui.push_id(frame, |ui| {
            self.header(ui, scene, out);
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                let margin = Margin::same((SPACE * 2.0) as i8);
                Frame::new().inner_margin(margin).show(ui, |ui| {
                    self.fields(ui, scene);
                    self.footer(ui, scene, out);
                });
            });
        });
    }

    fn fields(&mut self, ui: &mut Ui, scene: &Scene) {
        let Self { draft, opened, checked, known, case, strict, goal, noted, queries, .. } = self;
        let mut sheet = Sheet {
            scene,
            known,
            checked,
            noted: &noted.findings,
            queries,
            strict: *strict,
            compares: draft.compares(),
            goal: *goal,
            changed: false,
            group: String::new(),
            edge: ui.max_rect().left() + LABELS,
        };
        match (draft, opened) {
            (Draft::Case(now), Draft::Case(was)) => sheet.case(ui, now, was, case),
            (Draft::Source(now), Draft::Source(was)) => sheet.source(ui, now, was),
            (Draft::Total(now), Draft::Total(was)) => sheet.total(ui, now, was),
            (Draft::Event(now), Draft::Event(was)) => sheet.event(ui, now, was),
            (Draft::About(now), Draft::About(was)) => sheet.about(ui, now, was),
            // Not reached: `opened` is made from the draft, and neither changes its kind.
            _ => {}
        }
        let changed = sheet.changed;
        // A field that this form does not have: the first one will do.
        let missed = sheet.goal.is_some_and(|goal| goal != Goal::First);
        self.goal = missed.then_some(Goal::First);
        if changed {
            self.check(scene.register());
        }
        if changed || missed {
            ui.ctx().request_repaint();
        }
    }

    fn check(&mut self, register: &Register) {
        self.changed = self.draft.is_changed(register);
        self.checked = self.draft.check(register);
        if let Draft::Case(draft) = &self.draft
            && draft.before.is_none()
        {
            let id = draft.suggested_id(register);
            self.case.suggested_id = id.map(|id| id.to_string()).unwrap_or_default();
        }
    }
}
