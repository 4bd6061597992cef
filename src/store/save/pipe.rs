//! A text that is written to a file while it is still being made: one thread makes it, another
//! hands it to the disk, a third works out its stamp.

use std::{
    fs::File,
    io::{self, ErrorKind, Write},
    mem,
    panic::resume_unwind,
    sync::mpsc::{SyncSender, sync_channel},
    thread,
};

use crate::store::stamp::{CHUNK, Stamp, Stamping};

/// How many chunks at most wait to be written.
const UNWRITTEN: usize = 4;
/// How many chunks the stamp may lag behind the file: it takes longer to work out than they take to
/// write, and the disk shall not wait for it.
const UNSTAMPED: usize = 64;

/// Writes what `print` writes and flushes it to the disk, and gives its stamp; with it what is done
/// `meanwhile`, once all is printed.
pub(super) fn write<T>(
    mut file: &File,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    meanwhile: impl FnOnce() -> T,
) -> io::Result<(Stamp, T)> {
    thread::scope(|scope| {
        let (sender, printed) = sync_channel::<Vec<u8>>(UNWRITTEN);
        let (pass_on, written) = sync_channel::<Vec<u8>>(UNSTAMPED);
        let writer = scope.spawn(move || {
            printed.into_iter().try_for_each(|chunk| {
                file.write_all(&chunk)?;
                pass_on.send(chunk).map_err(io::Error::other)
            })?;
            drop(pass_on);
            file.sync_all()
        });
        let stamper = scope.spawn(move || {
            let mut stamping = Stamping::default();
            written.into_iter().try_for_each(|chunk| stamping.write_all(&chunk))?;
            io::Result::Ok(stamping.finish())
        });
        let mut chunks = Chunks { chunk: Vec::with_capacity(CHUNK), sender };
        let printed = print(&mut chunks).and_then(|()| chunks.flush());
        drop(chunks);
        let done = printed.map(|()| meanwhile());
        // What the disk says goes before what came of it.
        writer.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        let stamp = stamper.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        done.map(|done| (stamp, done))
    })
}

/// Hands bytes over in chunks.
struct Chunks {
    chunk: Vec<u8>,
    sender: SyncSender<Vec<u8>>,
}

impl Write for Chunks {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.chunk.len() + bytes.len() > CHUNK {
            self.flush()?;
        }
        self.chunk.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let chunk = mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        // Whoever no longer takes any has met an error, which is told once it is asked.
        self.sender.send(chunk).map_err(|_| ErrorKind::BrokenPipe.into())
    }
}
