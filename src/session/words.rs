//! Steps and what a history tells, in words.

use crate::{
    lang::Lang,
    register::{Deed, Entry, Step},
    view::subject_words,
};

/// The name of a step in the menu, as in "change of Megumi Yokota".
pub fn step_words(lang: Lang, step: &Step) -> String {
    let key = match step.deed {
        Deed::Create => "deed.create",
        Deed::Change => "deed.change",
        Deed::Delete => "deed.delete",
        Deed::Duplicate => "deed.duplicate",
        Deed::Merge => "deed.merge",
        Deed::Mend(_) => "deed.mend",
        Deed::Restore => "deed.restore",
        Deed::TakeIn => "deed.take_in",
        Deed::Revert => "deed.revert",
    };
    lang.with(key, &[("subject", &subject_words(lang, &step.subject))])
}

/// What a line of the history tells of, as in "Undone: change of Megumi Yokota".
pub fn entry_words(lang: Lang, entry: &Entry) -> String {
    let step = |key: &str, step| lang.with(key, &[("step", &step_words(lang, step))]);
    match entry {
        Entry::Began => lang.t("history.began").into_owned(),
        Entry::Outside { .. } => lang.t("history.outside").into_owned(),
        Entry::Overwrote => lang.t("history.overwrote").into_owned(),
        Entry::Did(did) => capitalized(&step_words(lang, did)),
        Entry::Undid(undone) => step("history.undid", undone),
        Entry::Redid(redone) => step("history.redid", redone),
    }
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
