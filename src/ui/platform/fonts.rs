//! The fonts of the window.

use std::sync::{Arc, LazyLock};

use egui::{FallbackRequest, FontData, FontDefinitions, FontFamily, FontProvider as _};
use egui_system_font_provider::SystemFontProvider;

use crate::figure::FONT;

/// Installs the fonts of egui for Latin text, and the bundled font for the characters that they
/// lack.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    fonts.font_data.insert("cjk".to_owned(), Arc::new(FontData::from_static(FONT)));
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.entry(family).or_default().push("cjk".to_owned());
    }
    ctx.set_fonts(fonts);
}

/// Adds the fonts of the system as a fallback for characters that the installed fonts lack;
/// Japanese forms come first.
///
/// They are listed when a character is first missed, which few registers cause, as listing them at
/// the start would delay the first frame.
pub fn add_system_fonts(ctx: &egui::Context) {
    let system = LazyLock::new(|| SystemFontProvider::new().with_locale(Some("ja")));
    ctx.add_font_provider(Arc::new(move |missed: &FallbackRequest<'_>| system.font_for(missed)));
}
