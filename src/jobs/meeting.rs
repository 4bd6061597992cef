//! Meeting what someone else wrote to the file of the open register.

use std::{collections::HashSet, path::PathBuf, sync::Arc};

use super::{Done, Jobs, Work};
use crate::{
    lang::Lang,
    merge::{Conflict, Difference, Merged, Record, Side, Speaker, diff, edits, merge},
    progress::Progress,
    register::Register,
    session::{Incoming, author_words, name_words},
    store::{self, Author, LoadError, Manuscript, Origin, Stamp},
};

/// How many changes are told one by one.
const TOLD: usize = 300;

/// The open register, as a worker needs it.
pub struct Open {
    /// Its file.
    pub path: PathBuf,
    /// What was last read from the file or written to it.
    pub base: Arc<Register>,
    /// What the file held then.
    pub stamp: Stamp,
    /// What is shown.
    pub ours: Arc<Register>,
    /// What of the file's text the records do not tell.
    pub manuscript: Arc<Manuscript>,
    /// The revision that is shown.
    pub revision: u64,
    /// The language to tell the changes in.
    pub lang: Lang,
}

/// What came of a meeting.
pub enum Meeting {
    /// The two versions are one, which is to be taken in.
    Agreed(Box<Agreed>),
    /// Both changed the same, each in its own way.
    Conflicts(Arc<Met>),
}

/// Two versions brought together.
pub struct Agreed {
    /// What is to be taken in.
    pub incoming: Incoming,
    /// What it changes of what is shown.
    pub told: News,
}

/// What someone else wrote, held against what is open.
pub struct Met {
    /// Both, and where they are in conflict.
    pub merged: Merged,
    /// The open register, as it was met.
    pub open: Open,
    /// Whose the words of the other side are in each conflict, and when they were saved.
    pub by: Vec<String>,
    origin: Origin,
    theirs: Arc<Register>,
    manuscript: Manuscript,
    stamp: Stamp,
}

/// Changes in words.
#[derive(Clone, Debug, Default)]
pub struct News {
    /// By whom, each once.
    pub by: Vec<String>,
    /// How many cases they touch.
    pub cases: usize,
    /// How many other records.
    pub others: usize,
    /// One line each, up to some hundreds.
    pub lines: Vec<String>,
    /// How many more there are.
    pub more: usize,
}

impl Jobs {
    /// Reads what the file holds now, and merges it with what is open.
    pub fn meet(&mut self, open: Open) {
        self.start(Work::Meeting, move |progress| {
            let revision = open.revision;
            // Asked for first: a file that cannot be read may be whole a moment later.
            let seen = store::stamp(&open.path);
            match meet(open, progress) {
                Ok((meeting, stamp)) => Done::Met(revision, Some(stamp), Box::new(Ok(meeting))),
                Err(error) => Done::Met(revision, seen, Box::new(Err(error))),
            }
        });
    }

    /// Brings two versions together with a side chosen for each conflict.
    pub fn settle(&mut self, met: Arc<Met>, choices: Vec<Side>) {
        self.start(Work::Meeting, move |_| {
            let mut agreed = met.agreed(&met.merged.chosen(&choices));
            if choices.contains(&Side::Ours) {
                // The words of theirs that are not chosen are nowhere else.
                agreed.incoming.stamp = agreed.incoming.stamp.kept_for_good();
            }
            let agreed = Meeting::Agreed(Box::new(agreed));
            Done::Met(met.open.revision, Some(met.stamp.clone()), Box::new(Ok(agreed)))
        });
    }
}

/// What comes of it, and what was read.
fn meet(open: Open, progress: &Progress) -> Result<(Meeting, Stamp), LoadError> {
    let store::Opened { register, stamp, manuscript, .. } = store::open(&open.path, progress)?;
    // A record that was damaged meanwhile would pass for one that was deleted.
    if !manuscript.is_damaged_as(&open.manuscript) {
        return Err(store::load(&open.path, progress).err().unwrap_or(LoadError::Cancelled));
    }
    let merged = merge(Some(&open.base), &open.ours, &register);
    let origin = Origin::of(&open.path, open.stamp.digest(), stamp.digest());
    let theirs = Arc::new(register);
    let by = |Conflict { piece, .. }: &Conflict| {
        author_words(open.lang, origin.author(|edit| piece.record.is_of(edit)))
    };
    let by = merged.conflicts.iter().map(by).collect();
    let met = Met { merged, open, by, origin, theirs, manuscript, stamp: stamp.clone() };
    let meeting = if met.merged.conflicts.is_empty() {
        Meeting::Agreed(Box::new(met.agreed(&met.merged.register)))
    } else {
        Meeting::Conflicts(Arc::new(met))
    };
    Ok((meeting, stamp))
}

impl Met {
    fn agreed(&self, made: &Register) -> Agreed {
        let Open { path, base, ours, lang, .. } = &self.open;
        let incoming = Incoming {
            edits: edits(ours, made),
            // Without a history there is nothing to add to.
            theirs: match store::has_history(path) {
                true => edits(base, &self.theirs),
                false => Vec::new(),
            },
            ours: edits(&self.theirs, made),
            base: shared(ours, &self.theirs),
            stamp: self.stamp.clone(),
            manuscript: self.manuscript.clone(),
        };
        let speaker = Speaker { lang: *lang, registers: [made, ours] };
        let told = News::of(&self.origin, &diff(ours, made), speaker);
        Agreed { incoming, told }
    }
}

/// The same records as in `theirs`; those that are as in `ours` are kept but once.
fn shared(ours: &Register, theirs: &Arc<Register>) -> Arc<Register> {
    let mut shared = ours.to_compare();
    match shared.apply_all(&edits(ours, theirs)) {
        Ok(()) => Arc::new(shared.to_compare()),
        // Not reached: the edits start from these records.
        Err(_) => Arc::clone(theirs),
    }
}

impl News {
    fn of(origin: &Origin, differences: &[Difference], speaker: Speaker) -> Self {
        let lang = speaker.lang;
        let name = |author| match author {
            Author::Line(line) => name_words(lang, line),
            Author::Other(_) => lang.t("meeting.someone").into_owned(),
        };
        let by = each_once(origin.authors().map(name));
        let (mut cases, mut others) = (HashSet::new(), HashSet::new());
        for Difference { piece, .. } in differences {
            match &piece.record {
                Record::Case(case) => cases.insert(case.id.to_string()),
                record => others.insert(speaker.who(record)),
            };
        }
        let lines = differences.iter().take(TOLD);
        Self {
            by,
            cases: cases.len(),
            others: others.len(),
            lines: lines.map(|one| speaker.difference(one).line(lang)).collect(),
            more: differences.len().saturating_sub(TOLD),
        }
    }

    /// Puts what was told before this first. A case that both touch counts twice, since nobody
    /// knows any more which it was.
    pub fn follow(&mut self, before: Self) {
        let Self { by, cases, others, mut lines, more } = before;
        self.by = each_once(by.into_iter().chain(std::mem::take(&mut self.by)));
        lines.append(&mut self.lines);
        (self.cases, self.others) = (self.cases + cases, self.others + others);
        self.more += more + lines.len().saturating_sub(TOLD);
        lines.truncate(TOLD);
        self.lines = lines;
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

fn each_once(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut once = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once
}
