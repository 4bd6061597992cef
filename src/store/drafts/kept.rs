//! The file of a draft: its shapes, printed and read.

use std::path::Path;

use jiff::Timestamp;
use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use super::{super::excerpt::excerpt, DraftError};
use crate::{
    draft::Draft,
    register::Register,
    store::{Manuscript, TextDraft},
};

/// The number of the shape of a draft's file that this program writes, and the newest it reads.
pub const DRAFT_FORMAT: u32 = 3;

/// What was typed in a register and not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptDraft {
    format: u32,
    /// The absolute path of the register.
    pub register: String,
    /// When it was typed.
    pub typed: Timestamp,
    /// What was typed.
    pub what: Typed,
}

/// What was typed, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Typed {
    /// In a form.
    Form {
        /// Every field as typed, with the record as it was opened.
        draft: Draft,
        /// Why it is changed, and on what source, as typed.
        why: String,
    },
    /// In the place of the text of a damaged record.
    Text(TextDraft),
}

/// The number alone, which every shape of the file has.
#[derive(Deserialize)]
struct Numbered {
    format: u32,
}

/// The shape of the first two formats, which held a form; the first had no reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfForm {
    #[serde(rename = "format")]
    _format: u32,
    register: String,
    typed: Timestamp,
    draft: Draft,
    #[serde(default)]
    why: String,
}

impl KeptDraft {
    /// A draft of a register, typed at a time.
    pub fn new(register: String, typed: Timestamp, what: Typed) -> Self {
        Self { format: DRAFT_FORMAT, register, typed, what }
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
    pub fn read(text: &str, path: &Path) -> Result<Self, DraftError> {
        let path = path.to_owned();
        let read = match ron::from_str(text) {
            Ok(Numbered { format }) if format > DRAFT_FORMAT => {
                return Err(DraftError::Format { path, found: format });
            }
            Ok(Numbered { format: 1 | 2 }) => {
                ron::from_str(text).map(|OfForm { register, typed, draft, why, .. }| {
                    Self::new(register, typed, Typed::Form { draft, why })
                })
            }
            _ => ron::from_str(text),
        };
        read.map_err(|error| DraftError::Unread { path, error: excerpt(&error.to_string()) })
    }
}

impl Typed {
    /// Whether a register holds what was typed already, so that there is nothing to save.
    pub fn is_held(&self, register: &Register, manuscript: &Manuscript) -> bool {
        match self {
            Self::Form { draft, .. } => draft.is_held(register),
            Self::Text(text) => {
                manuscript.is_mended(text.mark()) != Some(false) && text.is_held(register)
            }
        }
    }
}
