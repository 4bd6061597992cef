//! The map as a page to export, with a legend and the cases that are not on it.

use crate::{
    Locale,
    analysis::{
        map::{
            clusters::{Cluster, ClusterIndex},
            geo_bounds::GeoBounds,
            projection::{MapRect, project},
            viewport::Viewport,
        },
        position::{CaseState, Status},
    },
    describe::{
        claims::status_label,
        cluster_label::{ClusterLabel, names_label},
    },
    figure::{
        Alignment::{Center, End, Start},
        Figure, Point, Shape,
        color::ColorToken,
        legend::Legend,
        map::{
            draw_map,
            label_placement::FONT_SIZE,
            marker::{self, Emphasis, Marker, draw_status_marker, draw_uncertain_marker},
        },
        text_metrics::{text_width, wrap},
    },
    register::Register,
};

/// The greatest number of visible markers with labels.
pub const MAX_LABELLED_MARKERS: usize = 80;
/// The width of a symbol in the legend.
const MARKER_WIDTH: f32 = 22.0;
/// The height of the smallest letters, and from line to line.
const SMALL_FONT_SIZE: f32 = 10.0;
const LINE_HEIGHT: f32 = 16.0;
/// The gap between the map and the texts around it.
const GAP: f32 = 8.0;
/// The width of the legend beside the map.
const SIDE_LEGEND_WIDTH: f32 = 230.0;

/// The map of some cases.
pub struct MapChart<'a> {
    register: &'a Register,
    locale: Locale,
    area: Option<GeoBounds>,
    size: [f32; 2],
    viewport: Viewport,
    /// The clusters of the cases within the viewport.
    clusters: ClusterIndex,
    /// The cases outside the viewport, by their index in the register.
    outside_viewport: Vec<u32>,
    /// The cases without coordinates, by their index in the register.
    unplaced: Vec<u32>,
}

impl<'a> MapChart<'a> {
    /// Creates a map that shows at least a rectangle of the flat map, with bounds that the query
    /// asked for. `rows` are cases by their index in the register; `states` has the state of each
    /// case. Each row is on the map or is listed as missing.
    pub fn new(
        register: &'a Register,
        (rows, states): (&[u32], &[CaseState]),
        (part, area): (MapRect, Option<GeoBounds>),
        locale: Locale,
        size: [f32; 2],
    ) -> Self {
        let viewport = Viewport::fit(part, map_size(locale, size));
        let visible_area = viewport.visible_rect(0.0);
        let [mut inside, mut outside_viewport, mut unplaced] = [const { Vec::new() }; 3];
        for at in rows {
            let Some(case) = register.cases().get(*at as usize) else { continue };
            match case.taken.at.map(|at| project(at.latitude(), at.longitude())) {
                None => unplaced.push(*at),
                Some(place) if visible_area.contains(place) => inside.push(*at),
                Some(_) => outside_viewport.push(*at),
            }
        }
        let clusters = ClusterIndex::from_rows(register, &inside, states);
        Self { register, locale, area, size, viewport, clusters, outside_viewport, unplaced }
    }

    /// Draws it.
    pub fn draw(&self) -> Figure {
        let Self { register, clusters, viewport, locale, .. } = self;
        let mut figure = Figure::new(self.size);
        let visible_clusters = clusters.visible_clusters(viewport);
        let drawn = |mark: &&Cluster| {
            let named = visible_clusters.len() <= MAX_LABELLED_MARKERS;
            let label = named.then(|| ClusterLabel::new(*locale, register, clusters, mark).label);
            Marker::from_cluster(*locale, mark, viewport, label.unwrap_or_default())
        };
        let drawn: Vec<Marker> = visible_clusters.iter().map(drawn).collect();
        let areas: Vec<GeoBounds> = self.area.into_iter().collect();
        figure.push_clipped_figure([0.0; 2], draw_map(viewport, &drawn, &areas, *locale));
        figure.shapes.push(Shape::Rect {
            at: [0.0; 2],
            size: viewport.size(),
            fill: None,
            stroke: Some(ColorToken::Line),
            corner_radius: 0.0,
        });
        self.draw_legend_and_notes(&mut figure);
        figure
    }

    /// Returns the number of cases on the map.
    pub fn placed_count(&self) -> usize {
        self.clusters.members().len()
    }

    /// Describes each marker in a line, as alternative text.
    pub fn describe(&self) -> String {
        let Self { register, clusters, viewport, locale, .. } = self;
        let visible_clusters = clusters.visible_clusters(viewport);
        let describe_cluster =
            |mark: &&Cluster| ClusterLabel::new(*locale, register, clusters, mark).accessible_text;
        let mut lines: Vec<String> =
            visible_clusters.iter().take(MAX_LABELLED_MARKERS).map(describe_cluster).collect();
        if visible_clusters.len() > MAX_LABELLED_MARKERS {
            lines.push(
                locale
                    .t_plural("timeline.more_items", visible_clusters.len() - MAX_LABELLED_MARKERS),
            );
        }
        lines.extend(self.describe_missing_cases());
        lines.join("\n")
    }

    /// Draws the legend, the missing cases and the credit of the map.
    fn draw_legend_and_notes(&self, figure: &mut Figure) {
        let Self { locale, size, .. } = *self;
        let beside = is_legend_beside(size);
        let [wide, high] = self.viewport.size();
        let (at, width) = if beside {
            ([wide + GAP * 2.0, 0.0], SIDE_LEGEND_WIDTH)
        } else {
            ([0.0, high + GAP], size[0])
        };
        let (signs, key) = legend(locale, width);
        let places = key.draw(figure, at);
        for ([x, y], (sign, _)) in places.into_iter().zip(signs) {
            sign.draw(figure, [x + MARKER_WIDTH / 2.0, y]);
        }
        let mut y = at[1] + key.height() + LINE_HEIGHT;
        let most = if beside { 4 } else { 1 };
        let mut last = 0.0;
        for note in self.describe_missing_cases() {
            for line in wrap(&note, width, FONT_SIZE, most) {
                figure.push_text([at[0], y], [Start, Center], &line, FONT_SIZE, ColorToken::Text);
                last = text_width(&line, FONT_SIZE);
                y += LINE_HEIGHT;
            }
            y += if beside { GAP } else { 0.0 };
        }
        let credit = locale.t("figure.map_credit");
        let credited = wrap(&credit, width, SMALL_FONT_SIZE, most);
        // Below the map it stands at the end of the last line, or of the next one.
        if !beside && last + MARKER_WIDTH + text_width(&credit, SMALL_FONT_SIZE) <= width {
            y -= LINE_HEIGHT;
        }
        let (x, across) = if beside { (at[0], Start) } else { (size[0], End) };
        let (lowest, down) = if beside { (high, End) } else { (y, Center) };
        for (at, text) in credited.iter().enumerate() {
            let y = lowest - LINE_HEIGHT * (credited.len() - 1 - at) as f32;
            figure.push_text([x, y], [across, down], text, SMALL_FONT_SIZE, ColorToken::MutedText);
        }
    }

    /// Describes the cases of the query that are not on the map: those taken elsewhere and those
    /// without coordinates.
    fn describe_missing_cases(&self) -> Vec<String> {
        let locale = self.locale;
        let note = |key: &str, cases: &[u32]| {
            let names = names_label(locale, self.register, cases);
            let count_text = locale.t_plural(key, cases.len());
            locale.t_with("figure.text_with_names", &[("text", &count_text), ("names", &names)])
        };
        let outside = (!self.outside_viewport.is_empty())
            .then(|| note("figure.outside_map", &self.outside_viewport));
        let nowhere = if self.unplaced.is_empty() {
            locale.t("figure.no_case_without_coordinates").into_owned()
        } else {
            note("figure.without_coordinates", &self.unplaced)
        };
        outside.into_iter().chain([nowhere]).collect()
    }
}

/// Returns the size of the map itself, beside or above the legend.
fn map_size(locale: Locale, size: [f32; 2]) -> [f32; 2] {
    let [width, height] = size;
    let room = if is_legend_beside(size) {
        [width - SIDE_LEGEND_WIDTH - GAP * 2.0, height]
    } else {
        // Two lines of notes at the most, and the credit.
        [width, height - GAP - legend(locale, width).1.height() - LINE_HEIGHT * 3.5]
    };
    room.map(|side| side.max(LINE_HEIGHT))
}

/// Returns the symbols with their texts, and the legend of the texts.
fn legend(locale: Locale, width: f32) -> (Vec<(MarkerShape, String)>, Legend) {
    let signs =
        Status::ALL.map(|status| (MarkerShape::Status(status), status_label(locale, status)));
    let mut signs = Vec::from(signs);
    signs.push((MarkerShape::Cluster, locale.t("figure.cluster_legend").into_owned()));
    signs.push((MarkerShape::UncertainPlace, locale.t("map.precision_note").into_owned()));
    let key = Legend::new(signs.iter().map(|(_, label)| label), MARKER_WIDTH, width);
    (signs, key)
}

/// Returns true if the legend is beside the map: on a page that is wide, and high enough for it.
fn is_legend_beside([width, height]: [f32; 2]) -> bool {
    width > height * 1.6 && height > 250.0
}

/// A symbol of the map in the legend.
#[derive(Clone, Copy)]
enum MarkerShape {
    Status(Status),
    Cluster,
    UncertainPlace,
}

impl MarkerShape {
    fn draw(self, figure: &mut Figure, at: Point) {
        match self {
            Self::Status(status) => draw_status_marker(figure, at, 7.0, status),
            Self::UncertainPlace => draw_uncertain_marker(figure, at, 8.0),
            Self::Cluster => {
                let counts = [1; Status::ALL.len()];
                let number = counts.len().to_string();
                let (label, stress) = (String::new(), Emphasis::None);
                let several = Marker {
                    center: at,
                    radius: 10.0,
                    counts,
                    count_label: number,
                    uncertainty_radius: None,
                    label,
                    emphasis: stress,
                };
                marker::draw_marker(figure, &several);
            }
        }
    }
}
