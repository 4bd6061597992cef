//! A register that was loaded in the background, ready to be shown.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::Arc,
    thread,
};

use jiff::Timestamp;

use crate::{
    analysis::{Analysis, CheckResults},
    merge::list_edits::edits_between,
    model::Day,
    register::{HistoryEvent, Register},
    store::{RegisterFile, fs::fingerprint::Fingerprint, history::commit_info::PendingEntry},
    worker_thread::ScopedWork,
};

/// A register with everything that takes long to compute, made in the background.
pub struct LoadedRegister {
    /// The file it was loaded from.
    pub path: PathBuf,
    /// The content of the file.
    pub opened: RegisterFile,
    /// The analysis that is shown first.
    pub analysis: Analysis,
    /// The changes by another program since this one last read or wrote the file, which are not in
    /// its history yet.
    pub external_change: Option<PendingEntry>,
}

impl LoadedRegister {
    /// Returns a register that was just read, with its analysis as of today.
    pub fn new(path: PathBuf, opened: RegisterFile, today: Day) -> Self {
        Self::as_of(path, opened, today, today)
    }

    /// Returns a register that was just read, with its analysis as of a day.
    pub fn as_of(path: PathBuf, mut opened: RegisterFile, as_of: Day, today: Day) -> Self {
        let register = &opened.register;
        let analysis = thread::scope(|scope| {
            // Should a check panic, a register without findings is better than none.
            let check =
                move || catch_unwind(AssertUnwindSafe(|| CheckResults::new(register, today)));
            let checks = ScopedWork::start(scope, check);
            let mut view = Analysis::new(register, as_of, Arc::default());
            view.set_check_results(Arc::new(checks.join().unwrap_or_default()));
            view
        });
        let external_change = opened.unrecorded_change.take();
        Self { path, opened, analysis, external_change }
    }

    /// Returns the register with the changes by another program since the records and the
    /// fingerprint that this program last read or wrote. They are recorded with the time.
    pub fn with_changes_since(
        mut self,
        (known, fingerprint): (Arc<Register>, Fingerprint),
        time: Timestamp,
    ) -> Self {
        if fingerprint != self.opened.version.fingerprint() && self.external_change.is_none() {
            let edits = edits_between(&known, &self.opened.register);
            let event = HistoryEvent::ExternalChange { edits };
            self.external_change = Some(PendingEntry { time, event });
        }
        self
    }
}
