//! Splits the text of a register into its fields and records, without parsing these.
//!
//! The split is lossless: the fragments in their order are the text.

use std::ops::Range;

use crate::{
    register::record_list::RecordList,
    store::ron::lexer::{Lexer, Token},
};

/// The number of passes over the text that the search for the ends of broken records may take. A
/// text that needs more is not split.
const MAX_SCAN_PASSES: usize = 8;

/// The greatest number of broken records. Of a text with more, only the first error is reported.
pub(crate) const MAX_BROKEN_RECORDS: usize = 10_000;

/// The extensions of RON that a register can enable while its records are written as without them.
const HARMLESS_EXTENSIONS: [&str; 3] =
    ["implicit_some", "unwrap_newtypes", "unwrap_variant_newtypes"];

/// A predicate: whether the text of a record of a list can be read.
pub(crate) type IsValidRecord = dyn Fn(RecordList, &str) -> bool;

/// The fragments of the text of a register.
#[derive(Debug)]
pub(crate) struct RawRegister {
    /// The text up to the opening bracket of the register, with the rest of its line.
    pub opening: Range<usize>,
    pub fields: Vec<RawField>,
    /// The text from the end of the last field.
    pub closing: Range<usize>,
}

/// A field of the register in its text.
#[derive(Debug)]
pub(crate) struct RawField {
    pub name: Range<usize>,
    pub value: RawValue,
    /// The records, if the field is a record list.
    pub records: Option<RawRecordList>,
}

/// The records of a list in its text.
#[derive(Debug, Default)]
pub(crate) struct RawRecordList {
    /// The opening bracket of the list, with the rest of its line.
    pub opening: Range<usize>,
    pub records: Vec<RawValue>,
    /// The text from the end of the last record up to the closing bracket of the list.
    pub closing: Range<usize>,
}

/// A value with the text around it.
#[derive(Clone, Debug)]
pub(crate) struct RawValue {
    /// The start of the text before the value, which is the end of the previous value.
    pub start: usize,
    pub value: Range<usize>,
    /// The end of the text after the value: after its comma and the rest of that line.
    pub end: usize,
    /// True if a comma follows the value.
    pub has_comma: bool,
}

impl RawRegister {
    /// Splits a text. With `is_valid`, records that it rejects may have brackets that do not match;
    /// without it, every record is accepted. `None` if the text is not a register.
    pub fn split(text: &str, is_valid: Option<&IsValidRecord>) -> Option<Self> {
        let lexer = Lexer::new(text, 0);
        let budget = MAX_SCAN_PASSES.saturating_mul(text.len());
        RegisterSplitter { lexer, is_valid, remaining_budget: budget, broken_count: 0 }
            .split_register()
    }
}

/// Splits the text of the list of cases, with its brackets; `None` if it is not a list.
pub(crate) fn split_cases(text: &str) -> Option<RawRecordList> {
    let lexer = Lexer::new(text, 0);
    let mut splitter =
        RegisterSplitter { lexer, is_valid: None, remaining_budget: usize::MAX, broken_count: 0 };
    let records = splitter.split_list(RecordList::Cases)?;
    (records.closing.end == text.len()).then_some(records)
}

struct RegisterSplitter<'a> {
    lexer: Lexer<'a>,
    is_valid: Option<&'a IsValidRecord>,
    remaining_budget: usize,
    broken_count: usize,
}

impl RegisterSplitter<'_> {
    fn split_register(&mut self) -> Option<RawRegister> {
        self.lexer.skip_trivia()?;
        while self.lexer.peek() == Some(b'#') {
            self.skip_attribute()?;
            self.lexer.skip_trivia()?;
        }
        self.lexer.read_identifier();
        self.lexer.skip_trivia()?;
        self.lexer.consume(b'(')?;
        self.lexer.skip_blank_line_rest();
        let opening = 0..self.lexer.offset;
        let mut fields = Vec::new();
        loop {
            let start = self.lexer.offset;
            self.lexer.skip_trivia()?;
            if self.lexer.peek()? == b')' {
                self.lexer.offset += 1;
                self.lexer.skip_trivia()?;
                // Trailing text is left to the parser to report.
                let closing = start..self.lexer.text.len();
                return (self.lexer.offset == self.lexer.text.len()).then_some(RawRegister {
                    opening,
                    fields,
                    closing,
                });
            }
            let name = self.lexer.read_field_name();
            self.lexer.skip_trivia()?;
            self.lexer.consume(b':')?;
            self.lexer.skip_trivia()?;
            let list = RecordList::from_name(&self.lexer.text[name.clone()]);
            let (value, records) = match list {
                Some(list) if self.lexer.peek()? == b'[' => {
                    let from = self.lexer.offset;
                    let records = self.split_list(list)?;
                    (from..self.lexer.offset, Some(records))
                }
                _ => (self.lexer.read_value()?, None),
            };
            let raw = self.split_value(start, value)?;
            // So is a missing comma.
            self.has_valid_follower(&raw, b')')?
                .then(|| fields.push(RawField { name, value: raw, records }))?;
        }
    }

    /// Skips an attribute before the register, such as `#![enable(implicit_some)]`; `None` if it
    /// changes how a record is written.
    fn skip_attribute(&mut self) -> Option<()> {
        let expect = |lexer: &mut Lexer, expected: Token| {
            lexer.next().filter(|(_, token)| *token == expected).map(drop)
        };
        for byte in *b"#!" {
            self.lexer.consume(byte)?;
            self.lexer.skip_trivia()?;
        }
        let opening = [Token::Open(b'['), Token::Word("enable"), Token::Open(b'(')];
        opening.into_iter().try_for_each(|token| expect(&mut self.lexer, token))?;
        loop {
            match self.lexer.next()?.1 {
                Token::Word(name) if HARMLESS_EXTENSIONS.contains(&name) => {}
                Token::Comma => {}
                Token::Close(b')') => return expect(&mut self.lexer, Token::Close(b']')),
                _ => return None,
            }
        }
    }

    fn split_list(&mut self, list: RecordList) -> Option<RawRecordList> {
        let from = self.lexer.offset;
        self.lexer.consume(b'[')?;
        self.lexer.skip_blank_line_rest();
        let mut all =
            RawRecordList { opening: from..self.lexer.offset, ..RawRecordList::default() };
        loop {
            let start = self.lexer.offset;
            self.lexer.skip_trivia()?;
            if self.lexer.peek()? == b']' {
                self.lexer.offset += 1;
                all.closing = start..self.lexer.offset;
                return Some(all);
            }
            let from = self.lexer.offset;
            let raw = self.split_valid_record(list, start).or_else(|| {
                self.lexer.offset = from;
                self.split_broken_record(list, start)
            })?;
            all.records.push(raw);
        }
    }

    /// Splits off a record that ends with its brackets and is followed by another or by the end of
    /// the list.
    fn split_valid_record(&mut self, list: RecordList, start: usize) -> Option<RawValue> {
        let from = self.lexer.offset;
        let raw = self.lexer.read_value().and_then(|value| self.split_value(start, value));
        // The end of a value without one was searched up to the end of the text.
        let until = if raw.is_some() { self.lexer.offset } else { self.lexer.text.len() };
        self.spend_budget(until - from)?;
        let raw = raw?;
        let is_followed = self.has_valid_follower(&raw, b']')?;
        let is_sound =
            || self.is_valid.is_none_or(|it| it(list, &self.lexer.text[raw.value.clone()]));
        (is_followed && is_sound()).then_some(raw)
    }

    /// Returns whether a valid token follows a value: any after a comma, else only the closing
    /// bracket around the value.
    fn has_valid_follower(&mut self, raw: &RawValue, close: u8) -> Option<bool> {
        if raw.has_comma {
            return Some(true);
        }
        let mut lookahead = self.lexer;
        lookahead.skip_trivia()?;
        Some(lookahead.peek()? == close)
    }

    /// Splits off a record whose brackets do not match. It ends before a line that starts another
    /// record with the same indentation or a valid record with any, before a line with less
    /// indentation, and before the line that closes the list.
    fn split_broken_record(&mut self, list: RecordList, start: usize) -> Option<RawValue> {
        self.is_valid?;
        self.broken_count += 1;
        let from = self.lexer.offset;
        let line = self.lexer.text[..from].rfind('\n').map_or(0, |end| end + 1);
        let indent = from - line;
        let mut before = self.lexer.text[line..from].bytes();
        let begins_line = before.all(|byte| byte == b' ' || byte == b'\t');
        if !begins_line || self.broken_count > MAX_BROKEN_RECORDS {
            return None;
        }
        loop {
            let line = memchr::memchr(b'\n', &self.lexer.text.as_bytes()[self.lexer.offset..])? + 1;
            self.lexer.offset += line;
            self.spend_budget(line)?;
            let rest = &self.lexer.text[self.lexer.offset..];
            let depth = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let next = *rest.as_bytes().get(depth)?;
            let ends = match next {
                b'\n' | b'\r' => false,
                b'(' if depth > indent => self.is_record_start(list, self.lexer.offset + depth),
                b']' if depth > indent => self.is_list_end(self.lexer.offset + depth),
                b'(' | b'/' | b']' => depth <= indent,
                _ => depth < indent,
            };
            if ends {
                break;
            }
        }
        let end = self.lexer.offset;
        let body = self.lexer.text[from..end].trim_end();
        let comma = body.ends_with(',');
        let value = from..from + body.strip_suffix(',').unwrap_or(body).len();
        (!value.is_empty()).then_some(RawValue { start, value, end, has_comma: comma })
    }

    /// Returns whether a valid record starts at an offset.
    fn is_record_start(&mut self, list: RecordList, at: usize) -> bool {
        let before = std::mem::replace(&mut self.lexer.offset, at);
        let begins = self.split_valid_record(list, at).is_some();
        self.lexer.offset = before;
        begins
    }

    /// Returns whether the bracket at an offset closes a list of the register, not one of a record:
    /// another list of the register follows, or the end of the register.
    fn is_list_end(&self, at: usize) -> bool {
        let has_list_or_end = |mut ahead: Lexer| {
            ahead.skip_trivia()?;
            let _ = ahead.consume(b',');
            ahead.skip_trivia()?;
            if ahead.consume(b')').is_some() {
                ahead.skip_trivia()?;
                return Some(ahead.offset == ahead.text.len());
            }
            let name = &ahead.text[ahead.read_field_name()];
            ahead.skip_trivia()?;
            // `sources` is also a field of records.
            let list = RecordList::from_name(name).filter(|list| *list != RecordList::Sources);
            Some(ahead.consume(b':').is_some() && list.is_some())
        };
        has_list_or_end(Lexer::new(self.lexer.text, at + 1)).unwrap_or(false)
    }

    /// Counts bytes that were scanned; `None` once the budget is spent.
    fn spend_budget(&mut self, bytes: usize) -> Option<()> {
        let left = self.remaining_budget.checked_sub(bytes);
        // A spent budget stays spent.
        self.remaining_budget = left.unwrap_or_default();
        left.map(drop)
    }

    /// Splits off a value with its comma and the rest of the line.
    fn split_value(&mut self, start: usize, value: Range<usize>) -> Option<RawValue> {
        let end = self.lexer.offset;
        self.lexer.skip_trivia()?;
        let comma = self.lexer.peek() == Some(b',');
        if comma {
            self.lexer.offset += 1;
        } else {
            self.lexer.offset = end;
        }
        self.lexer.skip_blank_line_rest();
        Some(RawValue { start, value, end: self.lexer.offset, has_comma: comma })
    }
}
