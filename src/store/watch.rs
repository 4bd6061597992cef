//! Whether the file of an open register still holds what was read from it.
//!
//! It is looked at rather than waited for: a network drive or a synced folder tells nobody of a
//! change. What the system tells of it is cheap to ask for; its bytes are read only where that
//! differs.

use std::{fs, path::PathBuf};

use super::{door, error::LoadError, look::Look, stamp::Stamp};

/// What became of a file.
#[derive(Debug)]
pub enum Sight {
    /// It holds something else than what was read from it or written to it here.
    Other(Stamp),
    /// It is no longer there, or can no longer be reached.
    Gone(LoadError),
    /// It is back, and holds what it did.
    Back,
}

/// What is known of a file, and what was last seen of it.
pub struct Watch {
    path: PathBuf,
    known: Stamp,
    /// What was told of it when its bytes were last read.
    seen: Option<Look>,
    /// What was said already.
    said: Option<Stamp>,
    /// How often it was looked for in vain.
    missed: u32,
}

impl Watch {
    /// Watches a file that holds this.
    pub fn new(path: PathBuf, known: Stamp) -> Self {
        Self { path, seen: known.look(), known, said: None, missed: 0 }
    }

    /// Takes note of what was read from the file or written to it.
    pub fn know(&mut self, known: Stamp) {
        (self.seen, self.known, self.said) = (known.look(), known, None);
    }

    /// Looks at the file. Each thing is said once.
    pub fn look(&mut self) -> Option<Sight> {
        let about = match fs::metadata(&self.path) {
            Ok(about) => about,
            Err(error) => {
                self.seen = None;
                self.missed = self.missed.saturating_add(1);
                // Whoever writes it anew may take it away for a moment.
                return (self.missed == 2).then(|| Sight::Gone(LoadError::io(&self.path, error)));
            }
        };
        if self.seen.as_ref().is_some_and(|seen| seen.holds(&about)) {
            return None;
        }
        let Ok(stamp) = door::open(&self.path).and_then(|mut file| Stamp::of_file(&mut file))
        else {
            return None;
        };
        self.seen = stamp.look();
        let is_back = std::mem::take(&mut self.missed) > 1;
        if stamp == self.known {
            // Saving need not read it again.
            self.seen.iter().for_each(|look| self.known.looked(look.clone()));
            self.said = None;
            return is_back.then_some(Sight::Back);
        }
        let is_news = self.said.as_ref() != Some(&stamp);
        self.said = Some(stamp.clone());
        is_news.then_some(Sight::Other(stamp))
    }
}
