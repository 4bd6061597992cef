//! The changes between two days, described.

use crate::{
    Cancelled, Locale, Progress,
    analysis::changes::{Changes, item::ChangeItem, membership::CountedGroup},
    describe::{
        changes::{ChangeDescription, describe_change},
        claims::{format_date, format_day, party_label},
        labels::counted_group_label,
    },
    export::{
        footnotes::{FootnoteRef, Footnotes},
        report_input::describe_as_of,
    },
    model::{Case, Total},
    register::Register,
    store::history::history_reference::HistoryReference,
};

/// The input of a report of changes. The changes are those of the register.
pub struct ChangesInput<'a> {
    /// The register.
    pub register: &'a Register,
    /// The changes.
    pub changes: &'a Changes,
    /// The language.
    pub locale: Locale,
    /// The line of the history that records the register.
    pub history: HistoryReference,
}

/// The described changes. Sources are numbered in the order of the fields.
pub(super) struct ChangesReport<'a> {
    pub locale: Locale,
    pub register: &'a Register,
    pub changes: &'a Changes,
    /// The total that each party had announced by the first and by the second day.
    pub announced: [AnnouncedTotals<'a>; 2],
    /// The groups of people on both days.
    pub cohorts: Vec<CohortRow<'a>>,
    /// The changes, in order of time.
    pub entries: Vec<ChangeEntry<'a>>,
    pub footnotes: Footnotes<'a>,
    pub history: HistoryReference,
}

/// The totals that one party had announced.
pub(super) struct AnnouncedTotals<'a> {
    /// The name of the total, with the party.
    pub label: String,
    /// The totals by the first and by the second day, with their sources.
    pub totals: [Option<(&'a Total, Vec<FootnoteRef>)>; 2],
}

/// A group of people on both days.
pub(super) struct CohortRow<'a> {
    pub group: CountedGroup,
    pub label: String,
    /// The counts on the first and on the second day.
    pub counts: [usize; 2],
    pub joined: Vec<&'a Case>,
    pub left: Vec<&'a Case>,
}

/// A change with its sources.
pub(super) struct ChangeEntry<'a> {
    pub item: &'a ChangeItem,
    pub text: ChangeDescription<'a>,
    pub cites: Vec<FootnoteRef>,
}

impl<'a> ChangesReport<'a> {
    /// Describes changes. Reports each to the progress, as the first half of the work.
    ///
    /// # Errors
    /// When the export is cancelled.
    pub fn new(input: &ChangesInput<'a>, progress: &Progress) -> Result<Self, Cancelled> {
        let ChangesInput { register, changes, locale, history } = *input;
        let mut footnotes = Footnotes::new([register]);
        let announced = [0, 1].map(|side| {
            let party = party_label(locale, register, &changes.after.parties[side]);
            let totals = [&changes.before, &changes.after].map(|day| {
                let total = day.announced[side].as_deref();
                total.map(|total| (total, footnotes.cite(&total.sources)))
            });
            let label = locale.t_with("changes.party_announced_total", &[("party", &party)]);
            AnnouncedTotals { label, totals }
        });
        let cases = |places: &[usize]| {
            places.iter().filter_map(|at| Some(register.cases().get(*at)?.as_ref())).collect()
        };
        let cohorts = changes.membership_changes.iter().map(|moved| CohortRow {
            group: moved.group,
            label: counted_group_label(locale, register, moved.group),
            counts: [moved.before, moved.after],
            joined: cases(&moved.joined),
            left: cases(&moved.left),
        });
        let cohorts = cohorts.collect();
        let mut entries = Vec::with_capacity(changes.items.len());
        for (done, item) in changes.items.iter().enumerate() {
            progress.report(done, 2 * changes.items.len())?;
            if let Some(text) = describe_change(locale, register, item) {
                entries.push(ChangeEntry { item, cites: footnotes.cite(text.sources), text });
            }
        }
        Ok(Self { locale, register, changes, announced, cohorts, entries, footnotes, history })
    }

    /// Returns the changes. Reports each to the progress, as the second half of the work.
    pub fn entries_with_progress<'s>(
        &'s self,
        progress: &'s Progress,
    ) -> impl Iterator<Item = Result<&'s ChangeEntry<'a>, Cancelled>> {
        let len = self.entries.len();
        let report = move |at: usize| progress.report(len + at, 2 * len);
        self.entries.iter().enumerate().map(move |(at, entry)| report(at).map(|()| entry))
    }

    /// Describes the two days: "What changed from 1 May 2002 to 31 December 2002".
    pub fn describe_span(&self) -> String {
        let [from, to] = [self.changes.from(), self.changes.to()];
        let [from, to] = [from, to].map(|day| format_day(self.locale, day));
        self.locale.t_with("changes.title_with_days", &[("from", &from), ("to", &to)])
    }

    /// Describes each of the two days: "As of 1 May 2002".
    pub fn day_labels(&self) -> [String; 2] {
        [self.changes.from(), self.changes.to()].map(|day| describe_as_of(self.locale, day))
    }

    /// Describes how many changes there are.
    pub fn describe_count(&self) -> String {
        match self.entries.len() {
            0 => self.locale.t("changes.none").into_owned(),
            n => self.locale.t_plural("changes.count", n),
        }
    }

    /// Lists people by name; empty without anybody.
    pub fn join_names(&self, people: &[&Case]) -> String {
        self.locale.join_list(people.iter().map(|case| case.name.display_name(self.locale.code())))
    }

    /// Describes a total with the date of its announcement, or that there was none.
    pub fn describe_total(&self, total: Option<&Total>) -> String {
        let Some(total) = total else {
            return self.locale.t("export.announced_total.none").into_owned();
        };
        let (count, date) =
            (self.locale.format_number(total.count as usize), format_date(self.locale, &total.on));
        self.locale.t_with("export.text_with_date", &[("text", &count), ("date", &date)])
    }
}

impl ChangeEntry<'_> {
    /// Describes the action, with its date where that is not exactly the day it is in force from.
    pub fn describe_action(&self, locale: Locale) -> String {
        let ChangeDescription { date, action, .. } = &self.text;
        if date.as_str() == self.item.day.to_string() {
            return action.clone();
        }
        locale.t_with(
            "export.text_with_date",
            &[("text", action), ("date", &format_date(locale, date))],
        )
    }
}
