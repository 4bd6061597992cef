//! The program: parses the command line, then opens the window or runs a command without one.

use std::{
    io::{self, BufWriter, IsTerminal as _, Write},
    path::PathBuf,
    process::ExitCode,
};

use tracing_subscriber::{
    Layer, Registry,
    filter::Targets,
    fmt::time,
    layer::{Identity, SubscriberExt},
    util::SubscriberInitExt,
};

use blue_ribbon::{
    cli::{self, Invocation, panic_message::install_panic_message, streams::MessageWriter},
    export::visible_writer::VisibleWriter,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The size of the buffer of standard output, in bytes: as much as a pipe holds.
const OUTPUT_BUFFER_SIZE: usize = 1 << 16;

fn main() -> ExitCode {
    install_panic_message(cli::system_locale());
    let line: Vec<_> = std::env::args_os().collect();
    match cli::parse(line.clone()) {
        Ok(Invocation::Window(register)) => open_window(register),
        Ok(Invocation::Headless(command)) => {
            start_log(Identity::new());
            let command = command.fit_to_terminal();
            let mut out = BufWriter::with_capacity(OUTPUT_BUFFER_SIZE, io::stdout().lock());
            if io::stdout().is_terminal() {
                cli::run(command, &mut VisibleWriter::new(out), &mut io::stderr()).into()
            } else {
                cli::run(command, &mut out, &mut io::stderr()).into()
            }
        }
        Err(error) => match error.print() {
            Err(lost) if lost.kind() != io::ErrorKind::BrokenPipe => ExitCode::FAILURE,
            _ => cli::usage_exit_status(&line, &error).into(),
        },
    }
}

/// Starts the log on standard error, with the seconds since the start; `extra_layer` receives
/// every event too. The log is off unless `BLUE_RIBBON_LOG` names a level, such as `debug` or
/// `blue_ribbon=debug,egui=warn`.
fn start_log(extra_layer: impl Layer<Registry> + Send + Sync) {
    let levels = std::env::var("BLUE_RIBBON_LOG").ok().and_then(|levels| levels.parse().ok());
    let levels: Targets = levels.unwrap_or_default();
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(|| MessageWriter::new(io::stderr()))
        .with_ansi(false);
    let lines = lines.with_timer(time::uptime()).with_filter(levels);
    tracing_subscriber::registry().with(extra_layer).with(lines).init();
}

/// Opens the window on `register`, or on the user's own where it is `None`.
#[cfg(feature = "window")]
fn open_window(register: Option<PathBuf>) -> ExitCode {
    use blue_ribbon::{
        store::{app_dirs::AppDirs, settings::Settings},
        ui::{
            self,
            app::application::Setup,
            platform::{dialog_log::DialogLog, file_dialog::SystemFilePicker},
        },
    };

    let dialogs = DialogLog::default();
    start_log(dialogs.clone());
    let app_dirs = AppDirs::for_platform();
    let settings = app_dirs.as_ref().map(Settings::load).unwrap_or_default();
    let result = ui::window::run(settings.0.window_size, |ctx| Setup {
        register,
        app_dirs,
        settings,
        locale: cli::system_locale(),
        today: cli::today,
        picker: Box::new(SystemFilePicker::new(ctx.clone(), dialogs)),
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print_no_window(&error);
            ExitCode::FAILURE
        }
    }
}

/// Reports that this build has no window; the exit status is that of wrong use.
#[cfg(not(feature = "window"))]
fn open_window(_: Option<PathBuf>) -> ExitCode {
    print_no_window(&cli::system_locale().t("cli.no_window_feature"));
    ExitCode::from(2)
}

/// Prints why no window can be opened, and which commands need none.
fn print_no_window(error: &dyn std::fmt::Display) {
    // Messages never fail.
    let _ = writeln!(
        MessageWriter::new(io::stderr()),
        "{}",
        cli::describe_no_window(cli::system_locale(), error)
    );
}
