//! The values that every part of the window is drawn from.

use crate::{Locale, commands::Page, model::Day, register::Register, session::Session};

/// The values that a part of the window is drawn from: drawing only reads them.
#[derive(Clone, Copy)]
pub struct UiContext<'a> {
    /// The open register, with its selection and its analysis.
    pub session: &'a Session,
    /// The language of the window.
    pub locale: Locale,
    /// The current page.
    pub page: Page,
    /// The current day.
    pub today: Day,
}

impl UiContext<'_> {
    /// Returns the records of the open register.
    pub fn register(&self) -> &Register {
        self.session.register()
    }
}
