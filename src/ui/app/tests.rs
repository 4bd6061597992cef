//! Tests of what the window does not show: a fault of the program itself, and the state of the open
//! register.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use egui::{ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::{Harness, kittest::Queryable as _};

use crate::{
    Locale,
    analysis::query::Query,
    commands::Page,
    jobs::{
        external_merge::KeptVersion,
        task::{TakeResult as _, TaskFailure},
    },
    register::{Edit, RegisterInfo, Step, StepKind, StepSubject},
    session::{Action, Session, loaded_register::LoadedRegister, selection::SelectMode},
    store::{
        self,
        app_dirs::AppDirs,
        fs::{file_snapshot::StatSnapshot, fingerprint::Fingerprint, folder_lock::FolderLock},
        history::index::HistoryIndex,
        paths::RegisterPaths,
        settings::Settings,
        startup,
    },
    ui::{
        app::application::{App, Setup},
        intent::{Intent, PendingOpen},
        modals::file_conflict::FileConflictDialog,
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

/// Opens a window on a register; the folder holds its drafts and settings.
fn open_window(folder: &Path, register: &Path) -> Harness<'static, App> {
    let (register, places) = (Some(register.to_owned()), Some(AppDirs::in_folder(folder)));
    let settings = Settings { author_name: Some("Tester".to_owned()), ..Settings::default() };
    Harness::builder().with_size([1280.0, 800.0]).build_eframe(|cc| {
        let (today, picker) = (|| jiff::civil::date(2014, 3, 30), Box::new(()));
        let locale = Locale::ENGLISH;
        App::new(
            &cc.egui_ctx,
            Setup { register, app_dirs: places, settings: (settings, None), locale, today, picker },
        )
    })
}

fn is_saved(app: &App) -> bool {
    app.session().is_some_and(Session::is_saved)
}

#[test]
fn saving_that_breaks_off_is_said_and_tried_again_when_asked() {
    for task in ["save", "merge external"] {
        breaks_off(task, TaskFailure::Panicked, "Work in the background broke off");
        breaks_off(task, TaskFailure::NoThread, "gives the program no further thread");
    }
}

/// Saves what was done here to a file that someone else changed, while the task with this name
/// fails, which the window says with this text.
fn breaks_off(task: &'static str, failure: TaskFailure, text: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let mut theirs = startup::sample_register().unwrap();
    store::save(&path, &theirs, &store::SaveOptions::copy(), &crate::Progress::default()).unwrap();
    let mut harness = open_window(folder.path(), &path);
    wait(&mut harness, "the register", |app| app.session().is_some() && app.is_idle());
    let before = theirs.info();
    let after = RegisterInfo { title: "Theirs".into(), ..before.clone() };
    theirs.apply_all(&[Edit::RegisterInfo { before: before.into(), after: after.into() }]).unwrap();
    store::save(&path, &theirs, &store::SaveOptions::copy(), &crate::Progress::default()).unwrap();
    let app = harness.state_mut();
    *app.runner.fail_next.borrow_mut() = Some((task, failure));
    app.perform_action(Action::SelectRow(0, SelectMode::Only));
    let deletion = app.session().and_then(Session::deletion_step).unwrap();
    app.perform_action(Action::Perform(deletion));
    wait(&mut harness, "the fault", |app| app.open.save_tracker.failure.is_some() && app.is_idle());
    harness.run();
    assert!(harness.query_all_by_label_contains(text).next().is_some(), "it is said");
    let app = harness.state();
    assert!(matches!(app.save_state(), SaveState::Failed(_)), "nor does it seem to go on");
    assert!(!is_saved(app), "it is not tried again by itself");

    // Nor does the window wait for it in vain: it asks.
    let viewport = harness.input_mut().viewports.get_mut(&ViewportId::ROOT);
    viewport.unwrap().events.push(ViewportEvent::Close);
    harness.step();
    let commands = &harness.output().viewport_output[&ViewportId::ROOT].commands;
    assert!(commands.contains(&ViewportCommand::CancelClose) && !harness.state().exit.is_closing());
    harness.run();
    harness.get_by_label("Cancel").click();
    harness.run();

    harness.get_by_label("Try again").click();
    wait(&mut harness, "saving", is_saved);
    harness.run();
    assert!(harness.query_all_by_label_contains(text).next().is_none(), "it is over");
    let saved = store::load_strict(&path, &crate::Progress::default()).unwrap().register;
    assert_eq!((saved.cases().len(), saved.title()), (16, "Theirs"));
}

#[test]
fn opening_another_register_leaves_nothing_of_the_previous_one() {
    let folder = tempfile::tempdir().unwrap();
    let [path, other] = ["register.ron", "other.ron"].map(|name| folder.path().join(name));
    let register = startup::sample_register().unwrap();
    for path in [&path, &other] {
        let options = store::SaveOptions::copy();
        store::save(path, &register, &options, &crate::Progress::default()).unwrap();
    }
    let mut harness = open_window(folder.path(), &path);
    wait(&mut harness, "the register", |app| app.session().is_some() && app.is_idle());
    harness.state_mut().page = Page::Sources;
    let has_citations = |app: &App| app.open.ui_state.pages.sources.version().is_some();
    wait(&mut harness, "the citations", |app| has_citations(app) && app.is_idle());
    let ctx = harness.ctx.clone();
    let app = harness.state_mut();
    let query = Query { search: "kume".to_owned(), ..Query::default() };
    app.perform_action(Action::SetQuery(query));
    app.perform_action(Action::SelectRow(0, SelectMode::Only));
    app.edit_case(None);
    app.open.ui_state.search_text = "kume".to_owned();
    app.open.save_tracker.failure = Some("The disk is full".to_owned());
    app.open.external_changes.request_merge();
    let session = app.open.session.as_ref().unwrap();
    let revision = session.revision();
    app.open
        .version_tasks
        .checks
        .start(revision, || app.runner.run_checks(session.snapshot(), revision, app.today));
    assert!(app.open.ui_state.form.is_some() && app.open.version_tasks.checks.is_running());

    app.load_register(PendingOpen::File(other.clone()));
    app.tasks.open.wait(PATIENCE);
    let Some(Ok((_, Ok((loaded, access))))) = app.tasks.open.take_result() else {
        panic!("the other register is not read");
    };
    app.set_opened_register(Session::new(loaded), access, &ctx);
    let open = &app.open;
    let session = open.session.as_ref().unwrap();
    assert_eq!(*session.path(), other);
    assert!(session.selection().is_empty() && !session.analysis().query().is_filtered());
    assert!(open.ui_state.search_text.is_empty() && open.ui_state.form.is_none());
    assert!(!has_citations(app), "nothing is derived from the first register");
    assert!(!open.version_tasks.checks.is_running(), "its tasks are cancelled");
    assert!(open.save_tracker.failure.is_none() && !open.external_changes.blocks_saving());
    assert!(open.access.lock().is_some() && open.watcher.is_some(), "the other one is watched");
}

#[test]
fn a_check_that_panicked_is_not_started_again_for_the_same_revision() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let register = startup::sample_register().unwrap();
    store::save(&path, &register, &store::SaveOptions::copy(), &crate::Progress::default())
        .unwrap();
    let mut harness = open_window(folder.path(), &path);
    wait(&mut harness, "the register", |app| app.session().is_some() && app.is_idle());
    let app = harness.state_mut();
    *app.runner.fail_next.borrow_mut() = Some(("check", TaskFailure::Panicked));
    app.perform_action(Action::SelectRow(0, SelectMode::Only));
    let deletion = app.session().and_then(Session::deletion_step).unwrap();
    app.perform_action(Action::Perform(deletion));
    wait(&mut harness, "the fault", |app| app.runner.fail_next.borrow().is_none());
    wait(&mut harness, "the end of the work", |app| is_saved(app) && app.is_idle());
    harness.run();
    let is_checked =
        |app: &App| app.open.save_tracker.checked_revision == app.session().unwrap().revision();
    assert!(!is_checked(harness.state()), "the check would panic again");
    let app = harness.state_mut();
    app.perform_action(Action::Undo);
    wait(&mut harness, "the check of the next revision", is_checked);
}

/// Returns a folder with a register and a window on it, whose first case was just deleted. The save
/// waits for the lock on the folder until it is dropped.
fn window_with_waiting_save() -> (tempfile::TempDir, Harness<'static, App>, FolderLock) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let register = startup::sample_register().unwrap();
    store::save(&path, &register, &store::SaveOptions::copy(), &crate::Progress::default())
        .unwrap();
    let mut harness = open_window(folder.path(), &path);
    wait(&mut harness, "the register", |app| app.session().is_some() && app.is_idle());
    let lock = FolderLock::acquire(folder.path()).unwrap();
    let app = harness.state_mut();
    app.perform_action(Action::SelectRow(0, SelectMode::Only));
    let deletion = app.session().and_then(Session::deletion_step).unwrap();
    app.perform_action(Action::Perform(deletion));
    harness.step();
    (folder, harness, lock)
}

#[test]
fn overwriting_the_file_waits_for_the_save_that_is_running() {
    let (folder, mut harness, lock) = window_with_waiting_save();
    for _ in 0..2 {
        let app = harness.state_mut();
        let observed = app.session().unwrap().fingerprint().into();
        app.pending_intents.push(Intent::OverwriteFile(observed));
        harness.step();
        harness.step();
    }
    drop(lock);
    wait(&mut harness, "saving", |app| is_saved(app) && app.is_idle());
    harness.run();
    let path = folder.path().join("register.ron");
    let history = HistoryIndex::load(&path, None, &crate::Progress::default()).unwrap();
    let numbers: Vec<_> = history.headers().iter().map(|header| header.entry.number).collect();
    assert_eq!(numbers, [1, 2], "the start of the history and the deletion, once");
    let saved = store::load_strict(&path, &crate::Progress::default()).unwrap().register;
    assert_eq!(saved.cases().len(), 16);
    assert!(!RegisterPaths::of(&path).numbered_backup(1).exists(), "nothing was written over");
}

#[test]
fn a_register_opened_during_a_save_waits_for_it() {
    let (folder, mut harness, lock) = window_with_waiting_save();
    let [path, other] = ["register.ron", "other.ron"].map(|name| folder.path().join(name));
    std::fs::copy(&path, &other).unwrap();
    let open = Intent::LoadRegister(PendingOpen::File(other.clone()));
    harness.state_mut().pending_intents.push(open);
    harness.step();
    // Enough time to read the other register, if nothing holds it back.
    harness.state_mut().tasks.open.wait(PATIENCE);
    harness.step();
    assert_eq!(*harness.state().session().unwrap().path(), path, "it is being saved");
    drop(lock);
    wait(&mut harness, "the other register", |app| {
        app.session().is_some_and(|session| *session.path() == other) && app.is_idle()
    });
    let saved = store::load_strict(&path, &crate::Progress::default()).unwrap().register;
    assert_eq!(saved.cases().len(), 16, "what was being saved is on the disk");
    let session = harness.state().session().unwrap();
    assert_eq!((session.saved_revision(), session.base().cases().len()), (0, 17));
}

#[test]
fn another_version_cancels_the_tasks_of_the_one_shown_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let register = startup::sample_register().unwrap();
    let progress = crate::Progress::default();
    store::save(&path, &register, &store::SaveOptions::copy(), &progress).unwrap();
    let mut harness = open_window(folder.path(), &path);
    wait(&mut harness, "the register", |app| app.session().is_some() && app.is_idle());
    let App { open, runner, today, .. } = harness.state_mut();
    let session = open.session.as_ref().unwrap();
    let revision = session.revision();
    open.version_tasks
        .checks
        .start(revision, || runner.run_checks(session.snapshot(), revision, *today));
    open.tasks.lock_request.add(runner.request_lock(path.clone(), false));
    open.ui_state.search_text = "kume".to_owned();
    let day = session.analysis().as_of();
    let other = LoadedRegister::new(path.clone(), store::open(&path, &progress).unwrap(), day);
    assert!(open.show_version(Session::new(other)).is_some());
    assert!(!open.version_tasks.checks.is_running(), "it is about the version before");
    assert!(open.tasks.lock_request.is_running(), "it is about the register");
    assert!(open.ui_state.search_text.is_empty());
}

/// Waits until the next save has begun to write its history, which lies between the check of the file
/// and its replacement, and renames a version of another program over the file.
fn answer_save(path: &Path, text: &str) -> std::thread::JoinHandle<()> {
    let (path, text) = (path.to_owned(), text.to_owned());
    let length = |path: &Path| std::fs::metadata(path).map_or(0, |metadata| metadata.len());
    let history = RegisterPaths::of(&path).history();
    let before = length(&history);
    let version = path.with_extension("theirs");
    std::fs::write(&version, text).unwrap();
    std::thread::spawn(move || {
        let since = Instant::now();
        while length(&history) == before && since.elapsed() < PATIENCE {
            std::hint::spin_loop();
        }
        std::fs::rename(version, path).unwrap();
    })
}

#[test]
fn a_version_that_arrives_during_a_save_is_kept_and_merged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let register = startup::sample_register().unwrap();
    let progress = crate::Progress::default();
    store::save(&path, &register, &store::SaveOptions::copy(), &progress).unwrap();
    let mut harness = open_window(folder.path(), &path);
    wait(&mut harness, "the register", |app| app.session().is_some() && app.is_idle());
    let kept = RegisterPaths::of(&path).numbered_backup(1);
    // The other program may be too late: it then replaces what was saved, and undoes it.
    for attempt in 0..20 {
        let title = format!("Theirs {attempt}");
        let cases = harness.state().session().unwrap().register().cases().len();
        let text = std::fs::read_to_string(&path).unwrap();
        let before = format!("title: {:?}", harness.state().session().unwrap().register().title());
        let answer = answer_save(&path, &text.replacen(&before, &format!("title: {title:?}"), 1));
        let app = harness.state_mut();
        app.perform_action(Action::SelectRow(0, SelectMode::Only));
        let deletion = app.session().and_then(Session::deletion_step).unwrap();
        app.perform_action(Action::Perform(deletion));
        wait(&mut harness, "the merge", |app| {
            app.session().is_some_and(|session| session.register().title() == title)
        });
        answer.join().unwrap();
        wait(&mut harness, "saving", |app| is_saved(app) && app.is_idle());
        let saved = store::load_strict(&path, &progress).unwrap().register;
        assert_eq!(saved.title(), title, "what the other program wrote");
        if kept.exists() {
            assert_eq!(saved.cases().len(), cases - 1, "what was done here");
            let kept = store::load_strict(&kept, &progress).unwrap().register;
            assert_eq!((kept.title(), kept.cases().len()), (&*title, cases));
            harness.run_steps(10);
            let told = "another program wrote a version of its own";
            assert!(harness.query_all_by_label_contains(told).next().is_some(), "it is said");
            let report = store::history::verify::verify(&path, &progress).unwrap();
            assert!(report.issues.is_empty(), "{:?}", report.issues);
            return;
        }
    }
    panic!("no version arrived at the right moment");
}

#[test]
fn a_kept_version_in_conflict_is_asked_about_until_it_is_merged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let base = startup::sample_register().unwrap();
    let progress = crate::Progress::default();
    store::save(&path, &base, &store::SaveOptions::copy(), &progress).unwrap();
    let titled = |title: &str| {
        let (before, mut after) = (base.info(), base.info());
        after.title = title.into();
        Edit::RegisterInfo { before: before.into(), after: after.into() }
    };
    let mut theirs = base.clone();
    theirs.apply(&titled("Theirs")).unwrap();
    let kept = RegisterPaths::of(&path).numbered_backup(1);
    store::save(&kept, &theirs, &store::SaveOptions::create(), &progress).unwrap();

    let mut harness = open_window(folder.path(), &path);
    wait(&mut harness, "the register", |app| app.session().is_some() && app.is_idle());
    let fingerprint = harness.state().session().unwrap().fingerprint();
    let app = harness.state_mut();
    let step = Step::new(StepKind::Change, StepSubject::Register, vec![titled("Ours")]);
    app.perform_action(Action::Perform(step));
    wait(&mut harness, "saving", |app| is_saved(app) && app.is_idle());
    let version = KeptVersion { path: kept.clone(), base: base.into(), fingerprint };
    harness.state_mut().open.external_changes.kept_versions.push_back(version);
    wait(&mut harness, "the question", |app| app.open.external_changes.is_asking());
    assert!(harness.state().open.external_changes.blocks_saving());
    harness.run_steps(10);
    harness.get_by_label("Later").click();
    harness.run_steps(10);
    let external_changes = &harness.state().open.external_changes;
    assert_eq!(external_changes.kept_versions.len(), 1, "it is not given up");
    assert!(!external_changes.has_kept_version(), "the window does not wait for it to close");
    assert!(is_saved(harness.state()));

    harness.state_mut().pending_intents.push(Intent::RetrySave);
    wait(&mut harness, "the question", |app| app.open.external_changes.is_asking());
    for button in ["All theirs", "Keep what is chosen"] {
        harness.run_steps(10);
        harness.get_by_label(button).click();
    }
    let title = |app: &App| app.session().unwrap().register().title().to_owned();
    wait(&mut harness, "the merge", |app| title(app) == "Theirs");
    wait(&mut harness, "saving", |app| is_saved(app) && app.is_idle());
    let saved = store::load_strict(&path, &progress).unwrap().register;
    assert_eq!(saved.title(), "Theirs");
    assert!(kept.exists() && harness.state().open.external_changes.kept_versions.is_empty());
    // It is one step of its own.
    harness.state_mut().perform_action(Action::Undo);
    assert_eq!(title(harness.state()), "Ours");
}

#[test]
fn a_kept_version_that_cannot_be_read_is_said_and_holds_nothing_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let register = startup::sample_register().unwrap();
    let progress = crate::Progress::default();
    store::save(&path, &register, &store::SaveOptions::copy(), &progress).unwrap();
    let mut harness = open_window(folder.path(), &path);
    wait(&mut harness, "the register", |app| app.session().is_some() && app.is_idle());
    let kept = RegisterPaths::of(&path).numbered_backup(1);
    let fingerprint = harness.state().session().unwrap().fingerprint();
    let version = KeptVersion { path: kept, base: register.into(), fingerprint };
    let app = harness.state_mut();
    app.open.external_changes.kept_versions.push_back(version);
    app.perform_action(Action::SelectRow(0, SelectMode::Only));
    let deletion = app.session().and_then(Session::deletion_step).unwrap();
    app.perform_action(Action::Perform(deletion));
    wait(&mut harness, "saving", |app| is_saved(app) && app.is_idle());
    harness.run_steps(10);
    let told = "could not be merged";
    assert!(harness.query_all_by_label_contains(told).next().is_some(), "it is said");
}

#[test]
fn a_file_whose_bytes_cannot_be_read_is_not_offered_to_be_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let register = startup::sample_register().unwrap();
    let progress = crate::Progress::default();
    store::save(&path, &register, &store::SaveOptions::copy(), &progress).unwrap();
    let mut harness = open_window(folder.path(), &path);
    wait(&mut harness, "the register", |app| app.session().is_some() && app.is_idle());
    for (observed, has_reload, has_overwrite) in
        [(None, true, false), (Some(Fingerprint::of_bytes(b"half").into()), true, true)]
    {
        let dialog = FileConflictDialog { path: path.clone(), text: "Unreadable".into(), observed };
        harness.state_mut().modals.open(dialog);
        harness.run();
        let has = |label| harness.query_all_by_label(label).next().is_some();
        assert_eq!((has("Reload"), has("Overwrite")), (has_reload, has_overwrite));
        let is_explained = harness.query_all_by_label_contains("is not overwritten while").next();
        assert_eq!(is_explained.is_some(), !has_overwrite);
        harness.get_by_label("Later").click();
        harness.run();
    }
}

/// Returns a folder with a register and a window on it, that asks about bytes that changed although
/// the metadata of the file tells of no change, with these bytes.
fn window_asking_about_changed_bytes() -> (tempfile::TempDir, Harness<'static, App>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    let register = startup::sample_register().unwrap();
    let progress = crate::Progress::default();
    store::save(&path, &register, &store::SaveOptions::copy(), &progress).unwrap();
    let mut harness = open_window(folder.path(), &path);
    wait(&mut harness, "the register", |app| app.session().is_some() && app.is_idle());
    let app = harness.state_mut();
    // The watcher would read the bytes.
    app.open.watcher = None;
    let rotten = std::fs::read_to_string(&path).unwrap().replace("\"Megumi\"", "\"Megume\"");
    std::fs::write(&path, &rotten).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    let snapshot = StatSnapshot::take(&std::fs::File::open(&path).unwrap()).unwrap();
    app.session().unwrap().version().file.set_snapshot(snapshot);
    app.perform_action(Action::SelectRow(0, SelectMode::Only));
    let deletion = app.session().and_then(Session::deletion_step).unwrap();
    app.perform_action(Action::Perform(deletion));
    wait(&mut harness, "the failure", |app| app.open.save_tracker.failure.is_some());
    harness.run();
    for text in ["The file has changed", "are not those that were read", "Save a copy"] {
        assert!(harness.query_all_by_label_contains(text).next().is_some(), "{text}");
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), rotten, "nothing is saved");
    (folder, harness, rotten)
}

#[test]
fn bytes_that_changed_without_a_trace_are_overwritten_on_request_and_kept() {
    let (folder, mut harness, rotten) = window_asking_about_changed_bytes();
    let path = folder.path().join("register.ron");
    harness.get_by_label("Overwrite").click();
    wait(&mut harness, "saving", |app| is_saved(app) && app.is_idle());
    let saved = std::fs::read_to_string(&path).unwrap();
    assert!(saved.contains("\"Megumi\"") && !saved.contains("\"Megume\""), "all is written anew");
    let paths = RegisterPaths::of(&path);
    assert_eq!(std::fs::read_to_string(paths.numbered_backup(1)).unwrap(), rotten);
    let progress = crate::Progress::default();
    let report = store::history::verify::verify(&path, &progress).unwrap();
    assert_eq!(store::load_strict(&path, &progress).unwrap().register.cases().len(), 16);
    assert!(report.issues.is_empty(), "{:?}", report.issues);
}

#[test]
fn a_version_that_replaces_changed_bytes_during_the_question_is_merged() {
    let (folder, mut harness, rotten) = window_asking_about_changed_bytes();
    let path = folder.path().join("register.ron");
    let theirs = rotten.replace("\"Megume\"", "\"Megumi\"").replace("\"Kyoko\"", "\"Theirs\"");
    std::fs::write(&path, &theirs).unwrap();
    harness.get_by_label("Overwrite").click();
    wait(&mut harness, "saving", |app| is_saved(app) && app.is_idle());
    harness.run();
    assert!(harness.query_all_by_label_contains("Not overwritten").next().is_some(), "it is said");
    let saved = std::fs::read_to_string(&path).unwrap();
    assert!(saved.contains("\"Theirs\"") && !saved.contains("\"Megume\""));
    let saved = store::load_strict(&path, &crate::Progress::default()).unwrap().register;
    assert_eq!(saved.cases().len(), 16, "what was done here");
}
