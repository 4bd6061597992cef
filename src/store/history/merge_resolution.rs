//! The register that resolves the conflicts of two merged histories.

use std::{collections::HashSet, path::Path};

use jiff::Timestamp;

use crate::{
    Progress,
    merge::list_edits::edits_between,
    register::{HistoryEvent, Register},
    store::{
        fs::hash::Hash,
        git_repository::GitRepository,
        history::{commit_info::PendingEntry, index::HistoryIndex},
        ron::parse::parse,
    },
};

/// Returns the change that resolved the conflicts of two merged histories, where the history of a
/// register ends with their merge and the register after it is not recorded yet: the edits that
/// lead to it from the register of the history that was merged into. That register is found in
/// git, by its SHA-256; without it, nothing is returned.
pub(crate) fn find_merge_resolution(path: &Path, register: &Register) -> Option<PendingEntry> {
    let index = HistoryIndex::load(path, None, &Progress::default()).ok()?;
    let ours = index.unrecorded_merge_digest()?;
    let text = find_version(path, ours)?;
    let merged_into = parse(str::from_utf8(&text).ok()?).ok()?.register;
    let edits = edits_between(&merged_into, register);
    Some(PendingEntry { time: Timestamp::now(), event: HistoryEvent::ExternalChange { edits } })
}

/// Finds the version of a register with a digest in the git repository that it is in.
fn find_version(path: &Path, digest: Hash) -> Option<Vec<u8>> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let repository = GitRepository::containing(folder).ok()?;
    let name = GitRepository::at(folder).prefix().ok()? + path.file_name()?.to_str()?;
    let versions = repository.find_versions(&name, &HashSet::from([digest]), &[]);
    versions.ok()?.remove(&digest)
}
