//! An incremental save gives the same bytes as a full one.

use std::fs;

use proptest::{collection::vec, prelude::*};

use crate::{
    generators::{edit_request, register, steps},
    source_code,
};
use blue_ribbon::{
    Progress, model,
    register::{self, Register},
    store::{
        RegisterFile, SaveOptions,
        error::SaveError,
        open,
        register_text::{IncrementalText, WriteRegister as _},
        ron::print,
        save,
    },
};

/// Returns the text of a register by a full print.
fn print(register: &Register) -> String {
    let mut bytes = Vec::new();
    print::print_register(register, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn incremental_writes_equal_full_writes(
        start in register(), rounds in vec(vec(edit_request(), 0..4), 1..6), by_hand in any::<Option<u8>>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        let mut text = print(&start);
        if let Some(by_hand) = by_hand {
            text = with_comments(&text, by_hand.into());
        }
        fs::write(&path, text).unwrap();
        let RegisterFile { register, source_text, mut version, .. } =
            open(&path, &Progress::default()).unwrap();
        let mut base = register;
        for wishes in rounds {
            let mut register = base.clone();
            for step in steps(&base, &[wishes]) {
                register.apply_all(&step.edits).unwrap();
            }
            let text = IncrementalText {
                register: &register,
                source_text: &source_text,
                base_register: &base,
                base_version: &version,
            };
            let options = SaveOptions::update(&version);
            let saved = save(&path, &text, &options, &Progress::default()).unwrap();
            let mut anew = Vec::new();
            text.print(&mut anew).unwrap();
            prop_assert_eq!(fs::read_to_string(&path).unwrap(), String::from_utf8(anew).unwrap());
            if by_hand.is_none() {
                prop_assert_eq!(fs::read_to_string(&path).unwrap(), print(&register));
            }
            (base, version) = (register, saved);
        }
    }
}

/// Returns the text with a comment before or within every n-th record.
fn with_comments(text: &str, every: usize) -> String {
    let mut out = String::new();
    for (number, line) in text.lines().enumerate() {
        if number % (every + 1) == every
            && (line == "        (" || line.starts_with("            id"))
        {
            out.push_str("            // Seen by hand.\n");
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[test]
fn a_changed_or_truncated_file_is_not_copied_from() {
    let text =
        fs::read_to_string(source_code::repository_root().join("data/register.ron")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, &text).unwrap();
    let RegisterFile { register, source_text, version, .. } =
        open(&path, &Progress::default()).unwrap();
    let mut edited = register.clone();
    let first = edited.cases()[0].clone();
    let case = model::Case { note: "Changed.".to_owned(), ..(*first).clone() };
    let change = register::Change { at: 0, before: Some(first), after: Some(case.into()) };
    edited.apply(&register::Edit::Case(change)).unwrap();
    let revision = IncrementalText {
        register: &edited,
        source_text: &source_text,
        base_register: &register,
        base_version: &version,
    };
    for theirs in [text.replace("Megumi", "Mogumi"), text[..text.len() / 2].to_owned()] {
        fs::write(&path, &theirs).unwrap();
        let error = save(&path, &revision, &SaveOptions::update(&version), &Progress::default())
            .unwrap_err();
        assert!(matches!(error, SaveError::Changed { .. }), "{error:?}");
        assert_eq!(fs::read_to_string(&path).unwrap(), theirs);
    }
    fs::write(&path, &text).unwrap();
    save(&path, &revision, &SaveOptions::update(&version), &Progress::default()).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), print(&edited));
}
