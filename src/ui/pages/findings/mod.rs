//! The page of findings: what the checks noticed, where, and the way there.

mod list;

use std::ops::Range;

use egui::{Button, Ui};

use crate::{
    analysis::finding::{Finding, Severity},
    describe::findings,
    ui::{
        context::UiContext, intent::Intent, pages::findings::list::FindingsList, theme::SPACE,
        widgets,
    },
};

/// The levels, the gravest first, as the findings are sorted.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// What the page remembers between frames.
#[derive(Default)]
pub struct FindingsState {
    /// The only level shown; all where there is none.
    severity: Option<Severity>,
    /// The place of the current finding among all.
    current: usize,
}

/// Findings of one level, as a stretch of all.
type SeverityRange = (Severity, Range<usize>);

/// Draws the page.
pub fn findings_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut FindingsState,
    out: &mut Vec<Intent>,
) {
    let findings = context.session.analysis().check_results().findings.as_slice();
    if findings.is_empty() {
        widgets::empty_message(ui, &context.locale.t("findings.none"));
        return;
    }
    let ranges = severity_ranges(findings);
    filter_ui(ui, context, &ranges, state);
    let shown: Vec<SeverityRange> = ranges
        .into_iter()
        .filter(|(level, _)| state.severity.is_none_or(|only| only == *level))
        .filter(|(_, stretch)| !stretch.is_empty())
        .collect();
    if shown.is_empty() {
        widgets::empty_message(ui, &context.locale.t("findings.none_of_level"));
        return;
    }
    FindingsList { context, findings, ranges: &shown }.ui(ui, &mut state.current, out);
}

/// Where each level begins and ends; the findings are sorted by level.
fn severity_ranges(findings: &[Finding]) -> Vec<SeverityRange> {
    let end = |level| findings.partition_point(|finding| finding.severity <= level);
    let mut start = 0;
    SEVERITIES
        .map(|level| {
            let range = start..end(level);
            start = range.end;
            (level, range)
        })
        .into()
}

/// The levels with their counts, one of which can be shown alone.
fn filter_ui(
    ui: &mut Ui,
    context: &UiContext,
    ranges: &[SeverityRange],
    state: &mut FindingsState,
) {
    let UiContext { locale, .. } = context;
    let all = ranges.last().map_or(0, |(_, stretch)| stretch.end);
    ui.horizontal_wrapped(|ui| {
        let mut choice = |ui: &mut Ui, level: Option<Severity>, text: String| {
            if ui.add(Button::selectable(state.severity == level, text)).clicked() {
                state.severity = level;
            }
        };
        choice(
            ui,
            None,
            locale.t_with("findings.all_levels", &[("n", &locale.format_number(all))]),
        );
        for (level, stretch) in ranges {
            choice(
                ui,
                Some(*level),
                findings::severity_count_label(*locale, *level, stretch.len()),
            );
        }
    });
    ui.add_space(SPACE / 2.0);
}
