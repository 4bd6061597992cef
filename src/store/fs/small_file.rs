//! Reads a small file that the program relies on, and refuses what is none.

use std::{io, io::Read as _, path::Path};

use crate::store::fs::files::{self, FileKind, Metadata};

/// The reason why a small file is not read.
#[derive(Debug)]
pub enum SmallFileError {
    /// Reading failed.
    Io(io::Error),
    /// The path leads to a folder, a pipe, a device or a socket.
    NotAFile,
    /// The file is larger than such a file can be.
    TooLarge,
    /// The file is to be private, and others than its owner may read or write it.
    NotPrivate,
}

impl From<io::Error> for SmallFileError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads the text of a file of at most `max_length` bytes; `None` where there is no file. Neither a
/// pipe nor a device is opened, so that nothing is waited for.
///
/// # Errors
/// When the file cannot be read, is no regular file, is larger, or is to be private and is not.
pub(crate) fn read_small_text(
    path: &Path,
    max_length: u64,
    is_private: bool,
) -> Result<Option<String>, SmallFileError> {
    if !files::path_exists(path) {
        return Ok(None);
    }
    check(&files::metadata(path)?, max_length, is_private)?;
    let file = files::open(path)?;
    check(&file.metadata()?, max_length, is_private)?;
    let mut text = String::new();
    if file.take(max_length + 1).read_to_string(&mut text)? as u64 > max_length {
        return Err(SmallFileError::TooLarge);
    }
    Ok(Some(text))
}

fn check(metadata: &Metadata, max_length: u64, is_private: bool) -> Result<(), SmallFileError> {
    if files::file_kind(metadata) != FileKind::Regular {
        return Err(SmallFileError::NotAFile);
    }
    if metadata.len() > max_length {
        return Err(SmallFileError::TooLarge);
    }
    if is_private && is_open_to_others(metadata) {
        return Err(SmallFileError::NotPrivate);
    }
    Ok(())
}

/// Returns whether others than the owner may read or write a file; false where the system does not
/// tell.
fn is_open_to_others(metadata: &Metadata) -> bool {
    #[cfg(unix)]
    return std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0;
    #[cfg(not(unix))]
    {
        let _ = metadata;
        false
    }
}
