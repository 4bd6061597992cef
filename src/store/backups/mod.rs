//! Backups: versions of a register in the data folder, selected by a [rule](retention).
//!
//! Each register has a folder, named after it. A backup is the text of the register compressed
//! with gzip, so that it can be read without this program:
//!
//! ```text
//! backups/register-0f3a9c52d1e07b64/2026-01-02T030405.678Z.ron.gz
//! ```
//!
//! The text is printed again, and not copied from the register's file: the backup is then of the
//! version that was saved, whatever another program does to the file. Only a text that was written
//! by another program, and would be printed in another form, is copied.

pub mod error;
pub mod retention;

use std::{
    io::{self, BufReader, BufWriter, ErrorKind, Read as _},
    path::{Path, PathBuf},
    time::Duration,
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use jiff::{Timestamp, ZonedDateTime, civil, tz::TimeZone};

use crate::{
    register::Register,
    store::{
        app_dirs::AppDirs,
        backups::{error::BackupError, retention::select_retained_backups},
        error::{LoadError, WriteError},
        fs::{
            companion_file::CompanionFile,
            files::{self, File, IO_CHUNK_SIZE, path_exists},
            fingerprint::{Fingerprint, FingerprintWriter},
            replace,
        },
        register_key::RegisterKey,
        register_text::{RawText, WriteRegister},
        ron::parse::{ParsedRegister, parse},
    },
};

/// The size that the backups of one register may have together, in bytes: 1 GiB.
const MAX_TOTAL_SIZE: u64 = 1 << 30;

/// The format of the time in a file name: UTC, without the colons that some file systems refuse.
const FILE_NAME_FORMAT: &str = "%Y-%m-%dT%H%M%S%.3fZ";

/// The part of a file name after the time.
const FILE_EXTENSION: &str = ".ron.gz";

/// The backups of one register.
pub struct Backups {
    folder: PathBuf,
}

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The time at which the version was saved, or found in the file.
    pub time: Timestamp,
    /// The size of the file in bytes.
    pub size: u64,
    /// The path of the file.
    pub path: PathBuf,
}

/// A version that was loaded from its backup.
#[derive(Debug)]
pub struct LoadedBackup {
    /// The records.
    pub register: Register,
    /// The number of records that cannot be read.
    pub broken_record_count: usize,
}

impl Backups {
    /// Returns the backups of a register, the same for every path that leads to its file.
    pub fn for_register(app_dirs: &AppDirs, register: &Path) -> Self {
        Self { folder: app_dirs.backups_folder().join(RegisterKey::from_path(register).key) }
    }

    /// Returns the folder of the backups, which may not exist.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Lists the backups, the newest first. Other files in the folder are ignored.
    ///
    /// # Errors
    /// When the folder exists and cannot be read.
    pub fn list(&self) -> Result<Vec<Backup>, BackupError> {
        let failed = |error: io::Error| BackupError::NotListed {
            path: self.folder.clone(),
            error: error.to_string(),
        };
        let entries = match files::read_folder(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(failed)?,
        };
        let mut backups = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let Some(time) = entry.file_name().to_str().and_then(parse_file_name) else { continue };
            // Another window may have deleted the backup since.
            let Some(size) = files::entry_length(&entry) else { continue };
            backups.push(Backup { time, size, path: entry.path() });
        }
        backups.sort_by_key(|backup| std::cmp::Reverse(backup.time));
        Ok(backups)
    }

    /// Makes a backup of the version of a time: atomically, flushed to the disk, and readable by
    /// its owner only. Nothing is written where the newest backup until then has the same text. No
    /// backup is overwritten.
    ///
    /// # Errors
    /// When the backup cannot be written, or the folder cannot be read.
    pub fn add(&self, text: &dyn WriteRegister, time: Timestamp) -> Result<(), BackupError> {
        files::create_folder(&self.folder).map_err(|error| WriteError::io(&self.folder, error))?;
        let newest = self.list()?.into_iter().find(|backup| backup.time <= time);
        if newest.is_some_and(|newest| newest.has_same_content(text)) {
            return Ok(());
        }
        let mut time = time;
        let mut path = self.backup_path(time);
        // Two versions of one millisecond need different names.
        while path_exists(&path) {
            time = time.saturating_add(Duration::from_millis(1)).unwrap_or(Timestamp::MAX);
            path = self.backup_path(time);
        }
        Ok(replace::create_private(&path, |out| {
            let encoder = GzEncoder::new(out, Compression::default());
            let mut buffered = BufWriter::with_capacity(IO_CHUNK_SIZE, encoder);
            text.print(&mut buffered)?;
            buffered.into_inner().map_err(io::IntoInnerError::into_error)?.finish().map(drop)
        })?)
    }

    /// Makes a backup of a version that another program wrote, as [`add`](Self::add) does. The
    /// text is copied from the file where it would be printed in another form, and the file still
    /// has it.
    ///
    /// # Errors
    /// When the backup cannot be written, or the folder cannot be read.
    pub fn add_external_version(
        &self,
        path: &Path,
        external: &Fingerprint,
        text: &dyn WriteRegister,
        time: Timestamp,
    ) -> Result<(), BackupError> {
        if fingerprint_text(text).is_none_or(|printed| printed != *external)
            && let Ok(bytes) = files::read(path)
            && Fingerprint::of_bytes(&bytes) == *external
        {
            return self.add(&RawText(&bytes), time);
        }
        self.add(text, time)
    }

    /// Deletes the backups that the [rule](retention) does not keep as of `now`.
    ///
    /// # Errors
    /// When a backup cannot be deleted; the others are deleted.
    pub fn prune(&self, now: &ZonedDateTime) -> Result<(), BackupError> {
        let backups = self.list()?;
        let zone = now.time_zone();
        let versions: Vec<(ZonedDateTime, u64)> = backups
            .iter()
            .map(|one| (one.time.to_zoned_datetime(zone.clone()), one.size))
            .collect();
        let mut result = Ok(());
        for (backup, _) in backups
            .iter()
            .zip(select_retained_backups(&versions, now, MAX_TOTAL_SIZE))
            .filter(|(_, is_retained)| !is_retained)
        {
            if let Err(error) = files::remove_if_exists(&backup.path) {
                result = Err(WriteError::io(&backup.path, error).into());
            }
        }
        result
    }

    fn backup_path(&self, time: Timestamp) -> PathBuf {
        self.folder.join(format!("{}{FILE_EXTENSION}", time.strftime(FILE_NAME_FORMAT)))
    }
}

impl Backup {
    /// Loads the version, without the records that cannot be read.
    ///
    /// # Errors
    /// When the file does not exist, is damaged, or has a newer format. It is never changed.
    pub fn load(&self) -> Result<LoadedBackup, BackupError> {
        let mut bytes = Vec::new();
        self.open()?.read_to_end(&mut bytes).map_err(|error| self.unreadable(&error))?;
        let text = str::from_utf8(&bytes).map_err(|error| self.unreadable(&error))?;
        match parse(text).map_err(|failure| failure.into_load_error(&self.path)) {
            Ok(ParsedRegister { register, source_text, .. }) => Ok(LoadedBackup {
                register,
                broken_record_count: source_text.broken_records().count(),
            }),
            Err(error @ LoadError::NewerFormat { .. }) => Err(BackupError::NewerFormat(error)),
            Err(LoadError::Syntax { path, error, .. }) => Err(BackupError::Syntax { path, error }),
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    /// Returns whether the backup can be read and has this text.
    fn has_same_content(&self, text: &dyn WriteRegister) -> bool {
        let Ok(mut file) = self.open() else { return false };
        Fingerprint::of_reader(&mut file).is_ok_and(|stored| fingerprint_text(text) == Some(stored))
    }

    fn open(&self) -> Result<GzDecoder<BufReader<File>>, BackupError> {
        match CompanionFile::Backup.open(&self.path) {
            Ok(file) => Ok(GzDecoder::new(BufReader::with_capacity(IO_CHUNK_SIZE, file))),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(BackupError::Missing(self.path.clone()))
            }
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    fn unreadable(&self, error: &dyn ToString) -> BackupError {
        BackupError::Unreadable { path: self.path.clone(), error: error.to_string() }
    }
}

/// Computes the fingerprint of a text; `None` where the text cannot be printed.
fn fingerprint_text(text: &dyn WriteRegister) -> Option<Fingerprint> {
    let mut out = FingerprintWriter::default();
    text.print(&mut out).ok().map(|()| out.finish())
}

/// Parses the time in the file name of a backup; `None` for other names.
fn parse_file_name(name: &str) -> Option<Timestamp> {
    let name = name.strip_suffix(FILE_EXTENSION)?;
    let time = civil::DateTime::strptime("%Y-%m-%dT%H%M%S%.fZ", name).ok()?;
    let time = time.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp();
    (time.strftime(FILE_NAME_FORMAT).to_string() == name).then_some(time)
}

#[cfg(test)]
mod tests;
