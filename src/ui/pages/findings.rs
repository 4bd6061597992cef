//! The page of findings: what the checks noticed, where, and the way there.

mod list;
mod words;

use std::ops::Range;

use egui::{Button, Ui};

use crate::{
    ui::{Intent, Scene, theme::SPACE, widgets},
    view::{Finding, Level},
};
use list::List;

/// The levels, the gravest first, as the findings are sorted.
const LEVELS: [Level; 3] = [Level::Error, Level::Warning, Level::Note];

/// What the page remembers between frames.
#[derive(Default)]
pub struct FindingsState {
    /// The only level shown; all where there is none.
    level: Option<Level>,
    /// The place of the current finding among all.
    current: usize,
}

/// Findings of one level, as a stretch of all.
type Stretch = (Level, Range<usize>);

/// Draws the page.
pub fn findings_ui(ui: &mut Ui, scene: &Scene, state: &mut FindingsState, out: &mut Vec<Intent>) {
    let findings = scene.session.view().digest().findings.as_slice();
    if findings.is_empty() {
        widgets::empty(ui, &scene.lang.t("findings.none"));
        return;
    }
    let stretches = stretches(findings);
    filter_ui(ui, scene, &stretches, state);
    let shown: Vec<Stretch> = stretches
        .into_iter()
        .filter(|(level, _)| state.level.is_none_or(|only| only == *level))
        .filter(|(_, stretch)| !stretch.is_empty())
        .collect();
    if shown.is_empty() {
        widgets::empty(ui, &scene.lang.t("findings.none_of_level"));
        return;
    }
    List { scene, findings, shown: &shown }.ui(ui, &mut state.current, out);
}

/// Where each level begins and ends; the findings are sorted by level.
fn stretches(findings: &[Finding]) -> Vec<Stretch> {
    let end = |level| findings.partition_point(|finding| finding.level <= level);
    let mut start = 0;
    LEVELS
        .map(|level| {
            let stretch = start..end(level);
            start = stretch.end;
            (level, stretch)
        })
        .into()
}

/// The levels with their counts, one of which can be shown alone.
fn filter_ui(ui: &mut Ui, scene: &Scene, stretches: &[Stretch], state: &mut FindingsState) {
    let Scene { lang, .. } = scene;
    let all = stretches.last().map_or(0, |(_, stretch)| stretch.end);
    ui.horizontal_wrapped(|ui| {
        let mut choice = |ui: &mut Ui, level: Option<Level>, words: String| {
            if ui.add(Button::selectable(state.level == level, words)).clicked() {
                state.level = level;
            }
        };
        choice(ui, None, lang.with("findings.all", &[("n", &lang.number(all))]));
        for (level, stretch) in stretches {
            choice(ui, Some(*level), words::count(*lang, *level, stretch.len()));
        }
    });
    ui.add_space(SPACE / 2.0);
}
