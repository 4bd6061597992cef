//! Writes a register as its file was written.

use std::{
    io::{self, Write},
    sync::Arc,
};

use crate::{
    register::Register,
    store::{
        ron::{
            incremental_writer::{IncrementalWriter, RECORD_SEPARATOR},
            print::{PrintRon, print_register_with_cases, print_value},
        },
        source_text::{
            CANONICAL_TRIVIA, FieldText, RegisterLayout, SourceText, TrailingTrivia,
            broken_record::BrokenRecord,
            comments::reprint_with_comments,
            list_source::{KeyedRecord, ListText, RecordText},
        },
    },
};

/// The fields of a register, in the order in which this program writes them.
const FIELD_ORDER: [&str; 10] = [
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

impl SourceText {
    /// Writes a register: what did not change since it was read as it stood, the rest as this
    /// program writes it, with the comments that have their place still.
    ///
    /// # Errors
    /// Those of the writer; what was written until then is then the beginning of the text.
    pub fn print(&self, register: &Register, out: &mut dyn Write) -> io::Result<()> {
        self.print_incrementally(register, &mut IncrementalWriter::new(None, out))
    }

    /// Writes the same in the place of an old file, from which cases are copied.
    ///
    /// # Errors
    /// Those of the writer, and of reading that file.
    pub(crate) fn print_incrementally(
        &self,
        register: &Register,
        out: &mut IncrementalWriter,
    ) -> io::Result<()> {
        let Some(layout) = &self.layout else {
            return print_register_with_cases(register, out, |out| {
                register.cases().iter().enumerate().try_for_each(|(place, case)| {
                    out.write_case(place, case)?;
                    out.write_all(RECORD_SEPARATOR)
                })
            });
        };
        LayoutPrinter { out, is_at_line_start: true, trailing: None, needs_comma: false }
            .print_register(layout, register)
    }
}

/// A text being written.
struct LayoutPrinter<'a, 'o, 't> {
    out: &'a mut IncrementalWriter<'o>,
    /// Whether what was written ends with a line.
    is_at_line_start: bool,
    /// What follows the last value.
    trailing: Option<&'t TrailingTrivia>,
    /// Whether that lacks a comma, should another value follow.
    needs_comma: bool,
}

impl<'o, 't> LayoutPrinter<'_, 'o, 't> {
    fn print_register(
        &mut self,
        layout: &'t RegisterLayout,
        register: &Register,
    ) -> io::Result<()> {
        self.write_text(&layout.opening)?;
        for name in fields_to_print(layout, register) {
            let field = layout.fields.iter().find(|field| field.name == name);
            match field {
                Some(field) => self.begin_value(&field.leading)?,
                None => {
                    self.begin_line("")?;
                    self.write_text(&format!("    {name}: "))?;
                }
            }
            self.print_field(name, field, layout, register)?;
            self.set_trailing(field.map_or(&CANONICAL_TRIVIA, |field| &field.trailing));
        }
        self.end_value()?;
        self.write_text(&layout.closing)
    }

    fn print_field(
        &mut self,
        name: &str,
        field: Option<&'t FieldText>,
        layout: &'t RegisterLayout,
        register: &Register,
    ) -> io::Result<()> {
        let new_info = register.info();
        let old_info = &layout.info;
        let original_or_printed = |same: bool, value: &dyn PrintRon| match field {
            Some(field) if same => field.value.clone(),
            _ => print_value(value),
        };
        let text = match name {
            "format" => original_or_printed(true, &register.format_version()),
            "title" => original_or_printed(new_info.title == old_info.title, &new_info.title),
            "note" => original_or_printed(new_info.note == old_info.note, &new_info.note),
            "compare" => {
                original_or_printed(new_info.compare == old_info.compare, &new_info.compare)
            }
            "parties" => {
                let (was, now) = (&layout.parties, register.parties());
                return self.print_list(
                    name,
                    field,
                    layout,
                    was,
                    now,
                    IncrementalWriter::write_record,
                );
            }
            "sources" => {
                let (was, now) = (&layout.sources, register.sources());
                return self.print_list(
                    name,
                    field,
                    layout,
                    was,
                    now,
                    IncrementalWriter::write_record,
                );
            }
            "totals" => {
                let (was, now) = (&layout.totals, register.totals());
                return self.print_list(
                    name,
                    field,
                    layout,
                    was,
                    now,
                    IncrementalWriter::write_record,
                );
            }
            "incidents" => {
                let (was, now) = (&layout.incidents, register.incidents());
                return self.print_list(
                    name,
                    field,
                    layout,
                    was,
                    now,
                    IncrementalWriter::write_record,
                );
            }
            "cases" => {
                let (was, now) = (&layout.cases, register.cases());
                return self.print_list(
                    name,
                    field,
                    layout,
                    was,
                    now,
                    IncrementalWriter::write_case,
                );
            }
            _ => {
                let (was, now) = (&layout.events, register.events());
                return self.print_list(
                    name,
                    field,
                    layout,
                    was,
                    now,
                    IncrementalWriter::write_record,
                );
            }
        };
        self.write_text(&text)
    }

    fn print_list<T: KeyedRecord>(
        &mut self,
        name: &str,
        field: Option<&'t FieldText>,
        layout: &'t RegisterLayout,
        list_text: &'t ListText<T>,
        records: &[Arc<T>],
        write: fn(&mut IncrementalWriter<'o>, usize, &Arc<T>) -> io::Result<()>,
    ) -> io::Result<()> {
        self.write_text(field.map_or("[\n", |field| &field.value))?;
        let broken: Vec<_> = layout.broken_records.iter().filter(|it| it.list == name).collect();
        let matches = list_text.match_records(records, broken.is_empty());
        let mut broken = PendingBrokenRecords::new(&broken, &matches, list_text.records.len());
        for (place, (record, pair)) in records.iter().zip(&matches).enumerate() {
            let repaired_comments = self.print_broken_records(broken.take_before(place))?;
            match pair.and_then(|at| {
                Some((&list_text.records[at], list_text.record_texts.get(&at)?.as_ref()))
            }) {
                Some((was, RecordText { leading: before, text, trailing: after })) => {
                    self.begin_value(&(repaired_comments + before))?;
                    if was == record {
                        self.write_text(text)?;
                    } else {
                        self.write_text(&reprint_with_comments(
                            text,
                            was.as_ref(),
                            record.as_ref(),
                        ))?;
                    }
                    self.set_trailing(after);
                }
                None => {
                    self.begin_line(&repaired_comments)?;
                    write(self.out, place, record)?;
                    self.is_at_line_start = false;
                    self.set_trailing(&CANONICAL_TRIVIA);
                }
            }
        }
        let repaired_comments = self.print_broken_records(broken.take_before(records.len()))?;
        self.end_value()?;
        self.write_text(&repaired_comments)?;
        let end = field.map_or("    ]", |field| &field.closing);
        // A list that was empty ended on the line on which it began.
        let needs_own_line =
            self.is_at_line_start && list_text.records.is_empty() && !records.is_empty();
        self.write_text(if needs_own_line && end == "]" { "    ]" } else { end })
    }

    /// Writes damaged records as they stood; gives the comments before those that were mended,
    /// which go before what took their place.
    fn print_broken_records(&mut self, all: &[(usize, &'t BrokenRecord)]) -> io::Result<String> {
        let mut repaired_comments = String::new();
        for (_, broken) in all {
            if !broken.is_repaired {
                self.begin_value(&(std::mem::take(&mut repaired_comments) + &broken.leading))?;
                self.write_text(&broken.text)?;
                // What is wrong with it may be its comma; it is left as it is.
                self.trailing = Some(&broken.trailing);
                self.needs_comma = false;
            } else if broken.leading.contains('/') {
                repaired_comments.push_str(broken.leading.trim_end_matches([' ', '\t']));
            }
        }
        Ok(repaired_comments)
    }

    /// Begins another value, with what stands before it.
    fn begin_value(&mut self, before: &str) -> io::Result<()> {
        if std::mem::take(&mut self.needs_comma) {
            self.write_text(",")?;
        }
        self.end_value()?;
        self.write_text(before)
    }

    /// The same on a line of its own.
    fn begin_line(&mut self, before: &str) -> io::Result<()> {
        self.begin_value(before)?;
        if self.is_at_line_start { Ok(()) } else { self.write_text("\n") }
    }

    /// Takes note of what follows a value just written.
    fn set_trailing(&mut self, trailing: &'t TrailingTrivia) {
        (self.trailing, self.needs_comma) = (Some(trailing), !trailing.has_comma);
    }

    /// Writes what follows the last value.
    fn end_value(&mut self) -> io::Result<()> {
        self.needs_comma = false;
        match self.trailing.take() {
            Some(after) => self.write_text(&after.text),
            None => Ok(()),
        }
    }

    fn write_text(&mut self, text: &str) -> io::Result<()> {
        if let Some(last) = text.as_bytes().last() {
            self.is_at_line_start = *last == b'\n';
        }
        self.out.write_all(text.as_bytes())
    }
}

/// The fields to be written: those that were, and those that have come to hold something, each
/// after the last of those that this program writes before it.
fn fields_to_print<'t>(layout: &'t RegisterLayout, register: &Register) -> Vec<&'t str> {
    let mut fields: Vec<&str> = layout.fields.iter().map(|field| &*field.name).collect();
    let rank = |name: &str| FIELD_ORDER.iter().position(|field| *field == name);
    for name in FIELD_ORDER {
        let is_present = match name {
            "note" => !register.note().is_empty(),
            "parties" => !register.parties().is_empty(),
            "sources" => !register.sources().is_empty(),
            "totals" => !register.totals().is_empty(),
            "incidents" => !register.incidents().is_empty(),
            "cases" => !register.cases().is_empty(),
            "events" => !register.events().is_empty(),
            _ => true,
        };
        if is_present && !fields.contains(&name) {
            let last = fields.iter().rposition(|field| rank(field) < rank(name));
            fields.insert(last.map_or(0, |last| last + 1), name);
        }
    }
    fields
}

/// Damaged records of a list that wait for their place among the others.
struct PendingBrokenRecords<'t> {
    /// Each with the number of records that come before it, in rising order.
    all: Vec<(usize, &'t BrokenRecord)>,
    next: usize,
}

impl<'t> PendingBrokenRecords<'t> {
    /// Damaged records, each to stand after the last of those still there that it stood after.
    fn new(all: &[&'t BrokenRecord], matches: &[Option<usize>], read: usize) -> Self {
        let mut after = vec![0; if all.is_empty() { 0 } else { read + 1 }];
        for (place, at) in
            matches.iter().enumerate().filter_map(|(place, at)| Some((place, (*at)?)))
        {
            if let Some(after) = after.get_mut(at + 1) {
                *after = place + 1;
            }
        }
        for at in 1..after.len() {
            after[at] = after[at].max(after[at - 1]);
        }
        let place = |broken: &BrokenRecord| {
            after.get(broken.index_among_readable).copied().unwrap_or_default()
        };
        Self { all: all.iter().map(|broken| (place(broken), *broken)).collect(), next: 0 }
    }

    /// Those that come before the record at a place, and have not come yet.
    fn take_before(&mut self, place: usize) -> &[(usize, &'t BrokenRecord)] {
        let from = self.next;
        let due = self.all[from..].iter().take_while(|(after, _)| *after <= place).count();
        self.next += due;
        &self.all[from..self.next]
    }
}
