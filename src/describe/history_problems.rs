//! Sentences about a history that is not the one that is known, and about gaps in a history.

use crate::{
    Locale,
    describe::{claims::format_day, errors::path_label, labels::time_label},
    register::HistoryEvent,
    store::history::{
        entry::HistoryEntry,
        history_gap::HistoryGap,
        history_problem::{HistoryProblem, HistoryProblemKind, KnownLine},
    },
};

impl HistoryProblem {
    /// Describes what is wrong with the history; the path comes last.
    pub fn describe(&self, locale: Locale) -> String {
        let path = path_label(&self.path);
        let lost = self.lost.as_ref().map(|line| line.describe(locale));
        let lost = lost.as_deref().unwrap_or_default();
        let (key, [first, second]) = match self.kind {
            HistoryProblemKind::Missing => ("history.problem.missing", Default::default()),
            HistoryProblemKind::Empty => ("history.problem.empty", Default::default()),
            HistoryProblemKind::Damaged(issue) => {
                let key = match &self.lost {
                    Some(_) => "history.problem.damaged_without_line",
                    None => "history.problem.damaged",
                };
                (key, [issue.line.to_string(), issue.kind.describe(locale)])
            }
            HistoryProblemKind::LineMissing { last_number } => {
                ("history.problem.line_missing", [last_number.to_string(), String::new()])
            }
        };
        let values = [("lost", lost), ("n", &*first), ("issue", &*second), ("path", &*path)];
        locale.t_with(key, &values)
    }

    /// Describes what is kept, and where, when a line is appended in spite of the problem.
    pub fn describe_continuation(&self, locale: Locale) -> String {
        let length = usize::try_from(self.unreadable_length).unwrap_or(usize::MAX);
        let length = locale.t_plural("history.problem.length", length);
        let key = match (self.has_readable_lines, self.unreadable_length) {
            (false, 0) => "history.problem.begins_anew",
            (false, _) => "history.problem.begins_anew_with_bytes",
            (true, 0) => "history.problem.continues",
            (true, _) => "history.problem.continues_with_bytes",
        };
        locale.t_with(key, &[("length", &length)])
    }
}

impl KnownLine {
    /// Returns the line in words, as in "change 12, last seen here on 3 May 2026 at 10:00".
    fn describe(&self, locale: Locale) -> String {
        let (n, day) = (self.number.to_string(), format_day(locale, self.seen.date()));
        let time = time_label(&self.seen);
        let values = [("n", &*n), ("day", &*day), ("time", &*time)];
        locale.t_with("history.problem.known_line", &values)
    }
}

/// Describes the gap before an entry: a sentence for each thing that the entry says of it.
pub fn describe_gap(locale: Locale, gap: &HistoryGap) -> Vec<String> {
    let HistoryGap { lost, aside, back } = gap;
    let lost = lost
        .as_ref()
        .map(|line| locale.t_with("history.gap.lost", &[("n", &line.number.to_string())]));
    let aside = aside.as_ref().map(|bytes| {
        let length = usize::try_from(bytes.length).unwrap_or(usize::MAX);
        let length = locale.t_plural("history.problem.length", length);
        let values = [("length", &*length), ("name", &*bytes.file_name)];
        locale.t_with("history.gap.aside", &values)
    });
    let back = back.map(|n| locale.t_with("history.gap.back", &[("n", &n.to_string())]));
    [lost, aside, back].into_iter().flatten().collect()
}

/// Returns the locale key of the name of an entry that follows a gap, where the gap says more than
/// the event; `None` otherwise.
pub(super) fn entry_after_gap_key(entry: &HistoryEntry) -> Option<&'static str> {
    let is_lossy = entry.gap.lost.is_some() || entry.gap.aside.is_some();
    match &entry.event {
        HistoryEvent::Started if is_lossy => Some("history.created_anew"),
        HistoryEvent::ExternalChange { .. } if entry.gap.back.is_some() => Some("history.returned"),
        HistoryEvent::ExternalChange { .. } if is_lossy => Some("history.found_after_gap"),
        _ => None,
    }
}
