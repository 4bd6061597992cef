//! `verify --seal`: the line of a history that a report names.

use std::fs;

use crate::cli::{
    history::{RegisterWithHistory, register_with_history},
    output_of, run,
};
use blue_ribbon::store::fs::hash::Hash;

impl RegisterWithHistory {
    /// Verifies with a seal, and returns the exit status and what was written.
    fn verify_seal(&self, seal: &str) -> (i32, String) {
        let done = run(&["verify", "--seal", seal, self.path()]);
        let (out, err) = output_of(&done);
        (done.get_output().status.code().unwrap(), out + &err)
    }

    fn seal(&self, line: usize) -> String {
        seal_of(&self.lines()[line - 1]).to_owned()
    }

    fn write_lines(&self, lines: &[String]) {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        fs::write(self.history(), text).unwrap();
    }
}

fn seal_of(line: &str) -> &str {
    line[..line.len() - 2].rsplit('"').next().unwrap()
}

/// Computes the chain of lines anew, as somebody can who wants to hide a change.
pub(super) fn reseal(lines: &[String]) -> Vec<String> {
    let mut resealed: Vec<String> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let (body, old) =
            (line.rsplit_once(", seal: \"").unwrap().0, lines.get(at.wrapping_sub(1)));
        let body = match (old, resealed.last()) {
            (Some(old), Some(new)) => body.replace(seal_of(old), seal_of(new)),
            _ => body.to_owned(),
        };
        let seal = Hash::of_bytes(body.as_bytes());
        resealed.push(format!("{body}, seal: \"{seal}\")"));
    }
    resealed
}

#[test]
fn a_seal_or_its_beginning_names_its_line() {
    let recorded = register_with_history();
    let seal = recorded.seal(2);
    for digits in [64, 40, 16] {
        let (status, text) = recorded.verify_seal(&seal[..digits]);
        assert_eq!(status, 0, "{text}");
        assert!(
            text.ends_with(
                "Line 2 has this seal. It was recorded on 25 November 2026 at 20:31 by A. Reader \
                 (reader@desk): Change of Yutaka Kume\nThe 1 later line follows it.\n"
            ),
            "{text}"
        );
    }
    let (status, text) = recorded.verify_seal(&recorded.seal(1));
    assert_eq!(status, 0);
    assert!(text.contains("Line 1 has this seal") && text.contains("All 2 later lines follow it."));
    let (status, text) = recorded.verify_seal(&recorded.seal(3));
    assert_eq!(status, 0);
    assert!(text.ends_with("It is the last line.\n"), "{text}");
}

#[test]
fn what_is_no_seal_is_wrong_use() {
    let recorded = register_with_history();
    let seal = recorded.seal(2);
    let upper = seal.to_uppercase();
    let long = format!("{seal}0");
    let spaced = format!(" {seal}");
    let wide: String = seal[..16].replace(|c: char| c.is_ascii_digit(), "１");
    for text in [&seal[..15], &upper, &long, &spaced, "", "0123456789abcdeg", "no", &wide] {
        let (status, message) = recorded.verify_seal(text);
        assert_eq!(status, 2, "{text:?}: {message}");
    }
    assert!(recorded.verify_seal("no").1.contains("at least the first 16"));
}

#[test]
fn a_seal_that_no_line_has_is_a_failure() {
    let recorded = register_with_history();
    let (status, text) = recorded.verify_seal(&"0".repeat(64));
    assert_eq!(status, 1);
    assert!(text.contains("No line of the history has the seal 000"), "{text}");
}

#[test]
fn a_history_that_was_computed_anew_no_longer_has_the_seal() {
    let recorded = register_with_history();
    let seals = [1, 2, 3].map(|line| recorded.seal(line));
    let mut lines = recorded.lines();
    lines[1] = lines[1].replace("the 2006 list, p. 3", "the 2006 list, p. 4");
    recorded.write_lines(&reseal(&lines));
    run(&["verify", recorded.path()]).success();
    assert_eq!(recorded.verify_seal(&seals[0]).0, 0, "what was before the change is unchanged");
    for seal in &seals[1..] {
        assert_eq!(recorded.verify_seal(seal).0, 1);
    }
}

#[test]
fn lines_that_do_not_follow_the_sealed_one_are_a_failure() {
    let recorded = register_with_history();
    let (lines, seal) = (recorded.lines(), recorded.seal(2));
    // The line was changed and keeps its seal.
    let mut changed = lines.clone();
    changed[1] = changed[1].replace("2006 list", "2007 list");
    recorded.write_lines(&changed);
    let (status, text) = recorded.verify_seal(&seal);
    assert_eq!(status, 1);
    assert!(text.contains("Line 2 holds this seal, but it is not the seal"), "{text}");
    // A line before it was changed.
    let mut changed = lines.clone();
    changed[0] = changed[0].replace("reader", "writer");
    recorded.write_lines(&changed);
    assert_eq!(recorded.verify_seal(&seal).0, 1);
    // The line after it follows another.
    let mut other = lines.clone();
    other[2] = other[2].replace(&seal, &"0".repeat(64));
    let other_last = reseal(&other[2..]).remove(0);
    recorded.write_lines(&[lines[0].clone(), lines[1].clone(), other_last]);
    let (status, text) = recorded.verify_seal(&seal);
    assert_eq!(status, 1);
    assert!(text.contains("These later lines were written without it: 3."), "{text}");
    // The line stands there twice.
    recorded.write_lines(&[lines[0].clone(), lines[1].clone(), lines[1].clone(), lines[2].clone()]);
    let (status, text) = recorded.verify_seal(&seal);
    assert_eq!(status, 1);
    assert!(text.contains("stands in several lines: 2, 3."), "{text}");
}
