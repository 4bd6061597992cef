//! The page of the findings of the checks.

mod list;

use egui::{Button, Ui};

use crate::{
    analysis::finding::{Finding, Severity},
    describe::findings,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::findings::list::{FindingsList, SeverityRange},
        theme::SPACE,
        widgets::{text::empty_message, virtual_list::VirtualListState},
    },
};

/// Every severity, in the order of the findings.
const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// The state of the page between frames.
#[derive(Default)]
pub struct FindingsState {
    /// The severity that the list is filtered by; none for all.
    severity: Option<Severity>,
    /// The index of the current finding among all.
    current: usize,
    list_state: VirtualListState,
}

/// Draws the page.
pub fn findings_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut FindingsState,
    out: &mut Vec<Intent>,
) {
    let findings = context.session.analysis().check_results().findings.as_slice();
    if findings.is_empty() {
        empty_message(ui, &context.locale.t("findings.none"));
        return;
    }
    let ranges = severity_ranges(findings);
    filter_ui(ui, context, &ranges, state);
    let shown: Vec<SeverityRange> = ranges
        .into_iter()
        .filter(|(severity, _)| state.severity.is_none_or(|only| only == *severity))
        .filter(|(_, range)| !range.is_empty())
        .collect();
    if shown.is_empty() {
        empty_message(ui, &context.locale.t("findings.none_of_level"));
        return;
    }
    FindingsList { context, findings, ranges: &shown }.ui(
        ui,
        &mut state.current,
        &mut state.list_state,
        out,
    );
}

/// Returns the range of each severity in findings that are sorted by severity.
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

/// Draws the filter by severity, with the number of findings of each.
fn filter_ui(
    ui: &mut Ui,
    context: &UiContext,
    ranges: &[SeverityRange],
    state: &mut FindingsState,
) {
    let UiContext { locale, .. } = context;
    let all = ranges.last().map_or(0, |(_, range)| range.end);
    ui.horizontal_wrapped(|ui| {
        let mut choice = |ui: &mut Ui, severity: Option<Severity>, text: String| {
            if ui.add(Button::selectable(state.severity == severity, text)).clicked() {
                state.severity = severity;
            }
        };
        choice(
            ui,
            None,
            locale.t_with("findings.all_levels", &[("n", &locale.format_number(all))]),
        );
        for (severity, range) in ranges {
            choice(
                ui,
                Some(*severity),
                findings::severity_count_label(*locale, *severity, range.len()),
            );
        }
    });
    ui.add_space(SPACE / 2.0);
}
