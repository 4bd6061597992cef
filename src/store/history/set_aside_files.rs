//! The files beside a register that hold bytes of its history.

use std::path::{Path, PathBuf};

use crate::store::{
    fs::{atomic_file::numbered_backup_path, files},
    paths::RegisterPaths,
};

/// Returns the files beside a register to which bytes of its history were moved, with their lengths
/// in bytes.
pub fn set_aside_files(register: &Path) -> Vec<(PathBuf, u64)> {
    let history = RegisterPaths::of(register).history();
    let paths = (1..).map(|number| numbered_backup_path(&history, number));
    let lengths = paths.map_while(|path| Some((files::metadata(&path).ok()?.len(), path)));
    lengths.map(|(length, path)| (path, length)).collect()
}
