//! Sentences about errors of files: what happened, where, and what to do.

use std::{fmt, io, path::Path};

use crate::{
    Locale,
    model::characters::visible_line,
    register::FORMAT_VERSION,
    store::{
        backups::error::BackupError,
        drafts::{draft_file::DRAFT_FORMAT, error::DraftError},
        error::{LoadError, SaveError, WriteError},
        fs::unusable_file::UnusableFile,
        history::error::HistoryError,
        ron::truncate::truncate_for_message,
    },
};

/// Returns a path for a message, with the code point of every character that a file name can hide.
pub fn path_label(path: &Path) -> String {
    visible_line(&path.display().to_string()).into_owned()
}

/// Returns the translation of a key with the placeholder `path` filled in.
pub(super) fn t_with_path(locale: Locale, key: &str, path: &Path) -> String {
    locale.t_with(key, &[("path", &path_label(path))])
}

/// Returns the translation of a key with the placeholders `error` and `path` filled in.
pub(super) fn t_with_error(locale: Locale, key: &str, error: &str, path: &Path) -> String {
    locale.t_with(key, &[("error", error), ("path", &path_label(path))])
}

/// Returns the sentence about a history of a newer format; reading and saving share it.
pub(super) fn describe_newer_history(locale: Locale, path: &Path, found: u32) -> String {
    let (found, path) = (found.to_string(), path_label(path));
    locale.t_with("history.error.newer_format", &[("found", &found), ("path", &path)])
}

/// Returns the sentence about an error of the operating system on a file, or why the file is unusable.
pub(super) fn describe_io_error(
    locale: Locale,
    key: &str,
    error: &io::Error,
    path: &Path,
) -> String {
    let key = match UnusableFile::of_error(error) {
        None => return t_with_error(locale, key, &error.to_string(), path),
        Some(UnusableFile::TooLarge { length, limit }) => {
            let [length, limit] = [length, limit].map(|bytes| bytes.to_string());
            let path = path_label(path);
            let values = [("length", &*length), ("limit", &*limit), ("path", &*path)];
            return locale.t_with("store.unusable.too_large", &values);
        }
        Some(UnusableFile::SymbolicLink) => "store.unusable.symbolic_link",
        Some(UnusableFile::Pipe) => "store.unusable.pipe",
        Some(UnusableFile::Device) => "store.unusable.device",
        Some(UnusableFile::ForeignOwner) => "store.unusable.foreign_owner",
    };
    t_with_path(locale, key, path)
}

impl LoadError {
    /// Describes why a register could not be opened, and what to do; the path comes last.
    pub fn describe(&self, locale: Locale) -> String {
        let t_with_path = |key: &str, path| t_with_path(locale, &format!("store.load.{key}"), path);
        match self {
            Self::NotFound(path) => t_with_path("not_found", path),
            Self::Folder(path) => t_with_path("folder", path),
            Self::NotAFile(path) => t_with_path("not_a_file", path),
            Self::Forbidden(path) => t_with_path("forbidden", path),
            Self::Empty(path) => t_with_path("empty", path),
            Self::NotUtf8 { path, position } => {
                let [line, column] = [position.line, position.column].map(|n| n.to_string());
                let path = path_label(path);
                let values = [("line", &*line), ("column", &*column), ("path", &*path)];
                locale.t_with("store.load.not_utf8", &values)
            }
            Self::NewerFormat { path, found } => {
                let (path, known) = (path_label(path), FORMAT_VERSION.to_string());
                let found = truncate_for_message(found);
                let values = [("found", &*found), ("known", &*known), ("path", &*path)];
                locale.t_with("store.load.newer_format", &values)
            }
            Self::Syntax { path, error, position, field_path, .. } => {
                let [line, column] = [position.line, position.column].map(|n| n.to_string());
                let (path, problem) = (path_label(path), error.describe(locale));
                let field = field_path.join(" › ");
                let key = if field.is_empty() {
                    "store.load.syntax"
                } else {
                    "store.load.syntax_in_field"
                };
                let values = [
                    ("problem", &*problem),
                    ("line", &*line),
                    ("column", &*column),
                    ("field", &*field),
                    ("path", &*path),
                ];
                locale.t_with(key, &values)
            }
            Self::Io { path, error } => describe_io_error(locale, "store.load.io", error, path),
            Self::NotCreated(SaveError::Changed { path, .. } | SaveError::Deleted(path)) => {
                t_with_path("changed_since_chosen", path)
            }
            Self::NotCreated(error) => error.describe(locale),
            Self::Cancelled => locale.t("store.cancelled").into_owned(),
        }
    }
}

impl LoadError {
    /// Describes the error, after the number of records that cannot be read.
    pub fn describe_with_count(&self, locale: Locale) -> String {
        let error = self.describe(locale);
        match self {
            Self::Syntax { broken_count: n @ 1.., .. } => {
                let count = locale.t_plural("store.load.broken_records", *n);
                let values = [("count", &*count), ("error", &error)];
                locale.t_with("store.load.first_broken_record", &values)
            }
            _ => error,
        }
    }
}

impl SaveError {
    /// Describes why a register could not be saved, and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        let t_with_path = |key: &str, path| t_with_path(locale, &format!("store.save.{key}"), path);
        match self {
            Self::Changed { path, .. } => t_with_path("changed", path),
            Self::Deleted(path) => t_with_path("deleted", path),
            Self::ContentChanged { path, range, .. } => {
                let (path, first) = (path_label(path), (range.start + 1).to_string());
                let last = range.end.to_string();
                let values = [("first", &*first), ("last", &*last), ("path", &*path)];
                locale.t_with("store.save.content_changed", &values)
            }
            Self::Exists(path) => t_with_path("exists", path),
            Self::DoesNotRoundTrip(path) => t_with_path("not_readable_again", path),
            Self::HistoryProblem(problem) => locale
                .t_with("history.problem.not_saved", &[("problem", &problem.describe(locale))]),
            Self::NewerHistoryFormat { path, found } => {
                describe_newer_history(locale, path, *found)
            }
            Self::Write(error) => error.describe(locale),
            Self::Cancelled => locale.t("store.cancelled").into_owned(),
        }
    }
}

impl WriteError {
    /// Describes why a file could not be written, and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        let t_with_path =
            |key: &str, path| t_with_path(locale, &format!("store.write.{key}"), path);
        match self {
            Self::OpenRegister(path) => t_with_path("open_register", path),
            Self::ReservedFile(path) => t_with_path("reserved_file", path),
            Self::DiskFull(path) => t_with_path("disk_full", path),
            Self::Forbidden(path) => t_with_path("forbidden", path),
            Self::WriteProtected(path) => t_with_path("write_protected", path),
            Self::ForbiddenFile(path) => t_with_path("forbidden_file", path),
            Self::Folder(path) => t_with_path("folder", path),
            Self::NotAFile(path) => t_with_path("not_a_file", path),
            Self::FolderMissing(path) => t_with_path("folder_missing", path),
            Self::Busy(path) => t_with_path("folder_busy", path),
            Self::NotFlushed { path, error } => {
                t_with_error(locale, "store.write.not_flushed", error, path)
            }
            Self::Io { path, error } => {
                let reason = describe_io_error(locale, "store.write.io", error, path);
                match UnusableFile::of_error(error) {
                    Some(_) => locale.t_with("store.unusable.not_written", &[("reason", &reason)]),
                    None => reason,
                }
            }
        }
    }
}

impl DraftError {
    /// Describes what is wrong with the file of a draft, and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        match self {
            Self::NotSaved(error) => {
                locale.t_with("recovered_draft.save_error", &[("reason", &error.describe(locale))])
            }
            Self::NotRemoved { path, error } => {
                t_with_error(locale, "recovered_draft.delete_error", error, path)
            }
            Self::UnsupportedFormat { path, found } => {
                let (path, found) = (path_label(path), found.to_string());
                let known = DRAFT_FORMAT.to_string();
                let values = [("found", &*found), ("known", &*known), ("path", &*path)];
                locale.t_with("recovered_draft.newer_format", &values)
            }
            Self::Unreadable { path, error } => {
                t_with_error(locale, "recovered_draft.read_error", error, path)
            }
        }
    }
}

impl BackupError {
    /// Describes why a backup was not made or cannot be loaded, and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        match self {
            Self::NotSaved(error) => {
                locale.t_with("backups.write_error", &[("reason", &error.describe(locale))])
            }
            Self::NotListed { path, error } => {
                t_with_error(locale, "backups.list_error", error, path)
            }
            Self::Missing(path) => t_with_path(locale, "backups.missing_error", path),
            Self::NewerFormat(error) => error.describe(locale),
            Self::Syntax { path, error } => {
                t_with_error(locale, "backups.damaged_error", &error.describe(locale), path)
            }
            Self::Unreadable { path, error } => {
                t_with_error(locale, "backups.damaged_error", error, path)
            }
        }
    }
}

/// Implements [`std::error::Error`] for errors that have a translated description; `Display`
/// prints the English one, which includes what the operating system reports.
macro_rules! impl_error_in_english {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.describe(Locale::ENGLISH))
            }
        }

        impl std::error::Error for $name {}
    )*};
}

impl_error_in_english!(LoadError, SaveError, WriteError, DraftError, BackupError, HistoryError);
