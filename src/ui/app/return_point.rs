//! The present register, while an earlier version of it is shown.

use jiff::{Timestamp, tz::TimeZone};

use crate::{
    Locale, describe::steps::day_and_time_labels, session::Session,
    ui::app::save_tracker::SaveTracker,
};

/// The present register, while an earlier version is shown.
pub(super) struct ReturnPoint {
    pub session: Session,
    pub save_tracker: SaveTracker,
    /// The number of the change after which the register is shown, and when it was recorded.
    pub shown_entry: (u64, Timestamp),
}

impl ReturnPoint {
    /// Describes the version that is shown.
    pub fn describe_shown_entry(&self, locale: Locale) -> String {
        let (n, at) = self.shown_entry;
        let ([day, time], n) =
            (day_and_time_labels(locale, at, &TimeZone::system()), n.to_string());
        let values = [("day", &*day), ("time", &*time), ("n", &*n)];
        locale.t_with("history.as_recorded.banner", &values)
    }

    /// Returns the present register.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Returns the present register, whichever version is shown.
    pub fn current_session<'a>(
        present: &'a Option<Self>,
        shown: &'a Option<Session>,
    ) -> Option<&'a Session> {
        present.as_ref().map(Self::session).or(shown.as_ref())
    }

    /// Returns the present register, to be changed.
    pub fn session_mut(&mut self) -> &mut Session {
        &mut self.session
    }
}
