//! The folders of the program's own files.

use std::path::{Path, PathBuf};

/// The folders of the program's own files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppDirs {
    /// The folder of the user's own register, the drafts, the backups and the known ends of
    /// histories.
    pub data_folder: PathBuf,
    /// The folder of the settings.
    pub config_folder: PathBuf,
}

impl AppDirs {
    /// Returns the folders of the platform: `$XDG_DATA_HOME/blue-ribbon` and
    /// `$XDG_CONFIG_HOME/blue-ribbon` on Linux, below `~/Library/Application Support` on macOS,
    /// below `%APPDATA%` on Windows. `None` where the user has no home folder.
    pub fn for_platform() -> Option<Self> {
        let folders = directories::ProjectDirs::from("", "", "blue-ribbon")?;
        Some(Self {
            data_folder: folders.data_dir().to_owned(),
            config_folder: folders.config_dir().to_owned(),
        })
    }

    /// Returns the folders `data` and `config` in a folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self { data_folder: folder.join("data"), config_folder: folder.join("config") }
    }

    /// Returns the path of the user's own register.
    pub fn user_register_path(&self) -> PathBuf {
        self.data_folder.join("register.ron")
    }

    /// Returns the folder of the drafts.
    pub fn drafts_folder(&self) -> PathBuf {
        self.data_folder.join("drafts")
    }

    /// Returns the folder of the backups, in which each register has a folder of its own.
    pub fn backups_folder(&self) -> PathBuf {
        self.data_folder.join("backups")
    }

    /// Returns the folder of the known ends of histories.
    pub fn histories_folder(&self) -> PathBuf {
        self.data_folder.join("histories")
    }

    /// Returns the path of the own key pair, by which lines of histories are signed.
    pub fn signing_key_path(&self) -> PathBuf {
        self.config_folder.join("signing-key.ron")
    }

    /// Returns the path of the known public keys of others.
    pub fn known_keys_path(&self) -> PathBuf {
        self.config_folder.join("known-keys.txt")
    }

    /// Returns the path of the settings.
    pub fn settings_path(&self) -> PathBuf {
        self.config_folder.join("settings.ron")
    }
}
