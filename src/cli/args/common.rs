//! Arguments that several commands share.

use std::path::PathBuf;

use clap::Args;

use crate::{Locale, cli::args::value_parsers::parse_locale};

#[derive(Debug, Args)]
pub(in crate::cli) struct RegisterArgs {
    /// The register to read; your own where none is given
    pub register: Option<PathBuf>,
    #[command(flatten)]
    pub language: LanguageArgs,
}

/// The language of the output.
#[derive(Debug, Args)]
pub(in crate::cli) struct LanguageArgs {
    /// The language, such as en or ja; the system's where none is given
    #[arg(long, value_name = "CODE", value_parser = parse_locale)]
    pub lang: Option<Locale>,
}

/// The file of the output.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct OutputFileArgs {
    /// The file to write, instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace also a register, its history, lock or backup; the old file is kept as a numbered
    /// backup
    #[arg(long, requires = "output")]
    pub force: bool,
    /// True if no format has the ending of the file, so that it is written in the default one.
    #[arg(skip)]
    pub has_unknown_ending: bool,
}
