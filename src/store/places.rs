//! Where the program's own files live.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{
    door,
    error::{LoadError, SaveError, WriteError},
    parse::parse,
    save::{Expected, Keep, replace},
};
use crate::register::Register;

/// The register that comes with the program.
const BUNDLED: &str = include_str!("../../data/register.ron");

/// The folders of the program's own files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Where the user's own register lives.
    pub data: PathBuf,
    /// Where the settings live.
    pub config: PathBuf,
}

impl Places {
    /// The platform's folders: `$XDG_DATA_HOME/blue-ribbon` and `$XDG_CONFIG_HOME/blue-ribbon` on
    /// Linux, `~/Library/Application Support` on a Mac, `%APPDATA%` on Windows. Nothing where the
    /// user has no home.
    pub fn platform() -> Option<Self> {
        let folders = directories::ProjectDirs::from("", "", "blue-ribbon")?;
        Some(Self { data: folders.data_dir().to_owned(), config: folders.config_dir().to_owned() })
    }

    /// Folders under another one.
    pub fn under(folder: &Path) -> Self {
        Self { data: folder.join("data"), config: folder.join("config") }
    }

    /// The user's own register.
    pub fn own_register(&self) -> PathBuf {
        self.data.join("register.ron")
    }

    /// The folder of what was typed and not saved.
    pub fn drafts(&self) -> PathBuf {
        self.data.join("drafts")
    }

    /// The folder of the backups, which has a folder for each register.
    pub fn backups(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// The settings.
    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.ron")
    }
}

/// The register that comes with the program.
///
/// # Errors
/// When its text has a fault; not reached with the one that is built in.
pub fn bundled() -> Result<Register, LoadError> {
    let parsed = parse(BUNDLED);
    Ok(parsed.map_err(|unread| unread.in_file(Path::new("register.ron")))?.register)
}

/// Makes the user's own register from the bundled one, if there is none, and says where it is.
/// Whatever is there is left as it is, even where it is no register.
///
/// # Errors
/// When it cannot be written.
pub fn first_start(places: &Places) -> Result<PathBuf, SaveError> {
    let path = places.own_register();
    // A link that leads nowhere is something, too: its disk may be away.
    if path.symlink_metadata().is_ok() {
        return Ok(path);
    }
    make_folder(&places.data)?;
    let bundled = |out: &mut dyn io::Write| out.write_all(BUNDLED.as_bytes());
    match replace(&path, &Expected::Nothing, Keep::Nothing, bundled) {
        Ok(_) | Err(SaveError::Exists(_)) => Ok(path),
        Err(error) => Err(error),
    }
}

/// Makes a folder and those above it, where they are not there.
pub(super) fn make_folder(folder: &Path) -> Result<(), WriteError> {
    door::make_folder(folder).map_err(|error| WriteError::io(folder, error))
}
