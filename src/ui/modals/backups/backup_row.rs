//! A row of the list of backups.

use jiff::civil::DateTime;

use crate::{
    Locale, describe::claims::format_moment, merge::diff_stats::DiffStats, store::backups::Backup,
};

/// A backup with the texts that its row shows.
pub(super) struct BackupRow {
    pub backup: Backup,
    pub time: String,
    pub size: String,
    /// The number of differences, or why it cannot be computed; none if it is not known yet.
    pub stats: Option<Result<DiffStats, String>>,
}

impl BackupRow {
    /// Returns the row of a backup that was made at a local time, before it is compared.
    pub fn new(locale: Locale, backup: Backup, time: DateTime) -> Self {
        let size = size_label(locale, backup.size);
        Self { backup, time: format_moment(locale, time), size, stats: None }
    }
}

/// Returns a size in bytes as a label with at least two digits.
fn size_label(locale: Locale, bytes: u64) -> String {
    let (key, unit) = match bytes {
        0..1_000 => return locale.t_with("backups.size.bytes", &[("n", &bytes.to_string())]),
        1_000..1_000_000 => ("backups.size.kilo", 1_000),
        _ => ("backups.size.mega", 1_000_000),
    };
    let tenths = bytes * 10 / unit;
    let n = match tenths {
        0..100 => format!("{}.{}", tenths / 10, tenths % 10),
        _ => locale.format_number(usize::try_from(tenths / 10).unwrap_or(usize::MAX)),
    };
    locale.t_with(key, &[("n", &n)])
}
