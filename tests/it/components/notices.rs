//! Notices and the status bar.

use std::time::Duration;

use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

use crate::components::{japanese_locale, session, session_with_findings, ui_context, window};
use blue_ribbon::{
    Locale, Progress,
    commands::{Command, Page},
    session,
    ui::{
        intent::Intent,
        panels::{
            notices::{NoticeLevel, NoticesPanel},
            status_bar::{SaveState, running_task_ui, status_bar_ui},
        },
    },
};

fn show_notices(notices: NoticesPanel) -> Harness<'static, (NoticesPanel, Vec<Intent>)> {
    let draw = |ui: &mut egui::Ui, (notices, out): &mut (NoticesPanel, Vec<Intent>)| {
        notices.ui(ui, Locale::ENGLISH, out);
    };
    let mut harness = window(draw, (notices, Vec::new()));
    harness.run();
    harness
}

#[test]
fn an_info_notice_disappears_and_an_error_stays() {
    let mut messages = NoticesPanel::default();
    messages.push(NoticeLevel::Info, "The copy was written.", Vec::new());
    messages.push(NoticeLevel::Error, "The disk is full.", Vec::new());
    let mut shown = show_notices(messages);
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
fn a_notice_offers_its_actions() {
    let mut messages = NoticesPanel::default();
    let action = ("Save a copy".to_owned(), Intent::Command(Command::SaveCopy));
    messages.push(NoticeLevel::Error, "The disk is full.", vec![action]);
    let mut shown = show_notices(messages);
    shown.get_by_label("Save a copy").click();
    shown.run();
    let (left, out) = shown.state();
    assert!(matches!(out[..], [Intent::Command(Command::SaveCopy)]), "{out:?}");
    assert!(left.is_empty());
}

#[test]
fn at_most_three_notices_are_shown_sorted_by_severity() {
    let mut messages = NoticesPanel::default();
    messages.push(NoticeLevel::Error, "First", Vec::new());
    for n in 2..=5 {
        messages.push(NoticeLevel::Warning, format!("Number {n}"), Vec::new());
    }
    messages.push(NoticeLevel::Warning, "Number 5", Vec::new());
    let mut shown = show_notices(messages);
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

fn show_status_bar<'a>(
    session: &'a session::Session,
    locale: Locale,
    saving: &'a SaveState,
) -> Harness<'a, Vec<Intent>> {
    let draw = move |ui: &mut egui::Ui, out: &mut Vec<Intent>| {
        status_bar_ui(ui, Some(&ui_context(session, locale)), locale, saving, &[], out);
    };
    let mut harness = window(draw, Vec::new());
    harness.run();
    harness
}

#[test]
fn the_status_bar_shows_counts_findings_and_saving() {
    let session = session();
    let count = session.analysis().check_results().findings.len();
    let saved = SaveState::Saved(Some("12:04".to_owned()));
    let mut line = show_status_bar(&session, Locale::ENGLISH, &saved);
    line.get_by_label("saved 12:04");
    line.get_by_label("17 cases");
    line.get_by_label("register.ron").click();
    line.run();
    line.get_by_label(&Locale::ENGLISH.t_plural("status_bar.findings", count)).click();
    line.run();
    let out = line.state();
    assert!(
        matches!(
            out[..],
            [Intent::Command(Command::RevealFile), Intent::Command(Command::Page(Page::Findings))]
        ),
        "{out:?}"
    );
    let line = show_status_bar(&session, japanese_locale(), &SaveState::Saving);
    line.get_by_label("保存中…");
    line.get_by_label("17人");
}

#[test]
fn the_status_bar_reports_a_failed_save() {
    let session = session_with_findings(Vec::new());
    let failed = SaveState::Failed("the disk is full".to_owned());
    let line = show_status_bar(&session, Locale::ENGLISH, &failed);
    line.get_by_label("the disk is full");
    line.get_by_label("no findings");
}

#[test]
fn the_status_bar_changes_the_language() {
    let session = session();
    let mut line = show_status_bar(&session, Locale::ENGLISH, &SaveState::Saving);
    line.get_by_label("Language: English").click();
    line.run();
    line.get_by_label("日本語").click();
    line.run();
    let out = line.state();
    assert!(
        matches!(out[..], [Intent::Command(Command::Language(locale))] if locale == japanese_locale()),
        "{out:?}"
    );
}

/// Shows the progress of an export and of a check that have run for this time.
fn show_progress(waited: Duration) -> Harness<'static, Progress> {
    let draw = move |ui: &mut egui::Ui, progress: &mut Progress| {
        running_task_ui(ui, Locale::ENGLISH, Some("status_bar.exporting"), progress, waited);
        running_task_ui(ui, Locale::ENGLISH, None, progress, waited);
    };
    let mut harness = window(draw, Progress::default());
    harness.run();
    harness
}

#[test]
fn a_short_job_shows_no_progress() {
    let early = show_progress(Duration::from_millis(100));
    assert!(early.query_by_label("Exporting…").is_none());
    // The window looks again once one would care to know.
    let viewport = &early.output().viewport_output[&egui::ViewportId::ROOT];
    assert!(viewport.repaint_delay <= Duration::from_millis(240), "{:?}", viewport.repaint_delay);
}

#[test]
fn a_long_job_can_be_cancelled() {
    let mut long = show_progress(Duration::from_secs(1));
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
