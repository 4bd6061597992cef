//! What is done with the answer to a question.

use egui::{Context, ViewportCommand};

use crate::{
    session::Action,
    ui::{
        app::{App, ExportRequest},
        modals::dialogs::{DialogAnswer, PendingOpen},
        platform::file_dialog::FileRequest,
    },
};

impl App {
    pub(super) fn handle_dialog_answer(
        &mut self,
        answer: DialogAnswer,
        ctx: &Context,
        frame: &eframe::Frame,
    ) {
        self.ui_state.dialog = None;
        match answer {
            DialogAnswer::Cancel => {
                self.is_closing = false;
                self.draft_recovery.defer();
            }
            DialogAnswer::ResumeDraft => self.restore_orphaned_drafts(),
            DialogAnswer::DiscardDraft => self.discard_orphaned_drafts(),
            DialogAnswer::SaveForm(then) => {
                if self.save_form() {
                    self.handle_intent(*then, ctx, frame);
                }
            }
            DialogAnswer::DiscardTexts(then) => {
                self.ui_state.repair.clear();
                self.handle_intent(*then, ctx, frame);
            }
            DialogAnswer::DiscardForm(then) => {
                self.ui_state.form = None;
                self.handle_intent(*then, ctx, frame);
            }
            DialogAnswer::Delete(step) => {
                self.ui_state.form = None;
                self.perform_action(Action::Perform(step));
            }
            DialogAnswer::Revert(reversal, choices, why) => {
                self.jobs.compute_revert_step(reversal, choices, why);
            }
            DialogAnswer::SetAuthorName(name, then) => {
                self.settings.author_name = Some(name);
                self.save_settings();
                if let Some(then) = then {
                    self.handle_intent(*then, ctx, frame);
                }
            }
            DialogAnswer::Reload => {
                if let Some(session) = &self.session {
                    self.load_register(PendingOpen::File(session.path().clone()));
                }
            }
            DialogAnswer::Replace(with) => self.load_register(with),
            DialogAnswer::SaveCopy => {
                self.is_closing = false;
                self.pick_file(
                    FileRequest::SaveCopy { suggested_name: self.suggest_copy_name() },
                    frame,
                );
            }
            DialogAnswer::Overwrite => self.overwrite_file(),
            DialogAnswer::Export(wanted) => {
                self.pick_export_file(ExportRequest::Summary(wanted), frame);
            }
            DialogAnswer::ExportFigure(format, size) => {
                self.pick_export_file(ExportRequest::Figure(format, size), frame);
            }
            DialogAnswer::ExportChanges(format, days) => {
                self.pick_export_file(ExportRequest::Changes(format, days), frame);
            }
            DialogAnswer::CreateRegister(title) => {
                let suggested = format!("{}.ron", file_stem_from_title(&title));
                self.pending_new_title = Some(title);
                self.pick_file(FileRequest::NewRegister { suggested_name: suggested }, frame);
            }
            DialogAnswer::Quit => {
                self.is_closing = true;
                self.save_repair_texts();
                if let Some(session) = &self.session {
                    self.save_tracker.tried_revision = session.revision();
                }
                self.session = None;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            }
        }
    }
}

/// A title as the name of a file.
fn file_stem_from_title(title: &str) -> String {
    let fits = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '-' };
    let stem: String = title.chars().map(fits).take(60).collect();
    stem.trim_matches('-').to_owned()
}
