//! The end of each history as this program last read or wrote it, one small file for each register
//! in the data folder:
//!
//! ```text
//! histories/register-0f3a9c52d1e07b64.ron
//! (format: 1, register: "/home/mori/r.ron", n: 12, seal: "91f0…", bytes: 5120, sha256: "0c67…", seen: "2026-01-02T03:04:05Z")
//! ```
//!
//! A chain of digests without a key can be computed anew by whoever changes it. The known end lies
//! elsewhere, so that a history that was cut, emptied or replaced beside its register is noticed on
//! this machine. The file is found by the path of the register: a register that was moved or copied
//! is another one, whose history is not known yet.

use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::store::{
    app_dirs::AppDirs,
    error::WriteError,
    fs::{files, fingerprint::Fingerprint, hash::Hash, replace},
    register_key::RegisterKey,
};

/// The format number of the file.
const KNOWN_HISTORY_FORMAT: u32 = 1;

/// The length from which a file is not one of this program, in bytes.
const MAX_FILE_LENGTH: u64 = 1 << 16;

/// The end of a history as this program last read or wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownHistory {
    format: u32,
    /// The absolute path of the register without symbolic links.
    register: String,
    /// The number of the last entry.
    #[serde(rename = "n")]
    pub number: u64,
    /// The digest of the last entry.
    pub seal: Hash,
    /// The length of the history up to the end of that entry, in bytes.
    #[serde(rename = "bytes")]
    pub(super) length: u64,
    /// The SHA-256 of these bytes.
    #[serde(rename = "sha256")]
    pub(super) digest: Hash,
    /// The time at which the entry was read or written.
    pub seen: Timestamp,
    /// True if the register was in the working tree of a git repository then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[serde(rename = "git")]
    pub(super) is_in_git: bool,
}

impl KnownHistory {
    /// Returns the end of a history with a last entry and this content up to it.
    pub(super) fn new(number: u64, seal: Hash, content: Fingerprint) -> Self {
        let (length, digest, seen) = (content.length(), content.digest(), Timestamp::now());
        let (format, register) = (KNOWN_HISTORY_FORMAT, String::new());
        Self { format, register, number, seal, length, digest, seen, is_in_git: false }
    }
}

/// The known ends of histories, in the data folder.
#[derive(Clone, Debug)]
pub struct KnownHistories {
    folder: PathBuf,
}

impl KnownHistories {
    /// Returns the known ends in the data folder.
    pub fn new(app_dirs: &AppDirs) -> Self {
        Self { folder: app_dirs.histories_folder() }
    }

    /// Reads the known end of the history of a register; `None` where none is known.
    ///
    /// # Errors
    /// When there is a file that cannot be read or is not one of this program.
    pub fn load(&self, register: &Path) -> io::Result<Option<KnownHistory>> {
        let key = RegisterKey::from_path(register);
        let path = self.path(&key);
        let bytes = match files::read_beginning(&path, MAX_FILE_LENGTH) {
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(None);
            }
            read => read?,
        };
        let text = String::from_utf8(bytes).map_err(io::Error::other)?;
        let known: KnownHistory = ron::from_str(&text).map_err(io::Error::other)?;
        if known.format > KNOWN_HISTORY_FORMAT {
            return Err(io::Error::other(format!("format {}", known.format)));
        }
        // Two paths may have one hash.
        Ok(Some(known).filter(|known| known.register == register_text(&key)))
    }

    /// Replaces the known end of the history of a register.
    ///
    /// # Errors
    /// When the file cannot be written. The old file is then unchanged.
    pub fn save(&self, register: &Path, end: &KnownHistory) -> Result<(), WriteError> {
        let key = RegisterKey::from_path(register);
        let path = self.path(&key);
        let mut folders = key.canonical_path.ancestors().skip(1);
        let is_in_git = folders.any(|folder| files::path_exists(&folder.join(".git")));
        let known = KnownHistory { register: register_text(&key), is_in_git, ..end.clone() };
        files::create_folder(&self.folder).map_err(|error| WriteError::io(&self.folder, error))?;
        let text = ron::to_string(&known).map_err(io::Error::other);
        let text = text.map_err(|error| WriteError::io(&path, error))?;
        replace::replace_private(&path, |out| writeln!(out, "{text}"))
    }

    /// Removes the known end of the history of a register, which is about to get a new one.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn remove(&self, register: &Path) -> io::Result<()> {
        files::remove_if_exists(&self.file_path(register))
    }

    /// Returns the path of the file that holds the known end of the history of a register.
    pub fn file_path(&self, register: &Path) -> PathBuf {
        self.path(&RegisterKey::from_path(register))
    }

    fn path(&self, key: &RegisterKey) -> PathBuf {
        self.folder.join(format!("{}.ron", key.key))
    }
}

fn register_text(key: &RegisterKey) -> String {
    key.canonical_path.to_string_lossy().into_owned()
}
