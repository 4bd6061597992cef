//! Closing the window: it stays open until the user was asked and everything is saved.

use egui::{Context, ViewportCommand};

use crate::{
    commands::Command,
    session::Session,
    ui::{app::application::App, intent::Intent, modals::unsaved_changes::UnsavedChangesDialog},
};

impl App {
    /// Keeps the window open until the user was asked about the form and everything is saved.
    pub(super) fn ask_to_close(&mut self, ctx: &Context) {
        if !ctx.input(|input| input.viewport().close_requested()) {
            return;
        }
        let form = self.open.ui_state.form.as_ref();
        let writes = self.open.external_changes.has_kept_version()
            || self.tasks.save_copy.is_running()
            || self.tasks.export.is_running()
            || self.tasks.is_writing_drafts()
            || self.tasks.create_backup.is_running();
        if form.is_some_and(|form| form.is_changed()) {
            self.ask_to_leave_form(Intent::Command(Command::Quit));
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        } else if self.ask_to_lose_texts(&Intent::Command(Command::Quit)) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        } else if self.open.session.as_ref().is_some_and(|session| !session.is_saved()) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            match &self.open.save_tracker.failure {
                Some(text) => {
                    let text =
                        self.locale.t_with("dialog.close_unsaved_message", &[("reason", text)]);
                    self.modals.open(UnsavedChangesDialog { text, pending_open: None });
                }
                // Saving is under way; the window closes once it is done.
                None => self.exit.request_close(),
            }
        } else if let (Some(text), true) =
            (&self.open.external_changes.shown_warning, self.open.session.is_some())
        {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            let text = self.locale.t_with("dialog.close_without_file_message", &[("reason", text)]);
            self.modals.open(UnsavedChangesDialog { text, pending_open: None });
        } else if writes || self.has_unwritten_drafts() || self.backup_schedule.is_busy() {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.exit.request_close();
        }
    }

    /// Closes the window if it waits to close and no task is running.
    pub(super) fn close_when_idle(&mut self, ctx: &Context) {
        let is_saved = self.open.session.as_ref().is_none_or(Session::is_saved);
        let is_done = self.is_idle()
            && !self.has_unwritten_drafts()
            && !self.backup_schedule.is_busy()
            && !self.open.external_changes.has_kept_version();
        if self.exit.is_closing() && is_saved && is_done {
            self.exit.cancel();
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    /// Closes the window and gives up what could not be saved.
    pub(super) fn quit_without_saving(&mut self, ctx: &Context) {
        self.exit.request_close();
        self.save_repair_texts();
        if let Some(session) = &self.open.session {
            self.open.save_tracker.tried_revision = session.revision();
        }
        self.open.session = None;
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }
}
