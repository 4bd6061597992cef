//! Reconstructs the register as of any entry of its history.

use std::{
    collections::{HashMap, VecDeque},
    path::Path,
};

use crate::{
    Progress,
    register::{Edit, Register},
    store::{
        fs::hash::Hash,
        history::{
            error::HistoryError,
            index::{EntryHeader, HistoryIndex},
        },
        paths::RegisterPaths,
    },
};

/// Reconstructs the register as of the entry at index `target`. `register` is the state that the
/// history ends with; from there, entries are undone and redone. An entry that merges two
/// histories is undone to the one that was merged into, and the entries of the other are redone
/// from where the two part. Where another program changed the register by edits that are not
/// recorded, the path ends, unless the same state occurs elsewhere in the history, where the path
/// continues.
///
/// # Errors
/// When no path leads to the entry, an entry cannot be read or does not match the records, or the
/// work was cancelled.
pub fn checkout_register(
    register_path: &Path,
    index: &HistoryIndex,
    target: usize,
    mut register: Register,
    progress: &Progress,
) -> Result<Register, HistoryError> {
    let headers = index.headers();
    let last = headers
        .len()
        .checked_sub(1)
        .ok_or_else(|| HistoryError::NoHistory(RegisterPaths::of(register_path).history()))?;
    let path = StateGraph::new(headers.iter().map(AsRef::as_ref).collect())
        .find_path(last, target)
        .ok_or_else(|| {
            let mut later = headers[target..].iter().skip(1);
            let barrier = later.find(|header| !header.has_known_edits());
            let entry_number = barrier.unwrap_or(&headers[last]).line_number;
            HistoryError::OutOfReach { entry_number }
        })?;
    for move_ in path {
        progress.report(0, 0)?;
        let (Move::Undo(at) | Move::Redo(at)) = move_;
        let entry = index.read_entry(register_path, &headers[at])?;
        let edits: Vec<Edit> = match move_ {
            Move::Undo(_) => entry.event.edits().iter().rev().map(Edit::inverse).collect(),
            Move::Redo(_) => entry.event.edits().to_vec(),
        };
        let entry_number = headers[at].line_number;
        register.apply_all(&edits).map_err(|_| HistoryError::InconsistentEntry { entry_number })?;
    }
    Ok(register)
}

/// A move from the state after one entry to the state after another.
#[derive(Clone, Copy)]
enum Move {
    /// Undoes the edits of the entry at an index.
    Undo(usize),
    /// Redoes the edits of the entry at an index.
    Redo(usize),
}

/// The states after the entries of a history, linked by the edits that lead from one to another.
struct StateGraph<'a> {
    headers: Vec<&'a EntryHeader>,
    /// The index of the entry that each entry follows, where its edits are known.
    parents: Vec<Option<usize>>,
    /// The indexes of the entries that follow each entry by known edits.
    children: Vec<Vec<usize>>,
    /// The indexes of the entries after which the register had a digest.
    equal_states: HashMap<Hash, Vec<usize>>,
}

impl<'a> StateGraph<'a> {
    fn new(headers: Vec<&'a EntryHeader>) -> Self {
        let mut indexes = HashMap::new();
        let mut parents = Vec::with_capacity(headers.len());
        let mut children = vec![Vec::new(); headers.len()];
        let mut equal_states: HashMap<Hash, Vec<usize>> = HashMap::new();
        for (at, header) in headers.iter().enumerate() {
            let named = header.entry.previous_digest.and_then(|digest| indexes.get(&digest));
            // Where lines are missing, the edits show whether the line before precedes.
            let parent: Option<usize> = named.copied().or_else(|| at.checked_sub(1));
            let parent = parent.filter(|_| header.has_known_edits());
            if let Some(parent) = parent {
                children[parent].push(at);
            }
            parents.push(parent);
            indexes.insert(header.digest, at);
            if let Some(digest) = header.entry.register_digest {
                equal_states.entry(digest).or_default().push(at);
            }
        }
        Self { headers, parents, children, equal_states }
    }

    /// Returns the shortest path from the state after one entry to that after another; `None`
    /// where there is none.
    fn find_path(mut self, from: usize, to: usize) -> Option<Vec<Move>> {
        // The entry before on the path, and the move from it; none between equal states.
        let mut arrivals: HashMap<usize, (usize, Option<Move>)> = HashMap::new();
        let mut waiting = VecDeque::from([from]);
        arrivals.insert(from, (from, None));
        while let Some(at) = waiting.pop_front() {
            if at == to {
                break;
            }
            let back = self.parents[at].map(|parent| (parent, Some(Move::Undo(at))));
            let on = self.children[at].iter().map(|child| (*child, Some(Move::Redo(*child))));
            let digest = self.headers[at].entry.register_digest;
            let equal = digest.and_then(|digest| self.equal_states.remove(&digest));
            let equal = equal.into_iter().flatten().map(|equal| (equal, None));
            for (next, move_) in equal.chain(back).chain(on) {
                arrivals.entry(next).or_insert_with(|| {
                    waiting.push_back(next);
                    (at, move_)
                });
            }
        }
        let mut path = Vec::new();
        let mut at = to;
        while at != from {
            let (before, move_) = *arrivals.get(&at)?;
            path.extend(move_);
            at = before;
        }
        path.reverse();
        Some(path)
    }
}
