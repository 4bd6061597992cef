//! Drafts of what is typed: whole, private, one window's each.

use std::{fs, path::Path};

use blue_ribbon::{
    draft::{CaseDraft, Draft},
    store::{DraftError, Drafts, KeptDraft, Left, Places, TextDraft, Typed},
};
use jiff::Timestamp;

use super::SMALL;

fn places() -> (tempfile::TempDir, Places, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let places = Places::under(folder.path());
    let register = folder.path().join("my list.ron");
    fs::write(&register, SMALL).unwrap();
    (folder, places, register)
}

fn draft(given: &str) -> Typed {
    let draft = CaseDraft { given: given.to_owned(), ..CaseDraft::new() };
    Typed::Form { draft: Draft::Case(Box::new(draft)), why: String::new() }
}

/// A text typed in the place of one that lacks a bracket.
fn text(typed: &str) -> Typed {
    let [list, name] = ["cases", "cases › one"].map(str::to_owned);
    Typed::Text(TextDraft { list, name, was: "(id: \"one\",\n".to_owned(), text: typed.to_owned() })
}

/// The one draft that was left behind.
fn left(drafts: &Drafts) -> Left {
    let [left] = drafts.left().0.try_into().unwrap();
    left
}

fn files(places: &Places) -> Vec<String> {
    let entries = fs::read_dir(places.drafts()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.ends_with(".ron")).collect();
    names.sort();
    names
}

#[test]
fn a_draft_is_kept_whole_and_found_once_its_window_is_gone() {
    let (_folder, places, register) = places();
    let drafts = Drafts::of(&places, &register);
    assert!(drafts.left().0.is_empty());
    let place = drafts.claim().unwrap();
    for given in ["First", "Second"] {
        place.keep(Timestamp::UNIX_EPOCH, draft(given)).unwrap();
    }
    assert!(drafts.left().0.is_empty(), "its window is open");
    assert_eq!(files(&places).len(), 1, "nothing else is left in the folder");
    drop(place);
    let left = left(&drafts);
    assert_eq!((left.kept.typed, left.kept.what), (Timestamp::UNIX_EPOCH, draft("Second")));
    assert_eq!(Path::new(&left.kept.register), fs::canonicalize(&register).unwrap());
    assert!(drafts.left().0.is_empty(), "whoever is asked about it has it");
    left.place.remove().unwrap();
    left.place.remove().unwrap();
    assert!(files(&places).is_empty());
}

#[test]
fn each_window_and_each_register_has_a_file_of_its_own() {
    let (folder, places, register) = places();
    let other = folder.path().join("my list.ron.d");
    fs::create_dir(&other).unwrap();
    let other = other.join("my list.ron");
    fs::write(&other, SMALL).unwrap();
    let mut held = Vec::new();
    for (register, given) in [(&register, "One"), (&register, "Two"), (&other, "Three")] {
        let place = Drafts::of(&places, register).claim().unwrap();
        place.keep(Timestamp::UNIX_EPOCH, draft(given)).unwrap();
        held.push(place);
    }
    let names = files(&places);
    assert_eq!(names.len(), 3);
    assert!(names.iter().all(|name| name.starts_with("my-list-")), "{names:?}");
    drop(held);
    assert_eq!(left(&Drafts::of(&places, &other)).kept.what, draft("Three"));
}

#[cfg(unix)]
#[test]
fn a_draft_is_its_owners_alone_by_whatever_way_its_register_is_reached() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let (folder, places, register) = places();
    let link = folder.path().join("link.ron");
    symlink(&register, &link).unwrap();
    let place = Drafts::of(&places, &link).claim().unwrap();
    place.keep(Timestamp::UNIX_EPOCH, draft("x")).unwrap();
    let file = places.drafts().join(&files(&places)[0]);
    let mode = || fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    place.keep(Timestamp::UNIX_EPOCH, draft("y")).unwrap();
    assert_eq!(mode(), 0o600);
    drop(place);
    assert_eq!(left(&Drafts::of(&places, &register)).kept.what, draft("y"));
}

#[test]
fn what_cannot_be_read_is_told_and_what_comes_after_it_is_found() {
    let (_folder, places, register) = places();
    let drafts = Drafts::of(&places, &register);
    let places_of_two = [drafts.claim().unwrap(), drafts.claim().unwrap()];
    for place in &places_of_two {
        place.keep(Timestamp::UNIX_EPOCH, draft("x")).unwrap();
    }
    drop(places_of_two);
    let first = files(&places).into_iter().min_by_key(String::len).unwrap();
    let first = places.drafts().join(first);
    let whole = fs::read_to_string(&first).unwrap();
    fs::write(&first, &whole[..whole.len() / 2]).unwrap();
    let (left, unread) = drafts.left();
    assert!(matches!(&left[..], [left] if left.kept.what == draft("x")));
    assert!(matches!(&unread[..], [DraftError::Unread { path, .. }] if *path == first));
    assert_eq!(fs::read_to_string(&first).unwrap(), whole[..whole.len() / 2]);
}

#[test]
fn a_draft_of_another_format_is_not_taken_for_damaged() {
    let kept = KeptDraft::new("r".to_owned(), Timestamp::UNIX_EPOCH, draft("x"));
    let text = kept.print().unwrap();
    let newer = text.replacen("format: 3", "mood: [1, (a: 2)], format: 7", 1);
    let error = KeptDraft::read(&newer, Path::new("/d.ron")).unwrap_err();
    assert!(matches!(error, DraftError::Format { found: 7, .. }), "{error:?}");
    let odd = text.replacen("format: 3", "mood: 1, format: 3", 1);
    let error = KeptDraft::read(&odd, Path::new("/d.ron")).unwrap_err();
    assert!(matches!(error, DraftError::Unread { .. }), "{error:?}");
}

/// What drafts of earlier formats looked like; never edited.
const EARLIER: [&str; 2] = [
    r#"(
    format: 1,
    register: "r",
    typed: "1970-01-01T00:00:00Z",
    draft: Source((
        before: None,
        id: "s-new",
        kind: Press,
        publisher: "",
        title: "Typed",
        published: "2004-1",
        address: "",
        note: "",
    )),
)
"#,
    r#"(
    format: 2,
    register: "r",
    typed: "1970-01-01T00:00:00Z",
    draft: Source((
        before: None,
        id: "s-new",
        kind: Press,
        publisher: "",
        title: "Typed",
        published: "2004-1",
        address: "",
        note: "",
    )),
    why: "a letter",
)
"#,
];

#[test]
fn drafts_of_earlier_formats_are_read() {
    for (text, reason) in EARLIER.into_iter().zip(["", "a letter"]) {
        let read = KeptDraft::read(text, Path::new("/d.ron")).unwrap();
        let Typed::Form { draft: Draft::Source(draft), why } = &read.what else {
            panic!("{read:?}")
        };
        assert_eq!((draft.title.as_str(), why.as_str()), ("Typed", reason));
        let again = KeptDraft::read(&read.print().unwrap(), Path::new("")).unwrap();
        assert_eq!(again, read, "it is written as today");
    }
}

#[test]
fn a_form_and_texts_have_a_file_each_and_are_found_together() {
    let (_folder, places, register) = places();
    let drafts = Drafts::of(&places, &register);
    let typed = [draft("x"), text("(id: \"one\")"), text("(\r\n\t\"#, // \u{1}")];
    let held: Vec<_> = typed.iter().map(|_| drafts.claim().unwrap()).collect();
    for (place, what) in held.iter().zip(&typed) {
        place.keep(Timestamp::UNIX_EPOCH, what.clone()).unwrap();
    }
    assert_eq!(files(&places).len(), 3);
    drop(held);
    let (left, unread) = drafts.left();
    let found: Vec<_> = left.iter().map(|left| left.kept.what.clone()).collect();
    assert!(unread.is_empty() && found == typed, "{found:?}");
    assert!(drafts.left().0.is_empty(), "whoever is asked about them has them all");
}

#[test]
fn where_no_folder_can_be_made_that_is_said() {
    let (folder, places, register) = places();
    fs::write(folder.path().join("data"), "in the way").unwrap();
    let error = Drafts::of(&places, &register).claim().unwrap_err();
    assert!(matches!(error, DraftError::NotKept(_)), "{error:?}");
}
