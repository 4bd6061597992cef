//! The present content of the open form and of the texts.

use crate::{
    draft::Draft,
    session::Session,
    store::{drafts::draft_file::DraftContent, source_text::repair_draft::RepairDraft},
    ui::{form::record_form::Form, modals::repair_texts::RepairTexts},
};

/// The source of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui::app) enum DraftSource {
    /// The open form.
    Form,
    /// The text in the place of the broken record with this content hash.
    RepairText(u64),
    /// A form whose changes are in the register.
    SavedForm,
}

/// The present content of the form or of a text.
#[derive(Clone, Copy)]
pub(in crate::ui::app) enum DraftSnapshot<'a> {
    Form(&'a Draft, &'a str),
    RepairText(u64, &'a RepairDraft),
}

impl DraftSnapshot<'_> {
    /// Returns the form, if it holds changes, and every text that differs from the file and was not
    /// applied to the register.
    pub fn all<'a>(
        form: Option<&'a Form>,
        repair_texts: &'a RepairTexts,
        session: &'a Session,
    ) -> impl Iterator<Item = DraftSnapshot<'a>> {
        let form = form.filter(|form| form.is_changed());
        let form = form.map(|form| DraftSnapshot::Form(form.draft(), form.reason()));
        form.into_iter().chain(DraftSnapshot::repair_texts(repair_texts, session))
    }

    pub fn repair_texts<'a>(
        repair_texts: &'a RepairTexts,
        session: &'a Session,
    ) -> impl Iterator<Item = DraftSnapshot<'a>> {
        let is_taken = |mark| session.source_text().is_repaired(mark) == Some(true);
        let texts = repair_texts.changed_drafts().filter(move |(mark, _)| !is_taken(*mark));
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
