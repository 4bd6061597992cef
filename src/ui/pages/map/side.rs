//! What stands beside the map: the people of the mark chosen, or the marks in sight; those without
//! a place; or one case.

use egui::{
    Align2, Rect, ScrollArea, Sense, Stroke, StrokeKind, TextWrapMode, Ui, Vec2, WidgetInfo,
    WidgetText,
};

use super::{Gathered, MapState, bar};
use crate::{
    ui::{
        Intent, Palette, Role, Scene,
        detail::detail_ui,
        theme::SPACE,
        widgets::{paint_words, text, weak},
    },
    view::{Column, Mark, Status, cell_words},
};

/// The height of a line, in points.
const LINE: f32 = SPACE * 6.0;

/// Draws what stands beside the map.
pub fn side_ui(ui: &mut Ui, scene: &Scene, state: &mut MapState, out: &mut Vec<Intent>) {
    if state.shows_case && scene.session.current().is_some() {
        if ui.button(format!("‹ {}", scene.lang.t("map.back"))).clicked() {
            state.shows_case = false;
        }
        ui.add_space(SPACE / 2.0);
        detail_ui(ui, scene, out);
        return;
    }
    if state.gathered(scene.session).is_none() {
        return;
    }
    let Some(gathered) = state.gathered.take() else { return };
    let list = List::new(scene, state, &gathered);
    let clicked = list.ui(ui);
    match clicked {
        Some(Line::Mark(mark)) => state.choose(scene, &gathered.gathering, mark, out),
        Some(Line::Person(at)) => state.show_case(scene, at, out),
        Some(Line::Heading(..) | Line::Note(_)) | None => {}
    }
    state.gathered = Some(gathered);
}

/// What a line of the list says.
enum Line<'a> {
    /// What follows, and how many cases that are.
    Heading(String, usize),
    /// Something said of a section.
    Note(&'static str),
    /// A mark in sight.
    Mark(&'a Mark),
    /// A case, by its place in the register.
    Person(u32),
}

/// The list: a section for the mark chosen or the marks in sight, one for what is out of sight,
/// one for who has no place.
struct List<'a> {
    scene: &'a Scene<'a>,
    gathered: &'a Gathered,
    chosen: Option<&'a Mark>,
    seen: Vec<&'a Mark>,
    /// How many cases the marks in sight stand for.
    in_view: usize,
}

impl<'a> List<'a> {
    fn new(scene: &'a Scene, state: &MapState, gathered: &'a Gathered) -> Self {
        let gathering = &gathered.gathering;
        // Before the map is drawn for the first time nothing is in sight.
        let seen = state.sight.map(|sight| gathering.seen(&sight)).unwrap_or_default();
        let in_view = seen.iter().map(|mark| mark.count()).sum();
        let is_chosen =
            |mark: &&&Mark| state.chosen.is_some_and(|first| mark.members().contains(&first));
        let chosen = seen.iter().find(is_chosen).copied();
        Self { scene, gathered, chosen, seen, in_view }
    }

    /// How many lines the first section has under its heading; at least one.
    fn first(&self) -> usize {
        self.chosen.map_or(self.seen.len(), Mark::count).max(1)
    }

    fn len(&self) -> usize {
        // Three headings.
        self.first() + 3 + self.gathered.gathering.nowhere().len().max(1)
    }

    fn line(&self, at: usize) -> Line<'a> {
        let lang = self.scene.lang;
        let heading = |key: &'static str, count| Line::Heading(lang.t(key).into_owned(), count);
        let first = self.first();
        let gathering = &self.gathered.gathering;
        let nowhere = gathering.nowhere();
        if at == 0 {
            return match self.chosen {
                Some(mark) => {
                    let said = self.gathered.said(self.scene, mark);
                    Line::Heading(said.places.clone(), mark.count())
                }
                None => heading("map.in_view", self.in_view),
            };
        }
        if at <= first {
            return match self.chosen {
                Some(mark) => Line::Person(gathering.cases(mark)[at - 1]),
                None => {
                    let mark = self.seen.get(at - 1).copied();
                    mark.map_or(Line::Note("map.nobody_in_view"), Line::Mark)
                }
            };
        }
        match at - first - 1 {
            0 => heading("map.outside", gathering.members().len() - self.in_view),
            1 => heading("map.nowhere", nowhere.len()),
            at => {
                let case = nowhere.get(at - 2);
                case.map_or(Line::Note("map.everything_placed"), |at| Line::Person(*at))
            }
        }
    }

    /// Draws the lines in sight; gives the one clicked.
    fn ui(&self, ui: &mut Ui) -> Option<Line<'a>> {
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical().auto_shrink(false);
        let clicked = area.show_rows(ui, LINE, self.len(), |ui, range| {
            let mut clicked = None;
            for at in range {
                let line = self.line(at);
                let size = Vec2::new(ui.available_width(), LINE);
                let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                if self.line_ui(ui, rect, at, &line) {
                    clicked = Some(line);
                }
            }
            clicked
        });
        clicked.inner
    }

    /// Draws a line; whether it was clicked.
    fn line_ui(&self, ui: &mut Ui, rect: Rect, at: usize, line: &Line) -> bool {
        let scene = self.scene;
        match line {
            Line::Heading(words, count) => {
                self.heading_ui(ui, rect, words, *count);
                false
            }
            Line::Note(key) => {
                let words = weak(ui, scene.lang.t(key), Role::Body);
                ui.put(rect, egui::Label::new(words).wrap());
                false
            }
            Line::Mark(mark) => {
                let said = self.gathered.said(scene, mark);
                let details = format!("{} · {}", said.statuses, said.names);
                let only = Status::ALL.into_iter().find(|status| mark.counts[*status as usize] > 0);
                let sign = if mark.count() == 1 { only.ok_or(1) } else { Err(mark.count()) };
                self.item_ui(ui, rect, at, sign, &said.places, &details)
            }
            Line::Person(case) => {
                let (lang, register) = (scene.lang, scene.register());
                let standing = scene.session.view().standings()[*case as usize];
                let case = &register.cases()[*case as usize];
                let details = [Column::Taken, Column::Place, Column::Status];
                let details =
                    details.map(|column| cell_words(lang, register, case, standing, column));
                let details: Vec<String> =
                    details.into_iter().filter(|words| !words.is_empty()).collect();
                let name = case.name.shown(lang.code());
                self.item_ui(ui, rect, at, Ok(standing.status), &name, &details.join(" · "))
            }
        }
    }

    fn heading_ui(&self, ui: &mut Ui, rect: Rect, words: &str, count: usize) {
        let palette = Palette::of(ui);
        let count = self.scene.lang.count("subject.cases", count);
        let below = rect.bottom() - SPACE * 0.75;
        let count_at = egui::pos2(rect.right(), below);
        paint_words(ui, count_at, Align2::RIGHT_BOTTOM, &count, Role::Caption, palette.weak);
        let room = Rect::from_min_max(rect.min, egui::pos2(rect.right() - SPACE * 9.0, below));
        let label = WidgetText::from(text(words, Role::Section));
        let galley = label.into_galley(
            ui,
            Some(TextWrapMode::Truncate),
            room.width(),
            Role::Section.style(),
        );
        let at = egui::pos2(room.left(), below - galley.size().y);
        ui.painter().galley(at, galley, palette.text);
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.line));
        let id = ui.unique_id().with(("heading", words));
        let response = ui.interact(rect, id, Sense::hover());
        response.widget_info(|| {
            WidgetInfo::labeled(egui::accesskit::Role::Heading, true, format!("{words}: {count}"))
        });
    }

    /// Draws a line that can be clicked, after a sign or a number; whether it was.
    fn item_ui(
        &self,
        ui: &Ui,
        rect: Rect,
        at: usize,
        sign: Result<Status, usize>,
        title: &str,
        details: &str,
    ) -> bool {
        let palette = Palette::of(ui);
        let response = ui.interact(rect, ui.unique_id().with(("line", at)), Sense::click());
        response.widget_info(|| {
            WidgetInfo::labeled(egui::accesskit::Role::Button, true, format!("{title}, {details}"))
        });
        if response.hovered() || response.has_focus() {
            ui.painter().rect_filled(rect, 0.0, palette.raised);
        }
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.line));
        if response.has_focus() {
            let stroke = ui.visuals().selection.stroke;
            ui.painter().rect_stroke(rect, 0.0, stroke, StrokeKind::Inside);
        }
        let column = SPACE * 5.0;
        let middle = rect.left_top() + Vec2::new(column / 2.0, SPACE * 2.0);
        match sign {
            Ok(status) => {
                bar::paint_sign(ui, middle, status);
            }
            Err(count) => {
                let count = self.scene.lang.number(count);
                // A count of many digits has no room in larger letters.
                let role = if count.len() > 4 { Role::Caption } else { Role::Body };
                paint_words(ui, middle, Align2::CENTER_CENTER, &count, role, palette.text);
            }
        }
        let width = rect.width() - column - SPACE / 2.0;
        let mut cut = false;
        for (words, role, ink, y) in [
            (title, Role::Body, palette.text, SPACE * 0.75),
            (details, Role::Caption, palette.weak, SPACE * 3.25),
        ] {
            let words = WidgetText::from(text(words, role));
            let galley = words.into_galley(ui, Some(TextWrapMode::Truncate), width, role.style());
            cut |= galley.elided;
            ui.painter().galley(rect.left_top() + Vec2::new(column, y), galley, ink);
        }
        let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
        let clicked = response.clicked();
        if cut {
            response.on_hover_text(format!("{title}\n{details}"));
        }
        clicked
    }
}
