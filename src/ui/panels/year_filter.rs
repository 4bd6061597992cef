//! The filter by year of abduction: a chart, and two fields for a range.

use egui::{Sense, Ui};
use egui_plot::{Bar, BarChart, Plot};

use crate::{
    analysis::query::{Facet, FacetValue, Query},
    session::Action,
    ui::{
        context::UiContext,
        intent::Intent,
        theme::{Palette, Role, SPACE},
        widgets::{
            buttons::icon_button,
            text::{rich_text, weak_text},
        },
    },
};

/// The height of the chart, in points.
const CHART_HEIGHT: f32 = SPACE * 7.0;

/// The state of the filter between frames.
#[derive(Default)]
pub struct YearFilterState {
    /// The first and the last year as typed.
    typed: [String; 2],
    /// The range that the fields were last filled from.
    filled_from: Option<(i16, i16)>,
}

/// Draws the chart and the two fields.
pub fn year_filter_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut YearFilterState,
    values: &[(FacetValue, usize)],
    out: &mut Vec<Intent>,
) {
    let years: Vec<(i16, usize)> = values
        .iter()
        .filter_map(|(value, count)| match value {
            FacetValue::Year(year) => Some((*year, *count)),
            _ => None,
        })
        .collect();
    let wanted = context.session.analysis().query().year_range;
    chart_ui(ui, context, &years, wanted, out);
    if state.filled_from != wanted {
        state.filled_from = wanted;
        state.typed = wanted.map_or([String::new(), String::new()], |(from, to)| {
            [from.to_string(), to.to_string()]
        });
    }
    several_years_ui(ui, context, out);
    let bounds = context.session.analysis().query_result().year_range;
    ui.horizontal(|ui| {
        let mut changed = false;
        for (at, key) in ["filters.year_from", "filters.year_to"].into_iter().enumerate() {
            let hint = bounds.map(|(from, to)| [from, to][at].to_string()).unwrap_or_default();
            let field = egui::TextEdit::singleline(&mut state.typed[at]);
            let field = field.hint_text(hint).desired_width(SPACE * 8.0).char_limit(4);
            changed |= ui.add(field).accessible_name(context.locale.t(key)).changed();
            if at == 0 {
                ui.label(weak_text(ui, "–", Role::Body));
            }
        }
        let clear = context.locale.t("filters.any_year");
        if wanted.is_some() && icon_button(ui, "×", &clear).clicked() {
            state.typed = [String::new(), String::new()];
            changed = true;
        }
        if changed {
            let range = parse_year_range(&state.typed, bounds);
            if range != wanted {
                state.filled_from = range;
                out.push(year_range_intent(context, range));
            }
        }
    });
}

/// Draws the box for certain years alone, and how many people can be of several years.
fn several_years_ui(ui: &mut Ui, context: &UiContext, out: &mut Vec<Intent>) {
    let (locale, analysis) = (context.locale, context.session.analysis());
    let (query, count) = (analysis.query(), analysis.query_result().several_years_count);
    if count == 0 && !query.is_year_certain {
        return;
    }
    let mut is_certain = query.is_year_certain;
    let text = rich_text(locale.t("filters.certain_years"), Role::Body);
    let response = ui.checkbox(&mut is_certain, text);
    if response.on_hover_text(locale.t("filters.certain_years_tooltip")).changed() {
        let query = Query { is_year_certain: is_certain, ..query.clone() };
        out.push(Intent::Action(Action::SetQuery(query)));
    }
    if count > 0 {
        let key = if query.is_year_certain {
            "filters.several_years_left_out"
        } else {
            "filters.several_years"
        };
        ui.label(weak_text(ui, locale.t_plural(key, count), Role::Caption));
    }
}

/// Returns the range of two typed years; an empty field leaves its end open. Returns none while a
/// year is incomplete.
fn parse_year_range([from, to]: &[String; 2], bounds: Option<(i16, i16)>) -> Option<(i16, i16)> {
    let (first, last) = bounds?;
    let year = |text: &String, otherwise: i16| match text.trim() {
        "" => Some(otherwise),
        text => text.parse().ok().filter(|year: &i16| *year >= 1000),
    };
    let range = (year(from, first)?, year(to, last)?);
    let has_input = !(from.trim().is_empty() && to.trim().is_empty());
    has_input.then_some(range)
}

fn year_range_intent(context: &UiContext, range: Option<(i16, i16)>) -> Intent {
    let mut query = context.session.analysis().query().clone();
    query.year_range = range;
    query
        .facet_filters
        .retain(|pick| pick.facet != Facet::Year || pick.value == FacetValue::Missing);
    Intent::Action(Action::SetQuery(query))
}

/// Draws a bar for each year. A click filters by the year, a drag by a range.
fn chart_ui(
    ui: &mut Ui,
    context: &UiContext,
    counts: &[(i16, usize)],
    wanted: Option<(i16, i16)>,
    out: &mut Vec<Intent>,
) {
    let Some((first, last)) = context.session.analysis().query_result().year_range else { return };
    let palette = Palette::of(ui);
    let bars = counts.iter().map(|(year, count)| {
        let inside = wanted.is_none_or(|(from, to)| (from..=to).contains(year));
        let colour = if inside { palette.accent } else { palette.frame };
        Bar::new(f64::from(*year), *count as f64).width(0.8).fill(colour)
    });
    let bars = BarChart::new("years", bars.collect()).allow_hover(false);
    let plot = Plot::new("years")
        .height(CHART_HEIGHT)
        .sense(Sense::click_and_drag())
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .allow_axis_zoom_drag(false)
        .show_axes(false)
        .show_grid(false)
        .show_background(false)
        .show_crosshair(false)
        .include_x(f64::from(first) - 0.5)
        .include_x(f64::from(last) + 0.5)
        .include_y(0.0)
        .label_formatter(|_| None)
        .show(ui, |plot| plot.bar_chart(bars));
    let (response, transform) = (plot.response, plot.transform);
    let year_at = |at: egui::Pos2| {
        let year = transform.value_from_position(at).x.round();
        year_at_value(year.clamp(f64::from(first), f64::from(last))).unwrap_or(first)
    };
    let locale = context.locale;
    response.widget_info(|| {
        let ends = [("from", first.to_string()), ("to", last.to_string())];
        let ends = ends.each_ref().map(|(name, year)| (*name, year.as_str()));
        egui::WidgetInfo::labeled(
            egui::Role::Image,
            true,
            locale.t_with("filters.year_chart", &ends),
        )
    });
    if let Some(year) = response.hover_pos().map(year_at) {
        let count = counts.iter().find(|(other, _)| *other == year).map_or(0, |(_, count)| *count);
        let cases = locale.t_plural("subject.cases", count);
        let text =
            locale.t_with("filters.year_count", &[("y", &year.to_string()), ("cases", &cases)]);
        response.clone().on_hover_text_at_pointer(text);
    }
    let Some(year) = response.interact_pointer_pos().map(year_at) else { return };
    if response.clicked() {
        out.push(year_range_intent(
            context,
            (wanted != Some((year, year))).then_some((year, year)),
        ));
    } else if response.dragged()
        && let Some(origin) = ui.input(|input| input.pointer.press_origin())
    {
        let from = year_at(origin);
        let range = Some((from.min(year), from.max(year)));
        if range != wanted {
            out.push(year_range_intent(context, range));
        }
    }
}

/// Returns the year at a value of the axis, where that is a whole number.
fn year_at_value(value: f64) -> Option<i16> {
    let whole = value.fract() == 0.0 && (0.0..=9999.0).contains(&value);
    // The value is whole and in range, so the cast is exact.
    whole.then_some(value as i16)
}
