//! The words of the command line and what they mean.

pub(crate) mod history;
pub(crate) mod diff_merge;

use std::{ffi::OsString, path::Path, path::PathBuf};

use clap::{
    Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, builder::PossibleValue,
    error::ErrorKind,
};

use crate::{
    Locale,
    analysis::{
        position::Status,
        query::{Column, Facet, FacetFilter, FacetValue, Sort},
    },
    cli::{
        self, Invocation,
        args::{
            diff_merge::{DiffArgs, MERGE_HELP, MergeArgs},
            history::{HistoryArgs, RECORDED_HELP, VERIFY_HELP},
        },
    },
    export::{ReportFormat, case_list::ListFormat},
    model::{Date, DateKind, DatePrecision, Day},
};

/// A casebook of the people abducted by North Korea: who said what of whom, when, and on which
/// source.
///
/// Without a command, opens the window.
#[derive(Debug, Parser)]
#[command(name = "blue-ribbon", version, args_conflicts_with_subcommands = true)]
struct Cli {
    /// The register to open; your own where none is given. Write ./summary or -- summary for a
    /// file that is named like a command
    register: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<CliCommand>,
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
    #[command(after_help = RECORDED_HELP)]
    History(HistoryArgs),
    /// Say whether the history of a register is whole and the register is what it ends with
    #[command(after_help = VERIFY_HELP)]
    Verify(CheckArgs),
    /// Print what differs between two versions of a register, person by person
    Diff(DiffArgs),
    /// Bring two versions of a register together, as a merge driver of git
    #[command(after_help = MERGE_HELP)]
    Merge(MergeArgs),
}

#[derive(Debug, Args)]
pub(super) struct RegisterArgs {
    /// The register to read; your own where none is given
    pub register: Option<PathBuf>,
    #[command(flatten)]
    pub language: LanguageArgs,
}

/// The language of what is printed.
#[derive(Debug, Args)]
pub(super) struct LanguageArgs {
    /// The language, such as en or ja; the system's where none is given
    #[arg(long, value_name = "CODE", value_parser = lang)]
    pub lang: Option<Locale>,
}

#[derive(Debug, Args)]
pub(super) struct SummaryArgs {
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
pub(super) struct ChangesArgs {
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

/// What is written, and where.
#[derive(Debug, Args)]
pub(super) struct OutputArgs {
    /// The format
    #[arg(long, value_enum, default_value_t)]
    pub format: ReportFormat,
    /// The file to write, instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The register as it is, or as it stood.
#[derive(Debug, Args)]
pub(super) struct AsRecordedArgs {
    /// The register as it was recorded by the end of this day, from its history, such as
    /// 2026-11-25; as it is where none is given
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub as_recorded: Option<Day>,
}

/// What is handed out as of a day, and where.
#[derive(Debug, Args)]
pub(super) struct DayArgs {
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
pub(super) struct ListArgs {
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
    /// Only cases taken in these years: 1977, 1977..1978, 1977.. or ..1978
    #[arg(long, value_name = "FROM[..TO]", value_parser = parse_year_range)]
    pub year: Option<(i16, i16)>,
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
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub common: RegisterArgs,
}

impl CliCommand {
    /// The language asked for.
    pub fn parse_locale(&self) -> Option<Locale> {
        let speech = match self {
            Self::Summary(args) => &args.day_args.common.language,
            Self::Changes(args) => &args.common.language,
            Self::List(args) => &args.common.language,
            Self::Contradictions(args) => &args.common.language,
            Self::Check(args) | Self::Verify(args) => &args.common.language,
            Self::History(args) => &args.common.language,
            Self::Diff(args) => &args.language,
            Self::Merge(args) => &args.language,
        };
        speech.lang
    }
}

/// Reads the command line; the help says where the user's own register is.
pub(super) fn parse(
    line: impl IntoIterator<Item = OsString>,
    own: Option<&Path>,
) -> Result<Invocation, clap::Error> {
    let help = match own {
        Some(path) => format!("Your own register: {}", path.display()),
        None => "This system has no folder for a register of your own. Name the register to read."
            .to_owned(),
    };
    let mut command = Cli::command().after_help(help.clone());
    for name in ["summary", "changes", "list", "contradictions", "check"] {
        command = command.mut_subcommand(name, |command| command.after_help(help.clone()));
    }
    let matches = command.try_get_matches_from_mut(line)?;
    let Cli { register, command: asked } = Cli::from_arg_matches(&matches)?;
    if let Some(CliCommand::Summary(SummaryArgs { day_args: day, pictures: true, .. })) = &asked
        && day.output_args.format != ReportFormat::Html
    {
        let message = format!(
            "--pictures needs --format html: a summary in {} holds no pictures",
            day.output_args.format.key()
        );
        return Err(command.error(ErrorKind::ArgumentConflict, message));
    }
    Ok(match asked {
        Some(command) => Invocation::Headless(cli::HeadlessCommand(command)),
        None => Invocation::Window(register),
    })
}

/// The facet value that a status asks for.
pub(super) fn status_filter(status: Status) -> FacetFilter {
    FacetFilter { facet: Facet::Status, value: FacetValue::Status(status) }
}

impl ValueEnum for ReportFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(self.key().into())
    }
}

impl ValueEnum for ListFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(self.key().into())
    }
}

impl ValueEnum for Status {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(match self {
            Self::Returned => "returned",
            Self::ClaimedDead => "claimed-dead",
            Self::Unresolved => "unresolved",
        }))
    }
}

fn lang(text: &str) -> Result<Locale, String> {
    Locale::from_tag(text).ok_or_else(|| {
        let codes: Vec<_> = Locale::available().into_iter().map(Locale::code).collect();
        format!("there is no such language; choose one of {}", codes.join(", "))
    })
}

fn parse_day(text: &str) -> Result<Day, String> {
    let date: Date = text
        .parse()
        .map_err(|_| format!("“{text}” is not a day of the calendar; write one as 2002-09-17"))?;
    match date.kind() {
        DateKind::Single(point) if !point.is_approximate && !point.is_uncertain => {
            match point.precision {
                DatePrecision::Day(day) => Ok(day),
                _ => Err(format!("“{text}” is not one day; write one as 2002-09-17")),
            }
        }
        _ => Err(format!("“{text}” is not one certain day; write one as 2002-09-17")),
    }
}

/// A year, or a range of years that may be open at either end.
fn parse_year_range(text: &str) -> Result<(i16, i16), String> {
    let year = |text: &str| {
        let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i16>().ok().filter(|_| digits).ok_or_else(|| {
            format!(
                "“{text}” is not a year of four digits; write 1977, 1977..1978, 1977.. or ..1978"
            )
        })
    };
    let (from, to) = match text.split_once("..") {
        None => (year(text)?, year(text)?),
        Some(("", "")) => return Err("name at least one year, as in 1977.. or ..1978".to_owned()),
        Some(("", to)) => (i16::MIN, year(to)?),
        Some((from, "")) => (year(from)?, i16::MAX),
        Some((from, to)) => (year(from)?, year(to)?),
    };
    if from > to {
        return Err(format!("{from} comes after {to}; write the earlier year first"));
    }
    Ok((from, to))
}

fn parse_sort(text: &str) -> Result<Sort, String> {
    let (descending, name) = match text.strip_prefix('-') {
        Some(name) => (true, name),
        None => (false, text),
    };
    let by = Column::ALL.into_iter().find(|column| column.key() == name).ok_or_else(|| {
        let names = Column::ALL.map(Column::key).join(", ");
        format!(
            "there is no such column; choose one of {names}, with - before it to reverse the order"
        )
    })?;
    Ok(Sort { by, descending })
}
