//! Arguments of the commands on two versions of a register.

use std::path::PathBuf;

use clap::Args;

use crate::{
    cli::args::common::{LanguageArgs, OutputFileArgs},
    export::diff::DiffFormat,
};

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The older version
    pub old: PathBuf,
    /// The newer version
    pub new: PathBuf,
    #[command(flatten)]
    pub language: LanguageArgs,
    /// The format; that of the ending of the output file where none is given, else text
    #[arg(long, value_enum)]
    pub format: Option<DiffFormat>,
    #[command(flatten)]
    pub file: OutputFileArgs,
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
    /// Let the output replace also a register, its history, lock or backup
    #[arg(long, requires = "output")]
    pub force: bool,
}
