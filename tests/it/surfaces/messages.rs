//! Notices and the status line.

use std::time::Duration;

use blue_ribbon::{
    Lang, Progress,
    command::{Command, Page},
    jobs::Work,
    ui::{
        Intent,
        notices::{Level, Notices},
        status::{SaveState, status_ui, work_ui},
    },
};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

use super::{japanese, scene, session, session_with_findings, window};

fn notices(notices: Notices) -> Harness<'static, (Notices, Vec<Intent>)> {
    let draw = |ui: &mut egui::Ui, (notices, out): &mut (Notices, Vec<Intent>)| {
        notices.ui(ui, Lang::ENGLISH, out);
    };
    let mut harness = window(draw, (notices, Vec::new()));
    harness.run();
    harness
}

#[test]
fn news_goes_by_itself_and_an_error_stays() {
    let mut messages = Notices::default();
    messages.push(Level::Info, "The copy was written.", Vec::new());
    messages.push(Level::Error, "The disk is full.", Vec::new());
    let mut shown = notices(messages);
    let role = |label| shown.get_by_role_and_label(role_of(label), label).accesskit_node().role();
    assert_eq!(role("The copy was written."), egui::accesskit::Role::Status);
    assert_eq!(role("The disk is full."), egui::accesskit::Role::Alert);
    // A step is a quarter of a second.
    shown.run_steps(8);
    assert!(shown.query_all_by_label("The copy was written.").next().is_some());
    shown.run_steps(24);
    assert!(shown.query_all_by_label("The copy was written.").next().is_none());
    assert!(shown.query_all_by_label("The disk is full.").next().is_some());
    shown.get_by_label("Dismiss").click();
    shown.run();
    assert!(shown.state().0.is_empty());
}

fn role_of(label: &str) -> egui::accesskit::Role {
    if label.starts_with("The copy") {
        egui::accesskit::Role::Status
    } else {
        egui::accesskit::Role::Alert
    }
}

#[test]
fn a_notice_says_what_can_be_done_about_it() {
    let mut messages = Notices::default();
    let action = ("Save a copy".to_owned(), Intent::Command(Command::SaveCopy));
    messages.push(Level::Error, "The disk is full.", vec![action]);
    let mut shown = notices(messages);
    shown.get_by_label("Save a copy").click();
    shown.run();
    let (left, out) = shown.state();
    assert!(matches!(out[..], [Intent::Command(Command::SaveCopy)]), "{out:?}");
    assert!(left.is_empty());
}

#[test]
fn at_most_three_notices_are_shown_the_gravest_first() {
    let mut messages = Notices::default();
    messages.push(Level::Error, "First", Vec::new());
    for n in 2..=5 {
        messages.push(Level::Warning, format!("Number {n}"), Vec::new());
    }
    messages.push(Level::Warning, "Number 5", Vec::new());
    let mut shown = notices(messages);
    for (text, is_shown) in
        [("First", true), ("Number 5", true), ("Number 4", true), ("Number 3", false)]
    {
        assert_eq!(shown.query_all_by_label(text).next().is_some(), is_shown, "{text}");
    }
    shown.get_by_label("and 2 more");
    shown.get_by_label("Dismiss all").click();
    shown.run();
    assert!(shown.state().0.is_empty());
}

fn status<'a>(
    session: &'a blue_ribbon::session::Session,
    lang: Lang,
    saving: &'a SaveState,
) -> Harness<'a, Vec<Intent>> {
    let draw = move |ui: &mut egui::Ui, out: &mut Vec<Intent>| {
        status_ui(ui, Some(&scene(session, lang)), lang, saving, &[], out);
    };
    let mut harness = window(draw, Vec::new());
    harness.run();
    harness
}

#[test]
fn the_status_line_says_where_things_stand() {
    let session = session();
    let count = session.view().digest().findings.len();
    let saved = SaveState::Saved(Some("12:04".to_owned()));
    let mut line = status(&session, Lang::ENGLISH, &saved);
    line.get_by_label("saved 12:04");
    line.get_by_label("17 cases");
    line.get_by_label("register.ron").click();
    line.run();
    line.get_by_label(&Lang::ENGLISH.count("status.findings", count)).click();
    line.run();
    let out = line.state();
    assert!(
        matches!(
            out[..],
            [Intent::Command(Command::Reveal), Intent::Command(Command::Page(Page::Findings))]
        ),
        "{out:?}"
    );
    let line = status(&session, japanese(), &SaveState::Saving);
    line.get_by_label("保存中…");
    line.get_by_label("17人");
}

#[test]
fn a_register_that_could_not_be_saved_says_so() {
    let session = session_with_findings(Vec::new());
    let failed = SaveState::Failed("the disk is full".to_owned());
    let line = status(&session, Lang::ENGLISH, &failed);
    line.get_by_label("the disk is full");
    line.get_by_label("no findings");
}

#[test]
fn the_language_is_changed_at_the_foot() {
    let session = session();
    let mut line = status(&session, Lang::ENGLISH, &SaveState::Saving);
    line.get_by_label("Language: English").click();
    line.run();
    line.get_by_label("日本語").click();
    line.run();
    let out = line.state();
    assert!(
        matches!(out[..], [Intent::Command(Command::Language(lang))] if lang == japanese()),
        "{out:?}"
    );
}

/// The progress of an export that has taken this long.
fn progress(waited: Duration) -> Harness<'static, Progress> {
    let draw = move |ui: &mut egui::Ui, progress: &mut Progress| {
        work_ui(ui, Lang::ENGLISH, Work::Exporting, progress, waited);
        work_ui(ui, Lang::ENGLISH, Work::Digesting, progress, waited);
    };
    let mut harness = window(draw, Progress::default());
    harness.run();
    harness
}

#[test]
fn work_that_is_quickly_done_shows_no_progress() {
    let early = progress(Duration::from_millis(100));
    assert!(early.query_by_label("Exporting…").is_none());
    // The window looks again once one would care to know.
    let viewport = &early.output().viewport_output[&egui::ViewportId::ROOT];
    assert!(viewport.repaint_delay <= Duration::from_millis(240), "{:?}", viewport.repaint_delay);
}

#[test]
fn long_work_can_be_stopped() {
    let mut long = progress(Duration::from_secs(1));
    long.get_by_label("Exporting…");
    long.state_mut().report(1, 4).unwrap();
    long.run();
    let bar = long.get_by_role(egui::accesskit::Role::ProgressIndicator);
    assert_eq!(bar.accesskit_node().numeric_value(), Some(25.0));
    long.get_by_label("Stop").click();
    long.run();
    assert!(long.state().is_cancelled());
    long.get_by_label("Stopping…");
}
