//! The toolbar: the pages, and the commands used most.

use egui::{Align, Button, Layout, Ui};

use crate::{
    Locale,
    commands::{Command, CommandContext, Page},
    ui::{intent::Intent, shortcuts, theme::SPACE},
};

/// The commands of the toolbar, from the right.
pub const TOOLBAR_COMMANDS: [Command; 4] =
    [Command::ExportSummary, Command::Redo, Command::Undo, Command::NewCase];

/// Below which width the tabs stand closer together, in points.
const NARROW_WIDTH: f32 = SPACE * 106.0;

/// Draws the toolbar.
pub fn toolbar_ui(
    ui: &mut Ui,
    command_context: CommandContext,
    locale: Locale,
    out: &mut Vec<Intent>,
) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        let padding = ui.spacing().button_padding.x;
        if ui.available_width() < NARROW_WIDTH {
            ui.spacing_mut().button_padding.x = SPACE * 0.75;
        }
        for page in Page::ALL {
            let command = Command::Page(page);
            let button =
                Button::selectable(command_context.page == page, command.label(locale, None));
            let response = ui.add(button).on_hover_text(hover_text(ui, command, locale));
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_role(egui::accesskit::Role::Tab);
                node.set_selected(command_context.page == page);
            });
            if response.clicked() {
                out.push(Intent::Command(command));
            }
        }
        ui.spacing_mut().button_padding.x = padding;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for command in TOOLBAR_COMMANDS {
                // In a narrow window the pages come first; the menu has every command.
                if ui.available_width() < SPACE * 12.0 {
                    break;
                }
                let text = locale.t(&format!("toolbar.{}", command.key()));
                let button = Button::new(text.as_ref());
                let response = ui.add_enabled(command.is_enabled(command_context), button);
                let name = command.label(locale, command_context.session);
                let response = response.accessible_name(&name);
                let hint = hover_text(ui, command, locale);
                let disabled_reason = command
                    .describe_disabled_reason(locale, command_context.session)
                    .unwrap_or_else(|| hint.clone());
                if response.on_hover_text(hint).on_disabled_hover_text(disabled_reason).clicked() {
                    out.push(Intent::Command(command));
                }
            }
        });
    });
}

/// What a command does, and its keys.
fn hover_text(ui: &Ui, command: Command, locale: Locale) -> String {
    let shortcut = shortcuts::shortcut_label(ui.ctx(), command);
    let tooltip = command.tooltip(locale);
    if shortcut.is_empty() { tooltip } else { format!("{tooltip}  {shortcut}") }
}
