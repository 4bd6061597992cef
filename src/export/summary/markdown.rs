//! A summary in Markdown: CommonMark with GitHub's tables, laid out to be read as plain text.

use crate::{
    Progress,
    describe::claims::format_date,
    export::{
        ExportError,
        case_section::{CaseSection, CitedClaim},
        contradictions::markdown,
        format::markdown::{MarkdownWriter, escape::escape, with_remark},
        summary::{PartySide, Summary},
    },
};

/// The columns of the counts.
const COUNT_COLUMNS: [&str; 5] = [
    "export.column.party",
    "export.column.counted",
    "export.column.announced",
    "export.column.announced_on",
    "export.column.agreement",
];

/// The columns of the cases, before each side's position.
const CASE_COLUMNS: [&str; 5] = [
    "export.column.name",
    "export.column.abduction_date",
    "export.column.age",
    "export.column.place",
    "export.column.status",
];

/// Prints a summary.
pub(crate) fn print(summary: &Summary<'_>, progress: &Progress) -> Result<Vec<u8>, ExportError> {
    let mut page = SummaryPrinter { summary, writer: MarkdownWriter::new(summary.locale) };
    page.print_head();
    page.print_counts();
    page.print_difference();
    page.print_status();
    page.print_cases(progress)?;
    page.print_claims();
    if summary.with_contradictions {
        page.writer.write_heading("contradictions.title");
        markdown::print_contradictions(&mut page.writer, summary.cases_with_contradictions());
    }
    page.writer.write_sources(&summary.footnotes);
    Ok(page.writer.into_bytes())
}

/// A page in the making.
struct SummaryPrinter<'a> {
    summary: &'a Summary<'a>,
    writer: MarkdownWriter,
}

impl SummaryPrinter<'_> {
    fn print_head(&mut self) {
        let summary = self.summary;
        self.writer.write_line(&format!("# {}", escape(summary.register.title())));
        self.writer.write_paragraph(&format!("**{}**", escape(&summary.describe_as_of())));
        self.writer.write_paragraph(&escape(&summary.describe_scope()));
        let note = summary.locale.pick(summary.register.note());
        if !note.is_empty() {
            self.writer.write_paragraph(&escape(note));
        }
    }

    fn print_counts(&mut self) {
        let Summary { locale, sides, .. } = self.summary;
        self.writer.write_heading("export.counts.title");
        self.writer.write_paragraph(&escape(&locale.t("export.method")));
        self.writer.write_blank_line();
        self.writer.write_table_row(&COUNT_COLUMNS.map(|key| self.writer.text(key)));
        self.writer.write_line("|---|--:|--:|---|---|");
        for side in sides {
            let (count, on) = match &side.announced {
                Some((total, cites)) => (
                    locale.format_number(total.count as usize),
                    self.writer.with_footnote_refs(&format_date(*locale, &total.on), cites),
                ),
                None => (self.writer.text("export.announced_total.none"), String::new()),
            };
            let counted = locale.format_number(side.counted);
            let agreement = escape(&side.describe_agreement(*locale));
            self.writer.write_table_row(&[escape(&side.name), counted, count, on, agreement]);
        }
        self.writer.write_blank_line();
        for side in sides {
            let text = match side.segments.is_empty() {
                true => locale.t("export.difference.nobody").into_owned(),
                false => side.describe_segments(*locale),
            };
            self.writer.write_list_item(&side.name, &escape(&text));
        }
        self.print_remarks(sides);
    }

    /// What the register remarks on the announced totals.
    fn print_remarks(&mut self, sides: &[PartySide<'_>; 2]) {
        for side in sides {
            if let Some((total, _)) = &side.announced
                && !total.note.is_empty()
            {
                let count = self.summary.locale.format_number(total.count as usize);
                self.writer
                    .write_list_item(&format!("{} {count}", side.name), &escape(&total.note));
            }
        }
    }

    fn print_difference(&mut self) {
        let Summary { locale, sides, reconciliation, .. } = self.summary;
        self.writer.write_heading("export.difference.title");
        self.writer
            .write_paragraph(&format!("**{}**", escape(&self.summary.describe_difference())));
        self.writer.write_blank_line();
        for side in sides {
            self.writer.write_list_item(
                &side.describe_only_count(*locale),
                &escape(&side.only_names(*locale)),
            );
        }
        let n = locale.format_number(reconciliation.both.len());
        let both = locale.t_with("export.difference.both", &[("n", &n)]);
        self.writer.write_line(&format!("- {}", escape(&both)));
    }

    fn print_status(&mut self) {
        let locale = self.summary.locale;
        self.writer.write_heading("export.status.title");
        self.writer.write_paragraph(&escape(&self.summary.describe_union_count()));
        self.writer.write_blank_line();
        self.writer.write_table_row(&[
            self.writer.text("export.column.status"),
            self.writer.text("export.status.people"),
        ]);
        self.writer.write_line("|---|--:|");
        for (status, n) in self.summary.status_counts() {
            self.writer.write_table_row(&[
                self.writer.text(&format!("status.{}", status.key())),
                locale.format_number(n),
            ]);
        }
    }

    /// The cases in short, one line each.
    fn print_cases(&mut self, progress: &Progress) -> Result<(), ExportError> {
        let Summary { locale, sides, .. } = self.summary;
        self.writer.write_heading("export.cases.title");
        self.writer.write_paragraph(&escape(&self.summary.describe_listed_count()));
        if self.summary.cases.is_empty() {
            return Ok(());
        }
        self.writer.write_blank_line();
        let columns = CASE_COLUMNS.map(|key| self.writer.text(key));
        let parties = sides.each_ref().map(|side| escape(&side.name));
        self.writer.write_table_row(&[&columns[..], &parties].concat());
        self.writer.write_line("|---|---|--:|---|---|---|---|");
        for row in self.summary.cases_with_progress(progress) {
            let row = row?;
            let age = row.case.taken.age.map(|age| age.to_string()).unwrap_or_default();
            self.writer.write_table_row(&[
                escape(&row.name(*locale)),
                escape(&row.abduction_date_label(*locale)),
                age,
                escape(&row.place_label(*locale)),
                escape(&row.describe_status(*locale)),
                escape(&row.position_label(*locale, 0)),
                escape(&row.position_label(*locale, 1)),
            ]);
        }
        Ok(())
    }

    /// The words behind the positions, case by case.
    fn print_claims(&mut self) {
        if self.summary.cases.is_empty() {
            return;
        }
        self.writer.write_heading("export.claims.title");
        for row in &self.summary.cases {
            self.print_claims_of_case(row);
        }
    }

    fn print_claims_of_case(&mut self, row: &CaseSection<'_>) {
        let Summary { locale, sides, register, .. } = self.summary;
        let (name, other) = (row.name(*locale), row.other_name(*locale));
        let name = if other.is_empty() {
            name
        } else {
            locale.t_with("export.text_with_date", &[("text", &name), ("date", &other)])
        };
        self.writer.write_blank_line();
        self.writer.write_line(&format!("### {}", escape(&name)));
        self.writer.write_blank_line();
        let facts =
            [row.abduction_date_label(*locale), row.age_label(*locale), row.place_label(*locale)];
        let facts = locale.join_list(facts.iter().filter(|fact| !fact.is_empty()));
        self.writer.write_list_item(
            &locale.t("export.column.abduction_date"),
            &self.writer.with_footnote_refs(&facts, &row.facts),
        );
        let incident = row.incident_label(*locale, register);
        if !incident.is_empty() {
            self.writer.write_list_item(&locale.t("export.column.incident"), &escape(&incident));
        }
        for (variant, cites) in &row.variants {
            let (label, value) = row.describe_variant(*locale, variant);
            let value = self.writer.with_footnote_refs(&value, cites);
            self.writer.write_list_item(&label, &with_remark(value, &variant.note));
        }
        let cites = row.returned.as_ref().map(|(_, cites)| cites.as_slice()).unwrap_or_default();
        let status = self.writer.with_footnote_refs(&row.describe_status(*locale), cites);
        self.writer.write_list_item(&locale.t("export.column.status"), &status);
        for (side, said) in sides.iter().zip(&row.positions) {
            match said {
                Some(said) => self.print_claim(said),
                None => self.writer.write_list_item(
                    &side.name,
                    &escape(&locale.t("export.claims.no_official_claim")),
                ),
            }
        }
        for said in &row.other_claims {
            self.print_claim(said);
        }
        if !row.case.note.is_empty() {
            self.writer.write_list_item(&locale.t("export.claims.note"), &escape(&row.case.note));
        }
    }

    fn print_claim(&mut self, said: &CitedClaim<'_>) {
        let Summary { locale, register, .. } = self.summary;
        let text = self.writer.with_footnote_refs(&said.describe(*locale), &said.cites);
        self.writer.write_list_item(
            &said.party_label(*locale, register),
            &with_remark(text, &said.claim.note),
        );
    }
}
