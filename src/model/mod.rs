//! Values: dates, names, claims, cases and the smaller records. They know nothing of each
//! other's collections; a [`Register`](crate::register::Register) owns them.

mod date;
mod ids;
mod words;
mod person;
mod claim;
mod case;
mod records;

pub use case::{Abduction, Case, Coordinates, CoordinatesError, Fact, Return, Variant};
pub use claim::{Claim, Statement};
pub use date::{Date, DateError, DateKind, DatePoint, DatePrecision, Day};
pub use ids::{CaseId, IdError, PartyId, SourceId};
pub use person::{Name, Sex};
pub use records::{Event, Incident, Party, Source, SourceKind, Total};
pub use words::LocalizedText;
