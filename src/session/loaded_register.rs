//! A register as a worker hands it over.

use std::{path::PathBuf, sync::Arc, thread};

use crate::{
    analysis::{Analysis, CheckResults},
    merge::list_edits::edits_between,
    model::Day,
    register::{Edit, Register},
    store::{RegisterFile, fs::fingerprint::Fingerprint, history},
};

/// A register with everything that takes long to work out, made off the window's thread.
pub struct LoadedRegister {
    /// Where it was read from.
    pub path: PathBuf,
    /// What was read.
    pub opened: RegisterFile,
    /// What it shows at first.
    pub analysis: Analysis,
    /// What another program changed in it since this one last read or wrote it.
    pub external_edits: Option<Vec<Edit>>,
}

impl LoadedRegister {
    /// Works out what a register just read shows, as of a day.
    pub fn new(path: PathBuf, opened: RegisterFile, as_of: Day) -> Self {
        let register = &opened.register;
        let analysis = thread::scope(|scope| {
            let digest = scope.spawn(|| CheckResults::new(register));
            let mut view = Analysis::new(register, as_of, Arc::default());
            // Should a check fail, a register without findings is better than none.
            view.set_check_results(Arc::new(digest.join().unwrap_or_default()));
            view
        });
        Self { path, opened, analysis, external_edits: None }
    }

    /// Finds out what another program changed in it since this one last read or wrote it.
    pub fn with_changes_since(
        mut self,
        (known, fingerprint): (Arc<Register>, Fingerprint),
    ) -> Self {
        let is_changed =
            fingerprint != self.opened.version.fingerprint() && history::has_history(&self.path);
        self.external_edits = is_changed.then(|| edits_between(&known, &self.opened.register));
        self
    }
}
