//! What the program remembers of its user, apart from any register.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

use crate::store::{
    app_dirs::{AppDirs, create_folder},
    error::WriteError,
    fs::{files, replace::move_to_numbered_backup},
    open_warning::OpenWarning,
    ron::truncate::truncate_for_message,
    write_file,
};

/// How many registers are remembered.
const MAX_RECENT: usize = 10;

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// As the system is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl ThemeChoice {
    /// Every choice, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];
}

/// What the program remembers: all of it can be missing, and none of it is data of a register.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The registers opened last, the newest first; see [`opened`](Self::opened).
    pub recent: Vec<PathBuf>,
    /// The code of the language; the system's where there is none.
    pub language: Option<String>,
    /// Light or dark.
    pub theme: ThemeChoice,
    /// The window's width and height, in points.
    #[serde(rename = "window")]
    pub window_size: Option<(f32, f32)>,
    /// The widths of columns, by name, in points.
    #[serde(rename = "columns")]
    pub column_widths: Vec<(String, f32)>,
    /// The columns that are not shown, by name.
    #[serde(rename = "hidden")]
    pub hidden_columns: Vec<String>,
    /// The name that the user's changes are recorded under, which may be empty; none where it was
    /// never asked for.
    #[serde(rename = "who")]
    pub author_name: Option<String>,
    /// How much larger than usual everything is.
    pub zoom: Option<f32>,
}

impl Settings {
    /// Reads the settings; the usual ones, and a notice, where they cannot be read. What a newer
    /// program has added is passed over.
    pub fn load(places: &AppDirs) -> (Self, Option<OpenWarning>) {
        let path = places.settings_path();
        match load_settings_file(&path) {
            Ok(settings) => (settings.unwrap_or_default(), None),
            Err(error) => (Self::default(), Some(OpenWarning::SettingsUnreadable { path, error })),
        }
    }

    /// Writes the settings. Those that are there are set aside under a name of their own where
    /// they cannot be read.
    ///
    /// # Errors
    /// When they cannot be written. Those that were there are then still there.
    pub fn save(&self, places: &AppDirs) -> Result<(), WriteError> {
        let path = places.settings_path();
        create_folder(&places.config_folder)?;
        let failed = |error: ron::Error| WriteError::Io {
            path: path.clone(),
            error: std::io::Error::other(error),
        };
        // A path that is no text cannot be written down.
        let is_writable = |path: &PathBuf| path.to_str().is_some();
        let recent = self.recent.iter().filter(|path| is_writable(path)).cloned().collect();
        let settings = Self { recent, ..self.clone() };
        let layout = PrettyConfig::new().new_line("\n");
        let text = ron::ser::to_string_pretty(&settings, layout).map_err(failed)?;
        if load_settings_file(&path).is_err() && path.is_file() {
            move_to_numbered_backup(&path)?;
        }
        write_file(&path, format!("{text}\n").as_bytes())
    }

    /// Takes note that a register was opened or made.
    pub fn remember_recent(&mut self, path: &Path) {
        self.recent.retain(|other| other != path);
        self.recent.insert(0, path.to_owned());
        self.recent.truncate(MAX_RECENT);
    }
}

/// The settings in a file, if there is one; what is wrong where they cannot be read.
fn load_settings_file(path: &Path) -> Result<Option<Settings>, String> {
    let text = match files::read_text(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        read => read.map_err(|error| error.to_string())?,
    };
    ron::from_str(&text).map(Some).map_err(|error| truncate_for_message(&error.to_string()))
}
