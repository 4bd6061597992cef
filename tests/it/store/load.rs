//! Opening returns a register with warnings, or an error that says what to do.

use std::{fs, path::Path};

#[cfg(unix)]
use crate::child_process::rerun_without_root;
use crate::{
    store::{BUNDLED, SMALL, print, read},
    synth,
};
use blue_ribbon::{
    Locale, Progress,
    store::{self, error::LoadError, load_strict, open_warning::OpenWarning},
};

/// Opens a file with these bytes.
fn open(bytes: &[u8]) -> Result<store::RegisterFile, LoadError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, bytes).unwrap();
    load_strict(&path, &Progress::default())
}

/// Returns the description of the error of a file with these bytes.
fn error_text(bytes: &[u8], locale: Locale) -> String {
    open(bytes).unwrap_err().describe(locale)
}

/// Returns the description of the error of the small register with one text replaced, without the
/// path.
fn error_text_with(from: &str, to: &str) -> String {
    let text = SMALL.replacen(from, to, 1);
    assert_ne!(text, SMALL, "{from} is not in it");
    let words = open(text.as_bytes()).unwrap_err().to_string();
    // The path comes last.
    words.rsplit_once(": ").unwrap().0.to_owned()
}

#[test]
fn the_bundled_register_opens_without_warnings() {
    let opened = open(BUNDLED.as_bytes()).unwrap();
    assert_eq!(opened.warnings, []);
    assert_eq!(opened.register, read(BUNDLED));
}

#[test]
fn parallel_reading_gives_the_same_cases() {
    let register = synth::register(3000);
    let text = print(&register);
    let opened = open(text.as_bytes()).unwrap();
    assert_eq!(opened.warnings, []);
    assert!(opened.register == register);
    // One space more in the last case, and a comment in the first.
    let spaced = text.replacen("\n    ],\n    events", " \n    ],\n    events", 1);
    assert_eq!(open(spaced.as_bytes()).unwrap().warnings, []);
    let comment = text.replacen("\n            id: ", "\n            /* ( */ id: ", 1);
    let opened = open(comment.as_bytes()).unwrap();
    assert_eq!(opened.warnings, []);
    assert!(opened.register == register);
}

#[test]
fn case_like_text_in_a_string_is_not_a_case() {
    let case = "\n        (\n            id: \"none\",\n            name: (),\n        ),";
    let title = format!("\n    cases: [{case}\n    ],\n");
    let text = SMALL.replacen("\"Small\"", &format!("r#\"{title}\"#"), 1);
    let opened = open(text.as_bytes()).unwrap();
    assert_eq!(opened.register.title(), title);
    assert_eq!(opened.register.cases()[0].id.as_str(), "one");
    assert_eq!(opened.warnings, []);
}

#[test]
fn byte_order_marks_and_crlf_are_accepted() {
    let marked = format!("\u{feff}{SMALL}");
    let opened = open(marked.as_bytes()).unwrap();
    assert_eq!((opened.register, opened.warnings), (read(SMALL), vec![]));
    let windows = SMALL.replace('\n', "\r\n");
    let opened = open(windows.as_bytes()).unwrap();
    assert_eq!((opened.register, opened.warnings), (read(SMALL), vec![]));
}

#[test]
fn every_truncated_register_is_reported_as_truncated() {
    for (end, _) in SMALL.trim_end().char_indices().skip(1) {
        let text = error_text(&SMALL.as_bytes()[..end], Locale::ENGLISH);
        assert!(text.contains("ends in the middle"), "{end}: {text}\n{}", &SMALL[..end]);
    }
}

#[test]
fn syntax_errors_name_line_column_and_field() {
    let faults = [
        ("born:", "borne:"),
        ("            id: \"one\",\n", ""),
        ("\"1964-10-05\"", "\"1964-13-05\""),
        ("\"1964-10-05\"", "\"1964-10-05T10:00:00Z\""),
        ("\"1964-10-05\"", "\"1964/1963\""),
        ("\"1964-10-05\"", "1964"),
        ("age: 13", "age: 300"),
        ("age: 13", "age: -1"),
        ("age: 13", "age: 1.5"),
        ("age: 13", "age: \"13\""),
        ("37.92, ", ""),
        ("37.92", "137.92"),
        ("Female", "Femal"),
        ("Dead(on", "Dead(onn"),
        ("\"one\"", "\"One Two\""),
        ("[\"s\"]", "\"s\""),
        ("name: (given: \"x\")", "name: \"x\""),
        ("    title: \"Small\",\n", ""),
        ("    title", "    title: \"x\",\n    title"),
        ("    cases: [", "    cases ["),
        ("Official,", "Official"),
        ("\"1977-11-15\"", "\"1977-11-15"),
        ("\"Small\"", "\"\\q\""),
        ("    ],\n)\n", "    ],\n)\n)\n"),
        ("(\n    format", "register = (\n    format"),
        ("    title", "    % title"),
    ];
    let told: Vec<String> = faults
        .iter()
        .map(|(from, to)| format!("{to:?}\n  {}", error_text_with(from, to)))
        .collect();
    insta::assert_snapshot!(told.join("\n"), @r##"
    "borne:"
      There is no field “borne” here. Correct its name or remove it. Possible fields: born, note, name, taken, sources, id, sex, returned, claims, variants. Line 28, column 13, field cases › one
    ""
      The field “id” is missing in the record that begins here. Add it. Line 24, column 9, field cases › 1
    "\"1964-13-05\""
      “1964-13-05” is not a date. Write a day as 1977-11-15, a month as 1978-06, “about” as 1978-06~, “uncertain” as 1978?, a decade as 197X, a span as 1978-06/1978-07. Line 28, column 19, field cases › one › born
    "\"1964-10-05T10:00:00Z\""
      “1964-10-05T10:00:00Z” has a time of day. Write the day alone, as in 1977-11-15. Line 28, column 19, field cases › one › born
    "\"1964/1963\""
      “1964/1963” ends before it begins. Write the earlier date first. Line 28, column 19, field cases › one › born
    "1964"
      A number stands here. Write a date in quotation marks, as in "1977-11-15". Line 28, column 19, field cases › one › born
    "age: 300"
      The number is too large, too small or not whole. Correct it. Line 29, column 44, field cases › one › taken › age
    "age: -1"
      The number is too large, too small or not whole. Correct it. Line 29, column 44, field cases › one › taken › age
    "age: 1.5"
      The number is too large, too small or not whole. Correct it. Line 29, column 44, field cases › one › taken › age
    "age: \"13\""
      A text in quotation marks stands here. Write a whole number, without quotation marks. Line 29, column 44, field cases › one › taken › age
    ""
      A value in round brackets stands here. Write two values in round brackets, as in (37.92, 139.04) or ("a", "b"). Line 29, column 52, field cases › one › taken › at
    "137.92"
      Not a place on the map. Write latitude (−90 to 90), then longitude (−180 to 180). Line 29, column 52, field cases › one › taken › at
    "Femal"
      “Femal” is not possible here. Write one of these: Female, Male. Line 27, column 18, field cases › one › sex
    "Dead(onn"
      There is no field “onn” here. Correct its name or remove it. Possible fields: on, place, cause. Line 31, column 56, field cases › one › claims › 1 › says
    "\"One Two\""
      “One Two” cannot be an id. Write up to 100 small letters, digits and hyphens, as in yokota-megumi. Line 25, column 17, field cases › 1 › id
    "\"s\""
      A text in quotation marks stands here. Write a list in square brackets, as in ["a", "b"]. Line 31, column 84, field cases › one › claims › 1 › sources
    "name: \"x\""
      A text in quotation marks stands here. Write fields in round brackets, as in (name: value). Line 26, column 19, field cases › one › name
    ""
      The field “title” is missing in the record that begins here. Add it. Line 1, column 1
    "    title: \"x\",\n    title"
      The field “title” is given twice. Keep one of the two. Line 4, column 5
    "    cases ["
      A colon is missing after the name of the field. Write the field as name: value. Line 23, column 11
    "Official"
      A comma is missing before this. Add it, and check the quotation marks before it. Line 13, column 13, field sources › s › kind
    "\"1977-11-15"
      A quotation mark is missing, so the text runs on past the end of the line. Add it where the text ends. Line 29, column 25, field cases › one › taken › on
    "\"\\q\""
      There is no such escape. Write a backslash as \\, a quotation mark as \". Line 3, column 13, field title
    "    ],\n)\n)\n"
      The register has ended, but something follows. Remove it, or the closing bracket before it. Line 36, column 1
    "register = (\n    format"
      A word without quotation marks stands here. Write fields in round brackets, as in (name: value). Line 1, column 1
    "    % title"
      This is not RON. Check the brackets, commas and quotation marks around it. Line 3, column 5
    "##);
}

#[test]
fn a_duplicate_id_is_reported_at_its_second_use() {
    let case = "        (\n            id: \"one\",\n            name: (given: \"y\"),\n        ),\n    ],\n)";
    assert_eq!(
        error_text_with("    ],\n)", case),
        "The id “one” is used twice. Give each record an id of its own. \
         Line 35, column 17, field cases › 2 › id"
    );
    assert_eq!(
        error_text_with("(id: \"b\"", "(id: \"a\""),
        "The id “a” is used twice. Give each record an id of its own. \
         Line 6, column 14, field parties › 2 › id"
    );
    let incident = "incidents: [\n(number: 3, name: (en: \"J\")),";
    assert_eq!(
        error_text_with("incidents: [", incident),
        "The id “3” is used twice. Give each record an id of its own. \
         Line 20, column 21, field incidents › 2 › number"
    );
}

#[test]
fn a_newer_format_is_reported_first() {
    let expected = "The file has format number 2. This version reads format number 1. Open it \
                    with a newer version of Blue Ribbon";
    assert_eq!(error_text_with("format: 1", "format: 2"), expected);
    assert_eq!(error_text_with("format: 1,", "format: 2,\n    mood: (1, [2]),"), expected);
}

#[test]
fn a_conflict_marker_is_recognized_anywhere() {
    let born = "            born: \"1964-10-05\",\n";
    for (marked, line) in [
        (format!("<<<<<<< HEAD\n{born}=======\n>>>>>>> hers\n"), 28),
        (format!("{born}||||||| merged common ancestors\n"), 29),
        // One side was chosen, and one of the marks forgotten.
        (format!("{born}=======\n"), 29),
        (format!("{born}>>>>>>> theirs\n"), 29),
    ] {
        let words = error_text_with(born, &marked);
        assert!(words.starts_with("A mark of a conflict between two merged versions"), "{words}");
        assert!(words.contains(&format!("Line {line}, column 1")), "{words}");
    }
    // In a text and in a comment nothing is a mark.
    let title = format!("r#\"\n=======\n\"#, /*\n>>>>>>> hers\n*/ // {born}");
    let text = SMALL.replacen("\"Small\",", &title, 1);
    assert_eq!(open(text.as_bytes()).unwrap().register.title(), "\n=======\n");
    let faulty = text.replacen("born:", "borne:", 2);
    assert!(
        error_text(faulty.as_bytes(), Locale::ENGLISH).starts_with("There is no field “borne”")
    );
}

#[test]
fn bytes_that_are_not_utf8_are_reported() {
    assert!(matches!(open(b""), Err(LoadError::Empty(_))));
    assert!(matches!(open("\u{feff} \n".as_bytes()), Err(LoadError::Empty(_))));
    let bytes = b"(\n  title: \"\xe6\xa8\xaa\xff\"";
    let Err(LoadError::NotUtf8 { position: at, .. }) = open(bytes) else { panic!("it was read") };
    assert_eq!((at.line, at.column), (2, 12));
    assert!(matches!(open(b"\xff\xfe(\0"), Err(LoadError::NotUtf8 { .. })));
}

#[test]
fn a_path_that_is_not_a_file_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    let open = |path: &Path| load_strict(path, &Progress::default());
    assert!(matches!(open(folder.path()), Err(LoadError::Folder(_))));
    assert!(matches!(open(&folder.path().join("none.ron")), Err(LoadError::NotFound(_))));
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    assert!(matches!(open(&file.join("none.ron")), Err(LoadError::NotFound(_))));
    #[cfg(unix)]
    {
        let stream = Path::new("/dev/null");
        assert!(matches!(open(stream), Err(LoadError::NotAFile(_))));
        let read = store::load_strict_input(stream, &Progress::default());
        assert!(matches!(read, Err(LoadError::Empty(_))));
    }
}

#[cfg(unix)]
#[test]
fn a_file_without_read_permission_is_reported() {
    use std::os::unix::fs::PermissionsExt as _;
    if rerun_without_root(a_file_without_read_permission_is_reported) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, SMALL).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let opened = load_strict(&path, &Progress::default()).unwrap();
    assert_eq!(opened.warnings, [OpenWarning::ReadOnly]);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let error = load_strict(&path, &Progress::default()).unwrap_err();
    assert!(matches!(error, LoadError::Forbidden(_)), "{error:?}");
}

#[test]
fn a_cancelled_open_returns_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, SMALL).unwrap();
    let progress = Progress::default();
    progress.cancel();
    assert!(matches!(load_strict(&path, &progress), Err(LoadError::Cancelled)));
}

#[test]
fn errors_are_described_in_japanese() {
    let japanese = Locale::from_tag("ja").unwrap();
    let text = SMALL.replace("born:", "borne:");
    let words = error_text(text.as_bytes(), japanese);
    assert!(
        words.starts_with(
            "ここに項目「borne」はありません。名前を直すか、削除してください。使える項目：born"
        ),
        "{words}"
    );
    assert!(words.contains("28行13桁目、項目「cases › one"), "{words}");
}
