//! The command line: what was asked for, and the commands that need no window.

mod args;
mod check;
mod diff;
mod history;
mod merge;

use std::{
    ffi::OsString,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::anyhow;

use crate::{
    Locale, Progress,
    analysis::{Analysis, CheckResults, changes::Changes, finding::Severity, query::Query},
    cli::args::{
        AsRecordedArgs, ChangesArgs, DayArgs, ListArgs, OutputArgs, RegisterArgs, SummaryArgs,
    },
    describe::labels::describe_query,
    export::{
        self, ExportError, ReportFormat, ReportInput, Scope, case_list,
        changes::{self, ChangesInput},
        contradictions,
    },
    model::Day,
    register::{RecordedVersion, Register},
    store::{self, app_dirs::AppDirs, startup},
};

/// What the command line asks for.
#[derive(Debug)]
pub enum Invocation {
    /// Open the window on this register, or else on the user's own.
    Window(Option<PathBuf>),
    /// Run a command without a window.
    Headless(HeadlessCommand),
}

/// A command without a window.
#[derive(Debug)]
pub struct HeadlessCommand(args::CliCommand);

/// How a headless command went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// It was done.
    Success,
    /// It was done, and a check found an error or a merge a conflict; or it failed.
    Failure,
    /// What was to be merged could not be read, or the merged register not be written.
    MergeError,
}

impl From<ExitStatus> for ExitCode {
    fn from(outcome: ExitStatus) -> Self {
        match outcome {
            ExitStatus::Success => Self::SUCCESS,
            ExitStatus::Failure => Self::FAILURE,
            ExitStatus::MergeError => Self::from(2),
        }
    }
}

/// Reads the command line, the program's name first.
///
/// # Errors
/// When it is used wrongly, and when only help or the version was asked for; the error says
/// which, and prints itself (see [`clap::Error::print`] and [`clap::Error::exit_code`]).
pub fn parse(line: impl IntoIterator<Item = OsString>) -> Result<Invocation, clap::Error> {
    let own = AppDirs::for_platform().map(|places| places.user_register_path());
    args::parse(line, own.as_deref())
}

/// The register to open: the one asked for, or else the user's own, which is made from the
/// bundled one where there is none yet.
///
/// # Errors
/// When the platform has no place for the user's own register, or it could not be made.
fn resolve_register_path(asked: Option<PathBuf>, locale: Locale) -> anyhow::Result<PathBuf> {
    if let Some(path) = asked {
        return Ok(path);
    }
    let places = AppDirs::for_platform().ok_or_else(|| anyhow!(locale.t("cli.no_app_dirs")))?;
    startup::create_user_register(&places).map_err(|error| anyhow!(error.describe(locale)))
}

/// The system's language, where there are texts for it, else English.
pub fn system_locale() -> Locale {
    sys_locale::get_locale().and_then(|locale| Locale::from_tag(&locale)).unwrap_or(Locale::ENGLISH)
}

/// That no window can be had, and what can be done without one.
pub fn describe_no_window(locale: Locale, error: &dyn std::fmt::Display) -> String {
    locale.t_with("cli.no_window", &[("error", &error.to_string())])
}

/// Today, where the system is.
pub fn today() -> Day {
    jiff::ZonedDateTime::now().date()
}

/// Runs a headless command. What was asked for goes to `out`, messages go to `err`.
///
/// Whoever reads `out` may stop reading; that is no failure.
pub fn run(
    HeadlessCommand(command): HeadlessCommand,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> ExitStatus {
    let locale = command.parse_locale().unwrap_or_else(system_locale);
    // To git, 1 says that there are conflicts to look at.
    let merging = matches!(command, args::CliCommand::Merge(_));
    let failed = if merging { ExitStatus::MergeError } else { ExitStatus::Failure };
    let done = match command {
        args::CliCommand::Summary(SummaryArgs { day_args: day, contradictions, pictures }) => {
            write_report_as_of(day, locale, [&mut *out, err], |format, view, input| {
                let count_points = pictures.then(|| view.counts_over_time());
                let input = ReportInput {
                    with_contradictions: contradictions,
                    count_points: count_points.as_deref(),
                    ..input
                };
                export::export_summary(format, &input, &Progress::default())
            })
        }
        args::CliCommand::Changes(args) => run_changes(args, locale, out, err),
        args::CliCommand::List(args) => run_list(args, locale, out),
        args::CliCommand::Contradictions(args) => {
            write_report_as_of(args, locale, [&mut *out, err], |format, _, input| {
                contradictions::export_contradictions(format, &input, &Progress::default())
            })
        }
        args::CliCommand::Check(args) => run_check(args.common, locale, out, err),
        args::CliCommand::History(args) => history::run(args, locale, out, err),
        args::CliCommand::Verify(args) => history::verify(args.common, locale, out),
        args::CliCommand::Diff(args) => diff::run(&args, locale, out, err),
        args::CliCommand::Merge(args) => merge::run(&args, locale, err),
    };
    match done.and_then(|outcome| Ok(out.flush().map(|()| outcome)?)) {
        Ok(outcome) => outcome,
        Err(error) if is_broken_pipe(&error) => ExitStatus::Success,
        Err(error) => {
            let text = locale.t_with("cli.error", &[("error", &format!("{error:#}"))]);
            // There is nobody left to tell where even this cannot be written.
            let _ = writeln!(err, "{text}");
            failed
        }
    }
}

/// Hands out what is made of a whole register as of a day.
fn write_report_as_of(
    DayArgs { common, as_of, recorded_args: recorded, output_args: OutputArgs { format, output } }: DayArgs,
    locale: Locale,
    [out, err]: [&mut dyn Write; 2],
    make: impl FnOnce(ReportFormat, &Analysis, ReportInput<'_>) -> Result<Vec<u8>, ExportError>,
) -> anyhow::Result<ExitStatus> {
    let path = resolve_register_path(common.register, locale)?;
    let (register, recorded) = load_as_recorded(&path, &recorded, locale)?;
    let view = Analysis::new(&register, as_of.unwrap_or_else(today), Arc::default());
    let input = ReportInput {
        as_recorded: recorded,
        ..report_input(&register, &view, Scope::Whole, locale)
    };
    let report = make(format, &view, input);
    write_output(report, output.as_deref(), &[&path], locale, out, err)
}

fn run_changes(
    ChangesArgs { common, from, to, output_args: OutputArgs { format, output } }: ChangesArgs,
    locale: Locale,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<ExitStatus> {
    let path = resolve_register_path(common.register, locale)?;
    let register = load_register(&path, locale)?;
    let changes = Changes::between(&register, from, to.unwrap_or_else(today));
    let input = ChangesInput { register: &register, changes: &changes, locale };
    let report = changes::export_changes(format, &input, &Progress::default());
    write_output(report, output.as_deref(), &[&path], locale, out, err)
}

/// Writes what was made to a file that is no register it was made from, or else to standard
/// output.
fn write_output(
    made: Result<Vec<u8>, ExportError>,
    output: Option<&Path>,
    registers: &[&Path],
    locale: Locale,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<ExitStatus> {
    let bytes = made.map_err(|error| anyhow!(error.describe(locale)))?;
    match output {
        None => out.write_all(&bytes)?,
        Some(output) => {
            let apart = registers
                .iter()
                .try_for_each(|register| store::ensure_distinct_files(output, register));
            let written = apart.and_then(|()| store::export_file(output, &bytes));
            written.map_err(|error| anyhow!(error.describe(locale)))?;
            let path = output.display().to_string();
            writeln!(err, "{}", locale.t_with("cli.file_written", &[("path", &path)]))?;
        }
    }
    Ok(ExitStatus::Success)
}

fn run_list(
    ListArgs { common, as_of, recorded_args: recorded, status, year, search, sort, format }: ListArgs,
    locale: Locale,
    out: &mut dyn Write,
) -> anyhow::Result<ExitStatus> {
    let (register, recorded) =
        load_as_recorded(&resolve_register_path(common.register, locale)?, &recorded, locale)?;
    let mut view = Analysis::new(&register, as_of.unwrap_or_else(today), Arc::default());
    let picks = status.into_iter().map(args::status_filter).collect();
    let query = Query {
        search: search.unwrap_or_default(),
        facet_filters: picks,
        year_range: year,
        sort: sort.unwrap_or_default(),
        ..Query::default()
    };
    let asked = describe_query(locale, &register, &query);
    view.set_query(&register, query);
    let rows = &view.query_result().rows;
    let scope = Scope::Filtered { rows, filter_text: &asked };
    let input =
        ReportInput { as_recorded: recorded, ..report_input(&register, &view, scope, locale) };
    let bytes = case_list::export_list(format, &input, &Progress::default())
        .map_err(|error| anyhow!(error.describe(locale)))?;
    out.write_all(&bytes)?;
    Ok(ExitStatus::Success)
}

fn run_check(
    common: RegisterArgs,
    locale: Locale,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<ExitStatus> {
    let path = resolve_register_path(common.register, locale)?;
    let opened = store::open(&path, &Progress::default());
    let opened = opened.map_err(|error| anyhow!(error.describe(locale)))?;
    let register = opened.register;
    // Each record that cannot be read, not the first alone.
    for broken in opened.source_text.broken_records() {
        writeln!(out, "{}", check::format_broken_record_line(locale, broken))?;
    }
    let broken = opened.source_text.broken_records().count();
    let CheckResults { findings, .. } = CheckResults::new(&register);
    for finding in &findings {
        writeln!(out, "{}", check::format_finding_line(locale, &register, finding))?;
    }
    if broken > 0 {
        writeln!(err, "{}", locale.t_plural("repair.status_bar", broken))?;
    }
    writeln!(err, "{}", check::describe_finding_counts(locale, &findings))?;
    let found_error =
        broken > 0 || findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if found_error { ExitStatus::Failure } else { ExitStatus::Success })
}

/// Reads the register asked for, as it is or as it stood on a day.
fn load_as_recorded(
    path: &Path,
    recorded: &AsRecordedArgs,
    locale: Locale,
) -> anyhow::Result<(Register, Option<RecordedVersion>)> {
    match recorded.as_recorded {
        Some(day) => history::checkout_as_recorded(path, day, locale)
            .map(|(register, then)| (register, Some(then))),
        None => load_register(path, locale).map(|register| (register, None)),
    }
}

/// Reads the register asked for. What opening noticed concerns saving, and nothing is saved here.
fn load_register(path: &Path, locale: Locale) -> anyhow::Result<Register> {
    let opened = store::load_strict(path, &Progress::default());
    opened.map(|opened| opened.register).map_err(|error| anyhow!(error.describe(locale)))
}

fn report_input<'a>(
    register: &'a Register,
    view: &'a Analysis,
    scope: Scope<'a>,
    locale: Locale,
) -> ReportInput<'a> {
    let (reconciliation, standings) = (view.reconciliation(), view.case_states());
    let (contradictions, pictures) = (false, None);
    let as_recorded = None;
    ReportInput {
        register,
        reconciliation,
        case_states: standings,
        scope,
        locale,
        with_contradictions: contradictions,
        count_points: pictures,
        as_recorded,
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
