//! What has changed since a version, each difference in words.

use egui::{Label, Pos2, Response, TextStyle, TextWrapMode, Ui, WidgetInfo, WidgetText};

use crate::{
    jobs::Since,
    lang::Lang,
    merge::Spoken,
    ui::{
        Scene,
        pages::{PageState, Rows, paint_ground},
        signs,
        theme::{Palette, Role, SPACE},
        widgets::{empty, heading, text, weak},
    },
    view::Level,
};

/// The height of a difference.
const ROW: f32 = SPACE * 6.0;

/// Draws what has changed since the chosen version, or why that cannot be told.
pub(super) fn since_ui(
    ui: &mut Ui,
    scene: &Scene,
    told: Option<&Result<Since, String>>,
    state: &mut PageState,
) {
    let lang = scene.lang;
    let since = match told {
        None => return empty(ui, &lang.t("backups.comparing")),
        Some(Err(words)) => {
            ui.add_space(SPACE);
            let words = text(words, Role::Body).color(Palette::of(ui).error);
            ui.add(Label::new(words).wrap());
            return;
        }
        Some(Ok(since)) => since,
    };
    let told = since.told.as_deref().unwrap_or_default();
    let damaged_now = scene.session.manuscript().damaged().count();
    for (key, damaged) in [("backups.unread", since.damaged), ("backups.unread_now", damaged_now)] {
        if damaged > 0 {
            ui.add_space(SPACE);
            ui.horizontal_top(|ui| {
                signs::level_sign(ui, Level::Warning);
                ui.add(Label::new(text(lang.count(key, damaged), Role::Caption)).wrap());
            });
        }
    }
    if told.is_empty() {
        return empty(ui, &lang.t("backups.same"));
    }
    ui.add_space(SPACE);
    ui.horizontal(|ui| {
        heading(ui, &lang.t("backups.since"), Role::Section);
        ui.label(weak(ui, lang.count("diff.count", told.len()), Role::Caption));
    });
    let draw = |ui: &Ui, at: usize, response: Response| row_ui(ui, lang, &told[at], response);
    Rows { count: told.len(), height: ROW, draw: &draw }.ui(ui, state);
}

fn row_ui(ui: &Ui, lang: Lang, spoken: &Spoken, response: Response) -> Response {
    let (palette, rect) = (Palette::of(ui), response.rect);
    let (line, values) = (spoken.line(lang), spoken.values(lang));
    response.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::ListItem, true, &line));
    paint_ground(ui, &response);
    let what = lang.with("diff.short_line", &[("who", &spoken.who), ("what", &spoken.what)]);
    let paint = |words: &str, role: Role, y: f32, ink| {
        let width = rect.width() - SPACE * 2.0;
        let words = WidgetText::from(text(words, role));
        let words = words.into_galley(ui, Some(TextWrapMode::Truncate), width, TextStyle::Body);
        let is_cut = words.elided;
        ui.painter().galley(Pos2::new(rect.left(), rect.top() + y), words, ink);
        is_cut
    };
    let cuts = [
        paint(&what, Role::Body, SPACE * 0.75, palette.text),
        paint(&values, Role::Caption, SPACE * 3.25, palette.weak),
    ];
    if cuts.contains(&true) {
        response.on_hover_text(format!("{what}\n{values}"))
    } else {
        response
    }
}
