//! The undo history: named steps of edits, which can be undone and redone.

use jiff::civil::DateTime;

use serde::{Deserialize, Serialize};

use crate::{
    model::Day,
    register::{
        edit::{ApplyError, Edit},
        register::Register,
    },
};

/// The number of steps that can be undone; the oldest is forgotten beyond it.
const MAX_UNDO_STEPS: usize = 10_000;

/// The kind of a step, which its name in the menu shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepKind {
    /// Created a record.
    Create,
    /// Changed a record.
    Change,
    /// Deleted one or more records.
    Delete,
    /// Copied a record.
    Duplicate,
    /// Merged two records into one.
    Merge,
    /// Repaired a record that could not be read, identified by the hash of its text.
    #[serde(rename = "Mend")]
    Repair(u64),
    /// Restored an earlier version of the register.
    Restore,
    /// Applied the changes of another program.
    #[serde(rename = "TakeIn")]
    ApplyExternal,
    /// Reverted an earlier step although others followed.
    Revert,
}

/// The subject of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepSubject {
    /// A case, by the name of its person in Latin letters.
    Case(String),
    /// A number of cases.
    Cases(usize),
    /// A source, by its title.
    Source(String),
    /// A total, by its count.
    Total(u32),
    /// An event, by its title.
    Event(String),
    /// The register itself.
    Register,
    /// The version of a local time.
    Version(DateTime),
}

/// A named group of edits that is done and undone as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The kind of the step.
    #[serde(rename = "deed")]
    pub kind: StepKind,
    /// The subject of the step.
    pub subject: StepSubject,
    /// The reason and the source that its author states; empty if none is stated.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[serde(rename = "why")]
    pub reason: String,
    /// The edits, in the order in which they are applied.
    pub edits: Vec<Edit>,
}

impl Step {
    /// Returns a step without a reason.
    pub fn new(kind: StepKind, subject: StepSubject, edits: Vec<Edit>) -> Self {
        Self { kind, subject, reason: String::new(), edits }
    }

    /// Returns the edits that undo the step, in the order in which they are applied.
    pub fn inverse(&self) -> Vec<Edit> {
        self.edits.iter().rev().map(Edit::inverse).collect()
    }
}

/// An event in the history of a register. The edits of an undone step are those that undid it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HistoryEvent {
    /// The history starts with the register as it was found.
    #[serde(rename = "Began")]
    Started,
    /// Another program had changed the register.
    #[serde(rename = "Outside")]
    ExternalChange {
        /// The changes; empty if they are unknown.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        edits: Vec<Edit>,
    },
    /// Two histories were merged.
    Merged {
        /// The changes that lead from the register of the one to the merged register; empty if
        /// that is unknown.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        edits: Vec<Edit>,
    },
    /// The file that was found was overwritten by the register of this program.
    #[serde(rename = "Overwrote")]
    Overwritten,
    /// A step was performed.
    #[serde(rename = "Did")]
    Performed(Step),
    /// The last step was undone.
    #[serde(rename = "Undid")]
    Undone(Step),
    /// The last undone step was redone.
    #[serde(rename = "Redid")]
    Redone(Step),
}

impl HistoryEvent {
    /// Returns the step; `None` if the event is none.
    pub fn step(&self) -> Option<&Step> {
        match self {
            Self::Started
            | Self::ExternalChange { .. }
            | Self::Merged { .. }
            | Self::Overwritten => None,
            Self::Performed(step) | Self::Undone(step) | Self::Redone(step) => Some(step),
        }
    }

    /// Returns the edits that were made; none if they are unknown.
    pub fn edits(&self) -> &[Edit] {
        match self {
            Self::Started | Self::Overwritten => &[],
            Self::ExternalChange { edits } | Self::Merged { edits } => edits,
            Self::Performed(step) | Self::Undone(step) | Self::Redone(step) => &step.edits,
        }
    }

    /// Removes the edits from the event and returns them.
    pub fn take_edits(&mut self) -> Vec<Edit> {
        match self {
            Self::Started | Self::Overwritten => Vec::new(),
            Self::ExternalChange { edits } | Self::Merged { edits } => std::mem::take(edits),
            Self::Performed(step) | Self::Undone(step) | Self::Redone(step) => {
                std::mem::take(&mut step.edits)
            }
        }
    }
}

/// The version of a register that is shown, by its history.
///
/// The version is independent of the day as of which the register is shown: that day selects the
/// claims that had been made, this version the records that had been entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedVersion {
    /// The local day on which the version was recorded.
    pub day: Day,
    /// The number of the change that made the version.
    pub change_number: u64,
}

/// The steps that can be undone, and those that can be redone.
#[derive(Clone, Debug, Default)]
pub struct UndoHistory {
    undo_stack: Vec<Step>,
    redo_stack: Vec<Step>,
}

impl UndoHistory {
    /// Returns the steps that can be undone and redone after these events. The events may start in
    /// the middle of a history.
    pub fn from_events(entries: impl IntoIterator<Item = HistoryEvent>) -> Self {
        let mut this = Self::default();
        for entry in entries {
            match entry {
                // Earlier steps no longer match the register.
                HistoryEvent::Started
                | HistoryEvent::ExternalChange { .. }
                | HistoryEvent::Overwritten => {
                    this = Self::default();
                }
                HistoryEvent::Performed(step) => {
                    this.redo_stack.clear();
                    this.undo_stack.push(step);
                }
                // What the other history brought is undone as one step.
                HistoryEvent::Merged { edits } => {
                    this.redo_stack.clear();
                    this.undo_stack.push(Step::new(
                        StepKind::ApplyExternal,
                        StepSubject::Register,
                        edits,
                    ));
                }
                HistoryEvent::Undone(step) => {
                    let original = Step { edits: step.inverse(), ..step };
                    match this.undo_stack.pop() {
                        // An undone external change is recorded with the changes it was merged
                        // with.
                        Some(last) if last.edits != original.edits => this = Self::default(),
                        last => this.redo_stack.push(last.unwrap_or(original)),
                    }
                }
                HistoryEvent::Redone(step) => match this.redo_stack.pop() {
                    Some(last) if last.edits != step.edits => this = Self::default(),
                    last => this.undo_stack.push(last.unwrap_or(step)),
                },
            }
        }
        this
    }

    /// Performs a step. Undone steps can then no longer be redone.
    ///
    /// # Errors
    /// Returns the error of the register, which is then unchanged, as is the history.
    pub fn perform(&mut self, register: &mut Register, step: Step) -> Result<(), ApplyError> {
        register.apply_all(&step.edits)?;
        self.redo_stack.clear();
        self.undo_stack.push(step);
        if self.undo_stack.len() > MAX_UNDO_STEPS {
            self.undo_stack.remove(0);
        }
        Ok(())
    }

    /// Returns the step that [`undo`](Self::undo) would undo.
    pub fn next_undo(&self) -> Option<&Step> {
        self.undo_stack.last()
    }

    /// Returns the step that [`redo`](Self::redo) would redo.
    pub fn next_redo(&self) -> Option<&Step> {
        self.redo_stack.last()
    }

    /// Undoes the last step and returns the edits that did; none if there is no step.
    ///
    /// # Errors
    /// Returns the error of the register, which is then unchanged, as is the history.
    pub fn undo(&mut self, register: &mut Register) -> Result<Vec<Edit>, ApplyError> {
        let Some(step) = self.undo_stack.last() else { return Ok(Vec::new()) };
        let edits = step.inverse();
        register.apply_all(&edits)?;
        self.redo_stack.extend(self.undo_stack.pop());
        Ok(edits)
    }

    /// Redoes the last undone step and returns its edits; none if there is no such step.
    ///
    /// # Errors
    /// Returns the error of the register, which is then unchanged, as is the history.
    pub fn redo(&mut self, register: &mut Register) -> Result<Vec<Edit>, ApplyError> {
        let Some(step) = self.redo_stack.last() else { return Ok(Vec::new()) };
        let edits = step.edits.clone();
        register.apply_all(&edits)?;
        self.undo_stack.extend(self.redo_stack.pop());
        Ok(edits)
    }
}
