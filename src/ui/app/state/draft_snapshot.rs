//! The source and the present content of each draft: of the open form and of the texts typed in
//! the place of broken records.

use crate::{
    draft::Draft,
    session::Session,
    store::{drafts::draft_file::DraftContent, source_text::repair_draft::RepairDraft},
    ui::app::state::ui_state::UiState,
};

/// The source of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftSource {
    /// The open form.
    Form,
    /// The text in the place of the broken record with this content hash.
    RepairText(u64),
    /// A form whose changes are in the register.
    SavedForm,
}

/// The present content of the form or of a text.
#[derive(Clone, Copy)]
pub enum DraftSnapshot<'a> {
    /// The draft of the open form, and the reason that is entered in it.
    Form(&'a Draft, &'a str),
    /// The content hash of a broken record, and the text typed in its place.
    RepairText(u64, &'a RepairDraft),
}

impl DraftSnapshot<'_> {
    /// Returns the form, if it holds changes, and every text that differs from the file and was not
    /// applied to the register.
    pub fn all<'a>(
        surfaces: &'a UiState,
        session: &'a Session,
    ) -> impl Iterator<Item = DraftSnapshot<'a>> {
        let form = surfaces.form.as_ref().filter(|form| form.is_changed());
        let form = form.map(|form| DraftSnapshot::Form(form.draft(), form.reason()));
        form.into_iter().chain(DraftSnapshot::repair_texts(surfaces, session))
    }

    /// Returns every text that differs from the file and was not applied to the register.
    pub fn repair_texts<'a>(
        surfaces: &'a UiState,
        session: &'a Session,
    ) -> impl Iterator<Item = DraftSnapshot<'a>> {
        let is_taken = |mark| session.source_text().is_repaired(mark) == Some(true);
        let texts =
            surfaces.repair_texts.changed_drafts().filter(move |(mark, _)| !is_taken(*mark));
        texts.map(|(mark, text)| DraftSnapshot::RepairText(mark, text))
    }

    /// Returns the source of the draft.
    pub fn source(self) -> DraftSource {
        match self {
            Self::Form(..) => DraftSource::Form,
            Self::RepairText(mark, _) => DraftSource::RepairText(mark),
        }
    }

    /// Returns true if the content is the same as one that was submitted.
    pub fn equals(self, last: &DraftContent) -> bool {
        match (self, last) {
            (Self::Form(draft, why), DraftContent::Form { draft: last, reason }) => {
                draft == last && why == reason
            }
            (Self::RepairText(_, text), DraftContent::Repair(last)) => text == last,
            _ => false,
        }
    }

    /// Returns the content as it is stored.
    pub fn to_content(self) -> DraftContent {
        match self {
            Self::Form(draft, why) => {
                DraftContent::Form { draft: draft.clone(), reason: why.to_owned() }
            }
            Self::RepairText(_, text) => DraftContent::Repair(text.clone()),
        }
    }
}
