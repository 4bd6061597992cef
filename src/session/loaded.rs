//! A register as a worker hands it over.

use std::{path::PathBuf, sync::Arc, thread};

use crate::{
    merge::edits,
    model::Day,
    register::{Edit, Register},
    store::{self, Opened, Stamp},
    view::{Digest, View},
};

/// A register with everything that takes long to work out, made off the window's thread.
pub struct Loaded {
    /// Where it was read from.
    pub path: PathBuf,
    /// What was read.
    pub opened: Opened,
    /// What it shows at first.
    pub view: View,
    /// What another program changed in it since this one last read or wrote it.
    pub outside: Option<Vec<Edit>>,
}

impl Loaded {
    /// Works out what a register just read shows, as of a day.
    pub fn new(path: PathBuf, opened: Opened, as_of: Day) -> Self {
        let register = &opened.register;
        let view = thread::scope(|scope| {
            let digest = scope.spawn(|| Digest::new(register));
            let mut view = View::new(register, as_of, Arc::default());
            // Should a check fail, a register without findings is better than none.
            view.set_digest(Arc::new(digest.join().unwrap_or_default()));
            view
        });
        Self { path, opened, view, outside: None }
    }

    /// Finds out what another program changed in it since this one last read or wrote it.
    pub fn since(mut self, (known, stamp): (Arc<Register>, Stamp)) -> Self {
        let is_changed = stamp != self.opened.stamp && store::has_history(&self.path);
        self.outside = is_changed.then(|| edits(&known, &self.opened.register));
        self
    }
}
