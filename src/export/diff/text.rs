//! What differs as lines of text: who, what, and the value.

use crate::export::diff::DiffReport;

/// Prints a report; nothing where nothing differs.
pub(super) fn print(report: &DiffReport<'_>) -> Vec<u8> {
    let mut text = String::new();
    for entry in &report.entries {
        let line = entry.text.to_line(report.locale);
        // One difference a line, whatever a text holds.
        text.extend(line.chars().map(|c| if c.is_control() { ' ' } else { c }));
        text.push('\n');
    }
    text.into_bytes()
}
