//! What a text is written to: bytes go there, and whole stretches of another file.

use std::{
    fs::File,
    io::{self, BufWriter, ErrorKind, Read as _, Write},
};

use crate::progress::{Cancelled, Progress};

/// A writer that can take bytes from where a file was read to, without their being looked at.
pub trait Sink: Write {
    /// Copies so many bytes of a file.
    ///
    /// # Errors
    /// Those of the writer and of reading the file; also where it holds no more.
    fn copy(&mut self, from: &File, length: u64) -> io::Result<()>;
}

/// Any writer.
impl Sink for &mut dyn Write {
    fn copy(&mut self, from: &File, length: u64) -> io::Result<()> {
        copied(io::copy(&mut from.take(length), self)?, length)
    }
}

/// A file, to which the system may copy by itself.
impl Sink for BufWriter<&File> {
    fn copy(&mut self, from: &File, length: u64) -> io::Result<()> {
        self.flush()?;
        copied(io::copy(&mut from.take(length), self.get_mut())?, length)
    }
}

fn copied(copied: u64, length: u64) -> io::Result<()> {
    if copied == length { Ok(()) } else { Err(ErrorKind::UnexpectedEof.into()) }
}

/// How much is copied before that is reported.
const PIECE: u64 = 1 << 22;

/// Reports how much has passed through it, and fails once the work is cancelled.
pub(super) struct Reporting<'a> {
    pub out: &'a mut dyn Sink,
    pub progress: &'a Progress,
    pub done: usize,
    pub total: usize,
}

impl Reporting<'_> {
    fn report(&self) -> io::Result<()> {
        let cancelled = |cancelled: Cancelled| io::Error::other(cancelled);
        self.progress.report(self.done, self.total.max(self.done)).map_err(cancelled)
    }
}

impl Sink for Reporting<'_> {
    fn copy(&mut self, from: &File, mut length: u64) -> io::Result<()> {
        while length > 0 {
            self.report()?;
            let piece = length.min(PIECE);
            self.out.copy(from, piece)?;
            self.done += piece as usize;
            length -= piece;
        }
        Ok(())
    }
}

impl Write for Reporting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.report()?;
        let written = self.out.write(bytes)?;
        self.done += written;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
