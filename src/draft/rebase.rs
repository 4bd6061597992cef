//! Rebasing a draft on the register as it is now.

use std::sync::Arc;

use crate::{
    draft::{
        Draft,
        case::CaseDraft,
        list_merge::merge_lists,
        records::{EventDraft, RegisterInfoDraft, SourceDraft, TotalDraft},
    },
    model::{Event, LocalizedText, Total},
    register::{Change, Edit, Register},
};

/// The state of a record compared with that when its form was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RebaseStatus {
    /// The record is unchanged, or the draft is of a new record.
    Unchanged,
    /// The record was changed.
    Changed,
    /// The record was deleted.
    Deleted,
}

/// Merges the fields of three drafts: a field that was typed in keeps what was typed, any other takes
/// its current value.
macro_rules! merge {
    ($type:ident: $opened:ident, $mine:ident, $now:ident;
     now $($fixed:ident)*; fields $($field:ident)*; text $($words:ident)*; lists $($list:ident)*) => {
        $type {
            $($fixed: $now.$fixed.clone(),)*
            $($field: rebase_value(&$opened.$field, &$mine.$field, &$now.$field),)*
            $($words: rebase_localized_text(&$opened.$words, &$mine.$words, &$now.$words),)*
            $($list: merge_lists(&$opened.$list, &$mine.$list, &$now.$list),)*
        }
    };
}

impl Draft {
    /// Returns the draft based on the current record, and the state of that record since the form was
    /// opened. Fields that were not typed in take their current value; if the record was deleted, the
    /// draft is of a new one.
    pub fn rebase(&self, register: &Register) -> (Self, RebaseStatus) {
        match self {
            Self::Case(draft) => {
                let (draft, since) = draft.rebase(register);
                (Self::Case(Box::new(draft)), since)
            }
            Self::Source(draft) => {
                let (draft, since) = draft.rebase(register);
                (Self::Source(draft), since)
            }
            Self::Total(draft) => {
                let (draft, since) = draft.rebase(register);
                (Self::Total(draft), since)
            }
            Self::Event(draft) => {
                let (draft, since) = draft.rebase(register);
                (Self::Event(draft), since)
            }
            Self::RegisterInfo(draft) => {
                let (draft, since) = draft.rebase(register);
                (Self::RegisterInfo(draft), since)
            }
        }
    }

    /// Returns whether the register already holds the typed record, so that nothing is left to save.
    pub fn is_already_in_register(&self, register: &Register) -> bool {
        let (draft, since) = self.rebase(register);
        let is_new = match &draft {
            Self::Case(draft) => draft.before.is_none(),
            draft => !draft.has_original(),
        };
        match &draft {
            draft if !is_new => draft.is_no_op(register),
            // Totals and events have no id: a changed one and a deleted one look the same.
            Self::Total(draft) => register.totals().iter().enumerate().any(|(at, total)| {
                let before = Some((at, Arc::clone(total)));
                Self::Total(TotalDraft { before, ..draft.clone() }).is_no_op(register)
            }),
            Self::Event(draft) => register.events().iter().enumerate().any(|(at, event)| {
                let before = Some((at, Arc::clone(event)));
                Self::Event(EventDraft { before, ..draft.clone() }).is_no_op(register)
            }),
            // An equal record is not the deleted one.
            _ if since == RebaseStatus::Deleted => false,
            Self::Case(draft) => draft.has_duplicate_in(register),
            Self::Source(draft) => {
                let sources = register.sources().iter().enumerate();
                let mut twins = sources.filter(|(_, source)| source.id.as_str() == draft.id.trim());
                twins.any(|(at, source)| {
                    let before = Some((at, Arc::clone(source)));
                    Self::Source(SourceDraft { before, ..draft.clone() }).is_no_op(register)
                })
            }
            Self::RegisterInfo(_) => false,
        }
    }

    /// Returns whether saving the draft would leave the register unchanged.
    fn is_no_op(&self, register: &Register) -> bool {
        let is_idle = |edit: &Edit| match edit {
            Edit::Case(Change { before, after, .. }) => before == after,
            Edit::Source(Change { before, after, .. }) => before == after,
            Edit::Total(Change { before, after, .. }) => before == after,
            Edit::Event(Change { before, after, .. }) => before == after,
            Edit::RegisterInfo { before, after } => before == after,
            Edit::Party(_) | Edit::Incident(_) => false,
        };
        self.validate(register).step.is_some_and(|step| step.edits.iter().all(is_idle))
    }
}

impl CaseDraft {
    fn rebase(&self, register: &Register) -> (Self, RebaseStatus) {
        let Some((_, before)) = &self.before else {
            return (self.clone(), RebaseStatus::Unchanged);
        };
        let Some(at) = register.case_index(&before.id) else {
            return (Self { before: None, ..self.clone() }, RebaseStatus::Deleted);
        };
        let case = &register.cases()[at];
        if case == before {
            let before = Some((at, Arc::clone(case)));
            return (Self { before, ..self.clone() }, RebaseStatus::Unchanged);
        }
        let (opened, now) = (self.original(), Self::from_case_at(at, case));
        let merged = merge!(CaseDraft: opened, self, now;
            now before copied_from id;
            fields given family native reading other sex born taken age place prefecture coordinates
                incident returned note;
            text;
            lists claims returned_sources variants sources);
        (merged, RebaseStatus::Changed)
    }

    /// Returns whether another case of the register equals this new one.
    fn has_duplicate_in(&self, register: &Register) -> bool {
        let (given, family, id) = (self.given.trim(), self.family.trim(), self.id.trim());
        let original = self.copied_from.as_ref().map(|case| &case.id);
        // The name alone rules out nearly all cases.
        let mut alike = register.cases().iter().enumerate().filter(|(_, case)| {
            (case.name.given.as_str(), case.name.family.as_str()) == (given, family)
                && (id.is_empty() || case.id.as_str() == id)
                && original != Some(&case.id)
        });
        alike.any(|(at, case)| {
            let before = Some((at, Arc::clone(case)));
            let twin = Self { before, copied_from: None, ..self.clone() };
            Draft::Case(Box::new(twin)).is_no_op(register)
        })
    }
}

impl SourceDraft {
    fn rebase(&self, register: &Register) -> (Self, RebaseStatus) {
        let Some((_, before)) = &self.before else {
            return (self.clone(), RebaseStatus::Unchanged);
        };
        let sources = register.sources();
        let Some(at) = sources.iter().position(|source| source.id == before.id) else {
            return (Self { before: None, ..self.clone() }, RebaseStatus::Deleted);
        };
        if sources[at] == *before {
            let before = Some((at, Arc::clone(&sources[at])));
            return (Self { before, ..self.clone() }, RebaseStatus::Unchanged);
        }
        let (opened, now) = (self.original(), Self::from_source(at, &sources[at]));
        let merged = merge!(SourceDraft: opened, self, now;
            now before id;
            fields kind publisher title published address note;
            text;
            lists);
        (merged, RebaseStatus::Changed)
    }
}

impl TotalDraft {
    fn rebase(&self, register: &Register) -> (Self, RebaseStatus) {
        let Some((was, before)) = &self.before else {
            return (self.clone(), RebaseStatus::Unchanged);
        };
        let alike = |total: &Total| total.by == before.by && total.on == before.on;
        let (at, since) = locate_record(register.totals(), *was, before, alike);
        let Some((at, total)) = at else {
            return (Self { before: None, ..self.clone() }, RebaseStatus::Deleted);
        };
        let (opened, now) = (self.original(register), Self::from_total(at, total));
        let merged = merge!(TotalDraft: opened, self, now;
            now before;
            fields by count on note;
            text;
            lists sources);
        (merged, since)
    }
}

impl EventDraft {
    fn rebase(&self, register: &Register) -> (Self, RebaseStatus) {
        let count = register.events().len();
        let Some((was, before)) = &self.before else {
            return (Self { count, ..self.clone() }, RebaseStatus::Unchanged);
        };
        let alike = |event: &Event| event.on == before.on || event.title == before.title;
        let (at, since) = locate_record(register.events(), *was, before, alike);
        let Some((at, event)) = at else {
            return (Self { before: None, count, ..self.clone() }, RebaseStatus::Deleted);
        };
        let (opened, now) = (self.original(), Self::from_event(register, at, event));
        let merged = merge!(EventDraft: opened, self, now;
            now before count;
            fields on note;
            text title place;
            lists sources);
        (merged, since)
    }
}

impl RegisterInfoDraft {
    fn rebase(&self, register: &Register) -> (Self, RebaseStatus) {
        let about = register.info();
        if about == self.before {
            return (self.clone(), RebaseStatus::Unchanged);
        }
        let (opened, now) = (Self::from_info(&self.before), Self::from_info(&about));
        let merged = merge!(RegisterInfoDraft: opened, self, now;
            now before;
            fields title compare;
            text note;
            lists);
        (merged, RebaseStatus::Changed)
    }
}

/// Returns the current index of a record without an id: that of the equal record nearest to the old
/// index, or else the old index if a similar record stands there.
fn locate_record<'a, T: PartialEq>(
    records: &'a [Arc<T>],
    was: usize,
    before: &T,
    alike: impl Fn(&T) -> bool,
) -> (Option<(usize, &'a Arc<T>)>, RebaseStatus) {
    let same = records.iter().enumerate().filter(|(_, record)| ***record == *before);
    if let Some(same) = same.min_by_key(|(at, _)| at.abs_diff(was)) {
        return (Some(same), RebaseStatus::Unchanged);
    }
    let there = records.get(was).filter(|record| alike(record));
    (there.map(|record| (was, record)), RebaseStatus::Changed)
}

/// Returns the typed value of a field, or its current value if it was not typed in.
fn rebase_value<T: Clone + PartialEq>(opened: &T, mine: &T, now: &T) -> T {
    if mine == opened { now.clone() } else { mine.clone() }
}

/// Rebases a text in several languages, each language by itself.
fn rebase_localized_text(
    opened: &LocalizedText,
    mine: &LocalizedText,
    now: &LocalizedText,
) -> LocalizedText {
    LocalizedText {
        en: rebase_value(&opened.en, &mine.en, &now.en),
        ja: rebase_value(&opened.ja, &mine.ja, &now.ja),
        ko: rebase_value(&opened.ko, &mine.ko, &now.ko),
    }
}
