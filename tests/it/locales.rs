//! The texts of the window: each is translated, and each is used.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use crate::{
    architecture::{SOURCE, source_tree::Module},
    source_code::repository_root,
};
use blue_ribbon::{
    Locale,
    analysis::{
        finding::{Likeness, Severity},
        position::{Position, Status},
        query::Column,
        reconciliation::Segment,
    },
    commands::Command,
    export::{figure_file::FigureFormat, report::ReportFormat},
};

/// The texts of one language by key.
type Texts = BTreeMap<String, String>;

/// The texts of each file in `assets/locales`, by area and language.
fn texts() -> BTreeMap<(String, String), Texts> {
    let entries = fs::read_dir(repository_root().join("assets/locales")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let paths = paths.filter(|path| path.extension().is_some_and(|end| end == "toml"));
    paths
        .map(|path| {
            let stem = path.file_stem().unwrap().to_str().unwrap();
            let (area, language) = stem.split_once('.').unwrap();
            let table: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
            assert_eq!(table["_version"].as_integer(), Some(1), "{}", path.display());
            let mut texts = Texts::new();
            flatten("", &table, &mut texts);
            ((area.to_owned(), language.to_owned()), texts)
        })
        .collect()
}

fn flatten(prefix: &str, table: &toml::Table, texts: &mut Texts) {
    for (key, value) in table {
        let key = format!("{prefix}{key}");
        match value {
            toml::Value::Table(table) => flatten(&format!("{key}."), table, texts),
            toml::Value::String(text) => {
                texts.insert(key, text.clone());
            }
            _ => assert_eq!(key, "_version"),
        }
    }
}

/// Every area in English and in Japanese.
fn texts_by_area() -> Vec<(String, Texts, Texts)> {
    let mut texts = texts();
    let areas: BTreeSet<String> = texts.keys().map(|(area, _)| area.clone()).collect();
    let mut of = |area: &str, language: &str| {
        let texts = texts.remove(&(area.to_owned(), language.to_owned()));
        texts.unwrap_or_else(|| panic!("{area}.{language}.toml is missing"))
    };
    areas.into_iter().map(|area| (area.clone(), of(&area, "en"), of(&area, "ja"))).collect()
}

/// All English texts by key.
fn english_texts() -> Texts {
    let mut all = Texts::new();
    for (area, en, _) in texts_by_area() {
        for (key, text) in en {
            assert!(all.insert(key.clone(), text).is_none(), "{key} stands twice, also in {area}");
        }
    }
    all
}

#[test]
fn english_and_japanese_have_the_same_keys() {
    for (area, en, ja) in texts_by_area() {
        let keys = |texts: &Texts| texts.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(&en), keys(&ja), "{area}");
    }
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split("%{").skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

#[test]
fn english_and_japanese_use_the_same_placeholders() {
    for (area, en, ja) in texts_by_area() {
        for (key, text) in &en {
            assert_eq!(placeholders(text), placeholders(&ja[key]), "{area}: {key}");
        }
    }
}

/// Names that are the same in every language.
const UNTRANSLATED_NAMES: [&str; 7] =
    ["Markdown", "HTML", "CSV", "JSON", "Blue Ribbon", "ID", "English"];

#[test]
fn every_text_is_translated() {
    for (area, en, ja) in texts_by_area() {
        for (key, text) in &en {
            assert!(!text.trim().is_empty() || !ja[key].trim().is_empty(), "{area}: {key}");
            let words =
                text.split("%{").map(|part| part.split_once('}').map_or(part, |(_, rest)| rest));
            let has_words = words.into_iter().any(|part| part.contains(char::is_alphabetic));
            if has_words && !UNTRANSLATED_NAMES.contains(&text.as_str()) {
                assert_ne!(text, &ja[key], "{area}: {key}");
            }
        }
    }
}

/// Returns the keys that are formed from a prefix and the key of a value.
fn dynamic_keys() -> BTreeMap<&'static str, Vec<String>> {
    // Each kind of finding is tried with its words in the laws of the checks, each error of the
    // store in its tests.
    let texts = english_texts();
    let below = |beginning: &str| -> Vec<String> {
        let rest = |key: &String| key.strip_prefix(beginning)?.strip_prefix('.').map(str::to_owned);
        texts.keys().filter_map(rest).collect()
    };
    let owned = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
    let commands: Vec<&str> = Command::all().into_iter().map(Command::key).collect();
    let columns = Column::ALL.into_iter();
    let columns = columns.filter(|column| !matches!(column, Column::First | Column::Second));
    let columns: Vec<&str> = columns.map(Column::key).collect();
    let steps = ["undo_step", "redo_step"];
    BTreeMap::from([
        ("position", owned(&Position::ALL.map(Position::key))),
        // The two parties' columns are named after them.
        ("column", owned(&columns)),
        ("command", owned(&[commands.as_slice(), &steps].concat())),
        ("dialog.format", owned(&ReportFormat::ALL.map(ReportFormat::key))),
        ("dialog.figure_format", owned(&FigureFormat::ALL.map(FigureFormat::key))),
        ("date.month", (1..=12).map(|month| month.to_string()).collect()),
        ("date.season", (1..=4).map(|season| season.to_string()).collect()),
        // Named by commands and their arguments, each of which a test of the help looks for.
        ("cli_help", below("cli_help")),
        ("finding", below("finding")),
        ("likeness", owned(&Likeness::ALL.map(Likeness::key))),
        ("store.syntax_error", below("store.syntax_error")),
        ("store.load", below("store.load")),
        ("store.save", below("store.save")),
        ("store.write", below("store.write")),
        ("level", owned(&[Severity::Error, Severity::Warning, Severity::Note].map(Severity::key))),
        ("segment", owned(&Segment::ALL.map(Segment::key))),
        ("status", owned(&Status::ALL.map(Status::key))),
        ("toolbar", owned(&["export", "redo", "undo", "new_case"])),
        ("tooltip", owned(&commands)),
    ])
}

/// Returns true if a string literal has the form of a key of a known section.
fn is_key(text: &str, sections: &BTreeSet<&str>) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.');
    text.chars().all(fits)
        && text.split_once('.').is_some_and(|(section, rest)| {
            sections.contains(section) && !rest.is_empty() && rest != "ron"
        })
}

#[test]
fn every_key_used_in_the_source_exists_and_every_text_is_used() {
    let texts = english_texts();
    let sections: BTreeSet<&str> = texts.keys().filter_map(|key| key.split('.').next()).collect();
    let mut used = BTreeSet::new();
    let mut begun = BTreeSet::new();
    for Module { file, source, .. } in &SOURCE.modules {
        for text in &source.string_literals {
            if let Some((beginning, _)) = text.split_once(".{")
                && sections.contains(beginning.split('.').next().unwrap_or(""))
            {
                begun.insert(beginning.to_owned());
            }
            if is_key(text, &sections) {
                let counted = [format!("{text}.one"), format!("{text}.other")];
                let counted = counted.into_iter().filter(|key| texts.contains_key(key));
                let keys: Vec<String> =
                    if texts.contains_key(text) { vec![text.clone()] } else { counted.collect() };
                assert!(!keys.is_empty(), "{file}: no text for {text}");
                used.extend(keys);
            }
        }
        for (method, key) in &source.text_arguments {
            if ["t", "t_with", "t_plural"].contains(&method.as_str()) {
                assert!(is_key(key, &sections), "{file}: no text for {key}");
            }
        }
    }
    let families = dynamic_keys();
    for beginning in &begun {
        assert!(families.contains_key(beginning.as_str()), "which keys begin with {beginning}?");
    }
    for (beginning, members) in families {
        if begun.contains(beginning) {
            for member in members {
                let key = format!("{beginning}.{member}");
                assert!(texts.contains_key(&key), "no text for {key}");
                used.insert(key);
            }
        }
    }
    let idle: Vec<_> = texts.keys().filter(|key| !used.contains(*key)).collect();
    assert!(idle.is_empty(), "used nowhere: {idle:?}");
}

#[test]
fn every_translated_language_is_available_with_english_first() {
    let offered: Vec<&str> = Locale::available().into_iter().map(Locale::code).collect();
    let written: BTreeSet<String> = texts().into_keys().map(|(_, language)| language).collect();
    assert_eq!(offered[0], "en");
    assert_eq!(offered.iter().map(ToString::to_string).collect::<BTreeSet<_>>(), written);
}

#[test]
fn a_language_is_found_by_locale_name() {
    for (name, code) in [
        ("ja", Some("ja")),
        ("ja-JP", Some("ja")),
        ("ja_JP.UTF-8", Some("ja")),
        ("JA", Some("ja")),
        ("en_US.UTF-8", Some("en")),
        ("C", None),
        ("tlh", None),
        ("", None),
    ] {
        assert_eq!(Locale::from_tag(name).map(Locale::code), code, "{name}");
    }
}

#[test]
fn numbers_and_lists_follow_each_language() {
    let ja = Locale::from_tag("ja").unwrap();
    assert_eq!(Locale::ENGLISH.format_number(96_013), "96,013");
    assert_eq!(Locale::ENGLISH.format_number(999), "999");
    assert_eq!(Locale::ENGLISH.t_plural("subject.cases", 1), "1 case");
    assert_eq!(Locale::ENGLISH.t_plural("subject.cases", 1_000), "1,000 cases");
    assert_eq!(ja.t_plural("subject.cases", 1), "1人");
    assert_eq!(Locale::ENGLISH.join_list(["Kume", "Soga"]), "Kume, Soga");
    assert_eq!(ja.join_list(["久米", "曽我"]), "久米、曽我");
}
