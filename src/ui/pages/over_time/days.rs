//! The table beneath the chart: the days on which a figure changed, and whom it was on one of them.

use egui::{Align2, Button, Rect, ScrollArea, Sense, Ui, UiBuilder, Vec2, accesskit};

use crate::{
    Locale,
    analysis::{
        counts_over_time::{CaseStateChange, CountPoint},
        position::Status,
    },
    describe::claims::format_day,
    figure::step_chart::{describe_counts, line_labels},
    model::Day,
    session::Action,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::over_time::state::{ChartCache, OverTimeState},
        theme::{Palette, Role, SPACE, TABLE_ROW_HEIGHT},
        widgets::text::{heading, paint_text, rich_text, weak_text},
    },
};

/// The room for a day.
const DAY_WIDTH: f32 = SPACE * 17.0;
/// The most that the days take of the width beside the people.
const MAX_DAYS_SHARE: f32 = 0.62;

/// Draws the days at the left and the people of the chosen one at the right; beneath the days where
/// there is no room beside them.
pub(super) fn days_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut OverTimeState,
    cache: &ChartCache,
    out: &mut Vec<Intent>,
) {
    let area = ui.available_rect_before_wrap();
    let figure = context.locale.format_number(cache.max_count);
    let widest = rich_text(format!("{figure} (+{figure})"), Role::Body);
    let widest = egui::WidgetText::from(widest);
    let extend = Some(egui::TextWrapMode::Extend);
    let widest = widest.into_galley(ui, extend, 0.0, Role::Body.style()).size().x;
    let needed = DAY_WIDTH + (widest + SPACE * 2.0) * 3.0;
    let (days, people) = if needed <= area.width() * MAX_DAYS_SHARE {
        let (days, people) =
            area.split_left_right_at_x(area.left() + needed.max(area.width() / 2.0));
        (days, people.with_min_x(people.left() + SPACE * 2.0))
    } else {
        let (days, people) = area.split_top_bottom_at_fraction(0.55);
        (days, people.with_min_y(people.top() + SPACE))
    };
    ui.scope_builder(UiBuilder::new().max_rect(days), |ui| {
        days_table_ui(ui, context, state, &cache.counts, out);
    });
    ui.scope_builder(UiBuilder::new().max_rect(people), |ui| {
        if let Some(day) = state.selected_day {
            status_changes_ui(ui, context, state, day, out);
        }
    });
}

fn days_table_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut OverTimeState,
    counts: &[CountPoint],
    out: &mut Vec<Intent>,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let palette = Palette::of(ui);
    let (head, _) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), TABLE_ROW_HEIGHT), Sense::hover());
    // The columns of figures share what the days leave.
    let end = |rect: Rect, column: usize| {
        let part = (rect.width() - DAY_WIDTH - SPACE / 2.0) / 3.0;
        egui::pos2(rect.left() + DAY_WIDTH + part * (column + 1) as f32, rect.center().y)
    };
    for (column, name) in line_labels(context.locale, context.register()).iter().enumerate() {
        paint_text(ui, end(head, column), Align2::RIGHT_CENTER, name, Role::Caption, palette.weak);
    }
    let day = context.locale.t("over_time.day");
    let begin = |rect: Rect| egui::pos2(rect.left() + SPACE, rect.center().y);
    paint_text(ui, begin(head), Align2::LEFT_CENTER, &day, Role::Caption, palette.weak);
    ui.painter().hline(head.x_range(), head.bottom(), egui::Stroke::new(1.0, palette.line));
    ScrollArea::vertical().auto_shrink(false).show_rows(
        ui,
        TABLE_ROW_HEIGHT,
        counts.len(),
        |ui, rows| {
            for row in rows {
                // The latest day first.
                let at = counts.len() - 1 - row;
                let (point, before) = (&counts[at], at.checked_sub(1).map(|at| &counts[at]));
                let chosen = state.selected_day == Some(point.from);
                let button = Button::selectable(chosen, "")
                    .min_size(Vec2::new(ui.available_width(), TABLE_ROW_HEIGHT));
                let response = ui.add(button);
                let day = format_day(context.locale, point.from);
                let name = format!(
                    "{day}: {}",
                    describe_counts(context.locale, context.register(), point)
                );
                response.widget_info(|| {
                    egui::WidgetInfo::selected(accesskit::Role::Button, true, chosen, &name)
                });
                let rect = response.rect;
                paint_text(ui, begin(rect), Align2::LEFT_CENTER, &day, Role::Body, palette.text);
                let before = before.map_or([0; 3], CountPoint::series);
                for (column, (now, before)) in point.series().into_iter().zip(before).enumerate() {
                    let text = count_change_label(context.locale, now, before);
                    let color = if now == before { palette.weak } else { palette.text };
                    paint_text(
                        ui,
                        end(rect, column),
                        Align2::RIGHT_CENTER,
                        &text,
                        Role::Body,
                        color,
                    );
                }
                if response.clicked() {
                    state.selected_day = Some(point.from);
                }
                if response.double_clicked() {
                    out.push(Intent::Action(Action::SetDay(point.from)));
                }
            }
        },
    );
}

/// "13 (+2)"; where nothing changed the figure alone.
fn count_change_label(locale: Locale, now: usize, before: usize) -> String {
    let figure = locale.format_number(now);
    match now.cmp(&before) {
        std::cmp::Ordering::Equal => figure,
        std::cmp::Ordering::Greater => {
            format!("{figure} (+{})", locale.format_number(now - before))
        }
        std::cmp::Ordering::Less => format!("{figure} (−{})", locale.format_number(before - now)),
    }
}

/// Who came onto a list or off it on a day, or came back; each a way to the case.
fn status_changes_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut OverTimeState,
    day: Day,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    ui.horizontal(|ui| {
        heading(ui, &format_day(locale, day), Role::Section);
        if day != context.session.analysis().as_of() {
            let show = Button::new(locale.t("over_time.show_day").as_ref());
            if ui.add(show).on_hover_text(locale.t("over_time.show_day_tooltip")).clicked() {
                out.push(Intent::Action(Action::SetDay(day)));
            }
        }
    });
    ui.spacing_mut().item_spacing.y = 0.0;
    let changes = state.status_changes_on(context, day);
    let cases = context.register().cases();
    ScrollArea::vertical().id_salt("people").auto_shrink(false).show_rows(
        ui,
        TABLE_ROW_HEIGHT,
        changes.len(),
        |ui, rows| {
            for moved in rows.filter_map(|row| changes.get(row)) {
                let Some(case) = cases.get(moved.case as usize) else { continue };
                ui.horizontal(|ui| {
                    ui.set_height(TABLE_ROW_HEIGHT);
                    if ui
                        .link(rich_text(case.name.display_name(locale.code()), Role::Body))
                        .clicked()
                    {
                        out.push(Intent::Action(Action::SelectCase(case.id.clone())));
                    }
                    ui.label(weak_text(ui, describe_status_change(context, moved), Role::Caption));
                });
            }
        },
    );
}

/// What became of a person on a day, in words.
fn describe_status_change(
    context: &UiContext,
    CaseStateChange { before, after, .. }: &CaseStateChange,
) -> String {
    let locale = context.locale;
    let names = line_labels(context.locale, context.register());
    let mut text = Vec::new();
    for side in [0, 1] {
        if before.is_listed(side) != after.is_listed(side) {
            let key = if after.is_listed(side) {
                "over_time.newly_listed"
            } else {
                "over_time.no_longer_listed"
            };
            text.push(locale.t_with(key, &[("party", &names[side])]));
        }
    }
    if before.status != after.status && after.status == Status::Returned {
        text.push(locale.t("over_time.returned").into_owned());
    }
    locale.join_list(text.iter().map(String::as_str))
}
