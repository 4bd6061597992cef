//! What the reader asked to see.

use std::collections::BTreeSet;

use crate::{
    analysis::{
        changes::MembershipFilter,
        map::geo_bounds::GeoBounds,
        position::{Position, Status},
        reconciliation::Cohort,
    },
    model::{Sex, SourceKind},
};

/// A question to the register: which cases, in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words that must all be found in the names, places and notes of a case.
    pub search: String,
    /// Facet values picked. Values of one facet widen the answer, facets narrow it.
    pub facet_filters: BTreeSet<FacetFilter>,
    /// The first and the last year of taking wanted.
    pub year_range: Option<(i16, i16)>,
    /// A group of people picked in the summary.
    pub cohort: Option<Cohort>,
    /// Those wanted who joined a group or left it between two days.
    pub membership: Option<MembershipFilter>,
    /// The part of the earth wanted: those whose taking has coordinates in it.
    pub bounds: Option<GeoBounds>,
    /// The column to sort by.
    pub sort: Sort,
}

impl Query {
    /// Whether it asks for less than everything.
    pub fn is_filtered(&self) -> bool {
        !self.search.trim().is_empty()
            || !self.facet_filters.is_empty()
            || self.year_range.is_some()
            || self.cohort.is_some()
            || self.membership.is_some()
            || self.bounds.is_some()
    }

    /// Asks for everything again, in the order it was in.
    pub fn clear(&mut self) {
        *self = Self { sort: self.sort, ..Self::default() };
    }

    /// Picks a facet value, or drops it where it was picked.
    pub fn toggle_facet(&mut self, pick: FacetFilter) {
        if !self.facet_filters.remove(&pick) {
            self.facet_filters.insert(pick);
        }
    }
}

/// One way to divide the cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// By status.
    Status,
    /// By the first compared party's account.
    First,
    /// By the second compared party's account.
    Second,
    /// By year of the taking.
    Year,
    /// By sex.
    Sex,
    /// By prefecture, or else place.
    Place,
    /// By incident.
    Incident,
    /// By the kinds of sources cited; a case can have several.
    SourceKind,
    /// By whether a check found something.
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
    /// A party's account.
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
    /// The date of the taking.
    #[default]
    Taken,
    /// The age when taken.
    Age,
    /// The place of the taking.
    Place,
    /// The status.
    Status,
    /// The first compared party's account.
    First,
    /// The second compared party's account.
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

    /// Whether its values can change from day to day.
    pub fn depends_on_day(self) -> bool {
        matches!(self, Self::Status | Self::First | Self::Second)
    }

    /// Its name on the command line and its key in the texts of the window.
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
    /// From the last to the first. Cases without a value stay last either way.
    pub descending: bool,
}
