//! The command line, as a process.

mod changes;
mod diff;
mod files;
mod git_history;
mod history;
mod git;
mod language;
mod list;
mod lost_messages;
pub mod merge;
mod history_reference;
mod seal;
mod signatures;
mod terminal;

use std::{path::Path, process::Stdio};

use assert_cmd::Command;
use serde_json::{Value, json};

use crate::{expected_files::assert_expected, source_code::repository_root};
use blue_ribbon::cli;

/// The program, in English and in UTC whatever the language and the time zone of the system.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_blue-ribbon"));
    command.current_dir(repository_root()).env("LC_ALL", "C").env("TZ", "UTC");
    // Nothing is known of any history, but by a test that names a data folder.
    command.env_remove("LANGUAGE").env("XDG_DATA_HOME", "/dev/null/none");
    command
}

fn run(args: &[&str]) -> assert_cmd::assert::Assert {
    program().args(args).assert()
}

/// Returns what the program printed on standard output and on standard error.
fn output_of(assert: &assert_cmd::assert::Assert) -> (String, String) {
    let output = assert.get_output();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

const BUNDLED: &str = "data/register.ron";

fn summary(as_of: &str) -> Value {
    let done = run(&["summary", BUNDLED, "--as-of", as_of, "--format", "json"]).success();
    serde_json::from_str(&output_of(&done).0).unwrap()
}

#[test]
fn json_summary_contains_every_row_of_the_design() {
    let four = json!(["kume-yutaka", "matsumoto-kyoko", "tanaka-minoru", "soga-miyoshi"]);
    let ten = json!([
        "kume-yutaka",
        "yokota-megumi",
        "taguchi-yaeko",
        "chimura-yasushi",
        "chimura-fukie",
        "hasuike-kaoru",
        "hasuike-yukiko",
        "ichikawa-shuichi",
        "masumoto-rumiko",
        "hara-tadaaki",
    ]);
    let mut eleven = ten.clone();
    eleven.as_array_mut().unwrap().push(json!("arimoto-keiko"));
    let on_2002 = json!(["soga-hitomi", "ishioka-toru", "matsuki-kaoru"]);
    let two = json!(["kume-yutaka", "soga-miyoshi"]);
    let three = json!(["kume-yutaka", "tanaka-minoru", "soga-miyoshi"]);
    let total = |count: u32, on: &str| json!({ "count": count, "on": on });
    let none = Value::Null;
    let (nobody, nk) = (json!([]), total(13, "2002-09-17"));
    for (as_of, counted, announced, both, only, status) in [
        (
            "1997-05-01",
            [0, 10],
            [none.clone(), total(10, "1997-05-01")],
            0,
            [&nobody, &ten],
            [0, 0, 10],
        ),
        ("2002-03-11", [0, 11], [none, total(11, "2002-03-11")], 0, [&nobody, &eleven], [0, 0, 11]),
        (
            "2002-09-17",
            [13, 11],
            [nk.clone(), total(11, "2002-03-11")],
            10,
            [&on_2002, &json!(["kume-yutaka"])],
            [0, 8, 6],
        ),
        (
            "2002-10-31",
            [13, 15],
            [nk.clone(), total(15, "2002-10")],
            13,
            [&nobody, &two],
            [5, 8, 2],
        ),
        (
            "2005-04-30",
            [13, 16],
            [nk.clone(), total(16, "2005-04")],
            13,
            [&nobody, &three],
            [5, 8, 3],
        ),
        (
            "2006-11-20",
            [13, 17],
            [nk.clone(), total(17, "2006-11-20")],
            13,
            [&nobody, &four],
            [5, 8, 4],
        ),
        ("2014-03-30", [13, 17], [nk, total(17, "2006-11-20")], 13, [&nobody, &four], [5, 8, 4]),
    ] {
        let found = summary(as_of);
        let by_party = |of: [Value; 2]| json!({ "north-korea": of[0], "japan": of[1] });
        assert_eq!(found["as_of"], as_of);
        assert_eq!(found["compare"], json!(["north-korea", "japan"]));
        assert_eq!(found["counted"], by_party(counted.map(Value::from)), "{as_of}");
        assert_eq!(found["announced"], by_party(announced), "{as_of}");
        assert_eq!(found["both"].as_array().unwrap().len(), both, "{as_of}");
        assert_eq!(found["only"], by_party(only.map(Clone::clone)), "{as_of}");
        let [returned, claimed_dead, unresolved] = status;
        let status = json!({
            "returned": returned, "claimed_dead": claimed_dead, "unresolved": unresolved
        });
        assert_eq!(found["status"], status, "{as_of}");
        assert_eq!(found["cases"].as_array().unwrap().len(), 17, "{as_of}");
    }
}

#[test]
fn json_summary_keys_are_in_the_order_of_the_design() {
    let done = run(&["summary", BUNDLED, "--as-of=2014-03-30", "--format=json"]).success();
    let (out, _) = output_of(&done);
    let is_key = |line: &&str| line.starts_with("  \"");
    let keys: Vec<_> =
        out.lines().filter(is_key).map(|line| line.split('"').nth(1).unwrap()).collect();
    let first = ["as_of", "compare", "counted", "announced", "both", "only", "status", "cases"];
    assert_eq!(keys[..first.len()], first);
    let megumi = json!({
        "id": "yokota-megumi",
        "name": "Megumi Yokota",
        "taken": "1977-11-15",
        "status": "claimed_dead",
        "positions": { "north-korea": "dead", "japan": "abducted" },
    });
    let json: Value = serde_json::from_str(&out).unwrap();
    assert!(json["cases"].as_array().unwrap().contains(&megumi), "{out}");
}

#[test]
fn summary_prints_in_the_requested_format_and_language() {
    let line = ["summary", BUNDLED, "--as-of", "2014-03-30", "--format", "csv", "--lang", "ja"];
    let done = run(&line).success();
    let (out, err) = output_of(&done);
    assert_expected("summary-2014-03-30.ja.csv", out.as_bytes());
    assert_eq!(err, "");
}

#[test]
fn language_defaults_to_the_system_language() {
    let line = ["summary", BUNDLED, "--as-of", "2014-03-30"];
    let done = program().args(line).env("LC_ALL", "ja_JP.UTF-8").assert().success();
    let is_japanese = cfg!(target_os = "linux");
    assert_eq!(output_of(&done).0.contains("2014年3月30日現在"), is_japanese);
}

#[test]
fn summary_writes_to_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("summary.html");
    let line = ["summary", BUNDLED, "--as-of", "2014-03-30", "--format", "html", "--output"];
    let done = program().args(line).arg(&path).assert().success();
    let (out, err) = output_of(&done);
    assert_eq!(out, "");
    assert!(err.contains("summary.html"), "{err}");
    assert_expected("summary-2014-03-30.en.html", &std::fs::read(&path).unwrap());
}

#[test]
fn summary_includes_figures_on_request() {
    let line = ["summary", BUNDLED, "--as-of", "2014-03-30", "--format", "html"];
    let plain = output_of(&run(&line).success()).0;
    let (out, err) = output_of(&run(&[&line[..], &["--pictures"]].concat()).success());
    assert_eq!(err, "");
    for caption in ["Timeline: 17 cases, up to 30 March 2014", "Map of Europe: 3 of 17 cases"] {
        assert!(out.contains(caption) && !plain.contains(caption), "{caption}");
    }
    for format in ["markdown", "csv", "json"] {
        let line = ["summary", BUNDLED, "--format", format, "--pictures"];
        let (out, err) = output_of(&run(&line).code(2));
        assert_eq!(out, "");
        assert!(err.contains("--pictures needs --format html"), "{err}");
        assert!(err.contains(&format!("a summary in {format} holds no pictures")), "{err}");
    }
}

#[test]
fn summary_fails_when_the_file_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("no such folder").join("summary.md");
    let failed = program().args(["summary", BUNDLED, "--output"]).arg(&path).assert().code(1);
    let (out, err) = output_of(&failed);
    assert_eq!(out, "");
    assert!(err.starts_with("error: "), "{err}");
}

fn list_rows(args: &[&str]) -> Vec<String> {
    let mut line = vec!["list", BUNDLED, "--as-of", "2014-03-30", "--format", "json"];
    line.extend(args);
    let json: Value = serde_json::from_str(&output_of(&run(&line).success()).0).unwrap();
    let id = |case: &Value| case["id"].as_str().unwrap().to_owned();
    json["cases"].as_array().unwrap().iter().map(id).collect()
}

#[test]
fn list_prints_the_requested_cases() {
    assert_eq!(list_rows(&[]).len(), 17);
    assert_eq!(list_rows(&["--status", "returned"]).len(), 5);
    assert_eq!(list_rows(&["--status", "claimed-dead", "--status", "unresolved"]).len(), 12);
    let of_1977 = ["kume-yutaka", "matsumoto-kyoko", "yokota-megumi"];
    assert_eq!(list_rows(&["--year", "1977"]), of_1977);
    assert_eq!(list_rows(&["--year", "..1977"]), of_1977);
    assert_eq!(list_rows(&["--year", "1977..1978"]).len(), 13);
    assert_eq!(list_rows(&["--year", "1980.."]).len(), 4);
    assert_eq!(list_rows(&["--search", "ヨコタ"]), ["yokota-megumi"]);
    assert_eq!(list_rows(&["--search", "niigata", "--status", "unresolved"]), ["soga-miyoshi"]);
    assert_eq!(list_rows(&["--search", "nobody at all"]), Vec::<String>::new());
}

#[test]
fn list_sorts_by_a_column_in_either_direction() {
    assert_eq!(list_rows(&["--sort", "name"])[0], "arimoto-keiko");
    assert_eq!(list_rows(&["--sort", "age"])[0], "yokota-megumi");
    assert_eq!(list_rows(&["--sort", "-age"])[0], "kume-yutaka");
    assert_eq!(list_rows(&["--sort=-age"])[0], "kume-yutaka");
}

#[test]
fn list_prints_a_table_by_default() {
    let done = run(&["list", BUNDLED, "--as-of", "2014-03-30", "--sort", "taken"]).success();
    assert_expected("list-2014-03-30.en.table", output_of(&done).0.as_bytes());
}

#[test]
fn check_prints_one_finding_per_line() {
    let (out, err) = output_of(&run(&["check", BUNDLED]).success());
    assert_eq!(
        out,
        "warning: case yokota-megumi: claim 6, claimed date of death: North Korea claims two dates \
         of death, 13 March 1993 and 13 April 1994. Keep both: the contradiction is part of the \
         record.\n"
    );
    assert_eq!(err, "1 warning\n");
}

/// The bundled register with one text of it replaced, in a file.
fn bundled_with(folder: &Path, from: &str, to: &str) -> String {
    let text = std::fs::read_to_string(repository_root().join(BUNDLED)).unwrap();
    assert!(text.contains(from));
    let path = folder.join("changed.ron");
    std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn check_exits_with_status_1_on_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path =
        bundled_with(folder.path(), "sources: [\"nippon-zaidan-1997\"]", "sources: [\"gone\"]");
    let (out, _) = output_of(&run(&["check", &path]).code(1));
    let first = out.lines().next().unwrap();
    assert!(first.starts_with("error: "), "{out}");
    assert!(first.contains("The source “gone” is not in the register."), "{out}");
}

#[test]
fn an_unreadable_register_fails() {
    for command in ["summary", "list", "check"] {
        for register in ["no-such-file.ron", "src", "Cargo.toml"] {
            let (out, err) = output_of(&run(&[command, register]).code(1));
            assert_eq!(out, "", "{command} {register}");
            assert!(err.starts_with("error: ") && err.contains(register), "{err}");
        }
    }
}

#[test]
fn wrong_usage_prints_an_explanation() {
    for (line, text) in [
        (
            vec!["summary", BUNDLED, "--as-of", "2002-02-30"],
            "“2002-02-30” is not a day of the calendar",
        ),
        (vec!["summary", BUNDLED, "--as-of", "2002-09"], "“2002-09” is not one day"),
        (vec!["summary", BUNDLED, "--as-of", "2002-09-17~"], "is not one certain day"),
        (vec!["summary", BUNDLED, "--as-of", "yesterday"], "write one as 2002-09-17"),
        (vec!["summary", BUNDLED, "--format", "pdf"], "possible values: markdown, html, csv, json"),
        (vec!["summary", BUNDLED, "--lang", "tlh"], "choose one of en, ja"),
        (vec!["list", BUNDLED, "--status", "lost"], "returned, claimed-dead, unresolved"),
        (vec!["list", BUNDLED, "--year", "77"], "“77” is not a year of four digits"),
        (vec!["list", BUNDLED, "--year", "1978..1977"], "1978 comes after 1977"),
        (vec!["list", BUNDLED, "--year", ".."], "name at least one year"),
        (vec!["list", BUNDLED, "--sort", "height"], "choose one of name, native, taken"),
        (vec!["check", BUNDLED, "--as-of", "2002-09-17"], "unexpected argument"),
        (vec!["one.ron", "two.ron"], "cannot be used with '[REGISTER]'"),
    ] {
        let (out, err) = output_of(&run(&line).code(2));
        assert_eq!(out, "", "{line:?}");
        assert!(err.contains(text), "{line:?}: {err}");
    }
}

#[test]
fn a_register_may_be_named_like_a_command_or_an_option() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["summary", "--help"] {
        std::fs::copy(repository_root().join(BUNDLED), folder.path().join(name)).unwrap();
    }
    for line in
        [vec!["check", "summary"], vec!["check", "./summary"], vec!["check", "--", "--help"]]
    {
        program().current_dir(folder.path()).args(&line).assert().success();
    }
    for (line, register) in [
        (["./summary"].as_slice(), "./summary"),
        (&["--", "summary"], "summary"),
        (&["--", "--help"], "--help"),
        (&["some.ron"], "some.ron"),
    ] {
        let line = ["blue-ribbon"].iter().chain(line).map(Into::into);
        let todo = cli::parse(line).unwrap();
        match todo {
            cli::Invocation::Window(Some(path)) => {
                assert_eq!(path, Path::new(register));
            }
            other => panic!("{other:?}"),
        }
    }
    let todo = cli::parse(["blue-ribbon".into()]).unwrap();
    assert!(matches!(todo, cli::Invocation::Window(None)), "{todo:?}");
}

#[test]
fn a_closed_output_pipe_is_no_failure() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_blue-ribbon"))
        .args(["summary", BUNDLED, "--format", "html"])
        .current_dir(repository_root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert!(output.status.success());
}

#[test]
fn help_and_version_exit_with_success() {
    let (out, _) = output_of(&run(&["--version"]).success());
    assert!(out.starts_with("blue-ribbon "), "{out}");
    for line in [&["--help"][..], &["summary", "--help"], &["list", "-h"], &["help", "check"]] {
        let (out, err) = output_of(&run(line).success());
        assert!(out.contains("Usage: blue-ribbon"), "{out}");
        assert_eq!(err, "");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn without_a_register_the_users_register_is_created_and_read() {
    let home = tempfile::tempdir().unwrap();
    let at_home = |line: &[&str]| {
        let mut command = program();
        command.args(line).env("HOME", home.path()).env("XDG_DATA_HOME", home.path().join("data"));
        output_of(&command.env("XDG_CONFIG_HOME", home.path().join("config")).assert().success())
    };
    let (help, _) = at_home(&["--help"]);
    let own = help.lines().find_map(|line| line.strip_prefix("Your own register: ")).unwrap();
    assert!(Path::new(own).starts_with(home.path()), "{own}");
    assert!(!Path::new(own).exists(), "help makes nothing");
    let (list, _) = at_home(&["list", "--format", "json"]);
    assert_eq!(list.matches("\"id\"").count(), 17);
    assert!(Path::new(own).exists(), "{own}");
}

#[test]
#[cfg(all(feature = "window", target_os = "linux"))]
fn without_a_display_the_program_names_the_commands_that_need_none() {
    let home = tempfile::tempdir().unwrap();
    let done = program()
        .arg(BUNDLED)
        .env("XDG_CONFIG_HOME", home.path())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .assert()
        .code(1);
    assert!(output_of(&done).1.starts_with("No window can be opened here"));
}

#[test]
fn summary_refuses_to_overwrite_its_register() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    std::fs::copy(BUNDLED, &path).unwrap();
    let path = path.to_str().unwrap();
    let done = run(&["summary", path, "--output", path]).code(1);
    assert!(output_of(&done).1.contains("this is the open register"));
    assert_eq!(std::fs::read(path).unwrap(), std::fs::read(BUNDLED).unwrap());
}

#[test]
fn contradictions_prints_or_writes_to_a_file() {
    let line = ["contradictions", BUNDLED, "--as-of", "2018-12-31"];
    let (out, err) = output_of(&run(&line).success());
    assert_expected("contradictions-2018-12-31.en.md", out.as_bytes());
    assert_eq!(err, "");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("found.json");
    let written = program()
        .args(line)
        .args(["--format", "json", "--lang", "ja", "--output"])
        .arg(&path)
        .assert()
        .success();
    let (out, err) = output_of(&written);
    assert_eq!(out, "");
    assert!(err.contains("found.json"), "{err}");
    assert_expected("contradictions-2018-12-31.ja.json", &std::fs::read(&path).unwrap());
}

#[test]
fn contradictions_refuses_to_overwrite_its_register() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    std::fs::copy(BUNDLED, &path).unwrap();
    let path = path.to_str().unwrap();
    let done = run(&["contradictions", path, "--output", path]).code(1);
    assert!(output_of(&done).1.contains("this is the open register"));
    assert_eq!(std::fs::read(path).unwrap(), std::fs::read(BUNDLED).unwrap());
}

#[test]
fn summary_includes_contradictions_only_on_request() {
    let line = ["summary", BUNDLED, "--as-of", "2019-12-31", "--format", "json"];
    let json = |more: &[&str]| -> Value {
        let done = run(&[&line, more].concat()).success();
        serde_json::from_str(&output_of(&done).0).unwrap()
    };
    assert_eq!(json(&[]).get("contradictions"), None);
    let found = json(&["--contradictions"]);
    let found = found["contradictions"].as_array().unwrap();
    assert_eq!(found.len(), 34);
    let private = found.iter().find(|one| one["kind"] == "reported").unwrap();
    assert_eq!(private["case"], "tanaka-minoru");
    assert_eq!(private["sides"][0]["reported"], false);
    assert_eq!(private["sides"][1]["reported"], true);
    assert_eq!(private["sides"][1]["on"], "2018-03-16");
    assert!(!private["sides"][1]["sources"].as_array().unwrap().is_empty());
}

#[test]
fn wrong_usage_of_contradictions_prints_an_explanation() {
    for (line, text) in [
        (vec!["contradictions", BUNDLED, "--as-of", "2002-02-30"], "is not a day of the calendar"),
        (vec!["contradictions", BUNDLED, "--format", "pdf"], "possible values: markdown, html"),
        (vec!["contradictions", BUNDLED, "--status", "returned"], "unexpected argument"),
    ] {
        let (out, err) = output_of(&run(&line).code(2));
        assert_eq!(out, "", "{line:?}");
        assert!(err.contains(text), "{line:?}: {err}");
    }
    let (_, err) = output_of(&run(&["contradictions", "no-such-file.ron"]).code(1));
    assert!(err.starts_with("error: ") && err.contains("no-such-file.ron"), "{err}");
}

#[test]
fn check_reports_every_unreadable_record() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    let text = std::fs::read_to_string(repository_root().join(BUNDLED)).unwrap();
    let text = text.replacen("age: 52", "age: 52.5", 1);
    let text = text.replacen("id: \"tanaka-minoru\",", "id: \"Tanaka\",", 1);
    std::fs::write(&path, text).unwrap();
    let (out, err) = output_of(&run(&["check", path.to_str().unwrap()]).code(1));
    let told: Vec<&str> = out.lines().take(2).collect();
    assert!(told[0].starts_with("error: cases › kume-yutaka › taken › age, line "), "{out}");
    assert!(told[0].contains("The number is too large, too small or not whole."), "{out}");
    assert!(told[1].contains("“Tanaka” cannot be an id."), "{out}");
    assert!(err.starts_with("2 records cannot be read\n2 errors"), "{err}");
    // What counts people counts all of them, or none.
    for command in ["summary", "list", "contradictions"] {
        let (out, err) = output_of(&run(&[command, path.to_str().unwrap()]).code(1));
        assert!(err.contains("2 records of this file cannot be read"), "{err}");
        assert!(err.contains("The number is too large"), "{err}");
        assert_eq!(out, "");
    }
}

#[test]
fn check_finds_something_where_the_only_finding_is_an_unreadable_record() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    for (case, message) in [
        ("(id: \"x\",\u{3000}name: (given: \"X\")),", "U+3000 IDEOGRAPHIC SPACE"),
        ("(id: \"x\"),", "“name” is missing"),
        (
            "(id: \"x\", name: (given: \"X\"), taken: (on: \"1978-06\u{200b}\")),",
            "U+200B ZERO WIDTH SPACE",
        ),
    ] {
        let text = format!(
            "(format: 1, title: \"T\", parties: [(id: \"a\", name: (en: \"A\")), \
             (id: \"b\", name: (en: \"B\"))], compare: (\"a\", \"b\"), cases: [\n{case}\n],)"
        );
        std::fs::write(&path, text).unwrap();
        let (out, err) = output_of(&run(&["check", path.to_str().unwrap()]).code(1));
        assert!(out.starts_with("error: cases › x") && out.contains(message), "{out}");
        assert!(out.contains("line 2, column"), "{out}");
        assert_eq!(err, "1 record cannot be read\n1 error\n");
    }
}
