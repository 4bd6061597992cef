//! The table of cases.

mod keyboard;
mod row;

use egui::{
    Id, Sense, Ui, Vec2,
    accesskit::{Role as Semantic, SortDirection},
};
use egui_table::{CellInfo, Column as Width, HeaderCellInfo, HeaderRow, TableDelegate};

use crate::{
    analysis::query::{Column, Sort},
    describe::labels::column_label,
    session::Action,
    ui::{
        context::UiContext,
        intent::Intent,
        theme::{Palette, Role, SPACE, TABLE_ROW_HEIGHT},
        widgets::{
            caption::caption_ui,
            text::{empty_message, rich_text},
        },
    },
};

/// Below this width the table shows only who a case is, in points.
const NARROW_WIDTH: f32 = 480.0;

/// What the table remembers between frames.
#[derive(Default)]
pub struct CaseTableState {
    /// Columns that are not shown.
    pub hidden: Vec<Column>,
    /// Widths that were chosen, in points.
    pub widths: Vec<(Column, f32)>,
    /// What each column that stretches has beyond its own width, in points.
    extra_width: f32,
    /// Whether the keyboard should go to the table.
    pub wants_focus: bool,
    /// The current row in the last frame, to follow it when it moves.
    last_current_row: Option<usize>,
    /// What was typed to find a name, and when.
    type_ahead: keyboard::TypeAhead,
}

impl CaseTableState {
    /// The width a column has, in points, without any that is left over.
    fn width(&self, column: Column) -> f32 {
        let chosen =
            self.widths.iter().find(|(other, _)| *other == column).map(|(_, width)| *width);
        chosen.unwrap_or(match column {
            Column::Name => 136.0,
            Column::Native => 96.0,
            Column::Taken => 140.0,
            Column::Age => 44.0,
            Column::Place => 120.0,
            Column::Status => 116.0,
            Column::First | Column::Second => 124.0,
            Column::Incident => 200.0,
        })
    }

    /// Whether a column takes its share of what width is left over: those of free text do, or else
    /// the name, unless they were given a width by hand.
    fn is_flexible(&self, column: Column, columns: &[Column]) -> bool {
        let is_free = |column: &Column| matches!(column, Column::Place | Column::Incident);
        let fits = is_free(&column) || (column == Column::Name && !columns.iter().any(is_free));
        fits && self.widths.iter().all(|(other, _)| *other != column)
    }

    /// The width a column is drawn with, in points.
    fn drawn_width(&self, column: Column, columns: &[Column]) -> f32 {
        let spare = if self.is_flexible(column, columns) { self.extra_width } else { 0.0 };
        self.width(column) + spare
    }

    /// The columns to draw. Beside a form there is room for the few that tell who it is.
    fn columns(&self, width: f32) -> Vec<Column> {
        let is_narrow = width < NARROW_WIDTH;
        let fits = |column: &Column| {
            !is_narrow || matches!(column, Column::Name | Column::Taken | Column::Status)
        };
        let shown = Column::ALL.into_iter().filter(|column| !self.hidden.contains(column));
        shown.filter(fits).collect()
    }
}

/// Draws what the table shows, in words, and the table.
pub fn case_table_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut CaseTableState,
    out: &mut Vec<Intent>,
) {
    caption_ui(ui, context, out);
    let rows = &context.session.analysis().query_result().rows;
    if rows.is_empty() {
        let key = if context.register().cases().is_empty() {
            "table.no_cases"
        } else {
            "table.no_matching_cases"
        };
        empty_message(ui, &context.locale.t(key));
        return;
    }
    let columns = state.columns(ui.available_width());
    let id = ui.scope_id().with("cases");
    let rect = ui.available_rect_before_wrap();
    let focus = ui.interact(rect, id, Sense::focusable_noninteractive());
    if std::mem::take(&mut state.wants_focus) {
        focus.request_focus();
    }
    keyboard::handle_keys(ui, context, &focus, &mut state.type_ahead, out);
    let widths: Vec<Width> = columns
        .iter()
        .map(|column| {
            Width::new(state.width(*column)).range(40.0..=800.0).id(Id::unique(column.key()))
        })
        .collect();
    let mut table = egui_table::Table::new()
        .id_salt("cases")
        .num_rows(rows.len() as u64)
        .columns(widths)
        .headers([HeaderRow::new(TABLE_ROW_HEIGHT)]);
    let current = context.session.selection().current_row();
    if current != state.last_current_row {
        state.last_current_row = current;
        if let Some(row) = current {
            table = table.scroll_to_row(row as u64, None);
        }
    }
    set_accessibility(ui, &focus, context, rows.len(), columns.len());
    let scope = egui::UiBuilder::new().id_salt("table").accessibility_parent(id);
    let mut cells = CaseTableDelegate {
        context,
        columns: &columns,
        has_focus: focus.has_focus(),
        is_body_visible: true,
        out,
    };
    let table_id = ui
        .scope_builder(scope, |ui| {
            let table_id = table.get_id(ui);
            ui.visuals_mut().widgets.noninteractive.bg_stroke = egui::Stroke::NONE;
            apply_widths(ui, table_id, &columns, state);
            table.show(ui, &mut cells);
            table_id
        })
        .inner;
    if focus.has_focus() {
        let stroke = egui::Stroke::new(2.0, Palette::of(ui).accent);
        ui.painter().rect_stroke(rect, 3.0, stroke, egui::StrokeKind::Inside);
    }
    store_widths(ui, table_id, &columns, state);
}

fn set_accessibility(
    ui: &Ui,
    focus: &egui::Response,
    context: &UiContext,
    rows: usize,
    columns: usize,
) {
    ui.ctx().accesskit_node_builder(focus.id, |node| {
        node.set_role(Semantic::Table);
        node.set_label(context.locale.t("table.label").into_owned());
        node.set_row_count(rows + 1);
        node.set_column_count(columns);
        node.set_multiselectable();
        let session = context.session;
        if let Some((_, case)) = session.current() {
            node.set_value(case.name.display_name(context.locale.code()));
        }
    });
}

/// Gives the table its widths before it is drawn; it would measure them otherwise. What is left
/// over is shared by the columns of free text.
fn apply_widths(ui: &Ui, table: Id, columns: &[Column], state: &mut CaseTableState) {
    let mut drawn = egui_table::TableState::load(ui.ctx(), table).unwrap_or_default();
    let used_width: f32 = columns.iter().map(|column| state.width(*column)).sum();
    let flexible_columns =
        columns.iter().filter(|column| state.is_flexible(**column, columns)).count();
    state.extra_width =
        (ui.available_width() - used_width).max(0.0) / flexible_columns.max(1) as f32;
    for column in columns {
        let id = Id::unique(column.key());
        drawn.col_widths.insert(id, state.drawn_width(*column, columns));
    }
    drawn.store(ui.ctx(), table);
}

/// Keeps the widths that were dragged, so that they outlive the window.
fn store_widths(ui: &Ui, table: Id, columns: &[Column], state: &mut CaseTableState) {
    let Some(drawn) = egui_table::TableState::load(ui.ctx(), table) else { return };
    for column in columns {
        let Some(width) = drawn.col_widths.get(&Id::unique(column.key())) else { continue };
        if (state.drawn_width(*column, columns) - width).abs() >= 1.0 {
            state.widths.retain(|(other, _)| other != column);
            state.widths.push((*column, *width));
        }
    }
}

/// Draws the cells in sight.
struct CaseTableDelegate<'a, 'b> {
    context: &'a UiContext<'a>,
    columns: &'a [Column],
    has_focus: bool,
    /// Rows are drawn; the table asks twice, and the second time there is nothing in sight.
    is_body_visible: bool,
    out: &'b mut Vec<Intent>,
}

impl TableDelegate for CaseTableDelegate<'_, '_> {
    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let column = self.columns[cell.col_range.start];
        let sort = self.context.session.analysis().query().sort;
        let sorted = (sort.by == column).then_some(sort.descending);
        let palette = Palette::of(ui);
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.raised);
        let text = column_label(self.context.locale, self.context.register(), column);
        let sign = match sorted {
            Some(false) => " ▲",
            Some(true) => " ▼",
            None => "",
        };
        let response = ui.interact(ui.max_rect(), ui.unique_id().with("sort"), Sense::click());
        let mut place = ui.max_rect().shrink2(Vec2::new(SPACE, 0.0));
        place.set_width(place.width().max(0.0));
        let color = if sorted.is_some() { palette.text } else { palette.weak };
        let label =
            egui::Label::new(rich_text(format!("{text}{sign}"), Role::Caption).color(color));
        ui.put(place, |ui: &mut Ui| {
            ui.with_layout(row::cell_layout(column), |ui| ui.add(label.truncate())).inner
        });
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ColumnHeader, true, &text));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(Semantic::ColumnHeader);
            node.set_column_index(cell.col_range.start);
            match sorted {
                Some(false) => node.set_sort_direction(SortDirection::Ascending),
                Some(true) => node.set_sort_direction(SortDirection::Descending),
                None => {}
            }
        });
        if response.has_focus() {
            let stroke = egui::Stroke::new(2.0, palette.accent);
            ui.painter().rect_stroke(ui.max_rect(), 2.0, stroke, egui::StrokeKind::Inside);
        }
        if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
            let mut query = self.context.session.analysis().query().clone();
            query.sort = Sort { by: column, descending: sorted == Some(false) };
            self.out.push(Intent::Action(Action::SetQuery(query)));
        }
    }

    fn row_ui(&mut self, ui: &mut Ui, row: u64) {
        self.is_body_visible = ui.clip_rect().width() > 0.0;
        if self.is_body_visible {
            row::row_ui(ui, self.context, row as usize, self.has_focus, self.out);
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let column = self.columns[cell.col_nr];
        row::cell_ui(ui, self.context, cell.row_nr as usize, cell.col_nr, column);
    }

    fn default_row_height(&self) -> f32 {
        TABLE_ROW_HEIGHT
    }
}
