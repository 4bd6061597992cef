//! The command that brings two versions of a register together, alone and as git's driver.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    cli::{BUNDLED, output_of, program},
    generators::read,
    source_code,
};
use blue_ribbon::{Progress, register::Register, store};

/// Three versions in a folder, and what became of them.
struct Versions {
    folder: tempfile::TempDir,
}

const NAMES: [&str; 3] = ["base.ron", "ours.ron", "theirs.ron"];

impl Versions {
    fn of(texts: [&str; 3]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in NAMES.iter().zip(texts) {
            fs::write(folder.path().join(name), text).unwrap();
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn merge(&self, more: &[&str]) -> assert_cmd::assert::Assert {
        let paths = NAMES.map(|name| self.path(name));
        program().arg("merge").args(paths).args(more).assert()
    }

    /// Every file in the folder.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

pub fn bundled() -> String {
    fs::read_to_string(source_code::repository_root().join(BUNDLED)).unwrap()
}

/// A text with one thing in it replaced.
pub fn with(text: &str, from: &str, to: &str) -> String {
    let replaced = text.replacen(from, to, 1);
    assert_ne!(replaced, text, "{from} is not in it");
    replaced
}

/// The bundled register with one more claim on Megumi Yokota.
pub fn with_claim(text: &str, claim: &str) -> String {
    let case = text.find("id: \"yokota-megumi\"").unwrap();
    let end = case + text[case..].find("\n            ],\n").unwrap();
    format!("{}\n                {claim},{}", &text[..end], &text[end..])
}

pub const OUR_CLAIM: &str = r#"(by: "japan", on: "2024-03-13", says: Abducted)"#;
pub const THEIR_CLAIM: &str = r#"(by: "north-korea", on: "2024-03-15", says: Dead())"#;

pub fn claims(register: &Register) -> Vec<String> {
    let case = register.cases().iter().find(|case| case.id.as_str() == "yokota-megumi").unwrap();
    case.claims.iter().map(|claim| format!("{} {}", claim.by, claim.on)).collect()
}

pub fn load(path: &Path) -> Register {
    let opened = store::load_strict(path, &Progress::default()).unwrap();
    assert_eq!(opened.warnings, [], "it is written as the program writes");
    opened.register
}

#[test]
fn merge_keeps_claims_added_on_both_sides() {
    let base = bundled();
    let versions =
        Versions::of([&base, &with_claim(&base, OUR_CLAIM), &with_claim(&base, THEIR_CLAIM)]);
    let before = claims(&read(&base));
    let (out, err) = output_of(&versions.merge(&[]).success());
    assert_eq!(out, "");
    assert!(err.starts_with("Merged without a conflict: "), "{err}");
    let merged = load(&versions.path("ours.ron"));
    let added = ["japan 2024-03-13".to_owned(), "north-korea 2024-03-15".to_owned()];
    assert_eq!(claims(&merged), [before, added.to_vec()].concat());
    assert_eq!(versions.names(), ["base.ron", "ours.ron", "theirs.ron"], "nothing else is left");
    assert_eq!(versions.text("base.ron"), base);
}

#[test]
fn merge_writes_the_output_file_and_backs_up_the_old_one() {
    let base = bundled();
    let ours = with_claim(&base, OUR_CLAIM);
    let versions = Versions::of([&base, &ours, &with_claim(&base, THEIR_CLAIM)]);
    let output = versions.path("merged.ron");
    for options in [&[][..], &["--force"]] {
        let line = [&["--output", output.to_str().unwrap()], options].concat();
        versions.merge(&line).success();
        assert_eq!(claims(&load(&output)).len(), claims(&read(&base)).len() + 2);
    }
    assert_eq!(versions.text("ours.ron"), ours);
    assert_eq!(versions.text("merged.ron.bak"), versions.text("merged.ron"));
}

#[test]
fn merge_marks_conflicts_at_the_smallest_value_and_describes_them() {
    let base = bundled();
    let ours = with(&base, "born: \"1964-10-05\"", "born: \"1964-10-06\"");
    let ours = with(&ours, "title: \"", "title: \"Our ");
    let theirs = with(&base, "born: \"1964-10-05\"", "born: \"1964-10-07\"");
    let theirs = with_claim(&theirs, THEIR_CLAIM);
    let versions = Versions::of([&base, &ours, &theirs]);
    let (out, err) = output_of(&versions.merge(&[]).code(1));
    assert_eq!(out, "");
    let said: Vec<&str> = err.lines().collect();
    assert_eq!(
        said[0],
        "Conflict: Megumi Yokota: Date of birth: ours 6 October 1964; theirs 7 October 1964; \
         before that 5 October 1964."
    );
    assert!(said[1].starts_with("1 conflict is marked in the file."), "{err}");
    assert_eq!(said.len(), 2, "{err}");
    let marked = versions.text("ours.ron");
    let expected = "<<<<<<< ours\n            born: \"1964-10-06\",\n=======\n            \
                    born: \"1964-10-07\",\n>>>>>>> theirs\n";
    assert!(marked.contains(expected), "{marked}");
    assert_eq!(marked.matches("<<<<<<<").count(), 1);

    // Such a file is refused, with the place and what to do.
    let done = program().arg("check").arg(versions.path("ours.ron")).assert().code(1);
    let (_, err) = output_of(&done);
    let line = marked.lines().position(|line| line.starts_with("<<<<<<<")).unwrap() + 1;
    let place = format!("Line {line}, column 1");
    assert!(err.contains("A mark of a conflict") && err.contains(&place), "{err}");

    // Either side chosen, it is a whole register, with all else merged.
    for side in [&ours, &theirs] {
        let chosen = resolve_markers(&marked, std::ptr::eq(side, &ours));
        fs::write(versions.path("chosen.ron"), &chosen).unwrap();
        let merged = load(&versions.path("chosen.ron"));
        assert!(merged.title().starts_with("Our "));
        assert_eq!(claims(&merged).len(), claims(&read(&base)).len() + 1);
        let born = |register: &Register| {
            let case = register.cases().iter().find(|case| case.id.as_str() == "yokota-megumi");
            case.unwrap().born.clone()
        };
        assert_eq!(born(&merged), born(&read(side)));
    }
}

/// A marked text with one side chosen.
pub fn resolve_markers(marked: &str, ours: bool) -> String {
    let mut taken = [true, true];
    let mut text = String::new();
    for line in marked.lines() {
        match line {
            "<<<<<<< ours" => taken = [true, false],
            "=======" => taken = [false, true],
            ">>>>>>> theirs" => taken = [true, true],
            line if taken[usize::from(!ours)] => text.extend([line, "\n"]),
            _ => {}
        }
    }
    text
}

#[test]
fn deleting_and_changing_one_case_conflicts() {
    let base = bundled();
    let begin = base.find("        (\n            id: \"yokota-megumi\"").unwrap();
    let end = begin + base[begin..].find("\n        ),\n").unwrap() + "\n        ),\n".len();
    let ours = format!("{}{}", &base[..begin], &base[end..]);
    let theirs = with(&base, "born: \"1964-10-05\"", "born: \"1964-10-07\"");
    let versions = Versions::of([&base, &ours, &theirs]);
    let (_, err) = output_of(&versions.merge(&[]).code(1));
    assert!(
        err.starts_with("Conflict: Megumi Yokota: deleted in ours; changed in theirs (taken "),
        "{err}"
    );
    let marked = versions.text("ours.ron");
    assert_eq!(resolve_markers(&marked, true), ours);
    assert_eq!(resolve_markers(&marked, false), theirs);
    let lines: Vec<&str> = marked.lines().collect();
    let at = lines.iter().position(|line| *line == "<<<<<<< ours").unwrap();
    assert_eq!(lines[at + 1], "=======");
    assert_eq!(lines[at + 3], "            id: \"yokota-megumi\",");
}

#[test]
fn merge_treats_an_empty_base_as_an_empty_register() {
    let base = bundled();
    let ours = with_claim(&base, OUR_CLAIM);
    let versions = Versions::of(["", &ours, &with_claim(&base, THEIR_CLAIM)]);
    versions.merge(&[]).success();
    let merged = load(&versions.path("ours.ron"));
    assert_eq!(claims(&merged).len(), claims(&read(&base)).len() + 2);
}

#[test]
fn merge_leaves_unreadable_files_unchanged() {
    let base = bundled();
    let ours = with_claim(&base, OUR_CLAIM);
    for (at, text) in [(0, "(\n"), (1, "\n"), (2, "<<<<<<< HEAD\n(format: 1)\n"), (1, "nothing")] {
        let mut texts = [&*base, &*ours, &*base];
        texts[at] = text;
        let versions = Versions::of(texts);
        let (out, err) = output_of(&versions.merge(&[]).code(129));
        assert_eq!(out, "");
        assert!(err.starts_with("error: ") && err.contains(NAMES[at]), "{err}");
        assert_eq!(versions.text("ours.ron"), texts[1]);
    }
    let versions = Versions::of([&base, &ours, &base]);
    fs::remove_file(versions.path("theirs.ron")).unwrap();
    assert!(output_of(&versions.merge(&[]).code(129)).1.contains("There is no such file"));
    let versions = Versions::of([&base, &ours, &with_claim(&base, THEIR_CLAIM)]);
    let nowhere = versions.path("no such folder").join("merged.ron");
    versions.merge(&["--output", nowhere.to_str().unwrap()]).code(2);
    assert_eq!(versions.text("ours.ron"), ours);
    // A wrong call, of git or by hand.
    let done = program().args(["merge", "one.ron", "two.ron"]).assert().code(129);
    assert!(output_of(&done).1.contains("<THEIRS>"));
}

#[test]
fn merge_describes_conflicts_in_japanese() {
    let base = bundled();
    let [ours, theirs] = ["06", "07"]
        .map(|day| with(&base, "born: \"1964-10-05\"", &format!("born: \"1964-10-{day}\"")));
    let versions = Versions::of([&base, &ours, &theirs]);
    let (_, err) = output_of(&versions.merge(&["--lang", "ja"]).code(1));
    let expected = "競合：横田 めぐみ、生年月日。こちらは1964年10月6日、相手は1964年10月7日、\
                    変更前は1964年10月5日です。";
    assert!(err.starts_with(expected), "{err}");
}

/// Returns the text of a file with the line ends of Windows.
pub fn windows(text: &str) -> String {
    text.replace('\n', "\r\n")
}

#[test]
fn comments_and_layout_of_either_side_survive_a_merge() {
    let base = bundled();
    let changed = with(&base, "Undated; the text is of January 2024 or later.", "Undated.");
    let id = "            id: \"yokota-megumi\"";
    let claim = with_claim(&base, THEIR_CLAIM);
    for (edited, expected) in [
        // A comment in another record, in the same record, before the file, after it.
        (with(&base, id, &format!("            // not before May\n{id}")), "// not before May"),
        (with(&claim, id, &format!("            // not before May\n{id}")), "// not before May"),
        (format!("// Kept since 2003.\n{base}"), "// Kept since 2003.\n(\n"),
        (format!("{base}/* to do */\n"), ")\n/* to do */\n"),
        // A layout by hand, attributes of the file, a mark of UTF-8, no end of the last line.
        (with(&base, "title: \"", "title:   \""), "title:   \""),
        (with(&base, "    cases: [\n", "    cases: [\n\n\n"), "    cases: [\n\n\n"),
        (format!("#![enable(implicit_some)]\n{base}"), "#![enable(implicit_some)]\n(\n"),
        (format!("\u{feff}{base}"), "\u{feff}("),
        (base.trim_end().to_owned(), "],\n)"),
    ] {
        for (ours, theirs) in [(&changed, &edited), (&edited, &changed)] {
            let versions = Versions::of([&base, ours, theirs]);
            let (_, err) = output_of(&versions.merge(&[]).success());
            assert!(err.starts_with("Merged without a conflict: "), "{err}");
            let merged = versions.text("ours.ron");
            assert!(merged.contains(expected), "{expected}: {merged}");
            assert!(merged.contains("Undated."), "the other change is in it");
            let is_ended = edited.ends_with('\n');
            assert_eq!(merged.ends_with('\n'), is_ended);
            assert_eq!(merged.contains(THEIR_CLAIM), edited.contains(THEIR_CLAIM));
        }
    }
}

#[test]
fn comments_of_both_sides_within_one_changed_record_survive() {
    let base = bundled();
    let id = "            id: \"yokota-megumi\"";
    let side = |claim: &str, comment: &str| {
        with(&with_claim(&base, claim), id, &format!("            // {comment}\n{id}"))
    };
    let (ours, theirs) = (side(OUR_CLAIM, "ours"), side(THEIR_CLAIM, "theirs"));
    let versions = Versions::of([&base, &ours, &theirs]);
    versions.merge(&[]).success();
    let merged = versions.text("ours.ron");
    for part in ["// ours\n", "// theirs\n", OUR_CLAIM, THEIR_CLAIM] {
        assert_eq!(merged.matches(part).count(), 1, "{part}: {merged}");
    }
    // In a conflict too.
    let born = |text: &str, day: &str| with(text, "1964-10-05", day);
    let versions = Versions::of([&base, &born(&ours, "1964-10-06"), &born(&theirs, "1964-10-07")]);
    versions.merge(&[]).code(1);
    let merged = versions.text("ours.ron");
    for part in ["// ours\n", "// theirs\n", OUR_CLAIM, THEIR_CLAIM, "<<<<<<< ours\n"] {
        assert_eq!(merged.matches(part).count(), 1, "{part}: {merged}");
    }
}

#[test]
fn what_a_merge_cannot_keep_in_its_place_is_said_with_exit_status_1() {
    let base = bundled();
    // A comment on a case that the other side deletes.
    let begin = base.find("        (\n            id: \"yokota-megumi\"").unwrap();
    let end = begin + base[begin..].find("\n        ),\n").unwrap() + "\n        ),\n".len();
    let deleted = format!("{}{}", &base[..begin], &base[end..]);
    let id = "            id: \"yokota-megumi\"";
    let commented = with(&base, id, &format!("            // not before May\n{id}"));
    for (ours, theirs) in [(&deleted, &commented), (&commented, &deleted)] {
        let versions = Versions::of([&base, ours, theirs]);
        let (_, err) = output_of(&versions.merge(&[]).code(1));
        assert!(err.contains("stands at its end: // not before May"), "{err}");
        assert!(versions.text("ours.ron").ends_with(")\n// not before May\n"));
    }
    // A layout by hand of a record that both sides changed at the same lines.
    let by_hand = with(&base, "            born: \"1964-10-05\",\n", " born: \"1964-10-05\",\n");
    let ours = with_claim(&by_hand, OUR_CLAIM);
    let theirs = with_claim(&by_hand, THEIR_CLAIM);
    let versions = Versions::of([&by_hand, &ours, &theirs]);
    let (_, err) = output_of(&versions.merge(&[]).code(1));
    assert!(err.contains("cases › yokota-megumi"), "{err}");
    // An attribute that the program cannot keep.
    let strict = format!("#![enable(explicit_struct_names)]\n{base}");
    let versions = Versions::of([&base, &with_claim(&base, OUR_CLAIM), &strict]);
    versions.merge(&[]);
    assert!(versions.text("ours.ron").contains(OUR_CLAIM));
}

#[test]
fn a_merged_file_keeps_its_line_ends() {
    let base = bundled();
    let changed = with(&base, "Undated; the text is of January 2024 or later.", "Undated.");
    let claim = with_claim(&base, THEIR_CLAIM);
    let versions = Versions::of([&windows(&base), &windows(&changed), &windows(&claim)]);
    versions.merge(&[]).success();
    let merged = versions.text("ours.ron");
    assert_eq!(windows(&merged.replace("\r\n", "\n")), merged);
    assert!(merged.contains("Undated.") && merged.contains(THEIR_CLAIM));
    // One side changes the line ends, the other a record.
    for (ours, theirs) in [(windows(&base), claim.clone()), (claim.clone(), windows(&base))] {
        let versions = Versions::of([&base, &ours, &theirs]);
        versions.merge(&[]).success();
        assert_eq!(versions.text("ours.ron"), windows(&claim));
    }
    // A conflict, with its markers.
    let born = |day: &str| windows(&with(&base, "1964-10-05", day));
    let versions = Versions::of([&windows(&base), &born("1964-10-06"), &born("1964-10-07")]);
    versions.merge(&[]).code(1);
    let marked = versions.text("ours.ron");
    assert_eq!(windows(&marked.replace("\r\n", "\n")), marked);
    assert!(marked.contains("\r\n=======\r\n"), "{marked}");
}

#[test]
fn markers_and_messages_name_the_sides_and_the_file_that_git_names() {
    let base = bundled();
    let [ours, theirs] = ["06", "07"]
        .map(|day| with(&base, "born: \"1964-10-05\"", &format!("born: \"1964-10-{day}\"")));
    let options = ["--path", "people.ron", "--marker-size", "9", "--labels", "HEAD", "hers"];
    let versions = Versions::of([&base, &ours, &theirs]);
    let (_, err) = output_of(&versions.merge(&options).code(1));
    assert!(err.ends_with("people.ron\n") && !err.contains("ours.ron"), "{err}");
    let marked = versions.text("ours.ron");
    assert!(marked.contains("\n<<<<<<<<< HEAD\n") && marked.contains("\n>>>>>>>>> hers\n"));
    program().arg("check").arg(versions.path("ours.ron")).assert().code(1);
    let versions = Versions::of([&base, "(", &theirs]);
    let (_, err) = output_of(&versions.merge(&options).code(129));
    assert!(err.starts_with("error: people.ron (HEAD): "), "{err}");
    // An older git leaves what it does not know as it is.
    let options = ["--path", "people.ron", "--marker-size", "%L", "--labels", "%X", "%Y"];
    let versions = Versions::of([&base, &ours, &theirs]);
    versions.merge(&options).code(1);
    assert!(versions.text("ours.ron").contains("\n<<<<<<< ours\n"));
}

#[test]
fn a_base_with_conflict_markers_makes_a_conflict_of_what_they_mark() {
    let base = bundled();
    let [ours, theirs] = ["06", "07"]
        .map(|day| with(&base, "born: \"1964-10-05\"", &format!("born: \"1964-10-{day}\"")));
    let versions = Versions::of([&base, &ours, &theirs]);
    versions.merge(&[]).code(1);
    let marked = versions.text("ours.ron");
    // Both settled the conflict: in the same way, or each in their own.
    let (ours, theirs) = (with_claim(&ours, OUR_CLAIM), with_claim(&theirs, THEIR_CLAIM));
    let versions = Versions::of([&marked, &ours, &theirs]);
    let (_, err) = output_of(&versions.merge(&[]).code(1));
    assert!(err.contains("Date of birth: ours 6 October 1964; theirs 7 October 1964"), "{err}");
    let same = with(&theirs, "1964-10-07", "1964-10-06");
    let versions = Versions::of([&marked, &ours, &same]);
    versions.merge(&[]).success();
    let merged = versions.text("ours.ron");
    assert!(merged.contains(OUR_CLAIM) && merged.contains(THEIR_CLAIM));
    // A base that is no register on either side of its markers is refused.
    let versions = Versions::of(["<<<<<<< ours\n(\n=======\n>>>>>>> theirs\n", &ours, &same]);
    versions.merge(&[]).code(129);
    assert_eq!(versions.text("ours.ron"), ours);
}

#[test]
fn a_source_that_one_side_deletes_and_the_other_cites_is_marked() {
    let ours = bundled();
    let spare = "    sources: [\n        (\n            id: \"spare\",\n            kind: Press,\n            \
                 publisher: \"P\",\n            title: \"T\",\n        ),";
    let base = with(&ours, "    sources: [", spare);
    let theirs =
        with_claim(&base, r#"(by: "japan", on: "2025-01-01", says: Abducted, sources: ["spare"])"#);
    for (mine, hers) in [(&ours, &theirs), (&theirs, &ours)] {
        let versions = Versions::of([&base, mine, hers]);
        let (_, err) = output_of(&versions.merge(&[]).code(1));
        assert!(err.contains("Only both changes together give this: Megumi Yokota"), "{err}");
        let marked = versions.text("ours.ron");
        assert_eq!(marked.matches("<<<<<<< ours").count(), 2, "{marked}");
        for is_ours in [true, false] {
            fs::write(versions.path("chosen.ron"), resolve_markers(&marked, is_ours)).unwrap();
            let done = program().arg("check").arg(versions.path("chosen.ron")).assert();
            assert!(!output_of(&done).0.contains("spare"));
        }
    }
}

#[test]
fn two_words_of_one_party_on_one_day_are_marked_in_either_direction() {
    let base = bundled();
    let [alive, denied] = ["Alive", "NeverEntered"].map(|says| {
        let claim =
            format!(r#"(by: "north-korea", on: "2025-01-01", says: {says}, sources: ["npa"])"#);
        with_claim(&base, &claim)
    });
    for (ours, theirs) in [(&alive, &denied), (&denied, &alive)] {
        let versions = Versions::of([&base, ours, theirs]);
        versions.merge(&[]).code(1);
        assert!(versions.text("ours.ron").contains("<<<<<<< ours\n"));
    }
}

/// Merges while another program does something with the files once our side has been read: theirs is
/// a pipe, which is read last.
#[cfg(unix)]
fn merge_meanwhile(
    versions: &Versions,
    more: &[&str],
    meanwhile: impl FnOnce() + Send,
) -> std::process::Output {
    let theirs = versions.path("theirs.ron");
    let text = fs::read(&theirs).unwrap();
    fs::remove_file(&theirs).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&theirs).status().unwrap().success());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // Opened as soon as the program opens it to read.
            let mut pipe = fs::File::options().write(true).open(&theirs).unwrap();
            meanwhile();
            std::io::Write::write_all(&mut pipe, &text).unwrap();
        });
        versions.merge(more).get_output().clone()
    })
}

#[cfg(unix)]
#[test]
fn our_side_that_changes_while_it_is_merged_is_not_overwritten() {
    let base = bundled();
    let [ours, changed] =
        ["Ours ", "Meanwhile "].map(|word| with(&base, "title: \"", &format!("title: \"{word}")));
    let theirs = with(&base, "given: \"Yutaka\"", "given: \"Other\"");
    for (more, status) in [(vec![], 129), (vec!["--output", "OURS"], 2)] {
        for removes in [false, true] {
            let versions = Versions::of([&base, &ours, &theirs]);
            let path = versions.path("ours.ron");
            let more: Vec<_> = more
                .iter()
                .map(|word| if *word == "OURS" { path.to_str().unwrap() } else { *word })
                .collect();
            let output = merge_meanwhile(&versions, &more, || match removes {
                true => fs::remove_file(&path).unwrap(),
                false => fs::write(&path, &changed).unwrap(),
            });
            let text = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(status), "{text}");
            let said = if removes { "has been deleted" } else { "has changed the file" };
            assert!(text.contains(said), "{text}");
            let names = if removes {
                assert!(!path.exists());
                vec!["base.ron", "theirs.ron"]
            } else {
                assert_eq!(versions.text("ours.ron"), changed);
                vec!["base.ron", "ours.ron", "theirs.ron"]
            };
            assert_eq!(versions.names(), names, "{more:?}");
        }
    }
}
