//! Keeping drafts of what is typed, and finding those that were left behind.

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

/// What was found of a register's drafts.
pub struct FoundDrafts {
    /// Those that were left behind and hold something that the register does not.
    pub orphaned: Vec<OrphanedDraft>,
    /// What cannot be read.
    pub unreadable: Vec<DraftError>,
}

impl TaskRunner {
    /// Looks for what was typed in a register and not saved. What the register holds by now is no
    /// longer needed, and deleted.
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

    /// Keeps a draft of the register in a file: in its place, or in a new one.
    pub fn save_draft(
        &self,
        places: AppDirs,
        path: PathBuf,
        place: Option<Arc<DraftSlot>>,
        what: DraftContent,
    ) -> Task<Result<Arc<DraftSlot>, DraftError>> {
        self.spawn("save draft", move |_| write_draft(&places, &path, place, what))
    }

    /// Keeps a draft of a register that is about to be closed, for when it is opened again.
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

/// Writes what was typed; gives where.
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

/// The time, to the second.
fn current_second() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
