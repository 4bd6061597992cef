//! Progress and cancellation of background work.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Shared between a worker, which reports, and whoever waits for it, who may cancel.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicUsize,
    total: AtomicUsize,
    cancelled: AtomicBool,
}

/// The work was stopped because it was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

impl Progress {
    /// Reports that `done` of `total` is done, in any unit; a total of 0 means that it is not
    /// known.
    ///
    /// # Errors
    /// `Cancelled` if the work has been cancelled: the worker should stop and leave nothing behind.
    pub fn report(&self, done: usize, total: usize) -> Result<(), Cancelled> {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }

    /// Returns how much is done, and the total (0 where it is not known).
    pub fn done_and_total(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// Cancels the work: the next report of the worker fails.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Returns true if the work has been cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}
