//! Writes a synthetic register of any size; the same size gives the same register:
//! `cargo run --release --example synth -- 100000 out.ron`.

mod register;

use std::path::PathBuf;

use clap::Parser as _;

use blue_ribbon::{Progress, store};

/// Writes a synthetic register.
#[derive(clap::Parser)]
struct Arguments {
    /// The number of cases.
    cases: usize,
    /// The file to write; an existing one is kept as its backup.
    file: PathBuf,
}

fn main() -> anyhow::Result<()> {
    let Arguments { cases, file } = Arguments::parse();
    store::save(
        &file,
        &register::register(cases),
        &store::SaveOptions::copy(),
        &Progress::default(),
    )?;
    Ok(())
}
