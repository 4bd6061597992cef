//! The table beneath the lanes: all that is dated in the stretch of time shown above, in words.

use std::sync::Arc;

use egui::{
    Galley, Pos2, Rect, Response, Sense, TextWrapMode, Ui, Vec2, WidgetInfo, WidgetText, accesskit,
};

use super::words;
use crate::{
    model::{Case, Day},
    picture::{
        scale,
        timeline::{Item, Kind, item_parts},
    },
    session::{Action, Session},
    ui::{
        Intent, Palette, Role, Scene,
        pages::list::{PageState, Rows, Touched, paint_ground},
        theme::{ROW, SPACE},
        widgets::{empty, text, weak},
    },
    view::{About, Chronology, Column, Dated, Excerpt, Occurrence, cell_words, day_words},
};

/// What the table remembers between frames.
#[derive(Default)]
pub struct TableState {
    kept: Option<Kept>,
    /// What is in sight of it, by the stretch of time and the day shown.
    excerpt: Option<([Day; 3], Excerpt)>,
    list: PageState,
}

/// What was put in order, and for what.
struct Kept {
    /// The revision it is of.
    revision: u64,
    /// The last version of the view that it was found to fit.
    version: Option<u64>,
    chronology: Chronology,
}

impl TableState {
    /// Whether it has what is dated of the cases that are shown as they are now.
    pub fn is_current(&mut self, session: &Session) -> bool {
        let view = session.view();
        let Some(kept) = self.kept.as_mut().filter(|kept| kept.revision == session.revision())
        else {
            return false;
        };
        // Another day often leaves the rows as they were.
        let version = Some(view.version());
        if kept.version != version && kept.chronology.rows() == view.answer().rows {
            kept.version = version;
        }
        kept.version == version
    }

    /// Takes in what was put in order for a revision.
    pub fn take_in(&mut self, revision: u64, chronology: Chronology) {
        self.kept = Some(Kept { revision, version: None, chronology });
        self.excerpt = None;
    }
}

/// Draws the table over the whole of `ui`, for a stretch of days after 1 January 1970.
pub(super) fn table_ui(
    ui: &mut Ui,
    scene: &Scene,
    state: &mut TableState,
    (from, to): (f64, f64),
    out: &mut Vec<Intent>,
) {
    ui.take_available_height();
    ui.spacing_mut().item_spacing.y = 0.0;
    let TableState { kept, excerpt, list } = state;
    let kept = kept.as_ref().filter(|kept| kept.revision == scene.session.revision());
    let Some(Kept { chronology, .. }) = kept else {
        empty(ui, &scene.lang.t("timeline.ordering"));
        return;
    };
    let key = [scale::day_at(from), scale::day_at(to), scene.session.view().as_of()];
    let between = |[from, to, as_of]: [Day; 3]| chronology.between(from, to, as_of);
    let known = excerpt.take().filter(|(known, _)| *known == key);
    let (_, excerpt) = excerpt.insert(known.unwrap_or_else(|| (key, between(key))));
    let columns = Columns::over(ui.available_width());
    head_ui(ui, scene, &columns, key, excerpt.len());
    if excerpt.is_empty() {
        empty(ui, &scene.lang.t("timeline.nothing"));
        return;
    }
    let row = |at: usize| Row::new(scene, chronology.row(excerpt, at)?);
    let draw = |ui: &Ui, at: usize, response: Response| match row(at) {
        Some(row) => row.paint(ui, scene, &columns, response),
        None => response,
    };
    let rows = Rows { count: excerpt.len(), height: ROW, draw: &draw };
    if let Some(Touched::Opened(at)) = rows.ui(ui, list)
        && let Some(row) = row(at)
    {
        out.extend(row.open());
    }
}

/// Where the columns begin, from the left end of a row, and where the last one ends.
struct Columns {
    date: f32,
    who: f32,
    what: f32,
    end: f32,
}

impl Columns {
    /// Those of rows of a width: names and dates keep to what they need, as far as there is room.
    fn over(width: f32) -> Self {
        let date = SPACE * 2.0 + words::SIGN;
        let who = date + (width * 0.26).clamp(SPACE * 16.5, SPACE * 21.0);
        let what = who + (width * 0.22).clamp(SPACE * 13.0, SPACE * 20.0);
        Self { date, who, what, end: width - SPACE }
    }
}

/// What the columns hold, the stretch of time, and how many rows there are.
fn head_ui(ui: &mut Ui, scene: &Scene, columns: &Columns, key: [Day; 3], count: usize) {
    let Scene { lang, .. } = *scene;
    let palette = Palette::of(ui);
    let size = Vec2::new(ui.available_width(), ROW);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let captions = [
        (columns.date, "timeline.column_date"),
        (columns.who, "timeline.column_who"),
        (columns.what, "timeline.column_what"),
    ];
    let mut end = rect.left();
    for (x, key) in captions {
        let at = rect.left_center() + Vec2::new(x, 0.0);
        let words = galley(ui, &lang.t(key), Role::Caption, f32::INFINITY);
        end = at.x + words.size().x;
        ui.painter().galley(at - Vec2::new(0.0, words.size().y / 2.0), words, palette.weak);
    }
    // The count stands at the right end, with the stretch of time where there is room for it.
    let entries = lang.count("timeline.entries", count);
    let [from, to, as_of] = key;
    let days = [from, to.min(as_of)];
    let right = Rect::from_min_max(Pos2::new(end + SPACE * 2.0, rect.top()), rect.max);
    let right = right.with_max_x(rect.right() - SPACE);
    let [from, to] = days.map(|day| day_words(lang, day));
    let parts: [(&str, &str); 3] = [("entries", &entries), ("from", &from), ("to", &to)];
    let long = Some(lang.with("timeline.stretch", &parts)).filter(|long| {
        let width = galley(ui, long, Role::Caption, f32::INFINITY).size().x;
        days.is_sorted() && width <= right.width()
    });
    let words = weak(ui, long.unwrap_or(entries), Role::Caption);
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(right).layout(layout));
    ui.add(egui::Label::new(words).truncate());
}

/// Words in one line, cut where there is no more room.
fn galley(ui: &Ui, words: &str, role: Role, width: f32) -> Arc<Galley> {
    let words = WidgetText::from(text(words, role));
    words.into_galley(ui, Some(TextWrapMode::Truncate), width, role.style())
}

/// What a row says.
struct Row<'a> {
    case: Option<&'a Case>,
    item: Item,
    date: String,
    who: String,
    what: String,
}

impl<'a> Row<'a> {
    /// The row of what the register holds.
    fn new(scene: &'a Scene, dated: &Dated) -> Option<Self> {
        let lang = scene.lang;
        let register = scene.register();
        let case = match dated.what.case() {
            Some(at) => Some(register.cases().get(at)?.as_ref()),
            None => None,
        };
        let kind = match dated.what {
            Occurrence::Taken(_) => Kind::Taken,
            Occurrence::Returned(_) => Kind::Returned,
            Occurrence::Event(at) => Kind::Event(at as usize),
            Occurrence::Claim { claim: at, .. } => {
                let claim = case?.claims.get(at as usize)?;
                let side = register.compare().iter().position(|party| **party == claim.by);
                Kind::Claim { side, reported: claim.reported, at: at as usize }
            }
        };
        let (date, what) = item_parts(lang, register, case, kind)?;
        let place = case.filter(|_| kind == Kind::Taken).map(|case| {
            let standing = scene.session.view().standings()[dated.what.case()?];
            Some(cell_words(lang, register, case, standing, Column::Place))
        });
        let place = place.flatten().filter(|place| !place.is_empty());
        Some(Self {
            case,
            item: Item { kind, from: dated.from, to: dated.to },
            date,
            who: match case {
                Some(case) => case.name.shown(lang.code()),
                None => lang.t("changes.event").into_owned(),
            },
            what: [what].into_iter().chain(place).collect::<Vec<_>>().join(" · "),
        })
    }

    /// The way to the case, or to the event's form.
    fn open(&self) -> Option<Intent> {
        match (self.case, self.item.kind) {
            (Some(case), _) => Some(Intent::Act(Action::Case(case.id.clone()))),
            (None, Kind::Event(at)) => Some(Intent::Show(About::Event(at), None)),
            _ => None,
        }
    }

    /// Paints the row, and names it for who cannot see it.
    fn paint(&self, ui: &Ui, scene: &Scene, columns: &Columns, response: Response) -> Response {
        let Self { case, item, date, who, what } = self;
        let lang = scene.lang;
        let current = scene.session.current().map(|(_, case)| &case.id);
        let chosen = case.is_some_and(|case| Some(&case.id) == current);
        response.widget_info(|| {
            let rough = || lang.with("timeline.roughly", &[("day", date)]);
            let day = if item.is_exact() { date.clone() } else { rough() };
            let name = lang.with("timeline.row", &[("day", &day), ("who", who), ("what", what)]);
            WidgetInfo::selected(accesskit::Role::Button, true, chosen, name)
        });
        paint_ground(ui, &response);
        let (palette, rect) = (Palette::of(ui), response.rect);
        if chosen {
            ui.painter().rect_filled(rect, 0.0, palette.chosen.gamma_multiply(0.5));
            let bar = Rect::from_min_size(rect.min, Vec2::new(3.0, rect.height()));
            ui.painter().rect_filled(bar, 0.0, palette.accent);
        }
        words::sign(ui, scene, rect.left_center() + Vec2::new(SPACE, 0.0), &[*item]);
        let mut cut = false;
        let mut cell = |words: &str, from: f32, to: f32, ink| {
            let galley = galley(ui, words, Role::Body, (to - from).max(0.0));
            cut |= galley.elided;
            let y = rect.center().y - galley.size().y / 2.0;
            ui.painter().galley(Pos2::new(rect.left() + from, y), galley, ink);
        };
        cell(date, columns.date, columns.who - SPACE, palette.text);
        let ink = if case.is_some() { palette.text } else { palette.weak };
        cell(who, columns.who, columns.what - SPACE, ink);
        cell(what, columns.what, columns.end, palette.text);
        let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
        if cut { response.on_hover_text(format!("{date}\n{who}\n{what}")) } else { response }
    }
}
