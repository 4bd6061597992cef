//! What the program's own files of a register are named after.

use std::{
    fs,
    hash::Hasher as _,
    path::{Path, PathBuf},
};

use siphasher::sip::SipHasher13;

/// How many letters of a register's name are in the names of its files.
const MAX_STEM_LENGTH: usize = 40;

/// A register by its file, by whatever way that file is reached.
pub(super) struct RegisterKey {
    /// The whole path.
    pub canonical_path: PathBuf,
    /// A name for its files in the data folder, which no register in another file has.
    pub key: String,
}

impl RegisterKey {
    /// The register in a file.
    pub fn from_path(register: &Path) -> Self {
        let absolute = fs::canonicalize(register).or_else(|_| std::path::absolute(register));
        let canonical_path = absolute.unwrap_or_else(|_| register.to_owned());
        let mut hash = SipHasher13::new();
        hash.write(canonical_path.as_os_str().as_encoded_bytes());
        let stem = canonical_path.file_stem().unwrap_or_default().to_string_lossy();
        let sanitize = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '-' };
        let stem: String = stem.chars().map(sanitize).take(MAX_STEM_LENGTH).collect();
        Self { canonical_path, key: format!("{stem}-{:016x}", hash.finish()) }
    }
}
