//! Chronology: all dated records of some people and all events, in order of time, and the part of
//! it in a range of days.

use std::ops::Range;

use crate::{
    model::{Date, Day},
    register::Register,
};

/// A dated record. Records are given by their index in the register, claims by their index among
/// the claims of their case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occurrence {
    /// The person was taken.
    Taken(u32),
    /// A claim of a party on a person.
    Claim {
        /// The case.
        case: u32,
        /// The claim.
        claim: u32,
    },
    /// The person came back.
    Returned(u32),
    /// A step of diplomacy.
    Event(u32),
}

impl Occurrence {
    /// Returns the index of the case; `None` for an event.
    pub fn case(self) -> Option<usize> {
        match self {
            Self::Taken(case) | Self::Claim { case, .. } | Self::Returned(case) => {
                Some(case as usize)
            }
            Self::Event(_) => None,
        }
    }
}

/// An occurrence with the days that its date can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatedItem {
    /// The first of them.
    pub from: Day,
    /// The last.
    pub to: Day,
    /// The day from which the record counts: of an abduction the first day that its date can mean.
    pub since: Day,
    /// The first and the last day by which the record sorts.
    pub sort_days: (Day, Day),
    /// The record.
    pub occurrence: Occurrence,
}

impl DatedItem {
    fn new(occurrence: Occurrence, on: &Date) -> Self {
        let is_abduction = matches!(occurrence, Occurrence::Taken(_));
        Self {
            from: on.earliest(),
            to: on.latest(),
            since: if is_abduction { on.earliest() } else { on.in_force_from() },
            sort_days: on.sort_days(),
            occurrence,
        }
    }

    /// Returns true if the date is one day.
    pub fn is_exact(&self) -> bool {
        self.from == self.to
    }

    /// Returns true if the record counts as of a day.
    pub fn is_in_force(&self, as_of: Day) -> bool {
        self.since <= as_of
    }
}

/// The dated records of some people with all events, in order of time: by the first day that a date
/// can mean, then by the last; a date without a start sorts at its end. Records alike in both are in
/// the order of the people, with events last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chronology {
    /// The places of the people.
    rows: Vec<u32>,
    /// The items dated to the day.
    exact: Vec<DatedItem>,
    /// The items not dated to the day, each with the number of exact items before it.
    inexact: Vec<(usize, DatedItem)>,
}

/// The part of a chronology in a range of days. It holds the indexes of its rows, not the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChronologyWindow {
    /// The exact ones.
    exact: Range<usize>,
    /// The inexact items: the row of each, and its index among the inexact items of the chronology.
    inexact: Vec<(usize, usize)>,
}

impl Chronology {
    /// Collects the dated records of the people with these indexes.
    pub fn new(register: &Register, rows: Vec<u32>) -> Self {
        let mut all = Vec::new();
        for at in &rows {
            let Some(case) = register.cases().get(*at as usize) else { continue };
            all.extend(case.taken.on.iter().map(|on| DatedItem::new(Occurrence::Taken(*at), on)));
            all.extend(case.claims.iter().zip(0..).map(|(claim, place)| {
                DatedItem::new(Occurrence::Claim { case: *at, claim: place }, &claim.on)
            }));
            let returned = case.returned.iter();
            all.extend(returned.map(|it| DatedItem::new(Occurrence::Returned(*at), &it.on)));
        }
        let events = register.events().iter().zip(0..);
        all.extend(events.map(|(event, at)| DatedItem::new(Occurrence::Event(at), &event.on)));
        all.sort_by_key(|dated| dated.sort_days);
        let mut this = Self { rows, ..Self::default() };
        for dated in all {
            if dated.is_exact() {
                this.exact.push(dated);
            } else {
                this.inexact.push((this.exact.len(), dated));
            }
        }
        this
    }

    /// Returns the indexes of the people, in their order.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// Returns the items whose dates can mean a day between `from` and `to`, as far as they count
    /// as of `as_of`.
    ///
    /// Takes logarithmic time in the items dated to the day, linear time in the others.
    pub fn window(&self, from: Day, to: Day, as_of: Day) -> ChronologyWindow {
        let start = self.exact.partition_point(|dated| dated.from < from);
        let end = self.exact.partition_point(|dated| dated.from <= to.min(as_of));
        let end = end.max(start);
        let within =
            |dated: &DatedItem| dated.from <= to && dated.to >= from && dated.is_in_force(as_of);
        let rough = self.inexact.iter().enumerate();
        let rough = rough.filter(|(_, (_, dated))| within(dated)).enumerate();
        // Each stands after so many rough ones, and so many exact ones of the excerpt.
        let rough =
            rough.map(|(n, (at, (before, _)))| (n + (*before).clamp(start, end) - start, at));
        ChronologyWindow { inexact: rough.collect(), exact: start..end }
    }

    /// Returns a row of a window of this chronology.
    pub fn row(&self, excerpt: &ChronologyWindow, row: usize) -> Option<&DatedItem> {
        let above = excerpt.inexact.partition_point(|(place, _)| *place < row);
        match excerpt.inexact.get(above) {
            Some((place, at)) if *place == row => self.inexact.get(*at).map(|(_, dated)| dated),
            _ => self.exact[excerpt.exact.clone()].get(row - above),
        }
    }
}

impl ChronologyWindow {
    /// Returns the number of rows.
    pub fn len(&self) -> usize {
        self.exact.len() + self.inexact.len()
    }

    /// Returns true if there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
