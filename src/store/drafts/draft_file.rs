//! The format of the file of a draft.
//!
//! ```text
//! (
//!     format: 3,
//!     register: "/home/mori/register.ron",
//!     typed: "2026-01-02T03:04:05Z",
//!     what: Form(draft: Case(…), why: "A letter arrived"),
//! )
//! ```

use std::path::Path;

use jiff::Timestamp;
use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use crate::{
    draft::Draft,
    register::Register,
    store::{
        drafts::error::DraftError,
        ron::truncate::truncate_for_message,
        source_text::{SourceText, repair_draft::RepairDraft},
    },
};

/// The format number of the drafts that this program writes, the newest that it reads.
pub const DRAFT_FORMAT: u32 = 3;

/// Unsaved input for a register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftFile {
    format: u32,
    /// The absolute path of the register.
    pub register: String,
    /// The time of the input.
    #[serde(rename = "typed")]
    pub typed_at: Timestamp,
    /// The input.
    #[serde(rename = "what")]
    pub content: DraftContent,
}

/// The input of a form or of the repair window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftContent {
    /// The input of a form.
    Form {
        /// The fields as typed, with the record before the input.
        draft: Draft,
        /// The reason of the change as typed.
        #[serde(rename = "why")]
        reason: String,
    },
    /// The text that replaces that of a broken record.
    #[serde(rename = "Text")]
    Repair(RepairDraft),
}

/// The format number, which drafts of every format have.
#[derive(Deserialize)]
struct DraftFormatHeader {
    format: u32,
}

/// A draft of format 1 or 2, which held the input of a form; format 1 had no reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LegacyFormDraft {
    #[serde(rename = "format")]
    _format: u32,
    register: String,
    #[serde(rename = "typed")]
    typed_at: Timestamp,
    draft: Draft,
    #[serde(default)]
    #[serde(rename = "why")]
    reason: String,
}

impl DraftFile {
    /// Creates a draft in the current format.
    pub fn new(register: String, typed_at: Timestamp, content: DraftContent) -> Self {
        Self { format: DRAFT_FORMAT, register, typed_at, content }
    }

    /// Prints the text of the file.
    ///
    /// # Errors
    /// When a value cannot be printed as RON, which no field of a draft causes.
    pub fn print(&self) -> Result<String, ron::Error> {
        let layout = PrettyConfig::new().new_line("\n");
        ron::ser::to_string_pretty(self, layout).map(|text| text + "\n")
    }

    /// Parses the text of a file in any known format; `path` is the path in the errors.
    ///
    /// # Errors
    /// When the format is newer, or the text is not a draft.
    pub fn parse(text: &str, path: &Path) -> Result<Self, DraftError> {
        let path = path.to_owned();
        let read = match ron::from_str(text) {
            Ok(DraftFormatHeader { format }) if format > DRAFT_FORMAT => {
                return Err(DraftError::UnsupportedFormat { path, found: format });
            }
            Ok(DraftFormatHeader { format: 1 | 2 }) => ron::from_str(text).map(
                |LegacyFormDraft { register, typed_at, draft, reason, .. }| {
                    Self::new(register, typed_at, DraftContent::Form { draft, reason })
                },
            ),
            _ => ron::from_str(text),
        };
        read.map_err(|error| DraftError::Unreadable {
            path,
            error: truncate_for_message(&error.to_string()),
        })
    }
}

impl DraftContent {
    /// Returns whether a register has the input already, so that there is nothing to save.
    pub fn is_already_applied(&self, register: &Register, source_text: &SourceText) -> bool {
        match self {
            Self::Form { draft, .. } => draft.is_already_in_register(register),
            Self::Repair(text) => {
                source_text.is_repaired(text.content_hash()) != Some(false)
                    && text.is_already_applied(register)
            }
        }
    }
}
