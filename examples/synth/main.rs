//! Writes a synthetic register of any size; the same size gives the same register:
//! `cargo run --release --example synth -- 100000 out.ron`. With a list, as in `--list Claims`, one
//! list of the register has that size instead of the list of cases.

mod long_list;
mod register;

use std::path::PathBuf;

use clap::Parser as _;

use blue_ribbon::{Progress, store};
use long_list::LongList;

/// Writes a synthetic register.
#[derive(clap::Parser)]
struct Arguments {
    /// The number of cases, or of the items of the list.
    count: usize,
    /// The file to write; an existing one is kept as its backup.
    file: PathBuf,
    /// The list that is long; a wrong name prints all names.
    #[arg(long)]
    list: Option<LongList>,
}

fn main() -> anyhow::Result<()> {
    let Arguments { count, file, list } = Arguments::parse();
    let register =
        list.map_or_else(|| register::register(count), |list: LongList| list.register(count));
    store::save(&file, &register, &store::SaveOptions::copy(), &Progress::default())?;
    Ok(())
}
