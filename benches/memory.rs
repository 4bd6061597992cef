//! How much memory a register needs: `cargo bench --bench memory`. The peak while a register of a
//! hundred thousand cases is opened should stay below four times the file, with the window's own
//! memory (about one file's worth) on top of what is told here.

#![expect(clippy::unwrap_used, reason = "a bench that cannot begin is of no use")]
#![expect(clippy::print_stdout, reason = "it prints its figures")]

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
    println!("file {file:.1} MiB; records {read:.1} MiB; with what is worked out {kept:.1} MiB");
    println!("peak while opening {peak:.1} MiB, {:.2} times the file", f64::from(peak) / file);
    drop(loaded);
}
