//! What lies over the window and wants an answer before anything else.

pub(crate) mod merge_sources;
pub(crate) mod repair;
pub mod backups;
pub(crate) mod dialogs;
pub(crate) mod recovered_draft;
pub(crate) mod conflicts;
pub(crate) mod revert;
pub mod command_palette;
pub mod path_field;
pub mod help;

use egui::{Align2, Area, Context, Frame, Id, Margin, Modal, Vec2, accesskit};

use crate::ui::theme::SPACE;

/// A modal in the middle of the window, by a title that also tells it from others.
pub fn modal(ctx: &Context, title: &str) -> Modal {
    framed_modal(ctx, dialog_area(title), Margin::same(20))
}

/// A modal near the top of the window, with little around what it holds.
pub fn modal_at_top(ctx: &Context, title: &str) -> Modal {
    let top = Vec2::new(0.0, SPACE * 10.0);
    framed_modal(ctx, dialog_area(title).anchor(Align2::CENTER_TOP, top), Margin::same(12))
}

fn dialog_area(title: &str) -> Area {
    Modal::default_area(Id::unique(("modal", title)))
        .accessible_name(title)
        .role(accesskit::Role::Dialog)
}

fn framed_modal(ctx: &Context, area: Area, margin: Margin) -> Modal {
    let style = ctx.global_style();
    let frame = Frame::popup(&style)
        .inner_margin(margin)
        .corner_radius(style.visuals.window_corner_radius)
        .shadow(style.visuals.window_shadow);
    Modal::new(area.layer().id).area(area).frame(frame)
}
