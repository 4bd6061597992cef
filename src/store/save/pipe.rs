//! A text that is written to a file while it is still being made: one thread makes it, another
//! works out its stamp and hands it to the disk.

use std::{
    io::{self, ErrorKind, Write},
    mem,
    panic::resume_unwind,
    sync::mpsc::{SyncSender, sync_channel},
    thread,
};

use crate::store::stamp::{CHUNK, Stamp, Stamping};

/// How many chunks wait at most.
const WAITING: usize = 4;

/// Writes what `print` writes, and gives its stamp.
pub(super) fn write<W: Write + Send>(
    out: W,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<(W, Stamp)> {
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Vec<u8>>(WAITING);
        let writer = scope.spawn(move || -> io::Result<_> {
            let mut out = Stamping::new(out);
            receiver.into_iter().try_for_each(|chunk| out.write_all(&chunk))?;
            Ok(out.finish())
        });
        let mut chunks = Chunks { chunk: Vec::with_capacity(CHUNK), sender };
        let printed = print(&mut chunks).and_then(|()| chunks.flush());
        drop(chunks);
        // What the disk says goes before what came of it.
        let written = writer.join().unwrap_or_else(|panic| resume_unwind(panic))?;
        printed.map(|()| written)
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
