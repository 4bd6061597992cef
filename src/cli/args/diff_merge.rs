//! Arguments of the commands on two versions of a register.

use std::path::PathBuf;

use clap::Args;

use crate::{cli::args::common::LanguageArgs, export::diff::DiffFormat};

/// The help after the options of `merge`.
pub(super) const MERGE_HELP: &str = "\
The exit status is 0 where all was merged, 1 where conflicts are marked in the file, and 2 where \
nothing was written. “blue-ribbon setup-git” has git merge registers so.";

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The older version
    pub old: PathBuf,
    /// The newer version
    pub new: PathBuf,
    #[command(flatten)]
    pub language: LanguageArgs,
    /// The format
    #[arg(long, value_enum, default_value_t)]
    pub format: DiffFormat,
    /// The file to write, instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct MergeArgs {
    /// The version that both others were made from; an empty file where there was none
    pub base: PathBuf,
    /// The version to merge into
    pub ours: PathBuf,
    /// The version to bring in
    pub theirs: PathBuf,
    #[command(flatten)]
    pub language: LanguageArgs,
    /// The file to write, which is kept as its backup where it is there; OURS where none is given,
    /// of which no backup is kept
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}
