//! The list of findings: only what is in sight is laid out; one thing takes the focus and the keys.

use egui::{
    Align2, EventFilter, Id, Key, Modifiers, Rangef, Rect, ScrollArea, Sense, Stroke, StrokeKind,
    TextWrapMode, Ui, UiBuilder, Vec2, WidgetInfo, WidgetText, accesskit, vec2,
};

use crate::{
    analysis::finding::{Finding, Severity},
    describe::{
        field_names::{NameStyle, finding_field_name},
        findings::{self, describe_finding},
    },
    ui::{
        Intent, UiContext,
        pages::findings::SeverityRange,
        theme::{Palette, Role, SPACE, TABLE_ROW_HEIGHT},
        widgets::{level_icon, paint_text, rich_text, weak_text},
    },
};

/// The height of a finding: two lines of text.
const FINDING_HEIGHT: f32 = TABLE_ROW_HEIGHT * 2.0;

/// Where the text of a line begins.
const INDENT: f32 = SPACE * 4.0;

/// The list, while it is drawn.
pub(super) struct FindingsList<'a> {
    pub(super) context: &'a UiContext<'a>,
    /// All findings.
    pub(super) findings: &'a [Finding],
    /// The stretches of them that are shown; none is empty.
    pub(super) ranges: &'a [SeverityRange],
}

impl FindingsList<'_> {
    /// Draws what is in sight; `current` is the place of the current finding among all.
    pub(super) fn ui(&self, ui: &mut Ui, current: &mut usize, out: &mut Vec<Intent>) {
        *current = self.nearest(*current);
        let id = ui.make_persistent_id("findings");
        let area = ui.available_rect_before_wrap();
        let list = ui.interact(area, id, Sense::focusable_noninteractive());
        let was = *current;
        if list.has_focus() {
            self.handle_keys(ui, id, current, out);
        }
        let builder = UiBuilder::new().accessibility_parent(id);
        ui.scope_builder(builder, |ui| {
            ScrollArea::vertical().id_salt("list").auto_shrink(false).show_viewport(
                ui,
                |ui, viewport| {
                    ui.set_height(self.height());
                    if *current != was {
                        let top = ui.max_rect().top() + self.offset_of(*current);
                        let lines = Rangef::new(top - TABLE_ROW_HEIGHT, top + FINDING_HEIGHT);
                        ui.scroll_to_rect(
                            Rect::from_x_y_ranges(ui.max_rect().x_range(), lines),
                            None,
                        );
                    }
                    if let Some(clicked) =
                        self.rows_ui(ui, id, viewport, *current, list.has_focus())
                    {
                        *current = clicked;
                        list.request_focus();
                        out.push(self.show_intent(clicked));
                    }
                },
            );
        });
        ui.accesskit_node_builder(id, |node| {
            node.set_role(accesskit::Role::ListBox);
            node.set_label(self.context.locale.t("command.page_findings"));
            node.set_active_descendant(row_id(id, *current).accesskit_id());
        });
        if list.has_focus() {
            let stroke = Stroke::new(1.0, Palette::of(ui).accent);
            ui.painter().rect_stroke(area, 0.0, stroke, StrokeKind::Inside);
        }
    }

    /// Moves by the keys pressed; Enter shows the record.
    fn handle_keys(&self, ui: &Ui, id: Id, current: &mut usize, out: &mut Vec<Intent>) {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let take = |key| {
            let presses = ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
            presses.cast_signed()
        };
        let page = ((ui.available_height() / FINDING_HEIGHT) as isize - 1).max(1);
        let step = take(Key::ArrowDown) - take(Key::ArrowUp)
            + page * (take(Key::PageDown) - take(Key::PageUp));
        *current = self.nearest(current.saturating_add_signed(step));
        if take(Key::Home) > 0 {
            *current = self.nearest(0);
        }
        if take(Key::End) > 0 {
            *current = self.nearest(usize::MAX);
        }
        if take(Key::Enter) > 0 {
            out.push(self.show_intent(*current));
        }
    }

    fn show_intent(&self, at: usize) -> Intent {
        let Finding { subject: about, field, .. } = &self.findings[at];
        Intent::ShowRecord(about.clone(), Some(*field))
    }

    /// The place of a shown finding that is nearest to this one; what is shown is one stretch of
    /// all.
    fn nearest(&self, at: usize) -> usize {
        let first = self.ranges.first().map_or(0, |(_, stretch)| stretch.start);
        let end = self.ranges.last().map_or(1, |(_, stretch)| stretch.end);
        at.clamp(first, end.saturating_sub(1).max(first))
    }

    fn height(&self) -> f32 {
        let findings: usize = self.ranges.iter().map(|(_, stretch)| stretch.len()).sum();
        findings as f32 * FINDING_HEIGHT + self.ranges.len() as f32 * TABLE_ROW_HEIGHT
    }

    /// How far below the list's top the finding at this place begins.
    fn offset_of(&self, at: usize) -> f32 {
        let first = self.ranges.first().map_or(0, |(_, stretch)| stretch.start);
        let headings = self.ranges.iter().filter(|(_, stretch)| stretch.start <= at).count();
        at.saturating_sub(first) as f32 * FINDING_HEIGHT + headings as f32 * TABLE_ROW_HEIGHT
    }

    /// Draws the lines in sight; the place of the finding clicked.
    fn rows_ui(
        &self,
        ui: &mut Ui,
        id: Id,
        viewport: Rect,
        current: usize,
        has_focus: bool,
    ) -> Option<usize> {
        let origin = ui.max_rect().min;
        let line = |top: f32, height: f32| {
            Rect::from_min_size(origin + vec2(0.0, top), vec2(ui.max_rect().width(), height))
        };
        let mut clicked = None;
        for (level, range) in self.ranges {
            let top = self.offset_of(range.start);
            if viewport.y_range().intersects(Rangef::new(top - TABLE_ROW_HEIGHT, top)) {
                self.heading_ui(
                    ui,
                    line(top - TABLE_ROW_HEIGHT, TABLE_ROW_HEIGHT),
                    *level,
                    range.len(),
                );
            }
            // The cast saturates, so that a stretch below what is in sight gives nothing.
            let before = ((viewport.top() - top) / FINDING_HEIGHT).floor() as usize;
            let until = ((viewport.bottom() - top) / FINDING_HEIGHT).ceil() as usize;
            for i in before.min(range.len())..until.min(range.len()) {
                let at = range.start + i;
                let rect = line(top + i as f32 * FINDING_HEIGHT, FINDING_HEIGHT);
                if self.finding_ui(
                    ui,
                    row_id(id, at),
                    rect,
                    at,
                    (at == current).then_some(has_focus),
                ) {
                    clicked = Some(at);
                }
            }
        }
        clicked
    }

    fn heading_ui(&self, ui: &Ui, rect: Rect, level: Severity, count: usize) {
        let palette = Palette::of(ui);
        let text = findings::severity_count_label(self.context.locale, level, count);
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.line));
        let at = rect.left_center() + vec2(SPACE, 0.0);
        paint_text(ui, at, Align2::LEFT_CENTER, &text, Role::Section, palette.text);
    }

    /// Draws a finding; whether it was clicked. `current` is whether the list has the focus,
    /// where this is the current one.
    fn finding_ui(&self, ui: &Ui, id: Id, rect: Rect, at: usize, current: Option<bool>) -> bool {
        let UiContext { locale, .. } = *self.context;
        let finding = &self.findings[at];
        let register = self.context.register();
        let palette = Palette::of(ui);
        let record = findings::record_label(locale, register, &finding.subject);
        let field = finding_field_name(locale, &finding.subject, finding.field, NameStyle::Label);
        let description = describe_finding(locale, register, finding);
        let response = ui.interact(rect, id, Sense::CLICK);
        let fill = match current {
            Some(true) => Some(palette.selection),
            Some(false) => Some(palette.raised),
            None if response.hovered() => Some(palette.background),
            None => None,
        };
        if let Some(fill) = fill {
            ui.painter().rect_filled(rect, 0.0, fill);
        }
        ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, palette.line));
        let sign = rect.left_top() + Vec2::splat(SPACE);
        level_icon::paint_severity(
            ui,
            Rect::from_min_size(sign, Vec2::splat(level_icon::ICON_SIZE)),
            finding.severity,
        );
        let first = rich_text(&record, Role::Body).color(palette.text).strong();
        let second = weak_text(ui, &description, Role::Body);
        let width = rect.width() - INDENT - SPACE;
        let lay = |text: WidgetText, width| {
            text.into_galley(ui, Some(TextWrapMode::Truncate), width, Role::Body.style())
        };
        let first = lay(first.into(), width);
        let beside = rect.left_top() + vec2(INDENT + first.size().x + SPACE * 1.5, SPACE * 0.75);
        let field_width = (rect.right() - beside.x - SPACE).max(0.0);
        let field_galley =
            lay(rich_text(&field, Role::Body).color(palette.accent).into(), field_width);
        let second = lay(second.into(), width);
        let elided = second.elided || first.elided;
        let top = rect.left_top() + vec2(INDENT, SPACE * 0.75);
        ui.painter().galley(top, first, palette.text);
        ui.painter().galley(beside, field_galley, palette.accent);
        ui.painter().galley(top + vec2(0.0, TABLE_ROW_HEIGHT - SPACE * 0.5), second, palette.weak);
        response.widget_info(|| {
            let level = findings::severity_label(locale, finding.severity);
            let parts: [(&str, &str); 4] =
                [("level", &level), ("record", &record), ("field", &field), ("text", &description)];
            let name = locale.t_with("findings.item", &parts);
            WidgetInfo::labeled(accesskit::Role::ListBoxOption, true, name)
        });
        ui.accesskit_node_builder(id, |node| node.set_selected(current.is_some()));
        let clicked = response.clicked();
        if elided {
            response.on_hover_text(format!("{record} · {field}\n{description}"));
        }
        clicked
    }
}

fn row_id(list: Id, at: usize) -> Id {
    list.with(at)
}
