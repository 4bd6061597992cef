//! Descriptions of what a history holds under a seal.

use jiff::tz::TimeZone;

use crate::{
    Locale,
    describe::steps::{day_and_time_labels, describe_history_entry, entry_author_label},
    store::history::seal_search::{SealMatch, SealPrefix, SealSearch},
};

impl SealSearch<'_> {
    /// Describes the result: which line holds the seal, when and by whom it was recorded, and
    /// whether the later lines follow it, a sentence each.
    pub fn describe(&self, locale: Locale, seal: &SealPrefix, zone: &TimeZone) -> Vec<String> {
        match self {
            Self::NotFound => {
                vec![locale.t_with("history.seal.not_found", &[("seal", seal.as_str())])]
            }
            Self::Ambiguous(lines) => {
                let values = [("seal", seal.as_str()), ("lines", &line_numbers(locale, lines))];
                vec![locale.t_with("history.seal.ambiguous", &values)]
            }
            Self::Found(found) if !found.header.is_intact => {
                let line = found.header.line_number.to_string();
                vec![locale.t_with("history.seal.changed", &[("line", &line)])]
            }
            Self::Found(found) => {
                vec![describe_line(locale, found, zone), describe_later(locale, found)]
            }
        }
    }
}

/// Describes a line: its number, its time, its author and its change.
fn describe_line(locale: Locale, found: &SealMatch<'_>, zone: &TimeZone) -> String {
    let entry = &found.header.entry;
    let [day, time] = day_and_time_labels(locale, entry.time, zone);
    let line = found.header.line_number.to_string();
    let author = entry_author_label(locale, entry);
    let event = describe_history_entry(locale, entry);
    let values =
        [("line", &*line), ("day", &day), ("time", &time), ("author", &author), ("event", &event)];
    locale.t_with("history.seal.found", &values)
}

/// Describes whether the later lines follow a line.
fn describe_later(locale: Locale, found: &SealMatch<'_>) -> String {
    let others = line_numbers(locale, &found.other_lines);
    match (found.following_count, &*found.other_lines) {
        (0, []) => locale.t("history.seal.is_last").into_owned(),
        (n, []) => locale.t_plural("history.seal.followed", n),
        (_, _) if found.is_followed_by_last => {
            locale.t_with("history.seal.followed_but_merged", &[("lines", &others)])
        }
        _ => locale.t_with("history.seal.not_followed", &[("lines", &others)]),
    }
}

/// Lists the numbers of lines.
fn line_numbers(locale: Locale, lines: &[u64]) -> String {
    locale.join_list(lines.iter().map(ToString::to_string))
}
