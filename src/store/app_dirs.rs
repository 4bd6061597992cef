//! Where the program's own files live.

use std::{
    io,
    path::{Path, PathBuf},
};

use crate::{
    register::Register,
    store::{
        error::{LoadError, SaveError, WriteError},
        fs::{
            files,
            replace::{BackupMode, Precondition, replace},
        },
        ron::parse::parse,
    },
};

/// The register that comes with the program.
const SAMPLE_REGISTER: &str = include_str!("../../data/register.ron");

/// The folders of the program's own files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppDirs {
    /// Where the user's own register lives.
    pub data_folder: PathBuf,
    /// Where the settings live.
    pub config_folder: PathBuf,
}

impl AppDirs {
    /// The platform's folders: `$XDG_DATA_HOME/blue-ribbon` and `$XDG_CONFIG_HOME/blue-ribbon` on
    /// Linux, `~/Library/Application Support` on a Mac, `%APPDATA%` on Windows. Nothing where the
    /// user has no home.
    pub fn for_platform() -> Option<Self> {
        let folders = directories::ProjectDirs::from("", "", "blue-ribbon")?;
        Some(Self {
            data_folder: folders.data_dir().to_owned(),
            config_folder: folders.config_dir().to_owned(),
        })
    }

    /// Folders under another one.
    pub fn in_folder(folder: &Path) -> Self {
        Self { data_folder: folder.join("data"), config_folder: folder.join("config") }
    }

    /// The user's own register.
    pub fn user_register_path(&self) -> PathBuf {
        self.data_folder.join("register.ron")
    }

    /// The folder of what was typed and not saved.
    pub fn drafts_folder(&self) -> PathBuf {
        self.data_folder.join("drafts")
    }

    /// The folder of the backups, which has a folder for each register.
    pub fn backups_folder(&self) -> PathBuf {
        self.data_folder.join("backups")
    }

    /// The settings.
    pub fn settings_path(&self) -> PathBuf {
        self.config_folder.join("settings.ron")
    }
}

/// The register that comes with the program.
///
/// # Errors
/// When its text has a fault; not reached with the one that is built in.
pub fn sample_register() -> Result<Register, LoadError> {
    let parsed = parse(SAMPLE_REGISTER);
    Ok(parsed.map_err(|unread| unread.into_load_error(Path::new("register.ron")))?.register)
}

/// Makes the user's own register from the bundled one, if there is none, and says where it is.
/// Whatever is there is left as it is, even where it is no register.
///
/// # Errors
/// When it cannot be written.
pub fn create_user_register(app_dirs: &AppDirs) -> Result<PathBuf, SaveError> {
    let path = app_dirs.user_register_path();
    // A link that leads nowhere is something, too: its disk may be away.
    if path.symlink_metadata().is_ok() {
        return Ok(path);
    }
    create_folder(&app_dirs.data_folder)?;
    let write_sample = |out: &mut dyn io::Write| out.write_all(SAMPLE_REGISTER.as_bytes());
    match replace(&path, &Precondition::Absent, BackupMode::None, write_sample) {
        Ok(_) | Err(SaveError::Exists(_)) => Ok(path),
        Err(error) => Err(error),
    }
}

/// Makes a folder and those above it, where they are not there.
pub(super) fn create_folder(folder: &Path) -> Result<(), WriteError> {
    files::create_folder(folder).map_err(|error| WriteError::io(folder, error))
}
