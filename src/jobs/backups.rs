//! Tasks that create, list, compare and restore backups.

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

/// A version of a register to be backed up.
#[derive(Clone)]
pub struct RegisterSnapshot {
    /// Its file.
    pub path: PathBuf,
    /// Its records.
    pub register: Arc<Register>,
    /// Its comments and broken records.
    pub source_text: Arc<SourceText>,
    /// When it was on the disk.
    pub time: Timestamp,
    /// The fingerprint of the file, if the version was found in it when it was opened.
    pub found_fingerprint: Option<Fingerprint>,
}

/// The comparison of a backup with the register.
pub struct BackupComparison {
    /// The backup.
    pub backup: Backup,
    /// The revision that it was compared with.
    pub revision: u64,
    /// The differences, or why the backup cannot be read.
    pub result: Result<BackupDiff, BackupError>,
}

/// The differences between a backup and the register.
#[derive(Clone, Debug)]
pub struct BackupDiff {
    /// The number of differences.
    pub stats: DiffStats,
    /// Each difference as text, if that was asked for.
    pub difference_texts: Option<Vec<DifferenceText>>,
    /// The number of records of the backup that cannot be read and are not compared.
    pub broken_records: usize,
}

/// The edits that restore a backup.
pub struct RestorePlan {
    /// The backup.
    pub backup: Backup,
    /// The revision that the edits start from.
    pub revision: u64,
    /// The edits, in the order in which they are applied; none if the task was cancelled.
    pub edits: Result<Option<Vec<Edit>>, BackupError>,
}

impl TaskRunner {
    /// Creates a backup, then deletes those that the retention rule does not keep.
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

    /// Compares a backup with a revision; describes each difference if a language is given.
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

    /// Computes the edits that lead from a revision back to a backup.
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
