//! The reasons why what is behind a path is not used as a file of the program.

use std::{
    fs::{File, FileType, Metadata},
    io::{self, ErrorKind},
};

/// The reason why a file is neither read nor written. Reported as the source of an [`io::Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnusableFile {
    /// A symbolic link has the name, which is not followed there.
    #[error("it is a symbolic link, which is not followed here")]
    SymbolicLink,
    /// A named pipe has the name.
    #[error("it is a named pipe")]
    Pipe,
    /// A device or a socket has the name.
    #[error("it is a device or a socket")]
    Device,
    /// The file is larger than a file of its kind can be.
    #[error("it has {length} bytes, more than the {limit} that such a file can have")]
    TooLarge {
        /// The length in bytes.
        length: u64,
        /// The greatest length in bytes.
        limit: u64,
    },
    /// The file belongs to a user whom nobody invited, in a folder where everyone creates files.
    #[error("it belongs to another user, in a folder where everyone creates files")]
    ForeignOwner,
}

impl UnusableFile {
    /// Returns the reason in an error, if it is one.
    pub fn of_error(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }

    /// Returns why something of a type, which is no folder, is no regular file.
    fn of_type(file_type: FileType) -> Self {
        #[cfg(unix)]
        if std::os::unix::fs::FileTypeExt::is_fifo(&file_type) {
            return Self::Pipe;
        }
        if file_type.is_symlink() { Self::SymbolicLink } else { Self::Device }
    }
}

impl From<UnusableFile> for io::Error {
    fn from(reason: UnusableFile) -> Self {
        Self::other(reason)
    }
}

/// Returns the file that was opened, if it is a regular one. Where opening failed, `look_up` returns
/// what has the name, and an error that follows from it says so.
pub(super) fn ensure_regular(
    opened: io::Result<File>,
    look_up: impl FnOnce() -> io::Result<Metadata>,
) -> io::Result<File> {
    let file_type = match &opened {
        Ok(file) => file.metadata()?.file_type(),
        Err(_) => match look_up() {
            Ok(metadata) => metadata.file_type(),
            Err(_) => return opened,
        },
    };
    if file_type.is_file() {
        opened
    } else if file_type.is_dir() {
        Err(ErrorKind::IsADirectory.into())
    } else {
        Err(UnusableFile::of_type(file_type).into())
    }
}
