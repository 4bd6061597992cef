//! The lock on a folder while a file in it is replaced.
//!
//! The advisory lock of the operating system on the folder keeps the saves of all processes of this
//! program apart, from the check of a file's content to its replacement, and is released however a
//! process ends. A save that does not get the lock goes on without it: the exchange of the old file
//! with the new one keeps a version that another save has written meanwhile.

use std::{
    io,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use crate::store::fs::files::{self, File};

/// The time to wait for other saves; saving a large register takes a second.
const TIMEOUT: Duration = Duration::from_secs(5);
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
    /// [`io::ErrorKind::WouldBlock`] when another process holds the lock for 5 seconds.
    pub fn acquire(folder: &Path) -> io::Result<Self> {
        let Ok(folder) = files::open_folder(folder) else { return Ok(Self(None)) };
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

    /// Waits for the lock, and goes on without it when another process holds it for 5 seconds.
    pub fn acquire_or_go_on(folder: &Path) -> Self {
        Self::acquire(folder).unwrap_or_else(|_| {
            tracing::warn!("{} is locked by another program", folder.display());
            Self(None)
        })
    }
}
