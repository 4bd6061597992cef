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

use egui::Ui;

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

impl Pages {
    /// Draws the current page; nothing for the table of cases.
    pub fn ui(&mut self, ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
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
