//! The question which value to keep where two people changed the same field.

use egui::{Context, Label, Ui};

use crate::{
    Locale,
    describe::differences::DifferenceDescriber,
    jobs::external_merge::ConflictedMerge,
    merge::{Conflict, Side},
    ui::{
        intent::Intent,
        modals::modal::{Modal, ModalContext, ModalKind, ModalState, modal_frame},
        theme::{Role, SPACE},
        widgets::{
            buttons::primary_button,
            choice_cards::{Choice, ChoiceCard, WIDE_DIALOG_WIDTH, choice_area_ui, choices_ui},
            text::{rich_text, weak_text},
        },
    },
};

/// The height of the list, as a part of the height of the window.
pub const LIST_HEIGHT_RATIO: f32 = 0.55;

/// The question which value to keep in each conflict.
pub struct ConflictDialog {
    choices: Vec<Choice>,
}

impl ConflictDialog {
    /// Returns the question about every conflict of a merge, with nothing chosen yet; `own_name` is
    /// the name that changes made here are recorded under.
    pub fn new(merge: &ConflictedMerge, own_name: &str) -> Self {
        let own_name = match own_name {
            "" => merge.input.locale.t("external_changes.our_unnamed_author").into_owned(),
            who => merge.input.locale.t_with("external_changes.our_author", &[("who", who)]),
        };
        let conflicts = merge.merged.conflicts.iter().zip(&merge.conflict_authors);
        let choices = conflicts
            .map(|(conflict, by)| choice_for_conflict(merge, conflict, [&own_name, by]))
            .collect();
        Self { choices }
    }

    /// Draws the buttons that choose one side everywhere at the left, the answers at the right.
    fn buttons_ui(&mut self, ui: &mut Ui, locale: Locale) -> Option<Option<Vec<Side>>> {
        let mut answer = None;
        ui.horizontal(|ui| {
            for (key, side) in [
                ("external_changes.choose_all_ours", Side::Ours),
                ("external_changes.choose_all_theirs", Side::Theirs),
            ] {
                if ui.button(locale.t(key)).clicked() {
                    self.choices.iter_mut().for_each(|row| row.chosen = Some(side));
                }
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let chosen: Option<Vec<Side>> = self.choices.iter().map(|row| row.chosen).collect();
                if primary_button(ui, chosen.is_some(), &locale.t("external_changes.apply_choices"))
                    .clicked()
                {
                    answer = Some(chosen);
                }
                let later = ui
                    .button(locale.t("dialog.postpone"))
                    .on_hover_text(locale.t("external_changes.postpone_tooltip"));
                if later.clicked() {
                    answer = Some(None);
                }
                let open = self.choices.iter().filter(|row| row.chosen.is_none()).count();
                if open > 0 {
                    ui.label(weak_text(
                        ui,
                        locale.t_plural("external_changes.unresolved_count", open),
                        Role::Caption,
                    ));
                }
            });
        });
        answer
    }
}

impl Modal for ConflictDialog {
    fn show(
        &mut self,
        ctx: &Context,
        context: &mut ModalContext,
        out: &mut Vec<Intent>,
    ) -> ModalState {
        let locale = context.locale;
        let title = locale.t("external_changes.conflict_title");
        let mut answer = None;
        let modal = modal_frame(ctx, &title).show(ctx, |ui| {
            ui.set_width(WIDE_DIALOG_WIDTH.min(ctx.content_rect().width() - SPACE * 10.0));
            ui.label(rich_text(title.as_ref(), Role::Title));
            ui.add_space(SPACE / 2.0);
            ui.add(
                Label::new(
                    locale.t_plural("external_changes.conflict_explanation", self.choices.len()),
                )
                .wrap(),
            );
            ui.add_space(SPACE);
            let height = ctx.content_rect().height() * LIST_HEIGHT_RATIO;
            choice_area_ui(ui, height, |ui| choices_ui(ui, locale, &mut self.choices));
            ui.add_space(SPACE * 1.5);
            answer = self.buttons_ui(ui, locale);
        });
        if answer.is_none() && modal.should_close() {
            answer = Some(None);
        }
        let Some(answer) = answer else { return ModalState::Open };
        out.push(Intent::ResolveConflicts(answer));
        ModalState::Closed
    }

    fn kind(&self) -> ModalKind {
        ModalKind::Records
    }
}

/// Returns the choice of one conflict, with who wrote the value of each side.
fn choice_for_conflict(
    merge: &ConflictedMerge,
    conflict: &Conflict,
    attributions: [&str; 2],
) -> Choice {
    let Conflict { path: piece, base, ours, theirs } = conflict;
    let locale = merge.input.locale;
    let describer =
        DifferenceDescriber { locale, registers: [&merge.input.ours, &merge.input.base] };
    let is_whole = piece.field.is_none();
    let absent_key = match is_whole {
        true if base.is_none() => "external_changes.absent",
        true => "external_changes.deleted",
        false => "conflict.empty_value",
    };
    let [ours, theirs] = describer
        .describe_values([ours.as_ref(), theirs.as_ref()], || locale.t(absent_key).into_owned());
    // Of what is deleted against changed, what it was says less than what became of it.
    let label = match describer.field_label(piece) {
        what if what.is_empty() => locale.t("external_changes.whole_record").into_owned(),
        what => what,
    };
    let before = match base {
        Some(value) => describer.describe_value(value),
        None => locale.t("conflict.empty_value").into_owned(),
    };
    let card = |key: &str, attribution: &str, value: String| ChoiceCard {
        label: locale.t(key).into_owned(),
        attribution: attribution.to_owned(),
        value,
    };
    let about = [("who", &*describer.record_label(&piece.record)), ("what", &*label)];
    let (title, before) = (
        locale.t_with("conflict.location", &about),
        locale.t_with("external_changes.base_value", &[("value", &before)]),
    );
    let cards = [
        card("external_changes.ours", attributions[0], ours),
        card("external_changes.theirs", attributions[1], theirs),
    ];
    Choice::new(title, before, cards, None)
}
