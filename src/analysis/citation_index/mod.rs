//! Index of citations: the statements that each source supports, and the statements with secondary
//! sources alone or with none.

pub mod statement;

use std::{collections::HashMap, ops::Range};

use crate::{
    analysis::citation_index::statement::{CitableStatement, CitableStatementKind},
    model::{Day, Source, SourceId, SourceKind, distinct::distinct},
    register::Register,
};

/// Every statement of a register with the sources that it cites, on any day. Building it takes a
/// walk over the register; it is valid while the register stays the same.
#[derive(Clone, Debug, Default)]
pub struct CitationIndex {
    /// The statements that cite the first source, then those that cite the second, and so on.
    cited: Vec<DatedStatement>,
    /// For each source the place after its last statement.
    source_ends: Vec<u32>,
    /// The statements that cite secondary sources and no other.
    secondary_only: Vec<DatedStatement>,
    /// The statements that cite no source that the register holds.
    uncited: Vec<DatedStatement>,
}

/// A statement, and the day from which it is there.
type DatedStatement = (CitableStatement, Day);

impl CitationIndex {
    /// Indexes the statements of a register.
    pub fn new(register: &Register) -> Self {
        let places = SourceIndexes::new(register.sources());
        let mut this = Self::default();
        let mut cited: Vec<(u32, DatedStatement)> = Vec::new();
        statement::for_each_statement(register, |statement, since| {
            let mut best = None;
            for at in places.distinct_indexes(statement.sources(register)) {
                cited.push((at, (statement, since)));
                let kind = register.sources()[at as usize].kind;
                best = Some(best.map_or(kind, |best: SourceKind| best.min(kind)));
            }
            match best {
                None => this.uncited.push((statement, since)),
                Some(SourceKind::Secondary) => this.secondary_only.push((statement, since)),
                Some(SourceKind::Official | SourceKind::Press) => {}
            }
        });
        // Without changing the order of those of one source.
        cited.sort_by_key(|(at, _)| *at);
        let end = |at: usize| cited.partition_point(|(other, _)| *other as usize <= at);
        this.source_ends = (0..register.sources().len()).map(|at| end(at) as u32).collect();
        this.cited = cited.into_iter().map(|(_, dated)| dated).collect();
        this
    }

    /// Returns the number of statements that cite a source of the indexed register.
    pub fn count_of_source(&self, register: &Register, source: &SourceId) -> usize {
        let at = register.sources().iter().position(|other| other.id == *source);
        let end = |at: usize| self.source_ends.get(at).copied().unwrap_or_default();
        at.map_or(0, |at| (end(at) - at.checked_sub(1).map_or(0, end)) as usize)
    }
}

/// The statements that the sources of a register support, for some of its cases and as of a day.
///
/// Of these cases it has the plain facts, the claims in force as of the day, and a return by the
/// day; totals and events are those of the whole register as of the day. Statements are in the
/// order of their [`CitableStatementKind`]; those of cases in the order of the register, the others
/// in order of time. A source that the register does not hold supports nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SupportedStatements {
    /// The statements of the first source, then those of the second, and so on.
    statements: Vec<CitableStatement>,
    /// For each source the place after its last statement.
    source_ends: Vec<u32>,
    /// For each source, the number of further statements that cite it: those of other cases and
    /// those after the day.
    cited_elsewhere_counts: Vec<u32>,
    secondary_only: Vec<CitableStatement>,
    uncited: Vec<CitableStatement>,
}

impl SupportedStatements {
    /// Selects the statements of the cases with these indexes, and those of no case, as of a day.
    pub fn select(all: &CitationIndex, rows: &[u32], as_of: Day) -> Self {
        let cases = rows.iter().max().map_or(0, |last| *last as usize + 1);
        let mut is_named = vec![false; cases];
        rows.iter().for_each(|at| is_named[*at as usize] = true);
        let is_shown = |(statement, since): &DatedStatement| {
            let of_these = |at: usize| is_named.get(at).copied().unwrap_or_default();
            *since <= as_of && statement.case().is_none_or(of_these)
        };
        let shown = |all: &[DatedStatement]| -> Vec<CitableStatement> {
            all.iter().filter(|dated| is_shown(dated)).map(|(statement, _)| *statement).collect()
        };
        let mut this = Self {
            secondary_only: shown(&all.secondary_only),
            uncited: shown(&all.uncited),
            ..Self::default()
        };
        this.statements.reserve(all.cited.len());
        let mut start = 0;
        for end in &all.source_ends {
            let cited = &all.cited[start as usize..*end as usize];
            let before = this.statements.len();
            this.statements.extend(
                cited.iter().filter(|dated| is_shown(dated)).map(|(statement, _)| *statement),
            );
            let count = this.statements.len() - before;
            this.cited_elsewhere_counts.push((cited.len() - count) as u32);
            this.source_ends.push(this.statements.len() as u32);
            start = *end;
        }
        this
    }

    /// Returns the statements that the source with this index supports; none if there is no such
    /// source.
    pub fn by_source(&self, source: usize) -> &[CitableStatement] {
        &self.statements[self.range(source)]
    }

    /// Returns the number of statements of each kind that a source supports, in the order of
    /// [`CitableStatementKind::ALL`].
    pub fn kind_counts(&self, source: usize) -> [usize; CitableStatementKind::ALL.len()] {
        let all = self.by_source(source);
        let until = |kind| all.partition_point(|statement| statement.kind() <= kind);
        let mut before = 0;
        CitableStatementKind::ALL
            .map(|kind| until(kind) - std::mem::replace(&mut before, until(kind)))
    }

    /// Returns the number of further statements that cite the source: those of other cases and
    /// those after the day.
    pub fn cited_elsewhere_count(&self, source: usize) -> usize {
        self.cited_elsewhere_counts.get(source).map_or(0, |count| *count as usize)
    }

    /// Returns the statements that cite secondary sources and no others.
    pub fn secondary_only(&self) -> &[CitableStatement] {
        &self.secondary_only
    }

    /// Returns the statements that cite no source of the register.
    pub fn uncited(&self) -> &[CitableStatement] {
        &self.uncited
    }

    fn range(&self, source: usize) -> Range<usize> {
        let end = |source: usize| {
            self.source_ends.get(source).map_or(self.statements.len(), |end| *end as usize)
        };
        source.checked_sub(1).map_or(0, end)..end(source)
    }
}

/// The index of each source in its register, by id.
struct SourceIndexes<'a>(HashMap<&'a SourceId, u32>);

impl<'a> SourceIndexes<'a> {
    fn new(sources: &'a [std::sync::Arc<Source>]) -> Self {
        let mut places = HashMap::with_capacity(sources.len());
        for (at, source) in (0..).zip(sources) {
            // Where two have one id, the first is meant.
            places.entry(&source.id).or_insert(at);
        }
        Self(places)
    }

    /// Returns the indexes of cited sources, each once.
    fn distinct_indexes<'b>(
        &self,
        cited: &'b [SourceId],
    ) -> impl Iterator<Item = u32> + use<'_, 'a, 'b> {
        distinct(cited).filter_map(|id| self.0.get(id).copied())
    }
}

/// Returns the number of citations of a source in a register.
pub fn count_citations(register: &Register, source: &SourceId) -> usize {
    let mut count = 0;
    statement::for_each_statement(register, |statement, _| {
        count += usize::from(statement.sources(register).contains(source));
    });
    count
}
