//! Everything dated of some people, with the diplomacy, in order of time; and what of it falls
//! within a stretch of time.

use std::ops::Range;

use crate::{
    model::{Date, Day},
    register::Register,
};

/// What happened or was said. Records are given by their place in the register, claims by their
/// place among those of their case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occurrence {
    /// The person was taken.
    Taken(u32),
    /// A party said something of a person.
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
    /// The place of its case; an event has none.
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
    /// What it is.
    pub occurrence: Occurrence,
}

impl DatedItem {
    fn new(occurrence: Occurrence, on: &Date) -> Self {
        Self { from: on.earliest(), to: on.latest(), occurrence }
    }

    /// Whether its date is one day.
    pub fn is_exact(&self) -> bool {
        self.from == self.to
    }

    /// Whether it is there by the end of a day: a taking once it may have been, anything else once
    /// it certainly was.
    pub fn is_in_force(&self, as_of: Day) -> bool {
        let since =
            if matches!(self.occurrence, Occurrence::Taken(_)) { self.from } else { self.to };
        since <= as_of
    }
}

/// Everything dated of some people, with all events, in order of time: by the first day that a
/// date can mean, then by the last; of what is alike in both the people in their order, events
/// after them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chronology {
    /// The places of the people.
    rows: Vec<u32>,
    /// What is dated to the day.
    exact: Vec<DatedItem>,
    /// What is not, each with how many of the exact stand before it.
    inexact: Vec<(usize, DatedItem)>,
}

/// What of a chronology falls within a stretch of time. It says which rows there are without
/// holding them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChronologyWindow {
    /// The exact ones.
    exact: Range<usize>,
    /// The rough ones: the row of each, and its place among all that are rough.
    inexact: Vec<(usize, usize)>,
}

impl Chronology {
    /// Walks over the people at these places.
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
        all.sort_by_key(|dated| (dated.from, dated.to));
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

    /// The places of the people it is of, in their order.
    pub fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// What can mean a day from one to another, as far as it is there by a third.
    ///
    /// What is dated to the day costs a search, what is not a walk over its dates.
    pub fn window(&self, from: Day, to: Day, as_of: Day) -> ChronologyWindow {
        let start = self.exact.partition_point(|dated| dated.from < from);
        let end = self.exact.partition_point(|dated| dated.from <= to.min(as_of));
        let begun = self.inexact.partition_point(|(_, dated)| dated.from <= to);
        let within = |dated: &DatedItem| dated.to >= from && dated.is_in_force(as_of);
        let rough = self.inexact[..begun].iter().enumerate();
        let rough = rough.filter(|(_, (_, dated))| within(dated)).enumerate();
        // Each stands after so many rough ones, and so many exact ones of the excerpt.
        let rough = rough.map(|(n, (at, (before, _)))| (n + before.saturating_sub(start), at));
        ChronologyWindow { inexact: rough.collect(), exact: start..end.max(start) }
    }

    /// A row of an excerpt of this chronology.
    pub fn row(&self, excerpt: &ChronologyWindow, row: usize) -> Option<&DatedItem> {
        let above = excerpt.inexact.partition_point(|(place, _)| *place < row);
        match excerpt.inexact.get(above) {
            Some((place, at)) if *place == row => self.inexact.get(*at).map(|(_, dated)| dated),
            _ => self.exact[excerpt.exact.clone()].get(row - above),
        }
    }
}

impl ChronologyWindow {
    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.exact.len() + self.inexact.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
