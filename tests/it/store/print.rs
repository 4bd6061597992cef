//! The printer writes the canonical layout.

use std::sync::Arc;

use proptest::prelude::*;

use crate::store::{
    BUNDLED, SMALL, print, read,
    register_generators::{case, register},
};
use blue_ribbon::register::{Change, Edit};

#[test]
fn the_bundled_register_prints_unchanged() {
    // After a change by hand: UPDATE_REGISTER=1 cargo test --test it the_bundled_register
    if std::env::var_os("UPDATE_REGISTER").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/register.ron");
        std::fs::write(path, print(&read(BUNDLED))).unwrap();
    }
    for (printed, written) in print(&read(BUNDLED)).lines().zip(BUNDLED.lines()) {
        assert_eq!(printed, written);
    }
    assert_eq!(print(&read(BUNDLED)).len(), BUNDLED.len());
}

#[test]
fn the_small_register_prints_unchanged() {
    assert_eq!(print(&read(SMALL)), SMALL);
}

#[test]
fn only_invisible_characters_are_escaped() {
    let text = SMALL.replace(
        "\"Small\"",
        r#""a \"b\" \\ \n\t\u{7}\u{202e}\u{0} Japan's か\u{3099} 👩\u{200d}🚀""#,
    );
    let title = print(&read(&text)).lines().nth(2).unwrap().to_owned();
    let expected = r#"    title: "a \"b\" \\ \n\t\u{7}\u{202e}\u{0} Japan's "#.to_owned();
    assert_eq!(title, expected + "か\u{3099} 👩\u{200d}🚀\",");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_printed_register_round_trips(register in register()) {
        let text = print(&register);
        let again = read(&text);
        prop_assert_eq!(&again, &register);
        prop_assert_eq!(print(&again), text);
    }

    #[test]
    fn editing_a_case_changes_only_its_own_lines(
        register in register(), new in case(9), which in any::<prop::sample::Index>(),
    ) {
        prop_assume!(!register.cases().is_empty());
        let at = which.index(register.cases().len());
        let before = Arc::clone(&register.cases()[at]);
        let mut edited = register.clone();
        let change = Change { at, before: Some(before), after: Some(Arc::new(new)) };
        edited.apply(&Edit::Case(change)).unwrap();

        let (old, new) = (print(&register), print(&edited));
        let [old, new] = [&old, &new].map(|text| text.lines().collect::<Vec<_>>());
        // The lines before the case and those after it are the same in both.
        let begin = |lines: &[&str]| {
            let cases = lines.iter().position(|line| *line == "    cases: [").unwrap();
            let opens = lines.iter().enumerate().filter(|(i, line)| *i > cases && **line == "        (");
            opens.map(|(i, _)| i).nth(at).unwrap()
        };
        let end = |lines: &[&str]| {
            let begin = begin(lines);
            begin + lines[begin..].iter().position(|line| *line == "        ),").unwrap()
        };
        prop_assert_eq!(&old[..begin(&old)], &new[..begin(&new)]);
        prop_assert_eq!(&old[end(&old)..], &new[end(&new)..]);
    }
}
