//! The details of the chosen source: its description, its buttons, and the statements that cite it.

use egui::{Label, Ui};

use crate::{
    analysis::citation_index::SupportedStatements,
    describe::claims::{format_date, source_kind_label},
    draft::{Draft, source::SourceDraft},
    model::Source,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::sources::{state::SourcesState, statements::statements_ui},
        theme::{Role, SPACE},
        widgets::{
            buttons::edit_button,
            citation_menu::citation_menu_ui,
            source_address::source_address_ui,
            text::{heading, rich_text, weak_text},
        },
    },
};

/// The height from which the panel describes the source, in points.
const MIN_SUMMARY_HEIGHT: f32 = SPACE * 22.0;

/// Draws the details over the whole of `ui`.
pub(super) fn source_detail_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut SourcesState,
    citation_index: &SupportedStatements,
    out: &mut Vec<Intent>,
) {
    let sources = context.register().sources();
    let Some(at) = state.chosen_source_index(sources) else { return };
    let source = &sources[at];
    ui.add_space(SPACE);
    // In a low panel the row in the list describes the source.
    if ui.available_height() > MIN_SUMMARY_HEIGHT {
        source_summary_ui(ui, context, source);
    }
    ui.horizontal_wrapped(|ui| {
        let Source { address, id, .. } = source.as_ref();
        let locale = context.locale;
        source_address_ui(ui, locale, address, out);
        ui.menu_button(locale.t("sources_page.cite").as_ref(), |ui| {
            citation_menu_ui(ui, locale, source, out);
        });
        let edit = egui::Button::new(locale.t("sources_page.edit").as_ref());
        if edit_button(ui, context, edit).clicked() {
            let draft = Draft::Source(SourceDraft::from_source(at, source));
            out.push(Intent::OpenForm(Box::new(draft), None));
        }
        let merge = egui::Button::new(locale.t("sources_page.merge").as_ref());
        let merge =
            ui.add_enabled_ui(sources.len() > 1, |ui| edit_button(ui, context, merge)).inner;
        if merge.on_hover_text(locale.t("sources_page.merge_tooltip")).clicked() {
            out.push(Intent::MergeSources(id.clone()));
        }
    });
    ui.add_space(SPACE / 2.0);
    let locale = context.locale;
    let statements = citation_index.by_source(at);
    let supports = locale.t_plural("sources_page.statement_count", statements.len());
    let text = match citation_index.cited_elsewhere_count(at) {
        0 => supports,
        more => format!("{supports} · {}", locale.t_plural("sources_page.more_statements", more)),
    };
    ui.label(rich_text(text, Role::Body).strong());
    statements_ui(ui, context, statements, &mut state.statements_state, out);
}

/// Draws the title, the publisher, the kind, the date and the note of a source.
fn source_summary_ui(ui: &mut Ui, context: &UiContext, source: &Source) {
    let locale = context.locale;
    let Source { id, kind, publisher, title, published, note, .. } = source;
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = SPACE / 4.0;
        heading(ui, title, Role::Section);
        let published = published.as_ref().map(|date| format_date(locale, date));
        let parts =
            [publisher.clone(), source_kind_label(locale, *kind)].into_iter().chain(published);
        let text = parts.chain([id.to_string()]).collect::<Vec<_>>().join(" · ");
        ui.add(Label::new(weak_text(ui, text, Role::Caption)).wrap());
        if !note.is_empty() {
            ui.add(Label::new(weak_text(ui, note, Role::Caption)).wrap());
        }
    });
    ui.add_space(SPACE / 2.0);
}
