//! The summary on top: both lists as of the day, who makes the difference, and what was announced.

use egui::{Align, CursorIcon, Layout, Rect, Response, Sense, Stroke, TextWrapMode, Ui, Vec2};

use super::{
    Intent, Scene,
    theme::{Palette, Role, SPACE},
    widgets::{paint_segment, segment_mark, text, weak},
};
use crate::{
    session::Action,
    view::{About, People, Reconciliation, Segment, day_words, party_words, people_words},
};

/// The height of a list's row, in points.
const HEIGHT: f32 = SPACE * 4.0;

/// The height of a bar, in points.
const BAR: f32 = 20.0;

/// How many people a bar draws one by one; beyond it only the segments are drawn.
const ONE_BY_ONE: usize = 60;

/// How many names the difference spells out; the others are a click away.
const NAMES: usize = 8;

/// Draws the summary.
pub fn summary_ui(ui: &mut Ui, scene: &Scene, out: &mut Vec<Intent>) {
    let reconciliation = scene.session.view().reconciliation();
    let names =
        [0, 1].map(|side| people_words(scene.lang, scene.register(), People::Listed(side, None)));
    let figures = [0, 1].map(|side| scene.lang.number(reconciliation.counted(side)));
    // Both rows keep to the width of the wider one.
    let wider = |texts: &[String; 2], role: Role| {
        texts.iter().map(|text| width_of(ui, text, role)).fold(0.0, f32::max).ceil()
    };
    let (name, figure) = (wider(&names, Role::Body), wider(&figures, Role::Figure));
    for side in [0, 1] {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE * 2.0;
            let words = text(names[side].as_str(), Role::Body);
            cell(ui, name, Layout::left_to_right(Align::Center), |ui| ui.label(words));
            let words = text(figures[side].as_str(), Role::Figure);
            let button = egui::Button::new(words).frame(false);
            let layout = Layout::right_to_left(Align::Center);
            let button = cell(ui, figure, layout, |ui| ui.add(button));
            let button = button.accessible_name(format!("{} {}", names[side], figures[side]));
            pick(scene, button, People::Listed(side, None), out);
            bar_ui(ui, scene, reconciliation, side, out);
            legend_ui(ui, scene, reconciliation, side, out);
        });
    }
    difference_ui(ui, scene, reconciliation, out);
    for side in [0, 1] {
        if !reconciliation.agrees(side) {
            disagreement_ui(ui, scene, reconciliation, side, out);
        }
    }
}

/// The width of a text on one line, in points.
fn width_of(ui: &Ui, words: &str, role: Role) -> f32 {
    let lay = |fonts: &mut egui::epaint::FontsView<'_>| {
        fonts.layout_no_wrap(words.to_owned(), role.font(), egui::Color32::PLACEHOLDER).size().x
    };
    ui.fonts_mut(lay)
}

/// A cell of a row, of a width in points.
fn cell<R>(ui: &mut Ui, width: f32, layout: Layout, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.allocate_ui_with_layout(Vec2::new(width, HEIGHT), layout, |ui| {
        ui.set_min_width(width);
        add(ui)
    })
    .inner
}

/// What the segments of a side's bar count, and what the side announced.
fn legend_ui(
    ui: &mut Ui,
    scene: &Scene,
    reconciliation: &Reconciliation,
    side: usize,
    out: &mut Vec<Intent>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(SPACE / 2.0, 0.0);
        for (at, segment) in Segment::ALL.into_iter().enumerate() {
            let count = reconciliation.segments[side][at];
            if count == 0 {
                continue;
            }
            let words = segment_words(scene, segment, count);
            // A mark stays with its words.
            let width = width_of(ui, &words, Role::Body) + SPACE * 5.0;
            if ui.available_size_before_wrap().x < width {
                ui.end_row();
                ui.set_row_height(SPACE * 3.0);
            }
            segment_mark(ui, segment);
            let button = egui::Button::new(words).frame_when_inactive(false);
            pick(scene, ui.add(button), People::Listed(side, Some(segment)), out);
            ui.add_space(SPACE / 2.0);
        }
        announced_ui(ui, scene, reconciliation, side);
    });
}

fn segment_words(scene: &Scene, segment: Segment, count: usize) -> String {
    let kind = scene.lang.t(&format!("segment.{}", segment.key()));
    scene.lang.with("summary.segment", &[("n", &scene.lang.number(count)), ("kind", &kind)])
}

/// What the side had announced by then, held against its count.
fn announced_ui(ui: &mut Ui, scene: &Scene, reconciliation: &Reconciliation, side: usize) {
    let lang = scene.lang;
    ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
    let Some(total) = &reconciliation.announced[side] else {
        ui.label(weak(ui, lang.t("summary.nothing_announced"), Role::Caption));
        return;
    };
    let count = lang.number(total.count as usize);
    let palette = Palette::of(ui);
    let agrees = reconciliation.agrees(side);
    let (key, ink) = if agrees {
        ("summary.announced_agrees", palette.well)
    } else {
        ("summary.announced_differs", palette.warning)
    };
    let words = lang.with(key, &[("count", &count)]);
    let day = crate::view::date_words(lang, &total.on);
    let party = party_words(lang, scene.register(), &total.by);
    let hover =
        lang.with("summary.announced_on", &[("party", &party), ("count", &count), ("day", &day)]);
    let hover = if agrees {
        hover
    } else {
        let counted = lang.number(reconciliation.counted(side));
        let day = day_words(lang, reconciliation.as_of);
        let differs = lang.with("summary.counted", &[("counted", &counted), ("day", &day)]);
        format!("{hover}\n{differs}")
    };
    // It stays in one piece, in the next row where this one has no room for it.
    let label = egui::Label::new(text(words, Role::Caption).color(ink)).extend();
    ui.add(label).on_hover_text(hover);
}

/// The bar of a list: its segments, drawn to one scale with the other list's.
fn bar_ui(
    ui: &mut Ui,
    scene: &Scene,
    reconciliation: &Reconciliation,
    side: usize,
    out: &mut Vec<Intent>,
) {
    let longest = reconciliation.counted(0).max(reconciliation.counted(1)).max(1);
    let width = (ui.ctx().content_rect().width() * 0.3).clamp(160.0, 480.0);
    let (area, _) = ui.allocate_exact_size(Vec2::new(width, BAR), Sense::hover());
    let unit = area.width() / longest as f32;
    let mut x = area.left();
    for (at, segment) in Segment::ALL.into_iter().enumerate() {
        let count = reconciliation.segments[side][at];
        if count == 0 {
            continue;
        }
        let size = Vec2::new(unit * count as f32, BAR);
        let rect = Rect::from_min_size(egui::pos2(x, area.top()), size);
        x = rect.right();
        let response = ui.interact(rect, ui.scope_id().with(("bar", side, at)), Sense::click());
        paint_segment(ui, rect.shrink2(Vec2::new(1.0, 0.0)), segment);
        person_by_person(ui, &response, rect, count, unit);
        let words = segment_words(scene, segment, count);
        let party = people_words(scene.lang, scene.register(), People::Listed(side, None));
        let name = scene.lang.with("people.segment", &[("listed", &party), ("segment", &words)]);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
        pick(scene, response.on_hover_text(words), People::Listed(side, Some(segment)), out);
    }
}

/// A segment as it is pointed at; where there is room, its people one by one.
fn person_by_person(ui: &Ui, response: &Response, rect: Rect, count: usize, unit: f32) {
    let palette = Palette::of(ui);
    if count <= ONE_BY_ONE && unit >= 4.0 {
        for person in 1..count {
            let x = rect.left() + unit * person as f32;
            ui.painter().vline(x, rect.y_range(), Stroke::new(2.0, palette.ground));
        }
    }
    if response.hovered() || response.has_focus() {
        let stroke = Stroke::new(2.0, palette.accent);
        ui.painter().rect_stroke(rect, 3.0, stroke, egui::StrokeKind::Outside);
    }
}

/// "17 − 13 = 4: …", with every name a way to the case.
fn difference_ui(
    ui: &mut Ui,
    scene: &Scene,
    reconciliation: &Reconciliation,
    out: &mut Vec<Intent>,
) {
    let lang = scene.lang;
    let [first, second] = [0, 1].map(|side| reconciliation.counted(side));
    let (more, less) = (first.max(second), first.min(second));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(SPACE / 2.0, SPACE / 2.0);
        let sum = lang.with(
            "summary.difference",
            &[
                ("more", &lang.number(more)),
                ("less", &lang.number(less)),
                ("difference", &lang.number(more - less)),
            ],
        );
        ui.label(text(sum, Role::Section));
        for side in [1, 0] {
            let only = &reconciliation.only[side];
            if only.is_empty() {
                continue;
            }
            ui.add_space(SPACE);
            let words = people_words(lang, scene.register(), People::Only(side));
            let words = format!("{words} {}", lang.number(only.len()));
            let button = egui::Button::new(words).frame_when_inactive(false);
            pick(scene, ui.add(button), People::Only(side), out);
            names_ui(ui, scene, only, People::Only(side), out);
        }
        if !reconciliation.both.is_empty() {
            ui.add_space(SPACE);
            let words = people_words(lang, scene.register(), People::Both);
            let words = format!("{words} {}", lang.number(reconciliation.both.len()));
            let button = egui::Button::new(words).frame_when_inactive(false);
            pick(scene, ui.add(button), People::Both, out);
        }
    });
}

/// A count that is not what the side had announced: by how much, and who has made it so since.
fn disagreement_ui(
    ui: &mut Ui,
    scene: &Scene,
    reconciliation: &Reconciliation,
    side: usize,
    out: &mut Vec<Intent>,
) {
    let lang = scene.lang;
    let Some(total) = &reconciliation.announced[side] else { return };
    let moved = &reconciliation.since_announced[side];
    let values = [
        ("party", party_words(lang, scene.register(), &total.by)),
        ("announced", lang.number(total.count as usize)),
        ("counted", lang.number(reconciliation.counted(side))),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let key = if moved.is_empty() { "summary.differs_unnamed" } else { "summary.differs" };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(SPACE / 2.0, SPACE / 2.0);
        let warning = Palette::of(ui).warning;
        ui.label(text(lang.with(key, &values), Role::Body).color(warning));
        names_ui(ui, scene, moved, People::Listed(side, None), out);
    });
}

/// Names, each a way to the case; the last the way to all of them.
fn names_ui(ui: &mut Ui, scene: &Scene, places: &[usize], all: People, out: &mut Vec<Intent>) {
    let lang = scene.lang;
    let cases = scene.register().cases();
    // A name goes to the next line as a whole.
    ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
    for (i, case) in places.iter().take(NAMES).filter_map(|at| cases.get(*at)).enumerate() {
        if i > 0 {
            ui.label(weak(ui, "·", Role::Body));
        }
        let name = case.name.shown(lang.code());
        if ui.link(name).clicked() {
            out.push(Intent::Show(About::Case(case.id.clone()), None));
        }
    }
    if places.len() > NAMES {
        let more = lang.count("summary.more", places.len() - NAMES);
        if ui.link(more).clicked() {
            out.push(show(scene, all));
        }
    }
}

/// What a click on a figure does: the table then shows those people.
fn pick(scene: &Scene, response: Response, people: People, out: &mut Vec<Intent>) {
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if response.clicked() {
        out.push(show(scene, people));
    }
}

fn show(scene: &Scene, people: People) -> Intent {
    let mut query = scene.session.view().query().clone();
    query.people = (query.people != Some(people)).then_some(people);
    Intent::Act(Action::Query(query))
}
