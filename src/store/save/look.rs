//! A look at the file that is to be replaced, while the disk is still at work on the new one.

use std::{
    fs::{File, Metadata},
    io,
    path::Path,
    time::{Duration, SystemTime},
};

use crate::store::{door, stamp::Stamp};

/// How long a file must have been left alone for its time to tell of every change: longer than
/// the clock of a system stands still, and than the two seconds to which some disks keep times.
const SETTLED: [Duration; 2] = [Duration::from_millis(50), Duration::from_secs(3)];

/// What a file held at a moment.
pub(super) struct Look {
    stamp: Stamp,
    about: Metadata,
    at: SystemTime,
}

impl Look {
    /// Reads the whole file.
    pub fn at(file: &mut File) -> io::Result<Self> {
        let (at, about) = (SystemTime::now(), file.metadata()?);
        Ok(Self { stamp: Stamp::of_file(file)?, about, at })
    }

    /// What a file holds now: what it held when it was looked at, where nothing tells that it was
    /// touched since; or else it is read.
    pub fn now(look: Option<Self>, path: &Path) -> io::Result<(Stamp, Metadata)> {
        let mut file = door::open(path)?;
        let about = file.metadata()?;
        match look.filter(|look| look.is_of_now(&about)) {
            Some(look) => Ok((look.stamp, about)),
            None => Ok((Stamp::of_file(&mut file)?, about)),
        }
    }

    fn is_of_now(&self, about: &Metadata) -> bool {
        let is_settled = about.modified().is_ok_and(|time| {
            // A time of whole seconds may be of a disk that knows no others.
            let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            let settled = SETTLED[usize::from(since.subsec_nanos() == 0)];
            self.at.duration_since(time).is_ok_and(|left_alone| left_alone > settled)
        });
        is_settled && is_untouched(&self.about, about)
    }
}

/// Whether two looks at a name were at one file that was not written to in between.
fn is_untouched(before: &Metadata, now: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let of = |about: &Metadata| {
            (about.dev(), about.ino(), about.len(), about.ctime(), about.ctime_nsec())
        };
        if of(before) != of(now) {
            return false;
        }
    }
    before.len() == now.len() && before.modified().ok() == now.modified().ok()
}
