//! The menu bar.

use std::path::{Path, PathBuf};

use egui::{Button, Ui};

use crate::{
    Locale,
    analysis::query::Column,
    commands::{Command, CommandContext, MenuGroup},
    describe::{errors::path_label, labels::column_label},
    store::settings::{Settings, ThemeChoice},
    ui::{intent::Intent, shortcuts},
};

/// The menus, each with the locale key of its title.
const MENUS: [(&str, MenuGroup); 4] = [
    ("menu.file", MenuGroup::File),
    ("menu.edit", MenuGroup::Edit),
    ("menu.view", MenuGroup::View),
    ("command.help", MenuGroup::Help),
];

/// The settings that the menus show as chosen.
pub struct MenuState<'a> {
    /// The language of the window.
    pub locale: Locale,
    /// The recent registers and the theme.
    pub settings: &'a Settings,
    /// The hidden columns of the table of cases.
    pub hidden_columns: &'a [Column],
}

/// Draws the menu bar.
pub fn menu_ui(
    ui: &mut Ui,
    command_context: CommandContext,
    state: &MenuState,
    out: &mut Vec<Intent>,
) {
    egui::MenuBar::new().ui(ui, |ui| {
        for (key, group) in MENUS {
            ui.menu_button(state.locale.t(key), |ui| {
                for (at, section) in group.sections().into_iter().enumerate() {
                    if at > 0 {
                        ui.separator();
                    }
                    for command in section {
                        command_ui(ui, command_context, state, command, out);
                    }
                    if group == MenuGroup::File && at == 0 {
                        recent_ui(ui, command_context, state, out);
                    }
                }
                if group == MenuGroup::View {
                    ui.separator();
                    settings_menus_ui(ui, command_context, state, out);
                }
            });
        }
    });
}

fn command_ui(
    ui: &mut Ui,
    command_context: CommandContext,
    state: &MenuState,
    command: Command,
    out: &mut Vec<Intent>,
) {
    let locale = state.locale;
    let is_selected = match command {
        Command::Page(page) => page == command_context.page,
        Command::Theme(theme) => theme == state.settings.theme,
        Command::Language(language) => language == locale,
        _ => false,
    };
    let shortcut = shortcuts::shortcut_label(ui.ctx(), command);
    let button = Button::selectable(is_selected, command.label(locale, command_context.session));
    let button = button.shortcut_text(shortcut);
    let response = ui.add_enabled(command.is_enabled(command_context), button);
    let hint = command.tooltip(locale);
    let disabled_reason = command
        .describe_disabled_reason(locale, command_context.session)
        .unwrap_or_else(|| hint.clone());
    if response.on_hover_text(hint).on_disabled_hover_text(disabled_reason).clicked() {
        out.push(Intent::Command(command));
        ui.close();
    }
}

fn recent_ui(
    ui: &mut Ui,
    command_context: CommandContext,
    state: &MenuState,
    out: &mut Vec<Intent>,
) {
    let recent = &state.settings.recent;
    ui.add_enabled_ui(!recent.is_empty() && !command_context.is_file_dialog_open, |ui| {
        ui.menu_button(state.locale.t("menu.recent"), |ui| {
            for path in recent {
                let response = ui.button(file_name(path)).on_hover_text(path_label(path));
                if response.clicked() {
                    out.push(Intent::OpenFile(PathBuf::from(path)));
                    ui.close();
                }
            }
        });
    });
}

/// Draws the menus of theme, language and columns.
fn settings_menus_ui(
    ui: &mut Ui,
    command_context: CommandContext,
    state: &MenuState,
    out: &mut Vec<Intent>,
) {
    let locale = state.locale;
    ui.menu_button(locale.t("menu.theme"), |ui| {
        for theme in ThemeChoice::ALL {
            command_ui(ui, command_context, state, Command::Theme(theme), out);
        }
    });
    ui.menu_button(locale.t("command.language"), |ui| {
        for language in Locale::available() {
            command_ui(ui, command_context, state, Command::Language(language), out);
        }
    });
    let Some(session) = command_context.session else { return };
    ui.menu_button(locale.t("menu.columns"), |ui| {
        for column in Column::ALL.into_iter().filter(|column| *column != Column::Name) {
            let mut shown = !state.hidden_columns.contains(&column);
            let text = column_label(locale, session.register(), column);
            if ui.checkbox(&mut shown, text).clicked() {
                out.push(Intent::ToggleColumn(column));
            }
        }
    });
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
