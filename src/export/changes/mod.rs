//! What changed between two days, to hand out: worked out once here, printed by each format.

mod markdown;
mod html;
mod csv;
mod json;

use crate::{
    Cancelled, Locale, Progress,
    analysis::changes::{Changes, CountedGroup, item::ChangeItem},
    describe::{
        changes::{ChangeDescription, describe_change},
        claims::{format_date, format_day, party_label},
        labels::counted_group_label,
    },
    export::{
        ExportError, ReportFormat,
        footnotes::{Footnote, FootnoteRef, Footnotes},
    },
    model::{Case, Total},
    register::Register,
};

/// What an export of changes is made from. The changes are those of the register.
pub struct ChangesInput<'a> {
    /// The records.
    pub register: &'a Register,
    /// What changed.
    pub changes: &'a Changes,
    /// The language.
    pub locale: Locale,
}

/// Makes an export of what changed between two days. Reports each change twice: when it is worked
/// out and when it is printed.
///
/// # Errors
/// When it was cancelled, or when a writer failed.
pub fn export_changes(
    format: ReportFormat,
    input: &ChangesInput<'_>,
    progress: &Progress,
) -> Result<Vec<u8>, ExportError> {
    let report = ChangesReport::new(input, progress)?;
    match format {
        ReportFormat::Markdown => markdown::print(&report, progress),
        ReportFormat::Html => html::print(&report, progress),
        ReportFormat::Csv => csv::print(&report, progress),
        ReportFormat::Json => json::print(&report, progress),
    }
}

/// What changed between two days. Sources are numbered in the order of its fields.
struct ChangesReport<'a> {
    locale: Locale,
    register: &'a Register,
    changes: &'a Changes,
    /// The total each side had announced by the first and by the second day.
    announced: [AnnouncedTotals<'a>; 2],
    /// How each group of people moved.
    cohorts: Vec<CohortRow<'a>>,
    /// Each change.
    entries: Vec<ChangeEntry<'a>>,
    /// The sources cited, by number.
    footnotes: Vec<Footnote<'a>>,
}

/// What one side had announced.
struct AnnouncedTotals<'a> {
    /// That it is this side's total, in words.
    label: String,
    /// By the first and by the second day, with the sources.
    totals: [Option<(&'a Total, Vec<FootnoteRef>)>; 2],
}

/// How a group of people moved.
struct CohortRow<'a> {
    group: CountedGroup,
    label: String,
    /// How many there were on the first day and on the second.
    counts: [usize; 2],
    joined: Vec<&'a Case>,
    left: Vec<&'a Case>,
}

/// A change with its sources.
struct ChangeEntry<'a> {
    item: &'a ChangeItem,
    text: ChangeDescription<'a>,
    cites: Vec<FootnoteRef>,
}

impl<'a> ChangesReport<'a> {
    fn new(input: &ChangesInput<'a>, progress: &Progress) -> Result<Self, Cancelled> {
        let ChangesInput { register, changes, locale } = *input;
        let mut notes = Footnotes::new(register);
        let announced = [0, 1].map(|side| {
            let party = party_label(locale, register, &changes.after.parties[side]);
            let totals = [&changes.before, &changes.after].map(|day| {
                let total = day.announced[side].as_deref();
                total.map(|total| (total, notes.cite(&total.sources)))
            });
            let label = locale.t_with("changes.party_announced_total", &[("party", &party)]);
            AnnouncedTotals { label, totals }
        });
        let cases = |places: &[usize]| {
            places.iter().filter_map(|at| Some(register.cases().get(*at)?.as_ref())).collect()
        };
        let figures = changes.membership_changes.iter().map(|moved| CohortRow {
            group: moved.group,
            label: counted_group_label(locale, register, moved.group),
            counts: [moved.before, moved.after],
            joined: cases(&moved.joined),
            left: cases(&moved.left),
        });
        let figures = figures.collect();
        let mut entries = Vec::with_capacity(changes.items.len());
        for (done, item) in changes.items.iter().enumerate() {
            progress.report(done, 2 * changes.items.len())?;
            if let Some(told) = describe_change(locale, register, item) {
                entries.push(ChangeEntry { item, cites: notes.cite(told.sources), text: told });
            }
        }
        let notes = notes.into_footnotes();
        Ok(Self {
            locale,
            register,
            changes,
            announced,
            cohorts: figures,
            entries,
            footnotes: notes,
        })
    }

    /// The changes, each reported as it is printed.
    fn entries_with_progress<'s>(
        &'s self,
        progress: &'s Progress,
    ) -> impl Iterator<Item = Result<&'s ChangeEntry<'a>, Cancelled>> {
        let len = self.entries.len();
        let report = move |at: usize| progress.report(len + at, 2 * len);
        self.entries.iter().enumerate().map(move |(at, entry)| report(at).map(|()| entry))
    }

    /// "What changed from" the first day "to" the second.
    fn describe_span(&self) -> String {
        let [from, to] = [self.changes.from(), self.changes.to()];
        let [from, to] = [from, to].map(|day| format_day(self.locale, day));
        self.locale.t_with("changes.title_with_days", &[("from", &from), ("to", &to)])
    }

    /// "As of" each of the two days.
    fn day_labels(&self) -> [String; 2] {
        [self.changes.from(), self.changes.to()].map(|day| {
            self.locale.t_with("export.as_of", &[("day", &format_day(self.locale, day))])
        })
    }

    /// How many changes there are, or that there are none.
    fn describe_count(&self) -> String {
        match self.entries.len() {
            0 => self.locale.t("changes.none").into_owned(),
            n => self.locale.t_plural("changes.count", n),
        }
    }

    /// People by name; empty where there is nobody.
    fn join_names(&self, people: &[&Case]) -> String {
        self.locale.join_list(people.iter().map(|case| case.name.display_name(self.locale.code())))
    }

    /// A total and the date it was announced, or that there was none.
    fn describe_total(&self, total: Option<&Total>) -> String {
        let Some(total) = total else {
            return self.locale.t("export.announced_total.none").into_owned();
        };
        let (count, date) =
            (self.locale.format_number(total.count as usize), format_date(self.locale, &total.on));
        self.locale.t_with("export.text_with_date", &[("text", &count), ("date", &date)])
    }
}

impl ChangeEntry<'_> {
    /// What was done, with its date where that is more or less than the day it is in force from.
    fn describe_change(&self, locale: Locale) -> String {
        let ChangeDescription { date, action: deed, .. } = &self.text;
        if date.as_str() == self.item.day.to_string() {
            return deed.clone();
        }
        locale.t_with(
            "export.text_with_date",
            &[("text", deed), ("date", &format_date(locale, date))],
        )
    }
}
