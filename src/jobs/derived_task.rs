//! Values that are derived from the register in the background, for one key at a time.

use crate::jobs::task::{TakeResult, Task, TaskFailure, TaskGroup};

/// The task that computes a value for a key, such as a revision of the register. A computation that
/// failed is not started again for its key: it would fail again, frame after frame.
pub struct DerivedTask<K, T> {
    tasks: TaskGroup<T>,
    /// The key of the task that is running, or of the one that failed last.
    key: Option<K>,
}

impl<K, T> Default for DerivedTask<K, T> {
    fn default() -> Self {
        Self { tasks: TaskGroup::default(), key: None }
    }
}

impl<K: PartialEq, T> DerivedTask<K, T> {
    /// Starts the computation for a key, unless one is running or the last one for this key
    /// failed.
    pub fn start(&mut self, key: K, spawn: impl FnOnce() -> Task<T>) {
        if !self.is_running() && self.key.as_ref() != Some(&key) {
            self.tasks.add(spawn());
            self.key = Some(key);
        }
    }

    /// Returns true until the result of the task was taken.
    pub fn is_running(&self) -> bool {
        self.tasks.is_running()
    }
}

impl<K, T> TakeResult for DerivedTask<K, T> {
    type Output = T;

    fn take_result(&mut self) -> Option<Result<T, TaskFailure>> {
        let result = self.tasks.take_result()?;
        if result.is_ok() {
            self.key = None;
        }
        Some(result)
    }
}
