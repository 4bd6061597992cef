//! How much memory a register needs: `cargo bench --bench memory`. "max alloc" is the peak while
//! a register of a hundred thousand cases is opened; it should stay below four times the file.

#![expect(clippy::unwrap_used, reason = "a bench that cannot begin is of no use")]

use blue_ribbon::{Progress, model::Day, session::Loaded, store};
use divan::Bencher;

#[path = "../examples/synth/register.rs"]
mod synth;

#[global_allocator]
static MEMORY: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn open_whole(bencher: Bencher) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    store::overwrite(&path, &synth::register(100_000)).unwrap();
    let size = std::fs::metadata(&path).unwrap().len();
    bencher.counter(divan::counter::BytesCount::new(size)).bench(|| {
        let opened = store::load(&path, &Progress::default()).unwrap();
        Loaded::new(path.clone(), opened, Day::constant(2025, 12, 31))
    });
}
