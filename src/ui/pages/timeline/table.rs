//! The table beneath the lanes: all that is dated in the stretch of time shown above, in words.

use egui::{Pos2, Rect, Response, Sense, Ui, Vec2, WidgetInfo, accesskit};

use crate::{
    analysis::{
        chronology::{DatedItem, Occurrence},
        finding::FindingSubject,
        query::Column,
    },
    describe::{claims::format_day, labels::cell_text},
    figure::{
        time_axis,
        timeline::{TimelineItem, TimelineItemKind, item_text::describe_item_parts},
    },
    model::{Case, Day},
    session::Action,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::timeline::{
            legend,
            state::{ChronologyCache, Span, TimelineTableState},
        },
        theme::{Palette, Role, SPACE, TABLE_ROW_HEIGHT},
        widgets::{
            list_item::paint_row_background,
            text::{empty_message, rich_text, text_width, truncated_galley, weak_text},
            virtual_list::{RowEvent, VirtualList},
        },
    },
};

/// Draws the table over the whole of `ui`, for a stretch of days after 1 January 1970.
pub(super) fn timeline_table_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut TimelineTableState,
    (from, to): Span,
    out: &mut Vec<Intent>,
) {
    ui.take_available_height();
    ui.spacing_mut().item_spacing.y = 0.0;
    let TimelineTableState { cache, window, list_state } = state;
    let cache = cache.as_ref().filter(|cache| cache.revision == context.session.revision());
    let Some(ChronologyCache { chronology, .. }) = cache else {
        empty_message(ui, &context.locale.t("timeline.sorting"));
        return;
    };
    let key = [
        time_axis::day_from_epoch_days(from),
        time_axis::day_from_epoch_days(to),
        context.session.analysis().as_of(),
    ];
    let between = |[from, to, as_of]: [Day; 3]| chronology.window(from, to, as_of);
    let known = window.take().filter(|(known, _)| *known == key);
    let (_, window) = window.insert(known.unwrap_or_else(|| (key, between(key))));
    let columns = ColumnLayout::for_width(ui.available_width());
    table_header_ui(ui, context, &columns, key, window.len());
    if window.is_empty() {
        empty_message(ui, &context.locale.t("timeline.none_in_range"));
        return;
    }
    let row = |at: usize| TimelineRow::new(context, chronology.row(window, at)?);
    let draw_row = |ui: &Ui, at: usize, response: Response| match row(at) {
        Some(row) => row.paint(ui, context, &columns, response),
        None => response,
    };
    let list = VirtualList::new(window.len(), TABLE_ROW_HEIGHT, &draw_row);
    if let Some(RowEvent::Opened(at)) = list.ui(ui, list_state)
        && let Some(row) = row(at)
    {
        out.extend(row.open_intent());
    }
}

/// Where the columns begin, from the left end of a row, and where the last one ends.
struct ColumnLayout {
    date: f32,
    subject: f32,
    description: f32,
    end: f32,
}

impl ColumnLayout {
    /// Those of rows of a width: names and dates keep to what they need, as far as there is room.
    fn for_width(width: f32) -> Self {
        let date = SPACE * 2.0 + legend::SIGN_WIDTH;
        let subject = date + (width * 0.26).clamp(SPACE * 16.5, SPACE * 21.0);
        let description = subject + (width * 0.22).clamp(SPACE * 13.0, SPACE * 20.0);
        Self { date, subject, description, end: width - SPACE }
    }
}

/// What the columns hold, the stretch of time, and how many rows there are.
fn table_header_ui(
    ui: &mut Ui,
    context: &UiContext,
    columns: &ColumnLayout,
    key: [Day; 3],
    count: usize,
) {
    let UiContext { locale, .. } = *context;
    let palette = Palette::of(ui);
    let size = Vec2::new(ui.available_width(), TABLE_ROW_HEIGHT);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let captions = [
        (columns.date, "timeline.column_date"),
        (columns.subject, "timeline.column_who"),
        (columns.description, "timeline.column_what"),
    ];
    let mut end = rect.left();
    for (x, key) in captions {
        let at = rect.left_center() + Vec2::new(x, 0.0);
        let text = truncated_galley(ui, rich_text(locale.t(key), Role::Caption), f32::INFINITY);
        end = at.x + text.size().x;
        ui.painter().galley(at - Vec2::new(0.0, text.size().y / 2.0), text, palette.weak);
    }
    // The count stands at the right end, with the stretch of time where there is room for it.
    let entries = locale.t_plural("timeline.entries", count);
    let [from, to, as_of] = key;
    let days = [from, to.min(as_of)];
    let right = Rect::from_min_max(Pos2::new(end + SPACE * 2.0, rect.top()), rect.max);
    let right = right.with_max_x(rect.right() - SPACE);
    let [from, to] = days.map(|day| format_day(locale, day));
    let parts: [(&str, &str); 3] = [("entries", &entries), ("from", &from), ("to", &to)];
    let long = Some(locale.t_with("timeline.entries_in_range", &parts)).filter(|long| {
        let width = text_width(ui, rich_text(long, Role::Caption));
        days.is_sorted() && width <= right.width()
    });
    let text = weak_text(ui, long.unwrap_or(entries), Role::Caption);
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(right).layout(layout));
    ui.add(egui::Label::new(text).truncate());
}

/// What a row says.
struct TimelineRow<'a> {
    case: Option<&'a Case>,
    item: TimelineItem,
    date: String,
    subject: String,
    description: String,
}

impl<'a> TimelineRow<'a> {
    /// The row of what the register holds.
    fn new(context: &'a UiContext, dated: &DatedItem) -> Option<Self> {
        let locale = context.locale;
        let register = context.register();
        let case = match dated.occurrence.case() {
            Some(at) => Some(register.cases().get(at)?.as_ref()),
            None => None,
        };
        let kind = match dated.occurrence {
            Occurrence::Taken(_) => TimelineItemKind::Abduction,
            Occurrence::Returned(_) => TimelineItemKind::Return,
            Occurrence::Event(at) => TimelineItemKind::Event(at as usize),
            Occurrence::Claim { claim: at, .. } => {
                let claim = case?.claims.get(at as usize)?;
                let side = register.compared_parties().iter().position(|party| **party == claim.by);
                TimelineItemKind::Claim {
                    side,
                    is_reported: claim.reported,
                    claim_index: at as usize,
                }
            }
        };
        let (date, what) = describe_item_parts(locale, register, case, kind)?;
        let place = case.filter(|_| kind == TimelineItemKind::Abduction).map(|case| {
            let case_state = context.session.analysis().case_states()[dated.occurrence.case()?];
            Some(cell_text(locale, register, case, case_state, Column::Place))
        });
        let place = place.flatten().filter(|place| !place.is_empty());
        Some(Self {
            case,
            item: TimelineItem { kind, from: dated.from, to: dated.to },
            date,
            subject: match case {
                Some(case) => case.name.display_name(locale.code()),
                None => locale.t("changes.event").into_owned(),
            },
            description: [what].into_iter().chain(place).collect::<Vec<_>>().join(" · "),
        })
    }

    /// The way to the case, or to the event's form.
    fn open_intent(&self) -> Option<Intent> {
        match (self.case, self.item.kind) {
            (Some(case), _) => Some(Intent::Action(Action::SelectCase(case.id.clone()))),
            (None, TimelineItemKind::Event(at)) => {
                Some(Intent::ShowRecord(FindingSubject::Event(at), None))
            }
            _ => None,
        }
    }

    /// Paints the row, and names it for who cannot see it.
    fn paint(
        &self,
        ui: &Ui,
        context: &UiContext,
        columns: &ColumnLayout,
        response: Response,
    ) -> Response {
        let Self { case, item, date, subject: who, description: what } = self;
        let locale = context.locale;
        let current = context.session.current().map(|(_, case)| &case.id);
        let chosen = case.is_some_and(|case| Some(&case.id) == current);
        response.widget_info(|| {
            let rough = || locale.t_with("timeline.approximate_date", &[("day", date)]);
            let day = if item.is_exact() { date.clone() } else { rough() };
            let name =
                locale.t_with("timeline.row_label", &[("day", &day), ("who", who), ("what", what)]);
            WidgetInfo::selected(accesskit::Role::Button, true, chosen, name)
        });
        paint_row_background(ui, &response, false);
        let (palette, rect) = (Palette::of(ui), response.rect);
        if chosen {
            ui.painter().rect_filled(rect, 0.0, palette.selection.gamma_multiply(0.5));
            let bar = Rect::from_min_size(rect.min, Vec2::new(3.0, rect.height()));
            ui.painter().rect_filled(bar, 0.0, palette.accent);
        }
        legend::paint_items_sign(ui, context, rect.left_center() + Vec2::new(SPACE, 0.0), &[*item]);
        let mut cut = false;
        let mut cell = |text: &str, from: f32, to: f32, color| {
            let galley = truncated_galley(ui, rich_text(text, Role::Body), to - from);
            cut |= galley.elided;
            let y = rect.center().y - galley.size().y / 2.0;
            ui.painter().galley(Pos2::new(rect.left() + from, y), galley, color);
        };
        cell(date, columns.date, columns.subject - SPACE, palette.text);
        let color = if case.is_some() { palette.text } else { palette.weak };
        cell(who, columns.subject, columns.description - SPACE, color);
        cell(what, columns.description, columns.end, palette.text);
        let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
        if cut { response.on_hover_text(format!("{date}\n{who}\n{what}")) } else { response }
    }
}
