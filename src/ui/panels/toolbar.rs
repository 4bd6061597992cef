//! The toolbar: the tabs of the pages, and the most used commands.

use egui::{Align, Button, Layout, Ui, Vec2};

use crate::{
    Locale,
    commands::{Command, CommandContext, Page},
    ui::{
        intent::Intent,
        shortcuts,
        theme::{Role, SPACE},
        widgets::{
            command_icon::{CommandIcon, ICON_BUTTON_WIDTH},
            text::{rich_text, text_width},
        },
    },
};

/// The commands of the toolbar from the right, each with the icon that stands for its text where
/// the width does not suffice.
const TOOLBAR_COMMANDS: [(Command, CommandIcon); 4] = [
    (Command::ExportSummary, CommandIcon::Export),
    (Command::Redo, CommandIcon::Redo),
    (Command::Undo, CommandIcon::Undo),
    (Command::NewCase, CommandIcon::Plus),
];

/// The distance between two buttons, in points.
const GAP: f32 = SPACE / 2.0;

/// The way in which the buttons of the toolbar are drawn.
#[derive(Clone, Copy)]
struct ToolbarLayout {
    /// The distance of the text of a tab from its sides, in points.
    tab_padding: f32,
    /// The commands have icons instead of texts.
    has_icons: bool,
    /// The width of the commands, in points.
    commands_width: f32,
}

impl ToolbarLayout {
    /// Returns the widest layout that fits the width of `ui`. Where none fits, the tabs of the
    /// narrowest continue in a second row.
    fn fitting(ui: &Ui, locale: Locale) -> Self {
        let width = |text: &str| text_width(ui, rich_text(text, Role::Body)).ceil();
        let padding = ui.spacing().button_padding.x;
        let tabs = Page::ALL.map(|page| width(&Command::Page(page).label(locale, None)) + GAP);
        let tabs: f32 = tabs.iter().sum();
        let texts = TOOLBAR_COMMANDS
            .map(|(command, _)| width(&toolbar_text(locale, command)) + padding * 2.0 + GAP);
        let texts: f32 = texts.iter().sum();
        let icons = (ICON_BUTTON_WIDTH + GAP) * TOOLBAR_COMMANDS.len() as f32;
        let layouts = [
            (padding, false, texts),
            (SPACE * 0.75, false, texts),
            (SPACE * 0.75, true, icons),
            (SPACE / 2.0, true, icons),
        ];
        let layouts = layouts.map(|(tab_padding, has_icons, commands_width)| Self {
            tab_padding,
            has_icons,
            commands_width,
        });
        let fits = |layout: &&Self| {
            let tabs = tabs + layout.tab_padding * 2.0 * Page::ALL.len() as f32;
            tabs + layout.commands_width + SPACE <= ui.available_width()
        };
        *layouts.iter().find(fits).unwrap_or(&layouts[layouts.len() - 1])
    }
}

/// Returns the text of a command in the toolbar.
fn toolbar_text(locale: Locale, command: Command) -> String {
    locale.t(&format!("toolbar.{}", command.key())).into_owned()
}

/// Draws the toolbar.
pub fn toolbar_ui(
    ui: &mut Ui,
    command_context: CommandContext,
    locale: Locale,
    out: &mut Vec<Intent>,
) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(GAP);
        let layout = ToolbarLayout::fitting(ui, locale);
        let size = Vec2::new(ui.available_width() - layout.commands_width, 0.0);
        let wrapped = Layout::left_to_right(Align::Center).with_main_wrap(true);
        ui.allocate_ui_with_layout(size, wrapped, |ui| {
            ui.spacing_mut().button_padding.x = layout.tab_padding;
            Page::ALL.into_iter().for_each(|page| tab_ui(ui, command_context, locale, page, out));
        });
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            for (command, icon) in TOOLBAR_COMMANDS {
                let icon = layout.has_icons.then_some(icon);
                command_ui(ui, command_context, locale, command, icon, out);
            }
        });
    });
}

fn tab_ui(
    ui: &mut Ui,
    command_context: CommandContext,
    locale: Locale,
    page: Page,
    out: &mut Vec<Intent>,
) {
    let command = Command::Page(page);
    let button = Button::selectable(command_context.page == page, command.label(locale, None));
    let response = ui.add(button).on_hover_text(hover_text(ui, command, locale));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(egui::accesskit::Role::Tab);
        node.set_selected(command_context.page == page);
    });
    if response.clicked() {
        out.push(Intent::Command(command));
    }
}

fn command_ui(
    ui: &mut Ui,
    command_context: CommandContext,
    locale: Locale,
    command: Command,
    icon: Option<CommandIcon>,
    out: &mut Vec<Intent>,
) {
    let is_enabled = command.is_enabled(command_context);
    let name = command.label(locale, command_context.session);
    let response = match icon {
        Some(icon) => icon.button_ui(ui, is_enabled, &name),
        None => {
            let button = Button::new(toolbar_text(locale, command));
            ui.add_enabled(is_enabled, button).accessible_name(&name)
        }
    };
    let hint = hover_text(ui, command, locale);
    let disabled_reason = command
        .describe_disabled_reason(locale, command_context.session)
        .unwrap_or_else(|| hint.clone());
    if response.on_hover_text(hint).on_disabled_hover_text(disabled_reason).clicked() {
        out.push(Intent::Command(command));
    }
}

/// Returns the tooltip of a command with its shortcut.
fn hover_text(ui: &Ui, command: Command, locale: Locale) -> String {
    let shortcut = shortcuts::shortcut_label(ui.ctx(), command);
    let tooltip = command.tooltip(locale);
    if shortcut.is_empty() { tooltip } else { format!("{tooltip}  {shortcut}") }
}
