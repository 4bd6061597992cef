//! The list of backups, on its own.

use blue_ribbon::{
    Lang,
    jobs::Since,
    merge::{Speaker, Tally, diff},
    register::{About, Edit},
    session::Session,
    store::Backup,
    ui::{Intent, backups::Backups},
};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use jiff::Timestamp;

use super::{japanese, scene, session, window};

type State = (Backups, Vec<Intent>, bool);

fn backup(size: u64) -> Backup {
    Backup { time: Timestamp::UNIX_EPOCH, size, path: format!("/backups/{size}.ron.gz").into() }
}

/// The list over the bundled register.
fn shown(session: &Session, lang: Lang, backups: Backups) -> Harness<'_, State> {
    let draw = move |ui: &mut egui::Ui, (backups, out, closed): &mut State| {
        *closed |= backups.ui(ui.ctx(), &scene(session, lang), out);
    };
    let mut shown = window(draw, (backups, Vec::new(), false));
    shown.run();
    shown
}

/// One backup, since which the title was changed.
fn one(session: &Session, lang: Lang) -> Backups {
    let mut backups = Backups::default();
    let [mut old, new] = [(); 2].map(|()| session.register().clone());
    let before = Box::new(old.about());
    let after = Box::new(About { title: "Old".to_owned(), ..old.about() });
    old.apply(&Edit::About { before, after }).unwrap();
    let differences = diff(&old, &new);
    let speaker = Speaker { lang, registers: [&new, &old] };
    let told = differences.iter().map(|one| speaker.difference(one)).collect();
    let since = Since { tally: Tally::of(&differences), told: Some(told), damaged: 2 };
    let noon = jiff::civil::date(2014, 3, 3).at(12, 4, 5, 0);
    backups.list(lang, vec![backup(16_249)], |_| noon);
    assert_eq!(backups.wanted(0), Some((backup(16_249), true)));
    backups.take_in(&backup(16_249), 0, Ok(since));
    assert_eq!(backups.wanted(0), None, "nothing more is to be found out");
    backups
}

#[test]
fn a_version_is_said_with_its_time_its_size_and_what_has_changed() {
    let session = session();
    let mut english = shown(&session, Lang::ENGLISH, one(&session, Lang::ENGLISH));
    english.get_by_label("3 March 2014, 12:04:05, 16 kB · 1 other record");
    english.get_by_label_contains("2 records of this version cannot be read.");
    english.get_by_label_contains("Register: Title changed: “Old” → “");
    english.get_by_label("Restore this version").click();
    english.run();
    assert!(matches!(&english.state().1[..], [Intent::Restore(one)] if *one == backup(16_249)));
    english.get_by_label("Show in file manager").click();
    english.run();
    let path = backup(16_249).path;
    assert!(matches!(&english.state().1[1..], [Intent::Reveal(shown)] if *shown == path));
    assert!(!english.state().2);
    english.get_by_label("Close").click();
    english.run();
    assert!(english.state().2);
    let japanese = shown(&session, japanese(), one(&session, japanese()));
    japanese.get_by_label("2014年3月3日 12:04:05, 16kB・その他の記録1件");
}

#[test]
fn a_register_that_is_read_only_is_not_restored() {
    let mut session = session();
    session.set_read_only(true);
    let shown = shown(&session, Lang::ENGLISH, one(&session, Lang::ENGLISH));
    assert!(shown.get_by_label("Restore this version").accesskit_node().is_disabled());
    shown.get_by_label("The register is read-only here, so no version can be restored.");
}

#[test]
fn what_was_found_out_of_another_revision_is_found_out_anew() {
    let session = session();
    let mut backups = one(&session, Lang::ENGLISH);
    assert_eq!(backups.wanted(1), Some((backup(16_249), true)));
    backups.take_in(&backup(16_249), 0, Err("late".to_owned()));
    assert_eq!(backups.wanted(1), Some((backup(16_249), true)));
    let shown = shown(&session, Lang::ENGLISH, backups);
    shown.get_by_label_contains("16 kB · Comparing…");
}

#[test]
fn where_there_is_none_or_none_can_be_listed_that_is_said() {
    let session = session();
    let mut none = Backups::default();
    none.list(Lang::ENGLISH, Vec::new(), |_| jiff::civil::DateTime::ZERO);
    let none = shown(&session, Lang::ENGLISH, none);
    none.get_by_label("There is no backup yet. One is made at each save.");
    let mut failed = Backups::default();
    failed.fail("The backups cannot be listed.".to_owned());
    let failed = shown(&session, Lang::ENGLISH, failed);
    failed.get_by_label("The backups cannot be listed.");
    assert!(failed.get_by_label("Restore this version").accesskit_node().is_disabled());
}

#[test]
fn sizes_are_said_in_the_unit_that_fits() {
    let session = session();
    let mut backups = Backups::default();
    let sizes = [7, 999, 1_000, 9_949, 16_249, 999_999, 1_000_000, 12_345_678];
    let words = ["7 B", "999 B", "1.0 kB", "9.9 kB", "16 kB", "999 kB", "1.0 MB", "12 MB"];
    let noon = jiff::civil::date(2014, 3, 3).at(12, 0, 0, 0);
    backups.list(Lang::ENGLISH, sizes.map(backup).to_vec(), |_| noon);
    let shown = shown(&session, Lang::ENGLISH, backups);
    for words in words {
        shown.get_by_label(&format!("3 March 2014, 12:00:00, {words} · Comparing…"));
    }
}
