//! Command line: its arguments, and the commands without a window, one file each.

mod args;
pub mod exit_status;
mod register_history;
mod context;
mod summary;
mod contradictions;
mod changes;
mod list;
mod check;
mod history;
mod verify;
mod diff;
mod merge;

use std::{
    ffi::OsString,
    io::{self, Write},
    mem,
    path::PathBuf,
    thread,
};

use clap::{CommandFactory as _, FromArgMatches as _, error::ErrorKind};

use crate::{
    Locale,
    cli::{
        args::{
            Cli, CliCommand,
            report::{DayArgs, SummaryArgs},
        },
        context::CliContext,
        exit_status::ExitStatus,
    },
    export::report::ReportFormat,
    model::Day,
    store::app_dirs::AppDirs,
};

/// The commands whose help names the user's own register.
const READING_COMMANDS: [&str; 5] = ["summary", "changes", "list", "contradictions", "check"];

/// The request that the command line makes.
#[derive(Debug)]
pub enum Invocation {
    /// Open the window on this register, or else on the user's own.
    Window(Option<PathBuf>),
    /// Run a command without a window.
    Headless(HeadlessCommand),
}

/// A command without a window.
#[derive(Debug)]
pub struct HeadlessCommand(CliCommand);

/// Parses the command line, the program's name first.
///
/// # Errors
/// When it is used wrongly, and when only help or the version was asked for; the error says
/// which, and prints itself (see [`clap::Error::print`] and [`clap::Error::exit_code`]).
pub fn parse(line: impl IntoIterator<Item = OsString>) -> Result<Invocation, clap::Error> {
    let help = match AppDirs::for_platform().map(|dirs| dirs.user_register_path()) {
        Some(path) => format!("Your own register: {}", path.display()),
        None => "This system has no folder for a register of your own. Name the register to read."
            .to_owned(),
    };
    let mut parser = Cli::command().after_help(help.clone());
    for name in READING_COMMANDS {
        parser = parser.mut_subcommand(name, |command| command.after_help(help.clone()));
    }
    let matches = parser.try_get_matches_from_mut(line)?;
    let Cli { register, command } = Cli::from_arg_matches(&matches)?;
    if let Some(CliCommand::Summary(SummaryArgs { day_args, pictures: true, .. })) = &command
        && let DayArgs { output_args, .. } = day_args
        && output_args.format != ReportFormat::Html
    {
        let format = output_args.format.key();
        let message =
            format!("--pictures needs --format html: a summary in {format} holds no pictures");
        return Err(parser.error(ErrorKind::ArgumentConflict, message));
    }
    Ok(match command {
        Some(command) => Invocation::Headless(HeadlessCommand(command)),
        None => Invocation::Window(register),
    })
}

/// Returns the language of the system, or English where it has no locale files.
pub fn system_locale() -> Locale {
    sys_locale::get_locale().and_then(|locale| Locale::from_tag(&locale)).unwrap_or(Locale::ENGLISH)
}

/// Describes that no window can be opened, and what works without one.
pub fn describe_no_window(locale: Locale, error: &dyn std::fmt::Display) -> String {
    locale.t_with("cli.no_window", &[("error", &error.to_string())])
}

/// Returns the day of today in the time zone of the system.
pub fn today() -> Day {
    jiff::ZonedDateTime::now().date()
}

/// Runs a command without a window. What was asked for goes to `out`, messages go to `err`.
///
/// A reader of `out` that stops reading is no failure.
pub fn run(
    HeadlessCommand(command): HeadlessCommand,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> ExitStatus {
    let locale = command.parse_locale().unwrap_or_else(system_locale);
    // To git, a status of 1 says that there are conflicts to look at.
    let failure = match command {
        CliCommand::Merge(_) => ExitStatus::MergeError,
        _ => ExitStatus::Failure,
    };
    let mut context = CliContext { locale, today: today(), out, err, registers: Vec::new() };
    let done = match command {
        CliCommand::Summary(args) => summary::run(args, &mut context),
        CliCommand::Changes(args) => changes::run(args, &mut context),
        CliCommand::List(args) => list::run(args, &mut context),
        CliCommand::Contradictions(args) => contradictions::run(args, &mut context),
        CliCommand::Check(args) => check::run(args.common, &mut context),
        CliCommand::History(args) => history::run(args, &mut context),
        CliCommand::Verify(args) => verify::run(args.common, &mut context),
        CliCommand::Diff(args) => diff::run(args, &mut context),
        CliCommand::Merge(args) => merge::run(args, &mut context),
    };
    let done = done.and_then(|status| Ok(context.out.flush().map(|()| status)?));
    // The end of the program does not wait until a large register is freed.
    let registers = mem::take(&mut context.registers);
    thread::spawn(move || drop(registers));
    match done {
        Ok(status) => status,
        Err(error) if is_broken_pipe(&error) => ExitStatus::Success,
        Err(error) => {
            let text = locale.t_with("cli.error", &[("error", &format!("{error:#}"))]);
            // Nobody is left to read the message where even this cannot be written.
            let _ = writeln!(context.err, "{text}");
            failure
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
