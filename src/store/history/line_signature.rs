//! The signature of a line of a history.
//!
//! It stands before the seal, which covers it, so that whoever removes it changes the seal:
//!
//! ```text
//! (format: 1, n: 2, …, before: "6b86b273…4b35", key: "ed25519:d75a…511a", signature: "e556…100b", seal: "4e07…b5e4")
//! ```
//!
//! Signed is the text `blue-ribbon history line ` and the SHA-256, in lower-case hexadecimal digits,
//! of the line up to `, key:`. That part holds the seal of the line before and, of a merge, of the
//! last line of the other history.

use serde::Deserialize;

use crate::store::{
    fs::hash::Hash,
    history::entry_syntax::entry_options,
    signature::key::{KeySignature, PublicKey, SigningKey},
};

/// The text before the public key, and that between the public key and the signature.
const KEY_PREFIX: &str = ", key: \"";
const SIGNATURE_PREFIX: &str = "\", signature: \"";
/// The text after the signature.
const SIGNATURE_SUFFIX: &str = "\"";

/// The signature that a line holds. It is not verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineSignature {
    /// The line has none.
    Unsigned,
    /// The line has a part of one, or one in another form than signatures have.
    Malformed,
    /// The line has one.
    Signed(SignedDigest),
}

/// The digest of a line, its signature, and the key of that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedDigest {
    /// The public key that the line names.
    pub key: PublicKey,
    signature: KeySignature,
    digest: Hash,
}

/// The fields of a signature, which a line of any form may have.
#[derive(Deserialize)]
struct SignatureFields {
    #[serde(default)]
    key: Option<ron::Value>,
    #[serde(default)]
    signature: Option<ron::Value>,
}

impl LineSignature {
    /// Reads the signature of a line, of which `body` is the part before the seal.
    pub(super) fn read(body: &str) -> Self {
        if let Some(signed) = SignedDigest::read(body) {
            return Self::Signed(signed);
        }
        // One of the two words stands in every line that has lost a part of its signature.
        let is_suspicious = body.contains("signature") || body.contains("ed25519");
        if is_suspicious && has_signature_fields(body) { Self::Malformed } else { Self::Unsigned }
    }
}

impl SignedDigest {
    /// Returns whether the signature is one of the line, by the key that it names.
    pub fn is_valid(&self) -> bool {
        self.key.verify(message(self.digest).as_bytes(), &self.signature)
    }

    fn read(body: &str) -> Option<Self> {
        let (rest, signature) =
            body.strip_suffix(SIGNATURE_SUFFIX)?.rsplit_once(SIGNATURE_PREFIX)?;
        let (signed, key) = rest.rsplit_once(KEY_PREFIX)?;
        Some(Self {
            key: key.parse().ok()?,
            signature: signature.parse().ok()?,
            digest: Hash::of_bytes(signed.as_bytes()),
        })
    }
}

/// Returns the text that adds the signature to a line before its seal.
pub(super) fn print_signature(body: &str, key: &SigningKey) -> String {
    let signature = key.sign(message(Hash::of_bytes(body.as_bytes())).as_bytes());
    let public = key.public_key();
    format!("{KEY_PREFIX}{public}{SIGNATURE_PREFIX}{signature}{SIGNATURE_SUFFIX}")
}

fn message(digest: Hash) -> String {
    format!("blue-ribbon history line {digest}")
}

fn has_signature_fields(body: &str) -> bool {
    let fields: Result<SignatureFields, _> = entry_options().from_str(&format!("{body})"));
    fields.is_ok_and(|fields| fields.key.is_some() || fields.signature.is_some())
}
