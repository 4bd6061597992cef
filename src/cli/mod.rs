//! Command line: its arguments, and the commands without a window, one file each.

mod args;
mod localized_parser;
pub mod streams;
pub mod usage_error;
pub mod panic_message;
pub mod exit_status;
mod register_history;
mod context;
mod usage_checks;
mod summary;
mod contradictions;
mod changes;
mod list;
mod check;
mod history;
mod verify;
mod verify_notes;
mod diff;
mod merge;
mod merge_history;
mod setup_git;
mod keys;

use std::{
    env,
    ffi::OsString,
    io::{self, IsTerminal as _, Write},
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    thread,
};

use clap::{Command, FromArgMatches as _};
use jiff::tz::TimeZone;

use crate::{
    Locale,
    cli::{
        args::{Cli, CliCommand},
        context::CliContext,
        exit_status::ExitStatus,
        localized_parser::localized_parser,
        panic_message::portable_message,
        streams::{MessageWriter, OutputWriter},
        usage_error::UsageError,
    },
    model::Day,
    store::{app_dirs::AppDirs, settings::Settings},
};

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
pub struct HeadlessCommand {
    command: CliCommand,
    terminal_width: Option<usize>,
}

impl HeadlessCommand {
    /// Makes tables fit the terminal, if standard output is one. A table that is written to a file
    /// or a pipe is whole.
    pub fn fit_to_terminal(mut self) -> Self {
        let columns = || env::var("COLUMNS").ok()?.parse().ok().filter(|width| *width > 0);
        let measured = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let is_terminal = io::stdout().is_terminal();
        self.terminal_width = is_terminal.then(|| columns().or_else(measured)).flatten();
        self
    }
}

/// Parses the command line, the program's name first.
///
/// # Errors
/// When it is used wrongly, and when only help or the version was asked for; the error prints itself
/// in the language of the reader.
pub fn parse(line: impl IntoIterator<Item = OsString>) -> Result<Invocation, UsageError> {
    let mut line: Vec<OsString> = line.into_iter().collect();
    let locale = named_locale(&line).unwrap_or_else(system_locale);
    if let Some(program) = line.first_mut() {
        // The caller chooses this name, and the usage shows it.
        *program = env!("CARGO_PKG_NAME").into();
    }
    let mut parser = localized_parser(locale);
    if line.get(1).is_some_and(|word| word == "help") {
        line.remove(1);
        line.push("--help".into());
    }
    let wrong_use = |parser: &mut Command, text: &str| {
        let usage = parser.render_usage().to_string();
        UsageError::new(locale, text, usage.strip_prefix("Usage: ").unwrap_or(&usage))
    };
    if let Some(word) = line.get(1).and_then(|word| word.to_str()) {
        let commands: Vec<&str> = parser.get_subcommands().map(Command::get_name).collect();
        if !commands.contains(&word)
            && let Err(text) = usage_checks::check_command_word(locale, word, &commands)
        {
            return Err(wrong_use(&mut parser, &text));
        }
    }
    let from_parser = |error| UsageError::from_parser(locale, error);
    let matches = parser.try_get_matches_from_mut(line).map_err(from_parser)?;
    let Cli { register, command } = Cli::from_arg_matches(&matches).map_err(from_parser)?;
    let (checked, invocation) = match command {
        Some(mut command) => (
            usage_checks::complete_arguments(locale, &mut command),
            Invocation::Headless(HeadlessCommand { command, terminal_width: None }),
        ),
        None => (
            usage_checks::check_window_register(locale, register.as_deref()),
            Invocation::Window(register),
        ),
    };
    checked.map(|()| invocation).map_err(|text| wrong_use(&mut parser, &text))
}

/// Returns the exit status of an error of [`parse`] on a command line. A wrong call of a merge driver
/// of git has one above 128, at which git stops.
pub fn usage_exit_status(line: &[OsString], error: &UsageError) -> u8 {
    exit_status::usage_exit_status(line, u8::try_from(error.exit_code()).unwrap_or(u8::MAX))
}

/// Returns the language that a command line names, which also its help and its errors are in.
fn named_locale(line: &[OsString]) -> Option<Locale> {
    let words = line.iter().map_while(|word| word.to_str()).take_while(|word| *word != "--");
    let words: Vec<&str> = words.collect();
    let separate = words.windows(2).filter(|pair| pair[0] == "--lang").map(|pair| pair[1]);
    let joined = words.iter().filter_map(|word| word.strip_prefix("--lang="));
    separate.chain(joined).find_map(Locale::from_tag)
}

/// Returns the language of the system; where the system names none, that of the settings. English
/// where there are no texts in it.
pub fn system_locale() -> Locale {
    let tag = sys_locale::get_locale().or_else(|| {
        let (settings, _) = Settings::load(&AppDirs::for_platform()?);
        settings.language
    });
    tag.and_then(|tag| Locale::from_tag(&tag)).unwrap_or(Locale::ENGLISH)
}

/// Describes that no window can be opened, and what works without one.
pub fn describe_no_window(locale: Locale, error: &dyn std::fmt::Display) -> String {
    let error = portable_message(&error.to_string());
    locale.t_with("cli.no_window", &[("error", &error)])
}

/// Returns the day of today in the time zone of the system.
pub fn today() -> Day {
    jiff::ZonedDateTime::now().date()
}

/// Runs a command without a window. What was asked for goes to `out`, messages go to `err`, in
/// which no character controls a terminal. For an `out` that is a terminal there is
/// [`VisibleWriter`].
///
/// The status says what was done also where a message cannot be written. A reader of `out` that stops
/// reading is no failure; an `out` that is full is one, unless the command writes its result to a
/// file and `out` only says so.
///
/// [`VisibleWriter`]: crate::export::visible_writer::VisibleWriter
pub fn run(
    HeadlessCommand { command, terminal_width }: HeadlessCommand,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> ExitStatus {
    let locale = command.parse_locale().unwrap_or_else(system_locale);
    let failure = match &command {
        CliCommand::Merge(args) if args.output.is_some() => ExitStatus::MergeError,
        CliCommand::Merge(_) | CliCommand::MergeHistory(_) => ExitStatus::MergeDriverError,
        _ => ExitStatus::Failure,
    };
    let mut err = MessageWriter::new(err);
    let (mut messages, mut output);
    let out: &mut dyn Write = match &command {
        CliCommand::SetupGit(_) => {
            messages = MessageWriter::new(out);
            &mut messages
        }
        _ => {
            output = OutputWriter::new(out);
            &mut output
        }
    };
    let mut context = CliContext {
        locale,
        today: today(),
        time_zone: TimeZone::system(),
        terminal_width,
        out,
        err: &mut err,
        registers: Vec::new(),
    };
    let done = match command {
        CliCommand::Summary(args) => summary::run(args, &mut context),
        CliCommand::Changes(args) => changes::run(args, &mut context),
        CliCommand::List(args) => list::run(args, &mut context),
        CliCommand::Contradictions(args) => contradictions::run(args, &mut context),
        CliCommand::Check(args) => check::run(args.common, &mut context),
        CliCommand::History(args) => history::run(args, &mut context),
        CliCommand::Verify(args) => verify::run(args, &mut context),
        CliCommand::Diff(args) => diff::run(args, &mut context),
        CliCommand::Merge(args) => {
            // To git, the status of a panic would say that conflicts are left in the file.
            let merge = AssertUnwindSafe(|| merge::run(args, &mut context));
            catch_unwind(merge).unwrap_or(Ok(failure))
        }
        CliCommand::MergeHistory(args) => {
            let merge = AssertUnwindSafe(|| merge_history::run(&args, &mut context));
            catch_unwind(merge).unwrap_or(Ok(failure))
        }
        CliCommand::SetupGit(args) => setup_git::run(args, &mut context),
        CliCommand::GenerateKey(args) => keys::generate_key(&args, &mut context),
        CliCommand::TrustKey(args) => keys::trust_key(&args, &mut context),
    };
    let done = done.and_then(|status| Ok(context.out.flush().map(|()| status)?));
    // The end of the program does not wait until a large register is freed; without a thread it
    // does.
    let registers = mem::take(&mut context.registers);
    let _ = thread::Builder::new().spawn(move || drop(registers));
    match done {
        Ok(status) => status,
        Err(error) => {
            let text = locale.t_with("cli.error", &[("error", &format!("{error:#}"))]);
            // Messages never fail.
            let _ = writeln!(context.err, "{text}").and_then(|()| context.err.flush());
            failure
        }
    }
}
