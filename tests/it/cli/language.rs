//! The language of help, of errors and of faults.

use assert_cmd::Command;

use crate::{
    child_process::{child_command, child_folder},
    cli::{output_of, program},
};
use blue_ribbon::{Locale, cli::panic_message::install_panic_message};

/// Every command, and the program without one.
const COMMANDS: [&[&str]; 14] = [
    &[],
    &["summary"],
    &["changes"],
    &["list"],
    &["contradictions"],
    &["check"],
    &["history"],
    &["verify"],
    &["diff"],
    &["merge"],
    &["merge-history"],
    &["setup-git"],
    &["generate-key"],
    &["trust-key"],
];

fn japanese_program() -> Command {
    let mut command = program();
    command.env("LC_ALL", "ja_JP.UTF-8");
    command
}

/// Returns whether a line of the help is in Japanese or needs no translation: a usage, a name of a
/// command or an option, a line to be typed.
fn is_japanese(line: &str) -> bool {
    let is_kana = |c: char| ('\u{3040}'..='\u{30ff}').contains(&c) || ('一'..='龯').contains(&c);
    let line = line.trim();
    let is_code = ["blue-ribbon", "git config", "echo "].iter().any(|it| line.starts_with(it));
    let has_words = line.split(' ').filter(|word| word.len() > 1).count() > 2;
    line.contains(is_kana) || is_code || !has_words
}

#[cfg(target_os = "linux")]
#[test]
fn every_line_of_help_is_in_the_language_of_the_reader() {
    for command in COMMANDS {
        let line = [command, &["--help"]].concat();
        let (out, _) = output_of(&japanese_program().args(&line).assert().success());
        assert!(out.contains("使い方：blue-ribbon"), "{out}");
        for line in out.lines() {
            assert!(is_japanese(line), "{command:?}: {line:?} in\n{out}");
        }
        assert!(!out.contains("[OPTIONS]") && !out.contains("%{"), "{out}");
        let (english, _) = output_of(&program().args(&line).assert().success());
        assert!(english.contains("Usage: blue-ribbon") && !english.contains("%{"), "{english}");
        assert!(english.is_ascii(), "{english}");
        // The same help by the other ways to it, and in a language that is named.
        let short = [command, &["-h"]].concat();
        let by_command = [&["help"], command].concat();
        for other in [short, by_command] {
            let (found, _) = output_of(&japanese_program().args(&other).assert().success());
            assert_eq!(found, out, "{other:?}");
        }
        if !command.is_empty() {
            let named = [command, &["--lang=ja", "--help"]].concat();
            assert_eq!(output_of(&program().args(&named).assert().success()).0, out);
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn every_error_of_wrong_use_is_in_the_language_of_the_reader() {
    for (line, text) in [
        (&["sumary"][..], "summary のことですか"),
        (&["qqqq"], "コマンドもファイルもありません"),
        (&["summary", "--hlep"], "「--help」のことですか"),
        (&["summary", "--format", "pdf"], "使える値：markdown, html, csv, json"),
        (&["summary", "--format"], "値が必要です"),
        (&["summary", "--as-of", "2002-02-30"], "暦にある日ではありません"),
        (&["summary", "--lang", "tlh"], "en, ja から選んでください"),
        (&["list", "--year", "1978..1977"], "早い年を先に"),
        (&["list", "--sort", "height"], "その列はありません"),
        (&["changes"], "次の引数が必要です：--from <DATE>"),
        (&["diff", "-", "-"], "一度しか読めません"),
        (&["summary", "--pictures"], "--format html が必要です"),
        (&["one.ron", "two.ron"], "同時に使えません"),
        (&["summary", "--as-of", "2002-01-01", "--as-of", "2002-01-01"], "一度しか指定できません"),
        (&["-"], "保存できるファイルが必要です"),
    ] {
        let (out, err) = output_of(&japanese_program().args(line).assert().code(2));
        assert_eq!(out, "", "{line:?}");
        assert!(err.starts_with("エラー：") && err.contains(text), "{line:?}: {err}");
        for line in err.lines() {
            assert!(is_japanese(line), "{line:?} in\n{err}");
        }
    }
}

#[test]
#[ignore = "started by another test, in a process of its own"]
fn child_panic_in_a_dependency() {
    if child_folder().is_some() {
        install_panic_message(Locale::ENGLISH);
        jiff::civil::date(2000, 13, 40);
    }
}

#[test]
fn a_fault_of_the_program_names_no_folder_of_the_machine_that_built_it() {
    let folder = tempfile::tempdir().unwrap();
    let output = child_command(child_panic_in_a_dependency, folder.path())
        .env("RUST_BACKTRACE", "full")
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("Please report this line."), "{err}");
    for folder in ["/registry/", "/rustc/", "/home/", "/root/", env!("CARGO_MANIFEST_DIR")] {
        assert!(!err.contains(folder), "{err}");
    }
}
