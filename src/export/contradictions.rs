//! Where a side contradicts itself or the other: a document of its own, and a part of a summary.

pub(super) mod markdown;
pub(super) mod html;
mod csv;
pub(super) mod json;

use super::{
    ExportError, Format, Input, Scope, as_of_words,
    notes::{Cite, Note, Notes, cite_words},
};
use crate::{
    lang::Lang,
    model::{Case, Claim, Date, Day},
    progress::{Cancelled, Progress},
    register::{Recorded, Register},
    view::{
        Contradiction, Ground, Kind, contradiction_kind_words, contradiction_words,
        contradictions as found, ground_words, says_words,
    },
};

/// Prints the contradictions of the cases asked for. Reports each case once.
///
/// # Errors
/// When it was cancelled, or when a writer failed.
pub fn contradictions(
    format: Format,
    input: &Input<'_>,
    progress: &Progress,
) -> Result<Vec<u8>, ExportError> {
    let document = Document::new(input, progress)?;
    match format {
        Format::Markdown => Ok(markdown::print(&document)),
        Format::Html => Ok(html::print(&document)),
        Format::Csv => csv::print(&document),
        Format::Json => json::print(&document),
    }
}

/// The contradictions of some cases as of a day.
pub(super) struct Document<'a> {
    /// The language.
    lang: Lang,
    /// The records.
    register: &'a Register,
    /// The day everything holds for.
    as_of: Day,
    /// When the register stood so, where it is an earlier one.
    as_recorded: Option<Recorded>,
    /// What was asked, where the cases are a filtered part.
    asked: Option<&'a str>,
    /// How many cases were looked through.
    looked: usize,
    /// The cases with contradictions, and these.
    cases: Vec<(&'a Case, Vec<Contradicts<'a>>)>,
    /// The sources cited, by number.
    notes: Vec<Note<'a>>,
}

/// A contradiction with everything that is cited for it.
pub(super) struct Contradicts<'a> {
    /// What its two sides differ in.
    pub kind: Kind,
    /// The same in a few words.
    pub label: String,
    /// Who said what when.
    pub words: String,
    /// What it stands on.
    pub sides: [Stands<'a>; 2],
}

/// A claim or a fact that a contradiction stands on.
pub(super) struct Stands<'a> {
    /// Whose word it is, and when it was said; for a fact, who published it.
    pub who: String,
    /// The claim, unless it is a fact.
    pub claim: Option<&'a Claim>,
    /// When it was said; what the fact is.
    pub date: String,
    /// What the claim says; empty for a fact.
    pub says: String,
    /// Its sources.
    pub cites: Vec<Cite>,
}

impl<'a> Document<'a> {
    fn new(input: &Input<'a>, progress: &Progress) -> Result<Self, Cancelled> {
        let Input { register, reconciliation, scope, lang, .. } = *input;
        let as_of = reconciliation.as_of;
        let (places, asked): (Vec<usize>, _) = match scope {
            Scope::Whole => ((0..register.cases().len()).collect(), None),
            Scope::Filtered { rows, asked } => {
                (rows.iter().map(|at| *at as usize).collect(), Some(asked))
            }
        };
        let mut notes = Notes::new(register);
        let mut cases = Vec::new();
        for (done, at) in places.iter().enumerate() {
            progress.report(done, places.len())?;
            let Some(case) = register.cases().get(*at) else { continue };
            let all = Contradicts::all(lang, register, case, as_of, &mut notes);
            if !all.is_empty() {
                cases.push((case.as_ref(), all));
            }
        }
        let (looked, notes) = (places.len(), notes.into_cited());
        let as_recorded = input.as_recorded;
        Ok(Self { lang, register, as_of, as_recorded, asked, looked, cases, notes })
    }

    /// The cases with contradictions, and these.
    fn cases(&self) -> impl Iterator<Item = (&Case, &[Contradicts<'a>])> {
        self.cases.iter().map(|(case, all)| (*case, all.as_slice()))
    }

    fn as_of_words(&self) -> String {
        as_of_words(self.lang, self.as_of, self.as_recorded)
    }

    /// How many there are, of how many people.
    fn count_words(&self) -> String {
        let n = self.cases.iter().map(|(_, all)| all.len()).sum();
        let people = self.lang.number(self.cases.len());
        let count = self.lang.count("contradictions.count", n);
        self.lang.with("contradictions.of_people", &[("count", &count), ("people", &people)])
    }

    /// Which cases were looked through.
    fn scope_words(&self) -> String {
        let (n, all) = (self.lang.number(self.looked), self.register.cases().len());
        let all = self.lang.number(all);
        match self.asked {
            None => self.lang.with("contradictions.whole", &[("all", &all)]),
            Some(asked) => {
                let parts: [(&str, &str); 3] = [("n", &n), ("all", &all), ("asked", asked)];
                self.lang.with("contradictions.filtered", &parts)
            }
        }
    }
}

impl<'a> Contradicts<'a> {
    /// The contradictions of a case that are there by a day, in order of time.
    pub fn all(
        lang: Lang,
        register: &'a Register,
        case: &'a Case,
        as_of: Day,
        notes: &mut Notes<'a>,
    ) -> Vec<Self> {
        let found = found(case, as_of).into_iter();
        found.map(|one| Self::new(lang, register, case, &one, notes)).collect()
    }

    fn new(
        lang: Lang,
        register: &'a Register,
        case: &'a Case,
        contradiction: &Contradiction,
        notes: &mut Notes<'a>,
    ) -> Self {
        let Contradiction { kind, grounds, .. } = *contradiction;
        let sides = grounds.map(|ground| Stands {
            who: ground_words(lang, register, case, ground),
            cites: notes.cite(ground.sources(case)),
            ..Stands::of(lang, case, ground)
        });
        Self {
            kind,
            label: contradiction_kind_words(lang, kind),
            words: contradiction_words(lang, register, case, contradiction),
            sides,
        }
    }

    /// Everything cited for it.
    pub fn cites(&self) -> impl Iterator<Item = &Cite> {
        self.sides.iter().flat_map(|side| &side.cites)
    }

    /// The sentence, with references to the notes of both sides.
    pub fn cited_words(&self) -> String {
        let cites: Vec<_> = self.sides.iter().map(|side| cite_words(&side.cites)).collect();
        format!("{} {}", self.words, cites.join(" / ")).trim_end().to_owned()
    }
}

impl<'a> Stands<'a> {
    fn of(lang: Lang, case: &'a Case, ground: Ground) -> Self {
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
        let says = claim.map(|claim| says_words(lang, &claim.says)).unwrap_or_default();
        Self { who: String::new(), claim, date: date.unwrap_or_default(), says, cites: Vec::new() }
    }
}
