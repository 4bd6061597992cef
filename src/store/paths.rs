//! The paths of the files that lie beside a register.

use std::path::{Path, PathBuf};

use crate::store::fs::{
    atomic_file::{backup_path, exchange_path, numbered_backup_path},
    files::{resolve_symlinks, sibling_path},
};

/// Returns the absolute form of a path, so that it leads to the same file from every folder.
/// Symbolic links stay as they are.
pub fn absolute_path(path: &Path) -> PathBuf {
    // The working folder may be gone.
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The paths of the files beside a register; those of `r.ron` are:
///
/// ```text
/// r.ron.history                the history
/// .r.ron.lock                  the lock of the window that has the register open
/// r.ron.bak                    the backup, the version before the last save
/// r.ron.1.bak, r.ron.2.bak     the numbered backups, which no later backup replaces
/// .blue-ribbon-Xk2b9Q.tmp      the new version, while a save writes it
/// .r.ron.1.exchange            the new version, then the old one, while a save exchanges the two
/// ```
///
/// A name that would be too long for the file system holds a hash in place of its end.
pub struct RegisterPaths {
    register: PathBuf,
}

impl RegisterPaths {
    /// Returns the paths beside a register, in the folder to which symbolic links lead.
    pub fn of(register: &Path) -> Self {
        Self { register: resolve_symlinks(register).unwrap_or_else(|_| register.to_owned()) }
    }

    /// Returns the paths beside a register that is no symbolic link.
    pub(super) fn beside(register: PathBuf) -> Self {
        Self { register }
    }

    /// Returns whether a path is that of the history, the lock, the backup, a numbered backup or a
    /// file that is being exchanged with the register.
    pub(super) fn contains(&self, path: &Path) -> bool {
        let number = path.file_stem().and_then(|stem| Path::new(stem).extension());
        let number = number.and_then(|number| number.to_str()?.parse().ok());
        [self.history(), self.lock(), self.backup()].iter().any(|own| own == path)
            || number.is_some_and(|number| {
                self.numbered_backup(number) == path || self.exchanged_file(number) == path
            })
    }

    /// Returns the path of the history.
    pub fn history(&self) -> PathBuf {
        sibling_path(&self.register, "", ".history")
    }

    /// Returns the path of the lock.
    pub fn lock(&self) -> PathBuf {
        sibling_path(&self.register, ".", ".lock")
    }

    /// Returns the path of the backup.
    pub fn backup(&self) -> PathBuf {
        backup_path(&self.register)
    }

    /// Returns the path of the numbered backup; the first number is 1.
    pub fn numbered_backup(&self, number: u32) -> PathBuf {
        numbered_backup_path(&self.register, number)
    }

    /// Returns the path of a file that is being exchanged with the register; the first number is 1.
    pub fn exchanged_file(&self, number: u32) -> PathBuf {
        exchange_path(&self.register, number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_beside_a_register_have_the_documented_names() {
        let paths = RegisterPaths::of(Path::new("/home/mori/r.ron"));
        let names = [
            paths.history(),
            paths.lock(),
            paths.backup(),
            paths.numbered_backup(2),
            paths.exchanged_file(1),
        ];
        assert_eq!(
            names.map(|path| path.to_str().unwrap().to_owned()),
            [
                "/home/mori/r.ron.history",
                "/home/mori/.r.ron.lock",
                "/home/mori/r.ron.bak",
                "/home/mori/r.ron.2.bak",
                "/home/mori/.r.ron.1.exchange"
            ]
        );
    }

    #[test]
    fn a_name_too_long_for_the_file_system_is_shortened_with_a_hash() {
        let name = |length: usize| format!("{}.ron", "名".repeat((length - 4) / 3));
        let of = |name: &str| RegisterPaths::of(Path::new(&format!("/home/mori/{name}")));
        let [long, other] = [name(253), format!("x{}", &name(253)[3..])];
        let paths = |name: &str| {
            let paths = of(name);
            let numbered = [paths.numbered_backup(12), paths.exchanged_file(3)];
            [[paths.history(), paths.lock()], [paths.backup(), paths.history()], numbered].concat()
        };
        for path in paths(&long) {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            assert!(name.len() <= 255 && name.trim_start_matches('.').starts_with('名'), "{name}");
            assert!(of(&long).contains(&path) && !of(&other).contains(&path), "{name}");
        }
        assert_eq!(paths(&long), paths(&long));
        // As long as the name fits, it is not shortened.
        assert_eq!(of(&name(244)).history().file_name().unwrap().len(), 244 + 8);
    }
}
