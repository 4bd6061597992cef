//! Analysis of a register: positions and statuses as of a day, the reconciliation, the result of a
//! query, the checks. Pure: no clock, no file, no environment.

pub mod position;
pub mod reconciliation;
pub mod changes;
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
        contradictions::{Contradiction, contradiction_index::Contradictions},
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

/// The results of the checks, which take a walk over the whole register and depend on neither the
/// day nor the query. They are computed in the background, after opening and after each edit.
#[derive(Clone, Debug, Default)]
pub struct CheckResults {
    /// The findings, the most severe first.
    pub findings: Vec<Finding>,
    /// The days on which anything changed, in rising order.
    pub days: Vec<Day>,
    /// The places of the cases with findings, in rising order.
    pub flagged_cases: Vec<u32>,
    /// The contradictions of every case; none where nobody has looked.
    pub contradictions: Option<Arc<Contradictions>>,
}

impl CheckResults {
    /// Runs the checks on a register, with a finding for each date after today.
    pub fn new(register: &Register, today: Day) -> Self {
        let CheckOutput { findings: found, flagged_cases, contradictions } =
            checks::run_checks(register, Some(today));
        let contradictions = Some(Arc::new(contradictions));
        Self { findings: found, days: change_days(register), flagged_cases, contradictions }
    }

    /// Returns the last day before this one on which anything changed.
    pub fn day_before(&self, day: Day) -> Option<Day> {
        self.days[..self.days.partition_point(|other| *other < day)].last().copied()
    }

    /// Returns the first day after this one on which anything changed.
    pub fn day_after(&self, day: Day) -> Option<Day> {
        self.days[self.days.partition_point(|other| *other <= day)..].first().copied()
    }

    /// Returns two days between which the latest change as of a day lies: the second is that day,
    /// the first is the change day before the latest one, or the day before it if there is none. If
    /// nothing had changed yet, both are that day.
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

/// The greatest number of edits with which the index is updated one by one: each edit that creates
/// or deletes a case moves all entries after it.
const MAX_INCREMENTAL_EDITS: usize = 64;

/// The analysis of a register for one day and one query, which the window shows.
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
    /// The contradictions of all cases; `None` while they are not known.
    contradictions: Option<Arc<Contradictions>>,
    /// The visible contradictions of the rows, each as the index of the case and the index of the
    /// contradiction.
    shown_contradictions: Vec<(u32, u32)>,
}

impl Analysis {
    /// Analyses a register as of a day.
    pub fn new(register: &Register, as_of: Day, check_results: Arc<CheckResults>) -> Self {
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
            contradictions: check_results.contradictions.clone(),
            shown_contradictions: Vec::new(),
            check_results,
            version: 0,
            rows_version: 0,
        };
        this.sort_cases(register);
        this
    }

    /// Returns the day of the analysis.
    pub fn as_of(&self) -> Day {
        self.as_of
    }

    /// Returns the query.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Returns the state of each case, in the order of the cases.
    pub fn case_states(&self) -> &[CaseState] {
        &self.case_states
    }

    /// Returns the timelines of the cases.
    pub fn timelines(&self) -> &Arc<Timelines> {
        self.index.timelines()
    }

    /// Returns the reconciliation of the two lists.
    pub fn reconciliation(&self) -> &Reconciliation {
        &self.reconciliation
    }

    /// Returns the rows and counts of the query.
    pub fn query_result(&self) -> &QueryResult {
        &self.query_result
    }

    /// Returns the results of the checks.
    pub fn check_results(&self) -> &CheckResults {
        &self.check_results
    }

    /// Returns the counts of both lists over time for the cases of the query, up to the day of the
    /// analysis. Takes linear time in the cases.
    pub fn counts_over_time(&self) -> Vec<CountPoint> {
        self.counts_over_time_of(&self.query_result.rows)
    }

    /// Returns the counts of both lists over time for the cases with these indexes. Takes linear
    /// time in the cases.
    pub fn counts_over_time_of(&self, rows: &[u32]) -> Vec<CountPoint> {
        counts_over_time::counts_over_time(&self.index, rows, self.as_of)
    }

    /// Returns the cases of the query that joined or left a list or returned on a day. Takes linear
    /// time in the cases.
    pub fn case_state_changes(&self, on: Day) -> Vec<CaseStateChange> {
        counts_over_time::case_state_changes(&self.index, &self.query_result.rows, on)
    }

    /// Returns a number that changes with every new result: while it is the same, all results are.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Returns a number that changes when the rows or records change: while it is the same, the
    /// rows and all of their cases that does not depend on the day are.
    pub fn rows_version(&self) -> u64 {
        self.rows_version
    }

    /// Returns the cases of the rows, by their index in the register, with the coordinates of the
    /// abduction.
    pub fn row_coordinates(&self) -> impl Iterator<Item = (u32, Option<Coordinates>)> {
        self.query_result.rows.iter().map(|at| (*at, self.index.entries[*at as usize].coordinates))
    }

    /// Returns the number of contradictions of the rows as of the day; `None` while they are not
    /// known.
    pub fn contradiction_count(&self) -> Option<usize> {
        self.contradictions.as_ref().map(|_| self.shown_contradictions.len())
    }

    /// Returns a contradiction of the rows as of the day, with the index of its case. They are in
    /// the order of the rows, those of a case in order of time.
    pub fn contradiction(&self, at: usize) -> Option<(usize, &Contradiction)> {
        let (case, at) = self.shown_contradictions.get(at)?;
        Some((*case as usize, self.contradictions.as_ref()?.get(*at)?))
    }

    /// Returns the contradictions of the case with this index on any day; `None` while they are not
    /// known.
    pub fn contradictions_of_case(&self, case: usize) -> Option<&[Contradiction]> {
        self.contradictions.as_ref().map(|all| all.of_case(case))
    }

    /// Returns the first row whose family name, reading or native name begins with a folded text.
    pub fn find_row_by_name_prefix(&self, start: &str) -> Option<usize> {
        self.query_result
            .rows
            .iter()
            .position(|at| self.index.name_starts_with(*at as usize, start))
    }

    /// Sets the day and updates all results.
    pub fn set_as_of(&mut self, register: &Register, as_of: Day) {
        self.update_case_states(register, as_of);
        if self.query.sort.by.depends_on_day() {
            self.sort_cases(register);
        } else {
            self.run_query();
        }
    }

    /// Sets the query and updates its result.
    pub fn set_query(&mut self, register: &Register, query: Query) {
        let sorted_anew = query.sort != self.query.sort;
        self.query = query;
        if sorted_anew { self.sort_cases(register) } else { self.run_query() }
    }

    /// Sets the results of the checks, which were computed in the background.
    pub fn set_check_results(&mut self, check_results: Arc<CheckResults>) {
        self.contradictions.clone_from(&check_results.contradictions);
        self.check_results = check_results;
        self.run_query();
    }

    /// Updates all results after the register has applied edits, in their order.
    ///
    /// A few edits of cases, totals and events take a walk over the index; any others build a new
    /// one.
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
            let check_results = CheckResults {
                flagged_cases: Vec::new(),
                ..CheckResults::clone(&self.check_results)
            };
            self.check_results = Arc::new(check_results);
        }
        self.update_contradictions(edits);
        self.rows_version += 1;
        self.update_case_states(register, self.as_of);
        let sorted_anew = self.query.sort.by.depends_on_day() || !edits.iter().all(preserves_order);
        if sorted_anew { self.sort_cases(register) } else { self.run_query() }
    }

    /// Updates the contradictions after edits of cases. After many edits they become unknown until
    /// the checks have run again.
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
        let result = QueryResult::new(
            &self.index,
            &self.case_states,
            &self.check_results.flagged_cases,
            &self.sorted_cases,
            &self.query,
        );
        if result.rows != self.query_result.rows {
            self.rows_version += 1;
        }
        self.query_result = result;
        let contradictions = self.contradictions.as_ref();
        self.shown_contradictions = contradictions
            .map(|all| all.visible_contradictions(&self.query_result.rows, self.as_of))
            .unwrap_or_default();
    }
}

/// Returns true if an edit changes no field that the table can be sorted by, other than the state.
fn preserves_order(edit: &Edit) -> bool {
    match edit {
        Edit::Case(Change { before: Some(before), after: Some(after), .. }) => {
            before.name == after.name && before.taken == after.taken
        }
        Edit::Total(_) | Edit::Event(_) => true,
        _ => false,
    }
}
