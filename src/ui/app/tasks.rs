//! The background tasks of the window and of the open register.

use std::{path::PathBuf, sync::Arc};

use crate::{
    analysis::{
        CheckResults,
        changes::Changes,
        chronology::Chronology,
        citation_index::{CitationIndex, SupportedStatements},
        map::clusters::ClusterIndex,
    },
    export::file::ExportFileError,
    jobs::{
        NewRegisterResult, OpenResult,
        backups::{BackupComparison, RestorePlan},
        derived_task::DerivedTask,
        drafts::FoundDrafts,
        exports::ExportResult,
        external_merge::ExternalMergeResult,
        history::{HistoricalRegister, HistoryEntryResult, RevertPreview},
        task::TaskGroup,
    },
    model::Day,
    register::Step,
    store::{
        backups::{Backup, error::BackupError},
        drafts::{DraftSlot, error::DraftError},
        error::{SaveError, WriteError},
        history::{
            error::HistoryError,
            history_reference::{HistoryReference, HistorySource},
            index::HistoryIndex,
        },
        lock::RegisterAccess,
        save_warning::SaveWarning,
    },
};

/// The tasks that go on when another register is opened.
#[derive(Default)]
pub(super) struct WindowTasks {
    pub open: TaskGroup<OpenResult>,
    pub observe_file: TaskGroup<NewRegisterResult>,
    pub save_copy: TaskGroup<(PathBuf, Result<Vec<SaveWarning>, SaveError>)>,
    pub export: TaskGroup<ExportResult>,
    pub format_list: TaskGroup<Result<String, ExportFileError>>,
    pub create_backup: TaskGroup<Result<(), BackupError>>,
    pub save_draft: TaskGroup<Result<Arc<DraftSlot>, DraftError>>,
    pub save_draft_on_close: TaskGroup<Result<(), DraftError>>,
    pub delete_drafts: TaskGroup<Result<(), DraftError>>,
    pub save_settings: TaskGroup<Result<(), WriteError>>,
    pub lock_release: TaskGroup<()>,
    pub world_map: TaskGroup<()>,
    pub find_user_name: TaskGroup<String>,
    pub reveal_file: TaskGroup<Result<(), String>>,
}

impl WindowTasks {
    /// Returns true while a draft is written or deleted.
    pub fn is_writing_drafts(&self) -> bool {
        self.save_draft.is_running()
            || self.save_draft_on_close.is_running()
            || self.delete_drafts.is_running()
    }
}

/// The revision and the two days whose changes are computed.
type ChangesKey = (u64, (Day, Day));

/// The tasks for the open register. They are replaced whole, and so cancelled, when another one is
/// opened.
#[derive(Default)]
pub(super) struct RegisterTasks {
    pub find_drafts: TaskGroup<FoundDrafts>,
    pub lock_request: TaskGroup<RegisterAccess>,
    pub merge: TaskGroup<ExternalMergeResult>,
    /// By the revision that was saved last.
    pub history: DerivedTask<u64, (u64, Result<HistoryIndex, HistoryError>)>,
}

/// The tasks for the version of the register that is shown. They are replaced whole, and so
/// cancelled, when another version is shown.
#[derive(Default)]
pub(super) struct VersionTasks {
    /// By revision.
    pub checks: DerivedTask<u64, (u64, Arc<CheckResults>)>,
    pub changes: DerivedTask<ChangesKey, (u64, Arc<Changes>)>,
    /// By the versions of the rows and of the analysis.
    pub clusters: DerivedTask<[u64; 2], ([u64; 2], ClusterIndex)>,
    /// By revision and the version of the rows.
    pub chronology: DerivedTask<[u64; 2], (u64, Chronology)>,
    /// By the version of the analysis.
    pub citations: DerivedTask<u64, (u64, Arc<CitationIndex>, SupportedStatements)>,
    pub backup_list: TaskGroup<Result<Vec<Backup>, BackupError>>,
    pub backup_comparison: TaskGroup<BackupComparison>,
    pub restore_plan: TaskGroup<RestorePlan>,
    /// By the index of the entry.
    pub history_entry: DerivedTask<usize, HistoryEntryResult>,
    /// By the state of the register that is shown.
    pub history_reference: DerivedTask<HistorySource, (HistorySource, HistoryReference)>,
    pub revert_preview: TaskGroup<Result<RevertPreview, HistoryError>>,
    pub revert_step: TaskGroup<Option<Step>>,
    pub checkout: TaskGroup<Result<HistoricalRegister, HistoryError>>,
}
