//! The fonts of the window.

use std::sync::{Arc, LazyLock};

use egui::{FallbackRequest, FontData, FontDefinitions, FontFamily, FontProvider as _};
use egui_system_font_provider::SystemFontProvider;

use crate::figure::FONT;

/// Installs egui's own fonts for Latin, and the bundled one for what they lack.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    fonts.font_data.insert("cjk".to_owned(), Arc::new(FontData::from_static(FONT)));
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.entry(family).or_default().push("cjk".to_owned());
    }
    ctx.set_fonts(fonts);
}

/// Lets the system's fonts stand in for what neither has, Japanese forms first.
///
/// They are listed once a letter is missed, which few registers ever do: listing them would
/// compete with the first frame.
pub fn add_system_fonts(ctx: &egui::Context) {
    let system = LazyLock::new(|| SystemFontProvider::new().with_locale(Some("ja")));
    ctx.add_font_provider(Arc::new(move |missed: &FallbackRequest<'_>| system.font_for(missed)));
}
