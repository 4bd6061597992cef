//! Data that the pages derive from all cases: computed at once for small registers, or else in the
//! background.

use std::sync::Arc;

use egui::Context;

use crate::{
    analysis::{
        changes::Changes,
        chronology::Chronology,
        citation_index::{CitationIndex, SupportedStatements},
        map::clusters::ClusterIndex,
    },
    ui::app::application::App,
};

/// The maximal number of cases from which data is derived within a frame.
const MAX_CASES_PER_FRAME: usize = 2_000;

impl App {
    /// Updates the clusters of the map. Another day moves nobody on the map: only the counts
    /// change.
    pub(super) fn update_map_clusters(&mut self, ctx: &Context) {
        let Some(session) = &self.open.session else { return };
        let (view, map) = (session.analysis(), &mut self.open.ui_state.pages.map);
        if map.shows_rows_of(view) {
            if map.update_counts(view) {
                ctx.request_repaint();
            }
        } else if self.tasks.world_map.is_running() || self.open.version_tasks.clusters.is_running()
        {
            // Without land there is nothing to draw; and what is gathered may be what is wanted.
        } else if view.query_result().rows.len() <= MAX_CASES_PER_FRAME {
            let standings = view.case_states();
            let clusters =
                ClusterIndex::new(view.row_coordinates(), |at| standings[at as usize].status);
            map.cache_clusters([view.rows_version(), view.version()], session.revision(), clusters);
            ctx.request_repaint();
        } else {
            let key = [view.rows_version(), view.version()];
            self.open.version_tasks.clusters.start(key, || self.runner.compute_clusters(view));
        }
    }

    /// Updates the changes between the days of the page.
    pub(super) fn update_changes(&mut self, ctx: &Context) {
        let Some(session) = &self.open.session else { return };
        let page = &mut self.open.ui_state.pages.changes;
        if self.open.version_tasks.changes.is_running() {
            return;
        }
        let Some(days @ (from, to)) = page.days_to_compute(session) else { return };
        if session.register().cases().len() <= MAX_CASES_PER_FRAME {
            let timelines = session.analysis().timelines();
            let changes = Changes::between_with_timelines(session.register(), timelines, from, to);
            page.cache_changes(session.revision(), Arc::new(changes));
            ctx.request_repaint();
        } else {
            let spawn = || self.runner.compute_changes(session, days);
            self.open.version_tasks.changes.start((session.revision(), days), spawn);
        }
    }

    /// Updates the chronology of the timeline.
    pub(super) fn update_chronology(&mut self, ctx: &Context) {
        let Some(session) = &self.open.session else { return };
        let table = &mut self.open.ui_state.pages.timeline.table;
        if table.is_current(session) || self.open.version_tasks.chronology.is_running() {
            return;
        }
        let (rows, revision) = (session.analysis().query_result().rows.clone(), session.revision());
        if rows.len() <= MAX_CASES_PER_FRAME {
            table.cache_chronology(revision, Chronology::new(session.register(), rows));
            ctx.request_repaint();
        } else {
            let key = [revision, session.analysis().rows_version()];
            self.open
                .version_tasks
                .chronology
                .start(key, || self.runner.compute_chronology(session.snapshot(), rows, revision));
        }
    }

    /// Caches clusters, unless other rows are shown by now.
    pub(super) fn cache_map_clusters(&mut self, versions: [u64; 2], clusters: ClusterIndex) {
        let Some(session) = &self.open.session else { return };
        if session.analysis().rows_version() == versions[0] {
            self.open.ui_state.pages.map.cache_clusters(versions, session.revision(), clusters);
        }
    }

    /// Updates the statements that the sources support.
    pub(super) fn update_citation_index(&mut self, ctx: &Context) {
        let Some(session) = &self.open.session else { return };
        let (view, register) = (session.analysis(), session.register());
        let sources = &self.open.ui_state.pages.sources;
        if sources.version() == Some(view.version())
            || self.open.version_tasks.citations.is_running()
        {
            return;
        }
        let known = sources.citation_counts(session.revision());
        if register.cases().len() <= MAX_CASES_PER_FRAME {
            let all = known.unwrap_or_else(|| Arc::new(CitationIndex::new(register)));
            let support =
                SupportedStatements::select(&all, &view.query_result().rows, view.as_of());
            self.cache_citation_index(view.version(), all, support);
            ctx.request_repaint();
        } else {
            self.open.version_tasks.citations.start(view.version(), || {
                self.runner.index_citations(session.snapshot(), known, view)
            });
        }
    }

    /// Caches the statements that the sources support, unless the analysis has changed.
    pub(super) fn cache_citation_index(
        &mut self,
        version: u64,
        all: Arc<CitationIndex>,
        support: SupportedStatements,
    ) {
        let Some(session) = &self.open.session else { return };
        if session.analysis().version() == version {
            self.open.ui_state.pages.sources.cache_citations(
                version,
                session.revision(),
                all,
                support,
            );
        }
    }
}
