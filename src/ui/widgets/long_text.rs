//! Long texts: shown and edited in parts, so that a text of any length is laid out in bounded time
//! and memory.

use egui::{Response, Ui};

use crate::{
    Locale,
    ui::{
        theme::{Role, SPACE},
        widgets::{
            block_list::BlockList,
            buttons::icon_button,
            text::{rich_text, weak_text},
        },
    },
};

/// The length of a part that is edited, in bytes.
const EDITED_PART: usize = 16 << 10;
/// The length of a part that is shown, in bytes.
const SHOWN_PART: usize = 4 << 10;

/// Draws a text; a long one in parts, of which those in sight are laid out.
pub(crate) fn long_text_ui(ui: &mut Ui, text: &str, role: Role) {
    if text.len() <= 2 * SHOWN_PART {
        ui.label(rich_text(text, role));
        return;
    }
    let mut starts = vec![0];
    while let Some(start) = starts.last().map(|start| part_end(text, *start, SHOWN_PART))
        && start < text.len()
    {
        starts.push(start);
    }
    let letters_per_line = (ui.available_width() / SPACE).max(1.0);
    let estimated_height = SHOWN_PART as f32 / letters_per_line * SPACE * 2.0;
    let list = BlockList { id_salt: "parts", len: starts.len(), estimated_height, needed: None };
    list.ui(ui, |ui, at| {
        let end = starts.get(at + 1).copied().unwrap_or(text.len());
        // The line break at the end of a part is that between two labels.
        let part = &text[starts[at]..end];
        let part = part.strip_suffix('\n').unwrap_or(part);
        ui.label(rich_text(part, role));
    });
}

/// Draws a field for a text with `edit`, which draws it for the text that it is handed: the whole
/// text, or a part of a long one, with buttons above and below it that lead to the parts before and
/// after it.
///
/// What is typed replaces the part in the text; the rest of the text stays as it is.
pub(crate) fn edit_in_parts(
    ui: &mut Ui,
    locale: Locale,
    text: &mut String,
    edit: impl FnOnce(&mut Ui, &mut String) -> Response,
) -> Response {
    let id = ui.make_persistent_id("edited part");
    if text.len() <= EDITED_PART {
        // In the same place among the widgets as a part, so that a text that grows keeps the focus.
        return ui.vertical(|ui| ui.push_id("part", |ui| edit(ui, text)).inner).inner;
    }
    let (mut start, mut end) = ui.data(|data| data.get_temp(id)).unwrap_or((0, text.len()));
    let is_part = start <= end && text.is_char_boundary(start) && text.is_char_boundary(end);
    if !is_part {
        start = text.floor_char_boundary(start.min(text.len()));
    }
    if !is_part || end - start > 4 * EDITED_PART {
        end = part_end(text, start, EDITED_PART);
    }
    let response = ui.vertical(|ui| {
        let is_whole = (start, end) == (0, text.len());
        if !is_whole {
            (start, end) = part_row(ui, locale, text, (start, end));
        }
        let mut part = text[start..end].to_owned();
        // A part after the first one has undo steps of its own.
        let salt = if start == 0 { "part".to_owned() } else { format!("part at {start}") };
        let response = ui.push_id(salt, |ui| edit(ui, &mut part)).inner;
        if response.changed() {
            text.replace_range(start..end, &part);
            end = start + part.len();
        }
        if !is_whole {
            (start, end) = part_row(ui, locale, text, (start, end));
        }
        response
    });
    ui.data_mut(|data| data.insert_temp(id, (start, end)));
    response.inner
}

/// Draws the row above or below a part with the place of the part in the text; returns the part that the
/// user asks for.
fn part_row(ui: &mut Ui, locale: Locale, text: &str, part: (usize, usize)) -> (usize, usize) {
    let mut next = part;
    let (start, end) = part;
    ui.horizontal(|ui| {
        let percent = |at: usize| (at as f64 / text.len() as f64 * 100.0).round().to_string();
        let places = [("from", &*percent(start)), ("to", &*percent(end))];
        ui.label(weak_text(ui, locale.t_with("form.text_part", &places), Role::Caption));
        if start > 0 && icon_button(ui, "◀", &locale.t("form.previous_part")).clicked() {
            let before = part_start(text, start);
            next = (before, start);
        }
        if end < text.len() && icon_button(ui, "▶", &locale.t("form.next_part")).clicked() {
            next = (end, part_end(text, end, EDITED_PART));
        }
    });
    next
}

/// Returns the end of the part of a text that starts at an offset and has about this length: after
/// a line, else after a word. What is left of the text is at least half a part.
fn part_end(text: &str, start: usize, length: usize) -> usize {
    if text.len() - start <= 2 * length {
        return text.len();
    }
    let limit = text.floor_char_boundary(start + length);
    let from = text.ceil_char_boundary(start + length / 2);
    let tail = &text[from..limit];
    let line = tail.rfind('\n').map(|at| at + 1);
    let end = line.or_else(|| tail.rfind(' ').map(|at| at + 1));
    end.map_or(limit, |end| from + end)
}

/// Returns the start of the part of a text that ends at an offset.
fn part_start(text: &str, end: usize) -> usize {
    if end <= 2 * EDITED_PART {
        return 0;
    }
    let limit = text.ceil_char_boundary(end - EDITED_PART);
    let line = text[limit..end].find('\n').map(|at| limit + at + 1);
    line.filter(|start| *start < end).unwrap_or(limit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{EDITED_PART, part_end, part_start};

    proptest! {
        #[test]
        fn parts_follow_each_other_over_the_whole_text(
            line in "[a-c横 \n]{1,40}", count in 1_usize..6000,
        ) {
            let text = line.repeat(count);
            let mut start = 0;
            while start < text.len() {
                let end = part_end(&text, start, EDITED_PART);
                prop_assert!(end > start && end - start <= 2 * EDITED_PART);
                prop_assert!(text.is_char_boundary(end));
                let before = part_start(&text, end);
                prop_assert!(before < end && end - before <= 2 * EDITED_PART);
                prop_assert!(text.is_char_boundary(before));
                start = end;
            }
        }
    }
}
