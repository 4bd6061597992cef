//! Who said what of a case: the two compared parties side by side, in order of time.

use egui::{Frame, Margin, Rect, Stroke, Ui};

use super::contradictions::{bring_into_sight, is_led_to};
use crate::{
    model::{Case, Claim, PartyId},
    ui::{
        Intent, Scene,
        sources::sources_ui,
        theme::{Palette, Role, SPACE},
        widgets::{section, text, weak},
    },
    view::{Ground, date_words, day_words, in_force, party_words, position, says_words},
};

/// Draws the claims made by the day shown, then those made later.
pub(super) fn account_ui(ui: &mut Ui, scene: &Scene, case: &Case, out: &mut Vec<Intent>) {
    let lang = scene.lang;
    let as_of = scene.session.view().as_of();
    let mut claims: Vec<&Claim> = case.claims.iter().collect();
    claims.sort_by_key(|claim| claim.on.latest());
    let (by_then, later): (Vec<_>, Vec<_>) =
        claims.into_iter().partition(|claim| in_force(claim, as_of));
    section(ui, &lang.t("detail.account"));
    if by_then.is_empty() {
        let day = day_words(lang, as_of);
        ui.label(weak(ui, lang.with("detail.nothing_said", &[("day", &day)]), Role::Body));
    } else {
        sides_ui(ui, scene, case, &by_then, out);
    }
    if !later.is_empty() {
        let words = lang.count("detail.later", later.len());
        egui::CollapsingHeader::new(text(words, Role::Body))
            .id_salt(("later", &case.id))
            .show_unindented(ui, |ui| sides_ui(ui, scene, case, &later, out));
    }
}

/// Two columns, one a party; a claim of a third party stands across both.
fn sides_ui(ui: &mut Ui, scene: &Scene, case: &Case, claims: &[&Claim], out: &mut Vec<Intent>) {
    let pair = scene.register().compare();
    ui.columns_const(|columns: &mut [Ui; 2]| {
        for (ui, party) in columns.iter_mut().zip(pair) {
            // Columns are justified, and justified text is hard to read.
            ui.vertical(|ui| side_ui(ui, scene, case, party, claims, out));
        }
    });
    for party in scene.register().parties().iter().map(|party| &party.id) {
        if !pair.contains(&party) && claims.iter().any(|claim| claim.by == *party) {
            side_ui(ui, scene, case, party, claims, out);
        }
    }
}

fn side_ui(
    ui: &mut Ui,
    scene: &Scene,
    case: &Case,
    party: &PartyId,
    claims: &[&Claim],
    out: &mut Vec<Intent>,
) {
    ui.label(text(party_words(scene.lang, scene.register(), party), Role::Body).strong());
    let as_of = scene.session.view().as_of();
    let standing = position(case, party, as_of);
    let own = claims.iter().filter(|claim| claim.by == *party);
    let mut any = false;
    for claim in own {
        any = true;
        let stands = standing.is_some_and(|standing| std::ptr::eq(standing, *claim));
        let place = (0..).zip(&case.claims).find(|(_, other)| std::ptr::eq(*other, *claim));
        let led_to = place.is_some_and(|(at, _)| is_led_to(ui, &case.id, Ground::Claim(at)));
        let rect = claim_ui(ui, scene, claim, stands, led_to, out);
        if led_to {
            bring_into_sight(ui, rect);
        }
    }
    if !any {
        ui.label(weak(ui, scene.lang.t("account.silent"), Role::Body));
    }
}

/// One claim; where it was drawn. The one in force is framed more strongly and says so; the one
/// that a link has led to has a ground of its own.
fn claim_ui(
    ui: &mut Ui,
    scene: &Scene,
    claim: &Claim,
    stands: bool,
    led_to: bool,
    out: &mut Vec<Intent>,
) -> Rect {
    let lang = scene.lang;
    let palette = Palette::of(ui);
    let stroke =
        if stands { Stroke::new(1.5, palette.accent) } else { Stroke::new(1.0, palette.line) };
    let frame = Frame::new().stroke(stroke).corner_radius(5).inner_margin(Margin::same(8));
    let frame = if led_to { frame.fill(palette.chosen) } else { frame };
    let shown = frame.show(ui, |ui| {
        ui.take_available_width();
        ui.spacing_mut().item_spacing.y = SPACE / 2.0;
        let mut head = date_words(lang, &claim.on);
        if stands {
            head = format!("{head} · {}", lang.t("detail.in_force"));
        }
        let head = text(head, Role::Caption);
        ui.label(if stands { head.color(palette.accent) } else { head.color(palette.weak) });
        ui.label(text(says_words(lang, &claim.says), Role::Body));
        if claim.reported {
            ui.label(text(lang.t("detail.reported"), Role::Caption).color(palette.warning));
        }
        if !claim.note.is_empty() {
            ui.label(weak(ui, &claim.note, Role::Caption));
        }
        sources_ui(ui, scene, &claim.sources, out);
    });
    shown.response.rect
}
