//! The question whose word stands where two people changed the same, and the list of what was
//! taken in of what someone else wrote.

use std::sync::Arc;

use egui::{Context, Label, Ui};

use super::{
    Intent,
    modal::modal,
    sides::{Card, Choice, WIDE, area_ui, choices_ui},
    theme::{Role, SPACE},
    widgets::{primary, text, weak},
};
use crate::{
    jobs::{Met, News},
    lang::Lang,
    merge::{Conflict, Side, Speaker},
};

/// The height of the list, of the window's.
const HEIGHT: f32 = 0.55;

/// The open question.
pub struct Choosing {
    /// Both versions.
    pub met: Arc<Met>,
    rows: Vec<Choice>,
}

impl Choosing {
    /// Asks about every conflict; nothing is chosen yet. `own` is the name of whoever sits here.
    pub fn new(met: Arc<Met>, own: &str) -> Self {
        let own = match own {
            "" => met.open.lang.t("meeting.own_unnamed").into_owned(),
            who => met.open.lang.with("meeting.own", &[("who", who)]),
        };
        let conflicts = met.merged.conflicts.iter().zip(&met.by);
        let rows = conflicts.map(|(conflict, by)| choice(&met, conflict, [&own, by])).collect();
        Self { met, rows }
    }

    /// Draws the question.
    pub fn ui(&mut self, ctx: &Context, lang: Lang, out: &mut Vec<Intent>) {
        let title = lang.t("meeting.title");
        let mut answer = None;
        let modal = modal(ctx, &title).show(ctx, |ui| {
            ui.set_width(WIDE.min(ctx.content_rect().width() - SPACE * 10.0));
            ui.label(text(title.as_ref(), Role::Title));
            ui.add_space(SPACE / 2.0);
            ui.add(Label::new(lang.count("meeting.words", self.rows.len())).wrap());
            ui.add_space(SPACE);
            let height = ctx.content_rect().height() * HEIGHT;
            area_ui(ui, height, |ui| choices_ui(ui, lang, &mut self.rows));
            ui.add_space(SPACE * 1.5);
            answer = self.buttons_ui(ui, lang);
        });
        if answer.is_none() && modal.should_close() {
            answer = Some(None);
        }
        out.extend(answer.map(Intent::Choose));
    }

    /// Both sides at once at the left, the answer at the right.
    fn buttons_ui(&mut self, ui: &mut Ui, lang: Lang) -> Option<Option<Vec<Side>>> {
        let mut answer = None;
        ui.horizontal(|ui| {
            for (key, side) in
                [("meeting.all_ours", Side::Ours), ("meeting.all_theirs", Side::Theirs)]
            {
                if ui.button(lang.t(key)).clicked() {
                    self.rows.iter_mut().for_each(|row| row.chosen = Some(side));
                }
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let chosen: Option<Vec<Side>> = self.rows.iter().map(|row| row.chosen).collect();
                if primary(ui, chosen.is_some(), &lang.t("meeting.keep")).clicked() {
                    answer = Some(chosen);
                }
                let later =
                    ui.button(lang.t("dialog.later")).on_hover_text(lang.t("meeting.later"));
                if later.clicked() {
                    answer = Some(None);
                }
                let open = self.rows.iter().filter(|row| row.chosen.is_none()).count();
                if open > 0 {
                    ui.label(weak(ui, lang.count("meeting.open", open), Role::Caption));
                }
            });
        });
        answer
    }
}

/// A conflict in words, with whose those of either side are.
fn choice(met: &Met, conflict: &Conflict, by: [&str; 2]) -> Choice {
    let Conflict { piece, base, ours, theirs } = conflict;
    let lang = met.open.lang;
    let speaker = Speaker { lang, registers: [&met.open.ours, &met.open.base] };
    let is_whole = piece.field.is_none();
    let words = |value: &Option<_>| match value {
        Some(value) => speaker.value(value),
        None if is_whole => lang.t("meeting.deleted").into_owned(),
        None => lang.t("conflict.empty").into_owned(),
    };
    // Of what is deleted against changed, what it was says less than what became of it.
    let what = match speaker.what(piece) {
        what if what.is_empty() => lang.t("meeting.whole").into_owned(),
        what => what,
    };
    let before = match base {
        Some(value) => speaker.value(value),
        None => lang.t("conflict.empty").into_owned(),
    };
    let card = |key: &str, by: &str, value: &Option<_>| Card {
        label: lang.t(key).into_owned(),
        by: by.to_owned(),
        value: words(value),
    };
    let about = [("who", &*speaker.who(&piece.record)), ("what", &*what)];
    let (title, before) =
        (lang.with("conflict.about", &about), lang.with("meeting.before", &[("value", &before)]));
    let cards = [card("meeting.ours", by[0], ours), card("meeting.theirs", by[1], theirs)];
    Choice::new(title, before, cards, None)
}

/// What was taken in of what someone else wrote, in a list; whether it stays open.
#[must_use]
pub fn told_ui(ctx: &Context, lang: Lang, told: &News, can_be_undone: bool) -> bool {
    let title = lang.with("meeting.taken_title", &[("who", &lang.join(&told.by))]);
    let mut is_open = true;
    let modal = modal(ctx, &title).show(ctx, |ui| {
        ui.set_width(WIDE.min(ctx.content_rect().width() - SPACE * 10.0));
        ui.label(text(title.as_str(), Role::Title));
        ui.add_space(SPACE / 2.0);
        let key = if can_be_undone { "meeting.taken_undo" } else { "meeting.taken_words" };
        ui.add(Label::new(weak(ui, lang.t(key), Role::Body)).wrap());
        ui.add_space(SPACE / 2.0);
        let height = ctx.content_rect().height() * HEIGHT;
        area_ui(ui, height, |ui| {
            for line in &told.lines {
                ui.add(Label::new(text(line, Role::Body)).wrap());
            }
            if told.more > 0 {
                ui.label(weak(ui, lang.count("meeting.more", told.more), Role::Caption));
            }
        });
        ui.add_space(SPACE);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let close = primary(ui, true, &lang.t("help.close"));
            if ui.memory(|memory| memory.focused().is_none()) {
                close.request_focus();
            }
            is_open = !close.clicked();
        });
    });
    is_open && !modal.should_close()
}
