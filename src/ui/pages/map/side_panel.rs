//! What stands beside the map: the people of the mark chosen, or the marks in sight; those without
//! a place; or one case.

use egui::{
    Align2, Rect, ScrollArea, Sense, Stroke, StrokeKind, TextWrapMode, Ui, Vec2, WidgetInfo,
    WidgetText,
};

use crate::{
    analysis::{map::clusters::Cluster, position::Status, query::Column},
    describe::labels::cell_text,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::map::{ClusterCache, MapState, toolbar},
        panels::detail::case_detail_ui,
        theme::{Palette, Role, SPACE},
        widgets::{paint_text, rich_text, weak_text},
    },
};

/// The height of a line, in points.
const ROW_HEIGHT: f32 = SPACE * 6.0;

/// Draws what stands beside the map.
pub fn map_side_panel_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut MapState,
    out: &mut Vec<Intent>,
) {
    if state.shows_case && context.session.current().is_some() {
        if ui.button(format!("‹ {}", context.locale.t("map.back_to_list"))).clicked() {
            state.shows_case = false;
        }
        ui.add_space(SPACE / 2.0);
        case_detail_ui(ui, context, out);
        return;
    }
    if state.current_clusters(context.session).is_none() {
        return;
    }
    let Some(cache) = state.cluster_cache.take() else { return };
    let list = MapSideList::new(context, state, &cache);
    let clicked = list.ui(ui);
    match clicked {
        Some(MapSideRow::Cluster(mark)) => {
            state.choose_cluster(context, &cache.clusters, mark, out);
        }
        Some(MapSideRow::Case(at)) => state.show_case(context, at, out),
        Some(MapSideRow::Heading(..) | MapSideRow::Note(_)) | None => {}
    }
    state.cluster_cache = Some(cache);
}

/// What a line of the list says.
enum MapSideRow<'a> {
    /// What follows, and how many cases that are.
    Heading(String, usize),
    /// Something said of a section.
    Note(&'static str),
    /// A mark in sight.
    Cluster(&'a Cluster),
    /// A case, by its place in the register.
    Case(u32),
}

/// The list: a section for the mark chosen or the marks in sight, one for what is out of sight,
/// one for who has no place.
struct MapSideList<'a> {
    context: &'a UiContext<'a>,
    cache: &'a ClusterCache,
    chosen_cluster: Option<&'a Cluster>,
    visible: Vec<&'a Cluster>,
    /// How many cases the marks in sight stand for.
    visible_count: usize,
}

impl<'a> MapSideList<'a> {
    fn new(context: &'a UiContext, state: &MapState, cache: &'a ClusterCache) -> Self {
        let clusters = &cache.clusters;
        // Before the map is drawn for the first time nothing is in sight.
        let visible =
            state.viewport.map(|viewport| clusters.visible_clusters(&viewport)).unwrap_or_default();
        let visible_count = visible.iter().map(|mark| mark.case_count()).sum();
        let is_chosen = |mark: &&&Cluster| {
            state.chosen_cluster.is_some_and(|first| mark.members().contains(&first))
        };
        let chosen_cluster = visible.iter().find(is_chosen).copied();
        Self { context, cache, chosen_cluster, visible, visible_count }
    }

    /// How many lines the first section has under its heading; at least one.
    fn first_section_len(&self) -> usize {
        self.chosen_cluster.map_or(self.visible.len(), Cluster::case_count).max(1)
    }

    fn len(&self) -> usize {
        // Three headings.
        self.first_section_len() + 3 + self.cache.clusters.unplaced().len().max(1)
    }

    fn row(&self, at: usize) -> MapSideRow<'a> {
        let locale = self.context.locale;
        let heading =
            |key: &'static str, count| MapSideRow::Heading(locale.t(key).into_owned(), count);
        let first = self.first_section_len();
        let clusters = &self.cache.clusters;
        let unplaced = clusters.unplaced();
        if at == 0 {
            return match self.chosen_cluster {
                Some(mark) => {
                    let label = self.cache.label(self.context, mark);
                    MapSideRow::Heading(label.places.clone(), mark.case_count())
                }
                None => heading("map.in_view", self.visible_count),
            };
        }
        if at <= first {
            return match self.chosen_cluster {
                Some(mark) => MapSideRow::Case(clusters.cases(mark)[at - 1]),
                None => {
                    let mark = self.visible.get(at - 1).copied();
                    mark.map_or(MapSideRow::Note("map.nobody_in_view"), MapSideRow::Cluster)
                }
            };
        }
        match at - first - 1 {
            0 => heading("map.outside_view", clusters.members().len() - self.visible_count),
            1 => heading("map.without_coordinates", unplaced.len()),
            at => {
                let case = unplaced.get(at - 2);
                case.map_or(MapSideRow::Note("map.no_case_without_coordinates"), |at| {
                    MapSideRow::Case(*at)
                })
            }
        }
    }

    /// Draws the lines in sight; gives the one clicked.
    fn ui(&self, ui: &mut Ui) -> Option<MapSideRow<'a>> {
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical().auto_shrink(false);
        let clicked = area.show_rows(ui, ROW_HEIGHT, self.len(), |ui, range| {
            let mut clicked = None;
            for at in range {
                let line = self.row(at);
                let size = Vec2::new(ui.available_width(), ROW_HEIGHT);
                let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                if self.row_ui(ui, rect, at, &line) {
                    clicked = Some(line);
                }
            }
            clicked
        });
        clicked.inner
    }

    /// Draws a line; whether it was clicked.
    fn row_ui(&self, ui: &mut Ui, rect: Rect, at: usize, line: &MapSideRow) -> bool {
        let context = self.context;
        match line {
            MapSideRow::Heading(text, count) => {
                self.heading_ui(ui, rect, text, *count);
                false
            }
            MapSideRow::Note(key) => {
                let text = weak_text(ui, context.locale.t(key), Role::Body);
                ui.put(rect, egui::Label::new(text).wrap());
                false
            }
            MapSideRow::Cluster(mark) => {
                let label = self.cache.label(context, mark);
                let details = format!("{} · {}", label.statuses, label.names);
                let only =
                    Status::ALL.into_iter().find(|status| mark.status_counts[*status as usize] > 0);
                let sign =
                    if mark.case_count() == 1 { only.ok_or(1) } else { Err(mark.case_count()) };
                self.item_ui(ui, rect, at, sign, &label.places, &details)
            }
            MapSideRow::Case(case) => {
                let (locale, register) = (context.locale, context.register());
                let case_state = context.session.analysis().case_states()[*case as usize];
                let case = &register.cases()[*case as usize];
                let details = [Column::Taken, Column::Place, Column::Status];
                let details =
                    details.map(|column| cell_text(locale, register, case, case_state, column));
                let details: Vec<String> =
                    details.into_iter().filter(|text| !text.is_empty()).collect();
                let name = case.name.display_name(locale.code());
                self.item_ui(ui, rect, at, Ok(case_state.status), &name, &details.join(" · "))
            }
        }
    }

    fn heading_ui(&self, ui: &mut Ui, rect: Rect, text: &str, count: usize) {
        let palette = Palette::of(ui);
        let count = self.context.locale.t_plural("subject.cases", count);
        let below = rect.bottom() - SPACE * 0.75;
        let count_at = egui::pos2(rect.right(), below);
        paint_text(ui, count_at, Align2::RIGHT_BOTTOM, &count, Role::Caption, palette.weak);
        let room = Rect::from_min_max(rect.min, egui::pos2(rect.right() - SPACE * 9.0, below));
        let label = WidgetText::from(rich_text(text, Role::Section));
        let galley = label.into_galley(
            ui,
            Some(TextWrapMode::Truncate),
            room.width(),
            Role::Section.style(),
        );
        let at = egui::pos2(room.left(), below - galley.size().y);
        ui.painter().galley(at, galley, palette.text);
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.line));
        let id = ui.unique_id().with(("heading", text));
        let response = ui.interact(rect, id, Sense::hover());
        response.widget_info(|| {
            WidgetInfo::labeled(egui::accesskit::Role::Heading, true, format!("{text}: {count}"))
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
                toolbar::paint_status_sign(ui, middle, status);
            }
            Err(count) => {
                let count = self.context.locale.format_number(count);
                // A count of many digits has no room in larger letters.
                let role = if count.len() > 4 { Role::Caption } else { Role::Body };
                paint_text(ui, middle, Align2::CENTER_CENTER, &count, role, palette.text);
            }
        }
        let width = rect.width() - column - SPACE / 2.0;
        let mut cut = false;
        for (text, role, color, y) in [
            (title, Role::Body, palette.text, SPACE * 0.75),
            (details, Role::Caption, palette.weak, SPACE * 3.25),
        ] {
            let text = WidgetText::from(rich_text(text, role));
            let galley = text.into_galley(ui, Some(TextWrapMode::Truncate), width, role.style());
            cut |= galley.elided;
            ui.painter().galley(rect.left_top() + Vec2::new(column, y), galley, color);
        }
        let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
        let clicked = response.clicked();
        if cut {
            response.on_hover_text(format!("{title}\n{details}"));
        }
        clicked
    }
}
