//! The state of the page of changes between frames.

use std::sync::Arc;

use crate::{
    analysis::changes::Changes,
    model::Day,
    session::Session,
    ui::widgets::{date_picker::DatePickerState, virtual_list::VirtualListState},
};

/// The state of the page of changes between frames.
#[derive(Default)]
pub struct ChangesState {
    /// The two chosen days, in the order of their fields. Without them the page shows the latest
    /// day up to the current one on which anything changed, and the day before it.
    pub(super) chosen_days: Option<[Day; 2]>,
    pub(super) date_pickers: [DatePickerState; 2],
    /// The changes last computed, and their revision of the register.
    cached: Option<(u64, Arc<Changes>)>,
    pub(super) list_state: VirtualListState,
}

impl ChangesState {
    /// Returns the two days that are compared, the earlier first.
    pub fn days(&self, session: &Session) -> (Day, Day) {
        let [first, second] = self.days_in_field_order(session);
        (first.min(second), first.max(second))
    }

    /// Returns the two days where the changes between them are not cached.
    pub fn days_to_compute(&self, session: &Session) -> Option<(Day, Day)> {
        let days = self.days(session);
        let known = self.current_changes(session);
        let is_known = known.is_some_and(|known| (known.from(), known.to()) == days);
        (!is_known).then_some(days)
    }

    /// Caches the changes of a revision of the register.
    pub fn cache_changes(&mut self, revision: u64, changes: Arc<Changes>) {
        let days = |changes: &Changes| (changes.from(), changes.to());
        if self.cached.as_ref().is_none_or(|(_, cached)| days(cached) != days(&changes)) {
            self.list_state = VirtualListState::default();
        }
        self.cached = Some((revision, changes));
    }

    /// Returns the two days in the order of their fields.
    pub(super) fn days_in_field_order(&self, session: &Session) -> [Day; 2] {
        self.chosen_days.unwrap_or_else(|| {
            let analysis = session.analysis();
            analysis.check_results().latest_change(analysis.as_of()).into()
        })
    }

    /// Returns the changes cached for the current revision. While those of another pair of days
    /// are computed, they are the changes of the pair before.
    pub(super) fn current_changes(&self, session: &Session) -> Option<Arc<Changes>> {
        let cached = self.cached.as_ref().filter(|(revision, _)| *revision == session.revision());
        cached.map(|(_, changes)| Arc::clone(changes))
    }
}
