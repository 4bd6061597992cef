//! The state of the page of counts over time between frames.

use crate::{
    Locale,
    analysis::counts_over_time::{CaseStateChange, CountPoint},
    figure::step_chart::CountsChartLayout,
    model::Day,
    ui::context::UiContext,
};

/// The state of the page between frames.
#[derive(Default)]
pub struct OverTimeState {
    pub(super) chart_cache: Option<ChartCache>,
    /// The day chosen in the chart or the table; one of those on which a count changed.
    pub(super) selected_day: Option<Day>,
    /// The changes on a day, of a version of the analysis.
    cached_changes: Option<(u64, Day, Vec<CaseStateChange>)>,
}

/// The counts and their chart, and what they were computed for.
pub(super) struct ChartCache {
    pub key: ChartKey,
    pub counts: Vec<CountPoint>,
    /// The greatest count.
    pub max_count: usize,
    pub chart: CountsChartLayout,
}

/// What the chart depends on.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct ChartKey {
    /// The version of the analysis.
    pub version: u64,
    pub last_day: Day,
    /// The size in points.
    pub size: [f32; 2],
    pub locale: Locale,
}

impl OverTimeState {
    /// Returns the changes on a day. The cases are searched only where the day or the analysis is
    /// another one than in the last call.
    pub(super) fn status_changes_on(&mut self, context: &UiContext, on: Day) -> &[CaseStateChange] {
        let analysis = context.session.analysis();
        let key = (analysis.version(), on);
        let cached = self.cached_changes.take().filter(|(version, day, _)| (*version, *day) == key);
        let changes = cached.unwrap_or_else(|| (key.0, key.1, analysis.case_state_changes(on)));
        &self.cached_changes.insert(changes).2
    }
}
