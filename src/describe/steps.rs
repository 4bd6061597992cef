//! Names of undo steps, and descriptions of the history and its authors.

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    Locale,
    describe::{
        claims::{format_day, step_subject_label},
        history_problems::entry_after_gap_key,
        labels::time_label,
    },
    i18n::uppercase_first,
    register::{HistoryEvent, Step, StepKind},
    store::history::{attribution::Author, entry::HistoryEntry, index::EntryHeader},
};

/// Returns the name of a step as the menu shows it, as in "change of Megumi Yokota".
pub fn step_label(locale: Locale, step: &Step) -> String {
    let key = match step.kind {
        StepKind::Create => "step.create",
        StepKind::Change => "step.change",
        StepKind::Delete => "step.delete",
        StepKind::Duplicate => "step.duplicate",
        StepKind::Merge => "step.merge_sources",
        StepKind::Repair(_) => "step.repair",
        StepKind::Restore => "step.restore",
        StepKind::ApplyExternal => "step.external_changes",
        StepKind::Revert => "step.revert",
    };
    locale.t_with(key, &[("subject", &step_subject_label(locale, &step.subject))])
}

/// Describes an event of the history, as in "Undone: change of Megumi Yokota".
fn describe_history_event(locale: Locale, entry: &HistoryEvent) -> String {
    let step = |key: &str, step| locale.t_with(key, &[("step", &step_label(locale, step))]);
    match entry {
        HistoryEvent::Started => locale.t("history.created").into_owned(),
        HistoryEvent::ExternalChange { .. } => locale.t("history.external_change").into_owned(),
        HistoryEvent::Merged { .. } => locale.t("history.merged").into_owned(),
        HistoryEvent::Overwritten => locale.t("history.overwritten").into_owned(),
        HistoryEvent::Performed(did) => uppercase_first(&step_label(locale, did)),
        HistoryEvent::Undone(undone) => step("history.undone", undone),
        HistoryEvent::Redone(redone) => step("history.redone", redone),
    }
}

/// Describes an entry of the history, such as "Undone: change of Megumi Yokota". An entry that follows
/// a gap is named after the gap.
pub fn describe_history_entry(locale: Locale, entry: &HistoryEntry) -> String {
    match entry_after_gap_key(entry) {
        Some(key) => {
            let back = entry.gap.back.unwrap_or_default().to_string();
            locale.t_with(key, &[("n", &back)])
        }
        None => describe_history_event(locale, &entry.event),
    }
}

/// Describes which entries an entry follows, as in "merges change 5 into change 3"; `None` where it
/// follows the entry of the line before alone, as nearly every entry does.
pub fn describe_entry_parents(locale: Locale, header: &EntryHeader) -> Option<String> {
    let number = |line: u64| line.to_string();
    match *header.parent_lines {
        [ours, theirs] => {
            let values = [("ours", &*number(ours)), ("theirs", &*number(theirs))];
            Some(locale.t_with("history.merges_change", &values))
        }
        [parent] if parent + 1 != header.line_number => {
            Some(locale.t_with("history.follows_change", &[("n", &number(parent))]))
        }
        _ => None,
    }
}

/// Returns the author of a history entry: the name, and the account on its machine.
pub fn entry_author_label(locale: Locale, line: &HistoryEntry) -> String {
    let HistoryEntry { author_name: who, user, machine, .. } = line;
    let position = match (user.is_empty(), machine.is_empty()) {
        (false, false) => format!("{user}@{machine}"),
        _ => format!("{user}{machine}"),
    };
    match (who.is_empty(), position.is_empty()) {
        (true, true) => locale.t("history.no_author").into_owned(),
        (true, false) => position,
        (false, true) => who.clone(),
        (false, false) => {
            locale.t_with("history.author_with_account", &[("who", who), ("account", &position)])
        }
    }
}

/// Returns the name of the author of a history entry, or the account if there is no name.
pub fn short_entry_author_label(locale: Locale, line: &HistoryEntry) -> String {
    if line.author_name.is_empty() {
        entry_author_label(locale, line)
    } else {
        line.author_name.clone()
    }
}

/// Describes who saved something, and when, in a time zone.
pub fn describe_author(locale: Locale, author: Author<'_>, zone: &TimeZone) -> String {
    let with = |key: &str, who: &str, at| {
        let [day, time] = day_and_time_labels(locale, at, zone);
        locale.t_with(key, &[("who", who), ("day", &*day), ("time", &*time)])
    };
    match author {
        Author::Entry(line) => {
            with("external_changes.their_author", &entry_author_label(locale, line), line.time)
        }
        Author::OtherProgram(Some(at)) => with("external_changes.their_unknown_author", "", at),
        Author::OtherProgram(None) => locale.t("history.external_change").into_owned(),
    }
}

/// Returns the day and the time of day of a moment, in a time zone.
pub fn day_and_time_labels(locale: Locale, at: Timestamp, zone: &TimeZone) -> [String; 2] {
    let at = at.to_zoned_datetime(zone.clone());
    [format_day(locale, at.date()), time_label(&at)]
}
