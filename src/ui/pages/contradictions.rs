//! The page of contradictions: where a side contradicts itself or the other, in the rows as they
//! are filtered, by the day shown.

use egui::{Pos2, Response, Ui, WidgetInfo, text::LayoutJob};

use super::list::{PageState, Rows, Touched, paint_ground};
use crate::{
    model::{Case, SourceId},
    ui::{
        Intent, Palette, Role, Scene,
        theme::SPACE,
        widgets::{empty, heading, weak},
    },
    view::{About, Contradiction, contradiction_kind_words, contradiction_words, day_words},
};

/// The height of a row: what is said may take three lines, its sources one.
const ROW: f32 = SPACE * 12.75;
/// The width of the column of names, where there is room for it.
const NAME: f32 = SPACE * 20.0;
/// The least width of that column.
const LEAST: f32 = SPACE * 11.0;

/// Draws the page.
pub fn contradictions_ui(ui: &mut Ui, scene: &Scene, state: &mut PageState, out: &mut Vec<Intent>) {
    let Scene { lang, session, .. } = *scene;
    let view = session.view();
    let Some(count) = view.contradicted() else {
        empty(ui, &lang.t("contradictions.looking"));
        return;
    };
    let day = day_words(lang, view.as_of());
    ui.horizontal(|ui| {
        heading(ui, &lang.t("contradictions.title"), Role::Section);
        let count = lang.count("contradictions.count", count);
        let words = lang.with("contradictions.by_day", &[("count", &count), ("day", &day)]);
        ui.label(weak(ui, words, Role::Caption));
    });
    if count == 0 {
        let key = match view.query().is_narrow() {
            true => "contradictions.none_shown",
            false => "contradictions.none",
        };
        empty(ui, &lang.with(key, &[("day", &day)]));
        return;
    }
    let entry = |at: usize| {
        let (case, contradiction) = view.contradiction(at)?;
        Some(Entry::new(scene, scene.register().cases().get(case)?, contradiction))
    };
    let draw = |ui: &Ui, at: usize, response: Response| match entry(at) {
        Some(entry) => entry.paint(ui, scene, response),
        None => response,
    };
    if let Some(Touched::Opened(at)) = (Rows { count, height: ROW, draw: &draw }).ui(ui, state)
        && let Some((at, _)) = view.contradiction(at)
        && let Some(case) = scene.register().cases().get(at)
    {
        out.push(Intent::Show(About::Case(case.id.clone()), None));
    }
}

/// What a row says.
struct Entry {
    name: String,
    kind: String,
    words: String,
    sources: String,
}

impl Entry {
    fn new(scene: &Scene, case: &Case, contradiction: &Contradiction) -> Self {
        let Scene { lang, .. } = *scene;
        let cited = contradiction.grounds.map(|ground| {
            let ids = ground.sources(case).iter().map(SourceId::as_str);
            ids.collect::<Vec<_>>().join(" · ")
        });
        Self {
            name: case.name.shown(lang.code()),
            kind: contradiction_kind_words(lang, contradiction.kind),
            words: contradiction_words(lang, scene.register(), case, contradiction),
            sources: cited.join("  ≠  "),
        }
    }

    /// Paints the row, and names it for who cannot see it.
    fn paint(&self, ui: &Ui, scene: &Scene, response: Response) -> Response {
        let Self { name, kind, words, sources } = self;
        let parts: [(&str, &str); 4] =
            [("name", name), ("kind", kind), ("words", words), ("sources", sources)];
        let label = scene.lang.with("contradictions.item", &parts);
        response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &label));
        paint_ground(ui, &response);
        let (palette, rect) = (Palette::of(ui), response.rect);
        let left = rect.left() + SPACE;
        let column = (rect.width() * 0.3).clamp(LEAST, NAME);
        let width = rect.right() - SPACE - left - column;
        let at = |x: f32, y: f32| Pos2::new(left + x, rect.top() + y);
        let lay = |words: &str, role: Role, ink, width: f32, rows: usize| {
            let mut job = LayoutJob::simple(words.to_owned(), role.font(), ink, width);
            job.wrap.max_rows = rows;
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        let painter = ui.painter();
        let name = lay(name, Role::Body, palette.text, column - SPACE * 2.0, 2);
        let kind = lay(&format!("≠ {kind}"), Role::Caption, palette.warning, width, 1);
        let words = lay(words, Role::Body, palette.text, width, 3);
        let sources = lay(sources, Role::Caption, palette.weak, width, 1);
        let cut = [&name, &kind, &words, &sources].iter().any(|galley| galley.elided);
        painter.galley(at(0.0, SPACE * 0.75), name, palette.text);
        painter.galley(at(column, SPACE * 0.75), kind, palette.warning);
        painter.galley(at(column, SPACE * 2.75), words, palette.text);
        painter.galley(at(column, SPACE * 10.25), sources, palette.weak);
        let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
        if cut {
            response.on_hover_text(format!("{}\n{}", self.words, self.sources))
        } else {
            response
        }
    }
}
