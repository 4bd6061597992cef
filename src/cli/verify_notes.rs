//! Notes of `verify` on a history, beside the issues of its lines.

use std::path::Path;

use crate::{
    Locale,
    cli::{context::CliContext, register_history::format_local_time},
    describe::{
        errors::path_label,
        history_problems::describe_gap,
        steps::{describe_history_entry, entry_author_label},
    },
    model::characters::visible_line,
    register::HistoryEvent,
    store::{
        app_dirs::AppDirs,
        history::{
            history_check::CheckedHistory,
            integrity_report::{IntegrityReport, NotedLine},
            known_history::{KnownHistories, KnownHistory},
            set_aside_files::set_aside_files,
        },
        open_warning::OpenWarning,
        ron::truncate::truncate_for_message,
    },
};

/// The comparison of a history with the end that this machine knows of it.
pub(super) struct KnownEnd {
    /// A sentence about what is wrong; `None` where nothing is.
    pub problem: Option<String>,
    /// A sentence about what is known.
    note: Option<String>,
    known_histories: KnownHistories,
    end: Option<KnownHistory>,
}

impl KnownEnd {
    /// Compares the history of a register with the end that is known of it; `None` where the
    /// platform has no data folder or the history cannot be read.
    pub fn compare(register: &Path, locale: Locale) -> Option<Self> {
        let known_histories = KnownHistories::new(&AppDirs::for_platform()?);
        let known = known_histories.load(register).ok().flatten();
        let CheckedHistory { problem, kept_by_git, end, known_error, .. } =
            known_histories.check(register).ok()?;
        // What is wrong with a history of which nothing is known, its lines show.
        let problem = problem.filter(|_| known.is_some());
        let t_with_number = |key: &str, n: u64| locale.t_with(key, &[("n", &n.to_string())]);
        let note = match (&problem, kept_by_git, known) {
            (Some(_), ..) => None,
            _ if known_error.is_some() => {
                let warning = known_error.map(|error| OpenWarning::KnownHistoryUnreadable {
                    path: known_histories.file_path(register),
                    error: truncate_for_message(&error.to_string()),
                });
                warning.map(|warning| warning.describe(locale))
            }
            (None, Some(line), _) => {
                Some(t_with_number("history.notice.other_branch", line.number))
            }
            (None, None, Some(known)) => Some(t_with_number("history.verify.known", known.number)),
            (None, None, None) => Some(locale.t("history.verify.not_known").into_owned()),
        };
        let problem = problem.map(|problem| problem.describe(locale));
        Some(Self { problem, note, known_histories, end })
    }

    /// Makes the end of a history that was verified the known one. Where that fails, nothing is
    /// known of it the next time.
    pub fn remember(&self, register: &Path) {
        if let Some(end) = &self.end
            && let Err(error) = self.known_histories.save(register, end)
        {
            tracing::warn!("the end of a history could not be stored: {error}");
        }
    }
}

/// Writes where the history begins, which changes by other programs and which gaps it has, which
/// files hold bytes of it, and what this machine knows of it.
pub(super) fn write_notes(
    register: &Path,
    report: &IntegrityReport,
    known_end: Option<&KnownEnd>,
    context: &mut CliContext<'_>,
) -> anyhow::Result<()> {
    let locale = context.locale;
    let mut sentences = Vec::new();
    for NotedLine { line, entry } in &report.noted_lines {
        let event = describe_history_entry(locale, entry);
        let time = format_local_time(entry.time, &context.time_zone);
        let (line, author) = (line.to_string(), entry_author_label(locale, entry));
        let values = [("line", &*line), ("event", &*event), ("time", &*time), ("who", &*author)];
        sentences.push(locale.t_with("history.verify.noted_line", &values));
        for gap in describe_gap(locale, &entry.gap) {
            let values = [("line", &*line), ("issue", &*gap)];
            sentences.push(locale.t_with("history.verify.line_issue", &values));
        }
    }
    let beginnings = report.noted_lines.iter();
    let beginnings =
        beginnings.filter(|noted| matches!(noted.entry.event, HistoryEvent::Started)).count();
    if beginnings > 1 {
        sentences.push(locale.t_plural("history.verify.beginnings", beginnings));
    }
    for (path, length) in set_aside_files(register) {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let length = locale.t_plural("history.problem.length", length);
        let values = [("length", &*length), ("path", &*path_label(&path))];
        sentences.push(locale.t_with("history.verify.set_aside", &values));
    }
    sentences.extend(known_end.and_then(|known| known.note.clone()));
    for sentence in sentences {
        writeln!(context.out, "{}", visible_line(&sentence))?;
    }
    Ok(())
}
