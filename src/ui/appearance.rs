//! The appearance of a window: theme, fonts and the keys of the toolkit.

use egui::Context;

use crate::{
    store::settings::ThemeChoice,
    ui::{platform::fonts, theme},
};

/// Installs the theme and the bundled fonts in a window, and removes the toolkit's own keys for
/// closing it.
pub fn set_up(ctx: &Context) {
    theme::install(ctx);
    fonts::install(ctx);
    // Closing is a command like any other; the toolkit's own keys for it would also hear AltGr+Q,
    // which types @ on some keyboards.
    ctx.options_mut(|options| options.quit_shortcuts.clear());
}

/// Follows the system's theme, or a chosen one.
pub fn set_theme(ctx: &Context, choice: ThemeChoice) {
    ctx.set_theme(match choice {
        ThemeChoice::System => egui::ThemePreference::System,
        ThemeChoice::Light => egui::ThemePreference::Light,
        ThemeChoice::Dark => egui::ThemePreference::Dark,
    });
}
