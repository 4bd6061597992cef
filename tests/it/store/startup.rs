//! The register of the first start, and the settings.

use std::{fs, path::Path};

use crate::store::BUNDLED;
use blue_ribbon::store::{
    app_dirs::AppDirs,
    open_warning::OpenWarning,
    settings::{Settings, ThemeChoice},
    startup::create_user_register,
};

fn app_dirs() -> (tempfile::TempDir, AppDirs) {
    let folder = tempfile::tempdir().unwrap();
    let places = AppDirs::in_folder(folder.path());
    (folder, places)
}

#[test]
fn the_first_start_creates_the_users_register_once() {
    let (_folder, places) = app_dirs();
    let path = create_user_register(&places).unwrap();
    assert_eq!(path, places.user_register_path());
    assert_eq!(fs::read_to_string(&path).unwrap(), BUNDLED);
    fs::write(&path, "broken").unwrap();
    create_user_register(&places).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "broken");
}

fn custom_settings() -> Settings {
    Settings {
        recent: vec!["/home/x/register.ron".into()],
        language: Some("ja".to_owned()),
        theme: ThemeChoice::Dark,
        window_size: Some((1200.0, 800.5)),
        column_widths: vec![("name".to_owned(), 120.0)],
        hidden_columns: vec!["age".to_owned()],
        author_name: Some("Someone".to_owned()),
        zoom: Some(1.25),
    }
}

#[test]
fn settings_round_trip() {
    let (_folder, places) = app_dirs();
    assert_eq!(Settings::load(&places), (Settings::default(), None));
    custom_settings().save(&places).unwrap();
    assert_eq!(Settings::load(&places), (custom_settings(), None));
}

#[test]
fn settings_of_a_newer_version_load() {
    let (_folder, places) = app_dirs();
    custom_settings().save(&places).unwrap();
    let text = fs::read_to_string(places.settings_path()).unwrap();
    let newer = text.replacen('(', "(\n    sound: Some([\"a\", (b: 1)]),", 1);
    fs::write(places.settings_path(), newer).unwrap();
    assert_eq!(Settings::load(&places), (custom_settings(), None));
}

#[test]
fn unreadable_settings_are_set_aside() {
    let (_folder, places) = app_dirs();
    fs::create_dir_all(&places.config_folder).unwrap();
    fs::write(places.settings_path(), "(theme: ").unwrap();
    let (settings, notice) = Settings::load(&places);
    assert_eq!(settings, Settings::default());
    assert!(
        matches!(notice, Some(OpenWarning::SettingsUnreadable { path, .. }) if path == places.settings_path())
    );
    custom_settings().save(&places).unwrap();
    assert_eq!(Settings::load(&places), (custom_settings(), None));
    let aside = places.config_folder.join("settings.ron.1.bak");
    assert_eq!(fs::read_to_string(aside).unwrap(), "(theme: ");
}

#[test]
fn the_ten_most_recent_registers_are_remembered_once_each() {
    let mut settings = Settings::default();
    for n in 0..12 {
        settings.remember_recent(Path::new(&format!("/{n}")));
    }
    settings.remember_recent(Path::new("/5"));
    let recent: Vec<_> = settings.recent.iter().map(|path| path.display().to_string()).collect();
    assert_eq!(recent, ["/5", "/11", "/10", "/9", "/8", "/7", "/6", "/4", "/3", "/2"]);
}

#[test]
fn a_recent_register_is_remembered_by_its_absolute_path() {
    let mut settings = Settings::default();
    for path in ["data/register.ron", "./data/register.ron"] {
        settings.remember_recent(Path::new(path));
        assert_eq!(settings.recent, [std::env::current_dir().unwrap().join("data/register.ron")]);
    }
    // One that an older program has remembered by a relative path leads nowhere.
    let folder = tempfile::tempdir().unwrap();
    let places = AppDirs::in_folder(folder.path());
    settings.recent.push("data/register.ron".into());
    settings.save(&places).unwrap();
    assert_eq!(Settings::load(&places).0.recent, settings.recent[..1]);
}
