//! The toolbar: the pages, and the commands used most.

use egui::{Align, Button, Layout, Ui};

use super::{Intent, shortcuts, theme::SPACE};
use crate::{
    command::{Command, Page, Situation},
    lang::Lang,
};

/// The commands of the toolbar, from the right.
pub const COMMANDS: [Command; 4] =
    [Command::Export, Command::Redo, Command::Undo, Command::NewCase];

/// Below which width the tabs stand closer together, in points.
const NARROW: f32 = SPACE * 106.0;

/// Draws the toolbar.
pub fn toolbar_ui(ui: &mut Ui, now: Situation, lang: Lang, out: &mut Vec<Intent>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        let padding = ui.spacing().button_padding.x;
        if ui.available_width() < NARROW {
            ui.spacing_mut().button_padding.x = SPACE * 0.75;
        }
        for page in Page::ALL {
            let command = Command::Page(page);
            let button = Button::selectable(now.page == page, command.text(lang, None));
            let response = ui.add(button).on_hover_text(hover(ui, command, lang));
            ui.ctx().accesskit_node_builder(response.id, |node| {
                node.set_role(egui::accesskit::Role::Tab);
                node.set_selected(now.page == page);
            });
            if response.clicked() {
                out.push(Intent::Command(command));
            }
        }
        ui.spacing_mut().button_padding.x = padding;
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for command in COMMANDS {
                // In a narrow window the pages come first; the menu has every command.
                if ui.available_width() < SPACE * 12.0 {
                    break;
                }
                let words = lang.t(&format!("toolbar.{}", command.key()));
                let button = Button::new(words.as_ref());
                let response = ui.add_enabled(command.is_enabled(now), button);
                let name = command.text(lang, now.session);
                let response = response.accessible_name(&name);
                let hint = hover(ui, command, lang);
                let off = command.why_off(lang, now.session).unwrap_or_else(|| hint.clone());
                if response.on_hover_text(hint).on_disabled_hover_text(off).clicked() {
                    out.push(Intent::Command(command));
                }
            }
        });
    });
}

/// What a command does, and its keys.
fn hover(ui: &Ui, command: Command, lang: Lang) -> String {
    let keys = shortcuts::words(ui.ctx(), command);
    let tooltip = command.tooltip(lang);
    if keys.is_empty() { tooltip } else { format!("{tooltip}  {keys}") }
}
