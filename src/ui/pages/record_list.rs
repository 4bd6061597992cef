//! A page that lists records: two lines each, moved through and opened by pointer or keys.

use egui::{
    Align, EventFilter, Key, Layout, Pos2, Response, ScrollArea, Sense, Stroke, StrokeKind,
    TextStyle, TextWrapMode, Ui, Vec2, WidgetInfo, WidgetText,
};

use crate::{
    commands::Command,
    ui::{
        context::UiContext,
        intent::Intent,
        theme::{Palette, Role, SPACE},
        widgets::{edit_button, empty_message, heading, rich_text, weak_text},
    },
};

/// The height of a row.
pub(super) const RECORD_ROW_HEIGHT: f32 = SPACE * 6.0;
/// The width of the column that stands before the words.
const DATE_WIDTH: f32 = SPACE * 30.0;

/// Where a list stands.
#[derive(Clone, Debug, Default)]
pub struct VirtualListState {
    /// The row that the keys are on.
    current_row: usize,
    /// Where to scroll to, in points from the top.
    scroll_offset: Option<f32>,
    /// The row to bring into sight.
    row_to_reveal: Option<usize>,
    /// Whether the keys are to be on it.
    wants_focus: bool,
}

impl VirtualListState {
    /// Where the keys are at first, as soon as there is a row.
    pub(crate) fn with_focus() -> Self {
        Self { wants_focus: true, ..Self::default() }
    }

    /// Goes to a row, and brings it into sight.
    pub(super) fn reveal_row(&mut self, row: usize) {
        self.current_row = row;
        self.row_to_reveal = Some(row);
    }
}

/// What a row says.
pub(super) struct RecordRow {
    /// Before the words: a date.
    pub date: String,
    /// The record's title.
    pub title: String,
    /// What else is to be known of it.
    pub details: String,
}

/// A list of records to draw.
pub(super) struct RecordList<'a> {
    /// The keys of its title, of the button that makes a record, and of what is said of none.
    pub text_keys: [&'static str; 3],
    /// How many rows it has.
    pub count: usize,
    /// What a row says.
    pub row: &'a dyn Fn(usize) -> RecordRow,
    /// What opens a row's record.
    pub open_intent: &'a dyn Fn(usize) -> Intent,
}

impl RecordList<'_> {
    /// Draws the list over the whole of `ui`.
    pub fn ui(
        &self,
        ui: &mut Ui,
        context: &UiContext,
        state: &mut VirtualListState,
        out: &mut Vec<Intent>,
    ) {
        let [title, new, nothing] = self.text_keys.map(|key| context.locale.t(key));
        ui.horizontal(|ui| {
            heading(ui, &title, Role::Section);
            let count = context.locale.t_plural("records.count", self.count);
            ui.label(weak_text(ui, count, Role::Caption));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if edit_button(ui, context, egui::Button::new(new.as_ref())).clicked() {
                    out.push(Intent::Command(Command::NewRecord));
                }
            });
        });
        if self.count == 0 {
            empty_message(ui, &nothing);
        } else {
            let draw = |ui: &Ui, at: usize, response: Response| {
                paint_record_row(ui, &(self.row)(at), response)
            };
            let touched =
                VirtualList { count: self.count, height: RECORD_ROW_HEIGHT, draw_row: &draw }
                    .ui(ui, state);
            if let Some(RowEvent::Opened(at)) = touched {
                out.push((self.open_intent)(at));
            }
        }
    }
}

/// The rows of a list, all of one height; only those in sight are laid out.
pub(crate) struct VirtualList<'a> {
    /// How many; at least one.
    pub count: usize,
    /// The height of each.
    pub height: f32,
    /// Paints a row and names it.
    pub draw_row: &'a dyn Fn(&Ui, usize, Response) -> Response,
}

/// What was done with a row.
pub(crate) enum RowEvent {
    /// It was clicked, or Enter was pressed on it.
    Opened(usize),
    /// Keys moved on to it.
    Focused(usize),
}

impl VirtualList<'_> {
    /// Draws the rows in sight; says which one was touched.
    pub fn ui(&self, ui: &mut Ui, state: &mut VirtualListState) -> Option<RowEvent> {
        ui.spacing_mut().item_spacing.y = 0.0;
        let ids = ui.make_persistent_id("row");
        state.current_row = state.current_row.min(self.count.saturating_sub(1));
        if let Some(row) = state.row_to_reveal.take() {
            // Not at the very edge, so that what is around it is seen.
            let above = (ui.available_height() - self.height) / 3.0;
            state.scroll_offset = Some((row as f32 * self.height - above.max(0.0)).max(0.0));
        }
        if state.wants_focus {
            // A surface that is measured before it is shown loses the focus again.
            let id = ids.with(state.current_row);
            state.wants_focus = !ui.memory(|memory| memory.has_focus(id));
            ui.memory_mut(|memory| memory.request_focus(id));
            ui.ctx().request_repaint();
        }
        let mut area = ScrollArea::vertical().auto_shrink(false);
        if let Some(offset) = state.scroll_offset.take() {
            area = area.vertical_scroll_offset(offset);
        }
        let (mut focused, mut touched) = (None, None);
        let shown = area.show_rows(ui, self.height, self.count, |ui, range| {
            // One row at a time is a stop of the Tab key.
            let stop = state.current_row.clamp(range.start, range.end.saturating_sub(1));
            for at in range {
                let sense = if at == stop { Sense::click() } else { Sense::CLICK };
                let size = Vec2::new(ui.available_width(), self.height);
                let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                let response = ui.interact(rect, ids.with(at), sense);
                let response = (self.draw_row)(ui, at, response);
                if response.clicked() {
                    state.current_row = at;
                    touched = Some(RowEvent::Opened(at));
                }
                if response.has_focus() {
                    focused = Some(at);
                }
            }
        });
        let Some(at) = focused else { return touched };
        state.current_row = at;
        let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(ids.with(at), arrows));
        let height = shown.inner_rect.height();
        if let Some(to) = self.row_for_key(ui, at, (height / self.height) as usize) {
            state.current_row = to;
            ui.memory_mut(|memory| memory.request_focus(ids.with(to)));
            state.scroll_offset =
                Some(self.offset_to_reveal(to, shown.state.clamped_offset().y, height));
            ui.ctx().request_repaint();
            touched = Some(RowEvent::Focused(to));
        }
        touched
    }

    /// The row that a key leads to.
    fn row_for_key(&self, ui: &Ui, at: usize, page: usize) -> Option<usize> {
        let last = self.count - 1;
        let pressed = |key| ui.input(|input| input.modifiers.is_none() && input.key_pressed(key));
        let to = [
            (Key::ArrowDown, at + 1),
            (Key::ArrowUp, at.saturating_sub(1)),
            (Key::PageDown, at + page),
            (Key::PageUp, at.saturating_sub(page)),
            (Key::Home, 0),
            (Key::End, last),
        ];
        to.into_iter().find(|(key, _)| pressed(*key)).map(|(_, to)| to.min(last))
    }

    /// The offset nearest to this one at which a row is wholly in sight.
    fn offset_to_reveal(&self, row: usize, offset: f32, height: f32) -> f32 {
        let top = row as f32 * self.height;
        offset.clamp((top + self.height - height).min(top), top)
    }
}

/// What every row of a list has: its ground, the line above it, the focus.
pub(crate) fn paint_row_background(ui: &Ui, response: &Response) {
    let (palette, rect) = (Palette::of(ui), response.rect);
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 0.0, palette.raised);
    }
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, palette.line));
    if response.has_focus() {
        let stroke = ui.visuals().selection.stroke;
        ui.painter().rect_stroke(rect, 0.0, stroke, StrokeKind::Inside);
    }
}

/// Paints a row, and names it for who cannot see it.
pub(super) fn paint_record_row(ui: &Ui, row: &RecordRow, response: Response) -> Response {
    paint_row_background(ui, &response);
    paint_record_text(ui, row, response)
}

/// Paints what a row says on whatever ground it has, and names it.
pub(super) fn paint_record_text(
    ui: &Ui,
    RecordRow { date: first, title, details }: &RecordRow,
    response: Response,
) -> Response {
    let name = format!("{title}, {first}, {details}");
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
    let (palette, rect) = (Palette::of(ui), response.rect);
    let left = rect.left() + SPACE;
    let first_width = DATE_WIDTH.min(rect.width() * 0.3);
    let width = rect.right() - SPACE - left - first_width;
    let text = |text: &str, role: Role, width: f32, wrap: TextWrapMode| {
        let text = WidgetText::from(rich_text(text, role));
        text.into_galley(ui, Some(wrap), width, TextStyle::Body)
    };
    let at = |x: f32, y: f32| Pos2::new(x, rect.top() + y);
    let (above, below) = (SPACE * 0.75, SPACE * 3.25);
    let galley = text(first, Role::Body, first_width - SPACE, TextWrapMode::Wrap);
    ui.painter().galley(at(left, above), galley, palette.weak);
    let galley = text(title, Role::Body, width, TextWrapMode::Truncate);
    let cut = galley.elided;
    ui.painter().galley(at(left + first_width, above), galley, palette.text);
    let galley = text(details, Role::Caption, width, TextWrapMode::Truncate);
    let cut = cut || galley.elided;
    ui.painter().galley(at(left + first_width, below), galley, palette.weak);
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if cut { response.on_hover_text(format!("{title}\n{details}")) } else { response }
}
