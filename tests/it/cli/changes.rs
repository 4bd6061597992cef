//! The command that prints what changed between two days.

use serde_json::{Value, json};

use crate::{
    cli::{BUNDLED, output_of, program, run},
    expected_files::assert_expected,
};
use blue_ribbon::cli;

const BASE_ARGS: [&str; 6] = ["changes", BUNDLED, "--from", "2002-09-17", "--to", "2002-10-31"];

fn args_with<'a>(further: &[&'a str]) -> Vec<&'a str> {
    BASE_ARGS.iter().copied().chain(further.iter().copied()).collect()
}

fn json_changes(from: &str, to: &str) -> Value {
    let done = run(&["changes", BUNDLED, "--from", from, "--to", to, "--format", "json"]);
    serde_json::from_str(&output_of(&done.success()).0).unwrap()
}

#[test]
fn changes_prints_in_the_requested_format_and_language() {
    let (out, err) = output_of(&run(&args_with(&[])).success());
    assert_expected("changes-2002.en.md", out.as_bytes());
    assert_eq!(err, "");
    for format in ["csv", "json"] {
        let done = run(&args_with(&["--format", format, "--lang", "ja"])).success();
        assert_expected(&format!("changes-2002.ja.{format}"), output_of(&done).0.as_bytes());
    }
}

#[test]
fn json_changes_have_the_documented_keys() {
    let found = json_changes("2002-09-17", "2002-10-31");
    let five =
        ["chimura-yasushi", "chimura-fukie", "hasuike-kaoru", "hasuike-yukiko", "soga-hitomi"];
    assert_eq!(found["from"], "2002-09-17");
    assert_eq!(found["to"], "2002-10-31");
    assert_eq!(found["compare"], json!(["north-korea", "japan"]));
    let four = ["soga-hitomi", "soga-miyoshi", "ishioka-toru", "matsuki-kaoru"];
    let counted = json!({ "from": 11, "to": 15, "joined": four, "left": [] });
    assert_eq!(found["counted"]["japan"], counted);
    assert_eq!(
        found["status"]["returned"],
        json!({ "from": 0, "to": 5, "joined": five, "left": [] })
    );
    assert_eq!(found["announced"]["japan"]["from"]["count"], 11);
    assert_eq!(found["announced"]["japan"]["to"]["on"], "2002-10");
    let changes = found["changes"].as_array().unwrap();
    let back = |change: &&Value| change["kind"] == "return";
    assert_eq!(changes.iter().filter(back).count(), 5);
    let total = changes.iter().find(|change| change["kind"] == "total").unwrap();
    assert_eq!(total["before"], 11);
    assert_eq!(total["count"], 15);
    assert_eq!(total["in_force"], "2002-10-31");
    let claim = changes.iter().find(|one| one["case"] == "yokota-megumi").unwrap();
    assert_eq!(claim["turn"], "changed");
    assert_eq!(claim["position"], json!({ "from": "dead", "to": "dead" }));
    for number in claim["sources"].as_array().unwrap() {
        let is_it = |source: &&Value| source["number"] == *number;
        assert!(found["sources"].as_array().unwrap().iter().any(|one| is_it(&one)));
    }
    for change in changes.iter().filter(|change| !change["case"].is_null()) {
        assert!(found["names"].get(change["case"].as_str().unwrap()).is_some());
    }
}

#[test]
fn changes_swaps_days_in_the_wrong_order_and_defaults_to_today() {
    assert_eq!(json_changes("2002-10-31", "2002-09-17"), json_changes("2002-09-17", "2002-10-31"));
    let done = run(&["changes", BUNDLED, "--from", "2002-09-17", "--format", "json"]).success();
    let found: Value = serde_json::from_str(&output_of(&done).0).unwrap();
    let today = cli::today();
    assert_eq!(found["to"], today.to_string());
}

#[test]
fn changes_writes_to_a_file_but_not_over_its_register() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("changes.md");
    let done = program().args(args_with(&["--output"])).arg(&path).assert().success();
    let (out, err) = output_of(&done);
    assert_eq!(out, "");
    assert!(err.contains("changes.md"), "{err}");
    assert_expected("changes-2002.en.md", &std::fs::read(&path).unwrap());

    let register = folder.path().join("register.ron");
    std::fs::copy(BUNDLED, &register).unwrap();
    let register = register.to_str().unwrap();
    let done = run(&["changes", register, "--from", "2002-09-17", "--output", register]).code(1);
    assert!(output_of(&done).1.contains("this is the open register"));
    assert_eq!(std::fs::read(register).unwrap(), std::fs::read(BUNDLED).unwrap());

    let nowhere = folder.path().join("no such folder").join("changes.md");
    let failed = program().args(args_with(&["--output"])).arg(&nowhere).assert().code(1);
    assert!(output_of(&failed).1.starts_with("error: "));
}

#[test]
fn wrong_usage_of_changes_prints_an_explanation() {
    for (line, text) in [
        (vec!["changes", BUNDLED], "--from <DATE>"),
        (vec!["changes", BUNDLED, "--from", "2002-09"], "“2002-09” is not one day"),
        (
            vec!["changes", BUNDLED, "--from", "2002-09-17", "--to", "2002-09-31"],
            "“2002-09-31” is not a day of the calendar",
        ),
        (
            vec!["changes", BUNDLED, "--from", "2002-09-17", "--format", "pdf"],
            "possible values: markdown, html, csv, json",
        ),
    ] {
        let (out, err) = output_of(&run(&line).code(2));
        assert_eq!(out, "", "{line:?}");
        assert!(err.contains(text), "{line:?}: {err}");
    }
    let done = run(&["changes", "no-such-file.ron", "--from", "2002-09-17"]).code(1);
    assert!(output_of(&done).1.contains("no-such-file.ron"));
}

#[test]
fn help_lists_changes() {
    assert!(output_of(&run(&["--help"]).success()).0.contains("what changed between two days"));
    let (out, _) = output_of(&run(&["changes", "--help"]).success());
    for text in ["--from <DATE>", "--to <DATE>", "--output <FILE>", "Your own register"] {
        assert!(out.contains(text), "{out}");
    }
}
