//! Metadata by which a file that was read is recognised as unchanged, without reading it again.

use std::{
    io,
    time::{Duration, SystemTime},
};

use crate::store::fs::files::{File, Metadata};

/// The time for which a file must be unmodified before its modification time reveals every later
/// change: longer than one tick of a system's clock, and, for file systems that keep whole
/// seconds, longer than the two seconds to which some of them round.
const RACY_WINDOWS: [Duration; 2] = [Duration::from_millis(50), Duration::from_secs(3)];

/// The metadata that a file had just before it was read.
#[derive(Clone, Debug)]
pub(crate) struct StatSnapshot {
    metadata: Metadata,
    taken_at: SystemTime,
}

impl StatSnapshot {
    /// Takes the metadata of a file that is about to be read.
    pub fn take(file: &File) -> io::Result<Self> {
        Ok(Self { taken_at: SystemTime::now(), metadata: file.metadata()? })
    }

    /// Returns whether a file with this metadata still has the content that was read: it is the
    /// same file, was unmodified for long enough before it was read, and has not been modified
    /// since.
    pub fn matches(&self, metadata: &Metadata) -> bool {
        let is_outside_racy_window = self.metadata.modified().is_ok_and(|time| {
            // A time of whole seconds may come from a file system that keeps no others.
            let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            let racy_window = RACY_WINDOWS[usize::from(since.subsec_nanos() == 0)];
            let last_change = change_time(&self.metadata).map_or(time, |changed| changed.max(time));
            self.taken_at
                .duration_since(last_change)
                .is_ok_and(|unmodified_for| unmodified_for > racy_window)
        });
        is_outside_racy_window && is_same_inode_and_times(&self.metadata, metadata)
    }
}

/// True on systems that keep the time of the last change of anything about a file. The
/// modification time alone does not suffice, since a program can set it.
pub(super) const HAS_CHANGE_TIME: bool = cfg!(unix);

/// Returns the time of the last change of anything about a file, where the system keeps it.
fn change_time(metadata: &Metadata) -> Option<SystemTime> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let seconds = u64::try_from(metadata.ctime()).ok()?;
        let nanoseconds = u32::try_from(metadata.ctime_nsec()).ok()?;
        SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        None
    }
}

/// Returns whether two metadata are those of one file that was not modified in between.
fn is_same_inode_and_times(before: &Metadata, now: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let identity = |metadata: &Metadata| {
            (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
        };
        if identity(before) != identity(now) {
            return false;
        }
    }
    before.len() == now.len() && before.modified().ok() == now.modified().ok()
}

#[cfg(test)]
mod tests;
