//! What changed between two days, to hand out: worked out once here, printed by each format.

mod markdown;
mod html;
mod csv;
mod json;

use super::{
    ExportError, Format,
    notes::{Cite, Note, Notes},
};
use crate::{
    lang::Lang,
    model::{Case, Total},
    progress::{Cancelled, Progress},
    register::Register,
    view::{Changes, Group, Item, Told, date_words, day_words, group_words, party_words, told},
};

/// What an export of changes is made from. The changes are those of the register.
pub struct ChangesInput<'a> {
    /// The records.
    pub register: &'a Register,
    /// What changed.
    pub changes: &'a Changes,
    /// The language.
    pub lang: Lang,
}

/// Makes an export of what changed between two days. Reports each change twice: when it is worked
/// out and when it is printed.
///
/// # Errors
/// When it was cancelled, or when a writer failed.
pub fn changes(
    format: Format,
    input: &ChangesInput<'_>,
    progress: &Progress,
) -> Result<Vec<u8>, ExportError> {
    let report = Report::new(input, progress)?;
    match format {
        Format::Markdown => markdown::print(&report, progress),
        Format::Html => html::print(&report, progress),
        Format::Csv => csv::print(&report, progress),
        Format::Json => json::print(&report, progress),
    }
}

/// What changed between two days. Sources are numbered in the order of its fields.
struct Report<'a> {
    lang: Lang,
    register: &'a Register,
    changes: &'a Changes,
    /// The total each side had announced by the first and by the second day.
    announced: [Announced<'a>; 2],
    /// How each group of people moved.
    figures: Vec<Figure<'a>>,
    /// Each change.
    entries: Vec<Entry<'a>>,
    /// The sources cited, by number.
    notes: Vec<Note<'a>>,
}

/// What one side had announced.
struct Announced<'a> {
    /// That it is this side's total, in words.
    label: String,
    /// By the first and by the second day, with the sources.
    totals: [Option<(&'a Total, Vec<Cite>)>; 2],
}

/// How a group of people moved.
struct Figure<'a> {
    group: Group,
    label: String,
    /// How many there were on the first day and on the second.
    counts: [usize; 2],
    joined: Vec<&'a Case>,
    left: Vec<&'a Case>,
}

/// A change with its sources.
struct Entry<'a> {
    item: &'a Item,
    told: Told<'a>,
    cites: Vec<Cite>,
}

impl<'a> Report<'a> {
    fn new(input: &ChangesInput<'a>, progress: &Progress) -> Result<Self, Cancelled> {
        let ChangesInput { register, changes, lang } = *input;
        let mut notes = Notes::new(register);
        let announced = [0, 1].map(|side| {
            let party = party_words(lang, register, &changes.after.pair[side]);
            let totals = [&changes.before, &changes.after].map(|day| {
                let total = day.announced[side].as_deref();
                total.map(|total| (total, notes.cite(&total.sources)))
            });
            let label = lang.with("changes.party_announced", &[("party", &party)]);
            Announced { label, totals }
        });
        let cases = |places: &[usize]| {
            places.iter().filter_map(|at| Some(register.cases().get(*at)?.as_ref())).collect()
        };
        let figures = changes.moves.iter().map(|moved| Figure {
            group: moved.group,
            label: group_words(lang, register, moved.group),
            counts: [moved.before, moved.after],
            joined: cases(&moved.joined),
            left: cases(&moved.left),
        });
        let figures = figures.collect();
        let mut entries = Vec::with_capacity(changes.items.len());
        for (done, item) in changes.items.iter().enumerate() {
            progress.report(done, 2 * changes.items.len())?;
            if let Some(told) = told(lang, register, item) {
                entries.push(Entry { item, cites: notes.cite(told.sources), told });
            }
        }
        let notes = notes.into_cited();
        Ok(Self { lang, register, changes, announced, figures, entries, notes })
    }

    /// The changes, each reported as it is printed.
    fn printed<'s>(
        &'s self,
        progress: &'s Progress,
    ) -> impl Iterator<Item = Result<&'s Entry<'a>, Cancelled>> {
        let len = self.entries.len();
        let report = move |at: usize| progress.report(len + at, 2 * len);
        self.entries.iter().enumerate().map(move |(at, entry)| report(at).map(|()| entry))
    }

    /// "What changed from" the first day "to" the second.
    fn span_words(&self) -> String {
        let [from, to] = [self.changes.from(), self.changes.to()];
        let [from, to] = [from, to].map(|day| day_words(self.lang, day));
        self.lang.with("changes.span", &[("from", &from), ("to", &to)])
    }

    /// "As of" each of the two days.
    fn days_words(&self) -> [String; 2] {
        [self.changes.from(), self.changes.to()]
            .map(|day| self.lang.with("export.as_of", &[("day", &day_words(self.lang, day))]))
    }

    /// How many changes there are, or that there are none.
    fn count_words(&self) -> String {
        match self.entries.len() {
            0 => self.lang.t("changes.nothing").into_owned(),
            n => self.lang.count("changes.count", n),
        }
    }

    /// People by name; empty where there is nobody.
    fn names(&self, people: &[&Case]) -> String {
        self.lang.join(people.iter().map(|case| case.name.shown(self.lang.code())))
    }

    /// A total and the date it was announced, or that there was none.
    fn total_words(&self, total: Option<&Total>) -> String {
        let Some(total) = total else { return self.lang.t("export.announced.none").into_owned() };
        let (count, date) =
            (self.lang.number(total.count as usize), date_words(self.lang, &total.on));
        self.lang.with("export.dated", &[("words", &count), ("date", &date)])
    }
}

impl Entry<'_> {
    /// What was done, with its date where that is more or less than the day it is in force from.
    fn deed_words(&self, lang: Lang) -> String {
        let Told { date, deed, .. } = &self.told;
        if date.as_str() == self.item.day.to_string() {
            return deed.clone();
        }
        lang.with("export.dated", &[("words", deed), ("date", &date_words(lang, date))])
    }
}
