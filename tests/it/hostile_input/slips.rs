//! Error messages for the slips that people make when they write a register by hand.

use std::{fmt::Write as _, fs};

use crate::expected_files::assert_expected;
use blue_ribbon::{
    Locale, Progress,
    model::characters::invisible_kind,
    store::{error::LoadError, load_strict, open},
};

/// A register as a person writes it, with every kind of value.
const REGISTER: &str = r#"(
    format: 1,
    title: "T",
    note: (en: "N"),
    parties: [
        (id: "a", name: (en: "A")),
        (id: "b", name: (en: "B")),
    ],
    compare: ("a", "b"),
    sources: [
        (id: "s", kind: Official, publisher: "P", title: "T", published: "2002-09"),
    ],
    totals: [(by: "a", count: 13, on: "2002-09-17", sources: ["s"])],
    incidents: [(number: 1, name: (en: "I"))],
    cases: [
        (
            id: "one",
            name: (given: "G", family: "F"),
            sex: Female,
            born: "1964-10-05",
            taken: (on: "1977-11-15", age: 13, at: (37.92, 139.04), incident: 1),
            claims: [
                (by: "a", on: "2002-09-17", says: Dead(on: "1993-03"), reported: true),
                (by: "b", on: "1997", says: Abducted, sources: ["s"]),
                (by: "b", on: "2004", says: Disputes("D")),
            ],
        ),
    ],
    events: [(on: "2002-09-17", title: (en: "E"))],
)
"#;

/// A slip: the text as it should be, the text as it is, the path of the field, and a part of the
/// advice. The error stands at the first character in which the two texts differ, or else so many
/// characters after it.
type Slip = (&'static str, &'static str, &'static str, &'static str, isize);

const SLIPS: &[Slip] = &[
    // Characters that cannot be seen.
    ("name: (given", "\u{3000}name: (given", "one", "U+3000 IDEOGRAPHIC SPACE", 0),
    ("name: (given", "\u{a0}name: (given", "one", "U+00A0 NO-BREAK SPACE", 0),
    ("name: (given", "\u{200b}name: (given", "one", "U+200B ZERO WIDTH SPACE", 0),
    ("name: (given", "na\u{ad}me: (given", "one", "U+00AD SOFT HYPHEN", 0),
    ("name: (given", "name\u{202e}: (given", "one", "U+202E RIGHT-TO-LEFT OVERRIDE", 0),
    ("name: (given", "name:\u{feff} (given", "one › name", "U+FEFF ZERO WIDTH NO-BREAK SPACE", 0),
    ("name: (given", "name: (\u{1b}given", "one › name", "U+001B ESCAPE", 0),
    ("age: 13", "age:\u{a0}13", "taken › age", "U+00A0 NO-BREAK SPACE", 0),
    ("age: 13", "age: 13\u{200b}", "taken › age", "U+200B ZERO WIDTH SPACE", 0),
    ("37.92, 1", "37.92,\u{2009}1", "taken › at", "U+2009 THIN SPACE", 0),
    ("sex: Female", "sex: Fem\u{200d}ale", "one › sex", "U+200D ZERO WIDTH JOINER", 0),
    ("Abducted,", "Abducted\u{200b},", "claims › 2 › says", "U+200B ZERO WIDTH SPACE", 0),
    (
        "\"1964-10-05\"",
        "\"1964-10-05\u{200b}\"",
        "one › born",
        "U+200B ZERO WIDTH SPACE, which cannot be seen (character 11)",
        0,
    ),
    (
        "\"1964-10-05\"",
        "\"1964-10\u{3000}-05\"",
        "one › born",
        "U+3000 IDEOGRAPHIC SPACE, which cannot be seen (character 8)",
        0,
    ),
    ("\"1964-10-05\"", "\"\\u{200b}1964-10-05\"", "one › born", "U+200B ZERO WIDTH SPACE", -1),
    ("id: \"one\"", "id: \"o\u{200f}ne\"", "cases › 1 › id", "U+200F RIGHT-TO-LEFT MARK", 0),
    (
        "sources: [\"s\"]),\n                (by: \"b\", on: \"2004\"",
        "sources: [\"s\u{2060}\"]),\n                (by: \"b\", on: \"2004\"",
        "claims › 2 › sources › 1",
        "U+2060 WORD JOINER",
        0,
    ),
    // Signs of an input method.
    ("\"one\",", "\"one\"，", "cases › 1 › id", "Write “,”", 0),
    ("\"one\",", "\"one\"、", "cases › 1 › id", "Write “,”", 0),
    ("sex: F", "sex： F", "one", "Write “:”", 0),
    ("(given", "（given", "one › name", "Write “(”", 0),
    ("\"F\"),", "\"F\"）,", "one › name › family", "Write “)”", 0),
    ("given: \"G\"", "given: “G”", "one › name › given", "Write “\"”", 0),
    ("given: \"G\"", "given: 「G」", "one › name › given", "Write “\"”", 0),
    ("age: 13", "age: １３", "taken › age", "Write “1”", 0),
    ("1964-10-05", "1964–10–05", "one › born", "plain “-”", 0),
    ("1964-10-05", "１964-10-05", "one › born", "plain “1”", 0),
    // Signs of another format.
    ("given: \"G\"", "given: 'G'", "one › name › given", "Write “\"”", 0),
    ("sex: F", "sex = F", "one", "Write “:”", 1),
    ("sex: F", "sex F", "one", "name: value", 1),
    ("\"one\",", "\"one\";", "cases › 1 › id", "Write “,”", 0),
    ("sex: Female", "\"sex\": Female", "one", "Write sex: value", 0),
    (
        "(given: \"G\", family: \"F\")",
        "{given: \"G\", family: \"F\"}",
        "one › name",
        "round brackets",
        0,
    ),
    (
        "[\"s\"]),\n                (by: \"b\", on: \"2004\"",
        "{\"s\"}),\n                (by: \"b\", on: \"2004\"",
        "claims › 2 › sources",
        "square brackets",
        0,
    ),
    ("sex: Female", "sex: null", "one › sex", "remove the field", 0),
    // Brackets, commas and quotation marks.
    ("\"one\",", "\"one\"", "cases › 1 › id", "comma is missing", 13),
    ("\"one\",", "\"one\",,", "one", "one too many", 0),
    ("\"F\"),", "\"F\",", "one › name", "Close the bracket", 14),
    ("family: \"F\"", "family: \"F", "one › name › family", "quotation mark is missing", -2),
    ("(given: \"G\"", "(\"G\"", "one › name", "Possible fields: given", 0),
    ("at: (37.92, 139.04)", "at: 37.92, 139.04", "taken › at", "two values in round brackets", 0),
    ("at: (37.92, 139.04)", "at: (37.92)", "taken › at", "two values in round brackets", -6),
    (
        "at: (37.92, 139.04)",
        "at: (37,92, 139,04)",
        "taken › at",
        "two values in round brackets",
        -3,
    ),
    ("at: (37.92, 139.04)", "at: (137.92, 39.04)", "taken › at", "latitude", -1),
    ("compare: (\"a\", \"b\")", "compare: [\"a\", \"b\"]", "compare", "round brackets", 0),
    ("claims: [", "claims: (", "one › claims", "square brackets", 0),
    // Values of another type.
    ("given: \"G\"", "given: G", "one › name › given", "text in quotation marks", 0),
    ("given: \"G\"", "given: 7", "one › name › given", "A number stands here", 0),
    (
        "title: \"T\",\n    note",
        "title: [\"T\"],\n    note",
        "title",
        "A list in square brackets stands here",
        0,
    ),
    (
        "name: (given: \"G\", family: \"F\")",
        "name: \"G F\"",
        "one › name",
        "fields in round brackets",
        0,
    ),
    ("born: \"1964-10-05\"", "born: 1964-10-05", "one › born", "a date in quotation marks", 0),
    ("born: \"1964-10-05\"", "born: 1964", "one › born", "a date in quotation marks", 0),
    (
        "born: \"1964-10-05\"",
        "born: \"5 October 1964\"",
        "one › born",
        "Write a day as 1977-11-15",
        -1,
    ),
    ("born: \"1964-10-05\"", "born: Some(1964)", "one › born", "a date in quotation marks", 5),
    ("given: \"G\"", "given: Some(\"G\")", "one › name › given", "Write the value alone", 0),
    ("given: \"G\"", "given:", "one › name › given", "has no value", 0),
    ("age: 13", "age: \"13\"", "taken › age", "without quotation marks", 0),
    ("age: 13", "age: 13.5", "taken › age", "not whole", -2),
    ("age: 13", "age: -13", "taken › age", "too small", 0),
    ("age: 13", "age: thirteen", "taken › age", "a whole number", 0),
    ("count: 13", "count: about 13", "totals › 1 › count", "a whole number", 0),
    ("reported: true", "reported: yes", "claims › 1 › reported", "true or false", 0),
    (
        "[\"s\"]),\n                (by: \"b\", on: \"2004\"",
        "\"s\"),\n                (by: \"b\", on: \"2004\"",
        "claims › 2 › sources",
        "a list in square brackets",
        0,
    ),
    (
        "[\"s\"]),\n                (by: \"b\", on: \"2004\"",
        "[s]),\n                (by: \"b\", on: \"2004\"",
        "claims › 2 › sources › 1",
        "an id in quotation marks",
        0,
    ),
    ("id: \"one\"", "id: \"One Person\"", "cases › 1 › id", "small letters", -1),
    // Words.
    ("sex: Female", "sex: \"Female\"", "one › sex", "Write Female", 0),
    ("sex: Female", "sex: female", "one › sex", "Write one of these: Female, Male", 0),
    ("sex: Female", "sex: Female()", "one › sex", "stands alone", 0),
    ("says: Dead(on: \"1993-03\")", "says: Dead", "claims › 1 › says", "Write Dead(), or", 0),
    (
        "says: Dead(on: \"1993-03\")",
        "says: Dead(\"1993-03\")",
        "claims › 1 › says",
        "Possible fields: on, place, cause",
        0,
    ),
    (
        "says: Dead(on: \"1993-03\")",
        "says: Dead(date: \"1993-03\")",
        "claims › 1 › says",
        "no field “date”",
        0,
    ),
    ("says: Abducted,", "says: Abducted(),", "claims › 2 › says", "“Abducted” stands alone", 0),
    ("says: Abducted,", "says: abducted,", "claims › 2 › says", "Write one of these: Abducted", 0),
    ("says: Disputes(\"D\")", "says: Disputes", "claims › 3 › says", "Disputes(\"…\")", 0),
    (
        "says: Disputes(\"D\")",
        "says: Disputes(D)",
        "claims › 3 › says",
        "text in quotation marks",
        0,
    ),
    ("kind: Official", "kind: Officiel", "sources › s › kind", "Write one of these: Official", -6),
    // Fields.
    (
        "            name: (given: \"G\", family: \"F\"),\n",
        "",
        "cases › one",
        "“name” is missing",
        -37,
    ),
    ("born:", "birth:", "one", "no field “birth”", -1),
    ("sex: Female,", "sex: Female, sex: Male,", "one", "given twice", 1),
    (
        "age: 13, ",
        "age: 13, claims: [], ",
        "taken",
        "Close the bracket of this record before it",
        0,
    ),
];

/// Returns the line and the column of the first difference of two texts, moved to the right.
fn expected_position(right: &str, wrong: &str, from: usize, shift: isize) -> (usize, usize) {
    let common = right[from..].chars().zip(wrong[from..].chars()).take_while(|(a, b)| a == b);
    let count = (right[..from].chars().count() + common.count()).strict_add_signed(shift);
    let before: String = wrong.chars().take(count).collect();
    let last_line = before.rsplit('\n').next().unwrap();
    (before.matches('\n').count() + 1, last_line.chars().count() + 1)
}

#[test]
fn each_slip_is_named_with_its_record_field_place_and_what_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    fs::write(&path, REGISTER).unwrap();
    load_strict(&path, &Progress::default()).expect("the register without slips");
    let mut told = String::new();
    let mut failures = String::new();
    for (right, wrong, field, advice, shift) in SLIPS {
        let text = REGISTER.replacen(right, wrong, 1);
        assert!(text != REGISTER, "{right}");
        fs::write(&path, &text).unwrap();
        let error = load_strict(&path, &Progress::default()).map(|_| ()).expect_err(wrong);
        let LoadError::Syntax { position, field_path, .. } = &error else {
            panic!("{wrong}: {error:?}")
        };
        let message = error.describe(Locale::ENGLISH).replace(&path.display().to_string(), "PATH");
        let start = REGISTER.find(right).unwrap();
        let found = (position.line, position.column);
        let wanted = expected_position(REGISTER, &text, start, *shift);
        let field_path = field_path.join(" › ");
        if found != wanted || !field_path.ends_with(field) || !message.contains(advice) {
            writeln!(
                failures,
                "{wrong:?}\n  {message}\n  {found:?} not {wanted:?}, {field}, {advice}"
            )
            .unwrap();
        }
        for locale in Locale::available() {
            let message = error.describe(locale);
            let hidden = message.chars().find(|c| invisible_kind(*c).is_some());
            assert_eq!(hidden, None, "{message}");
        }
        writeln!(told, "{wrong:?}\n  {message}\n").unwrap();
        // The text stays as it is, whatever is wrong in it.
        let _ = open(&path, &Progress::default());
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    assert_eq!(failures, "");
    assert_expected("slips.txt", told.as_bytes());
}
