//! Undo and redo: named groups of edits.

use jiff::civil::DateTime;

use serde::{Deserialize, Serialize};

use crate::{
    model::Day,
    register::{ApplyError, Edit, Register},
};

/// How many steps can be undone; the oldest are forgotten beyond it.
const MAX_UNDO_STEPS: usize = 10_000;

/// What a step did, for its name in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepKind {
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
    #[serde(rename = "Mend")]
    Repair(u64),
    /// Went back to an earlier version.
    Restore,
    /// Took in what someone else wrote.
    #[serde(rename = "TakeIn")]
    ApplyExternal,
    /// Took an earlier step back, though others were done since.
    Revert,
}

/// What a step was done to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StepSubject {
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What it did.
    #[serde(rename = "deed")]
    pub kind: StepKind,
    /// To what.
    pub subject: StepSubject,
    /// Why, and on what source, in the words of who did it; empty where nothing was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[serde(rename = "why")]
    pub reason: String,
    /// The edits, in the order they are applied.
    pub edits: Vec<Edit>,
}

impl Step {
    /// A step for which no reason is given.
    pub fn new(kind: StepKind, subject: StepSubject, edits: Vec<Edit>) -> Self {
        Self { kind, subject, reason: String::new(), edits }
    }

    /// The edits that take it back.
    pub fn inverse(&self) -> Vec<Edit> {
        self.edits.iter().rev().map(Edit::inverse).collect()
    }
}

/// What happened to a register, as its history tells it. Of a step taken back the edits are those
/// that did so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HistoryEvent {
    /// The history begins, with the register as it was found.
    #[serde(rename = "Began")]
    Started,
    /// The register was found changed by something else than this program.
    #[serde(rename = "Outside")]
    ExternalChange {
        /// What was changed; nothing where that is not known.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        edits: Vec<Edit>,
    },
    /// What was found was written over by the register as this program knew it.
    #[serde(rename = "Overwrote")]
    Overwritten,
    /// A step was done.
    #[serde(rename = "Did")]
    Performed(Step),
    /// The last step was taken back.
    #[serde(rename = "Undid")]
    Undone(Step),
    /// The last step taken back was done again.
    #[serde(rename = "Redid")]
    Redone(Step),
}

impl HistoryEvent {
    /// What was done, where it is known.
    pub fn step(&self) -> Option<&Step> {
        match self {
            Self::Started | Self::ExternalChange { .. } | Self::Overwritten => None,
            Self::Performed(step) | Self::Undone(step) | Self::Redone(step) => Some(step),
        }
    }

    /// The edits made; none where they are not known.
    pub fn edits(&self) -> &[Edit] {
        match self {
            Self::Started | Self::Overwritten => &[],
            Self::ExternalChange { edits } => edits,
            Self::Performed(step) | Self::Undone(step) | Self::Redone(step) => &step.edits,
        }
    }

    /// Takes the edits out.
    pub fn take_edits(&mut self) -> Vec<Edit> {
        match self {
            Self::Started | Self::Overwritten => Vec::new(),
            Self::ExternalChange { edits } => std::mem::take(edits),
            Self::Performed(step) | Self::Undone(step) | Self::Redone(step) => {
                std::mem::take(&mut step.edits)
            }
        }
    }
}

/// When a register stood as it is shown, by its history. It is apart from the day that it is shown
/// as of: what was said by then, and what the register knew by then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordedVersion {
    /// The day, where it was recorded.
    pub day: Day,
    /// The number of the change after which it stood so.
    pub change_number: u64,
}

/// The steps done, and those undone.
#[derive(Clone, Debug, Default)]
pub struct UndoHistory {
    undo_stack: Vec<Step>,
    redo_stack: Vec<Step>,
}

impl UndoHistory {
    /// The steps that can be undone and done again after these entries, which need not be a
    /// history from its beginning: what lies before them is not known.
    pub fn from_events(entries: impl IntoIterator<Item = HistoryEvent>) -> Self {
        let mut this = Self::default();
        for entry in entries {
            match entry {
                // What was done before no longer fits what the register holds.
                HistoryEvent::Started
                | HistoryEvent::ExternalChange { .. }
                | HistoryEvent::Overwritten => {
                    this = Self::default();
                }
                HistoryEvent::Performed(step) => {
                    this.redo_stack.clear();
                    this.undo_stack.push(step);
                }
                HistoryEvent::Undone(step) => {
                    let original = Step { edits: step.inverse(), ..step };
                    match this.undo_stack.pop() {
                        // What came in from someone else was told with what it met.
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

    /// Does a step and remembers it. What had been undone can then no longer be redone.
    ///
    /// # Errors
    /// When the register refuses the step; neither it nor the history is changed.
    pub fn perform(&mut self, register: &mut Register, step: Step) -> Result<(), ApplyError> {
        register.apply_all(&step.edits)?;
        self.redo_stack.clear();
        self.undo_stack.push(step);
        if self.undo_stack.len() > MAX_UNDO_STEPS {
            self.undo_stack.remove(0);
        }
        Ok(())
    }

    /// The step that [`undo`](Self::undo) would take back.
    pub fn next_undo(&self) -> Option<&Step> {
        self.undo_stack.last()
    }

    /// The step that [`redo`](Self::redo) would do again.
    pub fn next_redo(&self) -> Option<&Step> {
        self.redo_stack.last()
    }

    /// Takes the last step back, and gives the edits that did so; none where nothing was done.
    ///
    /// # Errors
    /// When the register refuses; nothing is changed.
    pub fn undo(&mut self, register: &mut Register) -> Result<Vec<Edit>, ApplyError> {
        let Some(step) = self.undo_stack.last() else { return Ok(Vec::new()) };
        let edits = step.inverse();
        register.apply_all(&edits)?;
        self.redo_stack.extend(self.undo_stack.pop());
        Ok(edits)
    }

    /// Does the last undone step again, and gives its edits; none where nothing was undone.
    ///
    /// # Errors
    /// When the register refuses; nothing is changed.
    pub fn redo(&mut self, register: &mut Register) -> Result<Vec<Edit>, ApplyError> {
        let Some(step) = self.redo_stack.last() else { return Ok(Vec::new()) };
        let edits = step.edits.clone();
        register.apply_all(&edits)?;
        self.undo_stack.extend(self.redo_stack.pop());
        Ok(edits)
    }
}
