//! The parser of the command line with its help in the reader's language.

use clap::{Arg, ArgAction, Command, CommandFactory as _};

use crate::{Locale, cli::args::Cli, describe::errors::path_label, store::app_dirs::AppDirs};

/// The commands whose help names the user's own register.
const READING_COMMANDS: [&str; 5] = ["summary", "changes", "list", "contradictions", "check"];

/// The name under which the texts of the program without a command stand.
const PROGRAM: &str = "program";

/// Returns the parser with all of its texts in a language. An argument without a text of its own
/// keeps the English one of its declaration.
pub(super) fn localized_parser(locale: Locale) -> Command {
    let own_register = match AppDirs::for_platform().map(|dirs| dirs.user_register_path()) {
        Some(path) => locale.t_with("cli.help.own_register", &[("path", &path_label(&path))]),
        None => locale.t("cli.no_app_dirs").into_owned(),
    };
    let parser = localize(Cli::command(), PROGRAM, locale)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_help_heading(locale.t("cli.help.heading.commands").into_owned())
        .subcommand_value_name(locale.t("cli.help.value.command").into_owned())
        .after_help(own_register.clone())
        .arg(flag("version", 'V', ArgAction::Version, locale))
        .mut_subcommands(|command| {
            let name = command.get_name().to_owned();
            let command = localize(command, &name, locale);
            match READING_COMMANDS.contains(&&*name) {
                true => command.after_help(own_register.clone()),
                false => command,
            }
        });
    let help = text(locale, "command", "help").unwrap_or_default();
    // Listed alone: `help COMMAND` is read as `COMMAND --help`.
    with_usage(parser.subcommand(Command::new("help").about(help)), locale)
}

/// Puts the texts of one command into a language.
fn localize(command: Command, name: &str, locale: Locale) -> Command {
    let about = text(locale, "command", name);
    let after = text(locale, "after", name);
    let values_heading = locale.t("cli.help.heading.arguments").into_owned();
    let options_heading = locale.t("cli.help.heading.options").into_owned();
    let mut command = command
        .disable_help_flag(true)
        .help_template(format!(
            "{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}{{after-help}}",
            locale.t("cli.help.usage")
        ))
        .mut_args(|arg| {
            let values: Vec<String> =
                arg.get_possible_values().iter().map(|it| it.get_name().to_owned()).collect();
            let help = text(locale, name, arg.get_id().as_str())
                .or_else(|| text(locale, "option", arg.get_id().as_str()));
            let heading =
                if arg.is_positional() { values_heading.clone() } else { options_heading.clone() };
            let takes_value = arg.get_action().takes_values();
            let arg = arg.help_heading(heading);
            match help {
                Some(help) => arg
                    .help(help.replace("%{values}", &values.join(", ")))
                    .long_help(None)
                    .hide_default_value(takes_value)
                    .hide_possible_values(takes_value),
                None => arg,
            }
        })
        .arg(flag("help", 'h', ArgAction::Help, locale).help_heading(options_heading));
    if let Some(about) = about {
        command = command.about(about).long_about(None);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    command
}

/// Returns a flag that prints a text and ends the program.
fn flag(name: &'static str, short: char, action: ArgAction, locale: Locale) -> Arg {
    Arg::new(name)
        .short(short)
        .long(name)
        .action(action)
        .help(text(locale, "option", name).unwrap_or_default())
        .help_heading(locale.t("cli.help.heading.options").into_owned())
}

/// Words the usage lines, which name all that may follow, in a language.
fn with_usage(mut parser: Command, locale: Locale) -> Command {
    let mut built = parser.clone();
    built.build();
    let usage_of = |command: &mut Command| {
        let usage = command.render_usage().to_string();
        let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage).to_owned();
        usage.replace("[OPTIONS]", &locale.t("cli.help.value.options"))
    };
    for command in built.get_subcommands_mut() {
        let usage = usage_of(command);
        parser = parser.mut_subcommand(command.get_name(), |it| it.override_usage(usage));
    }
    parser.override_usage(usage_of(&mut built))
}

/// Returns the text of a command or an argument in a section of the help, if there is one.
fn text(locale: Locale, section: &str, name: &str) -> Option<String> {
    let key = format!("cli_help.{section}.{name}");
    let text = locale.t(&key);
    (*text != *key).then(|| text.into_owned())
}
