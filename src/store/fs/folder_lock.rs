//! The lock on a folder while a file in it is replaced.
//!
//! No other save may replace the file between the check of its content and its replacement: that
//! save would be lost. The advisory lock of the operating system on the folder prevents it among
//! all processes of this program, and is released however a process ends.

use std::{
    io,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use crate::store::fs::files::{self, File};

/// The time to wait for other saves; saving a large register takes a second.
const TIMEOUT: Duration = Duration::from_secs(20);
/// The time between two attempts.
const RETRY_INTERVAL: Duration = Duration::from_millis(5);

/// The lock on a folder, released when this is dropped. Holds no file where the file system knows
/// no locks: saving without a lock is better than not saving.
#[derive(Debug)]
pub(crate) struct FolderLock(
    #[expect(dead_code, reason = "the lock is held by holding it")] Option<File>,
);

impl FolderLock {
    /// Waits for the lock.
    ///
    /// # Errors
    /// [`io::ErrorKind::WouldBlock`] when another process holds the lock for 20 seconds.
    pub fn acquire(folder: &Path) -> io::Result<Self> {
        let Ok(folder) = files::open(folder) else { return Ok(Self(None)) };
        let deadline = Instant::now() + TIMEOUT;
        loop {
            match files::try_lock(&folder) {
                Ok(true) => return Ok(Self(Some(folder))),
                Ok(false) if Instant::now() < deadline => thread::sleep(RETRY_INTERVAL),
                Ok(false) => return Err(io::ErrorKind::WouldBlock.into()),
                Err(error) => {
                    tracing::debug!("the folder of a file cannot be locked: {error}");
                    return Ok(Self(None));
                }
            }
        }
    }
}
