//! The history on the command line: listed, verified, and a register as recorded earlier.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::{
    cli::{BUNDLED, output_of, program, run},
    source_code::repository_root,
};
use blue_ribbon::{
    Progress,
    model::Case,
    register::{Change, Edit, HistoryEvent, Step, StepKind, StepSubject},
    store::{
        self,
        fs::process_identity::ProcessIdentity,
        history::{
            commit::Commit,
            commit_info::{CommitInfo, PendingEntry},
        },
        paths::RegisterPaths,
        signature::key::SigningKey,
    },
};

/// A register with a history of two changes, recorded on two days.
pub(super) struct RegisterWithHistory {
    _folder: tempfile::TempDir,
    pub path: PathBuf,
}

/// Returns a register without a history yet.
fn unrecorded_register() -> RegisterWithHistory {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::copy(repository_root().join(BUNDLED), &path).unwrap();
    RegisterWithHistory { _folder: folder, path }
}

pub(super) fn register_with_history() -> RegisterWithHistory {
    let RegisterWithHistory { _folder: folder, path } = unrecorded_register();
    record_change(&path, "2026-11-25T20:31:04Z", "kume-yutaka", "the 2006 list, p. 3", |case| {
        case.note = "Changed.".into();
    });
    record_change(&path, "2026-11-27T08:00:00Z", "yokota-megumi", "", |case| case.claims.clear());
    RegisterWithHistory { _folder: folder, path }
}

/// Changes a case, without a signature.
pub fn record_change(path: &Path, at: &str, id: &str, why: &str, does: impl Fn(&mut Case)) {
    record_signed_change(path, at, id, (why, None), does);
}

/// Changes a case and signs the line with a key.
pub(super) fn change_signed(
    path: &Path,
    at: &str,
    id: &str,
    key: Option<&SigningKey>,
    does: impl Fn(&mut Case),
) {
    record_signed_change(path, at, id, ("", key), does);
}

fn record_signed_change(
    path: &Path,
    at: &str,
    id: &str,
    (why, key): (&str, Option<&SigningKey>),
    does: impl Fn(&mut Case),
) {
    let opened = store::load_strict(path, &Progress::default()).unwrap();
    let mut register = opened.register;
    let at_case = register.cases().iter().position(|case| case.id.as_str() == id).unwrap();
    let before = register.cases()[at_case].clone();
    let mut after = (*before).clone();
    does(&mut after);
    let subject = StepSubject::Case(before.name.latin());
    let edit = Edit::Case(Change { at: at_case, before: Some(before), after: Some(after.into()) });
    let step = Step { reason: why.into(), ..Step::new(StepKind::Change, subject, vec![edit]) };
    register.apply_all(&step.edits).unwrap();
    let here = ProcessIdentity { user: "reader".into(), machine: "desk".into(), process: 1 };
    let made =
        vec![PendingEntry { time: at.parse().unwrap(), event: HistoryEvent::Performed(step) }];
    let recording = CommitInfo {
        author_name: "A. Reader".into(),
        process: here,
        pending_entries: made,
        signing_key: key.cloned(),
    };
    let progress = Progress::default();
    store::save(
        path,
        &register,
        &store::SaveOptions {
            history: Some(Commit { info: &recording, overwritten: None }),
            ..store::SaveOptions::update(&opened.version)
        },
        &progress,
    )
    .unwrap();
}

impl RegisterWithHistory {
    pub fn path(&self) -> &str {
        self.path.to_str().unwrap()
    }

    pub fn history(&self) -> PathBuf {
        RegisterPaths::of(&self.path).history()
    }

    /// The first line of the history was written today, whenever that is.
    fn without_last_lines(&self, text: &str) -> String {
        let (first, rest) = text.split_once('\n').unwrap();
        let (number, first) = first.split_at(3);
        format!("{number}…{}\n{rest}", first.split_at(25).1)
    }

    pub fn lines(&self) -> Vec<String> {
        let text = fs::read_to_string(self.history()).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}

#[test]
fn history_lists_author_time_change_and_reason() {
    let recorded = register_with_history();
    let (out, err) = output_of(&run(&["history", recorded.path()]).success());
    assert_eq!(
        recorded.without_last_lines(&out),
        "1  …  A. Reader (reader@desk)  Beginning of the history\n\
         2  2026-11-25 20:31:04+00:00  A. Reader (reader@desk)  Change of Yutaka Kume  \
         [the 2006 list, p. 3]\n\
         3  2026-11-27 08:00:00+00:00  A. Reader (reader@desk)  Change of Megumi Yokota\n"
    );
    assert_eq!(err, "");
    let (out, _) = output_of(&run(&["history", recorded.path(), "yokota-megumi"]).success());
    assert_eq!(
        out,
        "3  2026-11-27 08:00:00+00:00  A. Reader (reader@desk)  Change of Megumi Yokota\n"
    );
    let (out, err) = output_of(&run(&["history", recorded.path(), "nobody"]).success());
    assert_eq!(out, "");
    assert_eq!(err, "No change of “nobody” is recorded. Check the ID of the case.\n");
}

#[test]
fn json_history_contains_the_recording_time() {
    let recorded = register_with_history();
    let line = ["history", recorded.path(), "kume-yutaka", "--format", "json"];
    let found: Value = serde_json::from_str(&output_of(&run(&line).success()).0).unwrap();
    let mut change = found["changes"][0].clone();
    assert_eq!(change["file"].take().as_str().unwrap().len(), 64);
    assert_eq!(
        change,
        json!({
            "number": 2, "follows": [1], "as_recorded": "2026-11-25T20:31:04+00:00", "who": "A. Reader",
            "user": "reader", "machine": "desk", "what": "did", "deed": "change",
            "subject": "Yutaka Kume", "why": "the 2006 list, p. 3",
            "words": "Change of Yutaka Kume", "cases": ["kume-yutaka"], "file": null,
        })
    );
    assert_eq!((&found["case"], &found["language"]), (&json!("kume-yutaka"), &json!("en")));
}

#[test]
fn verify_accepts_an_intact_history() {
    let recorded = register_with_history();
    let (out, err) = output_of(&run(&["verify", recorded.path()]).success());
    let intact = "each line has its own seal and follows the line before it, and the register is \
                  what the last one gives. This rules out accidents, and changes by anyone who did \
                  not compute the seals anew. It proves no more.";
    let [.., span, last] = *out.lines().collect::<Vec<_>>() else { panic!("{out}") };
    assert_eq!(last, format!("{}: {intact}", recorded.path()));
    assert!(span.starts_with("3 lines, recorded from ") && err.is_empty());
}

#[test]
fn no_untouched_history_tells_of_a_clock_set_back() {
    let recorded = register_with_history();
    let change =
        |at| record_change(&recorded.path, at, "kume-yutaka", "", |case| case.note += " Again.");
    for at in ["2026-11-27T07:59:59Z", "2026-11-27T07:59:59Z", "2026-11-28T00:00:00Z"] {
        change(at);
    }
    let (out, _) = output_of(&run(&["verify", recorded.path(), "--lang", "en"]).success());
    assert!(!out.contains("clock") && !out.contains("earlier time"), "{out}");
    let (out, _) = output_of(&run(&["history", recorded.path()]).success());
    let times: Vec<&str> = out.lines().skip(1).map(|line| &line[3..22]).collect();
    assert_eq!(times[2..], ["2026-11-27 08:00:00", "2026-11-27 08:00:00", "2026-11-28 00:00:00"]);
}

/// The program with a data folder of its own.
fn program_with_data(folder: &std::path::Path) -> assert_cmd::Command {
    let mut command = program();
    command.env("XDG_DATA_HOME", folder);
    command
}

#[test]
fn verify_remembers_the_end_of_a_history_and_misses_it() {
    let data = tempfile::tempdir().unwrap();
    let recorded = register_with_history();
    let verify = |lang: &str| {
        let args = ["verify", recorded.path(), "--lang", lang];
        program_with_data(data.path()).args(args).assert()
    };
    let history = RegisterPaths::of(&recorded.path).history();
    let text = fs::read_to_string(&history).unwrap();
    let (out, _) = output_of(&verify("en").success());
    assert!(out.contains("This computer has seen no line of this history before"), "{out}");
    let (out, _) = output_of(&verify("en").success());
    assert!(out.contains("The history holds change 3, the last one that this computer"), "{out}");
    let shorter: String = text.split_inclusive('\n').take(2).collect();
    for (found, message) in [
        (None, "The history of this register is gone, and with it change 3, last seen here on"),
        (Some(""), "The history of this register is empty. It held change 3, last seen here on"),
        (Some(&*shorter), "ends with change 2 and does not hold change 3, last seen here on"),
        (Some(&*text.replace('\n', "\r\n")), "line 1 ends with a carriage return"),
        (Some(&*text.replace("p. 3", "p. 4")), "line 2 was changed after it was written"),
    ] {
        match found {
            Some(text) => fs::write(&history, text).unwrap(),
            None => fs::remove_file(&history).unwrap(),
        }
        for _ in 0..2 {
            let (out, _) = output_of(&verify("en").code(1));
            assert!(out.contains(message) && !out.contains("proves no more"), "{out}");
        }
        let (out, _) = output_of(&verify("ja").code(1));
        assert!(out.contains("この台帳の履歴"), "{out}");
        // No command says that the history has yet to begin.
        if found.is_none_or(str::is_empty) {
            let args = ["history", recorded.path(), "--lang", "en"];
            let listed = program_with_data(data.path()).args(args).assert().code(1);
            let (out, err) = output_of(&listed);
            assert!(out.is_empty() && err.contains(message), "{err}");
        }
        fs::write(&history, &text).unwrap();
        verify("en").success();
    }
    // Without what is known, a shorter history shows only that the register goes on.
    fs::write(&history, "").unwrap();
    for command in ["verify", "history"] {
        let (_, err) = output_of(&run(&[command, recorded.path()]).code(1));
        assert!(err.contains("The history has no line. Nothing shows whether"), "{err}");
    }
}

#[test]
fn verify_tells_of_beginnings_other_programs_and_files_set_aside() {
    let recorded = register_with_history();
    let text = fs::read_to_string(&recorded.path).unwrap();
    fs::write(&recorded.path, text.replace("Changed.", "Theirs.")).unwrap();
    let history = RegisterPaths::of(&recorded.path).history();
    let torn = fs::read_to_string(&history).unwrap() + "(format: 1";
    fs::write(&history, torn).unwrap();
    record_change(&recorded.path, "2026-11-28T00:00:00Z", "kume-yutaka", "", |case| {
        case.note += " Again.";
    });
    let (out, _) = output_of(&run(&["verify", recorded.path(), "--lang", "en"]).success());
    let by = "A. Reader (reader@desk)";
    for line in [
        format!("line 1: Beginning of the history, 2026-11-25 20:31:04+00:00, {by}"),
        format!(
            "line 4: The register as it was found after a gap, 2026-11-28 00:00:00+00:00, {by}"
        ),
        "line 4: Before it, 10 bytes that could not be read were moved to the file \
         r.ron.history.1.bak."
            .to_owned(),
        format!(
            "set aside beside the register: 10 bytes of the history in {}.1.bak",
            history.display()
        ),
    ] {
        assert!(out.lines().any(|told| told == line), "{line}\n{out}");
    }
    assert!(out.contains("But the history has gaps") && !out.contains("proves no more"), "{out}");
    let (out, _) = output_of(&run(&["verify", recorded.path(), "--lang", "ja"]).success());
    assert!(out.contains("1行目：履歴の始まり（2026-11-25") && out.contains("10バイト"), "{out}");
    fs::write(&recorded.path, text.replace("Changed.", "Theirs again.")).unwrap();
    record_change(&recorded.path, "2026-11-29T00:00:00Z", "kume-yutaka", "", |case| {
        case.note += " Again.";
    });
    let (out, _) = output_of(&run(&["verify", recorded.path(), "--lang", "en"]).success());
    assert!(out.contains("line 6: A change by another program, noted, 2026-11-29"), "{out}");
}

#[test]
fn a_register_that_is_as_it_was_earlier_is_no_change_of_another_program() {
    let recorded = register_with_history();
    let text = fs::read(&recorded.path).unwrap();
    record_change(&recorded.path, "2026-11-28T00:00:00Z", "kume-yutaka", "", |case| {
        case.note += " Lost.";
    });
    // The save broke off before the register was replaced.
    fs::write(&recorded.path, text).unwrap();
    record_change(&recorded.path, "2026-11-29T00:00:00Z", "kume-yutaka", "", |case| {
        case.note += " Again.";
    });
    for command in ["history", "verify"] {
        let (out, _) = output_of(&run(&[command, recorded.path(), "--lang", "en"]).success());
        assert!(out.contains("The register as after change 3, noted"), "{out}");
        assert!(!out.contains("program"), "{out}");
    }
    let line = ["history", recorded.path(), "--format", "json"];
    let found: Value = serde_json::from_str(&output_of(&run(&line).success()).0).unwrap();
    assert_eq!(found["changes"][4]["what"], "returned");
}

#[test]
fn merge_does_not_replace_a_register_whose_history_is_gone() {
    let data = tempfile::tempdir().unwrap();
    let recorded = register_with_history();
    program_with_data(data.path()).args(["verify", recorded.path()]).assert().success();
    let theirs = recorded.path.with_file_name("theirs.ron");
    let text = fs::read_to_string(&recorded.path).unwrap();
    fs::write(&theirs, text.replace("Changed.", "Theirs.")).unwrap();
    fs::remove_file(RegisterPaths::of(&recorded.path).history()).unwrap();
    let merge = |output: &[&str]| {
        let args = ["merge", recorded.path(), recorded.path(), theirs.to_str().unwrap()];
        program_with_data(data.path()).args(args).args(output).assert()
    };
    let (out, err) = output_of(&merge(&[]).code(129));
    assert!(out.is_empty() && err.contains("Nothing was written. The history of this register is"));
    assert!(err.contains("Put back the right history from a backup"), "{err}");
    assert_eq!(fs::read_to_string(&recorded.path).unwrap(), text);
    merge(&["--output", "-"]).success();
}

#[test]
fn merge_history_does_not_continue_a_history_that_was_cut() {
    let data = tempfile::tempdir().unwrap();
    let recorded = register_with_history();
    program_with_data(data.path()).args(["verify", recorded.path()]).assert().success();
    let [base, theirs] =
        ["b.ron.history", "t.ron.history"].map(|name| recorded.path.with_file_name(name));
    fs::copy(recorded.history(), &base).unwrap();
    fs::copy(recorded.history(), &theirs).unwrap();
    let lines = recorded.lines();
    let cut = lines[..lines.len() - 1].join("\n") + "\n";
    fs::write(recorded.history(), &cut).unwrap();
    let history = recorded.history();
    let args = [&base, &history, &theirs];
    let merged = program_with_data(data.path()).arg("merge-history").args(args).assert();
    let (_, error) = output_of(&merged.code(129));
    assert!(error.contains("Nothing was written. The history of this register"), "{error}");
    assert_eq!(fs::read_to_string(recorded.history()).unwrap(), cut);
}

#[test]
fn verify_fails_and_names_the_line_of_each_issue() {
    let recorded = register_with_history();
    let lines = recorded.lines();
    let verified = |text: String| {
        fs::write(RegisterPaths::of(&recorded.path).history(), text).unwrap();
        let done = run(&["verify", recorded.path(), "--lang", "en"]).failure().code(1);
        output_of(&done).0.lines().next().unwrap().to_owned()
    };
    let joined = |lines: &[&str]| lines.join("\n") + "\n";
    let [first, second, third] = [0, 1, 2].map(|at| lines[at].as_str());
    let changed = second.replace("p. 3", "p. 4");
    assert_eq!(
        verified(joined(&[first, &changed, third])),
        "line 2: was changed after it was written"
    );
    assert_eq!(
        verified(joined(&[first, third])),
        "line 2: follows a gap: 1 line is missing before it"
    );
    assert_eq!(
        verified(joined(&[first, second])),
        "line 2: is the last, but the register is not what it gives: another program changed the \
         register, or lines are missing at the end"
    );
    assert_eq!(verified(lines.join("\n")), "line 3: has no end: the file is cut off there");
    assert_eq!(verified(joined(&[first, "?", third])), "line 2: cannot be read");
}

#[test]
fn history_and_verify_fail_without_a_history() {
    for command in ["history", "verify"] {
        let (out, err) = output_of(&run(&[command, BUNDLED]).failure().code(1));
        assert_eq!(out, "");
        let text = "error: There is no history yet. It begins with the first change made here: ";
        assert_eq!(err.trim_end(), format!("{text}{BUNDLED}.history"));
    }
}

#[test]
fn as_recorded_is_independent_of_as_of() {
    let recorded = register_with_history();
    let summary = |day: &str, format: &str| {
        let days = ["--as-of", "2014-03-30", "--as-recorded", day, "--format", format];
        let mut command = program();
        command.arg("summary").arg(recorded.path()).args(days);
        output_of(&command.assert().success()).0
    };
    let then: Value = serde_json::from_str(&summary("2026-11-26", "json")).unwrap();
    assert_eq!(then["as_of"], "2014-03-30");
    assert_eq!(then["as_recorded"], json!({ "day": "2026-11-25", "change": 2 }));
    assert_eq!(then["counted"], json!({ "north-korea": 13, "japan": 17 }));
    let now: Value = serde_json::from_str(&summary("2026-11-27", "json")).unwrap();
    assert_eq!(now["counted"], json!({ "north-korea": 12, "japan": 16 }));
    let text = "As of 30 March 2014, as recorded on 25 November 2026 (change 2)";
    assert!(summary("2026-11-26", "markdown").contains(text));
    assert!(summary("2026-11-26", "html").contains(text));
    let csv = summary("2026-11-26", "csv");
    assert!(csv.contains("As of,As recorded,") && csv.contains("2014-03-30,2026-11-25,"));
    let line = ["--as-recorded", "2020-01-01"];
    let done = program().args(["list", recorded.path()]).args(line).assert().failure().code(1);
    assert!(output_of(&done).1.contains("Nothing was recorded by that day"));
}

/// In Pyongyang clocks were half an hour behind those of Tokyo from August 2015 to May 2018.
#[test]
fn the_days_of_every_command_are_those_of_the_time_zone_of_the_reader() {
    let recorded = unrecorded_register();
    let times = ["2016-05-01T15:15:00Z", "2026-12-01T03:00:00Z", "2026-12-01T16:00:00Z"];
    for at in times {
        record_change(&recorded.path, at, "kume-yutaka", "", |case| case.note += " Again.");
    }
    for (zone, local_times) in [
        (
            "UTC",
            ["2016-05-01T15:15:00+00:00", "2026-12-01T03:00:00+00:00", "2026-12-01T16:00:00+00:00"],
        ),
        (
            "Asia/Tokyo",
            ["2016-05-02T00:15:00+09:00", "2026-12-01T12:00:00+09:00", "2026-12-02T01:00:00+09:00"],
        ),
        (
            "America/Los_Angeles",
            ["2016-05-01T08:15:00-07:00", "2026-11-30T19:00:00-08:00", "2026-12-01T08:00:00-08:00"],
        ),
        (
            "Asia/Pyongyang",
            ["2016-05-01T23:45:00+08:30", "2026-12-01T12:00:00+09:00", "2026-12-02T01:00:00+09:00"],
        ),
    ] {
        let output = |args: &[&str]| {
            let done = program().env("TZ", zone).args(args).assert().success();
            output_of(&done).0
        };
        let json = output(&["history", recorded.path(), "--format", "json"]);
        let json: Value = serde_json::from_str(&json).unwrap();
        let changes = json["changes"].as_array().unwrap();
        let time = |change: &Value| change["as_recorded"].as_str().unwrap().to_owned();
        let recorded_times: Vec<String> = changes.iter().map(time).collect();
        assert_eq!(recorded_times[1..], local_times, "{zone}");
        // The list for people has the same times.
        let text = output(&["history", recorded.path()]);
        for (line, time) in text.lines().zip(&recorded_times) {
            assert!(line.contains(&time.replace('T', " ")), "{zone}: {line}");
        }
        let span = format!("to {}", recorded_times[3].replace('T', " "));
        assert!(output(&["verify", recorded.path()]).contains(&span), "{zone}");
        // A day that is listed selects the last change that is listed under it or before.
        for time in &recorded_times {
            let day = &time[..10];
            let last = recorded_times.iter().rposition(|time| &time[..10] <= day).unwrap();
            let args = ["summary", recorded.path(), "--format", "json", "--as-recorded", day];
            let summary: Value = serde_json::from_str(&output(&args)).unwrap();
            let expected = json!({ "day": recorded_times[last][..10], "change": last + 1 });
            assert_eq!(summary["as_recorded"], expected, "{zone} {day}");
        }
    }
}

#[test]
fn as_recorded_fails_after_a_change_by_another_program() {
    let recorded = register_with_history();
    let text = fs::read_to_string(&recorded.path).unwrap();
    fs::write(&recorded.path, text.replace("Changed.", "Theirs.")).unwrap();
    let line = ["list", recorded.path(), "--as-recorded", "2026-11-26"];
    let (out, err) = output_of(&run(&line).failure().code(1));
    assert!(out.is_empty() && err.contains("The register is not what its history ends with"));
}
