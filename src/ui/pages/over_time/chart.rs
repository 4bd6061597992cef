//! The chart: pointed at, it says the day, the figures and the names; a click shows that day.

use egui::{EventFilter, Key, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2};

use crate::{
    analysis::counts_over_time::CountPoint,
    describe::claims::format_day,
    figure::step_chart::describe_counts,
    model::Day,
    session::Action,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::over_time::state::{ChartCache, OverTimeState},
        theme::{Palette, Role, SPACE},
        widgets::{
            figure_painter,
            text::{rich_text, weak_text},
        },
    },
};

/// How many names are told under the pointer.
const MAX_TOOLTIP_NAMES: usize = 10;
/// How near the pointer must come to a day on which a figure changed to be on it, in points.
const SNAP_DISTANCE: f32 = 6.0;

pub(super) fn chart_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut OverTimeState,
    cache: &ChartCache,
    out: &mut Vec<Intent>,
) {
    let size = Vec2::from(cache.chart.figure.size);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let palette = Palette::of(ui);
    figure_painter::paint_figure(ui.painter(), &palette, rect.min, &cache.chart.figure);
    handle_keys(ui, state, &cache.counts, &response);
    let inner = Rect::from_min_size(
        rect.min + Vec2::from(cache.chart.plot_origin),
        Vec2::new(cache.chart.scale.width, cache.chart.plot_height),
    );
    let line = |x: f32, color| {
        ui.painter().vline(inner.left() + x, inner.y_range(), Stroke::new(1.0, color));
    };
    if let Some(day) = state.selected_day {
        line(cache.chart.scale.day_start_x(day), palette.frame);
    }
    let pointed = response.hover_pos().and_then(|at| pointed_day(cache, inner, at));
    if let Some(day) = pointed {
        line(cache.chart.scale.day_start_x(day), palette.accent);
    }
    if response.has_focus() {
        let stroke = ui.visuals().selection.stroke;
        ui.painter().rect_stroke(rect, 3.0, stroke, StrokeKind::Inside);
    }
    response.widget_info(|| {
        let name = context.locale.t_with(
            "over_time.chart_label",
            &[("figures", &describe_selected_day(context, state, cache))],
        );
        egui::WidgetInfo::labeled(egui::accesskit::Role::Image, true, name)
    });
    if response.clicked()
        && let Some(day) = response.interact_pointer_pos().map_or(state.selected_day, |_| pointed)
    {
        out.push(Intent::Action(Action::SetDay(day)));
    }
    if let Some(day) = pointed {
        response.on_hover_ui_at_pointer(|ui| tooltip_ui(ui, context, state, cache, day));
    }
}

/// The day under the pointer; the one on which a figure changed, where there is one near.
fn pointed_day(cache: &ChartCache, inner: Rect, at: Pos2) -> Option<Day> {
    let scale = &cache.chart.scale;
    let x = at.x - inner.left();
    if !(0.0..scale.width).contains(&x) {
        return None;
    }
    let after = cache.counts.partition_point(|figures| scale.day_start_x(figures.from) < x);
    let beside = [after.checked_sub(1), Some(after)].into_iter().flatten();
    let beside = beside.filter_map(|at| cache.counts.get(at)).map(|figures| figures.from);
    let far = |day: &Day| (scale.day_start_x(*day) - x).abs();
    let near =
        beside.min_by(|a, b| far(a).total_cmp(&far(b))).filter(|day| far(day) <= SNAP_DISTANCE);
    Some(near.unwrap_or_else(|| scale.day_at_x(x)))
}

/// The arrows go from one day on which a figure changed to the next.
fn handle_keys(ui: &Ui, state: &mut OverTimeState, counts: &[CountPoint], response: &Response) {
    if !response.has_focus() {
        return;
    }
    let arrows = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let pressed = |key| ui.input(|input| input.modifiers.is_none() && input.key_pressed(key));
    let at = state.selected_day.and_then(|day| CountPoint::index_on(counts, day)).unwrap_or(0);
    let last = counts.len().saturating_sub(1);
    let keys = [
        (Key::ArrowLeft, at.saturating_sub(1)),
        (Key::ArrowRight, (at + 1).min(last)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    if let Some((_, at)) = keys.into_iter().find(|(key, _)| pressed(*key)) {
        state.selected_day = counts.get(at).map(|figures| figures.from);
    }
}

/// The day looked at with its figures, for who cannot see the chart.
fn describe_selected_day(context: &UiContext, state: &OverTimeState, cache: &ChartCache) -> String {
    let at = state.selected_day.and_then(|day| CountPoint::index_on(&cache.counts, day));
    let Some(point) = at.and_then(|at| cache.counts.get(at)) else { return String::new() };
    format!(
        "{}: {}",
        format_day(context.locale, point.from),
        describe_counts(context.locale, context.register(), point)
    )
}

/// What is told under the pointer.
fn tooltip_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut OverTimeState,
    cache: &ChartCache,
    day: Day,
) {
    let locale = context.locale;
    ui.set_max_width(SPACE * 40.0);
    ui.label(rich_text(format_day(locale, day), Role::Section));
    if day > context.session.analysis().as_of() {
        ui.label(weak_text(ui, locale.t("over_time.after_day"), Role::Caption));
        return;
    }
    let at = CountPoint::index_on(&cache.counts, day);
    let Some(point) = at.and_then(|at| cache.counts.get(at)) else {
        ui.label(weak_text(ui, locale.t("over_time.none_listed_yet"), Role::Caption));
        return;
    };
    ui.label(describe_counts(context.locale, context.register(), point));
    if point.from != day {
        let since = format_day(locale, point.from);
        ui.label(weak_text(
            ui,
            locale.t_with("over_time.unchanged_since", &[("day", &since)]),
            Role::Caption,
        ));
        return;
    }
    let cases = context.register().cases();
    let changes = state.status_changes_on(context, day);
    let names: Vec<String> = changes
        .iter()
        .take(MAX_TOOLTIP_NAMES)
        .filter_map(|moved| cases.get(moved.case as usize))
        .map(|case| case.name.display_name(locale.code()))
        .collect();
    ui.label(weak_text(ui, locale.join_list(names.iter().map(String::as_str)), Role::Caption));
    if changes.len() > MAX_TOOLTIP_NAMES {
        let more = locale.t_plural("summary.more_names", changes.len() - MAX_TOOLTIP_NAMES);
        ui.label(weak_text(ui, more, Role::Caption));
    }
}
