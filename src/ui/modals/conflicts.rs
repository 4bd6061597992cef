//! The question whose word stands where two people changed the same, and the list of what was
//! taken in of what someone else wrote.

use std::sync::Arc;

use egui::{Context, Label, Ui};

use crate::{
    Locale,
    describe::differences::DifferenceDescriber,
    jobs::external_merge::{ChangeSummary, ConflictedMerge},
    merge::{Conflict, Side},
    ui::{
        intent::Intent,
        modals::modal,
        theme::{Role, SPACE},
        widgets::{
            buttons::primary_button,
            choice_cards::{Choice, ChoiceCard, WIDE_DIALOG_WIDTH, choice_area_ui, choices_ui},
            text::{rich_text, weak_text},
        },
    },
};

/// The height of the list, of the window's.
const LIST_HEIGHT_RATIO: f32 = 0.55;

/// The open question.
pub struct ConflictDialog {
    /// Both versions.
    pub merge: Arc<ConflictedMerge>,
    choices: Vec<Choice>,
}

impl ConflictDialog {
    /// Asks about every conflict; nothing is chosen yet. `own` is the name of whoever sits here.
    pub fn new(merge: Arc<ConflictedMerge>, own_name: &str) -> Self {
        let own_name = match own_name {
            "" => merge.input.locale.t("external_changes.our_unnamed_author").into_owned(),
            who => merge.input.locale.t_with("external_changes.our_author", &[("who", who)]),
        };
        let conflicts = merge.merged.conflicts.iter().zip(&merge.conflict_authors);
        let choices = conflicts
            .map(|(conflict, by)| choice_for_conflict(&merge, conflict, [&own_name, by]))
            .collect();
        Self { merge, choices }
    }

    /// Draws the question.
    pub fn ui(&mut self, ctx: &Context, locale: Locale, out: &mut Vec<Intent>) {
        let title = locale.t("external_changes.conflict_title");
        let mut answer = None;
        let modal = modal(ctx, &title).show(ctx, |ui| {
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
        out.extend(answer.map(Intent::ResolveConflicts));
    }

    /// Both sides at once at the left, the answer at the right.
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

/// A conflict in words, with whose those of either side are.
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
    let value_text = |value: &Option<_>| match value {
        Some(value) => describer.describe_value(value),
        None if is_whole => locale.t("external_changes.deleted").into_owned(),
        None => locale.t("conflict.empty_value").into_owned(),
    };
    // Of what is deleted against changed, what it was says less than what became of it.
    let label = match describer.field_label(piece) {
        what if what.is_empty() => locale.t("external_changes.whole_record").into_owned(),
        what => what,
    };
    let before = match base {
        Some(value) => describer.describe_value(value),
        None => locale.t("conflict.empty_value").into_owned(),
    };
    let card = |key: &str, attribution: &str, value: &Option<_>| ChoiceCard {
        label: locale.t(key).into_owned(),
        attribution: attribution.to_owned(),
        value: value_text(value),
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

/// What was taken in of what someone else wrote, in a list; whether it stays open.
#[must_use]
pub fn external_changes_ui(
    ctx: &Context,
    locale: Locale,
    summary: &ChangeSummary,
    can_be_undone: bool,
) -> bool {
    let title = locale
        .t_with("external_changes.applied_title", &[("who", &locale.join_list(&summary.authors))]);
    let mut is_open = true;
    let modal = modal(ctx, &title).show(ctx, |ui| {
        ui.set_width(WIDE_DIALOG_WIDTH.min(ctx.content_rect().width() - SPACE * 10.0));
        ui.label(rich_text(title.as_str(), Role::Title));
        ui.add_space(SPACE / 2.0);
        let key = if can_be_undone {
            "external_changes.applied_undo_explanation"
        } else {
            "external_changes.applied_explanation"
        };
        ui.add(Label::new(weak_text(ui, locale.t(key), Role::Body)).wrap());
        ui.add_space(SPACE / 2.0);
        let height = ctx.content_rect().height() * LIST_HEIGHT_RATIO;
        choice_area_ui(ui, height, |ui| {
            for line in &summary.lines {
                ui.add(Label::new(rich_text(line, Role::Body)).wrap());
            }
            if summary.omitted_count > 0 {
                ui.label(weak_text(
                    ui,
                    locale.t_plural("external_changes.more_changes", summary.omitted_count),
                    Role::Caption,
                ));
            }
        });
        ui.add_space(SPACE);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let close = primary_button(ui, true, &locale.t("help.close"));
            if ui.memory(|memory| memory.focused().is_none()) {
                close.request_focus();
            }
            is_open = !close.clicked();
        });
    });
    is_open && !modal.should_close()
}
