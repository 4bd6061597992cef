//! The program: reads the command line, then opens the window or runs a headless command.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
    process::ExitCode,
};

use blue_ribbon::{
    cli::{self, Invocation},
    store::{app_dirs::AppDirs, settings::Settings},
    ui::{
        self,
        app::Setup,
        platform::{dialog_log::DialogLog, file_dialog::SystemFilePicker},
    },
};
use tracing_subscriber::{
    EnvFilter, Layer, fmt::time, layer::SubscriberExt, util::SubscriberInitExt,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Messages are for people; the log, off unless asked for by BLUE_RIBBON_LOG, is for a search
    // after a fault.
    let filter = EnvFilter::try_from_env("BLUE_RIBBON_LOG").unwrap_or_else(|_| "off".into());
    let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    // Seconds since the start, to see what it waits for.
    let lines = lines.with_timer(time::uptime()).with_filter(filter);
    let dialogs = DialogLog::default();
    tracing_subscriber::registry().with(lines).with(dialogs.clone()).init();
    match cli::parse(std::env::args_os()) {
        Ok(Invocation::Window(register)) => open_window(register, dialogs),
        Ok(Invocation::Headless(command)) => {
            cli::run(command, &mut BufWriter::new(io::stdout().lock()), &mut io::stderr()).into()
        }
        Err(error) => {
            // Where the terminal is gone there is nobody to tell.
            let _ = error.print();
            u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
        }
    }
}

/// Opens the window on a register, or else on the user's own.
fn open_window(register: Option<PathBuf>, dialogs: DialogLog) -> ExitCode {
    let places = AppDirs::for_platform();
    let settings = places.as_ref().map(Settings::load).unwrap_or_default();
    let opened = ui::window::run(settings.0.window_size, |ctx| Setup {
        register,
        app_dirs: places,
        settings,
        locale: cli::system_locale(),
        today: cli::today,
        picker: Box::new(SystemFilePicker::new(ctx.clone(), dialogs)),
    });
    match opened {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where the terminal is gone there is nobody to tell.
            let _ =
                writeln!(io::stderr(), "{}", cli::describe_no_window(cli::system_locale(), &error));
            ExitCode::FAILURE
        }
    }
}
