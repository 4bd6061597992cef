//! The access to the open register: its lock, and the events of its watcher.

use egui::{Context, Event, Ui};

use crate::{
    jobs::watch::WatchEvent,
    store::{
        file_watcher::FileEvent,
        fs::process_identity::ProcessIdentity,
        lock::{LockHolder, LockState, RegisterAccess},
    },
    ui::{
        app::application::App,
        intent::Intent,
        panels::{
            notices::NoticeLevel,
            read_only_banner::{ReadOnlyBanner, holder_label, since_label},
        },
    },
};

impl App {
    /// Starts to watch a register that was just opened, and sets the access to it.
    pub(super) fn start_watching(&mut self, access: RegisterAccess) {
        if let Some(session) = &self.open.session {
            let (path, state) = (session.path().clone(), session.version().file.clone());
            self.open.watcher = Some(self.runner.watch(path, state, &access));
        }
        self.set_access(access);
    }

    /// Sets the access to the register and releases the previous lock.
    pub(super) fn set_access(&mut self, access: RegisterAccess) {
        if let (Some(watcher), false) =
            (&self.open.watcher, matches!(access, RegisterAccess::LockUnavailable))
        {
            watcher.set_access(&access);
        }
        // A register shown as it stood earlier is never changed.
        let session = match &mut self.open.return_point {
            Some(present) => Some(present.session_mut()),
            None => self.open.session.as_mut(),
        };
        if let Some(session) = session {
            session.set_read_only(!access.is_writable());
        }
        // Who asked for the lock of another machine knows it.
        if let RegisterAccess::Acquired { previous_holder: Some(left), .. } = &access
            && left.process.is_same_machine(&ProcessIdentity::current())
        {
            let values = self.holder_texts(left);
            let values = [("who", &*values[0]), ("since", &*values[1])];
            self.notices.push(
                NoticeLevel::Info,
                self.locale.t_with("lock.replaced_stale_lock", &values),
                Vec::new(),
            );
        }
        self.open.ui_state.read_only_banner = match &access {
            RegisterAccess::HeldByOther(holder) => Some(ReadOnlyBanner {
                holder: holder.clone(),
                is_free: false,
                own_process: ProcessIdentity::current(),
            }),
            RegisterAccess::Acquired { .. } | RegisterAccess::LockUnavailable => None,
        };
        let before = std::mem::replace(&mut self.open.access, access);
        self.release_lock(before);
    }

    /// Releases a lock in the background, if the access holds one.
    pub(super) fn release_lock(&mut self, access: RegisterAccess) {
        if access.lock().is_some() {
            self.tasks.lock_release.add(self.runner.release_lock(access));
        }
    }

    /// Asks for the lock of the open register.
    pub(super) fn request_write_access(&mut self, anyway: bool) {
        if let Some(session) = &self.open.session
            && !self.open.tasks.lock_request.is_running()
        {
            self.open
                .tasks
                .lock_request
                .add(self.runner.request_lock(session.path().clone(), anyway));
        }
    }

    /// Applies the answer to a request for the lock.
    pub(super) fn apply_write_access(&mut self, access: RegisterAccess) {
        let was_read_only = self.open.session.as_ref().is_some_and(|open| open.is_read_only());
        match &access {
            RegisterAccess::HeldByOther(holder) => {
                let text = match holder {
                    Some(holder) => {
                        let [who, since] = self.holder_texts(holder);
                        self.locale
                            .t_with("lock.still_held_by", &[("who", &who), ("since", &since)])
                    }
                    None => self.locale.t("lock.still_held_by_unknown").into_owned(),
                };
                self.notices.push(NoticeLevel::Info, text, Vec::new());
            }
            _ if was_read_only => {
                self.notices.push(NoticeLevel::Info, self.locale.t("lock.acquired"), Vec::new());
                self.open.draft_recovery.request_search();
            }
            _ => {}
        }
        self.set_access(access);
        if let Some(watcher) = &self.open.watcher {
            watcher.poll_now();
        }
    }

    /// Handles the events of the watcher. It looks at once when the window gets the focus.
    pub(super) fn poll_watcher(&mut self, ctx: &Context) {
        let Some(watcher) = &self.open.watcher else { return };
        let is_back = ctx.input(|input| input.events.contains(&Event::WindowFocused(true)));
        if is_back {
            watcher.poll_now();
        }
        for seen in watcher.take_events() {
            match seen {
                WatchEvent::FileChanged(FileEvent::Changed(fingerprint)) => {
                    self.open.external_changes.set_seen(fingerprint);
                }
                WatchEvent::FileChanged(FileEvent::Unreachable(error)) => {
                    let text = self.locale.t_with(
                        "external_changes.file_missing",
                        &[("reason", &error.describe(self.locale))],
                    );
                    self.open.external_changes.shown_warning = Some(text.clone());
                    self.notices.push(NoticeLevel::Warning, text, Vec::new());
                }
                WatchEvent::FileChanged(FileEvent::Restored) => {
                    self.open.external_changes.withdraw_warning(&mut self.notices);
                }
                // Deleted by hand, or by the service that synchronizes the folder.
                WatchEvent::LockLost(LockState::HeldByUs | LockState::Released) => {
                    self.request_write_access(false);
                }
                WatchEvent::LockLost(LockState::HeldByOther(holder)) => {
                    self.handle_lost_lock(holder);
                }
                WatchEvent::LockHolderChanged(holder) => {
                    if let Some(elsewhere) = &mut self.open.ui_state.read_only_banner {
                        elsewhere.is_free = holder.is_none();
                        elsewhere.holder = holder;
                    }
                }
            }
        }
    }

    /// Makes the register read-only, since someone else has taken the lock over.
    fn handle_lost_lock(&mut self, holder: Option<LockHolder>) {
        let text = match &holder {
            Some(holder) => {
                let [who, since] = self.holder_texts(holder);
                self.locale.t_with("lock.lost_to_holder", &[("who", &who), ("since", &since)])
            }
            None => self.locale.t("lock.lost_to_unknown").into_owned(),
        };
        self.notices.push(NoticeLevel::Warning, text, Vec::new());
        self.set_access(RegisterAccess::HeldByOther(holder));
    }

    /// Returns the label of a lock holder, and since when they hold the lock.
    fn holder_texts(&self, holder: &LockHolder) -> [String; 2] {
        [
            holder_label(self.locale, holder, &ProcessIdentity::current()),
            since_label(self.locale, holder, self.today),
        ]
    }

    /// Draws the banner that names the holder of the lock.
    pub(super) fn read_only_banner_ui(&self, ui: &mut Ui, out: &mut Vec<Intent>) {
        if let Some(elsewhere) = &self.open.ui_state.read_only_banner {
            elsewhere.ui(ui, self.locale, self.today, out);
        }
    }
}
