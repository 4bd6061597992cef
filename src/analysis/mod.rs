//! Everything that is worked out from a register: positions and status as of a day, the
//! reconciliation, the answer to a query, the checks. Pure: no clock, no file, no environment.

pub mod position;
pub mod reconciliation;
pub mod changes;
pub mod normalize;
mod timelines;
mod search_index;
pub mod query;
mod sort;
pub mod query_result;
pub mod counts_over_time;
pub mod chronology;
pub mod finding;
pub mod contradictions;
pub mod checks;
pub mod map;
pub mod citation_index;
#[cfg(feature = "window")]
pub mod citation;
pub mod source_search;

use std::sync::Arc;

use crate::{
    analysis::{
        checks::{CheckOutput, change_days},
        contradictions::{Contradiction, Contradictions},
        counts_over_time::{CaseStateChange, CountPoint},
        finding::Finding,
        position::CaseState,
        query::Query,
        query_result::QueryResult,
        reconciliation::Reconciliation,
        search_index::SearchIndex,
        timelines::Timelines,
    },
    model::{Coordinates, Day},
    register::{Change, Edit, Register},
};

/// What takes a walk over the whole register and does not depend on the day or the query:
/// worked out beside the window, after opening and after each edit.
#[derive(Clone, Debug, Default)]
pub struct CheckResults {
    /// What the checks noticed, the gravest first.
    pub findings: Vec<Finding>,
    /// The days on which anything changed, in rising order.
    pub days: Vec<Day>,
    /// The places of the cases with findings, in rising order.
    pub flagged_cases: Vec<u32>,
    /// The contradictions of every case; none where nobody has looked.
    pub contradictions: Option<Arc<Contradictions>>,
}

impl CheckResults {
    /// Walks over a register.
    pub fn new(register: &Register) -> Self {
        let CheckOutput { findings: found, flagged_cases, contradictions } =
            checks::run_checks(register);
        let contradictions = Some(Arc::new(contradictions));
        Self { findings: found, days: change_days(register), flagged_cases, contradictions }
    }

    /// The last day before this one on which anything changed.
    pub fn day_before(&self, day: Day) -> Option<Day> {
        self.days[..self.days.partition_point(|other| *other < day)].last().copied()
    }

    /// The first day after this one on which anything changed.
    pub fn day_after(&self, day: Day) -> Option<Day> {
        self.days[self.days.partition_point(|other| *other <= day)..].first().copied()
    }

    /// Two days between which the latest change by this day lies: the second is this day, the
    /// first the change day before that of the latest change, or else the day before it. Where
    /// nothing had changed by then, both are this day.
    pub fn latest_change(&self, as_of: Day) -> (Day, Day) {
        let by_then = &self.days[..self.days.partition_point(|day| *day <= as_of)];
        let from = match by_then {
            [] => as_of,
            [only] => only.yesterday().unwrap_or(*only),
            [.., before, _] => *before,
        };
        (from, as_of)
    }
}

/// Up to how many edits the index is kept up one by one: each that makes or deletes a case moves
/// all entries after it.
const MAX_INCREMENTAL_EDITS: usize = 64;

/// What the window shows of a register: for one day, one query.
#[derive(Clone, Debug)]
pub struct Analysis {
    as_of: Day,
    query: Query,
    index: SearchIndex,
    case_states: Vec<CaseState>,
    reconciliation: Reconciliation,
    sorted_cases: Vec<u32>,
    query_result: QueryResult,
    check_results: Arc<CheckResults>,
    version: u64,
    rows_version: u64,
    /// The contradictions of the cases as they are, while they are known.
    contradictions: Option<Arc<Contradictions>>,
    /// Those of the rows that are there by the day: the place of the case and among all.
    shown_contradictions: Vec<(u32, u32)>,
}

impl Analysis {
    /// Works everything out for a register, as of a day.
    pub fn new(register: &Register, as_of: Day, digest: Arc<CheckResults>) -> Self {
        let index = SearchIndex::new(register);
        let states = index.timelines().case_states(as_of);
        let mut this = Self {
            as_of,
            query: Query::default(),
            reconciliation: Reconciliation::from_case_states(
                register,
                &states,
                as_of,
                |at, day| index.timelines().case_state(at, day),
            ),
            index,
            case_states: states,
            sorted_cases: Vec::new(),
            query_result: QueryResult::default(),
            contradictions: digest.contradictions.clone(),
            shown_contradictions: Vec::new(),
            check_results: digest,
            version: 0,
            rows_version: 0,
        };
        this.sort_cases(register);
        this
    }

    /// The day everything is worked out for.
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// What was asked.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// The standing of each case, in the cases' order.
    pub fn case_states(&self) -> &[CaseState] {
        &self.case_states
    }

    /// How the cases stand over time.
    pub fn timelines(&self) -> &Arc<Timelines> {
        self.index.timelines()
    }

    /// The two lists held against each other.
    pub fn reconciliation(&self) -> &Reconciliation {
        &self.reconciliation
    }

    /// The rows and counts the query gives.
    pub fn query_result(&self) -> &QueryResult {
        &self.query_result
    }

    /// Findings and change days.
    pub fn check_results(&self) -> &CheckResults {
        &self.check_results
    }

    /// Both lists over time, up to the day shown, of the cases that answer the query. Costs a walk
    /// over these.
    pub fn counts_over_time(&self) -> Vec<CountPoint> {
        self.counts_over_time_of(&self.query_result.rows)
    }

    /// The same of other cases, given by their places. Costs a walk over these.
    pub fn counts_over_time_of(&self, rows: &[u32]) -> Vec<CountPoint> {
        counts_over_time::counts_over_time(&self.index, rows, self.as_of)
    }

    /// Who of the cases that answer the query came onto a list or off it on a day, or came back.
    /// Costs a walk over these.
    pub fn case_state_changes(&self, on: Day) -> Vec<CaseStateChange> {
        counts_over_time::case_state_changes(&self.index, &self.query_result.rows, on)
    }

    /// Counts what was worked out anew since the register was opened: as long as it is the same,
    /// so is everything here.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Counts how often the rows became others or records changed: as long as it is the same, so
    /// are the rows, and all of their cases that does not depend on the day.
    pub fn rows_version(&self) -> u64 {
        self.rows_version
    }

    /// The cases of the rows, by their places in the register, and where on the map each was taken.
    pub fn row_coordinates(&self) -> impl Iterator<Item = (u32, Option<Coordinates>)> {
        self.query_result.rows.iter().map(|at| (*at, self.index.entries[*at as usize].coordinates))
    }

    /// How many contradictions of the rows are there by the day; none while nobody has looked.
    pub fn contradiction_count(&self) -> Option<usize> {
        self.contradictions.as_ref().map(|_| self.shown_contradictions.len())
    }

    /// One of the contradictions of the rows that are there by the day, with the place of its
    /// case. They stand in the order of the rows, those of a case in order of time.
    pub fn contradiction(&self, at: usize) -> Option<(usize, &Contradiction)> {
        let (case, at) = self.shown_contradictions.get(at)?;
        Some((*case as usize, self.contradictions.as_ref()?.get(*at)?))
    }

    /// The first row whose name begins with this folded text, by family name, reading or native
    /// name.
    pub fn find_row_by_name_prefix(&self, start: &str) -> Option<usize> {
        self.query_result
            .rows
            .iter()
            .position(|at| self.index.name_starts_with(*at as usize, start))
    }

    /// Works everything out for another day.
    pub fn set_as_of(&mut self, register: &Register, as_of: Day) {
        self.update_case_states(register, as_of);
        if self.query.sort.by.depends_on_day() {
            self.sort_cases(register);
        } else {
            self.run_query();
        }
    }

    /// Answers another query.
    pub fn set_query(&mut self, register: &Register, query: Query) {
        let sorted_anew = query.sort != self.query.sort;
        self.query = query;
        if sorted_anew { self.sort_cases(register) } else { self.run_query() }
    }

    /// Takes in findings and change days that were worked out beside the window.
    pub fn set_check_results(&mut self, digest: Arc<CheckResults>) {
        self.contradictions.clone_from(&digest.contradictions);
        self.check_results = digest;
        self.run_query();
    }

    /// Takes note of edits the register has just applied, in their order.
    ///
    /// A few edits of cases, totals and events cost a walk over the index, anything else a new one.
    pub fn update(&mut self, register: &Register, edits: &[Edit]) {
        let of_cases = |edit| matches!(edit, &Edit::Case(_) | &Edit::Total(_) | &Edit::Event(_));
        if edits.len() > MAX_INCREMENTAL_EDITS || !edits.iter().all(of_cases) {
            self.index = SearchIndex::new(register);
        } else {
            for edit in edits {
                if let Edit::Case(change) = edit {
                    self.index.update(register, change);
                }
            }
        }
        // Until the checks have run again, the flags of cases that moved would be wrong.
        let moves = |edit: &Edit| matches!(edit, Edit::Case(change) if change.before.is_none() || change.after.is_none());
        if edits.iter().any(moves) {
            let digest = CheckResults {
                flagged_cases: Vec::new(),
                ..CheckResults::clone(&self.check_results)
            };
            self.check_results = Arc::new(digest);
        }
        self.update_contradictions(edits);
        self.rows_version += 1;
        self.update_case_states(register, self.as_of);
        let sorted_anew = self.query.sort.by.depends_on_day() || !edits.iter().all(preserves_order);
        if sorted_anew { self.sort_cases(register) } else { self.run_query() }
    }

    /// Takes edits of cases into the contradictions; after many, all cases are looked through anew
    /// beside the window.
    fn update_contradictions(&mut self, edits: &[Edit]) {
        let changes = || {
            edits.iter().filter_map(|edit| match edit {
                Edit::Case(change) => Some(change),
                _ => None,
            })
        };
        if changes().count() > MAX_INCREMENTAL_EDITS {
            self.contradictions = None;
        }
        let mut changes = changes().peekable();
        if changes.peek().is_some()
            && let Some(contradictions) = self.contradictions.take()
        {
            let mut contradictions = Arc::unwrap_or_clone(contradictions);
            changes.for_each(|change| contradictions.update(change));
            self.contradictions = Some(Arc::new(contradictions));
        }
    }

    fn update_case_states(&mut self, register: &Register, as_of: Day) {
        self.as_of = as_of;
        let timelines = self.index.timelines();
        self.case_states = timelines.case_states(as_of);
        let on = |at, day| timelines.case_state(at, day);
        self.reconciliation =
            Reconciliation::from_case_states(register, &self.case_states, as_of, on);
    }

    fn sort_cases(&mut self, register: &Register) {
        self.sorted_cases =
            sort::sort_rows(register, &self.index, &self.case_states, self.query.sort);
        self.run_query();
    }

    fn run_query(&mut self) {
        self.version += 1;
        let answer = QueryResult::new(
            &self.index,
            &self.case_states,
            &self.check_results.flagged_cases,
            &self.sorted_cases,
            &self.query,
        );
        if answer.rows != self.query_result.rows {
            self.rows_version += 1;
        }
        self.query_result = answer;
        let contradictions = self.contradictions.as_ref();
        self.shown_contradictions = contradictions
            .map(|all| all.visible_contradictions(&self.query_result.rows, self.as_of))
            .unwrap_or_default();
    }
}

/// Whether an edit leaves alone what the table can be sorted by, but for the standings.
fn preserves_order(edit: &Edit) -> bool {
    match edit {
        Edit::Case(Change { before: Some(before), after: Some(after), .. }) => {
            before.name == after.name && before.taken == after.taken
        }
        Edit::Total(_) | Edit::Event(_) => true,
        _ => false,
    }
}
