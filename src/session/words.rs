//! Steps and what a history tells, in words.

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    lang::Lang,
    register::{Deed, Entry, Step},
    store::{Author, Line},
    view::{day_words, subject_words},
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

/// By whom a line is: the name, and the account on its machine.
pub fn by_words(lang: Lang, line: &Line) -> String {
    let Line { who, user, machine, .. } = line;
    let account = match (user.is_empty(), machine.is_empty()) {
        (false, false) => format!("{user}@{machine}"),
        _ => format!("{user}{machine}"),
    };
    match (who.is_empty(), account.is_empty()) {
        (true, true) => lang.t("history.by_nobody").into_owned(),
        (true, false) => account,
        (false, true) => who.clone(),
        (false, false) => lang.with("history.by", &[("who", who), ("account", &account)]),
    }
}

/// The same in short: the name, or else the account.
pub fn name_words(lang: Lang, line: &Line) -> String {
    if line.who.is_empty() { by_words(lang, line) } else { line.who.clone() }
}

/// Who did something, and when.
pub fn author_words(lang: Lang, author: Author<'_>) -> String {
    let with = |key: &str, who: &str, at| {
        let [day, time] = recorded_words(lang, at);
        lang.with(key, &[("who", who), ("day", &*day), ("time", &*time)])
    };
    match author {
        Author::Line(line) => with("meeting.saved_by", &by_words(lang, line), line.at),
        Author::Other(Some(at)) => with("meeting.written", "", at),
        Author::Other(None) => lang.t("history.outside").into_owned(),
    }
}

/// The day and the time at which something was recorded.
pub fn recorded_words(lang: Lang, at: Timestamp) -> [String; 2] {
    let at = at.to_zoned_datetime(TimeZone::system());
    [day_words(lang, at.date()), at.strftime("%H:%M").to_string()]
}

fn capitalized(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
