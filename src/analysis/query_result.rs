//! Answering a query: the rows of the table and the counts of every facet, in one pass.

use std::{cmp::Reverse, collections::BTreeMap};

use crate::{
    analysis::{
        normalize::fold,
        position::{CaseState, Position, Status},
        query::{Facet, FacetFilter, FacetValue, Query},
        search_index::{CaseKeys, SearchIndex},
    },
    model::{Sex, SourceKind},
};

/// The result of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryResult {
    /// The indexes of the matching cases, in the sort order.
    pub rows: Vec<u32>,
    /// For each facet, the number of cases that each value would show: the cases that match all
    /// other filters. Values without cases are omitted unless they are picked.
    pub facet_counts: BTreeMap<Facet, Vec<(FacetValue, usize)>>,
    /// The first and the last year of an abduction in the whole register.
    pub year_range: Option<(i16, i16)>,
}

impl QueryResult {
    /// Evaluates a query over all cases, given in `order`. `flagged` has the indexes of the cases
    /// with findings, in rising order.
    pub(super) fn new(
        index: &SearchIndex,
        states: &[CaseState],
        flagged: &[u32],
        order: &[u32],
        query: &Query,
    ) -> Self {
        let codes = FacetCoder::new(index);
        let wanted: Vec<Option<Vec<bool>>> =
            Facet::ALL.iter().map(|facet| codes.accepted_values(*facet, query)).collect();
        let text: Vec<String> = query.search.split_whitespace().map(fold).collect();
        let text: Vec<_> = text.iter().filter(|word| !word.is_empty()).collect();
        let finders: Vec<_> =
            text.iter().map(|word| memchr::memmem::Finder::new(word.as_bytes())).collect();
        let mut tallies: Vec<Vec<usize>> =
            Facet::ALL.iter().map(|facet| vec![0; codes.value_count(*facet)]).collect();
        // Many cases share a course of standings, so that it is asked once of each.
        let moved: Option<Vec<bool>> = query.membership.map(|moved| {
            let timelines = index.timelines().distinct().iter();
            timelines
                .map(|line| moved.contains(|day| CaseState::from_timeline(line, day)))
                .collect()
        });
        let mut matching = vec![false; index.entries.len()];
        let mut flags = flagged.iter().peekable();
        for (at, (entry, state)) in index.entries.iter().zip(states).enumerate() {
            let flagged = flags.next_if(|flag| **flag as usize == at).is_some();
            if query.cohort.is_some_and(|people| !people.contains(*state))
                || moved.as_ref().is_some_and(|moved| !moved[index.timelines().timeline_index(at)])
                || query
                    .bounds
                    .is_some_and(|area| !entry.coordinates.is_some_and(|at| area.contains(at)))
                || !finders.iter().all(|finder| finder.find(entry.text.as_bytes()).is_some())
            {
                continue;
            }
            let case = codes.encode(entry, *state, flagged);
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
        let facet_counts = Facet::ALL
            .iter()
            .zip(&tallies)
            .map(|(facet, tally)| (*facet, codes.value_counts(*facet, tally, query)))
            .collect();
        Self { rows, facet_counts, year_range: codes.year_range }
    }
}

/// Every facet value of a case as a small number.
#[derive(Clone, Copy)]
struct FacetCodes([u32; Facet::ALL.len()]);

/// The index of the kinds of sources in [`Facet::ALL`]: the one facet with several values for a
/// case, which are kept as bits.
const SOURCE_KIND_FACET: usize = 7;

impl FacetCodes {
    fn values(self, facet: usize) -> impl Iterator<Item = usize> {
        let value = self.0[facet];
        let several = facet == SOURCE_KIND_FACET && value != 0;
        let single = (!several).then_some(value as usize);
        let bits = (1..=SourceKind::ALL.len())
            .filter(move |kind| several && value & (1 << (kind - 1)) != 0);
        single.into_iter().chain(bits)
    }
}

/// Encodes the values of facets as small numbers. 0 is always "no value".
struct FacetCoder<'a> {
    index: &'a SearchIndex,
    year_range: Option<(i16, i16)>,
    first_year: i16,
    year_count: usize,
    max_incident: usize,
}

impl<'a> FacetCoder<'a> {
    fn new(index: &'a SearchIndex) -> Self {
        let years = || index.entries.iter().filter_map(|entry| entry.year);
        let year_range = years().min().zip(years().max());
        let (first_year, last_year) = year_range.unwrap_or_default();
        let incidents = index.entries.iter().filter_map(|entry| entry.incident).max();
        Self {
            index,
            year_range,
            first_year,
            year_count: usize::try_from(last_year - first_year + 1).unwrap_or(0),
            // Numbers far above any real list would cost memory for nothing.
            max_incident: incidents.map_or(0, |number| (number as usize).min(1_000_000)),
        }
    }

    fn value_count(&self, facet: Facet) -> usize {
        1 + match facet {
            Facet::Status => Status::ALL.len(),
            // "Silent" is no value.
            Facet::First | Facet::Second => Position::ALL.len() - 1,
            Facet::Year => self.year_count,
            Facet::Sex => 2,
            Facet::Place => self.index.places().len() - 1,
            Facet::Incident => self.max_incident,
            Facet::SourceKind => SourceKind::ALL.len(),
            Facet::Findings => 1,
        }
    }

    fn encode(&self, entry: &CaseKeys, state: CaseState, flagged: bool) -> FacetCodes {
        let position = |side: usize| state.positions[side] as u32;
        let year = entry.year.map_or(0, |year| u32::from(year.abs_diff(self.first_year)) + 1);
        let incident = entry.incident.filter(|number| *number as usize <= self.max_incident);
        FacetCodes([
            1 + state.status as u32,
            position(0),
            position(1),
            year,
            entry.sex.map_or(0, |sex| 1 + sex as u32),
            entry.place,
            incident.unwrap_or(0),
            u32::from(entry.source_kinds),
            u32::from(flagged),
        ])
    }

    /// Returns the value of a number.
    fn decode(&self, facet: Facet, code: usize) -> FacetValue {
        if code == 0 {
            return FacetValue::Missing;
        }
        match facet {
            Facet::Status => FacetValue::Status(Status::ALL[code - 1]),
            Facet::First | Facet::Second => {
                let position =
                    Position::ALL.into_iter().find(|position| *position as usize == code);
                position.map_or(FacetValue::Missing, FacetValue::Position)
            }
            Facet::Year => {
                FacetValue::Year(self.first_year + i16::try_from(code - 1).unwrap_or(i16::MAX))
            }
            Facet::Sex => FacetValue::Sex(if code == 1 { Sex::Female } else { Sex::Male }),
            Facet::Place => FacetValue::Place(self.index.places()[code].clone()),
            Facet::Incident => FacetValue::Incident(u32::try_from(code).unwrap_or(u32::MAX)),
            Facet::SourceKind => FacetValue::SourceKind(SourceKind::ALL[code - 1]),
            Facet::Findings => FacetValue::HasFindings,
        }
    }

    /// Returns which values of a facet the query accepts; `None` if it accepts all.
    fn accepted_values(&self, facet: Facet, query: &Query) -> Option<Vec<bool>> {
        let picked =
            |value: FacetValue| query.facet_filters.contains(&FacetFilter { facet, value });
        let years = query.year_range.filter(|_| facet == Facet::Year);
        if years.is_none() && !query.facet_filters.iter().any(|pick| pick.facet == facet) {
            return None;
        }
        let wanted = (0..self.value_count(facet)).map(|code| match self.decode(facet, code) {
            FacetValue::Year(year)
                if years.is_some_and(|(from, to)| (from..=to).contains(&year)) =>
            {
                true
            }
            value => picked(value),
        });
        Some(wanted.collect())
    }

    /// Returns the values of a facet with their counts: places by count, others in their own order,
    /// "no value" last. A picked value is included even if no case has it, so that it can be
    /// removed.
    fn value_counts(
        &self,
        facet: Facet,
        tally: &[usize],
        query: &Query,
    ) -> Vec<(FacetValue, usize)> {
        let counted = tally.iter().enumerate().filter(|(_, count)| **count > 0);
        let mut named: Vec<_> =
            counted.map(|(code, count)| (self.decode(facet, code), *count)).collect();
        for pick in query.facet_filters.iter().filter(|pick| pick.facet == facet) {
            if !named.iter().any(|(value, _)| *value == pick.value) {
                named.push((pick.value.clone(), 0));
            }
        }
        let by_count = |count| Reverse(if facet == Facet::Place { count } else { 0 });
        named.sort_by(|(a, m), (b, n)| {
            let first =
                |value: &FacetValue, count| (*value == FacetValue::Missing, by_count(count));
            first(a, *m).cmp(&first(b, *n)).then_with(|| a.cmp(b))
        });
        named
    }
}
