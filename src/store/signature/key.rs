//! Key pairs and signatures, and their texts.

use std::{fmt, io, str::FromStr};

use ed25519_dalek::{Signature, Signer as _, VerifyingKey};

/// The text that a public key begins with.
const PUBLIC_KEY_PREFIX: &str = "ed25519:";

/// The secret and the public key of an author. It is never printed whole.
#[derive(Clone, Debug)]
pub struct SigningKey(ed25519_dalek::SigningKey);

/// A public key, printed as `ed25519:` and 64 lower-case hexadecimal digits:
/// `ed25519:d75a9801…511a`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PublicKey([u8; 32]);

/// A signature, printed as 128 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeySignature([u8; 64]);

impl SigningKey {
    /// Generates a key pair from the randomness of the system.
    ///
    /// # Errors
    /// When the system has none.
    pub fn generate() -> io::Result<Self> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|error| io::Error::other(error.to_string()))?;
        Ok(Self(ed25519_dalek::SigningKey::from_bytes(&secret)))
    }

    /// Parses the 64 lower-case hexadecimal digits of a secret key.
    pub(super) fn from_secret_text(text: &str) -> Option<Self> {
        Some(Self(ed25519_dalek::SigningKey::from_bytes(&decode(text)?)))
    }

    /// Returns the secret key as 64 hexadecimal digits.
    pub(super) fn secret_text(&self) -> String {
        hex::encode(self.0.as_bytes())
    }

    /// Returns the public key.
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs a message.
    pub fn sign(&self, message: &[u8]) -> KeySignature {
        KeySignature(self.0.sign(message).to_bytes())
    }
}

impl PublicKey {
    /// Returns whether a message has this signature by the secret key of this public key.
    pub fn verify(&self, message: &[u8], signature: &KeySignature) -> bool {
        let signature = Signature::from_bytes(&signature.0);
        VerifyingKey::from_bytes(&self.0)
            .is_ok_and(|key| key.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PUBLIC_KEY_PREFIX}{}", hex::encode(self.0))
    }
}

impl fmt::Display for KeySignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// The error of parsing a text that is not a key or not a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a key or a signature in lower-case hexadecimal digits is expected")]
pub struct ParseKeyError;

impl FromStr for PublicKey {
    type Err = ParseKeyError;

    /// Parses a public key. Every public key has one text alone.
    fn from_str(text: &str) -> Result<Self, ParseKeyError> {
        let digits = text.strip_prefix(PUBLIC_KEY_PREFIX).ok_or(ParseKeyError)?;
        let bytes = decode(digits).ok_or(ParseKeyError)?;
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| ParseKeyError)?;
        if key.is_weak() { Err(ParseKeyError) } else { Ok(Self(bytes)) }
    }
}

impl FromStr for KeySignature {
    type Err = ParseKeyError;

    /// Parses a signature. Every signature has one text alone.
    fn from_str(text: &str) -> Result<Self, ParseKeyError> {
        decode(text).map(Self).ok_or(ParseKeyError)
    }
}

/// Decodes lower-case hexadecimal digits.
fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let is_lower_case = !text.bytes().any(|byte| byte.is_ascii_uppercase());
    (is_lower_case && hex::decode_to_slice(text, &mut bytes).is_ok()).then_some(bytes)
}
