//! Texts of the timeline.

use jiff::ToSpan as _;

use crate::{
    Locale,
    describe::claims::{describe_statement, format_date, party_label},
    figure::timeline::{TimelineItem, TimelineItemKind},
    model::{Case, Day},
    register::Register,
};

/// The greatest number of items of a lane in its alternative text.
const MAX_DESCRIBED_ITEMS: usize = 60;

/// Describes an item of a case, or an event, with its date, as in "1 May 1997: Japan, abducted".
pub fn describe_item(
    locale: Locale,
    register: &Register,
    case: Option<&Case>,
    item: &TimelineItem,
) -> String {
    let text = describe_item_parts(locale, register, case, item.kind)
        .map(|(day, what)| locale.t_with("timeline.item", &[("day", &day), ("what", &what)]));
    text.unwrap_or_default()
}

/// Returns the date and the text of an item; `None` if the register does not have it.
pub fn describe_item_parts(
    locale: Locale,
    register: &Register,
    case: Option<&Case>,
    kind: TimelineItemKind,
) -> Option<(String, String)> {
    let (date, what) = match kind {
        TimelineItemKind::Abduction => {
            (case?.taken.on.as_ref()?, locale.t("timeline.abduction").into_owned())
        }
        TimelineItemKind::Return => {
            (&case?.returned.as_ref()?.on, locale.t("timeline.return").into_owned())
        }
        TimelineItemKind::Claim { claim_index: at, is_reported: reported, .. } => {
            let claim = case?.claims.get(at)?;
            let party = party_label(locale, register, &claim.by);
            let key = if reported { "timeline.reported_claim" } else { "timeline.claim" };
            let says = describe_statement(locale, &claim.says);
            (&claim.on, locale.t_with(key, &[("party", &party), ("statement", &says)]))
        }
        TimelineItemKind::Event(at) => {
            let event = register.events().get(at)?;
            (&event.on, locale.pick(&event.title).to_owned())
        }
    };
    Some((format_date(locale, date), what))
}

/// Describes a lane with its name, as alternative text.
pub fn describe_lane(
    locale: Locale,
    register: &Register,
    name: &str,
    case: Option<&Case>,
    items: &[TimelineItem],
) -> String {
    let lines = items
        .iter()
        .take(MAX_DESCRIBED_ITEMS)
        .map(|item| describe_item(locale, register, case, item));
    let more = items.len().saturating_sub(MAX_DESCRIBED_ITEMS);
    let more = (more > 0).then(|| locale.t_plural("timeline.more_items", more));
    let parts: Vec<_> = [name.to_owned()].into_iter().chain(lines).chain(more).collect();
    parts.join(". ")
}

/// Returns the items of one mark of each kind with their text. The last two are an inexact date,
/// and several items in one mark.
pub fn legend_items(
    locale: Locale,
    register: &Register,
    day: Day,
) -> Vec<(Vec<TimelineItem>, String)> {
    let exact = |kind| TimelineItem { kind, from: day, to: day };
    let claim = |side, reported| {
        exact(TimelineItemKind::Claim { side, is_reported: reported, claim_index: 0 })
    };
    let party = |side: usize| party_label(locale, register, register.compared_parties()[side]);
    let rough = TimelineItem {
        kind: TimelineItemKind::Event(0),
        from: day,
        to: day.saturating_add(1.year()),
    };
    let event = exact(TimelineItemKind::Event(0));
    vec![
        (vec![exact(TimelineItemKind::Abduction)], locale.t("timeline.abduction").into_owned()),
        (vec![claim(Some(0), false)], party(0)),
        (vec![claim(Some(1), false)], party(1)),
        (vec![claim(None, true)], locale.t("timeline.legend_reported").into_owned()),
        (vec![exact(TimelineItemKind::Return)], locale.t("timeline.return").into_owned()),
        (vec![event], locale.t("command.page_events").into_owned()),
        (vec![rough], locale.t("timeline.legend_date_range").into_owned()),
        (vec![event; 2], locale.t("figure.same_time_legend").into_owned()),
    ]
}
