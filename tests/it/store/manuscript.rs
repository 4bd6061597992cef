//! The text of a file is kept: what did not change is written as it stood.

use std::{fs, sync::Arc};

use blue_ribbon::{
    Progress,
    model::Case,
    register::{Change, Deed, Edit, Register},
    store::{Manuscript, Opened, Revision, Text as _, TextDraft, load, open, save},
};
use proptest::{collection::vec, prelude::*};

use super::{
    SMALL, print, read,
    registers::{case, register},
};
use crate::synth;

/// What opening a text gives.
fn opened(text: &str) -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, text).unwrap();
    open(&path, &Progress::default()).unwrap()
}

fn written(register: &Register, manuscript: &Manuscript) -> String {
    let mut bytes = Vec::new();
    (register, manuscript).print(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A text as this program writes it, with comments and blank lines of its own: for each line what
/// is put before it and at its end. Comments are numbered.
fn decorated(text: &str, decorations: &[u8]) -> String {
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

/// The comments of a text, by their numbers.
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

const BY_HAND: &str = r#"// Kept by the association since 2003.
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
fn a_text_written_by_hand_is_written_as_it_stood() {
    let Opened { register, manuscript, notices, .. } = opened(BY_HAND);
    assert_eq!(notices, []);
    assert_eq!(register.cases().len(), 2);
    assert_eq!(written(&register, &manuscript), BY_HAND);
}

#[test]
fn a_changed_record_is_written_anew_with_its_comments_and_nothing_else_is() {
    let Opened { register, manuscript, .. } = opened(BY_HAND);
    let mut edited = register.clone();
    let before = Arc::clone(&register.cases()[0]);
    let mut case = (*before).clone();
    case.note = "Asked again.".to_owned();
    case.claims.insert(0, case.claims[1].clone());
    case.claims.remove(2);
    let change = Change { at: 0, before: Some(before), after: Some(Arc::new(case)) };
    let edit = Edit::Case(change);
    edited.apply(&edit).unwrap();
    let expected = BY_HAND.replace(
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
    assert_ne!(expected, BY_HAND);
    assert_eq!(written(&edited, &manuscript), expected);
    edited.apply(&edit.inverse()).unwrap();
    assert_eq!(written(&edited, &manuscript), BY_HAND);
}

#[test]
fn new_records_and_fields_find_their_place_in_a_text_written_by_hand() {
    let Opened { mut register, manuscript, .. } = opened(BY_HAND);
    let added = opened(SMALL).register;
    let new = |at, case: &str| {
        let mut new = (*added.cases()[0]).clone();
        new.id = blue_ribbon::model::CaseId::new(case).unwrap();
        (new.born, new.claims, new.taken, new.sex) = <_>::default();
        Edit::Case(Change { at, before: None, after: Some(Arc::new(new)) })
    };
    register.apply(&new(2, "three")).unwrap();
    let about = register.about();
    let noted = blue_ribbon::register::About {
        note: blue_ribbon::model::Words { en: "N".to_owned(), ..<_>::default() },
        ..about.clone()
    };
    register.apply(&Edit::About { before: about.into(), after: noted.into() }).unwrap();
    let text = written(&register, &manuscript);
    let expected = BY_HAND
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
fn many_cases_with_comments_between_and_within_them_are_kept() {
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
    let Opened { register: read, manuscript, notices, .. } = opened(&text);
    assert_eq!(notices, []);
    assert!(read == register);
    assert!(written(&read, &manuscript) == text);
    let without =
        Edit::Case(Change { at: 1500, before: Some(Arc::clone(&read.cases()[1500])), after: None });
    let mut edited = read;
    edited.apply(&without).unwrap();
    let shorter = written(&edited, &manuscript);
    assert!(shorter.len() < text.len() && opened(&shorter).register == edited);
    edited.apply(&without.inverse()).unwrap();
    assert!(written(&edited, &manuscript) == text);
}

#[test]
fn what_is_saved_over_a_long_text_written_by_hand_is_what_writing_it_anew_gives() {
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
    let Opened { register: mut base, manuscript, mut stamp, .. } =
        open(&path, &Progress::default()).unwrap();
    for (turn, at) in [10, 2900, 11, 0].into_iter().enumerate() {
        let mut register = base.clone();
        let before = Arc::clone(&base.cases()[at]);
        let case = Case { note: format!("Turn {turn}."), ..(*before).clone() };
        let after = (turn < 3).then(|| Arc::new(case));
        register.apply(&Edit::Case(Change { at, before: Some(before), after })).unwrap();
        let revision = Revision { register: &register, manuscript: &manuscript, base: &base };
        stamp = save(&path, &revision, Some(&stamp), &Progress::default()).unwrap();
        let saved = fs::read_to_string(&path).unwrap();
        assert!(saved == written(&register, &manuscript), "turn {turn}");
        assert_eq!(
            saved.matches("// Asked again.").count(),
            text.matches("// Asked again.").count()
        );
        base = register;
    }
}

/// The small register with three cases, laid out as this program does.
fn three() -> String {
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
fn one_damaged_record_does_not_hide_the_others() {
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
        let text = three().replacen(from, to, 1);
        assert_ne!(text, three(), "{from}");
        let Opened { mut register, manuscript, .. } = opened(&text);
        let ids = |register: &Register| -> Vec<String> {
            register.cases().iter().map(|case| case.id.as_str().to_owned()).collect()
        };
        assert_eq!(ids(&register), ["one", "three"], "{to}");
        let damaged: Vec<_> = manuscript.damaged().collect();
        let [damaged] = damaged[..] else { panic!("{to}: {damaged:?}") };
        assert_eq!((damaged.list, damaged.number), ("cases", 2), "{to}");
        assert!(damaged.text.contains("id: \""), "{to}");
        assert_eq!(written(&register, &manuscript), text, "{to}");

        // A sound record is changed: the damaged one stands as it stood.
        let case = Arc::clone(&register.cases()[1]);
        let delete = Edit::Case(Change { at: 1, before: Some(case), after: None });
        register.apply(&delete).unwrap();
        let without = written(&register, &manuscript);
        assert!(without.contains(&damaged.text), "{to}");
        assert_eq!(opened(&without).register, register, "{to}");
        register.apply(&delete.inverse()).unwrap();

        // It is mended.
        assert!(damaged.read(&damaged.text, &register).is_err(), "{to}");
        let sound = "(id: \"two\", name: (given: \"x\"), born: \"1964-10-05\")";
        let step = damaged.read(sound, &register).unwrap();
        assert_eq!(step.deed, Deed::Mend(damaged.mark()));
        let draft = TextDraft { text: sound.to_owned(), ..TextDraft::of(damaged) };
        assert_eq!((draft.mark(), draft.is_changed()), (damaged.mark(), true));
        assert_eq!(
            (draft.is_held(&register), manuscript.is_mended(draft.mark())),
            (false, Some(false))
        );
        register.apply_all(&step.edits).unwrap();
        let mut kept = manuscript.clone();
        kept.set_mended(damaged.mark(), true);
        assert_eq!((draft.is_held(&register), kept.is_mended(draft.mark())), (true, Some(true)));
        assert_eq!(kept.is_mended(0), None);
        assert_eq!(ids(&register), ["one", "two", "three"], "{to}");
        assert_eq!(written(&register, &kept), three(), "{to}");
        kept.set_mended(damaged.mark(), false);
        register.apply(&step.edits[0].inverse()).unwrap();
        assert_eq!(written(&register, &kept), text, "{to}");
    }
}

#[test]
fn a_damaged_record_is_told_as_when_the_whole_is_read() {
    let text = three().replacen("\"1964-10-05\"", "\"1964-13-05\"", 1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, &text).unwrap();
    let error = load(&path, &Progress::default()).unwrap_err().to_string();
    assert!(error.contains("Line 27, column 19, field cases › one › born"), "{error}");
    let damaged = opened(&text).manuscript.damaged().next().unwrap().clone();
    assert_eq!((damaged.at.line, damaged.at.column), (27, 19));
    assert_eq!((damaged.begin.line, damaged.begin.column), (24, 9));
    assert_eq!(damaged.way, ["cases", "one", "born"]);
    assert_eq!(damaged.id(), Some("one"));
}

/// A text typed in the place of that of a case.
fn typed(was: &str, text: &str) -> TextDraft {
    let [list, name] = ["cases", "cases › one"].map(str::to_owned);
    TextDraft { list, name, was: was.to_owned(), text: text.to_owned() }
}

#[test]
fn a_typed_text_is_told_by_the_lines_that_differ() {
    for (was, text, differs) in [
        ("(\n    a: 1,\n    b: 2,\n)", "(\n    a: 1,\n    b: 3,\n)", ["b: 2,", "b: 3,"]),
        ("(\n  a: [\n    1,\n  ],\n)", "(\n  a: [\n    2,\n  ]\n)", ["  1,\n],", "  2,\n]"]),
        ("(\n    a: 1,\n)", "(\n    a: 1,\n\n    b: 3,\n)", ["", "\nb: 3,"]),
        ("(\n    a: 1,\n    a: 1,\n)", "(\n    a: 1,\n)", ["a: 1,", ""]),
        ("a", "", ["a", ""]),
        ("(\n    裕\n)", "(\n  \u{3000}裕\n)", ["裕", "裕"]),
    ] {
        assert_eq!(typed(was, text).difference(), differs, "{text}");
    }
}

#[test]
fn a_typed_text_is_held_where_the_register_has_its_record() {
    fn texts<T: serde::Serialize>(records: &[Arc<T>]) -> Vec<String> {
        let implicit = ron::extensions::Extensions::IMPLICIT_SOME;
        let options = ron::Options::default().with_default_extension(implicit);
        records.iter().map(|record| options.to_string(&**record).unwrap()).collect()
    }
    let register = crate::made_up::bundled();
    let lists = [
        ("parties", texts(register.parties())),
        ("sources", texts(register.sources())),
        ("totals", texts(register.totals())),
        ("incidents", texts(register.incidents())),
        ("cases", texts(register.cases())),
        ("events", texts(register.events())),
    ];
    for (list, texts) in lists {
        let draft = |text: &str| TextDraft { list: list.to_owned(), ..typed("", text) };
        for text in texts {
            assert!(draft(&text).is_held(&register), "{list}: {text}");
            let other = text.replacen(['1', '2'], "3", 1);
            assert!(other == text || !draft(&other).is_held(&register), "{list}: {other}");
        }
        assert!(!draft("(").is_held(&register));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_did_not_change_is_written_as_it_stood(
        made in register(), decorations in vec(any::<u8>(), 1..200),
    ) {
        let text = decorated(&print(&made), &decorations);
        let Opened { register, manuscript, notices, .. } = opened(&text);
        prop_assert_eq!(notices, []);
        prop_assert!(register == made);
        prop_assert_eq!(written(&register, &manuscript), text);
    }

    #[test]
    fn an_edit_keeps_every_comment_and_every_other_record(
        made in register(), decorations in vec(any::<u8>(), 1..200),
        new in case(9), which in any::<prop::sample::Index>(),
    ) {
        prop_assume!(!made.cases().is_empty());
        let text = decorated(&print(&made), &decorations);
        let Opened { register, manuscript, .. } = opened(&text);
        let at = which.index(register.cases().len());
        let before = Arc::clone(&register.cases()[at]);
        let mut case = new;
        case.id = before.id.clone();
        let edit = Edit::Case(Change { at, before: Some(before), after: Some(Arc::new(case)) });
        let mut edited = register.clone();
        edited.apply(&edit).unwrap();
        let changed = written(&edited, &manuscript);
        prop_assert_eq!(comments(&changed), comments(&text));
        prop_assert!(opened(&changed).register == edited, "{changed}");
        edited.apply(&edit.inverse()).unwrap();
        prop_assert_eq!(written(&edited, &manuscript), text);
    }

    #[test]
    fn a_text_with_anything_done_to_it_is_refused_or_kept(
        made in register(), decorations in vec(any::<u8>(), 1..200),
        at in any::<prop::sample::Index>(), length in 0..40_usize, put in ".{0,6}",
    ) {
        let text = decorated(&print(&made), &decorations);
        let from = text.floor_char_boundary(at.index(text.len()));
        let until = text.floor_char_boundary((from + length).min(text.len()));
        let text = format!("{}{put}{}", &text[..from], &text[until..]);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("r.ron");
        fs::write(&path, &text).unwrap();
        if let Ok(Opened { register, manuscript, notices, .. }) = open(&path, &Progress::default())
            && notices.is_empty()
        {
            prop_assert_eq!(written(&register, &manuscript), text);
        }
    }
}

#[test]
fn what_could_not_be_read_again_beside_a_damaged_record_is_not_saved() {
    let text = three().replacen("id: \"two\",", "id: \"two\", ((", 1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, &text).unwrap();
    let Opened { register, manuscript, stamp, .. } = open(&path, &Progress::default()).unwrap();
    assert!((&register, &manuscript).reads_back());
    let mut other = register.clone();
    let about = other.about();
    let after = blue_ribbon::register::About { title: "Other".to_owned(), ..about.clone() };
    other.apply(&Edit::About { before: about.into(), after: after.into() }).unwrap();
    struct Illegible(Register);
    impl blue_ribbon::store::Text for Illegible {
        fn print(&self, out: &mut dyn std::io::Write) -> std::io::Result<()> {
            self.0.print(out)
        }
        fn reads_back(&self) -> bool {
            false
        }
    }
    let refused = blue_ribbon::store::save(
        &path,
        &Illegible(other.clone()),
        Some(&stamp),
        &Progress::default(),
    );
    let words = refused.unwrap_err().words(blue_ribbon::Lang::ENGLISH);
    assert!(words.contains("Mend those first"), "{words}");
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    let text = (&other, &manuscript);
    blue_ribbon::store::save(&path, &text, Some(&stamp), &Progress::default()).unwrap();
    let again = open(&path, &Progress::default()).unwrap();
    assert!(again.register == other && again.manuscript.damaged().count() == 1);
}

#[test]
fn a_field_named_as_a_raw_word_is_that_field() {
    let text = print(&synth::register(20));
    let before = read(&text);
    for name in ["format", "title", "compare", "sources", "cases", "events"] {
        let raw = text.replacen(&format!("\n    {name}: "), &format!("\n    r#{name}: "), 1);
        assert_ne!(raw, text);
        let Opened { register, manuscript, .. } = opened(&raw);
        assert!(register == before, "{name}");
        assert!(written(&register, &manuscript) == raw, "{name}");
        let mut edited = register;
        let gone = Arc::clone(&edited.cases()[3]);
        edited.apply(&Edit::Case(Change { at: 3, before: Some(gone), after: None })).unwrap();
        assert!(opened(&written(&edited, &manuscript)).register == edited, "{name}");
    }
}
