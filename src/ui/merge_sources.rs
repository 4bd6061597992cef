//! The question which source another is to become part of, and which of their values stay.

use std::sync::Arc;

use egui::{Context, Key, Label, TextEdit, Ui};

use super::{
    Intent, Scene,
    modal::modal,
    theme::{Role, SPACE},
    why::why_ui,
    widgets::{primary, text, weak},
};
use crate::{
    draft::{SourceField, SourceMerge},
    lang::Lang,
    model::{Source, SourceId},
    register::{Register, Step},
    session::Action,
    view::{Citations, SourceSearch, alike, citations, date_words, kind_words},
};

/// How many sources are offered at once.
const OFFERED: usize = 5;

/// The open question.
pub struct Merging {
    kept: SourceId,
    search: SourceSearch,
    typed: String,
    /// The sources that look like the one kept.
    alike: Vec<SourceId>,
    /// What the register cites, where that is known.
    known: Option<Arc<Citations>>,
    /// What is offered for what was typed.
    offered: Vec<SourceId>,
    /// The two sources, once the other is chosen, and how often that is cited.
    merge: Option<(SourceMerge, usize)>,
    /// Why they are merged, as typed.
    why: String,
    /// Whether the field is to take the keys.
    wants_focus: bool,
}

/// What became of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MergeAnswer {
    /// It is still open.
    Open,
    /// It was answered or left.
    Closed,
}

impl Merging {
    /// Asks what is to become part of a source; those that look the same are offered first.
    /// `known` is what the register cites, where that was worked out.
    pub fn new(register: &Register, kept: SourceId, known: Option<Arc<Citations>>) -> Self {
        let mut this = Self {
            alike: alike(register, &kept),
            search: SourceSearch::new(register),
            kept,
            known,
            typed: String::new(),
            offered: Vec::new(),
            merge: None,
            why: String::new(),
            wants_focus: true,
        };
        this.offer(register);
        this
    }

    fn offer(&mut self, register: &Register) {
        let but = std::slice::from_ref(&self.kept);
        let matching = || self.search.matching(register, &self.typed, but).map(|one| &one.id);
        let first = matching().filter(|id| self.alike.contains(id));
        let then = matching().filter(|id| !self.alike.contains(id));
        self.offered = first.chain(then).take(OFFERED).cloned().collect();
    }

    /// Draws the question.
    pub fn ui(&mut self, ctx: &Context, scene: &Scene, out: &mut Vec<Intent>) -> MergeAnswer {
        let lang = scene.lang;
        let title = lang.t("merge.title");
        let mut answer = MergeAnswer::Open;
        let shown = modal(ctx, &title).show(ctx, |ui| {
            ui.set_width((ui.ctx().content_rect().width() - SPACE * 8.0).min(SPACE * 76.0));
            ui.label(text(title.as_ref(), Role::Title));
            ui.add_space(SPACE / 2.0);
            self.kept_ui(ui, scene);
            match &mut self.merge {
                None => self.choose_ui(ui, scene),
                Some((merge, cited)) => {
                    merge_ui(ui, scene, merge, *cited);
                    why_ui(ui, lang, &mut self.why);
                }
            }
            ui.add_space(SPACE);
            ui.horizontal(|ui| {
                if self.merge.is_some() && ui.button(lang.t("merge.other").as_ref()).clicked() {
                    self.merge = None;
                    self.wants_focus = true;
                }
                let right = egui::Layout::right_to_left(egui::Align::Center);
                ui.with_layout(right, |ui| {
                    let merge = primary(ui, self.merge.is_some(), &lang.t("merge.button"));
                    if merge.clicked()
                        && let Some((merge, _)) = &self.merge
                    {
                        let why = self.why.trim().to_owned();
                        let step = Step { why, ..merge.step(scene.register()) };
                        out.push(Intent::Act(Action::Perform(step)));
                        answer = MergeAnswer::Closed;
                    }
                    if ui.button(lang.t("command.cancel_form").as_ref()).clicked() {
                        answer = MergeAnswer::Closed;
                    }
                });
            });
        });
        if shown.should_close() || ctx.input(|input| input.key_pressed(Key::Escape)) {
            answer = MergeAnswer::Closed;
        }
        answer
    }

    fn kept_ui(&self, ui: &mut Ui, scene: &Scene) {
        ui.label(weak(ui, scene.lang.t("merge.kept"), Role::Caption));
        if let Some(kept) = scene.register().source(&self.kept) {
            source_ui(ui, scene.lang, kept);
        }
        ui.add_space(SPACE);
    }

    /// The sources that can become part of the one kept.
    fn choose_ui(&mut self, ui: &mut Ui, scene: &Scene) {
        let (lang, register) = (scene.lang, scene.register());
        let label = ui.label(weak(ui, lang.t("merge.gone"), Role::Caption));
        let hint = lang.t("form.find_source");
        let field = TextEdit::singleline(&mut self.typed).hint_text(hint.as_ref());
        let response = ui.add(field.desired_width(f32::INFINITY)).labelled_by(label.id);
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        if response.changed() {
            self.offer(register);
        }
        let mut chosen = None;
        for id in &self.offered {
            let Some(source) = register.source(id) else { continue };
            let same = self.alike.contains(id);
            let key = if same { "merge.same" } else { "merge.offer" };
            let name = lang.with(key, &[("title", &source.title)]);
            let button = egui::Button::new(offer(ui, lang, source, same)).wrap();
            let size = egui::vec2(ui.available_width(), SPACE * 5.0);
            if ui.add(button.min_size(size)).accessible_name(name).clicked() {
                chosen = Some(id.clone());
            }
        }
        let words = match self.offered.len() {
            0 => lang.t("merge.none_found").into_owned(),
            n => {
                let (n, all) = (lang.number(n), lang.number(register.sources().len() - 1));
                lang.with("merge.offered", &[("n", &n), ("all", &all)])
            }
        };
        ui.label(weak(ui, words, Role::Caption));
        ui.label(lang.t("merge.words"));
        if let Some(gone) = chosen {
            let cited = match &self.known {
                Some(known) => known.count(register, &gone),
                None => citations(register, &gone),
            };
            self.merge = SourceMerge::new(register, &self.kept, &gone).map(|merge| (merge, cited));
        }
    }
}

/// A source as it is offered.
fn offer(ui: &Ui, lang: Lang, source: &Source, same: bool) -> egui::text::LayoutJob {
    let mut words = egui::text::LayoutJob::default();
    let same = if same { format!("\n{}", lang.t("merge.looks_same")) } else { String::new() };
    let details = format!("\n{}{same}", details(lang, source));
    for part in [text(&source.title, Role::Body), weak(ui, details, Role::Caption)] {
        let align = egui::Align::Min;
        part.append_to(&mut words, ui.style(), egui::FontSelection::Default, align);
    }
    words
}

/// A source in two lines.
fn source_ui(ui: &mut Ui, lang: Lang, source: &Source) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = SPACE / 4.0;
        ui.add(Label::new(text(&source.title, Role::Body).strong()).wrap());
        ui.add(Label::new(weak(ui, details(lang, source), Role::Caption)).wrap());
    });
}

fn details(lang: Lang, source: &Source) -> String {
    let published = source.published.as_ref().map(|date| date_words(lang, date));
    let parts = [source.publisher.clone(), kind_words(lang, source.kind)];
    let parts = parts.into_iter().chain(published).chain([source.id.to_string()]);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The other source, the values of which one must be chosen, and what will happen.
fn merge_ui(ui: &mut Ui, scene: &Scene, merge: &mut SourceMerge, cited: usize) {
    let lang = scene.lang;
    ui.label(weak(ui, lang.t("merge.gone"), Role::Caption));
    source_ui(ui, lang, merge.gone());
    ui.add_space(SPACE);
    let differing: Vec<SourceField> = merge.differing().collect();
    if !differing.is_empty() {
        ui.label(text(lang.t("merge.choose"), Role::Body));
        for field in differing {
            let name = lang.t(field_key(field));
            ui.scope(|ui| {
                ui.spacing_mut().item_spacing.y = SPACE / 4.0;
                ui.label(weak(ui, name.as_ref(), Role::Caption));
                for is_gone in [false, true] {
                    let source = if is_gone { merge.gone() } else { merge.kept() };
                    let value = value(lang, field, source);
                    let said = lang.with("merge.value", &[("field", &name), ("value", &value)]);
                    let radio = egui::RadioButton::new(merge.takes(field) == is_gone, value);
                    if ui.add(radio).accessible_name(said).clicked() {
                        merge.choose(field, is_gone);
                    }
                }
            });
        }
        ui.add_space(SPACE / 2.0);
    }
    let parts: [(&str, &str); 2] =
        [("gone", merge.gone().id.as_str()), ("kept", merge.kept().id.as_str())];
    let words = lang.count("merge.cited", cited);
    ui.add(Label::new(format!("{words} {}", lang.with("merge.what", &parts))).wrap());
}

fn field_key(field: SourceField) -> &'static str {
    match field {
        SourceField::Title => "form.title",
        SourceField::Publisher => "form.publisher",
        SourceField::Kind => "form.kind",
        SourceField::Published => "form.published",
        SourceField::Address => "form.address",
    }
}

fn value(lang: Lang, field: SourceField, source: &Source) -> String {
    let value = match field {
        SourceField::Title => source.title.clone(),
        SourceField::Publisher => source.publisher.clone(),
        SourceField::Kind => kind_words(lang, source.kind),
        SourceField::Published => {
            source.published.as_ref().map(|date| date_words(lang, date)).unwrap_or_default()
        }
        SourceField::Address => source.address.clone(),
    };
    if value.is_empty() { lang.t("merge.empty").into_owned() } else { value }
}
