//! Backups are complete and private, are listed, deleted by the retention rule and restored.

use std::{
    fs,
    io::{Read as _, Write as _},
    path::PathBuf,
};

use jiff::{Timestamp, ToSpan as _, tz::TimeZone};

use crate::store::{BUNDLED, SMALL, print, read};
use blue_ribbon::{
    Progress,
    register::Register,
    store::{
        self,
        app_dirs::AppDirs,
        backups::{Backup, Backups, error::BackupError, retention::ALWAYS_RETAINED_BACKUPS},
        fs::fingerprint::Fingerprint,
    },
};

fn backup_folder() -> (tempfile::TempDir, Backups, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("my list.ron");
    fs::write(&register, SMALL).unwrap();
    let backups = Backups::for_register(&AppDirs::in_folder(folder.path()), &register);
    (folder, backups, register)
}

fn timestamp(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn register_titled(title: &str) -> Register {
    read(&SMALL.replace("Small", title))
}

fn titles(backups: &[Backup]) -> Vec<String> {
    backups.iter().map(|backup| backup.load().unwrap().register.title().to_owned()).collect()
}

#[test]
fn a_backup_restores_exactly() {
    let (_folder, backups, _) = backup_folder();
    assert_eq!(backups.list().unwrap(), []);
    let register = read(BUNDLED);
    backups.add(&register, timestamp("2014-03-30T12:04:05Z")).unwrap();
    let [backup] = backups.list().unwrap().try_into().unwrap();
    assert_eq!(backup.time, timestamp("2014-03-30T12:04:05Z"));
    assert_eq!(backup.size, fs::metadata(&backup.path).unwrap().len());
    assert!(backup.size < BUNDLED.len() as u64 / 2, "it is compressed");
    let earlier = backup.load().unwrap();
    assert_eq!((print(&earlier.register), earlier.broken_record_count), (print(&register), 0));
    let name = backups.folder().file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("my-list-"), "{name}");
}

#[test]
fn backups_list_newest_first_and_never_replace_each_other() {
    let (_folder, backups, _) = backup_folder();
    let moment = timestamp("2014-03-30T12:04:05Z");
    for (title, time) in [("B", moment), ("C", moment), ("A", moment - 1.hour())] {
        backups.add(&register_titled(title), time).unwrap();
    }
    fs::write(backups.folder().join("notes.txt"), "mine").unwrap();
    fs::create_dir(backups.folder().join("2014-03-30T120405.999Z.ron.gz")).unwrap();
    assert_eq!(titles(&backups.list().unwrap()), ["C", "B", "A"]);
}

#[test]
fn an_unchanged_version_is_not_backed_up_twice() {
    let (_folder, backups, _) = backup_folder();
    let moment = timestamp("2014-03-30T12:04:05Z");
    let count = || backups.list().unwrap().len();
    backups.add(&register_titled("A"), moment).unwrap();
    backups.add(&register_titled("A"), moment + 1.hour()).unwrap();
    assert_eq!(count(), 1);
    // From the future, so that it is not what was kept last.
    backups.add(&register_titled("F"), moment + 999.hours()).unwrap();
    backups.add(&register_titled("A"), moment + 2.hours()).unwrap();
    assert_eq!(count(), 2);
    backups.add(&register_titled("B"), moment + 3.hours()).unwrap();
    backups.add(&register_titled("A"), moment + 4.hours()).unwrap();
    assert_eq!(count(), 4, "what comes back after another is a version of its own");
    let newest = backups.list().unwrap().remove(1);
    fs::write(&newest.path, "damaged").unwrap();
    backups.add(&register_titled("A"), moment + 5.hours()).unwrap();
    assert_eq!(count(), 5, "a damaged backup is no backup");
}

#[test]
fn backups_are_pruned_by_the_retention_rule_and_other_files_stay() {
    let (_folder, backups, _) = backup_folder();
    let now = timestamp("2014-03-30T12:00:00Z");
    for age in 0..ALWAYS_RETAINED_BACKUPS as i64 + 5 {
        backups.add(&register_titled(&format!("{age}")), now - age.minutes()).unwrap();
    }
    for days in [101, 100, 2, 1] {
        backups.add(&register_titled(&format!("{days} days")), now - (24 * days).hours()).unwrap();
    }
    fs::write(backups.folder().join("2014.ron.gz"), "mine").unwrap();
    backups.prune(&now.to_zoned_datetime(TimeZone::UTC)).unwrap();
    let ages: Vec<i64> =
        backups.list().unwrap().iter().map(|one| (now - one.time).as_secs() / 60).collect();
    let day = 24 * 60;
    let last: Vec<i64> =
        (0..ALWAYS_RETAINED_BACKUPS as i64).chain([day, 2 * day, 100 * day]).collect();
    assert_eq!(ages, last);
    assert_eq!(fs::read(backups.folder().join("2014.ron.gz")).unwrap(), b"mine");
    backups.prune(&now.to_zoned_datetime(TimeZone::UTC)).unwrap();
    assert_eq!(backups.list().unwrap().len(), last.len());
}

#[test]
fn each_register_has_one_backup_folder_for_every_path_to_it() {
    let (folder, backups, register) = backup_folder();
    let places = AppDirs::in_folder(folder.path());
    let other = Backups::for_register(&places, &folder.path().join("other.ron"));
    assert_ne!(other.folder(), backups.folder());
    let around = folder.path().join("data/../my list.ron");
    fs::create_dir_all(folder.path().join("data")).unwrap();
    assert_eq!(Backups::for_register(&places, &around).folder(), backups.folder());
    assert!(backups.folder().starts_with(places.backups_folder()));
    drop(register);
}

#[cfg(unix)]
#[test]
fn a_backup_is_readable_only_by_its_owner() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, backups, _) = backup_folder();
    backups.add(&register_titled("x"), timestamp("2014-03-30T12:04:05Z")).unwrap();
    let backup = backups.list().unwrap().remove(0);
    assert_eq!(fs::metadata(&backup.path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_damaged_backup_is_reported_and_left_unchanged() {
    let (_folder, backups, _) = backup_folder();
    backups.add(&read(BUNDLED), timestamp("2014-03-30T12:04:05Z")).unwrap();
    let backup = backups.list().unwrap().remove(0);
    let whole = fs::read(&backup.path).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 0x10;
    let half = whole[..whole.len() / 2].to_vec();
    for bytes in [half, flipped, Vec::new(), b"plain text".to_vec()] {
        fs::write(&backup.path, &bytes).unwrap();
        let error = backup.load().unwrap_err();
        assert!(matches!(error, BackupError::Unreadable { .. }), "{error:?}");
        assert!(error.to_string().ends_with(&backup.path.display().to_string()));
        assert_eq!(fs::read(&backup.path).unwrap(), bytes);
    }
    fs::remove_file(&backup.path).unwrap();
    assert!(matches!(backup.load().unwrap_err(), BackupError::Missing(_)));
}

#[test]
fn a_backup_without_a_register_is_reported() {
    let (_folder, backups, _) = backup_folder();
    let moment = timestamp("2014-03-30T12:04:05Z");
    backups.add(&register_titled("x"), moment).unwrap();
    let backup = backups.list().unwrap().remove(0);
    let pack = |text: &str| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text.as_bytes()).unwrap();
        fs::write(&backup.path, packed.finish().unwrap()).unwrap();
        backup.load().unwrap_err()
    };
    let newer = pack(&SMALL.replace("format: 1", "format: 99"));
    assert!(matches!(newer, BackupError::NewerFormat(_)), "{newer:?}");
    let faulty = pack(&SMALL.replace("title:", "titel:"));
    assert!(matches!(faulty, BackupError::Syntax { .. }), "{faulty:?}");
    assert!(faulty.to_string().contains("damaged"), "{faulty}");
}

#[test]
fn backups_report_a_folder_that_cannot_be_used() {
    let (folder, backups, _) = backup_folder();
    fs::write(folder.path().join("data"), "in the way").unwrap();
    let error = backups.add(&register_titled("x"), timestamp("2014-03-30T12:04:05Z")).unwrap_err();
    assert!(matches!(error, BackupError::NotSaved(_)), "{error:?}");
    fs::remove_file(folder.path().join("data")).unwrap();
    fs::create_dir_all(backups.folder().parent().unwrap()).unwrap();
    fs::write(backups.folder(), "in the way").unwrap();
    let error = backups.list().unwrap_err();
    assert!(matches!(error, BackupError::NotListed { .. }), "{error:?}");
}

/// Returns the content of a backup, unpacked by gzip alone.
fn unpacked_text(backup: &Backup) -> String {
    let mut text = String::new();
    let file = fs::File::open(&backup.path).unwrap();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_version_that_was_found_is_kept_as_it_was_written() {
    let (_folder, backups, path) = backup_folder();
    let moment = timestamp("2014-03-30T12:04:05Z");
    let written = SMALL.replace("    title:", "    // By hand.\n    title:");
    fs::write(&path, &written).unwrap();
    let opened = store::open(&path, &Progress::default()).unwrap();
    let whole = (&opened.register, &opened.source_text);
    backups.add_external_version(&path, &opened.version.fingerprint(), &whole, moment).unwrap();
    assert_eq!(unpacked_text(&backups.list().unwrap()[0]), written);
    // Records alone do not have the comment, but the file still does.
    backups.add(&register_titled("Other"), moment + 1.hour()).unwrap();
    backups
        .add_external_version(
            &path,
            &opened.version.fingerprint(),
            &opened.register,
            moment + 2.hours(),
        )
        .unwrap();
    assert_eq!(unpacked_text(&backups.list().unwrap()[0]), written);
    // Where the file is another by now, it is none of this version.
    backups.add(&register_titled("Other"), moment + 3.hours()).unwrap();
    backups
        .add_external_version(
            &path,
            &Fingerprint::of_bytes(b"before"),
            &opened.register,
            moment + 4.hours(),
        )
        .unwrap();
    assert_eq!(unpacked_text(&backups.list().unwrap()[0]), SMALL);
}

#[test]
fn a_record_that_cannot_be_read_does_not_hide_the_others() {
    let (_folder, backups, path) = backup_folder();
    let broken = SMALL.replace("sex: Female", "sex: Nobody");
    fs::write(&path, &broken).unwrap();
    let opened = store::open(&path, &Progress::default()).unwrap();
    backups
        .add(&(&opened.register, &opened.source_text), timestamp("2014-03-30T12:04:05Z"))
        .unwrap();
    let backup = backups.list().unwrap().remove(0);
    assert_eq!(unpacked_text(&backup), broken);
    let earlier = backup.load().unwrap();
    assert_eq!((earlier.broken_record_count, earlier.register), (1, opened.register));
}
