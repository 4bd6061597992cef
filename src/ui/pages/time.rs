//! Both lists over time: a chart of steps, the days on which a figure changed, and whom it was.

mod chart;
mod days;

use egui::Ui;

use crate::{
    jobs::Chart,
    lang::Lang,
    model::Day,
    picture::{CourseChart, DrawnCourse},
    ui::{Intent, Scene, theme::SPACE, widgets::empty},
    view::{CaseMove, Figures},
};

/// What the page remembers between frames.
#[derive(Default)]
pub struct TimeState {
    drawn: Option<Drawn>,
    /// The day looked at, by keys or the pointer; one of those of the course.
    day: Option<Day>,
    /// Who moved on a day, as of a version of the view.
    moves: Option<(u64, Day, Vec<CaseMove>)>,
}

/// What was worked out, and for what.
struct Drawn {
    key: Key,
    course: Vec<Figures>,
    /// The greatest of its figures.
    greatest: usize,
    chart: DrawnCourse,
}

/// What the chart depends on: the version of the view, the last day drawn, the size, the language.
type Key = (u64, Day, [f32; 2], Lang);

impl TimeState {
    /// Who moved on a day; walks over the cases only where that has changed.
    fn moves(&mut self, scene: &Scene, on: Day) -> &[CaseMove] {
        let view = scene.session.view();
        let kept =
            self.moves.take().filter(|(version, day, _)| (*version, *day) == (view.version(), on));
        &self.moves.insert(kept.unwrap_or_else(|| (view.version(), on, view.moves(on)))).2
    }
}

/// Draws the page.
pub fn time_ui(ui: &mut Ui, scene: &Scene, state: &mut TimeState, out: &mut Vec<Intent>) {
    crate::ui::table::caption_ui(ui, scene, out);
    let size = [ui.available_width(), (ui.available_height() * 0.52).max(SPACE * 20.0)];
    let view = scene.session.view();
    let key = (view.version(), last_day(scene), size, scene.lang);
    let drawn = match state.drawn.take().filter(|drawn| drawn.key == key) {
        Some(drawn) => drawn,
        None => draw(scene, key),
    };
    if drawn.course.is_empty() {
        empty(ui, &scene.lang.t("time.nothing"));
    } else {
        // The day looked at, or the last before it that there still is.
        let at = state.day.and_then(|day| Figures::on(&drawn.course, day));
        let figures = at.map_or(drawn.course.last(), |at| drawn.course.get(at));
        state.day = figures.map(|figures| figures.from);
        chart::chart_ui(ui, scene, state, &drawn, out);
        ui.add_space(SPACE);
        days::days_ui(ui, scene, state, &drawn, out);
    }
    state.drawn = Some(drawn);
}

/// The last day drawn: what comes after the day shown can be gone to.
fn last_day(scene: &Scene) -> Day {
    let view = scene.session.view();
    let last = view.digest().days.last().copied().unwrap_or(scene.today);
    view.as_of().max(scene.today).max(last)
}

fn draw(scene: &Scene, key: Key) -> Drawn {
    let (_, until, size, _) = key;
    let course = scene.session.view().course();
    let chart = chart(scene, course.clone(), until).draw(size);
    let greatest = course.iter().flat_map(Figures::lines).max().unwrap_or_default();
    Drawn { key, course, greatest, chart }
}

/// The chart up to the day shown, for a picture.
pub fn time_chart(scene: &Scene) -> Chart {
    let view = scene.session.view();
    let chart = chart(scene, view.course(), view.as_of());
    Box::new(move |size| chart.draw(size).picture)
}

/// The chart from the year of the first taking up to a day.
fn chart(scene: &Scene, course: Vec<Figures>, until: Day) -> CourseChart {
    let view = scene.session.view();
    let first = view.answer().years.map(|(first, _)| first);
    CourseChart::new(scene.register(), course, first, (view.as_of(), until), scene.lang)
}
