//! A summary in Markdown: CommonMark with GitHub's tables, laid out to be read as plain text.

mod escape;

use super::{
    ExportError,
    notes::{Cite, Note, cite_words, is_link, published_words},
    row::{Row, Said},
    summary::{Side, Summary},
};
use crate::{
    progress::Progress,
    view::{date_words, kind_words},
};
use escape::{begun, escape};

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
    let mut page = Page { summary, out: String::new() };
    page.head();
    page.counts();
    page.difference();
    page.status();
    page.cases(progress)?;
    page.claims();
    page.sources();
    Ok(page.out.into_bytes())
}

/// A page in the making.
struct Page<'a> {
    summary: &'a Summary<'a>,
    out: String,
}

impl Page<'_> {
    fn head(&mut self) {
        let summary = self.summary;
        self.line(&format!("# {}", escape(summary.register.title())));
        self.paragraph(&format!("**{}**", escape(&summary.as_of_words())));
        self.paragraph(&escape(&summary.scope_words()));
        let note = summary.lang.pick(summary.register.note());
        if !note.is_empty() {
            self.paragraph(&escape(note));
        }
    }

    fn counts(&mut self) {
        let Summary { lang, sides, .. } = self.summary;
        self.heading("export.counts.title");
        self.paragraph(&escape(&lang.t("export.method")));
        self.out.push('\n');
        self.row(&COUNTS.map(|key| self.t(key)));
        self.line("|---|--:|--:|---|---|");
        for side in sides {
            let (count, on) = match &side.announced {
                Some((total, cites)) => (
                    lang.number(total.count as usize),
                    self.cited(&date_words(*lang, &total.on), cites),
                ),
                None => (self.t("export.announced.none"), String::new()),
            };
            let counted = lang.number(side.counted);
            let agreement = escape(&side.agreement_words(*lang));
            self.row(&[escape(&side.name), counted, count, on, agreement]);
        }
        self.out.push('\n');
        for side in sides {
            let words = match side.segments.is_empty() {
                true => lang.t("export.difference.nobody").into_owned(),
                false => side.segments_words(*lang),
            };
            self.item(&side.name, &escape(&words));
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
                self.item(&format!("{} {count}", side.name), &escape(&total.note));
            }
        }
    }

    fn difference(&mut self) {
        let Summary { lang, sides, reconciliation, .. } = self.summary;
        self.heading("export.difference.title");
        self.paragraph(&format!("**{}**", escape(&self.summary.difference_words())));
        self.out.push('\n');
        for side in sides {
            self.item(&side.only_words(*lang), &escape(&side.only_names(*lang)));
        }
        let n = lang.number(reconciliation.both.len());
        let both = lang.with("export.difference.both", &[("n", &n)]);
        self.line(&format!("- {}", escape(&both)));
    }

    fn status(&mut self) {
        let lang = self.summary.lang;
        self.heading("export.status.title");
        self.paragraph(&escape(&self.summary.union_words()));
        self.out.push('\n');
        self.row(&[self.t("export.column.status"), self.t("export.status.people")]);
        self.line("|---|--:|");
        for (status, n) in self.summary.status() {
            self.row(&[self.t(&format!("status.{}", status.key())), lang.number(n)]);
        }
    }

    /// The cases in short, one line each.
    fn cases(&mut self, progress: &Progress) -> Result<(), ExportError> {
        let Summary { lang, sides, .. } = self.summary;
        self.heading("export.cases.title");
        self.paragraph(&escape(&self.summary.listed_words()));
        if self.summary.rows.is_empty() {
            return Ok(());
        }
        self.out.push('\n');
        let columns = CASES.map(|key| self.t(key));
        let parties = sides.each_ref().map(|side| escape(&side.name));
        self.row(&[&columns[..], &parties].concat());
        self.line("|---|---|--:|---|---|---|---|");
        for row in self.summary.printed(progress) {
            let row = row?;
            let age = row.case.taken.age.map(|age| age.to_string()).unwrap_or_default();
            self.row(&[
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
        self.heading("export.claims.title");
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
        self.out.push('\n');
        self.line(&format!("### {}", escape(&name)));
        self.out.push('\n');
        let facts = [row.taken_words(*lang), row.age_words(*lang), row.place_words(*lang)];
        let facts = lang.join(facts.iter().filter(|fact| !fact.is_empty()));
        self.item(&lang.t("export.column.taken"), &self.cited(&facts, &row.facts));
        let incident = row.incident_words(*lang, register);
        if !incident.is_empty() {
            self.item(&lang.t("export.column.incident"), &escape(&incident));
        }
        for (variant, cites) in &row.variants {
            let (label, value) = row.variant_words(*lang, variant);
            let value = self.cited(&value, cites);
            self.item(&label, &remarked(value, &variant.note));
        }
        let cites = row.returned.as_ref().map(|(_, cites)| cites.as_slice()).unwrap_or_default();
        let status = self.cited(&row.status_words(*lang), cites);
        self.item(&lang.t("export.column.status"), &status);
        for (side, said) in sides.iter().zip(&row.positions) {
            match said {
                Some(said) => self.said(said),
                None => self.item(&side.name, &escape(&lang.t("export.claims.nothing"))),
            }
        }
        for said in &row.further {
            self.said(said);
        }
        if !row.case.note.is_empty() {
            self.item(&lang.t("export.claims.note"), &escape(&row.case.note));
        }
    }

    fn said(&mut self, said: &Said<'_>) {
        let Summary { lang, register, .. } = self.summary;
        let words = self.cited(&said.words(*lang), &said.cites);
        self.item(&said.by_words(*lang, register), &remarked(words, &said.claim.note));
    }

    fn sources(&mut self) {
        let summary = self.summary;
        self.heading("export.sources.title");
        self.out.push('\n');
        for (number, note) in (1..).zip(&summary.notes) {
            self.line(&format!("- [{number}] {}", self.note(note)));
        }
        if summary.notes.is_empty() {
            self.line(&escape(&summary.lang.t("export.sources.none")));
        }
    }

    fn note(&self, note: &Note<'_>) -> String {
        let lang = self.summary.lang;
        let Some(source) = note.source else { return escape(&note.missing(lang)) };
        let address = &source.address;
        let parts = [
            format!("**{}**", escape(&kind_words(lang, source.kind))),
            escape(&source.publisher),
            escape(&source.title),
            escape(&published_words(lang, source)),
            if is_link(address) { format!("<{address}>") } else { escape(address) },
            escape(&source.note),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    fn t(&self, key: &str) -> String {
        escape(&self.summary.lang.t(key))
    }

    fn cited(&self, words: &str, cites: &[Cite]) -> String {
        format!("{} {}", escape(words), cite_words(cites)).trim().to_owned()
    }

    fn heading(&mut self, key: &str) {
        let heading = format!("\n## {}", self.t(key));
        self.line(&heading);
    }

    fn paragraph(&mut self, text: &str) {
        self.out.push('\n');
        self.line(&begun(text));
    }

    fn item(&mut self, label: &str, text: &str) {
        let label = format!("**{}**", escape(label));
        let words = self.summary.lang.with("export.cell", &[("label", &label), ("words", text)]);
        self.line(&format!("- {words}"));
    }

    fn row(&mut self, cells: &[String]) {
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text);
        self.out.push('\n');
    }
}

/// Words already escaped, with a remark after them.
fn remarked(words: String, remark: &str) -> String {
    if remark.is_empty() { words } else { format!("{words} — {}", escape(remark)) }
}
