//! The first start and the settings.

use std::{fs, path::Path};

use blue_ribbon::store::{Notice, Places, Settings, ThemeChoice, first_start};

use super::BUNDLED;

fn places() -> (tempfile::TempDir, Places) {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::under(folder.path());
    (folder, places)
}

#[test]
fn the_first_start_makes_the_own_register_once() {
    let (_folder, places) = places();
    let path = first_start(&places).unwrap();
    assert_eq!(path, places.own_register());
    assert_eq!(fs::read_to_string(&path).unwrap(), BUNDLED);
    fs::write(&path, "broken").unwrap();
    first_start(&places).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "broken");
}

fn some() -> Settings {
    Settings {
        recent: vec!["/home/x/register.ron".into()],
        language: Some("ja".to_owned()),
        theme: ThemeChoice::Dark,
        window: Some((1200.0, 800.5)),
        columns: vec![("name".to_owned(), 120.0)],
        hidden: vec!["age".to_owned()],
        who: Some("Someone".to_owned()),
        zoom: Some(1.25),
    }
}

#[test]
fn settings_are_kept() {
    let (_folder, places) = places();
    assert_eq!(Settings::load(&places), (Settings::default(), None));
    some().save(&places).unwrap();
    assert_eq!(Settings::load(&places), (some(), None));
}

#[test]
fn settings_of_a_newer_program_are_read() {
    let (_folder, places) = places();
    some().save(&places).unwrap();
    let text = fs::read_to_string(places.settings()).unwrap();
    let newer = text.replacen('(', "(\n    sound: Some([\"a\", (b: 1)]),", 1);
    fs::write(places.settings(), newer).unwrap();
    assert_eq!(Settings::load(&places), (some(), None));
}

#[test]
fn settings_that_cannot_be_read_are_set_aside() {
    let (_folder, places) = places();
    fs::create_dir_all(&places.config).unwrap();
    fs::write(places.settings(), "(theme: ").unwrap();
    let (settings, notice) = Settings::load(&places);
    assert_eq!(settings, Settings::default());
    assert!(matches!(notice, Some(Notice::Settings { path, .. }) if path == places.settings()));
    some().save(&places).unwrap();
    assert_eq!(Settings::load(&places), (some(), None));
    let aside = places.config.join("settings.ron.1.bak");
    assert_eq!(fs::read_to_string(aside).unwrap(), "(theme: ");
}

#[test]
fn the_newest_ten_registers_are_remembered_once_each() {
    let mut settings = Settings::default();
    for n in 0..12 {
        settings.opened(Path::new(&format!("/{n}")));
    }
    settings.opened(Path::new("/5"));
    let recent: Vec<_> = settings.recent.iter().map(|path| path.display().to_string()).collect();
    assert_eq!(recent, ["/5", "/11", "/10", "/9", "/8", "/7", "/6", "/4", "/3", "/2"]);
}
