//! The dialog with the list of backups.

use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use jiff::Timestamp;

use crate::components::{japanese_locale, session, ui_context, window};
use blue_ribbon::{
    Locale,
    describe::differences::DifferenceDescriber,
    jobs::backups::BackupDiff,
    merge::{diff, diff_stats::DiffStats},
    register::{Edit, RegisterInfo},
    session::Session,
    store::backups::Backup,
    ui::{intent::Intent, modals::backups::BackupsDialog},
};

type BackupsHarnessState = (BackupsDialog, Vec<Intent>, bool);

fn backup(size: u64) -> Backup {
    Backup { time: Timestamp::UNIX_EPOCH, size, path: format!("/backups/{size}.ron.gz").into() }
}

/// Shows the list of backups for the bundled register.
fn show_backups(
    session: &Session,
    locale: Locale,
    backups: BackupsDialog,
) -> Harness<'_, BackupsHarnessState> {
    let draw = move |ui: &mut egui::Ui, (backups, out, closed): &mut BackupsHarnessState| {
        *closed |= backups.ui(ui.ctx(), &ui_context(session, locale), out);
    };
    let mut shown = window(draw, (backups, Vec::new(), false));
    shown.run();
    shown
}

/// A backup since which the title was changed.
fn one_backup(session: &Session, locale: Locale) -> BackupsDialog {
    let mut backups = BackupsDialog::default();
    let [mut old, new] = [(); 2].map(|()| session.register().clone());
    let before = Box::new(old.info());
    let after = Box::new(RegisterInfo { title: "Old".to_owned(), ..old.info() });
    old.apply(&Edit::RegisterInfo { before, after }).unwrap();
    let differences = diff(&old, &new);
    let describer = DifferenceDescriber { locale, registers: [&new, &old] };
    let told = differences.iter().map(|one| describer.describe_difference(one)).collect();
    let since = BackupDiff {
        stats: DiffStats::from_differences(&differences),
        difference_texts: Some(told),
        broken_records: 2,
    };
    let noon = jiff::civil::date(2014, 3, 3).at(12, 4, 5, 0);
    backups.set_backups(locale, vec![backup(16_249)], |_| noon);
    assert_eq!(backups.next_comparison(0), Some((backup(16_249), true)));
    backups.set_diff(&backup(16_249), 0, Ok(since));
    assert_eq!(backups.next_comparison(0), None, "nothing more is to be found out");
    backups
}

#[test]
fn a_backup_shows_its_time_size_and_changes() {
    let session = session();
    let mut english =
        show_backups(&session, Locale::ENGLISH, one_backup(&session, Locale::ENGLISH));
    english.get_by_label("3 March 2014, 12:04:05, 16 kB · 1 other record");
    english.get_by_label_contains("2 records of this version cannot be read.");
    english.get_by_label_contains("Register: Title changed: “Old” → “");
    english.get_by_label("Restore this version").click();
    english.run();
    assert!(
        matches!(&english.state().1[..], [Intent::RestoreBackup(one)] if *one == backup(16_249))
    );
    english.get_by_label("Show in file manager").click();
    english.run();
    let path = backup(16_249).path;
    assert!(matches!(&english.state().1[1..], [Intent::Reveal(shown)] if *shown == path));
    assert!(!english.state().2);
    english.get_by_label("Close").click();
    english.run();
    assert!(english.state().2);
    let japanese =
        show_backups(&session, japanese_locale(), one_backup(&session, japanese_locale()));
    japanese.get_by_label("2014年3月3日 12:04:05, 16kB・その他の記録1件");
}

#[test]
fn restore_is_disabled_for_a_read_only_register() {
    let mut session = session();
    session.set_read_only(true);
    let shown = show_backups(&session, Locale::ENGLISH, one_backup(&session, Locale::ENGLISH));
    assert!(shown.get_by_label("Restore this version").accesskit_node().is_disabled());
    shown.get_by_label("The register is read-only here, so no version can be restored.");
}

#[test]
fn a_comparison_with_an_older_revision_is_redone() {
    let session = session();
    let mut backups = one_backup(&session, Locale::ENGLISH);
    assert_eq!(backups.next_comparison(1), Some((backup(16_249), true)));
    backups.set_diff(&backup(16_249), 0, Err("late".to_owned()));
    assert_eq!(backups.next_comparison(1), Some((backup(16_249), true)));
    let shown = show_backups(&session, Locale::ENGLISH, backups);
    shown.get_by_label_contains("16 kB · Comparing…");
}

#[test]
fn an_empty_or_failed_list_shows_a_message() {
    let session = session();
    let mut none = BackupsDialog::default();
    none.set_backups(Locale::ENGLISH, Vec::new(), |_| jiff::civil::DateTime::ZERO);
    let none = show_backups(&session, Locale::ENGLISH, none);
    none.get_by_label("There is no backup yet. One is made at each save.");
    let mut failed = BackupsDialog::default();
    failed.set_error("The backups cannot be listed.".to_owned());
    let failed = show_backups(&session, Locale::ENGLISH, failed);
    failed.get_by_label("The backups cannot be listed.");
    assert!(failed.get_by_label("Restore this version").accesskit_node().is_disabled());
}

#[test]
fn sizes_use_a_suitable_unit() {
    let session = session();
    let mut backups = BackupsDialog::default();
    let sizes = [7, 999, 1_000, 9_949, 16_249, 999_999, 1_000_000, 12_345_678];
    let text = ["7 B", "999 B", "1.0 kB", "9.9 kB", "16 kB", "999 kB", "1.0 MB", "12 MB"];
    let noon = jiff::civil::date(2014, 3, 3).at(12, 0, 0, 0);
    backups.set_backups(Locale::ENGLISH, sizes.map(backup).to_vec(), |_| noon);
    let shown = show_backups(&session, Locale::ENGLISH, backups);
    for text in text {
        shown.get_by_label(&format!("3 March 2014, 12:00:00, {text} · Comparing…"));
    }
}
