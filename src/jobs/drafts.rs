//! Tasks that save, find and delete drafts.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;

use crate::{
    jobs::task::{Task, TaskRunner},
    session::Session,
    store::{
        app_dirs::AppDirs,
        drafts::{DraftSlot, Drafts, OrphanedDraft, draft_file::DraftContent, error::DraftError},
    },
};

/// The drafts of a register that earlier windows left behind.
pub struct FoundDrafts {
    /// The drafts that hold something that the register does not.
    pub orphaned: Vec<OrphanedDraft>,
    /// The drafts that cannot be read.
    pub unreadable: Vec<DraftError>,
}

impl TaskRunner {
    /// Finds the drafts that earlier windows left behind. Those that the register holds by now are
    /// deleted.
    pub fn find_drafts(&self, places: AppDirs, session: &Session) -> Task<FoundDrafts> {
        let (path, register) = (session.path().clone(), session.snapshot());
        let source_text = Arc::clone(session.source_text());
        self.spawn("find drafts", move |_| {
            let (mut left, unread) = Drafts::for_register(&places, &path).load_orphaned();
            left.retain(|OrphanedDraft { draft: kept, slot: place }| {
                !(kept.content.is_already_applied(&register, &source_text)
                    && place.remove().is_ok())
            });
            FoundDrafts { orphaned: left, unreadable: unread }
        })
    }

    /// Saves a draft: in its slot, or in a new one.
    pub fn save_draft(
        &self,
        places: AppDirs,
        path: PathBuf,
        place: Option<Arc<DraftSlot>>,
        what: DraftContent,
    ) -> Task<Result<Arc<DraftSlot>, DraftError>> {
        self.spawn("save draft", move |_| write_draft(&places, &path, place, what))
    }

    /// Saves a draft of a register that is about to be closed, for when it is opened again.
    pub fn save_draft_on_close(
        &self,
        places: AppDirs,
        path: PathBuf,
        place: Option<Arc<DraftSlot>>,
        what: DraftContent,
    ) -> Task<Result<(), DraftError>> {
        self.spawn("save draft on close", move |_| {
            write_draft(&places, &path, place, what).map(drop)
        })
    }

    /// Deletes drafts that are no longer needed.
    pub fn delete_drafts(&self, places: Vec<Arc<DraftSlot>>) -> Task<Result<(), DraftError>> {
        self.spawn("delete drafts", move |_| {
            let mut dropped = Ok(());
            for place in places {
                dropped = dropped.and(place.remove());
            }
            dropped
        })
    }
}

/// Writes a draft and returns its slot.
fn write_draft(
    places: &AppDirs,
    path: &Path,
    place: Option<Arc<DraftSlot>>,
    what: DraftContent,
) -> Result<Arc<DraftSlot>, DraftError> {
    let place = match place {
        Some(place) => place,
        None => Arc::new(Drafts::for_register(places, path).reserve_slot()?),
    };
    place.save(current_second(), what)?;
    Ok(place)
}

/// Returns the time, to the second.
fn current_second() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
