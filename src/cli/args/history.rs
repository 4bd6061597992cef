//! Arguments of the commands on the history of a register.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::args::common::{LanguageArgs, RegisterArgs};

/// The help after the options of `verify`.
pub(super) const VERIFY_HELP: &str = "\
The exit status is 0 where every line is as it was written, follows the one before it, and the \
register is what the last one gives; 1 where anything is not, each with its line, and where there \
is no history yet, so that nothing can be verified. The history is the file REGISTER.history \
beside the register, a line of RON for each change; each line ends with the SHA-256 of itself and \
holds that of the line before.";

/// The help after the options of `history`.
pub(super) const RECORDED_HELP: &str = "\
Two days are told apart: as of a day is what was said by then; as recorded on a day is what this \
register knew by then.";

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

/// The help after the options of `merge-history`.
pub(super) const MERGE_HISTORY_HELP: &str = "\
Every line of both histories is kept as it was written, and a line is added that follows the last \
lines of both. The exit status is 0 where the histories were merged, and 129 where nothing was \
written. git runs this command once “blue-ribbon setup-git” has set it up.";

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
