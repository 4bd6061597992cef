//! Parsers of the values of arguments.

use clap::{ValueEnum, builder::PossibleValue};

use crate::{
    Locale,
    analysis::{
        position::Status,
        query::{Column, Sort},
    },
    cli::args::value_error::ValueError,
    export::{
        case_list::ListFormat, csv_separator::CsvSeparator, diff::DiffFormat, report::ReportFormat,
    },
    model::{Date, DateKind, DatePrecision, Day, characters::visible_line},
    store::{history::seal_search::SealPrefix, signature::key::PublicKey},
};

impl ValueEnum for ReportFormat {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(self.key().into())
    }
}

impl ValueEnum for CsvSeparator {
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

impl ValueEnum for DiffFormat {
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

pub(super) fn parse_locale(text: &str) -> Result<Locale, ValueError> {
    Locale::from_tag(text).ok_or_else(|| {
        let codes: Vec<_> = Locale::available().into_iter().map(Locale::code).collect();
        ValueError::new("cli.value.no_such_language", [("codes", codes.join(", "))])
    })
}

pub(super) fn parse_day(text: &str) -> Result<Day, ValueError> {
    let with_text = |key| ValueError::new(key, [("text", text.to_owned())]);
    let date: Date = text.parse().map_err(|_| with_text("cli.value.not_a_day"))?;
    match date.kind() {
        DateKind::Single(point) if !point.is_approximate && !point.is_uncertain => {
            match point.precision {
                DatePrecision::Day(day) => Ok(day),
                _ => Err(with_text("cli.value.not_one_day")),
            }
        }
        _ => Err(with_text("cli.value.not_one_certain_day")),
    }
}

/// Parses a year, or a range of years that may be open at either end.
pub(super) fn parse_year_range(text: &str) -> Result<(i16, i16), ValueError> {
    let year = |text: &str| {
        let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let year = text.parse::<i16>().ok().filter(|_| digits);
        year.ok_or_else(|| ValueError::new("cli.value.not_a_year", [("text", text.to_owned())]))
    };
    let (from, to) = match text.split_once("..") {
        None => (year(text)?, year(text)?),
        Some(("", "")) => return Err(ValueError::new("cli.value.no_year", [])),
        Some(("", to)) => (i16::MIN, year(to)?),
        Some((from, "")) => (year(from)?, i16::MAX),
        Some((from, to)) => (year(from)?, year(to)?),
    };
    if from > to {
        let years = [("from", from.to_string()), ("to", to.to_string())];
        return Err(ValueError::new("cli.value.reversed_years", years));
    }
    Ok((from, to))
}

pub(super) fn parse_sort(text: &str) -> Result<Sort, ValueError> {
    let (descending, name) = match text.strip_prefix('-') {
        Some(name) => (true, name),
        None => (false, text),
    };
    let by = Column::ALL.into_iter().find(|column| column.key() == name).ok_or_else(|| {
        let names = Column::ALL.map(Column::key).join(", ");
        ValueError::new("cli.value.no_such_column", [("names", names)])
    })?;
    Ok(Sort { by, descending })
}

/// Parses a seal, or its beginning.
pub(super) fn parse_seal(text: &str) -> Result<SealPrefix, ValueError> {
    text.parse().map_err(|_| ValueError::new("cli.value.not_a_seal", []))
}

/// Parses a public key.
pub(super) fn parse_public_key(text: &str) -> Result<PublicKey, ValueError> {
    text.parse().map_err(|_| ValueError::new("cli.value.not_a_public_key", []))
}

/// Parses the name of the owner of a key: one line without hidden characters.
pub(super) fn parse_key_name(text: &str) -> Result<String, ValueError> {
    let name = text.trim();
    let is_name =
        !name.is_empty() && !name.contains(char::is_control) && name == visible_line(name);
    is_name.then(|| name.to_owned()).ok_or_else(|| ValueError::new("cli.value.not_a_key_name", []))
}
