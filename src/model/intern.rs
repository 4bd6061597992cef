//! Interning: equal ids and dates of a register share one allocation.

use std::cell::RefCell;

use foldhash::HashMap;

/// The distinct values parsed on one thread, by the text each was parsed from.
///
/// A register repeats a few parties, sources and dates many thousand times; one copy of each is
/// kept for the life of the thread.
pub(super) struct Interner<T>(RefCell<HashMap<Box<str>, T>>);

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<T: Clone> Interner<T> {
    /// Returns the value of a text: the one parsed earlier, or else what `parse` makes of the text.
    ///
    /// # Errors
    /// Returns the error of `parse`; nothing is remembered then.
    pub fn get_or_parse<E>(
        &self,
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut interned = self.0.borrow_mut();
        if let Some(value) = interned.get(text) {
            return Ok(value.clone());
        }
        let value = parse(text)?;
        interned.insert(text.into(), value.clone());
        Ok(value)
    }
}
