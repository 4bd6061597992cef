//! Backups: made whole and private, listed, thinned out, had back.

use std::{
    fs,
    io::{Read as _, Write as _},
    path::PathBuf,
};

use blue_ribbon::{
    Progress,
    register::Register,
    store::{self, Backup, BackupError, Backups, LAST, Places, Stamp},
};
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};

use super::{BUNDLED, SMALL, print, read};

fn place() -> (tempfile::TempDir, Backups, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let register = folder.path().join("my list.ron");
    fs::write(&register, SMALL).unwrap();
    let backups = Backups::of(&Places::under(folder.path()), &register);
    (folder, backups, register)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn titled(title: &str) -> Register {
    read(&SMALL.replace("Small", title))
}

fn titles(backups: &[Backup]) -> Vec<String> {
    backups.iter().map(|backup| backup.read().unwrap().register.title().to_owned()).collect()
}

#[test]
fn a_backup_is_had_back_as_it_was() {
    let (_folder, backups, _) = place();
    assert_eq!(backups.list().unwrap(), []);
    let register = read(BUNDLED);
    backups.keep(&register, at("2014-03-30T12:04:05Z")).unwrap();
    let [backup] = backups.list().unwrap().try_into().unwrap();
    assert_eq!(backup.time, at("2014-03-30T12:04:05Z"));
    assert_eq!(backup.size, fs::metadata(&backup.path).unwrap().len());
    assert!(backup.size < BUNDLED.len() as u64 / 2, "it is compressed");
    let earlier = backup.read().unwrap();
    assert_eq!((print(&earlier.register), earlier.damaged), (print(&register), 0));
    let name = backups.folder().file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("my-list-"), "{name}");
}

#[test]
fn the_newest_comes_first_and_no_backup_takes_the_place_of_another() {
    let (_folder, backups, _) = place();
    let moment = at("2014-03-30T12:04:05Z");
    for (title, time) in [("B", moment), ("C", moment), ("A", moment - 1.hour())] {
        backups.keep(&titled(title), time).unwrap();
    }
    fs::write(backups.folder().join("notes.txt"), "mine").unwrap();
    fs::create_dir(backups.folder().join("2014-03-30T120405.999Z.ron.gz")).unwrap();
    assert_eq!(titles(&backups.list().unwrap()), ["C", "B", "A"]);
}

#[test]
fn a_version_that_is_kept_already_is_not_kept_twice() {
    let (_folder, backups, _) = place();
    let moment = at("2014-03-30T12:04:05Z");
    let count = || backups.list().unwrap().len();
    backups.keep(&titled("A"), moment).unwrap();
    backups.keep(&titled("A"), moment + 1.hour()).unwrap();
    assert_eq!(count(), 1);
    // From the future, so that it is not what was kept last.
    backups.keep(&titled("F"), moment + 999.hours()).unwrap();
    backups.keep(&titled("A"), moment + 2.hours()).unwrap();
    assert_eq!(count(), 2);
    backups.keep(&titled("B"), moment + 3.hours()).unwrap();
    backups.keep(&titled("A"), moment + 4.hours()).unwrap();
    assert_eq!(count(), 4, "what comes back after another is a version of its own");
    let newest = backups.list().unwrap().remove(1);
    fs::write(&newest.path, "damaged").unwrap();
    backups.keep(&titled("A"), moment + 5.hours()).unwrap();
    assert_eq!(count(), 5, "a damaged backup is no backup");
}

#[test]
fn they_are_thinned_out_by_the_rule_and_nothing_else_is_touched() {
    let (_folder, backups, _) = place();
    let now = at("2014-03-30T12:00:00Z");
    for age in 0..LAST as i64 + 5 {
        backups.keep(&titled(&format!("{age}")), now - age.minutes()).unwrap();
    }
    for days in [101, 100, 2, 1] {
        backups.keep(&titled(&format!("{days} days")), now - (24 * days).hours()).unwrap();
    }
    fs::write(backups.folder().join("2014.ron.gz"), "mine").unwrap();
    backups.thin(&now.to_zoned_datetime(TimeZone::UTC)).unwrap();
    let ages: Vec<i64> =
        backups.list().unwrap().iter().map(|one| (now - one.time).as_secs() / 60).collect();
    let day = 24 * 60;
    let last: Vec<i64> = (0..LAST as i64).chain([day, 2 * day, 100 * day]).collect();
    assert_eq!(ages, last);
    assert_eq!(fs::read(backups.folder().join("2014.ron.gz")).unwrap(), b"mine");
    backups.thin(&now.to_zoned_datetime(TimeZone::UTC)).unwrap();
    assert_eq!(backups.list().unwrap().len(), last.len());
}

#[test]
fn each_register_has_a_folder_of_its_own_however_it_is_reached() {
    let (folder, backups, register) = place();
    let places = Places::under(folder.path());
    let other = Backups::of(&places, &folder.path().join("other.ron"));
    assert_ne!(other.folder(), backups.folder());
    let around = folder.path().join("data/../my list.ron");
    fs::create_dir_all(folder.path().join("data")).unwrap();
    assert_eq!(Backups::of(&places, &around).folder(), backups.folder());
    assert!(backups.folder().starts_with(places.backups()));
    drop(register);
}

#[cfg(unix)]
#[test]
fn a_backup_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_folder, backups, _) = place();
    backups.keep(&titled("x"), at("2014-03-30T12:04:05Z")).unwrap();
    let backup = backups.list().unwrap().remove(0);
    assert_eq!(fs::metadata(&backup.path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn one_that_is_cut_off_or_changed_is_told_and_left_as_it_is() {
    let (_folder, backups, _) = place();
    backups.keep(&read(BUNDLED), at("2014-03-30T12:04:05Z")).unwrap();
    let backup = backups.list().unwrap().remove(0);
    let whole = fs::read(&backup.path).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 0x10;
    let half = whole[..whole.len() / 2].to_vec();
    for bytes in [half, flipped, Vec::new(), b"plain text".to_vec()] {
        fs::write(&backup.path, &bytes).unwrap();
        let error = backup.read().unwrap_err();
        assert!(matches!(error, BackupError::Damaged { .. }), "{error:?}");
        assert!(error.to_string().ends_with(&backup.path.display().to_string()));
        assert_eq!(fs::read(&backup.path).unwrap(), bytes);
    }
    fs::remove_file(&backup.path).unwrap();
    assert!(matches!(backup.read().unwrap_err(), BackupError::Gone(_)));
}

#[test]
fn one_that_holds_no_register_of_this_program_is_told() {
    let (_folder, backups, _) = place();
    let moment = at("2014-03-30T12:04:05Z");
    backups.keep(&titled("x"), moment).unwrap();
    let backup = backups.list().unwrap().remove(0);
    let pack = |text: &str| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(text.as_bytes()).unwrap();
        fs::write(&backup.path, packed.finish().unwrap()).unwrap();
        backup.read().unwrap_err()
    };
    let newer = pack(&SMALL.replace("format: 1", "format: 99"));
    assert!(matches!(newer, BackupError::TooNew(_)), "{newer:?}");
    let faulty = pack(&SMALL.replace("title:", "titel:"));
    assert!(matches!(faulty, BackupError::Fault { .. }), "{faulty:?}");
    assert!(faulty.to_string().contains("damaged"), "{faulty}");
}

#[test]
fn where_nothing_can_be_written_or_listed_that_is_said() {
    let (folder, backups, _) = place();
    fs::write(folder.path().join("data"), "in the way").unwrap();
    let error = backups.keep(&titled("x"), at("2014-03-30T12:04:05Z")).unwrap_err();
    assert!(matches!(error, BackupError::NotKept(_)), "{error:?}");
    fs::remove_file(folder.path().join("data")).unwrap();
    fs::create_dir_all(backups.folder().parent().unwrap()).unwrap();
    fs::write(backups.folder(), "in the way").unwrap();
    let error = backups.list().unwrap_err();
    assert!(matches!(error, BackupError::NotListed { .. }), "{error:?}");
}

/// What a backup holds, unpacked as by any other program.
fn text(backup: &Backup) -> String {
    let mut text = String::new();
    let file = fs::File::open(&backup.path).unwrap();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_version_that_was_found_is_kept_as_it_was_written() {
    let (_folder, backups, path) = place();
    let moment = at("2014-03-30T12:04:05Z");
    let written = SMALL.replace("    title:", "    // By hand.\n    title:");
    fs::write(&path, &written).unwrap();
    let opened = store::open(&path, &Progress::default()).unwrap();
    let whole = (&opened.register, &opened.manuscript);
    backups.keep_found(&path, &opened.stamp, &whole, moment).unwrap();
    assert_eq!(text(&backups.list().unwrap()[0]), written);
    // Records alone do not have the comment, but the file still does.
    backups.keep(&titled("Other"), moment + 1.hour()).unwrap();
    backups.keep_found(&path, &opened.stamp, &opened.register, moment + 2.hours()).unwrap();
    assert_eq!(text(&backups.list().unwrap()[0]), written);
    // Where the file is another by now, it is none of this version.
    backups.keep(&titled("Other"), moment + 3.hours()).unwrap();
    backups.keep_found(&path, &Stamp::of(b"before"), &opened.register, moment + 4.hours()).unwrap();
    assert_eq!(text(&backups.list().unwrap()[0]), SMALL);
}

#[test]
fn a_record_that_cannot_be_read_does_not_hide_the_others() {
    let (_folder, backups, path) = place();
    let damaged = SMALL.replace("sex: Female", "sex: Nobody");
    fs::write(&path, &damaged).unwrap();
    let opened = store::open(&path, &Progress::default()).unwrap();
    backups.keep(&(&opened.register, &opened.manuscript), at("2014-03-30T12:04:05Z")).unwrap();
    let backup = backups.list().unwrap().remove(0);
    assert_eq!(text(&backup), damaged);
    let earlier = backup.read().unwrap();
    assert_eq!((earlier.damaged, earlier.register), (1, opened.register));
}
