//! Everything that is worked out from a register: positions and status as of a day, the
//! reconciliation, the answer to a query, the checks. Pure: no clock, no file, no environment.

mod position;
mod reconciliation;
mod changes;
mod fold;
mod timelines;
mod index;
mod query;
mod order;
mod rows;
mod course;
mod dated;
mod finding;
mod contradictions;
mod checks;
mod words;
mod labels;
mod map;
mod support;
mod citation;
mod sources;

use std::sync::Arc;

pub use changes::{Changes, Group, Happened, Item, Move, Moved, Told, Turn, group_words, told};
pub use checks::{change_days, check, check_case};
pub use citation::{CitationStyle, citation};
pub use contradictions::{
    Contradiction, Contradictions, Ground, Kind, contradiction_kind_words, contradiction_words,
    contradictions, ground_words,
};
pub use course::{CaseMove, Figures};
pub use dated::{Chronology, Dated, Excerpt, Occurrence};
pub use finding::{About, ClaimField, Field, Finding, Level, What};
pub use fold::fold;
pub use index::Index;
pub use labels::{cell_words, column_words, facet_words, moved_words, people_words, query_words};
pub use map::{
    Area, Flat, Gathering, Land, Mark, Part, ROUGH, Region, STEPS, Said, Sight, Stretch, World,
    area_words, flat, names_words, on_earth, world,
};
pub use position::{Account, Standing, Status, account, in_force, position, status};
pub use query::{Column, Facet, Pick, Query, Sort, Value};
pub use reconciliation::{People, Reconciliation, Segment, announced};
pub use rows::Answer;
pub use sources::{SourceSearch, alike};
pub use support::{
    Citations, Stated, Statement, StatementKind, Support, citations, stated, statement_kind_words,
};
pub use timelines::Timelines;
pub use words::{
    date_words, day_words, finding_words, incident_words, kind_words, moment_words, party_words,
    says_words, sex_words, subject_words, value_words,
};

use checks::Walked;

use crate::{
    model::{Day, Spot},
    register::{Change, Edit, Register},
};

/// What takes a walk over the whole register and does not depend on the day or the query:
/// worked out beside the window, after opening and after each edit.
#[derive(Clone, Debug, Default)]
pub struct Digest {
    /// What the checks noticed, the gravest first.
    pub findings: Vec<Finding>,
    /// The days on which anything changed, in rising order.
    pub days: Vec<Day>,
    /// The places of the cases with findings, in rising order.
    pub flagged: Vec<u32>,
    /// The contradictions of every case; none where nobody has looked.
    pub contradictions: Option<Arc<Contradictions>>,
}

impl Digest {
    /// Walks over a register.
    pub fn new(register: &Register) -> Self {
        let Walked { found, flagged, contradictions } = checks::walk(register);
        let contradictions = Some(Arc::new(contradictions));
        Self { findings: found, days: change_days(register), flagged, contradictions }
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
const FEW: usize = 64;

/// What the window shows of a register: for one day, one query.
#[derive(Clone, Debug)]
pub struct View {
    as_of: Day,
    query: Query,
    index: Index,
    standings: Vec<Standing>,
    reconciliation: Reconciliation,
    order: Vec<u32>,
    answer: Answer,
    digest: Arc<Digest>,
    version: u64,
    rows_version: u64,
    /// The contradictions of the cases as they are, while they are known.
    contradictions: Option<Arc<Contradictions>>,
    /// Those of the rows that are there by the day: the place of the case and among all.
    contradicted: Vec<(u32, u32)>,
}

impl View {
    /// Works everything out for a register, as of a day.
    pub fn new(register: &Register, as_of: Day, digest: Arc<Digest>) -> Self {
        let index = Index::new(register);
        let standings = index.timelines().standings(as_of);
        let mut this = Self {
            as_of,
            query: Query::default(),
            reconciliation: Reconciliation::from_standings(
                register,
                &standings,
                as_of,
                |at, day| index.timelines().standing(at, day),
            ),
            index,
            standings,
            order: Vec::new(),
            answer: Answer::default(),
            contradictions: digest.contradictions.clone(),
            contradicted: Vec::new(),
            digest,
            version: 0,
            rows_version: 0,
        };
        this.set_order(register);
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
    pub fn standings(&self) -> &[Standing] {
        &self.standings
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
    pub fn answer(&self) -> &Answer {
        &self.answer
    }

    /// Findings and change days.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Both lists over time, up to the day shown, of the cases that answer the query. Costs a walk
    /// over these.
    pub fn course(&self) -> Vec<Figures> {
        self.course_of(&self.answer.rows)
    }

    /// The same of other cases, given by their places. Costs a walk over these.
    pub fn course_of(&self, rows: &[u32]) -> Vec<Figures> {
        course::course(&self.index, rows, self.as_of)
    }

    /// Who of the cases that answer the query came onto a list or off it on a day, or came back.
    /// Costs a walk over these.
    pub fn moves(&self, on: Day) -> Vec<CaseMove> {
        course::moves(&self.index, &self.answer.rows, on)
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
    pub fn placed(&self) -> impl Iterator<Item = (u32, Option<Spot>)> {
        self.answer.rows.iter().map(|at| (*at, self.index.entries[*at as usize].at))
    }

    /// How many contradictions of the rows are there by the day; none while nobody has looked.
    pub fn contradicted(&self) -> Option<usize> {
        self.contradictions.as_ref().map(|_| self.contradicted.len())
    }

    /// One of the contradictions of the rows that are there by the day, with the place of its
    /// case. They stand in the order of the rows, those of a case in order of time.
    pub fn contradiction(&self, at: usize) -> Option<(usize, &Contradiction)> {
        let (case, at) = self.contradicted.get(at)?;
        Some((*case as usize, self.contradictions.as_ref()?.get(*at)?))
    }

    /// The first row whose name begins with this folded text, by family name, reading or native
    /// name.
    pub fn row_by_name(&self, start: &str) -> Option<usize> {
        self.answer.rows.iter().position(|at| self.index.starts_with(*at as usize, start))
    }

    /// Works everything out for another day.
    pub fn set_as_of(&mut self, register: &Register, as_of: Day) {
        self.set_standings(register, as_of);
        if self.query.sort.by.depends_on_day() { self.set_order(register) } else { self.ask() }
    }

    /// Answers another query.
    pub fn set_query(&mut self, register: &Register, query: Query) {
        let sorted_anew = query.sort != self.query.sort;
        self.query = query;
        if sorted_anew { self.set_order(register) } else { self.ask() }
    }

    /// Takes in findings and change days that were worked out beside the window.
    pub fn set_digest(&mut self, digest: Arc<Digest>) {
        self.contradictions.clone_from(&digest.contradictions);
        self.digest = digest;
        self.ask();
    }

    /// Takes note of edits the register has just applied, in their order.
    ///
    /// A few edits of cases, totals and events cost a walk over the index, anything else a new one.
    pub fn update(&mut self, register: &Register, edits: &[Edit]) {
        let of_cases = |edit| matches!(edit, &Edit::Case(_) | &Edit::Total(_) | &Edit::Event(_));
        if edits.len() > FEW || !edits.iter().all(of_cases) {
            self.index = Index::new(register);
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
            let digest = Digest { flagged: Vec::new(), ..Digest::clone(&self.digest) };
            self.digest = Arc::new(digest);
        }
        self.keep_contradictions(edits);
        self.rows_version += 1;
        self.set_standings(register, self.as_of);
        let sorted_anew = self.query.sort.by.depends_on_day() || !edits.iter().all(keeps_order);
        if sorted_anew { self.set_order(register) } else { self.ask() }
    }

    /// Takes edits of cases into the contradictions; after many, all cases are looked through anew
    /// beside the window.
    fn keep_contradictions(&mut self, edits: &[Edit]) {
        let changes = || {
            edits.iter().filter_map(|edit| match edit {
                Edit::Case(change) => Some(change),
                _ => None,
            })
        };
        if changes().count() > FEW {
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

    fn set_standings(&mut self, register: &Register, as_of: Day) {
        self.as_of = as_of;
        let timelines = self.index.timelines();
        self.standings = timelines.standings(as_of);
        let on = |at, day| timelines.standing(at, day);
        self.reconciliation = Reconciliation::from_standings(register, &self.standings, as_of, on);
    }

    fn set_order(&mut self, register: &Register) {
        self.order = order::order(register, &self.index, &self.standings, self.query.sort);
        self.ask();
    }

    fn ask(&mut self) {
        self.version += 1;
        let answer = Answer::new(
            &self.index,
            &self.standings,
            &self.digest.flagged,
            &self.order,
            &self.query,
        );
        if answer.rows != self.answer.rows {
            self.rows_version += 1;
        }
        self.answer = answer;
        let contradictions = self.contradictions.as_ref();
        self.contradicted =
            contradictions.map(|all| all.shown(&self.answer.rows, self.as_of)).unwrap_or_default();
    }
}

/// Whether an edit leaves alone what the table can be sorted by, but for the standings.
fn keeps_order(edit: &Edit) -> bool {
    match edit {
        Edit::Case(Change { before: Some(before), after: Some(after), .. }) => {
            before.name == after.name && before.taken == after.taken
        }
        Edit::Total(_) | Edit::Event(_) => true,
        _ => false,
    }
}
