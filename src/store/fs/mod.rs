//! Every operation on files: opening and creating, fingerprints, locks, and replacing a file
//! atomically. Nothing outside this folder calls [`std::fs`].

pub mod unusable_file;
pub mod files;
pub mod hash;
pub(crate) mod companion_file;
pub(crate) mod file_snapshot;
pub(crate) mod file_access;
pub mod fingerprint;
pub(crate) mod verified_file;
pub mod file_state;
pub mod precondition;
pub mod observed_file;
pub(crate) mod temp_files;
pub mod small_file;
mod write_and_hash;
pub(crate) mod atomic_file;
pub(crate) mod folder_lock;
mod replacement;
pub(crate) mod replace;
pub mod process_identity;
