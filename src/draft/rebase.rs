//! Rebasing of a draft on a register that has changed since its form was opened.

use std::sync::Arc;

use crate::{
    draft::{
        Draft, case::CaseDraft, event::EventDraft, fields::DraftFields,
        register_info::RegisterInfoDraft, source::SourceDraft, total::TotalDraft,
    },
    model::{Event, Total},
    register::{Change, Edit, Register},
};

/// The change of a record since a form was opened on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RebaseStatus {
    /// None, or the draft is of a new record.
    Unchanged,
    /// The record has changed.
    Changed,
    /// The record has been deleted.
    Deleted,
}

impl Draft {
    /// Rebases the draft on the record as the register holds it now, and returns how that has
    /// changed. Fields that were not typed into have their current value. If the record is deleted,
    /// the draft becomes one of a new record.
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

    /// Returns true if the register already holds what was typed, so that there is nothing to save.
    pub fn is_already_in_register(&self, register: &Register) -> bool {
        let (draft, since) = self.rebase(register);
        let is_new = match &draft {
            Self::Case(draft) => draft.before.is_none(),
            draft => !draft.has_original(),
        };
        match &draft {
            draft if !is_new => draft.is_no_op(register),
            // They have no id: the one that was changed and one that is gone look the same.
            Self::Total(draft) => register.totals().iter().enumerate().any(|(at, total)| {
                let before = Some((at, Arc::clone(total)));
                Self::Total(TotalDraft { before, ..draft.clone() }).is_no_op(register)
            }),
            Self::Event(draft) => register.events().iter().enumerate().any(|(at, event)| {
                let before = Some((at, Arc::clone(event)));
                Self::Event(EventDraft { before, ..draft.clone() }).is_no_op(register)
            }),
            // Another record that looks the same is not the one that was deleted.
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

    /// Returns true if saving the draft would not change the register.
    fn is_no_op(&self, register: &Register) -> bool {
        let is_idle = |edit: &Edit| match edit {
            Edit::Case(Change { before, after, .. }) => before == after,
            Edit::Source(Change { before, after, .. }) => before == after,
            Edit::Total(Change { before, after, .. }) => before == after,
            Edit::Event(Change { before, after, .. }) => before == after,
            Edit::RegisterInfo { before, after } => before == after,
            Edit::Party(_) | Edit::Incident(_) => false,
        };
        self.validate(register, None).step.is_some_and(|step| step.edits.iter().all(is_idle))
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
        let merged = DraftFields::rebase_fields(&opened, self, now);
        (merged, RebaseStatus::Changed)
    }

    /// Returns true if another case of the register has all fields of this new one.
    fn has_duplicate_in(&self, register: &Register) -> bool {
        let (given, family, id) = (self.given.trim(), self.family.trim(), self.id.trim());
        let original = self.copied_from.as_ref().map(|case| &case.id);
        // The name alone tells nearly all cases apart.
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
        let merged = DraftFields::rebase_fields(&opened, self, now);
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
        let merged = DraftFields::rebase_fields(&opened, self, now);
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
        let merged = DraftFields::rebase_fields(&opened, self, now);
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
        let merged = DraftFields::rebase_fields(&opened, self, now);
        (merged, RebaseStatus::Changed)
    }
}

/// Finds a record without an id: the equal record nearest to its old index, or else a similar one
/// at that index.
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
