//! The table of commands: the texts, menu, shortcuts and requirements of each.

use crate::{
    Locale,
    commands::{
        Command::{self, *},
        CommandContext,
        MenuGroup::{self, Edit, File, View},
        Page,
    },
    describe::steps::step_label,
    session::Session,
    store::settings::ThemeChoice,
};

/// The facts about one command.
pub struct CommandInfo {
    /// The command; the row of [`Command::Language`] stands for every language.
    pub command: Command,
    /// The end of its locale keys: `command.KEY` for the label, `tooltip.KEY` for the sentence.
    pub key: &'static str,
    /// The menu it belongs to.
    pub group: MenuGroup,
    /// The section of that menu that lists it; none for a command in a submenu or in no menu.
    pub section: Option<u8>,
    /// The shortcuts, as in `Ctrl+Shift+S`, where `Ctrl` is ⌘ on a Mac; the menu shows the first.
    pub shortcuts: &'static [&'static str],
    /// The command changes the register, or begins to.
    pub changes_data: bool,
    /// The condition that enables it.
    pub needs: Needs,
}

/// The condition that enables a command.
#[derive(Clone, Copy)]
pub enum Needs {
    /// Always enabled, even while no register is open.
    Nothing,
    /// Enabled while no file dialog is open, even while no register is open.
    NoFileDialog,
    /// Enabled while a register is open.
    Register,
    /// Enabled while a register is open that fulfils a condition.
    RegisterWhere(fn(CommandContext, &Session) -> bool),
}

impl CommandInfo {
    const fn new(command: Command, key: &'static str, group: MenuGroup) -> Self {
        Self {
            command,
            key,
            group,
            section: None,
            shortcuts: &[],
            changes_data: false,
            needs: Needs::Register,
        }
    }

    const fn section(self, section: u8) -> Self {
        Self { section: Some(section), ..self }
    }

    const fn shortcuts(self, shortcuts: &'static [&'static str]) -> Self {
        Self { shortcuts, ..self }
    }

    const fn needs(self, needs: Needs) -> Self {
        Self { needs, ..self }
    }

    const fn needs_register_where(self, holds: fn(CommandContext, &Session) -> bool) -> Self {
        self.needs(Needs::RegisterWhere(holds))
    }

    const fn changes_data(self) -> Self {
        Self { changes_data: true, ..self }
    }
}

/// Every command, in the order of the menus.
///
/// Ctrl+0 is the toolkit's own shortcut, as in browsers; the pages after the ninth are reached
/// from their neighbors.
#[rustfmt::skip]
pub const COMMANDS: &[CommandInfo] = &[
    CommandInfo::new(NewRegister, "new_register", File).section(1).shortcuts(&["Ctrl+Shift+N"])
        .needs(Needs::NoFileDialog),
    CommandInfo::new(Open, "open", File).section(1).shortcuts(&["Ctrl+O"])
        .needs(Needs::NoFileDialog),
    CommandInfo::new(SaveCopy, "save_copy", File).section(2).shortcuts(&["Ctrl+Shift+S"])
        .needs_register_where(has_no_file_dialog),
    CommandInfo::new(ExportSummary, "export", File).section(2).shortcuts(&["Ctrl+E"])
        .needs_register_where(has_no_file_dialog),
    CommandInfo::new(SaveFigure, "save_figure", File).section(2).shortcuts(&["Ctrl+Shift+E"])
        .needs_register_where(|context, session| {
            context.page.has_chart() && !context.is_file_dialog_open && has_rows(session)
        }),
    CommandInfo::new(ExportChanges, "export_changes", File).section(2)
        .shortcuts(&["Ctrl+Shift+D"])
        .needs_register_where(|context, _| {
            context.page == Page::Changes && !context.is_file_dialog_open
        }),
    CommandInfo::new(RevealFile, "reveal", File).section(2),
    CommandInfo::new(Backups, "backups", File).section(2),
    CommandInfo::new(Reload, "reload", File).section(2).shortcuts(&["F5"]),
    CommandInfo::new(EditRegister, "edit_register", File).section(3).changes_data(),
    CommandInfo::new(EditUserName, "edit_name", File).section(3).needs(Needs::Nothing),
    CommandInfo::new(RepairRecords, "repair_records", File).section(3)
        .needs_register_where(|_, session| {
            session.source_text().broken_records().next().is_some()
        }),
    CommandInfo::new(Quit, "quit", File).section(4).shortcuts(&["Ctrl+Q"]).needs(Needs::Nothing),

    CommandInfo::new(Undo, "undo", Edit).section(1).shortcuts(&["Ctrl+Z"]).changes_data()
        .needs_register_where(|context, session| {
            !context.is_form_open && session.history().next_undo().is_some()
        }),
    CommandInfo::new(Redo, "redo", Edit).section(1).shortcuts(&["Ctrl+Shift+Z", "Ctrl+Y"])
        .changes_data()
        .needs_register_where(|context, session| {
            !context.is_form_open && session.history().next_redo().is_some()
        }),
    CommandInfo::new(NewCase, "new_case", Edit).section(2).shortcuts(&["Ctrl+N"]).changes_data(),
    CommandInfo::new(NewRecord, "new_record", Edit).section(2).changes_data()
        .needs_register_where(|context, _| {
            matches!(context.page, Page::Sources | Page::Totals | Page::Events)
        }),
    CommandInfo::new(EditCase, "edit_case", Edit).section(3).shortcuts(&["F2"]).changes_data()
        .needs_register_where(shows_current_case),
    CommandInfo::new(NewClaim, "new_claim", Edit).section(3).shortcuts(&["Ctrl+L"]).changes_data()
        .needs_register_where(shows_current_case),
    CommandInfo::new(DuplicateCase, "duplicate_case", Edit).section(3).shortcuts(&["Ctrl+D"])
        .changes_data()
        .needs_register_where(shows_current_case),
    CommandInfo::new(DeleteCases, "delete_cases", Edit).section(3).shortcuts(&["Delete"])
        .changes_data()
        .needs_register_where(|context, session| {
            !context.is_form_open && has_selected_rows(context, session)
        }),
    CommandInfo::new(CopyText, "copy_text", Edit).section(4).shortcuts(&["Ctrl+C"])
        .needs_register_where(has_selected_rows),
    CommandInfo::new(CopyCsv, "copy_csv", Edit).section(4).shortcuts(&["Ctrl+Shift+C"])
        .needs_register_where(has_selected_rows),
    CommandInfo::new(SelectAll, "select_all", Edit).section(4).shortcuts(&["Ctrl+A"])
        .needs_register_where(|context, session| {
            context.page == Page::Cases && has_rows(session)
        }),
    CommandInfo::new(SaveForm, "save_form", Edit).shortcuts(&["Ctrl+S"]).changes_data()
        .needs_register_where(|context, _| context.can_save_form),
    CommandInfo::new(CancelForm, "cancel_form", Edit).shortcuts(&["Escape"])
        .needs_register_where(|context, _| context.is_form_open),

    CommandInfo::new(Page(Page::Cases), "page_cases", View).section(1).shortcuts(&["Ctrl+1"]),
    CommandInfo::new(Page(Page::OverTime), "page_over_time", View).section(1)
        .shortcuts(&["Ctrl+2"]),
    CommandInfo::new(Page(Page::Timeline), "page_timeline", View).section(1)
        .shortcuts(&["Ctrl+3"]),
    CommandInfo::new(Page(Page::Map), "page_map", View).section(1).shortcuts(&["Ctrl+4"]),
    CommandInfo::new(Page(Page::Changes), "page_changes", View).section(1).shortcuts(&["Ctrl+5"]),
    CommandInfo::new(Page(Page::Contradictions), "page_contradictions", View).section(1)
        .shortcuts(&["Ctrl+6"]),
    CommandInfo::new(Page(Page::Findings), "page_findings", View).section(1)
        .shortcuts(&["Ctrl+7"]),
    CommandInfo::new(Page(Page::Sources), "page_sources", View).section(1).shortcuts(&["Ctrl+8"]),
    CommandInfo::new(Page(Page::Totals), "page_totals", View).section(1).shortcuts(&["Ctrl+9"]),
    CommandInfo::new(Page(Page::Events), "page_events", View).section(1),
    CommandInfo::new(Page(Page::History), "page_history", View).section(1),
    CommandInfo::new(PreviousPage, "previous_page", View).section(2).shortcuts(&["Ctrl+PageUp"]),
    CommandInfo::new(NextPage, "next_page", View).section(2).shortcuts(&["Ctrl+PageDown"]),
    CommandInfo::new(FocusSearch, "find", View).section(3).shortcuts(&["Ctrl+F"]),
    CommandInfo::new(ClearFilters, "clear_filters", View).section(3).shortcuts(&["Ctrl+Shift+F"])
        .needs_register_where(|_, session| session.analysis().query().is_filtered()),
    CommandInfo::new(PreviousDay, "previous_day", View).section(4).shortcuts(&["Alt+Left"])
        .needs_register_where(|_, session| session.next_day(true).is_some()),
    CommandInfo::new(NextDay, "next_day", View).section(4).shortcuts(&["Alt+Right"])
        .needs_register_where(|_, session| session.next_day(false).is_some()),
    CommandInfo::new(Today, "today", View).section(4).shortcuts(&["Alt+Home"]),
    CommandInfo::new(Theme(ThemeChoice::System), "theme_system", View).needs(Needs::Nothing),
    CommandInfo::new(Theme(ThemeChoice::Light), "theme_light", View).needs(Needs::Nothing),
    CommandInfo::new(Theme(ThemeChoice::Dark), "theme_dark", View).needs(Needs::Nothing),
    CommandInfo::new(Language(Locale::ENGLISH), "language", View).needs(Needs::Nothing),

    CommandInfo::new(CommandPalette, "command_palette", MenuGroup::Help).section(1).shortcuts(&["Ctrl+K"])
        .needs(Needs::Nothing),
    CommandInfo::new(Command::Help, "help", MenuGroup::Help).section(1).shortcuts(&["F1"])
        .needs(Needs::Nothing),
];

fn has_no_file_dialog(context: CommandContext, _: &Session) -> bool {
    !context.is_file_dialog_open
}

fn has_rows(session: &Session) -> bool {
    !session.analysis().query_result().rows.is_empty()
}

fn has_selected_rows(context: CommandContext, session: &Session) -> bool {
    context.page == Page::Cases && !session.selection().is_empty()
}

/// Returns true on every page of cases, which shows the current case beside it, if there is one.
fn shows_current_case(context: CommandContext, session: &Session) -> bool {
    context.page.is_case_page() && session.current().is_some()
}

impl MenuGroup {
    /// Returns the commands that the menu lists, section by section.
    pub fn sections(self) -> Vec<Vec<Command>> {
        let rows = COMMANDS.iter().filter(|row| row.group == self && row.section.is_some());
        let rows: Vec<_> = rows.collect();
        let sections = rows.chunk_by(|row, next| row.section == next.section);
        sections.map(|section| section.iter().map(|row| row.command).collect()).collect()
    }
}

impl Command {
    /// Returns every command, in the order of the menus.
    pub fn all() -> Vec<Self> {
        let commands = COMMANDS.iter().flat_map(|row| match row.command {
            Self::Language(_) => Locale::available().into_iter().map(Self::Language).collect(),
            command => vec![command],
        });
        commands.collect()
    }

    fn info(self) -> &'static CommandInfo {
        let command = match self {
            Self::Language(_) => Self::Language(Locale::ENGLISH),
            command => command,
        };
        let row = COMMANDS.iter().find(|row| row.command == command);
        row.expect("the table has a row for every command")
    }

    /// Returns the end of its locale keys `command.KEY` and `tooltip.KEY`.
    pub fn key(self) -> &'static str {
        self.info().key
    }

    /// Returns the menu it belongs to.
    pub fn group(self) -> MenuGroup {
        self.info().group
    }

    /// Returns its shortcuts, as in `Ctrl+Shift+S`, the one that the menu shows first.
    pub fn shortcuts(self) -> &'static [&'static str] {
        self.info().shortcuts
    }

    /// Returns true for a command that changes the register, or begins to.
    pub fn changes_data(self) -> bool {
        self.info().changes_data
    }

    /// Returns its text in the menu; Undo and Redo name their step.
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

    /// Returns a sentence that describes its effect.
    pub fn tooltip(self, locale: Locale) -> String {
        locale.t(&format!("tooltip.{}", self.key())).into_owned()
    }

    /// Returns true if the command is disabled because the register is read-only.
    pub fn is_blocked_by_read_only(self, session: Option<&Session>) -> bool {
        self.changes_data() && session.is_some_and(Session::is_read_only)
    }

    /// Describes why the command is disabled; none where the window shows the reason anyway.
    pub fn describe_disabled_reason(
        self,
        locale: Locale,
        session: Option<&Session>,
    ) -> Option<String> {
        self.is_blocked_by_read_only(session)
            .then(|| locale.t("lock.command_disabled").into_owned())
    }

    /// Returns true if the command can be performed now.
    pub fn is_enabled(self, context: CommandContext) -> bool {
        !self.is_blocked_by_read_only(context.session)
            && match self.info().needs {
                Needs::Nothing => true,
                Needs::NoFileDialog => !context.is_file_dialog_open,
                Needs::Register => context.session.is_some(),
                Needs::RegisterWhere(holds) => {
                    context.session.is_some_and(|session| holds(context, session))
                }
            }
    }
}

#[cfg(test)]
mod tests {
    use super::{COMMANDS, Command};
    use crate::commands::Page;

    #[test]
    fn every_command_has_one_row() {
        for command in Command::all() {
            assert_eq!(COMMANDS.iter().filter(|row| row.key == command.key()).count(), 1);
        }
        let pages: Vec<_> = COMMANDS
            .iter()
            .filter_map(|row| match row.command {
                Command::Page(page) => Some(page),
                _ => None,
            })
            .collect();
        assert_eq!(pages, Page::ALL);
    }
}
