//! The figures on both days, side by side, and who joined or left each group.

use std::sync::Arc;

use egui::{
    Align2, Galley, Pos2, Rect, ScrollArea, Sense, TextStyle, TextWrapMode, Ui, Vec2, WidgetInfo,
    WidgetText,
};

use crate::{
    lang::Lang,
    model::Total,
    ui::{
        Scene,
        theme::{Palette, Role, SPACE},
        widgets::{paint_words, text},
    },
    view::{Changes, Group, Move, date_words, day_words, group_words, party_words},
};

/// The height of a line.
const LINE: f32 = SPACE * 2.75;
/// The most that a label takes of the width.
const LABEL: f32 = SPACE * 28.0;
/// The room for a number of the first day; its heading may reach over the labels, of which the
/// line of headings has none.
const NUMBER: f32 = SPACE * 7.5;
/// How much further right the numbers of the second day end: the width of a heading.
const STEP: f32 = SPACE * 15.0;
/// From how wide a page on the figures stand in two blocks beside each other.
const WIDE: f32 = SPACE * 112.0;
/// How many names are told.
const NAMES: usize = 40;

/// A line of the figures.
struct Line {
    label: String,
    counts: [String; 2],
    /// Who joined and left; or when it was announced.
    details: String,
    moved: bool,
}

/// Draws the figures: the lists and sets, then what was announced and the status of people.
pub(super) fn figures_ui(ui: &mut Ui, scene: &Scene, changes: &Changes) {
    let moved = |moved: &&Move| matches!(moved.group, Group::People(_));
    let people = |moved: &Move| people(scene, moved);
    let lists: Vec<Line> = changes.moves.iter().filter(moved).map(people).collect();
    let announced = [0, 1].map(|side| announced(scene, changes, side));
    let status = changes.moves.iter().filter(|one| !moved(one)).map(people);
    let rest: Vec<Line> = announced.into_iter().chain(status).collect();
    let days = [changes.from(), changes.to()].map(|day| day_words(scene.lang, day));
    let labels = lists.iter().chain(&rest).map(|line| label(ui, line).size().x);
    let label = labels.fold(0.0, f32::max);
    let block_ui = |ui: &mut Ui, lines: &[Line]| block_ui(ui, &days, label, lines);
    if ui.available_width() < WIDE {
        let area = ScrollArea::vertical().id_salt("figures");
        area.max_height(ui.available_height() * 0.4).show(ui, |ui| {
            block_ui(ui, &lists);
            block_ui(ui, &rest);
        });
        return;
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE * 4.0;
        ui.columns_const(|[first, second]: &mut [Ui; 2]| {
            block_ui(first, &lists);
            block_ui(second, &rest);
        });
    });
}

/// How a group of people moved.
fn people(scene: &Scene, moved: &Move) -> Line {
    let lang = scene.lang;
    let names = |key: &str, places: &[usize]| {
        let names = names(scene, places);
        (!names.is_empty()).then(|| lang.with(key, &[("names", &names)]))
    };
    let joined = names("changes.joined", &moved.joined);
    let left = names("changes.left", &moved.left);
    Line {
        label: group_words(lang, scene.register(), moved.group),
        counts: [lang.number(moved.before), lang.number(moved.after)],
        details: joined.into_iter().chain(left).collect::<Vec<_>>().join(" · "),
        moved: !moved.joined.is_empty() || !moved.left.is_empty(),
    }
}

/// The total that a side had announced by each day.
fn announced(scene: &Scene, changes: &Changes, side: usize) -> Line {
    let lang = scene.lang;
    let party = party_words(lang, scene.register(), &changes.after.pair[side]);
    let totals = [&changes.before, &changes.after].map(|day| day.announced[side].as_deref());
    let date = totals[1].map(|total| date_words(lang, &total.on));
    Line {
        label: lang.with("changes.party_announced", &[("party", &party)]),
        counts: totals.map(|total| count(lang, total)),
        details: date.unwrap_or_default(),
        moved: totals[0] != totals[1],
    }
}

fn count(lang: Lang, total: Option<&Total>) -> String {
    match total {
        Some(total) => lang.number(total.count as usize),
        None => lang.t("export.announced.none").into_owned(),
    }
}

/// People by name, as many as one cares to read.
fn names(scene: &Scene, places: &[usize]) -> String {
    let lang = scene.lang;
    let cases = places.iter().take(NAMES).filter_map(|at| scene.register().cases().get(*at));
    let mut names: Vec<String> = cases.map(|case| case.name.shown(lang.code())).collect();
    if places.len() > NAMES {
        names.push(lang.count("summary.more", places.len() - NAMES));
    }
    lang.join(names)
}

/// The label of a line, laid out.
fn label(ui: &Ui, line: &Line) -> Arc<Galley> {
    galley(ui, &line.label, Role::Body, LABEL)
}

/// Words in one line, cut where there is no more room.
fn galley(ui: &Ui, words: &str, role: Role, width: f32) -> Arc<Galley> {
    let words = WidgetText::from(text(words, role));
    words.into_galley(ui, Some(TextWrapMode::Truncate), width.max(0.0), TextStyle::Body)
}

/// Draws lines under the two days; `label` is how wide the labels are.
fn block_ui(ui: &mut Ui, days: &[String; 2], label: f32, lines: &[Line]) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let weak = Palette::of(ui).weak;
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), LINE), Sense::hover());
    for (side, day) in days.iter().enumerate() {
        let at = number_at(rect, label, side);
        paint_words(ui, at, Align2::RIGHT_CENTER, day, Role::Caption, weak);
    }
    for line in lines {
        line_ui(ui, days, label, line);
    }
}

/// Where the number of a day ends.
fn number_at(rect: Rect, label: f32, side: usize) -> Pos2 {
    rect.left_center() + Vec2::new(label + NUMBER + STEP * side as f32, 0.0)
}

/// Draws a line; what did not move is of less weight.
fn line_ui(ui: &mut Ui, days: &[String; 2], width: f32, line: &Line) {
    let Line { label: words, counts, details, moved } = line;
    let palette = Palette::of(ui);
    let ink = if *moved { palette.text } else { palette.weak };
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), LINE), Sense::hover());
    let middle = |height: f32| rect.center().y - height / 2.0;
    let name = label(ui, line);
    let mut cut = name.elided;
    ui.painter().galley(Pos2::new(rect.left(), middle(name.size().y)), name, ink);
    for (side, count) in counts.iter().enumerate() {
        let at = number_at(rect, width, side);
        paint_words(ui, at, Align2::RIGHT_CENTER, count, Role::Body, ink);
    }
    let left = number_at(rect, width, 1).x + SPACE * 2.0;
    let names = galley(ui, details, Role::Caption, rect.right() - left);
    cut |= names.elided;
    ui.painter().galley(Pos2::new(left, middle(names.size().y)), names, palette.weak);
    let [before, after] = [0, 1].map(|side| format!("{}: {}", days[side], counts[side]));
    let told = [words.as_str(), &before, &after, details];
    let told = told.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Label, true, &told));
    if cut {
        response.on_hover_text(format!("{words}\n{details}"));
    }
}
