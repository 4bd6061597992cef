//! A listener on the log of the `rfd` crate, which reports only there that no file dialog could be
//! shown.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::layer::{Context, Layer};

/// The target of the errors by which `rfd` 0.17 reports that neither the desktop portal nor zenity
/// could show a dialog. It reports a portal that fails while zenity works under other targets, and
/// a cancelled dialog not at all.
const RFD_LOG_TARGET: &str = "rfd::backend::xdg_desktop_portal";

/// A log layer that keeps the last such error; its clones share it.
///
/// The log must be a layer of the process's subscriber, beside any filter rather than under it, and
/// the subscriber must receive the records of the `log` crate, as that of `tracing_subscriber`
/// does.
#[derive(Clone, Debug, Default)]
pub struct DialogLog(Arc<Mutex<Option<String>>>);

impl DialogLog {
    /// Forgets the last error.
    pub fn clear(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Returns the last error since [`Self::clear`].
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

/// A record of the `log` crate as `tracing-log` forwards it.
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
