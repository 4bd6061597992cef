//! Answering a query: the rows of the table and the counts of every facet, in one pass.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{Account, Facet, Index, Pick, Query, Standing, Status, Value, fold, index::Entry};
use crate::model::{Sex, SourceKind};

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The places of the matching cases, in the order asked for.
    pub rows: Vec<u32>,
    /// For each facet, how many cases each value would show: those that match everything else
    /// asked for. Values that no case has are left out, unless they are picked.
    pub counts: BTreeMap<Facet, Vec<(Value, usize)>>,
    /// The first and the last year of a taking in the whole register, whatever was asked.
    pub years: Option<(i16, i16)>,
}

impl Answer {
    /// Answers a query over all cases, given in `order`; `flagged` are the places of the cases
    /// a check found something in, in rising order.
    pub(super) fn new(
        index: &Index,
        standings: &[Standing],
        flagged: &[u32],
        order: &[u32],
        query: &Query,
    ) -> Self {
        let codes = Codes::new(index);
        let wanted: Vec<Option<Vec<bool>>> =
            Facet::ALL.iter().map(|facet| codes.wanted(*facet, query)).collect();
        let words: Vec<String> = query.search.split_whitespace().map(fold).collect();
        let words: Vec<_> = words.iter().filter(|word| !word.is_empty()).collect();
        let finders: Vec<_> =
            words.iter().map(|word| memchr::memmem::Finder::new(word.as_bytes())).collect();
        let mut tallies: Vec<Vec<usize>> =
            Facet::ALL.iter().map(|facet| vec![0; codes.len(*facet)]).collect();
        // Many cases share a course of standings, so that it is asked once of each.
        let moved: Option<Vec<bool>> = query.moved.map(|moved| {
            let timelines = index.timelines().kinds().iter();
            timelines.map(|line| moved.contains(|day| Standing::on(line, day))).collect()
        });
        let mut matching = vec![false; index.entries.len()];
        let mut flags = flagged.iter().peekable();
        for (at, (entry, standing)) in index.entries.iter().zip(standings).enumerate() {
            let flagged = flags.next_if(|flag| **flag as usize == at).is_some();
            if query.people.is_some_and(|people| !people.contains(*standing))
                || moved.as_ref().is_some_and(|moved| !moved[index.timelines().kind_of(at)])
                || query.area.is_some_and(|area| !entry.at.is_some_and(|at| area.holds(at)))
                || !finders.iter().all(|finder| finder.find(entry.text.as_bytes()).is_some())
            {
                continue;
            }
            let case = codes.of(entry, *standing, flagged);
            let fits = |facet: usize| {
                wanted[facet]
                    .as_ref()
                    .is_none_or(|wanted| case.values(facet).any(|code| wanted[code]))
            };
            let mut misfits = (0..Facet::ALL.len()).filter(|facet| !fits(*facet));
            match (misfits.next(), misfits.next()) {
                (None, _) => {
                    matching[at] = true;
                    for (facet, tally) in tallies.iter_mut().enumerate() {
                        case.values(facet).for_each(|code| tally[code] += 1);
                    }
                }
                // Only this facet leaves it out: it counts for that facet's other values.
                (Some(facet), None) => {
                    case.values(facet).for_each(|code| tallies[facet][code] += 1);
                }
                _ => {}
            }
        }
        let rows = order.iter().copied().filter(|at| matching[*at as usize]).collect();
        let counts = Facet::ALL
            .iter()
            .zip(&tallies)
            .map(|(facet, tally)| (*facet, codes.named(*facet, tally, query)))
            .collect();
        Self { rows, counts, years: codes.span }
    }
}

/// Every facet value of a case as a small number.
#[derive(Clone, Copy)]
struct Coded([u32; Facet::ALL.len()]);

/// Where the kinds of sources stand in [`Facet::ALL`]: the one facet of which a case can have
/// several values, kept as bits.
const KINDS: usize = 7;

impl Coded {
    fn values(self, facet: usize) -> impl Iterator<Item = usize> {
        let value = self.0[facet];
        let several = facet == KINDS && value != 0;
        let single = (!several).then_some(value as usize);
        let bits = (1..=SourceKind::ALL.len())
            .filter(move |kind| several && value & (1 << (kind - 1)) != 0);
        single.into_iter().chain(bits)
    }
}

/// How values and small numbers belong together. 0 is always "no value".
struct Codes<'a> {
    index: &'a Index,
    span: Option<(i16, i16)>,
    first_year: i16,
    years: usize,
    incidents: usize,
}

impl<'a> Codes<'a> {
    fn new(index: &'a Index) -> Self {
        let years = || index.entries.iter().filter_map(|entry| entry.year);
        let span = years().min().zip(years().max());
        let (first_year, last_year) = span.unwrap_or_default();
        let incidents = index.entries.iter().filter_map(|entry| entry.incident).max();
        Self {
            index,
            span,
            first_year,
            years: usize::try_from(last_year - first_year + 1).unwrap_or(0),
            // Numbers far above any real list would cost memory for nothing.
            incidents: incidents.map_or(0, |number| (number as usize).min(1_000_000)),
        }
    }

    fn len(&self, facet: Facet) -> usize {
        1 + match facet {
            Facet::Status => Status::ALL.len(),
            // "Silent" is no value.
            Facet::First | Facet::Second => Account::ALL.len() - 1,
            Facet::Year => self.years,
            Facet::Sex => 2,
            Facet::Place => self.index.places().len() - 1,
            Facet::Incident => self.incidents,
            Facet::SourceKind => SourceKind::ALL.len(),
            Facet::Findings => 1,
        }
    }

    fn of(&self, entry: &Entry, standing: Standing, flagged: bool) -> Coded {
        let account = |side: usize| standing.accounts[side] as u32;
        let year = entry.year.map_or(0, |year| u32::from(year.abs_diff(self.first_year)) + 1);
        let incident = entry.incident.filter(|number| *number as usize <= self.incidents);
        Coded([
            1 + standing.status as u32,
            account(0),
            account(1),
            year,
            entry.sex.map_or(0, |sex| 1 + sex as u32),
            entry.place,
            incident.unwrap_or(0),
            u32::from(entry.kinds),
            u32::from(flagged),
        ])
    }

    /// The value behind a number.
    fn value(&self, facet: Facet, code: usize) -> Value {
        if code == 0 {
            return Value::Nothing;
        }
        match facet {
            Facet::Status => Value::Status(Status::ALL[code - 1]),
            Facet::First | Facet::Second => {
                let account = Account::ALL.into_iter().find(|account| *account as usize == code);
                account.map_or(Value::Nothing, Value::Account)
            }
            Facet::Year => {
                Value::Year(self.first_year + i16::try_from(code - 1).unwrap_or(i16::MAX))
            }
            Facet::Sex => Value::Sex(if code == 1 { Sex::Female } else { Sex::Male }),
            Facet::Place => Value::Place(self.index.places()[code].clone()),
            Facet::Incident => Value::Incident(u32::try_from(code).unwrap_or(u32::MAX)),
            Facet::SourceKind => Value::Kind(SourceKind::ALL[code - 1]),
            Facet::Findings => Value::Yes,
        }
    }

    /// Which values of a facet are asked for; none where any will do.
    fn wanted(&self, facet: Facet, query: &Query) -> Option<Vec<bool>> {
        let picked = |value: Value| query.picks.contains(&Pick { facet, value });
        let years = query.years.filter(|_| facet == Facet::Year);
        if years.is_none() && !query.picks.iter().any(|pick| pick.facet == facet) {
            return None;
        }
        let wanted = (0..self.len(facet)).map(|code| match self.value(facet, code) {
            Value::Year(year) if years.is_some_and(|(from, to)| (from..=to).contains(&year)) => {
                true
            }
            value => picked(value),
        });
        Some(wanted.collect())
    }

    /// The tallies of a facet with their values: places by count, others by the value's own
    /// order, "no value" last. A picked value is there even if no case has it, to be dropped again.
    fn named(&self, facet: Facet, tally: &[usize], query: &Query) -> Vec<(Value, usize)> {
        let counted = tally.iter().enumerate().filter(|(_, count)| **count > 0);
        let mut named: Vec<_> =
            counted.map(|(code, count)| (self.value(facet, code), *count)).collect();
        for pick in query.picks.iter().filter(|pick| pick.facet == facet) {
            if !named.iter().any(|(value, _)| *value == pick.value) {
                named.push((pick.value.clone(), 0));
            }
        }
        let by_count = |count| Reverse(if facet == Facet::Place { count } else { 0 });
        named.sort_by(|(a, m), (b, n)| {
            let first = |value: &Value, count| (*value == Value::Nothing, by_count(count));
            first(a, *m).cmp(&first(b, *n)).then_with(|| a.cmp(b))
        });
        named
    }
}
