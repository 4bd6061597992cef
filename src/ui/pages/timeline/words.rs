//! What the timeline says in words.

use egui::Ui;

use crate::{
    model::Case,
    picture::{
        Picture,
        timeline::{Item, Kind, Mark, lane, marks},
    },
    ui::{
        Palette, Role, Scene, canvas,
        theme::SPACE,
        widgets::{text, weak},
    },
    view::{date_words, party_words, says_words},
};

/// How many items are told under the pointer.
const MOST: usize = 12;

/// An item with its date: "1 May 1997: Japan, abducted".
fn item_words(scene: &Scene, case: Option<&Case>, item: &Item) -> String {
    let lang = scene.lang;
    let said = |date: &crate::model::Date, what: String| {
        lang.with("timeline.item", &[("day", &date_words(lang, date)), ("what", &what)])
    };
    let words = match item.kind {
        Kind::Taken => case
            .and_then(|case| case.taken.on.as_ref())
            .map(|on| said(on, lang.t("timeline.taken").into_owned())),
        Kind::Returned => case
            .and_then(|case| case.returned.as_ref())
            .map(|returned| said(&returned.on, lang.t("timeline.returned").into_owned())),
        Kind::Claim { at, reported, .. } => {
            case.and_then(|case| case.claims.get(at)).map(|claim| {
                let party = party_words(lang, scene.register(), &claim.by);
                let key = if reported { "timeline.reported" } else { "timeline.said" };
                let says = says_words(lang, &claim.says);
                said(&claim.on, lang.with(key, &[("party", &party), ("says", &says)]))
            })
        }
        Kind::Event(at) => {
            let event = scene.register().events().get(at);
            event.map(|event| said(&event.on, event.title.get(lang.code()).to_owned()))
        }
    };
    words.unwrap_or_default()
}

/// A lane, for who cannot see it.
pub(super) fn lane_words(scene: &Scene, name: &str, case: Option<&Case>, items: &[Item]) -> String {
    let words: Vec<_> = items.iter().map(|item| item_words(scene, case, item)).collect();
    format!("{name}. {}", words.join(". "))
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
        let more = scene.lang.count("summary.more", mark.items.len() - MOST);
        ui.label(weak(ui, more, Role::Caption));
    }
}

/// What the marks mean.
pub(super) fn legend_ui(ui: &mut Ui, scene: &Scene) {
    let lang = scene.lang;
    let day = scene.session.view().as_of();
    let exact = |kind| Item { kind, from: day, to: day };
    let claim = |side, reported| exact(Kind::Claim { side, reported, at: 0 });
    let party = |side: usize| party_words(lang, scene.register(), scene.register().compare()[side]);
    let [first, second] = [0, 1].map(party);
    let reported = lang.t("timeline.legend_reported").into_owned();
    let entries = [
        (exact(Kind::Taken), lang.t("timeline.taken").into_owned()),
        (claim(Some(0), false), first),
        (claim(Some(1), false), second),
        (claim(None, true), reported),
        (exact(Kind::Returned), lang.t("timeline.returned").into_owned()),
        (exact(Kind::Event(0)), lang.t("command.page_events").into_owned()),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        let size = egui::Vec2::new(SPACE * 2.0, SPACE * 2.0);
        let entry = |ui: &mut Ui, item: Item, words: String| {
            let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
            let mut picture = Picture::new(size.into());
            let scale = crate::picture::scale::TimeScale::new(item.from, item.to, size.x);
            let items = [item];
            lane(&mut picture, [0.0, size.y / 2.0], &scale, &items, &marks(&items, &scale), lang);
            canvas::paint(ui.painter(), &Palette::of(ui), rect.min, &picture);
            ui.label(weak(ui, words, Role::Caption));
            ui.add_space(SPACE);
        };
        for (item, words) in entries {
            entry(ui, item, words);
        }
        let (rect, _) = ui.allocate_exact_size(size * egui::vec2(1.5, 1.0), egui::Sense::hover());
        span_mark(ui, rect);
        ui.label(weak(ui, lang.t("timeline.legend_span"), Role::Caption));
    });
}

/// The hollow span of a rough date.
fn span_mark(ui: &Ui, rect: egui::Rect) {
    let mut picture = Picture::new(rect.size().into());
    picture.shapes.push(crate::picture::Shape::Rect {
        at: [0.0, rect.height() / 2.0 - 4.0],
        size: [rect.width(), 8.0],
        fill: Some(crate::picture::Ink::Surface),
        frame: Some(crate::picture::Ink::Weak),
        round: 4.0,
    });
    canvas::paint(ui.painter(), &Palette::of(ui), rect.min, &picture);
}
