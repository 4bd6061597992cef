//! Draft files are complete and private, and each belongs to one window.

use std::{fs, path::Path};

use jiff::Timestamp;

use crate::store::SMALL;
use blue_ribbon::{
    draft::{Draft, case::CaseDraft},
    store::{
        app_dirs::AppDirs,
        drafts::{
            Drafts, OrphanedDraft,
            draft_file::{DraftContent, DraftFile},
            error::DraftError,
        },
        source_text::repair_draft::RepairDraft,
    },
};

fn app_dirs() -> (tempfile::TempDir, AppDirs, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let places = AppDirs::in_folder(folder.path());
    let register = folder.path().join("my list.ron");
    fs::write(&register, SMALL).unwrap();
    (folder, places, register)
}

fn draft(given: &str) -> DraftContent {
    let draft = CaseDraft { given: given.to_owned(), ..CaseDraft::new() };
    DraftContent::Form { draft: Draft::Case(Box::new(draft)), reason: String::new() }
}

/// The repair of a record that lacks a bracket.
fn text(typed: &str) -> DraftContent {
    let [list, name] = ["cases", "cases › one"].map(str::to_owned);
    DraftContent::Repair(RepairDraft {
        list,
        name,
        original: "(id: \"one\",\n".to_owned(),
        text: typed.to_owned(),
    })
}

/// Returns the only orphaned draft.
fn orphaned_drafts(drafts: &Drafts) -> OrphanedDraft {
    let [left] = drafts.load_orphaned().0.try_into().unwrap();
    left
}

fn draft_files(places: &AppDirs) -> Vec<String> {
    let entries = fs::read_dir(places.drafts_folder()).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.ends_with(".ron")).collect();
    names.sort();
    names
}

#[test]
fn a_draft_is_found_complete_after_its_window_ends() {
    let (_folder, places, register) = app_dirs();
    let drafts = Drafts::for_register(&places, &register);
    assert!(drafts.load_orphaned().0.is_empty());
    let place = drafts.reserve_slot().unwrap();
    for given in ["First", "Second"] {
        place.save(Timestamp::UNIX_EPOCH, draft(given)).unwrap();
    }
    assert!(drafts.load_orphaned().0.is_empty(), "its window is open");
    assert_eq!(draft_files(&places).len(), 1, "nothing else is left in the folder");
    drop(place);
    let left = orphaned_drafts(&drafts);
    assert_eq!((left.draft.typed_at, left.draft.content), (Timestamp::UNIX_EPOCH, draft("Second")));
    assert_eq!(Path::new(&left.draft.register), fs::canonicalize(&register).unwrap());
    assert!(drafts.load_orphaned().0.is_empty(), "whoever is asked about it has it");
    left.slot.remove().unwrap();
    left.slot.remove().unwrap();
    assert!(draft_files(&places).is_empty());
}

#[test]
fn each_window_and_register_has_its_own_draft_file() {
    let (folder, places, register) = app_dirs();
    let other = folder.path().join("my list.ron.d");
    fs::create_dir(&other).unwrap();
    let other = other.join("my list.ron");
    fs::write(&other, SMALL).unwrap();
    let mut held = Vec::new();
    for (register, given) in [(&register, "One"), (&register, "Two"), (&other, "Three")] {
        let place = Drafts::for_register(&places, register).reserve_slot().unwrap();
        place.save(Timestamp::UNIX_EPOCH, draft(given)).unwrap();
        held.push(place);
    }
    let names = draft_files(&places);
    assert_eq!(names.len(), 3);
    assert!(names.iter().all(|name| name.starts_with("my-list-")), "{names:?}");
    drop(held);
    assert_eq!(
        orphaned_drafts(&Drafts::for_register(&places, &other)).draft.content,
        draft("Three")
    );
}

#[cfg(unix)]
#[test]
fn a_draft_is_private_and_found_by_every_path_to_its_register() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let (folder, places, register) = app_dirs();
    let link = folder.path().join("link.ron");
    symlink(&register, &link).unwrap();
    let place = Drafts::for_register(&places, &link).reserve_slot().unwrap();
    place.save(Timestamp::UNIX_EPOCH, draft("x")).unwrap();
    let file = places.drafts_folder().join(&draft_files(&places)[0]);
    let mode = || fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    place.save(Timestamp::UNIX_EPOCH, draft("y")).unwrap();
    assert_eq!(mode(), 0o600);
    drop(place);
    assert_eq!(
        orphaned_drafts(&Drafts::for_register(&places, &register)).draft.content,
        draft("y")
    );
}

#[test]
fn an_unreadable_draft_is_reported_and_the_others_are_found() {
    let (_folder, places, register) = app_dirs();
    let drafts = Drafts::for_register(&places, &register);
    let places_of_two = [drafts.reserve_slot().unwrap(), drafts.reserve_slot().unwrap()];
    for place in &places_of_two {
        place.save(Timestamp::UNIX_EPOCH, draft("x")).unwrap();
    }
    drop(places_of_two);
    let first = draft_files(&places).into_iter().min_by_key(String::len).unwrap();
    let first = places.drafts_folder().join(first);
    let whole = fs::read_to_string(&first).unwrap();
    fs::write(&first, &whole[..whole.len() / 2]).unwrap();
    let (left, unread) = drafts.load_orphaned();
    assert!(matches!(&left[..], [left] if left.draft.content == draft("x")));
    assert!(matches!(&unread[..], [DraftError::Unreadable { path, .. }] if *path == first));
    assert_eq!(fs::read_to_string(&first).unwrap(), whole[..whole.len() / 2]);
}

#[test]
fn a_draft_of_another_format_is_not_reported_as_damaged() {
    let kept = DraftFile::new("r".to_owned(), Timestamp::UNIX_EPOCH, draft("x"));
    let text = kept.print().unwrap();
    let newer = text.replacen("format: 3", "mood: [1, (a: 2)], format: 7", 1);
    let error = DraftFile::parse(&newer, Path::new("/d.ron")).unwrap_err();
    assert!(matches!(error, DraftError::UnsupportedFormat { found: 7, .. }), "{error:?}");
    let odd = text.replacen("format: 3", "mood: 1, format: 3", 1);
    let error = DraftFile::parse(&odd, Path::new("/d.ron")).unwrap_err();
    assert!(matches!(error, DraftError::Unreadable { .. }), "{error:?}");
}

/// Frozen drafts of earlier formats.
const EARLIER_FORMATS: [&str; 2] = [
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
fn drafts_of_earlier_formats_load() {
    for (text, reason) in EARLIER_FORMATS.into_iter().zip(["", "a letter"]) {
        let read = DraftFile::parse(text, Path::new("/d.ron")).unwrap();
        let DraftContent::Form { draft: Draft::Source(draft), reason: why } = &read.content else {
            panic!("{read:?}")
        };
        assert_eq!((draft.title.as_str(), why.as_str()), ("Typed", reason));
        let again = DraftFile::parse(&read.print().unwrap(), Path::new("")).unwrap();
        assert_eq!(again, read, "it is written as today");
    }
}

#[test]
fn a_form_draft_and_repair_drafts_have_separate_files_and_are_found_together() {
    let (_folder, places, register) = app_dirs();
    let drafts = Drafts::for_register(&places, &register);
    let typed = [draft("x"), text("(id: \"one\")"), text("(\r\n\t\"#, // \u{1}")];
    let held: Vec<_> = typed.iter().map(|_| drafts.reserve_slot().unwrap()).collect();
    for (place, what) in held.iter().zip(&typed) {
        place.save(Timestamp::UNIX_EPOCH, what.clone()).unwrap();
    }
    assert_eq!(draft_files(&places).len(), 3);
    drop(held);
    let (left, unread) = drafts.load_orphaned();
    let found: Vec<_> = left.iter().map(|left| left.draft.content.clone()).collect();
    assert!(unread.is_empty() && found == typed, "{found:?}");
    assert!(drafts.load_orphaned().0.is_empty(), "whoever is asked about them has them all");
}

#[test]
fn drafts_report_a_folder_that_cannot_be_created() {
    let (folder, places, register) = app_dirs();
    fs::write(folder.path().join("data"), "in the way").unwrap();
    let error = Drafts::for_register(&places, &register).reserve_slot().unwrap_err();
    assert!(matches!(error, DraftError::NotSaved(_)), "{error:?}");
}
