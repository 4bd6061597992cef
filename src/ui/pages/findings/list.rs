//! The list of findings: a list box with a heading for each severity.

use std::ops::Range;

use egui::{Align, Align2, FontSelection, Rect, Response, Ui, Vec2, pos2, text::LayoutJob};

use crate::{
    analysis::finding::{Finding, Severity},
    describe::{
        field_names::{NameStyle, finding_field_name},
        findings::{self, describe_finding},
    },
    ui::{
        context::UiContext,
        intent::Intent,
        theme::{Palette, Role, SPACE},
        widgets::{
            level_icon::{ICON_SIZE, paint_severity},
            list_item::{Leading, ListItem, TWO_LINE_HEIGHT},
            text::{paint_text, rich_text},
            virtual_list::{ListFocus, RowEvent, VirtualList, VirtualListState},
        },
    },
};

/// A severity with the indexes of its findings.
pub(super) type SeverityRange = (Severity, Range<usize>);

/// The list of findings in the frame that draws it.
pub(super) struct FindingsList<'a> {
    pub context: &'a UiContext<'a>,
    /// All findings of the register.
    pub findings: &'a [Finding],
    /// The ranges that are shown, one after the other without a gap; none is empty.
    pub ranges: &'a [SeverityRange],
}

/// A row of the list.
enum FindingsRow {
    /// The heading of a severity with its number of findings.
    Heading(Severity, usize),
    /// The index of a finding among all.
    Finding(usize),
}

impl FindingsList<'_> {
    /// Draws the list over the whole of `ui`; `current` is the index of the current finding.
    pub fn ui(
        &self,
        ui: &mut Ui,
        current: &mut usize,
        state: &mut VirtualListState,
        out: &mut Vec<Intent>,
    ) {
        state.set_current_row(self.row_of(*current));
        let current_row = state.current_row();
        let draw_row = |ui: &Ui, row: usize, response: Response| match self.row(row) {
            FindingsRow::Heading(severity, count) => {
                self.paint_heading(ui, response, severity, count)
            }
            FindingsRow::Finding(at) => self.paint_finding(ui, response, at, row == current_row),
        };
        let name = self.context.locale.t("command.page_findings");
        let list = VirtualList {
            len: self.findings_len() + self.ranges.len(),
            row_height: TWO_LINE_HEIGHT,
            static_rows: &self.heading_rows(),
            focus: ListFocus::ListBox(&name),
            draw_row: &draw_row,
        };
        let event = list.ui(ui, state);
        if let FindingsRow::Finding(at) = self.row(state.current_row()) {
            *current = at;
        }
        if let Some(RowEvent::Opened(_)) = event {
            out.push(self.show_intent(*current));
        }
    }

    fn show_intent(&self, at: usize) -> Intent {
        let Finding { subject, field, .. } = &self.findings[at];
        Intent::ShowRecord(subject.clone(), Some(*field))
    }

    /// Returns the number of findings in the list.
    fn findings_len(&self) -> usize {
        self.ranges.iter().map(|(_, range)| range.len()).sum()
    }

    /// Returns the rows of the headings.
    fn heading_rows(&self) -> Vec<usize> {
        let mut next = 0;
        let mut heading_row = |(_, range): &SeverityRange| {
            let row = next;
            next += 1 + range.len();
            row
        };
        self.ranges.iter().map(&mut heading_row).collect()
    }

    /// Returns the content of a row; the last finding where there is no such row.
    fn row(&self, row: usize) -> FindingsRow {
        let mut rest = row;
        for (severity, range) in self.ranges {
            match rest.checked_sub(1) {
                None => return FindingsRow::Heading(*severity, range.len()),
                Some(at) if at < range.len() => return FindingsRow::Finding(range.start + at),
                Some(at) => rest = at - range.len(),
            }
        }
        let last = self.ranges.last().map_or(0, |(_, range)| range.end.saturating_sub(1));
        FindingsRow::Finding(last)
    }

    /// Returns the row of the finding at an index, or that of the nearest one in the list.
    fn row_of(&self, at: usize) -> usize {
        let first = self.ranges.first().map_or(0, |(_, range)| range.start);
        let headings = self.ranges.iter().filter(|(_, range)| range.start <= at).count();
        at.saturating_sub(first).min(self.findings_len().saturating_sub(1)) + headings.max(1)
    }

    fn paint_heading(
        &self,
        ui: &Ui,
        response: Response,
        severity: Severity,
        count: usize,
    ) -> Response {
        let rect = response.rect;
        let text = findings::severity_count_label(self.context.locale, severity, count);
        let at = pos2(rect.left() + SPACE, rect.bottom() - SPACE * 0.75);
        paint_text(ui, at, Align2::LEFT_BOTTOM, &text, Role::Section, Palette::of(ui).text);
        response
    }

    fn paint_finding(&self, ui: &Ui, response: Response, at: usize, is_current: bool) -> Response {
        let (locale, register) = (self.context.locale, self.context.register());
        let finding = &self.findings[at];
        let record = findings::record_label(locale, register, &finding.subject);
        let field = finding_field_name(locale, &finding.subject, finding.field, NameStyle::Label);
        let description = describe_finding(locale, register, finding);
        let severity = findings::severity_label(locale, finding.severity);
        let accessible_name = locale.t_with(
            "findings.item",
            &[("level", &severity), ("record", &record), ("field", &field), ("text", &description)],
        );
        let palette = Palette::of(ui);
        let mut title = LayoutJob::default();
        for text in [
            rich_text(record, Role::Body).color(palette.text).strong(),
            rich_text(format!(" · {field}"), Role::Body).color(palette.accent),
        ] {
            text.append_to(&mut title, ui.style(), FontSelection::Default, Align::Min);
        }
        let sign = |ui: &Ui, center| {
            let rect = Rect::from_center_size(center, Vec2::splat(ICON_SIZE));
            paint_severity(ui, rect, finding.severity);
        };
        let item = ListItem {
            accessible_name,
            leading: Leading::Sign(&sign),
            title: title.into(),
            detail: rich_text(description, Role::Body).into(),
            trailing: Default::default(),
            is_selected: Some(is_current),
        };
        item.paint(ui, response)
    }
}
