//! Errors of the values of arguments.

use std::fmt;

use crate::Locale;

/// The error of parsing the value of an argument: the key of its text, and what the text names.
#[derive(Clone, Debug)]
pub(in crate::cli) struct ValueError {
    key: &'static str,
    values: Vec<(&'static str, String)>,
}

impl ValueError {
    /// Returns an error with a text that names values.
    pub fn new<const N: usize>(key: &'static str, values: [(&'static str, String); N]) -> Self {
        Self { key, values: values.into() }
    }

    /// Describes what is wrong with the value, and how to write it.
    pub fn describe(&self, locale: Locale) -> String {
        let values: Vec<_> = self.values.iter().map(|(name, value)| (*name, &**value)).collect();
        locale.t_with(self.key, &values)
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Locale::ENGLISH))
    }
}

impl std::error::Error for ValueError {}
