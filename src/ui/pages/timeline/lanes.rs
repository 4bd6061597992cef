//! The lanes in sight, and the one of events beneath them.

use egui::{Align2, Id, Pos2, Rect, ScrollArea, Sense, Ui, Vec2};

use crate::{
    analysis::finding::FindingSubject,
    figure::{
        Figure,
        time_axis::TimeScale,
        timeline::{
            self, LANE_HEIGHT, LaneMark, TimelineItem, TimelineItemKind, case_items,
            group_into_marks, item_text::describe_lane,
        },
    },
    model::Case,
    session::Action,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::timeline::{
            keyboard, legend,
            state::{NAMES_WIDTH, TimelineState},
        },
        theme::{Palette, Role, SPACE},
        widgets::figure_painter,
    },
};

/// How strongly a turn of the wheel changes the stretch shown.
const WHEEL_SENSITIVITY: f64 = 0.002;

/// Draws the lanes of the cases, in the table's order.
pub(super) fn lanes_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut TimelineState,
    scale: &TimeScale,
    whole: (f64, f64),
    out: &mut Vec<Intent>,
) {
    let rows = &context.session.analysis().query_result().rows;
    let area = ui.available_rect_before_wrap();
    let response = ui.interact(area, ui.scope_id().with("lanes"), Sense::click_and_drag());
    response.widget_info(|| {
        let cases = context.locale.t_plural("subject.cases", rows.len());
        let name = context.locale.t_with("timeline.lanes_label", &[("cases", &cases)]);
        egui::WidgetInfo::labeled(egui::accesskit::Role::List, true, name)
    });
    let page = ((area.height() / LANE_HEIGHT) as usize).max(1);
    let entered = keyboard::handle_lane_keys(ui, &response, state, (rows.len(), page), whole);
    handle_pointer(ui, &response, state, scale, whole);
    let mut scroll = ScrollArea::vertical().auto_shrink(false);
    if std::mem::take(&mut state.scrolls_to_current) {
        let top = state.current as f32 * LANE_HEIGHT;
        scroll = scroll.vertical_scroll_offset((top - area.height() / 2.0).max(0.0));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    let cases = context.register().cases();
    let mut viewport = 0..0;
    scroll.show_rows(ui, LANE_HEIGHT, rows.len(), |ui, range| {
        viewport = range.clone();
        for row in range {
            let Some(case) = rows.get(row).and_then(|at| cases.get(*at as usize)) else { continue };
            let lane = LanePainter {
                context,
                scale,
                is_current: response.has_focus() && row == state.current,
            };
            if lane.case_lane_ui(ui, case) || (entered && row == state.current) {
                state.current = row;
                out.push(Intent::Action(Action::SelectCase(case.id.clone())));
            }
        }
    });
    // A case chosen elsewhere is brought in sight.
    let chosen = context.session.selection().current_row();
    if std::mem::replace(&mut state.chosen_lane, chosen) != chosen
        // The last lane may be seen only in part.
        && let Some(row) = chosen.filter(|row| !(viewport.start..viewport.end.saturating_sub(1)).contains(row))
    {
        (state.current, state.scrolls_to_current) = (row, true);
        ui.ctx().request_repaint();
    }
    if response.has_focus() {
        let stroke = ui.visuals().selection.stroke;
        ui.painter().rect_stroke(area, 3.0, stroke, egui::StrokeKind::Inside);
    }
}

/// Dragging moves along time; the wheel with Ctrl, or two fingers, come nearer and go farther.
fn handle_pointer(
    ui: &Ui,
    response: &egui::Response,
    state: &mut TimelineState,
    scale: &TimeScale,
    whole: (f64, f64),
) {
    let width = f64::from(scale.width);
    if response.dragged() {
        state.pan(-f64::from(response.drag_delta().x) / width, whole);
    }
    let Some(at) = ui.input(|input| input.pointer.hover_pos()) else { return };
    if !response.rect.contains(at) {
        return;
    }
    let around = (f64::from(at.x - response.rect.left() - NAMES_WIDTH) / width).clamp(0.0, 1.0);
    let (zoom, aside) = ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta().x));
    if (zoom - 1.0).abs() > f32::EPSILON {
        state.zoom(1.0 / f64::from(zoom), around, whole);
    }
    if aside.abs() > 0.0 {
        state.pan(-f64::from(aside) * WHEEL_SENSITIVITY, whole);
    }
}

/// The lane of diplomatic events.
pub(super) fn events_ui(
    ui: &mut Ui,
    context: &UiContext,
    items: &[TimelineItem],
    scale: &TimeScale,
    out: &mut Vec<Intent>,
) {
    let lane = LanePainter { context, scale, is_current: false };
    let name = context.locale.t("command.page_events");
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), LANE_HEIGHT), Sense::click());
    response.widget_info(|| {
        let name = describe_lane(context.locale, context.register(), &name, None, items);
        egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, name)
    });
    ui.painter().hline(rect.x_range(), rect.top(), egui::Stroke::new(1.0, Palette::of(ui).line));
    let pointed = lane.paint_lane(ui, rect, &name, items, None, response.hover_pos());
    if response.clicked()
        && let Some(TimelineItemKind::Event(at)) =
            pointed.as_ref().and_then(|mark| match mark.items[..] {
                [one] => items.get(one).map(|item| item.kind),
                _ => None,
            })
    {
        out.push(Intent::ShowRecord(FindingSubject::Event(at), None));
    }
    if let Some(mark) = pointed {
        response
            .on_hover_ui_at_pointer(|ui| legend::mark_tooltip_ui(ui, context, None, items, &mark));
    }
}

/// One lane to draw.
struct LanePainter<'a> {
    context: &'a UiContext<'a>,
    scale: &'a TimeScale,
    /// The keys are on it.
    is_current: bool,
}

impl LanePainter<'_> {
    /// Draws the lane of a case; whether it was clicked.
    fn case_lane_ui(&self, ui: &mut Ui, case: &Case) -> bool {
        let Self { context, .. } = self;
        let items = case_items(
            case,
            context.register().compared_parties(),
            context.session.analysis().as_of(),
        );
        let (rect, _) =
            ui.allocate_exact_size(Vec2::new(ui.available_width(), LANE_HEIGHT), Sense::hover());
        // Where a drag begins, time moves: only a click is meant for the lane.
        let response = ui.interact(rect, Id::unique(("lane", &case.id)), Sense::CLICK);
        let name = case.name.display_name(context.locale.code());
        let chosen = context.session.current().is_some_and(|(_, current)| current.id == case.id);
        response.widget_info(|| {
            let text = describe_lane(context.locale, context.register(), &name, Some(case), &items);
            egui::WidgetInfo::selected(egui::accesskit::Role::Button, true, chosen, text)
        });
        let palette = Palette::of(ui);
        if chosen {
            ui.painter().rect_filled(rect, 0.0, palette.selection.gamma_multiply(0.5));
        } else if response.hovered() || self.is_current {
            ui.painter().rect_filled(rect, 0.0, palette.raised.gamma_multiply(0.5));
        }
        let pointed = self.paint_lane(ui, rect, &name, &items, Some(case), response.hover_pos());
        let clicked = response.clicked();
        if let Some(mark) = pointed {
            response.on_hover_ui_at_pointer(|ui| {
                legend::mark_tooltip_ui(ui, context, Some(case), &items, &mark);
            });
        }
        clicked
    }

    /// Paints a lane; gives the mark under the pointer.
    fn paint_lane(
        &self,
        ui: &Ui,
        rect: Rect,
        name: &str,
        items: &[TimelineItem],
        case: Option<&Case>,
        pointer: Option<Pos2>,
    ) -> Option<LaneMark> {
        let palette = Palette::of(ui);
        let names = Rect::from_min_size(rect.min, Vec2::new(NAMES_WIDTH - SPACE, rect.height()));
        let color = if case.is_some() { palette.text } else { palette.weak };
        let clip = ui.painter().with_clip_rect(names.intersect(ui.clip_rect()));
        clip.text(
            names.left_center() + Vec2::new(SPACE, 0.0),
            Align2::LEFT_CENTER,
            name,
            Role::Body.font(),
            color,
        );
        let marks = group_into_marks(items, self.scale);
        let mut figure = Figure::new(rect.size().into());
        let at = [NAMES_WIDTH, rect.height() / 2.0];
        timeline::draw_lane(&mut figure, at, self.scale, items, &marks, self.context.locale);
        figure_painter::paint_figure(ui.painter(), &palette, rect.min, &figure);
        if self.is_current {
            let bar = Rect::from_min_size(rect.min, Vec2::new(3.0, rect.height()));
            ui.painter().rect_filled(bar, 0.0, palette.accent);
        }
        let x = pointer?.x - rect.left() - NAMES_WIDTH;
        let near = |mark: &&LaneMark| mark.extent.0 - 3.0 <= x && x <= mark.extent.1 + 3.0;
        // What is narrower lies on top.
        let width = |mark: &&LaneMark| mark.extent.1 - mark.extent.0;
        marks.iter().filter(near).min_by(|a, b| width(a).total_cmp(&width(b))).cloned()
    }
}
