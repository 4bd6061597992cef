//! Summaries and lists to hand out: one file per format, each gives bytes.
//!
//! Pure: the day, the language and the rows are handed in, and the same input gives the same
//! bytes. What a summary says is worked out once, in `summary.rs`; each format prints that.

mod summary;
mod case_section;
mod footnotes;
mod format;
pub mod case_list;
pub mod contradictions;
pub mod figure_file;
pub mod changes;
pub(crate) mod diff;

use crate::{
    Cancelled, Locale, Progress,
    analysis::{counts_over_time::CountPoint, position::CaseState, reconciliation::Reconciliation},
    describe::claims::format_day,
    export::summary::{Summary, csv, html, json, markdown},
    model::Day,
    register::{RecordedVersion, Register},
};

/// A format of the summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportFormat {
    /// Markdown (GitHub's, for its tables), to be read as plain text too.
    #[default]
    Markdown,
    /// One self-contained HTML file, for a browser and for paper.
    Html,
    /// One row per case, for a spreadsheet (RFC 4180).
    Csv,
    /// For programs (RFC 8259).
    Json,
}

impl ReportFormat {
    /// Every format, in the order it is offered.
    pub const ALL: [Self; 4] = [Self::Markdown, Self::Html, Self::Csv, Self::Json];

    /// Its name on the command line and its key in the texts of the window.
    pub fn key(self) -> &'static str {
        match self {
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The ending of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

/// What can be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// How things stand on a day.
    Summary,
    /// What changed between two days.
    Changes,
    /// A chart.
    Figure,
}

/// What a summary or a list is made from.
///
/// The standings are those of the register's cases, in order, and they and the reconciliation
/// hold for one day.
pub struct ReportInput<'a> {
    /// The records.
    pub register: &'a Register,
    /// The two lists held against each other.
    pub reconciliation: &'a Reconciliation,
    /// The standing of each case.
    pub case_states: &'a [CaseState],
    /// Which cases to list.
    pub scope: Scope<'a>,
    /// The language.
    pub locale: Locale,
    /// Whether a summary has where a side contradicts itself or the other.
    pub with_contradictions: bool,
    /// Both lists over time of the cases listed, up to the day, where an HTML summary is to have
    /// its pictures.
    pub count_points: Option<&'a [CountPoint]>,
    /// When the register stood so, where it is an earlier one.
    pub as_recorded: Option<RecordedVersion>,
}

/// "As of" a day, and of an earlier register, as recorded when.
fn describe_as_of(locale: Locale, as_of: Day, recorded: Option<RecordedVersion>) -> String {
    let as_of = locale.t_with("export.as_of", &[("day", &format_day(locale, as_of))]);
    let Some(RecordedVersion { day, change_number: change }) = recorded else { return as_of };
    let (day, n) = (format_day(locale, day), change.to_string());
    locale.t_with("export.as_recorded", &[("as_of", &as_of), ("day", &day), ("n", &n)])
}

/// Which cases are listed. The figures are those of the whole register in either case.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// Every case, in the register's order.
    Whole,
    /// The cases that answer a query.
    Filtered {
        /// Their places, in the order wanted; a place the register does not have is left out.
        rows: &'a [u32],
        /// What was asked, in words; see [`query_words`](crate::view::query_words).
        filter_text: &'a str,
    },
}

/// Why nothing was made of what was to be exported: a summary, a list, what changed, the
/// contradictions, a picture.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It was cancelled.
    #[error("the export was cancelled")]
    Cancelled,
    /// The CSV writer failed.
    #[error("the rows could not be written as CSV: {0}")]
    Csv(#[from] ::csv::Error),
    /// The picture could not be drawn.
    #[error("the picture could not be drawn: {0}")]
    Figure(String),
    /// The JSON writer failed.
    #[error("the export could not be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl ExportError {
    /// What happened, in a language.
    pub fn describe(&self, locale: Locale) -> String {
        match self {
            Self::Cancelled => locale.t("export.error.cancelled").into_owned(),
            Self::Csv(error) => locale.t_with("export.error.csv", &[("error", &error.to_string())]),
            Self::Figure(error) => locale.t_with("export.error.figure", &[("error", error)]),
            Self::Json(error) => {
                locale.t_with("export.error.json", &[("error", &error.to_string())])
            }
        }
    }
}

impl From<Cancelled> for ExportError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// Makes a summary. Reports each case twice: when it is worked out and when it is printed.
///
/// # Errors
/// When it was cancelled, or when a writer failed.
pub fn export_summary(
    format: ReportFormat,
    input: &ReportInput<'_>,
    progress: &Progress,
) -> Result<Vec<u8>, ExportError> {
    let summary = Summary::new(input, progress)?;
    match format {
        ReportFormat::Markdown => markdown::print(&summary, progress),
        ReportFormat::Html => html::print(&summary, input, progress),
        ReportFormat::Csv => csv::print(&summary, progress),
        ReportFormat::Json => json::print(&summary, progress),
    }
}
