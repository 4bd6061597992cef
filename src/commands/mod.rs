//! The commands of the window: the one list behind the menu, the palette, the toolbar and the
//! shortcuts.
//!
//! A command is a variant of [`Command`], a row of [`table::COMMANDS`], an arm in the window's
//! `run_command`, and the texts `command.KEY` and `tooltip.KEY` in every language.

pub mod table;

use crate::{Locale, session::Session, store::settings::ThemeChoice};

/// A page of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Page {
    /// The table of cases.
    #[default]
    Cases,
    /// The counts of both lists over time.
    OverTime,
    /// Each case in a lane of its own over time.
    Timeline,
    /// The map of where people were taken.
    Map,
    /// The sources.
    Sources,
    /// The announced totals.
    Totals,
    /// The events.
    Events,
    /// The findings of the checks.
    Findings,
    /// The contradictions within one account and between the accounts.
    Contradictions,
    /// The changes between two days.
    Changes,
    /// Every recorded change of the register.
    History,
}

impl Page {
    /// Every page, in the order of the tabs.
    pub const ALL: [Self; 11] = [
        Self::Cases,
        Self::OverTime,
        Self::Timeline,
        Self::Map,
        Self::Changes,
        Self::Contradictions,
        Self::Findings,
        Self::Sources,
        Self::Totals,
        Self::Events,
        Self::History,
    ];

    /// Returns the page before this one in the order of the tabs, or the one after it; the first
    /// follows the last.
    pub fn neighbor(self, before: bool) -> Self {
        let count = Self::ALL.len();
        let at = Self::ALL.iter().position(|page| *page == self).unwrap_or_default();
        Self::ALL[(at + if before { count - 1 } else { 1 }) % count]
    }

    /// Returns true for a page with a chart that can be saved as a picture.
    pub fn has_chart(self) -> bool {
        matches!(self, Self::OverTime | Self::Timeline | Self::Map)
    }

    /// Returns true for a page that shows the cases of the query, with the filters beside it.
    pub fn is_case_page(self) -> bool {
        matches!(
            self,
            Self::Cases
                | Self::OverTime
                | Self::Timeline
                | Self::Map
                | Self::Contradictions
                | Self::Sources
        )
    }
}

/// A menu of the menu bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuGroup {
    /// Files: opening, copying, exporting.
    File,
    /// Records: creating, changing, deleting.
    Edit,
    /// Pages, filters, days, theme and language.
    View,
    /// The command palette and the help.
    Help,
}

impl MenuGroup {
    /// Every menu, in the order of the menu bar.
    pub const ALL: [Self; 4] = [Self::File, Self::Edit, Self::View, Self::Help];
}

/// An operation that the user can choose from a menu, the palette or by a shortcut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Create a register.
    NewRegister,
    /// Open another register.
    Open,
    /// Read the register again from the disk.
    Reload,
    /// Save a copy elsewhere.
    SaveCopy,
    /// Export a summary.
    ExportSummary,
    /// Save the chart of the page as a picture.
    SaveFigure,
    /// Export the changes between the two days of the page.
    ExportChanges,
    /// Show the file in the file manager.
    RevealFile,
    /// Show the backups.
    Backups,
    /// Close the window.
    Quit,
    /// Undo the last step.
    Undo,
    /// Redo the step that was undone last.
    Redo,
    /// Create a case.
    NewCase,
    /// Create a source, a total or an event: a record of the kind that the page shows.
    NewRecord,
    /// Edit the current case.
    EditCase,
    /// Copy the current case into a new one.
    DuplicateCase,
    /// Delete the selected cases.
    DeleteCases,
    /// Add a claim to the current case.
    NewClaim,
    /// Copy the selected rows as text.
    CopyText,
    /// Copy the selected rows as CSV.
    CopyCsv,
    /// Select every row.
    SelectAll,
    /// Edit the register's title, remark and compared parties.
    EditRegister,
    /// Show the records that cannot be read, to repair them.
    RepairRecords,
    /// Edit the name that changes are recorded under.
    EditUserName,
    /// Save the open form.
    SaveForm,
    /// Close the open form without saving.
    CancelForm,
    /// Show a page.
    Page(Page),
    /// Show the previous page, in the order of the tabs.
    PreviousPage,
    /// Show the next page.
    NextPage,
    /// Put the cursor in the search field.
    FocusSearch,
    /// Remove every filter.
    ClearFilters,
    /// Show the previous day on which anything changed.
    PreviousDay,
    /// Show the next day on which anything changed.
    NextDay,
    /// Show today.
    Today,
    /// Follow the system's theme, or choose one.
    Theme(ThemeChoice),
    /// Choose a language.
    Language(Locale),
    /// Open the command palette.
    CommandPalette,
    /// Open the help page.
    Help,
}

/// The state of the window that decides which commands are enabled.
#[derive(Clone, Copy, Default)]
pub struct CommandContext<'a> {
    /// The open register.
    pub session: Option<&'a Session>,
    /// The current page.
    pub page: Page,
    /// A form is open.
    pub is_form_open: bool,
    /// The open form can be saved.
    pub can_save_form: bool,
    /// A file dialog is open.
    pub is_file_dialog_open: bool,
}
