//! The page of the counts of both parties over time: a step chart, the days on which a count
//! changed, and the cases that changed on one of them.

mod chart;
mod days;
pub(crate) mod state;

use egui::Ui;

use crate::{
    analysis::counts_over_time::CountPoint,
    figure::step_chart::CountsChart,
    jobs::exports::ChartRenderer,
    model::Day,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::over_time::state::{ChartCache, ChartKey, OverTimeState},
        theme::SPACE,
        widgets::{caption::caption_ui, text::empty_message},
    },
};

/// Draws the page.
pub fn over_time_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut OverTimeState,
    out: &mut Vec<Intent>,
) {
    caption_ui(ui, context, out);
    let size = [ui.available_width(), (ui.available_height() * 0.52).max(SPACE * 20.0)];
    let key = ChartKey {
        version: context.session.analysis().version(),
        last_day: last_day(context),
        size,
        locale: context.locale,
    };
    let cache = match state.chart_cache.take().filter(|cache| cache.key == key) {
        Some(cache) => cache,
        None => build_chart_cache(context, key),
    };
    if cache.counts.is_empty() {
        empty_message(ui, &context.locale.t("over_time.none_listed"));
    } else {
        // The selected day, or the last one before it on which a count still changes.
        let at = state.selected_day.and_then(|day| CountPoint::index_on(&cache.counts, day));
        let point = at.map_or(cache.counts.last(), |at| cache.counts.get(at));
        state.selected_day = point.map(|point| point.from);
        chart::chart_ui(ui, context, state, &cache, out);
        ui.add_space(SPACE);
        days::days_ui(ui, context, state, &cache, out);
    }
    state.chart_cache = Some(cache);
}

/// Returns the last day of the chart, so that every day on which a count changes can be reached.
fn last_day(context: &UiContext) -> Day {
    let analysis = context.session.analysis();
    let last = analysis.check_results().days.last().copied().unwrap_or(context.today);
    analysis.as_of().max(context.today).max(last)
}

fn build_chart_cache(context: &UiContext, key: ChartKey) -> ChartCache {
    let counts = context.session.analysis().counts_over_time();
    let chart = counts_chart(context, counts.clone(), key.last_day).draw(key.size);
    let max_count = counts.iter().flat_map(CountPoint::series).max().unwrap_or_default();
    ChartCache { key, counts, max_count, chart }
}

/// Returns the renderer of the chart up to the current day.
pub fn over_time_chart(context: &UiContext) -> ChartRenderer {
    let analysis = context.session.analysis();
    let chart = counts_chart(context, analysis.counts_over_time(), analysis.as_of());
    Box::new(move |size| chart.draw(size).figure)
}

/// Returns the chart from the year of the first abduction to a day.
fn counts_chart(context: &UiContext, counts: Vec<CountPoint>, until: Day) -> CountsChart {
    let analysis = context.session.analysis();
    let first = analysis.query_result().year_range.map(|(first, _)| first);
    CountsChart::new(context.register(), counts, first, (analysis.as_of(), until), context.locale)
}
