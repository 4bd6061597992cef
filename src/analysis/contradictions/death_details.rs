//! The dates and texts on a death that one party gave and that agree with each other.
//!
//! A detail that contradicts an earlier one begins a new account: the earlier ones are removed. A
//! detail is compared with all earlier ones in constant time where it agrees with them, and with
//! each of them where it does not; since those are removed then, all comparisons of a case together
//! take linear time.

use foldhash::HashSet;

use crate::model::{Date, Day, folding::fold};

/// The dates of death that a party gave and that have days in common, each with the claim that gave
/// it first.
#[derive(Default)]
pub(super) struct DeathDates<'a> {
    dates: Vec<(u32, &'a Date)>,
    known: HashSet<&'a Date>,
    /// The latest first day and the earliest last day of the dates.
    common: Option<(Day, Day)>,
}

impl<'a> DeathDates<'a> {
    /// Adds the date that a claim gives, and returns the claim that gave the last earlier date
    /// without a day in common.
    pub fn add(&mut self, at: u32, date: &'a Date) -> Option<u32> {
        let (from, to) = (date.earliest(), date.latest());
        let is_apart = self.common.is_some_and(|(latest, earliest)| from > earliest || to < latest);
        let mut first = None;
        if is_apart {
            let mut dates = self.dates.iter().rev();
            first = dates.find(|(_, other)| !other.overlaps(date)).map(|(at, _)| *at);
            *self = Self::default();
        }
        if self.known.insert(date) {
            self.dates.push((at, date));
            let (latest, earliest) = self.common.unwrap_or((from, to));
            self.common = Some((latest.max(from), earliest.min(to)));
        }
        first
    }
}

/// The texts on a death that a party gave and of which each is part of the next longer one, each
/// with the claim that gave it first. Spelling, width and case make no difference.
#[derive(Default)]
pub(super) struct DeathTexts<'a> {
    texts: Vec<DeathText>,
    known: HashSet<&'a str>,
    /// The index of each different folded text, the shortest first.
    by_length: Vec<usize>,
}

/// A text on a death.
struct DeathText {
    /// The claim that gave it first.
    claim: u32,
    folded: String,
}

impl<'a> DeathTexts<'a> {
    /// Adds the text that a claim gives, unless it is empty, and returns the claim that gave the
    /// last earlier text that is neither a part of it nor the whole of which it is a part.
    pub fn add(&mut self, at: u32, text: &'a str) -> Option<u32> {
        if text.is_empty() || self.known.contains(text) {
            return None;
        }
        let text_folded = fold(text);
        let agrees_with = |other: &DeathText| {
            let (other, this) = (other.folded.as_str(), text_folded.as_str());
            if other.len() < this.len() { this.contains(other) } else { other.contains(this) }
        };
        let length = |index: &usize| self.texts[*index].folded.len();
        let mut rank = self.by_length.partition_point(|index| length(index) < text_folded.len());
        // Each text is a part of every longer one, so that its neighbours stand for all.
        let neighbors = self.by_length[rank.saturating_sub(1)..].iter().take(2);
        let is_apart = neighbors.clone().any(|index| !agrees_with(&self.texts[*index]));
        let mut first = None;
        if is_apart {
            let mut texts = self.texts.iter().rev();
            first = texts.find(|other| !agrees_with(other)).map(|other| other.claim);
            *self = Self::default();
            rank = 0;
        }
        let same = self.by_length.get(rank).map(|index| &self.texts[*index].folded);
        if same != Some(&text_folded) {
            self.by_length.insert(rank, self.texts.len());
        }
        self.known.insert(text);
        self.texts.push(DeathText { claim: at, folded: text_folded });
        first
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, sample::select};

    use super::{DeathDates, DeathTexts};
    use crate::model::{Date, folding::fold};

    /// Compares each value with all earlier ones of its account, one by one.
    fn compare_all<T: PartialEq>(values: &[T], apart: impl Fn(&T, &T) -> bool) -> Vec<Option<u32>> {
        let mut account: Vec<(u32, &T)> = Vec::new();
        let add = |(at, value)| {
            let first = account.iter().rev().find(|(_, other)| apart(other, value));
            let first = first.map(|(at, _)| *at);
            if first.is_some() {
                account.clear();
            }
            if account.iter().all(|(_, other)| *other != value) {
                account.push((at, value));
            }
            first
        };
        (0..).zip(values).map(add).collect()
    }

    proptest! {
        #[test]
        fn a_date_contradicts_the_last_one_without_a_common_day(
            texts in vec(select(vec!["1980", "1981", "1980/1982", "1981-03", "../1981", "198X"]), 0..12),
        ) {
            let dates: Vec<Date> = texts.iter().map(|text| text.parse().unwrap()).collect();
            let mut details = DeathDates::default();
            let found: Vec<_> = (0..).zip(&dates).map(|(at, date)| details.add(at, date)).collect();
            prop_assert_eq!(found, compare_all(&dates, |a, b| !a.overlaps(b)));
        }

        #[test]
        fn a_text_contradicts_the_last_one_that_is_no_part(texts in vec("[aAbB-]{1,3}", 0..12)) {
            let mut details = DeathTexts::default();
            let found: Vec<_> = (0..).zip(&texts).map(|(at, text)| details.add(at, text)).collect();
            let is_apart = |a: &String, b: &String| {
                let (a, b) = (fold(a), fold(b));
                !a.contains(&b) && !b.contains(&a)
            };
            prop_assert_eq!(found, compare_all(&texts, is_apart));
        }
    }
}
