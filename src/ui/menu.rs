//! The menu bar, from the one list of commands.

use std::path::{Path, PathBuf};

use egui::{Button, Ui};

use super::{Intent, shortcuts};
use crate::{
    command::{Command, Page, Situation},
    lang::Lang,
    store::{Settings, ThemeChoice},
    view::{Column, column_words},
};

/// The menus: their key in the texts, and their commands in groups.
const MENUS: [(&str, &[&[Command]]); 4] = [
    (
        "menu.file",
        &[
            &[Command::NewRegister, Command::Open],
            &[
                Command::SaveCopy,
                Command::Export,
                Command::SavePicture,
                Command::ExportChanges,
                Command::Reveal,
                Command::Backups,
                Command::Reload,
            ],
            &[Command::EditRegister, Command::EditName, Command::Mend],
            &[Command::Quit],
        ],
    ),
    (
        "menu.edit",
        &[
            &[Command::Undo, Command::Redo],
            &[Command::NewCase, Command::NewRecord],
            &[Command::EditCase, Command::NewClaim, Command::DuplicateCase, Command::DeleteCases],
            &[Command::CopyText, Command::CopyCsv, Command::SelectAll],
        ],
    ),
    (
        "menu.view",
        &[
            &[
                Command::Page(Page::Cases),
                Command::Page(Page::Time),
                Command::Page(Page::Timeline),
                Command::Page(Page::Map),
                Command::Page(Page::Changes),
                Command::Page(Page::Contradictions),
                Command::Page(Page::Findings),
                Command::Page(Page::Sources),
                Command::Page(Page::Totals),
                Command::Page(Page::Events),
                Command::Page(Page::History),
            ],
            &[Command::PreviousPage, Command::NextPage],
            &[Command::Find, Command::ClearFilters],
            &[Command::PreviousDay, Command::NextDay, Command::Today],
        ],
    ),
    ("command.help", &[&[Command::Palette, Command::Help]]),
];

/// What the menu shows as chosen.
pub struct Chosen<'a> {
    /// The language of the window.
    pub lang: Lang,
    /// Recent registers, theme.
    pub settings: &'a Settings,
    /// Columns of the table that are not shown.
    pub hidden: &'a [Column],
}

/// Draws the menu bar.
pub fn menu_ui(ui: &mut Ui, now: Situation, chosen: &Chosen, out: &mut Vec<Intent>) {
    egui::MenuBar::new().ui(ui, |ui| {
        for (key, groups) in MENUS {
            ui.menu_button(chosen.lang.t(key), |ui| {
                for (at, group) in groups.iter().enumerate() {
                    if at > 0 {
                        ui.separator();
                    }
                    for command in *group {
                        command_ui(ui, now, chosen, *command, out);
                    }
                    if key == "menu.file" && at == 0 {
                        recent_ui(ui, now, chosen, out);
                    }
                }
                if key == "menu.view" {
                    ui.separator();
                    choices_ui(ui, now, chosen, out);
                }
            });
        }
    });
}

fn command_ui(
    ui: &mut Ui,
    now: Situation,
    chosen: &Chosen,
    command: Command,
    out: &mut Vec<Intent>,
) {
    let lang = chosen.lang;
    let is_chosen = match command {
        Command::Page(page) => page == now.page,
        Command::Theme(theme) => theme == chosen.settings.theme,
        Command::Language(language) => language == lang,
        _ => false,
    };
    let keys = shortcuts::words(ui.ctx(), command);
    let button = Button::selectable(is_chosen, command.text(lang, now.session));
    let button = button.shortcut_text(keys);
    let response = ui.add_enabled(command.is_enabled(now), button);
    let hint = command.tooltip(lang);
    let off = command.why_off(lang, now.session).unwrap_or_else(|| hint.clone());
    if response.on_hover_text(hint).on_disabled_hover_text(off).clicked() {
        out.push(Intent::Command(command));
        ui.close();
    }
}

fn recent_ui(ui: &mut Ui, now: Situation, chosen: &Chosen, out: &mut Vec<Intent>) {
    let recent = &chosen.settings.recent;
    ui.add_enabled_ui(!recent.is_empty() && !now.picking, |ui| {
        ui.menu_button(chosen.lang.t("menu.recent"), |ui| {
            for path in recent {
                let response = ui.button(file_name(path)).on_hover_text(path.display().to_string());
                if response.clicked() {
                    out.push(Intent::OpenFile(PathBuf::from(path)));
                    ui.close();
                }
            }
        });
    });
}

/// Theme, language and columns.
fn choices_ui(ui: &mut Ui, now: Situation, chosen: &Chosen, out: &mut Vec<Intent>) {
    let lang = chosen.lang;
    ui.menu_button(lang.t("menu.theme"), |ui| {
        for theme in ThemeChoice::ALL {
            command_ui(ui, now, chosen, Command::Theme(theme), out);
        }
    });
    ui.menu_button(lang.t("command.language"), |ui| {
        for language in Lang::available() {
            command_ui(ui, now, chosen, Command::Language(language), out);
        }
    });
    let Some(session) = now.session else { return };
    ui.menu_button(lang.t("menu.columns"), |ui| {
        for column in Column::ALL.into_iter().filter(|column| *column != Column::Name) {
            let mut shown = !chosen.hidden.contains(&column);
            let words = column_words(lang, session.register(), column);
            if ui.checkbox(&mut shown, words).clicked() {
                out.push(Intent::ToggleColumn(column));
            }
        }
    });
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
