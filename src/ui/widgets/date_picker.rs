//! The day chooser: the day for which everything on screen is worked out.

use egui::{Popup, PopupCloseBehavior, ScrollArea, Ui};

use crate::{
    commands::Command,
    describe::claims::format_day,
    model::Day,
    session::Action,
    ui::{
        context::UiContext,
        intent::Intent,
        theme::{Palette, Role, SPACE, TABLE_ROW_HEIGHT},
        widgets::{
            buttons::icon_button,
            text::{rich_text, weak_text},
            text_field::focus_and_select_all,
        },
    },
};

/// What the day chooser remembers between frames.
#[derive(Default)]
pub struct DatePickerState {
    typed: String,
    /// It has just been opened: what is typed next takes the place of the day.
    wants_focus: bool,
}

/// Draws the day with a step to the day before and the day after on which anything changed.
/// Laid out from the right.
pub fn as_of_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut DatePickerState,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    let as_of = context.session.analysis().as_of();
    ui.spacing_mut().item_spacing.x = SPACE / 2.0;
    let today = egui::Button::new(Command::Today.label(locale, None));
    let today = ui.add_enabled(as_of != context.today, today);
    if today.on_hover_text(Command::Today.tooltip(locale)).clicked() {
        out.push(Intent::Command(Command::Today));
    }
    day_step_ui(ui, context, Command::NextDay, "▶", out);
    let name = locale.t_with("date_picker.label", &[("day", &format_day(locale, as_of))]);
    if let Some(day) = date_picker_ui(ui, context, state, as_of, &name) {
        out.push(Intent::Action(Action::SetDay(day)));
    }
    day_step_ui(ui, context, Command::PreviousDay, "◀", out);
    ui.label(weak_text(ui, locale.t("date_picker.as_of"), Role::Body));
}

fn day_step_ui(
    ui: &mut Ui,
    context: &UiContext,
    command: Command,
    sign: &str,
    out: &mut Vec<Intent>,
) {
    let enabled = context.session.next_day(command == Command::PreviousDay).is_some();
    ui.add_enabled_ui(enabled, |ui| {
        if icon_button(ui, sign, &command.label(context.locale, None)).clicked() {
            out.push(Intent::Command(command));
        }
    });
}

/// A button that shows a day and opens a chooser of another; gives the day chosen. `name` says what
/// the day is for.
pub(crate) fn date_picker_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut DatePickerState,
    day: Day,
    name: &str,
) -> Option<Day> {
    let locale = context.locale;
    let shown = egui::Button::new(rich_text(format_day(locale, day), Role::Body));
    let shown = ui.add(shown.min_size(egui::vec2(SPACE * 18.0, 0.0)));
    let shown = shown.accessible_name(name).on_hover_text(locale.t("date_picker.choose"));
    if shown.clicked() {
        *state = DatePickerState { typed: day.to_string(), wants_focus: true };
    }
    let popup = Popup::from_toggle_button_response(&shown)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(SPACE * 30.0)
        .show(|ui| date_popup_ui(ui, context, state, day));
    popup.and_then(|popup| popup.inner)
}

/// A field for any day, and the days on which anything changed; gives the day chosen.
fn date_popup_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut DatePickerState,
    shown: Day,
) -> Option<Day> {
    let locale = context.locale;
    let mut chosen = None;
    let label = ui.label(weak_text(ui, locale.t("date_picker.input_label"), Role::Caption));
    let field = egui::TextEdit::singleline(&mut state.typed).desired_width(f32::INFINITY);
    let field = ui.add(field).labelled_by(label.id);
    if std::mem::take(&mut state.wants_focus) {
        focus_and_select_all(ui, &field, &state.typed);
    }
    let day: Option<Day> = state.typed.trim().parse().ok();
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    match day {
        Some(day) if field.changed() || entered => {
            chosen = Some(day);
            if entered {
                ui.close();
            }
        }
        None => {
            let text = rich_text(locale.t("date_picker.invalid_date"), Role::Caption);
            ui.label(text.color(Palette::of(ui).error));
        }
        _ => {}
    }
    let days = &context.session.analysis().check_results().days;
    if days.is_empty() {
        return chosen;
    }
    ui.separator();
    ui.label(weak_text(ui, locale.t("date_picker.change_days"), Role::Caption));
    ScrollArea::vertical().max_height(TABLE_ROW_HEIGHT * 10.0).show_rows(
        ui,
        TABLE_ROW_HEIGHT,
        days.len(),
        |ui, rows| {
            for day in rows.filter_map(|row| days.len().checked_sub(row + 1).map(|at| days[at])) {
                let button = egui::Button::selectable(day == shown, format_day(locale, day));
                if ui.add(button.min_size(egui::vec2(ui.available_width(), 0.0))).clicked() {
                    chosen = Some(day);
                    ui.close();
                }
            }
        },
    );
    chosen
}
