//! The line of the history, with its seal, that every report names.

use std::fs;

use serde_json::{Value, json};

use crate::cli::{
    BUNDLED,
    history::{RegisterWithHistory, register_with_history},
    output_of, program, run,
};

/// The commands that make a report, each with its arguments and formats.
const REPORTS: [(&str, &[&str], &[&str]); 4] = [
    ("summary", &[], &["markdown", "html", "csv", "json"]),
    ("contradictions", &[], &["markdown", "html", "csv", "json"]),
    ("changes", &["--from", "2002-01-01"], &["markdown", "html", "csv", "json"]),
    ("list", &[], &["csv", "json"]),
];

/// Returns each report of a register in each format, with the name of the command and the format.
fn reports(path: &str) -> Vec<(String, String)> {
    let mut made = Vec::new();
    for (command, arguments, formats) in REPORTS {
        for format in formats {
            let line = [&[command, path, "--format", format][..], arguments].concat();
            made.push((format!("{command} {format}"), output_of(&run(&line).success()).0));
        }
    }
    made
}

fn summary_history(line: &[&str]) -> Value {
    let line = [&["summary", "--format", "json"][..], line].concat();
    let summary: Value = serde_json::from_str(&output_of(&run(&line).success()).0).unwrap();
    summary["history"].clone()
}

/// Returns the seal of a line of the history, which is its last 64 digits.
fn seal(recorded: &RegisterWithHistory, line: usize) -> String {
    let line = &recorded.lines()[line - 1];
    line[..line.len() - 2].rsplit('"').next().unwrap().to_owned()
}

#[test]
fn every_report_names_the_line_of_the_history_and_its_seal() {
    let recorded = register_with_history();
    let seal = seal(&recorded, 3);
    assert_eq!(seal.len(), 64);
    for (name, text) in reports(recorded.path()) {
        let is_named = match name.ends_with("json") {
            true => {
                let report: Value = serde_json::from_str(&text).unwrap();
                report["history"] == json!({ "state": "recorded", "line": 3, "seal": seal })
            }
            false => text.contains(&format!("line 3, seal {seal}")),
        };
        assert!(is_named, "{name}: {text}");
    }
    let japanese = ["summary", recorded.path(), "--lang", "ja"];
    let text = output_of(&run(&japanese).success()).0;
    assert!(text.contains(&format!("履歴：3行目、封印 {seal}")), "{text}");
}

#[test]
fn a_register_that_another_program_changed_is_not_given_the_seal_of_another_state() {
    let recorded = register_with_history();
    let text = fs::read_to_string(&recorded.path).unwrap();
    fs::write(&recorded.path, text.replacen("17", "18", 1)).unwrap();
    let seal = seal(&recorded, 3);
    for (name, text) in reports(recorded.path()) {
        let is_told = match name.ends_with("json") {
            true => {
                let report: Value = serde_json::from_str(&text).unwrap();
                report["history"] == json!({ "state": "other_state", "line": 3, "seal": seal })
            }
            false => text.contains(&format!("seal {seal}, which records another state")),
        };
        assert!(is_told, "{name}: {text}");
    }
}

#[test]
fn a_report_without_a_history_says_so() {
    for (name, text) in reports(BUNDLED) {
        let is_told = match name.ends_with("json") {
            true => {
                let report: Value = serde_json::from_str(&text).unwrap();
                report["history"] == json!({ "state": "no_history", "line": null, "seal": null })
            }
            false => ["History: none", ",none\r\n"].iter().any(|told| text.contains(told)),
        };
        assert!(is_told, "{name}: {text}");
    }
    let mut from_stdin = program();
    let from_stdin =
        from_stdin.args(["summary", "-"]).write_stdin(include_str!("../../../data/register.ron"));
    assert!(output_of(&from_stdin.assert().success()).0.contains("History: none"));
}

#[test]
fn an_earlier_version_has_the_seal_of_the_line_that_recorded_it() {
    let recorded = register_with_history();
    let found = summary_history(&[recorded.path(), "--as-recorded", "2026-11-25"]);
    assert_eq!(found, json!({ "state": "recorded", "line": 2, "seal": seal(&recorded, 2) }));
}

#[test]
fn a_damaged_end_of_the_history_has_no_seal() {
    let recorded = register_with_history();
    let history = recorded.history();
    let lines = recorded.lines();
    let changed = lines[2].replacen("Yokota", "Yokoto", 1);
    for damaged in [
        // A line that was changed and keeps its seal.
        [&*lines[0], &lines[1], &changed, ""].join("\n"),
        String::new(),
        "nothing of a history\n".to_owned(),
        "(format: 99, n: 1)\n".to_owned(),
    ] {
        fs::write(&history, &damaged).unwrap();
        let found = summary_history(&[recorded.path()]);
        assert_eq!(found, json!({ "state": "unreadable", "line": null, "seal": null }));
        let text = output_of(&run(&["summary", recorded.path()]).success()).0;
        assert!(text.contains("History: it cannot be read, or its end is damaged"), "{text}");
    }
    // The part of a line that an interrupted save has left is not the end of a save.
    fs::write(&history, format!("{}\n(format: 1, n: 4", lines.join("\n"))).unwrap();
    assert_eq!(summary_history(&[recorded.path()])["line"], json!(3));
}

#[cfg(unix)]
#[test]
fn a_history_that_is_no_file_is_not_called_absent() {
    for command in ["mkfifo", "mkdir"] {
        let recorded = register_with_history();
        fs::remove_file(recorded.history()).unwrap();
        let made = std::process::Command::new(command).arg(recorded.history()).status();
        assert!(made.unwrap().success());
        assert_eq!(summary_history(&[recorded.path()])["state"], "unreadable", "{command}");
    }
}

#[test]
fn verify_names_the_register_where_that_is_missing() {
    let recorded = register_with_history();
    fs::remove_file(&recorded.path).unwrap();
    let (_, error) = output_of(&run(&["verify", recorded.path()]).failure());
    assert!(error.contains("There is no such file") && error.contains("r.ron"), "{error}");
}
