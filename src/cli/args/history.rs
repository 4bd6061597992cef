//! Arguments of the commands on the history of a register.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::{
    cli::args::{
        common::{LanguageArgs, RegisterArgs},
        value_parsers::parse_seal,
    },
    store::history::seal_search::SealPrefix,
};

#[derive(Debug, Args)]
pub(crate) struct HistoryArgs {
    #[command(flatten)]
    pub common: RegisterArgs,
    /// The ID of the case whose changes alone are listed, such as yokota-megumi
    pub case: Option<String>,
    /// The format
    #[arg(long, value_enum, default_value_t)]
    pub format: HistoryFormat,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    #[command(flatten)]
    pub common: RegisterArgs,
    /// The seal of a line, or at least its first 16 digits, as a report names it: says which line
    /// has it, and whether the later lines follow it
    #[arg(long, value_parser = parse_seal)]
    pub seal: Option<SealPrefix>,
}

#[derive(Debug, Args)]
pub(crate) struct MergeHistoryArgs {
    /// The history that both others continue; an empty file where there was none
    pub base: PathBuf,
    /// The history to merge into, which is replaced
    pub ours: PathBuf,
    /// The history to bring in
    pub theirs: PathBuf,
    /// The path of the history in the repository, beside which its register is found
    pub path: Option<PathBuf>,
    #[command(flatten)]
    pub language: LanguageArgs,
}

/// A format of the history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum HistoryFormat {
    /// A change a line: number, local time, who, what, why
    #[default]
    Text,
    /// For programs; the time is as_recorded
    Json,
}
