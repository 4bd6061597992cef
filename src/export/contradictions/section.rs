//! Contradictions with their sources, and the section that lists them in a document.

use crate::{
    Cancelled, Locale, Progress,
    analysis::contradictions::{
        Contradiction, ContradictionKind, Ground, find::contradictions_as_of,
    },
    describe::{
        claims::describe_statement,
        contradictions::{contradiction_kind_label, describe_contradiction, ground_label},
    },
    export::{
        case_section::{name_with_other_script, other_name},
        document::{
            Block, Cell, CellRole, Entry, Inline, Item, Medium, Row, Rows, Section, Table,
            TableColumn,
        },
        footnotes::{FootnoteRef, FootnoteReferences, Footnotes, format_footnote_refs},
        report_input::ReportInput,
    },
    model::{Case, Claim, Date},
    register::Register,
};

const COLUMNS: [&str; 4] =
    ["export.column.name", "contradictions.kind", "contradictions.first", "contradictions.second"];

/// The contradictions of the cases in a scope, which are described while they are written.
pub(in crate::export) struct ContradictionList<'a> {
    input: &'a ReportInput<'a>,
    /// The number of contradictions.
    pub count: usize,
    /// The number of cases that have any.
    pub case_count: usize,
    /// The number of sources that are numbered before those of the contradictions.
    footnotes_before: usize,
}

/// A contradiction with its sources.
pub(in crate::export) struct CitedContradiction<'a> {
    /// The kind of the contradiction.
    pub kind: ContradictionKind,
    /// The name of the kind.
    pub label: String,
    /// The sentence: who said what when.
    pub text: String,
    /// The two sides.
    pub sides: [ContradictionSide<'a>; 2],
}

/// A claim or a fact that contradicts another.
pub(in crate::export) struct ContradictionSide<'a> {
    /// The party and the day of a claim; for a fact, its publisher.
    pub who: String,
    /// The claim; none for a fact.
    pub claim: Option<&'a Claim>,
    /// The date of the claim, or the value of the fact, as the register writes it.
    pub date: String,
    /// The statement of the claim; empty for a fact.
    pub says: String,
    /// The sources.
    pub cites: Vec<FootnoteRef>,
}

impl<'a> ContradictionList<'a> {
    /// Counts the contradictions of the cases in the scope and numbers their sources. Calls
    /// `report` with the number of cases done before each case.
    ///
    /// # Errors
    /// When `report` says that the export is cancelled.
    pub fn new(
        input: &'a ReportInput<'a>,
        footnotes: &mut Footnotes<'a>,
        report: impl Fn(usize) -> Result<(), Cancelled>,
    ) -> Result<Self, Cancelled> {
        let footnotes_before = footnotes.len();
        let (mut count, mut case_count) = (0, 0);
        for (done, (case, _)) in input.cases().enumerate() {
            report(done)?;
            let found = contradictions_as_of(case, input.reconciliation.as_of);
            for ground in found.iter().flat_map(|contradiction| contradiction.grounds) {
                footnotes.number(ground.sources(case));
            }
            count += found.len();
            case_count += usize::from(!found.is_empty());
        }
        Ok(Self { input, count, case_count, footnotes_before })
    }

    /// Returns references to the sources of the contradictions, in their order.
    pub fn references<'f>(&self, footnotes: &'f Footnotes<'a>) -> FootnoteReferences<'f, 'a> {
        footnotes.references_after(self.footnotes_before)
    }

    /// Returns the cases with contradictions, each with all of them. Cancelling the progress ends
    /// them with an error.
    pub fn cases<'s>(
        &'s self,
        footnotes: &'s Footnotes<'a>,
        progress: &'s Progress,
    ) -> impl Iterator<Item = Result<(&'a Case, Vec<CitedContradiction<'a>>), Cancelled>> + use<'s, 'a>
    {
        let mut references = self.references(footnotes);
        self.input.cases().filter_map(move |(case, _)| {
            if progress.is_cancelled() {
                return Some(Err(Cancelled));
            }
            let found = CitedContradiction::of_case(self.input, case, &mut references);
            (!found.is_empty()).then_some(Ok((case, found)))
        })
    }

    /// Builds the section: a table on a page, and items under their persons in plain text.
    pub fn to_section<'s>(
        &'s self,
        footnotes: &'s Footnotes<'a>,
        progress: &'s Progress,
        caption: String,
    ) -> Section<'s> {
        let locale = self.input.locale;
        let none = locale.t("contradictions.none_in_export").into_owned();
        let table = Table {
            class: "stack cases",
            caption: caption.clone(),
            columns: COLUMNS.map(|key| TableColumn::text(locale.t(key))).into(),
            rows: flatten(self.cases(footnotes, progress), move |case, contradiction| {
                contradiction_row(case, &contradiction, locale)
            }),
            empty_text: none.clone(),
        };
        let mut section =
            Section::new("contradictions", locale.t("contradictions.title").into_owned())
                .with_for(Medium::Page, Block::Table(table))
                .with_for(Medium::PlainText, Block::paragraph(caption));
        if self.count == 0 {
            section = section.with_for(Medium::PlainText, Block::paragraph(none));
        }
        let entries = self.cases(footnotes, progress).map(move |case| {
            let (case, found) = case?;
            let items = found.iter().map(contradiction_item).collect();
            Ok(Entry { heading: Some(name_with_other_script(case, locale)), items })
        });
        section.with_for(Medium::PlainText, Block::Entries(Box::new(entries)))
    }
}

/// Makes a row of each contradiction of each case.
pub(super) fn flatten<'s, 'a: 's, T: 's>(
    cases: impl Iterator<Item = Result<(&'a Case, Vec<CitedContradiction<'a>>), Cancelled>> + 's,
    row: impl Fn(&'a Case, CitedContradiction<'a>) -> T + 's,
) -> Rows<'s, T> {
    Box::new(cases.flat_map(move |case| match case {
        Ok((case, found)) => found.into_iter().map(|one| Ok(row(case, one))).collect::<Vec<_>>(),
        Err(cancelled) => vec![Err(cancelled)],
    }))
}

fn contradiction_row(case: &Case, contradiction: &CitedContradiction<'_>, locale: Locale) -> Row {
    let CitedContradiction { label, text, sides, .. } = contradiction;
    let name = Inline::span("name", case.name.display_name(locale.code()));
    let other = Inline::span("soft", other_name(case, locale));
    let sentence = vec![Inline::span("word", label), Inline::Line(vec![Inline::text(text)])];
    let side = |side: &ContradictionSide<'_>| {
        let who = Inline::Cited(side.who.clone(), side.cites.clone());
        let says = (!side.says.is_empty()).then(|| Inline::span("soft", &side.says));
        Cell::of([Inline::Line(vec![who])].into_iter().chain(says).collect())
    };
    let [first, second] = sides.each_ref().map(side);
    vec![
        Cell { role: CellRole::Header, content: vec![name, other] },
        Cell { role: CellRole::Content("words"), content: sentence },
        first,
        second,
    ]
    .into()
}

fn contradiction_item(contradiction: &CitedContradiction<'_>) -> Item {
    let CitedContradiction { label, text, sides, .. } = contradiction;
    let [first, second] =
        sides.each_ref().map(|side| Inline::Cited(side.who.clone(), side.cites.clone()));
    let sentence = [Inline::text(text), Inline::Separator(" — ")];
    Item::of(label, sentence.into_iter().chain([first, Inline::Separator(" / "), second]).collect())
}

impl<'a> CitedContradiction<'a> {
    /// Finds the contradictions of a case by the day of the report, in order of time.
    pub fn of_case(
        input: &ReportInput<'a>,
        case: &'a Case,
        references: &mut FootnoteReferences<'_, '_>,
    ) -> Vec<Self> {
        let found = contradictions_as_of(case, input.reconciliation.as_of);
        let ReportInput { locale, register, .. } = *input;
        found.iter().map(|one| Self::new(locale, register, case, one, references)).collect()
    }

    fn new(
        locale: Locale,
        register: &Register,
        case: &'a Case,
        contradiction: &Contradiction,
        references: &mut FootnoteReferences<'_, '_>,
    ) -> Self {
        let Contradiction { kind, grounds, .. } = *contradiction;
        let sides = grounds.map(|ground| ContradictionSide {
            who: ground_label(locale, register, case, ground),
            cites: references.cite(ground.sources(case)),
            ..ContradictionSide::from_ground(locale, case, ground)
        });
        Self {
            kind,
            label: contradiction_kind_label(locale, kind),
            text: describe_contradiction(locale, register, case, contradiction),
            sides,
        }
    }

    /// Returns the references of both sides.
    pub fn cites(&self) -> impl Iterator<Item = &FootnoteRef> {
        self.sides.iter().flat_map(|side| &side.cites)
    }

    /// Returns the sentence, with the references of both sides after it.
    pub fn text_with_footnote_refs(&self) -> String {
        let cites = self.sides.each_ref().map(|side| format_footnote_refs(&side.cites));
        format!("{} {}", self.text, cites.join(" / ")).trim_end().to_owned()
    }
}

impl<'a> ContradictionSide<'a> {
    /// Creates a side without its author and sources.
    fn from_ground(locale: Locale, case: &'a Case, ground: Ground) -> Self {
        let date = |date: &Date| date.to_string();
        let (claim, date) = match ground {
            Ground::Claim(at) => {
                let claim = case.claims.get(at as usize);
                (claim, claim.map(|claim| date(&claim.on)))
            }
            Ground::Born => (None, case.born.as_ref().map(date)),
            Ground::Variant(at) => {
                (None, case.variants.get(at as usize).map(|variant| variant.value.clone()))
            }
        };
        let says = claim.map(|claim| describe_statement(locale, &claim.says)).unwrap_or_default();
        Self { who: String::new(), claim, date: date.unwrap_or_default(), says, cites: Vec::new() }
    }
}
