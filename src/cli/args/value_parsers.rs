//! Parsers of the values of arguments.

use clap::{ValueEnum, builder::PossibleValue};

use crate::{
    Locale,
    analysis::{
        position::Status,
        query::{Column, Sort},
    },
    export::{case_list::ListFormat, diff::DiffFormat, report::ReportFormat},
    model::{Date, DateKind, DatePrecision, Day},
};

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

pub(super) fn parse_locale(text: &str) -> Result<Locale, String> {
    Locale::from_tag(text).ok_or_else(|| {
        let codes: Vec<_> = Locale::available().into_iter().map(Locale::code).collect();
        format!("there is no such language; choose one of {}", codes.join(", "))
    })
}

pub(super) fn parse_day(text: &str) -> Result<Day, String> {
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

/// Parses a year, or a range of years that may be open at either end.
pub(super) fn parse_year_range(text: &str) -> Result<(i16, i16), String> {
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

pub(super) fn parse_sort(text: &str) -> Result<Sort, String> {
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
