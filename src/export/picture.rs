//! Pictures to hand out, as SVG and as PNG: light, with their title, day, counts and sources.

mod png;
mod svg;

pub(super) use svg::inline;

use std::collections::HashMap;

use super::{ExportError, Input, Scope, as_of_words, notes::Notes};
use crate::{
    lang::Lang,
    model::SourceId,
    picture::{Picture, Sheet, sheet::points},
    view::{Standing, Status, in_force, party_words},
};

/// A format of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PictureFormat {
    /// Lines and letters that stay sharp at every size (SVG 1.1).
    #[default]
    Svg,
    /// Dots, for programs that take nothing else.
    Png,
}

impl PictureFormat {
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
pub fn around(input: &Input<'_>, chart: &str) -> Sheet {
    let Input { register, reconciliation, lang, .. } = *input;
    let as_of = reconciliation.as_of;
    let day = as_of_words(lang, as_of, input.as_recorded);
    let mut lines = vec![day];
    if let Scope::Filtered { asked, .. } = input.scope {
        lines.push(asked.to_owned());
    }
    let title = [register.title(), chart].into_iter().filter(|part| !part.is_empty());
    Sheet {
        title: title.collect::<Vec<_>>().join(" · "),
        lines,
        counts: counts(input),
        heading: lang.t("export.picture.sources").into_owned(),
        sources: sources(input),
        more: lang.t("export.picture.more").into_owned(),
    }
}

/// The cases the picture is of, by their places.
fn places<'a>(input: &Input<'a>) -> Box<dyn Iterator<Item = usize> + 'a> {
    match input.scope {
        Scope::Whole => Box::new(0..input.register.cases().len()),
        Scope::Filtered { rows, .. } => Box::new(rows.iter().map(|at| *at as usize)),
    }
}

/// How many of the cases each side lists, and how many of these are back.
fn counts(input: &Input<'_>) -> String {
    let Input { register, reconciliation, standings, lang, .. } = *input;
    let standings: Vec<&Standing> = places(input).filter_map(|at| standings.get(at)).collect();
    let side = |side: usize| {
        let party = party_words(lang, register, &reconciliation.pair[side]);
        let listed = standings.iter().filter(|standing| standing.listed(side)).count();
        format!("{party} {}", lang.number(listed))
    };
    let is_back = |standing: &&&Standing| {
        standing.status == Status::Returned && [0, 1].iter().any(|side| standing.listed(*side))
    };
    let returned = lang.number(standings.iter().filter(is_back).count());
    let counts = [side(0), side(1), format!("{} {returned}", lang.t("status.returned"))];
    let counts = counts.join(" · ");
    if matches!(input.scope, Scope::Whole) {
        return counts;
    }
    let cases = lang.count("subject.cases", standings.len());
    let all = lang.number(register.cases().len());
    lang.with("picture.of_shown", &[("cases", &cases), ("all", &all), ("counts", &counts)])
}

/// The sources cited for the cases by the day, and for the totals, the most cited first.
fn sources(input: &Input<'_>) -> Vec<String> {
    let Input { register, reconciliation, lang, .. } = *input;
    let as_of = reconciliation.as_of;
    let mut cited: HashMap<&SourceId, usize> = HashMap::new();
    let cases = register.cases();
    for case in places(input).filter_map(|at| cases.get(at)) {
        let said = case.claims.iter().filter(|claim| in_force(claim, as_of));
        let back = case.returned.iter().filter(|returned| returned.on.latest() <= as_of);
        let ids = said.flat_map(|claim| &claim.sources).chain(back.flat_map(|back| &back.sources));
        ids.chain(&case.sources).for_each(|id| *cited.entry(id).or_default() += 1);
    }
    let totals = register.totals().iter().filter(|total| total.on.latest() <= as_of);
    totals.flat_map(|total| &total.sources).for_each(|id| *cited.entry(id).or_default() += 1);
    let mut cited: Vec<_> = cited.into_iter().collect();
    cited.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    let ids: Vec<SourceId> = cited.into_iter().map(|(id, _)| id.clone()).collect();
    let mut notes = Notes::new(register);
    notes.cite(&ids);
    notes.into_cited().iter().map(|note| note.words(lang)).collect()
}

/// Prints a chart on its sheet, so many dots wide and high. The chart is drawn for
/// [`Sheet::room`] of the size that [`points`] gives.
///
/// # Errors
/// When the picture cannot be made, as where it is too large for the memory.
pub fn picture(
    format: PictureFormat,
    sheet: &Sheet,
    chart: Picture,
    size: [u32; 2],
    lang: Lang,
) -> Result<Vec<u8>, ExportError> {
    let drawn = sheet.put(chart, points(size));
    let title = [sheet.title.as_str()].into_iter().chain(sheet.lines.iter().map(String::as_str));
    let svg = svg::print(&drawn, &lang.join(title), size);
    match format {
        PictureFormat::Svg => Ok(svg.into_bytes()),
        PictureFormat::Png => png::print(&svg),
    }
}
