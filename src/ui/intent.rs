//! The changes that the parts of the window ask for while they are drawn.

use std::path::PathBuf;

use crate::{
    analysis::{
        finding::{FindingSubject, RecordField},
        query::Column,
    },
    commands::Command,
    draft::Draft,
    merge::Side,
    model::SourceId,
    session::Action,
    store::backups::Backup,
    ui::{modals::dialogs::DialogAnswer, platform::file_dialog::FileRequest},
};

/// What a surface wants done once the frame is drawn.
#[derive(Clone, Debug)]
pub enum Intent {
    /// Give a command of the list.
    Command(Command),
    /// Do something to the open register.
    Action(Action),
    /// Open a form on a draft, with the cursor in a field.
    OpenForm(Box<Draft>, Option<RecordField>),
    /// Show a record, and a field of it in its form where one is named.
    ShowRecord(FindingSubject, Option<RecordField>),
    /// Delete the record that the open form is on, after asking.
    DeleteRecord,
    /// Ask which source is to become part of this one.
    MergeSources(SourceId),
    /// Open an address in the browser.
    OpenAddress(String),
    /// Show every recorded change of the current case.
    ShowHistory,
    /// Ask whether to take back the change at a place of the history.
    Revert(usize),
    /// Show the register as it stood after the change at a place of the history.
    ShowAsRecorded(usize),
    /// Show the register as it is.
    ShowPresent,
    /// Put a text on the clipboard.
    Copy(String),
    /// Open the register in this file.
    OpenFile(PathBuf),
    /// Write the open register again, after that has failed.
    RetrySave,
    /// Ask for the open register, which is shown only, to work on it.
    RequestWriteAccess {
        /// Although it is open on another machine.
        force: bool,
    },
    /// Show what was taken in of what someone else wrote.
    ShowExternalChanges,
    /// Take the sides chosen in conflicts; none puts them off.
    ResolveConflicts(Option<Vec<Side>>),
    /// Take the answer to the open question.
    AnswerDialog(Box<DialogAnswer>),
    /// Go on with a file whose path was typed.
    UseTypedPath(FileRequest, PathBuf),
    /// Go back to a backup, by one step that can be undone.
    RestoreBackup(Backup),
    /// Show a file in the file manager.
    Reveal(PathBuf),
    /// Show a column of the table, or hide it.
    ToggleColumn(Column),
}
