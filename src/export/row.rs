//! One case of a summary.

use super::{
    contradictions::Contradicts,
    notes::{Cite, Notes},
};
use crate::{
    lang::Lang,
    model::{Case, Claim, Date, Day, Fact, PartyId, Says, Variant},
    register::Register,
    view::{
        Standing, Status, date_words, in_force, incident_words, party_words, position, says_words,
    },
};

/// A case as of a day, with everything that is cited for it.
pub(super) struct Row<'a> {
    /// The records of the case.
    pub case: &'a Case,
    /// Its status and both sides' positions, each in one word.
    pub standing: Standing,
    /// The sources of the plain facts.
    pub facts: Vec<Cite>,
    /// The return, if it was by then.
    pub returned: Option<(&'a Date, Vec<Cite>)>,
    /// Other values for plain facts.
    pub variants: Vec<(&'a Variant, Vec<Cite>)>,
    /// The claim behind each side's position; none where a side has said nothing official.
    pub positions: [Option<Said<'a>>; 2],
    /// What else was said by then and leaves both positions as they are: disputes, reported
    /// claims, the positions of other parties; in order of time.
    pub further: Vec<Said<'a>>,
    /// Where a side contradicts itself or the other, if that is wanted.
    pub contradictions: Vec<Contradicts<'a>>,
}

/// A claim with its sources.
pub(super) struct Said<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// Its sources.
    pub cites: Vec<Cite>,
}

impl<'a> Row<'a> {
    /// Works a case out as of a day, between two parties.
    pub fn new(
        case: &'a Case,
        standing: Standing,
        pair: [&PartyId; 2],
        as_of: Day,
        notes: &mut Notes<'a>,
    ) -> Self {
        let facts = notes.cite(&case.sources);
        let back = case.returned.as_ref().filter(|_| standing.status == Status::Returned);
        let returned = back.map(|returned| (&returned.on, notes.cite(&returned.sources)));
        let variants =
            case.variants.iter().map(|variant| (variant, notes.cite(&variant.sources))).collect();
        let mut said = |claim: &'a Claim| Said { claim, cites: notes.cite(&claim.sources) };
        let positions = pair.map(|party| position(case, party, as_of).map(&mut said));
        let mut further: Vec<_> = case
            .claims
            .iter()
            .filter(|claim| in_force(claim, as_of) && is_further(case, claim, pair, as_of))
            .collect();
        further.sort_by_key(|claim| claim.on.latest());
        let further = further.into_iter().map(said).collect();
        let contradictions = Vec::new();
        Self { case, standing, facts, returned, variants, positions, further, contradictions }
    }

    /// The name that a reader of the language looks for first.
    pub fn name(&self, lang: Lang) -> String {
        self.case.name.shown(lang.code())
    }

    /// The name in the other script; empty where there is none.
    pub fn other_name(&self, lang: Lang) -> String {
        other_name(self.case, lang)
    }

    /// The date of the taking in words; empty where it is not known.
    pub fn taken_words(&self, lang: Lang) -> String {
        self.case.taken.on.as_ref().map(|on| date_words(lang, on)).unwrap_or_default()
    }

    /// The age when taken in words; empty where it is not known.
    pub fn age_words(&self, lang: Lang) -> String {
        let age = self.case.taken.age.map(|age| age.to_string());
        age.map(|age| lang.with("export.aged", &[("age", &age)])).unwrap_or_default()
    }

    /// The place and the region it lies in.
    pub fn place_words(&self, lang: Lang) -> String {
        let taken = &self.case.taken;
        lang.join([&taken.place, &taken.prefecture].into_iter().filter(|part| !part.is_empty()))
    }

    /// The incident; empty where there is none.
    pub fn incident_words(&self, lang: Lang, register: &Register) -> String {
        let number = self.case.taken.incident;
        number.map(|number| incident_words(lang, register, number)).unwrap_or_default()
    }

    /// The status, with the day of the return.
    pub fn status_words(&self, lang: Lang) -> String {
        let status = lang.t(&format!("status.{}", self.standing.status.key()));
        match &self.returned {
            Some((on, _)) => {
                lang.with("export.dated", &[("words", &status), ("date", &date_words(lang, on))])
            }
            None => status.into_owned(),
        }
    }

    /// That another source gives a value for a plain fact, and the value.
    pub fn variant_words(&self, lang: Lang, variant: &Variant) -> (String, String) {
        let fact = match variant.field {
            Fact::Name => "export.fact.name",
            Fact::Reading => "export.fact.reading",
            Fact::Born => "export.fact.born",
            Fact::Taken => "export.fact.taken",
            Fact::Age => "export.fact.age",
            Fact::Place => "export.fact.place",
            Fact::Returned => "export.fact.returned",
        };
        let fact = lang.t(fact);
        let value = match variant.value.parse::<Date>() {
            Ok(date) if matches!(variant.field, Fact::Born | Fact::Taken | Fact::Returned) => {
                date_words(lang, &date)
            }
            _ => variant.value.clone(),
        };
        (lang.with("export.claims.also", &[("fact", &fact)]), value)
    }

    /// The position of one side in one word.
    pub fn account_words(&self, lang: Lang, side: usize) -> String {
        lang.t(&format!("account.{}", self.standing.accounts[side].key())).into_owned()
    }
}

impl Said<'_> {
    /// What was said and when.
    pub fn words(&self, lang: Lang) -> String {
        let says = says_words(lang, &self.claim.says);
        let date = date_words(lang, &self.claim.on);
        lang.with("export.said", &[("words", &says), ("date", &date)])
    }

    /// Who said it; and, where so, that it is only reported.
    pub fn by_words(&self, lang: Lang, register: &Register) -> String {
        let party = party_words(lang, register, &self.claim.by);
        let key = if self.claim.reported { "export.reported" } else { "export.official" };
        lang.with(key, &[("party", &party)])
    }

    /// Its part in a JSON summary: `position`, `dispute` or `reported`.
    pub fn role(&self) -> &'static str {
        match &self.claim.says {
            _ if self.claim.reported => "reported",
            Says::Disputes(_) => "dispute",
            _ => "position",
        }
    }
}

/// The name of a person in the other script; empty where there is none.
pub(super) fn other_name(case: &Case, lang: Lang) -> String {
    let (latin, native) = (case.name.latin(), &case.name.native);
    match case.name.shown(lang.code()) {
        shown if shown != latin => latin,
        shown if shown != *native => native.clone(),
        _ => String::new(),
    }
}

/// Whether a claim that is in force is shown beside the positions of the two compared parties.
fn is_further(case: &Case, claim: &Claim, pair: [&PartyId; 2], as_of: Day) -> bool {
    let is_dispute = matches!(claim.says, Says::Disputes(_));
    let is_third_position = || {
        !pair.contains(&&claim.by)
            && position(case, &claim.by, as_of).is_some_and(|other| std::ptr::eq(other, claim))
    };
    claim.reported || is_dispute || is_third_position()
}
