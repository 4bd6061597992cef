//! The pages beside the table of cases.

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

/// What the pages remember of a register between frames; another register begins anew.
#[derive(Default)]
pub struct Pages {
    over_time: OverTimeState,
    /// The timeline.
    pub timeline: TimelineState,
    /// The map.
    pub map: MapState,
    /// What changed between two days.
    pub changes: ChangesState,
    contradictions: VirtualListState,
    findings: FindingsState,
    /// The sources.
    pub sources: SourcesState,
    /// The history.
    pub history: HistoryState,
    totals: VirtualListState,
    events: VirtualListState,
}

impl Pages {
    /// Draws the page shown. The table of cases is none of these.
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

    /// Draws what stands beside the map.
    pub fn map_side_panel_ui(&mut self, ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
        side_panel::map_side_panel_ui(ui, context, &mut self.map, out);
    }

    /// What draws the chart of the page shown, where it [has one](Page::has_chart).
    pub fn chart(&self, context: &UiContext) -> Option<ChartRenderer> {
        match context.page {
            Page::OverTime => Some(over_time::over_time_chart(context)),
            Page::Timeline => Some(timeline::timeline_chart(context, &self.timeline)),
            Page::Map => Some(map::map_chart(context, &self.map)),
            _ => None,
        }
    }
}
