//! History of a register on the command line: its index, and the register as recorded on a day.

use std::path::Path;

use anyhow::{anyhow, bail};
use jiff::{Timestamp, tz::TimeZone};

use crate::{
    Locale, Progress,
    describe::errors::path_label,
    model::Day,
    register::{RecordedVersion, Register},
    store::{
        self, RegisterFile,
        app_dirs::AppDirs,
        history::{
            checkout::checkout_register,
            error::HistoryError,
            has_history,
            history_reference::HistoryReference,
            index::{EntryHeader, HistoryIndex},
            known_history::KnownHistories,
        },
        paths::RegisterPaths,
    },
};

/// Reads the index of a history.
///
/// # Errors
/// When it cannot be read, or the register has no history; in other words where a line of it is known.
pub(super) fn load_history_index(path: &Path, locale: Locale) -> anyhow::Result<HistoryIndex> {
    ensure_has_history(path, locale)?;
    let index = match AppDirs::for_platform() {
        Some(app_dirs) => {
            KnownHistories::new(&app_dirs).load_index(path, None, &Progress::default())
        }
        None => HistoryIndex::load(path, None, &Progress::default()),
    };
    let index = index.map_err(|error| localized_error(&error, locale))?;
    if index.headers().is_empty() && index.unreadable_lines().is_empty() {
        let history = RegisterPaths::of(path).history();
        let none = match has_history(path) {
            true => HistoryError::NoLine(history),
            false => HistoryError::NoHistory(history),
        };
        return Err(localized_error(&none, locale));
    }
    Ok(index)
}

/// Checks that a register is a file, beside which a history can lie.
///
/// # Errors
/// When it is read from standard input, a pipe or a device.
pub(super) fn ensure_has_history(path: &Path, locale: Locale) -> anyhow::Result<()> {
    if store::is_stream(path) {
        let path = path_label(path);
        bail!(locale.t_with("cli.stream_without_history", &[("path", &path)]));
    }
    Ok(())
}

/// Reconstructs a register as it was at the end of a day in a time zone, with the line of the
/// history that records it. Of two histories that were
/// merged since, the day selects among the changes of the one that was merged into: the register
/// of this history held those.
///
/// # Errors
/// When the history cannot be read, does not end with the register, or begins after the day.
pub(super) fn checkout_as_recorded(
    path: &Path,
    opened: RegisterFile,
    day: Day,
    zone: &TimeZone,
    locale: Locale,
) -> anyhow::Result<(Register, RecordedVersion, HistoryReference)> {
    let index = load_history_index(path, locale)?;
    let checkout = || -> Result<_, HistoryError> {
        if index.last_register_digest() != Some(opened.version.fingerprint().digest()) {
            return Err(HistoryError::OutOfSync(RegisterPaths::of(path).history()));
        }
        let day_of =
            |header: &EntryHeader| header.entry.time.to_zoned_datetime(zone.clone()).date();
        let mut own = index.own_entries().into_iter();
        let last = own.find(|at| day_of(&index.headers()[*at]) <= day);
        let last = last.ok_or(HistoryError::TooEarly)?;
        let header = &index.headers()[last];
        let version = RecordedVersion { day: day_of(header), change_number: header.line_number };
        let progress = Progress::default();
        let register = checkout_register(path, &index, last, opened.register, &progress)?;
        Ok((register, version, header.history_reference()))
    };
    checkout().map_err(|error| localized_error(&error, locale))
}

/// Converts an error of the history into its description.
pub(super) fn localized_error(error: &HistoryError, locale: Locale) -> anyhow::Error {
    anyhow!(error.describe(locale))
}

/// Formats a time in a time zone, with its offset from UTC: `2026-11-25 23:03:59+09:00`.
pub(super) fn format_local_time(time: Timestamp, zone: &TimeZone) -> String {
    time.to_zoned_datetime(zone.clone()).strftime("%F %T%:z").to_string()
}
