//! One save at a time in a folder.
//!
//! Between the look at the file that is to be replaced and its replacement nobody else's save may
//! fall: it would be replaced unread. The system's lock on the folder sees to that, among all
//! programs that save as this one does, and leaves nothing behind, however a program ends.

use std::{
    fs::{File, TryLockError},
    io,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use crate::store::fs::files;

/// How long the others may take; saving a large register takes a second.
const TIMEOUT: Duration = Duration::from_secs(20);
/// How long it is until the next try.
const RETRY_INTERVAL: Duration = Duration::from_millis(5);

/// The turn to put files in place in a folder, until this is dropped. None where it cannot be
/// locked: better to save without than not at all.
#[derive(Debug)]
pub(crate) struct FolderLock(
    #[expect(dead_code, reason = "the lock is held by holding it")] Option<File>,
);

impl FolderLock {
    /// Waits for its turn.
    ///
    /// # Errors
    /// When someone else keeps the folder locked for long ([`io::ErrorKind::WouldBlock`]).
    pub fn acquire(folder: &Path) -> io::Result<Self> {
        let Ok(folder) = files::open(folder) else { return Ok(Self(None)) };
        let deadline = Instant::now() + TIMEOUT;
        loop {
            match folder.try_lock() {
                Ok(()) => return Ok(Self(Some(folder))),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    thread::sleep(RETRY_INTERVAL);
                }
                Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::WouldBlock.into()),
                Err(TryLockError::Error(error)) => {
                    tracing::debug!("the folder of a file cannot be locked: {error}");
                    return Ok(Self(None));
                }
            }
        }
    }
}
