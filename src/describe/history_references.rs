//! Descriptions of the line of a history that records what is shown.

use crate::{
    Locale,
    store::history::history_reference::{HistoryReference, SealedLine},
};

impl HistoryReference {
    /// Describes the reference without its label: "line 12, seal 91f0…b5e4".
    pub fn describe(&self, locale: Locale) -> String {
        self.describe_with_seal(locale, |seal| seal)
    }

    /// Describes the reference with its label: "History: line 12, seal 91f0…b5e4".
    pub fn describe_with_label(&self, locale: Locale) -> String {
        with_label(locale, &self.describe(locale))
    }

    /// Describes the reference with its label and the first 16 digits of the seal, which
    /// `verify --seal` takes for the whole.
    pub fn describe_briefly(&self, locale: Locale) -> String {
        with_label(locale, &self.describe_with_seal(locale, |seal| &seal[..SHORT_SEAL_LENGTH]))
    }

    fn describe_with_seal(&self, locale: Locale, shown: impl Fn(&str) -> &str) -> String {
        let with_line = |key: &str, line: &SealedLine| {
            let (number, seal) = (line.number.to_string(), line.seal.to_string());
            locale.t_with(key, &[("line", &number), ("seal", shown(&seal))])
        };
        match self {
            Self::NoHistory => locale.t("history.reference.no_history").into_owned(),
            Self::Recorded(line) => with_line("history.reference.recorded", line),
            Self::EndsWithOtherState(line) => with_line("history.reference.other_state", line),
            Self::Unreadable => locale.t("history.reference.unreadable").into_owned(),
        }
    }
}

/// The number of digits of a seal that is shown in part.
const SHORT_SEAL_LENGTH: usize = 16;

fn with_label(locale: Locale, text: &str) -> String {
    locale.t_with("history.reference.with_label", &[("text", text)])
}
