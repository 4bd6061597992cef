//! The known public keys of others, with the names by which the user knows them.
//!
//! The file lies beside the settings and can be edited by hand: a key and a name on each line. Empty
//! lines and those that begin with `#` are left out.
//!
//! ```text
//! # Keys that were compared on the telephone.
//! ed25519:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a Aoki Hanako
//! ```

use crate::store::{
    app_dirs::AppDirs,
    error::WriteError,
    fs::{files, replace::replace_private, small_file::read_small_text},
    history::line_signature::LineSignature,
    signature::{
        key::PublicKey,
        key_file::{KeyFileError, KeyFileErrorKind, load_signing_key},
    },
};

/// The greatest length of the file, in bytes: about ten thousand keys.
const MAX_LENGTH: u64 = 1 << 20;

/// The own public key and those of others.
#[derive(Clone, Debug, Default)]
pub struct KnownKeys {
    own: Option<PublicKey>,
    named: Vec<(PublicKey, String)>,
}

/// The signer of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineSigner {
    /// The line has no signature.
    Unsigned,
    /// The line has a signature that is not one of what the line says.
    Invalid,
    /// The line is signed with the own key.
    Own(PublicKey),
    /// The line is signed with a known key, of this name.
    Known(PublicKey, String),
    /// The line is signed with a key that is not known.
    Unknown(PublicKey),
}

/// The result of adding a known key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyAddition {
    /// The key was added.
    Added,
    /// The key was known already, by this name; nothing was written.
    Known(String),
}

impl KnownKeys {
    /// Reads the known keys and the own one, as far as they can be read, with the errors of the
    /// files that cannot.
    pub fn load(app_dirs: &AppDirs) -> (Self, Vec<KeyFileError>) {
        let mut errors = Vec::new();
        let named = read(app_dirs).map(|(_, named)| named);
        let named = named.map_err(|error| errors.push(error)).unwrap_or_default();
        let own =
            load_signing_key(app_dirs).map_err(|error| errors.push(error)).unwrap_or_default();
        (Self { own: own.map(|key| key.public_key()), named }, errors)
    }

    /// Verifies the signature of a line, and names its signer.
    pub fn identify(&self, signature: &LineSignature) -> LineSigner {
        match signature {
            LineSignature::Unsigned => LineSigner::Unsigned,
            LineSignature::Malformed => LineSigner::Invalid,
            LineSignature::Signed(signed) if !signed.is_valid() => LineSigner::Invalid,
            LineSignature::Signed(signed) => {
                let key = signed.key;
                let named = self.named.iter().find(|(known, _)| *known == key);
                match named {
                    _ if self.own == Some(key) => LineSigner::Own(key),
                    Some((_, name)) => LineSigner::Known(key, name.clone()),
                    None => LineSigner::Unknown(key),
                }
            }
        }
    }
}

/// Adds a key to the known ones, at the end of their file. What is in the file stays as it stands.
///
/// # Errors
/// When the file cannot be read or written. It is then unchanged.
pub fn add_known_key(
    app_dirs: &AppDirs,
    key: PublicKey,
    name: &str,
) -> Result<KeyAddition, KeyFileError> {
    let (mut text, named) = read(app_dirs)?;
    if let Some((_, name)) = named.into_iter().find(|(known, _)| *known == key) {
        return Ok(KeyAddition::Known(name));
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&format!("{key} {name}\n"));
    let path = app_dirs.known_keys_path();
    let written = files::create_folder(&app_dirs.config_folder)
        .map_err(|error| WriteError::io(&app_dirs.config_folder, error))
        .and_then(|()| replace_private(&path, |out| out.write_all(text.as_bytes())));
    written.map_err(|error| KeyFileError::new(&path, KeyFileErrorKind::Write(error)))?;
    Ok(KeyAddition::Added)
}

/// Reads the text of the file, empty where there is none, and the keys in it.
fn read(app_dirs: &AppDirs) -> Result<(String, Vec<(PublicKey, String)>), KeyFileError> {
    let path = app_dirs.known_keys_path();
    let failed = |kind| KeyFileError::new(&path, kind);
    let text = read_small_text(&path, MAX_LENGTH, false)
        .map_err(|error| failed(KeyFileErrorKind::Unreadable(error)))?
        .unwrap_or_default();
    let mut named: Vec<(PublicKey, String)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let parsed = line.split_once(char::is_whitespace).and_then(|(key, name)| {
            let key: PublicKey = key.parse().ok()?;
            let is_new = named.iter().all(|(known, _)| *known != key);
            is_new.then(|| (key, name.trim().to_owned()))
        });
        named.push(parsed.ok_or_else(|| failed(KeyFileErrorKind::MalformedLine(at + 1)))?);
    }
    Ok((text, named))
}
