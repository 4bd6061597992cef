//! A summary in Markdown: CommonMark with GitHub's tables, laid out to be read as plain text.

mod escape;
mod page;

pub(super) use escape::escape;
pub(super) use page::{Page, remarked};

use super::{
    ExportError,
    row::{Row, Said},
    summary::{Side, Summary},
};
use crate::{progress::Progress, view::date_words};

/// The columns of the counts.
const COUNTS: [&str; 5] = [
    "export.column.party",
    "export.column.counted",
    "export.column.announced",
    "export.column.announced_on",
    "export.column.agreement",
];

/// The columns of the cases, before each side's position.
const CASES: [&str; 5] = [
    "export.column.name",
    "export.column.taken",
    "export.column.age",
    "export.column.place",
    "export.column.status",
];

/// Prints a summary.
pub(super) fn print(summary: &Summary<'_>, progress: &Progress) -> Result<Vec<u8>, ExportError> {
    let mut printer = Printer { summary, page: Page::new(summary.lang) };
    printer.head();
    printer.counts();
    printer.difference();
    printer.status();
    printer.cases(progress)?;
    printer.claims();
    printer.page.sources(&summary.notes);
    Ok(printer.page.into_bytes())
}

/// A summary with the page it is printed on.
struct Printer<'a> {
    summary: &'a Summary<'a>,
    page: Page,
}

impl Printer<'_> {
    fn head(&mut self) {
        let summary = self.summary;
        self.page.line(&format!("# {}", escape(summary.register.title())));
        self.page.paragraph(&format!("**{}**", escape(&summary.as_of_words())));
        self.page.paragraph(&escape(&summary.scope_words()));
        let note = summary.lang.pick(summary.register.note());
        if !note.is_empty() {
            self.page.paragraph(&escape(note));
        }
    }

    fn counts(&mut self) {
        let Summary { lang, sides, .. } = self.summary;
        self.page.heading("export.counts.title");
        self.page.paragraph(&escape(&lang.t("export.method")));
        self.page.gap();
        self.page.row(&COUNTS.map(|key| self.page.t(key)));
        self.page.line("|---|--:|--:|---|---|");
        for side in sides {
            let (count, on) = match &side.announced {
                Some((total, cites)) => (
                    lang.number(total.count as usize),
                    self.page.cited(&date_words(*lang, &total.on), cites),
                ),
                None => (self.page.t("export.announced.none"), String::new()),
            };
            let counted = lang.number(side.counted);
            let agreement = escape(&side.agreement_words(*lang));
            self.page.row(&[escape(&side.name), counted, count, on, agreement]);
        }
        self.page.gap();
        for side in sides {
            let words = match side.segments.is_empty() {
                true => lang.t("export.difference.nobody").into_owned(),
                false => side.segments_words(*lang),
            };
            self.page.item(&side.name, &escape(&words));
        }
        self.remarks(sides);
    }

    /// What the register remarks on the announced totals.
    fn remarks(&mut self, sides: &[Side<'_>; 2]) {
        for side in sides {
            if let Some((total, _)) = &side.announced
                && !total.note.is_empty()
            {
                let count = self.summary.lang.number(total.count as usize);
                self.page.item(&format!("{} {count}", side.name), &escape(&total.note));
            }
        }
    }

    fn difference(&mut self) {
        let Summary { lang, sides, reconciliation, .. } = self.summary;
        self.page.heading("export.difference.title");
        self.page.paragraph(&format!("**{}**", escape(&self.summary.difference_words())));
        self.page.gap();
        for side in sides {
            self.page.item(&side.only_words(*lang), &escape(&side.only_names(*lang)));
        }
        let n = lang.number(reconciliation.both.len());
        let both = lang.with("export.difference.both", &[("n", &n)]);
        self.page.line(&format!("- {}", escape(&both)));
    }

    fn status(&mut self) {
        let lang = self.summary.lang;
        self.page.heading("export.status.title");
        self.page.paragraph(&escape(&self.summary.union_words()));
        self.page.gap();
        self.page.row(&[self.page.t("export.column.status"), self.page.t("export.status.people")]);
        self.page.line("|---|--:|");
        for (status, n) in self.summary.status() {
            self.page.row(&[self.page.t(&format!("status.{}", status.key())), lang.number(n)]);
        }
    }

    /// The cases in short, one line each.
    fn cases(&mut self, progress: &Progress) -> Result<(), ExportError> {
        let Summary { lang, sides, .. } = self.summary;
        self.page.heading("export.cases.title");
        self.page.paragraph(&escape(&self.summary.listed_words()));
        if self.summary.rows.is_empty() {
            return Ok(());
        }
        self.page.gap();
        let columns = CASES.map(|key| self.page.t(key));
        let parties = sides.each_ref().map(|side| escape(&side.name));
        self.page.row(&[&columns[..], &parties].concat());
        self.page.line("|---|---|--:|---|---|---|---|");
        for row in self.summary.printed(progress) {
            let row = row?;
            let age = row.case.taken.age.map(|age| age.to_string()).unwrap_or_default();
            self.page.row(&[
                escape(&row.name(*lang)),
                escape(&row.taken_words(*lang)),
                age,
                escape(&row.place_words(*lang)),
                escape(&row.status_words(*lang)),
                escape(&row.account_words(*lang, 0)),
                escape(&row.account_words(*lang, 1)),
            ]);
        }
        Ok(())
    }

    /// The words behind the positions, case by case.
    fn claims(&mut self) {
        if self.summary.rows.is_empty() {
            return;
        }
        self.page.heading("export.claims.title");
        for row in &self.summary.rows {
            self.claims_of(row);
        }
    }

    fn claims_of(&mut self, row: &Row<'_>) {
        let Summary { lang, sides, register, .. } = self.summary;
        let (name, other) = (row.name(*lang), row.other_name(*lang));
        let name = if other.is_empty() {
            name
        } else {
            lang.with("export.dated", &[("words", &name), ("date", &other)])
        };
        self.page.gap();
        self.page.line(&format!("### {}", escape(&name)));
        self.page.gap();
        let facts = [row.taken_words(*lang), row.age_words(*lang), row.place_words(*lang)];
        let facts = lang.join(facts.iter().filter(|fact| !fact.is_empty()));
        self.page.item(&lang.t("export.column.taken"), &self.page.cited(&facts, &row.facts));
        let incident = row.incident_words(*lang, register);
        if !incident.is_empty() {
            self.page.item(&lang.t("export.column.incident"), &escape(&incident));
        }
        for (variant, cites) in &row.variants {
            let (label, value) = row.variant_words(*lang, variant);
            let value = self.page.cited(&value, cites);
            self.page.item(&label, &remarked(value, &variant.note));
        }
        let cites = row.returned.as_ref().map(|(_, cites)| cites.as_slice()).unwrap_or_default();
        let status = self.page.cited(&row.status_words(*lang), cites);
        self.page.item(&lang.t("export.column.status"), &status);
        for (side, said) in sides.iter().zip(&row.positions) {
            match said {
                Some(said) => self.said(said),
                None => self.page.item(&side.name, &escape(&lang.t("export.claims.nothing"))),
            }
        }
        for said in &row.further {
            self.said(said);
        }
        if !row.case.note.is_empty() {
            self.page.item(&lang.t("export.claims.note"), &escape(&row.case.note));
        }
    }

    fn said(&mut self, said: &Said<'_>) {
        let Summary { lang, register, .. } = self.summary;
        let words = self.page.cited(&said.words(*lang), &said.cites);
        self.page.item(&said.by_words(*lang, register), &remarked(words, &said.claim.note));
    }
}
