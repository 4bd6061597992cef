//! Keeps what was read small: each id once, lists without room to grow.

use std::{collections::HashSet, hash::Hash};

use crate::model::{Case, PartyId, SourceId};

/// Ids met so far.
#[derive(Default)]
pub(super) struct Ids {
    parties: HashSet<PartyId>,
    sources: HashSet<SourceId>,
}

impl Ids {
    /// Lets a case share its ids with those read before. It says the same as before.
    pub fn share(&mut self, case: &mut Case) {
        let Case { claims, returned, variants, sources, .. } = case;
        self.cited(sources);
        returned.iter_mut().for_each(|returned| self.cited(&mut returned.sources));
        variants.shrink_to_fit();
        variants.iter_mut().for_each(|variant| self.cited(&mut variant.sources));
        claims.shrink_to_fit();
        for claim in claims {
            share(&mut self.parties, &mut claim.by);
            self.cited(&mut claim.sources);
        }
    }

    fn cited(&mut self, sources: &mut Vec<SourceId>) {
        sources.shrink_to_fit();
        sources.iter_mut().for_each(|id| share(&mut self.sources, id));
    }
}

fn share<T: Clone + Eq + Hash>(met: &mut HashSet<T>, id: &mut T) {
    match met.get(id) {
        Some(first) => id.clone_from(first),
        None => {
            met.insert(id.clone());
        }
    }
}
