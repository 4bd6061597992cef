//! Making backups of a register, and what differs between them and now.

use std::{path::PathBuf, sync::Arc};

use jiff::{Timestamp, ZonedDateTime};

use super::{Done, Jobs, Work};
use crate::{
    lang::Lang,
    merge::{self, Speaker, Spoken, Tally},
    progress::Progress,
    register::{Edit, Register},
    store::{Backup, BackupError, Backups, Earlier, Manuscript, Places, Stamp},
};

/// A version of a register that is to be kept.
#[derive(Clone)]
pub struct Version {
    /// Its file.
    pub path: PathBuf,
    /// Its records.
    pub register: Arc<Register>,
    /// What of its text the records do not tell.
    pub manuscript: Arc<Manuscript>,
    /// When it was on the disk.
    pub time: Timestamp,
    /// What the file held, where the version was not saved here but found when it was opened.
    pub found: Option<Stamp>,
}

/// What has changed since a backup was made.
pub struct Compared {
    /// The backup.
    pub backup: Backup,
    /// The revision that it was held against.
    pub revision: u64,
    /// What became of it.
    pub result: Result<Since, BackupError>,
}

/// What has changed since a version.
#[derive(Clone, Debug)]
pub struct Since {
    /// How much.
    pub tally: Tally,
    /// Each difference, where these were asked for.
    pub told: Option<Vec<Spoken>>,
    /// How many records of the version cannot be read, and so are not held against any.
    pub damaged: usize,
}

/// What leads back to a backup.
pub struct Restorable {
    /// The backup.
    pub backup: Backup,
    /// The revision that it leads back from.
    pub revision: u64,
    /// The edits, in the order in which they are applied; none where that was cancelled.
    pub edits: Result<Option<Vec<Edit>>, BackupError>,
}

/// What a worker has done with backups.
pub enum BackupsDone {
    /// Kept a version, where it was not kept already.
    Made(Result<(), BackupError>),
    /// Listed those that are there.
    Listed(Result<Vec<Backup>, BackupError>),
    /// Held one against the register as it is.
    Compared(Compared),
    /// Worked out the edits that lead back to one.
    Restorable(Restorable),
}

impl Jobs {
    /// Keeps a version, then deletes what the rule does not keep.
    pub fn back_up(&mut self, places: Places, version: Version) {
        self.start(Work::BackingUp, move |_| {
            let backups = Backups::of(&places, &version.path);
            let text = (&*version.register, &*version.manuscript);
            let made = match &version.found {
                Some(found) => backups.keep_found(&version.path, found, &text, version.time),
                None => backups.keep(&text, version.time),
            };
            // One too many does no harm, and is tried again after the next save.
            if let Err(error) = backups.thin(&ZonedDateTime::now()) {
                tracing::warn!("backups were not thinned out: {error}");
            }
            Done::Backups(Box::new(BackupsDone::Made(made)))
        });
    }

    /// Lists the backups of the register in a file.
    pub fn list_backups(&mut self, places: Places, path: PathBuf) {
        self.start(Work::ReadingBackups, move |_| {
            Done::Backups(Box::new(BackupsDone::Listed(Backups::of(&places, &path).list())))
        });
    }

    /// Holds a backup against a revision; tells each difference in a language, where one is given.
    pub fn compare_backup(
        &mut self,
        backup: Backup,
        register: Arc<Register>,
        revision: u64,
        lang: Option<Lang>,
    ) {
        self.start(Work::ReadingBackups, move |progress| {
            let result = backup.read().map(|old| since(&old, &register, lang, progress));
            let compared = Compared { backup, revision, result };
            Done::Backups(Box::new(BackupsDone::Compared(compared)))
        });
    }

    /// Works out the edits that lead from a revision back to a backup.
    pub fn restore(&mut self, backup: Backup, register: Arc<Register>, revision: u64) {
        self.start(Work::Restoring, move |progress| {
            let edits = backup.read().map(|old| merge::edits(&register, &old.register));
            let edits = edits.map(|edits| (!progress.is_cancelled()).then_some(edits));
            let restorable = Restorable { backup, revision, edits };
            Done::Backups(Box::new(BackupsDone::Restorable(restorable)))
        });
    }
}

fn since(
    Earlier { register: old, damaged }: &Earlier,
    new: &Register,
    lang: Option<Lang>,
    progress: &Progress,
) -> Since {
    let differences = merge::diff(old, new);
    let told = lang.map(|lang| {
        let speaker = Speaker { lang, registers: [new, old] };
        let told = differences.iter().enumerate().map_while(|(at, difference)| {
            // Where it is cancelled nobody reads the rest.
            progress.report(at, differences.len()).ok()?;
            Some(speaker.difference(difference))
        });
        told.collect()
    });
    Since { tally: Tally::of(&differences), told, damaged: *damaged }
}
