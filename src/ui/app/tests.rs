//! Tests of faults of the program itself, which a test from outside cannot cause.

use std::time::{Duration, Instant};

use egui::{ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::{Harness, kittest::Queryable as _};

use crate::{
    Locale,
    register::{Edit, RegisterInfo},
    session::{Action, SelectMode, Session},
    store::{self, app_dirs::AppDirs, settings::Settings, startup},
    ui::{
        app::application::{App, Setup},
        panels::status_bar::SaveState,
    },
};

/// The time to wait for a worker before a test fails.
const PATIENCE: Duration = Duration::from_secs(20);

fn wait(harness: &mut Harness<'_, App>, what: &str, holds: impl Fn(&App) -> bool) {
    let since = Instant::now();
    while !holds(harness.state()) {
        assert!(since.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(5));
        harness.step();
    }
}

fn is_saved(app: &App) -> bool {
    app.session().is_some_and(Session::is_saved)
}

#[test]
fn saving_that_breaks_off_is_said_and_tried_again_when_asked() {
    for task in ["save", "merge external"] {
        breaks_off(task);
    }
}

/// Saves what was done here to a file that someone else changed, while the task with this name
/// panics.
fn breaks_off(task: &'static str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let mut theirs = startup::sample_register().unwrap();
    store::save(&path, &theirs, &store::SaveOptions::copy(), &crate::Progress::default()).unwrap();
    let (register, places) = (Some(path.clone()), Some(AppDirs::in_folder(folder.path())));
    let settings = Settings { author_name: Some("Tester".to_owned()), ..Settings::default() };
    let mut harness = Harness::builder().with_size([1280.0, 800.0]).build_eframe(|cc| {
        let (today, picker) = (|| jiff::civil::date(2014, 3, 30), Box::new(()));
        let locale = Locale::ENGLISH;
        App::new(
            &cc.egui_ctx,
            Setup { register, app_dirs: places, settings: (settings, None), locale, today, picker },
        )
    });
    wait(&mut harness, "the register", |app| app.session().is_some() && app.is_idle());
    let before = theirs.info();
    let after = RegisterInfo { title: "Theirs".into(), ..before.clone() };
    theirs.apply_all(&[Edit::RegisterInfo { before: before.into(), after: after.into() }]).unwrap();
    store::save(&path, &theirs, &store::SaveOptions::copy(), &crate::Progress::default()).unwrap();
    let app = harness.state_mut();
    *app.runner.panic_next.borrow_mut() = Some(task);
    app.perform_action(Action::SelectRow(0, SelectMode::Only));
    let deletion = app.session().and_then(Session::deletion_step).unwrap();
    app.perform_action(Action::Perform(deletion));
    wait(&mut harness, "the fault", |app| app.open.save_tracker.failure.is_some() && app.is_idle());
    harness.run();
    let broke = "Work in the background broke off";
    assert!(harness.query_all_by_label_contains(broke).next().is_some(), "it is said");
    let app = harness.state();
    assert!(matches!(app.save_state(), SaveState::Failed(_)), "nor does it seem to go on");
    assert!(!is_saved(app), "it is not tried again by itself");

    // Nor does the window wait for it in vain: it asks.
    let viewport = harness.input_mut().viewports.get_mut(&ViewportId::ROOT);
    viewport.unwrap().events.push(ViewportEvent::Close);
    harness.step();
    let commands = &harness.output().viewport_output[&ViewportId::ROOT].commands;
    assert!(commands.contains(&ViewportCommand::CancelClose) && !harness.state().is_closing);
    harness.run();
    harness.get_by_label("Cancel").click();
    harness.run();

    harness.get_by_label("Try again").click();
    wait(&mut harness, "saving", is_saved);
    harness.run();
    assert!(harness.query_all_by_label_contains(broke).next().is_none(), "it is over");
    let saved = store::load_strict(&path, &crate::Progress::default()).unwrap().register;
    assert_eq!((saved.cases().len(), saved.title()), (16, "Theirs"));
}
