//! The draft of a repair: the text typed for a broken record.

use serde::{Deserialize, Serialize};

use crate::{
    merge::list_matching::common_ends,
    register::{Register, record_list::RecordList},
    store::source_text::broken_record::{BrokenRecord, content_hash, parse_repaired_record},
};

/// The text that was typed to replace that of a broken record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RepairDraft {
    /// The name of the list of the record, as in `cases`.
    pub list: String,
    /// The label of the record: its list, and its id or position there.
    pub name: String,
    /// The text in the file.
    #[serde(rename = "was")]
    pub original: String,
    /// The typed text.
    pub text: String,
}

impl RepairDraft {
    /// Returns the draft for a broken record, with its text unchanged.
    pub fn from_broken(broken: &BrokenRecord) -> Self {
        Self {
            list: broken.list.name().to_owned(),
            name: broken.label(),
            original: broken.text.clone(),
            text: broken.text.clone(),
        }
    }

    /// Returns the [content hash](BrokenRecord::content_hash) of the broken record.
    pub fn content_hash(&self) -> u64 {
        content_hash(&self.list, &self.original)
    }

    /// Returns whether the typed text differs from that in the file.
    pub fn is_changed(&self) -> bool {
        self.text != self.original
    }

    /// Returns the lines that differ, in the file and as typed. The common lines at the start and
    /// the end, and the common indentation of all others, are left out.
    pub fn changed_lines(&self) -> [String; 2] {
        let [was, now] = [&self.original, &self.text].map(|text| text.lines().collect::<Vec<_>>());
        let (start, end) = common_ends(&was, &now, |was, now| was == now);
        let [was, now] = [&was, &now].map(|lines| &lines[start..lines.len() - end]);
        let indent = |line: &&&str| line.len() - line.trim_start().len();
        let lines = was.iter().chain(now).filter(|line| !line.trim().is_empty());
        let indent = lines.map(|line| indent(&line)).min().unwrap_or(0);
        [was, now].map(|lines| {
            let lines = lines.iter().map(|line| line.get(indent..).unwrap_or(line.trim_start()));
            lines.collect::<Vec<_>>().join("\n")
        })
    }

    /// Returns whether the register holds the record that was typed, so that nothing is left to
    /// apply.
    pub fn is_already_applied(&self, register: &Register) -> bool {
        let Some(list) = RecordList::from_name(&self.list) else { return false };
        parse_repaired_record(list, 0, &self.text, register).is_ok_and(|it| it.is_in_register)
    }
}
