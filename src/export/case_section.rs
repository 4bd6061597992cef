//! One case of a summary.

use crate::{
    Locale,
    analysis::position::{CaseState, Status, claim_in_force, is_in_force},
    describe::{
        claims::{describe_statement, format_date, incident_label, party_label},
        field_names::{NameStyle, fact_name},
    },
    export::{
        contradictions::CitedContradiction,
        footnotes::{FootnoteRef, Footnotes},
    },
    model::{Case, Claim, Date, Day, Fact, PartyId, Statement, Variant},
    register::Register,
};

/// A case as of a day, with everything that is cited for it.
pub(super) struct CaseSection<'a> {
    /// The records of the case.
    pub case: &'a Case,
    /// Its status and both sides' positions, each in one word.
    pub state: CaseState,
    /// The sources of the plain facts.
    pub facts: Vec<FootnoteRef>,
    /// The return, if it was by then.
    pub returned: Option<(&'a Date, Vec<FootnoteRef>)>,
    /// Other values for plain facts.
    pub variants: Vec<(&'a Variant, Vec<FootnoteRef>)>,
    /// The claim behind each side's position; none where a side has said nothing official.
    pub positions: [Option<CitedClaim<'a>>; 2],
    /// What else was said by then and leaves both positions as they are: disputes, reported
    /// claims, the positions of other parties; in order of time.
    pub other_claims: Vec<CitedClaim<'a>>,
    /// Where a side contradicts itself or the other, if that is wanted.
    pub contradictions: Vec<CitedContradiction<'a>>,
}

/// A claim with its sources.
pub(super) struct CitedClaim<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// Its sources.
    pub cites: Vec<FootnoteRef>,
}

impl<'a> CaseSection<'a> {
    /// Works a case out as of a day, between two parties.
    pub fn new(
        case: &'a Case,
        state: CaseState,
        pair: [&PartyId; 2],
        as_of: Day,
        notes: &mut Footnotes<'a>,
    ) -> Self {
        let facts = notes.cite(&case.sources);
        let back = case.returned.as_ref().filter(|_| state.status == Status::Returned);
        let returned = back.map(|returned| (&returned.on, notes.cite(&returned.sources)));
        let variants =
            case.variants.iter().map(|variant| (variant, notes.cite(&variant.sources))).collect();
        let mut to_cited_claim =
            |claim: &'a Claim| CitedClaim { claim, cites: notes.cite(&claim.sources) };
        let positions =
            pair.map(|party| claim_in_force(case, party, as_of).map(&mut to_cited_claim));
        let mut further: Vec<_> = case
            .claims
            .iter()
            .filter(|claim| is_in_force(claim, as_of) && is_other_claim(case, claim, pair, as_of))
            .collect();
        further.sort_by_key(|claim| claim.on.latest());
        let other_claims = further.into_iter().map(to_cited_claim).collect();
        let contradictions = Vec::new();
        Self { case, state, facts, returned, variants, positions, other_claims, contradictions }
    }

    /// The name that a reader of the language looks for first.
    pub fn name(&self, locale: Locale) -> String {
        self.case.name.display_name(locale.code())
    }

    /// The name in the other script; empty where there is none.
    pub fn other_name(&self, locale: Locale) -> String {
        other_name(self.case, locale)
    }

    /// The date of the taking in words; empty where it is not known.
    pub fn abduction_date_label(&self, locale: Locale) -> String {
        self.case.taken.on.as_ref().map(|on| format_date(locale, on)).unwrap_or_default()
    }

    /// The age when taken in words; empty where it is not known.
    pub fn age_label(&self, locale: Locale) -> String {
        let age = self.case.taken.age.map(|age| age.to_string());
        age.map(|age| locale.t_with("export.age", &[("age", &age)])).unwrap_or_default()
    }

    /// The place and the region it lies in.
    pub fn place_label(&self, locale: Locale) -> String {
        let taken = &self.case.taken;
        locale.join_list(
            [&taken.place, &taken.prefecture].into_iter().filter(|part| !part.is_empty()),
        )
    }

    /// The incident; empty where there is none.
    pub fn incident_label(&self, locale: Locale, register: &Register) -> String {
        let number = self.case.taken.incident;
        number.map(|number| incident_label(locale, register, number)).unwrap_or_default()
    }

    /// The status, with the day of the return.
    pub fn describe_status(&self, locale: Locale) -> String {
        let status = locale.t(&format!("status.{}", self.state.status.key()));
        match &self.returned {
            Some((on, _)) => locale.t_with(
                "export.text_with_date",
                &[("text", &status), ("date", &format_date(locale, on))],
            ),
            None => status.into_owned(),
        }
    }

    /// That another source gives a value for a plain fact, and the value.
    pub fn describe_variant(&self, locale: Locale, variant: &Variant) -> (String, String) {
        let fact = fact_name(locale, variant.field, NameStyle::InSentence);
        let value = match variant.value.parse::<Date>() {
            Ok(date) if matches!(variant.field, Fact::Born | Fact::Taken | Fact::Returned) => {
                format_date(locale, &date)
            }
            _ => variant.value.clone(),
        };
        (locale.t_with("export.claims.other_source", &[("fact", &fact)]), value)
    }

    /// The position of one side in one word.
    pub fn position_label(&self, locale: Locale, side: usize) -> String {
        locale.t(&format!("position.{}", self.state.positions[side].key())).into_owned()
    }
}

impl CitedClaim<'_> {
    /// What was said and when.
    pub fn describe(&self, locale: Locale) -> String {
        let says = describe_statement(locale, &self.claim.says);
        let date = format_date(locale, &self.claim.on);
        locale.t_with("export.statement_with_date", &[("text", &says), ("date", &date)])
    }

    /// Who said it; and, where so, that it is only reported.
    pub fn party_label(&self, locale: Locale, register: &Register) -> String {
        let party = party_label(locale, register, &self.claim.by);
        let key = if self.claim.reported {
            "export.reported_position"
        } else {
            "export.official_position"
        };
        locale.t_with(key, &[("party", &party)])
    }

    /// Its part in a JSON summary: `position`, `dispute` or `reported`.
    pub fn role(&self) -> &'static str {
        match &self.claim.says {
            _ if self.claim.reported => "reported",
            Statement::Disputes(_) => "dispute",
            _ => "position",
        }
    }
}

/// The name of a person in the other script; empty where there is none.
pub(super) fn other_name(case: &Case, locale: Locale) -> String {
    let (latin, native) = (case.name.latin(), &case.name.native);
    match case.name.display_name(locale.code()) {
        shown if shown != latin => latin,
        shown if shown != *native => native.clone(),
        _ => String::new(),
    }
}

/// Whether a claim that is in force is shown beside the positions of the two compared parties.
fn is_other_claim(case: &Case, claim: &Claim, pair: [&PartyId; 2], as_of: Day) -> bool {
    let is_dispute = matches!(claim.says, Statement::Disputes(_));
    let is_third_position = || {
        !pair.contains(&&claim.by)
            && claim_in_force(case, &claim.by, as_of)
                .is_some_and(|other| std::ptr::eq(other, claim))
    };
    claim.reported || is_dispute || is_third_position()
}
