//! What is being typed, as it is now.

use super::{super::Surfaces, Of};
use crate::{
    draft::Draft,
    session::Session,
    store::{TextDraft, Typed},
};

/// What is being typed.
#[derive(Clone, Copy)]
pub(super) enum Now<'a> {
    Form(&'a Draft, &'a str),
    Text(u64, &'a TextDraft),
}

impl Now<'_> {
    /// The form, where it holds changes, and every text that differs from the one in the file and
    /// was not taken into the register.
    pub fn all<'a>(surfaces: &'a Surfaces, session: &'a Session) -> impl Iterator<Item = Now<'a>> {
        let form = surfaces.form.as_ref().filter(|form| form.is_changed());
        let form = form.map(|form| Now::Form(form.draft(), form.why()));
        form.into_iter().chain(Now::texts(surfaces, session))
    }

    pub fn texts<'a>(
        surfaces: &'a Surfaces,
        session: &'a Session,
    ) -> impl Iterator<Item = Now<'a>> {
        let is_taken = |mark| session.manuscript().is_mended(mark) == Some(true);
        let texts = surfaces.mending.typed().filter(move |(mark, _)| !is_taken(*mark));
        texts.map(|(mark, text)| Now::Text(mark, text))
    }

    pub fn of(self) -> Of {
        match self {
            Self::Form(..) => Of::Form,
            Self::Text(mark, _) => Of::Text(mark),
        }
    }

    pub fn is(self, last: &Typed) -> bool {
        match (self, last) {
            (Self::Form(draft, why), Typed::Form { draft: last, why: reason }) => {
                draft == last && why == reason
            }
            (Self::Text(_, text), Typed::Text(last)) => text == last,
            _ => false,
        }
    }

    pub fn to_typed(self) -> Typed {
        match self {
            Self::Form(draft, why) => Typed::Form { draft: draft.clone(), why: why.to_owned() },
            Self::Text(_, text) => Typed::Text(text.clone()),
        }
    }
}
