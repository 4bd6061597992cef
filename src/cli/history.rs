//! The history on the command line: listed, verified, and the register as recorded on a day.

use std::{io::Write, path::Path};

use anyhow::anyhow;
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use crate::{
    Locale, Progress,
    cli::{
        ExitStatus,
        args::{
            RegisterArgs,
            history::{HistoryArgs, HistoryFormat},
        },
        resolve_register_path,
    },
    describe::{claims::step_subject_label, steps::describe_history_event},
    model::{CaseId, Day},
    register::{HistoryEvent, RecordedVersion, Register, StepKind},
    store::{
        self,
        history::{
            checkout::checkout_register,
            entry::HistoryEntry,
            error::HistoryError,
            index::{EntryHeader, HistoryIndex},
            verify::{self, IntegrityReport},
        },
        paths::RegisterPaths,
    },
};

/// Prints every recorded change, or those of one case, the oldest first.
pub(super) fn run(
    HistoryArgs { common, case, format }: HistoryArgs,
    locale: Locale,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<ExitStatus> {
    let path = resolve_register_path(common.register, locale)?;
    let past = read_history_index(&path, locale)?;
    let touches = |mark: &&EntryHeader| {
        case.as_ref().is_none_or(|case| mark.cases.iter().any(|id| id.as_str() == case))
    };
    let marks: Vec<&EntryHeader> =
        past.headers().iter().map(AsRef::as_ref).filter(touches).collect();
    match format {
        HistoryFormat::Text => {
            for mark in &marks {
                // One change a line, whatever a text holds.
                let line = format_entry_line(locale, &mark.entry).replace(char::is_control, " ");
                writeln!(out, "{line}")?;
            }
        }
        HistoryFormat::Json => {
            let changes =
                marks.iter().map(|mark| HistoryEntryJson::from_header(locale, mark)).collect();
            let document = HistoryJson { case: case.as_deref(), language: locale.code(), changes };
            serde_json::to_writer_pretty(&mut *out, &document)?;
            writeln!(out)?;
        }
    }
    if !past.unreadable_lines().is_empty() {
        writeln!(
            err,
            "{}",
            locale.t_plural("history.unreadable_lines", past.unreadable_lines().len())
        )?;
    }
    if let Some(case) = case.filter(|_| marks.is_empty()) {
        writeln!(err, "{}", locale.t_with("history.list.none_for_case", &[("case", &case)]))?;
    }
    Ok(ExitStatus::Success)
}

/// Says whether the history is whole and the register is what it ends with; each flaw with its
/// line. Where there is no history nothing can be verified.
pub(super) fn verify(
    common: RegisterArgs,
    locale: Locale,
    out: &mut dyn Write,
) -> anyhow::Result<ExitStatus> {
    let path = resolve_register_path(common.register, locale)?;
    let found = verify::verify(&path, &Progress::default());
    let IntegrityReport {
        entry_count: lines,
        time_span: span,
        issues: flaws,
        clock_regressions: early,
    } = found.map_err(|error| localized_error(&error, locale))?;
    for verify::IntegrityIssue { line, kind: flaw } in &flaws {
        let (line, flaw) = (line.to_string(), flaw.describe(locale));
        writeln!(
            out,
            "{}",
            locale.t_with("history.verify.line_issue", &[("line", &line), ("issue", &flaw)])
        )?;
    }
    for line in early {
        writeln!(
            out,
            "{}",
            locale.t_with("history.verify.time_reversed", &[("line", &line.to_string())])
        )?;
    }
    if let Some((from, to)) = span {
        let lines = locale.t_plural("history.verify.lines", usize::try_from(lines).unwrap_or(0));
        let [from, to] = [from, to].map(format_utc_time);
        let values = [("lines", &*lines), ("from", &*from), ("to", &*to)];
        writeln!(out, "{}", locale.t_with("history.verify.span", &values))?;
    }
    let is_whole = flaws.is_empty();
    let key = if is_whole { "history.verify.intact" } else { "history.verify.not_intact" };
    writeln!(out, "{}", locale.t_with(key, &[("path", &path.display().to_string())]))?;
    Ok(if is_whole { ExitStatus::Success } else { ExitStatus::Failure })
}

/// The register as it stood at the end of a day, where this machine is.
pub(super) fn checkout_as_recorded(
    path: &Path,
    day: Day,
    locale: Locale,
) -> anyhow::Result<(Register, RecordedVersion)> {
    let opened = store::load_strict(path, &Progress::default());
    let opened = opened.map_err(|error| anyhow!(error.describe(locale)))?;
    let past = read_history_index(path, locale)?;
    let then = || -> Result<_, HistoryError> {
        if past.last_register_digest() != Some(opened.version.fingerprint().digest()) {
            return Err(HistoryError::OutOfSync(RegisterPaths::of(path).history()));
        }
        let day_of =
            |mark: &EntryHeader| mark.entry.time.to_zoned_datetime(TimeZone::system()).date();
        let at = past.headers().iter().rposition(|mark| day_of(mark) <= day);
        let at = at.ok_or(HistoryError::TooEarly)?;
        let mark = &past.headers()[at];
        let recorded = RecordedVersion { day: day_of(mark), change_number: mark.entry.number };
        let register = checkout_register(path, &past, at, opened.register, &Progress::default())?;
        Ok((register, recorded))
    };
    then().map_err(|error| localized_error(&error, locale))
}

fn read_history_index(path: &Path, locale: Locale) -> anyhow::Result<HistoryIndex> {
    let past = HistoryIndex::load(path, None, &Progress::default());
    let past = past.map_err(|error| localized_error(&error, locale))?;
    if past.headers().is_empty() && past.unreadable_lines().is_empty() {
        let none = HistoryError::NoHistory(RegisterPaths::of(path).history());
        return Err(localized_error(&none, locale));
    }
    Ok(past)
}

fn localized_error(error: &HistoryError, locale: Locale) -> anyhow::Error {
    anyhow!(error.describe(locale))
}

/// Number, time, who, what and why in one line.
fn format_entry_line(locale: Locale, line: &HistoryEntry) -> String {
    let HistoryEntry { number: n, time: at, author_name: who, user, machine, event: what, .. } =
        line;
    let position = format!("{user}@{machine}");
    let who = if who.is_empty() { position } else { format!("{who} ({position})") };
    let what_words = describe_history_event(locale, what);
    let text = format!("{n}  {}  {who}  {what_words}", format_utc_time(*at));
    match what.step().map(|step| step.reason.as_str()) {
        None | Some("") => text,
        Some(why) => format!("{text}  [{why}]"),
    }
}

/// A time, the same wherever it is read.
fn format_utc_time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

/// The history for programs: `case`, the one asked for, or null; `language`, that of `words` and
/// `subject`; `changes`, the oldest first.
#[derive(Serialize)]
struct HistoryJson<'a> {
    case: Option<&'a str>,
    language: &'static str,
    changes: Vec<HistoryEntryJson<'a>>,
}

/// A change: `number`; `as_recorded`, when this register knew it; `who`, `user`, `machine`; `what`
/// (`began`, `outside`, `overwrote`, `did`, `undid`, `redid`); of a step its `deed`, `subject` and
/// `why`; `words`; the ids of the `cases` it touches; `file`, the SHA-256 of the register's text,
/// where a save ended with it.
#[derive(Serialize)]
struct HistoryEntryJson<'a> {
    number: u64,
    as_recorded: Timestamp,
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
    fn from_header(
        locale: Locale,
        EntryHeader { entry: line, cases, .. }: &'a EntryHeader,
    ) -> Self {
        let HistoryEntry {
            number: n,
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
            number: *n,
            as_recorded: *at,
            who,
            user,
            machine,
            what: match what {
                HistoryEvent::Started => "began",
                HistoryEvent::ExternalChange { .. } => "outside",
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
            text: describe_history_event(locale, what),
            cases,
            file: file.map(|file| file.to_string()),
        }
    }
}
