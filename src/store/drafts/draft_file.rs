//! The file of a draft: its shapes, printed and read.

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

/// The number of the shape of a draft's file that this program writes, and the newest it reads.
pub const DRAFT_FORMAT: u32 = 3;

/// What was typed in a register and not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftFile {
    format: u32,
    /// The absolute path of the register.
    pub register: String,
    /// When it was typed.
    #[serde(rename = "typed")]
    pub typed_at: Timestamp,
    /// What was typed.
    #[serde(rename = "what")]
    pub content: DraftContent,
}

/// What was typed, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftContent {
    /// In a form.
    Form {
        /// Every field as typed, with the record as it was opened.
        draft: Draft,
        /// Why it is changed, and on what source, as typed.
        #[serde(rename = "why")]
        reason: String,
    },
    /// In the place of the text of a damaged record.
    #[serde(rename = "Text")]
    Repair(RepairDraft),
}

/// The number alone, which every shape of the file has.
#[derive(Deserialize)]
struct DraftFormatHeader {
    format: u32,
}

/// The shape of the first two formats, which held a form; the first had no reason.
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
    /// A draft of a register, typed at a time.
    pub fn new(register: String, typed_at: Timestamp, content: DraftContent) -> Self {
        Self { format: DRAFT_FORMAT, register, typed_at, content }
    }

    /// The text of its file.
    ///
    /// # Errors
    /// When a value cannot be written in RON; not reached with the fields of a draft.
    pub fn print(&self) -> Result<String, ron::Error> {
        let layout = PrettyConfig::new().new_line("\n");
        ron::ser::to_string_pretty(self, layout).map(|text| text + "\n")
    }

    /// Reads the text of a draft's file; `path` is named where it cannot be read.
    ///
    /// # Errors
    /// When it is of another format, or damaged.
    pub fn parse(text: &str, path: &Path) -> Result<Self, DraftError> {
        let path = path.to_owned();
        let read = match ron::from_str(text) {
            Ok(DraftFormatHeader { format }) if format > DRAFT_FORMAT => {
                return Err(DraftError::UnsupportedFormat { path, found: format });
            }
            Ok(DraftFormatHeader { format: 1 | 2 }) => ron::from_str(text).map(
                |LegacyFormDraft { register, typed_at: typed, draft, reason: why, .. }| {
                    Self::new(register, typed, DraftContent::Form { draft, reason: why })
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
    /// Whether a register holds what was typed already, so that there is nothing to save.
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
