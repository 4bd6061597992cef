//! The positions on a case: the claims of the two compared parties side by side, in order of time.

use std::collections::HashMap;

use egui::{Frame, Margin, Rect, Stroke, Ui};

use crate::{
    analysis::{
        contradictions::Ground,
        position::{PositionIndex, is_in_force},
    },
    describe::claims::{describe_statement, format_date, format_day, party_label},
    model::{Case, Claim, PartyId},
    ui::{
        context::UiContext,
        intent::Intent,
        panels::detail::contradictions::{is_link_target, link_target, scroll_to_link_target},
        theme::{Palette, Role, SPACE},
        widgets::{
            block_list::BlockList,
            source_list::source_list_ui,
            text::{rich_text, section_heading, weak_text},
        },
    },
};

/// The height of a claim that was never in sight, in points.
const CLAIM_HEIGHT: f32 = SPACE * 10.0;

/// Draws the claims made up to the current day, then the later ones.
pub(super) fn positions_ui(ui: &mut Ui, context: &UiContext, case: &Case, out: &mut Vec<Intent>) {
    let locale = context.locale;
    let as_of = context.session.analysis().as_of();
    let mut claims: Vec<(u32, &Claim)> = (0..).zip(&case.claims).collect();
    claims.sort_by_key(|(_, claim)| claim.on.in_force_from());
    let (by_then, later): (Vec<_>, Vec<_>) =
        claims.into_iter().partition(|(_, claim)| is_in_force(claim, as_of));
    section_heading(ui, &locale.t("detail.claims_title"));
    if by_then.is_empty() {
        let day = format_day(locale, as_of);
        ui.label(weak_text(ui, locale.t_with("detail.no_claims", &[("day", &day)]), Role::Body));
    } else {
        party_columns_ui(ui, context, case, &by_then, out);
    }
    if !later.is_empty() {
        let text = locale.t_plural("detail.later_claims", later.len());
        egui::CollapsingHeader::new(rich_text(text, Role::Body))
            .id_salt(("later", &case.id))
            .show_unindented(ui, |ui| party_columns_ui(ui, context, case, &later, out));
    }
}

/// Draws a column for each compared party; a claim of a third party spans both. A claim is given
/// with its index in the case.
fn party_columns_ui(
    ui: &mut Ui,
    context: &UiContext,
    case: &Case,
    claims: &[(u32, &Claim)],
    out: &mut Vec<Intent>,
) {
    let pair = context.register().compared_parties();
    let mut of_parties: HashMap<&PartyId, Vec<(u32, &Claim)>> = HashMap::new();
    for claim in claims {
        of_parties.entry(&claim.1.by).or_default().push(*claim);
    }
    let positions = PositionIndex::new(case);
    let own = |party: &PartyId| of_parties.get(party).map(Vec::as_slice).unwrap_or_default();
    ui.columns_const(|columns: &mut [Ui; 2]| {
        for (ui, party) in columns.iter_mut().zip(pair) {
            // Columns justify their content, and justified text is hard to read.
            ui.vertical(|ui| {
                party_claims_ui(ui, context, (case, &positions), party, own(party), out);
            });
        }
    });
    let third = context.register().parties().iter().map(|party| &party.id);
    let third: Vec<&PartyId> =
        third.filter(|party| !pair.contains(party) && !own(party).is_empty()).collect();
    let target = link_target(ui, &case.id);
    let needed =
        |party: &&PartyId| own(party).iter().any(|(at, _)| target == Some(Ground::Claim(*at)));
    let list = BlockList {
        id_salt: "parties",
        len: third.len(),
        estimated_height: CLAIM_HEIGHT,
        needed: target.and_then(|_| third.iter().position(needed)),
    };
    list.ui(ui, |ui, at| {
        let party = third[at];
        ui.push_id(party, |ui| {
            party_claims_ui(ui, context, (case, &positions), party, own(party), out);
        });
    });
}

/// Draws the claims of a party on a case, which stands beside the index of its positions.
fn party_claims_ui(
    ui: &mut Ui,
    context: &UiContext,
    (case, positions): (&Case, &PositionIndex),
    party: &PartyId,
    own: &[(u32, &Claim)],
    out: &mut Vec<Intent>,
) {
    ui.label(
        rich_text(party_label(context.locale, context.register(), party), Role::Body).strong(),
    );
    if own.is_empty() {
        ui.label(weak_text(ui, context.locale.t("position.silent"), Role::Body));
        return;
    }
    let as_of = context.session.analysis().as_of();
    let in_force = positions.claim_in_force(party, as_of);
    let target = link_target(ui, &case.id);
    let list = BlockList {
        id_salt: "claims",
        len: own.len(),
        estimated_height: CLAIM_HEIGHT,
        needed: target
            .and_then(|target| own.iter().position(|(at, _)| Ground::Claim(*at) == target)),
    };
    list.ui(ui, |ui, at| {
        let (claim_index, claim) = own[at];
        let is_in_force = in_force.is_some_and(|in_force| std::ptr::eq(in_force, claim));
        let is_link_target = is_link_target(ui, &case.id, Ground::Claim(claim_index));
        let rect = claim_ui(ui, context, claim, is_in_force, is_link_target, out);
        if is_link_target {
            scroll_to_link_target(ui, rect);
        }
    });
}

/// Draws a claim and returns its rectangle. The claim in force has a stronger frame and a label;
/// the target of a link has a background.
fn claim_ui(
    ui: &mut Ui,
    context: &UiContext,
    claim: &Claim,
    is_in_force: bool,
    is_link_target: bool,
    out: &mut Vec<Intent>,
) -> Rect {
    let locale = context.locale;
    let palette = Palette::of(ui);
    let stroke =
        if is_in_force { Stroke::new(1.5, palette.accent) } else { Stroke::new(1.0, palette.line) };
    let frame = Frame::new().stroke(stroke).corner_radius(5).inner_margin(Margin::same(8));
    let frame = if is_link_target { frame.fill(palette.selection) } else { frame };
    let shown = frame.show(ui, |ui| {
        ui.take_available_width();
        ui.spacing_mut().item_spacing.y = SPACE / 2.0;
        let mut head = format_date(locale, &claim.on);
        if is_in_force {
            head = format!("{head} · {}", locale.t("detail.in_force"));
        }
        let head = rich_text(head, Role::Caption);
        ui.label(if is_in_force { head.color(palette.accent) } else { head.color(palette.weak) });
        ui.label(rich_text(describe_statement(locale, &claim.says), Role::Body));
        if claim.reported {
            ui.label(
                rich_text(locale.t("detail.reported_claim"), Role::Caption).color(palette.warning),
            );
        }
        if !claim.note.is_empty() {
            ui.label(weak_text(ui, &claim.note, Role::Caption));
        }
        source_list_ui(ui, context, &claim.sources, out);
    });
    shown.response.rect
}
