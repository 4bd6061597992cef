//! Figures as files, SVG and PNG: in light colours, with their title, day, counts and sources.

mod png;
pub(crate) mod svg;

use std::collections::HashMap;

use crate::{
    Locale,
    analysis::position::{CaseState, Status, is_in_force},
    describe::claims::party_label,
    export::{
        error::ExportError,
        footnotes::Footnotes,
        report_input::{ReportInput, Scope},
    },
    figure::{
        Figure,
        page_layout::{FigurePage, page_size_in_points},
    },
    model::SourceId,
};

/// A format of figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FigureFormat {
    /// Vector graphics (SVG 1.1).
    #[default]
    Svg,
    /// Raster graphics, for programs that read nothing else.
    Png,
}

impl FigureFormat {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Svg, Self::Png];

    /// Returns the locale key, which is also the file extension without the dot.
    pub fn key(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// Builds the page around a chart: the titles of the register and of the chart, the day and the
/// filters, the counts, the sources of the claims and totals by that day, the most cited first, and the line
/// of the history.
pub fn figure_page(input: &ReportInput<'_>, chart: &str) -> FigurePage {
    let ReportInput { register, locale, .. } = *input;
    let mut lines = vec![input.describe_as_of()];
    lines.extend(input.filter_text().map(str::to_owned));
    let title = [register.title(), chart].into_iter().filter(|part| !part.is_empty());
    FigurePage {
        title: title.collect::<Vec<_>>().join(" · "),
        subtitle_lines: lines,
        counts: describe_counts(input),
        sources_heading: locale.t("export.figure.sources_title").into_owned(),
        sources: list_cited_sources(input),
        more_sources_text: locale.t("export.figure.more_sources").into_owned(),
        history: input.history.describe_with_label(locale),
    }
}

/// Describes how many of the cases each party lists, and how many of these have returned.
fn describe_counts(input: &ReportInput<'_>) -> String {
    let ReportInput { register, reconciliation, case_states: states, locale, .. } = *input;
    let states = input.case_indexes().filter_map(|index| states.get(index));
    let states: Vec<&CaseState> = states.collect();
    let side = |side: usize| {
        let party = party_label(locale, register, &reconciliation.parties[side]);
        let listed = states.iter().filter(|state| state.is_listed(side)).count();
        format!("{party} {}", locale.format_number(listed))
    };
    let is_back = |state: &&&CaseState| {
        state.status == Status::Returned && [0, 1].iter().any(|side| state.is_listed(*side))
    };
    let returned = locale.format_number(states.iter().filter(is_back).count());
    let counts = [side(0), side(1), format!("{} {returned}", locale.t("status.returned"))];
    let counts = counts.join(" · ");
    if matches!(input.scope, Scope::Whole) {
        return counts;
    }
    let cases = locale.t_plural("subject.cases", states.len());
    let all = locale.format_number(register.cases().len());
    locale.t_with("figure.shown_counts", &[("cases", &cases), ("all", &all), ("counts", &counts)])
}

/// Lists the sources of the cases and of the totals by the day, the most cited first.
fn list_cited_sources(input: &ReportInput<'_>) -> Vec<String> {
    let ReportInput { register, reconciliation, locale, .. } = *input;
    let as_of = reconciliation.as_of;
    let mut cited: HashMap<&SourceId, usize> = HashMap::new();
    let cases = register.cases();
    for case in input.case_indexes().filter_map(|index| cases.get(index)) {
        let claims_in_force = case.claims.iter().filter(|claim| is_in_force(claim, as_of));
        let back = case.returned.iter().filter(|returned| returned.on.in_force_from() <= as_of);
        let ids = claims_in_force
            .flat_map(|claim| &claim.sources)
            .chain(back.flat_map(|back| &back.sources));
        ids.chain(&case.sources).for_each(|id| *cited.entry(id).or_default() += 1);
    }
    let totals = register.totals().iter().filter(|total| total.on.in_force_from() <= as_of);
    totals.flat_map(|total| &total.sources).for_each(|id| *cited.entry(id).or_default() += 1);
    let mut cited: Vec<_> = cited.into_iter().collect();
    cited.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    let ids: Vec<SourceId> = cited.into_iter().map(|(id, _)| id.clone()).collect();
    let mut footnotes = Footnotes::new([register]);
    footnotes.number(&ids);
    footnotes.as_slice().iter().map(|footnote| footnote.describe(locale)).collect()
}

/// Returns the file of a chart on its page. The size is in pixels; the chart is drawn for
/// [`FigurePage::chart_size`] of that size in points.
///
/// # Errors
/// When the figure cannot be drawn, as where it is too large for the memory.
pub fn export_figure(
    format: FigureFormat,
    page: &FigurePage,
    chart: Figure,
    size: [u32; 2],
    locale: Locale,
) -> Result<Vec<u8>, ExportError> {
    let drawn = page.compose(chart, page_size_in_points(size));
    let title =
        [page.title.as_str()].into_iter().chain(page.subtitle_lines.iter().map(String::as_str));
    let svg = svg::print(&drawn, &locale.join_list(title), size);
    match format {
        FigureFormat::Svg => Ok(svg.into_bytes()),
        FigureFormat::Png => png::print(&svg),
    }
}
