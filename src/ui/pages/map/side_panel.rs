//! The panel beside the map: the cases of the chosen cluster, or the visible clusters; the cases
//! without coordinates; or one case.

use egui::{Align2, Pos2, Response, Stroke, Ui, WidgetInfo, accesskit, pos2, vec2};

use crate::{
    analysis::{map::clusters::Cluster, position::Status, query::Column},
    describe::labels::cell_text,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::map::{
            state::{ClusterCache, MapState},
            toolbar,
        },
        panels::detail::case_detail_ui,
        theme::{Palette, Role, SPACE},
        widgets::{
            list_item::{Leading, ListItem, TWO_LINE_HEIGHT},
            text::{paint_text, rich_text, truncated_galley, wrapped_galley},
            virtual_list::{ListFocus, RowEvent, VirtualList, VirtualListState},
        },
    },
};

/// Draws the panel over the whole of `ui`.
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
    match list.ui(ui, &mut state.side_list) {
        Some(MapSideRow::Cluster(cluster)) => {
            state.choose_cluster(context, &cache.clusters, cluster, out);
        }
        Some(MapSideRow::Case(at)) => state.show_case(context, at, out),
        Some(MapSideRow::Heading(..) | MapSideRow::Note(_)) | None => {}
    }
    state.cluster_cache = Some(cache);
}

/// A row of the list.
enum MapSideRow<'a> {
    /// The heading of a section, and its number of cases.
    Heading(String, usize),
    /// The locale key of the text of an empty section.
    Note(&'static str),
    /// A visible cluster.
    Cluster(&'a Cluster),
    /// The index of a case in the register.
    Case(u32),
}

/// The list: a section of the chosen cluster or of the visible ones, a heading with the number of
/// cases out of sight, and a section of the cases without coordinates.
struct MapSideList<'a> {
    context: &'a UiContext<'a>,
    cache: &'a ClusterCache,
    chosen_cluster: Option<&'a Cluster>,
    visible: Vec<&'a Cluster>,
    /// The number of cases in the visible clusters.
    visible_count: usize,
}

impl<'a> MapSideList<'a> {
    fn new(context: &'a UiContext, state: &MapState, cache: &'a ClusterCache) -> Self {
        let clusters = &cache.clusters;
        // Before the map is first drawn no cluster is visible.
        let visible =
            state.viewport.map(|viewport| clusters.visible_clusters(&viewport)).unwrap_or_default();
        let visible_count = visible.iter().map(|cluster| cluster.case_count()).sum();
        let is_chosen = |cluster: &&&Cluster| {
            state.chosen_cluster.is_some_and(|first| cluster.members().contains(&first))
        };
        let chosen_cluster = visible.iter().find(is_chosen).copied();
        Self { context, cache, chosen_cluster, visible, visible_count }
    }

    /// Returns the number of rows under the first heading; at least one.
    fn first_section_len(&self) -> usize {
        self.chosen_cluster.map_or(self.visible.len(), Cluster::case_count).max(1)
    }

    /// Returns the number of rows.
    fn len(&self) -> usize {
        // Three headings.
        self.first_section_len() + 3 + self.cache.clusters.unplaced().len().max(1)
    }

    /// Returns the row at an index.
    fn row(&self, at: usize) -> MapSideRow<'a> {
        let locale = self.context.locale;
        let heading =
            |key: &'static str, count| MapSideRow::Heading(locale.t(key).into_owned(), count);
        let first = self.first_section_len();
        let clusters = &self.cache.clusters;
        let unplaced = clusters.unplaced();
        if at == 0 {
            return match self.chosen_cluster {
                Some(cluster) => {
                    let label = self.cache.label(self.context, cluster);
                    MapSideRow::Heading(label.places.clone(), cluster.case_count())
                }
                None => heading("map.in_view", self.visible_count),
            };
        }
        if at <= first {
            return match self.chosen_cluster {
                Some(cluster) => MapSideRow::Case(clusters.cases(cluster)[at - 1]),
                None => {
                    let cluster = self.visible.get(at - 1).copied();
                    cluster.map_or(MapSideRow::Note("map.nobody_in_view"), MapSideRow::Cluster)
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

    /// Returns the rows that are headings or notes.
    fn static_rows(&self) -> Vec<usize> {
        let first = self.first_section_len();
        let is_static =
            |row: &usize| matches!(self.row(*row), MapSideRow::Heading(..) | MapSideRow::Note(_));
        [0, 1, first + 1, first + 2, first + 3].into_iter().filter(is_static).collect()
    }

    /// Draws the rows in sight; returns the one that was opened.
    fn ui(&self, ui: &mut Ui, state: &mut VirtualListState) -> Option<MapSideRow<'a>> {
        let draw_row = |ui: &Ui, row: usize, response: Response| match self.row(row) {
            MapSideRow::Heading(text, count) => self.paint_heading(ui, response, &text, count),
            MapSideRow::Note(key) => self.paint_note(ui, response, key),
            MapSideRow::Cluster(cluster) => self.paint_cluster(ui, response, cluster),
            MapSideRow::Case(at) => self.paint_case(ui, response, at),
        };
        let list = VirtualList {
            len: self.len(),
            row_height: TWO_LINE_HEIGHT,
            static_rows: &self.static_rows(),
            focus: ListFocus::Rows,
            draw_row: &draw_row,
        };
        match list.ui(ui, state) {
            Some(RowEvent::Opened(row)) => Some(self.row(row)),
            Some(RowEvent::Focused(_)) | None => None,
        }
    }

    fn paint_cluster(&self, ui: &Ui, response: Response, cluster: &Cluster) -> Response {
        let label = self.cache.label(self.context, cluster);
        let details = format!("{} · {}", label.statuses, label.names);
        let mut statuses = Status::ALL.into_iter();
        let status = statuses.find(|status| cluster.status_counts[*status as usize] > 0);
        match status.filter(|_| cluster.case_count() == 1) {
            Some(status) => paint_status_row(ui, response, status, &label.places, &details),
            None => {
                let sign = |ui: &Ui, at: Pos2| self.paint_count(ui, at, cluster.case_count());
                let leading = Leading::Sign(&sign);
                ListItem { leading, ..ListItem::new(&label.places, &details) }.paint(ui, response)
            }
        }
    }

    fn paint_case(&self, ui: &Ui, response: Response, at: u32) -> Response {
        let (locale, register) = (self.context.locale, self.context.register());
        let case_state = self.context.session.analysis().case_states()[at as usize];
        let case = &register.cases()[at as usize];
        let details = [Column::Taken, Column::Place, Column::Status]
            .map(|column| cell_text(locale, register, case, case_state, column));
        let details: Vec<String> = details.into_iter().filter(|text| !text.is_empty()).collect();
        let name = case.name.display_name(locale.code());
        paint_status_row(ui, response, case_state.status, &name, &details.join(" · "))
    }

    /// Paints the number of cases of a cluster around a point.
    fn paint_count(&self, ui: &Ui, at: Pos2, count: usize) {
        let count = self.context.locale.format_number(count);
        // A number of many digits is too wide for the larger role.
        let role = if count.len() > 4 { Role::Caption } else { Role::Body };
        paint_text(ui, at, Align2::CENTER_CENTER, &count, role, Palette::of(ui).text);
    }

    fn paint_heading(&self, ui: &Ui, response: Response, text: &str, count: usize) -> Response {
        let (palette, rect) = (Palette::of(ui), response.rect);
        let count = self.context.locale.t_plural("subject.cases", count);
        response.widget_info(|| {
            WidgetInfo::labeled(accesskit::Role::Heading, true, format!("{text}: {count}"))
        });
        let bottom = rect.bottom() - SPACE * 0.75;
        let right = pos2(rect.right(), bottom);
        paint_text(ui, right, Align2::RIGHT_BOTTOM, &count, Role::Caption, palette.weak);
        let width = rect.width() - SPACE * 9.0;
        let galley = truncated_galley(ui, rich_text(text, Role::Section), width);
        let at = pos2(rect.left(), bottom - galley.size().y);
        ui.painter().galley(at, galley, palette.text);
        response
    }

    fn paint_note(&self, ui: &Ui, response: Response, key: &str) -> Response {
        let (palette, rect) = (Palette::of(ui), response.rect);
        let text = self.context.locale.t(key);
        response.widget_info(|| WidgetInfo::labeled(accesskit::Role::Label, true, &text));
        let galley = wrapped_galley(ui, rich_text(text, Role::Body), rect.width());
        let at = rect.left_center() - vec2(0.0, galley.size().y / 2.0);
        ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, palette.line));
        ui.painter().galley(at, galley, palette.weak);
        response
    }
}

/// Paints a row with the sign of a status, as it is on the map.
fn paint_status_row(
    ui: &Ui,
    response: Response,
    status: Status,
    title: &str,
    details: &str,
) -> Response {
    let sign = |ui: &Ui, at: Pos2| toolbar::paint_status_sign(ui, at, status);
    ListItem { leading: Leading::Sign(&sign), ..ListItem::new(title, details) }.paint(ui, response)
}
