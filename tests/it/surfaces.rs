//! The surfaces beside the table, each on its own, found and used by their accessible names.

mod backups;
mod commands;
mod files;
mod findings;
mod messages;

use std::{path::Path, sync::Arc};

use blue_ribbon::{
    Lang, Progress,
    command::Page,
    model::Day,
    session::{Loaded, Session},
    store,
    ui::{Scene, set_up},
    view::{Digest, Finding},
};
use egui::Ui;
use egui_kittest::{Harness, HarnessBuilder};

/// The bundled register as of a day long after its last claim.
fn session() -> Session {
    session_with(|digest| digest)
}

/// The bundled register, with other findings than its own.
fn session_with(change: impl FnOnce(Digest) -> Digest) -> Session {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/register.ron");
    let opened = store::load(&path, &Progress::default()).unwrap();
    let mut loaded = Loaded::new(path, opened, day());
    let digest = change(Digest::clone(loaded.view.digest()));
    loaded.view.set_digest(Arc::new(digest));
    Session::new(loaded)
}

fn session_with_findings(findings: Vec<Finding>) -> Session {
    session_with(|digest| Digest { findings, ..digest })
}

fn day() -> Day {
    "2014-03-30".parse().unwrap()
}

fn scene(session: &Session, lang: Lang) -> Scene<'_> {
    Scene { session, lang, page: Page::Findings, today: day() }
}

fn japanese() -> Lang {
    Lang::named("ja").unwrap()
}

/// A window of this size that draws one surface and what it remembers.
fn window<'a, State>(
    draw: impl FnMut(&mut Ui, &mut State) + 'a,
    state: State,
) -> Harness<'a, State> {
    let builder: HarnessBuilder<State> = Harness::builder();
    builder.with_size([1000.0, 700.0]).with_context_setup(set_up).build_ui_state(draw, state)
}
