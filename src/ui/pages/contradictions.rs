//! The page of contradictions within the claims of a party and between those of two, of the cases
//! that the query finds, up to the current day.

use egui::{Pos2, Response, Ui, WidgetInfo, text::LayoutJob};

use crate::{
    analysis::{contradictions::Contradiction, finding::FindingSubject},
    describe::{
        claims::format_day,
        contradictions::{contradiction_kind_label, describe_contradiction},
    },
    model::{Case, SourceId},
    ui::{
        context::UiContext,
        intent::Intent,
        theme::{Palette, Role, SPACE},
        widgets::{
            list_item::paint_row_background,
            text::{empty_message, heading, weak_text},
            virtual_list::{RowEvent, VirtualList, VirtualListState},
        },
    },
};

/// The height of a row, in points: the sentence has up to three lines, the sources one.
const ROW_HEIGHT: f32 = SPACE * 12.75;
/// The width of the column of names, in points.
const NAME_WIDTH: f32 = SPACE * 20.0;
/// The least width of the column of names, in points.
const MIN_NAME_WIDTH: f32 = SPACE * 11.0;

/// Draws the page.
pub fn contradictions_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut VirtualListState,
    out: &mut Vec<Intent>,
) {
    let UiContext { locale, session, .. } = *context;
    let analysis = session.analysis();
    let Some(count) = analysis.contradiction_count() else {
        empty_message(ui, &locale.t("contradictions.searching"));
        return;
    };
    let day = format_day(locale, analysis.as_of());
    ui.horizontal_wrapped(|ui| {
        heading(ui, &locale.t("contradictions.title"), Role::Section);
        let count = locale.t_plural("contradictions.count", count);
        let text =
            locale.t_with("contradictions.count_by_day", &[("count", &count), ("day", &day)]);
        ui.label(weak_text(ui, text, Role::Caption));
    });
    if count == 0 {
        let key = match analysis.query().is_filtered() {
            true => "contradictions.none_in_filter",
            false => "contradictions.none",
        };
        empty_message(ui, &locale.t_with(key, &[("day", &day)]));
        return;
    }
    let content = |row: usize| {
        let (case, contradiction) = analysis.contradiction(row)?;
        Some(ContradictionRow::new(context, context.register().cases().get(case)?, contradiction))
    };
    let draw_row = |ui: &Ui, row: usize, response: Response| match content(row) {
        Some(content) => content.paint(ui, context, response),
        None => response,
    };
    let list = VirtualList::new(count, ROW_HEIGHT, &draw_row);
    if let Some(RowEvent::Opened(row)) = list.ui(ui, state)
        && let Some((at, _)) = analysis.contradiction(row)
        && let Some(case) = context.register().cases().get(at)
    {
        out.push(Intent::ShowRecord(FindingSubject::Case(case.id.clone()), None));
    }
}

/// The texts of a row.
struct ContradictionRow {
    name: String,
    kind: String,
    text: String,
    sources: String,
}

impl ContradictionRow {
    fn new(context: &UiContext, case: &Case, contradiction: &Contradiction) -> Self {
        let UiContext { locale, .. } = *context;
        let cited = contradiction.grounds.map(|background| {
            let ids = background.sources(case).iter().map(SourceId::as_str);
            ids.collect::<Vec<_>>().join(" · ")
        });
        Self {
            name: case.name.display_name(locale.code()),
            kind: contradiction_kind_label(locale, contradiction.kind),
            text: describe_contradiction(locale, context.register(), case, contradiction),
            sources: cited.join("  ≠  "),
        }
    }

    /// Paints the row and gives it an accessible name.
    fn paint(&self, ui: &Ui, context: &UiContext, response: Response) -> Response {
        let Self { name, kind, text, sources } = self;
        let parts: [(&str, &str); 4] =
            [("name", name), ("kind", kind), ("text", text), ("sources", sources)];
        let label = context.locale.t_with("contradictions.item", &parts);
        response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &label));
        paint_row_background(ui, &response, false);
        let (palette, rect) = (Palette::of(ui), response.rect);
        let left = rect.left() + SPACE;
        let column = (rect.width() * 0.3).clamp(MIN_NAME_WIDTH, NAME_WIDTH);
        let width = rect.right() - SPACE - left - column;
        let at = |x: f32, y: f32| Pos2::new(left + x, rect.top() + y);
        let lay = |text: &str, role: Role, color, width: f32, rows: usize| {
            let mut job = LayoutJob::simple(text.to_owned(), role.font(), color, width);
            job.wrap.max_rows = rows;
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let painter = ui.painter();
        let name = lay(name, Role::Body, palette.text, column - SPACE * 2.0, 2);
        let kind = lay(&format!("≠ {kind}"), Role::Caption, palette.warning, width, 1);
        let text = lay(text, Role::Body, palette.text, width, 3);
        let sources = lay(sources, Role::Caption, palette.weak, width, 1);
        let cut = [&name, &kind, &text, &sources].iter().any(|galley| galley.elided);
        painter.galley(at(0.0, SPACE * 0.75), name, palette.text);
        painter.galley(at(column, SPACE * 0.75), kind, palette.warning);
        painter.galley(at(column, SPACE * 2.75), text, palette.text);
        painter.galley(at(column, SPACE * 10.25), sources, palette.weak);
        let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
        if cut {
            response.on_hover_text(format!("{}\n{}", self.text, self.sources))
        } else {
            response
        }
    }
}
