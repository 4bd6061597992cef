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
//! Two texts are compared by records, items and fields, not by lines, so that the brackets match
//! whichever side of a marker is kept.

use foldhash::HashMap;

use crate::merge::Side;

/// The number of signs that a conflict marker starts with.
const MARKER_SIZE: usize = 7;

/// Returns whether a word at the start of a line is a conflict marker, including `|||||||`, which
/// git writes before the common ancestor in its `diff3` style. git writes longer ones where the
/// common ancestor of a merge is the result of another merge.
pub(super) fn is_conflict_marker(word: &str) -> bool {
    let sign = word.as_bytes();
    sign.len() >= MARKER_SIZE && b"<=>|".iter().any(|byte| sign.iter().all(|other| other == byte))
}

/// Returns a text with one side chosen at each conflict marker; `None` if it has no marker. Markers
/// within a side are resolved in the same way.
pub(crate) fn resolve_markers(text: &str, side: Side) -> Option<String> {
    let mut resolved = String::with_capacity(text.len());
    // For each marker around the line, the number of its signs and whether its side is chosen.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut has_marker = false;
    for line in text.split_inclusive('\n') {
        let word = line.split_whitespace().next().unwrap_or_default();
        let begins_line = line.starts_with(word);
        match word.bytes().next() {
            Some(sign) if begins_line && is_conflict_marker(word) => {
                let is_inner = open.last().is_some_and(|(size, _)| *size == word.len());
                match sign {
                    b'<' => open.push((word.len(), side == Side::Ours)),
                    b'>' if is_inner => drop(open.pop()),
                    b'=' | b'|' if is_inner => {
                        let is_chosen = sign == b'=' && side == Side::Theirs;
                        open.iter_mut().last().into_iter().for_each(|it| it.1 = is_chosen);
                    }
                    _ => {}
                }
                has_marker = true;
            }
            _ if open.iter().all(|(_, is_chosen)| *is_chosen) => resolved.push_str(line),
            _ => {}
        }
    }
    has_marker.then_some(resolved)
}

/// The form of the conflict markers of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkerStyle {
    /// The number of signs that each marker starts with.
    pub size: usize,
    /// The name of our side after the first marker.
    pub our_label: String,
    /// The name of their side after the last marker.
    pub their_label: String,
}

impl Default for MarkerStyle {
    /// Returns the form `<<<<<<< ours`, `>>>>>>> theirs`.
    fn default() -> Self {
        Self { size: MARKER_SIZE, our_label: "ours".to_owned(), their_label: "theirs".to_owned() }
    }
}

/// A piece of the text of a register: the start or the end of a list, a field or a record.
#[derive(Clone, Debug)]
pub(crate) struct TextPiece {
    /// The key of the piece, by which its version in another text is found.
    pub key: String,
    pub text: String,
    /// True if the piece must start on a line of its own.
    pub starts_line: bool,
    /// True if the text is canonical, so that its fields and items are found by their indentation.
    pub can_be_split: bool,
}

impl TextPiece {
    /// Returns a piece that follows the text before it on the same line.
    pub fn new(key: &str, text: String) -> Self {
        Self { key: key.to_owned(), text, starts_line: false, can_be_split: false }
    }
}

/// Returns the text of pieces.
pub(crate) fn join_pieces(pieces: &[TextPiece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        if piece.starts_line && !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&piece.text);
    }
    text
}

/// Prints two versions of a register as one text: the common parts once, and both versions of each
/// of the smallest parts that differ, between conflict markers. `line_end` follows each marker.
pub(crate) fn print_with_conflict_markers(
    ours: &[TextPiece],
    theirs: &[TextPiece],
    style: &MarkerStyle,
    line_end: &str,
) -> String {
    let (our_nodes, their_nodes) = (Vec::new(), Vec::new());
    let mut printer = ConflictMarkerPrinter {
        text: String::new(),
        style,
        line_end,
        ours: our_nodes,
        theirs: their_nodes,
    };
    let [ours, theirs] = [ours, theirs].map(|pieces| pieces.iter().map(Node::from_piece).collect());
    printer.print_sides(ours, theirs);
    printer.flush();
    printer.text
}

/// A part of a text with a key among its siblings: a piece, or a field or an item of a piece.
#[derive(Clone)]
struct Node<'t> {
    key: Vec<&'t str>,
    /// The lines with their ends.
    lines: Vec<&'t str>,
    starts_line: bool,
    can_be_split: bool,
}

impl<'t> Node<'t> {
    fn from_piece(piece: &'t TextPiece) -> Self {
        Self {
            key: vec![&piece.key],
            lines: piece.text.split_inclusive('\n').collect(),
            starts_line: piece.starts_line,
            // A marker within a comment of several lines would be a part of the comment.
            can_be_split: piece.can_be_split && !piece.text.contains("/*"),
        }
    }

    /// Returns true if both nodes have the same key and the same lines.
    fn is_same(&self, other: &Self) -> bool {
        self.key == other.key && self.lines == other.lines
    }
}

/// The last position of each node in a list, so that a node is looked for once.
struct NodePositions<'n, 't> {
    by_content: HashMap<(&'n [&'t str], &'n [&'t str]), usize>,
    by_key: HashMap<&'n [&'t str], usize>,
}

impl<'n, 't> NodePositions<'n, 't> {
    fn new(nodes: &'n [Node<'t>]) -> Self {
        let content = nodes.iter().map(|node| (&*node.key, &*node.lines));
        let keys = nodes.iter().map(|node| &*node.key);
        Self { by_content: content.zip(0..).collect(), by_key: keys.zip(0..).collect() }
    }

    /// Returns true if a node with the same key and lines follows an index.
    fn has_same_after(&self, node: &Node<'t>, index: usize) -> bool {
        let last = self.by_content.get(&(&*node.key, &*node.lines));
        last.is_some_and(|last| *last > index)
    }

    /// Returns true if a node with the same key follows an index.
    fn has_key_after(&self, node: &Node<'t>, index: usize) -> bool {
        self.by_key.get(&*node.key).is_some_and(|last| *last > index)
    }
}

/// A printer of two versions. Lines of one side wait until both sides have a common line again.
struct ConflictMarkerPrinter<'a, 't> {
    text: String,
    style: &'a MarkerStyle,
    line_end: &'a str,
    ours: Vec<Node<'t>>,
    theirs: Vec<Node<'t>>,
}

impl<'t> ConflictMarkerPrinter<'_, 't> {
    /// Prints the nodes of both sides.
    fn print_sides(&mut self, ours: Vec<Node<'t>>, theirs: Vec<Node<'t>>) {
        let (mut our_index, mut their_index) = (0, 0);
        let (our_positions, their_positions) =
            (NodePositions::new(&ours), NodePositions::new(&theirs));
        while let (Some(a), Some(b)) = (ours.get(our_index), theirs.get(their_index)) {
            if a.is_same(b) {
                self.print_common(a);
                (our_index, their_index) = (our_index + 1, their_index + 1);
                continue;
            }
            let mut is_later_in_theirs = their_positions.has_same_after(a, their_index);
            if !is_later_in_theirs && !our_positions.has_same_after(b, our_index) {
                if a.key == b.key {
                    self.print_differing(a, b);
                    (our_index, their_index) = (our_index + 1, their_index + 1);
                    continue;
                }
                is_later_in_theirs = their_positions.has_key_after(a, their_index);
            }
            if is_later_in_theirs {
                self.theirs.push(b.clone());
                their_index += 1;
            } else {
                self.ours.push(a.clone());
                our_index += 1;
            }
        }
        self.ours.extend(ours.into_iter().skip(our_index));
        self.theirs.extend(theirs.into_iter().skip(their_index));
    }

    /// Prints a common node.
    fn print_common(&mut self, node: &Node<'t>) {
        self.flush();
        if node.starts_line {
            self.end_line();
        }
        self.write_lines(&node.lines);
    }

    /// Prints a node of which the sides have different versions.
    fn print_differing(&mut self, ours: &Node<'t>, theirs: &Node<'t>) {
        self.flush();
        if let ([first, our_inner @ .., last], [begin, their_inner @ .., end]) =
            (&*ours.lines, &*theirs.lines)
            && ours.can_be_split
            && theirs.can_be_split
            && first == begin
            && last == end
            && !our_inner.is_empty()
        {
            self.end_line();
            self.write_lines(&[first]);
            self.print_sides(split_nodes(our_inner), split_nodes(their_inner));
            self.flush();
            self.write_lines(&[last]);
            return;
        }
        self.ours.push(ours.clone());
        self.theirs.push(theirs.clone());
        self.flush();
    }

    /// Prints the waiting nodes between conflict markers.
    fn flush(&mut self) {
        if self.ours.is_empty() && self.theirs.is_empty() {
            return;
        }
        let (ours, theirs) = (std::mem::take(&mut self.ours), std::mem::take(&mut self.theirs));
        let MarkerStyle { our_label, their_label, .. } = self.style;
        self.write_marker('<', our_label);
        self.write_side(&ours);
        self.write_marker('=', "");
        self.write_side(&theirs);
        self.write_marker('>', their_label);
    }

    fn write_side(&mut self, nodes: &[Node<'t>]) {
        for node in nodes {
            if node.starts_line {
                self.end_line();
            }
            self.write_lines(&node.lines);
        }
    }

    /// Writes a conflict marker on a line of its own.
    fn write_marker(&mut self, sign: char, label: &str) {
        self.end_line();
        self.text.extend(std::iter::repeat_n(sign, self.style.size));
        let blank = if label.is_empty() { "" } else { " " };
        self.text.extend([blank, label, self.line_end]);
    }

    /// Ends the line, if it has a text.
    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push_str(self.line_end);
        }
    }

    fn write_lines(&mut self, lines: &[&str]) {
        self.text.extend(lines.iter().copied());
    }
}

/// Splits lines into nodes: items or fields, each with the comments before it, its content and its
/// closing bracket. Comments after the last node belong to it.
fn split_nodes<'t>(lines: &[&'t str]) -> Vec<Node<'t>> {
    let depth = lines.iter().map(|line| indent_width(line)).min().unwrap_or_default();
    let begins = |line: &&str| {
        let text = line.trim_start();
        indent_width(line) == depth && !text.starts_with([')', ']', '/'])
    };
    let mut nodes: Vec<Node> = Vec::new();
    let mut comments = Vec::new();
    for line in lines {
        match nodes.last_mut() {
            _ if begins(line) => {
                let mut lines = std::mem::take(&mut comments);
                lines.push(*line);
                let key = node_key(line);
                nodes.push(Node { key, lines, starts_line: true, can_be_split: true });
            }
            Some(node) if !is_comment(line) || indent_width(line) > depth => node.lines.push(line),
            _ => comments.push(*line),
        }
    }
    match nodes.last_mut() {
        Some(node) => node.lines.append(&mut comments),
        None if comments.is_empty() => {}
        None => nodes.push(Node {
            key: Vec::new(),
            lines: comments,
            starts_line: true,
            can_be_split: false,
        }),
    }
    nodes
}

/// Returns true if a line holds a comment alone.
fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('/')
}

fn indent_width(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Returns the key of a node among its siblings, from its first line: the name of a field, or the
/// party and the date of a claim.
fn node_key(line: &str) -> Vec<&str> {
    let line = line.trim();
    match line.strip_prefix('(') {
        Some(item) => item.splitn(3, ", ").take(2).collect(),
        None => line.split(": ").take(1).collect(),
    }
}
