//! Checks of a command line beyond its syntax: a word that is no command, a format that does not
//! fit the file, standard input where it cannot be read.

use std::path::Path;

use clap::ValueEnum;

use crate::{
    Locale,
    cli::{
        args::{
            CliCommand,
            common::OutputFileArgs,
            diff_merge::{DiffArgs, MergeArgs},
            output_format::format_of_file,
            report::{ChangesArgs, DayArgs, ListArgs, OutputArgs, SummaryArgs},
        },
        context::is_standard_stream,
    },
    export::{case_list::ListFormat, csv_separator::CsvSeparator, report::ReportFormat},
    model::characters::visible_line,
    store::fs::files::path_exists,
};

/// The least similarity of a word to the command that was meant, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.8;

/// Returns the message about a word in the place of a register or a command that is neither, with
/// the command that was meant. A word that is the name of a file, or looks like one by a dot or a
/// separator, is a register.
pub(super) fn check_command_word(
    locale: Locale,
    word: &str,
    commands: &[&str],
) -> Result<(), String> {
    let is_path = |c: char| c == '.' || std::path::is_separator(c);
    if word.starts_with('-') || word.contains(is_path) || path_exists(Path::new(word)) {
        return Ok(());
    }
    let word = &*visible_line(word);
    let similarity = |command: &&&str| strsim::jaro_winkler(&word.to_lowercase(), command);
    let nearest = commands.iter().max_by(|a, b| similarity(a).total_cmp(&similarity(b)));
    let nearest = nearest.filter(|command| similarity(command) >= MIN_SIMILARITY);
    Err(match nearest {
        Some(command) => {
            locale.t_with("cli.unknown_command_near", &[("word", word), ("command", command)])
        }
        None => {
            let commands = [("word", word), ("commands", &*locale.join_list(commands))];
            locale.t_with("cli.unknown_command", &commands)
        }
    })
}

/// Checks that a register that the window opens is a file.
pub(super) fn check_window_register(locale: Locale, register: Option<&Path>) -> Result<(), String> {
    if register.is_some_and(is_standard_stream) {
        return Err(locale.t("cli.stream_in_window").into_owned());
    }
    Ok(())
}

/// Completes the arguments of a command: sets the format that follows from the output file.
///
/// # Errors
/// A message, when the arguments contradict each other.
pub(super) fn complete_arguments(locale: Locale, command: &mut CliCommand) -> Result<(), String> {
    match command {
        CliCommand::Summary(SummaryArgs { day_args, pictures, .. }) => {
            let format = complete_report_format(locale, &mut day_args.output_args)?;
            if *pictures && format != ReportFormat::Html {
                let format = [("format", format.key())];
                return Err(locale.t_with("cli.pictures_need_html", &format));
            }
        }
        CliCommand::Contradictions(DayArgs { output_args, .. })
        | CliCommand::Changes(ChangesArgs { output_args, .. }) => {
            complete_report_format(locale, output_args)?;
        }
        CliCommand::List(ListArgs { format, separator_args, .. }) => {
            if let Some(separator) = separator_args.separator {
                let ListFormat::Csv(chosen) = format else {
                    let format = [("format", format.key())];
                    return Err(locale.t_with("cli.separator_needs_csv", &format));
                };
                *chosen = separator;
            }
        }
        CliCommand::Diff(DiffArgs { old, new, format, file, .. }) => {
            check_single_stdin(locale, &[old, new])?;
            complete_format(format, file);
        }
        CliCommand::Merge(MergeArgs { base, ours, theirs, .. }) => {
            check_single_stdin(locale, &[base, ours, theirs])?;
        }
        _ => {}
    }
    Ok(())
}

/// Sets and returns the format of a report, with the separator of a CSV file.
///
/// # Errors
/// A message, when a separator is named for another format.
fn complete_report_format(locale: Locale, args: &mut OutputArgs) -> Result<ReportFormat, String> {
    let OutputArgs { format, separator_args, file } = args;
    let is_tsv = file.output.as_deref().and_then(Path::extension).is_some_and(|it| it == "tsv");
    let by_ending = is_tsv.then_some(CsvSeparator::Tab);
    let completed = match (complete_format(format, file), separator_args.separator) {
        (ReportFormat::Csv(usual), named) => {
            ReportFormat::Csv(named.or(by_ending).unwrap_or(usual))
        }
        (other, None) => other,
        (other, Some(_)) => {
            let format = [("format", other.key())];
            return Err(locale.t_with("cli.separator_needs_csv", &format));
        }
    };
    *format = Some(completed);
    Ok(completed)
}

/// Sets and returns the format: the one that is named, that of the output file, or else the default.
fn complete_format<F: ValueEnum + Default + Copy>(
    format: &mut Option<F>,
    file: &mut OutputFileArgs,
) -> F {
    *format.get_or_insert_with(|| {
        let by_ending = format_of_file(file.output.as_deref());
        file.has_unknown_ending = by_ending.is_none();
        by_ending.unwrap_or_default()
    })
}

fn check_single_stdin(locale: Locale, registers: &[&Path]) -> Result<(), String> {
    if registers.iter().filter(|register| is_standard_stream(register)).count() > 1 {
        return Err(locale.t("cli.stdin_named_twice").into_owned());
    }
    Ok(())
}
