//! A change in words, in each language.

use super::{Group, Happened, Item, Turn};
use crate::{
    lang::Lang,
    model::{Case, Date, PartyId, SourceId, Total},
    register::Register,
    view::{Account, date_words, party_words, people_words, says_words},
};

/// A change, told: who, what, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told<'a> {
    /// Its date as the register writes it.
    pub date: &'a Date,
    /// Whom it concerns: a person, a party, or an event by its title.
    pub who: String,
    /// The party that said or announced it.
    pub party: Option<&'a PartyId>,
    /// What was done, and by whom, in a few words.
    pub deed: String,
    /// What was said, or how many were announced, or where; may be empty.
    pub words: String,
    /// What a changed claim takes the place of; else empty.
    pub instead: String,
    /// The position of the claim's party, before and after.
    pub position: Option<[Account; 2]>,
    /// Where it was read.
    pub sources: &'a [SourceId],
    /// What the register remarks on it.
    pub note: &'a str,
}

/// A group of people in words.
pub fn group_words(lang: Lang, register: &Register, group: Group) -> String {
    match group {
        Group::People(people) => people_words(lang, register, people),
        Group::Status(status) => lang.t(&format!("status.{}", status.key())).into_owned(),
    }
}

/// Tells a change of this register; nothing where the register does not hold its record.
pub fn told<'a>(lang: Lang, register: &'a Register, item: &Item) -> Option<Told<'a>> {
    match item.what {
        Happened::Claim { case, claim, turn, before } => {
            told_claim(lang, register, register.cases().get(case)?, claim, turn, before)
        }
        Happened::Return { case } => {
            let case = register.cases().get(case)?;
            let returned = case.returned.as_ref()?;
            Some(Told {
                date: &returned.on,
                who: case.name.shown(lang.code()),
                party: None,
                deed: lang.t("changes.returned").into_owned(),
                words: String::new(),
                instead: String::new(),
                position: None,
                sources: &returned.sources,
                note: "",
            })
        }
        Happened::Total { total, before } => {
            let total = register.totals().get(total)?;
            let before = before.and_then(|before| register.totals().get(before));
            Some(Told {
                date: &total.on,
                who: party_words(lang, register, &total.by),
                party: Some(&total.by),
                deed: lang.t("changes.announced").into_owned(),
                words: total_words(lang, total, before.map(AsRef::as_ref)),
                instead: String::new(),
                position: None,
                sources: &total.sources,
                note: &total.note,
            })
        }
        Happened::Event { event } => {
            let event = register.events().get(event)?;
            Some(Told {
                date: &event.on,
                who: lang.pick(&event.title).to_owned(),
                party: None,
                deed: lang.t("changes.event").into_owned(),
                words: lang.pick(&event.place).to_owned(),
                instead: String::new(),
                position: None,
                sources: &event.sources,
                note: &event.note,
            })
        }
    }
}

fn told_claim<'a>(
    lang: Lang,
    register: &Register,
    case: &'a Case,
    claim: usize,
    turn: Turn,
    before: Option<usize>,
) -> Option<Told<'a>> {
    let claim = case.claims.get(claim)?;
    let before = before.and_then(|before| case.claims.get(before));
    let deed = match turn {
        Turn::New => "changes.turn.newly_said",
        Turn::Changed => "changes.turn.changed",
        Turn::Again => "changes.turn.said_again",
        Turn::TakenBack => "changes.turn.taken_back",
        Turn::Answered => "changes.turn.answered",
        Turn::Reported => "changes.turn.reported",
    };
    let instead = before.filter(|_| matches!(turn, Turn::Changed | Turn::TakenBack));
    let instead = instead.map(|before| {
        let words = says_words(lang, &before.says);
        lang.with("changes.instead", &[("words", &words), ("date", &date_words(lang, &before.on))])
    });
    Some(Told {
        date: &claim.on,
        who: case.name.shown(lang.code()),
        party: Some(&claim.by),
        deed: lang.with(deed, &[("party", &party_words(lang, register, &claim.by))]),
        words: says_words(lang, &claim.says),
        instead: instead.unwrap_or_default(),
        position: turn.accounts(claim, before),
        sources: &claim.sources,
        note: &claim.note,
    })
}

/// How many were announced, and how many before.
fn total_words(lang: Lang, total: &Total, before: Option<&Total>) -> String {
    let number = |total: &Total| lang.number(total.count as usize);
    let Some(before) = before else {
        return lang.with("changes.first_total", &[("n", &number(total))]);
    };
    let date = date_words(lang, &before.on);
    let values = [("n", &*number(total)), ("before", &*number(before)), ("date", &*date)];
    lang.with("changes.next_total", &values)
}

impl Told<'_> {
    /// The position before and after, where it is another one than before; else empty.
    pub fn position_words(&self, lang: Lang) -> String {
        let account = |account: Account| lang.t(&format!("account.{}", account.key())).into_owned();
        match self.position {
            Some([before, after]) if before != after => lang.with(
                "changes.position",
                &[("before", &account(before)), ("after", &account(after))],
            ),
            _ => String::new(),
        }
    }
}
