//! Writing a file while a second thread computes its fingerprint.

use std::{
    io::{self, BufWriter, Write},
    panic::resume_unwind,
    sync::{
        Mutex,
        mpsc::{Receiver, RecvTimeoutError, channel},
    },
    thread,
    time::Duration,
};

use crate::{
    store::fs::{
        files::{File, IO_CHUNK_SIZE},
        fingerprint::{ContentHash, FingerprintWriter},
    },
    worker_thread::ScopedWork,
};

/// The time after which the second thread reads on, once it has read all that is written so far.
const POLL_INTERVAL: Duration = Duration::from_micros(500);

/// Writes the output of `print` to a new file, flushes it to the disk, and returns its
/// hash, computed from what `second_handle` reads back from the file. `meanwhile` runs on
/// another thread during the flush. Without threads to be had, one is done after the other.
pub(super) fn write_and_hash(
    file: &File,
    second_handle: &File,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    meanwhile: impl FnOnce() + Send,
) -> io::Result<ContentHash> {
    let meanwhile = Mutex::new(Some(meanwhile));
    thread::scope(|scope| {
        let (writing, written) = channel();
        let hash = move || hash_while_written(second_handle, &written);
        let hashing = thread::Builder::new().spawn_scoped(scope, hash);
        let mut out = BufWriter::with_capacity(IO_CHUNK_SIZE, file);
        let printed = print(&mut out).and_then(|()| out.flush());
        // Dropping the buffer would try again to write what failed.
        drop(out.into_parts());
        drop(writing);
        printed?;
        let flushing = ScopedWork::start(scope, || {
            let meanwhile = meanwhile.lock().ok().and_then(|mut meanwhile| meanwhile.take());
            meanwhile.into_iter().for_each(|run| run());
        });
        file.sync_all()?;
        let content_hash = match hashing {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => {
                let (sender, all_written) = channel();
                drop(sender);
                hash_while_written(second_handle, &all_written)
            }
        };
        flushing.join();
        content_hash
    })
}

/// Computes the hash of a file that is being written, until the sender is dropped.
fn hash_while_written(mut file: &File, written: &Receiver<()>) -> io::Result<ContentHash> {
    let mut fingerprint_writer = FingerprintWriter::default();
    loop {
        let is_written = written.recv_timeout(POLL_INTERVAL) != Err(RecvTimeoutError::Timeout);
        fingerprint_writer.read_to_end(&mut file)?;
        if is_written {
            return Ok(fingerprint_writer.finish_with_blocks());
        }
    }
}
