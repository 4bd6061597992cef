//! What stands in a file, as a sentence can hold it.

use super::format::is_unseen;

/// How many characters of a text are shown.
pub(super) const SHOWN: usize = 120;

/// The beginning of a text, for a sentence about it: whatever stands in a file, the sentence
/// stays short, in its direction, and does nothing to a terminal.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown = String::new();
    let mut characters = text.chars();
    for c in characters.by_ref().take(SHOWN) {
        if is_unseen(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}
