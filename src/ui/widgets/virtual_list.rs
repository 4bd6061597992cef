//! A list of rows of one height, of which only the rows in sight are laid out.

use egui::{
    EventFilter, Id, Key, Modifiers, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, Vec2, WidgetInfo, accesskit,
};

use crate::ui::theme::Palette;

/// The scroll position and the current row of a `VirtualList` between frames.
#[derive(Clone, Debug, Default)]
pub struct VirtualListState {
    /// The row that the keys move from.
    current_row: usize,
    /// The offset to scroll to in the next frame, in points from the top.
    scroll_offset: Option<f32>,
    /// The row to scroll to in the next frame.
    row_to_reveal: Option<usize>,
    /// The current row is to be scrolled into sight, as after a key.
    has_moved: bool,
    /// The current row takes the keyboard focus as soon as it is drawn.
    wants_focus: bool,
}

impl VirtualListState {
    /// Returns the state of a list whose first row takes the keyboard focus.
    pub(crate) fn with_focus() -> Self {
        Self { wants_focus: true, ..Self::default() }
    }

    /// Returns the row that the keys move from.
    pub(crate) fn current_row(&self) -> usize {
        self.current_row
    }

    /// Makes a row current without scrolling to it.
    pub(crate) fn set_current_row(&mut self, row: usize) {
        self.current_row = row;
    }

    /// Makes a row current and scrolls no further than it takes to show it.
    pub(crate) fn move_to_row(&mut self, row: usize) {
        self.current_row = row;
        self.has_moved = true;
    }

    /// Makes a row current and scrolls to it.
    pub(crate) fn reveal_row(&mut self, row: usize) {
        self.current_row = row;
        self.row_to_reveal = Some(row);
    }
}

/// The widget that has the keyboard focus while keys move through a list.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ListFocus<'a> {
    /// Each row: the current one is a stop of the Tab key, and the arrow keys move the focus.
    Rows,
    /// The list as a whole, a list box with this accessible name; its rows are options.
    ListBox(&'a str),
    /// A field beside the list, whose owner handles the keys; the list is a list box with this
    /// accessible name.
    Field(&'a str),
}

/// A list of rows of one height, moved through by the pointer and the keys.
///
/// Drawing it takes time in proportion to the rows in sight, whatever the length of the list.
pub(crate) struct VirtualList<'a> {
    /// The number of rows; at least one.
    pub len: usize,
    /// The height of a row, in points.
    pub row_height: f32,
    /// The rows that take neither clicks nor the focus: headings and notes.
    pub static_rows: &'a [usize],
    /// The widget that has the keyboard focus.
    pub focus: ListFocus<'a>,
    /// Paints a row into the rectangle of its response and gives it an accessible name.
    pub draw_row: &'a dyn Fn(&Ui, usize, Response) -> Response,
}

/// An action of the user on a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowEvent {
    /// The row was clicked, or Enter was pressed on it.
    Opened(usize),
    /// The keys made the row current.
    Focused(usize),
}

impl<'a> VirtualList<'a> {
    /// Returns a list whose rows all take clicks and the focus.
    pub fn new(
        len: usize,
        row_height: f32,
        draw_row: &'a dyn Fn(&Ui, usize, Response) -> Response,
    ) -> Self {
        Self { len, row_height, static_rows: &[], focus: ListFocus::Rows, draw_row }
    }

    /// Draws the rows in sight over the whole of `ui`, and returns what the user did with one.
    pub fn ui(&self, ui: &mut Ui, state: &mut VirtualListState) -> Option<RowEvent> {
        ui.spacing_mut().item_spacing.y = 0.0;
        let id = ui.make_persistent_id("row");
        state.current_row = self.nearest_item(state.current_row, true);
        match self.focus {
            ListFocus::Rows => self.rows_ui(ui, id, state, None),
            ListFocus::ListBox(name) => {
                self.list_box_ui(ui, id, state, name, Sense::focusable_noninteractive())
            }
            ListFocus::Field(name) => self.list_box_ui(ui, id, state, name, Sense::hover()),
        }
    }

    fn list_box_ui(
        &self,
        ui: &mut Ui,
        id: Id,
        state: &mut VirtualListState,
        accessible_name: &str,
        sense: Sense,
    ) -> Option<RowEvent> {
        let area = ui.available_rect_before_wrap();
        let list_box = ui.interact(area, id, sense);
        let builder = UiBuilder::new().accessibility_parent(id);
        let event =
            ui.scope_builder(builder, |ui| self.rows_ui(ui, id, state, Some(&list_box))).inner;
        list_box
            .widget_info(|| WidgetInfo::labeled(accesskit::Role::ListBox, true, accessible_name));
        ui.accesskit_node_builder(id, |node| {
            node.set_active_descendant(id.with(state.current_row).accesskit_id());
        });
        if list_box.has_focus() {
            let stroke = Stroke::new(1.0, Palette::of(ui).accent);
            ui.painter().rect_stroke(area, 0.0, stroke, StrokeKind::Inside);
        }
        event
    }

    /// Draws the rows; `list_box` is the response of the list where that has the focus instead of
    /// its rows.
    fn rows_ui(
        &self,
        ui: &mut Ui,
        id: Id,
        state: &mut VirtualListState,
        list_box: Option<&Response>,
    ) -> Option<RowEvent> {
        self.prepare(ui, id, state);
        let mut area = ScrollArea::vertical().auto_shrink(false);
        if let Some(offset) = state.scroll_offset.take() {
            area = area.vertical_scroll_offset(offset);
        }
        let (mut focused, mut event) = (None, None);
        let shown = area.show_rows(ui, self.row_height, self.len, |ui, range| {
            // The current row, or the nearest one in sight, is the one stop of the Tab key.
            let stop = state.current_row.clamp(range.start, range.end.saturating_sub(1));
            let stop = self.nearest_item(stop, true);
            for row in range {
                let is_static = self.static_rows.contains(&row);
                let sense = match list_box {
                    _ if is_static => Sense::hover(),
                    None if row == stop => Sense::click(),
                    _ => Sense::CLICK,
                };
                let size = Vec2::new(ui.available_width(), self.row_height);
                let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                let response = ui.interact(rect, id.with(row), sense);
                let response = (self.draw_row)(ui, row, response);
                if list_box.is_some() && !is_static {
                    ui.accesskit_node_builder(response.id, |node| {
                        node.set_role(accesskit::Role::ListBoxOption);
                    });
                }
                if response.clicked() {
                    state.current_row = row;
                    event = Some(RowEvent::Opened(row));
                }
                if response.has_focus() {
                    focused = Some((row, response.id));
                }
            }
        });
        let height = shown.inner_rect.height();
        let offset = shown.state.clamped_offset().y;
        if std::mem::take(&mut state.has_moved) {
            state.scroll_offset = Some(self.offset_to_show(state.current_row, offset, height));
            ui.ctx().request_repaint();
        }
        if let Some(list_box) = list_box {
            if event.is_some() && !matches!(self.focus, ListFocus::Field(_)) {
                list_box.request_focus();
            }
            focused = list_box.has_focus().then_some((state.current_row, id));
        }
        let Some((row, focus_id)) = focused else { return event };
        state.current_row = row;
        let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(focus_id, arrows));
        if let Some(row) = self.row_for_keys(ui, row, (height / self.row_height) as usize) {
            state.current_row = row;
            if list_box.is_none() {
                ui.memory_mut(|memory| memory.request_focus(id.with(row)));
            }
            state.scroll_offset = Some(self.offset_to_show(row, offset, height));
            ui.ctx().request_repaint();
            event = Some(RowEvent::Focused(row));
        }
        let is_enter =
            |ui: &Ui| ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        if list_box.is_some() && is_enter(ui) {
            event = Some(RowEvent::Opened(state.current_row));
        }
        event
    }

    /// Turns what was asked of the list since the last frame into an offset and a focus.
    fn prepare(&self, ui: &Ui, id: Id, state: &mut VirtualListState) {
        if let Some(row) = state.row_to_reveal.take() {
            // A third of the height above the row keeps its surroundings in sight.
            let above = (ui.available_height() - self.row_height) / 3.0;
            state.scroll_offset = Some((row as f32 * self.row_height - above.max(0.0)).max(0.0));
        }
        if state.wants_focus {
            // A dialog that is measured before it is shown loses the focus again.
            let id = id.with(state.current_row);
            state.wants_focus = !ui.memory(|memory| memory.has_focus(id));
            ui.memory_mut(|memory| memory.request_focus(id));
            ui.ctx().request_repaint();
        }
    }

    /// Returns the row that the pressed keys lead to from a row, where any was pressed.
    fn row_for_keys(&self, ui: &Ui, row: usize, rows_per_page: usize) -> Option<usize> {
        if ui.input(|input| !input.modifiers.is_none()) {
            return None;
        }
        let presses = |key| ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let forward = presses(Key::ArrowDown) + rows_per_page * presses(Key::PageDown);
        let back = presses(Key::ArrowUp) + rows_per_page * presses(Key::PageUp);
        let (home, end) = (presses(Key::Home) > 0, presses(Key::End) > 0);
        match (home, end) {
            (true, _) => Some(self.nearest_item(0, true)),
            (false, true) => Some(self.nearest_item(self.len, false)),
            (false, false) if forward > 0 => Some(self.nearest_item(row + forward, true)),
            (false, false) if back > 0 => Some(self.nearest_item(row.saturating_sub(back), false)),
            (false, false) => None,
        }
    }

    /// Returns the row nearest to this one that is not static, looking forward first or back
    /// first; the row itself where all are static.
    fn nearest_item(&self, row: usize, forward: bool) -> usize {
        let row = row.min(self.len.saturating_sub(1));
        let is_item = |row: &usize| !self.static_rows.contains(row);
        let next = || (row..self.len).find(is_item);
        let previous = || (0..=row).rev().find(is_item);
        let found = if forward { next().or_else(previous) } else { previous().or_else(next) };
        found.unwrap_or(row)
    }

    /// Returns the offset nearest to this one at which a row is wholly in sight, with the heading
    /// directly above it.
    fn offset_to_show(&self, row: usize, offset: f32, height: f32) -> f32 {
        let heading = row.checked_sub(1).filter(|above| self.static_rows.contains(above));
        let top = heading.unwrap_or(row) as f32 * self.row_height;
        let bottom = (row + 1) as f32 * self.row_height;
        offset.clamp((bottom - height).min(top), top)
    }
}

#[cfg(test)]
mod tests {
    use egui::{Response, Ui};

    use super::VirtualList;

    fn draw_nothing(_: &Ui, _: usize, response: Response) -> Response {
        response
    }

    /// A list of ten rows, 20 points high each, with a heading in the rows 0 and 4.
    fn list_with_headings() -> VirtualList<'static> {
        VirtualList { static_rows: &[0, 4], ..VirtualList::new(10, 20.0, &draw_nothing) }
    }

    #[test]
    fn keys_pass_over_headings() {
        let list = list_with_headings();
        assert_eq!([0, 4, 9, 30].map(|row| list.nearest_item(row, true)), [1, 5, 9, 9]);
        assert_eq!([0, 4, 9, 30].map(|row| list.nearest_item(row, false)), [1, 3, 9, 9]);
        let all = VirtualList { static_rows: &[0, 1], ..VirtualList::new(2, 20.0, &draw_nothing) };
        assert_eq!(all.nearest_item(1, true), 1, "without an item the row stays");
    }

    #[test]
    fn a_row_is_shown_with_the_heading_above_it() {
        let list = list_with_headings();
        assert_eq!(list.offset_to_show(1, 100.0, 60.0), 0.0);
        assert_eq!(list.offset_to_show(5, 120.0, 60.0), 80.0);
        assert_eq!(list.offset_to_show(9, 0.0, 60.0), 140.0, "the last row at the bottom");
        assert_eq!(list.offset_to_show(7, 120.0, 60.0), 120.0, "a visible row does not scroll");
    }
}
