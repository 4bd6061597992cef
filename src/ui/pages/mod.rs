//! The pages beside the table of cases.

mod changes;
mod contradictions;
pub mod findings;
mod history;
mod list;
mod map;
mod records;
mod sources;
mod time;
mod timeline;

pub use changes::ChangesState;
pub use history::{HistoryState, differences_ui};
pub use list::PageState;
pub(super) use list::{Rows, Touched, paint_ground};
pub use map::{MapState, area_ui};
pub use records::{events_ui, totals_ui};
pub use sources::SourcesState;

use egui::Ui;

use super::{Intent, Scene};
use crate::{command::Page, jobs::Chart};
use findings::FindingsState;
use time::TimeState;
use timeline::TimelineState;

/// What the pages remember of a register between frames; another register begins anew.
#[derive(Default)]
pub struct Pages {
    time: TimeState,
    /// The timeline.
    pub timeline: TimelineState,
    /// The map.
    pub map: MapState,
    /// What changed between two days.
    pub changes: ChangesState,
    contradictions: PageState,
    findings: FindingsState,
    /// The sources.
    pub sources: SourcesState,
    /// The history.
    pub history: HistoryState,
    totals: PageState,
    events: PageState,
}

impl Pages {
    /// Draws the page shown. The table of cases is none of these.
    pub fn ui(&mut self, ui: &mut Ui, scene: &Scene, out: &mut Vec<Intent>) {
        match scene.page {
            Page::Cases => {}
            Page::Time => time::time_ui(ui, scene, &mut self.time, out),
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
    pub fn beside_map_ui(&mut self, ui: &mut Ui, scene: &Scene, out: &mut Vec<Intent>) {
        map::side_ui(ui, scene, &mut self.map, out);
    }

    /// What draws the chart of the page shown, where it [has one](Page::has_chart).
    pub fn chart(&self, scene: &Scene) -> Option<Chart> {
        match scene.page {
            Page::Time => Some(time::time_chart(scene)),
            Page::Timeline => Some(timeline::timeline_chart(scene, &self.timeline)),
            Page::Map => Some(map::map_chart(scene, &self.map)),
            _ => None,
        }
    }
}
