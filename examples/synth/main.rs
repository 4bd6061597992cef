//! Writes a made-up register of any size, the same for the same number:
//! `cargo run --release --example synth -- 100000 out.ron`.

mod register;

use std::path::PathBuf;

use clap::Parser as _;

use blue_ribbon::{Progress, store};

/// Writes a register of made-up people.
#[derive(clap::Parser)]
struct Arguments {
    /// How many cases.
    cases: usize,
    /// The file to write; one that is there is kept as its backup.
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
