//! A change in words, in each language.

use crate::{
    Locale,
    analysis::{
        changes::item::{ChangeItem, ChangeKind, ClaimEffect},
        position::Position,
    },
    describe::claims::{describe_statement, format_date, party_label},
    model::{Case, Date, PartyId, SourceId, Total},
    register::Register,
};

/// A change, told: who, what, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeDescription<'a> {
    /// Its date as the register writes it.
    pub date: &'a Date,
    /// Whom it concerns: a person, a party, or an event by its title.
    pub subject: String,
    /// The party that said or announced it.
    pub party: Option<&'a PartyId>,
    /// What was done, and by whom, in a few words.
    pub action: String,
    /// What was said, or how many were announced, or where; may be empty.
    pub text: String,
    /// What a changed claim takes the place of; else empty.
    pub replaced_claim: String,
    /// The position of the claim's party, before and after.
    pub position: Option<[Position; 2]>,
    /// Where it was read.
    pub sources: &'a [SourceId],
    /// What the register remarks on it.
    pub note: &'a str,
}

/// Tells a change of this register; nothing where the register does not hold its record.
pub fn describe_change<'a>(
    locale: Locale,
    register: &'a Register,
    item: &ChangeItem,
) -> Option<ChangeDescription<'a>> {
    match item.kind {
        ChangeKind::Claim { case, claim, effect: turn, before } => describe_claim_change(
            locale,
            register,
            register.cases().get(case)?,
            claim,
            turn,
            before,
        ),
        ChangeKind::Return { case } => {
            let case = register.cases().get(case)?;
            let returned = case.returned.as_ref()?;
            Some(ChangeDescription {
                date: &returned.on,
                subject: case.name.display_name(locale.code()),
                party: None,
                action: locale.t("changes.returned").into_owned(),
                text: String::new(),
                replaced_claim: String::new(),
                position: None,
                sources: &returned.sources,
                note: "",
            })
        }
        ChangeKind::Total { total, before } => {
            let total = register.totals().get(total)?;
            let before = before.and_then(|before| register.totals().get(before));
            Some(ChangeDescription {
                date: &total.on,
                subject: party_label(locale, register, &total.by),
                party: Some(&total.by),
                action: locale.t("changes.announced_total").into_owned(),
                text: describe_total_change(locale, total, before.map(AsRef::as_ref)),
                replaced_claim: String::new(),
                position: None,
                sources: &total.sources,
                note: &total.note,
            })
        }
        ChangeKind::Event { event } => {
            let event = register.events().get(event)?;
            Some(ChangeDescription {
                date: &event.on,
                subject: locale.pick(&event.title).to_owned(),
                party: None,
                action: locale.t("changes.event").into_owned(),
                text: locale.pick(&event.place).to_owned(),
                replaced_claim: String::new(),
                position: None,
                sources: &event.sources,
                note: &event.note,
            })
        }
    }
}

fn describe_claim_change<'a>(
    locale: Locale,
    register: &Register,
    case: &'a Case,
    claim: usize,
    turn: ClaimEffect,
    before: Option<usize>,
) -> Option<ChangeDescription<'a>> {
    let claim = case.claims.get(claim)?;
    let before = before.and_then(|before| case.claims.get(before));
    let deed = match turn {
        ClaimEffect::New => "changes.claim_effect.new",
        ClaimEffect::Changed => "changes.claim_effect.changed",
        ClaimEffect::Repeated => "changes.claim_effect.repeated",
        ClaimEffect::TakenBack => "changes.claim_effect.withdrawn",
        ClaimEffect::Answered => "changes.claim_effect.response",
        ClaimEffect::Reported => "changes.claim_effect.reported",
    };
    let instead = before.filter(|_| matches!(turn, ClaimEffect::Changed | ClaimEffect::TakenBack));
    let instead = instead.map(|before| {
        let text = describe_statement(locale, &before.says);
        locale.t_with(
            "changes.previous_statement",
            &[("text", &text), ("date", &format_date(locale, &before.on))],
        )
    });
    Some(ChangeDescription {
        date: &claim.on,
        subject: case.name.display_name(locale.code()),
        party: Some(&claim.by),
        action: locale.t_with(deed, &[("party", &party_label(locale, register, &claim.by))]),
        text: describe_statement(locale, &claim.says),
        replaced_claim: instead.unwrap_or_default(),
        position: turn.positions(claim, before),
        sources: &claim.sources,
        note: &claim.note,
    })
}

/// How many were announced, and how many before.
fn describe_total_change(locale: Locale, total: &Total, before: Option<&Total>) -> String {
    let number = |total: &Total| locale.format_number(total.count as usize);
    let Some(before) = before else {
        return locale.t_with("changes.first_total", &[("n", &number(total))]);
    };
    let date = format_date(locale, &before.on);
    let values = [("n", &*number(total)), ("before", &*number(before)), ("date", &*date)];
    locale.t_with("changes.revised_total", &values)
}

impl ChangeDescription<'_> {
    /// The position before and after, where it is another one than before; else empty.
    pub fn describe_position_change(&self, locale: Locale) -> String {
        let position =
            |position: Position| locale.t(&format!("position.{}", position.key())).into_owned();
        match self.position {
            Some([before, after]) if before != after => locale.t_with(
                "changes.position",
                &[("before", &position(before)), ("after", &position(after))],
            ),
            _ => String::new(),
        }
    }
}
