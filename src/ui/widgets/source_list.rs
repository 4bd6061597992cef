//! The sources that a claim or a fact cites.

use egui::{Popup, Ui, Vec2};

use crate::{
    analysis::finding::FindingSubject,
    describe::claims::{format_date, source_kind_label},
    model::{Source, SourceId, characters::visible_line},
    ui::{
        context::UiContext,
        intent::Intent,
        theme::{Palette, Role, SPACE},
        widgets::{
            block_list::BlockList,
            citation_menu::citation_menu_ui,
            source_address::source_address_ui,
            text::{rich_text, weak_text},
        },
    },
};

/// The number of sources up to which their buttons follow each other over all lines.
const MAX_WRAPPED: usize = 64;
/// The number of buttons of a longer list that follow each other before a new line begins.
const CHIPS_PER_GROUP: usize = 8;

/// Draws a button for each source; it opens the details of the source with its address and its
/// citations.
pub fn source_list_ui(ui: &mut Ui, context: &UiContext, cited: &[SourceId], out: &mut Vec<Intent>) {
    if cited.is_empty() {
        let text = rich_text(context.locale.t("source.not_cited"), Role::Caption);
        ui.label(text.color(Palette::of(ui).warning));
        return;
    }
    ui.add_space(SPACE / 4.0);
    ui.scope(|ui| {
        let spacing = ui.spacing_mut();
        spacing.item_spacing = Vec2::splat(SPACE / 2.0);
        spacing.button_padding = Vec2::new(SPACE / 2.0, 1.0);
        spacing.interact_size.y = SPACE * 2.5;
        // Every chip of a short list stands in one group.
        let group_len = if cited.len() <= MAX_WRAPPED { cited.len() } else { CHIPS_PER_GROUP };
        let len = cited.len().div_ceil(group_len);
        let groups =
            BlockList { id_salt: "sources", len, estimated_height: SPACE * 6.0, needed: None };
        groups.ui(ui, |ui, at| {
            ui.horizontal_wrapped(|ui| {
                for id in cited.iter().skip(at * group_len).take(group_len) {
                    source_chip_ui(ui, context, id, out);
                }
            });
        });
    });
}

fn source_chip_ui(ui: &mut Ui, context: &UiContext, id: &SourceId, out: &mut Vec<Intent>) {
    let locale = context.locale;
    let Some(source) = context.register().source(id) else {
        let text = rich_text(
            locale.t_with("source.unknown_source", &[("id", id.as_str())]),
            Role::Caption,
        );
        ui.label(text.color(Palette::of(ui).error));
        return;
    };
    let chip = egui::Button::new(rich_text(id.as_str(), Role::Caption));
    let name = locale.t_with("source.chip_label", &[("title", &source.title)]);
    let response =
        ui.add(chip).accessible_name(name).on_hover_text(describe_source(context, source));
    Popup::menu(&response).width(SPACE * 40.0).show(|ui| {
        ui.spacing_mut().item_spacing.y = SPACE / 2.0;
        ui.add(egui::Label::new(rich_text(&source.title, Role::Body)).wrap());
        ui.add(egui::Label::new(weak_text(ui, &source.publisher, Role::Caption)).wrap());
        let mut kind = source_kind_label(locale, source.kind);
        if let Some(published) = &source.published {
            kind = format!("{kind} · {}", format_date(locale, published));
        }
        ui.label(weak_text(ui, kind, Role::Caption));
        if !source.note.is_empty() {
            ui.add(egui::Label::new(weak_text(ui, &source.note, Role::Caption)).wrap());
        }
        ui.separator();
        if source_address_ui(ui, locale, &source.address, out) {
            ui.close();
        }
        if !source.address.is_empty() && ui.button(locale.t("source.copy_address")).clicked() {
            out.push(Intent::Copy(visible_line(&source.address).into_owned()));
            ui.close();
        }
        citation_menu_ui(ui, locale, source, out);
        if ui.button(locale.t("source.show")).clicked() {
            out.push(Intent::ShowRecord(FindingSubject::Source(id.clone()), None));
            ui.close();
        }
    });
}

/// Returns a source in one line: kind, publisher, title, date.
fn describe_source(context: &UiContext, source: &Source) -> String {
    let locale = context.locale;
    let published = source
        .published
        .as_ref()
        .map(|published| format_date(locale, published))
        .unwrap_or_default();
    let parts =
        [source_kind_label(locale, source.kind), source.publisher.clone(), source.title.clone()];
    let parts = parts.into_iter().chain([published]).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}
