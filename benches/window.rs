//! Frame times of the whole window: `cargo bench --bench window`.
//!
//! A frame is drawn without a display, up to the triangles for the graphics card, and with the
//! accessibility tree for a screen reader. The targets with 100,000 cases: a frame takes at most
//! 4 ms and at most a third longer than with 100; the frame with the new rows comes at most 20 ms
//! after a letter typed, and that with the new summary at most 20 ms after a step of the day.

#![expect(clippy::unwrap_used, reason = "a bench that cannot start has no result")]

use std::{fmt, fs, hint::black_box, path::PathBuf, sync::OnceLock, thread, time::Duration};

use blue_ribbon::{
    Locale, Progress,
    model::Day,
    store::{self, settings::Settings},
    ui::app::application::{App, Setup},
};
use divan::Bencher;
use eframe::App as _;
use egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect, Vec2};

use long_list::LongList;

#[path = "../examples/synth/long_list.rs"]
mod long_list;
#[path = "../examples/synth/register.rs"]
mod synth;

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// The size of a window in points and of its register in cases.
#[derive(Clone, Copy)]
struct WindowSpec {
    cases: usize,
    size: [u16; 2],
}

const SMALL: WindowSpec = WindowSpec { cases: 100, size: [1280, 800] };
const LARGE: WindowSpec = WindowSpec { cases: 100_000, ..SMALL };
const SPECS: [WindowSpec; 4] = [
    SMALL,
    LARGE,
    WindowSpec { size: [1920, 1200], ..SMALL },
    WindowSpec { size: [1920, 1200], ..LARGE },
];

impl fmt::Display for WindowSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cases, size: [width, height] } = self;
        write!(f, "{cases} cases, {width}×{height}")
    }
}

/// Draws an idle window with a selected case.
#[divan::bench(args = SPECS)]
fn frame(bencher: Bencher, kind: &WindowSpec) {
    bench_idle_frames(bencher, *kind, &[]);
}

/// Draws the table one page further at each frame, so that every row is new.
#[divan::bench(args = SPECS)]
fn frame_with_new_rows(bencher: Bencher, kind: &WindowSpec) {
    let mut window = HeadlessWindow::open(*kind);
    let mut count = 0;
    bencher.bench_local(|| {
        count += 1;
        // A hundred cases are few pages.
        window.press(if count % 4 == 0 { Key::Home } else { Key::PageDown }, Modifiers::NONE)
    });
}

/// Draws an idle window with the pointer over the table.
#[divan::bench(args = [SMALL, LARGE])]
fn frame_under_pointer(bencher: Bencher, kind: &WindowSpec) {
    let mut window = HeadlessWindow::open(*kind);
    window.draw([Event::PointerMoved(Pos2::new(640.0, 500.0))]);
    window.run_until_idle();
    bencher.bench_local(|| window.draw([]));
}

/// Draws an idle window with an open form of a case.
#[divan::bench(args = [SMALL, LARGE])]
fn frame_with_form(bencher: Bencher, kind: &WindowSpec) {
    bench_idle_frames(bencher, *kind, &[(Key::F2, Modifiers::NONE)]);
}

#[divan::bench(args = [SMALL, LARGE])]
fn frame_of_sources(bencher: Bencher, kind: &WindowSpec) {
    bench_idle_frames(bencher, *kind, &[(Key::Num8, Modifiers::COMMAND)]);
}

#[divan::bench(args = [SMALL, LARGE])]
fn frame_over_time(bencher: Bencher, kind: &WindowSpec) {
    bench_idle_frames(bencher, *kind, &[(Key::Num2, Modifiers::COMMAND)]);
}

#[divan::bench(args = [SMALL, LARGE])]
fn frame_of_timeline(bencher: Bencher, kind: &WindowSpec) {
    bench_idle_frames(bencher, *kind, &[(Key::Num3, Modifiers::COMMAND)]);
}

/// Draws the timeline zoomed in and out in turn, so that every lane and every row is new.
#[divan::bench(args = [SMALL, LARGE])]
fn frame_of_zooming_timeline(bencher: Bencher, kind: &WindowSpec) {
    let mut window = HeadlessWindow::open(*kind);
    window.press(Key::Num3, Modifiers::COMMAND);
    window.run_until_idle();
    // On the lanes, below the summary of a large register.
    window.draw([Event::PointerMoved(Pos2::new(600.0, 480.0)), Event::Zoom(4.0)]);
    window.run_until_idle();
    let mut back = false;
    bencher.bench_local(|| {
        back = !back;
        window.draw([Event::Zoom(if back { 0.8 } else { 1.25 })])
    });
}

#[divan::bench(args = [SMALL, LARGE])]
fn frame_of_totals(bencher: Bencher, kind: &WindowSpec) {
    bench_idle_frames(bencher, *kind, &[(Key::Num9, Modifiers::COMMAND)]);
}

#[divan::bench(args = [SMALL, LARGE])]
fn frame_of_events(bencher: Bencher, kind: &WindowSpec) {
    let mut window = HeadlessWindow::open(*kind);
    window.press(Key::K, Modifiers::COMMAND);
    window.draw([Event::Text("events".to_owned())]);
    window.press(Key::Enter, Modifiers::NONE);
    window.run_until_idle();
    bencher.bench_local(|| window.draw([]));
}

#[divan::bench(args = [SMALL, LARGE])]
fn frame_of_findings(bencher: Bencher, kind: &WindowSpec) {
    bench_idle_frames(bencher, *kind, &[(Key::Num7, Modifiers::COMMAND)]);
}

#[divan::bench(args = [SMALL, LARGE])]
fn frame_of_contradictions(bencher: Bencher, kind: &WindowSpec) {
    bench_idle_frames(bencher, *kind, &[(Key::Num6, Modifiers::COMMAND)]);
}

#[divan::bench(args = [SMALL, LARGE])]
fn frame_of_changes(bencher: Bencher, kind: &WindowSpec) {
    bench_idle_frames(bencher, *kind, &[(Key::Num5, Modifiers::COMMAND)]);
}

/// Draws the map, moved left and right in turn.
#[divan::bench(args = SPECS)]
fn frame_of_moving_map(bencher: Bencher, kind: &WindowSpec) {
    let mut window = HeadlessWindow::open(*kind);
    window.press(Key::Num4, Modifiers::COMMAND);
    while !window.app.is_idle() {
        thread::sleep(Duration::from_millis(1));
        window.draw([]);
    }
    // A click on the sea gives the map the keys.
    let pos = Pos2::new(700.0, 400.0);
    window.draw([Event::PointerMoved(pos)]);
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        window.draw([Event::PointerButton { pos, button, pressed, modifiers }]);
    }
    window.run_until_idle();
    let mut back = false;
    bencher.bench_local(|| {
        back = !back;
        window.press(if back { Key::ArrowLeft } else { Key::ArrowRight }, Modifiers::NONE)
    });
}

/// Draws the frames from a letter typed in the search to the new rows.
#[divan::bench(args = [SMALL, LARGE])]
fn search_letter(bencher: Bencher, kind: &WindowSpec) {
    let mut window = HeadlessWindow::open(*kind);
    window.press(Key::F, Modifiers::COMMAND);
    window.run_until_idle();
    let mut letters = ["s", "a", "t", "o"].iter().cycle();
    let mut typed = 0;
    bencher.bench_local(|| {
        if typed == 4 {
            window.press(Key::A, Modifiers::COMMAND);
            typed = 0;
        }
        typed += 1;
        let letter = letters.next().copied().unwrap_or_default();
        window.draw([Event::Text(letter.to_owned())]);
        window.draw([])
    });
}

/// Draws the frames from a step of the day to the new summary.
#[divan::bench(args = [SMALL, LARGE])]
fn step_day(bencher: Bencher, kind: &WindowSpec) {
    let mut window = HeadlessWindow::open(*kind);
    let mut back = false;
    bencher.bench_local(|| {
        back = !back;
        window.press(if back { Key::ArrowLeft } else { Key::ArrowRight }, Modifiers::ALT);
        window.draw([])
    });
}

/// Draws the frames from a step of the day until a page shows the results of its workers.
#[divan::bench(args = [
    "2 over time",
    "3 timeline",
    "4 map",
    "5 changes",
    "6 contradictions",
    "8 sources",
])]
fn step_day_of_page(bencher: Bencher, page: &str) {
    let mut window = HeadlessWindow::open(LARGE);
    window.press(Key::from_name(&page[..1]).unwrap(), Modifiers::COMMAND);
    window.run_until_idle();
    let mut back = false;
    bencher.bench_local(|| {
        back = !back;
        window.press(if back { Key::ArrowLeft } else { Key::ArrowRight }, Modifiers::ALT);
        window.draw([]);
        while !window.app.is_idle() {
            thread::yield_now();
            window.draw([]);
        }
    });
}

/// Draws the frames from the selection of another row to its case.
#[divan::bench(args = [SMALL, LARGE])]
fn choose_row(bencher: Bencher, kind: &WindowSpec) {
    let mut window = HeadlessWindow::open(*kind);
    let mut down = false;
    bencher.bench_local(|| {
        down = !down;
        window.press(if down { Key::End } else { Key::Home }, Modifiers::NONE);
        window.draw([])
    });
}

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

/// Returns each list in three sizes.
fn growth_specs() -> impl Iterator<Item = GrowthSpec> {
    let sizes = |list| [5_000, 10_000, 20_000].map(|count| GrowthSpec { list, count });
    LongList::ALL.into_iter().flat_map(sizes)
}

/// Draws the frames from a click on a case to its detail, where one list of the register is long.
#[divan::bench(args = growth_specs(), sample_count = 3)]
fn choose_row_of_long_list(bencher: Bencher, spec: &GrowthSpec) {
    let mut window = HeadlessWindow::open_long_list(*spec);
    bencher.bench_local(|| {
        window.press(Key::Home, Modifiers::NONE);
        window.draw([])
    });
}

/// Draws the frames from a letter typed into the form of the first case, where one list of the
/// register is long.
#[divan::bench(args = growth_specs(), sample_count = 3)]
fn letter_in_form_of_long_list(bencher: Bencher, spec: &GrowthSpec) {
    let mut window = HeadlessWindow::open_long_list(*spec);
    window.press(Key::F2, Modifiers::NONE);
    window.run_until_idle();
    bencher.bench_local(|| {
        window.draw([Event::Text("x".to_owned())]);
        window.draw([])
    });
}

/// Benches a frame of a window that is idle after the keys.
fn bench_idle_frames(bencher: Bencher, kind: WindowSpec, keys: &[(Key, Modifiers)]) {
    let mut window = HeadlessWindow::open(kind);
    for (key, modifiers) in keys {
        window.press(*key, *modifiers);
    }
    window.run_until_idle();
    bencher.bench_local(|| window.draw([]));
}

/// An open window that is drawn without a display.
struct HeadlessWindow {
    app: App,
    ctx: Context,
    frame: eframe::Frame,
    input: RawInput,
}

impl HeadlessWindow {
    /// Opens a window on a synthetic register and selects the first case.
    fn open(kind: WindowSpec) -> Self {
        Self::open_file(register_file(kind.cases).clone(), kind.size)
    }

    /// Opens a window on a register with a long list and selects the first case.
    fn open_long_list(spec: GrowthSpec) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("window");
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{}-{}.ron", spec.list, spec.count));
        let (register, options) = (spec.list.register(spec.count), store::SaveOptions::copy());
        store::save(&path, &register, &options, &Progress::default()).unwrap();
        Self::open_file(path, SMALL.size)
    }

    fn open_file(register: PathBuf, size: [u16; 2]) -> Self {
        let ctx = Context::default();
        ctx.enable_accesskit();
        let setup = Setup {
            register: Some(register),
            app_dirs: None,
            settings: (Settings::default(), None),
            locale: Locale::ENGLISH,
            today: || Day::constant(2025, 12, 31),
            picker: Box::new(()),
        };
        let app = App::new(&ctx, setup);
        let size = Vec2::from(size.map(f32::from));
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, size));
        let input = RawInput { screen_rect, focused: true, ..RawInput::default() };
        let mut this = Self { app, ctx, frame: eframe::Frame::_new_kittest(), input };
        while this.app.session().is_none() || !this.app.is_idle() {
            this.draw([]);
            thread::sleep(Duration::from_millis(1));
        }
        this.run_until_idle();
        this.press(Key::Home, Modifiers::NONE);
        this.run_until_idle();
        assert!(this.app.session().unwrap().current().is_some(), "a case is selected");
        this
    }

    /// Draws a frame up to its triangles and returns the number of primitives.
    fn draw(&mut self, events: impl IntoIterator<Item = Event>) -> usize {
        self.input.events.extend(events);
        // Each frame is drawn a sixtieth of a second after the one before.
        self.input.time = Some(self.input.time.unwrap_or_default() + 1.0 / 60.0);
        let Self { app, ctx, frame, input } = self;
        let output = ctx.run_ui(input.take(), |ui| {
            app.logic(ui, frame);
            app.ui(ui, frame);
        });
        let drawn = ctx.tessellate(output.shapes, output.pixels_per_point);
        black_box(drawn).len()
    }

    /// Draws until no animation runs and every worker is idle.
    fn run_until_idle(&mut self) {
        for _ in 0..8 {
            self.draw([]);
        }
        while !self.app.is_idle() {
            thread::sleep(Duration::from_millis(1));
            self.draw([]);
        }
    }

    fn press(&mut self, key: Key, modifiers: Modifiers) -> usize {
        let event =
            |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        self.draw([event(true), event(false)])
    }
}

/// Returns the path of a synthetic register, written once for all benches.
fn register_file(cases: usize) -> &'static PathBuf {
    static FILES: [OnceLock<PathBuf>; 2] = [OnceLock::new(), OnceLock::new()];
    FILES[usize::from(cases == LARGE.cases)].get_or_init(|| {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("window");
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join(format!("{cases}.ron"));
        store::save(
            &path,
            &synth::register(cases),
            &store::SaveOptions::copy(),
            &Progress::default(),
        )
        .unwrap();
        path
    })
}
