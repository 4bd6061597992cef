//! Fields for text.

use egui::{Response, TextEdit, Ui, text::CCursorRange};

/// Gives a field the keyboard focus and selects its whole text, so that typing replaces it.
pub fn focus_and_select_all(ui: &Ui, field: &Response, text: &str) {
    field.request_focus();
    let mut state = TextEdit::load_state(ui.ctx(), field.id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::select_all_str(text)));
    state.store(ui.ctx(), field.id);
}
