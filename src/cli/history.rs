//! The history on the command line: listed, verified, and the register as recorded on a day.

use std::{io::Write, path::Path};

use anyhow::anyhow;
use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{
    Outcome,
    args::{Common, HistoryArgs, HistoryFormat},
    register_path,
};
use crate::{
    lang::Lang,
    model::{CaseId, Day},
    progress::Progress,
    register::{Deed, Entry, Recorded, Register},
    session::entry_words,
    store::{self, Flaw, HistoryError, Line, Mark, Past, Verified, register_at},
    view::subject_words,
};

/// Prints every recorded change, or those of one case, the oldest first.
pub(super) fn run(
    HistoryArgs { common, case, format }: HistoryArgs,
    lang: Lang,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let path = register_path(common.register, lang)?;
    let past = read(&path, lang)?;
    let touches = |mark: &&Mark| {
        case.as_ref().is_none_or(|case| mark.cases.iter().any(|id| id.as_str() == case))
    };
    let marks: Vec<&Mark> = past.marks().iter().map(AsRef::as_ref).filter(touches).collect();
    match format {
        HistoryFormat::Text => {
            for mark in &marks {
                // One change a line, whatever a text holds.
                let line = line_words(lang, &mark.line).replace(char::is_control, " ");
                writeln!(out, "{line}")?;
            }
        }
        HistoryFormat::Json => {
            let changes = marks.iter().map(|mark| Change::of(lang, mark)).collect();
            let document = Document { case: case.as_deref(), language: lang.code(), changes };
            serde_json::to_writer_pretty(&mut *out, &document)?;
            writeln!(out)?;
        }
    }
    if !past.unread().is_empty() {
        writeln!(err, "{}", lang.count("history.unread", past.unread().len()))?;
    }
    if let Some(case) = case.filter(|_| marks.is_empty()) {
        writeln!(err, "{}", lang.with("history.list.none_of_case", &[("case", &case)]))?;
    }
    Ok(Outcome::Done)
}

/// Says whether the history is whole and the register is what it ends with; each flaw with its
/// line. Where there is no history nothing can be verified.
pub(super) fn verify(common: Common, lang: Lang, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let path = register_path(common.register, lang)?;
    let found = store::verify(&path, &Progress::default());
    let Verified { lines, span, flaws, early } = found.map_err(|error| in_words(&error, lang))?;
    for store::Flawed { line, flaw } in &flaws {
        let (line, flaw) = (line.to_string(), flaw_words(lang, *flaw));
        writeln!(out, "{}", lang.with("history.verify.line", &[("line", &line), ("flaw", &flaw)]))?;
    }
    for line in early {
        writeln!(out, "{}", lang.with("history.verify.early", &[("line", &line.to_string())]))?;
    }
    if let Some((from, to)) = span {
        let lines = lang.count("history.verify.lines", usize::try_from(lines).unwrap_or(0));
        let [from, to] = [from, to].map(time_words);
        let values = [("lines", &*lines), ("from", &*from), ("to", &*to)];
        writeln!(out, "{}", lang.with("history.verify.span", &values))?;
    }
    let is_whole = flaws.is_empty();
    let key = if is_whole { "history.verify.whole" } else { "history.verify.flawed" };
    writeln!(out, "{}", lang.with(key, &[("path", &path.display().to_string())]))?;
    Ok(if is_whole { Outcome::Done } else { Outcome::Failed })
}

/// The register as it stood at the end of a day, where this machine is.
pub(super) fn as_recorded(
    path: &Path,
    day: Day,
    lang: Lang,
) -> anyhow::Result<(Register, Recorded)> {
    let opened = store::load(path, &Progress::default());
    let opened = opened.map_err(|error| anyhow!(error.words(lang)))?;
    let past = read(path, lang)?;
    let then = || -> Result<_, HistoryError> {
        if past.end() != Some(opened.stamp.digest()) {
            return Err(HistoryError::Apart(store::history_of(path)));
        }
        let day_of = |mark: &Mark| mark.line.at.to_zoned_datetime(TimeZone::system()).date();
        let at = past.marks().iter().rposition(|mark| day_of(mark) <= day);
        let at = at.ok_or(HistoryError::TooEarly)?;
        let mark = &past.marks()[at];
        let recorded = Recorded { day: day_of(mark), change: mark.line.n };
        let register = register_at(path, &past, at, opened.register, &Progress::default())?;
        Ok((register, recorded))
    };
    then().map_err(|error| in_words(&error, lang))
}

fn read(path: &Path, lang: Lang) -> anyhow::Result<Past> {
    let past = Past::read(path, None, &Progress::default());
    let past = past.map_err(|error| in_words(&error, lang))?;
    if past.marks().is_empty() && past.unread().is_empty() {
        let none = HistoryError::None(store::history_of(path));
        return Err(in_words(&none, lang));
    }
    Ok(past)
}

fn in_words(error: &HistoryError, lang: Lang) -> anyhow::Error {
    anyhow!(error.words(lang))
}

/// Number, time, who, what and why in one line.
fn line_words(lang: Lang, line: &Line) -> String {
    let Line { n, at, who, user, machine, what, .. } = line;
    let account = format!("{user}@{machine}");
    let who = if who.is_empty() { account } else { format!("{who} ({account})") };
    let what_words = entry_words(lang, what);
    let words = format!("{n}  {}  {who}  {what_words}", time_words(*at));
    match what.step().map(|step| step.why.as_str()) {
        None | Some("") => words,
        Some(why) => format!("{words}  [{why}]"),
    }
}

/// A time, the same wherever it is read.
fn time_words(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

fn flaw_words(lang: Lang, flaw: Flaw) -> String {
    let key = match flaw {
        Flaw::Missing(n) => {
            return lang.count("history.flaw.missing", usize::try_from(n).unwrap_or(usize::MAX));
        }
        Flaw::Unread => "history.flaw.unread",
        Flaw::Changed => "history.flaw.changed",
        Flaw::Moved => "history.flaw.moved",
        Flaw::Cut => "history.flaw.cut",
        Flaw::Open => "history.flaw.open",
        Flaw::Register => "history.flaw.register",
    };
    lang.t(key).into_owned()
}

/// The history for programs: `case`, the one asked for, or null; `language`, that of `words` and
/// `subject`; `changes`, the oldest first.
#[derive(Serialize)]
struct Document<'a> {
    case: Option<&'a str>,
    language: &'static str,
    changes: Vec<Change<'a>>,
}

/// A change: `number`; `as_recorded`, when this register knew it; `who`, `user`, `machine`; `what`
/// (`began`, `outside`, `overwrote`, `did`, `undid`, `redid`); of a step its `deed`, `subject` and
/// `why`; `words`; the ids of the `cases` it touches; `file`, the SHA-256 of the register's text,
/// where a save ended with it.
#[derive(Serialize)]
struct Change<'a> {
    number: u64,
    as_recorded: Timestamp,
    who: &'a str,
    user: &'a str,
    machine: &'a str,
    what: &'static str,
    deed: Option<&'static str>,
    subject: Option<String>,
    why: Option<&'a str>,
    words: String,
    cases: &'a [CaseId],
    file: Option<String>,
}

impl<'a> Change<'a> {
    fn of(lang: Lang, Mark { line, cases, .. }: &'a Mark) -> Self {
        let Line { n, at, who, user, machine, what, file, .. } = line;
        let step = what.step();
        Self {
            number: *n,
            as_recorded: *at,
            who,
            user,
            machine,
            what: match what {
                Entry::Began => "began",
                Entry::Outside { .. } => "outside",
                Entry::Overwrote => "overwrote",
                Entry::Did(_) => "did",
                Entry::Undid(_) => "undid",
                Entry::Redid(_) => "redid",
            },
            deed: step.map(|step| match step.deed {
                Deed::Create => "create",
                Deed::Change => "change",
                Deed::Delete => "delete",
                Deed::Duplicate => "duplicate",
                Deed::Merge => "merge",
                Deed::Mend(_) => "mend",
                Deed::Restore => "restore",
                Deed::TakeIn => "take_in",
                Deed::Revert => "revert",
            }),
            subject: step.map(|step| subject_words(lang, &step.subject)),
            why: step.map(|step| step.why.as_str()),
            words: entry_words(lang, what),
            cases,
            file: file.map(|file| file.to_string()),
        }
    }
}
