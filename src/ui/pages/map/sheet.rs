//! The map itself, by mouse, touchpad and keys.

use egui::{
    CursorIcon, EventFilter, Id, Key, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, accesskit,
};

use super::{Gathered, MapState, bar::STEP, within};
use crate::{
    picture::{Drawn, NAMED, Stress, map},
    ui::{
        Intent, Palette, Role, Scene, canvas,
        widgets::{text, weak},
    },
    view::{Area, Mark, Region, Sight},
};

/// How far an arrow key moves the map, in points.
const MOVE: f32 = 80.0;
/// How far a wheel is turned until everything is twice as large, in points.
const TURN: f64 = 160.0;

/// Draws the map in so much room.
pub(super) fn sheet_ui(
    ui: &mut Ui,
    scene: &Scene,
    state: &mut MapState,
    size: Vec2,
    out: &mut Vec<Intent>,
) {
    let (rect, _) = ui.allocate_exact_size(size.max(Vec2::splat(1.0)), Sense::hover());
    let id = ui.make_persistent_id("map");
    let response = ui.interact(rect, id, Sense::click_and_drag());
    response.widget_info(|| {
        WidgetInfo::labeled(accesskit::Role::Canvas, true, scene.lang.t("map.name"))
    });
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_description(scene.lang.t("map.keys").into_owned());
    });
    let Some(gathered) = state.gathered.take() else { return };
    let mut sight = sight(state, &gathered, rect.size().into());
    let focus = ui.memory(egui::Memory::focused);
    let focused = state.focused.filter(|first| focus == Some(id.with(*first)));
    if focused.is_some() || response.has_focus() {
        let arrows =
            EventFilter { vertical_arrows: true, horizontal_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(focus.unwrap_or(id), arrows));
        sight = by_keys(ui, &gathered, sight);
    }
    let (sight, drawn) = by_pointer(ui, scene, &response, sight, &mut state.corner, out);
    let seen = gathered.gathering.seen(&sight);
    let sheet = Sheet { scene, gathered: &gathered, sight, id, rect, chosen: state.chosen };
    sheet.follow(ui, &seen, focused);
    let touched: Vec<Response> = seen.iter().map(|mark| sheet.touch(ui, mark)).collect();
    let areas: Vec<Area> = scene.session.view().query().area.into_iter().chain(drawn).collect();
    sheet.paint(ui, &seen, &touched, &areas);
    let focus = seen.iter().zip(&touched).find(|(_, response)| response.has_focus());
    state.focused = focus.map(|(mark, _)| mark.members().start);
    state.sight = Some(sight);
    if response.clicked() {
        response.request_focus();
        state.chosen = None;
        state.shows_case = false;
    }
    for (mark, response) in seen.iter().zip(touched) {
        if response.clicked() {
            state.choose(scene, &gathered.gathering, mark, out);
            response.request_focus();
        }
        if response.double_clicked() && !mark.is_one_place {
            state.sight = Some(sight.zoomed(STEP * 2.0, sight.point(mark.at)));
        }
        sheet.hover(mark, response);
    }
    state.gathered = Some(gathered);
}

/// What is seen: what was before, unless another view was asked for.
fn sight(state: &mut MapState, gathered: &Gathered, size: [f32; 2]) -> Sight {
    let wanted = state.wanted.take().and_then(|region| region.part(&gathered.gathering));
    let wanted = wanted.map(|part| Sight::on(part, size));
    let before = state.sight.map(|sight| sight.sized(size));
    wanted.or(before).unwrap_or_else(|| Sight::on(Region::first(&gathered.gathering), size))
}

/// Moves by arrows, zooms by + and −, and shows the first view by 0.
fn by_keys(ui: &Ui, gathered: &Gathered, sight: Sight) -> Sight {
    let middle = sight.size().map(|side| side / 2.0);
    ui.input(|input| {
        let pressed =
            |key| input.key_pressed(key) && !input.modifiers.command && !input.modifiers.alt;
        let mut sight = sight;
        for (key, by) in [
            (Key::ArrowLeft, [MOVE, 0.0]),
            (Key::ArrowRight, [-MOVE, 0.0]),
            (Key::ArrowUp, [0.0, MOVE]),
            (Key::ArrowDown, [0.0, -MOVE]),
        ] {
            if pressed(key) {
                sight = sight.moved(by);
            }
        }
        if pressed(Key::Plus) || pressed(Key::Equals) {
            sight = sight.zoomed(STEP, middle);
        }
        if pressed(Key::Minus) {
            sight = sight.zoomed(-STEP, middle);
        }
        if pressed(Key::Num0) {
            sight = Sight::on(Region::first(&gathered.gathering), sight.size());
        }
        sight
    })
}

/// Moves by a drag, zooms by a wheel or a pinch at the pointer, and draws a rectangle where Shift
/// is held; gives the rectangle while it is drawn.
fn by_pointer(
    ui: &Ui,
    scene: &Scene,
    response: &Response,
    mut sight: Sight,
    corner: &mut Option<[f32; 2]>,
    out: &mut Vec<Intent>,
) -> (Sight, Option<Area>) {
    let local = |at: egui::Pos2| <[f32; 2]>::from(at - response.rect.min);
    let shift = ui.input(|input| input.modifiers.shift);
    if response.drag_started() && shift {
        *corner = ui.input(|input| input.pointer.press_origin()).map(local);
    }
    let mut drawn = None;
    match (*corner, response.interact_pointer_pos()) {
        (Some(from), Some(to)) => {
            let area = sight.area_between(from, local(to));
            if response.drag_stopped() {
                *corner = None;
                out.push(within(scene, Some(area)));
            } else {
                drawn = Some(area);
            }
        }
        (Some(_), None) => *corner = None,
        (None, _) if response.dragged() => sight = sight.moved(response.drag_delta().into()),
        _ => {}
    }
    if response.hovered() || response.dragged() {
        ui.set_cursor_icon(match (shift, response.dragged()) {
            (true, _) => CursorIcon::Crosshair,
            (false, true) => CursorIcon::Grabbing,
            (false, false) => CursorIcon::Grab,
        });
    }
    let pointer = ui.input(|input| input.pointer.hover_pos());
    if let Some(pointer) = pointer.filter(|_| ui.rect_contains_pointer(response.rect)) {
        let (pinch, wheel) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta().y));
        let by = f64::from(pinch).log2() + f64::from(wheel) / TURN;
        if by != 0.0 {
            sight = sight.zoomed(by, local(pointer));
        }
    }
    (sight, drawn)
}

/// The map while it is drawn.
struct Sheet<'a> {
    scene: &'a Scene<'a>,
    gathered: &'a Gathered,
    sight: Sight,
    id: Id,
    rect: Rect,
    chosen: Option<usize>,
}

impl Sheet<'_> {
    /// Keeps the focus with the mark that now stands for the cases of the one that had it.
    fn follow(&self, ui: &Ui, seen: &[&Mark], focused: Option<usize>) {
        let Some(first) = focused else { return };
        let mark = seen.iter().find(|mark| mark.members().contains(&first));
        let id = mark.map_or(self.id, |mark| self.id.with(mark.members().start));
        if id != self.id.with(first) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }

    fn middle(&self, mark: &Mark) -> egui::Pos2 {
        self.rect.min + Vec2::from(self.sight.point(mark.at))
    }

    /// What can be clicked of a mark.
    fn touch(&self, ui: &Ui, mark: &Mark) -> Response {
        let rect = Rect::from_center_size(self.middle(mark), Vec2::splat(mark.radius() * 2.0));
        let response = ui.interact(rect, self.id.with(mark.members().start), Sense::click());
        response.widget_info(|| {
            let said = self.gathered.said(self.scene, mark);
            WidgetInfo::labeled(accesskit::Role::Button, true, &said.line)
        });
        response
    }

    fn paint(&self, ui: &Ui, seen: &[&Mark], touched: &[Response], areas: &[Area]) {
        let scene = self.scene;
        let draw = |(mark, response): (&&Mark, &Response)| {
            let named = seen.len() <= NAMED;
            let label = named.then(|| self.gathered.said(scene, mark).label.clone());
            let stress = if response.has_focus() {
                Stress::Focus
            } else if self.chosen.is_some_and(|first| mark.members().contains(&first)) {
                Stress::Chosen
            } else {
                Stress::None
            };
            Drawn { stress, ..Drawn::of(scene.lang, mark, &self.sight, label.unwrap_or_default()) }
        };
        let drawn: Vec<Drawn> = seen.iter().zip(touched).map(draw).collect();
        let picture = map(&self.sight, &drawn, areas, scene.lang);
        let painter = ui.painter_at(self.rect);
        canvas::paint(&painter, &Palette::of(ui), self.rect.min, &picture);
        let palette = Palette::of(ui);
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        let stroke =
            if focused { Stroke::new(2.0, palette.accent) } else { Stroke::new(1.0, palette.line) };
        painter.rect_stroke(self.rect, 3.0, stroke, StrokeKind::Inside);
    }

    /// Says where, how many, of which status and who.
    fn hover(&self, mark: &Mark, response: Response) {
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| {
            let said = self.gathered.said(self.scene, mark);
            ui.label(text(&said.places, Role::Body).strong());
            ui.label(&said.names);
            ui.label(weak(ui, &said.statuses, Role::Body));
        });
    }
}
