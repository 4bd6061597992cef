//! The texts that were typed in the place of broken records.

use std::collections::HashMap;

use crate::store::source_text::{broken_record::BrokenRecord, repair_draft::RepairDraft};

/// The texts that were typed in the place of broken records, by the content hash of the record.
///
/// They stay until another register is opened, also those that were applied to the register, since
/// that can be undone.
#[derive(Default)]
pub struct RepairTexts {
    drafts: HashMap<u64, RepairDraft>,
    /// The content hash of the record that is shown, or was shown last.
    pub selected: Option<u64>,
}

impl RepairTexts {
    /// Returns the texts that differ from the file, each with the content hash of its record.
    pub fn changed_drafts(&self) -> impl Iterator<Item = (u64, &RepairDraft)> {
        let drafts = self.drafts.iter().map(|(hash, draft)| (*hash, draft));
        drafts.filter(|(_, draft)| draft.is_changed())
    }

    /// Returns true if a text was typed in the place of a record.
    pub fn has_draft(&self, content_hash: u64) -> bool {
        self.drafts.get(&content_hash).is_some_and(RepairDraft::is_changed)
    }

    /// Returns the text in the place of a record, to be edited; at first that of the file.
    pub fn draft_mut(&mut self, record: &BrokenRecord) -> &mut RepairDraft {
        self.drafts.entry(record.content_hash()).or_insert_with(|| RepairDraft::from_broken(record))
    }

    /// Puts a text that was typed earlier in the place of a record, to be shown first.
    pub fn insert(&mut self, content_hash: u64, draft: RepairDraft) {
        self.drafts.insert(content_hash, draft);
        self.selected = None;
    }

    /// Discards the text in the place of a record.
    pub fn remove(&mut self, content_hash: u64) {
        self.drafts.remove(&content_hash);
    }

    /// Discards the texts that are those of the file.
    pub fn remove_unchanged(&mut self) {
        self.drafts.retain(|_, draft| draft.is_changed());
    }

    /// Discards every text.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}
