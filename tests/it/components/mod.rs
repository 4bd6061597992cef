//! Parts of the window, each drawn alone and driven through its accessible names.

mod backups_dialog;
mod commands;
mod file_dialogs;
mod findings_page;
mod notices;

use std::{path::Path, sync::Arc};

use blue_ribbon::{
    Locale, Progress,
    analysis::{CheckResults, finding::Finding},
    commands::Page,
    model::Day,
    session::{Session, loaded_register::LoadedRegister},
    store,
    ui::{appearance::set_up, context::UiContext},
};
use egui::Ui;
use egui_kittest::{Harness, HarnessBuilder};

/// Opens the bundled register as of a day long after its last claim.
fn session() -> Session {
    session_with(|digest| digest)
}

/// Opens the bundled register with other findings than its own.
fn session_with(change: impl FnOnce(CheckResults) -> CheckResults) -> Session {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/register.ron");
    let opened = store::load_strict(&path, &Progress::default()).unwrap();
    let mut loaded = LoadedRegister::new(path, opened, day());
    let digest = change(CheckResults::clone(loaded.analysis.check_results()));
    loaded.analysis.set_check_results(Arc::new(digest));
    Session::new(loaded)
}

fn session_with_findings(findings: Vec<Finding>) -> Session {
    session_with(|digest| CheckResults { findings, ..digest })
}

fn day() -> Day {
    "2014-03-30".parse().unwrap()
}

fn ui_context(session: &Session, locale: Locale) -> UiContext<'_> {
    UiContext { session, locale, page: Page::Findings, today: day() }
}

fn japanese_locale() -> Locale {
    Locale::from_tag("ja").unwrap()
}

/// Opens a window of this size that draws one part of the window with its state.
fn window<'a, State>(
    draw: impl FnMut(&mut Ui, &mut State) + 'a,
    state: State,
) -> Harness<'a, State> {
    let builder: HarnessBuilder<State> = Harness::builder();
    builder.with_size([1000.0, 700.0]).with_context_setup(set_up).build_ui_state(draw, state)
}
