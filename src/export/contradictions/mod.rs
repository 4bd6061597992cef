//! Where a side contradicts itself or the other: a document of its own, and a part of a summary.

pub(crate) mod markdown;
pub(crate) mod html;
mod csv;
pub(crate) mod json;

use crate::{
    Cancelled, Locale, Progress,
    analysis::contradictions::{
        Contradiction, ContradictionKind, Ground, contradictions_as_of as found,
    },
    describe::{
        claims::describe_statement,
        contradictions::{contradiction_kind_label, describe_contradiction, ground_label},
    },
    export::{
        ExportError, ReportFormat, ReportInput, Scope, describe_as_of,
        footnotes::{Footnote, FootnoteRef, Footnotes, format_footnote_refs},
    },
    model::{Case, Claim, Date, Day},
    register::{RecordedVersion, Register},
};

/// Prints the contradictions of the cases asked for. Reports each case once.
///
/// # Errors
/// When it was cancelled, or when a writer failed.
pub fn export_contradictions(
    format: ReportFormat,
    input: &ReportInput<'_>,
    progress: &Progress,
) -> Result<Vec<u8>, ExportError> {
    let document = ContradictionsReport::new(input, progress)?;
    match format {
        ReportFormat::Markdown => Ok(markdown::print(&document)),
        ReportFormat::Html => Ok(html::print(&document)),
        ReportFormat::Csv => csv::print(&document),
        ReportFormat::Json => json::print(&document),
    }
}

/// The contradictions of some cases as of a day.
pub(super) struct ContradictionsReport<'a> {
    /// The language.
    locale: Locale,
    /// The records.
    register: &'a Register,
    /// The day everything holds for.
    as_of: Day,
    /// When the register stood so, where it is an earlier one.
    as_recorded: Option<RecordedVersion>,
    /// What was asked, where the cases are a filtered part.
    filter_text: Option<&'a str>,
    /// How many cases were looked through.
    examined_count: usize,
    /// The cases with contradictions, and these.
    cases: Vec<(&'a Case, Vec<CitedContradiction<'a>>)>,
    /// The sources cited, by number.
    footnotes: Vec<Footnote<'a>>,
}

/// A contradiction with everything that is cited for it.
pub(crate) struct CitedContradiction<'a> {
    /// What its two sides differ in.
    pub kind: ContradictionKind,
    /// The same in a few words.
    pub label: String,
    /// Who said what when.
    pub text: String,
    /// What it stands on.
    pub sides: [ContradictionSide<'a>; 2],
}

/// A claim or a fact that a contradiction stands on.
pub(crate) struct ContradictionSide<'a> {
    /// Whose word it is, and when it was said; for a fact, who published it.
    pub who: String,
    /// The claim, unless it is a fact.
    pub claim: Option<&'a Claim>,
    /// When it was said; what the fact is.
    pub date: String,
    /// What the claim says; empty for a fact.
    pub says: String,
    /// Its sources.
    pub cites: Vec<FootnoteRef>,
}

impl<'a> ContradictionsReport<'a> {
    fn new(input: &ReportInput<'a>, progress: &Progress) -> Result<Self, Cancelled> {
        let ReportInput { register, reconciliation, scope, locale, .. } = *input;
        let as_of = reconciliation.as_of;
        let (places, asked): (Vec<usize>, _) = match scope {
            Scope::Whole => ((0..register.cases().len()).collect(), None),
            Scope::Filtered { rows, filter_text: asked } => {
                (rows.iter().map(|at| *at as usize).collect(), Some(asked))
            }
        };
        let mut notes = Footnotes::new(register);
        let mut cases = Vec::new();
        for (done, at) in places.iter().enumerate() {
            progress.report(done, places.len())?;
            let Some(case) = register.cases().get(*at) else { continue };
            let all = CitedContradiction::of_case(locale, register, case, as_of, &mut notes);
            if !all.is_empty() {
                cases.push((case.as_ref(), all));
            }
        }
        let (looked, notes) = (places.len(), notes.into_footnotes());
        let as_recorded = input.as_recorded;
        Ok(Self {
            locale,
            register,
            as_of,
            as_recorded,
            filter_text: asked,
            examined_count: looked,
            cases,
            footnotes: notes,
        })
    }

    /// The cases with contradictions, and these.
    fn cases(&self) -> impl Iterator<Item = (&Case, &[CitedContradiction<'a>])> {
        self.cases.iter().map(|(case, all)| (*case, all.as_slice()))
    }

    fn describe_as_of(&self) -> String {
        describe_as_of(self.locale, self.as_of, self.as_recorded)
    }

    /// How many there are, of how many people.
    fn describe_count(&self) -> String {
        let n = self.cases.iter().map(|(_, all)| all.len()).sum();
        let people = self.locale.format_number(self.cases.len());
        let count = self.locale.t_plural("contradictions.count", n);
        self.locale
            .t_with("contradictions.count_with_people", &[("count", &count), ("people", &people)])
    }

    /// Which cases were looked through.
    fn describe_scope(&self) -> String {
        let (n, all) =
            (self.locale.format_number(self.examined_count), self.register.cases().len());
        let all = self.locale.format_number(all);
        match self.filter_text {
            None => self.locale.t_with("contradictions.whole_register", &[("all", &all)]),
            Some(asked) => {
                let parts: [(&str, &str); 3] = [("n", &n), ("all", &all), ("filters", asked)];
                self.locale.t_with("contradictions.filtered_cases", &parts)
            }
        }
    }
}

impl<'a> CitedContradiction<'a> {
    /// The contradictions of a case that are there by a day, in order of time.
    pub fn of_case(
        locale: Locale,
        register: &'a Register,
        case: &'a Case,
        as_of: Day,
        notes: &mut Footnotes<'a>,
    ) -> Vec<Self> {
        let found = found(case, as_of).into_iter();
        found.map(|one| Self::new(locale, register, case, &one, notes)).collect()
    }

    fn new(
        locale: Locale,
        register: &'a Register,
        case: &'a Case,
        contradiction: &Contradiction,
        notes: &mut Footnotes<'a>,
    ) -> Self {
        let Contradiction { kind, grounds, .. } = *contradiction;
        let sides = grounds.map(|ground| ContradictionSide {
            who: ground_label(locale, register, case, ground),
            cites: notes.cite(ground.sources(case)),
            ..ContradictionSide::from_ground(locale, case, ground)
        });
        Self {
            kind,
            label: contradiction_kind_label(locale, kind),
            text: describe_contradiction(locale, register, case, contradiction),
            sides,
        }
    }

    /// Everything cited for it.
    pub fn cites(&self) -> impl Iterator<Item = &FootnoteRef> {
        self.sides.iter().flat_map(|side| &side.cites)
    }

    /// The sentence, with references to the notes of both sides.
    pub fn text_with_footnote_refs(&self) -> String {
        let cites: Vec<_> =
            self.sides.iter().map(|side| format_footnote_refs(&side.cites)).collect();
        format!("{} {}", self.text, cites.join(" / ")).trim_end().to_owned()
    }
}

impl<'a> ContradictionSide<'a> {
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
