//! Who joined a group or left it, name by name: each the way to its case, and the last of many the
//! way to all of them in the table.

use egui::{Align, Align2, Layout, Link, Pos2, Rect, Ui, UiBuilder, Vec2};

use crate::{
    analysis::{changes::MembershipFilter, finding::FindingSubject, query::Query},
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
/// How many names are told to who cannot see them, and under the pointer.
const MAX_SPOKEN_NAMES: usize = 40;
/// How many names are shown, where there is room for them.
const MAX_SHOWN_NAMES: usize = 12;

/// Those who joined a group, or those who left it.
pub(super) struct CohortMembers<'a> {
    /// Their places in the register; at least one.
    pub indexes: &'a [usize],
    /// The same people as something that can be asked for.
    pub change: MembershipFilter,
}

impl CohortMembers<'_> {
    /// Their names, as many as one cares to hear.
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

    /// The table with these people alone.
    fn show_all_intent(&self, context: &UiContext) -> Intent {
        let sort = context.session.analysis().query().sort;
        Intent::Action(Action::SetQuery(Query {
            membership: Some(self.change),
            sort,
            ..Query::default()
        }))
    }
}

/// Draws names into so many lines, of which `room` is the first: those that fit, then how many more
/// there are. Gives how many lines were taken.
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
        // On the last line there must be room to say how many more there are.
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

/// Where the next words stand.
struct LineLayout {
    /// The first line.
    room: Rect,
    x: f32,
    line: usize,
}

impl LineLayout {
    /// The place of words that are so wide, on this line or the next, where there is one; on the
    /// last line with so much room left after them.
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

/// A link at a place.
fn link_at(ui: &mut Ui, place: Rect, label: &str) -> egui::Response {
    let layout = Layout::left_to_right(Align::Center);
    let mut ui = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    let response = ui.add(Link::new(rich_text(label, Role::Caption)));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response
}
