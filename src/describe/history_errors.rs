//! Sentences about errors and damage of histories.

use std::path::Path;

use crate::{
    Locale,
    describe::errors::{describe_io_error, describe_newer_history, path_label, t_with_path},
    merge::Side,
    store::history::{
        error::{HistoryError, HistoryMergeError},
        integrity_report::IntegrityIssueKind,
    },
};

impl HistoryError {
    /// Describes why a history, or an earlier state of a register, is not available.
    pub fn describe(&self, locale: Locale) -> String {
        match self {
            Self::NoHistory(path) => t_with_path(locale, "history.error.missing", path),
            Self::NoLine(path) => t_with_path(locale, "history.error.no_line", path),
            Self::Problem(problem) => problem.describe(locale),
            Self::NewerFormat { path, found } => describe_newer_history(locale, path, *found),
            Self::Io { path, error } => describe_io_error(locale, "history.error.io", error, path),
            Self::RegisterUnreadable(error) => error.describe(locale),
            Self::OutOfSync(path) => t_with_path(locale, "history.error.out_of_sync", path),
            Self::OutOfReach { entry_number: n } => {
                locale.t_with("history.error.before_external_change", &[("n", &n.to_string())])
            }
            Self::InconsistentEntry { entry_number: n } => {
                locale.t_with("history.error.broken_entry", &[("n", &n.to_string())])
            }
            Self::TooEarly => locale.t("history.error.before_first_entry").into_owned(),
            Self::Cancelled => locale.t("store.cancelled").into_owned(),
        }
    }
}

impl HistoryMergeError {
    /// Describes why two histories could not be merged, and what to do. `path` names the history.
    pub fn describe(&self, locale: Locale, path: &Path) -> String {
        match self {
            Self::NewerFormat { found, .. } => describe_newer_history(locale, path, *found),
            Self::Unrelated => t_with_path(locale, "history.merge_error.unrelated", path),
            Self::Damaged { side, line, kind } => {
                let side = locale.t(match side {
                    Side::Ours => "history.merge_error.ours",
                    Side::Theirs => "history.merge_error.theirs",
                });
                let (line, issue) = (line.to_string(), kind.describe(locale));
                let path = path_label(path);
                let values =
                    [("side", &*side), ("line", &*line), ("issue", &*issue), ("path", &*path)];
                locale.t_with("history.merge_error.damaged", &values)
            }
        }
    }
}

impl IntegrityIssueKind {
    /// Describes what is wrong with a line of a history.
    pub fn describe(self, locale: Locale) -> String {
        let key = match self {
            Self::MissingBefore(n) => {
                let count = usize::try_from(n).unwrap_or(usize::MAX);
                return locale.t_plural("history.integrity_issue.missing_lines", count);
            }
            Self::Unreadable => "history.integrity_issue.unreadable",
            Self::DigestMismatch => "history.integrity_issue.modified",
            Self::OutOfSequence => "history.integrity_issue.out_of_order",
            Self::LineEndChanged => "history.integrity_issue.line_end",
            Self::Truncated => "history.integrity_issue.truncated",
            Self::IncompleteCommit => "history.integrity_issue.uncommitted",
            Self::UnrecordedMerge => "history.integrity_issue.unrecorded_merge",
            Self::RegisterMismatch => "history.integrity_issue.register_mismatch",
        };
        locale.t(key).into_owned()
    }
}
