//! Backups: versions of a register, kept in the data folder by a plain [rule](kept).
//!
//! Each register has a folder of its own, named after it. A backup is the text of the register as
//! it was saved, compressed with gzip, so that it can be had back without this program too. It is
//! printed as it was for saving and not copied from the file: whatever becomes of the file
//! meanwhile, the backup is of the version that was saved, and no file is held open that is to be
//! replaced. Only a text that cannot be printed again as it was found is copied.

pub mod error;
pub mod retention;

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, ErrorKind, Read as _, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use jiff::{Timestamp, ZonedDateTime, civil, tz::TimeZone};

use crate::{
    register::Register,
    store::{
        app_dirs::{AppDirs, create_folder},
        backups::{error::BackupError, retention::select_retained_backups},
        error::{LoadError, WriteError},
        fs::{
            files,
            fingerprint::{Fingerprint, FingerprintWriter, IO_CHUNK_SIZE},
            replace,
        },
        path_exists,
        register_key::RegisterKey,
        register_text::WriteRegister,
        ron::parse::{ParsedRegister, parse},
    },
};

/// How much room the backups of one register may take, in bytes: 1 GiB.
const MAX_TOTAL_SIZE: u64 = 1 << 30;

/// How a backup's file is named: the time in UTC, without the colons that some disks refuse.
const FILE_NAME_FORMAT: &str = "%Y-%m-%dT%H%M%S%.3fZ";

/// What follows the time in the name of a backup's file.
const FILE_EXTENSION: &str = ".ron.gz";

/// The backups of one register.
pub struct Backups {
    folder: PathBuf,
}

/// A backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// When this version was saved or found.
    pub time: Timestamp,
    /// How much room it takes on the disk, in bytes.
    pub size: u64,
    /// Its file.
    pub path: PathBuf,
}

/// A version as it is had back from its backup.
#[derive(Debug)]
pub struct LoadedBackup {
    /// The records.
    pub register: Register,
    /// How many more there are that cannot be read.
    pub broken_record_count: usize,
}

impl Backups {
    /// Where the backups of the register in a file are kept, by whatever way that file is reached.
    pub fn for_register(places: &AppDirs, register: &Path) -> Self {
        Self { folder: places.backups_folder().join(RegisterKey::from_path(register).key) }
    }

    /// The folder; it need not be there.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Every backup, the newest first. Other files of the folder are passed over.
    ///
    /// # Errors
    /// When the folder is there and cannot be read.
    pub fn list(&self) -> Result<Vec<Backup>, BackupError> {
        let failed = |error: io::Error| BackupError::NotListed {
            path: self.folder.clone(),
            error: error.to_string(),
        };
        let entries = match fs::read_dir(&self.folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(failed)?,
        };
        let mut backups = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let Some(time) = entry.file_name().to_str().and_then(parse_file_name) else { continue };
            // Another window may have thinned them out meanwhile.
            let Ok(about) = entry.metadata() else { continue };
            if about.is_file() {
                backups.push(Backup { time, size: about.len(), path: entry.path() });
            }
        }
        backups.sort_by_key(|backup| std::cmp::Reverse(backup.time));
        Ok(backups)
    }

    /// Keeps the version of a time: whole or not at all, flushed, and readable by its owner alone.
    /// Where the newest backup up to then holds the same there is nothing to do. No backup is
    /// overwritten.
    ///
    /// # Errors
    /// When it cannot be written, or the folder cannot be read.
    pub fn add(&self, text: &dyn WriteRegister, time: Timestamp) -> Result<(), BackupError> {
        create_folder(&self.folder)?;
        let newest = self.list()?.into_iter().find(|backup| backup.time <= time);
        if newest.is_some_and(|newest| newest.has_same_content(text)) {
            return Ok(());
        }
        let mut time = time;
        let mut path = self.backup_path(time);
        // Two versions of one moment are told apart by their names alone.
        while path_exists(&path) {
            time = time.saturating_add(Duration::from_millis(1)).unwrap_or(Timestamp::MAX);
            path = self.backup_path(time);
        }
        Ok(replace::create_private(&path, |out| {
            let packed = GzEncoder::new(out, Compression::default());
            let mut packed = BufWriter::with_capacity(IO_CHUNK_SIZE, packed);
            text.print(&mut packed)?;
            packed.into_inner().map_err(io::IntoInnerError::into_error)?.finish().map(drop)
        })?)
    }

    /// Keeps the version that was found in a file when it was opened, in the same way. Where its
    /// text cannot be printed again as it was, and the file still holds it, it is copied.
    ///
    /// # Errors
    /// When it cannot be written, or the folder cannot be read.
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
            return self.add(&BackupBytes(bytes), time);
        }
        self.add(text, time)
    }

    /// Deletes the backups that the [rule](kept) does not keep, as of a time.
    ///
    /// # Errors
    /// When one cannot be deleted; the others are.
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
            .filter(|(_, is_kept)| !is_kept)
        {
            match fs::remove_file(&backup.path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    result = Err(WriteError::io(&backup.path, error).into());
                }
                _ => {}
            }
        }
        result
    }

    fn backup_path(&self, time: Timestamp) -> PathBuf {
        self.folder.join(format!("{}{FILE_EXTENSION}", time.strftime(FILE_NAME_FORMAT)))
    }
}

impl Backup {
    /// This version, as far as its records can be read.
    ///
    /// # Errors
    /// When the file is gone, damaged, or not to be read by this program. It is never changed.
    pub fn load(&self) -> Result<LoadedBackup, BackupError> {
        let mut bytes = Vec::new();
        self.open()?.read_to_end(&mut bytes).map_err(|error| self.unreadable(&error))?;
        let text = str::from_utf8(&bytes).map_err(|error| self.unreadable(&error))?;
        match parse(text).map_err(|unread| unread.into_load_error(&self.path)) {
            Ok(ParsedRegister { register, source_text, .. }) => Ok(LoadedBackup {
                register,
                broken_record_count: source_text.broken_records().count(),
            }),
            Err(error @ LoadError::NewerFormat { .. }) => Err(BackupError::NewerFormat(error)),
            Err(LoadError::Syntax { path, error: fault, .. }) => {
                Err(BackupError::Syntax { path, error: fault })
            }
            Err(error) => Err(self.unreadable(&error)),
        }
    }

    /// Whether it can be read and holds this very text.
    fn has_same_content(&self, text: &dyn WriteRegister) -> bool {
        let Ok(mut file) = self.open() else { return false };
        Fingerprint::of_reader(&mut file).is_ok_and(|held| fingerprint_text(text) == Some(held))
    }

    fn open(&self) -> Result<GzDecoder<BufReader<File>>, BackupError> {
        match files::open(&self.path) {
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

/// A text that was read from a file.
struct BackupBytes(Vec<u8>);

impl WriteRegister for BackupBytes {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.0)
    }
}

/// What tells a text from others; none where it cannot be printed.
fn fingerprint_text(text: &dyn WriteRegister) -> Option<Fingerprint> {
    let mut out = FingerprintWriter::default();
    text.print(&mut out).ok().map(|()| out.finish())
}

/// The time in the name of a backup's file; none where it is not one.
fn parse_file_name(name: &str) -> Option<Timestamp> {
    let name = name.strip_suffix(FILE_EXTENSION)?;
    let time = civil::DateTime::strptime("%Y-%m-%dT%H%M%S%.fZ", name).ok()?;
    let time = time.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp();
    (time.strftime(FILE_NAME_FORMAT).to_string() == name).then_some(time)
}

#[cfg(test)]
mod tests;
