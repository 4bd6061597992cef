//! The values of a register: dates, names, claims, cases and the smaller records.
//!
//! A [`Register`](crate::register::Register) owns the lists they stand in.

pub mod characters;
pub(crate) mod distinct;
mod intern;
mod kanji_variants;
pub mod folding;
mod date;
mod ids;
mod localized_text;
mod person;
mod claim;
mod case;
pub(crate) mod case_fields;
mod records;
pub mod web_address;

pub use crate::model::{
    case::{Abduction, Case, Coordinates, CoordinatesError, Fact, Return, Variant},
    claim::{Claim, Statement},
    date::{Date, DateError, DateKind, DatePoint, DatePrecision, Day, IntervalEnd, YearSpan},
    ids::{CaseId, IdError, PartyId, SourceId},
    localized_text::LocalizedText,
    person::{Name, Sex},
    records::{Event, Incident, Party, Source, SourceKind, Total},
};
