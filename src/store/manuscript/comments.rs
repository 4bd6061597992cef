//! Writes a record anew that was written by hand, and puts its comments where they belong.
//!
//! What changed is written as this program writes it: a field on a line, an item of a list of
//! claims on a line. A comment goes with the line that it stood before or at the end of, told by
//! the field and, for items, by what the item said. What has lost its place goes to the end of
//! the list, or of the record, so that no comment is lost with the value it stood at.

use crate::store::{
    cursor::Cursor,
    format::{Value, print_record},
    scan::{Mark, Marks},
};

/// A line of a record as this program writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line<'t> {
    text: &'t str,
    place: Place<'t>,
}

/// Where in a record something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place<'t> {
    /// The line on which the record begins.
    Begin,
    /// A field.
    Field(&'t str),
    /// An item of a list, by its number.
    Item(&'t str, usize),
    /// The end of a list.
    ListEnd(&'t str),
    /// The end of the record.
    End,
}

/// A comment of a record that was written by hand.
#[derive(Debug)]
struct Comment<'t> {
    text: &'t str,
    place: Place<'t>,
    /// Whether it ends the line of that place; it stands before it else.
    trails: bool,
}

/// The text of a record that was read from `text` as `was` and now is `is`.
pub(super) fn redrawn(text: &str, was: &dyn Value, is: &dyn Value) -> String {
    let (mut old, mut new) = (String::new(), String::new());
    print_record(&mut old, was);
    print_record(&mut new, is);
    let comments = comments(text);
    let (old, new) = (lines(&old), lines(&new));
    let place = |comment: &Comment| moved(comment.place, &old, &new);
    let placed: Vec<_> = comments.iter().map(|comment| (place(comment), comment)).collect();
    let mut out = String::new();
    for (number, line) in new.iter().enumerate() {
        let mine = |trails| {
            let here = placed.iter().filter(move |(at, it)| *at == number && it.trails == trails);
            here.map(|(_, comment)| comment.text)
        };
        let depth = line.text.len() - line.text.trim_start().len();
        // Before a closing bracket it stands with what that closes.
        let closes = matches!(line.place, Place::ListEnd(_) | Place::End) && number > 0;
        let indent = " ".repeat(if closes { depth + 4 } else { depth });
        for comment in mine(false) {
            out.extend([&*indent, comment, "\n"]);
        }
        let mut trailing = mine(true).peekable();
        let last = number + 1 == new.len();
        let body = if last { line.text.trim_end_matches(',') } else { line.text };
        // After the last line come the record's comma and what the file has after that.
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

/// The lines of a record as this program writes it.
fn lines(text: &str) -> Vec<Line<'_>> {
    let mut list: Option<(&str, usize)> = None;
    let count = text.lines().count();
    text.lines()
        .enumerate()
        .map(|(number, text)| {
            let body = text.trim_start();
            let place = if number + 1 == count {
                Place::End
            } else if number == 0 {
                Place::Begin
            } else if let Some((name, items)) = list.as_mut() {
                if body.starts_with(']') {
                    let name = *name;
                    list = None;
                    Place::ListEnd(name)
                } else {
                    *items += 1;
                    Place::Item(name, *items - 1)
                }
            } else {
                let name = body.split(':').next().unwrap_or_default();
                if body.ends_with(": [") {
                    list = Some((name, 0));
                }
                Place::Field(name)
            };
            Line { text, place }
        })
        .collect()
}

/// The number of the new line to which a place of the old text has moved.
fn moved(place: Place, old: &[Line], new: &[Line]) -> usize {
    let at = |place: Place| new.iter().position(|line| line.place == place);
    let end = new.len() - 1;
    match place {
        Place::Item(name, number) => {
            let item = |lines: &[Line<'_>], number| {
                let found = lines.iter().find(|line| line.place == Place::Item(name, number));
                found.map(|line| line.text.to_owned())
            };
            let was = item(old, number);
            // The same item, wherever it is now; or another in its place.
            let same = new.iter().position(|line| {
                matches!(line.place, Place::Item(of, _) if of == name)
                    && Some(line.text) == was.as_deref()
            });
            let is_taken = |number| {
                let text = item(new, number);
                text.is_none() || old.iter().any(|line| Some(line.text) == text.as_deref())
            };
            same.or_else(|| (!is_taken(number)).then(|| at(place)).flatten())
                .or_else(|| at(Place::ListEnd(name)))
                .unwrap_or(end)
        }
        Place::ListEnd(name) => at(place).or_else(|| at(Place::Field(name))).unwrap_or(end),
        place => at(place).unwrap_or(end),
    }
}

/// The comments of a text.
pub(super) fn all(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut marks = Marks::from(text, 0);
    loop {
        let from = marks.at();
        let next = marks.next();
        let until = next.map_or(text.len(), |(start, _)| start);
        all.extend(comments_in(&text[from..until]).into_iter().map(|(_, comment)| comment));
        if next.is_none() {
            return all;
        }
    }
}

/// The comments of a record, each with its place.
fn comments(text: &str) -> Vec<Comment<'_>> {
    let mut comments = Vec::new();
    // What the marks before the next comment say of where it stands.
    let mut here = Walk { depth: 0, field: None, item: 0, last: Place::Begin };
    let mut at = 0;
    let mut marks = Marks::from(text, 0);
    loop {
        let from = at;
        let next = marks.next();
        let until = next.map_or(text.len(), |(start, _)| start);
        for (start, comment) in comments_in(&text[from..until]) {
            let line = &text[..from + start];
            let line = &line[line.rfind('\n').map_or(0, |end| end + 1)..];
            let trails = !line.trim().is_empty();
            let place = if trails { here.last } else { here.next(next.map(|(_, mark)| mark)) };
            comments.push(Comment { text: comment, place, trails });
        }
        let Some((_, mark)) = next else { return comments };
        here.take(mark);
        at = marks.at();
    }
}

/// Where in a record the marks have come to.
struct Walk<'t> {
    depth: usize,
    /// The field of the record that is being read, and whether its items have a line each.
    field: Option<&'t str>,
    /// The number of the item.
    item: usize,
    /// The place of the last value.
    last: Place<'t>,
}

/// The lists of a record whose items have a line each.
const LISTS: [&str; 2] = ["claims", "variants"];

impl<'t> Walk<'t> {
    /// Takes note of a mark.
    fn take(&mut self, mark: Mark<'t>) {
        match mark {
            Mark::Open(_) => self.depth += 1,
            Mark::Close => self.depth = self.depth.saturating_sub(1),
            Mark::Comma if self.depth == 1 => (self.field, self.item) = (None, 0),
            Mark::Comma if self.depth == 2 && self.has_lines() => self.item += 1,
            Mark::Word(name) if self.depth == 1 && self.field.is_none() => {
                self.field = Some(name);
            }
            _ => {}
        }
        if !matches!(mark, Mark::Comma) {
            self.last = self.place();
        }
    }

    /// The place before which something stands, the next mark being this one.
    fn next(&self, mark: Option<Mark<'t>>) -> Place<'t> {
        match (mark, self.field) {
            (Some(Mark::Close) | None, None) => Place::End,
            (Some(Mark::Close), Some(name)) if self.depth == 2 && self.has_lines() => {
                Place::ListEnd(name)
            }
            (Some(Mark::Close), Some(_)) if self.depth == 1 => Place::End,
            (Some(Mark::Word(name)), None) if self.depth == 1 => Place::Field(name),
            _ => self.place(),
        }
    }

    fn place(&self) -> Place<'t> {
        match self.field {
            None if self.depth == 0 => Place::End,
            None => Place::Begin,
            Some(name) if self.depth >= 2 && self.has_lines() => Place::Item(name, self.item),
            Some(name) => Place::Field(name),
        }
    }

    fn has_lines(&self) -> bool {
        self.field.is_some_and(|name| LISTS.contains(&name))
    }
}

/// The comments in a text that holds nothing but blanks and comments, each with its place.
fn comments_in(text: &str) -> Vec<(usize, &str)> {
    let mut all = Vec::new();
    let mut cursor = Cursor::from(text, 0);
    while let Some(byte) = cursor.peek() {
        let start = cursor.at;
        if byte == b'/' {
            if cursor.comment() != Some(true) {
                // Not reached within a record that was read: the comment has no end.
                cursor.at = text.len();
            }
            all.push((start, text[start..cursor.at].trim_end()));
        } else {
            cursor.at += 1;
        }
    }
    all
}
