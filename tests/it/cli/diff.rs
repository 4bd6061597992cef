//! The command that tells two versions of a register apart.

use std::fs;

use serde_json::{Value, json};

use crate::{
    cli::{BUNDLED, output_of, program, run},
    expected_files::assert_expected,
    source_code::repository_root,
};

/// A claim that the newer version has.
const CLAIM: &str =
    r#"(by: "japan", on: "2004-11-30", says: Disputes("The date"), sources: ["x"])"#;

/// A case that the newer version has.
const NEW_CASE: &str = r#"        (
            id: "someone-else",
            name: (given: "Someone", family: "Else"),
            taken: (on: "1978-06", place: "Niigata"),
        ),
"#;

/// Two versions: the bundled register, and what several people have done to it since.
fn versions(folder: &tempfile::TempDir) -> [String; 2] {
    let old = fs::read_to_string(repository_root().join(BUNDLED)).unwrap();
    let mut new = old.clone();
    let mut replace = |from: &str, to: &str| {
        let text = new.replacen(from, to, 1);
        assert_ne!(text, new, "{from} is not in it");
        new = text;
    };
    replace("born: \"1964-10-05\"", "born: \"1964-10-05~\"");
    replace("on: \"1994-04-13\"", "on: \"1994-03-13\"");
    let claim = "                (by: \"north-korea\", on: \"2004-11\", says: Dead(";
    replace(claim, &format!("                {CLAIM},\n{claim}"));
    replace("title: (en: \"", "title: (en: \"The ");
    let begin = new.find("        (\n            id: \"kume-yutaka\"").unwrap();
    let end = begin + new[begin..].find("\n        ),\n").unwrap() + "\n        ),\n".len();
    new.replace_range(begin..end, "");
    let cases = new.find("    cases: [\n").unwrap() + "    cases: [\n".len();
    new.insert_str(cases, NEW_CASE);
    [("old.ron", old), ("new.ron", new)].map(|(name, text)| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    })
}

fn run_diff(more: &[&str]) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] = versions(&folder);
    output_of(&run(&[&["diff", &old, &new][..], more].concat()).success())
}

#[test]
fn diff_prints_one_line_per_difference() {
    let (out, err) = run_diff(&[]);
    assert_expected("diff.en.txt", out.as_bytes());
    assert_eq!(err, format!("{} differences\n", out.lines().count()));
}

#[test]
fn diff_prints_in_the_requested_format_and_language() {
    for (format, locale, end) in
        [("markdown", "en", "md"), ("html", "en", "html"), ("json", "ja", "json")]
    {
        let (out, err) = run_diff(&["--format", format, "--lang", locale]);
        assert_expected(&format!("diff.{locale}.{end}"), out.as_bytes());
        assert_eq!(err, "");
    }
}

#[test]
fn json_differences_have_the_documented_keys() {
    let found: Value = serde_json::from_str(&run_diff(&["--format", "json"]).0).unwrap();
    let all = found["differences"].as_array().unwrap();
    let of = |change: &str, id: &str| {
        let is_it = |one: &&Value| one["change"] == change && one["record"]["id"] == id;
        all.iter().find(is_it).unwrap()
    };
    assert_eq!(of("added", "someone-else")["new"]["name"]["family"], "Else");
    assert_eq!(of("added", "someone-else")["old"], Value::Null);
    assert_eq!(of("removed", "kume-yutaka")["new"], Value::Null);
    let claim = of("added", "yokota-megumi");
    assert_eq!(claim["item"], json!({ "kind": "claim", "by": "japan", "on": "2004-11-30" }));
    assert_eq!(claim.get("field"), None);
    assert_eq!(claim["new"]["says"], json!({ "Disputes": "The date" }));
    assert_eq!(claim["sources"].as_array().unwrap().len(), 1);
    let born = of("changed", "yokota-megumi");
    assert_eq!(born["field"], "born");
    assert_eq!([&born["old"], &born["new"]], ["1964-10-05", "1964-10-05~"]);
    let death = all.iter().find(|one| one["field"] == "says/on").unwrap();
    assert_eq!(death["item"]["by"], "north-korea");
    let title = all.iter().find(|one| one["record"]["kind"] == "event").unwrap();
    assert_eq!([&title["field"], &title["language"]], ["title", "en"]);
}

#[test]
fn diff_of_equal_registers_is_empty() {
    let (out, err) = output_of(&run(&["diff", BUNDLED, BUNDLED]).success());
    assert_eq!(out, "");
    assert_eq!(err, "Nothing differs.\n");
    let (out, _) = output_of(&run(&["diff", BUNDLED, BUNDLED, "--format", "markdown"]).success());
    assert!(out.contains("Nothing differs."), "{out}");
}

#[test]
fn diff_and_merge_say_how_texts_that_look_alike_differ() {
    let folder = tempfile::tempdir().unwrap();
    let old = fs::read_to_string(repository_root().join(BUNDLED)).unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let write = |name: &str, native: &str| {
        let new = old.replacen("native: \"横田 めぐみ\"", &format!("native: \"{native}\""), 1);
        fs::write(path(name), new).unwrap();
        path(name)
    };
    let base = write("base.ron", "横田 めぐみ");
    let wide = write("wide.ron", "横田\u{3000}めぐみ");
    let composed = write("composed.ron", "横田 めぐみ（が）");
    let decomposed = write("decomposed.ron", "横田 めぐみ（か\u{3099}）");
    for (versions, described) in [
        ([&base, &wide], "character 3 is U+0020 SPACE in the first and U+3000 IDEOGRAPHIC SPACE"),
        ([&composed, &decomposed], "composed in the first and decomposed in the second"),
    ] {
        let [old, new] = versions;
        let (out, _) = output_of(&run(&["diff", old, new]).success());
        assert!(out.contains(described), "{out}");
        assert_eq!(out.lines().count(), 1, "{out}");
    }
    let (out, _) = output_of(&run(&["diff", &base, &composed]).success());
    assert!(!out.contains("look alike"), "{out}");
    let (_, err) = output_of(&run(&["merge", &base, &composed, &decomposed]).code(1));
    assert!(err.contains("composed in the first and decomposed in the second"), "{err}");
}

#[test]
fn diff_writes_to_a_file_but_over_neither_version() {
    let folder = tempfile::tempdir().unwrap();
    let [old, new] = versions(&folder);
    let path = folder.path().join("diff.txt");
    let done = program().args(["diff", &old, &new, "--output"]).arg(&path).assert().success();
    let (out, err) = output_of(&done);
    assert_eq!(out, "");
    assert!(err.contains("diff.txt"), "{err}");
    assert_expected("diff.en.txt", &fs::read(&path).unwrap());
    for version in [&old, &new] {
        let before = fs::read(version).unwrap();
        run(&["diff", &old, &new, "--output", version]).code(1);
        assert_eq!(fs::read(version).unwrap(), before);
    }
}

#[test]
fn wrong_usage_of_diff_prints_an_explanation() {
    assert!(output_of(&run(&["diff", BUNDLED]).code(2)).1.contains("<NEW>"));
    let (_, err) = output_of(&run(&["diff", BUNDLED, BUNDLED, "--format", "csv"]).code(2));
    assert!(err.contains("possible values: text, markdown, html, json"), "{err}");
    let (_, err) = output_of(&run(&["diff", BUNDLED, "no-such-file.ron"]).code(1));
    assert!(err.contains("no-such-file.ron"), "{err}");
}
