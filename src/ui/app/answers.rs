//! What is done with the answer to a question.

use egui::{Context, ViewportCommand};

use super::{App, Export};
use crate::{
    session::Action,
    ui::{
        dialogs::{Answer, Opening},
        picker::Ask,
    },
};

impl App {
    pub(super) fn answer(&mut self, answer: Answer, ctx: &Context, frame: &eframe::Frame) {
        self.surfaces.dialog = None;
        match answer {
            Answer::Cancel => {
                self.closing = false;
                self.left.put_off();
            }
            Answer::Continue => self.continue_left(),
            Answer::DiscardUnsaved => self.discard_left(),
            Answer::Save(then) => {
                if self.save_form() {
                    self.perform(*then, ctx, frame);
                }
            }
            Answer::DiscardTexts(then) => {
                self.surfaces.mending.discard();
                self.perform(*then, ctx, frame);
            }
            Answer::Discard(then) => {
                self.surfaces.form = None;
                self.perform(*then, ctx, frame);
            }
            Answer::Delete(step) => {
                self.surfaces.form = None;
                self.act(Action::Perform(step));
            }
            Answer::Revert(reversal, choices, why) => self.jobs.revert(reversal, choices, why),
            Answer::Name(name, then) => {
                self.settings.who = Some(name);
                self.keep_settings();
                if let Some(then) = then {
                    self.perform(*then, ctx, frame);
                }
            }
            Answer::Reload => {
                if let Some(session) = &self.session {
                    self.begin(Opening::File(session.path().clone()));
                }
            }
            Answer::Replace(with) => self.begin(with),
            Answer::SaveCopy => {
                self.closing = false;
                self.pick(Ask::SaveCopy { suggested: self.suggested_copy() }, frame);
            }
            Answer::Overwrite => self.overwrite(),
            Answer::Export(wanted) => self.pick_export(Export::Summary(wanted), frame),
            Answer::Picture(format, size) => {
                self.pick_export(Export::Picture(format, size), frame);
            }
            Answer::ExportChanges(format, days) => {
                self.pick_export(Export::Changes(format, days), frame);
            }
            Answer::Create(title) => {
                let suggested = format!("{}.ron", file_stem(&title));
                self.create = Some(title);
                self.pick(Ask::NewRegister { suggested }, frame);
            }
            Answer::Quit => {
                self.closing = true;
                self.leave_texts();
                if let Some(session) = &self.session {
                    self.saving.tried = session.revision();
                }
                self.session = None;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }
}

/// A title as the name of a file.
fn file_stem(title: &str) -> String {
    let fits = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '-' };
    let stem: String = title.chars().map(fits).take(60).collect();
    stem.trim_matches('-').to_owned()
}
