//! Cuts the text of a register at its fields and records, without reading these.
//!
//! Nothing between two cuts is lost: the pieces in their order are the text.

use std::ops::Range;

/// The lists whose items are records.
pub(crate) const LISTS: [&str; 6] =
    ["parties", "sources", "totals", "incidents", "cases", "events"];

/// How often the text may be gone through in search of the ends of damaged records; a text that
/// takes more is better read by a human being.
const PATIENCE: usize = 8;

/// How many records may be damaged; of a text with more of them it is better to say what is wrong
/// with the first.
pub(crate) const DAMAGED: usize = 10_000;

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
    pub fn of(text: &str, sound: Option<&dyn Fn(&str, &str) -> bool>) -> Option<Self> {
        let budget = PATIENCE.saturating_mul(text.len());
        Cutter { text, at: 0, sound, budget, damaged: 0 }.register()
    }
}

struct Cutter<'a> {
    text: &'a str,
    at: usize,
    sound: Option<&'a dyn Fn(&str, &str) -> bool>,
    budget: usize,
    damaged: usize,
}

impl Cutter<'_> {
    fn register(&mut self) -> Option<Outline> {
        self.blank()?;
        self.word();
        self.blank()?;
        self.take(b'(')?;
        self.line();
        let opening = 0..self.at;
        let mut fields = Vec::new();
        loop {
            let start = self.at;
            self.blank()?;
            if self.peek()? == b')' {
                self.at += 1;
                self.blank()?;
                // Something that follows the register is for the reader to complain of.
                let closing = start..self.text.len();
                return (self.at == self.text.len()).then_some(Outline {
                    opening,
                    fields,
                    closing,
                });
            }
            let name = self.word();
            self.blank()?;
            self.take(b':')?;
            self.blank()?;
            let list = LISTS.iter().find(|list| **list == &self.text[name.clone()]);
            let (value, records) = match list {
                Some(list) if self.peek()? == b'[' => {
                    let from = self.at;
                    let records = self.records(list)?;
                    (from..self.at, Some(records))
                }
                _ => (self.value()?, None),
            };
            let cut = self.cut(start, value)?;
            // What stands without its comma is for the reader to complain of, too.
            self.is_followed(&cut, b')')?.then(|| fields.push(Field { name, cut, records }))?;
        }
    }

    fn records(&mut self, list: &str) -> Option<Records> {
        let from = self.at;
        self.take(b'[')?;
        self.line();
        let mut all = Records { opening: from..self.at, ..Records::default() };
        loop {
            let start = self.at;
            self.blank()?;
            if self.peek()? == b']' {
                self.at += 1;
                all.closing = start..self.at;
                return Some(all);
            }
            let from = self.at;
            let cut = self.sound_record(list, start).or_else(|| {
                self.at = from;
                self.damaged_record(list, start)
            })?;
            all.records.push(cut);
        }
    }

    /// A record that ends where its brackets say, and is followed by another or by the list's end.
    fn sound_record(&mut self, list: &str, start: usize) -> Option<Cut> {
        let from = self.at;
        let value = self.value();
        // One without an end was sought up to that of the text.
        let until = if value.is_some() { self.at } else { self.text.len() };
        self.spend(until - from)?;
        let cut = self.cut(start, value?)?;
        let is_followed = self.is_followed(&cut, b']')?;
        let is_sound = || self.sound.is_none_or(|it| it(list, &self.text[cut.value.clone()]));
        (is_followed && is_sound()).then_some(cut)
    }

    /// Whether what comes after a value may: anything after a comma, else only the bracket that
    /// closes what the value stands in.
    fn is_followed(&mut self, cut: &Cut, close: u8) -> Option<bool> {
        let ends = self.at;
        self.blank()?;
        let next = self.peek()?;
        self.at = ends;
        Some(cut.comma || next == close)
    }

    /// A record whose brackets cannot be trusted: it ends before the line on which another begins
    /// as far to the right as it did, or one that can be read wherever it begins; and before one
    /// on which something stands further to the left, or its list is closed.
    fn damaged_record(&mut self, list: &str, start: usize) -> Option<Cut> {
        self.sound?;
        self.damaged += 1;
        let from = self.at;
        let line = self.text[..from].rfind('\n').map_or(0, |end| end + 1);
        let indent = from - line;
        let begins_line = self.text[line..from].bytes().all(|byte| byte == b' ' || byte == b'\t');
        if !begins_line || self.damaged > DAMAGED {
            return None;
        }
        loop {
            let line = memchr::memchr(b'\n', &self.text.as_bytes()[self.at..])? + 1;
            self.at += line;
            self.spend(line)?;
            let rest = &self.text[self.at..];
            let depth = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let next = *rest.as_bytes().get(depth)?;
            let ends = match next {
                b'\n' | b'\r' => false,
                b'(' if depth > indent => self.begins_record(list, self.at + depth),
                b']' if depth > indent => self.closes_list(self.at + depth),
                b'(' | b'/' | b']' => depth <= indent,
                _ => depth < indent,
            };
            if ends {
                break;
            }
        }
        let end = self.at;
        let body = self.text[from..end].trim_end();
        let comma = body.ends_with(',');
        let value = from..from + body.strip_suffix(',').unwrap_or(body).len();
        (!value.is_empty()).then_some(Cut { start, value, end, comma })
    }

    /// Whether a record that can be read begins at a byte.
    fn begins_record(&mut self, list: &str, at: usize) -> bool {
        let before = std::mem::replace(&mut self.at, at);
        let begins = self.sound_record(list, at).is_some();
        self.at = before;
        begins
    }

    /// Whether the bracket at a byte closes a list of the register, not one of a record: after it
    /// comes another list of the register, or its end.
    fn closes_list(&mut self, at: usize) -> bool {
        let before = std::mem::replace(&mut self.at, at + 1);
        let closes = self.register_goes_on();
        self.at = before;
        closes.is_some()
    }

    fn register_goes_on(&mut self) -> Option<()> {
        self.blank()?;
        let _ = self.take(b',');
        self.blank()?;
        if self.take(b')').is_some() {
            self.blank()?;
            return (self.at == self.text.len()).then_some(());
        }
        let name = self.word();
        self.blank()?;
        // Records have lists of sources of their own.
        let is_list =
            LISTS.iter().any(|list| *list != "sources" && *list == &self.text[name.clone()]);
        self.take(b':').filter(|()| is_list)
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
        let end = self.at;
        self.blank()?;
        let comma = self.peek() == Some(b',');
        if comma {
            self.at += 1;
        } else {
            self.at = end;
        }
        self.line();
        Some(Cut { start, value, end: self.at, comma })
    }

    /// Takes a value: up to the comma or the bracket that ends it.
    fn value(&mut self) -> Option<Range<usize>> {
        let (start, mut end) = (self.at, self.at);
        let mut open = Vec::new();
        loop {
            match self.peek()? {
                b'"' => self.quoted("\"", true)?,
                b'/' if self.comment()? => continue,
                b'(' => open.push(b')'),
                b'[' => open.push(b']'),
                b'{' => open.push(b'}'),
                b',' | b')' | b']' | b'}' if open.is_empty() => break,
                close @ (b')' | b']' | b'}') if open.pop() != Some(close) => return None,
                b' ' | b'\t' | b'\n' | b'\r' => {
                    self.at += 1;
                    continue;
                }
                b'r' | b'b' => {
                    let word = self.word();
                    let word = &self.text[word];
                    let hashes = word.trim_start_matches(['b', 'r']);
                    let raw = word.len() > hashes.len() && hashes.bytes().all(|byte| byte == b'#');
                    if raw && self.peek() == Some(b'"') {
                        self.quoted(&format!("\"{hashes}"), !word.contains('r'))?;
                        self.at += hashes.len();
                    } else {
                        self.at -= 1;
                    }
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                    self.word();
                    self.at -= 1;
                }
                _ => {}
            }
            self.at += 1;
            end = self.at;
        }
        self.at = end;
        (end > start).then_some(start..end)
    }

    /// Goes to the last mark of a text in quotation marks, that ends with `end`.
    fn quoted(&mut self, end: &str, escapes: bool) -> Option<()> {
        let mut at = self.at + 1;
        loop {
            at += memchr::memchr2(b'"', b'\\', self.text.as_bytes().get(at..)?)?;
            if self.text.as_bytes()[at] == b'\\' {
                at += if escapes { 2 } else { 1 };
            } else if self.text[at..].starts_with(end) {
                self.at = at;
                return Some(());
            } else {
                at += 1;
            }
        }
    }

    /// Goes past a name, a number or the beginning of a raw text.
    fn word(&mut self) -> Range<usize> {
        let rest = &self.text.as_bytes()[self.at..];
        let fits = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_#".contains(byte);
        let start = self.at;
        self.at += rest.iter().take_while(fits).count();
        start..self.at
    }

    /// Goes past blanks and comments; nothing where a comment does not end.
    fn blank(&mut self) -> Option<()> {
        loop {
            match self.peek() {
                Some(b'/') if self.comment()? => {}
                Some(byte) if byte.is_ascii_whitespace() => self.at += 1,
                Some(_) if self.text[self.at..].starts_with('\u{feff}') && self.at == 0 => {
                    self.at += '\u{feff}'.len_utf8();
                }
                _ => return Some(()),
            }
        }
    }

    /// Goes past a comment, if one begins here; nothing where it does not end.
    fn comment(&mut self) -> Option<bool> {
        let rest = &self.text.as_bytes()[self.at..];
        if rest.starts_with(b"//") {
            self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            return Some(true);
        }
        if !rest.starts_with(b"/*") {
            return Some(false);
        }
        let (mut depth, mut at) = (0_usize, 0);
        loop {
            let Some(next) = rest.get(at..).and_then(|rest| memchr::memchr2(b'/', b'*', rest))
            else {
                self.spend(rest.len());
                return None;
            };
            at += next;
            match (rest[at], rest.get(at + 1)) {
                (b'/', Some(b'*')) => (depth, at) = (depth + 1, at + 2),
                (b'*', Some(b'/')) => (depth, at) = (depth - 1, at + 2),
                _ => at += 1,
            }
            if depth == 0 {
                self.at += at;
                return Some(true);
            }
        }
    }

    /// Goes to the next line, where nothing but blanks and comments are left of this one.
    fn line(&mut self) {
        let start = self.at;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            match rest {
                [b'\n', ..] => {
                    self.at += 1;
                    return;
                }
                [b' ' | b'\t' | b'\r', ..] => self.at += 1,
                [b'/', b'/', ..] => {
                    self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                }
                [] => return,
                _ => {
                    self.at = start;
                    return;
                }
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }
}
