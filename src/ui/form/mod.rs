//! The form of one record: a row for each field, with the value that the register holds beneath
//! the ones that were changed.

pub mod record_form;
mod header;
mod form_builder;
mod fields;
mod list_editor;
mod row_tracking;
mod message_index;
mod source_picker;
mod suggestions;
mod register_findings;
mod case;
mod claims;
mod records;

use egui::{Frame, Margin, ScrollArea, Ui};

use crate::{
    draft::Draft,
    ui::{
        context::UiContext,
        form::{
            form_builder::{FocusTarget, FormBuilder, LABEL_WIDTH},
            record_form::Form,
        },
        intent::Intent,
        theme::SPACE,
    },
};

impl Form {
    /// Draws the form over the whole of `ui`.
    pub fn ui(&mut self, ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
        self.register_findings.update(&self.draft, context.session.analysis());
        self.update_today(context.register(), context.today);
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
        let Self { draft, original, case_state, .. } = self;
        let mut builder = FormBuilder {
            context,
            suggestions: &self.suggestions,
            messages: &self.messages,
            register_findings: &self.register_findings.findings,
            source_queries: &mut self.source_queries,
            is_strict: self.is_strict,
            has_original: draft.has_original(),
            focus_target: self.focus_target,
            is_changed: false,
            group: String::new(),
            input_left: ui.max_rect().left() + LABEL_WIDTH,
        };
        match (draft, original) {
            (Draft::Case(draft), Draft::Case(original)) => {
                builder.case(ui, draft, original, case_state);
            }
            (Draft::Source(draft), Draft::Source(original)) => builder.source(ui, draft, original),
            (Draft::Total(draft), Draft::Total(original)) => builder.total(ui, draft, original),
            (Draft::Event(draft), Draft::Event(original)) => builder.event(ui, draft, original),
            (Draft::RegisterInfo(draft), Draft::RegisterInfo(original)) => {
                builder.register_info(ui, draft, original);
            }
            // Not reached: `original` is made from the draft, and neither changes its kind.
            _ => {}
        }
        let is_changed = builder.is_changed;
        // Where the form has no such field, the focus goes to the first one.
        let is_missed = builder.focus_target.is_some_and(|target| target != FocusTarget::First);
        self.focus_target = is_missed.then_some(FocusTarget::First);
        if is_changed {
            self.validate(context.register());
        }
        if is_changed || is_missed {
            ui.ctx().request_repaint();
        }
    }
}
