//! Output on a terminal: a table fits it, and is whole where it is piped; no text of a register, an
//! argument, a path or a variable controls it.

use std::{fs, path::Path, process::Command};

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use unicode_width::UnicodeWidthStr as _;

use crate::{
    cli::{BUNDLED, history::record_change, output_of, run},
    source_code::repository_root,
};
use blue_ribbon::model::characters::{InvisibleKind, invisible_kind};

/// Runs `list` on a terminal of this many columns; `None` where this machine cannot make one.
fn list_on_a_terminal(columns: usize) -> Option<String> {
    let program = env!("CARGO_BIN_EXE_blue-ribbon");
    let line = format!("{program} list {BUNDLED} --as-of 2014-03-30");
    let output = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(repository_root())
        .env("LC_ALL", "C")
        .env_remove("LANGUAGE")
        .env("COLUMNS", columns.to_string())
        .output()
        .ok()?;
    assert!(output.status.success(), "{output:?}");
    Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"))
}

#[cfg(target_os = "linux")]
#[test]
fn a_table_fits_the_terminal_and_is_whole_where_it_is_piped() {
    let (whole, _) = output_of(&run(&["list", BUNDLED, "--as-of", "2014-03-30"]).success());
    let widest = whole.lines().map(|line| line.width()).max().unwrap();
    let Some(wide) = list_on_a_terminal(widest) else {
        // Without the program `script` there is no terminal to try.
        return;
    };
    assert_eq!(wide, whole);
    for columns in [100, 80] {
        let narrow = list_on_a_terminal(columns).unwrap();
        assert_eq!(narrow.lines().count(), whole.lines().count());
        assert!(narrow.contains('…') && narrow.contains("Yutaka"), "{narrow}");
        for line in narrow.lines() {
            assert!(line.width() <= columns, "{columns}: {line}");
        }
    }
}

/// Returns a word of the shell that stands for a text.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Runs the program with standard output and standard error on a terminal, and returns what reached
/// it; `None` where this machine cannot make one.
fn output_on_a_terminal(args: &[&str], variables: &[(&str, &str)]) -> Option<String> {
    let words = [env!("CARGO_BIN_EXE_blue-ribbon")].iter().chain(args).map(|word| quoted(word));
    let mut command = Command::new("script");
    command.args(["-qec", &words.collect::<Vec<_>>().join(" "), "/dev/null"]);
    command.current_dir(repository_root()).env("LC_ALL", "C").env("NO_COLOR", "1");
    command.env_remove("LANGUAGE").env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    let output = command.envs(variables.iter().copied()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).replace("\r\n", "\n"))
}

#[track_caller]
fn assert_controls_nothing(shown: &str, line: &[&str]) {
    let controls = |c: char| match invisible_kind(c) {
        None | Some(InvisibleKind::Joiner | InvisibleKind::Blank) => false,
        Some(InvisibleKind::Control) => !matches!(c, '\n' | '\t'),
        Some(_) => true,
    };
    let found: Vec<_> = shown.match_indices(controls).take(5).collect();
    assert!(found.is_empty(), "{line:?}: {found:?} in {:?}", shown.get(..4000).unwrap_or(shown));
}

/// A register in which every text is this one, as a file.
fn register_of(text: &str) -> String {
    let text: String = text.chars().map(|c| c.escape_unicode().to_string()).collect();
    format!(
        "(format: 1, title: \"{text}\",\n\
         parties: [(id: \"a\", name: (en: \"{text}\")), (id: \"b\", name: (en: \"{text}\"))],\n\
         compare: (\"a\", \"b\"),\n\
         sources: [(id: \"s\", kind: Press, publisher: \"{text}\", title: \"{text}\",\n\
         address: \"https://a.org/{text}\", note: \"{text}\")],\n\
         totals: [(by: \"a\", count: 2, on: \"2000\", sources: [\"s\"], note: \"{text}\")],\n\
         incidents: [(number: 1, name: (en: \"{text}\"))],\n\
         cases: [\n(\nid: \"c\", name: (given: \"{text}\", family: \"{text}\", native: \"{text}\", other: [\"{text}\"]),\n\
         taken: (on: \"1977\", place: \"{text}\", prefecture: \"{text}\", at: (0.0, 0.0), incident: 1),\n\
         claims: [(by: \"a\", on: \"2000\", says: Dead(place: \"{text}\", cause: \"{text}\"), sources: [\"s\"]),\n\
         (by: \"a\", on: \"2001\", says: NeverEntered, note: \"{text}\"),\n\
         (by: \"b\", on: \"2002\", says: Disputes(\"{text}\"), sources: [\"gone\"])],\n\
         note: \"{text}\",\n),\n],\n\
         events: [(on: \"2000\", title: (en: \"{text}\"), place: (en: \"{text}\"), note: \"{text}\")],\n)\n"
    )
}

/// Runs every command on a register, paths, arguments and variables that hold a text. Returns false
/// where this machine has no terminal to try.
fn run_every_command_on(text: &str) -> bool {
    // A name of a file holds neither a separator nor a zero.
    let name = text.replace(['/', '\0'], "_");
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join(&name);
    fs::create_dir(&folder).unwrap();
    let file = |name: &str, content: &str| {
        let path = folder.join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let content = register_of(text);
    let [register, recorded] =
        [format!("{name}.ron"), "r.ron".to_owned()].map(|it| file(&it, &content));
    record_change(Path::new(&recorded), "2026-11-25T20:31:04Z", "c", text, |case| {
        case.note = format!("{text}{text}");
    });
    let theirs = file("theirs.ron", &content.replace("count: 2", "count: 3"));
    let ours = file("ours.ron", &content.replace("count: 2", "count: 4"));
    // Errors of the reader quote the file.
    let raw = text.replace(['"', '\\'], "");
    let broken: Vec<String> = [
        format!("(format: 1, title: \"T\", {raw}: 1)"),
        format!("(format: 1, title: T{raw})"),
        content.replace("id: \"c\"", &format!("id: \"{raw}\"")),
        content.replace("on: \"1977\"", &format!("on: \"1977{raw}\"")),
        content.replace("says: NeverEntered", &format!("says: Never{raw}")),
        format!("<<<<<<< {raw}\n{content}=======\n>>>>>>> {raw}\n"),
        text.to_owned(),
    ]
    .iter()
    .enumerate()
    .map(|(at, content)| file(&format!("broken{at}.ron"), content))
    .collect();
    let output = folder.join("out.csv");
    let output = output.to_str().unwrap();
    let word = format!("x{name}");
    let option = format!("--{word}");
    let mut lines: Vec<Vec<&str>> = vec![
        vec!["check", &register],
        vec!["history", &recorded],
        vec!["history", &recorded, "--format", "json"],
        vec!["history", &recorded, &word],
        vec!["history", &register],
        vec!["verify", &recorded],
        vec!["verify", &register],
        vec!["summary", &recorded, "--as-recorded", "2026-11-26"],
        vec!["summary", &recorded, "--as-recorded", "1999-01-01"],
        vec!["summary", &register, "--contradictions", "--pictures", "--format", "html"],
        vec!["summary", &register, "--output", output],
        vec!["summary", &register, "--output", &register],
        vec!["summary", &register, "--output", &output[..output.len() - 4]],
        vec!["list", &register, "--search", &word],
        vec!["list", &register, "--sort", &word],
        vec!["list", &register, "--format", "csv", "--separator", "tab"],
        vec!["list", &register, "--format", "json"],
        vec!["list", &register],
        vec!["diff", &register, &recorded, "--format", "json"],
        vec!["diff", &register, &recorded],
        vec!["diff", "/dev/null", &register],
        vec!["merge", &register, &ours, &theirs, "--path", &word, "--labels", &word, &word],
        vec!["merge", &register, &theirs, &word],
        vec!["merge", &register, &ours, &theirs, "--output", "-"],
        vec!["merge-history", &word, &recorded, &register],
        vec!["merge-history", &register, &register, &register, &word],
        vec!["setup-git", folder.to_str().unwrap()],
        vec!["summary", &register, "--as-of", &word],
        vec!["summary", &register, "--format", &word],
        vec!["summary", &register, &word],
        vec!["summary", &option],
        vec!["list", &register, "--year", &word],
        vec!["list", &register, "--lang", &word],
        vec![&word],
        vec![&option],
        vec!["--help"],
        vec!["summary", "--help"],
        vec!["list"],
    ];
    for command in ["summary", "changes", "contradictions"] {
        for format in ["markdown", "html", "csv", "json"] {
            let mut line = vec![command, &*register, "--format", format];
            line.extend(if command == "changes" {
                ["--from", "1990-01-01"]
            } else {
                ["--lang", "ja"]
            });
            lines.push(line);
        }
    }
    for broken in &broken {
        lines.push(vec!["check", broken]);
        lines.push(vec!["summary", broken]);
        lines.push(vec!["merge", &register, &ours, broken]);
    }
    let home = folder.to_str().unwrap();
    let variables = [
        ("HOME", home),
        ("XDG_DATA_HOME", home),
        ("XDG_CONFIG_HOME", home),
        ("BLUE_RIBBON_LOG", "debug"),
    ];
    for line in lines {
        let Some(shown) = output_on_a_terminal(&line, &variables) else { return false };
        assert!(!shown.is_empty() || line[0].starts_with("merge"), "{line:?}");
        assert_controls_nothing(&shown, &line);
    }
    true
}

#[cfg(target_os = "linux")]
#[test]
fn no_text_controls_the_terminal() {
    let signs = [
        "\u{1b}[31m\u{1b}]0;title\u{7}",
        "\u{9b}2J\u{90}x\u{9c}",
        "\u{202e}\u{2066}\u{61c}\u{200f}",
        "\u{8}\u{7f}\r\u{b}\u{c}",
        "\u{200b}\u{2028}\u{2029}\u{85}\u{feff}",
        "a\nb\tc",
        "横田 めぐみ",
    ];
    if !run_every_command_on(&format!("x{}", signs.concat())) {
        // Without the program `script` there is no terminal to try.
        return;
    }
    let part = prop_oneof![
        prop::sample::select(signs.to_vec()).prop_map(str::to_owned),
        any::<char>()
            .prop_filter("an argument ends at a zero", |c| *c != '\0')
            .prop_map(String::from),
    ];
    let text = prop::collection::vec(part, 1..5).prop_map(|parts| format!("x{}", parts.concat()));
    let mut runner =
        TestRunner::new(Config { cases: 3, failure_persistence: None, ..Config::default() });
    let ran = runner.run(&text, |text| {
        run_every_command_on(&text);
        Ok(())
    });
    ran.unwrap();
}
