//! The state of saving and checking a register.

use crate::ui::panels::notices::NoticesPanel;

/// The state of saving and checking the open register.
#[derive(Default)]
pub(super) struct SaveTracker {
    /// The time at which it was last saved, as text.
    pub saved_at: Option<String>,
    /// Why the last attempt to save failed; the next one waits for a change or a request.
    pub failure: Option<String>,
    /// The revision of the last attempt to save.
    pub tried_revision: u64,
    /// The revision that was checked last.
    pub checked_revision: u64,
}

impl SaveTracker {
    /// Removes the failure of the last attempt and its notice.
    pub fn clear_failure(&mut self, notices: &mut NoticesPanel) {
        if let Some(text) = self.failure.take() {
            notices.remove(&text);
        }
    }
}
