//! What the program's own files of a register are named after.

use std::{
    fs,
    hash::Hasher as _,
    path::{Path, PathBuf},
};

use siphasher::sip::SipHasher13;

/// How many letters of a register's name are in the names of its files.
const LENGTH: usize = 40;

/// A register by its file, by whatever way that file is reached.
pub(super) struct Named {
    /// The whole path.
    pub path: PathBuf,
    /// A name for its files in the data folder, which no register in another file has.
    pub name: String,
}

impl Named {
    /// The register in a file.
    pub fn of(register: &Path) -> Self {
        let whole = fs::canonicalize(register).or_else(|_| std::path::absolute(register));
        let path = whole.unwrap_or_else(|_| register.to_owned());
        let mut hash = SipHasher13::new();
        hash.write(path.as_os_str().as_encoded_bytes());
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let fits = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '-' };
        let stem: String = stem.chars().map(fits).take(LENGTH).collect();
        Self { path, name: format!("{stem}-{:016x}", hash.finish()) }
    }
}
