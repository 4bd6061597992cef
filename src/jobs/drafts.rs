//! Keeping drafts of what is typed, and finding those that were left behind.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;

use super::{Done, Jobs, Work};
use crate::{
    session::Session,
    store::{DraftError, DraftPlace, Drafts, Left, Places, Typed},
};

/// What was found of a register's drafts.
pub struct Found {
    /// Those that were left behind and hold something that the register does not.
    pub left: Vec<Left>,
    /// What cannot be read.
    pub unread: Vec<DraftError>,
}

impl Jobs {
    /// Looks for what was typed in a register and not saved. What the register holds by now is no
    /// longer needed, and deleted.
    pub fn seek_drafts(&mut self, places: Places, session: &Session) {
        let (path, register) = (session.path().clone(), session.snapshot());
        let manuscript = Arc::clone(session.manuscript());
        self.start(Work::SeekingDrafts, move |_| {
            let (mut left, unread) = Drafts::of(&places, &path).left();
            left.retain(|Left { kept, place }| {
                !(kept.what.is_held(&register, &manuscript) && place.remove().is_ok())
            });
            Done::DraftsSought(Found { left, unread })
        });
    }

    /// Keeps a draft of the register in a file: in its place, or in a new one.
    pub fn keep_draft(
        &mut self,
        places: Places,
        path: PathBuf,
        place: Option<Arc<DraftPlace>>,
        what: Typed,
    ) {
        self.start(Work::KeepingDraft, move |_| Done::DraftKept(keep(&places, &path, place, what)));
    }

    /// Keeps a draft of a register that is about to be closed, for when it is opened again.
    pub fn leave_draft(
        &mut self,
        places: Places,
        path: PathBuf,
        place: Option<Arc<DraftPlace>>,
        what: Typed,
    ) {
        self.start(Work::KeepingDraft, move |_| {
            Done::DraftLeft(keep(&places, &path, place, what).map(drop))
        });
    }

    /// Deletes drafts that are no longer needed.
    pub fn drop_drafts(&mut self, places: Vec<Arc<DraftPlace>>) {
        self.start(Work::KeepingDraft, move |_| {
            let mut dropped = Ok(());
            for place in places {
                dropped = dropped.and(place.remove());
            }
            Done::DraftsDropped(dropped)
        });
    }
}

/// Writes what was typed; gives where.
fn keep(
    places: &Places,
    path: &Path,
    place: Option<Arc<DraftPlace>>,
    what: Typed,
) -> Result<Arc<DraftPlace>, DraftError> {
    let place = match place {
        Some(place) => place,
        None => Arc::new(Drafts::of(places, path).claim()?),
    };
    place.keep(now(), what)?;
    Ok(place)
}

/// The time, to the second.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
