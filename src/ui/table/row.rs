//! A row of the table and its cells.

use egui::{Align, Layout, Modifiers, Sense, Ui, Vec2, accesskit::Role as Semantic};

use crate::{
    command::Command,
    model::Case,
    session::{Action, Reach},
    ui::{
        Intent, Scene,
        theme::{Palette, Role, SPACE},
        widgets::{status_mark, text},
    },
    view::{Column, Standing, cell_words},
};

/// The commands of a row's context menu.
const MENU: [Command; 6] = [
    Command::EditCase,
    Command::NewClaim,
    Command::DuplicateCase,
    Command::DeleteCases,
    Command::CopyText,
    Command::CopyCsv,
];

fn at<'a>(scene: &'a Scene, row: usize) -> Option<(&'a Case, Standing)> {
    let view = scene.session.view();
    let at = *view.answer().rows.get(row)? as usize;
    Some((scene.register().cases().get(at)?, *view.standings().get(at)?))
}

/// Draws the ground of a row and takes its clicks.
pub(super) fn row_ui(ui: &mut Ui, scene: &Scene, row: usize, focused: bool, out: &mut Vec<Intent>) {
    let Some((case, _)) = at(scene, row) else { return };
    let palette = Palette::of(ui);
    let selection = scene.session.selection();
    let chosen = selection.contains(&case.id);
    let current = selection.row() == Some(row);
    let rect = ui.max_rect();
    let response = ui.interact(rect, ui.unique_id(), Sense::click());
    if chosen {
        ui.painter().rect_filled(rect, 0.0, palette.chosen);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, 0.0, palette.raised);
    }
    if current {
        let mut side = rect;
        side.set_width(if focused { 4.0 } else { 3.0 });
        ui.painter().rect_filled(side, 0.0, palette.accent);
    }
    ui.painter().hline(rect.x_range(), rect.bottom(), egui::Stroke::new(1.0, palette.line));
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(Semantic::Row);
        node.set_label(case.name.shown(scene.lang.code()));
        node.set_row_index(row + 1);
        node.set_selected(chosen);
    });
    if response.double_clicked() {
        out.push(Intent::Act(Action::Row(row, Reach::Only)));
        out.push(Intent::Command(Command::EditCase));
    } else if response.clicked() {
        out.push(Intent::Act(Action::Row(row, reach(ui.input(|input| input.modifiers)))));
    } else if response.secondary_clicked() && !chosen {
        out.push(Intent::Act(Action::Row(row, Reach::Only)));
    }
    response.context_menu(|ui| {
        for command in MENU {
            let off = command.why_off(scene.lang, Some(scene.session));
            let button = egui::Button::new(command.text(scene.lang, Some(scene.session)));
            let response = ui.add_enabled(off.is_none(), button);
            if response.on_disabled_hover_text(off.unwrap_or_default()).clicked() {
                out.push(Intent::Command(command));
                ui.close();
            }
        }
    });
}

fn reach(modifiers: Modifiers) -> Reach {
    if modifiers.shift {
        Reach::Range
    } else if modifiers.command {
        Reach::Toggle
    } else {
        Reach::Only
    }
}

/// Figures stand at the right of their column, words at the left.
pub(super) fn layout(column: Column) -> Layout {
    if column == Column::Age {
        Layout::right_to_left(Align::Center)
    } else {
        Layout::left_to_right(Align::Center)
    }
}

/// Draws one cell.
pub(super) fn cell_ui(ui: &mut Ui, scene: &Scene, row: usize, number: usize, column: Column) {
    let Some((case, standing)) = at(scene, row) else { return };
    let words = cell_words(scene.lang, scene.register(), case, standing, column);
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_role(Semantic::Cell);
        node.set_column_index(number);
        node.set_row_index(row + 1);
    });
    let rect = ui.max_rect().shrink2(Vec2::new(SPACE, 0.0));
    let builder = egui::UiBuilder::new().max_rect(rect).layout(layout(column));
    let mut inner = ui.new_child(builder);
    inner.spacing_mut().item_spacing.x = SPACE * 0.75;
    if column == Column::Status {
        status_mark(&mut inner, standing.status);
    }
    inner.add(egui::Label::new(text(words, Role::Body)).truncate());
}
