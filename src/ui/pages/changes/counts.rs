//! The counts on both days side by side, and the people who joined or left each group.

use std::sync::Arc;

use egui::{Align, Align2, Galley, Layout, Pos2, Rect, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

use crate::{
    Locale,
    analysis::changes::{
        Changes,
        membership::{CountedGroup, MembershipChange, MembershipFilter},
    },
    describe::{
        claims::{format_date, format_day, party_label},
        labels::counted_group_label,
    },
    model::Total,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::changes::cohorts::{CohortMembers, LINE_HEIGHT, cohort_members_ui},
        theme::{Palette, Role, SPACE},
        widgets::text::{paint_text, rich_text, text_width, truncated_galley},
    },
};

/// The greatest width of a label, in points.
const MAX_LABEL_WIDTH: f32 = SPACE * 28.0;
/// The width of a count of the first day, in points. Its heading may reach over the column of
/// labels, which has no heading.
const NUMBER_WIDTH: f32 = SPACE * 7.5;
/// The least distance between the right ends of the two columns, in points; else the width of a
/// heading.
const MIN_COLUMN_STEP: f32 = SPACE * 10.0;
/// The gap between two blocks, in points.
const BLOCK_GAP: f32 = SPACE * 4.0;
/// The width of the page from which the counts stand in two blocks side by side, in points.
const TWO_BLOCKS_WIDTH: f32 = SPACE * 112.0;
/// The number of lines for the names of a row.
const MAX_NAME_LINES: usize = 2;

/// A row of the counts.
struct CountRow<'a> {
    label: String,
    counts: [String; 2],
    /// The people who joined and those who left, where there are any.
    cohorts: Vec<CohortMembers<'a>>,
    /// The date of the announcement.
    details: String,
    has_changed: bool,
}

/// Draws the counts: of the lists and the cohorts, then the announced totals and the statuses.
pub(super) fn counts_ui(
    ui: &mut Ui,
    context: &UiContext,
    changes: &Changes,
    out: &mut Vec<Intent>,
) {
    let moved = |moved: &&MembershipChange| matches!(moved.group, CountedGroup::Cohort(_));
    let people = |moved| cohort_row(context, changes, moved);
    let lists: Vec<CountRow> =
        changes.membership_changes.iter().filter(moved).map(people).collect();
    let announced = [0, 1].map(|side| announced_row(context, changes, side));
    let status = changes.membership_changes.iter().filter(|one| !moved(one)).map(people);
    let rest: Vec<CountRow> = announced.into_iter().chain(status).collect();
    let days = [changes.from(), changes.to()].map(|day| format_day(context.locale, day));
    let widest = |ui: &Ui, lines: &[CountRow]| {
        lines.iter().map(|line| label_galley(ui, line).size().x).fold(0.0, f32::max)
    };
    let heading = |day: &String| {
        text_width(ui, rich_text(day, Role::Caption)).min(MAX_LABEL_WIDTH) + SPACE * 2.0
    };
    let step = days.iter().map(heading).fold(MIN_COLUMN_STEP, f32::max);
    let [first, second] = [&lists, &rest].map(|lines| {
        let end = widest(ui, lines) + NUMBER_WIDTH;
        [end, end + step]
    });
    let mut block_ui = |ui: &mut Ui, lines: &[CountRow], ends: [f32; 2]| {
        days_header_ui(ui, &days, ends);
        lines.iter().for_each(|line| count_row_ui(ui, context, &days, ends, line, out));
    };
    // The list of changes always keeps a part of the page.
    let area = ScrollArea::vertical().id_salt("figures");
    if ui.available_width() < TWO_BLOCKS_WIDTH {
        area.max_height(ui.available_height() * 0.4).show(ui, |ui| {
            let ends = if first[1] > second[1] { first } else { second };
            block_ui(ui, &lists, ends);
            block_ui(ui, &rest, ends);
        });
        return;
    }
    // Both blocks have the same width for names.
    let names = (ui.available_width() - BLOCK_GAP - first[1] - second[1]) / 2.0;
    area.max_height(ui.available_height() * 0.55).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = BLOCK_GAP;
            for (lines, ends) in [(&lists, first), (&rest, second)] {
                let size = Vec2::new(ends[1] + names, 0.0);
                ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                    block_ui(ui, lines, ends);
                });
            }
        });
    });
}

/// Returns the row of a group.
fn cohort_row<'a>(
    context: &UiContext,
    changes: &Changes,
    moved: &'a MembershipChange,
) -> CountRow<'a> {
    let locale = context.locale;
    let part = |joined: bool| {
        let places = if joined { &moved.joined } else { &moved.left };
        let (group, from, to) = (moved.group, changes.from(), changes.to());
        CohortMembers { indexes: places, change: MembershipFilter { group, from, to, joined } }
    };
    let people = [true, false].map(part).into_iter();
    let people: Vec<_> = people.filter(|part| !part.indexes.is_empty()).collect();
    CountRow {
        label: counted_group_label(locale, context.register(), moved.group),
        counts: [locale.format_number(moved.before), locale.format_number(moved.after)],
        details: String::new(),
        has_changed: !people.is_empty(),
        cohorts: people,
    }
}

/// Returns the row of the total that a party had announced by each day.
fn announced_row<'a>(context: &UiContext, changes: &Changes, side: usize) -> CountRow<'a> {
    let locale = context.locale;
    let party = party_label(locale, context.register(), &changes.after.parties[side]);
    let totals = [&changes.before, &changes.after].map(|day| day.announced[side].as_deref());
    let date = totals[1].map(|total| format_date(locale, &total.on));
    CountRow {
        label: locale.t_with("changes.party_announced_total", &[("party", &party)]),
        counts: totals.map(|total| total_label(locale, total)),
        cohorts: Vec::new(),
        details: date.unwrap_or_default(),
        has_changed: totals[0] != totals[1],
    }
}

fn total_label(locale: Locale, total: Option<&Total>) -> String {
    match total {
        Some(total) => locale.format_number(total.count as usize),
        None => locale.t("export.announced_total.none").into_owned(),
    }
}

/// Lays out the label of a row.
fn label_galley(ui: &Ui, line: &CountRow) -> Arc<Galley> {
    truncated_galley(ui, rich_text(&line.label, Role::Body), MAX_LABEL_WIDTH)
}

/// Draws the two days above the rows; `ends` are the right ends of the columns, in points.
fn days_header_ui(ui: &mut Ui, days: &[String; 2], ends: [f32; 2]) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let weak = Palette::of(ui).weak;
    let (rect, _) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), LINE_HEIGHT), Sense::hover());
    for (side, day) in days.iter().enumerate() {
        let at = count_position(rect, ends, side);
        paint_text(ui, at, Align2::RIGHT_CENTER, day, Role::Caption, weak);
    }
}

/// Returns the right end of the count of a day.
fn count_position(rect: Rect, ends: [f32; 2], side: usize) -> Pos2 {
    rect.left_center() + Vec2::new(ends[side], 0.0)
}

/// Draws a row; an unchanged one has the colour of secondary text.
fn count_row_ui(
    ui: &mut Ui,
    context: &UiContext,
    days: &[String; 2],
    ends: [f32; 2],
    line: &CountRow,
    out: &mut Vec<Intent>,
) {
    let CountRow { label: text, counts, cohorts: people, details, has_changed: moved } = line;
    let palette = Palette::of(ui);
    let color = if *moved { palette.text } else { palette.weak };
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), LINE_HEIGHT), Sense::hover());
    let middle = |height: f32| rect.center().y - height / 2.0;
    let name = label_galley(ui, line);
    let mut cut = name.elided;
    ui.painter().galley(Pos2::new(rect.left(), middle(name.size().y)), name, color);
    for (side, count) in counts.iter().enumerate() {
        let at = count_position(rect, ends, side);
        paint_text(ui, at, Align2::RIGHT_CENTER, count, Role::Body, color);
    }
    let left = count_position(rect, ends, 1).x + SPACE * 2.0;
    let date = truncated_galley(ui, rich_text(details, Role::Caption), rect.right() - left);
    cut |= date.elided;
    ui.painter().galley(Pos2::new(left, middle(date.size().y)), date, palette.weak);
    response.widget_info(|| {
        let [before, after] = [0, 1].map(|side| format!("{}: {}", days[side], counts[side]));
        let people: Vec<_> = people.iter().map(|part| part.describe(context)).collect();
        let parts = [text.as_str(), &before, &after, details, &people.join(" · ")];
        let name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
        WidgetInfo::labeled(egui::accesskit::Role::Label, true, name)
    });
    if cut {
        response.on_hover_text(format!("{text}\n{details}"));
    }
    // People who joined and people who left have a line each.
    let lines = MAX_NAME_LINES / people.len().max(1);
    let mut top = rect.top();
    for part in people {
        let room = Rect::from_x_y_ranges(left..=rect.right().max(left), top..=top + LINE_HEIGHT);
        top += cohort_members_ui(ui, context, part, room, lines, out) as f32 * LINE_HEIGHT;
    }
    ui.allocate_space(Vec2::new(0.0, (top - rect.bottom()).max(0.0)));
}
