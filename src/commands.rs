//! Every command: the one list behind the menu, the palette, the toolbar and the shortcuts.

use crate::{Locale, describe::steps::step_label, session::Session, store::settings::ThemeChoice};

/// A page of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Page {
    /// The table of cases.
    #[default]
    Cases,
    /// Both lists over time.
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
    /// What the checks noticed.
    Findings,
    /// Where a side contradicts itself or the other.
    Contradictions,
    /// What changed between two days.
    Changes,
    /// Every recorded change of the register.
    History,
}

impl Page {
    /// Every page, in the order of its tab.
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

    /// The page before this one in the order of the tabs, or the one after it; beyond the last
    /// comes the first.
    pub fn neighbor(self, before: bool) -> Self {
        let count = Self::ALL.len();
        let at = Self::ALL.iter().position(|page| *page == self).unwrap_or_default();
        Self::ALL[(at + if before { count - 1 } else { 1 }) % count]
    }

    /// Whether it has a chart that can be saved as a picture.
    pub fn has_chart(self) -> bool {
        matches!(self, Self::OverTime | Self::Timeline | Self::Map)
    }

    /// Whether it shows the cases that answer the query, so that filters belong beside it.
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

/// The keys of the first pages, in the order of their tabs. Ctrl+0 is the toolkit's own, as in
/// browsers; what comes after the ninth is reached from its neighbours.
const PAGE_SHORTCUTS: [&str; 9] =
    ["Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+6", "Ctrl+7", "Ctrl+8", "Ctrl+9"];

/// A part of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MenuGroup {
    /// Files: opening, copying, exporting.
    File,
    /// Records: making, changing, deleting.
    Edit,
    /// What is shown.
    View,
    /// Finding one's way.
    Help,
}

impl MenuGroup {
    /// Every part, in the order of the menu.
    pub const ALL: [Self; 4] = [Self::File, Self::Edit, Self::View, Self::Help];
}

/// Something the reader can tell the program to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Make a new register.
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
    /// Export what changed between the two days of the page.
    ExportChanges,
    /// Show the file in the file manager.
    RevealFile,
    /// Show the backups.
    Backups,
    /// Close the window.
    Quit,
    /// Take the last step back.
    Undo,
    /// Do the last undone step again.
    Redo,
    /// Make a case.
    NewCase,
    /// Make a source, a total or an event: what the page shows.
    NewRecord,
    /// Edit the current case.
    EditCase,
    /// Copy the current case into a new one.
    DuplicateCase,
    /// Delete the chosen cases.
    DeleteCases,
    /// Add a claim to the current case.
    NewClaim,
    /// Copy the chosen rows as text.
    CopyText,
    /// Copy the chosen rows as CSV.
    CopyCsv,
    /// Choose every row.
    SelectAll,
    /// Edit the register's title, remark and compared parties.
    EditRegister,
    /// Show the records that cannot be read.
    RepairRecords,
    /// Choose the name that changes are recorded under.
    EditUserName,
    /// Save the open form.
    SaveForm,
    /// Close the open form without saving.
    CancelForm,
    /// Show a page.
    Page(Page),
    /// Show the page before, in the order of the tabs.
    PreviousPage,
    /// Show the page after.
    NextPage,
    /// Put the cursor in the search field.
    FocusSearch,
    /// Drop every filter.
    ClearFilters,
    /// Show the day before on which anything changed.
    PreviousDay,
    /// Show the next day on which anything changed.
    NextDay,
    /// Show today.
    Today,
    /// Follow the system's theme, or choose one.
    Theme(ThemeChoice),
    /// Choose a language.
    Language(Locale),
    /// Open the list of commands.
    CommandPalette,
    /// Open the help page.
    Help,
}

/// What decides whether a command can be given.
#[derive(Clone, Copy, Default)]
pub struct CommandContext<'a> {
    /// The open register.
    pub session: Option<&'a Session>,
    /// The page shown.
    pub page: Page,
    /// Whether a form is open.
    pub is_form_open: bool,
    /// Whether the open form can be saved.
    pub can_save_form: bool,
    /// Whether a file dialog is open.
    pub is_file_dialog_open: bool,
}

impl Command {
    /// Every command, in the order of the menu.
    pub fn all() -> Vec<Self> {
        let mut all = vec![
            Self::NewRegister,
            Self::Open,
            Self::Reload,
            Self::SaveCopy,
            Self::ExportSummary,
            Self::SaveFigure,
            Self::ExportChanges,
            Self::RevealFile,
            Self::Backups,
            Self::Quit,
            Self::Undo,
            Self::Redo,
            Self::NewCase,
            Self::NewRecord,
            Self::EditCase,
            Self::DuplicateCase,
            Self::DeleteCases,
            Self::NewClaim,
            Self::CopyText,
            Self::CopyCsv,
            Self::SelectAll,
            Self::EditRegister,
            Self::RepairRecords,
            Self::EditUserName,
            Self::SaveForm,
            Self::CancelForm,
        ];
        all.extend(Page::ALL.map(Self::Page));
        all.extend([Self::PreviousPage, Self::NextPage]);
        all.extend([
            Self::FocusSearch,
            Self::ClearFilters,
            Self::PreviousDay,
            Self::NextDay,
            Self::Today,
        ]);
        all.extend(ThemeChoice::ALL.map(Self::Theme));
        all.extend(Locale::available().into_iter().map(Self::Language));
        all.extend([Self::CommandPalette, Self::Help]);
        all
    }

    /// Its key in the texts of the window.
    pub fn key(self) -> &'static str {
        match self {
            Self::NewRegister => "new_register",
            Self::Open => "open",
            Self::Reload => "reload",
            Self::SaveCopy => "save_copy",
            Self::ExportSummary => "export",
            Self::SaveFigure => "save_figure",
            Self::ExportChanges => "export_changes",
            Self::RevealFile => "reveal",
            Self::Backups => "backups",
            Self::Quit => "quit",
            Self::Undo => "undo",
            Self::Redo => "redo",
            Self::NewCase => "new_case",
            Self::NewRecord => "new_record",
            Self::EditCase => "edit_case",
            Self::DuplicateCase => "duplicate_case",
            Self::DeleteCases => "delete_cases",
            Self::NewClaim => "new_claim",
            Self::CopyText => "copy_text",
            Self::CopyCsv => "copy_csv",
            Self::SelectAll => "select_all",
            Self::EditRegister => "edit_register",
            Self::RepairRecords => "repair_records",
            Self::EditUserName => "edit_name",
            Self::SaveForm => "save_form",
            Self::CancelForm => "cancel_form",
            Self::Page(Page::Cases) => "page_cases",
            Self::Page(Page::OverTime) => "page_over_time",
            Self::Page(Page::Timeline) => "page_timeline",
            Self::Page(Page::Map) => "page_map",
            Self::Page(Page::Sources) => "page_sources",
            Self::Page(Page::Totals) => "page_totals",
            Self::Page(Page::Events) => "page_events",
            Self::Page(Page::Findings) => "page_findings",
            Self::Page(Page::Contradictions) => "page_contradictions",
            Self::Page(Page::Changes) => "page_changes",
            Self::Page(Page::History) => "page_history",
            Self::PreviousPage => "previous_page",
            Self::NextPage => "next_page",
            Self::FocusSearch => "find",
            Self::ClearFilters => "clear_filters",
            Self::PreviousDay => "previous_day",
            Self::NextDay => "next_day",
            Self::Today => "today",
            Self::Theme(ThemeChoice::System) => "theme_system",
            Self::Theme(ThemeChoice::Light) => "theme_light",
            Self::Theme(ThemeChoice::Dark) => "theme_dark",
            Self::Language(_) => "language",
            Self::CommandPalette => "command_palette",
            Self::Help => "help",
        }
    }

    /// The part of the menu it belongs to.
    pub fn group(self) -> MenuGroup {
        match self {
            Self::NewRegister
            | Self::Open
            | Self::Reload
            | Self::SaveCopy
            | Self::ExportSummary
            | Self::SaveFigure
            | Self::ExportChanges
            | Self::RevealFile
            | Self::Backups
            | Self::Quit => MenuGroup::File,
            Self::Undo
            | Self::Redo
            | Self::NewCase
            | Self::NewRecord
            | Self::EditCase
            | Self::DuplicateCase
            | Self::DeleteCases
            | Self::NewClaim
            | Self::CopyText
            | Self::CopyCsv
            | Self::SelectAll
            | Self::EditRegister
            | Self::RepairRecords
            | Self::EditUserName
            | Self::SaveForm
            | Self::CancelForm => MenuGroup::Edit,
            Self::Page(_)
            | Self::PreviousPage
            | Self::NextPage
            | Self::FocusSearch
            | Self::ClearFilters
            | Self::PreviousDay
            | Self::NextDay
            | Self::Today
            | Self::Theme(_)
            | Self::Language(_) => MenuGroup::View,
            Self::CommandPalette | Self::Help => MenuGroup::Help,
        }
    }

    /// Whether it changes the register, or begins to.
    pub fn is_edit(self) -> bool {
        matches!(
            self,
            Self::Undo
                | Self::Redo
                | Self::NewCase
                | Self::NewRecord
                | Self::EditCase
                | Self::DuplicateCase
                | Self::DeleteCases
                | Self::NewClaim
                | Self::EditRegister
                | Self::SaveForm
        )
    }

    /// Its text in the menu; a step to undo or redo is named.
    pub fn label(self, locale: Locale, session: Option<&Session>) -> String {
        let history = session.map(Session::history);
        let step = match self {
            Self::Undo => history.and_then(|history| history.next_undo()),
            Self::Redo => history.and_then(|history| history.next_redo()),
            Self::Language(language) => return language.t("language.name").into_owned(),
            _ => None,
        };
        match step {
            Some(step) => {
                let step = step_label(locale, step);
                locale.t_with(&format!("command.{}_step", self.key()), &[("step", &step)])
            }
            None => locale.t(&format!("command.{}", self.key())).into_owned(),
        }
    }

    /// Why it cannot be given, where that is not plain to see.
    pub fn describe_disabled_reason(
        self,
        locale: Locale,
        session: Option<&Session>,
    ) -> Option<String> {
        self.is_blocked_by_read_only(session)
            .then(|| locale.t("lock.command_disabled").into_owned())
    }

    /// Whether it cannot be given since the register is shown only.
    pub fn is_blocked_by_read_only(self, session: Option<&Session>) -> bool {
        self.is_edit() && session.is_some_and(Session::is_read_only)
    }

    /// What it does, in a sentence.
    pub fn tooltip(self, locale: Locale) -> String {
        locale.t(&format!("tooltip.{}", self.key())).into_owned()
    }

    /// Its keys, as in `Ctrl+Shift+S`; `Ctrl` is ⌘ on a Mac.
    pub fn shortcut(self) -> Option<&'static str> {
        Some(match self {
            Self::NewRegister => "Ctrl+Shift+N",
            Self::Open => "Ctrl+O",
            Self::Reload => "F5",
            Self::SaveCopy => "Ctrl+Shift+S",
            Self::ExportSummary => "Ctrl+E",
            Self::SaveFigure => "Ctrl+Shift+E",
            Self::ExportChanges => "Ctrl+Shift+D",
            Self::Quit => "Ctrl+Q",
            Self::Undo => "Ctrl+Z",
            Self::Redo => "Ctrl+Shift+Z",
            Self::NewCase => "Ctrl+N",
            Self::EditCase => "F2",
            Self::DuplicateCase => "Ctrl+D",
            Self::DeleteCases => "Delete",
            Self::NewClaim => "Ctrl+L",
            Self::CopyText => "Ctrl+C",
            Self::CopyCsv => "Ctrl+Shift+C",
            Self::SelectAll => "Ctrl+A",
            Self::SaveForm => "Ctrl+S",
            Self::CancelForm => "Escape",
            Self::Page(page) => {
                return Page::ALL
                    .iter()
                    .zip(PAGE_SHORTCUTS)
                    .find(|(one, _)| **one == page)
                    .map(|(_, keys)| keys);
            }
            Self::PreviousPage => "Ctrl+PageUp",
            Self::NextPage => "Ctrl+PageDown",
            Self::FocusSearch => "Ctrl+F",
            Self::ClearFilters => "Ctrl+Shift+F",
            Self::PreviousDay => "Alt+Left",
            Self::NextDay => "Alt+Right",
            Self::Today => "Alt+Home",
            Self::CommandPalette => "Ctrl+K",
            Self::Help => "F1",
            Self::RevealFile
            | Self::Backups
            | Self::NewRecord
            | Self::EditRegister
            | Self::RepairRecords
            | Self::EditUserName
            | Self::Theme(_)
            | Self::Language(_) => {
                return None;
            }
        })
    }

    /// Whether it can be given now.
    pub fn is_enabled(self, context: CommandContext) -> bool {
        let Some(session) = context.session else {
            return match self {
                Self::NewRegister | Self::Open => !context.is_file_dialog_open,
                Self::Quit
                | Self::EditUserName
                | Self::Theme(_)
                | Self::Language(_)
                | Self::CommandPalette
                | Self::Help => true,
                _ => false,
            };
        };
        if self.is_edit() && session.is_read_only() {
            return false;
        }
        let cases = context.page == Page::Cases;
        match self {
            Self::Undo => !context.is_form_open && session.history().next_undo().is_some(),
            Self::Redo => !context.is_form_open && session.history().next_redo().is_some(),
            Self::NewCase => true,
            Self::NewRecord => matches!(context.page, Page::Sources | Page::Totals | Page::Events),
            Self::EditCase | Self::DuplicateCase | Self::NewClaim => {
                // Every page of cases shows one beside it.
                context.page.is_case_page() && session.current().is_some()
            }
            Self::DeleteCases => cases && !context.is_form_open && !session.selection().is_empty(),
            Self::CopyText | Self::CopyCsv => cases && !session.selection().is_empty(),
            Self::SelectAll => cases && !session.analysis().query_result().rows.is_empty(),
            Self::RepairRecords => session.source_text().broken_records().next().is_some(),
            Self::SaveForm => context.can_save_form,
            Self::CancelForm => context.is_form_open,
            Self::ClearFilters => session.analysis().query().is_filtered(),
            Self::PreviousDay => session.next_day(true).is_some(),
            Self::NextDay => session.next_day(false).is_some(),
            Self::NewRegister | Self::Open | Self::SaveCopy | Self::ExportSummary => {
                !context.is_file_dialog_open
            }
            Self::SaveFigure => {
                context.page.has_chart()
                    && !context.is_file_dialog_open
                    && !session.analysis().query_result().rows.is_empty()
            }
            Self::ExportChanges => context.page == Page::Changes && !context.is_file_dialog_open,
            Self::FocusSearch => true,
            _ => true,
        }
    }
}
