//! Edits beside a record that cannot be read survive a save and the next opening.

use std::sync::Arc;

use blue_ribbon::{
    Progress,
    model::{Case, CaseId},
    register::{Change, Edit, Register},
    store::{
        RegisterFile, error::LoadError, open, register_text::WriteRegister as _,
        ron::syntax_error::SyntaxError,
    },
};

/// A register whose cases are indented by two and by four spaces; the second cannot be read.
const HAND_WRITTEN: &str = r#"(
  format: 1, title: "T", parties: [(id: "a", name: (en: "A")), (id: "b", name: (en: "B"))],
  compare: ("a", "b"),
  cases: [
    (id: "one", name: (given: "X")),
  (
    id: "two", nam: (given: "Y"),
    claims: [
      (by: "a", on: "2002", says: Abducted),
    ],
  ),
  (id: "three", name: (given: "Z")),
    (id: "four", name: (given: "Z")),
  ],
)
"#;

fn opened(text: &str) -> RegisterFile {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    std::fs::write(&path, text).unwrap();
    open(&path, &Progress::default()).unwrap()
}

fn ids(register: &Register) -> Vec<&str> {
    register.cases().iter().map(|case| case.id.as_str()).collect()
}

/// Edits and saves the cases; returns those that the file then holds and the number of broken ones.
fn reread_after(text: &str, change: impl FnOnce(&mut Register)) -> (Vec<String>, usize) {
    let RegisterFile { mut register, source_text, .. } = opened(text);
    assert_eq!(source_text.broken_records().count(), 1);
    change(&mut register);
    let mut bytes = Vec::new();
    (&register, &source_text).print(&mut bytes).unwrap();
    let again = opened(str::from_utf8(&bytes).unwrap());
    assert_eq!(ids(&again.register), ids(&register));
    let ids = ids(&again.register).into_iter().map(str::to_owned).collect();
    (ids, again.source_text.broken_records().count())
}

fn delete(register: &mut Register, id: &str) {
    let at = register.case_index(&CaseId::new(id).unwrap()).unwrap();
    let before = Some(Arc::clone(&register.cases()[at]));
    register.apply(&Edit::Case(Change { at, before, after: None })).unwrap();
}

#[test]
fn a_case_added_after_a_broken_record_is_read_again() {
    let (ids, broken) = reread_after(HAND_WRITTEN, |register| {
        let mut new = Case::clone(&register.cases()[0]);
        new.id = CaseId::new("new").unwrap();
        let change = Change { at: 1, before: None, after: Some(Arc::new(new)) };
        register.apply(&Edit::Case(change)).unwrap();
    });
    assert_eq!(
        (ids.as_slice(), broken),
        (&["one", "new", "three", "four"].map(str::to_owned)[..], 1)
    );
}

#[test]
fn a_broken_record_does_not_swallow_the_record_after_it() {
    let (ids, broken) = reread_after(HAND_WRITTEN, |register| delete(register, "three"));
    assert_eq!((ids.as_slice(), broken), (&["one", "four"].map(str::to_owned)[..], 1));
    let (ids, broken) = reread_after(HAND_WRITTEN, |register| {
        delete(register, "three");
        delete(register, "four");
    });
    assert_eq!((ids.as_slice(), broken), (&["one".to_owned()][..], 1));
}

#[test]
fn an_outdented_broken_record_does_not_hide_the_others() {
    let case = "(\nid: \"five\", nam: (),\n),\n";
    for follows in ["  ],\n)", "  ],\n  events: [\n  ],\n)", "  ]\n)"] {
        let text = HAND_WRITTEN
            .replace("nam: (given", "name: (given")
            .replace("  ],\n)", &format!("{case}{follows}"));
        let RegisterFile { register, source_text, .. } = opened(&text);
        assert_eq!(ids(&register), ["one", "two", "three", "four"]);
        assert!(source_text.broken_records().next().unwrap().text.contains("five"));
    }
}

#[test]
fn a_missing_comma_between_cases_is_reported_and_not_inserted() {
    let text = HAND_WRITTEN
        .replace("nam: (given", "name: (given")
        .replace("  ),\n  (id: \"three", "  )\n  (id: \"three");
    let RegisterFile { register, source_text, .. } = opened(&text);
    let mut bytes = Vec::new();
    (&register, &source_text).print(&mut bytes).unwrap();
    assert_eq!(str::from_utf8(&bytes), Ok(text.as_str()));
    assert_eq!(ids(&register), ["one", "three", "four"]);
    let broken = source_text.broken_records().next().unwrap();
    assert_eq!(
        (broken.id(), &broken.error, broken.position.line),
        (Some("two"), &SyntaxError::MissingComma, 11)
    );
    assert!(
        broken.parse_repair(&broken.text, &register).is_ok(),
        "it is mended by taking it as it is"
    );
}

#[test]
fn a_missing_comma_between_fields_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    for (from, to) in [("format: 1,", "format: 1"), ("\"b\"),\n  cases", "\"b\")\n  cases")] {
        let text = HAND_WRITTEN.replace("nam: (given", "name: (given");
        assert!(text.contains(from));
        std::fs::write(&path, text.replace(from, to)).unwrap();
        let error = open(&path, &Progress::default()).unwrap_err();
        assert!(
            matches!(error, LoadError::Syntax { error: SyntaxError::MissingComma, .. }),
            "{error:?}"
        );
    }
}
