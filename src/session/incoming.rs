//! Taking in what someone else wrote to the file of an open register.

use std::sync::Arc;

use super::Session;
use crate::{
    register::{ApplyError, Deed, Edit, Register, Step, Subject},
    store::{Manuscript, Stamp},
};

/// What someone else wrote to the file, brought together with what is open.
pub struct Incoming {
    /// The edits that make the merged register of the one that is open.
    pub edits: Vec<Edit>,
    /// The records of the file.
    pub base: Arc<Register>,
    /// What the file holds.
    pub stamp: Stamp,
    /// What of the file's text the records do not tell.
    pub manuscript: Manuscript,
    /// Whether the merged register is what the file holds, so that nothing is to be written.
    pub is_whole: bool,
}

impl Session {
    /// Takes in what someone else wrote to the file, as a step of its own: steps before it can
    /// be taken back only after it. Also where the register is shown only, which then follows.
    ///
    /// # Errors
    /// When the register is no longer what the edits start from; nothing is changed then.
    pub fn take_in(&mut self, incoming: Incoming) -> Result<(), ApplyError> {
        let Incoming { edits, base, stamp, mut manuscript, is_whole } = incoming;
        let step = Step { deed: Deed::TakeIn, subject: Subject::Register, edits: edits.clone() };
        if !edits.is_empty() {
            self.step(step)?;
            self.revision += 1;
            self.follow(&edits);
            self.reselect();
        }
        // What was mended here and not written yet is mended still.
        manuscript.mend_as(&self.manuscript);
        (self.base, self.stamp, self.manuscript) = (base, stamp, Arc::new(manuscript));
        if is_whole {
            self.saved = self.revision;
        } else if edits.is_empty() {
            // Ours has more than the file, which is to be written.
            self.revision += 1;
        }
        Ok(())
    }
}
