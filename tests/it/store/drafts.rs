//! Drafts of open forms: whole, private, one window's each.

use std::{fs, path::Path};

use blue_ribbon::{
    draft::{CaseDraft, Draft},
    store::{DraftError, Drafts, KeptDraft, Places},
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

fn draft(given: &str) -> Draft {
    Draft::Case(Box::new(CaseDraft { given: given.to_owned(), ..CaseDraft::new() }))
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
    assert!(drafts.left().0.is_none());
    let place = drafts.claim().unwrap();
    for given in ["First", "Second"] {
        place.keep(Timestamp::UNIX_EPOCH, draft(given), String::new()).unwrap();
    }
    assert!(drafts.left().0.is_none(), "its window is open");
    assert_eq!(files(&places).len(), 1, "nothing else is left in the folder");
    drop(place);
    let left = drafts.left().0.unwrap();
    assert_eq!((left.kept.typed, left.kept.draft), (Timestamp::UNIX_EPOCH, draft("Second")));
    assert_eq!(Path::new(&left.kept.register), fs::canonicalize(&register).unwrap());
    assert!(drafts.left().0.is_none(), "whoever is asked about it has it");
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
        place.keep(Timestamp::UNIX_EPOCH, draft(given), String::new()).unwrap();
        held.push(place);
    }
    let names = files(&places);
    assert_eq!(names.len(), 3);
    assert!(names.iter().all(|name| name.starts_with("my-list-")), "{names:?}");
    drop(held);
    let left = Drafts::of(&places, &other).left().0.unwrap();
    assert_eq!(left.kept.draft, draft("Three"));
}

#[cfg(unix)]
#[test]
fn a_draft_is_its_owners_alone_by_whatever_way_its_register_is_reached() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let (folder, places, register) = places();
    let link = folder.path().join("link.ron");
    symlink(&register, &link).unwrap();
    let place = Drafts::of(&places, &link).claim().unwrap();
    place.keep(Timestamp::UNIX_EPOCH, draft("x"), String::new()).unwrap();
    let file = places.drafts().join(&files(&places)[0]);
    let mode = || fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    place.keep(Timestamp::UNIX_EPOCH, draft("y"), String::new()).unwrap();
    assert_eq!(mode(), 0o600);
    drop(place);
    assert_eq!(Drafts::of(&places, &register).left().0.unwrap().kept.draft, draft("y"));
}

#[test]
fn what_cannot_be_read_is_told_and_what_comes_after_it_is_found() {
    let (_folder, places, register) = places();
    let drafts = Drafts::of(&places, &register);
    let places_of_two = [drafts.claim().unwrap(), drafts.claim().unwrap()];
    for place in &places_of_two {
        place.keep(Timestamp::UNIX_EPOCH, draft("x"), String::new()).unwrap();
    }
    drop(places_of_two);
    let first = files(&places).into_iter().min_by_key(String::len).unwrap();
    let first = places.drafts().join(first);
    let whole = fs::read_to_string(&first).unwrap();
    fs::write(&first, &whole[..whole.len() / 2]).unwrap();
    let (left, unread) = drafts.left();
    assert_eq!(left.unwrap().kept.draft, draft("x"));
    assert!(matches!(&unread[..], [DraftError::Unread { path, .. }] if *path == first));
    assert_eq!(fs::read_to_string(&first).unwrap(), whole[..whole.len() / 2]);
}

#[test]
fn a_draft_of_another_format_is_not_taken_for_damaged() {
    let kept = KeptDraft::new("r".to_owned(), Timestamp::UNIX_EPOCH, draft("x"));
    let text = kept.print().unwrap();
    let newer = text.replacen("format: 2", "mood: [1, (a: 2)], format: 7", 1);
    let error = KeptDraft::read(&newer, Path::new("/d.ron")).unwrap_err();
    assert!(matches!(error, DraftError::Format { found: 7, .. }), "{error:?}");
    let odd = text.replacen("format: 2", "mood: 1, format: 2", 1);
    let error = KeptDraft::read(&odd, Path::new("/d.ron")).unwrap_err();
    assert!(matches!(error, DraftError::Unread { .. }), "{error:?}");
}

#[test]
fn a_draft_of_the_first_format_which_had_no_reason_is_read() {
    let kept = KeptDraft::new("r".to_owned(), Timestamp::UNIX_EPOCH, draft("x"));
    let text = kept.print().unwrap().replacen("format: 2", "format: 1", 1);
    let first = text.replacen("    why: \"\",\n", "", 1);
    assert_ne!(first, text);
    let read = KeptDraft::read(&first, Path::new("/d.ron")).unwrap();
    assert_eq!((&read.draft, read.why.as_str()), (&kept.draft, ""));
}

#[test]
fn where_no_folder_can_be_made_that_is_said() {
    let (folder, places, register) = places();
    fs::write(folder.path().join("data"), "in the way").unwrap();
    let error = Drafts::of(&places, &register).claim().unwrap_err();
    assert!(matches!(error, DraftError::NotKept(_)), "{error:?}");
}
