//! The query: filters, search text and sort order of the table.

use std::collections::BTreeSet;

use crate::{
    analysis::{
        changes::membership::MembershipFilter,
        map::geo_bounds::GeoBounds,
        position::{Position, Status},
        reconciliation::Cohort,
    },
    model::{Sex, SourceKind, YearSpan},
};

/// A question to the register: which cases, in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The search text: words that a case must contain in its names, places or notes.
    pub search: String,
    /// The picked facet values. A case must have one of the values of each facet.
    pub facet_filters: BTreeSet<FacetFilter>,
    /// The first and the last year of the abduction. A case matches if its date can mean a year
    /// between them.
    pub year_range: Option<(i16, i16)>,
    /// True to match and count a case by its year only if its date can mean no other year.
    pub is_year_certain: bool,
    /// A group of people picked in the summary.
    pub cohort: Option<Cohort>,
    /// A filter for people who joined or left a group between two days.
    pub membership: Option<MembershipFilter>,
    /// The geographic bounds that must contain the coordinates of the abduction.
    pub bounds: Option<GeoBounds>,
    /// The column to sort by.
    pub sort: Sort,
}

impl Query {
    /// Returns true if any filter is set.
    pub fn is_filtered(&self) -> bool {
        !self.search.trim().is_empty()
            || !self.facet_filters.is_empty()
            || self.year_range.is_some()
            || self.cohort.is_some()
            || self.membership.is_some()
            || self.bounds.is_some()
    }

    /// Returns true if an abduction dated to these years matches a range of years.
    pub(super) fn matches_years(&self, years: YearSpan, (from, to): (i16, i16)) -> bool {
        if self.is_year_certain { years.lies_within(from, to) } else { years.overlaps(from, to) }
    }

    /// Clears all filters and keeps the sort order.
    pub fn clear(&mut self) {
        *self = Self { sort: self.sort, ..Self::default() };
    }

    /// Adds a facet value, or removes it if it was picked.
    pub fn toggle_facet(&mut self, pick: FacetFilter) {
        if !self.facet_filters.remove(&pick) {
            self.facet_filters.insert(pick);
        }
    }
}

/// One way to divide the cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The status.
    Status,
    /// The position of the first compared party.
    First,
    /// The position of the second compared party.
    Second,
    /// The year of the abduction. A case has every year that its date can mean.
    Year,
    /// The sex.
    Sex,
    /// The prefecture, or the place where there is no prefecture.
    Place,
    /// The incident.
    Incident,
    /// The kinds of cited sources. A case can have several.
    SourceKind,
    /// The presence of findings.
    Findings,
}

impl Facet {
    /// Every facet, in the order it is shown.
    pub const ALL: [Self; 9] = [
        Self::Status,
        Self::First,
        Self::Second,
        Self::Year,
        Self::Sex,
        Self::Place,
        Self::Incident,
        Self::SourceKind,
        Self::Findings,
    ];
}

/// A value of a facet, picked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FacetFilter {
    /// The facet.
    pub facet: Facet,
    /// The value.
    pub value: FacetValue,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetValue {
    /// A status.
    Status(Status),
    /// The position of a party.
    Position(Position),
    /// A year.
    Year(i16),
    /// A sex.
    Sex(Sex),
    /// A prefecture or place.
    Place(String),
    /// An incident's number.
    Incident(u32),
    /// A kind of source.
    SourceKind(SourceKind),
    /// Has findings.
    HasFindings,
    /// The register holds no value.
    Missing,
}

/// A column of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Column {
    /// The name in Latin letters, by family name.
    Name,
    /// The native name, by its reading.
    Native,
    /// The date of the abduction.
    #[default]
    Taken,
    /// The age when taken.
    Age,
    /// The place of the abduction.
    Place,
    /// The status.
    Status,
    /// The position of the first compared party.
    First,
    /// The position of the second compared party.
    Second,
    /// The incident.
    Incident,
}

impl Column {
    /// Every column, in the order it is shown.
    pub const ALL: [Self; 9] = [
        Self::Name,
        Self::Native,
        Self::Taken,
        Self::Age,
        Self::Place,
        Self::Status,
        Self::First,
        Self::Second,
        Self::Incident,
    ];

    /// Returns true if the values depend on the day.
    pub fn depends_on_day(self) -> bool {
        matches!(self, Self::Status | Self::First | Self::Second)
    }

    /// Returns the name on the command line, which is also the last part of the locale key
    /// `column.…`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Native => "native",
            Self::Taken => "taken",
            Self::Age => "age",
            Self::Place => "place",
            Self::Status => "status",
            Self::First => "first",
            Self::Second => "second",
            Self::Incident => "incident",
        }
    }
}

/// An order of the table. It is stable: cases that are equal in it keep the register's order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sort {
    /// The column.
    pub by: Column,
    /// True to sort from the last to the first. Cases without a value are last in both orders.
    pub descending: bool,
}
