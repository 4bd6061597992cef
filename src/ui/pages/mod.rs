//! The pages of the window other than the table of cases.

mod changes;
mod contradictions;
pub mod findings;
pub(crate) mod history;
pub mod record_list;
pub(crate) mod map;
pub mod records;
mod sources;
mod over_time;
mod timeline;

use egui::{ScrollArea, Ui, Vec2};

use crate::{
    commands::Page,
    jobs::exports::ChartRenderer,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::{
            changes::state::ChangesState,
            findings::FindingsState,
            history::state::HistoryState,
            map::{side_panel, state::MapState},
            over_time::state::OverTimeState,
            sources::state::SourcesState,
            timeline::state::TimelineState,
        },
        theme::SPACE,
        widgets::virtual_list::VirtualListState,
    },
};

/// The state of the pages between frames, for one register.
#[derive(Default)]
pub struct Pages {
    over_time: OverTimeState,
    /// The state of the timeline.
    pub timeline: TimelineState,
    /// The state of the map.
    pub map: MapState,
    /// The state of the page of changes.
    pub changes: ChangesState,
    contradictions: VirtualListState,
    findings: FindingsState,
    /// The state of the page of sources.
    pub sources: SourcesState,
    /// The state of the page of the history.
    pub history: HistoryState,
    totals: VirtualListState,
    events: VirtualListState,
}

/// Returns the height that the parts of a page need together, in points; zero for a page that is
/// one list.
fn least_height(page: Page) -> f32 {
    match page {
        Page::Timeline => SPACE * 64.0,
        Page::OverTime => SPACE * 60.0,
        Page::Sources | Page::Changes => SPACE * 54.0,
        Page::Map => SPACE * 48.0,
        _ => 0.0,
    }
}

impl Pages {
    /// Draws the current page; nothing for the table of cases. Where the window is too low for the
    /// page, it is scrolled.
    pub fn ui(&mut self, ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
        let (width, least) = (ui.available_width(), least_height(context.page));
        if ui.available_height() >= least {
            return self.page_ui(ui, context, out);
        }
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.allocate_ui(Vec2::new(width, least), |ui| {
                ui.set_min_height(least);
                self.page_ui(ui, context, out);
            });
        });
    }

    /// Returns the state for another version of the same register: the history stays, and is read
    /// again where it has grown.
    pub fn for_other_version(mut self) -> Self {
        self.history.mark_stale();
        Self { history: self.history, ..Self::default() }
    }

    fn page_ui(&mut self, ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
        match context.page {
            Page::Cases => {}
            Page::OverTime => over_time::over_time_ui(ui, context, &mut self.over_time, out),
            Page::Timeline => timeline::timeline_ui(ui, context, &mut self.timeline, out),
            Page::Map => map::map_ui(ui, context, &mut self.map, out),
            Page::Changes => changes::changes_ui(ui, context, &mut self.changes, out),
            Page::Contradictions => {
                contradictions::contradictions_ui(ui, context, &mut self.contradictions, out);
            }
            Page::Findings => findings::findings_ui(ui, context, &mut self.findings, out),
            Page::Sources => sources::sources_ui(ui, context, &mut self.sources, out),
            Page::Totals => records::totals_ui(ui, context, &mut self.totals, out),
            Page::History => history::history_ui(ui, context, &mut self.history, out),
            Page::Events => records::events_ui(ui, context, &mut self.events, out),
        }
    }

    /// Draws the panel beside the map.
    pub fn map_side_panel_ui(&mut self, ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
        side_panel::map_side_panel_ui(ui, context, &mut self.map, out);
    }

    /// Returns the renderer of the chart of the current page, where it [has one](Page::has_chart).
    pub fn chart(&self, context: &UiContext) -> Option<ChartRenderer> {
        match context.page {
            Page::OverTime => Some(over_time::over_time_chart(context)),
            Page::Timeline => Some(timeline::timeline_chart(context, &self.timeline)),
            Page::Map => Some(map::map_chart(context, &self.map)),
            _ => None,
        }
    }
}
