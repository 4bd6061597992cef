//! Who joined a group or left it, name by name: each the way to its case, and the last of many the
//! way to all of them in the table.

use egui::{Align, Align2, Layout, Link, Pos2, Rect, TextStyle, TextWrapMode, Ui, UiBuilder, Vec2};

use super::figures::LINE;
use crate::{
    session::Action,
    ui::{
        Intent, Scene,
        theme::{Palette, Role, SPACE},
        widgets::{paint_words, text},
    },
    view::{About, Moved, Query},
};

/// How many names are told to who cannot see them, and under the pointer.
const TOLD: usize = 40;
/// How many names are shown, where there is room for them.
const SHOWN: usize = 12;

/// Those who joined a group, or those who left it.
pub(super) struct Part<'a> {
    /// Their places in the register; at least one.
    pub places: &'a [usize],
    /// The same people as something that can be asked for.
    pub who: Moved,
}

impl Part<'_> {
    /// Their names, as many as one cares to hear.
    pub fn words(&self, scene: &Scene) -> String {
        let key = if self.who.joined { "changes.joined" } else { "changes.left" };
        scene.lang.with(key, &[("names", &self.names(scene))])
    }

    fn names(&self, scene: &Scene) -> String {
        let lang = scene.lang;
        let cases = self.places.iter().filter_map(|at| scene.register().cases().get(*at));
        let mut names: Vec<_> = cases.take(TOLD).map(|case| case.name.shown(lang.code())).collect();
        if self.places.len() > TOLD {
            names.push(lang.count("summary.more", self.places.len() - TOLD));
        }
        lang.join(names)
    }

    /// The table with these people alone.
    fn show_all(&self, scene: &Scene) -> Intent {
        let sort = scene.session.view().query().sort;
        Intent::Act(Action::Query(Query { moved: Some(self.who), sort, ..Query::default() }))
    }
}

/// Draws names into so many lines, of which `room` is the first: those that fit, then how many more
/// there are. Gives how many lines were taken.
pub(super) fn part_ui(
    ui: &mut Ui,
    scene: &Scene,
    part: &Part,
    room: Rect,
    lines: usize,
    out: &mut Vec<Intent>,
) -> usize {
    let lang = scene.lang;
    let ink = Palette::of(ui).weak;
    let wide = |ui: &Ui, words: &str| {
        let words = egui::WidgetText::from(text(words, Role::Caption));
        words.into_galley(ui, Some(TextWrapMode::Extend), 0.0, TextStyle::Body).size().x
    };
    let all = part.places.len();
    let (gap, separator) = (SPACE / 2.0, lang.t("list.separator"));
    let separator = separator.trim_end();
    let comma = wide(ui, separator) + gap;
    let last = wide(ui, &lang.count("summary.more", all));
    let head = lang.t(if part.who.joined { "changes.joined_by" } else { "changes.left_by" });
    let begin = room.left_center();
    paint_words(ui, begin, Align2::LEFT_CENTER, &head, Role::Caption, ink);
    let mut flow = Flow { room, x: wide(ui, &head) + gap, line: 0 };
    let mut shown = 0;
    for at in part.places.iter().take(SHOWN) {
        let Some(case) = scene.register().cases().get(*at) else { break };
        let name = case.name.shown(lang.code());
        // On the last line there must be room to say how many more there are.
        let (after, rest) = if shown + 1 < all { (comma, last) } else { (0.0, 0.0) };
        let width = wide(ui, &name) + after;
        let Some(place) = flow.place(width, rest, lines) else { break };
        if link(ui, place, &name).clicked() {
            out.push(Intent::Show(About::Case(case.id.clone()), None));
        }
        shown += 1;
        if shown < all {
            let at = Pos2::new(place.right() - comma, place.center().y);
            paint_words(ui, at, Align2::LEFT_CENTER, separator, Role::Caption, ink);
        }
    }
    if shown < all {
        let key = if shown == 0 { "changes.people" } else { "summary.more" };
        let words = lang.count(key, all - shown);
        let width = wide(ui, &words);
        let place = flow.place(width, 0.0, lines).unwrap_or_else(|| flow.rect(width));
        let response = link(ui, place, &words);
        if response.on_hover_text(part.names(scene)).clicked() {
            out.push(part.show_all(scene));
        }
    }
    flow.line + 1
}

/// Where the next words stand.
struct Flow {
    /// The first line.
    room: Rect,
    x: f32,
    line: usize,
}

impl Flow {
    /// The place of words that are so wide, on this line or the next, where there is one; on the
    /// last line with so much room left after them.
    fn place(&mut self, width: f32, rest: f32, lines: usize) -> Option<Rect> {
        let fits = |x: f32, line: usize| {
            let rest = if line + 1 < lines { 0.0 } else { rest };
            x + width + rest <= self.room.width()
        };
        if !fits(self.x, self.line) {
            if self.line + 1 >= lines || !fits(0.0, self.line + 1) {
                return None;
            }
            (self.x, self.line) = (0.0, self.line + 1);
        }
        let rect = self.rect(width);
        self.x += width;
        Some(rect)
    }

    fn rect(&self, width: f32) -> Rect {
        let corner = self.room.min + Vec2::new(self.x, self.line as f32 * LINE);
        Rect::from_min_size(corner, Vec2::new(width, LINE))
    }
}

/// A link at a place.
fn link(ui: &mut Ui, place: Rect, words: &str) -> egui::Response {
    let layout = Layout::left_to_right(Align::Center);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    let response = ui.add(Link::new(text(words, Role::Caption)));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response
}
