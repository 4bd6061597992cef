//! An empty window, to compare the program's start with:
//! `cargo run --release --example empty`.
//!
//! Its only log line, with the seconds since the start, is the one that the program writes under
//! `BLUE_RIBBON_LOG=blue_ribbon=debug` once its register is drawn.

use eframe::egui;
use tracing::Level;
use tracing_subscriber::{
    Layer, filter::Targets, fmt::time, layer::SubscriberExt, util::SubscriberInitExt,
};

fn main() -> Result<(), eframe::Error> {
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let levels = Targets::new().with_target("empty", Level::DEBUG);
    let lines = lines.with_timer(time::uptime()).with_filter(levels);
    tracing_subscriber::registry().with(lines).init();
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
