//! Work that is shared among threads, and goes on where the system gives no thread.

use std::{
    panic::resume_unwind,
    thread::{Builder, Scope, ScopedJoinHandle},
};

/// Work on a thread of a scope, or its result where there was no thread.
pub(crate) enum ScopedWork<'scope, T> {
    Running(ScopedJoinHandle<'scope, T>),
    Done(T),
}

impl<'scope, T: Send + 'scope> ScopedWork<'scope, T> {
    /// Runs a function on a thread of its own, or at once on this one where the system gives none.
    pub fn start<'env>(
        scope: &'scope Scope<'scope, 'env>,
        run: impl FnOnce() -> T + Copy + Send + 'scope,
    ) -> Self {
        match Builder::new().spawn_scoped(scope, run) {
            Ok(thread) => Self::Running(thread),
            Err(error) => {
                tracing::warn!("no thread to share the work: {error}");
                Self::Done(run())
            }
        }
    }

    /// Waits for the result. A panic of the thread goes on in this one.
    pub fn join(self) -> T {
        match self {
            Self::Running(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Self::Done(result) => result,
        }
    }
}
