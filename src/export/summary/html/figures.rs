//! The pictures of a summary, drawn into the page: both lists over time, the timeline, the map.
//! Each has a caption, and what is on it in words for who cannot see it.

use maud::{Markup, html};

use crate::{
    Locale,
    analysis::{
        counts_over_time::CountPoint,
        map::{clusters::ClusterIndex, region::Region},
    },
    describe::claims::format_day,
    export::{ReportInput, Scope, figure_file::svg::print_inline},
    figure::{
        Figure,
        map::chart::MapChart,
        step_chart::{CountsChart, describe_counts},
        timeline::{self, chart},
    },
    model::{Case, Date},
    register::Register,
};

/// What the style of a page has more where there are pictures on it.
pub(super) const STYLE: &str = include_str!("figures.css");

/// The width of every picture, in points: letters are read on a desk, and on paper too.
const WIDTH: f32 = 840.0;
/// How high the chart and the map are.
const HEIGHTS: [f32; 2] = [360.0, 540.0];
/// How many lanes of a timeline fit a sheet of paper with their caption, as far apart as they are
/// where there are few.
const MAX_LANES: usize = 30;
/// How many changes of the lists are told to who cannot see the chart.
const MAX_DESCRIBED_CHANGES: usize = 40;

/// The pictures of the cases listed, whose lists ran this course.
pub(super) fn section(input: &ReportInput<'_>, count_points: &[CountPoint]) -> Markup {
    let cases = input.register.cases().len();
    let rows: Vec<u32> = match input.scope {
        Scope::Whole => (0..).take(cases).collect(),
        Scope::Filtered { rows, .. } => {
            rows.iter().copied().filter(|at| (*at as usize) < cases).collect()
        }
    };
    let locale = input.locale;
    let pictures = FigureSection {
        input,
        rows: &rows,
        cases_label: locale.t_plural("subject.cases", rows.len()),
    };
    html! {
        section aria-labelledby="pictures" {
            h2 #pictures { (locale.t("figure.title")) }
            @if rows.is_empty() {
                p { (locale.t("export.cases.none")) }
            } @else {
                (pictures.over_time(count_points))
                (pictures.timeline())
                (pictures.maps())
            }
        }
    }
}

/// What is drawn.
struct FigureSection<'a> {
    input: &'a ReportInput<'a>,
    /// The cases, by their places.
    rows: &'a [u32],
    /// How many they are, in words.
    cases_label: String,
}

impl FigureSection<'_> {
    fn over_time(&self, count_points: &[CountPoint]) -> Markup {
        let ReportInput { register, reconciliation, locale, .. } = *self.input;
        if count_points.is_empty() {
            return html! { p.remark { (locale.t("over_time.none_listed")) } };
        }
        let as_of = reconciliation.as_of;
        let count_points = count_points.to_vec();
        let description = describe_count_changes(locale, register, &count_points);
        let chart =
            CountsChart::new(register, count_points, self.first_year(), (as_of, as_of), locale);
        let drawn = chart.draw([WIDTH, HEIGHTS[0]]).figure;
        figure("picture-time", &self.caption("figure.over_time"), &drawn, &description)
    }

    fn timeline(&self) -> Markup {
        let ReportInput { register, reconciliation, locale, .. } = *self.input;
        let as_of = reconciliation.as_of;
        let span = timeline::full_range(self.first_year(), as_of);
        let chart =
            chart::TimelineChart { register, rows: self.rows, day_range: span, as_of, locale };
        let size = [WIDTH, chart.height(self.rows.len().min(MAX_LANES), WIDTH)];
        let caption = self.caption("figure.timeline");
        figure("picture-timeline", &caption, &chart.draw(size), &chart.describe(size))
    }

    /// A map of each part of the world in which somebody was taken.
    fn maps(&self) -> Markup {
        let ReportInput { register, case_states: states, locale, .. } = *self.input;
        let clusters = &ClusterIndex::from_rows(register, self.rows, states);
        html! {
            @if clusters.members().is_empty() {
                p.remark { (locale.t_plural("figure.without_coordinates", clusters.unplaced().len())) }
            }
            @for region in Region::covering_regions(clusters) {
                @if let Some(part) = region.map_rect(clusters) {
                    @let cases = (self.rows, states);
                    @let size = [WIDTH, HEIGHTS[1]];
                    @let chart = MapChart::new(register, cases, (part, None), locale, size);
                    @let name = format!("picture-{}", region.key().replace('.', "-"));
                    @let caption = self.map_caption(region, chart.placed_count());
                    (figure(&name, &caption, &chart.draw(), &chart.describe()))
                }
            }
        }
    }

    fn caption(&self, key: &str) -> String {
        let ReportInput { reconciliation, locale, .. } = *self.input;
        let day = format_day(locale, reconciliation.as_of);
        locale.t_with(key, &[("cases", &self.cases_label), ("day", &day)])
    }

    fn map_caption(&self, region: Region, shown: usize) -> String {
        let ReportInput { reconciliation, locale, .. } = *self.input;
        let key = if region == Region::All { "figure.all_places" } else { region.key() };
        let (place, n) = (locale.t(key), locale.format_number(shown));
        let day = format_day(locale, reconciliation.as_of);
        let values = [("place", &*place), ("n", &n), ("cases", &self.cases_label), ("day", &day)];
        locale.t_with("figure.map", &values)
    }

    /// The year of the first taking, where it is known.
    fn first_year(&self) -> Option<i16> {
        let cases = self.input.register.cases();
        let year = |case: &Case| case.taken.on.as_ref().and_then(Date::year);
        self.rows.iter().filter_map(|at| year(cases.get(*at as usize)?)).min()
    }
}

/// The latest days on which a figure changed, each with the figures from then on, a line each.
fn describe_count_changes(
    locale: Locale,
    register: &Register,
    count_points: &[CountPoint],
) -> String {
    let latest = &count_points[count_points.len().saturating_sub(MAX_DESCRIBED_CHANGES)..];
    let lines = latest.iter().map(|figures| {
        let day = format_day(locale, figures.from);
        let what = describe_counts(locale, register, figures);
        locale.t_with("timeline.item", &[("day", &day), ("what", &what)])
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn figure(name: &str, caption: &str, picture: &Figure, description: &str) -> Markup {
    html! {
        figure.picture {
            figcaption { (caption) }
            (print_inline(picture, name, caption, description))
        }
    }
}
