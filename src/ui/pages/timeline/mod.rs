//! The timeline: a lane for each case that answers the query, above one of diplomatic events; and
//! beneath them a table of all that is dated in the stretch shown.

mod keyboard;
mod lanes;
mod legend;
pub(crate) mod state;
mod table;

use egui::{CentralPanel, Frame, Panel, Rect, Sense, Ui, Vec2};

use crate::{
    describe::claims,
    figure::{
        Figure,
        time_axis::TimeScale,
        timeline::{self, HEADER_HEIGHT, chart::TimelineChart},
    },
    jobs::exports::ChartRenderer,
    session::Action,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::timeline::state::{NAMES_WIDTH, TimelineState},
        theme::{Palette, SPACE, TABLE_ROW_HEIGHT},
        widgets::{buttons::icon_button, caption::caption_ui, figure_painter, text::empty_message},
    },
};

/// How far the handle of the day shown can be grasped, in points.
const HANDLE_REACH: f32 = 6.0;
/// How much of the height the table takes, unless that is chosen.
const DEFAULT_TABLE_SHARE: f32 = 0.4;
/// The most of it that can be chosen.
const MAX_TABLE_SHARE: f32 = 0.75;

/// Draws the page.
pub fn timeline_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut TimelineState,
    out: &mut Vec<Intent>,
) {
    let whole = full_span(context);
    ui.horizontal(|ui| {
        caption_ui(ui, context, out);
        zoom_buttons_ui(ui, context, state, whole);
    });
    if context.session.analysis().query_result().rows.is_empty() {
        empty_message(ui, &context.locale.t("table.no_matching_cases"));
        return;
    }
    // The handle of the day shown and the scroll bar stand at the right end.
    let width = (ui.available_width() - NAMES_WIDTH - SPACE * 2.0).max(SPACE * 10.0);
    let (from, to) = state.span.unwrap_or(whole);
    let scale = TimeScale { from, to, width };
    let height = ui.available_height();
    let least = TABLE_ROW_HEIGHT * 3.0;
    Panel::bottom("dated")
        .frame(Frame::NONE)
        .default_size(height * DEFAULT_TABLE_SHARE)
        .size_range(least..=(height * MAX_TABLE_SHARE).max(least))
        .show(ui, |ui| table::timeline_table_ui(ui, context, &mut state.table, (from, to), out));
    let frame = Frame::NONE.inner_margin(egui::Margin::symmetric(0, 4));
    let foot = |id: &'static str| Panel::bottom(id).resizable(false).show_separator_line(false);
    foot("legend").frame(frame).show(ui, |ui| legend::legend_ui(ui, context));
    let area = ui.available_rect_before_wrap();
    background_ui(ui, context, &scale, area);
    as_of_handle_ui(ui, context, state, &scale, area.bottom(), out);
    foot("events").frame(Frame::NONE).show(ui, |ui| {
        lanes::events_ui(ui, context, state.events(context), &scale, out);
    });
    CentralPanel::default().frame(Frame::NONE).show(ui, |ui| {
        lanes::lanes_ui(ui, context, state, &scale, whole, out);
    });
}

/// The lanes of the stretch shown, as far as there is room, for a picture.
pub fn timeline_chart(context: &UiContext, state: &TimelineState) -> ChartRenderer {
    let span = state.span.unwrap_or(full_span(context));
    let (view, locale) = (context.session.analysis(), context.locale);
    let (register, rows) = (context.session.snapshot(), view.query_result().rows.clone());
    let as_of = view.as_of();
    Box::new(move |size| {
        TimelineChart { register: &register, rows: &rows, day_range: span, as_of, locale }
            .draw(size)
    })
}

/// From the year of the first taking, or of the first change where that is earlier, to the last day
/// on which anything changed, or today.
fn full_span(context: &UiContext) -> (f64, f64) {
    let view = context.session.analysis();
    let last = view.check_results().days.last().copied().unwrap_or(context.today);
    let last = last.max(context.today).max(view.as_of());
    let taken = view.query_result().year_range.map(|(first, _)| first);
    let changed = view.check_results().days.first().map(|day| day.year());
    timeline::full_range(taken.into_iter().chain(changed).min(), last)
}

/// Nearer, farther, all.
fn zoom_buttons_ui(ui: &mut Ui, context: &UiContext, state: &mut TimelineState, whole: (f64, f64)) {
    ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
        let all = egui::Button::new(context.locale.t("timeline.all_years").as_ref());
        if ui.add_enabled(state.span.is_some(), all).clicked() {
            state.span = None;
        }
        for (sign, key, factor) in [("+", "timeline.zoom_in", 0.5), ("−", "timeline.zoom_out", 2.0)]
        {
            if icon_button(ui, sign, &context.locale.t(key)).clicked() {
                state.zoom(factor, 0.5, whole);
            }
        }
    });
}

/// The days and their lines, down to where the lanes end.
fn background_ui(ui: &Ui, context: &UiContext, scale: &TimeScale, area: Rect) {
    let mut figure = Figure::new(area.size().into());
    timeline::draw_time_axis(&mut figure, [NAMES_WIDTH, 0.0], area.height(), scale, context.locale);
    figure_painter::paint_figure(ui.painter(), &Palette::of(ui), area.min, &figure);
}

/// The row above the lanes: the day shown, which can be dragged, with a line down to `bottom`.
fn as_of_handle_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut TimelineState,
    scale: &TimeScale,
    bottom: f32,
    out: &mut Vec<Intent>,
) {
    let size = Vec2::new(ui.available_width(), HEADER_HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click_and_drag());
    let as_of = context.session.analysis().as_of();
    let left = rect.left() + NAMES_WIDTH;
    let x = left + scale.day_end_x(as_of);
    let palette = Palette::of(ui);
    if (left..=rect.right()).contains(&x) {
        ui.painter().vline(x, rect.top()..=bottom, egui::Stroke::new(1.5, palette.accent));
        let handle = Rect::from_center_size(egui::pos2(x, rect.bottom() - 5.0), Vec2::splat(10.0));
        ui.painter().rect_filled(handle, 2.0, palette.accent);
    }
    response.widget_info(|| {
        let day = claims::format_day(context.locale, as_of);
        let name = context.locale.t_with("timeline.day_line", &[("day", &day)]);
        egui::WidgetInfo::labeled(egui::accesskit::Role::Slider, true, name)
    });
    let response = response.on_hover_text(context.locale.t("timeline.drag_tooltip"));
    let near = |at: egui::Pos2| (at.x - x).abs() <= HANDLE_REACH;
    if response.hover_pos().is_some_and(near) {
        ui.ctx().set_cursor_icon(egui::CursorIcon::ResizeHorizontal);
    }
    if let Some(at) = response.interact_pointer_pos()
        && (response.dragged() || response.clicked())
    {
        let day = scale.day_at_x((at.x - left).clamp(0.0, scale.width));
        if day != as_of {
            out.push(Intent::Action(Action::SetDay(day)));
        }
    }
    keyboard::handle_as_of_keys(ui, &response, out);
    state.current =
        state.current.min(context.session.analysis().query_result().rows.len().saturating_sub(1));
}
