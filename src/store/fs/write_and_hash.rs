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

use crate::store::fs::fingerprint::{Fingerprint, FingerprintWriter, IO_CHUNK_SIZE};

/// How long it is, at the end of what is written so far, until more may be there.
const POLL_INTERVAL: Duration = Duration::from_micros(500);

/// Writes what `print` writes to a new file and flushes it to the disk, and gives its stamp, made
/// of what can be read from the file `again`. Once all is there, something else is done `meanwhile`.
pub(super) fn write_and_hash(
    file: &File,
    second_handle: File,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    meanwhile: impl FnOnce() + Send,
) -> io::Result<Fingerprint> {
    thread::scope(|scope| {
        let (writing, written) = channel();
        let fingerprint = scope.spawn(move || hash_while_written(second_handle, &written));
        let mut out = BufWriter::with_capacity(IO_CHUNK_SIZE, file);
        let printed = print(&mut out).and_then(|()| out.flush());
        // What could not be written is not tried again.
        drop(out.into_parts());
        drop(writing);
        printed?;
        scope.spawn(meanwhile);
        file.sync_all()?;
        fingerprint.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// The stamp of a file that is being written, once that is done.
fn hash_while_written(mut file: File, written: &Receiver<()>) -> io::Result<Fingerprint> {
    let mut fingerprint_writer = FingerprintWriter::default();
    loop {
        let is_written = written.recv_timeout(POLL_INTERVAL) != Err(RecvTimeoutError::Timeout);
        fingerprint_writer.read_to_end(&mut file)?;
        if is_written {
            return Ok(fingerprint_writer.finish());
        }
    }
}
