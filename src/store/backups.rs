//! Backups: versions of a register, kept in the data folder by a plain [rule](kept).
//!
//! Each register has a folder of its own, named after it. A backup is the text of the register as
//! it was saved, compressed with gzip, so that it can be had back without this program too. It is
//! printed as it was for saving and not copied from the file: whatever becomes of the file
//! meanwhile, the backup is of the version that was saved, and no file is held open that is to be
//! replaced. Only a text that cannot be printed again as it was found is copied.

mod error;
mod rule;

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, ErrorKind, Read as _, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use jiff::{Timestamp, ZonedDateTime, civil, tz::TimeZone};

pub use error::BackupError;
pub use rule::{LAST, kept};

use super::{
    LoadError, Places, Text, WriteError, door, is_taken,
    named::Named,
    parse::{Parsed, parse},
    places::make_folder,
    save,
    stamp::{CHUNK, Stamp, Stamping},
};
use crate::register::Register;

/// How much room the backups of one register may take, in bytes: 1 GiB.
const ROOM: u64 = 1 << 30;

/// How a backup's file is named: the time in UTC, without the colons that some disks refuse.
const NAME: &str = "%Y-%m-%dT%H%M%S%.3fZ";

/// What follows the time in the name of a backup's file.
const ENDING: &str = ".ron.gz";

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
pub struct Earlier {
    /// The records.
    pub register: Register,
    /// How many more there are that cannot be read.
    pub damaged: usize,
}

impl Backups {
    /// Where the backups of the register in a file are kept, by whatever way that file is reached.
    pub fn of(places: &Places, register: &Path) -> Self {
        Self { folder: places.backups().join(Named::of(register).name) }
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
            let Some(time) = entry.file_name().to_str().and_then(time) else { continue };
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
    pub fn keep(&self, text: &dyn Text, time: Timestamp) -> Result<(), BackupError> {
        make_folder(&self.folder)?;
        let newest = self.list()?.into_iter().find(|backup| backup.time <= time);
        if newest.is_some_and(|newest| newest.holds(text)) {
            return Ok(());
        }
        let mut time = time;
        let mut path = self.path(time);
        // Two versions of one moment are told apart by their names alone.
        while is_taken(&path) {
            time = time.saturating_add(Duration::from_millis(1)).unwrap_or(Timestamp::MAX);
            path = self.path(time);
        }
        Ok(save::add_private(&path, |out| {
            let packed = GzEncoder::new(out, Compression::default());
            let mut packed = BufWriter::with_capacity(CHUNK, packed);
            text.print(&mut packed)?;
            packed.into_inner().map_err(io::IntoInnerError::into_error)?.finish().map(drop)
        })?)
    }

    /// Keeps the version that was found in a file when it was opened, in the same way. Where its
    /// text cannot be printed again as it was, and the file still holds it, it is copied.
    ///
    /// # Errors
    /// When it cannot be written, or the folder cannot be read.
    pub fn keep_found(
        &self,
        path: &Path,
        found: &Stamp,
        text: &dyn Text,
        time: Timestamp,
    ) -> Result<(), BackupError> {
        if stamp(text).is_none_or(|printed| printed != *found)
            && let Ok(bytes) = door::read(path)
            && Stamp::of(&bytes) == *found
        {
            return self.keep(&Copied(bytes), time);
        }
        self.keep(text, time)
    }

    /// Deletes the backups that the [rule](kept) does not keep, as of a time.
    ///
    /// # Errors
    /// When one cannot be deleted; the others are.
    pub fn thin(&self, now: &ZonedDateTime) -> Result<(), BackupError> {
        let backups = self.list()?;
        let zone = now.time_zone();
        let versions: Vec<(ZonedDateTime, u64)> = backups
            .iter()
            .map(|one| (one.time.to_zoned_datetime(zone.clone()), one.size))
            .collect();
        let mut thinned = Ok(());
        for (backup, _) in
            backups.iter().zip(kept(&versions, now, ROOM)).filter(|(_, is_kept)| !is_kept)
        {
            match fs::remove_file(&backup.path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    thinned = Err(WriteError::io(&backup.path, error).into());
                }
                _ => {}
            }
        }
        thinned
    }

    fn path(&self, time: Timestamp) -> PathBuf {
        self.folder.join(format!("{}{ENDING}", time.strftime(NAME)))
    }
}

impl Backup {
    /// This version, as far as its records can be read.
    ///
    /// # Errors
    /// When the file is gone, damaged, or not to be read by this program. It is never changed.
    pub fn read(&self) -> Result<Earlier, BackupError> {
        let mut bytes = Vec::new();
        self.open()?.read_to_end(&mut bytes).map_err(|error| self.failed(&error))?;
        let text = str::from_utf8(&bytes).map_err(|error| self.failed(&error))?;
        match parse(text).map_err(|unread| unread.in_file(&self.path)) {
            Ok(Parsed { register, manuscript, .. }) => {
                Ok(Earlier { register, damaged: manuscript.damaged().count() })
            }
            Err(error @ LoadError::TooNew { .. }) => Err(BackupError::TooNew(error)),
            Err(LoadError::Text { path, fault, .. }) => Err(BackupError::Fault { path, fault }),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Whether it can be read and holds this very text.
    fn holds(&self, text: &dyn Text) -> bool {
        let Ok(mut file) = self.open() else { return false };
        Stamp::of_text(&mut file).is_ok_and(|held| stamp(text) == Some(held))
    }

    fn open(&self) -> Result<GzDecoder<BufReader<File>>, BackupError> {
        match door::open(&self.path) {
            Ok(file) => Ok(GzDecoder::new(BufReader::with_capacity(CHUNK, file))),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                Err(BackupError::Gone(self.path.clone()))
            }
            Err(error) => Err(self.failed(&error)),
        }
    }

    fn failed(&self, error: &dyn ToString) -> BackupError {
        BackupError::Damaged { path: self.path.clone(), error: error.to_string() }
    }
}

/// A text that was read from a file.
struct Copied(Vec<u8>);

impl Text for Copied {
    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.0)
    }
}

/// What tells a text from others; none where it cannot be printed.
fn stamp(text: &dyn Text) -> Option<Stamp> {
    let mut out = Stamping::default();
    text.print(&mut out).ok().map(|()| out.finish())
}

/// The time in the name of a backup's file; none where it is not one.
fn time(name: &str) -> Option<Timestamp> {
    let name = name.strip_suffix(ENDING)?;
    let time = civil::DateTime::strptime("%Y-%m-%dT%H%M%S%.fZ", name).ok()?;
    let time = time.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp();
    (time.strftime(NAME).to_string() == name).then_some(time)
}

#[cfg(test)]
mod tests;
