//! The dialog that merges one source into another and asks which values to keep.

use std::sync::Arc;

use egui::{Context, Key, Label, Response, TextEdit, Ui, Vec2, WidgetText};

use crate::{
    Locale,
    analysis::{
        citation_index::{CitationIndex, count_citations},
        source_search::{SourceSearch, similar_sources},
    },
    describe::claims::{format_date, source_kind_label},
    draft::merge_sources::{SourceField, SourceMerge},
    model::{Source, SourceId},
    register::{Register, Step},
    session::Action,
    ui::{
        context::UiContext,
        intent::Intent,
        modals::modal::{Modal, ModalContext, ModalKind, ModalState, modal_frame},
        theme::{Palette, Role, SPACE},
        widgets::{
            buttons::primary_button,
            list_item::{ListItem, TWO_LINE_HEIGHT},
            reason_field::reason_field_ui,
            text::{rich_text, weak_text},
            virtual_list::{RowEvent, VirtualList, VirtualListState},
        },
    },
};

/// The maximal number of suggested sources.
const MAX_SUGGESTIONS: usize = 5;

/// The dialog that merges a source into another.
pub struct MergeSourcesDialog {
    kept: SourceId,
    search: SourceSearch,
    search_text: String,
    /// The sources that are similar to the one kept.
    similar: Vec<SourceId>,
    /// The citation index of the register, if there is one.
    citation_counts: Option<Arc<CitationIndex>>,
    /// The suggestions for the typed text.
    suggestions: Vec<SourceId>,
    list_state: VirtualListState,
    /// The merge, once the other source is chosen, and the number of its citations.
    merge: Option<(SourceMerge, usize)>,
    /// The reason, as typed.
    reason: String,
    /// The field is to get the focus.
    wants_focus: bool,
}

impl Modal for MergeSourcesDialog {
    fn show(
        &mut self,
        ctx: &Context,
        context: &mut ModalContext,
        out: &mut Vec<Intent>,
    ) -> ModalState {
        context.ui_context().map_or(ModalState::Closed, |context| self.ui(ctx, &context, out))
    }

    fn kind(&self) -> ModalKind {
        ModalKind::Records
    }
}

impl MergeSourcesDialog {
    /// Returns the dialog that merges another source into `kept`; similar sources are suggested
    /// first.
    pub fn new(
        register: &Register,
        kept: SourceId,
        citation_counts: Option<Arc<CitationIndex>>,
    ) -> Self {
        let mut this = Self {
            similar: similar_sources(register, &kept),
            search: SourceSearch::new(register),
            kept,
            citation_counts,
            search_text: String::new(),
            suggestions: Vec::new(),
            list_state: VirtualListState::default(),
            merge: None,
            reason: String::new(),
            wants_focus: true,
        };
        this.update_suggestions(register);
        this
    }

    fn update_suggestions(&mut self, register: &Register) {
        let excluded = std::slice::from_ref(&self.kept);
        let matching =
            || self.search.matching(register, &self.search_text, excluded).map(|one| &one.id);
        let similar = matching().filter(|id| self.similar.contains(id));
        let others = matching().filter(|id| !self.similar.contains(id));
        self.suggestions = similar.chain(others).take(MAX_SUGGESTIONS).cloned().collect();
    }

    fn ui(&mut self, ctx: &Context, context: &UiContext, out: &mut Vec<Intent>) -> ModalState {
        let locale = context.locale;
        let title = locale.t("merge_sources.title");
        let mut answer = ModalState::Open;
        let shown = modal_frame(ctx, &title).show(ctx, |ui| {
            ui.set_width((ui.ctx().content_rect().width() - SPACE * 8.0).min(SPACE * 76.0));
            ui.label(rich_text(title.as_ref(), Role::Title));
            ui.add_space(SPACE / 2.0);
            self.kept_ui(ui, context);
            match &mut self.merge {
                None => self.suggestions_ui(ui, context),
                Some((merge, cited)) => {
                    merge_ui(ui, context, merge, *cited);
                    reason_field_ui(ui, locale, &mut self.reason);
                }
            }
            ui.add_space(SPACE);
            ui.horizontal(|ui| {
                if self.merge.is_some()
                    && ui.button(locale.t("merge_sources.choose_another").as_ref()).clicked()
                {
                    self.merge = None;
                    self.wants_focus = true;
                }
                let right = egui::Layout::right_to_left(egui::Align::Center);
                ui.with_layout(right, |ui| {
                    let merge =
                        primary_button(ui, self.merge.is_some(), &locale.t("merge_sources.button"));
                    if merge.clicked()
                        && let Some((merge, _)) = &self.merge
                    {
                        let reason = self.reason.trim().to_owned();
                        let step = Step { reason, ..merge.to_step(context.register()) };
                        out.push(Intent::Action(Action::Perform(step)));
                        answer = ModalState::Closed;
                    }
                    if ui.button(locale.t("command.cancel_form").as_ref()).clicked() {
                        answer = ModalState::Closed;
                    }
                });
            });
        });
        if shown.should_close() || ctx.input(|input| input.key_pressed(Key::Escape)) {
            answer = ModalState::Closed;
        }
        answer
    }

    fn kept_ui(&self, ui: &mut Ui, context: &UiContext) {
        ui.label(weak_text(ui, context.locale.t("merge_sources.remaining_source"), Role::Caption));
        if let Some(kept) = context.register().source(&self.kept) {
            source_ui(ui, context.locale, kept);
        }
        ui.add_space(SPACE);
    }

    /// The sources that can become part of the one kept.
    fn suggestions_ui(&mut self, ui: &mut Ui, context: &UiContext) {
        let (locale, register) = (context.locale, context.register());
        let label =
            ui.label(weak_text(ui, locale.t("merge_sources.removed_source"), Role::Caption));
        let hint = locale.t("form.find_source");
        let field = TextEdit::singleline(&mut self.search_text).hint_text(hint.as_ref());
        let response = ui.add(field.desired_width(f32::INFINITY)).labelled_by(label.id);
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        if response.changed() {
            self.update_suggestions(register);
        }
        let event = self.list_ui(ui, context);
        let text = match self.suggestions.len() {
            0 => locale.t("merge_sources.no_source_found").into_owned(),
            n => {
                let (n, all) =
                    (locale.format_number(n), locale.format_number(register.sources().len() - 1));
                locale.t_with("merge_sources.shown_count", &[("n", &n), ("all", &all)])
            }
        };
        ui.label(weak_text(ui, text, Role::Caption));
        ui.label(locale.t("merge_sources.explanation"));
        if let Some(RowEvent::Opened(row)) = event
            && let Some(gone) = self.suggestions.get(row).cloned()
        {
            let cited = match &self.citation_counts {
                Some(citation_counts) => citation_counts.count_of_source(register, &gone),
                None => count_citations(register, &gone),
            };
            self.merge = SourceMerge::new(register, &self.kept, &gone).map(|merge| (merge, cited));
        }
    }

    /// Draws the suggested sources; returns what the user did with one.
    fn list_ui(&mut self, ui: &mut Ui, context: &UiContext) -> Option<RowEvent> {
        let Self { suggestions, similar, list_state, .. } = self;
        if suggestions.is_empty() {
            return None;
        }
        let draw_row = |ui: &Ui, row: usize, response: Response| {
            let id = &suggestions[row];
            match context.register().source(id) {
                Some(source) => suggestion_item(ui, context.locale, source, similar.contains(id))
                    .paint(ui, response),
                None => response,
            }
        };
        let list = VirtualList::new(suggestions.len(), TWO_LINE_HEIGHT, &draw_row);
        let size = Vec2::new(ui.available_width(), TWO_LINE_HEIGHT * suggestions.len() as f32);
        ui.allocate_ui(size, |ui| list.ui(ui, list_state)).inner
    }
}

/// Returns the row of a suggested source.
fn suggestion_item(
    ui: &Ui,
    locale: Locale,
    source: &Source,
    is_similar: bool,
) -> ListItem<'static> {
    let key = if is_similar { "merge_sources.merge_duplicate" } else { "merge_sources.merge_with" };
    let label = is_similar.then(|| locale.t("merge_sources.duplicate_label"));
    let label = rich_text(label.unwrap_or_default(), Role::Caption).color(Palette::of(ui).accent);
    ListItem {
        accessible_name: locale.t_with(key, &[("title", &source.title)]),
        trailing: [label.into(), WidgetText::default()],
        ..ListItem::new(&source.title, &describe_source_details(locale, source))
    }
}

/// Draws a source in two lines.
fn source_ui(ui: &mut Ui, locale: Locale, source: &Source) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = SPACE / 4.0;
        ui.add(Label::new(rich_text(&source.title, Role::Body).strong()).wrap());
        ui.add(
            Label::new(weak_text(ui, describe_source_details(locale, source), Role::Caption))
                .wrap(),
        );
    });
}

fn describe_source_details(locale: Locale, source: &Source) -> String {
    let published = source.published.as_ref().map(|date| format_date(locale, date));
    let parts = [source.publisher.clone(), source_kind_label(locale, source.kind)];
    let parts = parts.into_iter().chain(published).chain([source.id.to_string()]);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Draws the other source, the choice between differing values, and what the merge does.
fn merge_ui(ui: &mut Ui, context: &UiContext, merge: &mut SourceMerge, cited: usize) {
    let locale = context.locale;
    ui.label(weak_text(ui, locale.t("merge_sources.removed_source"), Role::Caption));
    source_ui(ui, locale, merge.duplicate());
    ui.add_space(SPACE);
    let differing: Vec<SourceField> = merge.differing_fields().collect();
    if !differing.is_empty() {
        ui.label(rich_text(locale.t("merge_sources.choose_values"), Role::Body));
        for field in differing {
            let name = locale.t(field_key(field));
            ui.scope(|ui| {
                ui.spacing_mut().item_spacing.y = SPACE / 4.0;
                ui.label(weak_text(ui, name.as_ref(), Role::Caption));
                for is_gone in [false, true] {
                    let source = if is_gone { merge.duplicate() } else { merge.target() };
                    let value = field_value(locale, field, source);
                    let accessible_name = locale
                        .t_with("merge_sources.value", &[("field", &name), ("value", &value)]);
                    let radio =
                        egui::RadioButton::new(merge.takes_from_duplicate(field) == is_gone, value);
                    if ui.add(radio).accessible_name(accessible_name).clicked() {
                        merge.choose_value(field, is_gone);
                    }
                }
            });
        }
        ui.add_space(SPACE / 2.0);
    }
    let parts: [(&str, &str); 2] =
        [("gone", merge.duplicate().id.as_str()), ("kept", merge.target().id.as_str())];
    let text = locale.t_plural("merge_sources.citation_count", cited);
    ui.add(Label::new(format!("{text} {}", locale.t_with("merge_sources.summary", &parts))).wrap());
}

fn field_key(field: SourceField) -> &'static str {
    match field {
        SourceField::Title => "field.title",
        SourceField::Publisher => "field.publisher",
        SourceField::Kind => "field.source_kind",
        SourceField::Published => "field.publication_date",
        SourceField::Address => "field.address",
    }
}

fn field_value(locale: Locale, field: SourceField, source: &Source) -> String {
    let value = match field {
        SourceField::Title => source.title.clone(),
        SourceField::Publisher => source.publisher.clone(),
        SourceField::Kind => source_kind_label(locale, source.kind),
        SourceField::Published => {
            source.published.as_ref().map(|date| format_date(locale, date)).unwrap_or_default()
        }
        SourceField::Address => source.address.clone(),
    };
    if value.is_empty() { locale.t("merge_sources.empty_value").into_owned() } else { value }
}
