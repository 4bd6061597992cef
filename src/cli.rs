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
    export::{self, ChangesInput, ExportError, Format, Input, Scope},
    lang::Lang,
    model::Day,
    progress::Progress,
    register::{Recorded, Register},
    store::{self, Places},
    view::{Changes, Digest, Level, Query, View, query_words},
};
use args::{AsRecorded, ChangesArgs, Common, DayArgs, ListArgs, OutArgs, SummaryArgs};

/// What the command line asks for.
#[derive(Debug)]
pub enum Todo {
    /// Open the window on this register, or else on the user's own.
    Window(Option<PathBuf>),
    /// Run a command without a window.
    Headless(Command),
}

/// A command without a window.
#[derive(Debug)]
pub struct Command(args::Command);

/// How a headless command went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was done, and a check found an error or a merge a conflict; or it failed.
    Failed,
    /// What was to be merged could not be read, or the merged register not be written.
    Unmerged,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::Failed => Self::FAILURE,
            Outcome::Unmerged => Self::from(2),
        }
    }
}

/// Reads the command line, the program's name first.
///
/// # Errors
/// When it is used wrongly, and when only help or the version was asked for; the error says
/// which, and prints itself (see [`clap::Error::print`] and [`clap::Error::exit_code`]).
pub fn parse(line: impl IntoIterator<Item = OsString>) -> Result<Todo, clap::Error> {
    let own = Places::platform().map(|places| places.own_register());
    args::parse(line, own.as_deref())
}

/// The register to open: the one asked for, or else the user's own, which is made from the
/// bundled one where there is none yet.
///
/// # Errors
/// When the platform has no place for the user's own register, or it could not be made.
fn register_path(asked: Option<PathBuf>, lang: Lang) -> anyhow::Result<PathBuf> {
    if let Some(path) = asked {
        return Ok(path);
    }
    let places = Places::platform().ok_or_else(|| anyhow!(lang.t("cli.no_places")))?;
    store::first_start(&places).map_err(|error| anyhow!(error.words(lang)))
}

/// The system's language, where there are texts for it, else English.
pub fn system_lang() -> Lang {
    sys_locale::get_locale().and_then(|locale| Lang::named(&locale)).unwrap_or(Lang::ENGLISH)
}

/// That no window can be had, and what can be done without one.
pub fn no_window_words(lang: Lang, error: &dyn std::fmt::Display) -> String {
    lang.with("cli.no_window", &[("error", &error.to_string())])
}

/// Today, where the system is.
pub fn today() -> Day {
    jiff::ZonedDateTime::now().date()
}

/// Runs a headless command. What was asked for goes to `out`, messages go to `err`.
///
/// Whoever reads `out` may stop reading; that is no failure.
pub fn run(Command(command): Command, out: &mut dyn Write, err: &mut dyn Write) -> Outcome {
    let lang = command.lang().unwrap_or_else(system_lang);
    // To git, 1 says that there are conflicts to look at.
    let merging = matches!(command, args::Command::Merge(_));
    let failed = if merging { Outcome::Unmerged } else { Outcome::Failed };
    let done = match command {
        args::Command::Summary(SummaryArgs { day, contradictions, pictures }) => {
            of_day(day, lang, [&mut *out, err], |format, view, input| {
                let course = pictures.then(|| view.course());
                let input = Input { contradictions, pictures: course.as_deref(), ..input };
                export::export(format, &input, &Progress::default())
            })
        }
        args::Command::Changes(args) => changes(args, lang, out, err),
        args::Command::List(args) => list(args, lang, out),
        args::Command::Contradictions(args) => {
            of_day(args, lang, [&mut *out, err], |format, _, input| {
                export::contradictions(format, &input, &Progress::default())
            })
        }
        args::Command::Check(args) => check(args.common, lang, out, err),
        args::Command::History(args) => history::run(args, lang, out, err),
        args::Command::Verify(args) => history::verify(args.common, lang, out),
        args::Command::Diff(args) => diff::run(&args, lang, out, err),
        args::Command::Merge(args) => merge::run(&args, lang, err),
    };
    match done.and_then(|outcome| Ok(out.flush().map(|()| outcome)?)) {
        Ok(outcome) => outcome,
        Err(error) if is_broken_pipe(&error) => Outcome::Done,
        Err(error) => {
            let words = lang.with("cli.error", &[("error", &format!("{error:#}"))]);
            // There is nobody left to tell where even this cannot be written.
            let _ = writeln!(err, "{words}");
            failed
        }
    }
}

/// Hands out what is made of a whole register as of a day.
fn of_day(
    DayArgs { common, as_of, recorded, out: OutArgs { format, output } }: DayArgs,
    lang: Lang,
    [out, err]: [&mut dyn Write; 2],
    make: impl FnOnce(Format, &View, Input<'_>) -> Result<Vec<u8>, ExportError>,
) -> anyhow::Result<Outcome> {
    let path = register_path(common.register, lang)?;
    let (register, recorded) = open_recorded(&path, &recorded, lang)?;
    let view = View::new(&register, as_of.unwrap_or_else(today), Arc::default());
    let input = Input { as_recorded: recorded, ..input(&register, &view, Scope::Whole, lang) };
    let made = make(format, &view, input);
    hand_out(made, output.as_deref(), &[&path], lang, out, err)
}

fn changes(
    ChangesArgs { common, from, to, out: OutArgs { format, output } }: ChangesArgs,
    lang: Lang,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let path = register_path(common.register, lang)?;
    let register = open(&path, lang)?;
    let changes = Changes::between(&register, from, to.unwrap_or_else(today));
    let input = ChangesInput { register: &register, changes: &changes, lang };
    let made = export::changes(format, &input, &Progress::default());
    hand_out(made, output.as_deref(), &[&path], lang, out, err)
}

/// Writes what was made to a file that is no register it was made from, or else to standard
/// output.
fn hand_out(
    made: Result<Vec<u8>, ExportError>,
    output: Option<&Path>,
    registers: &[&Path],
    lang: Lang,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let bytes = made.map_err(|error| anyhow!(error.words(lang)))?;
    match output {
        None => out.write_all(&bytes)?,
        Some(output) => {
            let apart = registers.iter().try_for_each(|register| store::apart(output, register));
            let written = apart.and_then(|()| store::write_file(output, &bytes));
            written.map_err(|error| anyhow!(error.words(lang)))?;
            let path = output.display().to_string();
            writeln!(err, "{}", lang.with("cli.written", &[("path", &path)]))?;
        }
    }
    Ok(Outcome::Done)
}

fn list(
    ListArgs { common, as_of, recorded, status, year, search, sort, format }: ListArgs,
    lang: Lang,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let (register, recorded) =
        open_recorded(&register_path(common.register, lang)?, &recorded, lang)?;
    let mut view = View::new(&register, as_of.unwrap_or_else(today), Arc::default());
    let picks = status.into_iter().map(args::status_pick).collect();
    let query = Query {
        search: search.unwrap_or_default(),
        picks,
        years: year,
        sort: sort.unwrap_or_default(),
        ..Query::default()
    };
    let asked = query_words(lang, &register, &query);
    view.set_query(&register, query);
    let rows = &view.answer().rows;
    let scope = Scope::Filtered { rows, asked: &asked };
    let input = Input { as_recorded: recorded, ..input(&register, &view, scope, lang) };
    let bytes = export::list(format, &input, &Progress::default())
        .map_err(|error| anyhow!(error.words(lang)))?;
    out.write_all(&bytes)?;
    Ok(Outcome::Done)
}

fn check(
    common: Common,
    lang: Lang,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let path = register_path(common.register, lang)?;
    let opened = store::open(&path, &Progress::default());
    let opened = opened.map_err(|error| anyhow!(error.words(lang)))?;
    let register = opened.register;
    // Each record that cannot be read, not the first alone.
    for damaged in opened.manuscript.damaged() {
        writeln!(out, "{}", check::damaged_line(lang, damaged))?;
    }
    let damaged = opened.manuscript.damaged().count();
    let Digest { findings, .. } = Digest::new(&register);
    for finding in &findings {
        writeln!(out, "{}", check::line(lang, &register, finding))?;
    }
    if damaged > 0 {
        writeln!(err, "{}", lang.count("mending.status", damaged))?;
    }
    writeln!(err, "{}", check::count(lang, &findings))?;
    let found_error = damaged > 0 || findings.iter().any(|finding| finding.level == Level::Error);
    Ok(if found_error { Outcome::Failed } else { Outcome::Done })
}

/// Reads the register asked for, as it is or as it stood on a day.
fn open_recorded(
    path: &Path,
    recorded: &AsRecorded,
    lang: Lang,
) -> anyhow::Result<(Register, Option<Recorded>)> {
    match recorded.as_recorded {
        Some(day) => {
            history::as_recorded(path, day, lang).map(|(register, then)| (register, Some(then)))
        }
        None => open(path, lang).map(|register| (register, None)),
    }
}

/// Reads the register asked for. What opening noticed concerns saving, and nothing is saved here.
fn open(path: &Path, lang: Lang) -> anyhow::Result<Register> {
    let opened = store::load(path, &Progress::default());
    opened.map(|opened| opened.register).map_err(|error| anyhow!(error.words(lang)))
}

fn input<'a>(register: &'a Register, view: &'a View, scope: Scope<'a>, lang: Lang) -> Input<'a> {
    let (reconciliation, standings) = (view.reconciliation(), view.standings());
    let (contradictions, pictures) = (false, None);
    let as_recorded = None;
    Input {
        register,
        reconciliation,
        standings,
        scope,
        lang,
        contradictions,
        pictures,
        as_recorded,
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<io::Error>();
    io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
