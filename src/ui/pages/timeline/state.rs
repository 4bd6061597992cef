//! The state of the timeline between frames.

use crate::{
    analysis::chronology::{Chronology, ChronologyWindow},
    figure::timeline::{TimelineItem, event_items},
    model::Day,
    session::Session,
    ui::{context::UiContext, theme::SPACE, widgets::virtual_list::VirtualListState},
};

/// The width of the names at the left of the lanes, in points.
pub(super) const NAMES_WIDTH: f32 = SPACE * 20.0;
/// The shortest visible span, in days.
const MIN_SPAN_DAYS: f64 = 14.0;
/// The longest visible span, as a multiple of the whole.
const MAX_SPAN_FACTOR: f64 = 1.1;

/// A span of time, from and to, in days after 1 January 1970.
pub(super) type Span = (f64, f64);

/// The state of the timeline between frames.
#[derive(Default)]
pub struct TimelineState {
    /// The visible span; none for the whole.
    pub(super) span: Option<Span>,
    /// The lane that the keys move from.
    pub(super) current: usize,
    /// The current lane is scrolled to in the next frame.
    pub(super) scrolls_to_current: bool,
    /// The lane of the current case in the last frame.
    pub(super) chosen_lane: Option<usize>,
    /// The table beneath the lanes.
    pub table: TimelineTableState,
    /// The events up to the current day, of a version of the analysis.
    cached_events: Option<(u64, Vec<TimelineItem>)>,
}

impl TimelineState {
    /// Returns the events up to the current day; they are collected once for each version of the
    /// analysis.
    pub(super) fn events(&mut self, context: &UiContext) -> &[TimelineItem] {
        let analysis = context.session.analysis();
        let version = analysis.version();
        let cached = self.cached_events.take().filter(|(known, _)| *known == version);
        let events = || event_items(context.register(), analysis.as_of());
        &self.cached_events.insert(cached.unwrap_or_else(|| (version, events()))).1
    }

    /// Multiplies the length of the visible span by a factor, around a point that is given as a
    /// part of the width.
    pub(super) fn zoom(&mut self, factor: f64, around: f64, whole: Span) {
        let (from, to) = self.span.unwrap_or(whole);
        let longest = (whole.1 - whole.0) * MAX_SPAN_FACTOR;
        let length = ((to - from) * factor).clamp(MIN_SPAN_DAYS, longest.max(MIN_SPAN_DAYS));
        let middle = from + (to - from) * around;
        let from = middle - length * around;
        self.span = Some(clamp_span((from, from + length), whole));
    }

    /// Moves the visible span by a part of its length.
    pub(super) fn pan(&mut self, part: f64, whole: Span) {
        let (from, to) = self.span.unwrap_or(whole);
        let by = (to - from) * part;
        self.span = Some(clamp_span((from + by, to + by), whole));
    }
}

/// Moves a span into the whole; returns the whole where the span is as long.
fn clamp_span((from, to): Span, whole: Span) -> Span {
    let length = to - from;
    if length >= whole.1 - whole.0 {
        return whole;
    }
    let from = from.clamp(whole.0, whole.1 - length);
    (from, from + length)
}

/// The state of the table beneath the lanes between frames.
#[derive(Default)]
pub struct TimelineTableState {
    pub(super) cache: Option<ChronologyCache>,
    /// The rows of the visible span, and the first day, the last day and the current day that
    /// they were found for.
    pub(super) window: Option<([Day; 3], ChronologyWindow)>,
    pub(super) list_state: VirtualListState,
}

/// The chronology of the cases that the query finds.
pub(super) struct ChronologyCache {
    /// The revision of the register.
    pub revision: u64,
    /// The last version of the analysis with the same rows.
    version: Option<u64>,
    pub chronology: Chronology,
}

impl TimelineTableState {
    /// Returns whether the cached chronology is that of the current rows and revision.
    pub fn is_current(&mut self, session: &Session) -> bool {
        let analysis = session.analysis();
        let is_of_revision = |cache: &&mut ChronologyCache| cache.revision == session.revision();
        let Some(cache) = self.cache.as_mut().filter(is_of_revision) else { return false };
        // Another day often leaves the rows as they were.
        let version = Some(analysis.version());
        if cache.version != version && cache.chronology.rows() == analysis.query_result().rows {
            cache.version = version;
        }
        cache.version == version
    }

    /// Caches the chronology of a revision of the register.
    pub fn cache_chronology(&mut self, revision: u64, chronology: Chronology) {
        self.cache = Some(ChronologyCache { revision, version: None, chronology });
        self.window = None;
    }
}
