//! What is done beside a damaged record is there at the next opening.

use std::sync::Arc;

use blue_ribbon::{
    Progress,
    model::{Case, CaseId},
    register::{Change, Edit, Register},
    store::{Fault, LoadError, Opened, Text as _, open},
};

/// Cases two spaces in and four, the second of them damaged.
const BY_HAND: &str = r#"(
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

fn opened(text: &str) -> Opened {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    std::fs::write(&path, text).unwrap();
    open(&path, &Progress::default()).unwrap()
}

fn ids(register: &Register) -> Vec<&str> {
    register.cases().iter().map(|case| case.id.as_str()).collect()
}

/// Makes changes to the cases, and gives what the file then reads as, with how many are damaged.
fn after(text: &str, change: impl FnOnce(&mut Register)) -> (Vec<String>, usize) {
    let Opened { mut register, manuscript, .. } = opened(text);
    assert_eq!(manuscript.damaged().count(), 1);
    change(&mut register);
    let mut bytes = Vec::new();
    (&register, &manuscript).print(&mut bytes).unwrap();
    let again = opened(str::from_utf8(&bytes).unwrap());
    assert_eq!(ids(&again.register), ids(&register));
    let ids = ids(&again.register).into_iter().map(str::to_owned).collect();
    (ids, again.manuscript.damaged().count())
}

fn delete(register: &mut Register, id: &str) {
    let at = register.position(&CaseId::new(id).unwrap()).unwrap();
    let before = Some(Arc::clone(&register.cases()[at]));
    register.apply(&Edit::Case(Change { at, before, after: None })).unwrap();
}

#[test]
fn a_case_added_after_a_damaged_one_is_there_again() {
    let (ids, damaged) = after(BY_HAND, |register| {
        let mut new = Case::clone(&register.cases()[0]);
        new.id = CaseId::new("new").unwrap();
        let change = Change { at: 1, before: None, after: Some(Arc::new(new)) };
        register.apply(&Edit::Case(change)).unwrap();
    });
    assert_eq!(
        (ids.as_slice(), damaged),
        (&["one", "new", "three", "four"].map(str::to_owned)[..], 1)
    );
}

#[test]
fn a_damaged_case_takes_nothing_with_it_of_what_comes_to_stand_after_it() {
    let (ids, damaged) = after(BY_HAND, |register| delete(register, "three"));
    assert_eq!((ids.as_slice(), damaged), (&["one", "four"].map(str::to_owned)[..], 1));
    let (ids, damaged) = after(BY_HAND, |register| {
        delete(register, "three");
        delete(register, "four");
    });
    assert_eq!((ids.as_slice(), damaged), (&["one".to_owned()][..], 1));
}

#[test]
fn a_damaged_case_further_left_than_the_end_of_its_list_does_not_hide_the_others() {
    let case = "(\nid: \"five\", nam: (),\n),\n";
    for follows in ["  ],\n)", "  ],\n  events: [\n  ],\n)", "  ]\n)"] {
        let text = BY_HAND
            .replace("nam: (given", "name: (given")
            .replace("  ],\n)", &format!("{case}{follows}"));
        let Opened { register, manuscript, .. } = opened(&text);
        assert_eq!(ids(&register), ["one", "two", "three", "four"]);
        assert!(manuscript.damaged().next().unwrap().text.contains("five"));
    }
}

#[test]
fn a_comma_that_is_missing_between_cases_is_said_and_not_put_there_unasked() {
    let text = BY_HAND
        .replace("nam: (given", "name: (given")
        .replace("  ),\n  (id: \"three", "  )\n  (id: \"three");
    let Opened { register, manuscript, .. } = opened(&text);
    let mut bytes = Vec::new();
    (&register, &manuscript).print(&mut bytes).unwrap();
    assert_eq!(str::from_utf8(&bytes), Ok(text.as_str()));
    assert_eq!(ids(&register), ["one", "three", "four"]);
    let damaged = manuscript.damaged().next().unwrap();
    assert_eq!((damaged.id(), &damaged.fault, damaged.at.line), (Some("two"), &Fault::Comma, 11));
    assert!(damaged.read(&damaged.text, &register).is_ok(), "it is mended by taking it as it is");
}

#[test]
fn a_comma_that_is_missing_between_fields_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    for (from, to) in [("format: 1,", "format: 1"), ("\"b\"),\n  cases", "\"b\")\n  cases")] {
        let text = BY_HAND.replace("nam: (given", "name: (given");
        assert!(text.contains(from));
        std::fs::write(&path, text.replace(from, to)).unwrap();
        let error = open(&path, &Progress::default()).unwrap_err();
        assert!(matches!(error, LoadError::Text { fault: Fault::Comma, .. }), "{error:?}");
    }
}
