//! The trait of everything that lies over the window, and its frame.

use std::{any::Any, path::Path};

use egui::{Align2, Area, Context, Frame, Id, Margin, Vec2, accesskit};

use crate::{
    Locale,
    commands::{CommandContext, Page},
    model::Day,
    session::Session,
    ui::{context::UiContext, intent::Intent, modals::repair_texts::RepairTexts, theme::SPACE},
};

/// Something that lies over the window until it is closed.
pub trait Modal: Any {
    /// Draws the modal and pushes the changes that the user asks for.
    fn show(
        &mut self,
        ctx: &Context,
        context: &mut ModalContext,
        out: &mut Vec<Intent>,
    ) -> ModalState;

    /// Returns how the modal behaves beside others and beside changes of the register.
    fn kind(&self) -> ModalKind {
        ModalKind::Tool
    }

    /// Returns true for a modal that is closed when another register is opened.
    fn belongs_to_register(&self) -> bool {
        true
    }
}

/// The state of a modal after it was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModalState {
    /// The modal stays open.
    Open,
    /// The modal was answered or left.
    Closed,
}

impl ModalState {
    /// Returns `Open` for true and `Closed` for false.
    pub fn from_is_open(is_open: bool) -> Self {
        if is_open { Self::Open } else { Self::Closed }
    }
}

/// The behaviour of a modal beside others and beside changes of the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModalKind {
    /// A question with buttons. There is one at a time: the next one takes its place. Changes by
    /// other programs wait, since the question may be about records as they are.
    Question,
    /// A view of records as they were when it was opened: changes by other programs wait.
    Records,
    /// A view that follows every change.
    Tool,
}

impl ModalKind {
    /// Returns true if changes by other programs wait until the modal is closed.
    pub fn holds_back_external_changes(self) -> bool {
        self != Self::Tool
    }
}

/// The values that a modal is drawn from.
pub struct ModalContext<'a> {
    /// The open register; none at the start or after a failure to open one.
    pub session: Option<&'a Session>,
    /// The language of the window.
    pub locale: Locale,
    /// The current page.
    pub page: Page,
    /// The current day.
    pub today: Day,
    /// The state that decides which commands are enabled.
    pub command_context: CommandContext<'a>,
    /// The path of the user's own register.
    pub user_register: Option<&'a Path>,
    /// The texts typed in the place of broken records.
    pub repair_texts: &'a mut RepairTexts,
}

impl<'a> ModalContext<'a> {
    /// Returns the context of the open register, if one is open.
    pub fn ui_context(&self) -> Option<UiContext<'a>> {
        let Self { session, locale, page, today, .. } = *self;
        session.map(|session| UiContext { session, locale, page, today })
    }
}

/// Returns a frame in the middle of the window; its title is its identity and accessible name.
pub fn modal_frame(ctx: &Context, title: &str) -> egui::Modal {
    framed_modal(ctx, dialog_area(title), Margin::same(20))
}

/// Returns a frame near the top of the window, with a narrow margin.
pub fn top_modal_frame(ctx: &Context, title: &str) -> egui::Modal {
    let top = Vec2::new(0.0, SPACE * 10.0);
    framed_modal(ctx, dialog_area(title).anchor(Align2::CENTER_TOP, top), Margin::same(12))
}

fn dialog_area(title: &str) -> Area {
    egui::Modal::default_area(Id::unique(("modal", title)))
        .accessible_name(title)
        .role(accesskit::Role::Dialog)
}

fn framed_modal(ctx: &Context, area: Area, margin: Margin) -> egui::Modal {
    let style = ctx.global_style();
    let frame = Frame::popup(&style)
        .inner_margin(margin)
        .corner_radius(style.visuals.window_corner_radius)
        .shadow(style.visuals.window_shadow);
    egui::Modal::new(area.layer().id).area(area).frame(frame)
}
