//! Lists within a form, as the claims of a case: rows are opened, added, removed and restored.

use egui::{Frame, Label, Margin, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::{
    analysis::finding::{RecordField, Severity},
    ui::{
        form::{
            form_builder::{FocusTarget, FormBuilder, changed_bar, row_with_button},
            message_index::row_of_field,
            row_tracking::{ListEntry, RowTracker},
        },
        theme::{Palette, Role, SPACE},
        widgets::{
            block_list::BlockList,
            buttons::icon_button,
            level_icon::severity_icon,
            text::{rich_text, weak_text},
        },
    },
};

/// The height of a closed row that was never in sight, in points.
const ESTIMATED_HEIGHT: f32 = SPACE * 7.0;

/// The action of the user on a row.
enum ListAction {
    None,
    Toggle,
    Remove,
}

/// The labels and functions of a list.
pub(super) struct ListSpec<'a, T> {
    /// The locale key of the name of a row, as in "Claim 2".
    pub row_name_key: &'static str,
    /// The locale key of the button that adds a row.
    pub add_key: &'static str,
    /// Returns the field that stands for the whole row at an index, as
    /// [`row_of_field`] does.
    pub field: fn(usize) -> RecordField,
    /// Returns the two lines of the heading of a row.
    pub heading: &'a dyn Fn(&T) -> [String; 2],
    /// Returns a new row.
    pub new_row: &'a dyn Fn() -> T,
}

impl FormBuilder<'_> {
    /// Draws the rows, the removed rows, and the button that adds one. `fields` draws the fields of
    /// an open row.
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
        let entries = tracker.entries(original.len());
        let list = BlockList {
            id_salt: spec.add_key,
            len: entries.len(),
            estimated_height: ESTIMATED_HEIGHT,
            needed: entries.iter().position(|entry| match entry {
                ListEntry::Row(at) => self.has_focus_target((spec.field)(*at)),
                ListEntry::Removed(_) => false,
            }),
        };
        list.ui(ui, |ui, entry| match entries[entry] {
            ListEntry::Removed(was) => {
                if self.removed_row(ui, spec, &original[was]) {
                    put_back = Some(was);
                }
            }
            ListEntry::Row(at) => {
                let (Some(item), Some(row)) = (now.get_mut(at), tracker.row(at)) else { return };
                let was = row.original_index.and_then(|was| original.get(was));
                self.group = self.row_name(spec.row_name_key, at);
                row.is_open |= self.has_focus_target((spec.field)(at));
                let action = ui.push_id((spec.add_key, row.key), |ui| {
                    self.row_card(ui, spec, (at, row.is_open), item, was, |builder, ui, item| {
                        fields(builder, ui, at, item, was);
                    })
                });
                self.group.clear();
                match action.inner {
                    ListAction::None => {}
                    ListAction::Toggle => row.is_open = !row.is_open,
                    ListAction::Remove => remove = Some(at),
                }
            }
        });
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

    /// Returns the name of a row, as in "Claim 2".
    fn row_name(&self, key: &str, at: usize) -> String {
        self.context.locale.t_with(key, &[("n", &(at + 1).to_string())])
    }

    /// Returns whether the keyboard focus goes to a field of a row.
    fn has_focus_target(&self, row: RecordField) -> bool {
        matches!(self.focus_target, Some(FocusTarget::Field(field)) if row_of_field(field) == Some(row))
    }

    /// Draws a row: its heading and, where it is open, its fields. `is_open` stands beside the
    /// index of the row.
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
                self.worst_severity((spec.field)(at)),
            );
            if is_open {
                fields(self, ui, item);
                // The row may not have the field at present; then its heading takes the focus.
                if self.has_focus_target((spec.field)(at)) {
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

    /// Draws the heading of a row with its changes and its severity; a click opens or closes the
    /// row.
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

    /// Draws a removed row; returns whether the user restores it.
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

    /// Returns the gravest severity of the problems and findings of a row.
    fn worst_severity(&self, row: RecordField) -> Option<Severity> {
        let severity = |field: &RecordField| {
            let mut problems = self.messages.problems(*field);
            if problems.any(|problem| self.shows_problem(&problem.error)) {
                return Some(Severity::Error);
            }
            self.messages.findings(*field).map(|finding| finding.severity).min()
        };
        self.messages.fields_of_row(row).iter().filter_map(severity).min()
    }
}
