//! Cuts the text of a register at its fields and records, without reading these.
//!
//! Nothing between two cuts is lost: the pieces in their order are the text.

use std::ops::Range;

use crate::store::ron::cursor::RonCursor;

/// The lists whose items are records.
pub(crate) const RECORD_LISTS: [&str; 6] =
    ["parties", "sources", "totals", "incidents", "cases", "events"];

/// How often the text may be gone through in search of the ends of damaged records; a text that
/// takes more is better read by a human being.
const MAX_SCAN_PASSES: usize = 8;

/// How many records may be damaged; of a text with more of them it is better to say what is wrong
/// with the first.
pub(crate) const MAX_BROKEN_RECORDS: usize = 10_000;

/// Whether the text of a record of a list can be read.
pub(crate) type IsValidRecord = dyn Fn(&str, &str) -> bool;

/// A text cut at the fields of the register.
#[derive(Debug)]
pub(crate) struct RawRegister {
    /// Up to the bracket that opens the register, with what else is on its line.
    pub opening: Range<usize>,
    pub fields: Vec<RawField>,
    /// From the end of the last field.
    pub closing: Range<usize>,
}

/// A field of the register.
#[derive(Debug)]
pub(crate) struct RawField {
    pub name: Range<usize>,
    pub value: RawValue,
    /// The records, where it is a list of them.
    pub records: Option<RawRecordList>,
}

/// The records of a list.
#[derive(Debug, Default)]
pub(crate) struct RawRecordList {
    /// The bracket that opens the list, with what else is on its line.
    pub opening: Range<usize>,
    pub records: Vec<RawValue>,
    /// From the end of the last record up to the bracket that closes the list.
    pub closing: Range<usize>,
}

/// A value with what stands around it.
#[derive(Clone, Debug)]
pub(crate) struct RawValue {
    /// Where what stands before it begins: after the value before.
    pub start: usize,
    pub value: Range<usize>,
    /// Where what belongs to it ends: after its comma, and what else is on that line.
    pub end: usize,
    /// Whether a comma follows it.
    pub has_comma: bool,
}

impl RawRegister {
    /// Cuts a text. `sound` tells whether the text of a record of a list can be read; without it
    /// every record is taken for sound. Nothing where the text is no register even so.
    pub fn split(text: &str, is_valid: Option<&IsValidRecord>) -> Option<Self> {
        let cursor = RonCursor::new(text, 0);
        let budget = MAX_SCAN_PASSES.saturating_mul(text.len());
        RegisterSplitter { cursor, is_valid, remaining_budget: budget, broken_count: 0 }
            .split_register()
    }
}

/// Cuts a list of records, brackets and all; nothing where it is none.
pub(crate) fn split_records(text: &str) -> Option<RawRecordList> {
    let cursor = RonCursor::new(text, 0);
    let mut splitter =
        RegisterSplitter { cursor, is_valid: None, remaining_budget: usize::MAX, broken_count: 0 };
    let records = splitter.split_list("")?;
    (records.closing.end == text.len()).then_some(records)
}

struct RegisterSplitter<'a> {
    cursor: RonCursor<'a>,
    is_valid: Option<&'a IsValidRecord>,
    remaining_budget: usize,
    broken_count: usize,
}

impl RegisterSplitter<'_> {
    fn split_register(&mut self) -> Option<RawRegister> {
        self.cursor.skip_blanks()?;
        self.cursor.read_word();
        self.cursor.skip_blanks()?;
        self.cursor.consume(b'(')?;
        self.cursor.skip_blank_line_rest();
        let opening = 0..self.cursor.offset;
        let mut fields = Vec::new();
        loop {
            let start = self.cursor.offset;
            self.cursor.skip_blanks()?;
            if self.cursor.peek()? == b')' {
                self.cursor.offset += 1;
                self.cursor.skip_blanks()?;
                // Something that follows the register is for the reader to complain of.
                let closing = start..self.cursor.text.len();
                return (self.cursor.offset == self.cursor.text.len()).then_some(RawRegister {
                    opening,
                    fields,
                    closing,
                });
            }
            let name = self.cursor.read_field_name();
            self.cursor.skip_blanks()?;
            self.cursor.consume(b':')?;
            self.cursor.skip_blanks()?;
            let list = RECORD_LISTS.iter().find(|list| **list == &self.cursor.text[name.clone()]);
            let (value, records) = match list {
                Some(list) if self.cursor.peek()? == b'[' => {
                    let from = self.cursor.offset;
                    let records = self.split_list(list)?;
                    (from..self.cursor.offset, Some(records))
                }
                _ => (self.cursor.read_value()?, None),
            };
            let cut = self.split_value(start, value)?;
            // What stands without its comma is for the reader to complain of, too.
            self.has_valid_follower(&cut, b')')?
                .then(|| fields.push(RawField { name, value: cut, records }))?;
        }
    }

    fn split_list(&mut self, list: &str) -> Option<RawRecordList> {
        let from = self.cursor.offset;
        self.cursor.consume(b'[')?;
        self.cursor.skip_blank_line_rest();
        let mut all =
            RawRecordList { opening: from..self.cursor.offset, ..RawRecordList::default() };
        loop {
            let start = self.cursor.offset;
            self.cursor.skip_blanks()?;
            if self.cursor.peek()? == b']' {
                self.cursor.offset += 1;
                all.closing = start..self.cursor.offset;
                return Some(all);
            }
            let from = self.cursor.offset;
            let cut = self.split_valid_record(list, start).or_else(|| {
                self.cursor.offset = from;
                self.split_broken_record(list, start)
            })?;
            all.records.push(cut);
        }
    }

    /// A record that ends where its brackets say, and is followed by another or by the list's end.
    fn split_valid_record(&mut self, list: &str, start: usize) -> Option<RawValue> {
        let from = self.cursor.offset;
        let cut = self.cursor.read_value().and_then(|value| self.split_value(start, value));
        // The end of one without was sought up to that of the text.
        let until = if cut.is_some() { self.cursor.offset } else { self.cursor.text.len() };
        self.spend_budget(until - from)?;
        let cut = cut?;
        let is_followed = self.has_valid_follower(&cut, b']')?;
        let is_sound =
            || self.is_valid.is_none_or(|it| it(list, &self.cursor.text[cut.value.clone()]));
        (is_followed && is_sound()).then_some(cut)
    }

    /// Whether what comes after a value may: anything after a comma, else only the bracket that
    /// closes what the value stands in.
    fn has_valid_follower(&mut self, cut: &RawValue, close: u8) -> Option<bool> {
        if cut.has_comma {
            return Some(true);
        }
        let mut lookahead = self.cursor;
        lookahead.skip_blanks()?;
        Some(lookahead.peek()? == close)
    }

    /// A record whose brackets cannot be trusted: it ends before the line on which another begins
    /// as far to the right as it did, or one that can be read wherever it begins; and before one
    /// on which something stands further to the left, or its list is closed.
    fn split_broken_record(&mut self, list: &str, start: usize) -> Option<RawValue> {
        self.is_valid?;
        self.broken_count += 1;
        let from = self.cursor.offset;
        let line = self.cursor.text[..from].rfind('\n').map_or(0, |end| end + 1);
        let indent = from - line;
        let mut before = self.cursor.text[line..from].bytes();
        let begins_line = before.all(|byte| byte == b' ' || byte == b'\t');
        if !begins_line || self.broken_count > MAX_BROKEN_RECORDS {
            return None;
        }
        loop {
            let line =
                memchr::memchr(b'\n', &self.cursor.text.as_bytes()[self.cursor.offset..])? + 1;
            self.cursor.offset += line;
            self.spend_budget(line)?;
            let rest = &self.cursor.text[self.cursor.offset..];
            let depth = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let next = *rest.as_bytes().get(depth)?;
            let ends = match next {
                b'\n' | b'\r' => false,
                b'(' if depth > indent => self.is_record_start(list, self.cursor.offset + depth),
                b']' if depth > indent => self.is_list_end(self.cursor.offset + depth),
                b'(' | b'/' | b']' => depth <= indent,
                _ => depth < indent,
            };
            if ends {
                break;
            }
        }
        let end = self.cursor.offset;
        let body = self.cursor.text[from..end].trim_end();
        let comma = body.ends_with(',');
        let value = from..from + body.strip_suffix(',').unwrap_or(body).len();
        (!value.is_empty()).then_some(RawValue { start, value, end, has_comma: comma })
    }

    /// Whether a record that can be read begins at a byte.
    fn is_record_start(&mut self, list: &str, at: usize) -> bool {
        let before = std::mem::replace(&mut self.cursor.offset, at);
        let begins = self.split_valid_record(list, at).is_some();
        self.cursor.offset = before;
        begins
    }

    /// Whether the bracket at a byte closes a list of the register, not one of a record: after it
    /// comes another list of the register, or its end.
    fn is_list_end(&self, at: usize) -> bool {
        let has_list_or_end = |mut ahead: RonCursor| {
            ahead.skip_blanks()?;
            let _ = ahead.consume(b',');
            ahead.skip_blanks()?;
            if ahead.consume(b')').is_some() {
                ahead.skip_blanks()?;
                return Some(ahead.offset == ahead.text.len());
            }
            let name = &ahead.text[ahead.read_field_name()];
            ahead.skip_blanks()?;
            // Records have lists of sources of their own.
            Some(ahead.consume(b':').is_some() && name != "sources" && RECORD_LISTS.contains(&name))
        };
        has_list_or_end(RonCursor::new(self.cursor.text, at + 1)).unwrap_or(false)
    }

    /// Takes note that so much of the text was gone through; nothing once that was too much.
    fn spend_budget(&mut self, bytes: usize) -> Option<()> {
        let left = self.remaining_budget.checked_sub(bytes);
        // What was too much once stays so.
        self.remaining_budget = left.unwrap_or_default();
        left.map(drop)
    }

    /// A value with its comma, and what else is on the line of that.
    fn split_value(&mut self, start: usize, value: Range<usize>) -> Option<RawValue> {
        let end = self.cursor.offset;
        self.cursor.skip_blanks()?;
        let comma = self.cursor.peek() == Some(b',');
        if comma {
            self.cursor.offset += 1;
        } else {
            self.cursor.offset = end;
        }
        self.cursor.skip_blank_line_rest();
        Some(RawValue { start, value, end: self.cursor.offset, has_comma: comma })
    }
}
