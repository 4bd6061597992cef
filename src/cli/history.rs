//! Command `history`.

use std::io::Write as _;

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::{
    Locale,
    cli::{
        args::history::{HistoryArgs, HistoryFormat},
        context::CliContext,
        exit_status::ExitStatus,
        register_history::{format_local_time, load_history_index},
    },
    describe::{
        claims::step_subject_label,
        steps::{describe_entry_parents, describe_history_entry},
    },
    export::visible_writer::VisibleWriter,
    model::{CaseId, characters::visible_line},
    register::{HistoryEvent, StepKind},
    store::history::{entry::HistoryEntry, index::EntryHeader},
};

/// Writes every recorded change, or those of one case, in the order of the file.
pub(super) fn run(
    HistoryArgs { common, case, format }: HistoryArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let (path, locale) = (context.register_path(common.register)?, context.locale);
    let index = load_history_index(&path, locale)?;
    let touches_case = |header: &&EntryHeader| {
        case.as_ref().is_none_or(|case| header.cases.iter().any(|id| id.as_str() == case))
    };
    let headers: Vec<&EntryHeader> =
        index.headers().iter().map(AsRef::as_ref).filter(touches_case).collect();
    match format {
        HistoryFormat::Text => {
            for header in &headers {
                // One change a line, whatever a text holds.
                let line = format_entry_line(locale, header, &context.time_zone);
                writeln!(context.out, "{}", visible_line(&line))?;
            }
        }
        HistoryFormat::Json => {
            let zone = &context.time_zone;
            let changes = headers.iter().map(|header| HistoryEntryJson::new(locale, header, zone));
            let changes = changes.collect();
            let document = HistoryJson { case: case.as_deref(), language: locale.code(), changes };
            let mut out = VisibleWriter::for_json(&mut *context.out);
            serde_json::to_writer_pretty(&mut out, &document)?;
            writeln!(out)?;
            out.flush()?;
        }
    }
    let unreadable = index.unreadable_lines().len();
    if unreadable > 0 {
        writeln!(context.err, "{}", locale.t_plural("history.unreadable_lines", unreadable))?;
    }
    if let Some(case) = case.filter(|_| headers.is_empty()) {
        let none = locale.t_with("history.list.none_for_case", &[("case", &case)]);
        writeln!(context.err, "{none}")?;
    }
    Ok(ExitStatus::Success)
}

/// Formats a change in one line: number, time, author, change, the changes that it follows where
/// it is not the one before, and reason.
fn format_entry_line(locale: Locale, header: &EntryHeader, zone: &TimeZone) -> String {
    let HistoryEntry { time: at, author_name: who, user, machine, event: what, .. } = &header.entry;
    let position = format!("{user}@{machine}");
    let who = if who.is_empty() { position } else { format!("{who} ({position})") };
    let what_words = describe_history_entry(locale, &header.entry);
    let (n, time) = (header.line_number, format_local_time(*at, zone));
    let what_words = match describe_entry_parents(locale, header) {
        Some(parents) => locale.t_with(
            "history.list.event_with_parents",
            &[("event", &what_words), ("parents", &parents)],
        ),
        None => what_words,
    };
    let text = format!("{n}  {time}  {who}  {what_words}");
    match what.step().map(|step| step.reason.as_str()) {
        None | Some("") => text,
        Some(why) => format!("{text}  [{why}]"),
    }
}

/// The history for programs: `case`, the one asked for, or null; `language`, that of `words` and
/// `subject`; `changes`, the oldest first.
#[derive(Serialize)]
struct HistoryJson<'a> {
    case: Option<&'a str>,
    language: &'static str,
    changes: Vec<HistoryEntryJson<'a>>,
}

/// A change: `number`; `follows`, the numbers of the changes that it follows, two where `what` is
/// `merged`; `as_recorded`, when this register knew it, as `2026-11-25T23:03:59+09:00`; `who`,
/// `user`, `machine`; `what` (`began`, `outside`, `returned`, `merged`, `overwrote`, `did`, `undid`, `redid`); of a step its `deed`, `subject` and
/// `why`; `words`; the ids of the `cases` it touches; `file`, the SHA-256 of the register's text,
/// where a save ended with it.
#[derive(Serialize)]
struct HistoryEntryJson<'a> {
    number: u64,
    follows: &'a [u64],
    as_recorded: String,
    who: &'a str,
    user: &'a str,
    machine: &'a str,
    what: &'static str,
    deed: Option<&'static str>,
    subject: Option<String>,
    why: Option<&'a str>,
    #[serde(rename = "words")]
    text: String,
    cases: &'a [CaseId],
    file: Option<String>,
}

impl<'a> HistoryEntryJson<'a> {
    fn new(locale: Locale, header: &'a EntryHeader, zone: &TimeZone) -> Self {
        let EntryHeader { entry: line, cases, line_number, parent_lines, .. } = header;
        let HistoryEntry {
            time: at,
            author_name: who,
            user,
            machine,
            event: what,
            register_digest: file,
            ..
        } = line;
        let step = what.step();
        Self {
            number: *line_number,
            follows: parent_lines,
            as_recorded: at.to_zoned_datetime(zone.clone()).strftime("%FT%T%:z").to_string(),
            who,
            user,
            machine,
            what: match what {
                HistoryEvent::Started => "began",
                HistoryEvent::ExternalChange { .. } if line.records_other_program() => "outside",
                HistoryEvent::ExternalChange { .. } => "returned",
                HistoryEvent::Merged { .. } => "merged",
                HistoryEvent::Overwritten => "overwrote",
                HistoryEvent::Performed(_) => "did",
                HistoryEvent::Undone(_) => "undid",
                HistoryEvent::Redone(_) => "redid",
            },
            deed: step.map(|step| match step.kind {
                StepKind::Create => "create",
                StepKind::Change => "change",
                StepKind::Delete => "delete",
                StepKind::Duplicate => "duplicate",
                StepKind::Merge => "merge",
                StepKind::Repair(_) => "mend",
                StepKind::Restore => "restore",
                StepKind::ApplyExternal => "take_in",
                StepKind::Revert => "revert",
            }),
            subject: step.map(|step| step_subject_label(locale, &step.subject)),
            why: step.map(|step| step.reason.as_str()),
            text: describe_history_entry(locale, line),
            cases,
            file: file.map(|file| file.to_string()),
        }
    }
}
