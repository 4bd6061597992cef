//! A text editor with line numbers.

use egui::{
    Align2, FontId, Id, Margin, TextEdit, Ui, epaint::text::PlacedRow, pos2,
    text_edit::TextEditOutput,
};

use crate::ui::theme::{Palette, Role, SPACE};

/// Draws the editor. Its lines are numbered from `first`; the line with the number `fault` has its
/// number in the colour of errors. A wrapped line has its number at its first row. Only the numbers
/// in sight are painted.
pub fn line_numbered_editor_ui(
    ui: &mut Ui,
    id: Id,
    text: &mut String,
    (first, fault): (usize, Option<usize>),
    is_enabled: bool,
) -> TextEditOutput {
    let font = FontId::monospace(Role::Body.size());
    let last = first + text.matches('\n').count();
    let digits = last.to_string().len() as f32;
    let digit = ui.fonts_mut(|fonts| fonts.glyph_width(&font, '0'));
    let room = digits * digit + SPACE * 2.0;
    let margin = Margin { left: room.min(127.0) as i8, ..Margin::same(SPACE as i8) };
    let field = TextEdit::multiline(text).id(id).font(font.clone()).margin(margin);
    let field = field.desired_width(f32::INFINITY).interactive(is_enabled).lock_focus(true);
    let shown = field.show(ui);

    let (galley, top) = (&shown.galley, shown.galley_pos.y);
    let visible_range = ui.clip_rect().y_range();
    let begin = galley.rows.partition_point(|row| top + row.max_y() < visible_range.min);
    let (above, below) = galley.rows.split_at(begin);
    let ends_line = |row: &PlacedRow| row.ends_with_newline;
    let mut number = first + above.iter().filter(|row| ends_line(row)).count();
    let mut begins_line = above.last().is_none_or(ends_line);
    let (right, palette) = (shown.galley_pos.x - SPACE, Palette::of(ui));
    for row in below.iter().take_while(|row| top + row.min_y() < visible_range.max) {
        if begins_line {
            let at = pos2(right, top + row.min_y());
            let color = if fault == Some(number) { palette.error } else { palette.weak };
            ui.painter().text(at, Align2::RIGHT_TOP, number.to_string(), font.clone(), color);
        }
        begins_line = ends_line(row);
        number += usize::from(begins_line);
    }
    shown
}
