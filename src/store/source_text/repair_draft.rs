//! The text of a damaged record as typed, until it is taken into a register.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    register::{Change, Edit, Register},
    store::source_text::broken_record::{BrokenRecord, content_hash, repair_edit},
};

/// A text typed in the place of that of a damaged record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepairDraft {
    /// The name of the field that holds the record's list.
    pub list: String,
    /// What the record is called: its list, and its id or place there.
    pub name: String,
    /// Its text in the file.
    #[serde(rename = "was")]
    pub original: String,
    /// The text as typed.
    pub text: String,
}

impl RepairDraft {
    /// The text of a damaged record, in which nothing was typed yet.
    pub fn from_broken(broken: &BrokenRecord) -> Self {
        Self {
            list: broken.list.to_owned(),
            name: broken.label(),
            original: broken.text.clone(),
            text: broken.text.clone(),
        }
    }

    /// The [mark](Damaged::mark) of its damaged record.
    pub fn content_hash(&self) -> u64 {
        content_hash(&self.list, &self.original)
    }

    /// Whether it differs from the text in the file.
    pub fn is_changed(&self) -> bool {
        self.text != self.original
    }

    /// The lines that differ: as they stand in the file, and as typed. Lines that are the same at
    /// the beginning and at the end are left out, and with them what indents all others.
    pub fn changed_lines(&self) -> [String; 2] {
        let [mut was, mut now] =
            [&self.original, &self.text].map(|text| text.lines().collect::<Vec<_>>());
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
    pub fn is_already_applied(&self, register: &Register) -> bool {
        match repair_edit((&self.list, 0), &self.text, register) {
            Ok((.., Edit::Party(it))) => contains_record(register.parties(), &it),
            Ok((.., Edit::Source(it))) => contains_record(register.sources(), &it),
            Ok((.., Edit::Total(it))) => contains_record(register.totals(), &it),
            Ok((.., Edit::Incident(it))) => contains_record(register.incidents(), &it),
            Ok((.., Edit::Case(it))) => contains_record(register.cases(), &it),
            Ok((.., Edit::Event(it))) => contains_record(register.events(), &it),
            Ok((.., Edit::RegisterInfo { .. })) | Err(_) => false,
        }
    }
}

fn contains_record<T: PartialEq>(list: &[Arc<T>], made: &Change<T>) -> bool {
    list.iter().any(|record| Some(record) == made.after.as_ref())
}
