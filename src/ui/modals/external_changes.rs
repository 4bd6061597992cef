//! The list of the changes by another program that were merged into the open register.

use egui::{Context, Label};

use crate::{
    jobs::external_merge::ChangeSummary,
    ui::{
        intent::Intent,
        modals::{
            conflicts::LIST_HEIGHT_RATIO,
            modal::{Modal, ModalContext, ModalKind, ModalState, modal_frame},
        },
        theme::{Role, SPACE},
        widgets::{
            buttons::primary_button,
            choice_cards::{WIDE_DIALOG_WIDTH, choice_area_ui},
            text::{rich_text, weak_text},
        },
    },
};

/// The list of the changes that another program wrote to the file and that were merged.
pub struct ExternalChangesDialog {
    /// The changes.
    pub summary: ChangeSummary,
}

impl Modal for ExternalChangesDialog {
    fn show(
        &mut self,
        ctx: &Context,
        context: &mut ModalContext,
        _out: &mut Vec<Intent>,
    ) -> ModalState {
        let (locale, summary) = (context.locale, &self.summary);
        let can_be_undone = context.session.is_some_and(|session| !session.is_read_only());
        let title = locale.t_with(
            "external_changes.applied_title",
            &[("who", &locale.join_list(&summary.authors))],
        );
        let mut is_open = true;
        let modal = modal_frame(ctx, &title).show(ctx, |ui| {
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
        ModalState::from_is_open(is_open && !modal.should_close())
    }

    fn kind(&self) -> ModalKind {
        ModalKind::Records
    }
}
