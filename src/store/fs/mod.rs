//! Every operation on files: opening and creating, fingerprints, locks, and replacing a file
//! atomically. Nothing outside this folder calls [`std::fs`].

pub mod files;
pub mod hash;
pub(crate) mod file_snapshot;
pub mod fingerprint;
pub mod file_state;
pub mod precondition;
pub(crate) mod temp_files;
pub mod small_file;
mod write_and_hash;
pub(crate) mod atomic_file;
pub(crate) mod folder_lock;
pub(crate) mod replace;
pub mod process_identity;
