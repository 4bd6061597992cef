//! The findings of a merged register that neither side has.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    analysis::{
        checks::check,
        finding::{Finding, FindingKind, FindingSubject, RecordField, Severity},
    },
    merge::field_path::RecordRef,
    register::Register,
};

/// The numbers of equal findings in the versions that are merged.
pub(super) struct FindingCounts {
    /// The greatest number of each finding that the changes of both sides explain.
    allowed: HashMap<String, usize>,
}

impl FindingCounts {
    /// Counts the findings of the base and of both sides.
    pub fn new(base: Option<&Register>, ours: &Register, theirs: &Register) -> Self {
        let mut counts: HashMap<String, [usize; 3]> = HashMap::new();
        for (at, register) in [base, Some(ours), Some(theirs)].into_iter().enumerate() {
            let Some(register) = register else { continue };
            for finding in severe_findings(register) {
                counts.entry(finding_key(&finding)).or_default()[at] += 1;
            }
        }
        // Each side can add its own to those of the base.
        let allowed = |[base, ours, theirs]: [usize; 3]| {
            ours.max(theirs).max((ours + theirs).saturating_sub(base))
        };
        Self { allowed: counts.into_iter().map(|(key, it)| (key, allowed(it))).collect() }
    }

    /// Returns the findings of a register that are more than the changes of both sides explain.
    pub fn find_new(&self, register: &Register) -> Vec<Finding> {
        let mut left = self.allowed.clone();
        let is_new = |finding: &Finding| match left.get_mut(&finding_key(finding)) {
            Some(count) if *count > 0 => {
                *count -= 1;
                false
            }
            _ => true,
        };
        severe_findings(register).filter(is_new).collect()
    }

    /// Returns the findings of a register that can be the new ones, each with its record: where there
    /// are too many of a kind, every one of them.
    pub fn find_candidates(&self, register: &Register) -> Vec<(Finding, RecordRef)> {
        let new: HashSet<_> = self.find_new(register).iter().map(finding_key).collect();
        let candidates =
            severe_findings(register).filter(|finding| new.contains(&finding_key(finding)));
        let with_record = |finding: Finding| {
            let record = record_of(register, &finding.subject);
            (finding, record)
        };
        candidates.map(with_record).collect()
    }
}

/// Returns the errors and warnings in a register.
fn severe_findings(register: &Register) -> impl Iterator<Item = Finding> {
    check(register).into_iter().filter(|finding| finding.severity != Severity::Note)
}

/// Returns a key that equal findings of two versions have in common: without indexes, and without
/// numbers that follow from other records.
fn finding_key(finding: &Finding) -> String {
    let Finding { subject, field, kind, .. } = finding;
    let field = match *field {
        RecordField::Claim(_, field) => RecordField::Claim(0, field),
        RecordField::Variant(_) => RecordField::Variant(0),
        field => field,
    };
    let kind = match kind {
        FindingKind::TotalDiffers { by, announced, .. } => format!("{by:?} {announced}"),
        FindingKind::AgeDiffers { age, .. } => format!("{age}"),
        kind => format!("{kind:?}"),
    };
    // A total or an event has no id, so that a changed one cannot be told from another.
    let subject = match subject {
        FindingSubject::Total(_) => FindingSubject::Total(0),
        FindingSubject::Event(_) => FindingSubject::Event(0),
        subject => subject.clone(),
    };
    format!("{subject:?} {field:?} {} {kind}", finding.kind.key())
}

/// Returns the record that a finding is about.
fn record_of(register: &Register, subject: &FindingSubject) -> RecordRef {
    let record = match subject {
        FindingSubject::Case(id) => register.case(id).map(|it| RecordRef::Case(Arc::clone(it))),
        FindingSubject::Total(at) => {
            register.totals().get(*at).map(|it| RecordRef::Total(Arc::clone(it)))
        }
        FindingSubject::Event(at) => {
            register.events().get(*at).map(|it| RecordRef::Event(Arc::clone(it)))
        }
        FindingSubject::Source(id) => {
            register.source(id).map(|it| RecordRef::Source(Arc::new(it.clone())))
        }
        FindingSubject::Incident(number) => {
            register.incident(*number).map(|it| RecordRef::Incident(Arc::new(it.clone())))
        }
        FindingSubject::Party(id) => {
            register.party(id).map(|it| RecordRef::Party(Arc::new(it.clone())))
        }
        FindingSubject::Register => None,
    };
    record.unwrap_or(RecordRef::RegisterInfo)
}
