//! Arguments of the commands on the history of a register.

use clap::{Args, ValueEnum};

use crate::cli::args::common::RegisterArgs;

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

/// A format of the history.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum HistoryFormat {
    /// A change a line: number, time (UTC), who, what, why
    #[default]
    Text,
    /// For programs; the time is as_recorded
    Json,
}
