//! The settings of the program, which belong to no register.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use crate::store::{
    app_dirs::AppDirs,
    error::WriteError,
    fs::{
        files,
        precondition::BackupMode,
        replace::{move_to_numbered_backup, write_file},
    },
    open_warning::OpenWarning,
    paths::absolute_path,
    ron::truncate::truncate_for_message,
};

/// The number of recent registers that are remembered.
const MAX_RECENT: usize = 10;

/// The theme of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// The theme of the system.
    #[default]
    System,
    /// The light theme.
    Light,
    /// The dark theme.
    Dark,
}

impl ThemeChoice {
    /// All choices, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];
}

/// The settings of the program. Every field may be missing in the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The registers opened last, the newest first; see [`remember_recent`](Self::remember_recent).
    pub recent: Vec<PathBuf>,
    /// The code of the language; `None` for that of the system.
    pub language: Option<String>,
    /// The theme of the window.
    pub theme: ThemeChoice,
    /// The width and height of the window, in points.
    #[serde(rename = "window")]
    pub window_size: Option<(f32, f32)>,
    /// The names of columns and their widths in points.
    #[serde(rename = "columns")]
    pub column_widths: Vec<(String, f32)>,
    /// The names of the columns that are not shown.
    #[serde(rename = "hidden")]
    pub hidden_columns: Vec<String>,
    /// The name under which the history records the user's changes, which may be empty; `None`
    /// where the user was not asked yet.
    #[serde(rename = "who")]
    pub author_name: Option<String>,
    /// The zoom factor of the window.
    pub zoom: Option<f32>,
}

impl Settings {
    /// Reads the settings; returns the defaults, with a warning, where they cannot be read. Fields
    /// of a newer program are ignored.
    pub fn load(app_dirs: &AppDirs) -> (Self, Option<OpenWarning>) {
        let path = app_dirs.settings_path();
        match load_settings_file(&path) {
            Ok(settings) => {
                let mut settings = settings.unwrap_or_default();
                // A relative path leads to another file from another folder.
                settings.recent.retain(|path| path.is_absolute());
                (settings, None)
            }
            Err(error) => (Self::default(), Some(OpenWarning::SettingsUnreadable { path, error })),
        }
    }

    /// Writes the settings. A file that cannot be read is renamed to a numbered backup before.
    ///
    /// # Errors
    /// When the settings cannot be written. The old file is then unchanged.
    pub fn save(&self, app_dirs: &AppDirs) -> Result<(), WriteError> {
        let path = app_dirs.settings_path();
        files::create_folder(&app_dirs.config_folder)
            .map_err(|error| WriteError::io(&app_dirs.config_folder, error))?;
        let failed = |error: ron::Error| WriteError::Io {
            path: path.clone(),
            error: std::io::Error::other(error),
        };
        // RON cannot hold a path that is not Unicode.
        let is_writable = |path: &PathBuf| path.to_str().is_some();
        let recent = self.recent.iter().filter(|path| is_writable(path)).cloned().collect();
        let settings = Self { recent, ..self.clone() };
        let layout = PrettyConfig::new().new_line("\n");
        let text = ron::ser::to_string_pretty(&settings, layout).map_err(failed)?;
        if load_settings_file(&path).is_err() && files::is_file(&path) {
            move_to_numbered_backup(&path)?;
        }
        write_file(&path, BackupMode::None, |out| writeln!(out, "{text}"))
    }

    /// Moves a register that was opened or created to the front of the recent ones.
    pub fn remember_recent(&mut self, path: &Path) {
        let path = absolute_path(path);
        self.recent.retain(|other| *other != path);
        self.recent.insert(0, path);
        self.recent.truncate(MAX_RECENT);
    }
}

/// Reads a settings file; returns `None` where it does not exist, and the error as text.
fn load_settings_file(path: &Path) -> Result<Option<Settings>, String> {
    let text = match files::read_text(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        read => read.map_err(|error| error.to_string())?,
    };
    ron::from_str(&text).map(Some).map_err(|error| truncate_for_message(&error.to_string()))
}
