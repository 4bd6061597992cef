//! Values: dates, names, claims, cases and the smaller records. They know nothing of each
//! other's collections; a [`Register`](crate::register::Register) owns them.

mod date;
mod ids;
mod localized_text;
mod person;
mod claim;
mod case;
mod records;

pub use crate::model::{
    case::{Abduction, Case, Coordinates, CoordinatesError, Fact, Return, Variant},
    claim::{Claim, Statement},
    date::{Date, DateError, DateKind, DatePoint, DatePrecision, Day},
    ids::{CaseId, IdError, PartyId, SourceId},
    localized_text::LocalizedText,
    person::{Name, Sex},
    records::{Event, Incident, Party, Source, SourceKind, Total},
};
