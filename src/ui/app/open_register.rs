//! The open register with everything that belongs to it.

use crate::{
    jobs::watch::RegisterWatcher,
    session::Session,
    store::lock::RegisterAccess,
    ui::{
        app::{
            draft_autosave::state::DraftAutosave,
            draft_recovery_state::DraftRecovery,
            external_changes_state::ExternalChangesState,
            return_point::ReturnPoint,
            save_tracker::SaveTracker,
            tasks::{RegisterTasks, VersionTasks},
        },
        form::record_form::Form,
        modals::repair_texts::RepairTexts,
        pages::Pages,
        panels::{filters::FiltersState, read_only_banner::ReadOnlyBanner},
        widgets::date_picker::DatePickerState,
    },
};

/// The open register with everything that belongs to it. It is replaced whole when another register
/// is opened, which cancels its tasks and ends its watcher.
pub(super) struct OpenRegister {
    /// The register that is shown; none before the first one is opened.
    pub session: Option<Session>,
    /// The present register, while an earlier version is shown.
    pub return_point: Option<ReturnPoint>,
    /// The access to the register.
    pub access: RegisterAccess,
    /// The watcher of its file and its lock.
    pub watcher: Option<RegisterWatcher>,
    pub tasks: RegisterTasks,
    pub version_tasks: VersionTasks,
    pub save_tracker: SaveTracker,
    pub external_changes: ExternalChangesState,
    pub draft_autosave: DraftAutosave,
    pub draft_recovery: DraftRecovery,
    /// The revision of a restored backup and the text of its notice, while it is the last step.
    pub restored_backup: Option<(u64, String)>,
    pub ui_state: RegisterUiState,
}

/// The state that the parts of the window that show the register keep between frames.
#[derive(Default)]
pub(super) struct RegisterUiState {
    pub search_text: String,
    pub wants_search_focus: bool,
    pub date_picker: DatePickerState,
    pub filters: FiltersState,
    pub pages: Pages,
    pub form: Option<Form>,
    pub repair_texts: RepairTexts,
    pub read_only_banner: Option<ReadOnlyBanner>,
}

impl Default for OpenRegister {
    /// Returns the state while no register is open.
    fn default() -> Self {
        Self {
            session: None,
            return_point: None,
            access: RegisterAccess::LockUnavailable,
            watcher: None,
            tasks: RegisterTasks::default(),
            version_tasks: VersionTasks::default(),
            save_tracker: SaveTracker::default(),
            external_changes: ExternalChangesState::default(),
            draft_autosave: DraftAutosave::default(),
            draft_recovery: DraftRecovery::default(),
            restored_backup: None,
            ui_state: RegisterUiState::default(),
        }
    }
}

impl OpenRegister {
    /// Returns the state of a register that was just opened; its access and watcher are set next.
    pub fn new(session: Session) -> Self {
        Self {
            session: Some(session),
            draft_recovery: DraftRecovery::for_new_register(),
            ..Self::default()
        }
    }

    /// Shows another version of the register and returns the one shown before, whose tasks are
    /// cancelled. What does not depend on the version stays: the form was closed before, the
    /// filters and the history are those of the register.
    pub fn show_version(&mut self, session: Session) -> Option<Session> {
        self.version_tasks = VersionTasks::default();
        self.ui_state.pages = std::mem::take(&mut self.ui_state.pages).for_other_version();
        self.ui_state.search_text.clear();
        self.session.replace(session)
    }

    /// Returns true while the file is being written, or read to be merged: neither is begun during
    /// the other.
    pub fn is_file_in_use(&self) -> bool {
        self.save_tracker.is_running() || self.tasks.merge.is_running()
    }
}
