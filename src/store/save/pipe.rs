//! A text that is written to a file, and its stamp, which another thread works out of what the file
//! holds so far.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    panic::resume_unwind,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use crate::store::stamp::{CHUNK, Stamp, Stamping};

/// How long it is, at the end of what is written so far, until more may be there.
const PAUSE: Duration = Duration::from_micros(500);

/// Writes what `print` writes to a new file and flushes it to the disk, and gives its stamp, made
/// of what can be read from the file `again`. Once all is there, something else is done `meanwhile`.
pub(super) fn write(
    file: &File,
    again: File,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    meanwhile: impl FnOnce() + Send,
) -> io::Result<Stamp> {
    thread::scope(|scope| {
        let (writing, written) = channel();
        let stamp = scope.spawn(move || follow(again, &written));
        let mut out = BufWriter::with_capacity(CHUNK, file);
        let printed = print(&mut out).and_then(|()| out.flush());
        // What could not be written is not tried again.
        drop(out.into_parts());
        drop(writing);
        printed?;
        scope.spawn(meanwhile);
        file.sync_all()?;
        stamp.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// The stamp of a file that is being written, once that is done.
fn follow(mut file: File, written: &Receiver<()>) -> io::Result<Stamp> {
    let mut stamping = Stamping::default();
    loop {
        let is_written = written.recv_timeout(PAUSE) != Err(RecvTimeoutError::Timeout);
        stamping.read(&mut file)?;
        if is_written {
            return Ok(stamping.finish());
        }
    }
}
