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

/// Every statement of a register with the sources it cites, whatever the day: what takes a walk
/// over the whole, kept while the register stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Citations {
    /// Those of the first source, then those of the second, and so on.
    cited: Vec<Dated>,
    /// For each source the place after its last statement.
    ends: Vec<u32>,
    /// The statements that cite secondary sources and no other.
    secondary: Vec<Dated>,
    /// The statements that cite no source that the register holds.
    bare: Vec<Dated>,
}

/// A statement, and the day from which it is there.
type Dated = (Statement, Day);

impl Citations {
    /// Goes through a register.
    pub fn new(register: &Register) -> Self {
        let places = Places::new(register.sources());
        let mut this = Self::default();
        let mut cited: Vec<(u32, Dated)> = Vec::new();
        statement::each(register, |statement, since| {
            let mut best = None;
            for at in places.of(statement.sources(register)) {
                cited.push((at, (statement, since)));
                let kind = register.sources()[at as usize].kind;
                best = Some(best.map_or(kind, |best: SourceKind| best.min(kind)));
            }
            match best {
                None => this.bare.push((statement, since)),
                Some(SourceKind::Secondary) => this.secondary.push((statement, since)),
                Some(SourceKind::Official | SourceKind::Press) => {}
            }
        });
        // Without changing the order of those of one source.
        cited.sort_by_key(|(at, _)| *at);
        let end = |at: usize| cited.partition_point(|(other, _)| *other as usize <= at);
        this.ends = (0..register.sources().len()).map(|at| end(at) as u32).collect();
        this.cited = cited.into_iter().map(|(_, dated)| dated).collect();
        this
    }

    /// How many statements of the register that it was made for cite a source.
    pub fn count(&self, register: &Register, source: &SourceId) -> usize {
        let at = register.sources().iter().position(|other| other.id == *source);
        let end = |at: usize| self.ends.get(at).copied().unwrap_or_default();
        at.map_or(0, |at| (end(at) - at.checked_sub(1).map_or(0, end)) as usize)
    }
}

/// What the sources of a register support, of some of its cases and by a day.
///
/// Of cases it has the plain facts, the claims in force by the day, and the return where it lies
/// not after it; the totals and events are those of the whole register by the day. Statements stand
/// by their [`StatementKind`], those of cases in the order of the register, the others in order of
/// time. A source that the register does not hold supports nothing.
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
    /// Takes what is of the cases at these places, or of none, and there by a day.
    pub fn of(all: &Citations, rows: &[u32], as_of: Day) -> Self {
        let cases = rows.iter().max().map_or(0, |last| *last as usize + 1);
        let mut is_named = vec![false; cases];
        rows.iter().for_each(|at| is_named[*at as usize] = true);
        let is_shown = |(statement, since): &Dated| {
            let of_these = |at: usize| is_named.get(at).copied().unwrap_or_default();
            *since <= as_of && statement.case().is_none_or(of_these)
        };
        let shown = |all: &[Dated]| -> Vec<Statement> {
            all.iter().filter(|dated| is_shown(dated)).map(|(statement, _)| *statement).collect()
        };
        let mut this =
            Self { secondary: shown(&all.secondary), bare: shown(&all.bare), ..Self::default() };
        this.statements.reserve(all.cited.len());
        let mut start = 0;
        for end in &all.ends {
            let cited = &all.cited[start as usize..*end as usize];
            let before = this.statements.len();
            this.statements.extend(
                cited.iter().filter(|dated| is_shown(dated)).map(|(statement, _)| *statement),
            );
            let count = this.statements.len() - before;
            this.elsewhere.push((cited.len() - count) as u32);
            this.ends.push(this.statements.len() as u32);
            start = *end;
        }
        this
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
    statement::each(register, |statement, _| {
        count += usize::from(statement.sources(register).contains(source));
    });
    count
}
