//! Merges two versions of a fragment of a text that follows from no record: comments and layout.

use std::collections::HashMap;

use crate::store::source_text::comments::find_comments;

/// Returns the merge of two versions of a fragment; `None` if both sides changed the same lines.
pub(super) fn merge_fragment(base: Option<&str>, ours: &str, theirs: &str) -> Option<String> {
    if ours == theirs || base == Some(theirs) {
        return Some(ours.to_owned());
    }
    if base == Some(ours) {
        return Some(theirs.to_owned());
    }
    diffy::merge(base?, ours, theirs).ok()
}

/// Returns our version of a fragment before the comments that only their version has.
pub(super) fn add_their_comments(base: Option<&str>, ours: &str, theirs: &str) -> String {
    let indent = &ours[..ours.len() - ours.trim_start_matches([' ', '\t']).len()];
    let mut text = String::new();
    for comment in comments_added_by([base.unwrap_or_default(), ours], theirs) {
        text.extend([indent, comment, "\n"]);
    }
    text + ours
}

/// Returns the comments of a text that none of the other texts has as often.
pub(super) fn comments_added_by<'t>(others: [&str; 2], text: &'t str) -> Vec<&'t str> {
    let [mut known, more] = others.map(count_comments);
    for (comment, count) in more {
        let known = known.entry(comment).or_default();
        *known = count.max(*known);
    }
    let is_new = |comment: &&'t str| match known.get_mut(*comment) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    find_comments(text).into_iter().filter(is_new).collect()
}

/// Returns the comments that the merge of two texts must have and a merged text lacks. A comment
/// that one side deleted is not among them.
pub(super) fn lost_comments(
    base: Option<&str>,
    ours: &str,
    theirs: &str,
    merged: &HashMap<&str, usize>,
) -> Vec<String> {
    let [base, theirs] = [base.unwrap_or_default(), theirs].map(count_comments);
    let own = count_comments(ours);
    let mut lost = Vec::new();
    let mut all: Vec<&str> = own.keys().chain(theirs.keys()).copied().collect();
    all.sort_unstable();
    all.dedup();
    for comment in all {
        let [base, ours, theirs, found] = [&base, &own, &theirs, merged]
            .map(|counts| counts.get(comment).copied().unwrap_or_default());
        let needed = if ours == base {
            theirs
        } else if theirs == base {
            ours
        } else {
            ours.max(theirs)
        };
        lost.extend((found..needed).map(|_| comment.to_owned()));
    }
    lost
}

/// Returns how often each comment stands in a text.
pub(super) fn count_comments(text: &str) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for comment in find_comments(text) {
        *counts.entry(comment).or_default() += 1;
    }
    counts
}
