//! The field for sources: those that are cited, and a picker that adds one.

use std::sync::Arc;

use egui::{
    Align, CompletionPopup, CornerRadius, FontSelection, Frame, Label, Popup, RectAlign, Response,
    Style, Suggestion, Ui, response::Flags, text::LayoutJob,
};

use crate::{
    analysis::finding::Severity,
    describe::claims::source_kind_label,
    model::{Source, SourceId},
    ui::{
        form::{
            fields::single_line_edit,
            form_builder::{FieldSpec, FormBuilder, message_row, row_with_button},
        },
        theme::{Palette, Role, SPACE},
        widgets::{
            block_list::BlockList,
            buttons::icon_button,
            text::{rich_text, weak_text},
        },
    },
};

impl FormBuilder<'_> {
    /// Draws the cited sources and the picker.
    pub fn sources(
        &mut self,
        ui: &mut Ui,
        spec: FieldSpec,
        now: &mut Vec<SourceId>,
        original: Option<&Vec<SourceId>>,
    ) {
        let locale = self.context.locale;
        let describe =
            |sources: &Vec<SourceId>| locale.join_list(sources.iter().map(SourceId::as_str));
        self.row(ui, spec, now, original, &describe, |builder, ui, now| {
            let mut removed = None;
            let (len, estimated_height) = (now.len(), SPACE * 6.0);
            let list = BlockList { id_salt: "cited", len, estimated_height, needed: None };
            list.ui(ui, |ui, at| {
                if builder.source_chip(ui, &now[at]) {
                    removed = Some(at);
                }
            });
            let mut response = builder.source_picker(ui, now);
            if let Some(at) = removed {
                now.remove(at);
                response.mark_changed();
            }
            response
        });
    }

    /// Draws a cited source; returns whether the user removes it.
    fn source_chip(&self, ui: &mut Ui, id: &SourceId) -> bool {
        let palette = Palette::of(ui);
        let locale = self.context.locale;
        let source = self.context.register().source(id);
        let frame = Frame::new()
            .fill(palette.raised)
            .corner_radius(CornerRadius::same((SPACE / 2.0) as u8))
            .inner_margin(egui::Margin::symmetric(SPACE as i8, (SPACE / 2.0) as i8));
        frame
            .show(ui, |ui| {
                let text = |ui: &mut Ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let title = source.map_or(id.as_str(), |source| &source.title);
                    ui.add(Label::new(rich_text(title, Role::Body)).wrap());
                    if let Some(Source { publisher, kind, .. }) = source {
                        let text = format!("{publisher} · {}", source_kind_label(locale, *kind));
                        ui.add(Label::new(weak_text(ui, text, Role::Caption)).wrap());
                    }
                };
                let remove = locale.t_with("form.remove_source", &[("id", id.as_str())]);
                let button =
                    |ui: &mut Ui| icon_button(ui, "×", &self.accessible_name(&remove)).clicked();
                row_with_button(ui, text, button).1
            })
            .inner
    }

    /// Draws the field that finds a source by id, publisher or title.
    fn source_picker(&mut self, ui: &mut Ui, now: &mut Vec<SourceId>) -> Response {
        let (known, register) = (self.suggestions, self.context.register());
        let id = ui.make_persistent_id("picker");
        let mut typed = self.source_queries.remove(&id).unwrap_or_default();
        let hint = self.t("form.find_source");
        let mut nothing = false;
        let popup = CompletionPopup::new(id)
            .word_boundary(|_| false) // the whole text is the query, not its last word
            .align(RectAlign::BOTTOM_START)
            .max_height(SPACE * 40.0);
        let style = Arc::clone(ui.style());
        let edit = single_line_edit(ui, &mut typed, ui.available_width(), &hint);
        let output = popup.show(ui, edit, |query| {
            if query.text.trim().is_empty() {
                return Vec::new();
            }
            let sources = known.matching_sources(register, query.text, now);
            nothing = sources.is_empty();
            sources.into_iter().map(|source| self.source_suggestion(&style, source)).collect()
        });
        if output.is_open {
            // An open popup makes the window leave Escape to the list.
            Popup::open_id(ui.ctx(), id.with("offers"));
        }
        let mut response = output.text_edit.response.response;
        // Typing only filters the list; the draft changes when a source is chosen.
        response.flags.remove(Flags::CHANGED);
        if let Some(source) = output.accepted.and_then(|taken| SourceId::new(&taken.insert).ok()) {
            now.push(source);
            typed.clear();
            response.mark_changed();
        }
        if nothing {
            message_row(ui, Severity::Note, &self.t("form.no_source_found"), Palette::of(ui).text);
        } else if !typed.trim().is_empty() && !response.has_focus() {
            message_row(
                ui,
                Severity::Warning,
                &self.t("form.source_not_chosen"),
                Palette::of(ui).text,
            );
        }
        if !typed.is_empty() {
            self.source_queries.insert(id, typed);
        }
        response
    }

    /// Returns a source as a suggestion: its title, then its publisher and kind.
    fn source_suggestion(&self, style: &Style, source: &Source) -> Suggestion {
        let Source { id, kind, publisher, title, .. } = source;
        let details = format!("\n{publisher} · {}", source_kind_label(self.context.locale, *kind));
        let mut text = LayoutJob::default();
        for part in [rich_text(title, Role::Body), rich_text(details, Role::Caption)] {
            part.append_to(&mut text, style, FontSelection::Default, Align::Min);
        }
        Suggestion::new(id.as_str()).content(text)
    }
}
