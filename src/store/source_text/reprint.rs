//! Prints a register with the comments and the layout of its source text.

use std::{
    io::{self, Write},
    sync::Arc,
};

use serde::Serialize;

use crate::{
    register::{
        Register,
        record::ListMember as _,
        record_list::{RecordList, with_record_type},
    },
    store::{
        ron::{
            incremental_writer::IncrementalWriter,
            line_ends::{LineEnd, LineEnds, unify_line_ends},
            print::{print_value, push_record},
            register_field::RegisterField,
        },
        source_text::{
            broken_record::BrokenRecord,
            comments::{CommentedText, reprint_with_comments},
            layout::{FieldText, LaidOutRecord, RegisterLayout},
            list_source::RecordText,
            trailing_trivia::{CANONICAL_TRIVIA, TrailingTrivia},
        },
    },
};

/// Prints a register: unchanged parts as they stood, the rest canonically with the comments of the
/// lines that are left.
///
/// # Errors
/// Returns the error of the writer or of reading the old file.
pub(super) fn print_with_layout(
    layout: &RegisterLayout,
    register: &Register,
    out: &mut IncrementalWriter,
) -> io::Result<()> {
    LayoutPrinter {
        out,
        line_end: layout.line_end,
        is_at_line_start: true,
        trailing: None,
        needs_comma: false,
    }
    .print_register(layout, register)
}

/// A printer that follows the layout of a source text.
struct LayoutPrinter<'a, 'o, 't> {
    out: &'a mut IncrementalWriter<'o>,
    /// The end of the lines that are printed anew.
    line_end: LineEnd,
    /// True if the printed text ends with a line break.
    is_at_line_start: bool,
    /// The text that follows the last value.
    trailing: Option<&'t TrailingTrivia>,
    /// True if another value must be preceded by a comma.
    needs_comma: bool,
}

impl<'o, 't> LayoutPrinter<'_, 'o, 't> {
    fn print_register(
        &mut self,
        layout: &'t RegisterLayout,
        register: &Register,
    ) -> io::Result<()> {
        self.write_text(&layout.opening)?;
        for field in fields_to_print(layout, register) {
            let field_text = layout.fields.iter().find(|it| it.field == field);
            match field_text {
                Some(text) => self.begin_value(&text.leading)?,
                None => {
                    self.begin_line("")?;
                    self.write_text(&format!("    {}: ", field.name()))?;
                }
            }
            self.print_field(field, field_text, layout, register)?;
            let after_new = TrailingTrivia::after_new_value(self.line_end);
            self.set_trailing(field_text.map_or(after_new, |text| &text.trailing));
        }
        self.end_value()?;
        self.write_text(&layout.closing)
    }

    fn print_field(
        &mut self,
        field: RegisterField,
        text: Option<&'t FieldText>,
        layout: &'t RegisterLayout,
        register: &Register,
    ) -> io::Result<()> {
        let (old, new) = (&layout.info, register.info());
        match field {
            RegisterField::Format => self.print_value(text, true, &register.format_version()),
            RegisterField::Title => self.print_value(text, new.title == old.title, &new.title),
            RegisterField::Note => self.print_value(text, new.note == old.note, &new.note),
            RegisterField::Compare => {
                self.print_value(text, new.compare == old.compare, &new.compare)
            }
            RegisterField::List(RecordList::Cases) => {
                self.print_list(text, layout, register.cases(), IncrementalWriter::write_case)
            }
            RegisterField::List(list) => with_record_type!(list, T => {
                let records = T::records(register);
                self.print_list(text, layout, records, IncrementalWriter::write_record)
            }),
        }
    }

    /// Prints a value as it stood, if it is unchanged, or else canonically.
    fn print_value<T: Serialize>(
        &mut self,
        text: Option<&'t FieldText>,
        is_unchanged: bool,
        value: &T,
    ) -> io::Result<()> {
        match text {
            Some(text) if is_unchanged => self.write_text(&text.value),
            _ => self.write_text(&print_value(value)),
        }
    }

    fn print_list<T: LaidOutRecord>(
        &mut self,
        field: Option<&'t FieldText>,
        layout: &'t RegisterLayout,
        records: &[Arc<T>],
        write: fn(&mut IncrementalWriter<'o>, usize, &Arc<T>) -> io::Result<()>,
    ) -> io::Result<()> {
        match field {
            Some(field) => self.write_text(&field.value)?,
            None => self.write_anew("[\n")?,
        }
        let list_text = T::list_text(&layout.lists);
        let broken: Vec<_> = layout.broken_records.iter().filter(|it| it.list == T::LIST).collect();
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
                        let version =
                            CommentedText { text, record: was.as_ref(), omitted: Vec::new() };
                        self.write_anew(&reprint_with_comments(&[version], record.as_ref()))?;
                    }
                    self.set_trailing(after);
                }
                None => {
                    self.begin_line(&repaired_comments)?;
                    // An unchanged record stood in canonical text, with its line ends.
                    let is_unchanged = pair.is_some_and(|at| list_text.records[at] == *record);
                    if is_unchanged || self.line_end == LineEnd::Lf {
                        write(self.out, place, record)?;
                        self.set_trailing(&CANONICAL_TRIVIA);
                    } else {
                        let mut text = String::new();
                        push_record(&mut text, record.as_ref());
                        self.write_anew(text.trim_end_matches([',', '\n']))?;
                        self.set_trailing(TrailingTrivia::after_new_value(self.line_end));
                    }
                    self.is_at_line_start = false;
                }
            }
        }
        let repaired_comments = self.print_broken_records(broken.take_before(records.len()))?;
        self.end_value()?;
        self.write_text(&repaired_comments)?;
        let end = field.map_or("    ]", |field| &field.closing);
        // An empty list ended on the line on which it started.
        let needs_own_line =
            self.is_at_line_start && list_text.records.is_empty() && !records.is_empty();
        self.write_text(if needs_own_line && end == "]" { "    ]" } else { end })
    }

    /// Prints broken records as they stood. Returns the comments before repaired ones, which belong
    /// before the record that replaced them.
    fn print_broken_records(&mut self, all: &[(usize, &'t BrokenRecord)]) -> io::Result<String> {
        let mut repaired_comments = String::new();
        for (_, broken) in all {
            if !broken.is_repaired {
                self.begin_value(&(std::mem::take(&mut repaired_comments) + &broken.leading))?;
                self.write_text(&broken.text)?;
                // The error may be the comma, so none is added.
                self.trailing = Some(&broken.trailing);
                self.needs_comma = false;
            } else if broken.leading.contains('/') {
                repaired_comments.push_str(broken.leading.trim_end_matches([' ', '\t']));
            }
        }
        Ok(repaired_comments)
    }

    /// Starts another value after the text before it.
    fn begin_value(&mut self, before: &str) -> io::Result<()> {
        if std::mem::take(&mut self.needs_comma) {
            self.write_text(",")?;
        }
        self.end_value()?;
        self.write_text(before)
    }

    /// Starts another value on a line of its own, after the text before it.
    fn begin_line(&mut self, before: &str) -> io::Result<()> {
        self.begin_value(before)?;
        if self.is_at_line_start { Ok(()) } else { self.write_anew("\n") }
    }

    /// Sets the text that follows the value just printed.
    fn set_trailing(&mut self, trailing: &'t TrailingTrivia) {
        (self.trailing, self.needs_comma) = (Some(trailing), !trailing.has_comma);
    }

    /// Prints the text that follows the last value.
    fn end_value(&mut self) -> io::Result<()> {
        self.needs_comma = false;
        match self.trailing.take() {
            Some(trailing) if trailing.is_canonical() => {
                self.is_at_line_start = true;
                self.out.write_separator()
            }
            Some(trailing) => self.write_text(&trailing.text),
            None => Ok(()),
        }
    }

    /// Writes a text that is printed anew.
    fn write_anew(&mut self, text: &str) -> io::Result<()> {
        match self.line_end {
            LineEnd::Lf => self.write_text(text),
            LineEnd::CrLf => {
                // A comment of several lines has its own line ends.
                let text = unify_line_ends(text);
                self.write_text(&LineEnds::from(self.line_end).restore(&text))
            }
        }
    }

    fn write_text(&mut self, text: &str) -> io::Result<()> {
        if let Some(last) = text.as_bytes().last() {
            self.is_at_line_start = *last == b'\n';
        }
        self.out.write_all(text.as_bytes())
    }
}

/// Returns the fields to print: those of the source text in their order, and those that are no
/// longer empty, each after the last field that precedes it in canonical text.
fn fields_to_print(layout: &RegisterLayout, register: &Register) -> Vec<RegisterField> {
    let mut fields: Vec<_> = layout.fields.iter().map(|text| text.field).collect();
    let rank = |field| RegisterField::ALL.iter().position(|other| *other == field);
    for field in RegisterField::ALL {
        if !field.is_left_out(register) && !fields.contains(&field) {
            let before = fields.iter().rposition(|other| rank(*other) < rank(field));
            fields.insert(before.map_or(0, |before| before + 1), field);
        }
    }
    fields
}

/// The broken records of a list that are still to be printed.
struct PendingBrokenRecords<'t> {
    /// Each record with the number of readable records before it, in increasing order.
    all: Vec<(usize, &'t BrokenRecord)>,
    next: usize,
}

impl<'t> PendingBrokenRecords<'t> {
    /// Places each broken record after the last record that it followed and that is still there.
    /// `matches` are the indexes of the current records among the `read` ones.
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

    /// Returns the broken records before the record at an index, except those returned before.
    fn take_before(&mut self, place: usize) -> &[(usize, &'t BrokenRecord)] {
        let from = self.next;
        let due = self.all[from..].iter().take_while(|(after, _)| *after <= place).count();
        self.next += due;
        &self.all[from..self.next]
    }
}
