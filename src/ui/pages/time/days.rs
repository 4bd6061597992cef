//! The table beneath the chart: the days on which a figure changed, and whom it was on one of them.

use egui::{Align2, Button, Rect, ScrollArea, Sense, Ui, UiBuilder, Vec2, accesskit};

use super::{Drawn, TimeState};
use crate::{
    lang::Lang,
    model::Day,
    picture::{figures_words, line_names},
    session::Action,
    ui::{
        Intent, Palette, Role, Scene,
        theme::{ROW, SPACE},
        widgets::{heading, paint_words, text, weak},
    },
    view::{CaseMove, Figures, Status, day_words},
};

/// The room for a day.
const DAY: f32 = SPACE * 17.0;
/// The most that the days take of the width beside the people.
const MOST: f32 = 0.62;

/// Draws the days at the left and the people of the chosen one at the right; beneath the days where
/// there is no room beside them.
pub(super) fn days_ui(
    ui: &mut Ui,
    scene: &Scene,
    state: &mut TimeState,
    drawn: &Drawn,
    out: &mut Vec<Intent>,
) {
    let area = ui.available_rect_before_wrap();
    let figure = scene.lang.number(drawn.greatest);
    let widest = text(format!("{figure} (+{figure})"), Role::Body);
    let widest = egui::WidgetText::from(widest);
    let extend = Some(egui::TextWrapMode::Extend);
    let widest = widest.into_galley(ui, extend, 0.0, Role::Body.style()).size().x;
    let needed = DAY + (widest + SPACE * 2.0) * 3.0;
    let (days, people) = if needed <= area.width() * MOST {
        let (days, people) =
            area.split_left_right_at_x(area.left() + needed.max(area.width() / 2.0));
        (days, people.with_min_x(people.left() + SPACE * 2.0))
    } else {
        let (days, people) = area.split_top_bottom_at_fraction(0.55);
        (days, people.with_min_y(people.top() + SPACE))
    };
    ui.scope_builder(UiBuilder::new().max_rect(days), |ui| {
        table_ui(ui, scene, state, &drawn.course, out);
    });
    ui.scope_builder(UiBuilder::new().max_rect(people), |ui| {
        if let Some(day) = state.day {
            people_ui(ui, scene, state, day, out);
        }
    });
}

fn table_ui(
    ui: &mut Ui,
    scene: &Scene,
    state: &mut TimeState,
    course: &[Figures],
    out: &mut Vec<Intent>,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let palette = Palette::of(ui);
    let (head, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::hover());
    // The columns of figures share what the days leave.
    let end = |rect: Rect, column: usize| {
        let part = (rect.width() - DAY - SPACE / 2.0) / 3.0;
        egui::pos2(rect.left() + DAY + part * (column + 1) as f32, rect.center().y)
    };
    for (column, name) in line_names(scene.lang, scene.register()).iter().enumerate() {
        paint_words(ui, end(head, column), Align2::RIGHT_CENTER, name, Role::Caption, palette.weak);
    }
    let day = scene.lang.t("time.day");
    let begin = |rect: Rect| egui::pos2(rect.left() + SPACE, rect.center().y);
    paint_words(ui, begin(head), Align2::LEFT_CENTER, &day, Role::Caption, palette.weak);
    ui.painter().hline(head.x_range(), head.bottom(), egui::Stroke::new(1.0, palette.line));
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, ROW, course.len(), |ui, rows| {
        for row in rows {
            // The latest day first.
            let at = course.len() - 1 - row;
            let (figures, before) = (&course[at], at.checked_sub(1).map(|at| &course[at]));
            let chosen = state.day == Some(figures.from);
            let button =
                Button::selectable(chosen, "").min_size(Vec2::new(ui.available_width(), ROW));
            let response = ui.add(button);
            let day = day_words(scene.lang, figures.from);
            let name = format!("{day}: {}", figures_words(scene.lang, scene.register(), figures));
            response.widget_info(|| {
                egui::WidgetInfo::selected(accesskit::Role::Button, true, chosen, &name)
            });
            let rect = response.rect;
            paint_words(ui, begin(rect), Align2::LEFT_CENTER, &day, Role::Body, palette.text);
            let before = before.map_or([0; 3], Figures::lines);
            for (column, (now, before)) in figures.lines().into_iter().zip(before).enumerate() {
                let words = change_words(scene.lang, now, before);
                let ink = if now == before { palette.weak } else { palette.text };
                paint_words(ui, end(rect, column), Align2::RIGHT_CENTER, &words, Role::Body, ink);
            }
            if response.clicked() {
                state.day = Some(figures.from);
            }
            if response.double_clicked() {
                out.push(Intent::Act(Action::AsOf(figures.from)));
            }
        }
    });
}

/// "13 (+2)"; where nothing changed the figure alone.
fn change_words(lang: Lang, now: usize, before: usize) -> String {
    let figure = lang.number(now);
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => figure,
        std::cmp::Ordering::Greater => format!("{figure} (+{})", lang.number(now - before)),
        std::cmp::Ordering::Less => format!("{figure} (−{})", lang.number(before - now)),
    }
}

/// Who came onto a list or off it on a day, or came back; each a way to the case.
fn people_ui(ui: &mut Ui, scene: &Scene, state: &mut TimeState, day: Day, out: &mut Vec<Intent>) {
    let lang = scene.lang;
    ui.horizontal(|ui| {
        heading(ui, &day_words(lang, day), Role::Section);
        if day != scene.session.view().as_of() {
            let show = Button::new(lang.t("time.show_day").as_ref());
            if ui.add(show).on_hover_text(lang.t("time.show_day_tooltip")).clicked() {
                out.push(Intent::Act(Action::AsOf(day)));
            }
        }
    });
    ui.spacing_mut().item_spacing.y = 0.0;
    let moves = state.moves(scene, day);
    let cases = scene.register().cases();
    ScrollArea::vertical().id_salt("people").auto_shrink(false).show_rows(
        ui,
        ROW,
        moves.len(),
        |ui, rows| {
            for moved in rows.filter_map(|row| moves.get(row)) {
                let Some(case) = cases.get(moved.case as usize) else { continue };
                ui.horizontal(|ui| {
                    ui.set_height(ROW);
                    if ui.link(text(case.name.shown(lang.code()), Role::Body)).clicked() {
                        out.push(Intent::Act(Action::Case(case.id.clone())));
                    }
                    ui.label(weak(ui, move_words(scene, moved), Role::Caption));
                });
            }
        },
    );
}

/// What became of a person on a day, in words.
fn move_words(scene: &Scene, CaseMove { before, after, .. }: &CaseMove) -> String {
    let lang = scene.lang;
    let names = line_names(scene.lang, scene.register());
    let mut words = Vec::new();
    for side in [0, 1] {
        if before.listed(side) != after.listed(side) {
            let key = if after.listed(side) { "time.listed" } else { "time.no_longer_listed" };
            words.push(lang.with(key, &[("party", &names[side])]));
        }
    }
    if before.status != after.status && after.status == Status::Returned {
        words.push(lang.t("time.returned").into_owned());
    }
    lang.join(words.iter().map(String::as_str))
}
