//! Lists within a form: rows that are opened, added, removed and put back in place.

use egui::{Frame, Label, Margin, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::{
    kept::Kept,
    sheet::{Goal, Sheet, changed_bar, with_button},
};
use crate::{
    ui::{
        Palette, Role,
        signs::level_sign,
        theme::SPACE,
        widgets::{sign_button, text, weak},
    },
    view::{Field, Level},
};

/// What was done to a row.
enum Touch {
    None,
    Fold,
    Remove,
}

/// What a list is a list of.
pub(super) struct Kind<'a, T> {
    /// The key of a row's name, as in "Claim 2".
    pub numbered: &'static str,
    /// The key of the button that adds a row.
    pub add: &'static str,
    /// Whether a field is one of the row at this place.
    pub owns: fn(usize, Field) -> bool,
    /// A row in words: the first line and the second.
    pub heading: &'a dyn Fn(&T) -> [String; 2],
    /// A new row.
    pub new: &'a dyn Fn() -> T,
}

impl Sheet<'_> {
    /// Draws a list, its removed rows, and the button that adds one.
    pub fn list<T: Clone + PartialEq>(
        &mut self,
        ui: &mut Ui,
        kind: &Kind<T>,
        kept: &mut Kept,
        now: &mut Vec<T>,
        opened: &[T],
        mut fields: impl FnMut(&mut Self, &mut Ui, usize, &mut T, Option<&T>),
    ) {
        let (mut remove, mut put_back) = (None, None);
        for at in 0..=now.len() {
            for was in kept.gone_before(at, opened.len()) {
                if self.gone(ui, kind, &opened[was]) {
                    put_back = Some(was);
                }
            }
            let (Some(item), Some(row)) = (now.get_mut(at), kept.row(at)) else { break };
            let was = row.was.and_then(|was| opened.get(was));
            self.group = self.numbered(kind.numbered, at);
            row.open |= self.wants(at, kind.owns);
            let touch = ui.push_id((kind.add, row.key), |ui| {
                self.card(ui, kind, (at, row.open), item, was, |sheet, ui, item| {
                    fields(sheet, ui, at, item, was);
                })
            });
            self.group.clear();
            match touch.inner {
                Touch::None => {}
                Touch::Fold => row.open = !row.open,
                Touch::Remove => remove = Some(at),
            }
        }
        if ui.button(self.t(kind.add)).clicked() {
            now.push((kind.new)());
            kept.push();
            self.changed = true;
        }
        if let Some(at) = remove {
            now.remove(at);
            kept.remove(at);
            self.changed = true;
        }
        if let Some(was) = put_back {
            now.insert(kept.put_back(was), opened[was].clone());
            self.changed = true;
        }
    }

    /// "Claim 2".
    fn numbered(&self, key: &str, at: usize) -> String {
        self.scene.lang.with(key, &[("n", &(at + 1).to_string())])
    }

    /// Whether the cursor is to go into the row at a place.
    fn wants(&self, at: usize, owns: fn(usize, Field) -> bool) -> bool {
        matches!(self.goal, Some(Goal::Field(field)) if owns(at, field))
    }

    /// One row: its heading and, where it is open, its fields.
    fn card<T: PartialEq>(
        &mut self,
        ui: &mut Ui,
        kind: &Kind<T>,
        (at, open): (usize, bool),
        item: &mut T,
        was: Option<&T>,
        fields: impl FnOnce(&mut Self, &mut Ui, &mut T),
    ) -> Touch {
        let frame = Frame::new()
            .stroke(Stroke::new(1.0, Palette::of(ui).line))
            .corner_radius(ui.visuals().widgets.inactive.corner_radius)
            .inner_margin(Margin::same(SPACE as i8));
        let card = frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            let mark = match was {
                _ if !self.compares => None,
                None => Some("form.new"),
                Some(was) => (was != item).then_some("form.changed"),
            };
            let (head, touch) =
                self.head(ui, (kind.heading)(item), open, mark, self.level(at, kind.owns));
            if open {
                fields(self, ui, item);
                // The field that is looked for may not be among those that the row has now.
                if self.wants(at, kind.owns) {
                    self.goal = Some(Goal::First);
                    self.aim(&head, None);
                }
            }
            touch
        });
        if self.compares && was.is_none_or(|was| was != item) {
            changed_bar(ui, card.response.rect);
        }
        card.inner
    }

    /// The heading of a row: what it says, what changed, what is wrong; opens and closes it.
    fn head(
        &self,
        ui: &mut Ui,
        [first, second]: [String; 2],
        open: bool,
        mark: Option<&str>,
        level: Option<Level>,
    ) -> (Response, Touch) {
        let name = format!("{}: {first}: {second}", self.group);
        let words = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let words = ui.vertical(|ui| {
                ui.set_min_width(ui.available_width());
                ui.horizontal(|ui| {
                    ui.label(text(if open { "▼" } else { "▶" }, Role::Caption));
                    ui.label(text(first, Role::Body));
                    if let Some(level) = level {
                        level_sign(ui, level);
                    }
                    if let Some(mark) = mark {
                        ui.label(text(self.t(mark), Role::Caption).color(Palette::of(ui).accent));
                    }
                });
                if !open {
                    ui.spacing_mut().interact_size.y = 0.0;
                    ui.horizontal(|ui| {
                        ui.add_space(SPACE * 2.5);
                        ui.add(Label::new(weak(ui, second, Role::Body)).wrap());
                    });
                }
            });
            let head = words.response.interact(Sense::click());
            head.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
            ui.accesskit_node_builder(head.id, |node| node.set_expanded(open));
            if head.has_focus() {
                let stroke = ui.visuals().selection.stroke;
                let radius = ui.visuals().widgets.inactive.corner_radius;
                let rect = head.rect.expand(SPACE / 2.0);
                ui.painter().rect_stroke(rect, radius, stroke, StrokeKind::Inside);
            }
            head.on_hover_cursor(egui::CursorIcon::PointingHand)
        };
        let remove = self.scene.lang.with("form.remove", &[("what", &self.group)]);
        let remove = |ui: &mut Ui| sign_button(ui, "×", &remove).clicked();
        let (head, removed) = with_button(ui, words, remove);
        let touch = match () {
            () if removed => Touch::Remove,
            () if head.clicked() => Touch::Fold,
            () => Touch::None,
        };
        (head, touch)
    }

    /// A row that was removed; says whether it is to be put back.
    fn gone<T>(&self, ui: &mut Ui, kind: &Kind<T>, was: &T) -> bool {
        let [first, second] = (kind.heading)(was);
        let lang = self.scene.lang;
        let what = lang.with("form.in_group", &[("group", &first), ("label", &second)]);
        let words = lang.with("form.removed", &[("what", &what)]);
        let put_back = self.scene.lang.with("form.put_back_field", &[("label", &first)]);
        let (rect, clicked) = self.earlier(ui, words, put_back);
        changed_bar(ui, rect);
        clicked
    }

    /// The gravest thing that is to be said of a row.
    fn level(&self, at: usize, owns: fn(usize, Field) -> bool) -> Option<Level> {
        let problems = &self.checked.problems;
        if problems.iter().any(|problem| owns(at, problem.field) && self.told(&problem.wrong)) {
            return Some(Level::Error);
        }
        let findings = self.checked.findings.iter();
        findings.filter(|finding| owns(at, finding.field)).map(|finding| finding.level).min()
    }
}
