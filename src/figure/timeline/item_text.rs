//! What the timeline shows, in words.

use jiff::ToSpan as _;

use crate::{
    Locale,
    describe::claims::{describe_statement, format_date, party_label},
    figure::timeline::{TimelineItem, TimelineItemKind},
    model::{Case, Day},
    register::Register,
};

/// How many items of a lane are told to who cannot see it.
const MAX_DESCRIBED_ITEMS: usize = 60;

/// An item of a case, or an event, with its date: "1 May 1997: Japan, abducted".
pub fn describe_item(
    lang: Locale,
    register: &Register,
    case: Option<&Case>,
    item: &TimelineItem,
) -> String {
    let text = describe_item_parts(lang, register, case, item.kind)
        .map(|(day, what)| lang.t_with("timeline.item", &[("day", &day), ("what", &what)]));
    text.unwrap_or_default()
}

/// The date of an item, and what it is; nothing where the register does not have it.
pub fn describe_item_parts(
    lang: Locale,
    register: &Register,
    case: Option<&Case>,
    kind: TimelineItemKind,
) -> Option<(String, String)> {
    let (date, what) = match kind {
        TimelineItemKind::Abduction => {
            (case?.taken.on.as_ref()?, lang.t("timeline.abduction").into_owned())
        }
        TimelineItemKind::Return => {
            (&case?.returned.as_ref()?.on, lang.t("timeline.return").into_owned())
        }
        TimelineItemKind::Claim { claim_index: at, is_reported: reported, .. } => {
            let claim = case?.claims.get(at)?;
            let party = party_label(lang, register, &claim.by);
            let key = if reported { "timeline.reported_claim" } else { "timeline.claim" };
            let says = describe_statement(lang, &claim.says);
            (&claim.on, lang.t_with(key, &[("party", &party), ("statement", &says)]))
        }
        TimelineItemKind::Event(at) => {
            let event = register.events().get(at)?;
            (&event.on, lang.pick(&event.title).to_owned())
        }
    };
    Some((format_date(lang, date), what))
}

/// A lane with its name, for who cannot see it.
pub fn describe_lane(
    lang: Locale,
    register: &Register,
    name: &str,
    case: Option<&Case>,
    items: &[TimelineItem],
) -> String {
    let lines = items
        .iter()
        .take(MAX_DESCRIBED_ITEMS)
        .map(|item| describe_item(lang, register, case, item));
    let more = items.len().saturating_sub(MAX_DESCRIBED_ITEMS);
    let more = (more > 0).then(|| lang.t_plural("timeline.more_items", more));
    let parts: Vec<_> = [name.to_owned()].into_iter().chain(lines).chain(more).collect();
    parts.join(". ")
}

/// The items of one mark of each kind, with what it means; the last two are the span of a rough
/// date, and several items in one mark.
pub fn legend_items(
    lang: Locale,
    register: &Register,
    day: Day,
) -> Vec<(Vec<TimelineItem>, String)> {
    let exact = |kind| TimelineItem { kind, from: day, to: day };
    let claim = |side, reported| {
        exact(TimelineItemKind::Claim { side, is_reported: reported, claim_index: 0 })
    };
    let party = |side: usize| party_label(lang, register, register.compared_parties()[side]);
    let rough = TimelineItem {
        kind: TimelineItemKind::Event(0),
        from: day,
        to: day.saturating_add(1.year()),
    };
    let event = exact(TimelineItemKind::Event(0));
    vec![
        (vec![exact(TimelineItemKind::Abduction)], lang.t("timeline.abduction").into_owned()),
        (vec![claim(Some(0), false)], party(0)),
        (vec![claim(Some(1), false)], party(1)),
        (vec![claim(None, true)], lang.t("timeline.legend_reported").into_owned()),
        (vec![exact(TimelineItemKind::Return)], lang.t("timeline.return").into_owned()),
        (vec![event], lang.t("command.page_events").into_owned()),
        (vec![rough], lang.t("timeline.legend_date_range").into_owned()),
        (vec![event; 2], lang.t("figure.same_time_legend").into_owned()),
    ]
}
