//! Where a side contradicts itself or the other on a case, and the way to both words.

use egui::{Id, Ui};

use crate::{
    model::{Case, CaseId},
    ui::{
        Intent, Scene,
        sources::sources_ui,
        theme::{Palette, Role, SPACE},
        widgets::{section, text, weak},
    },
    view::{
        Contradiction, Ground, contradiction_kind_words, contradiction_words, contradictions,
        ground_words,
    },
};

/// How many are shown at once; more are a click away, so that the accounts stay near.
const SHOWN: usize = 3;

/// Draws the contradictions that are there by the day shown.
pub(super) fn contradictions_ui(ui: &mut Ui, scene: &Scene, case: &Case, out: &mut Vec<Intent>) {
    let lang = scene.lang;
    let found = contradictions(case, scene.session.view().as_of());
    if found.is_empty() {
        return;
    }
    section(ui, &lang.count("contradictions.count", found.len()));
    let (first, more) = found.split_at(SHOWN.min(found.len()));
    for one in first {
        one_ui(ui, scene, case, one, out);
    }
    if !more.is_empty() {
        let words = lang.count("contradictions.more", more.len());
        egui::CollapsingHeader::new(text(words, Role::Body))
            .id_salt(("contradictions", &case.id))
            .show_unindented(ui, |ui| {
                for one in more {
                    one_ui(ui, scene, case, one, out);
                }
            });
    }
}

/// One contradiction: in which point, in words, and each of its sides with its sources.
fn one_ui(ui: &mut Ui, scene: &Scene, case: &Case, one: &Contradiction, out: &mut Vec<Intent>) {
    let lang = scene.lang;
    let kind = format!("≠ {}", contradiction_kind_words(lang, one.kind));
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = SPACE / 2.0;
        ui.label(text(kind, Role::Caption).color(Palette::of(ui).warning));
        let words = contradiction_words(lang, scene.register(), case, one);
        ui.add(egui::Label::new(text(words, Role::Body)).wrap());
        for ground in one.grounds {
            ui.horizontal_top(|ui| ground_ui(ui, scene, case, ground, out));
        }
    });
    ui.add_space(SPACE / 2.0);
}

/// One side: a button that leads to what was said below, and its sources.
fn ground_ui(ui: &mut Ui, scene: &Scene, case: &Case, ground: Ground, out: &mut Vec<Intent>) {
    let lang = scene.lang;
    let who = ground_words(lang, scene.register(), case, ground);
    ui.vertical(|ui| {
        // As far down as the text of the chips beside it.
        ui.add_space(SPACE / 2.0);
        if ground == Ground::Born {
            ui.label(weak(ui, who, Role::Caption));
            return;
        }
        let name = lang.with("contradictions.show_ground", &[("who", &who)]);
        let link = egui::Link::new(text(who, Role::Caption));
        if ui.add(link).accessible_name(name).clicked() {
            set_led_to(ui, &case.id, ground);
        }
    });
    ui.vertical(|ui| sources_ui(ui, scene, ground.sources(case), out));
}

/// What a link has led to: a claim or a fact of a case, drawn below in the same frame.
#[derive(Clone)]
struct LedTo {
    case: CaseId,
    ground: Ground,
    /// It is still to be brought into sight.
    is_new: bool,
}

fn led_to() -> Id {
    Id::unique("led to")
}

fn set_led_to(ui: &Ui, case: &CaseId, ground: Ground) {
    let led = LedTo { case: case.clone(), ground, is_new: true };
    ui.data_mut(|data| data.insert_temp(led_to(), led));
}

/// Whether a claim or a fact is what a link has last led to.
pub(super) fn is_led_to(ui: &Ui, case: &CaseId, ground: Ground) -> bool {
    let led = ui.data(|data| data.get_temp::<LedTo>(led_to()));
    led.is_some_and(|led| led.case == *case && led.ground == ground)
}

/// Brings what a link has just led to into sight, once.
pub(super) fn bring_into_sight(ui: &Ui, rect: egui::Rect) {
    let led = ui.data(|data| data.get_temp::<LedTo>(led_to()));
    if let Some(led) = led.filter(|led| led.is_new) {
        ui.data_mut(|data| data.insert_temp(led_to(), LedTo { is_new: false, ..led }));
        ui.scroll_to_rect(rect, Some(egui::Align::Center));
    }
}
