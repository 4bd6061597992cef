//! What the checks of the whole register noticed in the record of a form.

use crate::{
    analysis::{
        CheckResults,
        finding::{Finding, FindingKind, FindingSubject},
    },
    draft::Draft,
};

/// Findings that a draft alone cannot show; looked up once for each digest, not for each frame.
#[derive(Debug, Default)]
pub(super) struct RegisterFindings {
    /// Where the digest they are from is kept: another one is kept elsewhere.
    results_address: usize,
    /// The findings.
    pub findings: Vec<Finding>,
}

impl RegisterFindings {
    /// Looks them up where the digest is another one than before.
    pub fn update(&mut self, draft: &Draft, digest: &CheckResults) {
        let place = std::ptr::from_ref(digest).addr();
        if self.results_address == place {
            return;
        }
        self.results_address = place;
        let mine = digest.findings.iter().filter(|finding| concerns_record_of(finding, draft));
        self.findings = mine.cloned().collect();
    }
}

/// Whether a finding concerns the record of a draft and is not found by checking the draft.
fn concerns_record_of(Finding { subject: about, kind: what, .. }: &Finding, draft: &Draft) -> bool {
    match (draft, about) {
        (Draft::Case(draft), FindingSubject::Case(id)) => {
            let mine = draft.before.as_ref().is_some_and(|(_, case)| case.id == *id);
            mine && matches!(what, FindingKind::SamePerson(_) | FindingKind::RepeatedId(_))
        }
        (Draft::Source(draft), FindingSubject::Source(id)) => {
            draft.before.as_ref().is_some_and(|(_, source)| source.id == *id)
        }
        (Draft::Total(draft), FindingSubject::Total(at)) => {
            draft.before.as_ref().is_some_and(|(place, _)| place == at)
        }
        (Draft::Event(draft), FindingSubject::Event(at)) => {
            draft.before.as_ref().is_some_and(|(place, _)| place == at)
        }
        (Draft::RegisterInfo(_), FindingSubject::Register) => true,
        _ => false,
    }
}
