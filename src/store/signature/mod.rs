//! Signatures of the lines of a history: key pairs, the own key's file, and the keys of others.
//!
//! A signature is Ed25519 (RFC 8032). The own key pair and the known public keys of others lie in
//! the folder of the settings.

pub mod key;
pub mod key_file;
pub mod known_keys;
