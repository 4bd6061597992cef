//! File dialogs and the field for a typed path.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use egui::Key;
use egui_kittest::{Harness, kittest::Queryable};
use tracing_subscriber::layer::SubscriberExt;

use crate::components::window;
use blue_ribbon::{
    Locale,
    ui::{
        modals::path_field::{PathAnswer, PathField},
        platform::{
            dialog_log::DialogLog,
            file_dialog::{FileChoice, FilePicker, FileRequest, SystemFilePicker},
        },
    },
};

/// Shows the field for a path in a folder; the state also holds its answer.
fn show_path_field(ask: FileRequest, folder: &Path) -> Harness<'static, (PathField, PathAnswer)> {
    let draw = |ui: &mut egui::Ui, (field, last): &mut (PathField, PathAnswer)| {
        if *last == PathAnswer::Open {
            *last = field.ui(ui.ctx(), Locale::ENGLISH);
        }
    };
    let field = PathField::new(ask, Some(folder), "no portal".to_owned());
    let mut harness = window(draw, (field, PathAnswer::Open));
    harness.run();
    harness
}

/// Draws frames until a condition holds.
fn run_until<S>(harness: &mut Harness<S>, holds: impl Fn(&Harness<S>) -> bool) {
    let begun = Instant::now();
    while !holds(harness) {
        assert!(begun.elapsed() < Duration::from_secs(5), "it never came");
        std::thread::sleep(Duration::from_millis(2));
        harness.run();
    }
}

fn answer(harness: &Harness<(PathField, PathAnswer)>) -> PathAnswer {
    harness.state().1.clone()
}

fn copy_request() -> FileRequest {
    FileRequest::SaveCopy { suggested_name: "copy.ron".to_owned() }
}

#[test]
fn an_unused_path_is_accepted_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut field = show_path_field(copy_request(), folder.path());
    field.get_by_label_contains("no portal");
    field.key_press(Key::Enter);
    run_until(&mut field, |field| field.state().1 != PathAnswer::Open);
    assert_eq!(answer(&field), PathAnswer::Chosen(folder.path().join("copy.ron")));
}

#[test]
fn an_existing_file_is_replaced_only_after_a_second_press() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.ron");
    std::fs::write(&path, "what was there").unwrap();
    let mut field = show_path_field(copy_request(), folder.path());
    field.key_press(Key::Enter);
    run_until(&mut field, |field| field.query_by_label("Replace").is_some());
    assert_eq!(answer(&field), PathAnswer::Open);
    field.get_by_label("A file of this name already exists. Press again to replace it.");
    field.key_press(Key::Enter);
    field.run();
    assert_eq!(answer(&field), PathAnswer::Chosen(path));
}

#[test]
fn a_changed_path_is_checked_again() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("copy.ron"), "what was there").unwrap();
    let mut field = show_path_field(copy_request(), folder.path());
    field.get_by_label("Save").click();
    run_until(&mut field, |field| field.query_by_label("Replace").is_some());
    let input = field.get_by_role(egui::accesskit::Role::TextInput);
    input.focus();
    field.run();
    field.key_press(Key::End);
    field.event(egui::Event::Text("2".to_owned()));
    field.run();
    field.get_by_label("Save").click();
    run_until(&mut field, |field| field.state().1 != PathAnswer::Open);
    assert_eq!(answer(&field), PathAnswer::Chosen(folder.path().join("copy.ron2")));
}

#[test]
fn a_folder_is_not_accepted_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut field = show_path_field(FileRequest::Open, &folder.path().join(""));
    field.get_by_label("This is a folder. Add a file name.");
    field.key_press(Key::Enter);
    field.run();
    assert_eq!(answer(&field), PathAnswer::Open);
    field.get_by_label("Cancel").click();
    field.run();
    assert_eq!(answer(&field), PathAnswer::Cancelled);
}

#[test]
fn only_the_last_dialog_backends_error_is_reported() {
    let log = DialogLog::default();
    let subscriber = tracing_subscriber::registry().with(log.clone());
    tracing::subscriber::with_default(subscriber, || {
        tracing::error!(log.target = "rfd::backend::xdg_desktop_portal::portal", "no portal");
        tracing::warn!(log.target = "rfd::backend::xdg_desktop_portal", "zenity instead");
        assert_eq!(log.failure(), None);
        tracing::error!(log.target = "rfd::backend::xdg_desktop_portal", "no zenity");
        assert_eq!(log.failure().as_deref(), Some("no zenity"));
        log.clear();
        assert_eq!(log.failure(), None);
    });
}

/// An app that opens one file dialog and keeps its answer.
struct DialogAsker {
    picker: SystemFilePicker,
    asked: bool,
    answer: Option<FileChoice>,
}

impl eframe::App for DialogAsker {
    fn ui(&mut self, _: &mut egui::Ui, frame: &mut eframe::Frame) {
        if !std::mem::replace(&mut self.asked, true) {
            self.picker.request_file(FileRequest::Open, None, Locale::ENGLISH, frame);
            assert!(self.picker.is_picking());
        }
        self.answer = self.picker.take_choice().or(self.answer.take());
    }
}

/// Runs this test again in a process whose environment has neither the desktop portal nor zenity.
#[cfg(target_os = "linux")]
#[test]
fn an_unavailable_dialog_is_not_treated_as_cancelled() {
    const INNER: &str = "BLUE_RIBBON_TEST_WITHOUT_DIALOGS";
    if std::env::var_os(INNER).is_none() {
        let name = "components::file_dialogs::an_unavailable_dialog_is_not_treated_as_cancelled";
        let inner = std::process::Command::new(std::env::current_exe().unwrap())
            .args([name, "--exact", "--nocapture"])
            .env(INNER, "1")
            .env("PATH", "")
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&inner.stdout);
        assert!(inner.status.success() && said.contains("1 passed"), "{said}");
        return;
    }
    use tracing_subscriber::util::SubscriberInitExt;
    let log = DialogLog::default();
    tracing_subscriber::registry().with(log.clone()).init();
    let mut window = Harness::builder().build_eframe(|cc| DialogAsker {
        picker: SystemFilePicker::new(cc.egui_ctx.clone(), log),
        asked: false,
        answer: None,
    });
    run_until(&mut window, |window| window.state().answer.is_some());
    assert!(
        matches!(&window.state().answer, Some(FileChoice::Unavailable(FileRequest::Open, why)) if why.contains("zenity")),
        "{:?}",
        window.state().answer
    );
    assert!(!window.state().picker.is_picking());
}
