//! Sentences about what is to know of a file that was opened or saved.

use std::{io, path::Path};

use crate::{
    Locale,
    describe::errors::{describe_io_error, path_label, t_with_error, t_with_path},
    store::{open_warning::OpenWarning, save_warning::SaveWarning},
};

impl OpenWarning {
    /// Describes something to know about a file that was read, and what follows from it.
    pub fn describe(&self, locale: Locale) -> String {
        match self {
            Self::LayoutWillBeReplaced => locale.t("store.open_warning.comments_lost").into_owned(),
            Self::ReadOnly => locale.t("store.open_warning.read_only").into_owned(),
            Self::HardLinked => locale.t("store.open_warning.hard_linked").into_owned(),
            Self::SaveRecovered { entry_number: n } => {
                locale.t_with("history.notice.save_completed", &[("n", &n.to_string())])
            }
            Self::VersionKept { kept } => {
                t_with_path(locale, "store.open_warning.version_kept", kept)
            }
            Self::ChangedExternally { entry_number: n } => {
                locale.t_with("history.notice.external_change", &[("n", &n.to_string())])
            }
            Self::RegisterIsEarlier { entry_number: n, earlier_number } => {
                let values = [("n", &*n.to_string()), ("earlier", &earlier_number.to_string())];
                locale.t_with("history.notice.register_is_earlier", &values)
            }
            Self::SaveBrokenOff { entry_number: n } => {
                locale.t_with("history.notice.save_broken_off", &[("n", &n.to_string())])
            }
            Self::HistoryProblem(problem) => {
                let values = [
                    ("problem", &*problem.describe(locale)),
                    ("continuation", &problem.describe_continuation(locale)),
                ];
                locale.t_with("history.problem.on_opening", &values)
            }
            Self::HistoryUnreadable { path, reason, error } => {
                let error = reason.map_or_else(|| io::Error::other(error.clone()), io::Error::from);
                describe_io_error(locale, "history.error.io", &error, path)
            }
            Self::HistoryEndNotStored { error } => {
                locale.t_with("history.notice.end_not_stored", &[("error", error)])
            }
            Self::LockUnusable { path } => t_with_path(locale, "lock.unusable", path),
            Self::KnownHistoryUnreadable { path, error } => {
                t_with_error(locale, "history.notice.known_unreadable", error, path)
            }
            Self::HistoryOfOtherBranch { entry_number: n } => {
                locale.t_with("history.notice.other_branch", &[("n", &n.to_string())])
            }
            Self::HistoryTruncated => locale.t("history.notice.truncated").into_owned(),
            Self::SettingsUnreadable { path, error } => {
                t_with_error(locale, "store.open_warning.settings_unreadable", error, path)
            }
        }
    }
}

impl SaveWarning {
    /// Describes something to know about a file that was saved, and what follows from it.
    pub fn describe(&self, locale: Locale) -> String {
        let with_kept = |key: &str, path: &Path, kept: &Path| {
            let (path, kept) = (path_label(path), path_label(kept));
            locale.t_with(key, &[("path", &path), ("kept", &kept)])
        };
        match self {
            Self::VersionKept { path, kept } => {
                with_kept("store.save_warning.version_kept", path, kept)
            }
            Self::BackupKept { path, kept } => {
                with_kept("store.save_warning.backup_kept", path, kept)
            }
            Self::AccessNarrowed(path) => {
                t_with_path(locale, "store.save_warning.access_narrowed", path)
            }
            Self::AttributesLost(path) => {
                t_with_path(locale, "store.save_warning.attributes_lost", path)
            }
            Self::HistoryEndNotStored { error } => {
                locale.t_with("history.notice.end_not_stored", &[("error", error)])
            }
            Self::NotFlushed { path, error } => {
                t_with_error(locale, "store.write.not_flushed", error, path)
            }
        }
    }
}
