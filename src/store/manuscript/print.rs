//! Writes a register as its file was written.

use std::{
    io::{self, Write},
    sync::Arc,
};

use super::{
    After, CANONICAL, Damaged, Manuscript, Written, WrittenField,
    comments::redrawn,
    sheet::{Kept, RecordText, Sheet},
};
use crate::{
    register::Register,
    store::{
        format::{Value, print_around, print_value},
        splice::{COMMA, Splicer},
    },
};

/// The fields of a register, in the order in which this program writes them.
const FIELDS: [&str; 10] = [
    "format",
    "title",
    "note",
    "parties",
    "compare",
    "sources",
    "totals",
    "incidents",
    "cases",
    "events",
];

impl Manuscript {
    /// Writes a register: what did not change since it was read as it stood, the rest as this
    /// program writes it, with the comments that have their place still.
    ///
    /// # Errors
    /// Those of the writer; what was written until then is then the beginning of the text.
    pub fn print(&self, register: &Register, out: &mut dyn Write) -> io::Result<()> {
        self.print_over(register, &mut Splicer::new(None, out))
    }

    /// Writes the same in the place of an old file, from which cases are copied.
    ///
    /// # Errors
    /// Those of the writer, and of reading that file.
    pub(in super::super) fn print_over(
        &self,
        register: &Register,
        out: &mut Splicer,
    ) -> io::Result<()> {
        let Some(written) = &self.written else {
            return print_around(register, out, |out| {
                register.cases().iter().enumerate().try_for_each(|(place, case)| {
                    out.case(place, case)?;
                    out.write_all(COMMA)
                })
            });
        };
        Printing { out, ends_line: true, after: None, needs_comma: false }
            .register(written, register)
    }
}

/// A text being written.
struct Printing<'a, 'o, 't> {
    out: &'a mut Splicer<'o>,
    /// Whether what was written ends with a line.
    ends_line: bool,
    /// What follows the last value.
    after: Option<&'t After>,
    /// Whether that lacks a comma, should another value follow.
    needs_comma: bool,
}

impl<'o, 't> Printing<'_, 'o, 't> {
    fn register(&mut self, written: &'t Written, register: &Register) -> io::Result<()> {
        self.text(&written.opening)?;
        for name in fields(written, register) {
            let field = written.fields.iter().find(|field| field.name == name);
            match field {
                Some(field) => self.begin(&field.before)?,
                None => {
                    self.begin_line("")?;
                    self.text(&format!("    {name}: "))?;
                }
            }
            self.value(name, field, written, register)?;
            self.follow(field.map_or(&CANONICAL, |field| &field.after));
        }
        self.end()?;
        self.text(&written.closing)
    }

    fn value(
        &mut self,
        name: &str,
        field: Option<&'t WrittenField>,
        written: &'t Written,
        register: &Register,
    ) -> io::Result<()> {
        let is = register.about();
        let was = &written.about;
        let plain = |same: bool, value: &dyn Value| match field {
            Some(field) if same => field.value.clone(),
            _ => print_value(value),
        };
        let text = match name {
            "format" => plain(true, &register.format()),
            "title" => plain(is.title == was.title, &is.title),
            "note" => plain(is.note == was.note, &is.note),
            "compare" => plain(is.compare == was.compare, &is.compare),
            "parties" => {
                let (was, now) = (&written.parties, register.parties());
                return self.list(name, field, written, was, now, Splicer::record);
            }
            "sources" => {
                let (was, now) = (&written.sources, register.sources());
                return self.list(name, field, written, was, now, Splicer::record);
            }
            "totals" => {
                let (was, now) = (&written.totals, register.totals());
                return self.list(name, field, written, was, now, Splicer::record);
            }
            "incidents" => {
                let (was, now) = (&written.incidents, register.incidents());
                return self.list(name, field, written, was, now, Splicer::record);
            }
            "cases" => {
                let (was, now) = (&written.cases, register.cases());
                return self.list(name, field, written, was, now, Splicer::case);
            }
            _ => {
                let (was, now) = (&written.events, register.events());
                return self.list(name, field, written, was, now, Splicer::record);
            }
        };
        self.text(&text)
    }

    fn list<T: Kept>(
        &mut self,
        name: &str,
        field: Option<&'t WrittenField>,
        written: &'t Written,
        sheet: &'t Sheet<T>,
        now: &[Arc<T>],
        write: fn(&mut Splicer<'o>, usize, &Arc<T>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.text(field.map_or("[\n", |field| &field.value))?;
        let damaged: Vec<_> = written.damaged.iter().filter(|it| it.list == name).collect();
        let pairs = sheet.pairs(now, damaged.is_empty());
        let mut damaged = Waiting::new(&damaged, &pairs, sheet.read.len());
        for (place, (record, pair)) in now.iter().zip(&pairs).enumerate() {
            let notes = self.damaged(damaged.before(place))?;
            match pair.and_then(|at| Some((&sheet.read[at], sheet.texts.get(&at)?.as_ref()))) {
                Some((was, RecordText { before, text, after })) => {
                    self.begin(&(notes + before))?;
                    if was == record {
                        self.text(text)?;
                    } else {
                        self.text(&redrawn(text, was.as_ref(), record.as_ref()))?;
                    }
                    self.follow(after);
                }
                None => {
                    self.begin_line(&notes)?;
                    write(self.out, place, record)?;
                    self.ends_line = false;
                    self.follow(&CANONICAL);
                }
            }
        }
        let notes = self.damaged(damaged.before(now.len()))?;
        self.end()?;
        self.text(&notes)?;
        let end = field.map_or("    ]", |field| &field.end);
        // A list that was empty ended on the line on which it began.
        let moved = self.ends_line && sheet.read.is_empty() && !now.is_empty();
        self.text(if moved && end == "]" { "    ]" } else { end })
    }

    /// Writes damaged records as they stood; gives the comments before those that were mended,
    /// which go before what took their place.
    fn damaged(&mut self, all: &[(usize, &'t Damaged)]) -> io::Result<String> {
        let mut notes = String::new();
        for (_, damaged) in all {
            if !damaged.is_mended {
                self.begin(&(std::mem::take(&mut notes) + &damaged.before))?;
                self.text(&damaged.text)?;
                // What is wrong with it may be its comma; it is left as it is.
                self.after = Some(&damaged.after);
                self.needs_comma = false;
            } else if damaged.before.contains('/') {
                notes.push_str(damaged.before.trim_end_matches([' ', '\t']));
            }
        }
        Ok(notes)
    }

    /// Begins another value, with what stands before it.
    fn begin(&mut self, before: &str) -> io::Result<()> {
        if std::mem::take(&mut self.needs_comma) {
            self.text(",")?;
        }
        self.end()?;
        self.text(before)
    }

    /// The same on a line of its own.
    fn begin_line(&mut self, before: &str) -> io::Result<()> {
        self.begin(before)?;
        if self.ends_line { Ok(()) } else { self.text("\n") }
    }

    /// Takes note of what follows a value just written.
    fn follow(&mut self, after: &'t After) {
        (self.after, self.needs_comma) = (Some(after), !after.comma);
    }

    /// Writes what follows the last value.
    fn end(&mut self) -> io::Result<()> {
        self.needs_comma = false;
        match self.after.take() {
            Some(after) => self.text(&after.text),
            None => Ok(()),
        }
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        if let Some(last) = text.as_bytes().last() {
            self.ends_line = *last == b'\n';
        }
        self.out.write_all(text.as_bytes())
    }
}

/// The fields to be written: those that were, and those that have come to hold something, each
/// after the last of those that this program writes before it.
fn fields<'t>(written: &'t Written, register: &Register) -> Vec<&'t str> {
    let mut fields: Vec<&str> = written.fields.iter().map(|field| &*field.name).collect();
    let rank = |name: &str| FIELDS.iter().position(|field| *field == name);
    for name in FIELDS {
        let holds = match name {
            "note" => !register.note().is_empty(),
            "parties" => !register.parties().is_empty(),
            "sources" => !register.sources().is_empty(),
            "totals" => !register.totals().is_empty(),
            "incidents" => !register.incidents().is_empty(),
            "cases" => !register.cases().is_empty(),
            "events" => !register.events().is_empty(),
            _ => true,
        };
        if holds && !fields.contains(&name) {
            let last = fields.iter().rposition(|field| rank(field) < rank(name));
            fields.insert(last.map_or(0, |last| last + 1), name);
        }
    }
    fields
}

/// Damaged records of a list that wait for their place among the others.
struct Waiting<'t> {
    /// Each with the number of records that come before it, in rising order.
    all: Vec<(usize, &'t Damaged)>,
    next: usize,
}

impl<'t> Waiting<'t> {
    /// Damaged records, each to stand after the last of those still there that it stood after.
    fn new(all: &[&'t Damaged], pairs: &[Option<usize>], read: usize) -> Self {
        let mut after = vec![0; if all.is_empty() { 0 } else { read + 1 }];
        for (place, at) in pairs.iter().enumerate().filter_map(|(place, at)| Some((place, (*at)?)))
        {
            if let Some(after) = after.get_mut(at + 1) {
                *after = place + 1;
            }
        }
        for at in 1..after.len() {
            after[at] = after[at].max(after[at - 1]);
        }
        let place = |damaged: &Damaged| after.get(damaged.follows).copied().unwrap_or_default();
        Self { all: all.iter().map(|damaged| (place(damaged), *damaged)).collect(), next: 0 }
    }

    /// Those that come before the record at a place, and have not come yet.
    fn before(&mut self, place: usize) -> &[(usize, &'t Damaged)] {
        let from = self.next;
        let due = self.all[from..].iter().take_while(|(after, _)| *after <= place).count();
        self.next += due;
        &self.all[from..self.next]
    }
}
