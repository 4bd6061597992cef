//! Keeping drafts of open forms, and finding those that were left behind.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;

use super::{Done, Jobs, Work};
use crate::{
    draft::Draft,
    register::Register,
    store::{DraftError, DraftPlace, Drafts, Left, Places},
};

/// What was found of a register's drafts.
pub struct Found {
    /// The first that was left behind and holds something that the register does not.
    pub left: Option<Left>,
    /// What cannot be read.
    pub unread: Vec<DraftError>,
}

impl Jobs {
    /// Looks for what was typed in a register and not saved. What the register holds by now is no
    /// longer needed, and deleted.
    pub fn seek_draft(&mut self, places: Places, path: PathBuf, register: Arc<Register>) {
        self.start(Work::SeekingDraft, move |_| {
            let drafts = Drafts::of(&places, &path);
            loop {
                let (left, unread) = drafts.left();
                let is_held = |left: &Left| left.kept.draft.is_held(&register);
                if left.as_ref().is_some_and(|left| is_held(left) && left.place.remove().is_ok()) {
                    continue;
                }
                break Done::DraftSought(Box::new(Found { left, unread }));
            }
        });
    }

    /// Keeps a draft of the register in a file, with why it is changed: in its place, or in a new one.
    pub fn keep_draft(
        &mut self,
        places: Places,
        path: PathBuf,
        place: Option<Arc<DraftPlace>>,
        (draft, why): (Draft, String),
    ) {
        self.start(Work::KeepingDraft, move |_| {
            let place = match place {
                Some(place) => Ok(place),
                None => Drafts::of(&places, &path).claim().map(Arc::new),
            };
            Done::DraftKept(place.and_then(|place| {
                place.keep(now(), draft, why)?;
                Ok(place)
            }))
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

/// The time, to the second.
fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
