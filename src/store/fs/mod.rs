//! Files: opening and creating, fingerprints, locks, and replacing a file whole or not at all.

pub(crate) mod files;
pub mod hash;
pub(crate) mod file_snapshot;
pub mod fingerprint;
pub(crate) mod replace;
mod write_and_hash;
pub(crate) mod atomic_file;
pub(crate) mod folder_lock;
pub mod process_identity;
