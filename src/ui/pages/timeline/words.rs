//! What the timeline says in words.

use egui::Ui;
use jiff::ToSpan as _;

use crate::{
    model::Case,
    picture::{
        Picture,
        timeline::{Item, Kind, Mark, sole},
    },
    ui::{
        Palette, Role, Scene, canvas,
        theme::SPACE,
        widgets::{text, weak},
    },
    view::{date_words, party_words, says_words},
};

/// How many items of a lane are told to who cannot see it.
const TOLD: usize = 60;
/// How many items are told under the pointer.
const MOST: usize = 12;

/// An item with its date: "1 May 1997: Japan, abducted".
fn item_words(scene: &Scene, case: Option<&Case>, item: &Item) -> String {
    let words = parts(scene, case, item.kind)
        .map(|(day, what)| scene.lang.with("timeline.item", &[("day", &day), ("what", &what)]));
    words.unwrap_or_default()
}

/// The date of an item, and what it is.
pub(super) fn parts(scene: &Scene, case: Option<&Case>, kind: Kind) -> Option<(String, String)> {
    let lang = scene.lang;
    let (date, what) = match kind {
        Kind::Taken => (case?.taken.on.as_ref()?, lang.t("timeline.taken").into_owned()),
        Kind::Returned => (&case?.returned.as_ref()?.on, lang.t("timeline.returned").into_owned()),
        Kind::Claim { at, reported, .. } => {
            let claim = case?.claims.get(at)?;
            let party = party_words(lang, scene.register(), &claim.by);
            let key = if reported { "timeline.reported" } else { "timeline.said" };
            let says = says_words(lang, &claim.says);
            (&claim.on, lang.with(key, &[("party", &party), ("says", &says)]))
        }
        Kind::Event(at) => {
            let event = scene.register().events().get(at)?;
            (&event.on, lang.pick(&event.title).to_owned())
        }
    };
    Some((date_words(lang, date), what))
}

/// A lane, for who cannot see it.
pub(super) fn lane_words(scene: &Scene, name: &str, case: Option<&Case>, items: &[Item]) -> String {
    let told = items.iter().take(TOLD).map(|item| item_words(scene, case, item));
    let more = items.len().saturating_sub(TOLD);
    let more = (more > 0).then(|| scene.lang.count("timeline.more", more));
    let words: Vec<_> = [name.to_owned()].into_iter().chain(told).chain(more).collect();
    words.join(". ")
}

/// What is told of a mark under the pointer.
pub(super) fn mark_ui(
    ui: &mut Ui,
    scene: &Scene,
    case: Option<&Case>,
    items: &[Item],
    mark: &Mark,
) {
    ui.set_max_width(SPACE * 50.0);
    if let Some(case) = case {
        ui.label(text(case.name.shown(scene.lang.code()), Role::Section));
    }
    for item in mark.items.iter().take(MOST).filter_map(|at| items.get(*at)) {
        ui.label(item_words(scene, case, item));
    }
    if mark.items.len() > MOST {
        let more = scene.lang.count("timeline.more", mark.items.len() - MOST);
        ui.label(weak(ui, more, Role::Caption));
    }
}

/// One of each kind of mark with what it means; last the span of a rough date.
pub(super) fn legend(scene: &Scene) -> Vec<(Item, String)> {
    let (lang, day) = (scene.lang, scene.session.view().as_of());
    let exact = |kind| Item { kind, from: day, to: day };
    let claim = |side, reported| exact(Kind::Claim { side, reported, at: 0 });
    let party = |side: usize| party_words(lang, scene.register(), scene.register().compare()[side]);
    let rough = Item { kind: Kind::Event(0), from: day, to: day.saturating_add(1.year()) };
    vec![
        (exact(Kind::Taken), lang.t("timeline.taken").into_owned()),
        (claim(Some(0), false), party(0)),
        (claim(Some(1), false), party(1)),
        (claim(None, true), lang.t("timeline.legend_reported").into_owned()),
        (exact(Kind::Returned), lang.t("timeline.returned").into_owned()),
        (exact(Kind::Event(0)), lang.t("command.page_events").into_owned()),
        (rough, lang.t("timeline.legend_span").into_owned()),
    ]
}

/// How wide the sign of an item is that stands beside words.
pub(super) const SIGN: f32 = SPACE * 2.0;

/// Paints the sign of an item, from the middle of its left side.
pub(super) fn sign(ui: &Ui, scene: &Scene, at: egui::Pos2, item: Item) {
    let mut picture = Picture::new([SIGN, SIGN]);
    sole(&mut picture, [0.0, SIGN / 2.0], SIGN, item, scene.lang);
    let corner = at - egui::vec2(0.0, SIGN / 2.0);
    canvas::paint(ui.painter(), &Palette::of(ui), corner, &picture);
}

/// What the marks mean, in as many lines as that takes.
pub(super) fn legend_ui(ui: &mut Ui, scene: &Scene) {
    ui.spacing_mut().item_spacing = egui::vec2(SPACE / 2.0, 0.0);
    ui.spacing_mut().interact_size.y = SPACE * 2.5;
    ui.horizontal_wrapped(|ui| {
        for (item, words) in legend(scene) {
            let words = egui::WidgetText::from(weak(ui, words, Role::Caption));
            let extend = Some(egui::TextWrapMode::Extend);
            let words = words.into_galley(ui, extend, 0.0, egui::TextStyle::Body);
            // A mark stays with its words.
            if ui.available_size_before_wrap().x < SIGN + SPACE / 2.0 + words.size().x {
                ui.end_row();
            }
            let (rect, _) = ui.allocate_exact_size(egui::Vec2::splat(SIGN), egui::Sense::hover());
            sign(ui, scene, rect.left_center(), item);
            ui.label(words);
            ui.add_space(SPACE);
        }
    });
}
