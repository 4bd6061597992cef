//! The backups of the register: when each was made, what has changed since, and the way back.

mod since;
mod versions;

use std::ops::Range;

use egui::{Align, Context, Layout, Rect, Stroke, Ui, UiBuilder, Vec2};
use jiff::civil::DateTime;

use super::{
    Intent, Scene,
    modal::modal,
    pages::PageState,
    theme::{Palette, Role, SPACE},
    widgets::{empty, primary, text, weak},
};
use crate::{
    command::Command, jobs::Since, lang::Lang, merge::Tally, store::Backup, view::moment_words,
};
use versions::size_words;

/// How wide the versions are.
const VERSIONS: f32 = SPACE * 40.0;

/// The open list of backups.
pub struct Backups {
    rows: Rows,
    list: PageState,
    /// The row that is chosen.
    chosen: usize,
    /// The rows that were in sight when last drawn.
    in_sight: Range<usize>,
    /// What has changed since the version that is chosen, where that is known.
    told: Option<Result<Since, String>>,
    differences: PageState,
    /// The revision that the versions are held against.
    revision: Option<u64>,
}

enum Rows {
    /// The folder is being read.
    Reading,
    /// What is there, the newest first.
    Listed(Vec<Row>),
    /// Why nothing can be shown.
    Failed(String),
}

/// A version.
struct Row {
    backup: Backup,
    when: String,
    size: String,
    /// How much has changed since, or why that cannot be told; none where it is not known yet.
    tally: Option<Result<Tally, String>>,
}

impl Default for Backups {
    fn default() -> Self {
        Self {
            rows: Rows::Reading,
            list: PageState::focused(),
            chosen: 0,
            in_sight: 0..0,
            told: None,
            differences: PageState::default(),
            revision: None,
        }
    }
}

impl Backups {
    /// Takes in what is there, the newest first; `local` gives the time by the clock of this place.
    pub fn list(&mut self, lang: Lang, backups: Vec<Backup>, local: impl Fn(&Backup) -> DateTime) {
        let row = |backup: Backup| Row {
            when: moment_words(lang, local(&backup)),
            size: size_words(lang, backup.size),
            backup,
            tally: None,
        };
        self.rows = Rows::Listed(backups.into_iter().map(row).collect());
    }

    /// Takes in why nothing can be shown.
    pub fn fail(&mut self, words: String) {
        self.rows = Rows::Failed(words);
    }

    /// The version that is to be held against a revision next, and whether each difference is to be
    /// told: the one that is chosen first, then those in sight.
    pub fn wanted(&mut self, revision: u64) -> Option<(Backup, bool)> {
        let Rows::Listed(rows) = &mut self.rows else { return None };
        if self.revision.replace(revision) != Some(revision) {
            rows.iter_mut().for_each(|row| row.tally = None);
            self.told = None;
        }
        if self.told.is_none() {
            return rows.get(self.chosen).map(|row| (row.backup.clone(), true));
        }
        let rows = rows.get(self.in_sight.clone())?;
        rows.iter().find(|row| row.tally.is_none()).map(|row| (row.backup.clone(), false))
    }

    /// Takes in what has changed since a version, or why that cannot be told.
    pub fn take_in(&mut self, backup: &Backup, revision: u64, since: Result<Since, String>) {
        let Rows::Listed(rows) = &mut self.rows else { return };
        let at = rows.iter().position(|row| row.backup == *backup);
        let Some(at) = at.filter(|_| self.revision == Some(revision)) else { return };
        rows[at].tally = Some(since.as_ref().map(|since| since.tally).map_err(String::clone));
        let is_told = since.as_ref().map_or(true, |since| since.told.is_some());
        if at == self.chosen && is_told {
            self.told = Some(since);
        }
    }

    /// Draws them; whether they were closed.
    #[must_use]
    pub fn ui(&mut self, ctx: &Context, scene: &Scene, out: &mut Vec<Intent>) -> bool {
        let lang = scene.lang;
        let title = lang.t("backups.title");
        let modal = modal(ctx, &title).show(ctx, |ui| {
            let room = ui.ctx().content_rect().size() - Vec2::splat(SPACE * 16.0);
            ui.set_width(room.x.min(SPACE * 120.0));
            ui.label(text(title.as_ref(), Role::Title));
            let rule = weak(ui, lang.t("backups.rule"), Role::Caption);
            ui.add(egui::Label::new(rule).wrap());
            ui.add_space(SPACE / 2.0);
            let height = (room.y - SPACE * 12.0).min(SPACE * 64.0);
            let size = Vec2::new(ui.available_width(), height);
            let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
            self.body_ui(ui, scene, rect);
            ui.add_space(SPACE / 2.0);
            self.buttons_ui(ui, scene, out)
        });
        modal.inner || modal.should_close()
    }

    fn body_ui(&mut self, ui: &mut Ui, scene: &Scene, rect: Rect) {
        let lang = scene.lang;
        let rows = match &self.rows {
            Rows::Reading => Err(lang.t("backups.reading").into_owned()),
            Rows::Failed(words) => Err(words.clone()),
            Rows::Listed(rows) if rows.is_empty() => Err(lang.t("backups.none").into_owned()),
            Rows::Listed(rows) => Ok(rows),
        };
        let line = Stroke::new(1.0, Palette::of(ui).line);
        ui.painter().hline(rect.x_range(), rect.top(), line);
        ui.painter().hline(rect.x_range(), rect.bottom(), line);
        let part = |ui: &mut Ui, name: &str, rect: Rect| {
            let layout = Layout::top_down(Align::Min);
            ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect.shrink(1.0)).layout(layout))
        };
        let rows = match rows {
            Ok(rows) => rows,
            Err(words) => return empty(&mut part(ui, "words", rect), &words),
        };
        let middle = rect.left() + VERSIONS.min(rect.width() * 0.45);
        ui.painter().vline(middle, rect.y_range(), line);
        let mut left = part(ui, "versions", rect.with_max_x(middle));
        let (in_sight, chosen) =
            versions::versions_ui(&mut left, lang, rows, self.chosen, &mut self.list);
        self.in_sight = in_sight;
        if let Some(chosen) = chosen.filter(|chosen| *chosen != self.chosen) {
            (self.chosen, self.told) = (chosen, None);
            self.differences = PageState::default();
        }
        let mut right = part(ui, "since", rect.with_min_x(middle + SPACE * 2.0));
        since::since_ui(&mut right, scene, self.told.as_ref(), &mut self.differences);
    }

    /// The buttons; whether the last one closes.
    fn buttons_ui(&self, ui: &mut Ui, scene: &Scene, out: &mut Vec<Intent>) -> bool {
        let lang = scene.lang;
        let chosen = match &self.rows {
            Rows::Listed(rows) => rows.get(self.chosen).map(|row| &row.backup),
            _ => None,
        };
        let differs = matches!(&self.told, Some(Ok(since)) if !since.tally.is_empty());
        let is_read_only = scene.session.is_read_only();
        let mut is_closed = false;
        ui.horizontal(|ui| {
            let reveal = Command::Reveal.text(lang, None);
            if ui.add_enabled(chosen.is_some(), egui::Button::new(reveal)).clicked()
                && let Some(backup) = chosen
            {
                out.push(Intent::Reveal(backup.path.clone()));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let restore = primary(ui, differs && !is_read_only, &lang.t("backups.restore"));
                if restore.clicked()
                    && let Some(backup) = chosen
                {
                    out.push(Intent::Restore(backup.clone()));
                }
                is_closed = ui.button(lang.t("help.close")).clicked();
                let words = match (differs, is_read_only) {
                    (true, false) => "backups.restore_words",
                    (true, true) => "backups.read_only",
                    (false, _) => return,
                };
                let words = weak(ui, lang.t(words), Role::Caption);
                ui.add(egui::Label::new(words).truncate());
            });
        });
        is_closed
    }
}
