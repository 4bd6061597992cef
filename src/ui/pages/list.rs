//! A page that lists records: two lines each, moved through and opened by pointer or keys.

use egui::{
    Align, EventFilter, Key, Layout, Pos2, Response, ScrollArea, Sense, Stroke, StrokeKind,
    TextStyle, TextWrapMode, Ui, Vec2, WidgetInfo, WidgetText,
};

use crate::{
    command::Command,
    ui::{
        Intent, Palette, Role, Scene,
        theme::SPACE,
        widgets::{empty, for_work, heading, text, weak},
    },
};

/// The height of a row.
pub(super) const ROW: f32 = SPACE * 6.0;
/// The width of the column that stands before the words.
const FIRST: f32 = SPACE * 30.0;

/// Where a list stands.
#[derive(Clone, Debug, Default)]
pub struct PageState {
    /// The row that the keys are on.
    current: usize,
    /// Where to scroll to, in points from the top.
    scroll: Option<f32>,
    /// The row to bring into sight.
    wanted: Option<usize>,
    /// Whether the keys are to be on it.
    wants_focus: bool,
}

impl PageState {
    /// Where the keys are at first, as soon as there is a row.
    pub(in crate::ui) fn focused() -> Self {
        Self { wants_focus: true, ..Self::default() }
    }

    /// Goes to a row, and brings it into sight.
    pub(super) fn go_to(&mut self, row: usize) {
        self.current = row;
        self.wanted = Some(row);
    }
}

/// What a row says.
pub(super) struct Row {
    /// Before the words: a date.
    pub first: String,
    /// The record's title.
    pub title: String,
    /// What else is to be known of it.
    pub details: String,
}

/// A list of records to draw.
pub(super) struct List<'a> {
    /// The keys of its title, of the button that makes a record, and of what is said of none.
    pub texts: [&'static str; 3],
    /// How many rows it has.
    pub count: usize,
    /// What a row says.
    pub row: &'a dyn Fn(usize) -> Row,
    /// What opens a row's record.
    pub open: &'a dyn Fn(usize) -> Intent,
}

impl List<'_> {
    /// Draws the list over the whole of `ui`.
    pub fn ui(&self, ui: &mut Ui, scene: &Scene, state: &mut PageState, out: &mut Vec<Intent>) {
        let [title, new, nothing] = self.texts.map(|key| scene.lang.t(key));
        ui.horizontal(|ui| {
            heading(ui, &title, Role::Section);
            let count = scene.lang.count("records.count", self.count);
            ui.label(weak(ui, count, Role::Caption));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if for_work(ui, scene, egui::Button::new(new.as_ref())).clicked() {
                    out.push(Intent::Command(Command::NewRecord));
                }
            });
        });
        if self.count == 0 {
            empty(ui, &nothing);
        } else {
            let draw =
                |ui: &Ui, at: usize, response: Response| paint(ui, &(self.row)(at), response);
            let touched = Rows { count: self.count, height: ROW, draw: &draw }.ui(ui, state);
            if let Some(Touched::Opened(at)) = touched {
                out.push((self.open)(at));
            }
        }
    }
}

/// The rows of a list, all of one height; only those in sight are laid out.
pub(in crate::ui) struct Rows<'a> {
    /// How many; at least one.
    pub count: usize,
    /// The height of each.
    pub height: f32,
    /// Paints a row and names it.
    pub draw: &'a dyn Fn(&Ui, usize, Response) -> Response,
}

/// What was done with a row.
pub(in crate::ui) enum Touched {
    /// It was clicked, or Enter was pressed on it.
    Opened(usize),
    /// Keys moved on to it.
    Reached(usize),
}

impl Rows<'_> {
    /// Draws the rows in sight; says which one was touched.
    pub fn ui(&self, ui: &mut Ui, state: &mut PageState) -> Option<Touched> {
        ui.spacing_mut().item_spacing.y = 0.0;
        let ids = ui.make_persistent_id("row");
        state.current = state.current.min(self.count.saturating_sub(1));
        if let Some(row) = state.wanted.take() {
            // Not at the very edge, so that what is around it is seen.
            let above = (ui.available_height() - self.height) / 3.0;
            state.scroll = Some((row as f32 * self.height - above.max(0.0)).max(0.0));
        }
        if state.wants_focus {
            // A surface that is measured before it is shown loses the focus again.
            let id = ids.with(state.current);
            state.wants_focus = !ui.memory(|memory| memory.has_focus(id));
            ui.memory_mut(|memory| memory.request_focus(id));
            ui.ctx().request_repaint();
        }
        let mut area = ScrollArea::vertical().auto_shrink(false);
        if let Some(offset) = state.scroll.take() {
            area = area.vertical_scroll_offset(offset);
        }
        let (mut focused, mut touched) = (None, None);
        let shown = area.show_rows(ui, self.height, self.count, |ui, range| {
            // One row at a time is a stop of the Tab key.
            let stop = state.current.clamp(range.start, range.end.saturating_sub(1));
            for at in range {
                let sense = if at == stop { Sense::click() } else { Sense::CLICK };
                let size = Vec2::new(ui.available_width(), self.height);
                let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                let response = ui.interact(rect, ids.with(at), sense);
                let response = (self.draw)(ui, at, response);
                if response.clicked() {
                    state.current = at;
                    touched = Some(Touched::Opened(at));
                }
                if response.has_focus() {
                    focused = Some(at);
                }
            }
        });
        let Some(at) = focused else { return touched };
        state.current = at;
        let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(ids.with(at), arrows));
        let height = shown.inner_rect.height();
        if let Some(to) = self.pressed(ui, at, (height / self.height) as usize) {
            state.current = to;
            ui.memory_mut(|memory| memory.request_focus(ids.with(to)));
            state.scroll = Some(self.in_sight(to, shown.state.clamped_offset().y, height));
            ui.ctx().request_repaint();
            touched = Some(Touched::Reached(to));
        }
        touched
    }

    /// The row that a key leads to.
    fn pressed(&self, ui: &Ui, at: usize, page: usize) -> Option<usize> {
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
    fn in_sight(&self, row: usize, offset: f32, height: f32) -> f32 {
        let top = row as f32 * self.height;
        offset.clamp((top + self.height - height).min(top), top)
    }
}

/// What every row of a list has: its ground, the line above it, the focus.
pub(in crate::ui) fn paint_ground(ui: &Ui, response: &Response) {
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
pub(super) fn paint(ui: &Ui, row: &Row, response: Response) -> Response {
    paint_ground(ui, &response);
    paint_row(ui, row, response)
}

/// Paints what a row says on whatever ground it has, and names it.
pub(super) fn paint_row(
    ui: &Ui,
    Row { first, title, details }: &Row,
    response: Response,
) -> Response {
    let name = format!("{title}, {first}, {details}");
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
    let (palette, rect) = (Palette::of(ui), response.rect);
    let left = rect.left() + SPACE;
    let first_width = FIRST.min(rect.width() * 0.3);
    let width = rect.right() - SPACE - left - first_width;
    let words = |words: &str, role: Role, width: f32, wrap: TextWrapMode| {
        let words = WidgetText::from(text(words, role));
        words.into_galley(ui, Some(wrap), width, TextStyle::Body)
    };
    let at = |x: f32, y: f32| Pos2::new(x, rect.top() + y);
    let (above, below) = (SPACE * 0.75, SPACE * 3.25);
    let galley = words(first, Role::Body, first_width - SPACE, TextWrapMode::Wrap);
    ui.painter().galley(at(left, above), galley, palette.weak);
    let galley = words(title, Role::Body, width, TextWrapMode::Truncate);
    let cut = galley.elided;
    ui.painter().galley(at(left + first_width, above), galley, palette.text);
    let galley = words(details, Role::Caption, width, TextWrapMode::Truncate);
    let cut = cut || galley.elided;
    ui.painter().galley(at(left + first_width, below), galley, palette.weak);
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if cut { response.on_hover_text(format!("{title}\n{details}")) } else { response }
}
