//! What someone else writes to the file of the open register is met: merged where both changed
//! different things, asked about where both changed the same. The open form goes on against the
//! records as merged.

use std::sync::Arc;

use egui::Context;

use super::App;
use crate::{
    draft::{Draft, Since, differences, subject_of},
    jobs::{Agreed, Meeting, News, Open, Work},
    merge::Side,
    register::Register,
    store::{LoadError, Stamp},
    ui::{
        Intent,
        dialogs::Dialog,
        meeting::{Choosing, told_ui},
        notices::{Level, Notices},
    },
};

/// What is known of what someone else wrote.
#[derive(Default)]
pub(super) struct Meetings {
    /// What the file held when it was last looked at.
    seen: Option<Stamp>,
    /// The file is to be read, and met.
    wanted: bool,
    /// What the file held when that was last done: no news, whatever came of it.
    met: Option<Stamp>,
    /// What came of a meeting with a revision, while another question is open.
    came: Option<(u64, Meeting)>,
    /// Conflicts were asked about and put off: nothing is saved until they are chosen.
    put_off: bool,
    /// What was taken in since it was last looked at, and the message that says so.
    taken: (News, String),
    /// What was said of a file that is gone or cannot be read.
    pub said: Option<String>,
}

impl Meetings {
    /// Takes note of what the file holds.
    pub fn saw(&mut self, stamp: Stamp) {
        self.seen = Some(stamp);
    }

    /// Takes note that the file is no longer what was read.
    pub fn want(&mut self) {
        self.wanted = true;
    }

    /// Whether saving is to wait.
    pub fn holds_saving(&self) -> bool {
        self.wanted || self.came.is_some() || self.put_off
    }

    /// Asks about conflicts again that were put off.
    pub fn take_up(&mut self) {
        self.wanted |= std::mem::take(&mut self.put_off);
    }

    /// The file can be read again.
    pub fn withdraw(&mut self, notices: &mut Notices) {
        if let Some(said) = self.said.take() {
            notices.withdraw(&said);
        }
    }
}

impl App {
    /// Begins what is called for: reading the file, or asking about conflicts. An open question
    /// comes first, since it may be about records as they are.
    pub(super) fn keep_meeting(&mut self) {
        let Some(session) = self.session.as_ref().filter(|_| self.present.is_none()) else {
            return;
        };
        let busy = [Work::Saving, Work::Meeting, Work::Opening];
        let surfaces = &self.surfaces;
        let asks = surfaces.dialog.is_some()
            || surfaces.merge.is_some()
            || surfaces.choosing.is_some()
            || surfaces.told.is_some();
        if asks || busy.into_iter().any(|work| self.jobs.is_running(work)) {
            return;
        }
        // What was seen may be what was saved here.
        let meetings = &mut self.meetings;
        let seen = meetings.seen.take().filter(|seen| seen != session.stamp());
        meetings.wanted |= seen.is_some() && seen != meetings.met;
        if let Some((revision, meeting)) = self.meetings.came.take() {
            if revision == session.revision() {
                return self.conclude(meeting);
            }
            // It was held against what is no longer there.
            self.meetings.wanted = true;
        }
        if std::mem::take(&mut self.meetings.wanted)
            && let Some(session) = &self.session
        {
            self.jobs.meet(Open {
                manuscript: Arc::clone(session.manuscript()),
                path: session.path().clone(),
                base: session.base(),
                stamp: session.stamp().clone(),
                ours: session.snapshot(),
                revision: session.revision(),
                lang: self.lang,
            });
        }
    }

    /// Takes in what a worker read and merged.
    pub(super) fn met(
        &mut self,
        revision: u64,
        stamp: Option<Stamp>,
        met: Result<Meeting, LoadError>,
    ) {
        self.meetings.met = stamp;
        match met {
            Ok(meeting) => {
                self.meetings.withdraw(&mut self.surfaces.notices);
                self.meetings.came = Some((revision, meeting));
            }
            Err(LoadError::Cancelled) => {}
            Err(error) => self.say_unread(&error),
        }
    }

    /// A file that cannot be read is often only half there yet: it is looked at again once it
    /// changes. Where something is to be saved, the reader is asked.
    fn say_unread(&mut self, error: &LoadError) {
        let words = self.lang.with("meeting.unread", &[("why", &error.words(self.lang))]);
        if self.session.as_ref().is_some_and(|session| !session.is_saved()) {
            if let Some(session) = &self.session {
                self.saving.tried = session.revision();
            }
            self.saving.failed = Some(words.clone());
            (self.closing, self.next) = (false, None);
            let gone = matches!(error, LoadError::NotFound(_));
            self.surfaces.dialog = Some(Dialog::Conflict { words, gone });
        } else if self.meetings.said.as_ref() != Some(&words) {
            self.meetings.withdraw(&mut self.surfaces.notices);
            self.meetings.said = Some(words.clone());
            self.surfaces.notices.push(Level::Warning, words, Vec::new());
        }
    }

    fn conclude(&mut self, meeting: Meeting) {
        match meeting {
            Meeting::Agreed(agreed) => self.agree(*agreed),
            Meeting::Conflicts(met) => {
                // Whatever waited for saving is to be asked for again.
                (self.closing, self.next) = (false, None);
                let own = self.settings.who.as_deref().unwrap_or_default();
                self.surfaces.choosing = Some(Choosing::new(met, own));
            }
        }
    }

    /// Takes the merged register in.
    fn agree(&mut self, Agreed { incoming, told }: Agreed) {
        let Some(session) = &mut self.session else { return };
        let stamp = incoming.stamp.clone();
        if session.take_in(incoming).is_err() {
            // Not reached: the revision is the one that was met.
            return self.surfaces.notices.push(
                Level::Error,
                self.lang.t("notice.stale"),
                Vec::new(),
            );
        }
        if let Some(watcher) = &self.watcher {
            watcher.know(stamp);
        }
        self.saving.forget_failure(&mut self.surfaces.notices);
        self.meetings.put_off = false;
        let who = match told.by.as_slice() {
            [who] => who.clone(),
            _ => self.lang.t("meeting.someone").into_owned(),
        };
        self.say_taken(told);
        self.renew_form(&who);
    }

    /// Says what came in, in one message with what came in before and was not looked at yet.
    fn say_taken(&mut self, mut told: News) {
        if told.is_empty() {
            return;
        }
        let (before, words) = std::mem::take(&mut self.meetings.taken);
        if self.surfaces.notices.has(&words) {
            self.surfaces.notices.withdraw(&words);
            told.follow(before);
        }
        let lang = self.lang;
        let parts = [("subject.cases", told.cases), ("meeting.others", told.others)];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0);
        let what = lang.join(parts.map(|(key, count)| lang.count(key, count)));
        let who = lang.join(&told.by);
        let words = lang.with("meeting.taken", &[("who", &who), ("what", &what)]);
        let actions = vec![(lang.t("meeting.show_taken").into_owned(), Intent::ShowTaken)];
        self.surfaces.notices.push_to_stay(Level::Info, words.clone(), actions);
        self.meetings.taken = (told, words);
    }

    /// Shows what came in since it was last looked at.
    pub(super) fn show_taken(&mut self) {
        let (told, _) = std::mem::take(&mut self.meetings.taken);
        self.surfaces.told = (!told.is_empty()).then_some(told);
    }

    /// Takes the sides chosen, or puts the conflicts off.
    pub(super) fn choose(&mut self, choices: Option<Vec<Side>>) {
        let Some(choosing) = self.surfaces.choosing.take() else { return };
        match choices {
            Some(choices) => self.jobs.settle(choosing.met, choices),
            None => {
                let count = choosing.met.merged.conflicts.len();
                self.saving.failed = Some(self.lang.count("meeting.put_off", count));
                (self.closing, self.next) = (false, None);
                self.meetings.put_off = true;
            }
        }
    }

    /// Goes on with the open form against the record as it is now. What was typed stays; what it
    /// has in common with what came in is said, and from whom that is.
    fn renew_form(&mut self, who: &str) {
        let (Some(session), Some(form)) = (&self.session, &mut self.surfaces.form) else { return };
        let (lang, register) = (self.lang, session.register());
        let (before, is_changed) = (form.draft().clone(), form.is_changed());
        let subject = subject_of(lang, register, &before);
        let values = [("subject", subject.as_str()), ("who", who)];
        match (form.renew(register), is_changed) {
            (Since::Same, _) => {}
            (Since::Changed, true) => {
                let words = match both(register, &before, form.draft(), lang) {
                    fields if fields.is_empty() => lang.with("meeting.form_changed", &values),
                    fields => {
                        let [subject, who] = values;
                        let fields = ("fields", &*lang.join(&fields));
                        lang.with("meeting.form_both", &[subject, who, fields])
                    }
                };
                self.surfaces.notices.push(Level::Warning, words, Vec::new());
            }
            (Since::Changed, false) => {}
            (Since::Gone, true) => {
                let words = lang.with("meeting.form_gone", &values);
                self.surfaces.notices.push(Level::Warning, words, Vec::new());
            }
            (Since::Gone, false) => {
                self.surfaces.form = None;
                let words = lang.with("meeting.form_closed", &values);
                self.surfaces.notices.push(Level::Warning, words, Vec::new());
            }
        }
    }

    /// The questions that this part asks.
    pub(super) fn meeting_ui(&mut self, ctx: &Context, out: &mut Vec<Intent>) {
        if let Some(mut choosing) = self.surfaces.choosing.take() {
            // It stays open until its answer is taken, after the frame.
            choosing.ui(ctx, self.lang, out);
            self.surfaces.choosing = Some(choosing);
        }
        let can_be_undone = self.session.as_ref().is_some_and(|open| !open.is_read_only());
        let told = self.surfaces.told.take();
        self.surfaces.told = told.filter(|told| told_ui(ctx, self.lang, told, can_be_undone));
    }
}

/// The fields that were typed into and that someone else changed, each with what they wrote.
fn both(register: &Register, before: &Draft, now: &Draft, lang: crate::Lang) -> Vec<String> {
    let typed = differences(lang, register, before);
    let theirs = differences(lang, register, now)
        .into_iter()
        .filter(|now| typed.iter().any(|typed| typed.label == now.label && typed.was != now.was));
    let words = theirs.map(|theirs| {
        let was = theirs.was.unwrap_or_default();
        let value = if was.trim().is_empty() { lang.t("conflict.empty").into_owned() } else { was };
        lang.with("meeting.form_field", &[("field", &theirs.label), ("value", &value)])
    });
    words.collect()
}
