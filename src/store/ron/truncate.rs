//! Texts of a file, shortened for a message.

use crate::store::ron::print::escape::is_invisible_or_control;

/// The number of characters of a text that a message shows.
pub(super) const MAX_MESSAGE_CHARS: usize = 120;

/// Returns the start of a text for a message. Whatever the file holds, the message stays short,
/// keeps its direction, and does not control a terminal.
pub(crate) fn truncate_for_message(text: &str) -> String {
    let mut truncated = String::new();
    let mut characters = text.chars();
    for c in characters.by_ref().take(MAX_MESSAGE_CHARS) {
        if is_invisible_or_control(c) {
            truncated.extend(c.escape_unicode());
        } else {
            truncated.push(c);
        }
    }
    if characters.next().is_some() {
        truncated.push('…');
    }
    truncated
}
