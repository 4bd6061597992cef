//! What the checks notice: how grave, of which record and field, and what.

use crate::model::{CaseId, Date, Day, PartyId, SourceId};

/// Something a check noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How grave it is.
    pub severity: Severity,
    /// The record it concerns.
    pub subject: FindingSubject,
    /// The field of that record.
    pub field: RecordField,
    /// What was noticed.
    pub kind: FindingKind,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The register contradicts itself; something must be put right.
    Error,
    /// Likely a slip.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// Its key in the texts of the window.
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
    /// The date of the taking, or of an event or a total.
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
    /// Who said it.
    Party,
    /// When.
    Date,
    /// What it says.
    Statement,
    /// The date of death it gives.
    Death,
    /// Where it was read.
    Sources,
}

/// What a check noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FindingKind {
    /// A party announced one figure, and its claims give another as of that day.
    TotalDiffers {
        /// The party.
        by: PartyId,
        /// As of the last day the total's date can mean.
        as_of: Day,
        /// What it announced.
        announced: u32,
        /// What its claims give.
        counted: usize,
    },
    /// The age does not follow from birth and taking.
    AgeDiffers {
        /// The age in the register.
        age: u8,
        /// The ages that birth and taking allow.
        from: i16,
        /// The oldest of them.
        to: i16,
    },
    /// Returned before taken.
    ReturnedBeforeTaken,
    /// A death claimed to lie before the taking.
    DeathBeforeTaken,
    /// A claim made before the taking.
    ClaimBeforeTaken,
    /// Born after the taking.
    BornAfterTaken,
    /// Nothing cited.
    NoSource,
    /// A source that the register does not hold.
    UnknownSource(SourceId),
    /// A party that the register does not hold.
    UnknownParty(PartyId),
    /// An incident that the register does not hold.
    UnknownIncident(u32),
    /// An id or number that another record has.
    RepeatedId(String),
    /// The same native name, taken on the same day.
    SamePerson(CaseId),
    /// Another source that looks like this one.
    SameSource(SourceId),
    /// A party gives two different dates of death.
    TwoDeaths {
        /// The party.
        by: PartyId,
        /// The earlier said date.
        first: Date,
        /// The later said date.
        second: Date,
    },
    /// A party says the person never entered, after it counted the person as abducted.
    NeverEnteredAfterCounted(PartyId),
    /// On neither of the two compared lists, as its claims stand at the end.
    OnNeitherList,
    /// No name in any form.
    NoName,
}

impl FindingKind {
    /// Its key in the texts of the window.
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
