//! Whether the open register may be changed here, and what others do to its file.

use egui::{Context, Event, Ui};

use super::App;
use crate::{
    jobs::{Seen, Work},
    store::{Access, Held, Here, Holder, Sight},
    ui::{
        Intent,
        access::{Elsewhere, since, who},
        notices::Level,
    },
};

impl App {
    /// Begins to watch a register just opened, and says whose it is.
    pub(super) fn begin_watching(&mut self, access: Access) {
        if let Some(session) = &self.session {
            let (path, stamp) = (session.path().clone(), session.stamp().clone());
            self.watcher = Some(self.jobs.watch(path, stamp, &access));
        }
        self.set_access(access);
    }

    /// Takes note of whose the register is.
    pub(super) fn set_access(&mut self, access: Access) {
        if let (Some(watcher), false) = (&self.watcher, matches!(access, Access::Unlocked)) {
            watcher.access(&access);
        }
        // A register shown as it stood earlier is never changed.
        let session = match &mut self.present {
            Some(present) => Some(present.session_mut()),
            None => self.session.as_mut(),
        };
        if let Some(session) = session {
            session.set_read_only(!access.is_for_work());
        }
        // Who asked for the lock of another machine knows it.
        if let Access::Ours { left: Some(left), .. } = &access
            && left.by.is_on_machine_of(&Here::now())
        {
            let values = self.holder_values(left);
            let values = [("who", &*values[0]), ("since", &*values[1])];
            self.surfaces.notices.push(
                Level::Info,
                self.lang.with("lock.taken_over", &values),
                Vec::new(),
            );
        }
        self.surfaces.elsewhere = match &access {
            Access::Theirs(holder) => {
                Some(Elsewhere { holder: holder.clone(), is_free: false, here: Here::now() })
            }
            Access::Ours { .. } | Access::Unlocked => None,
        };
        let before = std::mem::replace(&mut self.access, access);
        if before.lock().is_some() {
            self.jobs.unlock(before);
        }
    }

    /// Asks for the open register, to work on it.
    pub(super) fn ask_for_work(&mut self, anyway: bool) {
        if let Some(session) = &self.session
            && !self.jobs.is_running(Work::Asking)
        {
            self.jobs.ask_for_work(session.path().clone(), anyway);
        }
    }

    /// Takes in what came of that.
    pub(super) fn asked(&mut self, access: Access) {
        let was_read_only = self.session.as_ref().is_some_and(|open| open.is_read_only());
        match &access {
            Access::Theirs(holder) => {
                let words = match holder {
                    Some(holder) => {
                        let [who, since] = self.holder_values(holder);
                        self.lang.with("lock.still", &[("who", &who), ("since", &since)])
                    }
                    None => self.lang.t("lock.still_someone").into_owned(),
                };
                self.surfaces.notices.push(Level::Info, words, Vec::new());
            }
            _ if was_read_only => {
                self.surfaces.notices.push(Level::Info, self.lang.t("lock.yours"), Vec::new());
                self.left.seek();
            }
            _ => {}
        }
        self.set_access(access);
        if let Some(watcher) = &self.watcher {
            watcher.look();
        }
    }

    /// Takes in what was seen of the file and its lock. Who comes back to the window need not
    /// wait for the next look.
    pub(super) fn look_around(&mut self, ctx: &Context) {
        let Some(watcher) = &self.watcher else { return };
        let is_back = ctx.input(|input| input.events.contains(&Event::WindowFocused(true)));
        if is_back {
            watcher.look();
        }
        for seen in watcher.seen() {
            match seen {
                Seen::File(Sight::Other(stamp)) => self.meetings.saw(stamp),
                Seen::File(Sight::Gone(error)) => {
                    let words = self.lang.with("meeting.gone", &[("why", &error.words(self.lang))]);
                    self.meetings.said = Some(words.clone());
                    self.surfaces.notices.push(Level::Warning, words, Vec::new());
                }
                Seen::File(Sight::Back) => self.meetings.withdraw(&mut self.surfaces.notices),
                // Deleted by hand, or by the service that synchronizes the folder.
                Seen::Lost(Held::Ours | Held::Free) => self.ask_for_work(false),
                Seen::Lost(Held::By(holder)) => self.lock_lost(holder),
                Seen::Held(holder) => {
                    if let Some(elsewhere) = &mut self.surfaces.elsewhere {
                        elsewhere.is_free = holder.is_none();
                        elsewhere.holder = holder;
                    }
                }
            }
        }
    }

    /// Someone else has taken the lock over: from now on the register is only shown.
    fn lock_lost(&mut self, holder: Option<Holder>) {
        let words = match &holder {
            Some(holder) => {
                let [who, since] = self.holder_values(holder);
                self.lang.with("lock.lost", &[("who", &who), ("since", &since)])
            }
            None => self.lang.t("lock.lost_to_someone").into_owned(),
        };
        self.surfaces.notices.push(Level::Warning, words, Vec::new());
        self.set_access(Access::Theirs(holder));
    }

    /// Who, and since when.
    fn holder_values(&self, holder: &Holder) -> [String; 2] {
        [who(self.lang, holder, &Here::now()), since(self.lang, holder, self.today)]
    }

    /// The strip that says who has the register.
    pub(super) fn access_ui(&self, ui: &mut Ui, out: &mut Vec<Intent>) {
        if let Some(elsewhere) = &self.surfaces.elsewhere {
            elsewhere.ui(ui, self.lang, self.today, out);
        }
    }
}
