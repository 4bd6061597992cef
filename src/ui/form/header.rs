//! The header of a form with its buttons, and the footer with the button that deletes the record.

use egui::{Frame, Label, Margin, Stroke, Ui};

use crate::{
    commands::Command,
    describe::claims,
    draft::Draft,
    model,
    ui::{
        context::UiContext,
        form::record_form::Form,
        intent::Intent,
        theme::{Palette, Role, SPACE},
        widgets::{
            buttons::{edit_button, primary_button},
            reason_field::reason_field_ui,
            text::{heading, rich_text, weak_text},
        },
    },
};

impl Form {
    /// Draws the title, the buttons that save and cancel, and the reason.
    pub(super) fn header_ui(&mut self, ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
        let margin = Margin::symmetric((SPACE * 2.0) as i8, (SPACE * 1.5) as i8);
        let header = Frame::new().inner_margin(margin).show(ui, |ui| {
            heading(ui, &self.title(context), Role::Title);
            ui.horizontal(|ui| {
                let locale = context.locale;
                let off = Command::SaveForm.describe_disabled_reason(locale, Some(context.session));
                let save = primary_button(
                    ui,
                    off.is_none() && (self.is_changed || self.step().is_some()),
                    &locale.t("command.save_form"),
                );
                let save = match off {
                    Some(off) => save.on_disabled_hover_text(off),
                    None => save,
                };
                if with_shortcut_hint(save, Command::SaveForm).clicked() {
                    match self.step() {
                        Some(_) => out.push(Intent::Command(Command::SaveForm)),
                        None => self.show_problems(),
                    }
                }
                let cancel = ui.button(locale.t("command.cancel_form").as_ref());
                if with_shortcut_hint(cancel, Command::CancelForm).clicked() {
                    out.push(Intent::Command(Command::CancelForm));
                }
                ui.add(
                    Label::new(weak_text(ui, self.describe_save_state(context), Role::Caption))
                        .wrap(),
                );
            });
            reason_field_ui(ui, context.locale, &mut self.reason);
            ui.set_min_width(ui.available_width());
        });
        let line = Stroke::new(1.0, Palette::of(ui).line);
        let rect = header.response.rect;
        ui.painter().hline(ui.max_rect().x_range(), rect.bottom(), line);
    }

    /// Draws the button that deletes the record.
    pub(super) fn footer_ui(&self, ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
        let key = match &self.draft {
            Draft::Source(draft) if draft.before.is_some() => "form.delete_source",
            Draft::Total(draft) if draft.before.is_some() => "form.delete_total",
            Draft::Event(draft) if draft.before.is_some() => "form.delete_event",
            _ => return,
        };
        ui.add_space(SPACE);
        let color = Palette::of(ui).error;
        let delete = egui::Button::new(rich_text(context.locale.t(key), Role::Body).color(color));
        if edit_button(ui, context, delete).clicked() {
            out.push(Intent::DeleteRecord);
        }
    }

    /// Returns the title: the name of the original record, so that it stays while a name is typed.
    fn title(&self, context: &UiContext) -> String {
        let locale = context.locale;
        let (new, title) = match &self.draft {
            Draft::Case(draft) => (
                "form.new_case",
                draft.before.as_ref().map(|(_, case)| case.name.display_name(locale.code())),
            ),
            Draft::Source(draft) => {
                ("form.new_source", draft.before.as_ref().map(|(_, source)| source.title.clone()))
            }
            Draft::Total(draft) => {
                let text = |total: &model::Total| {
                    let party = claims::party_label(locale, context.register(), &total.by);
                    let count = locale.format_number(total.count as usize);
                    locale.t_with("records.total", &[("party", &party), ("count", &count)])
                };
                ("form.new_total", draft.before.as_ref().map(|(_, total)| text(total)))
            }
            Draft::Event(draft) => (
                "form.new_event",
                draft.before.as_ref().map(|(_, event)| locale.pick(&event.title).to_owned()),
            ),
            Draft::RegisterInfo(_) => ("form.register", None),
        };
        title.unwrap_or_else(|| locale.t(new).into_owned())
    }

    /// Returns the sentence about what is to be saved.
    fn describe_save_state(&self, context: &UiContext) -> String {
        let locale = context.locale;
        match (self.is_changed, self.messages.validated().problems.len()) {
            (false, _) => locale.t("form.unchanged").into_owned(),
            (true, 0) => locale.t("form.unsaved_changes").into_owned(),
            (true, problems) => locale.t_plural("form.problems", problems),
        }
    }
}

/// Adds the shortcut of a command as the tooltip of its button.
fn with_shortcut_hint(button: egui::Response, command: Command) -> egui::Response {
    match command.shortcuts().first() {
        Some(keys) => button.on_hover_text(*keys),
        None => button,
    }
}
