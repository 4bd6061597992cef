//! Answering a query: the rows of the table and the counts of every facet, in one pass.

use std::{cmp::Reverse, collections::BTreeMap};

use crate::{
    analysis::{
        position::{CaseState, Position, Status},
        query::{Facet, FacetFilter, FacetValue, Query},
        search_index::{CaseKeys, SearchIndex},
    },
    model::{Sex, SourceKind, YearSpan, folding::fold},
};

/// The result of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueryResult {
    /// The indexes of the matching cases, in the sort order.
    pub rows: Vec<u32>,
    /// For each facet, the number of cases that each value would show: the cases that match all
    /// other filters. Values without cases are omitted unless they are picked.
    pub facet_counts: BTreeMap<Facet, Vec<(FacetValue, usize)>>,
    /// The first and the last year that a date of an abduction names in the whole register.
    pub year_range: Option<(i16, i16)>,
    /// The number of cases that match all filters but the one by year, and whose date can mean
    /// several years: they count for each of them, or for none if only certain years count.
    pub several_years_count: usize,
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
        let codes = FacetCoder::new(index, query);
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
        let mut years = YearTally::new(codes.value_count(Facet::Year));
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
            let fits = |facet: usize| match Facet::ALL[facet] {
                Facet::Year => fits_years(query, entry.years),
                _ => wanted[facet]
                    .as_ref()
                    .is_none_or(|wanted| case.values(facet).any(|code| wanted[code])),
            };
            let mut misfits = (0..Facet::ALL.len()).filter(|facet| !fits(*facet));
            match (misfits.next(), misfits.next()) {
                (None, _) => {
                    matching[at] = true;
                    for (facet, tally) in tallies.iter_mut().enumerate() {
                        case.values(facet).for_each(|code| tally[code] += 1);
                    }
                    years.add(codes.encode_years(entry.years));
                }
                // Only this facet leaves it out: it counts for that facet's other values.
                (Some(facet), None) if Facet::ALL[facet] == Facet::Year => {
                    years.add(codes.encode_years(entry.years));
                }
                (Some(facet), None) => {
                    case.values(facet).for_each(|code| tallies[facet][code] += 1);
                }
                _ => {}
            }
        }
        let rows = order.iter().copied().filter(|at| matching[*at as usize]).collect();
        let several_years_count = years.several;
        tallies[YEAR_FACET] = years.into_counts();
        let facet_counts = Facet::ALL
            .iter()
            .zip(&tallies)
            .map(|(facet, tally)| (*facet, codes.value_counts(*facet, tally, query)))
            .collect();
        Self { rows, facet_counts, year_range: codes.year_range, several_years_count }
    }
}

/// Returns true if an abduction dated to these years has one of the years of a query.
fn fits_years(query: &Query, years: Option<YearSpan>) -> bool {
    let mut picks = query.facet_filters.iter().filter(|pick| pick.facet == Facet::Year).peekable();
    let is_unfiltered = query.year_range.is_none() && picks.peek().is_none();
    let is_in = |range| years.is_some_and(|years| query.matches_years(years, range));
    is_unfiltered
        || query.year_range.is_some_and(is_in)
        || picks.any(|pick| match pick.value {
            FacetValue::Year(year) => is_in((year, year)),
            _ => years.is_none(),
        })
}

/// Counts cases by year in constant time for each case, however many years its date can mean.
struct YearTally {
    /// For each code of a year, the cases that begin there less those that ended before.
    steps: Vec<isize>,
    /// The cases that can be of several years.
    several: usize,
}

impl YearTally {
    fn new(value_count: usize) -> Self {
        Self { steps: vec![0; value_count + 1], several: 0 }
    }

    /// Adds a case with the codes of its years.
    fn add(&mut self, codes: YearCodes) {
        self.several += usize::from(codes.is_several);
        if let Some((first, last)) = codes.counted {
            self.steps[first] += 1;
            self.steps[last + 1] -= 1;
        }
    }

    /// Returns the number of cases of each code.
    fn into_counts(self) -> Vec<usize> {
        let sums = self.steps.iter().scan(0, |sum: &mut isize, step| {
            *sum += step;
            Some(sum.unsigned_abs())
        });
        sums.take(self.steps.len() - 1).collect()
    }
}

/// The years of a case as small numbers.
#[derive(Clone, Copy)]
struct YearCodes {
    /// The first and the last code that the case counts for.
    counted: Option<(usize, usize)>,
    /// True if the date can mean several years.
    is_several: bool,
}

/// Every facet value of a case but its years as a small number.
#[derive(Clone, Copy)]
struct FacetCodes([u32; Facet::ALL.len()]);

/// The index of the year in [`Facet::ALL`]: the facet whose values are a range for each case.
const YEAR_FACET: usize = 3;

/// The index of the kinds of sources in [`Facet::ALL`]: a case can have several, which are kept as
/// bits.
const SOURCE_KIND_FACET: usize = 7;

impl FacetCodes {
    /// Returns the codes of a facet other than the year.
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
    /// The years that the dates of the register name.
    year_range: Option<(i16, i16)>,
    is_year_certain: bool,
    /// The first year that has a code.
    first_year: i16,
    year_count: usize,
    max_incident: usize,
}

impl<'a> FacetCoder<'a> {
    fn new(index: &'a SearchIndex, query: &Query) -> Self {
        let spans = || index.entries.iter().filter_map(|entry| entry.years);
        let years = || spans().flat_map(|years| [years.first, years.last]).flatten();
        let year_range = years().min().zip(years().max());
        // A date with an open end can mean a picked year that no date names.
        let picked = query.facet_filters.iter().filter_map(|pick| match pick.value {
            FacetValue::Year(year) if (0..=9999).contains(&year) => Some(year),
            _ => None,
        });
        let coded = picked.chain(year_range.into_iter().flat_map(|(first, last)| [first, last]));
        let (first_year, last_year) = coded.clone().min().zip(coded.max()).unwrap_or_default();
        let incidents = index.entries.iter().filter_map(|entry| entry.incident).max();
        Self {
            index,
            year_range,
            is_year_certain: query.is_year_certain,
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
        let incident = entry.incident.filter(|number| *number as usize <= self.max_incident);
        FacetCodes([
            1 + state.status as u32,
            position(0),
            position(1),
            // A range of years has no single number.
            0,
            entry.sex.map_or(0, |sex| 1 + sex as u32),
            entry.place,
            incident.unwrap_or(0),
            u32::from(entry.source_kinds),
            u32::from(flagged),
        ])
    }

    /// Returns the codes of the years that an abduction counts for.
    fn encode_years(&self, years: Option<YearSpan>) -> YearCodes {
        let Some(YearSpan { first, last }) = years else {
            return YearCodes { counted: Some((0, 0)), is_several: false };
        };
        let code = |year: i16| usize::from(year.abs_diff(self.first_year)) + 1;
        let is_several = first.is_none() || first != last;
        let counted = (first.map_or(1, code), last.map_or(self.year_count, code));
        let is_counted = !(self.is_year_certain && is_several);
        YearCodes { counted: is_counted.then_some(counted), is_several }
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

    /// Returns which values of a facet the query accepts; `None` if it accepts all, and for years,
    /// which are compared as ranges.
    fn accepted_values(&self, facet: Facet, query: &Query) -> Option<Vec<bool>> {
        let picked =
            |value: FacetValue| query.facet_filters.contains(&FacetFilter { facet, value });
        if facet == Facet::Year || !query.facet_filters.iter().any(|pick| pick.facet == facet) {
            return None;
        }
        let wanted = (0..self.value_count(facet)).map(|code| picked(self.decode(facet, code)));
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
