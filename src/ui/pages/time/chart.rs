//! The chart: pointed at, it says the day, the figures and the names; a click shows that day.

use egui::{EventFilter, Key, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2};

use super::{Drawn, TimeState};
use crate::{
    model::Day,
    picture::figures_words,
    session::Action,
    ui::{
        Intent, Palette, Role, Scene, canvas,
        theme::SPACE,
        widgets::{text, weak},
    },
    view::{Figures, day_words},
};

/// How many names are told under the pointer.
const NAMES: usize = 10;
/// How near the pointer must come to a day on which a figure changed to be on it, in points.
const NEAR: f32 = 6.0;

pub(super) fn chart_ui(
    ui: &mut Ui,
    scene: &Scene,
    state: &mut TimeState,
    drawn: &Drawn,
    out: &mut Vec<Intent>,
) {
    let size = Vec2::from(drawn.chart.picture.size);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let palette = Palette::of(ui);
    canvas::paint(ui.painter(), &palette, rect.min, &drawn.chart.picture);
    keys_ui(ui, state, &drawn.course, &response);
    let inner = Rect::from_min_size(
        rect.min + Vec2::from(drawn.chart.at),
        Vec2::new(drawn.chart.scale.width, drawn.chart.height),
    );
    let line = |x: f32, ink| {
        ui.painter().vline(inner.left() + x, inner.y_range(), Stroke::new(1.0, ink));
    };
    if let Some(day) = state.day {
        line(drawn.chart.scale.x(day), palette.frame);
    }
    let pointed = response.hover_pos().and_then(|at| pointed(drawn, inner, at));
    if let Some(day) = pointed {
        line(drawn.chart.scale.x(day), palette.accent);
    }
    if response.has_focus() {
        let stroke = ui.visuals().selection.stroke;
        ui.painter().rect_stroke(rect, 3.0, stroke, StrokeKind::Inside);
    }
    response.widget_info(|| {
        let name = scene.lang.with("time.chart", &[("figures", &now_words(scene, state, drawn))]);
        egui::WidgetInfo::labeled(egui::accesskit::Role::Image, true, name)
    });
    if response.clicked()
        && let Some(day) = response.interact_pointer_pos().map_or(state.day, |_| pointed)
    {
        out.push(Intent::Act(Action::AsOf(day)));
    }
    if let Some(day) = pointed {
        response.on_hover_ui_at_pointer(|ui| hover_ui(ui, scene, state, drawn, day));
    }
}

/// The day under the pointer; the one on which a figure changed, where there is one near.
fn pointed(drawn: &Drawn, inner: Rect, at: Pos2) -> Option<Day> {
    let scale = &drawn.chart.scale;
    let x = at.x - inner.left();
    if !(0.0..scale.width).contains(&x) {
        return None;
    }
    let after = drawn.course.partition_point(|figures| scale.x(figures.from) < x);
    let beside = [after.checked_sub(1), Some(after)].into_iter().flatten();
    let beside = beside.filter_map(|at| drawn.course.get(at)).map(|figures| figures.from);
    let far = |day: &Day| (scale.x(*day) - x).abs();
    let near = beside.min_by(|a, b| far(a).total_cmp(&far(b))).filter(|day| far(day) <= NEAR);
    Some(near.unwrap_or_else(|| scale.day(x)))
}

/// The arrows go from one day on which a figure changed to the next.
fn keys_ui(ui: &Ui, state: &mut TimeState, course: &[Figures], response: &Response) {
    if !response.has_focus() {
        return;
    }
    let arrows = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let pressed = |key| ui.input(|input| input.modifiers.is_none() && input.key_pressed(key));
    let at = state.day.and_then(|day| Figures::on(course, day)).unwrap_or(0);
    let last = course.len().saturating_sub(1);
    let keys = [
        (Key::ArrowLeft, at.saturating_sub(1)),
        (Key::ArrowRight, (at + 1).min(last)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    if let Some((_, at)) = keys.into_iter().find(|(key, _)| pressed(*key)) {
        state.day = course.get(at).map(|figures| figures.from);
    }
}

/// The day looked at with its figures, for who cannot see the chart.
fn now_words(scene: &Scene, state: &TimeState, drawn: &Drawn) -> String {
    let at = state.day.and_then(|day| Figures::on(&drawn.course, day));
    let Some(figures) = at.and_then(|at| drawn.course.get(at)) else { return String::new() };
    format!(
        "{}: {}",
        day_words(scene.lang, figures.from),
        figures_words(scene.lang, scene.register(), figures)
    )
}

/// What is told under the pointer.
fn hover_ui(ui: &mut Ui, scene: &Scene, state: &mut TimeState, drawn: &Drawn, day: Day) {
    let lang = scene.lang;
    ui.set_max_width(SPACE * 40.0);
    ui.label(text(day_words(lang, day), Role::Section));
    if day > scene.session.view().as_of() {
        ui.label(weak(ui, lang.t("time.later"), Role::Caption));
        return;
    }
    let at = Figures::on(&drawn.course, day);
    let Some(figures) = at.and_then(|at| drawn.course.get(at)) else {
        ui.label(weak(ui, lang.t("time.nobody_yet"), Role::Caption));
        return;
    };
    ui.label(figures_words(scene.lang, scene.register(), figures));
    if figures.from != day {
        let since = day_words(lang, figures.from);
        ui.label(weak(ui, lang.with("time.since", &[("day", &since)]), Role::Caption));
        return;
    }
    let cases = scene.register().cases();
    let moves = state.moves(scene, day);
    let names: Vec<String> = moves
        .iter()
        .take(NAMES)
        .filter_map(|moved| cases.get(moved.case as usize))
        .map(|case| case.name.shown(lang.code()))
        .collect();
    ui.label(weak(ui, lang.join(names.iter().map(String::as_str)), Role::Caption));
    if moves.len() > NAMES {
        let more = lang.count("summary.more", moves.len() - NAMES);
        ui.label(weak(ui, more, Role::Caption));
    }
}
