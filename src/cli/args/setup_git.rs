//! Arguments of the command that sets up git.

use std::path::PathBuf;

use clap::Args;

use crate::cli::args::common::LanguageArgs;

#[derive(Debug, Args)]
pub(crate) struct SetupGitArgs {
    /// A folder in the working tree of the repository; this folder where none is given
    pub folder: Option<PathBuf>,
    #[command(flatten)]
    pub language: LanguageArgs,
}
