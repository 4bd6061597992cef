//! Listening to the log of the `rfd` crate, the only place where it says that no file dialog
//! could be had.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::layer::{Context, Layer};

/// Where `rfd` 0.17 reports, at the level of errors, that neither the desktop portal nor zenity
/// could show a dialog. A portal that cannot be had while zenity can is reported under other
/// modules, and a dialog that is cancelled not at all.
const RFD_LOG_TARGET: &str = "rfd::backend::xdg_desktop_portal";

/// Keeps the last such report. A layer of the log, which all clones share.
///
/// It must be a layer of the process's subscriber, beside any filter rather than under it, and
/// the subscriber must take in the `log` crate's records, as `tracing_subscriber` does.
#[derive(Clone, Debug, Default)]
pub struct DialogLog(Arc<Mutex<Option<String>>>);

impl DialogLog {
    /// Forgets what was reported.
    pub fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Why no dialog could be had, if that was reported since the last [`Self::clear`].
    pub fn failure(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<S: Subscriber> Layer<S> for DialogLog {
    fn on_event(&self, event: &Event, _: Context<S>) {
        if *Event::metadata(event).level() != Level::ERROR {
            return;
        }
        let mut record = LogRecord::default();
        event.record(&mut record);
        if record.target == RFD_LOG_TARGET {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(record.message);
        }
    }
}

/// A record of the `log` crate, as `tracing-log` hands it on.
#[derive(Default)]
struct LogRecord {
    target: String,
    message: String,
}

impl Visit for LogRecord {
    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "log.target" {
            value.clone_into(&mut self.target);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.message = format!("{value:?}");
        }
    }
}
