//! Command `verify`.

use crate::{
    Progress,
    cli::{
        args::common::RegisterArgs,
        context::CliContext,
        exit_status::ExitStatus,
        register_history::{ensure_has_history, format_local_time, localized_error},
        verify_notes::{KnownEnd, write_notes},
    },
    describe::errors::path_label,
    store::history::{
        error::HistoryError,
        integrity_report::{IntegrityIssue, IntegrityReport},
        verify::verify,
    },
};

/// Writes whether the history is intact, holds the line that this machine knows, and ends with the
/// register: each issue with its line, then what else is to know and the span of time. The end of an
/// intact history is known from then on. A register without a history cannot be verified.
pub(super) fn run(args: RegisterArgs, context: &mut CliContext<'_>) -> anyhow::Result<ExitStatus> {
    let (path, locale) = (context.register_path(args.register)?, context.locale);
    ensure_has_history(&path, locale)?;
    let known_end = KnownEnd::compare(&path, locale);
    let problem = known_end.as_ref().and_then(|known| known.problem.as_ref());
    let report = verify(&path, &Progress::default());
    if let (Some(problem), Err(HistoryError::NoHistory(_) | HistoryError::NoLine(_))) =
        (problem, &report)
    {
        writeln!(context.out, "{problem}")?;
        return Ok(ExitStatus::Failure);
    }
    let report = report.map_err(|error| localized_error(&error, locale))?;
    let IntegrityReport { entry_count, time_span, issues, clock_regressions, .. } = &report;
    let out = &mut *context.out;
    for IntegrityIssue { line, kind } in issues {
        let (line, issue) = (line.to_string(), kind.describe(locale));
        let values = [("line", &*line), ("issue", &*issue)];
        writeln!(out, "{}", locale.t_with("history.verify.line_issue", &values))?;
    }
    for line in clock_regressions {
        let line = line.to_string();
        writeln!(out, "{}", locale.t_with("history.verify.time_reversed", &[("line", &line)]))?;
    }
    if let Some(problem) = problem {
        writeln!(out, "{problem}")?;
    }
    write_notes(&path, &report, known_end.as_ref(), context)?;
    let out = &mut *context.out;
    if let Some((from, to)) = *time_span {
        let count = usize::try_from(*entry_count).unwrap_or(usize::MAX);
        let lines = locale.t_plural("history.verify.lines", count);
        let [from, to] = [from, to].map(|time| format_local_time(time, &context.time_zone));
        let values = [("lines", &*lines), ("from", &*from), ("to", &*to)];
        writeln!(out, "{}", locale.t_with("history.verify.span", &values))?;
    }
    let is_intact = issues.is_empty() && problem.is_none();
    if let Some(known_end) = known_end.filter(|_| is_intact) {
        known_end.remember(&path);
    }
    let key = match is_intact {
        true if report.has_lost_lines() => "history.verify.intact_after_gap",
        true => "history.verify.intact",
        false => "history.verify.not_intact",
    };
    writeln!(out, "{}", locale.t_with(key, &[("path", &path_label(&path))]))?;
    Ok(if is_intact { ExitStatus::Success } else { ExitStatus::Failure })
}
