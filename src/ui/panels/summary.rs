//! The summary: the number of people that each party lists on the current day, the difference
//! between the two, and the totals that were announced.

use egui::{Align, CursorIcon, Layout, Rect, Response, Sense, Stroke, TextWrapMode, Ui, Vec2};

use crate::{
    analysis::{
        finding::FindingSubject,
        reconciliation::{Cohort, Reconciliation, Segment},
    },
    describe::{
        claims::{self, format_day, party_label},
        labels::cohort_label,
    },
    session::Action,
    ui::{
        context::UiContext,
        intent::Intent,
        theme::{Palette, Role, SPACE},
        widgets::{
            swatches::{paint_segment, segment_swatch},
            text::{rich_text, text_width, weak_text},
        },
    },
};

/// The height of a party's row, in points.
const ROW_HEIGHT: f32 = SPACE * 4.0;

/// The height of a bar, in points.
const BAR_HEIGHT: f32 = 20.0;

/// The number of people up to which a bar draws each one.
const MAX_SEPARATE_PEOPLE: usize = 60;

/// The number of names that the difference lists; a link shows the others.
const MAX_NAMES: usize = 8;

/// Draws the summary.
pub fn summary_ui(ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
    let reconciliation = context.session.analysis().reconciliation();
    let names = [0, 1]
        .map(|side| cohort_label(context.locale, context.register(), Cohort::Listed(side, None)));
    let counts = [0, 1].map(|side| context.locale.format_number(reconciliation.listed_count(side)));
    // Both rows have the width of the wider one.
    let wider = |texts: &[String; 2], role: Role| {
        texts.iter().map(|text| text_width(ui, rich_text(text, role))).fold(0.0, f32::max).ceil()
    };
    let (name_width, count_width) = (wider(&names, Role::Body), wider(&counts, Role::LargeNumber));
    for side in [0, 1] {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE * 2.0;
            let text = rich_text(names[side].as_str(), Role::Body);
            cell_ui(ui, name_width, Layout::left_to_right(Align::Center), |ui| ui.label(text));
            let text = rich_text(counts[side].as_str(), Role::LargeNumber);
            let button = egui::Button::new(text).frame(false);
            let layout = Layout::right_to_left(Align::Center);
            let button = cell_ui(ui, count_width, layout, |ui| ui.add(button));
            let button = button.accessible_name(format!("{} {}", names[side], counts[side]));
            show_people_on_click(context, button, Cohort::Listed(side, None), out);
            bar_ui(ui, context, reconciliation, side, out);
            legend_ui(ui, context, reconciliation, side, out);
        });
    }
    difference_ui(ui, context, reconciliation, out);
    for side in [0, 1] {
        if !reconciliation.matches_announced(side) {
            disagreement_ui(ui, context, reconciliation, side, out);
        }
    }
}

/// Draws a cell of a fixed width, in points.
fn cell_ui<R>(ui: &mut Ui, width: f32, layout: Layout, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.allocate_ui_with_layout(Vec2::new(width, ROW_HEIGHT), layout, |ui| {
        ui.set_min_width(width);
        add(ui)
    })
    .inner
}

/// Draws the names and counts of the segments of a party, and the total that it announced.
fn legend_ui(
    ui: &mut Ui,
    context: &UiContext,
    reconciliation: &Reconciliation,
    side: usize,
    out: &mut Vec<Intent>,
) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(SPACE / 2.0, 0.0);
        for (at, segment) in Segment::ALL.into_iter().enumerate() {
            let count = reconciliation.segment_counts[side][at];
            if count == 0 {
                continue;
            }
            let text = segment_label(context, segment, count);
            // A swatch stays in the line of its name.
            let width = text_width(ui, rich_text(&text, Role::Body)) + SPACE * 5.0;
            if ui.available_size_before_wrap().x < width {
                ui.end_row();
                ui.set_row_height(SPACE * 3.0);
            }
            segment_swatch(ui, segment);
            let button = egui::Button::new(text).frame_when_inactive(false);
            show_people_on_click(context, ui.add(button), Cohort::Listed(side, Some(segment)), out);
            ui.add_space(SPACE / 2.0);
        }
        announced_ui(ui, context, reconciliation, side);
    });
}

fn segment_label(context: &UiContext, segment: Segment, count: usize) -> String {
    let kind = context.locale.t(&format!("segment.{}", segment.key()));
    context
        .locale
        .t_with("summary.segment", &[("n", &context.locale.format_number(count)), ("kind", &kind)])
}

/// Draws the total that the party had announced by the current day, compared with its count.
fn announced_ui(ui: &mut Ui, context: &UiContext, reconciliation: &Reconciliation, side: usize) {
    let locale = context.locale;
    ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
    let Some(total) = &reconciliation.announced[side] else {
        ui.label(weak_text(ui, locale.t("summary.no_announced_total"), Role::Caption));
        return;
    };
    let count = locale.format_number(total.count as usize);
    let palette = Palette::of(ui);
    let agrees = reconciliation.matches_announced(side);
    let (key, color) = if agrees {
        ("summary.total_agrees", palette.success)
    } else {
        ("summary.total_differs", palette.warning)
    };
    let text = locale.t_with(key, &[("count", &count)]);
    let day = claims::format_date(locale, &total.on);
    let party = party_label(locale, context.register(), &total.by);
    let hover = locale
        .t_with("summary.announced_total", &[("party", &party), ("count", &count), ("day", &day)]);
    let hover = if agrees {
        hover
    } else {
        let counted = locale.format_number(reconciliation.listed_count(side));
        let day = format_day(locale, reconciliation.as_of);
        let differs =
            locale.t_with("summary.counted_names", &[("counted", &counted), ("day", &day)]);
        format!("{hover}\n{differs}")
    };
    // The label is not broken; it goes to the next row where it does not fit.
    let label = egui::Label::new(rich_text(text, Role::Caption).color(color)).extend();
    ui.add(label).on_hover_text(hover);
}

/// Draws the bar of a party: its segments, to the same scale as the other bar.
fn bar_ui(
    ui: &mut Ui,
    context: &UiContext,
    reconciliation: &Reconciliation,
    side: usize,
    out: &mut Vec<Intent>,
) {
    let longest = reconciliation.listed_count(0).max(reconciliation.listed_count(1)).max(1);
    let width = (ui.ctx().content_rect().width() * 0.3).clamp(160.0, 480.0);
    let (area, _) = ui.allocate_exact_size(Vec2::new(width, BAR_HEIGHT), Sense::hover());
    let unit = area.width() / longest as f32;
    let mut x = area.left();
    for (at, segment) in Segment::ALL.into_iter().enumerate() {
        let count = reconciliation.segment_counts[side][at];
        if count == 0 {
            continue;
        }
        let size = Vec2::new(unit * count as f32, BAR_HEIGHT);
        let rect = Rect::from_min_size(egui::pos2(x, area.top()), size);
        x = rect.right();
        let response = ui.interact(rect, ui.scope_id().with(("bar", side, at)), Sense::click());
        paint_segment(ui, rect.shrink2(Vec2::new(1.0, 0.0)), segment);
        paint_segment_details(ui, &response, rect, count, unit);
        let text = segment_label(context, segment, count);
        let party = cohort_label(context.locale, context.register(), Cohort::Listed(side, None));
        let name = context
            .locale
            .t_with("cohort.segment_of_list", &[("listed", &party), ("segment", &text)]);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
        show_people_on_click(
            context,
            response.on_hover_text(text),
            Cohort::Listed(side, Some(segment)),
            out,
        );
    }
}

/// Paints a hovered segment; where there is room, each person.
fn paint_segment_details(ui: &Ui, response: &Response, rect: Rect, count: usize, unit: f32) {
    let palette = Palette::of(ui);
    if count <= MAX_SEPARATE_PEOPLE && unit >= 4.0 {
        for person in 1..count {
            let x = rect.left() + unit * person as f32;
            ui.painter().vline(x, rect.y_range(), Stroke::new(2.0, palette.background));
        }
    }
    if response.hovered() || response.has_focus() {
        let stroke = Stroke::new(2.0, palette.accent);
        ui.painter().rect_stroke(rect, 3.0, stroke, egui::StrokeKind::Outside);
    }
}

/// Draws the difference, as in "17 − 13 = 4: …", with a link to each case.
fn difference_ui(
    ui: &mut Ui,
    context: &UiContext,
    reconciliation: &Reconciliation,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    let [first, second] = [0, 1].map(|side| reconciliation.listed_count(side));
    let (more, less) = (first.max(second), first.min(second));
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(SPACE / 2.0, SPACE / 2.0);
        let sum = locale.t_with(
            "summary.list_difference",
            &[
                ("more", &locale.format_number(more)),
                ("less", &locale.format_number(less)),
                ("difference", &locale.format_number(more - less)),
            ],
        );
        ui.label(rich_text(sum, Role::Section));
        for side in [1, 0] {
            let only = &reconciliation.only[side];
            if only.is_empty() {
                continue;
            }
            ui.add_space(SPACE);
            let text = cohort_label(locale, context.register(), Cohort::Only(side));
            let text = format!("{text} {}", locale.format_number(only.len()));
            let button = egui::Button::new(text).frame_when_inactive(false);
            show_people_on_click(context, ui.add(button), Cohort::Only(side), out);
            names_ui(ui, context, only, Cohort::Only(side), out);
        }
        if !reconciliation.both.is_empty() {
            ui.add_space(SPACE);
            let text = cohort_label(locale, context.register(), Cohort::Both);
            let text = format!("{text} {}", locale.format_number(reconciliation.both.len()));
            let button = egui::Button::new(text).frame_when_inactive(false);
            show_people_on_click(context, ui.add(button), Cohort::Both, out);
        }
        history_ui(ui, context, out);
    });
}

/// Draws the line of the history that records what is shown; a click copies its whole seal. While a
/// change is being saved there is none, and the room for it stays.
fn history_ui(ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
    let locale = context.locale;
    ui.add_space(SPACE);
    let button = |ui: &Ui, text: String| {
        egui::Button::new(weak_text(ui, text, Role::Caption)).frame_when_inactive(false)
    };
    let Some(reference) = context.session.history_reference() else {
        ui.add_enabled(false, button(ui, locale.t("history.reference.being_saved").into_owned()));
        return;
    };
    let Some(line) = reference.line() else {
        ui.label(weak_text(ui, reference.describe_briefly(locale), Role::Caption));
        return;
    };
    let text = reference.describe_with_label(locale);
    let hover = locale.t_with("history.reference.copy_tooltip", &[("history", &text)]);
    let button = ui.add(button(ui, reference.describe_briefly(locale)));
    if button.on_hover_text(hover).clicked() {
        out.push(Intent::Copy(line.seal.to_string()));
    }
}

/// Draws the difference between the count and the announced total of a party, and the cases that
/// changed since.
fn disagreement_ui(
    ui: &mut Ui,
    context: &UiContext,
    reconciliation: &Reconciliation,
    side: usize,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    let Some(total) = &reconciliation.announced[side] else { return };
    let changed_since_announced = &reconciliation.changed_since_announced[side];
    let values = [
        ("party", party_label(locale, context.register(), &total.by)),
        ("announced", locale.format_number(total.count as usize)),
        ("counted", locale.format_number(reconciliation.listed_count(side))),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let key = if changed_since_announced.is_empty() {
        "summary.difference_without_names"
    } else {
        "summary.difference_with_names"
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(SPACE / 2.0, SPACE / 2.0);
        let warning = Palette::of(ui).warning;
        ui.label(rich_text(locale.t_with(key, &values), Role::Body).color(warning));
        names_ui(ui, context, changed_since_announced, Cohort::Listed(side, None), out);
    });
}

/// Draws names as links to their cases; the last link shows all of them in the table.
fn names_ui(
    ui: &mut Ui,
    context: &UiContext,
    case_indices: &[usize],
    cohort: Cohort,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    let cases = context.register().cases();
    // A name is not broken between lines.
    ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
    for (i, case) in case_indices.iter().take(MAX_NAMES).filter_map(|at| cases.get(*at)).enumerate()
    {
        if i > 0 {
            ui.label(weak_text(ui, "·", Role::Body));
        }
        let name = case.name.display_name(locale.code());
        if ui.link(name).clicked() {
            out.push(Intent::ShowRecord(FindingSubject::Case(case.id.clone()), None));
        }
    }
    if case_indices.len() > MAX_NAMES {
        let more = locale.t_plural("summary.more_names", case_indices.len() - MAX_NAMES);
        if ui.link(more).clicked() {
            out.push(people_filter_intent(context, cohort));
        }
    }
}

/// Filters the table by a cohort when `response` is clicked.
fn show_people_on_click(
    context: &UiContext,
    response: Response,
    people: Cohort,
    out: &mut Vec<Intent>,
) {
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    if response.clicked() {
        out.push(people_filter_intent(context, people));
    }
}

fn people_filter_intent(context: &UiContext, people: Cohort) -> Intent {
    let mut query = context.session.analysis().query().clone();
    query.cohort = (query.cohort != Some(people)).then_some(people);
    Intent::Action(Action::SetQuery(query))
}
