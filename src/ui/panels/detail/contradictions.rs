//! The contradictions of a case, with links to the claims that contradict each other.

use egui::{Id, Ui};

use crate::{
    analysis::contradictions::{Contradiction, Ground, find::contradictions_as_of},
    describe::contradictions::{contradiction_kind_label, describe_contradiction, ground_label},
    model::{Case, CaseId},
    ui::{
        context::UiContext,
        intent::Intent,
        theme::{Palette, Role, SPACE},
        widgets::{
            block_list::BlockList,
            source_list::source_list_ui,
            text::{rich_text, section_heading, weak_text},
        },
    },
};

/// The number of contradictions shown at once, so that the positions stay near; a button shows the
/// others.
const MAX_SHOWN: usize = 3;

/// Draws the contradictions of the case with an index up to the current day.
pub(super) fn contradictions_ui(
    ui: &mut Ui,
    context: &UiContext,
    at: usize,
    case: &Case,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    let analysis = context.session.analysis();
    let found = match analysis.contradictions_of_case(at) {
        Some(known) => known.iter().filter(|it| it.since <= analysis.as_of()).copied().collect(),
        None => contradictions_as_of(case, analysis.as_of()),
    };
    if found.is_empty() {
        return;
    }
    section_heading(ui, &locale.t_plural("contradictions.count", found.len()));
    let (first, more) = found.split_at(MAX_SHOWN.min(found.len()));
    for contradiction in first {
        contradiction_ui(ui, context, case, contradiction, out);
    }
    if !more.is_empty() {
        let text = locale.t_plural("contradictions.more", more.len());
        egui::CollapsingHeader::new(rich_text(text, Role::Body))
            .id_salt(("contradictions", &case.id))
            .show_unindented(ui, |ui| {
                let (len, estimated_height) = (more.len(), SPACE * 12.0);
                let list =
                    BlockList { id_salt: "contradictions", len, estimated_height, needed: None };
                list.ui(ui, |ui, at| contradiction_ui(ui, context, case, &more[at], out));
            });
    }
}

/// Draws a contradiction: its kind, its sentence, and each side with its sources.
fn contradiction_ui(
    ui: &mut Ui,
    context: &UiContext,
    case: &Case,
    contradiction: &Contradiction,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    let kind = format!("≠ {}", contradiction_kind_label(locale, contradiction.kind));
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = SPACE / 2.0;
        ui.label(rich_text(kind, Role::Caption).color(Palette::of(ui).warning));
        let text = describe_contradiction(locale, context.register(), case, contradiction);
        ui.add(egui::Label::new(rich_text(text, Role::Body)).wrap());
        for background in contradiction.grounds {
            ui.horizontal_top(|ui| ground_ui(ui, context, case, background, out));
        }
    });
    ui.add_space(SPACE / 2.0);
}

/// Draws one side: a link to the claim or fact below, and its sources.
fn ground_ui(
    ui: &mut Ui,
    context: &UiContext,
    case: &Case,
    background: Ground,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    let who = ground_label(locale, context.register(), case, background);
    ui.vertical(|ui| {
        // Aligned with the text of the source chips beside it.
        ui.add_space(SPACE / 2.0);
        if background == Ground::Born {
            ui.label(weak_text(ui, who, Role::Caption));
            return;
        }
        let name = locale.t_with("contradictions.show_statement", &[("who", &who)]);
        let link = egui::Link::new(rich_text(who, Role::Caption));
        if ui.add(link).accessible_name(name).clicked() {
            set_link_target(ui, &case.id, background);
        }
    });
    ui.vertical(|ui| source_list_ui(ui, context, background.sources(case), out));
}

/// The target of a link: a claim or a fact of a case, drawn below in the same frame.
#[derive(Clone)]
struct LinkTarget {
    case: CaseId,
    background: Ground,
    /// The target is still to be scrolled to.
    is_new: bool,
}

fn link_target_id() -> Id {
    Id::unique("led to")
}

fn set_link_target(ui: &Ui, case: &CaseId, background: Ground) {
    let target = LinkTarget { case: case.clone(), background, is_new: true };
    ui.data_mut(|data| data.insert_temp(link_target_id(), target));
}

/// Returns the claim or the fact of a case that the last link leads to, until it is in sight.
pub(super) fn link_target(ui: &Ui, case: &CaseId) -> Option<Ground> {
    let target = ui.data(|data| data.get_temp::<LinkTarget>(link_target_id()))?;
    (target.is_new && target.case == *case).then_some(target.background)
}

/// Returns whether a claim or a fact is the target of the last link.
pub(super) fn is_link_target(ui: &Ui, case: &CaseId, background: Ground) -> bool {
    let target = ui.data(|data| data.get_temp::<LinkTarget>(link_target_id()));
    target.is_some_and(|led| led.case == *case && led.background == background)
}

/// Scrolls to the target of a link, once.
pub(super) fn scroll_to_link_target(ui: &Ui, rect: egui::Rect) {
    let target = ui.data(|data| data.get_temp::<LinkTarget>(link_target_id()));
    if let Some(led) = target.filter(|led| led.is_new) {
        ui.data_mut(|data| data.insert_temp(link_target_id(), LinkTarget { is_new: false, ..led }));
        ui.scroll_to_rect(rect, Some(egui::Align::Center));
    }
}
