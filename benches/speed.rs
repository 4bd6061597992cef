//! Response times of a register without a window: `cargo bench --bench speed`.
//!
//! Each bench runs with 100 and with 100,000 synthetic cases. The targets: opening takes no longer
//! than `ron::from_str` alone; a letter typed, a new day and an edit take less than 40 ms.

#![expect(clippy::unwrap_used, reason = "a bench that cannot start has no result")]

use std::{
    cell::{Cell, RefCell},
    hint::black_box,
    path::PathBuf,
    sync::{Arc, OnceLock},
};

use jiff::Timestamp;

use blue_ribbon::{
    Progress,
    analysis::{
        self,
        changes::Changes,
        chronology::Chronology,
        citation_index::{CitationIndex, SupportedStatements},
        map::clusters::ClusterIndex,
        position::Status,
        query::{Column, Facet, FacetFilter, FacetValue, Query, Sort},
    },
    draft::{Draft, case::CaseDraft},
    figure::timeline,
    merge::list_edits,
    model::{Case, Coordinates, Day},
    register::{Change, Edit, Register},
    session::{
        Action, Session, external_changes::ExternalChanges, loaded_register::LoadedRegister,
    },
    store::{self, RegisterFile, file_watcher, register_text},
};
use divan::Bencher;

#[path = "../examples/synth/register.rs"]
mod synth;

const SIZES: [usize; 2] = [100, 100_000];
const LARGE: usize = 100_000;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// Returns the path of a synthetic register, written once for all benches.
fn register_file(cases: usize) -> &'static PathBuf {
    static FILES: [OnceLock<(tempfile::TempDir, PathBuf)>; 2] = [OnceLock::new(), OnceLock::new()];
    let (_, path) = FILES[usize::from(cases == LARGE)].get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("register.ron");
        store::save(
            &path,
            &synth::register(cases),
            &store::SaveOptions::overwrite(),
            &Progress::default(),
        )
        .unwrap();
        (folder, path)
    });
    path
}

fn parse_day(text: &str) -> Day {
    text.parse().unwrap()
}

fn open(cases: usize) -> LoadedRegister {
    let path = register_file(cases);
    let opened = store::load_strict(path, &Progress::default()).unwrap();
    LoadedRegister::new(path.clone(), opened, parse_day("2025-12-31"))
}

fn session(cases: usize) -> Session {
    Session::new(open(cases))
}

/// Reads the same text with the RON parser alone, for comparison with `open_file`.
#[divan::bench(args = SIZES, sample_count = 10)]
fn open_parser_alone(bencher: Bencher, cases: usize) {
    let text = std::fs::read_to_string(register_file(cases)).unwrap();
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    bencher.bench(|| options.from_str::<Register>(black_box(&text)).unwrap());
}

/// Reads the file, without the analysis.
#[divan::bench(args = SIZES, sample_count = 10)]
fn open_file(bencher: Bencher, cases: usize) {
    let path = register_file(cases);
    bencher.bench(|| store::load_strict(path, &Progress::default()).unwrap());
}

/// Reads the file and computes the analysis, up to the first rows.
#[divan::bench(args = SIZES, sample_count = 10)]
fn open_whole(bencher: Bencher, cases: usize) {
    register_file(cases);
    bencher.bench(|| open(cases));
}

/// Prints every record and writes the file to the disk.
#[divan::bench(args = SIZES, sample_count = 10)]
fn save(bencher: Bencher, cases: usize) {
    let session = session(cases);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.ron");
    bencher.bench(|| {
        store::save(
            &path,
            session.register(),
            &store::SaveOptions::overwrite(),
            &Progress::default(),
        )
        .unwrap()
    });
}

/// Writes and flushes the same bytes, for comparison with `save`.
#[divan::bench(args = SIZES, sample_count = 10)]
fn save_bytes_alone(bencher: Bencher, cases: usize) {
    use std::io::Write as _;

    let bytes = std::fs::read(register_file(cases)).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("copy.ron");
    bencher.bench(|| {
        let mut file = std::fs::File::create(&path).unwrap();
        file.write_all(&bytes).unwrap();
        file.sync_all().unwrap();
    });
}

/// Saves one changed case over the file that was read, while a watcher polls the file.
#[divan::bench(args = SIZES, sample_count = 10)]
fn save_one_change(bencher: Bencher, cases: usize) {
    save_changes(bencher, &std::fs::read_to_string(register_file(cases)).unwrap(), true);
}

/// Saves one changed case before a watcher has polled the file, so that the file is read again.
#[divan::bench(args = SIZES, sample_count = 10)]
fn save_one_change_at_once(bencher: Bencher, cases: usize) {
    save_changes(bencher, &std::fs::read_to_string(register_file(cases)).unwrap(), false);
}

/// Saves one changed case of a file that has a comment written by hand.
#[divan::bench(args = SIZES, sample_count = 10)]
fn save_one_change_by_hand(bencher: Bencher, cases: usize) {
    save_changes(bencher, &hand_written_text(cases), true);
}

fn save_changes(bencher: Bencher, text: &str, is_watched: bool) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    std::fs::write(&path, text).unwrap();
    let RegisterFile { register, version, source_text, .. } =
        store::open(&path, &Progress::default()).unwrap();
    // The edit is no part of saving it; between two there is time to type.
    let (current, turn) = (RefCell::new(register), Cell::new(0));
    let version = RefCell::new(version);
    let edited = || {
        std::thread::sleep(std::time::Duration::from_millis(200));
        if is_watched {
            file_watcher::FileWatcher::new(path.clone(), version.borrow().file.clone()).poll();
        }
        let mut current = current.borrow_mut();
        let base = current.clone();
        turn.set(turn.get() + 1);
        let before = Arc::clone(&base.cases()[50]);
        let note = format!("Looked at for the {}th time.", turn.get());
        let case = Case { note, ..(*before).clone() };
        let change = Change { at: 50, before: Some(before), after: Some(Arc::new(case)) };
        current.apply(&Edit::Case(change)).unwrap();
        (base, current.clone())
    };
    bencher.with_inputs(edited).bench_local_refs(|(base, register)| {
        let base_version = version.borrow().clone();
        let text = register_text::IncrementalText {
            register,
            source_text: &source_text,
            base_register: base,
            base_version: &base_version,
        };
        let saved = store::save(
            &path,
            &text,
            &store::SaveOptions::update(&base_version),
            &Progress::default(),
        )
        .unwrap();
        *version.borrow_mut() = saved;
    });
}

/// Applies external changes of every second case to a session.
#[divan::bench(args = SIZES, sample_count = 5)]
fn apply_external_half(bencher: Bencher, cases: usize) {
    let theirs = |register: &Register| {
        let mut theirs = register.clone();
        for at in (0..cases).step_by(2) {
            let before = Arc::clone(&register.cases()[at]);
            let case = Case { note: "Asked again.".to_owned(), ..(*before).clone() };
            let change = Change { at, before: Some(before), after: Some(Arc::new(case)) };
            theirs.apply(&Edit::Case(change)).unwrap();
        }
        theirs
    };
    let come = || {
        let session = session(cases);
        let theirs = theirs(session.register());
        let edits = list_edits::edits_between(session.register(), &theirs);
        let (version, source_text) = (session.version().clone(), (**session.source_text()).clone());
        let (base, ours) = (Arc::new(theirs), Vec::new());
        let theirs = edits.clone();
        (
            session,
            Some(ExternalChanges {
                edits,
                their_edits: theirs,
                our_edits: ours,
                base,
                version,
                source_text,
            }),
        )
    };
    bencher.with_inputs(come).bench_local_refs(|(session, external_changes)| {
        session.apply_external_changes(external_changes.take().unwrap(), Timestamp::now()).unwrap();
    });
}

/// Returns the text of a register with comments written by hand.
fn hand_written_text(cases: usize) -> String {
    let text = std::fs::read_to_string(register_file(cases)).unwrap();
    let text = text.replacen(
        "\n            name: ",
        "\n            // asked again\n            name: ",
        1,
    );
    text.replacen("\n    cases: [\n", "\n    // The cases follow.\n    cases: [\n", 1)
}

/// Reads a file that was written by hand.
#[divan::bench(args = SIZES, sample_count = 10)]
fn open_file_by_hand(bencher: Bencher, cases: usize) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.ron");
    std::fs::write(&path, hand_written_text(cases)).unwrap();
    bencher.bench(|| store::open(&path, &Progress::default()).unwrap());
}

/// Benches a session that performs the actions in rotation, one per iteration.
fn bench_actions(bencher: Bencher, mut session: Session, actions: &[Action]) {
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        session.perform(actions[turn % actions.len()].clone(), Timestamp::now()).unwrap();
    });
}

fn searches() -> [Action; 4] {
    let search = |text: &str| Query { search: text.to_owned(), ..Query::default() };
    ["s", "sa", "sat", "さと"].map(|text| Action::SetQuery(search(text)))
}

/// Computes the rows and counts of a search text that grows by a letter.
#[divan::bench(args = SIZES)]
fn search_letter(bencher: Bencher, cases: usize) {
    bench_actions(bencher, session(cases), &searches());
}

/// Computes the rows and counts of a new filter.
#[divan::bench(args = SIZES)]
fn filter(bencher: Bencher, cases: usize) {
    let pick = |status| FacetFilter { facet: Facet::Status, value: FacetValue::Status(status) };
    let query = |status| Query { facet_filters: [pick(status)].into(), ..Query::default() };
    bench_actions(
        bencher,
        session(cases),
        &Status::ALL.map(|status| Action::SetQuery(query(status))),
    );
}

/// Computes the summary, rows and counts of a new day.
#[divan::bench(args = SIZES)]
fn new_day(bencher: Bencher, cases: usize) {
    let days = ["1997-05-01", "2002-09-17", "2010-01-01"];
    bench_actions(bencher, session(cases), &days.map(|text| Action::SetDay(parse_day(text))));
}

/// Computes a new day while the table is sorted by status, which depends on the day.
#[divan::bench(args = SIZES)]
fn new_day_sorted_by_status(bencher: Bencher, cases: usize) {
    let mut session = session(cases);
    let sort = Sort { by: Column::Status, descending: false };
    session
        .perform(Action::SetQuery(Query { sort, ..Query::default() }), Timestamp::now())
        .unwrap();
    let days = ["1997-05-01", "2002-09-17", "2010-01-01"];
    bench_actions(bencher, session, &days.map(|text| Action::SetDay(parse_day(text))));
}

/// Benches `work_out`, which computes the data of one page, together with a new day of the session.
fn bench_new_day(bencher: Bencher, mut session: Session, mut work_out: impl FnMut(&Session)) {
    let days = ["1997-05-01", "2002-09-17", "2010-01-01"].map(parse_day);
    let mut turn = 0;
    bencher.bench_local(|| {
        turn += 1;
        session.perform(Action::SetDay(days[turn % days.len()]), Timestamp::now()).unwrap();
        work_out(&session);
    });
}

/// Computes both counts over time and the cases that changed on the day.
#[divan::bench(args = SIZES)]
fn new_day_of_time(bencher: Bencher, cases: usize) {
    bench_new_day(bencher, session(cases), |session| {
        let view = session.analysis();
        black_box((view.counts_over_time(), view.case_state_changes(view.as_of())));
    });
}

/// Computes the events, 100 lanes and the table of the timeline.
#[divan::bench(args = SIZES)]
fn new_day_of_timeline(bencher: Bencher, cases: usize) {
    let session = session(cases);
    let rows = session.analysis().query_result().rows.clone();
    let chronology = Chronology::new(session.register(), rows);
    bench_new_day(bencher, session, |session| {
        let (register, view) = (session.register(), session.analysis());
        black_box(chronology.window(
            parse_day("1950-01-01"),
            parse_day("2030-01-01"),
            view.as_of(),
        ));
        let rows = view.query_result().rows.iter().take(100);
        let lane = |at: &u32| {
            timeline::case_items(
                &register.cases()[*at as usize],
                register.compared_parties(),
                view.as_of(),
            )
        };
        black_box((
            timeline::event_items(register, view.as_of()),
            rows.map(lane).collect::<Vec<_>>(),
        ));
    });
}

/// Selects what each source supports, over all cases.
#[divan::bench(args = SIZES)]
fn new_day_of_sources(bencher: Bencher, cases: usize) {
    let session = session(cases);
    let all = CitationIndex::new(session.register());
    bench_new_day(bencher, session, |session| {
        let view = session.analysis();
        black_box(SupportedStatements::select(&all, &view.query_result().rows, view.as_of()));
    });
}

/// Recounts the statuses of the map's clusters; the rows stay the same.
#[divan::bench(args = SIZES)]
fn new_day_of_map(bencher: Bencher, cases: usize) {
    let mut clusters = ClusterIndex::new(spread_cases(cases), |_| Status::Unresolved);
    bench_new_day(bencher, session(cases), |session| {
        let standings = session.analysis().case_states();
        clusters.recount_statuses(|at| standings[at as usize].status);
    });
}

/// Compares the day with the latest earlier day on which anything changed.
#[divan::bench(args = SIZES)]
fn new_day_of_changes(bencher: Bencher, cases: usize) {
    bench_new_day(bencher, session(cases), |session| {
        let view = session.analysis();
        let (from, to) = view.check_results().latest_change(view.as_of());
        black_box(Changes::between_with_timelines(session.register(), view.timelines(), from, to));
    });
}

/// Selects the contradictions that exist as of the day.
#[divan::bench(args = SIZES)]
fn new_day_of_contradictions(bencher: Bencher, cases: usize) {
    bench_new_day(bencher, session(cases), |session| {
        let view = session.analysis();
        let last = view.contradiction_count().unwrap().checked_sub(1);
        black_box(last.and_then(|last| view.contradiction(last)));
    });
}

/// Returns cases at distinct places, spread evenly over Japan by a low-discrepancy sequence.
fn spread_cases(cases: usize) -> impl Iterator<Item = (u32, Option<Coordinates>)> {
    (0..cases).map(|at| {
        let [latitude, longitude] = [0.618_034, 0.754_878].map(|step| (at as f64 * step).fract());
        let spot = (30.0 + latitude * 16.0, 124.0 + longitude * 23.0);
        (at as u32, Some(Coordinates::try_from(spot).unwrap()))
    })
}

/// Clusters the places of new rows at every zoom, as a worker does for the map.
#[divan::bench(args = SIZES, sample_count = 20)]
fn new_rows_of_map(bencher: Bencher, cases: usize) {
    let session = session(cases);
    let standings = session.analysis().case_states();
    bencher.bench(|| {
        ClusterIndex::new(session.analysis().row_coordinates(), |at| standings[at as usize].status)
    });
}

/// Clusters places that are all distinct.
#[divan::bench(args = SIZES, sample_count = 20)]
fn new_rows_of_map_all_apart(bencher: Bencher, cases: usize) {
    bencher.bench(|| ClusterIndex::new(spread_cases(cases), |_| Status::Unresolved));
}

/// Sorts the rows by a column.
#[divan::bench(args = Column::ALL.map(Column::key))]
fn sort(bencher: Bencher, key: &str) {
    let by = Column::ALL.into_iter().find(|column| column.key() == key).unwrap();
    let query = |descending| Query { sort: Sort { by, descending }, ..Query::default() };
    bench_actions(
        bencher,
        session(LARGE),
        &[false, true].map(|down| Action::SetQuery(query(down))),
    );
}

/// Validates a form, applies its step, and computes the rows, counts and summary.
#[divan::bench(args = SIZES)]
fn edit(bencher: Bencher, cases: usize) {
    let mut session = session(cases);
    let mut count = 0;
    bencher.bench_local(|| {
        let (at, case) = (cases / 2, &session.register().cases()[cases / 2]);
        count += 1;
        let draft =
            CaseDraft { note: format!("Note {count}."), ..CaseDraft::from_case_at(at, case) };
        let step = Draft::Case(Box::new(draft)).validate(session.register(), None).step.unwrap();
        session.perform(Action::Perform(step), Timestamp::now()).unwrap();
    });
}

/// Undoes and redoes the deletion of a case.
#[divan::bench(args = SIZES)]
fn undo_and_redo(bencher: Bencher, cases: usize) {
    let mut session = session(cases);
    session
        .perform(
            Action::SelectCase(session.register().cases()[cases / 2].id.clone()),
            Timestamp::now(),
        )
        .unwrap();
    session.perform(Action::Perform(session.deletion_step().unwrap()), Timestamp::now()).unwrap();
    bench_actions(bencher, session, &[Action::Redo, Action::Undo]);
}

/// Runs the checks and finds the days on which anything changed, as a worker does after an edit.
#[divan::bench(args = SIZES, sample_count = 20)]
fn checks(bencher: Bencher, cases: usize) {
    let register: Arc<Register> = session(cases).snapshot();
    bencher.bench(|| analysis::CheckResults::new(&register, parse_day("2025-12-31")));
}

/// Compares two days that lie 35 years apart, as a worker does for the page of changes.
#[divan::bench(args = SIZES, sample_count = 20)]
fn changes(bencher: Bencher, cases: usize) {
    let session = session(cases);
    let (register, timelines) = (session.register(), session.analysis().timelines());
    let (from, to) = (parse_day("1990-01-01"), parse_day("2025-01-01"));
    bencher.bench(|| Changes::between_with_timelines(register, timelines, from, to));
}
