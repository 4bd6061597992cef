//! Command `list` on dates that are spans.

use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::{output_of, run};

/// A register in a folder of its own.
struct RegisterFile {
    _folder: TempDir,
    path: PathBuf,
}

impl RegisterFile {
    /// Writes a register with these cases, each with its id and its other fields.
    fn new(cases: &[(&str, &str)]) -> Self {
        let cases = cases.iter().map(|(id, fields)| {
            format!("(id: \"{id}\", name: (given: \"{id}\"), {fields}, sources: [\"s\"]),\n")
        });
        let text = format!(
            "(format: 1, title: \"T\", parties: [\
             (id: \"north-korea\", name: (en: \"North Korea\", ja: \"北朝鮮\")), \
             (id: \"japan\", name: (en: \"Japan\", ja: \"日本\"))], \
             compare: (\"north-korea\", \"japan\"), \
             sources: [(id: \"s\", kind: Official, publisher: \"P\", title: \"T\")], cases: [{}])",
            cases.collect::<String>()
        );
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.ron");
        std::fs::write(&path, text).unwrap();
        Self { _folder: folder, path }
    }

    /// Returns the ids that `list` prints with these options.
    fn listed(&self, options: &[&str]) -> Vec<String> {
        let path = self.path.to_str().unwrap();
        let line = [&["list", path, "--format", "json"], options].concat();
        let (out, _) = output_of(&run(&line).success());
        let found: Value = serde_json::from_str(&out).unwrap();
        let id = |case: &Value| case["id"].as_str().unwrap().to_owned();
        found["cases"].as_array().unwrap().iter().map(id).collect()
    }
}

#[test]
fn list_by_year_shows_everyone_whose_date_can_mean_the_year() {
    let register = RegisterFile::new(&[
        ("exact", r#"taken: (on: "1977-12-01")"#),
        ("newyear", r#"taken: (on: "1977-12-30/1978-01-02")"#),
        ("winter", r#"taken: (on: "1977-24")"#),
        ("decade", r#"taken: (on: "197X")"#),
        ("since", r#"taken: (on: "1978/..")"#),
        ("until", r#"taken: (on: "../1976")"#),
        ("unknown", r#"taken: (place: "P")"#),
    ]);
    for (years, expected) in [
        ("1977..1978", &["exact", "newyear", "winter", "decade", "since"][..]),
        ("1977", &["exact", "newyear", "winter", "decade"]),
        ("1978", &["newyear", "winter", "decade", "since"]),
        ("1979", &["decade", "since"]),
        ("1985", &["since"]),
        ("1960", &["until"]),
        ("1980..", &["since"]),
        ("..1969", &["until"]),
    ] {
        let mut found = register.listed(&["--year", years, "--sort", "name"]);
        let mut expected = expected.to_vec();
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "{years}");
    }
    let mut certain = register.listed(&["--year", "1977..1978", "--certain"]);
    certain.sort();
    assert_eq!(certain, ["exact", "newyear", "winter"]);
    assert_eq!(register.listed(&["--year", "1977", "--certain"]), ["exact"]);
    assert_eq!(register.listed(&["--year", "1978..", "--certain"]), [""; 0]);
    assert_eq!(
        register.listed(&["--sort", "taken"]),
        ["decade", "until", "winter", "exact", "newyear", "since", "unknown"]
    );
    let path = register.path.to_str().unwrap();
    let (_, err) = output_of(&run(&["list", path, "--certain"]).code(2));
    assert!(err.contains("--year"), "{err}");
}

#[test]
fn a_claim_since_a_day_counts_from_that_day() {
    let claim = |on: &str| {
        format!("claims: [(by: \"japan\", on: \"{on}\", says: Abducted, sources: [\"s\"])]")
    };
    let claims =
        ["2002-09-17/..", "2002-09-17/", "2002-09-17", "../2002-09-17", "2002-10/.."].map(claim);
    let ids = ["open", "unknown", "day", "until", "month"];
    let cases: Vec<_> = ids.into_iter().zip(claims.iter().map(String::as_str)).collect();
    let register = RegisterFile::new(&cases);
    let path = register.path.to_str().unwrap();
    for (as_of, count) in [
        ("2002-09-16", 0),
        ("2002-09-17", 4),
        ("2002-10-30", 4),
        ("2002-10-31", 5),
        ("9999-12-31", 5),
    ] {
        let line = ["summary", path, "--as-of", as_of, "--format", "json"];
        let (out, _) = output_of(&run(&line).success());
        let found: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(found["counted"]["japan"], count, "{as_of}");
    }
}

#[test]
fn search_finds_names_with_characters_that_cannot_be_seen() {
    let register = RegisterFile::new(&[
        ("x1", "taken: (place: \"横田\u{200B}めぐみ\")"),
        ("x2", "taken: (place: \"Me\u{AD}gumi\")"),
        ("x3", "taken: (place: \"横田めぐみ\")"),
    ]);
    assert_eq!(register.listed(&["--search", "横田めぐみ"]), ["x1", "x3"]);
    assert_eq!(register.listed(&["--search", "横\u{200B}田めぐみ"]), ["x1", "x3"]);
    assert_eq!(register.listed(&["--search", "megumi"]), ["x2"]);
}
