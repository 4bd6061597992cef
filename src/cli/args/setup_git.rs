//! Arguments of the command that sets up git.

use std::path::PathBuf;

use clap::Args;

use crate::cli::args::common::LanguageArgs;

/// The help after the options of `setup-git`.
pub(super) const SETUP_GIT_HELP: &str = "\
Adds to .gitattributes, at the top of the working tree, the lines that name registers and their \
histories, and sets the merge drivers, the diff heading and a difftool in the configuration of the \
repository. What is set already stays. Commit .gitattributes; everyone who merges runs this \
command once in their own copy.";

#[derive(Debug, Args)]
pub(crate) struct SetupGitArgs {
    /// A folder in the working tree of the repository; this folder where none is given
    pub folder: Option<PathBuf>,
    #[command(flatten)]
    pub language: LanguageArgs,
}
