//! A page that lists the records of one kind.

use egui::{Align, Button, Layout, Response, Ui};

use crate::{
    commands::Command,
    ui::{
        context::UiContext,
        intent::Intent,
        theme::Role,
        widgets::{
            buttons::edit_button,
            list_item::{ListItem, TWO_LINE_HEIGHT},
            text::{empty_message, heading, weak_text},
            virtual_list::{RowEvent, VirtualList, VirtualListState},
        },
    },
};

/// The list of a page of records.
pub(super) struct RecordListView<'a> {
    /// The locale key of the title.
    pub title_key: &'static str,
    /// The locale key of the button that opens a form on a new record.
    pub new_record_key: &'static str,
    /// The locale key of the message of an empty list.
    pub empty_key: &'static str,
    /// The number of records.
    pub len: usize,
    /// Returns the content of a row.
    pub item: &'a dyn Fn(usize) -> ListItem<'static>,
    /// Returns the intent that opens the record of a row.
    pub open_intent: &'a dyn Fn(usize) -> Intent,
}

impl RecordListView<'_> {
    /// Draws the page over the whole of `ui`.
    pub fn ui(
        &self,
        ui: &mut Ui,
        context: &UiContext,
        state: &mut VirtualListState,
        out: &mut Vec<Intent>,
    ) {
        let locale = context.locale;
        ui.horizontal(|ui| {
            heading(ui, &locale.t(self.title_key), Role::Section);
            let count = locale.t_plural("records.count", self.len);
            ui.label(weak_text(ui, count, Role::Caption));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let button = Button::new(locale.t(self.new_record_key).as_ref());
                if edit_button(ui, context, button).clicked() {
                    out.push(Intent::Command(Command::NewRecord));
                }
            });
        });
        if self.len == 0 {
            return empty_message(ui, &locale.t(self.empty_key));
        }
        if let Some(RowEvent::Opened(row)) = item_list_ui(ui, self.len, self.item, state) {
            out.push((self.open_intent)(row));
        }
    }
}

/// Draws a list of two-line rows whose focus moves from row to row; `len` is at least one.
pub(super) fn item_list_ui<'a>(
    ui: &mut Ui,
    len: usize,
    item: &dyn Fn(usize) -> ListItem<'a>,
    state: &mut VirtualListState,
) -> Option<RowEvent> {
    let draw_row = |ui: &Ui, row: usize, response: Response| item(row).paint(ui, response);
    let list = VirtualList::new(len, TWO_LINE_HEIGHT, &draw_row);
    ui.scope(|ui| list.ui(ui, state)).inner
}
