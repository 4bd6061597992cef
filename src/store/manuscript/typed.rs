//! The text of a damaged record as typed, until it is taken into a register.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::damaged::{Damaged, made, mark};
use crate::register::{Change, Edit, Register};

/// A text typed in the place of that of a damaged record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextDraft {
    /// The name of the field that holds the record's list.
    pub list: String,
    /// What the record is called: its list, and its id or place there.
    pub name: String,
    /// Its text in the file.
    pub was: String,
    /// The text as typed.
    pub text: String,
}

impl TextDraft {
    /// The text of a damaged record, in which nothing was typed yet.
    pub fn of(damaged: &Damaged) -> Self {
        Self {
            list: damaged.list.to_owned(),
            name: damaged.name(),
            was: damaged.text.clone(),
            text: damaged.text.clone(),
        }
    }

    /// The [mark](Damaged::mark) of its damaged record.
    pub fn mark(&self) -> u64 {
        mark(&self.list, &self.was)
    }

    /// Whether it differs from the text in the file.
    pub fn is_changed(&self) -> bool {
        self.text != self.was
    }

    /// The lines that differ: as they stand in the file, and as typed. Lines that are the same at
    /// the beginning and at the end are left out, and with them what indents all others.
    pub fn difference(&self) -> [String; 2] {
        let [mut was, mut now] =
            [&self.was, &self.text].map(|text| text.lines().collect::<Vec<_>>());
        let same = was.iter().zip(&now).take_while(|(was, now)| was == now).count();
        let [was_left, now_left] = [&mut was, &mut now].map(|lines| lines.split_off(same));
        let same = was_left.iter().rev().zip(now_left.iter().rev());
        let same = same.take_while(|(was, now)| was == now).count();
        let [was, now] = [&was_left, &now_left].map(|lines| &lines[..lines.len() - same]);
        let indent = |line: &&&str| line.len() - line.trim_start().len();
        let lines = was.iter().chain(now).filter(|line| !line.trim().is_empty());
        let indent = lines.map(|line| indent(&line)).min().unwrap_or(0);
        [was, now].map(|lines| {
            let lines = lines.iter().map(|line| line.get(indent..).unwrap_or(line.trim_start()));
            lines.collect::<Vec<_>>().join("\n")
        })
    }

    /// Whether a register holds the record that was typed, so that nothing is left to take over.
    pub fn is_held(&self, register: &Register) -> bool {
        match made((&self.list, 0), &self.text, register) {
            Ok((.., Edit::Party(it))) => holds(register.parties(), &it),
            Ok((.., Edit::Source(it))) => holds(register.sources(), &it),
            Ok((.., Edit::Total(it))) => holds(register.totals(), &it),
            Ok((.., Edit::Incident(it))) => holds(register.incidents(), &it),
            Ok((.., Edit::Case(it))) => holds(register.cases(), &it),
            Ok((.., Edit::Event(it))) => holds(register.events(), &it),
            Ok((.., Edit::About { .. })) | Err(_) => false,
        }
    }
}

fn holds<T: PartialEq>(list: &[Arc<T>], made: &Change<T>) -> bool {
    list.iter().any(|record| Some(record) == made.after.as_ref())
}
