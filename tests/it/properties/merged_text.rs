//! The text of a merged register keeps the comments, the layout and the line ends of both sides.

use std::{collections::BTreeMap, fs};

use proptest::{collection::vec, prelude::*};

use crate::{
    generators::read,
    properties::merge::{print, resolve_markers, text_merge, versions},
    store::source_text::with_comments,
};
use blue_ribbon::{
    Progress,
    merge::{Side, merge},
    register::Register,
    store::{self, register_text::WriteRegister as _, ron::conflict_markers::MarkerStyle},
};

/// Returns the text that a save writes over a text of another version.
fn saved(old_text: &str, register: &Register) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.ron");
    fs::write(&path, old_text).unwrap();
    let opened = store::load_strict(&path, &Progress::default()).unwrap();
    let mut bytes = Vec::new();
    (register, &opened.source_text).print(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Returns three texts: the second and third are the first with the changes of a side, and with its
/// own comments.
fn texts(registers: &[Register; 3], decorations: &[Vec<u8>; 3]) -> [String; 3] {
    // Beside the comments of the base a side has only its own lines, so as not to change these.
    let is_commented = !decorations[0].is_empty();
    let decoration = |at: usize| -> Vec<u8> {
        let of_side = decorations[at].iter().map(|kind| match kind % 16 {
            1 | 4 if is_commented && at > 0 => 0,
            3 if is_commented => 0,
            kind => kind,
        });
        of_side.collect()
    };
    let base = with_comments(&print(&registers[0]), &decoration(0));
    let side = |at: usize| with_comments(&saved(&base, &registers[at]), &decoration(at));
    [base.clone(), side(1), side(2)]
}

/// Returns how often each comment stands in a text.
fn comments(text: &str) -> BTreeMap<String, usize> {
    // The lines of a comment end as the others do.
    let text = text.replace('\r', "");
    let mut counts = BTreeMap::new();
    for start in ["// before ", "// after ", "block\n ( ", "/* "] {
        for (at, _) in text.match_indices(start) {
            let rest = &text[at + start.len()..];
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            if digits > 0 {
                *counts.entry(format!("{start}{}", &rest[..digits])).or_default() += 1;
            }
        }
    }
    counts
}

/// Returns the name of the first comment that both sides kept or one side added, and that the
/// merged text lacks.
fn missing_comment([base, ours, theirs]: &[String; 3], merged: &str) -> Option<String> {
    let [base, ours, theirs, merged] = [base, ours, theirs, merged].map(comments);
    let count = |of: &BTreeMap<String, usize>, name: &str| of.get(name).copied().unwrap_or(0);
    let mut names = ours.keys().chain(theirs.keys());
    let lost = names.find(|name| {
        let [base, ours, theirs, found] =
            [&base, &ours, &theirs, &merged].map(|of| count(of, name));
        let kept = (ours + theirs).saturating_sub(base).min(ours.max(theirs));
        found < kept
    });
    lost.cloned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_merged_text_has_the_register_and_every_comment_of_both_sides(
        registers in versions(),
        decorations in prop_oneof![
            [vec(any::<u8>(), 1..40), vec(any::<u8>(), 0..60), vec(any::<u8>(), 0..60)],
            [vec(any::<u8>(), 0..1), vec(any::<u8>(), 0..60), vec(any::<u8>(), 0..60)],
        ],
        kept in vec(any::<bool>(), 1..9),
    ) {
        let texts = texts(&registers, &decorations);
        let merged = merge(Some(&registers[0]), &registers[1], &registers[2]);
        let merge = text_merge(&registers, &texts);
        if merged.conflicts.is_empty() {
            let text = merge.merge(&merged.register).text;
            prop_assert_eq!(&read(&text), &merged.register);
            prop_assert_eq!(missing_comment(&texts, &text), None, "{}", text);
        } else {
            let theirs = merged.resolve_all(Side::Theirs);
            let marked = merge.mark_conflicts(&merged.register, &theirs, &MarkerStyle::default());
            let marked = marked.text;
            prop_assert_eq!(&read(&resolve_markers(&marked, [true].iter().cycle())), &merged.register);
            prop_assert_eq!(&read(&resolve_markers(&marked, [false].iter().cycle())), &theirs);
            read(&resolve_markers(&marked, kept.iter().cycle()));
            prop_assert_eq!(missing_comment(&texts, &marked), None, "{}", marked);
        }
    }

    #[test]
    fn a_text_of_windows_stays_one(registers in versions(), decoration in vec(6..16_u8, 1..9)) {
        let windows = |text: &str| text.replace('\n', "\r\n");
        let texts = registers.each_ref().map(|it| windows(&with_comments(&print(it), &decoration)));
        let merged = merge(Some(&registers[0]), &registers[1], &registers[2]);
        let merge = text_merge(&registers, &texts);
        let theirs = merged.resolve_all(Side::Theirs);
        let text = match merged.conflicts.is_empty() {
            true => merge.merge(&merged.register).text,
            false => {
                merge.mark_conflicts(&merged.register, &theirs, &MarkerStyle::default()).text
            }
        };
        prop_assert_eq!(&windows(&text.replace("\r\n", "\n")), &text);
    }
}
