//! The open modals, the topmost last.

use std::any::Any;

use egui::Context;

use crate::ui::{
    intent::Intent,
    modals::modal::{Modal, ModalContext, ModalKind, ModalState},
};

/// The open modals, the topmost last. There is at most one of each type and at most one question.
#[derive(Default)]
pub struct ModalStack {
    open: Vec<Box<dyn Modal>>,
}

impl ModalStack {
    /// Opens a modal on top. It takes the place of one of its own type; a question takes the place
    /// of the open question.
    pub fn open<M: Modal>(&mut self, modal: M) {
        self.close::<M>();
        if modal.kind() == ModalKind::Question {
            self.open.retain(|other| other.kind() != ModalKind::Question);
        }
        self.open.push(Box::new(modal));
    }

    /// Returns true if no modal is open.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Returns true if changes by other programs wait until a modal is closed.
    pub fn holds_back_external_changes(&self) -> bool {
        self.open.iter().any(|modal| modal.kind().holds_back_external_changes())
    }

    /// Returns the open modal of a type, to hand it the result of a task.
    pub fn find_mut<M: Modal>(&mut self) -> Option<&mut M> {
        self.open.iter_mut().find_map(|modal| {
            let modal: &mut dyn Any = modal.as_mut();
            modal.downcast_mut()
        })
    }

    /// Closes the modal of a type.
    pub fn close<M: Modal>(&mut self) {
        self.open.retain(|modal| {
            let modal: &dyn Any = modal.as_ref();
            !modal.is::<M>()
        });
    }

    /// Closes the modals that belong to the register, which is replaced.
    pub fn close_register_modals(&mut self) {
        self.open.retain(|modal| !modal.belongs_to_register());
    }

    /// Draws the modals from bottom to top and removes those that are closed.
    pub fn ui(&mut self, ctx: &Context, context: &mut ModalContext, out: &mut Vec<Intent>) {
        self.open.retain_mut(|modal| modal.show(ctx, context, out) == ModalState::Open);
    }
}
