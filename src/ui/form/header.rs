//! What stands above and below the fields: what is edited, saving, deleting.

use egui::{Frame, Label, Margin, Stroke, Ui};

use crate::{
    commands::Command,
    describe::claims,
    draft::Draft,
    model,
    ui::{
        Intent, UiContext,
        form::Form,
        theme::{Palette, Role, SPACE},
        widgets::{
            edit_button, heading, primary_button, reason_field::reason_field_ui, rich_text,
            weak_text,
        },
    },
};

impl Form {
    /// What is edited, and the buttons that save and cancel.
    pub(super) fn header_ui(&mut self, ui: &mut Ui, scene: &UiContext, out: &mut Vec<Intent>) {
        let margin = Margin::symmetric((SPACE * 2.0) as i8, (SPACE * 1.5) as i8);
        let header = Frame::new().inner_margin(margin).show(ui, |ui| {
            heading(ui, &self.title(scene), Role::Title);
            ui.horizontal(|ui| {
                let lang = scene.lang;
                let off = Command::SaveForm.describe_disabled_reason(lang, Some(scene.session));
                let save = primary_button(
                    ui,
                    off.is_none() && (self.changed || self.step().is_some()),
                    &lang.t("command.save_form"),
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
                let cancel = ui.button(lang.t("command.cancel_form").as_ref());
                if with_shortcut_hint(cancel, Command::CancelForm).clicked() {
                    out.push(Intent::Command(Command::CancelForm));
                }
                ui.add(
                    Label::new(weak_text(ui, self.describe_save_state(scene), Role::Caption))
                        .wrap(),
                );
            });
            reason_field_ui(ui, scene.lang, &mut self.reason);
            ui.set_min_width(ui.available_width());
        });
        let line = Stroke::new(1.0, Palette::of(ui).line);
        let rect = header.response.rect;
        ui.painter().hline(ui.max_rect().x_range(), rect.bottom(), line);
    }

    /// The button that deletes the record.
    pub(super) fn footer_ui(&self, ui: &mut Ui, scene: &UiContext, out: &mut Vec<Intent>) {
        let key = match &self.draft {
            Draft::Source(draft) if draft.before.is_some() => "form.delete_source",
            Draft::Total(draft) if draft.before.is_some() => "form.delete_total",
            Draft::Event(draft) if draft.before.is_some() => "form.delete_event",
            _ => return,
        };
        ui.add_space(SPACE);
        let ink = Palette::of(ui).error;
        let delete = egui::Button::new(rich_text(scene.lang.t(key), Role::Body).color(ink));
        if edit_button(ui, scene, delete).clicked() {
            out.push(Intent::DeleteRecord);
        }
    }

    /// What is edited: as it was, so that the title stands still while a name is typed.
    fn title(&self, scene: &UiContext) -> String {
        let lang = scene.lang;
        let (new, title) = match &self.draft {
            Draft::Case(draft) => (
                "form.new_case",
                draft.before.as_ref().map(|(_, case)| case.name.display_name(lang.code())),
            ),
            Draft::Source(draft) => {
                ("form.new_source", draft.before.as_ref().map(|(_, source)| source.title.clone()))
            }
            Draft::Total(draft) => {
                let words = |total: &model::Total| {
                    let party = claims::party_label(lang, scene.register(), &total.by);
                    let count = lang.format_number(total.count as usize);
                    lang.t_with("records.total", &[("party", &party), ("count", &count)])
                };
                ("form.new_total", draft.before.as_ref().map(|(_, total)| words(total)))
            }
            Draft::Event(draft) => (
                "form.new_event",
                draft.before.as_ref().map(|(_, event)| lang.pick(&event.title).to_owned()),
            ),
            Draft::RegisterInfo(_) => ("form.register", None),
        };
        title.unwrap_or_else(|| lang.t(new).into_owned())
    }

    /// How things stand with saving.
    fn describe_save_state(&self, scene: &UiContext) -> String {
        let lang = scene.lang;
        match (self.changed, self.validated.problems.len()) {
            (false, _) => lang.t("form.unchanged").into_owned(),
            (true, 0) => lang.t("form.unsaved_changes").into_owned(),
            (true, problems) => lang.t_plural("form.problems", problems),
        }
    }
}

/// Names the keys of a button's command when the pointer rests on it.
fn with_shortcut_hint(button: egui::Response, command: Command) -> egui::Response {
    match command.shortcut() {
        Some(keys) => button.on_hover_text(keys),
        None => button,
    }
}
