//! Pictures to hand out, as SVG and as PNG: light, with their title, day, counts and sources.

mod png;
pub(crate) mod svg;

use std::collections::HashMap;

use crate::{
    Locale,
    analysis::position::{CaseState, Status, is_in_force},
    describe::claims::party_label,
    export::{ExportError, ReportInput, Scope, describe_as_of, footnotes::Footnotes},
    figure::{
        Figure,
        page_layout::{FigurePage, page_size_in_points},
    },
    model::SourceId,
};

/// A format of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FigureFormat {
    /// Lines and letters that stay sharp at every size (SVG 1.1).
    #[default]
    Svg,
    /// Dots, for programs that take nothing else.
    Png,
}

impl FigureFormat {
    /// Every format, in the order it is offered.
    pub const ALL: [Self; 2] = [Self::Svg, Self::Png];

    /// Its key in the texts of the window, and the ending of its files without the dot.
    pub fn key(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}

/// What stands around a chart of these cases: the register's title and the chart's, the day and
/// what was asked, the counts, and the sources of what was said of these cases by that day and of
/// the totals announced, the most cited first.
pub fn figure_page(input: &ReportInput<'_>, chart: &str) -> FigurePage {
    let ReportInput { register, reconciliation, locale, .. } = *input;
    let as_of = reconciliation.as_of;
    let day = describe_as_of(locale, as_of, input.as_recorded);
    let mut lines = vec![day];
    if let Scope::Filtered { filter_text: asked, .. } = input.scope {
        lines.push(asked.to_owned());
    }
    let title = [register.title(), chart].into_iter().filter(|part| !part.is_empty());
    FigurePage {
        title: title.collect::<Vec<_>>().join(" · "),
        subtitle_lines: lines,
        counts: describe_counts(input),
        sources_heading: locale.t("export.figure.sources_title").into_owned(),
        sources: list_cited_sources(input),
        more_sources_text: locale.t("export.figure.more_sources").into_owned(),
    }
}

/// The cases the picture is of, by their places.
fn case_indexes<'a>(input: &ReportInput<'a>) -> Box<dyn Iterator<Item = usize> + 'a> {
    match input.scope {
        Scope::Whole => Box::new(0..input.register.cases().len()),
        Scope::Filtered { rows, .. } => Box::new(rows.iter().map(|at| *at as usize)),
    }
}

/// How many of the cases each side lists, and how many of these are back.
fn describe_counts(input: &ReportInput<'_>) -> String {
    let ReportInput { register, reconciliation, case_states: states, locale, .. } = *input;
    let states: Vec<&CaseState> = case_indexes(input).filter_map(|at| states.get(at)).collect();
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

/// The sources cited for the cases by the day, and for the totals, the most cited first.
fn list_cited_sources(input: &ReportInput<'_>) -> Vec<String> {
    let ReportInput { register, reconciliation, locale, .. } = *input;
    let as_of = reconciliation.as_of;
    let mut cited: HashMap<&SourceId, usize> = HashMap::new();
    let cases = register.cases();
    for case in case_indexes(input).filter_map(|at| cases.get(at)) {
        let claims_in_force = case.claims.iter().filter(|claim| is_in_force(claim, as_of));
        let back = case.returned.iter().filter(|returned| returned.on.latest() <= as_of);
        let ids = claims_in_force
            .flat_map(|claim| &claim.sources)
            .chain(back.flat_map(|back| &back.sources));
        ids.chain(&case.sources).for_each(|id| *cited.entry(id).or_default() += 1);
    }
    let totals = register.totals().iter().filter(|total| total.on.latest() <= as_of);
    totals.flat_map(|total| &total.sources).for_each(|id| *cited.entry(id).or_default() += 1);
    let mut cited: Vec<_> = cited.into_iter().collect();
    cited.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    let ids: Vec<SourceId> = cited.into_iter().map(|(id, _)| id.clone()).collect();
    let mut notes = Footnotes::new(register);
    notes.cite(&ids);
    notes.into_footnotes().iter().map(|note| note.describe(locale)).collect()
}

/// Prints a chart on its sheet, so many dots wide and high. The chart is drawn for
/// [`Sheet::room`] of the size that [`points`] gives.
///
/// # Errors
/// When the picture cannot be made, as where it is too large for the memory.
pub fn export_figure(
    format: FigureFormat,
    sheet: &FigurePage,
    chart: Figure,
    size: [u32; 2],
    locale: Locale,
) -> Result<Vec<u8>, ExportError> {
    let drawn = sheet.compose(chart, page_size_in_points(size));
    let title =
        [sheet.title.as_str()].into_iter().chain(sheet.subtitle_lines.iter().map(String::as_str));
    let svg = svg::print(&drawn, &locale.join_list(title), size);
    match format {
        FigureFormat::Svg => Ok(svg.into_bytes()),
        FigureFormat::Png => png::print(&svg),
    }
}
