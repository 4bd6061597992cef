//! A look at a file that was read, by which it can be told again without reading it anew.

use std::{
    fs::{File, Metadata},
    io,
    time::{Duration, SystemTime},
};

/// How long a file must have been left alone for its time to tell of every later change: longer
/// than the clock of a system stands still, and than the two seconds to which some disks keep
/// times.
const SETTLED: [Duration; 2] = [Duration::from_millis(50), Duration::from_secs(3)];

/// What the system told of a file that was then read.
#[derive(Clone, Debug)]
pub(super) struct Look {
    about: Metadata,
    at: SystemTime,
}

impl Look {
    /// Looks at a file that is about to be read.
    pub fn at(file: &File) -> io::Result<Self> {
        Ok(Self { at: SystemTime::now(), about: file.metadata()? })
    }

    /// Whether a file of which the system tells this holds what was read: it is the one that was
    /// looked at, had been left alone when it was, and was not touched since.
    pub fn holds(&self, about: &Metadata) -> bool {
        let settled = self.about.modified().is_ok_and(|time| {
            // A time of whole seconds may be of a disk that knows no others.
            let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            let settled = SETTLED[usize::from(since.subsec_nanos() == 0)];
            let last = changed(&self.about).map_or(time, |changed| changed.max(time));
            self.at.duration_since(last).is_ok_and(|left_alone| left_alone > settled)
        });
        settled && is_untouched(&self.about, about)
    }
}

/// Whether the system tells enough of a file to know it again after any time: not only its length
/// and the time of its content, which whoever writes it may set as they please.
pub(super) const IS_TELLING: bool = cfg!(unix);

/// When anything about a file was changed last, where a system keeps that.
fn changed(about: &Metadata) -> Option<SystemTime> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let seconds = u64::try_from(about.ctime()).ok()?;
        let nanoseconds = u32::try_from(about.ctime_nsec()).ok()?;
        SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
    }
    #[cfg(not(unix))]
    {
        let _ = about;
        None
    }
}

/// Whether two looks at a name were at one file that was not written to in between.
fn is_untouched(before: &Metadata, now: &Metadata) -> bool {
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
