//! The people who joined or left a group, as links to their cases; where they are many, the last
//! link shows all of them in the table.

use egui::{Align, Align2, Layout, Link, Pos2, Rect, Ui, UiBuilder, Vec2};

use crate::{
    analysis::{changes::membership::MembershipFilter, finding::FindingSubject, query::Query},
    session::Action,
    ui::{
        context::UiContext,
        intent::Intent,
        theme::{Palette, Role, SPACE},
        widgets::text::{paint_text, rich_text, text_width},
    },
};

/// The height of a line of names, in points.
pub(super) const LINE_HEIGHT: f32 = SPACE * 2.75;
/// The number of names in the accessible name and in the tooltip.
const MAX_SPOKEN_NAMES: usize = 40;
/// The number of names that are drawn, where they fit.
const MAX_SHOWN_NAMES: usize = 12;

/// The people who joined a group, or those who left it.
pub(super) struct CohortMembers<'a> {
    /// Their indexes in the register; at least one.
    pub indexes: &'a [usize],
    /// The filter that finds the same people.
    pub change: MembershipFilter,
}

impl CohortMembers<'_> {
    /// Returns the sentence with their names, of which it lists the first.
    pub fn describe(&self, context: &UiContext) -> String {
        let key = if self.change.joined { "changes.joined_names" } else { "changes.left_names" };
        context.locale.t_with(key, &[("names", &self.names(context))])
    }

    fn names(&self, context: &UiContext) -> String {
        let locale = context.locale;
        let cases = self.indexes.iter().filter_map(|at| context.register().cases().get(*at));
        let mut names: Vec<_> = cases
            .take(MAX_SPOKEN_NAMES)
            .map(|case| case.name.display_name(locale.code()))
            .collect();
        if self.indexes.len() > MAX_SPOKEN_NAMES {
            names
                .push(locale.t_plural("summary.more_names", self.indexes.len() - MAX_SPOKEN_NAMES));
        }
        locale.join_list(names)
    }

    /// Returns the intent that filters the table by these people.
    fn show_all_intent(&self, context: &UiContext) -> Intent {
        let sort = context.session.analysis().query().sort;
        Intent::Action(Action::SetQuery(Query {
            membership: Some(self.change),
            sort,
            ..Query::default()
        }))
    }
}

/// Draws the names that fit into a number of lines, of which `room` is the first, then the number
/// of the others. Returns the number of lines used.
pub(super) fn cohort_members_ui(
    ui: &mut Ui,
    context: &UiContext,
    members: &CohortMembers,
    room: Rect,
    lines: usize,
    out: &mut Vec<Intent>,
) -> usize {
    let locale = context.locale;
    let color = Palette::of(ui).weak;
    let width_of = |ui: &Ui, text: &str| text_width(ui, rich_text(text, Role::Caption));
    let all = members.indexes.len();
    let (gap, separator) = (SPACE / 2.0, locale.t("list.separator"));
    let separator = separator.trim_end();
    let comma = width_of(ui, separator) + gap;
    let last = width_of(ui, &locale.t_plural("summary.more_names", all));
    let head =
        locale.t(if members.change.joined { "changes.joined_label" } else { "changes.left_label" });
    let begin = room.left_center();
    paint_text(ui, begin, Align2::LEFT_CENTER, &head, Role::Caption, color);
    let mut flow = LineLayout { room, x: width_of(ui, &head) + gap, line: 0 };
    let mut shown = 0;
    for at in members.indexes.iter().take(MAX_SHOWN_NAMES) {
        let Some(case) = context.register().cases().get(*at) else { break };
        let name = case.name.display_name(locale.code());
        // The last line keeps room for the number of the others.
        let (after, rest) = if shown + 1 < all { (comma, last) } else { (0.0, 0.0) };
        let width = width_of(ui, &name) + after;
        let Some(place) = flow.allocate(width, rest, lines) else { break };
        if link_at(ui, place, &name).clicked() {
            out.push(Intent::ShowRecord(FindingSubject::Case(case.id.clone()), None));
        }
        shown += 1;
        if shown < all {
            let at = Pos2::new(place.right() - comma, place.center().y);
            paint_text(ui, at, Align2::LEFT_CENTER, separator, Role::Caption, color);
        }
    }
    if shown < all {
        let key = if shown == 0 { "changes.people" } else { "summary.more_names" };
        let text = locale.t_plural(key, all - shown);
        let width = width_of(ui, &text);
        let place = flow.allocate(width, 0.0, lines).unwrap_or_else(|| flow.rect(width));
        let response = link_at(ui, place, &text);
        if response.on_hover_text(members.names(context)).clicked() {
            out.push(members.show_all_intent(context));
        }
    }
    flow.line + 1
}

/// The position of the next text in lines.
struct LineLayout {
    /// The rectangle of the first line.
    room: Rect,
    x: f32,
    line: usize,
}

impl LineLayout {
    /// Returns the rectangle of a text of a width, in this line or the next, where it fits; on the
    /// last line with `rest` points left after it.
    fn allocate(&mut self, width: f32, rest: f32, lines: usize) -> Option<Rect> {
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
        let corner = self.room.min + Vec2::new(self.x, self.line as f32 * LINE_HEIGHT);
        Rect::from_min_size(corner, Vec2::new(width, LINE_HEIGHT))
    }
}

/// Draws a link at a rectangle.
fn link_at(ui: &mut Ui, place: Rect, label: &str) -> egui::Response {
    let layout = Layout::left_to_right(Align::Center);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    let response = ui.add(Link::new(rich_text(label, Role::Caption)));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response
}
