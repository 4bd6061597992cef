//! The line at the foot of the window: the file, whether it is safely on the disk, what the
//! checks noticed, work under way.

use std::time::Duration;

use egui::{Button, ProgressBar, RichText, Sides, Ui};

use super::{
    Intent, Scene, signs,
    theme::{Palette, Role, SPACE},
    widgets::{text, weak},
};
use crate::{
    command::{Command, Page},
    jobs::{PATIENCE, Running, Work},
    lang::Lang,
    progress::Progress,
    view::Level,
};

/// How often the progress of work is drawn anew.
const TICK: Duration = Duration::from_millis(100);

/// Whether the open register is safely on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// It is, and when it was last written, in words, if it was since it was opened.
    Saved(Option<String>),
    /// It is being written.
    Saving,
    /// It is not, and why, in words.
    Failed(String),
}

/// Draws the line; without a scene no register is open.
pub fn status_ui(
    ui: &mut Ui,
    scene: Option<&Scene>,
    lang: Lang,
    saving: &SaveState,
    running: &[Running],
    out: &mut Vec<Intent>,
) {
    let mut language = Vec::new();
    Sides::new().shrink_left().truncate().show(
        ui,
        |ui| {
            ui.spacing_mut().button_padding.x = SPACE / 2.0;
            if let Some(scene) = scene {
                file_ui(ui, scene, out);
                save_ui(ui, lang, saving, out);
                damaged_ui(ui, scene, out);
                findings_ui(ui, scene, out);
                rows_ui(ui, scene);
            }
        },
        |ui| {
            language_ui(ui, lang, &mut language);
            for Running { work, progress, since, .. } in running {
                work_ui(ui, lang, *work, progress, since.elapsed());
            }
        },
    );
    out.extend(language);
}

/// The progress of work that has taken longer than one cares to wait, with a way to stop it;
/// nothing for work that cannot be waited for.
pub fn work_ui(ui: &mut Ui, lang: Lang, work: Work, progress: &Progress, waited: Duration) {
    let key = match work {
        Work::Opening => "status.opening",
        Work::Exporting => "status.exporting",
        Work::Restoring => "status.restoring",
        Work::Recalling => "history.looking",
        Work::GoingBack => "history.as_recorded.opening",
        Work::Saving
        | Work::Asking
        | Work::Unlocking
        | Work::Meeting
        | Work::Copying
        | Work::Digesting
        | Work::Comparing
        | Work::Gathering
        | Work::ReadingLand
        | Work::Supporting
        | Work::Ordering
        | Work::Revealing
        | Work::Telling
        | Work::Weighing
        | Work::Naming
        | Work::Keeping
        | Work::BackingUp
        | Work::ReadingBackups
        | Work::SeekingDrafts
        | Work::KeepingDraft
        | Work::Listing => return,
    };
    if let Some(left) = PATIENCE.checked_sub(waited) {
        ui.request_repaint_after(left + Duration::from_millis(1));
        return;
    }
    ui.request_repaint_after(TICK);
    let stopping = progress.is_cancelled();
    let cancel = Button::new(text(lang.t("status.cancel"), Role::Caption));
    if ui.add_enabled(!stopping, cancel).clicked() {
        progress.cancel();
    }
    let words = lang.t(if stopping { "status.cancelling" } else { key });
    let bar = bar(progress).map(|bar| ui.add(bar.fill(Palette::of(ui).accent)));
    let label = ui.label(text(words, Role::Caption));
    if let Some(bar) = bar {
        bar.labelled_by(label.id);
    }
}

/// A bar as long as the work has come; none where that is not known.
fn bar(progress: &Progress) -> Option<ProgressBar> {
    let (done, total) = progress.state();
    // What is lost here is far below what a bar can show.
    let part = (total > 0).then(|| (done as f64 / total as f64).clamp(0.0, 1.0) as f32)?;
    Some(ProgressBar::new(part).desired_width(SPACE * 15.0).desired_height(SPACE))
}

/// The file's name; a click shows it in the file manager.
fn file_ui(ui: &mut Ui, scene: &Scene, out: &mut Vec<Intent>) {
    let path = scene.session.path();
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let hint = format!("{}\n{}", path.display(), Command::Reveal.tooltip(scene.lang));
    if link(ui, text(name, Role::Caption)).on_hover_text(hint).clicked() {
        out.push(Intent::Command(Command::Reveal));
    }
}

/// Whether all is on the disk; where it is not, a click tries again.
fn save_ui(ui: &mut Ui, lang: Lang, saving: &SaveState, out: &mut Vec<Intent>) {
    let palette = Palette::of(ui);
    match saving {
        SaveState::Saved(None) => {
            ui.label(weak(ui, lang.t("status.saved"), Role::Caption));
        }
        SaveState::Saved(Some(time)) => {
            let words = lang.with("status.saved_at", &[("time", time)]);
            ui.label(weak(ui, words, Role::Caption));
        }
        SaveState::Saving => {
            ui.label(weak(ui, lang.t("status.saving"), Role::Caption));
        }
        SaveState::Failed(why) => {
            signs::level_sign(ui, Level::Error);
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width() / 2.0);
                let words = text(why, Role::Caption).color(palette.error);
                ui.add(egui::Label::new(words).truncate());
            });
            let again = text(lang.t("notice.try_again"), Role::Caption);
            if link(ui, again).clicked() {
                out.push(Intent::Save);
            }
        }
    }
}

/// How many records cannot be read; a click shows them.
fn damaged_ui(ui: &mut Ui, scene: &Scene, out: &mut Vec<Intent>) {
    let damaged = scene.session.manuscript().damaged().count();
    if damaged > 0 {
        signs::level_sign(ui, Level::Error);
        let words = text(scene.lang.count("mending.status", damaged), Role::Caption);
        if link(ui, words).on_hover_text(Command::Mend.tooltip(scene.lang)).clicked() {
            out.push(Intent::Command(Command::Mend));
        }
    }
}

/// How much the checks noticed; a click shows it.
fn findings_ui(ui: &mut Ui, scene: &Scene, out: &mut Vec<Intent>) {
    let Scene { session, lang, .. } = scene;
    let findings = &session.view().digest().findings;
    let Some(gravest) = findings.first() else {
        ui.label(weak(ui, lang.t("status.no_findings"), Role::Caption));
        return;
    };
    if gravest.level != Level::Note {
        signs::level_sign(ui, gravest.level);
    }
    let words = text(lang.count("status.findings", findings.len()), Role::Caption);
    let hint = Command::Page(Page::Findings).tooltip(*lang);
    if link(ui, words).on_hover_text(hint).clicked() {
        out.push(Intent::Command(Command::Page(Page::Findings)));
    }
}

/// How many cases are shown, of how many, and how many are chosen.
fn rows_ui(ui: &mut Ui, scene: &Scene) {
    let Scene { session, lang, .. } = scene;
    let (shown, all) = (session.view().answer().rows.len(), scene.register().cases().len());
    let words = if shown == all {
        lang.count("subject.cases", all)
    } else {
        let (shown, all) = (lang.number(shown), lang.number(all));
        lang.with("table.shown", &[("shown", &shown), ("all", &all)])
    };
    ui.label(weak(ui, words, Role::Caption));
    let chosen = session.selection().len();
    if chosen > 1 {
        ui.label(weak(ui, lang.count("status.chosen", chosen), Role::Caption));
    }
}

fn language_ui(ui: &mut Ui, lang: Lang, out: &mut Vec<Intent>) {
    let name = text(lang.t("language.name"), Role::Caption);
    let hint = lang.t("command.language");
    let menu = egui::containers::menu::MenuButton::from_button(
        Button::new(name).frame_when_inactive(false),
    );
    let (response, _) = menu.ui(ui, |ui| {
        for language in Lang::available() {
            let words = language.t("language.name");
            if ui.add(Button::selectable(language == lang, words)).clicked() {
                out.push(Intent::Command(Command::Language(language)));
                ui.close();
            }
        }
    });
    response.accessible_name(format!("{hint}: {}", lang.t("language.name"))).on_hover_text(hint);
}

/// A text that can be clicked, without a frame until the pointer is over it.
fn link(ui: &mut Ui, words: RichText) -> egui::Response {
    let words = words.color(Palette::of(ui).accent);
    ui.add(Button::new(words).frame_when_inactive(false))
}
