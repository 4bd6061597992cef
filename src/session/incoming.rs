//! Taking in what someone else wrote to the file of an open register.

use std::sync::Arc;

use jiff::Timestamp;

use super::Session;
use crate::{
    register::{ApplyError, Deed, Edit, Entry, Register, Step, Subject},
    store::{Made, Manuscript, Stamp},
};

/// What someone else wrote to the file, brought together with what is open.
pub struct Incoming {
    /// The edits that make the merged register of the one that is open.
    pub edits: Vec<Edit>,
    /// The edits that someone else made: from what the file held before to what it holds.
    pub theirs: Vec<Edit>,
    /// The edits that make the merged register of what the file holds; none where it is that.
    pub ours: Vec<Edit>,
    /// The records of the file.
    pub base: Arc<Register>,
    /// What the file holds.
    pub stamp: Stamp,
    /// What of the file's text the records do not tell.
    pub manuscript: Manuscript,
}

impl Session {
    /// Takes in what someone else wrote to the file, as a step of its own: steps before it can
    /// be taken back only after it. Also where the register is shown only, which then follows.
    ///
    /// # Errors
    /// When the register is no longer what the edits start from; nothing is changed then.
    pub fn take_in(&mut self, incoming: Incoming) -> Result<(), ApplyError> {
        let Incoming { edits, theirs, ours, base, stamp, mut manuscript } = incoming;
        let is_whole = ours.is_empty();
        if !edits.is_empty() {
            self.step(Step::new(Deed::TakeIn, Subject::Register, edits.clone()))?;
            self.revision += 1;
            self.follow(&edits);
            self.reselect();
        }
        // What was mended here and not written yet is mended still.
        manuscript.mend_as(&self.manuscript);
        (self.base, self.stamp, self.manuscript) = (base, stamp, Arc::new(manuscript));
        let is_told = !self.is_read_only && !theirs.is_empty();
        if edits.is_empty() && (!is_whole || is_told) {
            // Ours has more than the file, which is to be written.
            self.revision += 1;
        }
        if is_whole && !is_told {
            self.saved = self.revision;
        }
        if !self.is_read_only {
            self.record_incoming(theirs, ours);
        }
        Ok(())
    }

    /// Makes what is to be recorded follow from what the file holds now: first what someone else
    /// did, then what was done here and is not recorded yet, as one step.
    fn record_incoming(&mut self, theirs: Vec<Edit>, ours: Vec<Edit>) {
        let at = Timestamp::now();
        let mut outside = theirs;
        let mut own: Option<Step> = None;
        for (_, Made { entry, .. }) in self.unrecorded.drain(..) {
            match (entry, &mut own) {
                (Entry::Outside { mut edits }, _) => {
                    edits.append(&mut outside);
                    outside = edits;
                }
                (Entry::Did(step) | Entry::Undid(step) | Entry::Redid(step), None) => {
                    own = Some(step);
                }
                (entry, Some(own)) => {
                    // Several are told as one change of the register.
                    (own.deed, own.subject) = (Deed::Change, Subject::Register);
                    let why = entry.step().map_or("", |step| &step.why);
                    let gap = if own.why.is_empty() || why.is_empty() { "" } else { " · " };
                    own.why = [&*own.why, gap, why].concat();
                }
                (Entry::Began | Entry::Overwrote, None) => {}
            }
        }
        let record = |entry| (self.revision, Made { at, entry });
        if !outside.is_empty() {
            self.unrecorded.push(record(Entry::Outside { edits: outside }));
        }
        if !ours.is_empty() {
            let change = || Step::new(Deed::Change, Subject::Register, Vec::new());
            let step = Step { edits: ours, ..own.unwrap_or_else(change) };
            self.unrecorded.push(record(Entry::Did(step)));
        }
    }
}
