//! Section of one case in a summary: its facts, positions and claims, with their sources.

use crate::{
    Locale,
    analysis::position::{CaseState, PositionIndex, Status, is_in_force},
    describe::{
        claims::{describe_statement, format_date, incident_label, party_label},
        field_names::{NameStyle, fact_name},
        labels::place_label,
    },
    export::{footnotes::FootnoteRef, report_input::ReportInput},
    model::{Case, Claim, Date, Day, Fact, PartyId, SourceId, Statement, Variant},
    register::Register,
};

/// A case as of a day, with everything that is cited for it.
pub(super) struct CaseSection<'a> {
    /// The case.
    pub case: &'a Case,
    /// The status and the positions of both parties.
    pub state: CaseState,
    /// The sources of the plain facts.
    pub facts: Vec<FootnoteRef>,
    /// The date of the return and its sources, if the person had returned by the day.
    pub returned: Option<(&'a Date, Vec<FootnoteRef>)>,
    /// Other values of plain facts.
    pub variants: Vec<(&'a Variant, Vec<FootnoteRef>)>,
    /// The claim behind each party's position; none for a party without an official claim.
    pub positions: [Option<CitedClaim<'a>>; 2],
    /// Further claims by the day that leave both positions as they are: disputes, reported
    /// claims, the positions of other parties; in order of time.
    pub other_claims: Vec<CitedClaim<'a>>,
}

/// A claim with its sources.
pub(super) struct CitedClaim<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// The sources.
    pub cites: Vec<FootnoteRef>,
}

impl<'a> CaseSection<'a> {
    /// Gathers what there is of a case as of the day of the report. Calls `cite` with the
    /// sources of each part, in the order of the fields.
    pub fn new(
        input: &ReportInput<'a>,
        case: &'a Case,
        state: CaseState,
        cite: &mut dyn FnMut(&'a [SourceId]) -> Vec<FootnoteRef>,
    ) -> Self {
        let (pair, as_of) = (input.register.compared_parties(), input.reconciliation.as_of);
        let facts = cite(&case.sources);
        let back = case.returned.as_ref().filter(|_| state.status == Status::Returned);
        let returned = back.map(|returned| (&returned.on, cite(&returned.sources)));
        let variants =
            case.variants.iter().map(|variant| (variant, cite(&variant.sources))).collect();
        let mut to_cited_claim =
            |claim: &'a Claim| CitedClaim { claim, cites: cite(&claim.sources) };
        let index = PositionIndex::new(case);
        let positions =
            pair.map(|party| index.claim_in_force(party, as_of).map(&mut to_cited_claim));
        let mut further: Vec<_> = case
            .claims
            .iter()
            .filter(|claim| is_in_force(claim, as_of) && is_other_claim(&index, claim, pair, as_of))
            .collect();
        further.sort_by_key(|claim| claim.on.in_force_from());
        let other_claims = further.into_iter().map(to_cited_claim).collect();
        Self { case, state, facts, returned, variants, positions, other_claims }
    }

    /// Returns the name in the script of the language.
    pub fn name(&self, locale: Locale) -> String {
        self.case.name.display_name(locale.code())
    }

    /// Returns the name in the other script; empty without one.
    pub fn other_name(&self, locale: Locale) -> String {
        other_name(self.case, locale)
    }

    /// Returns the date of the abduction; empty where it is not known.
    pub fn abduction_date_label(&self, locale: Locale) -> String {
        self.case.taken.on.as_ref().map(|on| format_date(locale, on)).unwrap_or_default()
    }

    /// Returns the age at the abduction; empty where it is not known.
    pub fn age_label(&self, locale: Locale) -> String {
        let age = self.case.taken.age.map(|age| age.to_string());
        age.map(|age| locale.t_with("export.age", &[("age", &age)])).unwrap_or_default()
    }

    /// Returns the place and its prefecture.
    pub fn place_label(&self, locale: Locale) -> String {
        place_label(locale, self.case)
    }

    /// Returns the name of the incident; empty without one.
    pub fn incident_label(&self, locale: Locale, register: &Register) -> String {
        let number = self.case.taken.incident;
        number.map(|number| incident_label(locale, register, number)).unwrap_or_default()
    }

    /// Describes the status, with the date of the return.
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

    /// Returns the label for another value of a plain fact, and the value.
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

    /// Returns the name of a party's position; `side` is 0 or 1.
    pub fn position_label(&self, locale: Locale, side: usize) -> String {
        locale.t(&format!("position.{}", self.state.positions[side].key())).into_owned()
    }
}

impl CitedClaim<'_> {
    /// Describes the statement with its date.
    pub fn describe(&self, locale: Locale) -> String {
        let says = describe_statement(locale, &self.claim.says);
        let date = format_date(locale, &self.claim.on);
        locale.t_with("export.statement_with_date", &[("text", &says), ("date", &date)])
    }

    /// Returns the name of the party, and whether the claim is official or only reported.
    pub fn party_label(&self, locale: Locale, register: &Register) -> String {
        let party = party_label(locale, register, &self.claim.by);
        let key = if self.claim.reported {
            "export.reported_position"
        } else {
            "export.official_position"
        };
        locale.t_with(key, &[("party", &party)])
    }

    /// Returns the role in a JSON summary: `position`, `dispute` or `reported`.
    pub fn role(&self) -> &'static str {
        match &self.claim.says {
            _ if self.claim.reported => "reported",
            Statement::Disputes(_) => "dispute",
            _ => "position",
        }
    }
}

/// Returns the name of a person in the other script; empty without one.
pub(super) fn other_name(case: &Case, locale: Locale) -> String {
    let (latin, native) = (case.name.latin(), &case.name.native);
    match case.name.display_name(locale.code()) {
        shown if shown != latin => latin,
        shown if shown != *native => native.clone(),
        _ => String::new(),
    }
}

/// Returns the name, with the name in the other script after it: "Megumi Yokota (横田 めぐみ)".
pub(super) fn name_with_other_script(case: &Case, locale: Locale) -> String {
    let name = case.name.display_name(locale.code());
    match other_name(case, locale).as_str() {
        "" => name,
        other => locale.t_with("export.text_with_date", &[("text", &name), ("date", other)]),
    }
}

/// Returns true for a claim in force that is shown beside the positions of the two compared
/// parties.
fn is_other_claim(index: &PositionIndex, claim: &Claim, pair: [&PartyId; 2], as_of: Day) -> bool {
    let is_dispute = matches!(claim.says, Statement::Disputes(_));
    let is_third_position = || {
        !pair.contains(&&claim.by)
            && index
                .claim_in_force(&claim.by, as_of)
                .is_some_and(|other| std::ptr::eq(other, claim))
    };
    claim.reported || is_dispute || is_third_position()
}
