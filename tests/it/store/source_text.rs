//! A save writes the text of unchanged records, comments and layout as it stood in the file.

use std::{fs, sync::Arc};

use proptest::{collection::vec, prelude::*};

use crate::{
    generators,
    store::{
        SMALL, print, read,
        register_generators::{case, register},
    },
    synth,
};
use blue_ribbon::{
    Progress,
    model::{self, Case},
    register::record_list::RecordList,
    register::{self, Change, Edit, Register, StepKind},
    store::{
        self, RegisterFile, SaveOptions, load_records, load_strict, open,
        register_text::{self, IncrementalText, WriteRegister as _},
        save,
        source_text::{SourceText, broken_record::BrokenRecord, repair_draft::RepairDraft},
    },
};

/// Opens a file with this text.
fn opened(text: &str) -> RegisterFile {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, text).unwrap();
    open(&path, &Progress::default()).unwrap()
}

fn print_with_source(register: &Register, source_text: &SourceText) -> String {
    let mut bytes = Vec::new();
    (register, source_text).print(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A text as this program writes it, with comments and blank lines of its own: for each line what
/// is put before it and at its end. Comments are numbered.
pub fn with_comments(text: &str, decorations: &[u8]) -> String {
    let mut out = String::new();
    for (number, line) in text.lines().enumerate() {
        match decorations.get(number % decorations.len().max(1)).copied().unwrap_or_default() % 16 {
            0 => out.push_str(&format!("// before {number}.\n{line}\n")),
            1 => out.push_str(&format!("{line} // after {number}.\n")),
            2 => out.push_str(&format!("\n\n{line}\n")),
            3 => out.push_str(&format!("/* block\n ( {number}. */ {line}\n")),
            4 => out.push_str(&format!("{line}   /* {number}. /* \" */ */  \n")),
            5 => out.push_str(&format!("\t{}\r\n", line.trim_start())),
            _ => out.push_str(&format!("{line}\n")),
        }
    }
    out
}

/// Returns the numbers of the comments in a text.
fn comments(text: &str) -> Vec<String> {
    let starts = ["// before ", "// after ", "( ", "/* "];
    let mut found = Vec::new();
    for start in starts {
        for (at, _) in text.match_indices(start) {
            let number: String =
                text[at + start.len()..].chars().take_while(char::is_ascii_digit).collect();
            if !number.is_empty() && text[at + start.len() + number.len()..].starts_with('.') {
                found.push(format!("{start}{number}"));
            }
        }
    }
    found.sort();
    found
}

const HAND_WRITTEN: &str = r#"// Kept by the association since 2003.
(
    format: 1, title: "Small", // the working list
    parties: [
        (id: "a", name: (en: "A")), (id: "b", name: (en: "B")),
    ],
    compare: ("a", "b"),

    /* Sources that Ms Sato has on paper. */
    sources: [(id: "s", kind: Official, publisher: "P", title: "T")],
    // Totals are asked about.
    totals: [],
    cases: [
        // Met the family in May.
        (id: "one", name: (given: "X"),
         born: "1964-10-05", // from the family register
         claims: [
            // the first word of it
            (by: "a", on: "2002-09-17", says: Dead(on: "1993-03-13")), // doubted
            (by: "b", on: "2004-12-08", says: Disputes("no proof")),
            // more to come
         ],
         // end
        ), // one
        // The second.
        (id: "two", name: (given: "Y"))
    ],
) // that is all
"#;

#[test]
fn a_hand_written_file_prints_unchanged() {
    let RegisterFile { register, source_text, warnings: notices, .. } = opened(HAND_WRITTEN);
    assert_eq!(notices, []);
    assert_eq!(register.cases().len(), 2);
    assert_eq!(print_with_source(&register, &source_text), HAND_WRITTEN);
}

#[test]
fn only_a_changed_record_is_reprinted_with_its_comments() {
    let RegisterFile { register, source_text, .. } = opened(HAND_WRITTEN);
    let mut edited = register.clone();
    let before = Arc::clone(&register.cases()[0]);
    let mut case = (*before).clone();
    case.note = "Asked again.".to_owned();
    case.claims.insert(0, case.claims[1].clone());
    case.claims.remove(2);
    let change = Change { at: 0, before: Some(before), after: Some(Arc::new(case)) };
    let edit = Edit::Case(change);
    edited.apply(&edit).unwrap();
    let expected = HAND_WRITTEN.replace(
        r#"(id: "one", name: (given: "X"),
         born: "1964-10-05", // from the family register
         claims: [
            // the first word of it
            (by: "a", on: "2002-09-17", says: Dead(on: "1993-03-13")), // doubted
            (by: "b", on: "2004-12-08", says: Disputes("no proof")),
            // more to come
         ],
         // end
        ), // one"#,
        r#"(
            id: "one",
            name: (given: "X"),
            born: "1964-10-05", // from the family register
            claims: [
                (by: "b", on: "2004-12-08", says: Disputes("no proof")),
                // the first word of it
                (by: "a", on: "2002-09-17", says: Dead(on: "1993-03-13")), // doubted
                // more to come
            ],
            note: "Asked again.",
            // end
        ), // one"#,
    );
    assert_ne!(expected, HAND_WRITTEN);
    assert_eq!(print_with_source(&edited, &source_text), expected);
    edited.apply(&edit.inverse()).unwrap();
    assert_eq!(print_with_source(&edited, &source_text), HAND_WRITTEN);
}

#[test]
fn a_file_with_the_line_ends_of_windows_keeps_them() {
    let windows = |text: &str| text.replace('\n', "\r\n");
    for text in [windows(SMALL), windows(HAND_WRITTEN), windows(SMALL).trim_end().to_owned()] {
        let RegisterFile { register, source_text, .. } = opened(&text);
        assert_eq!(print_with_source(&register, &source_text), text);
        // A changed record, a new one, and a field that was empty.
        let mut edited = register.clone();
        let first = Arc::clone(&register.cases()[0]);
        let changed = Case { note: "line\r\nline".to_owned(), ..(*first).clone() };
        let new = Case { id: model::CaseId::new("new").unwrap(), ..(*first).clone() };
        let event: model::Event = ron::from_str("(on: \"2002\", title: (en: \"E\"))").unwrap();
        for edit in [
            Edit::Case(Change { at: 0, before: Some(first), after: Some(changed.into()) }),
            Edit::Case(Change { at: 1, before: None, after: Some(new.into()) }),
            Edit::Event(Change { at: 0, before: None, after: Some(event.into()) }),
        ] {
            edited.apply(&edit).unwrap();
        }
        let printed = print_with_source(&edited, &source_text);
        assert_eq!(windows(&printed.replace("\r\n", "\n")), printed);
        assert_eq!(read(&printed), edited);
        assert_eq!(printed.ends_with('\n'), text.ends_with('\n'));
    }
}

#[test]
fn new_records_and_fields_fit_into_a_hand_written_file() {
    let RegisterFile { mut register, source_text, .. } = opened(HAND_WRITTEN);
    let added = opened(SMALL).register;
    let new = |at, case: &str| {
        let mut new = (*added.cases()[0]).clone();
        new.id = model::CaseId::new(case).unwrap();
        (new.born, new.claims, new.taken, new.sex) = <_>::default();
        Edit::Case(Change { at, before: None, after: Some(Arc::new(new)) })
    };
    register.apply(&new(2, "three")).unwrap();
    let about = register.info();
    let noted = register::RegisterInfo {
        note: model::LocalizedText { en: "N".to_owned(), ..<_>::default() },
        ..about.clone()
    };
    register.apply(&Edit::RegisterInfo { before: about.into(), after: noted.into() }).unwrap();
    let text = print_with_source(&register, &source_text);
    let expected = HAND_WRITTEN
        .replace(
            "title: \"Small\", // the working list\n",
            "title: \"Small\", // the working list\n    note: (en: \"N\"),\n",
        )
        .replace(
            "(id: \"two\", name: (given: \"Y\"))\n",
            "(id: \"two\", name: (given: \"Y\")),\n        (\n            id: \"three\",\n            \
             name: (given: \"x\"),\n        ),\n",
        );
    assert_eq!(text, expected);
    assert_eq!(opened(&text).register, register);
}

#[test]
fn comments_between_and_within_many_cases_are_kept() {
    let register = synth::register(3000);
    let canonical = print(&register);
    let mut text = String::new();
    for (number, line) in canonical.lines().enumerate() {
        if line == "        (" && number % 7 == 0 {
            text.push_str(&format!("\n        // Asked in round {number}.\n"));
        }
        let note = if number % 5003 == 0 { " // looked up" } else { "" };
        text.push_str(&format!("{line}{note}\n"));
        if line == "    ]," && text.ends_with("        ),\n    ],\n") {
            text.truncate(text.len() - "    ],\n".len());
            text.push_str("        // The last of the list.\n    ],\n");
        }
    }
    assert!(comments(&text).is_empty() && text.len() > canonical.len() + 10_000);
    let RegisterFile { register: read, source_text, warnings: notices, .. } = opened(&text);
    assert_eq!(notices, []);
    assert!(read == register);
    assert!(print_with_source(&read, &source_text) == text);
    let without =
        Edit::Case(Change { at: 1500, before: Some(Arc::clone(&read.cases()[1500])), after: None });
    let mut edited = read;
    edited.apply(&without).unwrap();
    let shorter = print_with_source(&edited, &source_text);
    assert!(shorter.len() < text.len() && opened(&shorter).register == edited);
    edited.apply(&without.inverse()).unwrap();
    assert!(print_with_source(&edited, &source_text) == text);
}

#[test]
fn incremental_saves_of_a_hand_written_file_equal_full_writes() {
    let canonical = print(&synth::register(3000));
    let mut text = String::new();
    for (number, line) in canonical.lines().enumerate() {
        let begins = line == "        (" && number % 7 == 0;
        text.push_str(if begins { "\n        // Asked again.\n" } else { "" });
        text.push_str(&format!("{line}\n"));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, &text).unwrap();
    let RegisterFile { register: mut base, source_text, mut version, .. } =
        open(&path, &Progress::default()).unwrap();
    for (turn, at) in [10, 2900, 11, 0].into_iter().enumerate() {
        let mut register = base.clone();
        let before = Arc::clone(&base.cases()[at]);
        let case = Case { note: format!("Turn {turn}."), ..(*before).clone() };
        let after = (turn < 3).then(|| Arc::new(case));
        register.apply(&Edit::Case(Change { at, before: Some(before), after })).unwrap();
        let revision = IncrementalText {
            register: &register,
            source_text: &source_text,
            base_register: &base,
            base_version: &version,
        };
        version =
            save(&path, &revision, &SaveOptions::update(&version), &Progress::default()).unwrap();
        let saved = fs::read_to_string(&path).unwrap();
        assert!(saved == print_with_source(&register, &source_text), "turn {turn}");
        assert_eq!(
            saved.matches("// Asked again.").count(),
            text.matches("// Asked again.").count()
        );
        base = register;
    }
}

/// The small register with three cases in canonical layout.
fn three_cases() -> String {
    let case = |id: &str| {
        format!(
            "        (\n            id: \"{id}\",\n            name: (given: \"x\"),\n            \
             born: \"1964-10-05\",\n        ),\n"
        )
    };
    let (head, _) = SMALL.split_once("    cases: [\n").unwrap();
    format!("{head}    cases: [\n{}{}{}    ],\n)\n", case("one"), case("two"), case("three"))
}

#[test]
fn one_broken_record_does_not_hide_the_others() {
    let damages = [
        (
            "born: \"1964-10-05\",\n        ),\n        (\n            id: \"three\"",
            "born: \"1964-10-05\"\n        (\n            id: \"three\"",
        ),
        ("id: \"two\",", "id: \"two,"),
        ("id: \"two\",", "id: \"two\"]],"),
        ("id: \"two\",", "id: \"two\"),"),
        ("id: \"two\",", "id: \"two\", (((("),
        ("id: \"two\",", "id: \"two\", /* "),
        ("id: \"two\",", "id: \"two\", hair: \"black\","),
        ("id: \"two\",", "id: \"one\","),
        ("id: \"two\",", "id: \"Two Two\","),
        ("id: \"two\",", "id: \"two\", % ,"),
    ];
    for (from, to) in damages {
        let text = three_cases().replacen(from, to, 1);
        assert_ne!(text, three_cases(), "{from}");
        let RegisterFile { mut register, source_text, .. } = opened(&text);
        let ids = |register: &Register| -> Vec<String> {
            register.cases().iter().map(|case| case.id.as_str().to_owned()).collect()
        };
        assert_eq!(ids(&register), ["one", "three"], "{to}");
        let broken: Vec<_> = source_text.broken_records().collect();
        let [broken] = broken[..] else { panic!("{to}: {broken:?}") };
        assert_eq!((broken.list, broken.list_position), (RecordList::Cases, 2), "{to}");
        assert!(broken.text.contains("id: \""), "{to}");
        assert_eq!(print_with_source(&register, &source_text), text, "{to}");

        // A sound record is changed: the damaged one stands as it stood.
        let case = Arc::clone(&register.cases()[1]);
        let delete = Edit::Case(Change { at: 1, before: Some(case), after: None });
        register.apply(&delete).unwrap();
        let without = print_with_source(&register, &source_text);
        assert!(without.contains(&broken.text), "{to}");
        assert_eq!(opened(&without).register, register, "{to}");
        register.apply(&delete.inverse()).unwrap();

        // It is mended.
        assert!(broken.parse_repair(&broken.text, &register).is_err(), "{to}");
        let sound = "(id: \"two\", name: (given: \"x\"), born: \"1964-10-05\")";
        let step = broken.parse_repair(sound, &register).unwrap();
        assert_eq!(step.kind, StepKind::Repair(broken.content_hash()));
        let draft = RepairDraft { text: sound.to_owned(), ..RepairDraft::from_broken(broken) };
        assert_eq!((draft.content_hash(), draft.is_changed()), (broken.content_hash(), true));
        assert_eq!(
            (draft.is_already_applied(&register), source_text.is_repaired(draft.content_hash())),
            (false, Some(false))
        );
        register.apply_all(&step.edits).unwrap();
        let mut kept = source_text.clone();
        kept.set_repaired(broken.content_hash(), true);
        assert_eq!(
            (draft.is_already_applied(&register), kept.is_repaired(draft.content_hash())),
            (true, Some(true))
        );
        assert_eq!(kept.is_repaired(0), None);
        assert_eq!(ids(&register), ["one", "two", "three"], "{to}");
        assert_eq!(print_with_source(&register, &kept), three_cases(), "{to}");
        kept.set_repaired(broken.content_hash(), false);
        register.apply(&step.edits[0].inverse()).unwrap();
        assert_eq!(print_with_source(&register, &kept), text, "{to}");
    }
}

#[test]
fn a_broken_record_gives_the_same_error_as_the_whole_file() {
    let text = three_cases().replacen("\"1964-10-05\"", "\"1964-13-05\"", 1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, &text).unwrap();
    let error = load_strict(&path, &Progress::default()).unwrap_err().to_string();
    assert!(error.contains("Line 27, column 19, field cases › one › born"), "{error}");
    let broken = opened(&text).source_text.broken_records().next().unwrap().clone();
    assert_eq!((broken.position.line, broken.position.column), (27, 19));
    assert_eq!((broken.start_position.line, broken.start_position.column), (24, 9));
    assert_eq!(broken.field_path, ["cases", "one", "born"]);
    assert_eq!(broken.id(), Some("one"));
}

/// The repair of a case.
fn repair_draft(was: &str, text: &str) -> RepairDraft {
    let [list, name] = ["cases", "cases › one"].map(str::to_owned);
    RepairDraft { list, name, original: was.to_owned(), text: text.to_owned() }
}

#[test]
fn a_repair_draft_shows_the_differing_lines() {
    for (was, text, differs) in [
        ("(\n    a: 1,\n    b: 2,\n)", "(\n    a: 1,\n    b: 3,\n)", ["b: 2,", "b: 3,"]),
        ("(\n  a: [\n    1,\n  ],\n)", "(\n  a: [\n    2,\n  ]\n)", ["  1,\n],", "  2,\n]"]),
        ("(\n    a: 1,\n)", "(\n    a: 1,\n\n    b: 3,\n)", ["", "\nb: 3,"]),
        ("(\n    a: 1,\n    a: 1,\n)", "(\n    a: 1,\n)", ["a: 1,", ""]),
        ("a", "", ["a", ""]),
        ("(\n    裕\n)", "(\n  \u{3000}裕\n)", ["裕", "裕"]),
    ] {
        assert_eq!(repair_draft(was, text).changed_lines(), differs, "{text}");
    }
}

#[test]
fn a_repair_draft_is_applied_once_the_register_has_its_record() {
    fn texts<T: serde::Serialize>(records: &[Arc<T>]) -> Vec<String> {
        let implicit = ron::extensions::Extensions::IMPLICIT_SOME;
        let options = ron::Options::default().with_default_extension(implicit);
        records.iter().map(|record| options.to_string(&**record).unwrap()).collect()
    }
    let register = generators::bundled();
    let lists = [
        ("parties", texts(register.parties())),
        ("sources", texts(register.sources())),
        ("totals", texts(register.totals())),
        ("incidents", texts(register.incidents())),
        ("cases", texts(register.cases())),
        ("events", texts(register.events())),
    ];
    for (list, texts) in lists {
        let draft = |text: &str| RepairDraft { list: list.to_owned(), ..repair_draft("", text) };
        for text in texts {
            assert!(draft(&text).is_already_applied(&register), "{list}: {text}");
            let other = text.replacen(['1', '2'], "3", 1);
            assert!(
                other == text || !draft(&other).is_already_applied(&register),
                "{list}: {other}"
            );
        }
        assert!(!draft("(").is_already_applied(&register));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_unchanged_register_prints_unchanged(
        made in register(), decorations in vec(any::<u8>(), 1..200),
    ) {
        let text = with_comments(&print(&made), &decorations);
        let RegisterFile { register, source_text, warnings: notices, .. } = opened(&text);
        prop_assert_eq!(notices, []);
        prop_assert!(register == made);
        prop_assert_eq!(print_with_source(&register, &source_text), text);
    }

    #[test]
    fn an_edit_keeps_all_comments_and_other_records(
        made in register(), decorations in vec(any::<u8>(), 1..200),
        new in case(9), which in any::<prop::sample::Index>(),
    ) {
        prop_assume!(!made.cases().is_empty());
        let text = with_comments(&print(&made), &decorations);
        let RegisterFile { register, source_text, .. } = opened(&text);
        let at = which.index(register.cases().len());
        let before = Arc::clone(&register.cases()[at]);
        let mut case = new;
        case.id = before.id.clone();
        let edit = Edit::Case(Change { at, before: Some(before), after: Some(Arc::new(case)) });
        let mut edited = register.clone();
        edited.apply(&edit).unwrap();
        let changed = print_with_source(&edited, &source_text);
        prop_assert_eq!(comments(&changed), comments(&text));
        prop_assert!(opened(&changed).register == edited, "{changed}");
        edited.apply(&edit.inverse()).unwrap();
        prop_assert_eq!(print_with_source(&edited, &source_text), text);
    }

    #[test]
    fn a_mutated_file_is_refused_or_preserved(
        made in register(), decorations in vec(any::<u8>(), 1..200),
        at in any::<prop::sample::Index>(), length in 0..40_usize, put in ".{0,6}",
    ) {
        let text = with_comments(&print(&made), &decorations);
        let from = text.floor_char_boundary(at.index(text.len()));
        let until = text.floor_char_boundary((from + length).min(text.len()));
        let text = format!("{}{put}{}", &text[..from], &text[until..]);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        fs::write(&path, &text).unwrap();
        let opened = open(&path, &Progress::default());
        // Reading the records alone gives the same records and errors.
        match (&opened, load_records(&path, &Progress::default())) {
            (Ok(opened), Ok((register, broken_records))) => {
                prop_assert!(register == opened.register);
                let hashes = broken_records.iter().map(BrokenRecord::content_hash);
                let expected = opened.source_text.broken_records().map(BrokenRecord::content_hash);
                prop_assert!(hashes.eq(expected));
            }
            (opened, loaded) => {
                let errors = [opened.as_ref().err(), loaded.as_ref().err()];
                let [Some(opened), Some(loaded)] = errors else {
                    return Err(TestCaseError::fail(format!("{errors:?}")));
                };
                prop_assert_eq!(opened.to_string(), loaded.to_string());
            }
        }
        if let Ok(RegisterFile { register, source_text, warnings: notices, .. }) = opened
            && notices.is_empty()
        {
            prop_assert_eq!(print_with_source(&register, &source_text), text);
        }
    }
}

#[test]
fn save_refuses_text_that_does_not_round_trip_beside_a_broken_record() {
    let text = three_cases().replacen("id: \"two\",", "id: \"two\", ((", 1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, &text).unwrap();
    let RegisterFile { register, source_text, version, .. } =
        open(&path, &Progress::default()).unwrap();
    assert!((&register, &source_text).can_round_trip());
    let mut other = register.clone();
    let about = other.info();
    let after = register::RegisterInfo { title: "Other".to_owned(), ..about.clone() };
    other.apply(&Edit::RegisterInfo { before: about.into(), after: after.into() }).unwrap();
    struct NonRoundTripping(Register);
    impl register_text::WriteRegister for NonRoundTripping {
        fn print(&self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
            self.0.print(out)
        }
        fn can_round_trip(&self) -> bool {
            false
        }
    }
    let refused = store::save(
        &path,
        &NonRoundTripping(other.clone()),
        &store::SaveOptions::update(&version),
        &Progress::default(),
    );
    let words = refused.unwrap_err().describe(blue_ribbon::Locale::ENGLISH);
    assert!(words.contains("Mend those first"), "{words}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    let text = (&other, &source_text);
    store::save(&path, &text, &store::SaveOptions::update(&version), &Progress::default()).unwrap();
    let again = open(&path, &Progress::default()).unwrap();
    assert!(again.register == other && again.source_text.broken_records().count() == 1);
}

#[test]
fn a_raw_identifier_names_the_same_field() {
    let text = print(&synth::register(20));
    let before = read(&text);
    for name in ["format", "title", "compare", "sources", "cases", "events"] {
        let raw = text.replacen(&format!("\n    {name}: "), &format!("\n    r#{name}: "), 1);
        assert_ne!(raw, text);
        let RegisterFile { register, source_text, .. } = opened(&raw);
        assert!(register == before, "{name}");
        assert!(print_with_source(&register, &source_text) == raw, "{name}");
        let mut edited = register;
        let gone = Arc::clone(&edited.cases()[3]);
        edited.apply(&Edit::Case(Change { at: 3, before: Some(gone), after: None })).unwrap();
        assert!(opened(&print_with_source(&edited, &source_text)).register == edited, "{name}");
    }
}
