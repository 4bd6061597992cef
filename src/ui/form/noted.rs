//! What the checks of the whole register noticed in the record of a form.

use crate::{
    draft::Draft,
    view::{About, Digest, Finding, What},
};

/// Findings that a draft alone cannot show; looked up once for each digest, not for each frame.
#[derive(Debug, Default)]
pub(super) struct Noted {
    /// Where the digest they are from is kept: another one is kept elsewhere.
    digest: usize,
    /// The findings.
    pub findings: Vec<Finding>,
}

impl Noted {
    /// Looks them up where the digest is another one than before.
    pub fn update(&mut self, draft: &Draft, digest: &Digest) {
        let place = std::ptr::from_ref(digest).addr();
        if self.digest == place {
            return;
        }
        self.digest = place;
        let mine = digest.findings.iter().filter(|finding| concerns(finding, draft));
        self.findings = mine.cloned().collect();
    }
}

/// Whether a finding concerns the record of a draft and is not found by checking the draft.
fn concerns(Finding { about, what, .. }: &Finding, draft: &Draft) -> bool {
    match (draft, about) {
        (Draft::Case(draft), About::Case(id)) => {
            let mine = draft.before.as_ref().is_some_and(|(_, case)| case.id == *id);
            mine && matches!(what, What::SamePerson(_) | What::RepeatedId(_))
        }
        (Draft::Source(draft), About::Source(id)) => {
            draft.before.as_ref().is_some_and(|(_, source)| source.id == *id)
        }
        (Draft::Total(draft), About::Total(at)) => {
            draft.before.as_ref().is_some_and(|(place, _)| place == at)
        }
        (Draft::Event(draft), About::Event(at)) => {
            draft.before.as_ref().is_some_and(|(place, _)| place == at)
        }
        (Draft::About(_), About::Register) => true,
        _ => false,
    }
}
