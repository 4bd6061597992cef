//! Everything that is worked out from a register: positions and status as of a day, the
//! reconciliation, the answer to a query, the checks. Pure: no clock, no file, no environment.

mod position;
mod reconciliation;
mod fold;
mod index;
mod query;
mod order;
mod rows;
mod finding;
mod checks;
mod words;
mod labels;
mod map;

use std::sync::Arc;

pub use checks::{change_days, check, check_case};
pub use finding::{About, ClaimField, Field, Finding, Level, What};
pub use fold::fold;
pub use index::Index;
pub use labels::{cell_words, column_words, facet_words, people_words, query_words};
pub use map::{
    Area, Flat, Gathering, Land, Mark, Part, ROUGH, STEPS, Sight, Stretch, World, area_words, flat,
    on_earth, world,
};
pub use position::{Account, Standing, Status, account, in_force, position, status};
pub use query::{Column, Facet, Pick, Query, Sort, Value};
pub use reconciliation::{People, Reconciliation, Segment, announced};
pub use rows::Answer;
pub use words::{
    date_words, day_words, finding_words, incident_words, kind_words, party_words, says_words,
    sex_words, subject_words, value_words,
};

use crate::{
    model::Day,
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
}

impl Digest {
    /// Walks over a register.
    pub fn new(register: &Register) -> Self {
        let (findings, flagged) = checks::walk(register);
        Self { findings, days: change_days(register), flagged }
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
    turn: u64,
}

impl View {
    /// Works everything out for a register, as of a day.
    pub fn new(register: &Register, as_of: Day, digest: Arc<Digest>) -> Self {
        let index = Index::new(register);
        let standings = index.standings(as_of);
        let mut this = Self {
            as_of,
            query: Query::default(),
            reconciliation: Reconciliation::from_standings(
                register,
                &standings,
                as_of,
                |at, day| index.standing(at, day),
            ),
            index,
            standings,
            order: Vec::new(),
            answer: Answer::default(),
            digest,
            turn: 0,
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

    /// The two lists held against each other.
    pub fn reconciliation(&self) -> &Reconciliation {
        &self.reconciliation
    }

    /// The rows and counts the query gives.
    pub fn answer(&self) -> &Answer {
        &self.answer
    }

    /// Counts the answers: what was worked out from one holds until there is another.
    pub fn turn(&self) -> u64 {
        self.turn
    }

    /// Findings and change days.
    pub fn digest(&self) -> &Digest {
        &self.digest
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
        self.set_standings(register, self.as_of);
        let sorted_anew = self.query.sort.by.depends_on_day() || !edits.iter().all(keeps_order);
        if sorted_anew { self.set_order(register) } else { self.ask() }
    }

    fn set_standings(&mut self, register: &Register, as_of: Day) {
        self.as_of = as_of;
        self.standings = self.index.standings(as_of);
        let on = |at, day| self.index.standing(at, day);
        self.reconciliation = Reconciliation::from_standings(register, &self.standings, as_of, on);
    }

    fn set_order(&mut self, register: &Register) {
        self.order = order::order(register, &self.index, &self.standings, self.query.sort);
        self.ask();
    }

    fn ask(&mut self) {
        self.turn += 1;
        self.answer = Answer::new(
            &self.index,
            &self.standings,
            &self.digest.flagged,
            &self.order,
            &self.query,
        );
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
