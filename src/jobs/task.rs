//! Background tasks: a thread, its progress and its result, held by whoever waits for it.

use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, TryRecvError, channel},
    },
    thread::Builder,
    time::{Duration, Instant},
};

use crate::{
    Progress,
    store::{app_dirs::AppDirs, history::known_history::KnownHistories},
};

/// The time that a task may take before its progress is shown.
pub const PROGRESS_DELAY: Duration = Duration::from_millis(333);

/// The reason why a task has no result; the log has the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskFailure {
    /// The task broke off by a fault of the program.
    Panicked,
    /// The system gave no thread for the task, so that it did not begin.
    NoThread,
}

/// The state of a task that the window shows.
pub struct TaskStatus {
    /// The locale key of what the status bar says of it; none for a task that nobody waits for.
    pub label_key: Option<&'static str>,
    /// The progress.
    pub progress: Progress,
    /// The moment at which it began.
    pub started_at: Instant,
    /// Its owner dropped it.
    is_dropped: AtomicBool,
}

/// A task in the background. Dropping it cancels it, and its result is discarded.
pub struct Task<T> {
    status: Arc<TaskStatus>,
    receiver: Receiver<Result<T, TaskFailure>>,
    /// The result, if it was waited for and not taken yet.
    received: Option<Result<T, TaskFailure>>,
}

impl<T> Task<T> {
    /// Waits for the result, but no longer than `patience`.
    pub fn wait(&mut self, patience: Duration) {
        if self.received.is_none() {
            self.received = self.receiver.recv_timeout(patience).ok();
        }
    }

    /// Returns the result once the task is done. It is returned once.
    fn take_result(&mut self) -> Option<Result<T, TaskFailure>> {
        self.received.take().or_else(|| match self.receiver.try_recv() {
            Ok(result) => Some(result),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Err(TaskFailure::NoThread)),
        })
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.status.is_dropped.store(true, Ordering::Relaxed);
        self.status.progress.cancel();
    }
}

/// The tasks of one sort that are under way.
pub struct TaskGroup<T>(Vec<Task<T>>);

impl<T> Default for TaskGroup<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> TaskGroup<T> {
    /// Adds a task.
    pub fn add(&mut self, task: Task<T>) {
        self.0.push(task);
    }

    /// Adds a task and drops those before it.
    pub fn replace(&mut self, task: Task<T>) {
        self.0 = vec![task];
    }

    /// Drops every task.
    pub fn cancel(&mut self) {
        self.0.clear();
    }

    /// Returns true until the result of every task was taken.
    pub fn is_running(&self) -> bool {
        !self.0.is_empty()
    }

    /// Waits for each task, but no longer than `patience`.
    pub fn wait(&mut self, patience: Duration) {
        self.0.iter_mut().for_each(|task| task.wait(patience));
    }
}

/// Something whose results are taken one by one.
pub trait TakeResult {
    /// The result of a task.
    type Output;

    /// Removes the first task that is done and returns its result.
    fn take_result(&mut self) -> Option<Result<Self::Output, TaskFailure>>;
}

impl<T> TakeResult for TaskGroup<T> {
    type Output = T;

    fn take_result(&mut self) -> Option<Result<T, TaskFailure>> {
        let mut tasks = self.0.iter_mut().enumerate();
        let (at, result) = tasks.find_map(|(at, task)| Some((at, task.take_result()?)))?;
        self.0.remove(at);
        Some(result)
    }
}

/// The runner of background tasks. It wakes the window whenever a task is done.
pub struct TaskRunner {
    /// The known ends of histories; none where the platform has no data folder.
    pub(super) known_histories: Option<KnownHistories>,
    pub(super) wake: Arc<dyn Fn() + Send + Sync>,
    started: RefCell<Vec<Weak<TaskStatus>>>,
    /// The name of the task of which the next one fails, and how.
    #[cfg(test)]
    pub fail_next: RefCell<Option<(&'static str, TaskFailure)>>,
}

impl TaskRunner {
    /// Returns a runner; `wake` is called from the thread of a task that is done.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            known_histories: None,
            wake: Arc::new(wake),
            started: RefCell::default(),
            #[cfg(test)]
            fail_next: RefCell::default(),
        }
    }

    /// Returns this runner with the known ends of histories in the data folder, if there is one.
    pub fn with_app_dirs(self, app_dirs: Option<&AppDirs>) -> Self {
        Self { known_histories: app_dirs.map(KnownHistories::new), ..self }
    }

    /// Returns the tasks whose result was neither taken nor discarded.
    pub fn running(&self) -> Vec<Arc<TaskStatus>> {
        let mut started = self.started.borrow_mut();
        started.retain(|status| status.strong_count() > 0);
        let running = started.iter().filter_map(Weak::upgrade);
        running.filter(|status| !status.is_dropped.load(Ordering::Relaxed)).collect()
    }

    /// Runs a task that nobody waits for; `name` is the name of its thread.
    pub(super) fn spawn<T: Send + 'static>(
        &self,
        name: &'static str,
        run: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> Task<T> {
        self.start(name, None, run)
    }

    /// Runs a task whose progress is shown with a label, by its locale key.
    pub(super) fn spawn_labelled<T: Send + 'static>(
        &self,
        name: &'static str,
        label_key: &'static str,
        run: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> Task<T> {
        self.start(name, Some(label_key), run)
    }

    fn start<T: Send + 'static>(
        &self,
        name: &'static str,
        label_key: Option<&'static str>,
        run: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> Task<T> {
        let status = Arc::new(TaskStatus {
            label_key,
            progress: Progress::default(),
            started_at: Instant::now(),
            is_dropped: AtomicBool::new(false),
        });
        self.started.borrow_mut().push(Arc::downgrade(&status));
        let ((sender, receiver), wake) = (channel(), Arc::clone(&self.wake));
        let shared = Arc::clone(&status);
        #[cfg(test)]
        let failure = self.fail_next.borrow_mut().take_if(|next| next.0 == name).map(|next| next.1);
        let thread = Builder::new().name(name.to_owned());
        #[cfg(test)]
        let thread = match failure {
            // No address space is large enough for this stack.
            Some(TaskFailure::NoThread) => thread.stack_size(usize::MAX / 4),
            _ => thread,
        };
        let started = thread.spawn(move || {
            // Whoever waits for the result would wait for ever.
            let result = catch_unwind(AssertUnwindSafe(|| {
                #[cfg(test)]
                assert!(failure.is_none(), "a test wants it");
                run(&shared.progress)
            }));
            // Where the task was dropped nobody waits for the result.
            let _ = sender.send(result.map_err(|_| TaskFailure::Panicked));
            wake();
        });
        if let Err(error) = started {
            tracing::error!("no thread for the task {name}: {error}");
            (self.wake)();
        }
        Task { status, receiver, received: None }
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc::channel, time::Duration};

    use super::{TakeResult as _, TaskFailure, TaskGroup, TaskRunner};

    /// The time to wait for a thread before a test fails.
    const PATIENCE: Duration = Duration::from_secs(20);

    #[test]
    fn a_dropped_task_is_cancelled_and_no_longer_running() {
        let (runner, (began, begin), (end, ended)) = (TaskRunner::new(|| ()), channel(), channel());
        let task = runner.spawn("wait", move |progress| {
            began.send(()).unwrap();
            while !progress.is_cancelled() {
                std::thread::yield_now();
            }
            end.send(()).unwrap();
        });
        begin.recv_timeout(PATIENCE).unwrap();
        assert_eq!(runner.running().len(), 1);
        drop(task);
        assert!(runner.running().is_empty());
        ended.recv_timeout(PATIENCE).unwrap();
    }

    #[test]
    fn a_task_runs_until_its_result_is_taken() {
        let runner = TaskRunner::new(|| ());
        let mut tasks = TaskGroup::default();
        tasks.add(runner.spawn("add", |_| 1 + 1));
        tasks.wait(PATIENCE);
        assert!(tasks.is_running() && runner.running().len() == 1);
        assert_eq!(tasks.take_result(), Some(Ok(2)));
        assert!(!tasks.is_running() && runner.running().is_empty());
        assert_eq!(tasks.take_result(), None);
    }

    #[test]
    fn a_panic_is_returned_as_a_result() {
        let runner = TaskRunner::new(|| ());
        let mut tasks = TaskGroup::<()>::default();
        *runner.fail_next.borrow_mut() = Some(("fail", TaskFailure::Panicked));
        tasks.add(runner.spawn("fail", |_| ()));
        tasks.wait(PATIENCE);
        assert_eq!(tasks.take_result(), Some(Err(TaskFailure::Panicked)));
    }
    #[test]
    fn a_task_without_a_thread_wakes_the_window_and_returns_the_failure() {
        let (woken, wake) = channel();
        let runner = TaskRunner::new(move || woken.send(()).unwrap());
        let mut tasks = TaskGroup::<()>::default();
        *runner.fail_next.borrow_mut() = Some(("fail", TaskFailure::NoThread));
        tasks.add(runner.spawn("fail", |_| ()));
        wake.recv_timeout(PATIENCE).unwrap();
        assert_eq!(tasks.take_result(), Some(Err(TaskFailure::NoThread)));
    }
}
