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

impl Finding {
    /// Creates an error.
    pub(super) fn error(subject: FindingSubject, field: RecordField, kind: FindingKind) -> Self {
        Self { severity: Severity::Error, subject, field, kind }
    }

    /// Creates a warning.
    pub(super) fn warning(subject: FindingSubject, field: RecordField, kind: FindingKind) -> Self {
        Self { severity: Severity::Warning, subject, field, kind }
    }

    /// Creates a note.
    pub(super) fn note(subject: FindingSubject, field: RecordField, kind: FindingKind) -> Self {
        Self { severity: Severity::Note, subject, field, kind }
    }
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
        /// The day by which the total was certainly announced.
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
        /// The least age that birth and abduction allow; `None` if they set no bound.
        from: Option<i16>,
        /// The greatest age that they allow; `None` if they set no bound.
        to: Option<i16>,
    },
    /// The age when taken is one that nobody reaches.
    AgeTooHigh(u8),
    /// By its dates the person reached at least this age, which nobody reaches.
    LifeTooLong(i16),
    /// A date is after today.
    DateAfterToday,
    /// Returned before born.
    ReturnedBeforeBorn,
    /// Returned before taken.
    ReturnedBeforeTaken,
    /// A claimed date of death is before the birth.
    DeathBeforeBorn,
    /// A claimed date of death is before the abduction.
    DeathBeforeTaken,
    /// A claimed date of death is after the claim.
    DeathAfterClaim,
    /// The date of a claim is before the birth.
    ClaimBeforeBorn,
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
    /// The coordinates are zero.
    ZeroCoordinates,
    /// The register compares a party with itself.
    ComparedWithItself(PartyId),
    /// Another case can be of the same person.
    SamePerson {
        /// The other case.
        case: CaseId,
        /// The values that the two have in common.
        likenesses: Vec<Likeness>,
    },
    /// The party says the same in the claim at this place.
    SameClaim(usize),
    /// The party gives another position on the same day in the claim at this place.
    ClaimsOnOneDay {
        /// The party.
        by: PartyId,
        /// The place of the other claim.
        other: usize,
    },
    /// The dates of two claims of a party overlap, so that their order is not certain.
    OrderUncertain {
        /// The party.
        by: PartyId,
        /// The date of the claim that counts as the earlier.
        earlier: Date,
        /// The date of the claim that counts as the later.
        later: Date,
        /// The place of the claim that counts as the earlier.
        other: usize,
    },
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
    /// No name in any form, or one that shows nothing.
    NoName,
    /// No title, or one that shows nothing.
    NoTitle,
}

/// A value that two cases of one person have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// Equal native names.
    NativeName,
    /// Native names in other characters, such as another width or composition, or an old form of a
    /// kanji.
    NativeSpelling,
    /// Equal readings of the name.
    Reading,
    /// Equal names in Latin letters, in whichever order of family and given name.
    LatinName,
    /// Equal days of abduction.
    AbductionDay,
    /// Dates of abduction that can mean the same day.
    AbductionDates,
    /// Equal days of birth.
    BirthDay,
    /// Dates of birth that can mean the same day.
    BirthDates,
}

impl Likeness {
    /// Every likeness, names first.
    pub const ALL: [Self; 8] = [
        Self::NativeName,
        Self::NativeSpelling,
        Self::Reading,
        Self::LatinName,
        Self::AbductionDay,
        Self::AbductionDates,
        Self::BirthDay,
        Self::BirthDates,
    ];

    /// Returns the last part of the locale key `likeness.…`.
    pub fn key(self) -> &'static str {
        match self {
            Self::NativeName => "native_name",
            Self::NativeSpelling => "native_spelling",
            Self::Reading => "reading",
            Self::LatinName => "latin_name",
            Self::AbductionDay => "abduction_day",
            Self::AbductionDates => "abduction_dates",
            Self::BirthDay => "birth_day",
            Self::BirthDates => "birth_dates",
        }
    }
}

impl FindingKind {
    /// Returns the last part of the locale key `finding.…`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::TotalDiffers { .. } => "total_differs",
            Self::AgeDiffers { .. } => "age_differs",
            Self::AgeTooHigh(_) => "age_too_high",
            Self::LifeTooLong(_) => "life_too_long",
            Self::DateAfterToday => "date_after_today",
            Self::ReturnedBeforeBorn => "returned_before_born",
            Self::ReturnedBeforeTaken => "returned_before_taken",
            Self::DeathBeforeBorn => "death_before_born",
            Self::DeathBeforeTaken => "death_before_taken",
            Self::DeathAfterClaim => "death_after_claim",
            Self::ClaimBeforeBorn => "claim_before_born",
            Self::ClaimBeforeTaken => "claim_before_taken",
            Self::BornAfterTaken => "born_after_taken",
            Self::NoSource => "no_source",
            Self::UnknownSource(_) => "unknown_source",
            Self::UnknownParty(_) => "unknown_party",
            Self::UnknownIncident(_) => "unknown_incident",
            Self::RepeatedId(_) => "repeated_id",
            Self::ZeroCoordinates => "zero_coordinates",
            Self::ComparedWithItself(_) => "compared_with_itself",
            Self::SamePerson { .. } => "same_person",
            Self::SameClaim(_) => "same_claim",
            Self::ClaimsOnOneDay { .. } => "claims_on_one_day",
            Self::OrderUncertain { .. } => "order_uncertain",
            Self::SameSource(_) => "same_source",
            Self::TwoDeaths { .. } => "two_deaths",
            Self::NeverEnteredAfterCounted(_) => "never_entered_after_counted",
            Self::OnNeitherList => "on_neither_list",
            Self::NoName => "no_name",
            Self::NoTitle => "no_title",
        }
    }
}
