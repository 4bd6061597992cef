//! Sentences about errors, warnings and damage of files: what happened, where, and what to do.

use std::{fmt, io, path::Path};

use crate::{
    Locale,
    describe::characters::describe_hidden_character,
    merge::Side,
    model::{
        DateError,
        characters::{character_label, code_point, visible_line},
    },
    register::FORMAT_VERSION,
    store::{
        backups::error::BackupError,
        drafts::{draft_file::DRAFT_FORMAT, error::DraftError},
        error::{LoadError, SaveError, WriteError},
        fs::unusable_file::UnusableFile,
        history::{
            error::{HistoryError, HistoryMergeError},
            integrity_report::IntegrityIssueKind,
        },
        open_warning::OpenWarning,
        ron::{
            syntax_error::{ExpectedType, FoundType, SyntaxError},
            truncate::truncate_for_message,
        },
        save_warning::SaveWarning,
    },
};

/// Returns a path for a message, with the code point of every character that a file name can hide.
pub fn path_label(path: &Path) -> String {
    visible_line(&path.display().to_string()).into_owned()
}

/// Returns the translation of a key with the placeholder `path` filled in.
fn t_with_path(locale: Locale, key: &str, path: &Path) -> String {
    locale.t_with(key, &[("path", &path_label(path))])
}

/// Returns the translation of a key with the placeholders `error` and `path` filled in.
fn t_with_error(locale: Locale, key: &str, error: &str, path: &Path) -> String {
    locale.t_with(key, &[("error", error), ("path", &path_label(path))])
}

/// Returns the sentence about a history of a newer format; reading and saving share it.
fn describe_newer_history(locale: Locale, path: &Path, found: u32) -> String {
    let (found, path) = (found.to_string(), path_label(path));
    locale.t_with("history.error.newer_format", &[("found", &found), ("path", &path)])
}

/// Returns the sentence about an error of the operating system on a file, or why the file is unusable.
fn describe_io_error(locale: Locale, key: &str, error: &io::Error, path: &Path) -> String {
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
            Self::Io { path, error } => describe_io_error(locale, "store.write.io", error, path),
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

impl HistoryError {
    /// Describes why a history, or an earlier state of a register, is not available.
    pub fn describe(&self, locale: Locale) -> String {
        match self {
            Self::NoHistory(path) => t_with_path(locale, "history.error.missing", path),
            Self::NoLine(path) => t_with_path(locale, "history.error.no_line", path),
            Self::Problem(problem) => problem.describe(locale),
            Self::NewerFormat { path, found } => describe_newer_history(locale, path, *found),
            Self::Io { path, error } => describe_io_error(locale, "history.error.io", error, path),
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
            Self::NotFlushed { path, error } => {
                t_with_error(locale, "store.write.not_flushed", error, path)
            }
        }
    }
}

impl SyntaxError {
    /// Describes what is wrong with the text of a register, and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        let t = |key: &str| locale.t(&format!("store.syntax_error.{key}")).into_owned();
        let with = |key: &str, values: &[(&str, &str)]| {
            locale.t_with(&format!("store.syntax_error.{key}"), values)
        };
        let with_field =
            |key: &str, field: &str| with(key, &[("field", &truncate_for_message(field))]);
        let with_text = |key: &str, text: &str| {
            let sentence = with(key, &[("text", &truncate_for_message(text))]);
            // Where a character cannot be seen, the rule is followed to all appearance.
            describe_hidden_character(locale, text).map_or(sentence.clone(), |hidden| {
                locale.t_with(
                    "character.sentence_with_hidden",
                    &[("sentence", &sentence), ("hidden", &hidden)],
                )
            })
        };
        let with_known = |key: &str, found: &str, known: &[&str]| {
            let (found, known) = (truncate_for_message(found), locale.join_list(known));
            with(key, &[("found", &found), ("known", &known)])
        };
        match self {
            Self::ConflictMarker => t("conflict_marker"),
            Self::NotRon => t("not_ron"),
            Self::UnexpectedEnd => t("truncated_file"),
            Self::IncompleteRecord => t("truncated_record"),
            Self::UnclosedString => t("unclosed_string"),
            Self::MissingComma => t("missing_comma"),
            Self::MissingColon => t("missing_colon"),
            Self::InvalidEscape => t("invalid_escape"),
            Self::TrailingText => t("trailing_text"),
            Self::UnknownField { found, known } => with_known("unknown_field", found, known),
            Self::MissingField(field) => with("missing_field", &[("field", field)]),
            Self::DuplicateField(field) => with("duplicate_field", &[("field", field)]),
            Self::UnknownVariant { found, known } => with_known("unknown_variant", found, known),
            Self::WrongType { expected, found } => {
                let (expected, found) = (expected.describe(locale), found.describe(locale));
                with("wrong_type", &[("expected", &expected), ("found", &found)])
            }
            Self::NoValue(expected) => {
                with("no_value", &[("expected", &expected.describe(locale))])
            }
            Self::InvisibleCharacter(c) => {
                with("invisible_character", &[("character", &character_label(*c))])
            }
            Self::WrongSign { found, wanted } => {
                let (sign, wanted) = (found.to_string(), wanted.to_string());
                let code = code_point(*found);
                let values = [("found", &*sign), ("character", &code), ("wanted", &wanted)];
                with("wrong_sign", &values)
            }
            Self::ExtraSign(sign) => with("extra_sign", &[("sign", &sign.to_string())]),
            Self::FieldOfOuterRecord(field) => with_field("field_of_outer_record", field),
            Self::QuotedFieldName(field) => with_field("quoted_field_name", field),
            Self::UnnamedValue(known) => with_known("unnamed_value", "", known),
            Self::OptionWrapper => t("option_wrapper"),
            Self::QuotedVariant(found) => with_known("quoted_variant", found, &[]),
            Self::UnexpectedBrackets(variant) => with_known("unexpected_brackets", variant, &[]),
            Self::MissingBrackets { variant, fields: [] } => {
                with_known("missing_brackets_with_text", variant, &[])
            }
            Self::MissingBrackets { variant, fields } => {
                with_known("missing_brackets_with_fields", variant, fields)
            }
            Self::NumberOutOfRange => t("out_of_range"),
            Self::InvalidDate(DateError::NotADate(text)) => with_text("not_a_date", text),
            Self::InvalidDate(DateError::TimeOfDay(text)) => with_text("time_of_day", text),
            Self::InvalidDate(DateError::YearOutOfRange(text)) => {
                with_text("year_out_of_range", text)
            }
            Self::InvalidDate(DateError::EndsBeforeStart(text)) => {
                with_text("reversed_date_range", text)
            }
            Self::InvalidId(text) => with_text("invalid_id", text),
            Self::InvalidCoordinates => t("invalid_coordinates"),
            Self::DuplicateId(id) => with("duplicate_id", &[("id", &truncate_for_message(id))]),
            Self::Other(text) => with_text("other", text),
        }
    }
}

impl ExpectedType {
    /// Returns the value to write, as in "a whole number, without quotation marks".
    fn describe(self, locale: Locale) -> String {
        let key = match self {
            Self::Text => "store.syntax_error.expected.text",
            Self::Integer => "store.syntax_error.expected.integer",
            Self::Number => "store.syntax_error.expected.number",
            Self::Bool => "store.syntax_error.expected.bool",
            Self::List => "store.syntax_error.expected.list",
            Self::Record => "store.syntax_error.expected.fields",
            Self::Pair => "store.syntax_error.expected.pair",
            Self::Date => "store.syntax_error.expected.date",
            Self::Id => "store.syntax_error.expected.id",
            Self::OneOf(known) => {
                let known = locale.join_list(known);
                return locale.t_with("store.syntax_error.expected.one_of", &[("known", &known)]);
            }
        };
        locale.t(key).into_owned()
    }
}

impl FoundType {
    /// Returns the kind of the value at the beginning of a sentence, as in "A number".
    fn describe(self, locale: Locale) -> String {
        let key = match self {
            Self::Text => "store.syntax_error.found.text",
            Self::Number => "store.syntax_error.found.number",
            Self::Word => "store.syntax_error.found.word",
            Self::List => "store.syntax_error.found.list",
            Self::Record => "store.syntax_error.found.record",
            Self::Braces => "store.syntax_error.found.braces",
            Self::Sign => "store.syntax_error.found.sign",
        };
        locale.t(key).into_owned()
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
