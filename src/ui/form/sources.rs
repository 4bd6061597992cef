//! The sources of a fact: those cited, and a field to find another.

use std::sync::Arc;

use egui::{
    Align, CompletionPopup, CornerRadius, FontSelection, Frame, Label, Popup, RectAlign, Response,
    Style, Suggestion, Ui, response::Flags, text::LayoutJob,
};

use super::{
    fields::one_line,
    sheet::{Sheet, Spec, remark, with_button},
};
use crate::{
    model::{Source, SourceId},
    ui::{
        Palette, Role,
        theme::SPACE,
        widgets::{sign_button, text, weak},
    },
    view::{Level, kind_words},
};

impl Sheet<'_> {
    /// The sources of a fact.
    pub fn sources(
        &mut self,
        ui: &mut Ui,
        spec: Spec,
        now: &mut Vec<SourceId>,
        was: Option<&Vec<SourceId>>,
    ) {
        let lang = self.scene.lang;
        let said = |sources: &Vec<SourceId>| lang.join(sources.iter().map(SourceId::as_str));
        self.row(ui, spec, now, was, &said, |sheet, ui, now| {
            let removed = (0..now.len()).filter(|at| sheet.chip(ui, &now[*at])).last();
            let mut response = sheet.picker(ui, now);
            if let Some(at) = removed {
                now.remove(at);
                response.mark_changed();
            }
            response
        });
    }

    /// One cited source; says whether it is to be removed.
    fn chip(&self, ui: &mut Ui, id: &SourceId) -> bool {
        let palette = Palette::of(ui);
        let lang = self.scene.lang;
        let source = self.scene.register().source(id);
        let frame = Frame::new()
            .fill(palette.raised)
            .corner_radius(CornerRadius::same((SPACE / 2.0) as u8))
            .inner_margin(egui::Margin::symmetric(SPACE as i8, (SPACE / 2.0) as i8));
        frame
            .show(ui, |ui| {
                let words = |ui: &mut Ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    let title = source.map_or(id.as_str(), |source| &source.title);
                    ui.add(Label::new(text(title, Role::Body)).wrap());
                    if let Some(Source { publisher, kind, .. }) = source {
                        let words = format!("{publisher} · {}", kind_words(lang, *kind));
                        ui.add(Label::new(weak(ui, words, Role::Caption)).wrap());
                    }
                };
                let remove = lang.with("form.remove_source", &[("id", id.as_str())]);
                let button = |ui: &mut Ui| sign_button(ui, "×", &self.name(&remove)).clicked();
                with_button(ui, words, button).1
            })
            .inner
    }

    /// The field that finds a source by id, publisher or title.
    fn picker(&mut self, ui: &mut Ui, now: &mut Vec<SourceId>) -> Response {
        let (known, register) = (self.known, self.scene.register());
        let id = ui.make_persistent_id("picker");
        let mut typed = self.queries.remove(&id).unwrap_or_default();
        let hint = self.t("form.find_source");
        let mut nothing = false;
        let popup = CompletionPopup::new(id)
            .word_boundary(|_| false) // the whole text is the query, not its last word
            .align(RectAlign::BOTTOM_START)
            .max_height(SPACE * 40.0);
        let style = Arc::clone(ui.style());
        let edit = one_line(ui, &mut typed, ui.available_width(), &hint);
        let output = popup.show(ui, edit, |query| {
            if query.text.trim().is_empty() {
                return Vec::new();
            }
            let sources = known.matching(register, query.text, now);
            nothing = sources.is_empty();
            sources.into_iter().map(|source| self.suggestion(&style, source)).collect()
        });
        if output.is_open {
            // Tells who handles shortcuts that Escape belongs to the list.
            Popup::open_id(ui.ctx(), id.with("offers"));
        }
        let mut response = output.text_edit.response.response;
        // Typing only asks; the draft changes when a source is taken.
        response.flags.remove(Flags::CHANGED);
        if let Some(source) = output.accepted.and_then(|taken| SourceId::new(&taken.insert).ok()) {
            now.push(source);
            typed.clear();
            response.mark_changed();
        }
        if nothing {
            remark(ui, Level::Note, &self.t("form.no_source_found"), Palette::of(ui).text);
        } else if !typed.trim().is_empty() && !response.has_focus() {
            remark(ui, Level::Warning, &self.t("form.not_cited_yet"), Palette::of(ui).text);
        }
        if !typed.is_empty() {
            self.queries.insert(id, typed);
        }
        response
    }

    /// A source as it is offered: its title, and below it who published it.
    fn suggestion(&self, style: &Style, source: &Source) -> Suggestion {
        let Source { id, kind, publisher, title, .. } = source;
        let details = format!("\n{publisher} · {}", kind_words(self.scene.lang, *kind));
        let mut words = LayoutJob::default();
        for part in [text(title, Role::Body), text(details, Role::Caption)] {
            part.append_to(&mut words, style, FontSelection::Default, Align::Min);
        }
        Suggestion::new(id.as_str()).content(words)
    }
}
