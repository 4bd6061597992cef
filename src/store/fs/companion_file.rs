//! Opening the files that lie beside a register, or belong to it in the data folder.
//!
//! In a folder that others share, anyone can put a named pipe, a symbolic link or a file of any size
//! under the name of a lock or a history. These files are therefore opened without waiting and
//! without following a link, and what was opened is checked before it is used.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Read as _},
    path::Path,
};

use crate::store::fs::{
    file_access::FileAccess,
    files::{MAX_TEXT_LENGTH, open_without_waiting, set_private_mode},
    fingerprint::Fingerprint,
    unusable_file::{UnusableFile, ensure_regular},
};

/// A kind of file that belongs to a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CompanionFile {
    /// The lock of a window.
    Lock,
    /// The history.
    History,
    /// A draft: text that was typed and not saved.
    Draft,
    /// A version that was replaced.
    Backup,
    /// A temporary file of a save.
    TempFile,
}

impl CompanionFile {
    /// Returns the greatest length in bytes. It is far above what the program writes, and so small
    /// that a file of this length does not use up the memory.
    const fn max_length(self) -> u64 {
        match self {
            Self::Lock => 1 << 16,
            Self::Draft => 1 << 30,
            Self::History | Self::Backup | Self::TempFile => MAX_TEXT_LENGTH,
        }
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    /// When there is no such file, or with an [`UnusableFile`] as the source.
    pub fn open(self, path: &Path) -> io::Result<File> {
        self.open_with(path, OpenOptions::new().read(true))
    }

    /// Opens a file for reading; returns `None` where there is none.
    ///
    /// # Errors
    /// The errors of [`open`](Self::open).
    pub fn open_if_exists(self, path: &Path) -> io::Result<Option<File>> {
        match self.open(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            opened => opened.map(Some),
        }
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// The errors of [`open`](Self::open), and when the file is not UTF-8.
    pub fn read_text(self, path: &Path) -> io::Result<String> {
        let mut text = String::new();
        // The file may grow while it is read.
        self.open(path)?.take(self.max_length()).read_to_string(&mut text)?;
        Ok(text)
    }

    /// Computes the fingerprint of the content of a file.
    ///
    /// # Errors
    /// The errors of [`open`](Self::open), and when the file cannot be read to its end.
    pub fn fingerprint(self, path: &Path) -> io::Result<Fingerprint> {
        Fingerprint::of_reader(&mut self.open(path)?)
    }

    /// Opens a file for reading and writing, and creates it where it does not exist, with the
    /// permissions of `like`.
    ///
    /// # Errors
    /// The errors of [`open`](Self::open), and when a stranger owns the file.
    pub fn open_in_place(self, path: &Path, like: Option<&FileAccess>) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        self.open_like(path, &mut options, like)
    }

    /// Opens a file for reading and appending, and creates it where it does not exist, with the
    /// permissions of `like`.
    ///
    /// # Errors
    /// The errors of [`open_in_place`](Self::open_in_place).
    pub fn open_to_append(self, path: &Path, like: Option<&FileAccess>) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.create(true).read(true).append(true);
        self.open_like(path, &mut options, like)
    }

    fn open_like(
        self,
        path: &Path,
        options: &mut OpenOptions,
        like: Option<&FileAccess>,
    ) -> io::Result<File> {
        let is_new = fs::symlink_metadata(path).is_err();
        set_private_mode(options);
        let file = self.open_with(path, options)?;
        if !is_new {
            ensure_invited_owner(&file, path, like)?;
        } else if let Some(like) = like {
            like.apply_permissions(&file)?;
        }
        Ok(file)
    }

    fn open_with(self, path: &Path, options: &mut OpenOptions) -> io::Result<File> {
        let opened = open_without_waiting(path, options, false);
        let file = ensure_regular(opened, || fs::symlink_metadata(path))?;
        let (length, limit) = (file.metadata()?.len(), self.max_length());
        if length > limit {
            return Err(UnusableFile::TooLarge { length, limit }.into());
        }
        Ok(file)
    }
}

/// Checks the owner of a file that is written to, in a folder where everyone may create files: it is
/// this user, the administrator, or the owner of the folder or of `like`. Linux has the same rule
/// (`fs.protected_regular`) for folders with the sticky bit.
#[cfg(unix)]
fn ensure_invited_owner(file: &File, path: &Path, like: Option<&FileAccess>) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt as _;
    const WRITABLE_BY_ALL: u32 = 0o002;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => fs::metadata(folder)?,
        _ => fs::metadata(".")?,
    };
    let owner = file.metadata()?.uid();
    let us = rustix::process::geteuid().as_raw();
    let is_invited = [us, 0, folder.uid()].contains(&owner)
        || like.is_some_and(|like| like.metadata.uid() == owner);
    if folder.mode() & WRITABLE_BY_ALL == 0 || is_invited {
        Ok(())
    } else {
        Err(UnusableFile::ForeignOwner.into())
    }
}

#[cfg(not(unix))]
fn ensure_invited_owner(_: &File, _: &Path, _: Option<&FileAccess>) -> io::Result<()> {
    Ok(())
}
