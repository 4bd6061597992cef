//! What is being typed, as it is now.

use crate::{
    draft::Draft,
    session::Session,
    store::{drafts::draft_file::DraftContent, source_text::repair_draft::RepairDraft},
    ui::app::{UiState, draft_autosave::DraftSource},
};

/// What is being typed.
#[derive(Clone, Copy)]
pub(super) enum DraftSnapshot<'a> {
    Form(&'a Draft, &'a str),
    RepairText(u64, &'a RepairDraft),
}

impl DraftSnapshot<'_> {
    /// The form, where it holds changes, and every text that differs from the one in the file and
    /// was not taken into the register.
    pub fn all<'a>(
        surfaces: &'a UiState,
        session: &'a Session,
    ) -> impl Iterator<Item = DraftSnapshot<'a>> {
        let form = surfaces.form.as_ref().filter(|form| form.is_changed());
        let form = form.map(|form| DraftSnapshot::Form(form.draft(), form.reason()));
        form.into_iter().chain(DraftSnapshot::repair_texts(surfaces, session))
    }

    pub fn repair_texts<'a>(
        surfaces: &'a UiState,
        session: &'a Session,
    ) -> impl Iterator<Item = DraftSnapshot<'a>> {
        let is_taken = |mark| session.source_text().is_repaired(mark) == Some(true);
        let texts =
            surfaces.repair_texts.changed_drafts().filter(move |(mark, _)| !is_taken(*mark));
        texts.map(|(mark, text)| DraftSnapshot::RepairText(mark, text))
    }

    pub fn source(self) -> DraftSource {
        match self {
            Self::Form(..) => DraftSource::Form,
            Self::RepairText(mark, _) => DraftSource::RepairText(mark),
        }
    }

    pub fn equals(self, last: &DraftContent) -> bool {
        match (self, last) {
            (Self::Form(draft, why), DraftContent::Form { draft: last, reason }) => {
                draft == last && why == reason
            }
            (Self::RepairText(_, text), DraftContent::Repair(last)) => text == last,
            _ => false,
        }
    }

    pub fn to_content(self) -> DraftContent {
        match self {
            Self::Form(draft, why) => {
                DraftContent::Form { draft: draft.clone(), reason: why.to_owned() }
            }
            Self::RepairText(_, text) => DraftContent::Repair(text.clone()),
        }
    }
}
