//! Two versions of one register: told apart, and brought together. Pure: no file, no clock.
//!
//! Both are one walk over three versions, record by record and field by field. A merge asks of
//! each piece who changed it since the base; a diff is what that walk meets where one side is the
//! new register and the other is still the old one.

mod piece;
mod value;
mod align;
mod walk;
mod leaf;
mod fields;
mod labels;
mod words;
mod edits;
mod tally;
mod revert;

pub use edits::edits;
pub use piece::{Field, Item, List, Piece, Record, Tongue};
pub use revert::{Reversal, Told};
pub use tally::Tally;
pub use value::Value;
pub use words::{Speaker, Spoken};

use crate::register::Register;
use walk::{Seen, Verdict};

/// One of the two versions that are merged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The version that is merged into.
    #[default]
    Ours,
    /// The version that is brought in.
    Theirs,
}

/// A piece that both sides changed, each in its own way, or that one side deleted and the other
/// changed.
///
/// Each value is that of one version; none where it has nothing there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What is in conflict.
    pub piece: Piece,
    /// What it was before either side changed it.
    pub base: Option<Value>,
    /// What it is on our side.
    pub ours: Option<Value>,
    /// What it is on their side.
    pub theirs: Option<Value>,
}

/// Two versions of a register brought together.
///
/// Holds every record and every claim of either side, unless the other side deleted it and this
/// one left it alone; one that a side deleted and the other changed is among the conflicts. The ids of each list are unique.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The merged register, with our value wherever the two sides are in conflict.
    pub register: Register,
    /// Where they are in conflict: the register itself, then by case in its order, then the
    /// smaller records.
    pub conflicts: Vec<Conflict>,
    base: Option<Register>,
    ours: Register,
    theirs: Register,
}

impl Merged {
    /// The merged register with a side chosen for each conflict, in their order. Where no side is
    /// given ours is taken.
    pub fn chosen(&self, choices: &[Side]) -> Register {
        let mut choices = choices.iter();
        self.settled(|| choices.next().copied().unwrap_or_default())
    }

    /// The merged register with one side chosen in every conflict.
    pub fn all(&self, side: Side) -> Register {
        self.settled(|| side)
    }

    fn settled(&self, mut next: impl FnMut() -> Side) -> Register {
        let mut settle = |seen: Seen| match seen.verdict {
            Verdict::Conflict => next(),
            Verdict::Ours | Verdict::Theirs | Verdict::Both => Side::Ours,
        };
        walk::walk(self.base.as_ref(), &self.ours, &self.theirs, &mut settle)
    }
}

/// Brings two versions of a register together that both came of one; without that, both were
/// made anew.
///
/// What only one side changed is as that side has it, and what both changed alike is that. Cases,
/// parties, sources and incidents are known again by their ids; claims, other values, totals and
/// events by what they say and when. The order is ours; what only they have added stands after
/// the record that it stands after in theirs.
pub fn merge(base: Option<&Register>, ours: &Register, theirs: &Register) -> Merged {
    let mut conflicts = Vec::new();
    let mut settle = |Seen { piece, verdict, base, ours, theirs }: Seen| {
        if verdict == Verdict::Conflict {
            conflicts.push(Conflict { piece, base, ours, theirs });
        }
        Side::Ours
    };
    let register = walk::walk(base, ours, theirs, &mut settle);
    let (base, ours, theirs) = (base.cloned(), ours.clone(), theirs.clone());
    Merged { register, conflicts, base, ours, theirs }
}

/// A piece of a register that is not the same in a newer version of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What differs.
    pub piece: Piece,
    /// What the old version has there; none where it has nothing.
    pub old: Option<Value>,
    /// What the new version has there; none where it has nothing.
    pub new: Option<Value>,
}

/// What differs between two versions of a register, in terms of people and claims: the register
/// itself, then by case in the order of the new one (what was deleted stands where it was), then
/// totals, events, incidents, parties and sources. Nothing differs only where both are equal.
pub fn diff(old: &Register, new: &Register) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut note = |Seen { piece, base, ours, .. }: Seen| {
        found.push(Difference { piece, old: base, new: ours });
        Side::Ours
    };
    walk::walk(Some(old), new, old, &mut note);
    found
}
