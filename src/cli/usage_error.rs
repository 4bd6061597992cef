//! The message about a wrong command line, in the reader's language.

use std::{
    fmt,
    io::{self, Write as _},
};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::{
    Locale,
    cli::{args::value_error::ValueError, streams::MessageWriter},
    model::characters::visible_line,
};

/// The exit status of wrong use.
const WRONG_USE: i32 = 2;

/// The text that ends the program instead of a command: the help, the version, or what is wrong with
/// the command line.
#[derive(Debug)]
pub struct UsageError(UsageMessage);

#[derive(Debug)]
enum UsageMessage {
    /// The help or the version, which was asked for.
    Requested(clap::Error),
    /// The message about a wrong use.
    Wrong(String),
}

impl UsageError {
    /// Returns the message about an error of the parser.
    pub(super) fn from_parser(locale: Locale, error: clap::Error) -> Self {
        if !error.use_stderr() {
            return Self(UsageMessage::Requested(error));
        }
        let usage = match error.get(ContextKind::Usage) {
            Some(ContextValue::StyledStr(usage)) => usage.to_string(),
            _ => String::new(),
        };
        let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
        Self::new(locale, &describe_parser_error(locale, &error), usage)
    }

    /// Returns the message about a wrong use, with the usage of the command.
    pub(super) fn new(locale: Locale, problem: &str, usage: &str) -> Self {
        let mut text = locale.t_with("cli.error", &[("error", problem)]);
        if !usage.is_empty() {
            text.push_str(&format!("\n\n{}{usage}", locale.t("cli.help.usage")));
        }
        text.push_str(&format!("\n\n{}\n", locale.t("cli.usage.more")));
        Self(UsageMessage::Wrong(text))
    }

    /// Prints the text: what was asked for to standard output, what is wrong to standard error, in
    /// which no character controls a terminal.
    ///
    /// # Errors
    /// When standard output does not accept what was asked for.
    pub fn print(&self) -> io::Result<()> {
        match &self.0 {
            UsageMessage::Requested(error) => {
                error.print()?;
                io::stdout().flush()
            }
            UsageMessage::Wrong(text) => {
                MessageWriter::new(io::stderr()).write_all(text.as_bytes())
            }
        }
    }

    /// Returns the exit status of the program: 0 where the text was asked for, 2 where the command
    /// line is wrong.
    pub fn exit_code(&self) -> i32 {
        match &self.0 {
            UsageMessage::Requested(error) => error.exit_code(),
            UsageMessage::Wrong(_) => WRONG_USE,
        }
    }
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            UsageMessage::Requested(error) => error.fmt(f),
            UsageMessage::Wrong(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for UsageError {}

/// Describes what the parser does not accept.
fn describe_parser_error(locale: Locale, error: &clap::Error) -> String {
    let context = |kind| error.get(kind).map(context_text).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let values = [("argument", &*argument), ("value", &*value)];
    let mut text = match error.kind() {
        ErrorKind::UnknownArgument => locale.t_with("cli.usage.unknown_argument", &values[..1]),
        ErrorKind::InvalidValue if value.is_empty() => {
            locale.t_with("cli.usage.missing_value", &values[..1])
        }
        ErrorKind::InvalidValue => locale.t_with("cli.usage.invalid_value", &values),
        ErrorKind::ValueValidation => {
            let cause = std::error::Error::source(error);
            let reason = match cause.and_then(|cause| cause.downcast_ref::<ValueError>()) {
                Some(error) => error.describe(locale),
                None => cause.map(ToString::to_string).unwrap_or_default(),
            };
            let [argument, value] = values;
            locale.t_with("cli.usage.refused_value", &[argument, value, ("reason", &reason)])
        }
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            if other == argument {
                locale.t_with("cli.usage.repeated_argument", &values[..1])
            } else {
                let values = [("argument", &*argument), ("other", &*other)];
                locale.t_with("cli.usage.argument_conflict", &values)
            }
        }
        ErrorKind::MissingRequiredArgument => {
            locale.t_with("cli.usage.missing_arguments", &values[..1])
        }
        ErrorKind::InvalidSubcommand => {
            let word = context(ContextKind::InvalidSubcommand);
            locale.t_with("cli.usage.unknown_argument", &[("argument", &word)])
        }
        ErrorKind::InvalidUtf8 => locale.t("cli.usage.not_utf8").into_owned(),
        _ => locale.t_with("cli.usage.other", &values[..1]),
    };
    let valid = context(ContextKind::ValidValue);
    if !valid.is_empty() {
        let separator = locale.t("cli.usage.separator");
        let valid = locale.t_with("cli.usage.possible_values", &[("values", &valid)]);
        text = format!("{text}{separator}{valid}");
    }
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedValue].map(context);
    if let Some(suggested) = suggested.iter().find(|text| !text.is_empty()) {
        let separator = locale.t("cli.usage.separator");
        let suggested = locale.t_with("cli.usage.suggestion", &[("argument", suggested)]);
        text = format!("{text}{separator}{suggested}");
    }
    text
}

/// Returns what an error names, on one line.
fn context_text(value: &ContextValue) -> String {
    let text = match value {
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStrs(texts) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        }
        ContextValue::None => String::new(),
        value => value.to_string(),
    };
    visible_line(&text).into_owned()
}
