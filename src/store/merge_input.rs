//! Reads the versions of a register that are merged, with their texts.

use std::path::Path;

use crate::{
    Progress,
    merge::Side,
    register::Register,
    store::{
        error::LoadError,
        register_reader::read_text,
        ron::{conflict_markers::resolve_markers, parse::parse},
        source_text::{broken_record::BrokenRecord, merged_text::TextVersion},
    },
};

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

fn parse_version(path: &Path, text: String) -> Result<MergeVersion, LoadError> {
    let parsed = parse(&text).map_err(|failure| failure.into_load_error(path))?;
    let broken_records: Vec<_> = parsed.source_text.broken_records().cloned().collect();
    match first_broken_record_error(path, &broken_records) {
        Some(error) => Err(error),
        None => Ok(MergeVersion { register: parsed.register, text }),
    }
}

/// Returns the error of the first of the records that cannot be read, with their number.
pub(super) fn first_broken_record_error(
    path: &Path,
    broken_records: &[BrokenRecord],
) -> Option<LoadError> {
    let BrokenRecord { error, position, field_path, .. } = broken_records.first()?.clone();
    let (path, field_path) = (path.to_owned(), field_path.into_boxed_slice());
    let broken_count = broken_records.len();
    Some(LoadError::Syntax { path, error, position, field_path, broken_count })
}
