//! Command `verify`.

use crate::{
    Progress,
    cli::{
        args::history::VerifyArgs,
        context::CliContext,
        exit_status::ExitStatus,
        register_history::{ensure_has_history, format_local_time, localized_error},
        verify_notes::{KnownEnd, write_notes},
    },
    describe::errors::path_label,
    model::characters::visible_line,
    store::{
        app_dirs::AppDirs,
        history::{
            error::HistoryError,
            index::HistoryIndex,
            integrity_report::{IntegrityIssue, IntegrityReport},
            seal_search::{SealPrefix, SealSearch},
            signature_report::SignatureReport,
            verify::verify,
        },
        signature::known_keys::KnownKeys,
    },
};

/// Writes whether the history is intact, holds the line that this machine knows, and ends with the
/// register: each issue with its line, then what else is to know, who has signed which lines, the
/// span of time, and which line has the seal that was asked for. The end of an intact history is
/// known from then on. A register without a history cannot be verified.
pub(super) fn run(
    VerifyArgs { common, seal }: VerifyArgs,
    context: &mut CliContext<'_>,
) -> anyhow::Result<ExitStatus> {
    let (path, locale) = (context.register_path(common.register)?, context.locale);
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
    let index = HistoryIndex::load(&path, None, &Progress::default());
    let index = index.map_err(|error| localized_error(&error, locale))?;
    let signatures = verify_signatures(&index, context)?;
    let out = &mut *context.out;
    if let Some((from, to)) = *time_span {
        let count = usize::try_from(*entry_count).unwrap_or(usize::MAX);
        let lines = locale.t_plural("history.verify.lines", count);
        let [from, to] = [from, to].map(|time| format_local_time(time, &context.time_zone));
        let values = [("lines", &*lines), ("from", &*from), ("to", &*to)];
        writeln!(out, "{}", locale.t_with("history.verify.span", &values))?;
    }
    let is_intact = issues.is_empty() && problem.is_none() && !signatures.has_invalid;
    if let Some(known_end) = known_end.filter(|_| is_intact) {
        known_end.remember(&path);
    }
    let key = match is_intact {
        true if report.has_lost_lines() => "history.verify.intact_after_gap",
        true => "history.verify.intact",
        false => "history.verify.not_intact",
    };
    writeln!(out, "{}", locale.t_with(key, &[("path", &path_label(&path))]))?;
    let is_confirmed = match seal {
        Some(seal) => confirm_seal(&index, &seal, context)?,
        None => true,
    };
    let is_verified = is_intact && is_confirmed && !signatures.has_unreadable_keys;
    Ok(if is_verified { ExitStatus::Success } else { ExitStatus::Failure })
}

/// The result of verifying the signatures of a history.
struct SignatureCheck {
    has_invalid: bool,
    has_unreadable_keys: bool,
}

/// Writes who has signed which lines of the history, as far as the known keys can be read.
fn verify_signatures(
    index: &HistoryIndex,
    context: &mut CliContext<'_>,
) -> std::io::Result<SignatureCheck> {
    let locale = context.locale;
    let loaded = AppDirs::for_platform().map(|app_dirs| KnownKeys::load(&app_dirs));
    let (known, errors) = loaded.unwrap_or_default();
    for error in &errors {
        writeln!(context.err, "{}", error.describe(locale))?;
    }
    let report = SignatureReport::new(index, &known);
    for sentence in report.describe(locale) {
        writeln!(context.out, "{}", visible_line(&sentence))?;
    }
    Ok(SignatureCheck {
        has_invalid: !report.invalid_lines.is_empty(),
        has_unreadable_keys: !errors.is_empty(),
    })
}

/// Writes which line of the history has a seal, and whether the later lines follow it. Returns
/// whether the history holds the line and goes on from it.
fn confirm_seal(
    index: &HistoryIndex,
    seal: &SealPrefix,
    context: &mut CliContext<'_>,
) -> std::io::Result<bool> {
    let search = SealSearch::new(index, seal);
    for sentence in search.describe(context.locale, seal, &context.time_zone) {
        writeln!(context.out, "{}", visible_line(&sentence))?;
    }
    Ok(matches!(search, SealSearch::Found(found) if found.is_confirmed()))
}
