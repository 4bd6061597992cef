//! The map itself, by mouse, touchpad and keys.

use egui::{
    CursorIcon, EventFilter, Id, Key, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo, accesskit,
};

use crate::{
    analysis::map::{clusters::Cluster, geo_bounds::GeoBounds, region::Region, viewport::Viewport},
    figure::map::{
        chart::MAX_LABELLED_MARKERS,
        draw_map,
        marker::{Emphasis, Marker},
    },
    ui::{
        context::UiContext,
        intent::Intent,
        pages::map::{
            state::{ClusterCache, MapState},
            toolbar::ZOOM_STEP,
        },
        theme::{Palette, Role},
        widgets::{
            area_chip::area_filter_intent,
            figure_painter,
            text::{rich_text, weak_text},
        },
    },
};

/// How far an arrow key moves the map, in points.
const PAN_STEP: f32 = 80.0;
/// How far a wheel is turned until everything is twice as large, in points.
const WHEEL_POINTS_PER_DOUBLING: f64 = 160.0;

/// Draws the map in so much room.
pub(super) fn map_canvas_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut MapState,
    size: Vec2,
    out: &mut Vec<Intent>,
) {
    let (rect, _) = ui.allocate_exact_size(size.max(Vec2::splat(1.0)), Sense::hover());
    let id = ui.make_persistent_id("map");
    let response = ui.interact(rect, id, Sense::click_and_drag());
    response.widget_info(|| {
        WidgetInfo::labeled(accesskit::Role::Canvas, true, context.locale.t("map.name"))
    });
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_description(context.locale.t("map.keyboard_help").into_owned());
    });
    let Some(cache) = state.cluster_cache.take() else { return };
    let mut viewport = next_viewport(state, &cache, rect.size().into());
    let focus = ui.memory(egui::Memory::focused);
    let focused = state.focused_cluster.filter(|first| focus == Some(id.with(*first)));
    if focused.is_some() || response.has_focus() {
        let arrows =
            EventFilter { vertical_arrows: true, horizontal_arrows: true, ..Default::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(focus.unwrap_or(id), arrows));
        viewport = apply_keys(ui, &cache, viewport);
    }
    let (viewport, drawn) =
        apply_pointer(ui, context, &response, viewport, &mut state.drag_corner, out);
    let visible = cache.clusters.visible_clusters(&viewport);
    let map_canvas = MapCanvas {
        context,
        cache: &cache,
        viewport,
        id,
        rect,
        chosen_cluster: state.chosen_cluster,
    };
    map_canvas.keep_focus(ui, &visible, focused);
    let responses: Vec<Response> =
        visible.iter().map(|mark| map_canvas.cluster_response(ui, mark)).collect();
    let areas: Vec<GeoBounds> =
        context.session.analysis().query().bounds.into_iter().chain(drawn).collect();
    map_canvas.paint_map(ui, &visible, &responses, &areas);
    let focus = visible.iter().zip(&responses).find(|(_, response)| response.has_focus());
    state.focused_cluster = focus.map(|(mark, _)| mark.members().start);
    state.viewport = Some(viewport);
    if response.clicked() {
        response.request_focus();
        state.chosen_cluster = None;
        state.shows_case = false;
    }
    for (cluster, response) in visible.iter().zip(responses) {
        if response.clicked() {
            state.choose_cluster(context, &cache.clusters, cluster, out);
            response.request_focus();
        }
        if response.double_clicked() && !cluster.is_one_place {
            state.viewport =
                Some(viewport.zoomed(ZOOM_STEP * 2.0, viewport.to_screen(cluster.center)));
        }
        map_canvas.show_tooltip(cluster, response);
    }
    state.cluster_cache = Some(cache);
}

/// What is seen: what was before, unless another view was asked for.
fn next_viewport(state: &mut MapState, cache: &ClusterCache, size: [f32; 2]) -> Viewport {
    let wanted = state.requested_region.take().and_then(|region| region.map_rect(&cache.clusters));
    let wanted = wanted.map(|part| Viewport::fit(part, size));
    let before = state.viewport.map(|viewport| viewport.with_size(size));
    wanted.or(before).unwrap_or_else(|| Viewport::fit(Region::initial_rect(&cache.clusters), size))
}

/// Moves by arrows, zooms by + and −, and shows the first view by 0.
fn apply_keys(ui: &Ui, cache: &ClusterCache, viewport: Viewport) -> Viewport {
    let middle = viewport.size().map(|side| side / 2.0);
    ui.input(|input| {
        let pressed =
            |key| input.key_pressed(key) && !input.modifiers.command && !input.modifiers.alt;
        let mut viewport = viewport;
        for (key, by) in [
            (Key::ArrowLeft, [PAN_STEP, 0.0]),
            (Key::ArrowRight, [-PAN_STEP, 0.0]),
            (Key::ArrowUp, [0.0, PAN_STEP]),
            (Key::ArrowDown, [0.0, -PAN_STEP]),
        ] {
            if pressed(key) {
                viewport = viewport.panned(by);
            }
        }
        if pressed(Key::Plus) || pressed(Key::Equals) {
            viewport = viewport.zoomed(ZOOM_STEP, middle);
        }
        if pressed(Key::Minus) {
            viewport = viewport.zoomed(-ZOOM_STEP, middle);
        }
        if pressed(Key::Num0) {
            viewport = Viewport::fit(Region::initial_rect(&cache.clusters), viewport.size());
        }
        viewport
    })
}

/// Moves by a drag, zooms by a wheel or a pinch at the pointer, and draws a rectangle where Shift
/// is held; gives the rectangle while it is drawn.
fn apply_pointer(
    ui: &Ui,
    context: &UiContext,
    response: &Response,
    mut viewport: Viewport,
    corner: &mut Option<[f32; 2]>,
    out: &mut Vec<Intent>,
) -> (Viewport, Option<GeoBounds>) {
    let local = |at: egui::Pos2| <[f32; 2]>::from(at - response.rect.min);
    let shift = ui.input(|input| input.modifiers.shift);
    if response.drag_started() && shift {
        *corner = ui.input(|input| input.pointer.press_origin()).map(local);
    }
    let mut drawn = None;
    match (*corner, response.interact_pointer_pos()) {
        (Some(from), Some(to)) => {
            let area = viewport.bounds_between(from, local(to));
            if response.drag_stopped() {
                *corner = None;
                out.push(area_filter_intent(context, Some(area)));
            } else {
                drawn = Some(area);
            }
        }
        (Some(_), None) => *corner = None,
        (None, _) if response.dragged() => viewport = viewport.panned(response.drag_delta().into()),
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
        let by = f64::from(pinch).log2() + f64::from(wheel) / WHEEL_POINTS_PER_DOUBLING;
        if by != 0.0 {
            viewport = viewport.zoomed(by, local(pointer));
        }
    }
    (viewport, drawn)
}

/// The map while it is drawn.
struct MapCanvas<'a> {
    context: &'a UiContext<'a>,
    cache: &'a ClusterCache,
    viewport: Viewport,
    id: Id,
    rect: Rect,
    chosen_cluster: Option<usize>,
}

impl MapCanvas<'_> {
    /// Keeps the focus with the mark that now stands for the cases of the one that had it.
    fn keep_focus(&self, ui: &Ui, visible: &[&Cluster], focused: Option<usize>) {
        let Some(first) = focused else { return };
        let mark = visible.iter().find(|mark| mark.members().contains(&first));
        let id = mark.map_or(self.id, |mark| self.id.with(mark.members().start));
        if id != self.id.with(first) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }

    fn center_of(&self, cluster: &Cluster) -> egui::Pos2 {
        self.rect.min + Vec2::from(self.viewport.to_screen(cluster.center))
    }

    /// What can be clicked of a mark.
    fn cluster_response(&self, ui: &Ui, cluster: &Cluster) -> Response {
        let rect =
            Rect::from_center_size(self.center_of(cluster), Vec2::splat(cluster.radius() * 2.0));
        let response = ui.interact(rect, self.id.with(cluster.members().start), Sense::click());
        response.widget_info(|| {
            let label = self.cache.label(self.context, cluster);
            WidgetInfo::labeled(accesskit::Role::Button, true, &label.accessible_text)
        });
        response
    }

    fn paint_map(
        &self,
        ui: &Ui,
        visible: &[&Cluster],
        responses: &[Response],
        areas: &[GeoBounds],
    ) {
        let context = self.context;
        let draw = |(cluster, response): (&&Cluster, &Response)| {
            let named = visible.len() <= MAX_LABELLED_MARKERS;
            let label = named.then(|| self.cache.label(context, cluster).label.clone());
            let stress = if response.has_focus() {
                Emphasis::Focused
            } else if self.chosen_cluster.is_some_and(|first| cluster.members().contains(&first)) {
                Emphasis::Selected
            } else {
                Emphasis::None
            };
            Marker {
                emphasis: stress,
                ..Marker::from_cluster(
                    context.locale,
                    cluster,
                    &self.viewport,
                    label.unwrap_or_default(),
                )
            }
        };
        let drawn: Vec<Marker> = visible.iter().zip(responses).map(draw).collect();
        let figure = draw_map(&self.viewport, &drawn, areas, context.locale);
        let painter = ui.painter_at(self.rect);
        figure_painter::paint_figure(&painter, &Palette::of(ui), self.rect.min, &figure);
        let palette = Palette::of(ui);
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        let stroke =
            if focused { Stroke::new(2.0, palette.accent) } else { Stroke::new(1.0, palette.line) };
        painter.rect_stroke(self.rect, 3.0, stroke, StrokeKind::Inside);
    }

    /// Says where, how many, of which status and who.
    fn show_tooltip(&self, cluster: &Cluster, response: Response) {
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_ui(|ui| {
            let label = self.cache.label(self.context, cluster);
            ui.label(rich_text(&label.places, Role::Body).strong());
            ui.label(&label.names);
            ui.label(weak_text(ui, &label.statuses, Role::Body));
        });
    }
}
