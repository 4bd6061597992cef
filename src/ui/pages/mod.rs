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
        Intent, UiContext,
        pages::{
            changes::ChangesState,
            findings::FindingsState,
            history::HistoryState,
            map::{MapState, side_panel},
            over_time::OverTimeState,
            record_list::VirtualListState,
            sources::SourcesState,
            timeline::TimelineState,
        },
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
    pub fn ui(&mut self, ui: &mut Ui, scene: &UiContext, out: &mut Vec<Intent>) {
        match scene.page {
            Page::Cases => {}
            Page::OverTime => over_time::over_time_ui(ui, scene, &mut self.over_time, out),
            Page::Timeline => timeline::timeline_ui(ui, scene, &mut self.timeline, out),
            Page::Map => map::map_ui(ui, scene, &mut self.map, out),
            Page::Changes => changes::changes_ui(ui, scene, &mut self.changes, out),
            Page::Contradictions => {
                contradictions::contradictions_ui(ui, scene, &mut self.contradictions, out);
            }
            Page::Findings => findings::findings_ui(ui, scene, &mut self.findings, out),
            Page::Sources => sources::sources_ui(ui, scene, &mut self.sources, out),
            Page::Totals => records::totals_ui(ui, scene, &mut self.totals, out),
            Page::History => history::history_ui(ui, scene, &mut self.history, out),
            Page::Events => records::events_ui(ui, scene, &mut self.events, out),
        }
    }

    /// Draws what stands beside the map.
    pub fn map_side_panel_ui(&mut self, ui: &mut Ui, scene: &UiContext, out: &mut Vec<Intent>) {
        side_panel::map_side_panel_ui(ui, scene, &mut self.map, out);
    }

    /// What draws the chart of the page shown, where it [has one](Page::has_chart).
    pub fn chart(&self, scene: &UiContext) -> Option<ChartRenderer> {
        match scene.page {
            Page::OverTime => Some(over_time::over_time_chart(scene)),
            Page::Timeline => Some(timeline::timeline_chart(scene, &self.timeline)),
            Page::Map => Some(map::map_chart(scene, &self.map)),
            _ => None,
        }
    }
}
