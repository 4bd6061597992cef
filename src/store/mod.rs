//! The only code that touches files: it opens and saves registers, and knows where files live.
//!
//! Opening gives the register and what was noticed, or an error that says what to do; never a
//! silent default. Saving replaces a file whole or not at all, only if it is still what was read,
//! and keeps the version before.

mod door;
mod hash;
mod look;
mod stamp;
mod format;
mod marked;
mod cursor;
mod excerpt;
mod scan;
mod fault;
mod explain;
mod parse;
mod manuscript;
mod splice;
mod text;
mod pieces;
mod error;
mod save;
mod notice;
mod places;
mod settings;
mod named;
mod drafts;
mod backups;
mod here;
mod lock;
mod watch;
mod history;

use std::{
    fs::{self, File, Metadata},
    io::{self, Read as _, Seek as _},
    path::Path,
    str::Utf8Error,
};

pub use backups::{Backup, BackupError, Backups, Earlier, LAST, kept};
pub use drafts::{DRAFT_FORMAT, DraftError, DraftPlace, Drafts, KeptDraft, Left, Typed};
pub use error::{LoadError, SaveError, WriteError};
pub use fault::{Fault, Needed, Place};
pub use format::print;
pub use hash::{Hash, NoHash};
pub use here::Here;
pub use history::{
    Author, Flaw, Flawed, HISTORY_FORMAT, HistoryError, Line, Made, Mark, Origin, Past, Recording,
    Verified, has_history, history_of, register_at, verify,
};
pub use lock::{Access, Held, Holder, Lock, holder};
pub use manuscript::{Damaged, Manuscript, NotMended, TextDraft};
pub use marked::print_marked;
pub use notice::Notice;
pub use places::{Places, bundled, first_start};
pub use settings::{Settings, ThemeChoice};
pub use splice::Spans;
pub use stamp::Stamp;
pub use text::{Revision, Text};
pub use watch::{Sight, Watch};

use look::Look;
use parse::{Parsed, parse};
use save::{Expected, Keep, Record, record, replace, replace_recorded};
use stamp::CHUNK;
use text::{Reporting, legible};

use crate::{
    progress::Progress,
    register::{History, Register},
};

/// A register as it was read from its file.
#[derive(Debug)]
pub struct Opened {
    /// The records.
    pub register: Register,
    /// What the file held.
    pub stamp: Stamp,
    /// What of the file's text the records do not tell, with the records that cannot be read.
    pub manuscript: Manuscript,
    /// What there is to know of the file.
    pub notices: Vec<Notice>,
    /// The steps that can be undone; none where its history was not read.
    pub history: History,
}

/// Opens a register all of whose records can be read.
///
/// # Errors
/// When there is no whole register in the file, or the work was cancelled. The file is never
/// changed.
pub fn load(path: &Path, progress: &Progress) -> Result<Opened, LoadError> {
    let opened = open(path, progress)?;
    let Some(damaged) = opened.manuscript.damaged().next() else { return Ok(opened) };
    let Damaged { fault, at, way, .. } = damaged.clone();
    Err(LoadError::Text { path: path.to_owned(), fault, at, way })
}

/// Opens a register as far as its records can be read; those that cannot are kept as they stand.
///
/// # Errors
/// When the file is no register even so, or the work was cancelled. The file is never changed.
pub fn open(path: &Path, progress: &Progress) -> Result<Opened, LoadError> {
    let (file, about) = open_file(path)?;
    let look = Look::at(&file).map_err(|error| LoadError::io(path, error))?;
    let length = usize::try_from(about.len()).unwrap_or(0);
    let (parsed, stamp) = match pieces::read(&file, length, progress) {
        Some((register, manuscript, stamp)) => {
            (Parsed { register, manuscript, is_kept: true }, stamp)
        }
        // Another layout, or what is wrong with a text and where, only the whole tells.
        None => whole(path, &file, length, progress)?,
    };
    let Parsed { register, manuscript, is_kept } = parsed;
    let stamp = if is_kept { stamp } else { stamp.kept_for_good() };
    stamp.looked(look);
    let mut notices = Vec::new();
    if !is_kept {
        notices.push(Notice::Layout);
    }
    if about.permissions().readonly() {
        notices.push(Notice::ReadOnly);
    }
    let history = History::default();
    Ok(Opened { register, stamp, manuscript, notices, history })
}

/// Opens a register for work, as [`open`] does: a save of it that broke off is finished first, and
/// what was done before can be undone. Whoever asks for it has the lock.
///
/// # Errors
/// When the file is no register, or the work was cancelled. But for such a save nothing is
/// changed.
pub fn open_for_work(path: &Path, progress: &Progress) -> Result<Opened, LoadError> {
    let finished = history::finish(path);
    save::sweep(path);
    let mut opened = open(path, progress)?;
    let (steps, noticed) = history::undoable(path, opened.stamp.digest());
    opened.history = steps;
    opened.notices.extend(finished.into_iter().chain(noticed));
    Ok(opened)
}

/// Saves a register in the place of the file it was read from, which is kept as the backup
/// `<name>.bak` beside it. What has not changed is written as it stood there. Where nothing has
/// changed nothing is written.
///
/// Without a stamp the file must be new.
///
/// # Errors
/// When the file is no longer byte for byte what the stamp was made of, or cannot be written, or
/// the work was cancelled. What is on the disk is then as it was.
pub fn save(
    path: &Path,
    register: &dyn Text,
    stamp: Option<&Stamp>,
    progress: &Progress,
) -> Result<Stamp, SaveError> {
    put(path, register, stamp, None, progress)
}

/// Saves a register as [`save`] does, once the history beside it tells of what was done.
///
/// # Errors
/// As of saving, and when the history cannot be written. What is on the disk is then as it was.
pub fn save_recorded(
    path: &Path,
    register: &dyn Text,
    stamp: &Stamp,
    recording: &Recording,
    progress: &Progress,
) -> Result<Stamp, SaveError> {
    let record = Record { recording, known: None };
    put(path, register, Some(stamp), Some(&record), progress)
}

fn put(
    path: &Path,
    register: &dyn Text,
    stamp: Option<&Stamp>,
    record: Option<&Record>,
    progress: &Progress,
) -> Result<Stamp, SaveError> {
    let expected = stamp.map_or(Expected::Nothing, Expected::Same);
    legible(path, register)?;
    let for_good = stamp.is_some_and(Stamp::is_kept_for_good);
    let keep = if for_good { Keep::ForGood } else { Keep::Backup };
    let total = stamp.map_or(0, Stamp::length) as usize;
    let mut spans = None;
    let stamp = replace_recorded(path, &expected, keep, record, |out| {
        let old = stamp.map(|stamp| (path, stamp));
        let out = &mut Reporting { out, progress, done: 0, total };
        spans = register.print_over(old, out)?;
        Ok(())
    })?;
    Ok(stamp.with_spans(spans))
}

/// Saves a register over whatever its file now holds. That is kept as the backup, and under a
/// number besides, which no later backup takes: it is someone's work.
///
/// # Errors
/// When the file cannot be written. What is on the disk is then as it was.
pub fn overwrite(path: &Path, register: &dyn Text) -> Result<Stamp, SaveError> {
    replace(path, &Expected::Anything, Keep::ForGood, |out| register.print(out))
}

/// Saves a register over whatever its file now holds, as [`overwrite`] does, and tells its history
/// of that: what was found, what the program knew, and what was done.
///
/// # Errors
/// When the file or its history cannot be written. What is on the disk is then as it was.
pub fn overwrite_recorded(
    path: &Path,
    register: &dyn Text,
    known: &Stamp,
    recording: &Recording,
) -> Result<Stamp, SaveError> {
    legible(path, register)?;
    let record = Record { recording, known: Some(known) };
    replace_recorded(path, &Expected::Anything, Keep::ForGood, Some(&record), |out| {
        register.print(out)
    })
}

/// Tells the history of a register what was noticed, while its file stays as it is.
///
/// # Errors
/// When the file is no longer byte for byte what the stamp was made of, or the history cannot be
/// written.
pub fn note(path: &Path, stamp: &Stamp, recording: &Recording) -> Result<Stamp, SaveError> {
    record(path, stamp, recording)?;
    Ok(stamp.clone())
}

/// Writes a register to another file; one that is there is kept as its backup.
///
/// # Errors
/// When the file cannot be written. What is on the disk is then as it was.
pub fn copy(path: &Path, register: &dyn Text) -> Result<Stamp, SaveError> {
    legible(path, register)?;
    replace(path, &Expected::Anything, Keep::Backup, |out| register.print(out))
}

/// Writes a file, as safely as a register but without a backup. A device or a pipe is written to
/// straight away.
///
/// # Errors
/// When it cannot be written. What was there before is then still there.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let written = door::write_through(path, bytes);
        return written.map_err(|error| WriteError::io(path, error));
    }
    match replace(path, &Expected::Anything, Keep::Nothing, |out| out.write_all(bytes)) {
        Ok(_) => Ok(()),
        Err(SaveError::Write(error)) => Err(error),
        // Not reached: whatever is there may be replaced, and nothing cancels.
        Err(other) => Err(WriteError::Io { path: path.to_owned(), error: io::Error::other(other) }),
    }
}

/// Writes the text of a register over a file, which is kept as its backup.
///
/// # Errors
/// When it cannot be written. What is on the disk is then as it was.
pub fn write_text(path: &Path, bytes: &[u8]) -> Result<(), SaveError> {
    replace(path, &Expected::Anything, Keep::Backup, |out| out.write_all(bytes)).map(drop)
}

/// The stamp of what a file holds now; none where it cannot be read.
pub fn stamp(path: &Path) -> Option<Stamp> {
    door::open(path).and_then(|mut file| Stamp::of_file(&mut file)).ok()
}

/// Whether something of this name is there, so that writing it would replace what is there.
pub fn is_taken(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Makes sure that writing a file does not take the place of a register that is open.
///
/// # Errors
/// When both paths lead to one file.
pub fn apart(path: &Path, register: &Path) -> Result<(), WriteError> {
    let leads_to = |path: &Path| fs::canonicalize(path).ok();
    if leads_to(path).is_some_and(|file| Some(file) == leads_to(register)) {
        return Err(WriteError::Register(path.to_owned()));
    }
    Ok(())
}

/// Opens a file for reading.
fn open_file(path: &Path) -> Result<(File, Metadata), LoadError> {
    let failed = |error| LoadError::io(path, error);
    let about = fs::metadata(path).map_err(failed)?;
    if about.is_dir() {
        return Err(LoadError::Folder(path.to_owned()));
    }
    if !about.is_file() {
        return Err(LoadError::NotAFile(path.to_owned()));
    }
    Ok((door::open(path).map_err(failed)?, about))
}

/// Reads a register from its whole text.
fn whole(
    path: &Path,
    mut file: &File,
    length: usize,
    progress: &Progress,
) -> Result<(Parsed, Stamp), LoadError> {
    let failed = |error| LoadError::io(path, error);
    file.rewind().map_err(failed)?;
    let mut bytes = Vec::with_capacity(length + 1);
    loop {
        // Most of the time is left for making records of them.
        progress.report(bytes.len(), 8 * length)?;
        if file.take(CHUNK as u64).read_to_end(&mut bytes).map_err(failed)? == 0 {
            break;
        }
    }
    let text = match str::from_utf8(&bytes) {
        Ok(text) => text,
        Err(error) => return Err(not_utf8(path, &bytes, error)),
    };
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(LoadError::Empty(path.to_owned()));
    }
    let parsed = parse(text).map_err(|unread| unread.in_file(path))?;
    Ok((parsed, Stamp::of(&bytes)))
}

fn not_utf8(path: &Path, bytes: &[u8], error: Utf8Error) -> LoadError {
    let valid = bytes.get(..error.valid_up_to()).map(String::from_utf8_lossy).unwrap_or_default();
    LoadError::NotUtf8 { path: path.to_owned(), at: Place::of(&valid, valid.len()) }
}
