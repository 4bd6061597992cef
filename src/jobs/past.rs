//! Reading the history: all of it, one line, what taking that back would do and the step that does
//! it, and the register as it stood after it.

use std::sync::Arc;

use super::{Done, Jobs, Work};
use crate::{
    merge::{Reversal, Side, Told},
    model::Day,
    register::{Deed, Register, Step, Subject},
    session::{Loaded, Session},
    store::{self, Here, HistoryError, Line, Mark, Opened, Past},
};

/// A register as it stood after a line of its history.
pub struct Then {
    /// The line, without its records.
    pub line: Line,
    /// The register with what it shows.
    pub loaded: Loaded,
}

/// What taking a line back would do.
pub struct Weighed {
    /// The line.
    pub line: Line,
    /// What it did.
    pub told: Told,
    /// What taking it back would do.
    pub reversal: Arc<Reversal>,
    /// The register that this was found out for.
    pub now: Arc<Register>,
}

impl Jobs {
    /// Reads the history of the open register, or what was added since it was last read.
    pub fn recall(&mut self, session: &Session, known: Option<Arc<Past>>) {
        let (path, revision) = (session.path().clone(), session.saved_revision());
        self.start(Work::Recalling, move |progress| {
            Done::Recalled(revision, Past::read(&path, known.as_deref(), progress))
        });
    }

    /// Finds out what the line at a place tells.
    pub fn tell(&mut self, session: &Session, past: Arc<Past>, (at, mark): (usize, Arc<Mark>)) {
        let (path, register) = (session.path().clone(), session.snapshot());
        self.start(Work::Telling, move |_| {
            let told = past.line(&path, &mark).map(|line| {
                let told = Told::of(&register, line.what.edits());
                (line, told)
            });
            Done::LineTold(at, Box::new(told))
        });
    }

    /// Finds out what taking a line back would do to the register as it is now.
    pub fn weigh(&mut self, session: &Session, past: Arc<Past>, mark: Arc<Mark>) {
        let (path, register) = (session.path().clone(), session.snapshot());
        self.start(Work::Weighing, move |_| {
            let weighed = past.line(&path, &mark).map(|line| {
                let edits = line.what.edits().to_vec();
                let outside = || Step::new(Deed::Revert, Subject::Register, edits);
                let step = line.what.step().cloned().unwrap_or_else(outside);
                let told = Told::of(&register, &step.edits);
                let reversal = Arc::new(Reversal::of(&register, &step));
                Weighed { line, told, reversal, now: register }
            });
            Done::Weighed(Box::new(weighed))
        });
    }

    /// Works out the step that takes a line back for a reason, with a side chosen wherever
    /// something was changed again since.
    pub fn revert(&mut self, reversal: Arc<Reversal>, choices: Vec<Side>, why: String) {
        self.start(Work::Weighing, move |_| {
            Done::Reversed(reversal.step(&choices).map(|step| Box::new(Step { why, ..step })))
        });
    }

    /// Works out the register as it stood after the line at a place.
    pub fn go_back(&mut self, session: &Session, past: Arc<Past>, at: usize, as_of: Day) {
        let (path, register) = (session.path().clone(), session.snapshot());
        let stamp = session.stamp().clone();
        self.start(Work::GoingBack, move |progress| {
            let then = || -> Result<Then, HistoryError> {
                let mark = past.marks().get(at).ok_or(HistoryError::TooEarly)?;
                if past.end() != Some(stamp.digest()) {
                    return Err(HistoryError::Apart(store::history_of(&path)));
                }
                let register = Register::clone(&register);
                let register = store::register_at(&path, &past, at, register, progress)?;
                let (notices, history) = (Vec::new(), Default::default());
                let manuscript = Default::default();
                let opened = Opened { register, stamp, manuscript, notices, history };
                let loaded = Loaded::new(path, opened, as_of);
                Ok(Then { line: mark.line.clone(), loaded })
            };
            Done::StoodThen(Box::new(then()))
        });
    }

    /// Asks the system for the user's name.
    pub fn name(&mut self) {
        self.start(Work::Naming, move |_| Done::Named(Here::name()));
    }
}
