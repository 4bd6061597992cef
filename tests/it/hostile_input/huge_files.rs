//! Huge or deeply nested files are opened, or refused with a message, quickly and in memory of at
//! most a few times their size.
//!
//! Each is opened in a process of its own, so that its peak of memory can be measured.

use std::{fmt::Write as _, fs, iter, path::Path};

use crate::{
    child_process::{ChildProcess, child_command, child_folder, from_env, print_line},
    hostile_input::finishes_in_time,
    hostile_input::targets,
};
use blue_ribbon::{
    Locale, Progress,
    store::{
        app_dirs::AppDirs, drafts::draft_file::DraftFile, load_strict, open, settings::Settings,
    },
};

/// Returns the bytes of a huge text, the records of a long list and the levels of a deep nesting.
fn sizes() -> (usize, usize, usize) {
    let megabytes = from_env("BLUE_RIBBON_HUGE", 1) as usize;
    (megabytes << 20, megabytes * 62_500, 100_000)
}

/// Returns the text of a register with another value for a field and more text at its end.
fn register_text_with(field: &str, value: &str, more: &str) -> String {
    let small = r#"(
    format: 1,
    title: "T",
    parties: [(id: "a", name: (en: "A")), (id: "b", name: (en: "B"))],
    compare: ("a", "b"),
    cases: [
        (
            id: "one",
            name: (given: "x"),
            born: "1964",
            taken: (age: 13, at: (37.92, 139.04)),
            note: "",
        ),
    ],
"#;
    let start = small.find(field).unwrap() + field.len();
    let end = start + small[start..].find([',', ')']).unwrap();
    [&small[..start], value, &small[end..], more, ")\n"].concat()
}

/// Returns the inputs, each with a description of what is hostile in it.
fn inputs() -> Vec<(&'static str, String)> {
    let (bytes, records, depth) = sizes();
    let quoted = |text: &str| format!("\"{text}\"");
    let long = "a".repeat(bytes);
    let digits = "9".repeat(1_000_000);
    let list = |name: &str, item: &str| {
        register_text_with("format: ", "1", &format!("    {name}: [{}],\n", item.repeat(records)))
    };
    let numbered = |begin: &str, end: &str| {
        let mut text = String::new();
        (0..records).for_each(|n| write!(text, "{begin}{n}{end}").unwrap());
        register_text_with("format: ", "1", &format!("    sources: [\n{text}    ],\n"))
    };
    vec![
        ("a title", register_text_with("title: ", &quoted(&long.repeat(8)), "")),
        (
            "a title of escapes",
            register_text_with("title: ", &quoted(&"\\u{202e}".repeat(bytes / 8)), ""),
        ),
        ("a title of lines", register_text_with("title: ", &quoted(&"\n".repeat(bytes)), "")),
        ("a title without an end", register_text_with("title: ", &format!("\"{long}"), "")),
        ("a date", register_text_with("born: ", &quoted(&long), "")),
        ("an id", register_text_with("cases: [\n        (\n            id: ", &quoted(&long), "")),
        ("the name of a field", register_text_with("format: ", "1", &format!("    {long}: 1,\n"))),
        (
            "the name of a field of a case",
            register_text_with("age: 13, at: ", "(1, 2)", "").replace("note", &long),
        ),
        ("a word", register_text_with("note: ", &long, "")),
        ("a comment", register_text_with("format: ", &format!("/*{long}*/ 1"), "")),
        ("comments in comments", register_text_with("format: ", &"/*".repeat(bytes / 2), "")),
        ("comments without an end after each record", list("events", "\n    () /*")),
        ("an age", register_text_with("age: ", &digits, "")),
        ("a place", register_text_with("at: (", &digits, "")),
        ("a place with digits", register_text_with("at: (", &format!("0.{digits}"), "")),
        ("a format", register_text_with("format: ", &digits, "")),
        ("round brackets", register_text_with("born: ", &"(".repeat(depth), "")),
        ("square brackets", register_text_with("born: ", &"[".repeat(depth), "")),
        ("round brackets alone", "(".repeat(depth)),
        ("square brackets alone", "[".repeat(depth)),
        ("curly brackets alone", "{".repeat(depth)),
        ("brackets that are closed", format!("{}{}", "[".repeat(depth), "]".repeat(depth))),
        ("optional values", register_text_with("born: ", &"Some(".repeat(depth), "")),
        ("empty records", list("events", "(),")),
        ("empty records on lines", list("events", "\n        (),")),
        ("records without an end", list("events", "\n        (")),
        ("records with a text without an end", list("events", "\n        (\"),")),
        ("records further and further in", {
            let deep = (0..3000).map(|n| " ".repeat(n) + "(x: 1),\n").collect::<String>();
            register_text_with("format: ", "1", &format!("    events: [\n{deep}    ],\n"))
        }),
        ("commas", list("events", ",")),
        (
            "records with one id",
            list("sources", "\n        (id: \"s\", kind: Press, publisher: \"\", title: \"\"),"),
        ),
        (
            "sound records",
            numbered("        (id: \"s", "\", kind: Press, publisher: \"\", title: \"\"),\n"),
        ),
        ("damaged records", numbered("        (id: \"s", "\", kind: Pres),\n")),
        ("nothing but blanks", iter::repeat_n(" \n", bytes / 2).collect()),
        ("nothing but quotation marks", "\"".repeat(bytes)),
        ("nothing but backslashes", "\\".repeat(bytes)),
        ("nothing but letters of four bytes", "👩".repeat(bytes / 4)),
    ]
}

#[test]
fn huge_or_deep_input_is_handled_quickly_in_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    for (name, text) in inputs() {
        fs::write(&path, &text).unwrap();
        let said =
            ChildProcess::start(child_command(child_opener, folder.path())).wait_for_success();
        let told = said.iter().find_map(|line| line.strip_prefix("done ")).expect(name);
        let peak: Option<usize> = told.parse().ok();
        let bound = 60_000 + 20 * text.len() / 1024;
        assert!(peak.is_none_or(|peak| peak < bound), "{name}: {peak:?} kB");
    }
}

/// Opens the register of its folder and prints the peak of memory in kB.
#[test]
#[ignore = "started by another test, in a process of its own"]
fn child_opener() {
    let Some(folder) = child_folder() else { return };
    let path = folder.join("register.ron");
    for open in [load_strict, open] {
        if let Err(error) = open(&path, &Progress::default()) {
            targets::check_error_text(&error);
        }
    }
    print_line(&format!("done {}", peak_memory().unwrap_or_default()));
}

/// Returns the peak of this process's memory in kB; nothing where the system does not report it.
fn peak_memory() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").to_owned())
}

#[test]
fn huge_or_deep_settings_and_drafts_are_refused_with_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let places = AppDirs::in_folder(folder.path());
    fs::create_dir_all(&places.config_folder).unwrap();
    let (bytes, _, depth) = sizes();
    for text in [
        "(".repeat(depth),
        "[".repeat(depth),
        format!("(recent: {}", "[".repeat(depth)),
        format!("(a_field_of_a_newer_program: {}", "(".repeat(depth)),
        format!("(theme: {})", "a".repeat(bytes)),
        format!("(format: 1, register: \"\", typed: \"{}\")", "a".repeat(bytes)),
        format!("(format: 1, draft: {}", "Case(".repeat(depth)),
        format!("(format: {})", "9".repeat(bytes)),
        "/*".repeat(depth),
    ] {
        let start: String = text.chars().take(60).collect();
        fs::write(places.settings_path(), &text).unwrap();
        let path = folder.path().join("draft.ron");
        let (settings, draft) = finishes_in_time(&start, move || {
            (Settings::load(&app_dirs_of(&path)), DraftFile::parse(&text, &path))
        });
        assert_eq!(settings.0, Settings::default(), "{start}");
        // Settings pass over fields that they do not know.
        let notice = settings.1.map(|notice| notice.describe(Locale::ENGLISH));
        let words: Vec<_> =
            notice.into_iter().chain([draft.unwrap_err().describe(Locale::ENGLISH)]).collect();
        assert!(words.iter().all(|words| words.chars().count() < 500), "{start}: {words:?}");
    }
}

fn app_dirs_of(draft: &Path) -> AppDirs {
    AppDirs::in_folder(draft.parent().unwrap())
}
