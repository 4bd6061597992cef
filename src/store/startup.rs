//! The register that comes with the program, and the user's own at the first start.

use std::path::{Path, PathBuf};

use crate::{
    register::Register,
    store::{
        app_dirs::AppDirs,
        error::{LoadError, SaveError, WriteError},
        fs::{
            files::{create_folder, path_exists},
            precondition::{BackupMode, Precondition},
            replace::replace,
        },
        ron::parse::parse,
        saved_version::SavedVersion,
    },
};

/// The text of the register that comes with the program.
const SAMPLE_REGISTER: &str = include_str!("../../data/register.ron");

/// Parses the register that comes with the program.
///
/// # Errors
/// When its text has a syntax error, which a test rules out.
pub fn sample_register() -> Result<Register, LoadError> {
    let parsed = parse(SAMPLE_REGISTER);
    Ok(parsed.map_err(|failure| failure.into_load_error(Path::new("register.ron")))?.register)
}

/// Creates the user's own register as a copy of the one that comes with the program, and returns
/// its path. An existing file is left as it is, even where it is not a register.
///
/// # Errors
/// When the file cannot be written.
pub fn create_user_register(app_dirs: &AppDirs) -> Result<PathBuf, SaveError> {
    let path = app_dirs.user_register_path();
    // The disk to which a symbolic link leads may not be mounted.
    if path_exists(&path) {
        return Ok(path);
    }
    create_folder(&app_dirs.data_folder)
        .map_err(|error| WriteError::io(&app_dirs.data_folder, error))?;
    let created = replace(&path, &Precondition::Absent, BackupMode::None, |out| {
        out.write_all(SAMPLE_REGISTER.as_bytes())
    });
    match created {
        Ok(created) => {
            SavedVersion::from(created).ensure_flushed().map(|_| path).map_err(<_>::from)
        }
        Err(SaveError::Exists(_)) => Ok(path),
        Err(error) => Err(error),
    }
}
