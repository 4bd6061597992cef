//! The window. Each part borrows a [`UiContext`](context::UiContext) and its own small state, draws
//! itself, and pushes the changes it asks for as [`Intent`](intent::Intent)s; the
//! [`App`](app::application::App) performs them after the frame is drawn.

pub mod context;
pub mod intent;
pub mod appearance;
pub mod app;
pub mod panels;
pub mod form;
pub mod pages;
pub mod platform;
pub mod shortcuts;
pub mod modals;
pub mod window;
pub mod widgets;
mod theme;
