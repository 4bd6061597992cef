//! Reprints a changed record with the comments of its source text.
//!
//! The record is printed canonically. A comment stays with the line that it stood before or at the
//! end of, which is identified by its field and, in a list, by the item. The comment of a line that
//! is gone goes to the end of the list or of the record, so that no comment is lost.

use std::collections::{HashMap, HashSet};

use crate::{
    register::record::Record,
    store::ron::{
        lexer::{Lexer, Token},
        print::{layout::MULTILINE_LISTS, push_record},
    },
};

/// A line of the canonical text of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
struct RecordLine<'t> {
    text: &'t str,
    anchor: CommentAnchor<'t>,
}

/// A line of a record, identified by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum CommentAnchor<'t> {
    /// The first line of the record.
    Begin,
    /// The line of a field, or the first of several.
    Field(&'t str),
    /// An item of a list, by its index.
    Item(&'t str, usize),
    /// The last line of a list.
    ListEnd(&'t str),
    /// The last line of the record.
    End,
}

/// A comment of a record.
#[derive(Debug)]
struct RecordComment<'t> {
    text: &'t str,
    anchor: CommentAnchor<'t>,
    /// True if the comment stands at the end of the line of its anchor, false if before it.
    is_trailing: bool,
}

/// The text of a version of a record, whose comments are kept.
pub(super) struct CommentedText<'t, T> {
    /// The text that the version was read from.
    pub text: &'t str,
    /// The version.
    pub record: &'t T,
    /// The comments that are left out, each as often as it stands here.
    pub omitted: Vec<&'t str>,
}

/// Returns the text of a record with the comments of the texts of its versions.
pub(super) fn reprint_with_comments<T: Record>(
    versions: &[CommentedText<'_, T>],
    record: &T,
) -> String {
    let mut new = String::new();
    push_record(&mut new, record);
    let new = RecordLines::of(&new);
    let mut placed = Vec::new();
    for version in versions {
        let mut old = String::new();
        push_record(&mut old, version.record);
        let old = RecordLines::of(&old);
        let mut omitted: HashMap<&str, usize> = HashMap::new();
        version.omitted.iter().for_each(|comment| *omitted.entry(*comment).or_default() += 1);
        for comment in find_anchored_comments(version.text) {
            match omitted.get_mut(comment.text) {
                Some(count) if *count > 0 => *count -= 1,
                _ => placed.push((find_new_line(comment.anchor, &old, &new), comment)),
            }
        }
    }
    // Stable: the comments of one line stay in their order.
    placed.sort_by_key(|(at, _)| *at);
    let mut placed = placed.as_slice();
    let mut out = String::new();
    let new = new.lines;
    for (number, line) in new.iter().enumerate() {
        let (here, rest) = placed.split_at(placed.partition_point(|(at, _)| *at <= number));
        placed = rest;
        let comments_here = |trails| {
            let anchored_here = here.iter().filter(move |(_, it)| it.is_trailing == trails);
            anchored_here.map(|(_, comment)| comment.text)
        };
        let depth = line.text.len() - line.text.trim_start().len();
        // A comment before a closing bracket is indented like the content of the brackets.
        let closes =
            matches!(line.anchor, CommentAnchor::ListEnd(_) | CommentAnchor::End) && number > 0;
        let indent = " ".repeat(if closes { depth + 4 } else { depth });
        for comment in comments_here(false) {
            out.extend([&*indent, comment, "\n"]);
        }
        let mut trailing = comments_here(true).peekable();
        let last = number + 1 == new.len();
        let body = if last { line.text.trim_end_matches(',') } else { line.text };
        // The comma of the record and its trailing text follow the last line.
        if last && trailing.peek().is_some() {
            trailing.for_each(|comment| out.extend([&*indent, comment, "\n"]));
            out.push_str(body);
            continue;
        }
        out.push_str(body);
        for comment in trailing {
            out.extend([" ", comment]);
            if comment.starts_with("//") {
                out.push('\n');
            }
        }
        if !last && !out.ends_with('\n') {
            out.push('\n');
        }
    }
    out.trim_start().to_owned()
}

/// The lines of the canonical text of a record, found by their anchors and texts.
struct RecordLines<'t> {
    lines: Vec<RecordLine<'t>>,
    /// The first line with each anchor.
    by_anchor: HashMap<CommentAnchor<'t>, usize>,
    /// The first item of each list with each text.
    item_by_text: HashMap<(&'t str, &'t str), usize>,
    texts: HashSet<&'t str>,
}

impl<'t> RecordLines<'t> {
    fn of(text: &'t str) -> Self {
        let lines = anchored_lines(text);
        let (mut by_anchor, mut item_by_text) = (HashMap::new(), HashMap::new());
        for (at, RecordLine { text, anchor }) in lines.iter().enumerate() {
            by_anchor.entry(*anchor).or_insert(at);
            if let CommentAnchor::Item(list, _) = anchor {
                item_by_text.entry((*list, *text)).or_insert(at);
            }
        }
        let texts = lines.iter().map(|line| line.text).collect();
        Self { lines, by_anchor, item_by_text, texts }
    }

    /// Returns the index of the line with an anchor.
    fn index_of(&self, anchor: CommentAnchor<'_>) -> Option<usize> {
        self.by_anchor.get(&anchor).copied()
    }

    /// Returns the text of the line with an anchor.
    fn text_of(&self, anchor: CommentAnchor<'_>) -> Option<&'t str> {
        self.index_of(anchor).map(|at| self.lines[at].text)
    }
}

/// Returns the lines of the canonical text of a record.
fn anchored_lines(text: &str) -> Vec<RecordLine<'_>> {
    let mut list: Option<(&str, usize)> = None;
    let count = text.lines().count();
    text.lines()
        .enumerate()
        .map(|(number, text)| {
            let body = text.trim_start();
            let place = if number + 1 == count {
                CommentAnchor::End
            } else if number == 0 {
                CommentAnchor::Begin
            } else if let Some((name, items)) = list.as_mut() {
                if body.starts_with(']') {
                    let name = *name;
                    list = None;
                    CommentAnchor::ListEnd(name)
                } else {
                    *items += 1;
                    CommentAnchor::Item(name, *items - 1)
                }
            } else {
                let name = body.split(':').next().unwrap_or_default();
                if body.ends_with(": [") {
                    list = Some((name, 0));
                }
                CommentAnchor::Field(name)
            };
            RecordLine { text, anchor: place }
        })
        .collect()
}

/// Returns the index of the new line that corresponds to a line of the old text.
fn find_new_line(anchor: CommentAnchor<'_>, old: &RecordLines, new: &RecordLines) -> usize {
    let end = new.lines.len() - 1;
    match anchor {
        CommentAnchor::Item(list, _) => {
            // The same item at any index, or else a new item at the same index.
            let was = old.text_of(anchor);
            let same = was.and_then(|was| new.item_by_text.get(&(list, was)).copied());
            let is_new = new.text_of(anchor).is_some_and(|text| !old.texts.contains(text));
            same.or_else(|| new.index_of(anchor).filter(|_| is_new))
                .or_else(|| new.index_of(CommentAnchor::ListEnd(list)))
                .unwrap_or(end)
        }
        CommentAnchor::ListEnd(list) => {
            let line = new.index_of(anchor);
            line.or_else(|| new.index_of(CommentAnchor::Field(list))).unwrap_or(end)
        }
        place => new.index_of(place).unwrap_or(end),
    }
}

/// Returns the comments of a text.
pub(super) fn find_comments(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut tokens = Lexer::new(text, 0);
    loop {
        let from = tokens.offset;
        let next = tokens.next();
        let until = next.map_or(text.len(), |(start, _)| start);
        all.extend(scan_comments(&text[from..until]).into_iter().map(|(_, comment)| comment));
        if next.is_none() {
            return all;
        }
    }
}

/// Returns the comments of a record with their lines.
fn find_anchored_comments(text: &str) -> Vec<RecordComment<'_>> {
    let mut comments = Vec::new();
    // The line at which the tokens before the next comment end.
    let mut tracker =
        AnchorTracker { depth: 0, field: None, item_index: 0, last_anchor: CommentAnchor::Begin };
    let mut at = 0;
    let mut tokens = Lexer::new(text, 0);
    loop {
        let from = at;
        let next = tokens.next();
        let until = next.map_or(text.len(), |(start, _)| start);
        for (start, comment) in scan_comments(&text[from..until]) {
            let line = &text[..from + start];
            let line = &line[line.rfind('\n').map_or(0, |end| end + 1)..];
            let trails = !line.trim().is_empty();
            let place = if trails {
                tracker.last_anchor
            } else {
                tracker.anchor_before(next.map(|(_, token)| token))
            };
            comments.push(RecordComment { text: comment, anchor: place, is_trailing: trails });
        }
        let Some((_, token)) = next else { return comments };
        tracker.advance(token);
        at = tokens.offset;
    }
}

/// The position of the tokens within a record.
struct AnchorTracker<'t> {
    depth: usize,
    /// The field of the record whose value is being read.
    field: Option<&'t str>,
    /// The index of the item.
    item_index: usize,
    /// The line of the last value.
    last_anchor: CommentAnchor<'t>,
}

impl<'t> AnchorTracker<'t> {
    /// Advances past a token.
    fn advance(&mut self, token: Token<'t>) {
        match token {
            Token::Open(_) => self.depth += 1,
            Token::Close(_) => self.depth = self.depth.saturating_sub(1),
            Token::Comma if self.depth == 1 => (self.field, self.item_index) = (None, 0),
            Token::Comma if self.depth == 2 && self.is_in_multiline_list() => self.item_index += 1,
            Token::Word(name) if self.depth == 1 && self.field.is_none() => {
                self.field = Some(name);
            }
            _ => {}
        }
        if !matches!(token, Token::Comma) {
            self.last_anchor = self.current_anchor();
        }
    }

    /// Returns the line before which a comment stands if this token follows it.
    fn anchor_before(&self, token: Option<Token<'t>>) -> CommentAnchor<'t> {
        match (token, self.field) {
            (Some(Token::Close(_)) | None, None) => CommentAnchor::End,
            (Some(Token::Close(_)), Some(name))
                if self.depth == 2 && self.is_in_multiline_list() =>
            {
                CommentAnchor::ListEnd(name)
            }
            (Some(Token::Close(_)), Some(_)) if self.depth == 1 => CommentAnchor::End,
            (Some(Token::Word(name)), None) if self.depth == 1 => CommentAnchor::Field(name),
            _ => self.current_anchor(),
        }
    }

    fn current_anchor(&self) -> CommentAnchor<'t> {
        match self.field {
            None if self.depth == 0 => CommentAnchor::End,
            None => CommentAnchor::Begin,
            Some(name) if self.depth >= 2 && self.is_in_multiline_list() => {
                CommentAnchor::Item(name, self.item_index)
            }
            Some(name) => CommentAnchor::Field(name),
        }
    }

    fn is_in_multiline_list(&self) -> bool {
        self.field.is_some_and(|name| MULTILINE_LISTS.contains(&name))
    }
}

/// Returns the comments of a text of blanks and comments, with their offsets.
fn scan_comments(text: &str) -> Vec<(usize, &str)> {
    let mut all = Vec::new();
    let mut lexer = Lexer::new(text, 0);
    while let Some(byte) = lexer.peek() {
        let start = lexer.offset;
        if byte == b'/' {
            if lexer.skip_comment() != Some(true) {
                // A record that was read has no comment without an end.
                lexer.offset = text.len();
            }
            all.push((start, text[start..lexer.offset].trim_end()));
        } else {
            lexer.offset += 1;
        }
    }
    all
}
