//! The pictures of a summary, drawn into the page: both lists over time, the timeline, the map.
//! Each has a caption, and what is on it in words for who cannot see it.

use maud::{Markup, html};

use crate::{
    export::{Input, Scope, picture::inline},
    lang::Lang,
    model::{Case, Date},
    picture::{CourseChart, MapChart, Picture, figures_words, timeline},
    register::Register,
    view::{Figures, Gathering, Region, day_words},
};

/// What the style of a page has more where there are pictures on it.
pub(super) const STYLE: &str = include_str!("pictures.css");

/// The width of every picture, in points: letters are read on a desk, and on paper too.
const WIDTH: f32 = 840.0;
/// How high the chart and the map are.
const HEIGHTS: [f32; 2] = [360.0, 540.0];
/// How many lanes of a timeline fit a sheet of paper with their caption, as far apart as they are
/// where there are few.
const LANES: usize = 30;
/// How many changes of the lists are told to who cannot see the chart.
const TOLD: usize = 40;

/// The pictures of the cases listed, whose lists ran this course.
pub(super) fn section(input: &Input<'_>, course: &[Figures]) -> Markup {
    let cases = input.register.cases().len();
    let rows: Vec<u32> = match input.scope {
        Scope::Whole => (0..).take(cases).collect(),
        Scope::Filtered { rows, .. } => {
            rows.iter().copied().filter(|at| (*at as usize) < cases).collect()
        }
    };
    let lang = input.lang;
    let pictures = Pictures { input, rows: &rows, cases: lang.count("subject.cases", rows.len()) };
    html! {
        section aria-labelledby="pictures" {
            h2 #pictures { (lang.t("picture.title")) }
            @if rows.is_empty() {
                p { (lang.t("export.cases.none")) }
            } @else {
                (pictures.over_time(course))
                (pictures.timeline())
                (pictures.maps())
            }
        }
    }
}

/// What is drawn.
struct Pictures<'a> {
    input: &'a Input<'a>,
    /// The cases, by their places.
    rows: &'a [u32],
    /// How many they are, in words.
    cases: String,
}

impl Pictures<'_> {
    fn over_time(&self, course: &[Figures]) -> Markup {
        let Input { register, reconciliation, lang, .. } = *self.input;
        if course.is_empty() {
            return html! { p.remark { (lang.t("time.nothing")) } };
        }
        let as_of = reconciliation.as_of;
        let course = course.to_vec();
        let words = course_words(lang, register, &course);
        let chart = CourseChart::new(register, course, self.first_year(), (as_of, as_of), lang);
        let drawn = chart.draw([WIDTH, HEIGHTS[0]]).picture;
        figure("picture-time", &self.caption("picture.over_time"), &drawn, &words)
    }

    fn timeline(&self) -> Markup {
        let Input { register, reconciliation, lang, .. } = *self.input;
        let as_of = reconciliation.as_of;
        let span = timeline::whole(self.first_year(), as_of);
        let chart = timeline::TimelineChart { register, rows: self.rows, span, as_of, lang };
        let size = [WIDTH, chart.height(self.rows.len().min(LANES), WIDTH)];
        let caption = self.caption("picture.timeline");
        figure("picture-timeline", &caption, &chart.draw(size), &chart.words(size))
    }

    /// A map of each part of the world in which somebody was taken.
    fn maps(&self) -> Markup {
        let Input { register, standings, lang, .. } = *self.input;
        let gathering = &Gathering::of(register, self.rows, standings);
        html! {
            @if gathering.members().is_empty() {
                p.remark { (lang.count("picture.nowhere", gathering.nowhere().len())) }
            }
            @for region in Region::needed(gathering) {
                @if let Some(part) = region.part(gathering) {
                    @let cases = (self.rows, standings);
                    @let size = [WIDTH, HEIGHTS[1]];
                    @let chart = MapChart::new(register, cases, (part, None), lang, size);
                    @let name = format!("picture-{}", region.key().replace('.', "-"));
                    @let caption = self.map_caption(region, chart.count());
                    (figure(&name, &caption, &chart.draw(), &chart.words()))
                }
            }
        }
    }

    fn caption(&self, key: &str) -> String {
        let Input { reconciliation, lang, .. } = *self.input;
        let day = day_words(lang, reconciliation.as_of);
        lang.with(key, &[("cases", &self.cases), ("day", &day)])
    }

    fn map_caption(&self, region: Region, shown: usize) -> String {
        let Input { reconciliation, lang, .. } = *self.input;
        let key = if region == Region::All { "picture.everywhere" } else { region.key() };
        let (place, n) = (lang.t(key), lang.number(shown));
        let day = day_words(lang, reconciliation.as_of);
        let values = [("place", &*place), ("n", &n), ("cases", &self.cases), ("day", &day)];
        lang.with("picture.map", &values)
    }

    /// The year of the first taking, where it is known.
    fn first_year(&self) -> Option<i16> {
        let cases = self.input.register.cases();
        let year = |case: &Case| case.taken.on.as_ref().and_then(Date::year);
        self.rows.iter().filter_map(|at| year(cases.get(*at as usize)?)).min()
    }
}

/// The latest days on which a figure changed, each with the figures from then on, a line each.
fn course_words(lang: Lang, register: &Register, course: &[Figures]) -> String {
    let latest = &course[course.len().saturating_sub(TOLD)..];
    let told = latest.iter().map(|figures| {
        let day = day_words(lang, figures.from);
        let what = figures_words(lang, register, figures);
        lang.with("timeline.item", &[("day", &day), ("what", &what)])
    });
    told.collect::<Vec<_>>().join("\n")
}

fn figure(name: &str, caption: &str, picture: &Picture, words: &str) -> Markup {
    html! {
        figure.picture {
            figcaption { (caption) }
            (inline(picture, name, caption, words))
        }
    }
}
