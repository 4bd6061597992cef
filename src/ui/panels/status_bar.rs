//! The status bar: the file, its save state, the findings, and running jobs.

use std::{sync::Arc, time::Duration};

use egui::{Button, ProgressBar, RichText, Sides, Ui};

use crate::{
    Locale, Progress,
    analysis::finding::Severity,
    commands::{Command, Page},
    describe::errors::path_label,
    jobs::task::{PROGRESS_DELAY, TaskStatus},
    ui::{
        context::UiContext,
        intent::Intent,
        theme::{Palette, Role, SPACE},
        widgets::{
            level_icon,
            text::{rich_text, weak_text},
        },
    },
};

/// The interval between frames while a job reports progress.
const PROGRESS_REDRAW_INTERVAL: Duration = Duration::from_millis(100);

/// The save state of the open register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Saved, with the time of the last save since the register was opened as a text.
    Saved(Option<String>),
    /// Saved, but the file is missing or cannot be read now, as this text says.
    NotInFile(String),
    /// A save is running.
    Saving,
    /// The last save failed, for this reason.
    Failed(String),
}

/// Draws the status bar; without a context no register is open.
pub fn status_bar_ui(
    ui: &mut Ui,
    context: Option<&UiContext>,
    locale: Locale,
    save_state: &SaveState,
    running: &[Arc<TaskStatus>],
    out: &mut Vec<Intent>,
) {
    let mut language = Vec::new();
    Sides::new().shrink_left().truncate().show(
        ui,
        |ui| {
            ui.spacing_mut().button_padding.x = SPACE / 2.0;
            if let Some(context) = context {
                file_ui(ui, context, out);
                save_ui(ui, locale, save_state, out);
                broken_records_ui(ui, context, out);
                findings_ui(ui, context, out);
                case_count_ui(ui, context);
            }
        },
        |ui| {
            language_ui(ui, locale, &mut language);
            for task in running {
                running_task_ui(
                    ui,
                    locale,
                    task.label_key,
                    &task.progress,
                    task.started_at.elapsed(),
                );
            }
        },
    );
    out.extend(language);
}

/// Draws the progress of a task that has taken longer than [`PROGRESS_DELAY`], with a button that
/// cancels it; nothing for a task without a label.
pub fn running_task_ui(
    ui: &mut Ui,
    locale: Locale,
    label_key: Option<&str>,
    progress: &Progress,
    waited: Duration,
) {
    let Some(key) = label_key else { return };
    if let Some(left) = PROGRESS_DELAY.checked_sub(waited) {
        ui.request_repaint_after(left + Duration::from_millis(1));
        return;
    }
    ui.request_repaint_after(PROGRESS_REDRAW_INTERVAL);
    let is_stopping = progress.is_cancelled();
    let cancel = Button::new(rich_text(locale.t("status_bar.cancel"), Role::Caption));
    if ui.add_enabled(!is_stopping, cancel).clicked() {
        progress.cancel();
    }
    let text = locale.t(if is_stopping { "status_bar.cancelling" } else { key });
    let bar = bar(progress).map(|bar| ui.add(bar.fill(Palette::of(ui).accent)));
    let label = ui.label(rich_text(text, Role::Caption));
    if let Some(bar) = bar {
        bar.labelled_by(label.id);
    }
}

/// Returns a progress bar; none where the progress is unknown.
fn bar(progress: &Progress) -> Option<ProgressBar> {
    let (done, total) = progress.done_and_total();
    // A bar has far fewer pixels than the precision that the cast keeps.
    let fraction = (total > 0).then(|| (done as f64 / total as f64).clamp(0.0, 1.0) as f32)?;
    Some(ProgressBar::new(fraction).desired_width(SPACE * 15.0).desired_height(SPACE))
}

/// Draws the name of the file; a click shows it in the file manager.
fn file_ui(ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
    let path = context.session.path();
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let hint = format!("{}\n{}", path_label(path), Command::RevealFile.tooltip(context.locale));
    if link_button(ui, rich_text(name, Role::Caption)).on_hover_text(hint).clicked() {
        out.push(Intent::Command(Command::RevealFile));
    }
}

/// Draws the save state; after a failed save a click saves again.
fn save_ui(ui: &mut Ui, locale: Locale, save_state: &SaveState, out: &mut Vec<Intent>) {
    let palette = Palette::of(ui);
    match save_state {
        SaveState::Saved(None) => {
            ui.label(weak_text(ui, locale.t("status_bar.saved"), Role::Caption));
        }
        SaveState::Saved(Some(time)) => {
            let text = locale.t_with("status_bar.saved_at", &[("time", time)]);
            ui.label(weak_text(ui, text, Role::Caption));
        }
        SaveState::NotInFile(reason) => {
            level_icon::severity_icon(ui, Severity::Error);
            let text = rich_text(locale.t("status_bar.not_in_file"), Role::Caption);
            ui.label(text.color(palette.error)).on_hover_text(reason);
        }
        SaveState::Saving => {
            ui.label(weak_text(ui, locale.t("status_bar.saving"), Role::Caption));
        }
        SaveState::Failed(reason) => {
            level_icon::severity_icon(ui, Severity::Error);
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width() / 2.0);
                let text = rich_text(reason, Role::Caption).color(palette.error);
                ui.add(egui::Label::new(text).truncate());
            });
            let retry_text = rich_text(locale.t("notice.try_again"), Role::Caption);
            if link_button(ui, retry_text).clicked() {
                out.push(Intent::RetrySave);
            }
        }
    }
}

/// Draws the number of unreadable records; a click opens the repair dialog.
fn broken_records_ui(ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
    let broken_count = context.session.source_text().broken_records().count();
    if broken_count > 0 {
        level_icon::severity_icon(ui, Severity::Error);
        let text =
            rich_text(context.locale.t_plural("repair.status_bar", broken_count), Role::Caption);
        if link_button(ui, text)
            .on_hover_text(Command::RepairRecords.tooltip(context.locale))
            .clicked()
        {
            out.push(Intent::Command(Command::RepairRecords));
        }
    }
}

/// Draws the number of findings; a click opens their page.
fn findings_ui(ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
    let UiContext { session, locale, .. } = context;
    let findings = &session.analysis().check_results().findings;
    let Some(gravest) = findings.first() else {
        ui.label(weak_text(ui, locale.t("status_bar.no_findings"), Role::Caption));
        return;
    };
    if gravest.severity != Severity::Note {
        level_icon::severity_icon(ui, gravest.severity);
    }
    let text = rich_text(locale.t_plural("status_bar.findings", findings.len()), Role::Caption);
    let hint = Command::Page(Page::Findings).tooltip(*locale);
    if link_button(ui, text).on_hover_text(hint).clicked() {
        out.push(Intent::Command(Command::Page(Page::Findings)));
    }
}

/// Returns the numbers of cases shown, of all cases and of selected ones.
fn case_count_ui(ui: &mut Ui, context: &UiContext) {
    let UiContext { session, locale, .. } = context;
    let (shown, all) =
        (session.analysis().query_result().rows.len(), context.register().cases().len());
    let text = if shown == all {
        locale.t_plural("subject.cases", all)
    } else {
        let (shown, all) = (locale.format_number(shown), locale.format_number(all));
        locale.t_with("table.shown_count", &[("shown", &shown), ("all", &all)])
    };
    ui.label(weak_text(ui, text, Role::Caption));
    let chosen = session.selection().len();
    if chosen > 1 {
        ui.label(weak_text(ui, locale.t_plural("status_bar.selected", chosen), Role::Caption));
    }
}

fn language_ui(ui: &mut Ui, locale: Locale, out: &mut Vec<Intent>) {
    let name = rich_text(locale.t("language.name"), Role::Caption);
    let hint = locale.t("command.language");
    let menu = egui::containers::menu::MenuButton::from_button(
        Button::new(name).frame_when_inactive(false),
    );
    let (response, _) = menu.ui(ui, |ui| {
        for language in Locale::available() {
            let text = language.t("language.name");
            if ui.add(Button::selectable(language == locale, text)).clicked() {
                out.push(Intent::Command(Command::Language(language)));
                ui.close();
            }
        }
    });
    response.accessible_name(format!("{hint}: {}", locale.t("language.name"))).on_hover_text(hint);
}

/// Draws a text that can be clicked, with a frame while the pointer is on it.
fn link_button(ui: &mut Ui, text: RichText) -> egui::Response {
    let text = text.color(Palette::of(ui).accent);
    ui.add(Button::new(text).frame_when_inactive(false))
}
