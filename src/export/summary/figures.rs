//! The figures of a summary: both lists over time, the timeline, and the maps. Each has a caption
//! and a description for readers who cannot see it.

use crate::{
    Locale,
    analysis::{
        counts_over_time::CountPoint,
        map::{clusters::ClusterIndex, region::Region},
    },
    describe::claims::format_day,
    export::{
        document::{Block, CaptionedFigure, Medium, Paragraph, ParagraphRole, Section},
        report_input::ReportInput,
    },
    figure::{
        Figure,
        map::chart::MapChart,
        step_chart::{CountsChart, describe_counts},
        timeline::{self, chart},
    },
    model::Case,
    register::Register,
};

/// The CSS rules of a page with figures.
pub(super) const STYLE: &str = include_str!("figures.css");

/// The width of every figure, in points: letters are legible on a screen and on paper.
const WIDTH: f32 = 840.0;
/// The heights of the chart and of the map, in points.
const HEIGHTS: [f32; 2] = [360.0, 540.0];
/// The most lanes of a timeline that fit a sheet of paper with their caption, at the usual
/// distance.
const MAX_LANES: usize = 30;
/// The most changes of the lists in the description of the chart.
const MAX_DESCRIBED_CHANGES: usize = 40;

/// Builds the section for a page, from the counts over time of the listed cases.
pub(super) fn figures_section<'a>(
    input: &ReportInput<'_>,
    count_points: &[CountPoint],
) -> Section<'a> {
    let locale = input.locale;
    let case_count = input.register.cases().len();
    let rows = input.case_indexes().filter(|index| *index < case_count);
    let rows: Vec<u32> = rows.filter_map(|index| u32::try_from(index).ok()).collect();
    let cases_label = locale.t_plural("subject.cases", rows.len());
    let figures = FigureSection { input, rows: &rows, cases_label };
    let blocks = match rows.is_empty() {
        true => vec![Block::paragraph(locale.t("export.cases.none"))],
        false => {
            let first = [figures.over_time(count_points), figures.timeline()];
            first.into_iter().chain(figures.maps()).collect()
        }
    };
    let section = Section::new("pictures", locale.t("figure.title").into_owned());
    blocks.into_iter().fold(section, |section, block| section.with_for(Medium::Page, block))
}

/// The cases that are drawn.
struct FigureSection<'a> {
    input: &'a ReportInput<'a>,
    /// The indexes of the cases.
    rows: &'a [u32],
    /// The number of cases, as a phrase.
    cases_label: String,
}

impl FigureSection<'_> {
    fn over_time(&self, count_points: &[CountPoint]) -> Block<'static> {
        let ReportInput { register, reconciliation, locale, .. } = *self.input;
        if count_points.is_empty() {
            return remark(locale.t("over_time.none_listed"));
        }
        let as_of = reconciliation.as_of;
        let count_points = count_points.to_vec();
        let description = describe_count_changes(locale, register, &count_points);
        let chart =
            CountsChart::new(register, count_points, self.first_year(), (as_of, as_of), locale);
        let drawn = chart.draw([WIDTH, HEIGHTS[0]]).figure;
        figure("picture-time", self.caption("figure.over_time"), drawn, description)
    }

    fn timeline(&self) -> Block<'static> {
        let ReportInput { register, reconciliation, locale, .. } = *self.input;
        let as_of = reconciliation.as_of;
        let span = timeline::full_range(self.first_year(), as_of);
        let chart =
            chart::TimelineChart { register, rows: self.rows, day_range: span, as_of, locale };
        let size = [WIDTH, chart.height(self.rows.len().min(MAX_LANES), WIDTH)];
        let caption = self.caption("figure.timeline");
        figure("picture-timeline", caption, chart.draw(size), chart.describe(size))
    }

    /// Draws a map of each region in which somebody was abducted.
    fn maps(&self) -> Vec<Block<'static>> {
        let ReportInput { register, case_states: states, locale, .. } = *self.input;
        let clusters = &ClusterIndex::from_rows(register, self.rows, states);
        if clusters.members().is_empty() {
            let unplaced = clusters.unplaced().len();
            return vec![remark(locale.t_plural("figure.without_coordinates", unplaced))];
        }
        let map = |region: Region| {
            let view = (region.map_rect(clusters)?, None);
            let (cases, size) = ((self.rows, states), [WIDTH, HEIGHTS[1]]);
            let chart = MapChart::new(register, cases, view, locale, size);
            let id = format!("picture-{}", region.key().replace('.', "-"));
            let caption = self.map_caption(region, chart.placed_count());
            Some(figure(id, caption, chart.draw(), chart.describe()))
        };
        Region::covering_regions(clusters).into_iter().filter_map(map).collect()
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

    /// Returns the year of the first abduction, where it is known.
    fn first_year(&self) -> Option<i16> {
        let cases = self.input.register.cases();
        let year = |case: &Case| {
            let years = case.taken.on.as_ref()?.years();
            years.first.or(years.last)
        };
        self.rows.iter().filter_map(|at| year(cases.get(*at as usize)?)).min()
    }
}

/// Describes the latest days on which a count changed: a line for each, with the counts from then
/// on.
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

fn remark(text: impl Into<String>) -> Block<'static> {
    Block::Paragraph(Paragraph::new(ParagraphRole::Remark, text))
}

fn figure(
    id: impl Into<String>,
    caption: String,
    figure: Figure,
    description: String,
) -> Block<'static> {
    Block::Figure(CaptionedFigure { id: id.into(), caption, figure, description })
}
