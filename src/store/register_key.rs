//! The names of the program's own files about a register.

use std::{
    hash::Hasher as _,
    path::{Path, PathBuf},
};

use siphasher::sip::SipHasher13;

use crate::store::fs::files::canonicalize;

/// The number of characters of the register's name in the names of its files.
const MAX_STEM_LENGTH: usize = 40;

/// The key of a register in the data folder, the same for every path that leads to its file.
pub(super) struct RegisterKey {
    /// The absolute path of the register without symbolic links.
    pub canonical_path: PathBuf,
    /// The unique name of its files: the stem of the register's name and a hash of its path, such
    /// as `register-0f3a9c52d1e07b64`.
    pub key: String,
}

impl RegisterKey {
    /// Returns the key of the register at a path, whether or not the file exists.
    pub fn from_path(register: &Path) -> Self {
        let absolute = canonicalize(register).or_else(|_| std::path::absolute(register));
        let canonical_path = absolute.unwrap_or_else(|_| register.to_owned());
        let mut hash = SipHasher13::new();
        hash.write(canonical_path.as_os_str().as_encoded_bytes());
        let stem = canonical_path.file_stem().unwrap_or_default().to_string_lossy();
        let sanitize = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '-' };
        let stem: String = stem.chars().map(sanitize).take(MAX_STEM_LENGTH).collect();
        Self { canonical_path, key: format!("{stem}-{:016x}", hash.finish()) }
    }
}
