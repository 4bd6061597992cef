//! Whether a history is whole, and whether the register is what it ends with.

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
};

use jiff::Timestamp;

use super::{
    error::HistoryError,
    history_of,
    line::{Line, Unread},
    open,
};
use crate::{
    progress::Progress,
    store::{door, hash::Hash, stamp::Stamp},
};

/// What a look at a whole history found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many lines there are.
    pub lines: u64,
    /// When the first and the last were recorded.
    pub span: Option<(Timestamp, Timestamp)>,
    /// What is wrong, in the order of the lines.
    pub flaws: Vec<Flawed>,
    /// The lines, by their places, whose time is before that of the line they follow: a clock was
    /// set back, or those of two machines differ. Nothing is wrong with them.
    pub early: Vec<u64>,
}

/// Something wrong, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flawed {
    /// The line by its place in the file; the first is 1.
    pub line: u64,
    /// What.
    pub flaw: Flaw,
}

/// What can be wrong with a line of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// It cannot be read.
    Unread,
    /// It was changed after it was written: its seal is not its own.
    Changed,
    /// So many lines are missing before it.
    Missing(u64),
    /// It does not follow the line before it: one of the two was exchanged or moved.
    Moved,
    /// It has no end: the file was cut off in it.
    Cut,
    /// It is the last, and no save ended with it: lines are missing after it.
    Open,
    /// It is the last, and the register is not what it gives: the register was changed by
    /// something else, or lines are missing at the end.
    Register,
}

/// Looks through a whole history, line by line.
///
/// # Errors
/// When there is none, when it or the register cannot be read, or the work was cancelled.
pub fn verify(register: &Path, progress: &Progress) -> Result<Verified, HistoryError> {
    let path = history_of(register);
    let failed = |error| HistoryError::io(&path, error);
    let Some(file) = open(&path).map_err(failed)? else { return Err(HistoryError::None(path)) };
    let length = file.metadata().map_err(failed)?.len();
    let mut walk = Walk::default();
    let (mut text, mut bytes, mut done) = (BufReader::new(&file), Vec::new(), 0);
    loop {
        bytes.clear();
        match text.read_until(b'\n', &mut bytes).map_err(failed)? {
            0 => break,
            size => done += size,
        }
        progress.report(done, usize::try_from(length).unwrap_or(0))?;
        if let Err(found) = walk.line(&bytes) {
            return Err(HistoryError::Newer { path, found });
        }
    }
    let digest = door::open(register).and_then(|mut file| Stamp::of_file(&mut file));
    let digest = digest.map_err(|error| HistoryError::io(register, error))?.digest();
    match walk.file {
        _ if walk.is_cut => {}
        Some(file) if file != digest => walk.note(Flaw::Register),
        None if walk.seen.lines > 0 => walk.note(Flaw::Open),
        _ => {}
    }
    Ok(walk.seen)
}

#[derive(Default)]
struct Walk {
    seen: Verified,
    /// The number and the seal of the line before; none where it cannot be read.
    last: Option<(u64, Hash)>,
    file: Option<Hash>,
    is_cut: bool,
}

impl Walk {
    fn note(&mut self, flaw: Flaw) {
        self.seen.flaws.push(Flawed { line: self.seen.lines, flaw });
    }

    /// Takes in a line; the number of its format where that is newer.
    fn line(&mut self, bytes: &[u8]) -> Result<(), u32> {
        let is_first = self.seen.lines == 0;
        self.seen.lines += 1;
        self.file = None;
        let last = self.last.take();
        let Some(bytes) = bytes.strip_suffix(b"\n") else {
            self.is_cut = true;
            self.note(Flaw::Cut);
            return Ok(());
        };
        let line = match Line::read(bytes) {
            Ok(line) => line,
            Err(Unread::Newer(found)) => return Err(found),
            Err(Unread::Damaged) => {
                self.note(Flaw::Unread);
                return Ok(());
            }
        };
        let seal = Line::seal(bytes);
        if seal.is_none_or(|(_, is_right)| !is_right) {
            self.note(Flaw::Changed);
        }
        let (first, before) = self.seen.span.unwrap_or((line.at, line.at));
        self.seen.span = Some((first, line.at));
        if line.at < before {
            self.seen.early.push(self.seen.lines);
        }
        match last {
            // Numbers go up by one; where they do not, it is told how many are missing.
            Some((n, _)) if line.n > n + 1 => self.note(Flaw::Missing(line.n - n - 1)),
            Some((n, seal)) if line.n != n + 1 || line.before != Some(seal) => {
                self.note(Flaw::Moved);
            }
            None if is_first && line.n > 1 => self.note(Flaw::Missing(line.n - 1)),
            None if is_first && line.before.is_some() => self.note(Flaw::Moved),
            // Behind a line that cannot be read there is nothing to hold it against.
            Some(_) | None => {}
        }
        self.last = seal.map(|(seal, _)| (line.n, seal));
        self.file = line.file;
        Ok(())
    }
}
