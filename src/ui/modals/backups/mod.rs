//! The list of backups: when each was made, what has changed since, and restoring one.

mod backup_row;
mod diff;
mod versions;

use std::ops::Range;

use egui::{Align, Context, Layout, Rect, Stroke, Ui, UiBuilder, Vec2};
use jiff::civil::DateTime;

use crate::{
    Locale,
    commands::Command,
    jobs::backups::BackupDiff,
    store::backups::Backup,
    ui::{
        context::UiContext,
        intent::Intent,
        modals::{
            backups::backup_row::BackupRow,
            modal::{Modal, ModalContext, ModalState, modal_frame},
        },
        theme::{Palette, Role, SPACE},
        widgets::{
            buttons::primary_button,
            text::{empty_message, rich_text, weak_text},
            virtual_list::VirtualListState,
        },
    },
};

/// The width of the list of backups, in points.
const VERSIONS_WIDTH: f32 = SPACE * 40.0;

/// The list of backups.
pub struct BackupsDialog {
    rows: BackupRows,
    list_state: VirtualListState,
    /// The index of the selected row.
    selected: usize,
    /// The rows that were visible when last drawn.
    visible_rows: Range<usize>,
    /// The differences to the selected backup, once they are computed.
    diff: Option<Result<BackupDiff, String>>,
    diff_state: VirtualListState,
    /// The revision that the backups are compared with.
    revision: Option<u64>,
}

enum BackupRows {
    /// The folder is being read.
    Loading,
    /// The backups, the newest first.
    Loaded(Vec<BackupRow>),
    /// A sentence that says why nothing can be shown.
    Failed(String),
}

impl Default for BackupsDialog {
    fn default() -> Self {
        Self {
            rows: BackupRows::Loading,
            list_state: VirtualListState::with_focus(),
            selected: 0,
            visible_rows: 0..0,
            diff: None,
            diff_state: VirtualListState::default(),
            revision: None,
        }
    }
}

impl Modal for BackupsDialog {
    fn show(
        &mut self,
        ctx: &Context,
        context: &mut ModalContext,
        out: &mut Vec<Intent>,
    ) -> ModalState {
        let Some(context) = context.ui_context() else { return ModalState::Closed };
        ModalState::from_is_open(!self.ui(ctx, &context, out))
    }
}

impl BackupsDialog {
    /// Sets the backups, the newest first; `local` returns the local time of a backup.
    pub fn set_backups(
        &mut self,
        locale: Locale,
        backups: Vec<Backup>,
        local: impl Fn(&Backup) -> DateTime,
    ) {
        let row = |backup: Backup| {
            let time = local(&backup);
            BackupRow::new(locale, backup, time)
        };
        self.rows = BackupRows::Loaded(backups.into_iter().map(row).collect());
    }

    /// Sets a sentence that says why nothing can be shown.
    pub fn set_error(&mut self, text: String) {
        self.rows = BackupRows::Failed(text);
    }

    /// Returns the backup to compare with a revision next, and true if each difference is to be
    /// described: the selected one first, then those that are visible.
    pub fn next_comparison(&mut self, revision: u64) -> Option<(Backup, bool)> {
        let BackupRows::Loaded(rows) = &mut self.rows else { return None };
        if self.revision.replace(revision) != Some(revision) {
            rows.iter_mut().for_each(|row| row.stats = None);
            self.diff = None;
        }
        if self.diff.is_none() {
            return rows.get(self.selected).map(|row| (row.backup.clone(), true));
        }
        let rows = rows.get(self.visible_rows.clone())?;
        rows.iter().find(|row| row.stats.is_none()).map(|row| (row.backup.clone(), false))
    }

    /// Sets the differences to a backup, or a sentence that says why they cannot be computed.
    pub fn set_diff(&mut self, backup: &Backup, revision: u64, diff: Result<BackupDiff, String>) {
        let BackupRows::Loaded(rows) = &mut self.rows else { return };
        let at = rows.iter().position(|row| row.backup == *backup);
        let Some(at) = at.filter(|_| self.revision == Some(revision)) else { return };
        rows[at].stats = Some(diff.as_ref().map(|since| since.stats).map_err(String::clone));
        let has_differences = diff.as_ref().map_or(true, |since| since.difference_texts.is_some());
        if at == self.selected && has_differences {
            self.diff = Some(diff);
        }
    }

    /// Draws the list; returns true once it was closed.
    #[must_use]
    pub fn ui(&mut self, ctx: &Context, context: &UiContext, out: &mut Vec<Intent>) -> bool {
        let locale = context.locale;
        let title = locale.t("backups.title");
        let modal = modal_frame(ctx, &title).show(ctx, |ui| {
            let room = ui.ctx().content_rect().size() - Vec2::splat(SPACE * 16.0);
            ui.set_width(room.x.min(SPACE * 120.0));
            ui.label(rich_text(title.as_ref(), Role::Title));
            let rule = weak_text(ui, locale.t("backups.rule"), Role::Caption);
            ui.add(egui::Label::new(rule).wrap());
            ui.add_space(SPACE / 2.0);
            let height = (room.y - SPACE * 12.0).min(SPACE * 64.0);
            let size = Vec2::new(ui.available_width(), height);
            let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
            self.body_ui(ui, context, rect);
            ui.add_space(SPACE / 2.0);
            self.buttons_ui(ui, context, out)
        });
        modal.inner || modal.should_close()
    }

    fn body_ui(&mut self, ui: &mut Ui, context: &UiContext, rect: Rect) {
        let locale = context.locale;
        let rows = match &self.rows {
            BackupRows::Loading => Err(locale.t("backups.loading").into_owned()),
            BackupRows::Failed(text) => Err(text.clone()),
            BackupRows::Loaded(rows) if rows.is_empty() => {
                Err(locale.t("backups.none").into_owned())
            }
            BackupRows::Loaded(rows) => Ok(rows),
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
            Err(text) => return empty_message(&mut part(ui, "words", rect), &text),
        };
        let middle = rect.left() + VERSIONS_WIDTH.min(rect.width() * 0.45);
        ui.painter().vline(middle, rect.y_range(), line);
        let mut left = part(ui, "versions", rect.with_max_x(middle));
        let (in_sight, chosen) =
            versions::versions_ui(&mut left, locale, rows, self.selected, &mut self.list_state);
        self.visible_rows = in_sight;
        if let Some(chosen) = chosen.filter(|chosen| *chosen != self.selected) {
            (self.selected, self.diff) = (chosen, None);
            self.diff_state = VirtualListState::default();
        }
        let mut right = part(ui, "since", rect.with_min_x(middle + SPACE * 2.0));
        diff::diff_ui(&mut right, context, self.diff.as_ref(), &mut self.diff_state);
    }

    /// The buttons; whether the last one closes.
    fn buttons_ui(&self, ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) -> bool {
        let locale = context.locale;
        let chosen = match &self.rows {
            BackupRows::Loaded(rows) => rows.get(self.selected).map(|row| &row.backup),
            _ => None,
        };
        let differs = matches!(&self.diff, Some(Ok(since)) if !since.stats.is_empty());
        let is_read_only = context.session.is_read_only();
        let mut is_closed = false;
        ui.horizontal(|ui| {
            let reveal = Command::RevealFile.label(locale, None);
            if ui.add_enabled(chosen.is_some(), egui::Button::new(reveal)).clicked()
                && let Some(backup) = chosen
            {
                out.push(Intent::Reveal(backup.path.clone()));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let restore =
                    primary_button(ui, differs && !is_read_only, &locale.t("backups.restore"));
                if restore.clicked()
                    && let Some(backup) = chosen
                {
                    out.push(Intent::RestoreBackup(backup.clone()));
                }
                is_closed = ui.button(locale.t("help.close")).clicked();
                let key = match (differs, is_read_only) {
                    (true, false) => "backups.restore_explanation",
                    (true, true) => "backups.read_only",
                    (false, _) => return,
                };
                let text = weak_text(ui, locale.t(key), Role::Caption);
                ui.add(egui::Label::new(text).truncate());
            });
        });
        is_closed
    }
}
