//! Files in the window: opening, exporting, copying, changes by another program.

use egui::{Key, Modifiers};

use crate::{source_code::repository_root, window::Window};
use blue_ribbon::{Locale, ui::app::application::App};

const CTRL: Modifiers = Modifiers::COMMAND;
/// The title of the question about conflicting versions.
const CONFLICT_TITLE: &str = "Two versions of the same";

fn change_kume(window: &mut Window, given: &str) {
    change_given_name(window, "Yutaka Kume", given);
}

fn change_given_name(window: &mut Window, name: &str, given: &str) {
    window.click_row(name);
    window.key(Key::F2);
    window.fill_field("Given name", given);
    window.keys(CTRL, Key::S);
}

#[test]
fn the_first_start_creates_the_users_register() {
    let window = Window::first_start();
    let bundled = std::fs::read_to_string(repository_root().join("data/register.ron")).unwrap();
    assert_eq!(window.file(), bundled);
    assert!(window.path().starts_with(window.folder().join("home")));
}

#[test]
fn a_summary_exports_all_or_filtered_cases() {
    let mut window = Window::open();
    let whole = window.folder().join("whole.csv");
    window.answer_dialog_with(Some(whole.clone()));
    window.keys(CTRL, Key::E);
    window.role(egui::Role::RadioButton, "CSV, for a spreadsheet").click();
    window.run_until_idle();
    window.click("Choose a file…");
    window.wait_for_label("The summary was written");
    assert_eq!(std::fs::read_to_string(&whole).unwrap().lines().count(), 18);

    window.fill_field("Search", "yokota");
    let part = window.folder().join("part.csv");
    window.answer_dialog_with(Some(part.clone()));
    window.keys(CTRL, Key::E);
    window.role(egui::Role::RadioButton, "CSV, for a spreadsheet").click();
    window.run_until_idle();
    window.click("Choose a file…");
    window.wait_until("the file", |_| part.exists());
    assert_eq!(std::fs::read_to_string(&part).unwrap().lines().count(), 2);
    assert!(
        std::fs::read_to_string(&part).unwrap().contains(",none\r\n"),
        "there is no history yet"
    );
}

#[test]
fn selected_rows_copy_as_text_and_csv() {
    let mut window = Window::open();
    window.click_row("Megumi Yokota");
    window.harness.event(egui::Event::Copy);
    let text = window.wait_for_clipboard();
    assert!(text.starts_with("Megumi Yokota\t横田 めぐみ\t15 November 1977\t13\t"), "{text}");
}

#[test]
fn another_register_opens_and_a_broken_one_does_not() {
    let mut window = Window::open();
    let broken = window.folder().join("broken.ron");
    std::fs::write(&broken, "(format: 1, title: \"x\", cases: [(id: 7)]").unwrap();
    window.answer_dialog_with(Some(broken.clone()));
    window.keys(CTRL, Key::O);
    window.wait_for_label("broken.ron");
    assert!(window.path().ends_with("register.ron"), "what was open stays open");
    assert_eq!(std::fs::read_to_string(&broken).unwrap().len(), 40);

    let copy = window.folder().join("copy.ron");
    window.answer_dialog_with(Some(copy.clone()));
    window.keys(CTRL | Modifiers::SHIFT, Key::S);
    window.wait_for_label("A copy was saved");
    assert_eq!(std::fs::read_to_string(&copy).unwrap(), window.file());
    window.answer_dialog_with(Some(copy.clone()));
    window.keys(CTRL, Key::O);
    window.wait_until("the copy", |app| app.session().is_some_and(|open| *open.path() == copy));
}

#[test]
fn a_conflict_with_another_program_keeps_both_versions() {
    let mut window = Window::open();
    let theirs = window.file().replace("Yutaka", "Theirs");
    std::fs::write(window.path(), &theirs).unwrap();
    change_kume(&mut window, "Ours");
    window.wait_for_label(CONFLICT_TITLE);
    assert_eq!(window.file(), theirs, "nothing was overwritten");
    window.click("All ours");
    window.click("Keep what is chosen");
    window.wait_until_saved();
    assert!(window.file().contains("Ours"));
    let kept = std::fs::read_dir(window.folder()).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        path.is_file() && path != window.path() && std::fs::read_to_string(path).unwrap() == theirs
    });
    assert!(kept, "the other version is kept");
    // Also when the backup has become another.
    change_given_name(&mut window, "Ours Kume", "Again");
    window.wait_until_saved();
    let kept = std::fs::read_to_string(window.folder().join("register.ron.1.bak")).unwrap();
    assert_eq!(kept, theirs);
}

#[test]
fn a_conflict_can_be_resolved_to_the_other_version() {
    let mut window = Window::open();
    let theirs = window.file().replace("Yutaka", "Theirs");
    std::fs::write(window.path(), &theirs).unwrap();
    change_kume(&mut window, "Ours");
    window.wait_for_label(CONFLICT_TITLE);
    window.click("All theirs");
    window.click("Keep what is chosen");
    window.wait_for_label("Theirs Kume");
    window.wait_until_saved();
    assert_eq!(window.file(), theirs);
}

#[test]
fn a_file_broken_by_another_program_is_overwritten_only_on_request() {
    let mut window = Window::open();
    std::fs::write(window.path(), "(format: 1, half").unwrap();
    change_kume(&mut window, "Ours");
    window.wait_for_label("The file has changed");
    assert!(window.shows("it cannot be read now"));
    assert_eq!(window.file(), "(format: 1, half");
    window.click("Overwrite");
    window.wait_until_saved();
    assert!(window.file().contains("Ours"));
    let kept = std::fs::read_to_string(window.folder().join("register.ron.1.bak")).unwrap();
    assert_eq!(kept, "(format: 1, half");
}

#[test]
fn a_deleted_file_is_recreated_only_on_request() {
    let mut window = Window::open();
    std::fs::remove_file(window.path()).unwrap();
    change_kume(&mut window, "Ours");
    window.wait_for_label("The file has changed");
    assert!(!window.path().exists());
    window.click("Write it again");
    window.wait_until_saved();
    assert!(window.file().contains("Ours"));
}

#[test]
fn without_a_file_dialog_the_path_is_typed() {
    let mut window = Window::open();
    // Nothing is prepared: the picker says that no dialog can be had, which is not "cancelled".
    window.keys(CTRL | Modifiers::SHIFT, Key::S);
    window.wait_for_label("no portal");
    let typed = window.folder().join("typed.ron");
    window
        .fill_field("Path of the file; ~ stands for your own folder", &typed.display().to_string());
    window.key(Key::Enter);
    window.wait_for_label("A copy was saved");
    assert!(typed.exists());
}

#[test]
fn a_new_register_has_no_cases() {
    let mut window = Window::open();
    let path = window.folder().join("mine.ron");
    window.answer_dialog_with(Some(path.clone()));
    window.keys(CTRL | Modifiers::SHIFT, Key::N);
    window.type_text("My list");
    window.click("Choose a file…");
    window.wait_until("the new register", |app| {
        app.session().is_some_and(|open| *open.path() == path)
    });
    window.run_until_idle();
    assert!(window.shows("This register holds no case yet"));
    assert_eq!(window.session().register().title(), "My list");
}

#[test]
fn an_empty_register_and_a_japanese_register_render() {
    let text = "(format: 1, title: \"t\", compare: (\"a\", \"b\"))";
    for locale in Locale::available() {
        let window = Window::open_with(text.as_bytes(), locale, egui::vec2(1280.0, 800.0));
        assert!(window.session().register().cases().is_empty());
    }
}

/// Opens a window whose last change is not saved because another program has changed the file.
fn window_with_unsaved_change() -> Window {
    let mut window = Window::open();
    let theirs = window.file().replace("Yutaka", "Theirs");
    std::fs::write(window.path(), theirs).unwrap();
    change_kume(&mut window, "Ours");
    window.wait_for_label(CONFLICT_TITLE);
    window.click("Later");
    window
}

fn given_name(window: &Window) -> &str {
    &window.session().register().cases()[0].name.given
}

#[test]
fn opening_another_register_asks_about_unsaved_changes() {
    let mut window = window_with_unsaved_change();
    let other = window.folder().join("other.ron");
    std::fs::copy(repository_root().join("data/register.ron"), &other).unwrap();
    window.answer_dialog_with(Some(other.clone()));
    window.keys(CTRL, Key::O);
    window.wait_for_label("Open without saving");
    assert_eq!(given_name(&window), "Ours");
    window.key(Key::Escape);
    assert_eq!(given_name(&window), "Ours");
    window.answer_dialog_with(Some(other.clone()));
    window.keys(CTRL, Key::O);
    window.wait_for_label("Open without saving");
    window.click("Open without saving");
    window.wait_until("the other register", |app| {
        app.session().is_some_and(|open| *open.path() == other)
    });
    window.wait_until("the workers", |app| app.is_idle());
    assert!(window.session().is_saved());
}

/// Chooses a file for a new register while a change is not saved, writes a text to it during the
/// question about that, and goes on.
fn create_while_file_changes(before: Option<&str>, meanwhile: Option<&str>) -> Window {
    let mut window = window_with_unsaved_change();
    let path = window.folder().join("mine.ron");
    let write = |text: Option<&str>| match text {
        Some(text) => std::fs::write(&path, text).unwrap(),
        None => std::fs::remove_file(&path).unwrap(),
    };
    if before.is_some() {
        write(before);
    }
    window.answer_dialog_with(Some(path.clone()));
    window.keys(CTRL | Modifiers::SHIFT, Key::N);
    window.type_text("My list");
    window.click("Choose a file…");
    window.wait_for_label("Open without saving");
    if meanwhile != before {
        write(meanwhile);
    }
    window.click("Open without saving");
    window
}

#[test]
fn a_new_register_does_not_replace_a_file_that_appeared_since_the_choice() {
    let mut window = create_while_file_changes(None, Some("theirs"));
    window.wait_for_label("a file of this name already exists");
    let path = window.folder().join("mine.ron");
    assert_eq!(std::fs::read_to_string(path).unwrap(), "theirs");
    assert_eq!(given_name(&window), "Ours", "what was open stays open");
}

#[test]
fn a_new_register_does_not_replace_a_file_that_changed_since_the_choice() {
    for meanwhile in [Some("theirs"), None] {
        let mut window = create_while_file_changes(Some("before"), meanwhile);
        window.wait_for_label("the file has changed since it was chosen");
        let found = std::fs::read_to_string(window.folder().join("mine.ron")).ok();
        assert_eq!(found.as_deref(), meanwhile);
        assert!(!window.folder().join("mine.ron.1.bak").exists());
        assert_eq!(given_name(&window), "Ours", "what was open stays open");
    }
}

#[test]
fn a_new_register_does_not_take_the_place_of_a_folder() {
    let mut window = Window::open();
    let folder = window.folder().join("mine.ron");
    std::fs::create_dir(&folder).unwrap();
    window.answer_dialog_with(Some(folder.clone()));
    window.keys(CTRL | Modifiers::SHIFT, Key::N);
    window.type_text("My list");
    window.click("Choose a file…");
    window.wait_for_label("a folder of this name already exists");
    assert!(folder.is_dir());
}

#[test]
fn a_new_register_keeps_the_chosen_file_as_its_backup() {
    let mut window = create_while_file_changes(Some("before"), Some("before"));
    let path = window.folder().join("mine.ron");
    window.wait_until("the new register", |app| {
        app.session().is_some_and(|open| *open.path() == path)
    });
    assert_eq!(window.session().register().title(), "My list");
    let kept = std::fs::read_to_string(window.folder().join("mine.ron.1.bak")).unwrap();
    assert_eq!(kept, "before");
}

#[test]
fn closing_asks_about_unsaved_changes() {
    let mut window = window_with_unsaved_change();
    window.close();
    assert!(!window.is_closing());
    window.run_until_idle();
    assert!(window.shows("Close without saving"));
    window.key(Key::Escape);
    assert_eq!(given_name(&window), "Ours");
}

#[test]
fn a_failed_save_can_be_retried_from_the_status_bar() {
    let mut window = window_with_unsaved_change();
    window.click("Try again");
    window.wait_for_label(CONFLICT_TITLE);
    window.click("All ours");
    window.click("Keep what is chosen");
    window.wait_until_saved();
    assert!(window.file().contains("Ours"));
}

#[test]
fn a_late_file_choice_keeps_a_form_opened_meanwhile() {
    let mut window = Window::open();
    let other = window.folder().join("other.ron");
    std::fs::copy(repository_root().join("data/register.ron"), &other).unwrap();
    window.set_dialogs_delayed(true);
    window.answer_dialog_with(Some(other.clone()));
    window.keys(CTRL, Key::O);
    window.click_row("Yutaka Kume");
    window.key(Key::F2);
    window.fill_field("Given name", "Draft");
    window.set_dialogs_delayed(false);
    window.wait_for_label("Save the changes?");
    window.click("Keep editing");
    assert!(window.shows("Draft"));
    assert!(window.path().ends_with("register.ron"));
}

#[test]
fn reloading_after_a_conflict_asks_about_an_open_form() {
    let mut window = Window::open();
    std::fs::write(window.path(), "half").unwrap();
    change_kume(&mut window, "Ours");
    window.wait_for_label("The file has changed");
    window.click("Later");
    window.click_row("Minoru Tanaka");
    window.key(Key::F2);
    window.fill_field("Given name", "Draft");
    window.click("Try again");
    window.wait_for_label("The file has changed");
    window.click("Reload");
    assert!(window.shows("Save the changes?"));
    window.click("Keep editing");
    assert!(window.shows("Draft"));
}

#[test]
fn exports_copies_and_new_registers_refuse_the_open_file() {
    let mut window = Window::open();
    let before = window.file();
    window.answer_dialog_with(Some(window.path()));
    window.keys(CTRL, Key::E);
    window.click("Choose a file…");
    window.wait_for_label("this is the open register");
    window.click("Dismiss");
    window.answer_dialog_with(Some(window.path()));
    window.keys(CTRL | Modifiers::SHIFT, Key::S);
    window.wait_for_label("this is the open register");
    window.click("Dismiss");
    window.answer_dialog_with(Some(window.path()));
    window.keys(CTRL | Modifiers::SHIFT, Key::N);
    window.type_text("Mine");
    window.click("Choose a file…");
    window.wait_for_label("this is the open register");
    assert_eq!(window.file(), before);
    assert_eq!(
        std::fs::read_dir(window.folder()).unwrap().count(),
        3,
        "the register, its lock and a home"
    );
}

#[test]
fn exports_copies_and_new_registers_refuse_a_file_beside_the_register() {
    let mut window = Window::open();
    let mut history = window.path().into_os_string();
    history.push(".history");
    let history = std::path::PathBuf::from(history);
    for key in
        [(CTRL, Key::E), (CTRL | Modifiers::SHIFT, Key::S), (CTRL | Modifiers::SHIFT, Key::N)]
    {
        window.answer_dialog_with(Some(history.clone()));
        window.keys(key.0, key.1);
        if key.1 == Key::N {
            window.type_text("Mine");
        }
        if key.1 != Key::S {
            window.click("Choose a file…");
        }
        window.wait_for_label("the place of a file that belongs to one");
        window.click("Dismiss");
        assert!(!history.exists(), "{key:?}");
    }
}

#[test]
fn a_failure_disappears_after_a_successful_save() {
    let mut window = Window::open();
    let (path, aside) = (window.path(), window.folder().join("aside.ron"));
    std::fs::rename(&path, &aside).unwrap();
    std::fs::create_dir(&path).unwrap();
    window.click_row("Yutaka Kume");
    window.key(Key::F2);
    window.fill_field("Given name", "Ours");
    window.keys(CTRL, Key::S);
    let failed = |window: &Window| window.buttons("Dismiss").len();
    window.wait_for_label("Try again");
    assert!(failed(&window) > 0, "the failure is said");
    std::fs::remove_dir(&path).unwrap();
    std::fs::rename(&aside, &path).unwrap();
    // The one at the foot of the window; that beside the message takes it away by itself.
    window.role(egui::Role::Button, "Try again").click();
    window.wait_until_saved();
    assert_eq!(failed(&window), 0);
    assert!(window.file().contains("Ours"));
}

#[test]
fn opening_another_register_replaces_everything_that_belongs_to_the_first() {
    let mut window = Window::open();
    let other = window.folder().join("other.ron");
    std::fs::copy(window.path(), &other).unwrap();
    change_kume(&mut window, "Changed");
    window.wait_until_saved();
    window.fill_field("Search", "kume");
    window.click_row("Changed Kume");
    // The path is chosen while a question about the first register is open.
    window.set_dialogs_delayed(true);
    window.answer_dialog_with(Some(other.clone()));
    window.keys(CTRL, Key::O);
    window.key(Key::Delete);
    assert!(window.shows("Undo brings this back"));
    window.set_dialogs_delayed(false);
    let is_open = |app: &App| app.session().is_some_and(|session| *session.path() == other);
    window.wait_until("the other register", is_open);
    window.run_until_idle();
    assert!(!window.shows("Undo brings this back"), "no question about the first is open");
    let session = window.session();
    assert!(session.selection().is_empty() && session.history().next_undo().is_none());
    assert_eq!(window.rows().len(), session.register().cases().len(), "no search is left");
    assert!(window.shows("Yutaka Kume") && !window.shows("Changed Kume"));
}
