//! The changes that the parts of the window ask for while they are drawn.

use std::{path::PathBuf, sync::Arc};

use crate::{
    analysis::{
        finding::{FindingSubject, RecordField},
        query::Column,
    },
    commands::Command,
    draft::Draft,
    export::{figure_file::FigureFormat, report::ReportFormat},
    jobs::NewRegisterFile,
    merge::{Side, revert::RevertPlan},
    model::{Day, SourceId, web_address::WebAddress},
    register::Step,
    session::Action,
    store::{
        backups::Backup, fs::observed_file::ObservedFile, history::history_problem::HistoryProblem,
    },
    ui::platform::file_dialog::FileRequest,
};

/// A change that a part of the window asks for; the application performs it after the frame.
#[derive(Clone, Debug)]
pub enum Intent {
    /// Run a command.
    Command(Command),
    /// Perform an action on the open register.
    Action(Action),
    /// Open a form on a draft, with the cursor in a field.
    OpenForm(Box<Draft>, Option<RecordField>),
    /// Show a record, and a field of it in its form where one is named.
    ShowRecord(FindingSubject, Option<RecordField>),
    /// Delete the record that the open form is on, after asking.
    DeleteRecord,
    /// Ask which source to merge into this one.
    MergeSources(SourceId),
    /// Open an address in the browser.
    OpenAddress(WebAddress),
    /// Show every recorded change of the current case.
    ShowHistory,
    /// Ask whether to revert the change at an index of the history.
    Revert(usize),
    /// Show the register as it was after the change at an index of the history.
    ShowAsRecorded(usize),
    /// Show the register as it is.
    ShowPresent,
    /// Copy a text to the clipboard.
    Copy(String),
    /// Open the register in this file.
    OpenFile(PathBuf),
    /// Save the open register again, after saving failed.
    RetrySave,
    /// Ask for the lock of the open register, which is read-only.
    RequestWriteAccess {
        /// Take the lock over from another machine.
        force: bool,
    },
    /// Show the changes by other programs that were merged.
    ShowExternalChanges,
    /// Resolve the conflicts with the side chosen in each; none postpones them.
    ResolveConflicts(Option<Vec<Side>>),
    /// Save the form, and go on with an intent if that succeeds.
    SaveFormThen(Box<Intent>),
    /// Close the form without saving.
    DiscardForm,
    /// Discard the texts typed in the place of broken records.
    DiscardRepairTexts,
    /// Do something with the drafts that an earlier window left behind.
    RecoverDrafts(DraftRecoveryChoice),
    /// Delete records by a step, and close the form.
    DeleteRecords(Step),
    /// Revert an earlier change.
    RevertStep {
        /// The edits that revert it, and their conflicts.
        plan: Arc<RevertPlan>,
        /// The side to keep in each conflict of the plan.
        choices: Vec<Side>,
        /// The reason to record.
        reason: String,
    },
    /// Record changes under this name from now on.
    SetAuthorName(String),
    /// Load a register in the place of the open one, even if that could not be saved.
    LoadRegister(PendingOpen),
    /// Write the open register over its file, if that still is what the user was asked about.
    OverwriteFile(ObservedFile),
    /// Save the open register in spite of a problem of its history.
    AcceptHistory(Box<HistoryProblem>),
    /// Ask for the file of an export.
    Export(ExportRequest),
    /// Ask for the file of a new register with this title.
    CreateRegister(String),
    /// Close the window and give up what could not be saved.
    QuitWithoutSaving,
    /// Keep the window open if it waits to close.
    CancelExit,
    /// Create a register in the file that was chosen for it, in the place of the open one.
    CreateRegisterFile(NewRegisterFile),
    /// Go on with a file whose path was typed.
    UseTypedPath(FileRequest, PathBuf),
    /// Restore a backup, by one step that can be undone.
    RestoreBackup(Backup),
    /// Show a file in the file manager.
    Reveal(PathBuf),
    /// Show a column of the table, or hide it if it is shown.
    ToggleColumn(Column),
}

/// A choice about the drafts that an earlier window left behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftRecoveryChoice {
    /// Continue them.
    Resume,
    /// Delete them.
    Discard,
    /// Leave them for the next start.
    Defer,
}

/// A register to open in the place of the one that is open.
#[derive(Clone, Debug)]
pub enum PendingOpen {
    /// The register in this file.
    File(PathBuf),
    /// A new register.
    New(NewRegisterFile),
}

/// A report or picture to be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportRequest {
    /// A summary.
    Summary(ExportOptions),
    /// The chart of the page, with its width and height in dots.
    Figure(FigureFormat, [u32; 2]),
    /// The changes from the first day to the second.
    Changes(ReportFormat, (Day, Day)),
}

/// The options of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportOptions {
    /// The format.
    pub format: ReportFormat,
    /// Only the rows that the table shows.
    pub is_filtered: bool,
    /// With the contradictions.
    pub with_contradictions: bool,
    /// With charts, if the format can hold them.
    pub with_figures: bool,
}

impl ExportOptions {
    /// Returns true if the summary has charts.
    pub fn has_figures(self) -> bool {
        self.with_figures && self.format == ReportFormat::Html
    }
}
