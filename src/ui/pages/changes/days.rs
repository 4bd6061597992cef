//! The two days of the page, each with steps to the days on which anything changed.

use egui::{Button, Popup, Ui};

use crate::{
    describe::claims::format_day,
    model::Day,
    ui::{
        context::UiContext,
        pages::changes::state::ChangesState,
        theme::{Role, SPACE},
        widgets::{buttons::icon_button, date_picker::date_picker_ui, text::weak_text},
    },
};

/// The keys of a day's label, of its name, and of its steps back and on.
const TEXT_KEYS: [[&str; 4]; 2] = [
    ["changes.from", "changes.from_name", "changes.from_previous", "changes.from_next"],
    ["changes.to", "changes.to_name", "changes.to_previous", "changes.to_next"],
];

/// How wide a page must be for both days to stand beside each other.
const ONE_ROW_WIDTH: f32 = SPACE * 84.0;

/// Draws both days. They may be chosen in either order, and are put in order once that is done.
pub(super) fn days_ui(ui: &mut Ui, context: &UiContext, state: &mut ChangesState) {
    let mut days = state.days_in_field_order(context.session);
    let before = days;
    let mut latest = false;
    let mut one_day_ui = |ui: &mut Ui, state: &mut ChangesState, side: usize| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        if let Some(day) = one_day_ui(ui, context, state, days, side) {
            days[side] = day;
        }
    };
    let mut latest_ui = |ui: &mut Ui, state: &ChangesState| {
        let button = Button::new(context.locale.t("changes.latest"));
        let button = ui.add_enabled(state.chosen_days.is_some(), button);
        latest = button.on_hover_text(context.locale.t("changes.latest_tooltip")).clicked();
    };
    if ui.available_width() < ONE_ROW_WIDTH {
        ui.horizontal(|ui| one_day_ui(ui, state, 0));
        ui.horizontal(|ui| one_day_ui(ui, state, 1));
        latest_ui(ui, state);
    } else {
        ui.horizontal(|ui| {
            one_day_ui(ui, state, 0);
            ui.add_space(SPACE * 2.0);
            one_day_ui(ui, state, 1);
            ui.add_space(SPACE * 2.0);
            latest_ui(ui, state);
        });
    }
    if days != before {
        state.chosen_days = Some(days);
    }
    if latest {
        state.chosen_days = None;
    }
    // A day that is still being typed stays where it is.
    if !Popup::is_any_open(ui.ctx())
        && let Some(days) = &mut state.chosen_days
    {
        days.sort();
    }
}

/// Draws one of the two days; gives another one, where that was chosen.
fn one_day_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut ChangesState,
    days: [Day; 2],
    side: usize,
) -> Option<Day> {
    let locale = context.locale;
    let [label, name, back, on] = TEXT_KEYS[side];
    let digest = context.session.analysis().check_results();
    let day = days[side];
    // A step does not lead past the other day.
    let fits = |step: &Day| if side == 0 { *step <= days[1] } else { *step >= days[0] };
    ui.label(weak_text(ui, locale.t(label), Role::Body));
    let step_back = step_button(ui, "◀", &locale.t(back), digest.day_before(day).filter(fits));
    let name = locale.t_with(name, &[("day", &format_day(locale, day))]);
    let chosen = date_picker_ui(ui, context, &mut state.date_pickers[side], day, &name);
    let step_on = step_button(ui, "▶", &locale.t(on), digest.day_after(day).filter(fits));
    step_back.or(chosen).or(step_on)
}

/// Draws a step to a day, where there is one; gives it once it is taken.
fn step_button(ui: &mut Ui, sign: &str, name: &str, day: Option<Day>) -> Option<Day> {
    let button = ui.add_enabled_ui(day.is_some(), |ui| icon_button(ui, sign, name));
    day.filter(|_| button.inner.clicked())
}
