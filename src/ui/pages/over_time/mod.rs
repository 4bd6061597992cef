//! Both lists over time: a chart of steps, the days on which a figure changed, and whom it was.

mod chart;
mod days;

use egui::Ui;

use crate::{
    Locale,
    analysis::counts_over_time::{CaseStateChange, CountPoint},
    figure::step_chart::{CountsChart, CountsChartLayout},
    jobs::exports::ChartRenderer,
    model::Day,
    ui::{
        context::UiContext, intent::Intent, panels::case_table, theme::SPACE,
        widgets::empty_message,
    },
};

/// What the page remembers between frames.
#[derive(Default)]
pub struct OverTimeState {
    chart_cache: Option<ChartCache>,
    /// The day looked at, by keys or the pointer; one of those of the course.
    selected_day: Option<Day>,
    /// Who moved on a day, as of a version of the view.
    cached_changes: Option<(u64, Day, Vec<CaseStateChange>)>,
}

/// What was worked out, and for what.
struct ChartCache {
    key: ChartKey,
    counts: Vec<CountPoint>,
    /// The greatest of its figures.
    max_count: usize,
    chart: CountsChartLayout,
}

/// What the chart depends on: the version of the view, the last day drawn, the size, the language.
type ChartKey = (u64, Day, [f32; 2], Locale);

impl OverTimeState {
    /// Who moved on a day; walks over the cases only where that has changed.
    fn status_changes_on(&mut self, context: &UiContext, on: Day) -> &[CaseStateChange] {
        let view = context.session.analysis();
        let kept = self
            .cached_changes
            .take()
            .filter(|(version, day, _)| (*version, *day) == (view.version(), on));
        &self
            .cached_changes
            .insert(kept.unwrap_or_else(|| (view.version(), on, view.case_state_changes(on))))
            .2
    }
}

/// Draws the page.
pub fn over_time_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut OverTimeState,
    out: &mut Vec<Intent>,
) {
    case_table::caption_ui(ui, context, out);
    let size = [ui.available_width(), (ui.available_height() * 0.52).max(SPACE * 20.0)];
    let view = context.session.analysis();
    let key = (view.version(), last_day(context), size, context.locale);
    let cache = match state.chart_cache.take().filter(|drawn| drawn.key == key) {
        Some(drawn) => drawn,
        None => build_chart_cache(context, key),
    };
    if cache.counts.is_empty() {
        empty_message(ui, &context.locale.t("over_time.none_listed"));
    } else {
        // The day looked at, or the last before it that there still is.
        let at = state.selected_day.and_then(|day| CountPoint::index_on(&cache.counts, day));
        let point = at.map_or(cache.counts.last(), |at| cache.counts.get(at));
        state.selected_day = point.map(|figures| figures.from);
        chart::chart_ui(ui, context, state, &cache, out);
        ui.add_space(SPACE);
        days::days_ui(ui, context, state, &cache, out);
    }
    state.chart_cache = Some(cache);
}

/// The last day drawn: what comes after the day shown can be gone to.
fn last_day(context: &UiContext) -> Day {
    let view = context.session.analysis();
    let last = view.check_results().days.last().copied().unwrap_or(context.today);
    view.as_of().max(context.today).max(last)
}

fn build_chart_cache(context: &UiContext, key: ChartKey) -> ChartCache {
    let (_, until, size, _) = key;
    let counts = context.session.analysis().counts_over_time();
    let chart = counts_chart(context, counts.clone(), until).draw(size);
    let greatest = counts.iter().flat_map(CountPoint::series).max().unwrap_or_default();
    ChartCache { key, counts, max_count: greatest, chart }
}

/// The chart up to the day shown, for a picture.
pub fn over_time_chart(context: &UiContext) -> ChartRenderer {
    let view = context.session.analysis();
    let chart = counts_chart(context, view.counts_over_time(), view.as_of());
    Box::new(move |size| chart.draw(size).figure)
}

/// The chart from the year of the first taking up to a day.
fn counts_chart(context: &UiContext, counts: Vec<CountPoint>, until: Day) -> CountsChart {
    let view = context.session.analysis();
    let first = view.query_result().year_range.map(|(first, _)| first);
    CountsChart::new(context.register(), counts, first, (view.as_of(), until), context.locale)
}
