//! Saving with a history: what is told before a file is replaced, and what a save that broke off
//! left behind.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    time::Duration,
};

use super::{Expected, Keep, Place, Turn};
use crate::store::{
    door::{self, PREFIX, SUFFIX},
    error::{SaveError, WriteError},
    hash::Hash,
    history::{Appended, Between, Recording},
    stamp::Stamp,
};

/// After how long a temporary file was left behind by a program that is no more.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);

/// What is written into the history of a file before it is replaced.
pub(in crate::store) struct Record<'a> {
    /// What was done.
    pub recording: &'a Recording,
    /// What the program knew of the file, where it writes over whatever is there.
    pub known: Option<&'a Stamp>,
}

/// Adds to the history of a file that stays as it is.
pub(in crate::store) fn record(
    path: &Path,
    stamp: &Stamp,
    recording: &Recording,
) -> Result<(), SaveError> {
    let (place, expected) = (Place::of(path)?, Expected::Same(stamp));
    let _turn = Turn::wait(&place.folder).map_err(|error| WriteError::io(path, error))?;
    place.check(path, &expected)?;
    place.record(&expected, &Record { recording, known: None }, stamp).map(drop)
}

/// The file that a save which broke off left ready: a temporary one that holds these bytes.
pub(in crate::store) fn ready(path: &Path, digest: Hash) -> io::Result<Option<PathBuf>> {
    let place = Place::of(path).map_err(io::Error::other)?;
    for entry in fs::read_dir(&place.folder)? {
        let ready = entry?.path();
        let name = ready.file_name().unwrap_or_default().to_string_lossy();
        let is_temporary = name.starts_with(PREFIX) && name.ends_with(SUFFIX);
        if is_temporary && Stamp::of_file(&mut door::open(&ready)?)?.digest() == digest {
            return Ok(Some(ready));
        }
    }
    Ok(None)
}

/// The turn to put a file in place, so that nobody else is just about to.
pub(in crate::store) fn turn(path: &Path) -> io::Result<Turn> {
    Turn::wait(&Place::of(path).map_err(io::Error::other)?.folder)
}

/// Finishes a save that broke off: the file left ready takes its place, and what is there is kept
/// as the backup and under a number.
pub(in crate::store) fn put_ready(path: &Path, ready: &Path) -> io::Result<()> {
    let place = Place::of(path).map_err(io::Error::other)?;
    place.keep(Keep::ForGood)?;
    fs::rename(ready, &place.file)?;
    place.flush_folder();
    Ok(())
}

/// Removes the temporary files in a file's folder that were left behind long ago: what was to come
/// of them was never called saved, and no save takes so long.
pub(in crate::store) fn sweep(path: &Path) {
    let left = |entry: io::Result<fs::DirEntry>| -> io::Result<()> {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let modified = entry.metadata()?.modified()?;
        if name.starts_with(PREFIX)
            && name.ends_with(SUFFIX)
            && modified.elapsed().is_ok_and(|since| since > LEFT_BEHIND)
        {
            fs::remove_file(entry.path())?;
        }
        Ok(())
    };
    let Ok(place) = Place::of(path) else { return };
    let all = fs::read_dir(&place.folder).and_then(|mut all| all.try_for_each(left));
    if let Err(error) = all {
        tracing::warn!("what was left behind could not be removed: {error}");
    }
}

/// Keeps bytes under the first free number beside a file.
pub(in crate::store) fn number_aside(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let failed = |error| WriteError::io(path, error);
    let place = Place::of(path)?;
    let mut temporary = place.temporary().map_err(failed)?;
    temporary.write_all(bytes).map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    place.numbered(temporary.into_temp_path()).map_err(failed)?;
    place.flush_folder();
    Ok(())
}

impl Place {
    /// Tells the history what the new file holds; the folder is flushed where that is new, too.
    pub(super) fn record(
        &self,
        expected: &Expected,
        Record { recording, known }: &Record,
        new: &Stamp,
    ) -> Result<Option<Appended>, SaveError> {
        let failed = |error| SaveError::from(WriteError::io(&self.file, error));
        let found = match (expected, &self.old) {
            (Expected::Same(stamp), _) => Some(stamp.digest()),
            (_, None) => None,
            (_, Some(_)) => {
                let stamp = door::open(&self.file).and_then(|mut file| Stamp::of_file(&mut file));
                Some(stamp.map_err(failed)?.digest())
            }
        };
        let known = known.map(Stamp::digest);
        let between = Between { found, known, new: new.digest() };
        let recorded = recording.append(&self.beside(".history"), self.old.as_ref(), &between)?;
        self.flush_folder();
        Ok(recorded)
    }
}
