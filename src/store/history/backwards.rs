//! The lines of a history from its end, of which only those asked for are read.

use std::{
    fs::File,
    io::{self, Read as _, Seek as _, SeekFrom},
};

use super::line::{Line, Unread};
use crate::store::hash::Hash;

/// How much is read at once.
const CHUNK: u64 = 1 << 16;

/// Lines from the last to the first.
pub(super) struct Backwards<'a> {
    file: &'a File,
    /// Where what is held begins.
    from: u64,
    /// What was read and not given yet.
    held: Vec<u8>,
}

/// One of them.
pub(super) struct Raw {
    /// Where it begins.
    pub from: u64,
    /// Its bytes without the end of line.
    pub bytes: Vec<u8>,
    /// Whether it has an end of line.
    pub is_whole: bool,
}

impl<'a> Backwards<'a> {
    /// From the end of a file.
    pub fn new(file: &'a File) -> io::Result<Self> {
        Ok(Self { file, from: file.metadata()?.len(), held: Vec::new() })
    }

    /// The next line towards the beginning; none before the first.
    pub fn next(&mut self) -> io::Result<Option<Raw>> {
        let mut looked = 0;
        loop {
            let is_whole = self.held.last() == Some(&b'\n');
            let text = &self.held[..self.held.len() - usize::from(is_whole)];
            // What was looked through already holds no end of line.
            let fresh = text.len() - looked.min(text.len());
            if let Some(at) = memchr::memrchr(b'\n', &text[..fresh]) {
                let bytes = text[at + 1..].to_vec();
                self.held.truncate(at + 1);
                return Ok(Some(Raw { from: self.from + at as u64 + 1, bytes, is_whole }));
            }
            if self.from == 0 {
                let bytes = text.to_vec();
                let is_end = self.held.is_empty();
                self.held.clear();
                return Ok((!is_end).then_some(Raw { from: 0, bytes, is_whole }));
            }
            looked = text.len();
            let size = CHUNK.max(self.held.len() as u64).min(self.from);
            self.from -= size;
            let mut more = vec![0; usize::try_from(size).unwrap_or(usize::MAX)];
            (&mut &*self.file).seek(SeekFrom::Start(self.from))?;
            (&mut &*self.file).read_exact(&mut more)?;
            more.append(&mut self.held);
            self.held = more;
        }
    }
}

/// The last line that ends a save, and what lies behind it: lines of a save that broke off.
#[derive(Default)]
pub(super) struct End {
    /// The line, with its seal; none where there is none.
    pub line: Option<(Line, Hash)>,
    /// Where it ends, in bytes.
    pub at: u64,
    /// How many bytes there are.
    pub length: u64,
}

/// Why the end of a history could not be told.
pub(super) enum NoEnd {
    /// It could not be read.
    Io(io::Error),
    /// It was written by a newer program.
    Newer(u32),
}

impl From<io::Error> for NoEnd {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl End {
    /// Finds it.
    pub fn of(file: &File) -> Result<Self, NoEnd> {
        let length = file.metadata()?.len();
        let mut lines = Backwards::new(file)?;
        while let Some(raw) = lines.next()? {
            match Line::read(&raw.bytes) {
                Err(Unread::Newer(format)) => return Err(NoEnd::Newer(format)),
                Ok(line) if raw.is_whole && line.file.is_some() => {
                    let Some((seal, _)) = Line::seal(&raw.bytes) else { continue };
                    let at = raw.from + raw.bytes.len() as u64 + 1;
                    return Ok(Self { line: Some((line, seal)), at, length });
                }
                Ok(_) | Err(Unread::Damaged) => {}
            }
        }
        Ok(Self { line: None, at: 0, length })
    }
}
