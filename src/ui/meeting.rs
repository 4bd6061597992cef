//! The question whose word stands where two people changed the same, and the list of what was
//! taken in of what someone else wrote.

use std::sync::Arc;

use egui::{Context, Label, RichText, ScrollArea, Stroke, Ui};

use super::{
    Intent,
    modal::modal,
    theme::{Palette, Role, SPACE},
    widgets::{heading, primary, text, weak},
};
use crate::{
    jobs::{Met, News},
    lang::Lang,
    merge::{Conflict, Side, Speaker},
};

/// The width of the question, in points.
const WIDTH: f32 = SPACE * 90.0;
/// The height of the list, of the window's.
const HEIGHT: f32 = 0.55;

/// The open question.
pub struct Choosing {
    /// Both versions.
    pub met: Arc<Met>,
    rows: Vec<Row>,
}

/// One conflict in words, and the side chosen.
struct Row {
    who: String,
    what: String,
    before: String,
    ours: String,
    theirs: String,
    chosen: Option<Side>,
    /// How high it was drawn; what is out of sight is not drawn again.
    height: Option<f32>,
}

impl Choosing {
    /// Asks about every conflict; nothing is chosen yet.
    pub fn new(met: Arc<Met>) -> Self {
        let speaker = Speaker { lang: met.open.lang, registers: [&met.open.ours, &met.open.base] };
        let rows = met.merged.conflicts.iter().map(|conflict| Row::of(speaker, conflict)).collect();
        Self { met, rows }
    }

    /// Draws the question.
    pub fn ui(&mut self, ctx: &Context, lang: Lang, out: &mut Vec<Intent>) {
        let title = lang.t("meeting.title");
        let mut answer = None;
        let modal = modal(ctx, &title).show(ctx, |ui| {
            ui.set_width(WIDTH.min(ctx.content_rect().width() - SPACE * 10.0));
            ui.label(text(title.as_ref(), Role::Title));
            ui.add_space(SPACE / 2.0);
            ui.add(Label::new(lang.count("meeting.words", self.rows.len())).wrap());
            ui.add_space(SPACE);
            self.rows_ui(ui, lang, ctx.content_rect().height() * HEIGHT);
            ui.add_space(SPACE * 1.5);
            answer = self.buttons_ui(ui, lang);
        });
        if answer.is_none() && modal.should_close() {
            answer = Some(None);
        }
        out.extend(answer.map(Intent::Choose));
    }

    fn rows_ui(&mut self, ui: &mut Ui, lang: Lang, height: f32) {
        let area = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
        area.show_viewport(ui, |ui, sight| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let top = ui.cursor().top();
            for (at, row) in self.rows.iter_mut().enumerate() {
                let begin = ui.cursor().top() - top;
                match row.height {
                    Some(height)
                        if !sight
                            .y_range()
                            .expand(SPACE)
                            .intersects(egui::Rangef::new(begin, begin + height)) =>
                    {
                        ui.add_space(height);
                    }
                    _ => {
                        ui.push_id(at, |ui| row.ui(ui, lang, at == 0));
                        row.height = Some(ui.cursor().top() - top - begin);
                    }
                }
            }
        });
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

impl Row {
    fn of(speaker: Speaker, conflict: &Conflict) -> Self {
        let Conflict { piece, base, ours, theirs } = conflict;
        let lang = speaker.lang;
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
        Self {
            who: speaker.who(&piece.record),
            what,
            before: match base {
                Some(value) => speaker.value(value),
                None => lang.t("conflict.empty").into_owned(),
            },
            ours: words(ours),
            theirs: words(theirs),
            chosen: None,
            height: None,
        }
    }

    /// Whose record and which field; what stood there, and both values side by side.
    fn ui(&mut self, ui: &mut Ui, lang: Lang, is_first: bool) {
        let Self { who, what, before, ours, theirs, chosen, .. } = self;
        if !is_first {
            let line = Stroke::new(1.0, Palette::of(ui).line);
            ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top(), line);
            ui.add_space(SPACE);
        }
        let title = lang.with("conflict.about", &[("who", who), ("what", what)]);
        heading(ui, &title, Role::Section);
        ui.add_space(SPACE / 4.0);
        let was = lang.with("meeting.before", &[("value", before)]);
        ui.add(Label::new(weak(ui, was, Role::Caption)).wrap());
        ui.add_space(SPACE / 2.0);
        ui.columns(2, |columns| {
            let sides =
                [(Side::Ours, "meeting.ours", &*ours), (Side::Theirs, "meeting.theirs", &*theirs)];
            for (ui, (side, key, value)) in columns.iter_mut().zip(sides) {
                side_ui(ui, lang, (side, key, value), &title, chosen);
            }
        });
        ui.add_space(SPACE);
    }
}

/// One side's value, which a click chooses.
fn side_ui(
    ui: &mut Ui,
    lang: Lang,
    (side, key, value): (Side, &str, &str),
    title: &str,
    chosen: &mut Option<Side>,
) {
    let is_chosen = *chosen == Some(side);
    let label = lang.t(key);
    let name = lang.with("meeting.choice", &[("what", title), ("side", &label), ("value", value)]);
    ui.spacing_mut().item_spacing.y = SPACE / 2.0;
    let palette = Palette::of(ui);
    let frame = egui::Frame::new()
        .fill(if is_chosen { palette.chosen } else { palette.surface })
        .stroke(Stroke::new(1.0, if is_chosen { palette.accent } else { palette.frame }))
        .corner_radius(5.0)
        .inner_margin(SPACE);
    let card = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_min_height(SPACE * 5.0);
        let radio = ui.radio(is_chosen, RichText::new(label.as_ref()).strong());
        let radio = radio.accessible_name(&name);
        // The keyboard begins at the first choice.
        if ui.memory(|memory| memory.focused().is_none()) {
            radio.request_focus();
        }
        ui.add(Label::new(text(value, Role::Body)).wrap());
        radio
    });
    // The whole card can be pressed, not only its button.
    let pressed = ui.interact(card.response.rect, ui.scope_id().with(key), egui::Sense::CLICK);
    if card.inner.clicked() || pressed.clicked() {
        *chosen = Some(side);
    }
}

/// What was taken in of what someone else wrote, in a list; whether it stays open.
#[must_use]
pub fn told_ui(ctx: &Context, lang: Lang, told: &News, can_be_undone: bool) -> bool {
    let title = lang.t("meeting.taken_title");
    let mut is_open = true;
    let modal = modal(ctx, &title).show(ctx, |ui| {
        ui.set_width(WIDTH.min(ctx.content_rect().width() - SPACE * 10.0));
        ui.label(text(title.as_ref(), Role::Title));
        ui.add_space(SPACE / 2.0);
        let key = if can_be_undone { "meeting.taken_undo" } else { "meeting.taken_words" };
        ui.add(Label::new(weak(ui, lang.t(key), Role::Body)).wrap());
        ui.add_space(SPACE / 2.0);
        let height = ctx.content_rect().height() * HEIGHT;
        let area = ScrollArea::vertical().max_height(height).auto_shrink([false, true]);
        area.show(ui, |ui| {
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
