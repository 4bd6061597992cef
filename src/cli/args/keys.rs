//! Arguments of the commands on the keys of signatures.

use clap::Args;

use crate::{
    cli::args::{
        common::LanguageArgs,
        value_parsers::{parse_key_name, parse_public_key},
    },
    store::signature::key::PublicKey,
};

#[derive(Debug, Args)]
pub(crate) struct GenerateKeyArgs {
    #[command(flatten)]
    pub language: LanguageArgs,
}

#[derive(Debug, Args)]
pub(crate) struct TrustKeyArgs {
    /// The name of the owner, in one line
    #[arg(value_parser = parse_key_name)]
    pub name: String,
    /// The public key that the owner has given, such as ed25519:d75a…
    #[arg(value_parser = parse_public_key)]
    pub key: PublicKey,
    #[command(flatten)]
    pub language: LanguageArgs,
}
