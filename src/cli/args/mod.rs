//! Arguments of the command line.

pub(super) mod common;
pub(super) mod diff_merge;
pub(super) mod history;
pub(super) mod keys;
pub(super) mod output_format;
pub(super) mod report;
pub(super) mod setup_git;
pub(super) mod value_error;
mod value_parsers;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::{
    Locale,
    cli::args::{
        common::RegisterArgs,
        diff_merge::{DiffArgs, MergeArgs},
        history::{HistoryArgs, MergeHistoryArgs, VerifyArgs},
        keys::{GenerateKeyArgs, TrustKeyArgs},
        report::{ChangesArgs, DayArgs, ListArgs, SummaryArgs},
        setup_git::SetupGitArgs,
    },
};

/// A casebook of the people abducted by North Korea: who said what of whom, when, and on which
/// source.
///
/// Without a command, opens the window.
#[derive(Debug, Parser)]
#[command(name = "blue-ribbon", version, args_conflicts_with_subcommands = true)]
pub(super) struct Cli {
    /// The register to open; your own where none is given. Write ./summary or -- summary for a
    /// file that is named like a command
    pub register: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<CliCommand>,
}

#[derive(Debug, Subcommand)]
pub(super) enum CliCommand {
    /// Print both counts, the names that make the difference, the cases and their sources
    Summary(SummaryArgs),
    /// Print what changed between two days: what was said, who returned, how the lists moved
    Changes(ChangesArgs),
    /// List cases
    List(ListArgs),
    /// Print where a side contradicts itself or the other, with both sources
    Contradictions(DayArgs),
    /// Print the findings, one a line; the exit status is 1 where one is an error
    Check(CheckArgs),
    /// Print every recorded change of a register, or of one case: when, who, what, why
    History(HistoryArgs),
    /// Say whether the lines of a history follow each other as sealed and the register is what they give
    Verify(VerifyArgs),
    /// Print what differs between two versions of a register, person by person
    Diff(DiffArgs),
    /// Bring two versions of a register together, as a merge driver of git
    Merge(MergeArgs),
    /// Bring two histories of a register together, as a merge driver of git
    MergeHistory(MergeHistoryArgs),
    /// Have git merge the registers of a repository and their histories with this program
    SetupGit(SetupGitArgs),
    /// Make your own key pair, by which your changes are signed, and print its public key
    GenerateKey(GenerateKeyArgs),
    /// Name the owner of a public key, so that verify and the window name whose signatures they are
    TrustKey(TrustKeyArgs),
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub common: RegisterArgs,
}

impl CliCommand {
    /// Returns the language of the output, where one is given.
    pub fn parse_locale(&self) -> Option<Locale> {
        let language = match self {
            Self::Summary(args) => &args.day_args.common.language,
            Self::Changes(args) => &args.common.language,
            Self::List(args) => &args.common.language,
            Self::Contradictions(args) => &args.common.language,
            Self::Check(args) => &args.common.language,
            Self::Verify(args) => &args.common.language,
            Self::History(args) => &args.common.language,
            Self::Diff(args) => &args.language,
            Self::Merge(args) => &args.language,
            Self::MergeHistory(args) => &args.language,
            Self::SetupGit(args) => &args.language,
            Self::GenerateKey(args) => &args.language,
            Self::TrustKey(args) => &args.language,
        };
        language.lang
    }
}
