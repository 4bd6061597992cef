//! What is wrong with a field, in words.

use unicode_normalization::UnicodeNormalization;

use crate::{
    lang::Lang,
    model::{Date, DateError, SourceId},
    view::Field,
};

/// A field that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field.
    pub field: Field,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It must not be empty.
    Empty,
    /// Not a date.
    Date(DateError),
    /// Not an id.
    Id,
    /// Another record has this id.
    IdTaken,
    /// Not a whole number up to this one.
    Number(u32),
    /// Not coordinates.
    Spot,
    /// One party twice.
    SameParty,
}

impl Wrong {
    /// What is wrong and what to write instead.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Empty => lang.t("problem.empty").into_owned(),
            Self::Date(DateError::NotADate(_)) => lang.t("problem.not_a_date").into_owned(),
            Self::Date(DateError::TimeOfDay(_)) => lang.t("problem.time_of_day").into_owned(),
            Self::Date(DateError::YearOutOfRange(_)) => {
                lang.t("problem.year_out_of_range").into_owned()
            }
            Self::Date(DateError::Backwards(_)) => lang.t("problem.backwards").into_owned(),
            Self::Id => lang.t("problem.id").into_owned(),
            Self::IdTaken => lang.t("problem.id_taken").into_owned(),
            Self::Number(max) => lang.with("problem.number", &[("max", &max.to_string())]),
            Self::Spot => lang.t("problem.spot").into_owned(),
            Self::SameParty => lang.t("problem.same_party").into_owned(),
        }
    }
}

/// Collects problems while the fields of a draft are read.
#[derive(Debug, Default)]
pub(super) struct Reader {
    pub problems: Vec<Problem>,
}

impl Reader {
    /// Notes a problem.
    pub fn wrong(&mut self, field: Field, wrong: Wrong) {
        self.problems.push(Problem { field, wrong });
    }

    /// A date; nothing where the field is empty.
    pub fn date(&mut self, field: Field, text: &str) -> Option<Date> {
        match half_width(text).trim() {
            "" => None,
            text => match text.parse().or_else(|error| rewritten(text).ok_or(error)) {
                Ok(date) => Some(date),
                Err(error) => {
                    self.wrong(field, Wrong::Date(error));
                    None
                }
            },
        }
    }

    /// A date that must be given.
    pub fn needed_date(&mut self, field: Field, text: &str) -> Option<Date> {
        if text.trim().is_empty() {
            self.wrong(field, Wrong::Empty);
        }
        self.date(field, text)
    }

    /// A whole number up to `max`; nothing where the field is empty.
    pub fn number(&mut self, field: Field, text: &str, max: u32) -> Option<u32> {
        match half_width(text).trim() {
            "" => None,
            text => {
                let number = text.parse().ok().filter(|number| *number <= max);
                if number.is_none() {
                    self.wrong(field, Wrong::Number(max));
                }
                number
            }
        }
    }

    /// A text that must be given.
    pub fn needed(&mut self, field: Field, text: &str) -> String {
        let text = text.trim();
        if text.is_empty() {
            self.wrong(field, Wrong::Empty);
        }
        text.to_owned()
    }
}

/// A text with the full-width digits and signs that an input method types as plain ones.
pub(super) fn half_width(text: &str) -> String {
    text.nfkc().collect()
}

/// A date as it is often written by hand: `1977/11/15`, `1977年11月15日`, either one without its
/// day or month, and 頃 for "about". Spans are no part of it: `1978/1979` is one already.
fn rewritten(text: &str) -> Option<Date> {
    let (text, about) = text.strip_suffix('頃').map_or((text, ""), |text| (text, "~"));
    let parts: Vec<&str> =
        text.trim_end_matches(['年', '月', '日']).split(['/', '年', '月']).collect();
    let text = match parts.as_slice() {
        [year] => format!("{year}{about}"),
        [year, month] => format!("{year}-{month:0>2}{about}"),
        [year, month, day] => format!("{year}-{month:0>2}-{day:0>2}{about}"),
        _ => return None,
    };
    text.parse().ok()
}

/// The sources of a draft, each once.
pub(super) fn distinct(sources: &[SourceId]) -> Vec<SourceId> {
    let mut out: Vec<SourceId> = Vec::with_capacity(sources.len());
    for source in sources {
        if !out.contains(source) {
            out.push(source.clone());
        }
    }
    out
}
