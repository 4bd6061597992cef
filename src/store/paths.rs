//! The paths of the files that lie beside a register.

use std::path::{Path, PathBuf};

use crate::store::fs::{
    atomic_file::{backup_path, numbered_backup_path},
    files::{resolve_symlinks, with_suffix},
};

/// The paths of the files beside a register; those of `r.ron` are:
///
/// ```text
/// r.ron.history                the history
/// .r.ron.lock                  the lock of the window that has the register open
/// r.ron.bak                    the backup, the version before the last save
/// r.ron.1.bak, r.ron.2.bak     the numbered backups, which no later backup replaces
/// .blue-ribbon-Xk2b9Q.tmp      the new version, while a save writes it
/// ```
pub struct RegisterPaths {
    register: PathBuf,
}

impl RegisterPaths {
    /// Returns the paths beside a register, in the folder to which symbolic links lead.
    pub fn of(register: &Path) -> Self {
        Self { register: resolve_symlinks(register).unwrap_or_else(|_| register.to_owned()) }
    }

    /// Returns the path of the history.
    pub fn history(&self) -> PathBuf {
        with_suffix(&self.register, ".history")
    }

    /// Returns the path of the lock.
    pub fn lock(&self) -> PathBuf {
        let mut name = std::ffi::OsString::from(".");
        name.push(self.register.file_name().unwrap_or_default());
        name.push(".lock");
        self.register.with_file_name(name)
    }

    /// Returns the path of the backup.
    pub fn backup(&self) -> PathBuf {
        backup_path(&self.register)
    }

    /// Returns the path of the numbered backup; the first number is 1.
    pub fn numbered_backup(&self, number: u32) -> PathBuf {
        numbered_backup_path(&self.register, number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_beside_a_register_have_the_documented_names() {
        let paths = RegisterPaths::of(Path::new("/home/mori/r.ron"));
        let names = [paths.history(), paths.lock(), paths.backup(), paths.numbered_backup(2)];
        assert_eq!(
            names.map(|path| path.to_str().unwrap().to_owned()),
            [
                "/home/mori/r.ron.history",
                "/home/mori/.r.ron.lock",
                "/home/mori/r.ron.bak",
                "/home/mori/r.ron.2.bak"
            ]
        );
    }
}
