//! A window with nothing in it, to hold the program's start against:
//! `BLUE_RIBBON_LOG=empty=debug cargo run --release --example empty`.
//!
//! It writes the same line to the log as the program does once its register is drawn
//! (`BLUE_RIBBON_LOG=blue_ribbon=debug`), with the seconds since the start.

use eframe::egui;
use tracing_subscriber::{EnvFilter, fmt::time};

fn main() -> Result<(), eframe::Error> {
    tracing_subscriber::fmt()
        .with_timer(time::uptime())
        .with_writer(std::io::stderr)
        .with_env_filter(EnvFilter::from_env("BLUE_RIBBON_LOG"))
        .init();
    let viewport = egui::ViewportBuilder::default().with_inner_size((1280.0, 800.0));
    let options =
        eframe::NativeOptions { viewport, system_font_fallback: false, ..Default::default() };
    let mut has_drawn = false;
    eframe::run_ui_native("empty", options, move |ui, _| {
        ui.label("Nothing");
        if !std::mem::replace(&mut has_drawn, true) {
            tracing::debug!("the first full frame is drawn");
        }
    })
}
