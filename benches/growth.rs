//! Benches of each list of a register where it is long: `cargo bench --bench growth`.
//!
//! Each bench runs with n, 2n and 4n items in each list of [`LongList`]. The target: four times the
//! items take at most about four times as long.

#![expect(clippy::unwrap_used, reason = "a bench that cannot start has no result")]

use std::{fmt, sync::Arc};

use blue_ribbon::{
    Progress,
    analysis::{Analysis, changes::Changes, checks::check},
    draft::{Draft, case::CaseDraft},
    merge::merge,
    model::{Case, Day},
    register::{Change, Edit, Register},
    store,
};
use divan::Bencher;

use long_list::LongList;

#[path = "../examples/synth/long_list.rs"]
mod long_list;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [5_000, 10_000, 20_000];

/// A list of a register and its length.
#[derive(Clone, Copy)]
struct GrowthSpec {
    list: LongList,
    count: usize,
}

impl fmt::Display for GrowthSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.list, self.count)
    }
}

impl GrowthSpec {
    fn register(self) -> Register {
        self.list.register(self.count)
    }
}

/// Returns each list in each size.
fn specs() -> impl Iterator<Item = GrowthSpec> {
    let sizes = |list| SIZES.map(|count| GrowthSpec { list, count });
    LongList::ALL.into_iter().flat_map(sizes)
}

fn day() -> Day {
    Day::constant(2014, 3, 30)
}

/// Reads the file.
#[divan::bench(args = specs(), sample_count = 3)]
fn open(bencher: Bencher, spec: &GrowthSpec) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    store::save(&path, &spec.register(), &store::SaveOptions::overwrite(), &Progress::default())
        .unwrap();
    bencher.bench(|| store::load_strict(&path, &Progress::default()).unwrap());
}

/// Computes the analysis, and another day.
#[divan::bench(args = specs(), sample_count = 3)]
fn analysis(bencher: Bencher, spec: &GrowthSpec) {
    let register = spec.register();
    bencher.bench(|| {
        let mut analysis = Analysis::new(&register, day(), Arc::default());
        analysis.set_as_of(&register, Day::constant(1005, 3, 30));
        analysis
    });
}

/// Runs every check.
#[divan::bench(args = specs(), sample_count = 3)]
fn checks(bencher: Bencher, spec: &GrowthSpec) {
    let register = spec.register();
    bencher.bench(|| check(&register));
}

/// Computes the changes between the first day and the last.
#[divan::bench(args = specs(), sample_count = 3)]
fn changes(bencher: Bencher, spec: &GrowthSpec) {
    let register = spec.register();
    bencher.bench(|| Changes::between(&register, Day::MIN, Day::MAX));
}

/// Validates the draft of the first case, as after each letter typed into its form.
#[divan::bench(args = specs(), sample_count = 3)]
fn letter_in_draft(bencher: Bencher, spec: &GrowthSpec) {
    let register = spec.register();
    let mut draft = CaseDraft::from_case_at(0, &register.cases()[0]);
    draft.given.push('x');
    let draft = Draft::Case(Box::new(draft));
    bencher.bench(|| (draft.is_changed(&register), draft.validate(&register, Some(day()))));
}

/// Merges a version in which every claim of the first case has a note.
#[divan::bench(args = specs(), sample_count = 3)]
fn merge_claims(bencher: Bencher, spec: &GrowthSpec) {
    let base = spec.register();
    let before = Arc::clone(&base.cases()[0]);
    let mut case = Case::clone(&before);
    case.claims.iter_mut().for_each(|claim| claim.note = "Asked again.".to_owned());
    let mut theirs = base.clone();
    let change = Change { at: 0, before: Some(before), after: Some(Arc::new(case)) };
    theirs.apply(&Edit::Case(change)).unwrap();
    bencher.bench(|| merge(Some(&base), &base, &theirs));
}
