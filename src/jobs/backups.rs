//! Making backups of a register, and what differs between them and now.

use std::{path::PathBuf, sync::Arc};

use jiff::{Timestamp, ZonedDateTime};

use crate::{
    Locale, Progress,
    describe::differences::{DifferenceDescriber, DifferenceText},
    jobs::task::{Task, TaskRunner},
    merge::{self, diff_stats::DiffStats, list_edits},
    register::{Edit, Register},
    store::{
        app_dirs::AppDirs,
        backups::{Backup, Backups, LoadedBackup, error::BackupError},
        fs::fingerprint::Fingerprint,
        source_text::SourceText,
    },
};

/// A version of a register that is to be kept.
#[derive(Clone)]
pub struct RegisterSnapshot {
    /// Its file.
    pub path: PathBuf,
    /// Its records.
    pub register: Arc<Register>,
    /// What of its text the records do not tell.
    pub source_text: Arc<SourceText>,
    /// When it was on the disk.
    pub time: Timestamp,
    /// What the file held, where the version was not saved here but found when it was opened.
    pub found_fingerprint: Option<Fingerprint>,
}

/// What has changed since a backup was made.
pub struct BackupComparison {
    /// The backup.
    pub backup: Backup,
    /// The revision that it was held against.
    pub revision: u64,
    /// What became of it.
    pub result: Result<BackupDiff, BackupError>,
}

/// What has changed since a version.
#[derive(Clone, Debug)]
pub struct BackupDiff {
    /// How much.
    pub stats: DiffStats,
    /// Each difference, where these were asked for.
    pub difference_texts: Option<Vec<DifferenceText>>,
    /// How many records of the version cannot be read, and so are not held against any.
    pub broken_records: usize,
}

/// What leads back to a backup.
pub struct RestorePlan {
    /// The backup.
    pub backup: Backup,
    /// The revision that it leads back from.
    pub revision: u64,
    /// The edits, in the order in which they are applied; none where that was cancelled.
    pub edits: Result<Option<Vec<Edit>>, BackupError>,
}

impl TaskRunner {
    /// Keeps a version, then deletes what the rule does not keep.
    pub fn create_backup(
        &self,
        places: AppDirs,
        version: RegisterSnapshot,
    ) -> Task<Result<(), BackupError>> {
        self.spawn("create backup", move |_| {
            let backups = Backups::for_register(&places, &version.path);
            let text = (&*version.register, &*version.source_text);
            let backed_up = match &version.found_fingerprint {
                Some(found) => {
                    backups.add_external_version(&version.path, found, &text, version.time)
                }
                None => backups.add(&text, version.time),
            };
            // One too many does no harm, and is tried again after the next save.
            if let Err(error) = backups.prune(&ZonedDateTime::now()) {
                tracing::warn!("backups were not thinned out: {error}");
            }
            backed_up
        })
    }

    /// Lists the backups of the register in a file.
    pub fn list_backups(
        &self,
        places: AppDirs,
        path: PathBuf,
    ) -> Task<Result<Vec<Backup>, BackupError>> {
        self.spawn("list backups", move |_| Backups::for_register(&places, &path).list())
    }

    /// Holds a backup against a revision; tells each difference in a language, where one is given.
    pub fn compare_backup(
        &self,
        backup: Backup,
        register: Arc<Register>,
        revision: u64,
        locale: Option<Locale>,
    ) -> Task<BackupComparison> {
        self.spawn("compare backup", move |progress| {
            let result =
                backup.load().map(|old| diff_against_backup(&old, &register, locale, progress));
            BackupComparison { backup, revision, result }
        })
    }

    /// Works out the edits that lead from a revision back to a backup.
    pub fn plan_restore(
        &self,
        backup: Backup,
        register: Arc<Register>,
        revision: u64,
    ) -> Task<RestorePlan> {
        self.spawn_labelled("plan restore", "status_bar.restoring", move |progress| {
            let edits =
                backup.load().map(|old| list_edits::edits_between(&register, &old.register));
            let edits = edits.map(|edits| (!progress.is_cancelled()).then_some(edits));
            RestorePlan { backup, revision, edits }
        })
    }
}

fn diff_against_backup(
    LoadedBackup { register: old, broken_record_count: broken }: &LoadedBackup,
    new: &Register,
    locale: Option<Locale>,
    progress: &Progress,
) -> BackupDiff {
    let differences = merge::diff(old, new);
    let difference_texts = locale.map(|locale| {
        let describer = DifferenceDescriber { locale, registers: [new, old] };
        let difference_texts = differences.iter().enumerate().map_while(|(at, difference)| {
            // Where it is cancelled nobody reads the rest.
            progress.report(at, differences.len()).ok()?;
            Some(describer.describe_difference(difference))
        });
        difference_texts.collect()
    });
    BackupDiff {
        stats: DiffStats::from_differences(&differences),
        difference_texts,
        broken_records: *broken,
    }
}
