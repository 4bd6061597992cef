//! The fonts of the window.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

/// Japanese and Korean, with the Japanese forms of kanji; a subset of Noto Sans CJK.
const CJK: &[u8] = include_bytes!("../../assets/fonts/BlueRibbonCJK-Regular.otf");

/// Installs egui's own fonts for Latin, and the bundled one for what they lack.
pub fn install(ctx: &egui::Context) {
    let mut fonts = FontDefinitions::default();
    fonts.font_data.insert("cjk".to_owned(), Arc::new(FontData::from_static(CJK)));
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.entry(family).or_default().push("cjk".to_owned());
    }
    ctx.set_fonts(fonts);
}

/// Lets the system's fonts stand in for what neither has, Japanese forms first.
pub fn add_system_fonts(ctx: &egui::Context) {
    let provider = egui_system_font_provider::SystemFontProvider::new().with_locale(Some("ja"));
    ctx.add_font_provider(Arc::new(provider));
}
