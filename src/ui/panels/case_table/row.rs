//! A row of the table and its cells.

use egui::{Align, Layout, Modifiers, Sense, Ui, Vec2, accesskit::Role as Semantic};

use crate::{
    analysis::{position::CaseState, query::Column},
    commands::Command,
    describe::labels::cell_text,
    model::Case,
    session::{Action, selection::SelectMode},
    ui::{
        context::UiContext,
        intent::Intent,
        theme::{Palette, Role, SPACE},
        widgets::{swatches::status_swatch, text::rich_text},
    },
};

/// The commands of a row's context menu.
const CONTEXT_MENU_COMMANDS: [Command; 6] = [
    Command::EditCase,
    Command::NewClaim,
    Command::DuplicateCase,
    Command::DeleteCases,
    Command::CopyText,
    Command::CopyCsv,
];

fn case_at_row<'a>(context: &'a UiContext, row: usize) -> Option<(&'a Case, CaseState)> {
    let view = context.session.analysis();
    let at = *view.query_result().rows.get(row)? as usize;
    Some((context.register().cases().get(at)?, *view.case_states().get(at)?))
}

/// Draws the background of a row and handles its clicks.
pub(super) fn row_ui(
    ui: &mut Ui,
    context: &UiContext,
    row: usize,
    has_focus: bool,
    out: &mut Vec<Intent>,
) {
    let Some((case, _)) = case_at_row(context, row) else { return };
    let palette = Palette::of(ui);
    let selection = context.session.selection();
    let is_selected = selection.contains(&case.id);
    let is_current = selection.current_row() == Some(row);
    let rect = ui.max_rect();
    let response = ui.interact(rect, ui.unique_id(), Sense::click());
    if is_selected {
        ui.painter().rect_filled(rect, 0.0, palette.selection);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, palette.raised);
    }
    if is_current {
        let mut side = rect;
        side.set_width(if has_focus { 4.0 } else { 3.0 });
        ui.painter().rect_filled(side, 0.0, palette.accent);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, palette.line));
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(Semantic::Row);
        node.set_label(case.name.display_name(context.locale.code()));
        node.set_row_index(row + 1);
        node.set_selected(is_selected);
    });
    if response.double_clicked() {
        out.push(Intent::Action(Action::SelectRow(row, SelectMode::Only)));
        out.push(Intent::Command(Command::EditCase));
    } else if response.clicked() {
        out.push(Intent::Action(Action::SelectRow(
            row,
            select_mode(ui.input(|input| input.modifiers)),
        )));
    } else if response.secondary_clicked() && !is_selected {
        out.push(Intent::Action(Action::SelectRow(row, SelectMode::Only)));
    }
    response.context_menu(|ui| {
        for command in CONTEXT_MENU_COMMANDS {
            let disabled_reason =
                command.describe_disabled_reason(context.locale, Some(context.session));
            let button = egui::Button::new(command.label(context.locale, Some(context.session)));
            let response = ui.add_enabled(disabled_reason.is_none(), button);
            if response.on_disabled_hover_text(disabled_reason.unwrap_or_default()).clicked() {
                out.push(Intent::Command(command));
                ui.close();
            }
        }
    });
}

fn select_mode(modifiers: Modifiers) -> SelectMode {
    if modifiers.shift {
        SelectMode::Range
    } else if modifiers.command {
        SelectMode::Toggle
    } else {
        SelectMode::Only
    }
}

/// Returns the layout of a cell: numbers are aligned to the right, texts to the left.
pub(super) fn cell_layout(column: Column) -> Layout {
    if column == Column::Age {
        Layout::right_to_left(Align::Center)
    } else {
        Layout::left_to_right(Align::Center)
    }
}

/// Draws a cell.
pub(super) fn cell_ui(ui: &mut Ui, context: &UiContext, row: usize, number: usize, column: Column) {
    let Some((case, case_state)) = case_at_row(context, row) else { return };
    let text = cell_text(context.locale, context.register(), case, case_state, column);
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(Semantic::Cell);
        node.set_column_index(number);
        node.set_row_index(row + 1);
    });
    let rect = ui.max_rect().shrink2(Vec2::new(SPACE, 0.0));
    let builder = egui::UiBuilder::new().max_rect(rect).layout(cell_layout(column));
    let mut inner = ui.new_child(builder);
    inner.spacing_mut().item_spacing.x = SPACE * 0.75;
    if column == Column::Status {
        status_swatch(&mut inner, case_state.status);
    }
    inner.add(egui::Label::new(rich_text(text, Role::Body)).truncate());
}
