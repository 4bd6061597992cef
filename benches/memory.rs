//! Memory of a register of 100,000 cases: `cargo bench --bench memory`.
//!
//! The target for the peak while the register is opened is three times the file. The window's own
//! memory (about one file's worth) comes on top of what is printed here.

#![expect(clippy::unwrap_used, reason = "a bench that cannot start has no result")]
#![expect(clippy::print_stdout, reason = "a bench prints its result")]

use blue_ribbon::{Progress, model::Day, session::loaded_register::LoadedRegister, store};
use peak_alloc::PeakAlloc;

#[path = "../examples/synth/register.rs"]
mod synth;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    store::save(
        &path,
        &synth::register(100_000),
        &store::SaveOptions::overwrite(),
        &Progress::default(),
    )
    .unwrap();
    let file = std::fs::metadata(&path).unwrap().len() as f64 / f64::from(1 << 20);
    let before = ALLOCATOR.current_usage_as_mb();
    ALLOCATOR.reset_peak_usage();
    let opened = store::load_strict(&path, &Progress::default()).unwrap();
    let read = ALLOCATOR.current_usage_as_mb() - before;
    let loaded = LoadedRegister::new(path, opened, Day::constant(2025, 12, 31));
    let kept = ALLOCATOR.current_usage_as_mb() - before;
    let peak = ALLOCATOR.peak_usage_as_mb() - before;
    println!("file {file:.1} MiB; records {read:.1} MiB; with the analysis {kept:.1} MiB");
    println!("peak while opening {peak:.1} MiB, {:.2} times the file", f64::from(peak) / file);
    drop(loaded);
}
