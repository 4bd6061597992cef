//! A look at a file that was read, by which it can be told again without reading it anew.

use std::{
    fs::{File, Metadata},
    io,
    time::{Duration, SystemTime},
};

/// How long a file must have been left alone for its time to tell of every later change: longer
/// than the clock of a system stands still, and than the two seconds to which some disks keep
/// times.
const RACY_WINDOWS: [Duration; 2] = [Duration::from_millis(50), Duration::from_secs(3)];

/// What the system told of a file that was then read.
#[derive(Clone, Debug)]
pub(crate) struct StatSnapshot {
    metadata: Metadata,
    taken_at: SystemTime,
}

impl StatSnapshot {
    /// Looks at a file that is about to be read.
    pub fn take(file: &File) -> io::Result<Self> {
        Ok(Self { taken_at: SystemTime::now(), metadata: file.metadata()? })
    }

    /// Whether a file of which the system tells this holds what was read: it is the one that was
    /// looked at, had been left alone when it was, and was not touched since.
    pub fn matches(&self, metadata: &Metadata) -> bool {
        let is_outside_racy_window = self.metadata.modified().is_ok_and(|time| {
            // A time of whole seconds may be of a disk that knows no others.
            let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            let racy_window = RACY_WINDOWS[usize::from(since.subsec_nanos() == 0)];
            let last_change = change_time(&self.metadata).map_or(time, |changed| changed.max(time));
            self.taken_at
                .duration_since(last_change)
                .is_ok_and(|left_alone| left_alone > racy_window)
        });
        is_outside_racy_window && is_same_inode_and_times(&self.metadata, metadata)
    }
}

/// Whether the system tells enough of a file to know it again after any time: not only its length
/// and the time of its content, which whoever writes it may set as they please.
pub(super) const HAS_CHANGE_TIME: bool = cfg!(unix);

/// When anything about a file was changed last, where a system keeps that.
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

/// Whether two looks at a name were at one file that was not written to in between.
fn is_same_inode_and_times(before: &Metadata, now: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let of = |about: &Metadata| (about.dev(), about.ino(), about.ctime(), about.ctime_nsec());
        if of(before) != of(now) {
            return false;
        }
    }
    before.len() == now.len() && before.modified().ok() == now.modified().ok()
}

#[cfg(test)]
mod tests;
