//! Performing intents after the frame is drawn.

use std::path::PathBuf;

use egui::Context;

use crate::{
    commands::{Command, Page},
    draft::Draft,
    export::report::ExportKind,
    register,
    session::{Action, Session},
    ui::{
        app::application::App,
        form::record_form::Form,
        intent::{DraftRecoveryChoice, ExportRequest, Intent, PendingOpen},
        modals::{
            author_name::AuthorNameDialog, leave_form::LeaveFormDialog,
            merge_sources::MergeSourcesDialog,
        },
        panels::notices::NoticeLevel,
        platform::file_dialog::FileRequest,
    },
};

impl App {
    /// Performs an intent, or asks a question first if it would lose something.
    pub(super) fn handle_intent(&mut self, intent: Intent, ctx: &Context, frame: &eframe::Frame) {
        if let Intent::Command(command) = &intent
            && let Some(off) =
                command.describe_disabled_reason(self.locale, self.open.session.as_ref())
        {
            return self.notices.push(NoticeLevel::Info, off, Vec::new());
        }
        if self.leaves_form(&intent) {
            let form = self.open.ui_state.form.as_ref();
            if form.is_some_and(Form::is_changed) {
                return self.ask_to_leave_form(intent);
            }
            self.open.ui_state.form = None;
        }
        if leaves_register(&intent) && self.ask_to_lose_texts(&intent) {
            return;
        }
        if self.needs_user_name(&intent) {
            let (name, then) = (self.system_user_name.clone(), Some(intent));
            self.modals.open(AuthorNameDialog::new(name, then));
            return;
        }
        match intent {
            Intent::Command(command) => self.run_command(command, ctx, frame),
            Intent::Action(action) => self.perform_action(action),
            Intent::OpenForm(draft, field) => self.open_form(*draft, field),
            Intent::ShowRecord(about, field) => self.show_record(&about, field),
            Intent::DeleteRecord => self.ask_to_delete_record(),
            Intent::MergeSources(id) => {
                let session = self.open.session.as_ref().filter(|session| !session.is_read_only());
                if let Some(session) = session {
                    let known =
                        self.open.ui_state.pages.sources.citation_counts(session.revision());
                    let dialog = MergeSourcesDialog::new(session.register(), id, known);
                    self.modals.open(dialog);
                }
            }
            Intent::ShowHistory => self.show_case_history(),
            Intent::Revert(at) => self.preview_revert(at),
            Intent::ShowAsRecorded(at) => self.checkout_entry(at),
            Intent::ShowPresent => self.show_present(),
            Intent::OpenAddress(address) => {
                ctx.open_url(egui::OpenUrl::new_tab(address.as_str()));
            }
            Intent::Copy(text) => ctx.copy_text(text),
            Intent::OpenFile(path) => self.replace_register(PendingOpen::File(path)),
            Intent::RestoreBackup(backup) => self.restore_backup(backup),
            Intent::Reveal(path) => self.tasks.reveal_file.add(self.runner.reveal_file(path)),
            Intent::RetrySave => {
                self.open.save_tracker.clear_failure(&mut self.notices);
                self.open.external_changes.resume();
            }
            Intent::RequestWriteAccess { force: anyway } => self.request_write_access(anyway),
            Intent::ShowExternalChanges => self.show_external_changes(),
            Intent::ResolveConflicts(choices) => self.resolve_conflicts(choices),
            Intent::ToggleColumn(column) => {
                let hidden = &mut self.case_table.hidden;
                match hidden.iter().position(|other| *other == column) {
                    Some(at) => drop(hidden.remove(at)),
                    None => hidden.push(column),
                }
            }
            Intent::CreateRegisterFile(new) => self.replace_register(PendingOpen::New(new)),
            Intent::UseTypedPath(ask, path) => self.continue_after_dialog(&ask, path),
            Intent::SaveFormThen(next) => {
                if self.save_form() {
                    self.handle_intent(*next, ctx, frame);
                }
            }
            Intent::DiscardForm => self.open.ui_state.form = None,
            Intent::DiscardRepairTexts => self.open.ui_state.repair_texts.clear(),
            Intent::RecoverDrafts(DraftRecoveryChoice::Resume) => self.restore_orphaned_drafts(),
            Intent::RecoverDrafts(DraftRecoveryChoice::Discard) => self.discard_orphaned_drafts(),
            Intent::RecoverDrafts(DraftRecoveryChoice::Defer) => self.open.draft_recovery.defer(),
            Intent::DeleteRecords(step) => {
                self.open.ui_state.form = None;
                self.perform_action(Action::Perform(step));
            }
            Intent::RevertStep { plan, choices, reason } => {
                self.open
                    .version_tasks
                    .revert_step
                    .add(self.runner.compute_revert_step(plan, choices, reason));
            }
            Intent::SetAuthorName(name) => {
                self.settings.author_name = Some(name);
                self.save_settings();
            }
            Intent::LoadRegister(pending) => self.abandon_register(pending),
            Intent::OverwriteFile(observed) => self.overwrite_file(observed),
            Intent::AcceptHistory(problem) => {
                self.open.save_tracker.accept_history(*problem, &mut self.notices);
            }
            Intent::Export(request) => self.pick_export_file(request, frame),
            Intent::CreateRegister(title) => self.pick_new_register_file(title, frame),
            Intent::QuitWithoutSaving => self.quit_without_saving(ctx),
            Intent::CancelExit => {
                self.exit.cancel_closing();
            }
        }
    }

    /// Asks whether to save or discard the open form before going on with an intent.
    pub(super) fn ask_to_leave_form(&mut self, then: Intent) {
        let form = self.open.ui_state.form.as_ref();
        let dialog = LeaveFormDialog {
            next_intent: Box::new(then),
            can_save: form.is_some_and(|form| form.step().is_some()),
            is_read_only: self.open.session.as_ref().is_some_and(Session::is_read_only),
        };
        self.modals.open(dialog);
    }

    /// Returns true if an intent closes the open form.
    fn leaves_form(&self, intent: &Intent) -> bool {
        let Some(form) = &self.open.ui_state.form else { return false };
        match intent {
            intent if leaves_register(intent) => true,
            Intent::OpenForm(..)
            | Intent::ShowRecord(..)
            | Intent::ShowHistory
            | Intent::ShowAsRecorded(_)
            | Intent::MergeSources(_)
            | Intent::RestoreBackup(_)
            | Intent::RecoverDrafts(DraftRecoveryChoice::Resume) => true,
            Intent::Action(Action::SelectRow(..) | Action::SelectCase(_)) => {
                !matches!(form.draft(), Draft::Case(_)) || !self.is_row_of_form(intent, form)
            }
            Intent::Command(command) => match command {
                Command::EditCase => !matches!(form.draft(), Draft::Case(_)),
                Command::Page(page) => *page != self.page,
                Command::PreviousPage
                | Command::NextPage
                | Command::NewRegister
                | Command::Open
                | Command::Quit
                | Command::NewCase
                | Command::NewRecord
                | Command::DuplicateCase
                | Command::NewClaim
                | Command::EditRegister
                | Command::CancelForm => true,
                _ => false,
            },
            _ => false,
        }
    }

    /// Returns true if an intent selects the row of the case in the form.
    fn is_row_of_form(&self, intent: &Intent, form: &Form) -> bool {
        let (Some(session), Draft::Case(draft)) = (&self.open.session, form.draft()) else {
            return false;
        };
        let Some((_, before)) = &draft.before else { return false };
        match intent {
            Intent::Action(Action::SelectRow(row, _)) => {
                let at = session.analysis().query_result().rows.get(*row);
                at.and_then(|at| session.register().cases().get(*at as usize))
                    .is_some_and(|case| case.id == before.id)
            }
            Intent::Action(Action::SelectCase(id)) => *id == before.id,
            _ => false,
        }
    }

    /// Performs an action on the open register; shows a notice if it is refused.
    pub(super) fn perform_action(&mut self, action: Action) {
        let Some(session) = &mut self.open.session else { return };
        let asks_for_people = matches!(
            &action,
            Action::SetQuery(query) if query.cohort.is_some() || query.membership.is_some()
        );
        if asks_for_people && !self.page.is_case_page() {
            self.page = Page::Cases;
        }
        let changed = action.is_edit();
        if let Err(error) = session.perform(action, jiff::Timestamp::now()) {
            let key = match error {
                register::ApplyError::Stale => "notice.stale_record",
                register::ApplyError::RepeatedId => "field_error.duplicate_id",
                register::ApplyError::ReadOnly => self.read_only_key(),
            };
            self.notices.push(NoticeLevel::Error, self.locale.t(key), Vec::new());
        } else if changed && let Some(form) = &mut self.open.ui_state.form {
            form.revalidate(session.register());
        }
    }

    /// Asks for the file of an export.
    pub(super) fn pick_export_file(&mut self, export: ExportRequest, frame: &eframe::Frame) {
        let product = match export {
            ExportRequest::Summary(..) => ExportKind::Summary,
            ExportRequest::Changes(..) => ExportKind::Changes,
            ExportRequest::Figure(..) => ExportKind::Figure,
        };
        let (suggested, extension) = self.suggest_export_name(&export);
        self.pending_export = Some(export);
        self.pick_file(
            FileRequest::Export { product, suggested_name: suggested, extension },
            frame,
        );
    }

    pub(super) fn pick_file(&mut self, ask: FileRequest, frame: &eframe::Frame) {
        let folder = self.open.session.as_ref().and_then(|session| session.path().parent());
        self.picker.request_file(ask, folder.map(PathBuf::from), self.locale, frame);
    }
}

/// Returns true if an intent loads a register in the place of the open one.
fn leaves_register(intent: &Intent) -> bool {
    matches!(
        intent,
        Intent::OpenFile(_)
            | Intent::Command(Command::Reload)
            | Intent::LoadRegister(_)
            | Intent::CreateRegisterFile(_)
            | Intent::UseTypedPath(FileRequest::Open, _)
    )
}
