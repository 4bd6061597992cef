//! Reads the versions of a register that are merged, with their texts.

use std::path::Path;

use crate::{
    Progress,
    merge::Side,
    register::Register,
    store::{
        error::LoadError,
        register_reader::{FileContent, read_register_file, read_text},
        ron::{conflict_markers::resolve_markers, parse::parse},
        source_text::{broken_record::BrokenRecord, merged_text::TextVersion},
    },
};

/// The path of the device that holds nothing.
const NULL_DEVICE: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// A version of a register with the text it was read from.
#[derive(Debug)]
pub struct MergeVersion {
    /// The records.
    pub register: Register,
    /// The text.
    pub text: String,
}

impl MergeVersion {
    /// Returns the version as the input of a merge of texts.
    pub fn as_text_version(&self) -> TextVersion<'_> {
        TextVersion { register: &self.register, text: &self.text }
    }
}

/// Reads a side of a merge.
///
/// # Errors
/// When the file cannot be read or is not a register, a record of it cannot be read, or the work
/// was cancelled.
pub fn load_side(path: &Path, progress: &Progress) -> Result<MergeVersion, LoadError> {
    parse_version(path, read_text(path, progress)?)
}

/// Reads the base of a merge: no version if the file is empty, because both sides created theirs,
/// and two if it has conflict markers, with our side of them and with theirs. git writes these where
/// two common ancestors were merged first.
///
/// # Errors
/// The errors of [`load_side`], for each of the versions.
pub fn load_bases(path: &Path, progress: &Progress) -> Result<Vec<MergeVersion>, LoadError> {
    let text = match read_text(path, progress) {
        Err(LoadError::Empty(_)) => return Ok(Vec::new()),
        Err(error) if is_null_device(&error) => return Ok(Vec::new()),
        text => text?,
    };
    let sides = [Side::Ours, Side::Theirs].map(|side| resolve_markers(&text, side));
    match sides {
        [Some(ours), Some(theirs)] => {
            [ours, theirs].into_iter().map(|text| parse_version(path, text)).collect()
        }
        _ => Ok(vec![parse_version(path, text)?]),
    }
}

/// Reads a version that is compared with another; `None` if its path is that of the null device,
/// which git names for a file that one of the versions does not have.
///
/// # Errors
/// The errors of [`load_side`].
pub fn load_if_present(path: &Path, progress: &Progress) -> Result<Option<Register>, LoadError> {
    match read_register_file(path, progress) {
        Err(error) if is_null_device(&error) => Ok(None),
        Err(error) => Err(error),
        Ok(FileContent { parsed, .. }) => match parsed.source_text.broken_records().next() {
            Some(broken) => Err(broken_record_error(path, broken)),
            None => Ok(Some(parsed.register)),
        },
    }
}

/// Returns true if a version could not be read because its path is that of the null device.
fn is_null_device(error: &LoadError) -> bool {
    matches!(error, LoadError::NotAFile(path) if path.as_path() == Path::new(NULL_DEVICE))
}

fn parse_version(path: &Path, text: String) -> Result<MergeVersion, LoadError> {
    let parsed = parse(&text).map_err(|failure| failure.into_load_error(path))?;
    match parsed.source_text.broken_records().next() {
        Some(broken) => Err(broken_record_error(path, broken)),
        None => Ok(MergeVersion { register: parsed.register, text }),
    }
}

/// Returns the error of a record that cannot be read.
pub(super) fn broken_record_error(path: &Path, broken: &BrokenRecord) -> LoadError {
    let BrokenRecord { error, position, field_path, .. } = broken.clone();
    LoadError::Syntax { path: path.to_owned(), error, position, field_path }
}
