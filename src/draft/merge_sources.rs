//! Merging of two sources that are one.

use std::sync::Arc;

use crate::{
    model::{Case, Event, Source, SourceId, Total},
    register::{Change, Edit, Register, Step, StepKind, StepSubject},
};

/// A field in which two sources can differ, so that one value must be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceField {
    /// The kind of publication.
    Kind,
    /// The publisher.
    Publisher,
    /// The title.
    Title,
    /// The date of publication.
    Published,
    /// The web address.
    Address,
}

impl SourceField {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 5] =
        [Self::Title, Self::Publisher, Self::Kind, Self::Published, Self::Address];

    fn is_empty(self, source: &Source) -> bool {
        match self {
            Self::Kind => false,
            Self::Publisher => source.publisher.is_empty(),
            Self::Title => source.title.is_empty(),
            Self::Published => source.published.is_none(),
            Self::Address => source.address.is_empty(),
        }
    }

    fn differs(self, one: &Source, other: &Source) -> bool {
        match self {
            Self::Kind => one.kind != other.kind,
            Self::Publisher => one.publisher != other.publisher,
            Self::Title => one.title != other.title,
            Self::Published => one.published != other.published,
            Self::Address => one.address != other.address,
        }
    }

    fn copy_field(self, from: &Source, into: &mut Source) {
        match self {
            Self::Kind => into.kind = from.kind,
            Self::Publisher => into.publisher.clone_from(&from.publisher),
            Self::Title => into.title.clone_from(&from.title),
            Self::Published => into.published.clone_from(&from.published),
            Self::Address => into.address.clone_from(&from.address),
        }
    }
}

/// A merge of two sources: every citation of the duplicate becomes one of the kept source.
///
/// No note is lost: where both sources have one, the merged source has both.
#[derive(Clone, Debug)]
pub struct SourceMerge {
    target: (usize, Arc<Source>),
    duplicate: (usize, Arc<Source>),
    fields_from_duplicate: Vec<SourceField>,
}

impl SourceMerge {
    /// Starts a merge with the values of the kept source, and those of the duplicate for empty
    /// fields. `None` if the register does not hold both sources, or if they are one.
    pub fn new(register: &Register, kept: &SourceId, gone: &SourceId) -> Option<Self> {
        let find = |id: &SourceId| {
            let at = register.sources().iter().position(|source| source.id == *id)?;
            Some((at, Arc::clone(&register.sources()[at])))
        };
        let (kept, gone) = (find(kept)?, find(gone)?);
        if kept.0 == gone.0 {
            return None;
        }
        let lacks = |field: &SourceField| field.is_empty(&kept.1) && !field.is_empty(&gone.1);
        let taken = SourceField::ALL.into_iter().filter(lacks).collect();
        Some(Self { target: kept, duplicate: gone, fields_from_duplicate: taken })
    }

    /// Returns the kept source, unchanged.
    pub fn target(&self) -> &Source {
        &self.target.1
    }

    /// Returns the source that the kept one replaces.
    pub fn duplicate(&self) -> &Source {
        &self.duplicate.1
    }

    /// Returns the fields in which the two sources differ.
    pub fn differing_fields(&self) -> impl Iterator<Item = SourceField> {
        SourceField::ALL
            .into_iter()
            .filter(|field| field.differs(&self.target.1, &self.duplicate.1))
    }

    /// Returns true if the merged source has the duplicate's value of a field.
    pub fn takes_from_duplicate(&self, field: SourceField) -> bool {
        self.fields_from_duplicate.contains(&field)
    }

    /// Chooses the value of a field: the duplicate's if `gone` is true, otherwise the kept
    /// source's.
    pub fn choose_value(&mut self, field: SourceField, gone: bool) {
        self.fields_from_duplicate.retain(|other| *other != field);
        if gone {
            self.fields_from_duplicate.push(field);
        }
    }

    /// Returns the merged source.
    pub fn merged_source(&self) -> Source {
        let (kept, gone) = (&self.target.1, &self.duplicate.1);
        let mut merged = Source::clone(kept);
        self.fields_from_duplicate.iter().for_each(|field| field.copy_field(gone, &mut merged));
        if merged.note.is_empty() {
            merged.note.clone_from(&gone.note);
        } else if !gone.note.is_empty() && gone.note != kept.note {
            merged.note = format!("{}\n{}", kept.note, gone.note);
        }
        merged
    }

    /// Returns the step that merges the two sources. Every citation of the duplicate becomes one of
    /// the kept source; no record cites it twice.
    pub fn to_step(&self, register: &Register) -> Step {
        let (kept, gone) = (&self.target.1.id, &self.duplicate.1.id);
        let cite = |cited: &mut Vec<SourceId>| replace_citation(cited, gone, kept);
        let mut edits = change_records(
            register.cases(),
            Edit::Case,
            |Case { sources, claims, returned, variants, .. }| {
                let cites = |sources: &Vec<SourceId>| sources.contains(gone);
                cites(sources)
                    || claims.iter().any(|claim| cites(&claim.sources))
                    || variants.iter().any(|variant| cites(&variant.sources))
                    || returned.iter().any(|returned| cites(&returned.sources))
            },
            |Case { sources, claims, returned, variants, .. }| {
                cite(sources);
                claims.iter_mut().for_each(|claim| cite(&mut claim.sources));
                variants.iter_mut().for_each(|variant| cite(&mut variant.sources));
                returned.iter_mut().for_each(|returned| cite(&mut returned.sources));
            },
        );
        edits.extend(change_records(
            register.totals(),
            Edit::Total,
            |total| total.sources.contains(gone),
            |total: &mut Total| cite(&mut total.sources),
        ));
        edits.extend(change_records(
            register.events(),
            Edit::Event,
            |event| event.sources.contains(gone),
            |event: &mut Event| cite(&mut event.sources),
        ));
        let merged = Arc::new(self.merged_source());
        if merged != self.target.1 {
            let (at, before) = self.target.clone();
            edits.push(Edit::Source(Change { at, before: Some(before), after: Some(merged) }));
        }
        let (at, before) = self.duplicate.clone();
        let subject = StepSubject::Source(self.target.1.title.clone());
        edits.push(Edit::Source(Change { at, before: Some(before), after: None }));
        Step::new(StepKind::Merge, subject, edits)
    }
}

/// Returns an edit for each record that a change concerns.
fn change_records<T: Clone>(
    records: &[Arc<T>],
    edit: impl Fn(Change<T>) -> Edit,
    is_reached: impl Fn(&T) -> bool,
    change: impl Fn(&mut T),
) -> Vec<Edit> {
    let reached = records.iter().enumerate().filter(|(_, record)| is_reached(record));
    let changed = |(at, before): (usize, &Arc<T>)| {
        let mut after = T::clone(before);
        change(&mut after);
        edit(Change { at, before: Some(Arc::clone(before)), after: Some(Arc::new(after)) })
    };
    reached.map(changed).collect()
}

/// Replaces the citation of a source by one of another.
fn replace_citation(cited: &mut Vec<SourceId>, gone: &SourceId, kept: &SourceId) {
    let is_cited = cited.contains(kept);
    if let Some(first) = cited.iter_mut().find(|id| *id == gone).filter(|_| !is_cited) {
        first.clone_from(kept);
    }
    cited.retain(|id| id != gone);
}
