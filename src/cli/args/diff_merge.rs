//! Arguments of the commands on two versions of a register.

use std::path::PathBuf;

use clap::Args;

use crate::{
    cli::args::common::{LanguageArgs, OutputFileArgs},
    export::diff::DiffFormat,
    model::characters::visible_line,
    store::ron::conflict_markers::MarkerStyle,
};

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The older version; /dev/null where there was none
    pub old: PathBuf,
    /// The newer version; /dev/null where it was deleted
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
    /// The name of the file for messages, where the versions are temporary files
    #[arg(long, value_name = "NAME")]
    pub path: Option<String>,
    /// The number of signs of a conflict marker
    #[arg(long, value_name = "NUMBER", default_value_t = MarkerStyle::default().size, value_parser = parse_marker_size)]
    pub marker_size: usize,
    /// The names of both sides for messages and conflict markers
    #[arg(long, num_args = 2, value_names = ["OURS", "THEIRS"])]
    pub labels: Vec<String>,
}

impl MergeArgs {
    /// Returns the form of the conflict markers. A label that git did not replace, because it is
    /// older than the label, is none. A label is on one line, without signs that act beside it.
    pub fn marker_style(&self) -> MarkerStyle {
        let usual = MarkerStyle::default();
        let label = |at: usize, usual: String| {
            let given = self.labels.get(at).map(|label| visible_line(label).into_owned());
            given
                .filter(|label| !label.trim().is_empty() && !label.starts_with('%'))
                .unwrap_or(usual)
        };
        MarkerStyle {
            size: self.marker_size,
            our_label: label(0, usual.our_label),
            their_label: label(1, usual.their_label),
        }
    }
}

/// Parses the number of signs of a conflict marker. A number that is too small for a marker, or that
/// git did not replace, is the usual one.
fn parse_marker_size(text: &str) -> Result<usize, std::num::ParseIntError> {
    let usual = MarkerStyle::default().size;
    if text.starts_with('%') {
        return Ok(usual);
    }
    Ok(text.parse::<u8>()?.into()).map(|size: usize| size.max(usual))
}
