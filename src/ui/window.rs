//! The native window that the application is shown in.

use crate::ui::{
    app::application::{App, Setup},
    platform::fonts,
};

/// The size of the window at the first start, in points.
const DEFAULT_WINDOW_SIZE: (f32, f32) = (1280.0, 800.0);

/// Opens the window, with a size in points where one was kept, and stays until it is closed.
///
/// # Errors
/// When the platform gives no window.
pub fn run(
    size: Option<(f32, f32)>,
    setup: impl FnOnce(&egui::Context) -> Setup + 'static,
) -> Result<(), eframe::Error> {
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png"));
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("Blue Ribbon")
        .with_app_id("blue-ribbon")
        .with_inner_size(size.unwrap_or(DEFAULT_WINDOW_SIZE))
        .with_min_inner_size((800.0, 560.0));
    match icon {
        Ok(icon) => viewport = viewport.with_icon(icon),
        Err(error) => tracing::warn!("the icon cannot be read: {error}"),
    }
    let options =
        eframe::NativeOptions { viewport, system_font_fallback: false, ..Default::default() };
    eframe::run_native(
        "blue-ribbon",
        options,
        Box::new(|cc| {
            let setup = setup(&cc.egui_ctx);
            fonts::add_system_fonts(&cc.egui_ctx);
            Ok(Box::new(App::new(&cc.egui_ctx, setup)))
        }),
    )
}
