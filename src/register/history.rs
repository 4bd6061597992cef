//! Undo and redo: named groups of edits.

use jiff::civil::DateTime;

use super::{ApplyError, Edit, Register};

/// How many steps can be undone; the oldest are forgotten beyond it.
const KEPT: usize = 10_000;

/// What a step did, for its name in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Made a new record.
    Create,
    /// Changed a record.
    Change,
    /// Deleted one or more records.
    Delete,
    /// Copied a record.
    Duplicate,
    /// Made one record of two.
    Merge,
    /// Mended a record that could not be read, told by a mark of its own.
    Mend(u64),
    /// Went back to an earlier version.
    Restore,
    /// Took in what someone else wrote.
    TakeIn,
}

/// What a step was done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The case of a person, by name in Latin letters.
    Case(String),
    /// Several cases.
    Cases(usize),
    /// A source, by title.
    Source(String),
    /// A total, by figure.
    Total(u32),
    /// An event, by title.
    Event(String),
    /// The register itself.
    Register,
    /// The version of a time, by the clock of the place.
    Version(DateTime),
}

/// A named group of edits: one step of undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it did.
    pub deed: Deed,
    /// To what.
    pub subject: Subject,
    /// The edits, in the order they are applied.
    pub edits: Vec<Edit>,
}

/// The steps done, and those undone.
#[derive(Clone, Debug, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

impl History {
    /// Does a step and remembers it. What had been undone can then no longer be redone.
    ///
    /// # Errors
    /// When the register refuses the step; neither it nor the history is changed.
    pub fn perform(&mut self, register: &mut Register, step: Step) -> Result<(), ApplyError> {
        register.apply_all(&step.edits)?;
        self.undone.clear();
        self.done.push(step);
        if self.done.len() > KEPT {
            self.done.remove(0);
        }
        Ok(())
    }

    /// The step that [`undo`](Self::undo) would take back.
    pub fn next_undo(&self) -> Option<&Step> {
        self.done.last()
    }

    /// The step that [`redo`](Self::redo) would do again.
    pub fn next_redo(&self) -> Option<&Step> {
        self.undone.last()
    }

    /// Takes the last step back, and gives the edits that did so; none where nothing was done.
    ///
    /// # Errors
    /// When the register refuses; nothing is changed.
    pub fn undo(&mut self, register: &mut Register) -> Result<Vec<Edit>, ApplyError> {
        let Some(step) = self.done.last() else { return Ok(Vec::new()) };
        let edits: Vec<Edit> = step.edits.iter().rev().map(Edit::inverse).collect();
        register.apply_all(&edits)?;
        self.undone.extend(self.done.pop());
        Ok(edits)
    }

    /// Does the last undone step again, and gives its edits; none where nothing was undone.
    ///
    /// # Errors
    /// When the register refuses; nothing is changed.
    pub fn redo(&mut self, register: &mut Register) -> Result<Vec<Edit>, ApplyError> {
        let Some(step) = self.undone.last() else { return Ok(Vec::new()) };
        let edits = step.edits.clone();
        register.apply_all(&edits)?;
        self.done.extend(self.undone.pop());
        Ok(edits)
    }
}
