//! Input of the reports and of the case list.

use crate::{
    Locale,
    analysis::{counts_over_time::CountPoint, position::CaseState, reconciliation::Reconciliation},
    describe::claims::format_day,
    export::document::{Paragraph, ParagraphRole},
    model::{Case, Day},
    register::{RecordedVersion, Register},
    store::history::history_reference::HistoryReference,
};

/// The register and the analysis of one day that a report is made from.
///
/// The case states are those of the register's cases, in order; they and the reconciliation hold
/// for one day.
pub struct ReportInput<'a> {
    /// The register.
    pub register: &'a Register,
    /// The comparison of the two parties' lists.
    pub reconciliation: &'a Reconciliation,
    /// The state of each case.
    pub case_states: &'a [CaseState],
    /// The cases to list.
    pub scope: Scope<'a>,
    /// The language.
    pub locale: Locale,
    /// Adds the contradictions of the listed cases to a summary.
    pub with_contradictions: bool,
    /// The counts of both lists over time for the listed cases, up to the day; adds figures to an
    /// HTML summary.
    pub count_points: Option<&'a [CountPoint]>,
    /// The version, where the register is an earlier one.
    pub as_recorded: Option<RecordedVersion>,
    /// The line of the history that records the register.
    pub history: HistoryReference,
}

/// The cases that a report lists. The counts are those of the whole register in either case.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// Every case, in the register's order.
    Whole,
    /// The cases that match a query.
    Filtered {
        /// The indexes of the cases, in the order of the query; an index beyond the register's
        /// cases is skipped.
        rows: &'a [u32],
        /// The description of the query; see
        /// [`describe_query`](crate::describe::labels::describe_query).
        filter_text: &'a str,
    },
}

impl<'a> ReportInput<'a> {
    /// Returns the number of cases in the scope.
    pub(super) fn case_count(&self) -> usize {
        match self.scope {
            Scope::Whole => self.register.cases().len(),
            Scope::Filtered { rows, .. } => {
                rows.iter().filter(|index| (**index as usize) < self.register.cases().len()).count()
            }
        }
    }

    /// Returns the indexes of the cases in the scope, in its order.
    pub(super) fn case_indexes(&self) -> impl Iterator<Item = usize> + use<'a> {
        let (whole, rows) = match self.scope {
            Scope::Whole => (self.register.cases().len(), &[][..]),
            Scope::Filtered { rows, .. } => (0, rows),
        };
        (0..whole).chain(rows.iter().map(|index| *index as usize))
    }

    /// Returns the cases in the scope with their states, in its order.
    pub(super) fn cases(&self) -> impl Iterator<Item = (&'a Case, CaseState)> + use<'a> {
        let (cases, states) = (self.register.cases(), self.case_states);
        self.case_indexes()
            .filter_map(|index| Some((cases.get(index)?.as_ref(), *states.get(index)?)))
    }

    /// Returns the description of the query, where the scope is not the whole register.
    pub(super) fn filter_text(&self) -> Option<&'a str> {
        match self.scope {
            Scope::Whole => None,
            Scope::Filtered { filter_text, .. } => Some(filter_text),
        }
    }

    /// Describes the day of the report and the version of the register: "As of 30 March 2014".
    pub(super) fn describe_as_of(&self) -> String {
        let locale = self.locale;
        let as_of = describe_as_of(locale, self.reconciliation.as_of);
        let Some(RecordedVersion { day, change_number }) = self.as_recorded else { return as_of };
        let (day, n) = (format_day(locale, day), change_number.to_string());
        locale.t_with("export.as_recorded", &[("as_of", &as_of), ("day", &day), ("n", &n)])
    }
}

/// Describes a day: "As of 30 March 2014".
pub(super) fn describe_as_of(locale: Locale, day: Day) -> String {
    locale.t_with("export.as_of", &[("day", &format_day(locale, day))])
}

/// Returns the paragraph of a document that names the line of the history that records the
/// register: "History: line 12, seal 91f0…b5e4".
pub(super) fn history_paragraph(locale: Locale, history: HistoryReference) -> Paragraph {
    Paragraph::new(ParagraphRole::Remark, history.describe_with_label(locale))
}
