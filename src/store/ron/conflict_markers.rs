//! The text of a register in which conflicts are marked as git marks them:
//!
//! ```text
//! <<<<<<< ours
//!             note: "As we have it.",
//! =======
//!             note: "As they have it.",
//! >>>>>>> theirs
//! ```
//!
//! Two canonical texts are compared by records, items and fields, not by lines, so that the
//! brackets match whichever side of a marker is kept.

use std::io::{self, Write};

use crate::{register::Register, store::ron::print::print_register};

/// The line before our side of a conflict.
const OURS_MARKER: &str = "<<<<<<< ours";
/// The line between the two sides.
const SEPARATOR_MARKER: &str = "=======";
/// The line after their side.
const THEIRS_MARKER: &str = ">>>>>>> theirs";

/// The length of the sign that a marker starts with.
const MARKER_LENGTH: usize = 7;

/// Returns whether a word at the start of a line is a conflict marker, including `|||||||`, which
/// git writes before the common ancestor in its `diff3` style.
pub(super) fn is_conflict_marker(word: &str) -> bool {
    let sign = word.as_bytes();
    sign.len() == MARKER_LENGTH && b"<=>|".iter().any(|byte| sign.iter().all(|other| other == byte))
}

/// Prints two versions of a register as one text: the common parts once, and both versions of each
/// of the smallest parts that differ, between conflict markers.
///
/// # Errors
/// Returns the error of the writer.
pub fn print_with_conflict_markers(
    ours: &Register,
    theirs: &Register,
    out: &mut dyn Write,
) -> io::Result<()> {
    let text = |register: &Register| {
        let mut bytes = Vec::new();
        print_register(register, &mut bytes)?;
        String::from_utf8(bytes).map_err(io::Error::other)
    };
    let (ours, theirs) = (text(ours)?, text(theirs)?);
    let [ours, theirs] = [&ours, &theirs].map(|text| text.lines().collect::<Vec<_>>());
    let mut printer = ConflictMarkerPrinter { out, ours: Vec::new(), theirs: Vec::new() };
    printer.print_sides(&ours, &theirs)?;
    printer.flush()
}

/// A printer of two versions. Lines of one side wait until both sides have a common line again.
struct ConflictMarkerPrinter<'a, 't> {
    out: &'a mut dyn Write,
    ours: Vec<&'t str>,
    theirs: Vec<&'t str>,
}

impl<'t> ConflictMarkerPrinter<'_, 't> {
    /// Prints the nodes of both sides.
    fn print_sides(&mut self, ours: &[&'t str], theirs: &[&'t str]) -> io::Result<()> {
        let [ours, theirs] = [split_nodes(ours), split_nodes(theirs)];
        let (mut our_index, mut their_index) = (0, 0);
        while let (Some(a), Some(b)) = (ours.get(our_index), theirs.get(their_index)) {
            let find_later = |fits: &dyn Fn(&[&str], &[&str]) -> bool| {
                let in_theirs = theirs[their_index + 1..].iter().any(|other| fits(a, other));
                (in_theirs, !in_theirs && ours[our_index + 1..].iter().any(|other| fits(other, b)))
            };
            let same = |a: &[&str], b: &[&str]| a == b;
            let has_same_key = |a: &[&str], b: &[&str]| node_key(a) == node_key(b);
            if a == b {
                self.print_common(a)?;
                (our_index, their_index) = (our_index + 1, their_index + 1);
                continue;
            }
            let found_later = match find_later(&same) {
                (false, false) if has_same_key(a, b) => {
                    self.print_differing(a, b)?;
                    (our_index, their_index) = (our_index + 1, their_index + 1);
                    continue;
                }
                (false, false) => find_later(&has_same_key),
                passed => passed,
            };
            if found_later.0 {
                self.theirs.extend(*b);
                their_index += 1;
            } else {
                self.ours.extend(*a);
                our_index += 1;
            }
        }
        self.ours.extend(ours[our_index..].iter().copied().flatten());
        self.theirs.extend(theirs[their_index..].iter().copied().flatten());
        Ok(())
    }

    /// Prints common lines.
    fn print_common(&mut self, lines: &[&'t str]) -> io::Result<()> {
        self.flush()?;
        lines.iter().try_for_each(|line| writeln!(self.out, "{line}"))
    }

    /// Prints a node of which the sides have different versions.
    fn print_differing(&mut self, ours: &[&'t str], theirs: &[&'t str]) -> io::Result<()> {
        self.flush()?;
        if let ([first, our_inner @ .., last], [begin, their_inner @ .., end]) = (ours, theirs)
            && first == begin
            && last == end
        {
            self.print_common(&[first])?;
            self.print_sides(our_inner, their_inner)?;
            return self.print_common(&[last]);
        }
        self.ours.extend(ours);
        self.theirs.extend(theirs);
        self.flush()
    }

    /// Prints the waiting lines between conflict markers.
    fn flush(&mut self) -> io::Result<()> {
        if self.ours.is_empty() && self.theirs.is_empty() {
            return Ok(());
        }
        let lines = [OURS_MARKER].into_iter().chain(self.ours.drain(..)).chain([SEPARATOR_MARKER]);
        let mut lines = lines.chain(self.theirs.drain(..)).chain([THEIRS_MARKER]);
        lines.try_for_each(|line| writeln!(self.out, "{line}"))
    }
}

/// Splits lines into nodes: records, items or fields, each with its content and its closing
/// bracket.
fn split_nodes<'l, 't>(lines: &'l [&'t str]) -> Vec<&'l [&'t str]> {
    let depth = lines.first().map_or(0, |line| indent_width(line));
    let begins =
        |line: &str| indent_width(line) == depth && !line.trim_start().starts_with([')', ']']);
    let starts: Vec<usize> = (0..lines.len()).filter(|at| begins(lines[*at])).collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().zip(ends).map(|(start, end)| &lines[*start..end]).collect()
}

fn indent_width(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Returns the key of a node among its siblings: the name of a field, the id of a record, or the
/// party and the date of a record without an id.
fn node_key<'n>(node: &'n [&str]) -> Vec<&'n str> {
    let Some(first) = node.first().map(|line| line.trim_start()) else { return Vec::new() };
    if let [_, inner @ .., _] = node
        && first == "("
    {
        let naming = |line: &&str| {
            ["id: ", "number: ", "by: ", "on: "].iter().any(|name| line.starts_with(name))
        };
        let depth = inner.first().map_or(0, |line| indent_width(line));
        let fields = inner.iter().filter(|line| indent_width(line) == depth);
        return fields.map(|line| line.trim_start()).filter(naming).collect();
    }
    match first.strip_prefix('(') {
        // An item on one line: the id of a party, or the party and date of a claim.
        Some(item) => {
            item.splitn(3, ", ").take(if item.starts_with("id: ") { 1 } else { 2 }).collect()
        }
        None => first.split(": ").take(1).collect(),
    }
}
