//! What each source supports, and which statements rest on secondary sources alone or on none.

mod statement;
mod words;

use std::{collections::HashMap, ops::Range};

pub use statement::{Statement, StatementKind};
pub use words::{Stated, stated, statement_kind_words};

use crate::{
    model::{Day, Source, SourceId, SourceKind},
    register::Register,
};

/// What the sources of a register support, of some of its cases and by a day.
///
/// Of cases it has the plain facts, the claims in force by the day, and the return where it lies
/// not after it; the totals and events are those of the whole register by the day. Statements stand
/// by their [`StatementKind`], those of cases in the order of the rows, the others in order of time.
/// A source that the register does not hold supports nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// Those of the first source, then those of the second, and so on.
    statements: Vec<Statement>,
    /// For each source the place after its last statement.
    ends: Vec<u32>,
    /// For each source what else cites it: of other cases, or after the day.
    elsewhere: Vec<u32>,
    secondary: Vec<Statement>,
    bare: Vec<Statement>,
}

impl Support {
    /// Goes through a register for the cases at these places, by a day.
    pub fn of(register: &Register, rows: &[u32], as_of: Day) -> Self {
        let places = Places::new(register.sources());
        let mut this = Self { elsewhere: vec![0; register.sources().len()], ..Self::default() };
        let mut cited: Vec<(u32, Statement)> = Vec::new();
        statement::each(register, rows, as_of, |statement, is_shown| {
            let sources = statement.sources(register);
            if !is_shown {
                places.of(sources).for_each(|at| this.elsewhere[at as usize] += 1);
                return;
            }
            let mut best = None;
            for at in places.of(sources) {
                cited.push((at, statement));
                let kind = register.sources()[at as usize].kind;
                best = Some(best.map_or(kind, |best: SourceKind| best.min(kind)));
            }
            match best {
                None => this.bare.push(statement),
                Some(SourceKind::Secondary) => this.secondary.push(statement),
                Some(SourceKind::Official | SourceKind::Press) => {}
            }
        });
        this.sort(&cited);
        this
    }

    /// Lays the statements of each source together, without changing their order.
    fn sort(&mut self, cited: &[(u32, Statement)]) {
        let mut ends = vec![0_u32; self.elsewhere.len()];
        cited.iter().for_each(|(at, _)| ends[*at as usize] += 1);
        let mut end = 0;
        let mut next: Vec<u32> = Vec::with_capacity(ends.len());
        for count in &mut ends {
            next.push(end);
            end += *count;
            *count = end;
        }
        let Some((_, first)) = cited.first() else {
            self.ends = ends;
            return;
        };
        self.statements = vec![*first; cited.len()];
        for (at, statement) in cited {
            let place = &mut next[*at as usize];
            self.statements[*place as usize] = *statement;
            *place += 1;
        }
        self.ends = ends;
    }

    /// What the source at this place supports; nothing where there is no such source.
    pub fn by(&self, source: usize) -> &[Statement] {
        &self.statements[self.range(source)]
    }

    /// How many statements of each kind it supports, in the order of [`StatementKind::ALL`].
    pub fn counts(&self, source: usize) -> [usize; StatementKind::ALL.len()] {
        let all = self.by(source);
        let until = |kind| all.partition_point(|statement| statement.kind() <= kind);
        let mut before = 0;
        StatementKind::ALL.map(|kind| until(kind) - std::mem::replace(&mut before, until(kind)))
    }

    /// How many more statements cite it: of other cases, or after the day.
    pub fn elsewhere(&self, source: usize) -> usize {
        self.elsewhere.get(source).map_or(0, |count| *count as usize)
    }

    /// The statements that cite secondary sources and no other.
    pub fn secondary(&self) -> &[Statement] {
        &self.secondary
    }

    /// The statements that cite no source that the register holds.
    pub fn bare(&self) -> &[Statement] {
        &self.bare
    }

    fn range(&self, source: usize) -> Range<usize> {
        let end = |source: usize| {
            self.ends.get(source).map_or(self.statements.len(), |end| *end as usize)
        };
        source.checked_sub(1).map_or(0, end)..end(source)
    }
}

/// Where each source stands in its register, by its id.
struct Places<'a>(HashMap<&'a SourceId, u32>);

impl<'a> Places<'a> {
    fn new(sources: &'a [std::sync::Arc<Source>]) -> Self {
        let mut places = HashMap::with_capacity(sources.len());
        for (at, source) in (0..).zip(sources) {
            // Where two have one id, the first is meant.
            places.entry(&source.id).or_insert(at);
        }
        Self(places)
    }

    /// The places of the sources cited, each once.
    fn of<'b>(&self, cited: &'b [SourceId]) -> impl Iterator<Item = u32> + use<'_, 'a, 'b> {
        let first = |at: usize| !cited[..at].contains(&cited[at]);
        let once = cited.iter().enumerate().filter(move |(at, _)| first(*at));
        once.filter_map(|(_, id)| self.0.get(id).copied())
    }
}

/// How often anything in a register cites a source.
pub fn citations(register: &Register, source: &SourceId) -> usize {
    let mut count = 0;
    statement::each(register, &[], Day::MAX, |statement, _| {
        count += usize::from(statement.sources(register).contains(source));
    });
    count
}
