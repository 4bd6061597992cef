//! The findings of the checks of the whole register on the record of a form.

use crate::{
    analysis::{
        Analysis,
        finding::{Finding, FindingKind, FindingSubject},
    },
    draft::Draft,
};

/// The findings on the record of a form that its draft alone cannot show, as a duplicate id.
#[derive(Debug, Default)]
pub(super) struct RegisterFindings {
    /// The version of the analysis that the findings are of.
    version: Option<u64>,
    pub findings: Vec<Finding>,
}

impl RegisterFindings {
    /// Collects the findings where the analysis has another version than before.
    pub fn update(&mut self, draft: &Draft, analysis: &Analysis) {
        let version = Some(analysis.version());
        if self.version == version {
            return;
        }
        self.version = version;
        let findings = analysis.check_results().findings.iter();
        self.findings =
            findings.filter(|finding| concerns_record_of(finding, draft)).cloned().collect();
    }
}

/// Returns whether a finding is on the record of a draft and validating the draft does not find it.
fn concerns_record_of(Finding { subject, kind, .. }: &Finding, draft: &Draft) -> bool {
    match (draft, subject) {
        _ if *kind == FindingKind::DateAfterToday => false,
        (Draft::Case(draft), FindingSubject::Case(id)) => {
            let is_same = draft.before.as_ref().is_some_and(|(_, case)| case.id == *id);
            is_same && matches!(kind, FindingKind::SamePerson { .. } | FindingKind::RepeatedId(_))
        }
        (Draft::Source(draft), FindingSubject::Source(id)) => {
            draft.before.as_ref().is_some_and(|(_, source)| source.id == *id)
        }
        (Draft::Total(draft), FindingSubject::Total(at)) => {
            draft.before.as_ref().is_some_and(|(index, _)| index == at)
        }
        (Draft::Event(draft), FindingSubject::Event(at)) => {
            draft.before.as_ref().is_some_and(|(index, _)| index == at)
        }
        (Draft::RegisterInfo(_), FindingSubject::Register) => true,
        _ => false,
    }
}
