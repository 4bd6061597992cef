//! The file of the own key pair, beside the settings.
//!
//! Only its owner may read it. It is created when the user asks for it, and never replaced.
//!
//! ```text
//! // The secret key by which Blue Ribbon signs your lines in the histories of registers.
//! // Whoever has it signs in your name. Give away the public key alone.
//! (format: 1, public: "ed25519:d75a9801…511a", secret: "9d61b19d…7f60")
//! ```

use std::{
    io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::store::{
    app_dirs::AppDirs,
    error::WriteError,
    fs::{
        files,
        replace::create_private,
        small_file::{SmallFileError, read_small_text},
    },
    signature::key::SigningKey,
};

/// The format number of the file.
const KEY_FILE_FORMAT: u32 = 1;

/// The greatest length of the file, in bytes.
const MAX_LENGTH: u64 = 4096;

/// The comment at the head of the file.
const COMMENT: &str = "\
// The secret key by which Blue Ribbon signs your lines in the histories of registers.
// Whoever has it signs in your name. Give away the public key alone.
";

/// An error of reading or creating the file of the own key pair, or of reading the known keys.
#[derive(Debug)]
pub struct KeyFileError {
    /// The path of the file.
    pub path: PathBuf,
    /// The kind of the error.
    pub kind: KeyFileErrorKind,
}

/// The kinds of errors of a file of keys.
#[derive(Debug)]
pub enum KeyFileErrorKind {
    /// The file cannot be read.
    Unreadable(SmallFileError),
    /// The file is not a file of a key pair, or its two keys are no pair.
    Malformed,
    /// The line of this number is not a key and a name, or repeats a key.
    MalformedLine(usize),
    /// The file has a newer format, with this number.
    NewerFormat(u32),
    /// The system has no randomness.
    NoRandomness(io::Error),
    /// The file cannot be written.
    Write(WriteError),
}

impl KeyFileError {
    pub(super) fn new(path: &Path, kind: KeyFileErrorKind) -> Self {
        Self { path: path.to_owned(), kind }
    }
}

/// The content of the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyPairRecord {
    format: u32,
    public: String,
    secret: String,
}

/// The format number, which the files of every format have.
#[derive(Deserialize)]
struct KeyFormatHeader {
    format: u32,
}

/// A key pair, and whether its file was there already.
pub struct OwnKey {
    /// The key pair.
    pub key: SigningKey,
    /// True if the file was created for it.
    pub is_new: bool,
}

/// Reads the own key pair; `None` where the user has none.
///
/// # Errors
/// When the file cannot be read, is not private, or is not a file of a key pair.
pub fn load_signing_key(app_dirs: &AppDirs) -> Result<Option<SigningKey>, KeyFileError> {
    let path = app_dirs.signing_key_path();
    let failed = |kind| KeyFileError::new(&path, kind);
    let text = read_small_text(&path, MAX_LENGTH, true)
        .map_err(|error| failed(KeyFileErrorKind::Unreadable(error)))?;
    text.map(|text| parse(&text).map_err(failed)).transpose()
}

/// Returns the own key pair, which is generated where the user has none. An existing file is never
/// replaced.
///
/// # Errors
/// When the existing file cannot be read, or a new one cannot be written.
pub fn load_or_create_signing_key(app_dirs: &AppDirs) -> Result<OwnKey, KeyFileError> {
    if let Some(key) = load_signing_key(app_dirs)? {
        return Ok(OwnKey { key, is_new: false });
    }
    let path = app_dirs.signing_key_path();
    let failed = |kind| KeyFileError::new(&path, kind);
    let key =
        SigningKey::generate().map_err(|error| failed(KeyFileErrorKind::NoRandomness(error)))?;
    let record = KeyPairRecord {
        format: KEY_FILE_FORMAT,
        public: key.public_key().to_string(),
        secret: key.secret_text(),
    };
    let written = files::create_folder(&app_dirs.config_folder)
        .map_err(|error| WriteError::io(&app_dirs.config_folder, error))
        .and_then(|()| {
            create_private(&path, |out| {
                let text = ron::to_string(&record).map_err(io::Error::other)?;
                writeln!(out, "{COMMENT}{text}")
            })
        });
    written.map_err(|error| failed(KeyFileErrorKind::Write(error)))?;
    Ok(OwnKey { key, is_new: true })
}

fn parse(text: &str) -> Result<SigningKey, KeyFileErrorKind> {
    let record = match (ron::from_str::<KeyPairRecord>(text), ron::from_str(text)) {
        (_, Ok(KeyFormatHeader { format })) if format > KEY_FILE_FORMAT => {
            return Err(KeyFileErrorKind::NewerFormat(format));
        }
        (Ok(record), _) => record,
        (Err(_), _) => return Err(KeyFileErrorKind::Malformed),
    };
    SigningKey::from_secret_text(&record.secret)
        .filter(|key| key.public_key().to_string() == record.public)
        .ok_or(KeyFileErrorKind::Malformed)
}
