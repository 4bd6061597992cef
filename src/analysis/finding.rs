//! Findings: the results of the checks, each with its severity, its record and its field.

use crate::model::{CaseId, Date, Day, PartyId, SourceId};

/// Something a check noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The severity.
    pub severity: Severity,
    /// The record it concerns.
    pub subject: FindingSubject,
    /// The field of that record.
    pub field: RecordField,
    /// The kind of finding.
    pub kind: FindingKind,
}

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The register is inconsistent and must be corrected.
    Error,
    /// Likely a slip.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Returns the locale key of the severity.
    pub fn key(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// The record a finding concerns.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FindingSubject {
    /// A case.
    Case(CaseId),
    /// The announced total at this place.
    Total(usize),
    /// The event at this place.
    Event(usize),
    /// A source.
    Source(SourceId),
    /// An incident, by number.
    Incident(u32),
    /// A party.
    Party(PartyId),
    /// The register itself.
    Register,
}

/// A field of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecordField {
    /// The id or number.
    Id,
    /// The name or title.
    Name,
    /// The native name.
    Native,
    /// The date of birth.
    Born,
    /// The date of an abduction, an event or a total.
    Date,
    /// The age when taken.
    Age,
    /// The place.
    Place,
    /// The coordinates.
    Coordinates,
    /// The incident.
    Incident,
    /// The date of the return.
    ReturnDate,
    /// The sources of a return.
    ReturnSources,
    /// The sources.
    Sources,
    /// The list of claims.
    Claims,
    /// The publisher of a source.
    Publisher,
    /// The party of a claim or a total; the compared parties.
    Party,
    /// The count of a total.
    Count,
    /// A field of the claim at this place.
    Claim(usize, ClaimField),
    /// The variant at this place.
    Variant(usize),
}

/// A field of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClaimField {
    /// The party.
    Party,
    /// The date of the claim.
    Date,
    /// The statement.
    Statement,
    /// The claimed date of death.
    Death,
    /// The cited sources.
    Sources,
}

/// The kind of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// The total that a party announced is not the count that its claims give as of that day.
    TotalDiffers {
        /// The party.
        by: PartyId,
        /// The last day that the date of the total can mean.
        as_of: Day,
        /// The announced total.
        announced: u32,
        /// The count that the claims give.
        counted: usize,
    },
    /// The age is not the one between birth and abduction.
    AgeDiffers {
        /// The age in the register.
        age: u8,
        /// The least age that birth and abduction allow.
        from: i16,
        /// The oldest of them.
        to: i16,
    },
    /// Returned before taken.
    ReturnedBeforeTaken,
    /// A claimed date of death is before the abduction.
    DeathBeforeTaken,
    /// The date of a claim is before the abduction.
    ClaimBeforeTaken,
    /// The date of birth is after the abduction.
    BornAfterTaken,
    /// No source is cited.
    NoSource,
    /// A source that the register does not hold.
    UnknownSource(SourceId),
    /// A party that the register does not hold.
    UnknownParty(PartyId),
    /// An incident that the register does not hold.
    UnknownIncident(u32),
    /// An id or number that another record has.
    RepeatedId(String),
    /// Another case has the same native name and day of abduction.
    SamePerson(CaseId),
    /// Another source looks like this one.
    SameSource(SourceId),
    /// A party claims two different dates of death.
    TwoDeaths {
        /// The party.
        by: PartyId,
        /// The date that was claimed first.
        first: Date,
        /// The date that was claimed later.
        second: Date,
    },
    /// A party says the person never entered, after it counted the person as abducted.
    NeverEnteredAfterCounted(PartyId),
    /// The case is on neither compared list, by the latest claims.
    OnNeitherList,
    /// No name in any form.
    NoName,
}

impl FindingKind {
    /// Returns the last part of the locale key `finding.…`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::TotalDiffers { .. } => "total_differs",
            Self::AgeDiffers { .. } => "age_differs",
            Self::ReturnedBeforeTaken => "returned_before_taken",
            Self::DeathBeforeTaken => "death_before_taken",
            Self::ClaimBeforeTaken => "claim_before_taken",
            Self::BornAfterTaken => "born_after_taken",
            Self::NoSource => "no_source",
            Self::UnknownSource(_) => "unknown_source",
            Self::UnknownParty(_) => "unknown_party",
            Self::UnknownIncident(_) => "unknown_incident",
            Self::RepeatedId(_) => "repeated_id",
            Self::SamePerson(_) => "same_person",
            Self::SameSource(_) => "same_source",
            Self::TwoDeaths { .. } => "two_deaths",
            Self::NeverEnteredAfterCounted(_) => "never_entered_after_counted",
            Self::OnNeitherList => "on_neither_list",
            Self::NoName => "no_name",
        }
    }
}
