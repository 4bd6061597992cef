//! What the timeline shows, in words.

use jiff::ToSpan as _;

use super::{Item, Kind};
use crate::{
    lang::Lang,
    model::{Case, Day},
    register::Register,
    view::{date_words, party_words, says_words},
};

/// How many items of a lane are told to who cannot see it.
const TOLD: usize = 60;

/// An item of a case, or an event, with its date: "1 May 1997: Japan, abducted".
pub fn item_words(lang: Lang, register: &Register, case: Option<&Case>, item: &Item) -> String {
    let words = item_parts(lang, register, case, item.kind)
        .map(|(day, what)| lang.with("timeline.item", &[("day", &day), ("what", &what)]));
    words.unwrap_or_default()
}

/// The date of an item, and what it is; nothing where the register does not have it.
pub fn item_parts(
    lang: Lang,
    register: &Register,
    case: Option<&Case>,
    kind: Kind,
) -> Option<(String, String)> {
    let (date, what) = match kind {
        Kind::Taken => (case?.taken.on.as_ref()?, lang.t("timeline.taken").into_owned()),
        Kind::Returned => (&case?.returned.as_ref()?.on, lang.t("timeline.returned").into_owned()),
        Kind::Claim { at, reported, .. } => {
            let claim = case?.claims.get(at)?;
            let party = party_words(lang, register, &claim.by);
            let key = if reported { "timeline.reported" } else { "timeline.said" };
            let says = says_words(lang, &claim.says);
            (&claim.on, lang.with(key, &[("party", &party), ("says", &says)]))
        }
        Kind::Event(at) => {
            let event = register.events().get(at)?;
            (&event.on, lang.pick(&event.title).to_owned())
        }
    };
    Some((date_words(lang, date), what))
}

/// A lane with its name, for who cannot see it.
pub fn lane_words(
    lang: Lang,
    register: &Register,
    name: &str,
    case: Option<&Case>,
    items: &[Item],
) -> String {
    let told = items.iter().take(TOLD).map(|item| item_words(lang, register, case, item));
    let more = items.len().saturating_sub(TOLD);
    let more = (more > 0).then(|| lang.count("timeline.more", more));
    let words: Vec<_> = [name.to_owned()].into_iter().chain(told).chain(more).collect();
    words.join(". ")
}

/// The items of one mark of each kind, with what it means; the last two are the span of a rough
/// date, and several items in one mark.
pub fn legend(lang: Lang, register: &Register, day: Day) -> Vec<(Vec<Item>, String)> {
    let exact = |kind| Item { kind, from: day, to: day };
    let claim = |side, reported| exact(Kind::Claim { side, reported, at: 0 });
    let party = |side: usize| party_words(lang, register, register.compare()[side]);
    let rough = Item { kind: Kind::Event(0), from: day, to: day.saturating_add(1.year()) };
    let event = exact(Kind::Event(0));
    vec![
        (vec![exact(Kind::Taken)], lang.t("timeline.taken").into_owned()),
        (vec![claim(Some(0), false)], party(0)),
        (vec![claim(Some(1), false)], party(1)),
        (vec![claim(None, true)], lang.t("timeline.legend_reported").into_owned()),
        (vec![exact(Kind::Returned)], lang.t("timeline.returned").into_owned()),
        (vec![event], lang.t("command.page_events").into_owned()),
        (vec![rough], lang.t("timeline.legend_span").into_owned()),
        (vec![event; 2], lang.t("picture.together").into_owned()),
    ]
}
