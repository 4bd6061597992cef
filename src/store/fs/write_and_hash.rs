//! Writing a file while a second thread computes its fingerprint.

use std::{
    io::{self, BufWriter, Write},
    panic::resume_unwind,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::Duration,
};

use crate::store::fs::{
    files::{File, IO_CHUNK_SIZE},
    fingerprint::{Fingerprint, FingerprintWriter},
};

/// The time after which the second thread reads on, once it has read all that is written so far.
const POLL_INTERVAL: Duration = Duration::from_micros(500);

/// Writes the output of `print` to a new file, flushes it to the disk, and returns its
/// fingerprint, computed from what `second_handle` reads back from the file. `meanwhile` runs on
/// another thread during the flush.
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
        // Dropping the buffer would try again to write what failed.
        drop(out.into_parts());
        drop(writing);
        printed?;
        scope.spawn(meanwhile);
        file.sync_all()?;
        fingerprint.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// Computes the fingerprint of a file that is being written, until the sender is dropped.
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
