//! Texts of a file, shortened for a message.

use crate::model::characters::{invisible_kind, push_notation};

/// The number of characters of a text that a message shows.
pub(super) const MAX_MESSAGE_CHARS: usize = 120;

/// Returns the start of a text for a message, with the code point of every character that cannot be
/// seen, as in `1978‹U+3000›`. Whatever the file holds, the message stays short, keeps its direction,
/// and does not control a terminal.
pub(crate) fn truncate_for_message(text: &str) -> String {
    let mut truncated = String::new();
    let mut characters = text.chars();
    for c in characters.by_ref().take(MAX_MESSAGE_CHARS) {
        if invisible_kind(c).is_some() {
            push_notation(&mut truncated, c);
        } else {
            truncated.push(c);
        }
    }
    if characters.next().is_some() {
        truncated.push('…');
    }
    truncated
}
