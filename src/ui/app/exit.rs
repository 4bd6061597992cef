//! The way in which the open register is to be left.

use crate::ui::intent::PendingOpen;

/// The way in which the open register is left once everything is saved.
#[derive(Default)]
pub(super) enum Exit {
    /// The register stays open.
    #[default]
    NotRequested,
    /// Another register is opened in its place.
    OpenRegister(PendingOpen),
    /// The window closes.
    CloseWindow,
}

impl Exit {
    /// Requests to open another register, unless the window is to close anyway.
    pub fn request_open(&mut self, pending: PendingOpen) {
        if !self.is_closing() {
            *self = Self::OpenRegister(pending);
        }
    }

    /// Requests to close the window, which takes the place of opening another register.
    pub fn request_close(&mut self) {
        *self = Self::CloseWindow;
    }

    /// Returns true while the window waits to close.
    pub fn is_closing(&self) -> bool {
        matches!(self, Self::CloseWindow)
    }

    /// Removes the request to open another register and returns that register.
    pub fn take_pending_open(&mut self) -> Option<PendingOpen> {
        match std::mem::take(self) {
            Self::OpenRegister(pending) => Some(pending),
            other => {
                *self = other;
                None
            }
        }
    }

    /// Keeps the register open, whatever was requested.
    pub fn cancel(&mut self) {
        *self = Self::NotRequested;
    }

    /// Keeps the window open. Returns true if it was waiting to close.
    pub fn cancel_closing(&mut self) -> bool {
        let is_closing = self.is_closing();
        if is_closing {
            self.cancel();
        }
        is_closing
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Exit;
    use crate::ui::intent::PendingOpen;

    #[test]
    fn closing_the_window_takes_the_place_of_opening_another_register() {
        let other = PathBuf::from("/other.ron");
        let pending = || PendingOpen::File(other.clone());
        let mut exit = Exit::default();
        exit.request_open(pending());
        assert!(!exit.cancel_closing(), "a question that is left keeps the register to open");
        exit.request_close();
        exit.request_open(pending());
        assert!(exit.is_closing() && exit.take_pending_open().is_none() && exit.is_closing());
        assert!(exit.cancel_closing() && exit.take_pending_open().is_none());
        exit.request_open(pending());
        assert!(matches!(exit.take_pending_open(), Some(PendingOpen::File(path)) if path == other));
        assert!(exit.take_pending_open().is_none());
    }
}
