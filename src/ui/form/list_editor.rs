//! Lists within a form: rows that are opened, added, removed and put back in place.

use egui::{Frame, Label, Margin, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::{
    analysis::finding::{RecordField, Severity},
    ui::{
        form::{
            form_builder::{FocusTarget, FormBuilder, changed_bar, row_with_button},
            row_tracking::RowTracker,
        },
        theme::{Palette, Role, SPACE},
        widgets::{
            buttons::icon_button,
            level_icon::severity_icon,
            text::{rich_text, weak_text},
        },
    },
};

/// What was done to a row.
enum ListAction {
    None,
    Toggle,
    Remove,
}

/// What a list is a list of.
pub(super) struct ListSpec<'a, T> {
    /// The key of a row's name, as in "Claim 2".
    pub row_name_key: &'static str,
    /// The key of the button that adds a row.
    pub add_key: &'static str,
    /// Whether a field is one of the row at this place.
    pub owns_field: fn(usize, RecordField) -> bool,
    /// A row in words: the first line and the second.
    pub heading: &'a dyn Fn(&T) -> [String; 2],
    /// A new row.
    pub new_row: &'a dyn Fn() -> T,
}

impl FormBuilder<'_> {
    /// Draws a list, its removed rows, and the button that adds one.
    pub fn list<T: Clone + PartialEq>(
        &mut self,
        ui: &mut Ui,
        spec: &ListSpec<T>,
        tracker: &mut RowTracker,
        now: &mut Vec<T>,
        original: &[T],
        mut fields: impl FnMut(&mut Self, &mut Ui, usize, &mut T, Option<&T>),
    ) {
        let (mut remove, mut put_back) = (None, None);
        for at in 0..=now.len() {
            for was in tracker.removed_before(at, original.len()) {
                if self.removed_row(ui, spec, &original[was]) {
                    put_back = Some(was);
                }
            }
            let (Some(item), Some(row)) = (now.get_mut(at), tracker.row(at)) else { break };
            let was = row.original_index.and_then(|was| original.get(was));
            self.group = self.row_name(spec.row_name_key, at);
            row.is_open |= self.has_focus_target(at, spec.owns_field);
            let action = ui.push_id((spec.add_key, row.key), |ui| {
                self.row_card(ui, spec, (at, row.is_open), item, was, |sheet, ui, item| {
                    fields(sheet, ui, at, item, was);
                })
            });
            self.group.clear();
            match action.inner {
                ListAction::None => {}
                ListAction::Toggle => row.is_open = !row.is_open,
                ListAction::Remove => remove = Some(at),
            }
        }
        if ui.button(self.t(spec.add_key)).clicked() {
            now.push((spec.new_row)());
            tracker.push();
            self.is_changed = true;
        }
        if let Some(at) = remove {
            now.remove(at);
            tracker.remove(at);
            self.is_changed = true;
        }
        if let Some(was) = put_back {
            now.insert(tracker.restore(was), original[was].clone());
            self.is_changed = true;
        }
    }

    /// "Claim 2".
    fn row_name(&self, key: &str, at: usize) -> String {
        self.context.locale.t_with(key, &[("n", &(at + 1).to_string())])
    }

    /// Whether the cursor is to go into the row at a place.
    fn has_focus_target(&self, at: usize, owns: fn(usize, RecordField) -> bool) -> bool {
        matches!(self.focus_target, Some(FocusTarget::Field(field)) if owns(at, field))
    }

    /// One row: its heading and, where it is open, its fields.
    fn row_card<T: PartialEq>(
        &mut self,
        ui: &mut Ui,
        spec: &ListSpec<T>,
        (at, is_open): (usize, bool),
        item: &mut T,
        original: Option<&T>,
        fields: impl FnOnce(&mut Self, &mut Ui, &mut T),
    ) -> ListAction {
        let frame = Frame::new()
            .stroke(Stroke::new(1.0, Palette::of(ui).line))
            .corner_radius(ui.visuals().widgets.inactive.corner_radius)
            .inner_margin(Margin::same(SPACE as i8));
        let card = frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            let badge_key = match original {
                _ if !self.has_original => None,
                None => Some("form.new_entry"),
                Some(was) => (was != item).then_some("form.changed_entry"),
            };
            let (head, action) = self.row_header(
                ui,
                (spec.heading)(item),
                is_open,
                badge_key,
                self.worst_severity(at, spec.owns_field),
            );
            if is_open {
                fields(self, ui, item);
                // The field that is looked for may not be among those that the row has now.
                if self.has_focus_target(at, spec.owns_field) {
                    self.focus_target = Some(FocusTarget::First);
                    self.focus(&head, None);
                }
            }
            action
        });
        if self.has_original && original.is_none_or(|was| was != item) {
            changed_bar(ui, card.response.rect);
        }
        card.inner
    }

    /// The heading of a row: what it says, what changed, what is wrong; opens and closes it.
    fn row_header(
        &self,
        ui: &mut Ui,
        [first, second]: [String; 2],
        is_open: bool,
        badge_key: Option<&str>,
        level: Option<Severity>,
    ) -> (Response, ListAction) {
        let name = format!("{}: {first}: {second}", self.group);
        let text = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let text = ui.vertical(|ui| {
                ui.set_min_width(ui.available_width());
                ui.horizontal(|ui| {
                    ui.label(rich_text(if is_open { "▼" } else { "▶" }, Role::Caption));
                    ui.label(rich_text(first, Role::Body));
                    if let Some(level) = level {
                        severity_icon(ui, level);
                    }
                    if let Some(mark) = badge_key {
                        ui.label(
                            rich_text(self.t(mark), Role::Caption).color(Palette::of(ui).accent),
                        );
                    }
                });
                if !is_open {
                    ui.spacing_mut().interact_size.y = 0.0;
                    ui.horizontal(|ui| {
                        ui.add_space(SPACE * 2.5);
                        ui.add(Label::new(weak_text(ui, second, Role::Body)).wrap());
                    });
                }
            });
            let head = text.response.interact(Sense::click());
            head.widget_info(|| WidgetInfo::labeled(egui::accesskit::Role::Button, true, &name));
            ui.accesskit_node_builder(head.id, |node| node.set_expanded(is_open));
            if head.has_focus() {
                let stroke = ui.visuals().selection.stroke;
                let radius = ui.visuals().widgets.inactive.corner_radius;
                let rect = head.rect.expand(SPACE / 2.0);
                ui.painter().rect_stroke(rect, radius, stroke, StrokeKind::Inside);
            }
            head.on_hover_cursor(egui::CursorIcon::PointingHand)
        };
        let remove = self.context.locale.t_with("form.remove", &[("what", &self.group)]);
        let remove = |ui: &mut Ui| icon_button(ui, "×", &remove).clicked();
        let (head, removed) = row_with_button(ui, text, remove);
        let action = match () {
            () if removed => ListAction::Remove,
            () if head.clicked() => ListAction::Toggle,
            () => ListAction::None,
        };
        (head, action)
    }

    /// A row that was removed; says whether it is to be put back.
    fn removed_row<T>(&self, ui: &mut Ui, spec: &ListSpec<T>, original: &T) -> bool {
        let [first, second] = (spec.heading)(original);
        let locale = self.context.locale;
        let what = locale.t_with("form.label_in_group", &[("group", &first), ("label", &second)]);
        let text = locale.t_with("form.removed_entry", &[("what", &what)]);
        let put_back = self.context.locale.t_with("form.reset_field", &[("label", &first)]);
        let (rect, clicked) = self.restore_row(ui, text, put_back);
        changed_bar(ui, rect);
        clicked
    }

    /// The gravest thing that is to be said of a row.
    fn worst_severity(&self, at: usize, owns: fn(usize, RecordField) -> bool) -> Option<Severity> {
        let problems = &self.validated.problems;
        if problems
            .iter()
            .any(|problem| owns(at, problem.field) && self.shows_problem(&problem.error))
        {
            return Some(Severity::Error);
        }
        let findings = self.validated.findings.iter();
        findings.filter(|finding| owns(at, finding.field)).map(|finding| finding.severity).min()
    }
}
