//! What stands in a file, as a sentence can hold it.

use crate::store::ron::print::is_invisible_or_control;

/// How many characters of a text are shown.
pub(super) const MAX_MESSAGE_CHARS: usize = 120;

/// The beginning of a text, for a sentence about it: whatever stands in a file, the sentence
/// stays short, in its direction, and does nothing to a terminal.
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
