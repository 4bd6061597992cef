//! Adding lines.

use std::{
    fs::{self, File},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{
    Made, Recording,
    backwards::{End, NoEnd},
    line::Line,
};
use crate::{
    register::Entry,
    store::{
        door,
        error::{SaveError, WriteError},
        hash::Hash,
        save::number_aside,
    },
};

/// Lines that were added, and can be taken back while their register is not in place.
pub(in crate::store) struct Appended {
    file: File,
    path: PathBuf,
    /// How long the history was before; none where it was made for them.
    was: Option<u64>,
}

impl Appended {
    /// Takes the lines back: what they tell of did not come about.
    pub fn take_back(self) {
        let taken_back = match self.was {
            Some(length) => self.file.set_len(length).and_then(|()| self.file.sync_all()),
            None => fs::remove_file(&self.path),
        };
        if let Err(error) = taken_back {
            // Not lost: the next save notes that the register was found without them.
            tracing::warn!("{} could not be shortened: {error}", self.path.display());
        }
    }
}

/// The texts of a register that a save is between.
pub(in crate::store) struct Between {
    /// What is on the disk; none where nothing is.
    pub found: Option<Hash>,
    /// What the program knew, where that is written over whatever is found.
    pub known: Option<Hash>,
    /// What will be on the disk.
    pub new: Hash,
}

impl Recording {
    /// Adds what was done to a history and flushes it to the disk: all lines, or none. Nothing is
    /// written where nothing was done.
    pub(in crate::store) fn append(
        &self,
        path: &Path,
        register: Option<&fs::Metadata>,
        between: &Between,
    ) -> Result<Option<Appended>, SaveError> {
        let failed = |error| WriteError::io(path, error);
        if self.made.is_empty() {
            return Ok(None);
        }
        if fs::metadata(path).is_ok_and(|old| old.permissions().readonly()) {
            return Err(WriteError::Protected(path.to_owned()).into());
        }
        let is_new = !path.exists();
        // Who may change the register must be able to add to its history.
        let mut file = door::open_to_append(path, register).map_err(failed)?;
        let end = match End::of(&file) {
            Ok(end) => end,
            Err(NoEnd::Io(error)) => return Err(failed(error).into()),
            Err(NoEnd::Newer(found)) => {
                return Err(SaveError::NewerHistory { path: path.to_owned(), found });
            }
        };
        set_rest_aside(path, &mut file, &end)?;
        let text = self.text(&end, between).map_err(|error| failed(io::Error::other(error)))?;
        let was = (!is_new).then_some(end.at);
        let appended = Appended { file, path: path.to_owned(), was };
        let mut file = &appended.file;
        match file.write_all(text.as_bytes()).and_then(|()| file.sync_all()) {
            Ok(()) => Ok(Some(appended)),
            Err(error) => {
                appended.take_back();
                Err(failed(error).into())
            }
        }
    }

    /// The lines, each with its end.
    fn text(&self, end: &End, between: &Between) -> Result<String, ron::Error> {
        let mut lines = Lines { text: String::new(), n: 0, before: None, by: self };
        if let Some((line, seal)) = &end.line {
            (lines.n, lines.before) = (line.n, Some(*seal));
        }
        let now = to_second(Timestamp::now());
        let Between { found, known, new } = *between;
        let mut state = end.line.as_ref().and_then(|(line, _)| line.file);
        let mut made = &self.made[..];
        if let Some(found) = found.or(known)
            && state != Some(found)
        {
            let entry = match (state, made) {
                (None, _) => Entry::Began,
                (Some(_), [Made { entry: Entry::Outside { edits }, .. }, rest @ ..]) => {
                    made = rest;
                    Entry::Outside { edits: edits.clone() }
                }
                (Some(_), _) => Entry::Outside { edits: Vec::new() },
            };
            lines.add(now, entry, Some(found))?;
            state = Some(found);
        }
        // What was seen to change outside is told above, or was told already.
        let is_own = |made: &&Made| !matches!(made.entry, Entry::Outside { .. });
        let made: Vec<&Made> = made.iter().filter(is_own).collect();
        if let Some(known) = known
            && state != Some(known)
        {
            lines.add(now, Entry::Overwrote, Some(known))?;
        }
        for (at, Made { at: when, entry }) in made.iter().enumerate() {
            let is_last = at + 1 == made.len();
            lines.add(to_second(*when), entry.clone(), is_last.then_some(new))?;
        }
        Ok(lines.text)
    }
}

/// Lines to be added, each holding the seal of the one before.
struct Lines<'a> {
    text: String,
    n: u64,
    before: Option<Hash>,
    by: &'a Recording,
}

impl Lines<'_> {
    fn add(&mut self, at: Timestamp, what: Entry, file: Option<Hash>) -> Result<(), ron::Error> {
        self.n += 1;
        let Recording { who, here, .. } = self.by;
        let line = Line {
            who: who.clone(),
            user: here.user.clone(),
            machine: here.machine.clone(),
            file,
            ..Line::new(self.n, at, what, self.before)
        };
        let (text, seal) = line.print()?;
        self.text.push_str(&text);
        self.text.push('\n');
        self.before = Some(seal);
        Ok(())
    }
}

/// Sets aside what lies behind the last line that ends a save, in a file with a number of its own,
/// and cuts it off.
fn set_rest_aside(path: &Path, file: &mut File, end: &End) -> Result<(), WriteError> {
    if end.at == end.length {
        return Ok(());
    }
    let failed = |error| WriteError::io(path, error);
    let mut rest = Vec::new();
    file.seek(SeekFrom::Start(end.at)).map_err(failed)?;
    file.read_to_end(&mut rest).map_err(failed)?;
    number_aside(path, &rest)?;
    file.set_len(end.at).map_err(failed)
}

fn to_second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}
