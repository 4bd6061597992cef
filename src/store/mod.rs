//! The only code that touches files: it opens and saves registers, and knows where files live.
//!
//! Opening gives the register and what was noticed, or an error that says what to do; never a
//! silent default. Saving replaces a file whole or not at all, only if it is still what was read,
//! and keeps the version before.

mod hash;
mod stamp;
mod format;
mod marked;
mod scan;
mod fault;
mod explain;
mod parse;
mod pieces;
mod error;
mod save;
mod notice;
mod places;
mod settings;
mod drafts;
mod here;
mod history;

use std::{
    fs::{self, File, Metadata},
    io::{self, Read as _, Seek as _, Write},
    path::Path,
    str::Utf8Error,
};

pub use drafts::{DRAFT_FORMAT, DraftError, DraftPlace, Drafts, KeptDraft, Left};
pub use error::{LoadError, SaveError, WriteError};
pub use fault::{Fault, Needed, Place};
pub use format::print;
pub use hash::{Hash, NoHash};
pub use here::Here;
pub use history::{
    Flaw, Flawed, HISTORY_FORMAT, HistoryError, Line, Made, Mark, Past, Recording, Verified,
    has_history, history_of, register_at, verify,
};
pub use marked::print_marked;
pub use notice::Notice;
pub use places::{Places, bundled, first_start};
pub use settings::{Settings, ThemeChoice};
pub use stamp::Stamp;

use parse::{Parsed, parse};
use save::{Expected, Keep, Record, record, replace, replace_recorded};
use stamp::CHUNK;

use crate::{
    progress::{Cancelled, Progress},
    register::{History, Register},
};

/// A register as it was read from its file.
#[derive(Debug)]
pub struct Opened {
    /// The records.
    pub register: Register,
    /// What the file held.
    pub stamp: Stamp,
    /// What there is to know of the file.
    pub notices: Vec<Notice>,
    /// The steps that can be undone; none where its history was not read.
    pub history: History,
}

/// Opens a register.
///
/// # Errors
/// When there is no whole register in the file, or the work was cancelled. The file is never
/// changed.
pub fn load(path: &Path, progress: &Progress) -> Result<Opened, LoadError> {
    let (file, about) = open(path)?;
    let length = usize::try_from(about.len()).unwrap_or(0);
    let (Parsed { register, canonical }, stamp) = match pieces::read(&file, length, progress) {
        Some(read) => read,
        // What is wrong with a text, and where, only the whole tells.
        None => whole(path, &file, length, progress)?,
    };
    let mut notices = Vec::new();
    if !canonical {
        notices.push(Notice::Layout);
    }
    if about.permissions().readonly() {
        notices.push(Notice::ReadOnly);
    }
    let (stamp, history) = (stamp.by_hand(!canonical), History::default());
    Ok(Opened { register, stamp, notices, history })
}

/// Opens a register for work: a save of it that broke off is finished first, and what was done
/// before can be undone.
///
/// # Errors
/// When there is no whole register in the file, or the work was cancelled. But for such a save
/// nothing is changed.
pub fn open_for_work(path: &Path, progress: &Progress) -> Result<Opened, LoadError> {
    let finished = history::finish(path);
    let mut opened = load(path, progress)?;
    let (steps, noticed) = history::undoable(path, opened.stamp.digest());
    opened.history = steps;
    opened.notices.extend(finished.into_iter().chain(noticed));
    Ok(opened)
}

/// Saves a register in the place of the file it was read from, which is kept as the backup
/// `<name>.bak` beside it. What was written by hand is kept under a number besides
/// (`<name>.1.bak`), which no later backup takes. Where nothing has changed nothing is written.
///
/// Without a stamp the file must be new.
///
/// # Errors
/// When the file is no longer byte for byte what the stamp was made of, or cannot be written, or
/// the work was cancelled. What is on the disk is then as it was.
pub fn save(
    path: &Path,
    register: &Register,
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
    register: &Register,
    stamp: &Stamp,
    recording: &Recording,
    progress: &Progress,
) -> Result<Stamp, SaveError> {
    let record = Record { recording, known: None };
    put(path, register, Some(stamp), Some(&record), progress)
}

fn put(
    path: &Path,
    register: &Register,
    stamp: Option<&Stamp>,
    record: Option<&Record>,
    progress: &Progress,
) -> Result<Stamp, SaveError> {
    let expected = stamp.map_or(Expected::Nothing, Expected::Same);
    let by_hand = stamp.is_some_and(Stamp::is_by_hand);
    let keep = if by_hand { Keep::ForGood } else { Keep::Backup };
    let total = stamp.map_or(0, Stamp::length) as usize;
    replace_recorded(path, &expected, keep, record, |out| {
        print(register, &mut Reporting { out, progress, done: 0, total })
    })
}

/// Saves a register over whatever its file now holds. That is kept as the backup, and under a
/// number besides, which no later backup takes: it is someone's work.
///
/// # Errors
/// When the file cannot be written. What is on the disk is then as it was.
pub fn overwrite(path: &Path, register: &Register) -> Result<Stamp, SaveError> {
    replace(path, &Expected::Anything, Keep::ForGood, |out| print(register, out))
}

/// Saves a register over whatever its file now holds, as [`overwrite`] does, and tells its history
/// of that: what was found, what the program knew, and what was done.
///
/// # Errors
/// When the file or its history cannot be written. What is on the disk is then as it was.
pub fn overwrite_recorded(
    path: &Path,
    register: &Register,
    known: &Stamp,
    recording: &Recording,
) -> Result<Stamp, SaveError> {
    let record = Record { recording, known: Some(known) };
    replace_recorded(path, &Expected::Anything, Keep::ForGood, Some(&record), |out| {
        print(register, out)
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
pub fn copy(path: &Path, register: &Register) -> Result<Stamp, SaveError> {
    replace(path, &Expected::Anything, Keep::Backup, |out| print(register, out))
}

/// Writes a file, as safely as a register but without a backup. A device or a pipe is written to
/// straight away.
///
/// # Errors
/// When it cannot be written. What was there before is then still there.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let write = || fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
        return write().map_err(|error| WriteError::io(path, error));
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
fn open(path: &Path) -> Result<(File, Metadata), LoadError> {
    let failed = |error| LoadError::io(path, error);
    let about = fs::metadata(path).map_err(failed)?;
    if about.is_dir() {
        return Err(LoadError::Folder(path.to_owned()));
    }
    if !about.is_file() {
        return Err(LoadError::NotAFile(path.to_owned()));
    }
    Ok((File::open(path).map_err(failed)?, about))
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
    // Windows' Notepad and others mark UTF-8 with it; it is no part of the text.
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    if body.trim().is_empty() {
        return Err(LoadError::Empty(path.to_owned()));
    }
    let mut parsed = parse(body).map_err(|unread| unread.in_file(path))?;
    parsed.canonical &= body.len() == text.len();
    Ok((parsed, Stamp::of(&bytes)))
}

fn not_utf8(path: &Path, bytes: &[u8], error: Utf8Error) -> LoadError {
    let valid = bytes.get(..error.valid_up_to()).map(String::from_utf8_lossy).unwrap_or_default();
    LoadError::NotUtf8 { path: path.to_owned(), at: Place::of(&valid, valid.len()) }
}

/// Reports how much has passed through it, and fails once the work is cancelled.
struct Reporting<'a> {
    out: &'a mut dyn Write,
    progress: &'a Progress,
    done: usize,
    total: usize,
}

impl Write for Reporting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let cancelled = |cancelled: Cancelled| io::Error::other(cancelled);
        self.progress.report(self.done, self.total.max(self.done)).map_err(cancelled)?;
        let written = self.out.write(bytes)?;
        self.done += written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
