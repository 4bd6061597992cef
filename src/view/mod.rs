//! Everything that is worked out from a register: positions and status as of a day, the
//! reconciliation, the answer to a query, the checks. Pure: no clock, no file, no environment.

mod position;
mod reconciliation;
mod fold;
mod index;
mod query;
mod order;
mod rows;
mod checks;
mod words;

use std::{collections::BTreeMap, sync::Arc};

pub use checks::{About, ClaimField, Field, Finding, Level, What, change_days, check};
pub use fold::fold;
pub use index::Index;
pub use position::{Account, Standing, Status, account, in_force, position, status};
pub use query::{Column, Facet, Pick, Query, Sort, Value};
pub use reconciliation::{People, Reconciliation, Segment, announced};
pub use rows::Answer;
pub use words::{
    date_words, day_words, finding_words, incident_words, kind_words, party_words, says_words,
    sex_words, subject_words, value_words,
};

use crate::{
    model::{CaseId, Day},
    register::{Edit, Register},
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
        let findings = check(register);
        let mut levels: BTreeMap<&CaseId, ()> = BTreeMap::new();
        for finding in &findings {
            if let About::Case(id) = &finding.about {
                levels.insert(id, ());
            }
        }
        let flagged = (0u32..)
            .zip(register.cases())
            .filter(|(_, case)| levels.contains_key(&case.id))
            .map(|(at, _)| at)
            .collect();
        Self { findings, days: change_days(register), flagged }
    }
}

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
}

impl View {
    /// Works everything out for a register, as of a day.
    pub fn new(register: &Register, as_of: Day, digest: Arc<Digest>) -> Self {
        let index = Index::new(register);
        let mut this = Self {
            as_of,
            query: Query::default(),
            index,
            standings: Vec::new(),
            reconciliation: Reconciliation::new(register, as_of),
            order: Vec::new(),
            answer: Answer::default(),
            digest,
        };
        this.set_as_of(register, as_of);
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

    /// Findings and change days.
    pub fn digest(&self) -> &Digest {
        &self.digest
    }

    /// Works everything out for another day.
    pub fn set_as_of(&mut self, register: &Register, as_of: Day) {
        self.as_of = as_of;
        let pair = register.compare();
        self.standings =
            register.cases().iter().map(|case| Standing::of(case, pair, as_of)).collect();
        self.reconciliation = Reconciliation::from_standings(register, &self.standings, as_of);
        self.set_order(register);
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
    /// Edits of cases cost what the one case costs; of anything else, a walk over all cases.
    pub fn update(&mut self, register: &Register, edits: &[Edit]) {
        let cases_only = edits.iter().all(|edit| matches!(edit, Edit::Case(_)));
        match edits {
            // With several edits the places between them shift, so that all is indexed anew.
            [Edit::Case(change)] => {
                let (was, is) = (change.before.is_some(), change.after.is_some());
                self.index.update(register, change.at, was, is);
            }
            _ if cases_only || edits.iter().any(|edit| matches!(edit, Edit::Source(_) | Edit::Incident(_))) => {
                self.index = Index::new(register);
            }
            _ => {}
        }
        // Until the checks have run again, the flags of cases that moved would be wrong.
        if edits.iter().any(|edit| matches!(edit, Edit::Case(change) if change.before.is_none() || change.after.is_none())) {
            let digest = Digest { flagged: Vec::new(), ..Digest::clone(&self.digest) };
            self.digest = Arc::new(digest);
        }
        self.set_as_of(register, self.as_of);
    }

    fn set_order(&mut self, register: &Register) {
        self.order = order::order(register, &self.index, &self.standings, self.query.sort);
        self.ask();
    }

    fn ask(&mut self) {
        self.answer = Answer::new(
            &self.index,
            &self.standings,
            &self.digest.flagged,
            &self.order,
            &self.query,
        );
    }
}
