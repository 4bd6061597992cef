//! What pages show that takes a walk over the cases: done at once where that is quick, else beside
//! the window.

use std::sync::Arc;

use egui::Context;

use super::App;
use crate::{
    jobs::Work,
    view::{Changes, Chronology, Citations, Gathering, Support},
};

/// Up to how many cases are gone through within a frame.
const FEW: usize = 2_000;

impl App {
    /// Gathers what the map shows: at once where that is quick, else beside the window. Another day
    /// moves nobody on the map: there is only to count.
    pub(super) fn gather(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let (view, map) = (session.view(), &mut self.surfaces.pages.map);
        if map.shows_rows_of(view) {
            if map.count(view) {
                ctx.request_repaint();
            }
        } else if [Work::ReadingLand, Work::Gathering].iter().any(|it| self.jobs.is_running(*it)) {
            // Without land there is nothing to draw; and what is gathered may be what is wanted.
        } else if view.answer().rows.len() <= FEW {
            let standings = view.standings();
            let gathering = Gathering::new(view.placed(), |at| standings[at as usize].status);
            map.take_in([view.rows_version(), view.version()], session.revision(), gathering);
            ctx.request_repaint();
        } else {
            self.jobs.gather(view);
        }
    }

    /// Works out what changed between the days of the page: at once where that is quick, else
    /// beside the window.
    pub(super) fn compare(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let page = &mut self.surfaces.pages.changes;
        if self.jobs.is_running(Work::Comparing) {
            return;
        }
        let Some(days @ (from, to)) = page.wanted(session) else { return };
        if session.register().cases().len() <= FEW {
            let timelines = session.view().timelines();
            let changes = Changes::along(session.register(), timelines, from, to);
            page.take_in(session.revision(), Arc::new(changes));
            ctx.request_repaint();
        } else {
            self.jobs.compare(session, days);
        }
    }

    /// Puts in order of time what the timeline shows: at once where that is quick, else beside the
    /// window.
    pub(super) fn order(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let table = &mut self.surfaces.pages.timeline.table;
        if table.is_current(session) || self.jobs.is_running(Work::Ordering) {
            return;
        }
        let (rows, revision) = (session.view().answer().rows.clone(), session.revision());
        if rows.len() <= FEW {
            table.take_in(revision, Chronology::of(session.register(), rows));
            ctx.request_repaint();
        } else {
            self.jobs.order(session.snapshot(), rows, revision);
        }
    }

    /// Takes in what was gathered; rows that are no longer shown are gathered again.
    pub(super) fn take_in_gathering(&mut self, versions: [u64; 2], gathering: Gathering) {
        let Some(session) = &self.session else { return };
        if session.view().rows_version() == versions[0] {
            self.surfaces.pages.map.take_in(versions, session.revision(), gathering);
        }
    }

    /// Works out what the sources support: at once where that is quick, else beside the window.
    pub(super) fn support(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let (view, register) = (session.view(), session.register());
        let sources = &self.surfaces.pages.sources;
        if sources.turn() == Some(view.version()) || self.jobs.is_running(Work::Supporting) {
            return;
        }
        let known = sources.citations(session.revision());
        if register.cases().len() <= FEW {
            let all = known.unwrap_or_else(|| Arc::new(Citations::new(register)));
            let support = Support::of(&all, &view.answer().rows, view.as_of());
            self.take_in_support(view.version(), all, support);
            ctx.request_repaint();
        } else {
            self.jobs.support(session.snapshot(), known, view);
        }
    }

    /// Takes in what sources support; what is no longer the answer is worked out again.
    pub(super) fn take_in_support(&mut self, turn: u64, all: Arc<Citations>, support: Support) {
        let Some(session) = &self.session else { return };
        if session.view().version() == turn {
            self.surfaces.pages.sources.take_in(turn, session.revision(), all, support);
        }
    }
}
