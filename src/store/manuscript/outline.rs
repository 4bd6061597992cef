//! Cuts the text of a register at its fields and records, without reading these.
//!
//! Nothing between two cuts is lost: the pieces in their order are the text.

use std::ops::Range;

use crate::store::cursor::Cursor;

/// The lists whose items are records.
pub(crate) const LISTS: [&str; 6] =
    ["parties", "sources", "totals", "incidents", "cases", "events"];

/// How often the text may be gone through in search of the ends of damaged records; a text that
/// takes more is better read by a human being.
const PATIENCE: usize = 8;

/// How many records may be damaged; of a text with more of them it is better to say what is wrong
/// with the first.
pub(crate) const DAMAGED: usize = 10_000;

/// Whether the text of a record of a list can be read.
pub(crate) type IsSound = dyn Fn(&str, &str) -> bool;

/// A text cut at the fields of the register.
#[derive(Debug)]
pub(crate) struct Outline {
    /// Up to the bracket that opens the register, with what else is on its line.
    pub opening: Range<usize>,
    pub fields: Vec<Field>,
    /// From the end of the last field.
    pub closing: Range<usize>,
}

/// A field of the register.
#[derive(Debug)]
pub(crate) struct Field {
    pub name: Range<usize>,
    pub cut: Cut,
    /// The records, where it is a list of them.
    pub records: Option<Records>,
}

/// The records of a list.
#[derive(Debug, Default)]
pub(crate) struct Records {
    /// The bracket that opens the list, with what else is on its line.
    pub opening: Range<usize>,
    pub records: Vec<Cut>,
    /// From the end of the last record up to the bracket that closes the list.
    pub closing: Range<usize>,
}

/// A value with what stands around it.
#[derive(Clone, Debug)]
pub(crate) struct Cut {
    /// Where what stands before it begins: after the value before.
    pub start: usize,
    pub value: Range<usize>,
    /// Where what belongs to it ends: after its comma, and what else is on that line.
    pub end: usize,
    /// Whether a comma follows it.
    pub comma: bool,
}

impl Outline {
    /// Cuts a text. `sound` tells whether the text of a record of a list can be read; without it
    /// every record is taken for sound. Nothing where the text is no register even so.
    pub fn of(text: &str, sound: Option<&IsSound>) -> Option<Self> {
        let cursor = Cursor::from(text, 0);
        let budget = PATIENCE.saturating_mul(text.len());
        Cutter { cursor, sound, budget, damaged: 0 }.register()
    }
}

/// Cuts a list of records, brackets and all; nothing where it is none.
pub(crate) fn records_of(text: &str) -> Option<Records> {
    let cursor = Cursor::from(text, 0);
    let mut cutter = Cutter { cursor, sound: None, budget: usize::MAX, damaged: 0 };
    let records = cutter.records("")?;
    (records.closing.end == text.len()).then_some(records)
}

struct Cutter<'a> {
    cursor: Cursor<'a>,
    sound: Option<&'a IsSound>,
    budget: usize,
    damaged: usize,
}

impl Cutter<'_> {
    fn register(&mut self) -> Option<Outline> {
        self.cursor.blank()?;
        self.cursor.word();
        self.cursor.blank()?;
        self.cursor.take(b'(')?;
        self.cursor.line();
        let opening = 0..self.cursor.at;
        let mut fields = Vec::new();
        loop {
            let start = self.cursor.at;
            self.cursor.blank()?;
            if self.cursor.peek()? == b')' {
                self.cursor.at += 1;
                self.cursor.blank()?;
                // Something that follows the register is for the reader to complain of.
                let closing = start..self.cursor.text.len();
                return (self.cursor.at == self.cursor.text.len()).then_some(Outline {
                    opening,
                    fields,
                    closing,
                });
            }
            let name = self.cursor.name();
            self.cursor.blank()?;
            self.cursor.take(b':')?;
            self.cursor.blank()?;
            let list = LISTS.iter().find(|list| **list == &self.cursor.text[name.clone()]);
            let (value, records) = match list {
                Some(list) if self.cursor.peek()? == b'[' => {
                    let from = self.cursor.at;
                    let records = self.records(list)?;
                    (from..self.cursor.at, Some(records))
                }
                _ => (self.cursor.value()?, None),
            };
            let cut = self.cut(start, value)?;
            // What stands without its comma is for the reader to complain of, too.
            self.is_followed(&cut, b')')?.then(|| fields.push(Field { name, cut, records }))?;
        }
    }

    fn records(&mut self, list: &str) -> Option<Records> {
        let from = self.cursor.at;
        self.cursor.take(b'[')?;
        self.cursor.line();
        let mut all = Records { opening: from..self.cursor.at, ..Records::default() };
        loop {
            let start = self.cursor.at;
            self.cursor.blank()?;
            if self.cursor.peek()? == b']' {
                self.cursor.at += 1;
                all.closing = start..self.cursor.at;
                return Some(all);
            }
            let from = self.cursor.at;
            let cut = self.sound_record(list, start).or_else(|| {
                self.cursor.at = from;
                self.damaged_record(list, start)
            })?;
            all.records.push(cut);
        }
    }

    /// A record that ends where its brackets say, and is followed by another or by the list's end.
    fn sound_record(&mut self, list: &str, start: usize) -> Option<Cut> {
        let from = self.cursor.at;
        let cut = self.cursor.value().and_then(|value| self.cut(start, value));
        // The end of one without was sought up to that of the text.
        let until = if cut.is_some() { self.cursor.at } else { self.cursor.text.len() };
        self.spend(until - from)?;
        let cut = cut?;
        let is_followed = self.is_followed(&cut, b']')?;
        let is_sound =
            || self.sound.is_none_or(|it| it(list, &self.cursor.text[cut.value.clone()]));
        (is_followed && is_sound()).then_some(cut)
    }

    /// Whether what comes after a value may: anything after a comma, else only the bracket that
    /// closes what the value stands in.
    fn is_followed(&mut self, cut: &Cut, close: u8) -> Option<bool> {
        if cut.comma {
            return Some(true);
        }
        let mut ahead = self.cursor;
        ahead.blank()?;
        Some(ahead.peek()? == close)
    }

    /// A record whose brackets cannot be trusted: it ends before the line on which another begins
    /// as far to the right as it did, or one that can be read wherever it begins; and before one
    /// on which something stands further to the left, or its list is closed.
    fn damaged_record(&mut self, list: &str, start: usize) -> Option<Cut> {
        self.sound?;
        self.damaged += 1;
        let from = self.cursor.at;
        let line = self.cursor.text[..from].rfind('\n').map_or(0, |end| end + 1);
        let indent = from - line;
        let mut before = self.cursor.text[line..from].bytes();
        let begins_line = before.all(|byte| byte == b' ' || byte == b'\t');
        if !begins_line || self.damaged > DAMAGED {
            return None;
        }
        loop {
            let line = memchr::memchr(b'\n', &self.cursor.text.as_bytes()[self.cursor.at..])? + 1;
            self.cursor.at += line;
            self.spend(line)?;
            let rest = &self.cursor.text[self.cursor.at..];
            let depth = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let next = *rest.as_bytes().get(depth)?;
            let ends = match next {
                b'\n' | b'\r' => false,
                b'(' if depth > indent => self.begins_record(list, self.cursor.at + depth),
                b']' if depth > indent => self.closes_list(self.cursor.at + depth),
                b'(' | b'/' | b']' => depth <= indent,
                _ => depth < indent,
            };
            if ends {
                break;
            }
        }
        let end = self.cursor.at;
        let body = self.cursor.text[from..end].trim_end();
        let comma = body.ends_with(',');
        let value = from..from + body.strip_suffix(',').unwrap_or(body).len();
        (!value.is_empty()).then_some(Cut { start, value, end, comma })
    }

    /// Whether a record that can be read begins at a byte.
    fn begins_record(&mut self, list: &str, at: usize) -> bool {
        let before = std::mem::replace(&mut self.cursor.at, at);
        let begins = self.sound_record(list, at).is_some();
        self.cursor.at = before;
        begins
    }

    /// Whether the bracket at a byte closes a list of the register, not one of a record: after it
    /// comes another list of the register, or its end.
    fn closes_list(&self, at: usize) -> bool {
        let goes_on = |mut ahead: Cursor| {
            ahead.blank()?;
            let _ = ahead.take(b',');
            ahead.blank()?;
            if ahead.take(b')').is_some() {
                ahead.blank()?;
                return Some(ahead.at == ahead.text.len());
            }
            let name = &ahead.text[ahead.name()];
            ahead.blank()?;
            // Records have lists of sources of their own.
            Some(ahead.take(b':').is_some() && name != "sources" && LISTS.contains(&name))
        };
        goes_on(Cursor::from(self.cursor.text, at + 1)).unwrap_or(false)
    }

    /// Takes note that so much of the text was gone through; nothing once that was too much.
    fn spend(&mut self, bytes: usize) -> Option<()> {
        let left = self.budget.checked_sub(bytes);
        // What was too much once stays so.
        self.budget = left.unwrap_or_default();
        left.map(drop)
    }

    /// A value with its comma, and what else is on the line of that.
    fn cut(&mut self, start: usize, value: Range<usize>) -> Option<Cut> {
        let end = self.cursor.at;
        self.cursor.blank()?;
        let comma = self.cursor.peek() == Some(b',');
        if comma {
            self.cursor.at += 1;
        } else {
            self.cursor.at = end;
        }
        self.cursor.line();
        Some(Cut { start, value, end: self.cursor.at, comma })
    }
}
