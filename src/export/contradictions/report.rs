//! The contradictions report as a document and as a flat table.

use crate::{
    Cancelled, Progress,
    export::{
        contradictions::section::{ContradictionList, ContradictionSide, flatten},
        document::{Document, FlatTable, Paragraph, ParagraphRole},
        footnotes::Footnotes,
        format::csv::format_sources_cell,
        report_input::{ReportInput, history_paragraph},
    },
};

const COLUMNS: [&str; 15] = [
    "export.column.case",
    "export.column.latin_name",
    "export.column.native_name",
    "contradictions.kind",
    "contradictions.sentence_column",
    "contradictions.first",
    "contradictions.first_on",
    "contradictions.first_sources",
    "contradictions.second",
    "contradictions.second_on",
    "contradictions.second_sources",
    "export.column.as_of",
    "export.column.scope",
    "export.column.register",
    "history.reference.label",
];

/// The contradictions of the cases in a scope as of a day.
pub(super) struct ContradictionsReport<'a> {
    pub input: &'a ReportInput<'a>,
    pub list: ContradictionList<'a>,
    pub footnotes: Footnotes<'a>,
}

impl<'a> ContradictionsReport<'a> {
    /// Counts the contradictions. Reports each case once to the progress.
    ///
    /// # Errors
    /// When the export is cancelled.
    pub fn new(input: &'a ReportInput<'a>, progress: &Progress) -> Result<Self, Cancelled> {
        let mut footnotes = Footnotes::new([input.register]);
        let report = |done| progress.report(done, input.case_count());
        let list = ContradictionList::new(input, &mut footnotes, report)?;
        Ok(Self { input, list, footnotes })
    }

    /// Builds the document.
    pub fn to_document<'s>(&'s self, progress: &'s Progress) -> Document<'s> {
        let locale = self.input.locale;
        let scope = Paragraph::new(ParagraphRole::Scope, self.describe_scope());
        let method = Paragraph::new(ParagraphRole::Remark, locale.t("contradictions.method"));
        Document {
            locale,
            title: self.input.register.title().to_owned(),
            subtitle: self.input.describe_as_of(),
            lead: vec![scope, method, history_paragraph(locale, self.input.history)],
            sections: vec![self.list.to_section(&self.footnotes, progress, self.describe_count())],
            footnotes: self.footnotes.as_slice(),
            style: "",
        }
    }

    /// Builds the flat table: a row for each contradiction.
    pub fn to_flat_table<'s>(&'s self, progress: &'s Progress) -> FlatTable<'s> {
        let ReportInput { locale, register, reconciliation, as_recorded, history, .. } =
            *self.input;
        let recorded = as_recorded.map(|recorded| recorded.day.to_string());
        let further = recorded.as_ref().map(|_| "export.column.as_recorded");
        let columns = COLUMNS.into_iter().chain(further);
        let side = move |ContradictionSide { who, date, cites, .. }: &ContradictionSide<'_>| {
            let sources = format_sources_cell(locale, self.footnotes.as_slice(), cites);
            [who.clone(), date.clone(), sources]
        };
        let of_all = [
            reconciliation.as_of.to_string(),
            self.describe_scope(),
            register.title().to_owned(),
            history.describe(locale),
        ];
        let of_all: Vec<_> = of_all.into_iter().chain(recorded).collect();
        let rows = flatten(self.list.cases(&self.footnotes, progress), move |case, one| {
            let case = [case.id.to_string(), case.name.latin(), case.name.native.clone()];
            let sentence = [one.label.clone(), one.text.clone()];
            let sides = one.sides.iter().flat_map(side);
            case.into_iter().chain(sentence).chain(sides).chain(of_all.iter().cloned()).collect()
        });
        FlatTable { headings: columns.map(|key| locale.t(key).into_owned()).collect(), rows }
    }

    /// Describes how many contradictions there are, of how many people.
    fn describe_count(&self) -> String {
        let locale = self.input.locale;
        let people = locale.format_number(self.list.case_count);
        let count = locale.t_plural("contradictions.count", self.list.count);
        let values: [(&str, &str); 2] = [("count", &count), ("people", &people)];
        locale.t_with("contradictions.count_with_people", &values)
    }

    /// Describes which cases were examined.
    fn describe_scope(&self) -> String {
        let locale = self.input.locale;
        let n = locale.format_number(self.input.case_count());
        let all = locale.format_number(self.input.register.cases().len());
        let Some(filters) = self.input.filter_text() else {
            return locale.t_with("contradictions.whole_register", &[("all", &all)]);
        };
        let values: [(&str, &str); 3] = [("n", &n), ("all", &all), ("filters", filters)];
        locale.t_with("contradictions.filtered_cases", &values)
    }
}
