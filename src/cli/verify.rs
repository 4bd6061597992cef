//! Command `verify`.

use std::path::Path;

use crate::{
    Progress,
    cli::{
        args::history::VerifyArgs,
        context::CliContext,
        exit_status::ExitStatus,
        register_history::{ensure_has_history, format_local_time, localized_error},
    },
    describe::errors::path_label,
    model::characters::visible_line,
    store::history::{
        index::HistoryIndex,
        integrity_report::{IntegrityIssue, IntegrityReport},
        seal_search::{SealPrefix, SealSearch},
        verify::verify,
    },
};

/// Writes whether the history is intact and ends with the register: each issue with its line,
/// then the span of time; and which line has the seal that was asked for. A register without a
/// history cannot be verified.
pub(super) fn run(
    VerifyArgs { common, seal }: VerifyArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let (path, locale) = (context.register_path(common.register)?, context.locale);
    ensure_has_history(&path, locale)?;
    let report = verify(&path, &Progress::default());
    let IntegrityReport { entry_count, time_span, issues, clock_regressions } =
        report.map_err(|error| localized_error(&error, locale))?;
    let out = &mut *context.out;
    for IntegrityIssue { line, kind } in &issues {
        let (line, issue) = (line.to_string(), kind.describe(locale));
        let values = [("line", &*line), ("issue", &*issue)];
        writeln!(out, "{}", locale.t_with("history.verify.line_issue", &values))?;
    }
    for line in clock_regressions {
        let line = line.to_string();
        writeln!(out, "{}", locale.t_with("history.verify.time_reversed", &[("line", &line)]))?;
    }
    if let Some((from, to)) = time_span {
        let count = usize::try_from(entry_count).unwrap_or(usize::MAX);
        let lines = locale.t_plural("history.verify.lines", count);
        let [from, to] = [from, to].map(|time| format_local_time(time, &context.time_zone));
        let values = [("lines", &*lines), ("from", &*from), ("to", &*to)];
        writeln!(out, "{}", locale.t_with("history.verify.span", &values))?;
    }
    let is_intact = issues.is_empty();
    let key = if is_intact { "history.verify.intact" } else { "history.verify.not_intact" };
    writeln!(out, "{}", locale.t_with(key, &[("path", &path_label(&path))]))?;
    let is_confirmed = match seal {
        Some(seal) => confirm_seal(&path, &seal, context)?,
        None => true,
    };
    Ok(if is_intact && is_confirmed { ExitStatus::Success } else { ExitStatus::Failure })
}

/// Writes which line of the history has a seal, and whether the later lines follow it. Returns
/// whether the history holds the line and goes on from it.
fn confirm_seal(
    path: &Path,
    seal: &SealPrefix,
    context: &mut CliContext<'_>,
) -> anyhow::Result<bool> {
    let locale = context.locale;
    let index = HistoryIndex::load(path, None, &Progress::default());
    let index = index.map_err(|error| localized_error(&error, locale))?;
    let search = SealSearch::new(&index, seal);
    for sentence in search.describe(locale, seal, &context.time_zone) {
        writeln!(context.out, "{}", visible_line(&sentence))?;
    }
    Ok(matches!(search, SealSearch::Found(found) if found.is_confirmed()))
}
