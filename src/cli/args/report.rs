//! Arguments of the reports and of the case list.

use clap::Args;

use crate::{
    analysis::{position::Status, query::Sort},
    cli::args::{
        common::{OutputFileArgs, RegisterArgs},
        value_parsers::{parse_day, parse_sort, parse_year_range},
    },
    export::{case_list::ListFormat, csv_separator::CsvSeparator, report::ReportFormat},
    model::Day,
};

#[derive(Debug, Args)]
pub(in crate::cli) struct SummaryArgs {
    #[command(flatten)]
    pub day_args: DayArgs,
    /// With where a side contradicts itself or the other
    #[arg(long)]
    pub contradictions: bool,
    /// With pictures of both lists over time, the timeline and the map; only with --format html
    #[arg(long)]
    pub pictures: bool,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ChangesArgs {
    #[command(flatten)]
    pub common: RegisterArgs,
    /// The day after which changes count, such as 2002-09-17
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub from: Day,
    /// The last day on which changes count; today where none is given. Where it is before the
    /// other day, the two are exchanged
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub to: Option<Day>,
    #[command(flatten)]
    pub output_args: OutputArgs,
}

/// The format and the place of the output.
#[derive(Debug, Args)]
pub(in crate::cli) struct OutputArgs {
    /// The format; that of the ending of the output file where none is given, else markdown
    #[arg(long, value_enum)]
    pub format: Option<ReportFormat>,
    #[command(flatten)]
    pub separator_args: SeparatorArgs,
    #[command(flatten)]
    pub file: OutputFileArgs,
}

/// The form of a CSV file.
#[derive(Debug, Args)]
pub(in crate::cli) struct SeparatorArgs {
    /// The sign between two cells; only with --format csv. A tab in a file that ends in .tsv, else
    /// a comma
    #[arg(long, value_enum, value_name = "SIGN")]
    pub separator: Option<CsvSeparator>,
}

/// The version of the register.
#[derive(Debug, Args)]
pub(in crate::cli) struct AsRecordedArgs {
    /// The register as it was recorded by the end of this day, from its history, such as
    /// 2026-11-25; as it is where none is given
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub as_recorded: Option<Day>,
}

/// The register, the day and the output of a report as of a day.
#[derive(Debug, Args)]
pub(in crate::cli) struct DayArgs {
    #[command(flatten)]
    pub common: RegisterArgs,
    /// The day everything is worked out for, such as 2002-09-17; today where none is given
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub as_of: Option<Day>,
    #[command(flatten)]
    pub recorded_args: AsRecordedArgs,
    #[command(flatten)]
    pub output_args: OutputArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ListArgs {
    #[command(flatten)]
    pub common: RegisterArgs,
    /// The day everything is worked out for, such as 2002-09-17; today where none is given
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub as_of: Option<Day>,
    #[command(flatten)]
    pub recorded_args: AsRecordedArgs,
    /// Only cases of this status; may be given several times
    #[arg(long, value_enum)]
    pub status: Vec<Status>,
    /// Only cases that can have been taken in these years: 1977, 1977..1978, 1977.. or ..1978. A
    /// date that is a span, such as 197X or 1977-12-30/1978-01-02, counts for each of its years
    #[arg(long, value_name = "FROM[..TO]", value_parser = parse_year_range)]
    pub year: Option<(i16, i16)>,
    /// With --year: only cases that were certainly taken in these years
    #[arg(long, requires = "year")]
    pub certain: bool,
    /// Only cases with all these words in a name, a place or a note
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
    /// The column to sort by; -COLUMN reverses the order. One of name, native,
    /// taken, age, place, status, first, second (the two parties' positions), incident
    #[arg(long, value_name = "COLUMN", value_parser = parse_sort, allow_hyphen_values = true)]
    pub sort: Option<Sort>,
    /// The format
    #[arg(long, value_enum, default_value_t)]
    pub format: ListFormat,
    #[command(flatten)]
    pub separator_args: SeparatorArgs,
}
