//! The text of a merged register in pieces: each fragment from the side that changed it.

use std::{ops::Range, sync::Arc};

use crate::{
    merge::list_matching::pairs_by_key,
    register::{Register, record::Record, record_list::with_record_type},
    store::{
        ron::{
            conflict_markers::TextPiece,
            parse_record::parse_record,
            print::{print_value, push_record},
            register_field::RegisterField,
            splitter::RawRegister,
        },
        source_text::{
            comments::{CommentedText, find_comments, reprint_with_comments},
            merged_text::{
                fragment::{add_their_comments, comments_added_by, merge_fragment},
                text_loss::TextLoss,
                text_version::{RecordVersion, SplitVersion, ValueText},
            },
        },
    },
};

/// The indentation of a field of the register.
const FIELD_INDENT: &str = "    ";
/// The indentation of a record.
const RECORD_INDENT: &str = "        ";

/// A builder of the pieces of a merged text.
pub(super) struct PieceBuilder<'a> {
    /// The base, ours and theirs, where they have a text that can be split.
    pub versions: [Option<&'a SplitVersion<'a>>; 3],
    /// The register whose text is built.
    pub register: &'a Register,
    /// The register that is marked beside it; the same where there is no conflict. Where the two
    /// differ, the text is canonical but for comments.
    pub other: &'a Register,
    pub losses: Vec<TextLoss>,
}

/// A value with the text around it, before the commas are known.
struct ValuePiece {
    /// The text before the value in any case: comments of a value in which the sides differ.
    comments: Option<TextPiece>,
    /// The text up to the end of the value.
    piece: TextPiece,
    trailing: String,
    has_comma: bool,
    /// The pieces between the start and the end of a list, and the end.
    list: Vec<TextPiece>,
}

impl<'a> PieceBuilder<'a> {
    /// Returns the pieces of the text.
    pub fn build(&mut self) -> Vec<TextPiece> {
        let opening = self.merge_around(|raw| &raw.opening, "(\n");
        let closing = self.merge_around(|raw| &raw.closing, ")\n");
        let mut pieces = vec![TextPiece::new("opening", opening)];
        let fields = self.fields();
        let fields = fields.into_iter().map(|field| self.build_field(field)).collect();
        self.push_values(fields, &mut pieces);
        pieces.push(TextPiece::new("closing", closing));
        pieces
    }

    /// Returns true if the text is built beside another one.
    fn is_conflicted(&self) -> bool {
        !std::ptr::eq(self.register, self.other)
    }

    /// Merges the text at the start or the end of the register.
    fn merge_around(
        &self,
        part: impl Fn(&RawRegister) -> &Range<usize>,
        canonical: &str,
    ) -> String {
        let part = |version: &'a SplitVersion<'a>| &version.text[part(&version.raw).clone()];
        merge_or_canonical(self.versions.map(|version| version.map(part)), canonical)
    }

    /// Returns the fields to print: those that are not empty, or that a side left in its text though
    /// they are.
    fn fields(&self) -> Vec<RegisterField> {
        let [base, ours, theirs] =
            self.versions.map(|version| version.map_or(&[][..], |version| &version.fields));
        let (frame, other) = if ours == base { (theirs, ours) } else { (ours, theirs) };
        let mut fields = frame.to_vec();
        let rank = |field| RegisterField::ALL.iter().position(|other| *other == field);
        for field in RegisterField::ALL {
            let is_written = other.contains(&field) && !base.contains(&field);
            if (is_written || !field.is_left_out(self.register)) && !fields.contains(&field) {
                let before = fields.iter().rposition(|other| rank(*other) < rank(field));
                fields.insert(before.map_or(0, |before| before + 1), field);
            }
        }
        fields.retain(|field| {
            let is_deleted =
                base.contains(field) && !(ours.contains(field) && theirs.contains(field));
            !field.is_left_out(self.register) || !is_deleted
        });
        fields
    }

    fn build_field(&mut self, field: RegisterField) -> ValuePiece {
        let texts = self.versions.map(|version| {
            let version = version?;
            let raw = version.field(field)?;
            Some(ValueText::new(version.text, &raw.value))
        });
        let around = AroundValue::merge(texts, || format!("{FIELD_INDENT}{}: ", field.name()));
        let RegisterField::List(list) = field else {
            return self.build_scalar_field(field, texts, around);
        };
        let part = |closing: bool| {
            self.versions.map(|version| {
                let version = version?;
                let records = version.field(field)?.records.as_ref()?;
                let range = if closing { &records.closing } else { &records.opening };
                Some(&version.text[range.clone()])
            })
        };
        let opening = merge_or_canonical(part(false), "[\n");
        let closing = merge_or_canonical(part(true), "    ]");
        let mut pieces = Vec::new();
        with_record_type!(list, T => {
            let values = self.build_records::<T>();
            self.push_values(values, &mut pieces);
        });
        // The end of an empty list stood on the line of its start.
        let is_own_line = closing == "]" && !pieces.is_empty();
        let closing = if is_own_line { format!("{FIELD_INDENT}]") } else { closing };
        let mut end = TextPiece::new(&format!("end of {}", field.name()), closing);
        end.starts_line = is_own_line;
        pieces.push(end);
        let mut piece = TextPiece::new(field.name(), around.leading + &opening);
        piece.starts_line = around.is_canonical;
        ValuePiece {
            comments: None,
            piece,
            trailing: around.trailing,
            has_comma: around.has_comma,
            list: pieces,
        }
    }

    fn build_scalar_field(
        &mut self,
        field: RegisterField,
        [base, ours, theirs]: [Option<ValueText<'_>>; 3],
        around: AroundValue,
    ) -> ValuePiece {
        let value = print_field(self.register, field);
        if value != print_field(self.other, field) {
            let text = format!("{FIELD_INDENT}{}: {value}", field.name());
            return around.with_canonical_value(field.name(), FIELD_INDENT, text);
        }
        let [_, our_version, their_version] = self.versions;
        let matching = |version: Option<&SplitVersion>, text: Option<ValueText>| {
            let is_same = version.is_some_and(|it| print_field(it.register, field) == value);
            text.filter(|_| is_same).map(|text| text.value.to_owned())
        };
        let text = match (matching(our_version, ours), matching(their_version, theirs)) {
            (Some(ours), Some(theirs)) => {
                let base = base.map(|text| text.value);
                merge_fragment(base, &ours, &theirs).unwrap_or(ours)
            }
            (one, another) => one.or(another).unwrap_or(value),
        };
        around.with_value(field.name(), &text)
    }

    fn build_records<T: Record>(&mut self) -> Vec<ValuePiece> {
        let (records, other) = (T::records(self.register), T::records(self.other));
        let mut is_common = vec![!self.is_conflicted(); records.len()];
        if self.is_conflicted() {
            let keyed = |list| keyed_records::<T>(list);
            for (at, in_other) in pairs_by_key(keyed(records), keyed(other)) {
                is_common[at] = records[at] == other[in_other];
            }
        }
        let [base, ours, theirs] = self.versions.map(|version| match version {
            Some(version) => version.find_records(records),
            None => vec![None; records.len()],
        });
        let versions = base.into_iter().zip(ours).zip(theirs);
        let all = records.iter().zip(is_common).zip(versions);
        all.map(|((record, is_common), ((base, ours), theirs))| {
            self.build_record(&**record, is_common, [base, ours, theirs])
        })
        .collect()
    }

    fn build_record<T: Record>(
        &mut self,
        record: &T,
        is_common: bool,
        versions: [Option<RecordVersion<'_, T>>; 3],
    ) -> ValuePiece {
        let texts = versions.map(|version| version.map(|version| version.text));
        let around = AroundValue::merge(texts, || RECORD_INDENT.to_owned());
        let key = record_key(record);
        if is_common {
            let value = self.merge_record_text(record, versions);
            return around.with_value(&key, &value);
        }
        let value = RECORD_INDENT.to_owned() + &self.reprint(record, versions);
        around.with_canonical_value(&key, RECORD_INDENT, value)
    }

    /// Returns the text of a record: that of the side that changed it, or else both merged.
    fn merge_record_text<T: Record>(
        &mut self,
        record: &T,
        versions: [Option<RecordVersion<'_, T>>; 3],
    ) -> String {
        let [base, ours, theirs] = versions;
        let chosen = match (base, ours, theirs) {
            (_, Some(one), None) | (_, None, Some(one)) => Some(one),
            (_, Some(ours), Some(theirs)) if ours.text.value == theirs.text.value => Some(ours),
            (Some(base), Some(ours), Some(theirs)) => match base.text.value {
                text if text == theirs.text.value => Some(ours),
                text if text == ours.text.value => Some(theirs),
                _ => None,
            },
            _ => None,
        };
        if let Some(chosen) = chosen.filter(|chosen| chosen.record == record) {
            return chosen.text.value.to_owned();
        }
        if let [Some(base), Some(ours), Some(theirs)] =
            versions.map(|it| it.map(|it| it.text.value))
            && let Ok(text) = diffy::merge(base, ours, theirs)
            && parse_record::<T>(&text).is_ok_and(|read| read == *record)
        {
            return text;
        }
        self.reprint(record, versions)
    }

    /// Returns the canonical text of a record with the comments of both sides.
    fn reprint<T: Record>(
        &mut self,
        record: &T,
        [base, ours, theirs]: [Option<RecordVersion<'_, T>>; 3],
    ) -> String {
        let base_text = base.map_or("", |base| base.text.value);
        let mut texts = Vec::new();
        if let Some(RecordVersion { record, text: ValueText { value, .. } }) = ours {
            // A comment of the base that they deleted is deleted.
            let omitted = match theirs {
                Some(theirs) => comments_added_by([theirs.text.value, ""], value)
                    .into_iter()
                    .filter(|comment| find_comments(base_text).contains(comment))
                    .collect(),
                None => Vec::new(),
            };
            texts.push(CommentedText { text: value, record, omitted });
        }
        if let Some(RecordVersion { record, text: ValueText { value, .. } }) = theirs {
            let omitted = match ours {
                Some(ours) => {
                    let mut added = comments_added_by([base_text, ours.text.value], value);
                    let is_known = |comment: &&str| match added.iter().position(|it| it == comment)
                    {
                        Some(at) => {
                            added.swap_remove(at);
                            false
                        }
                        None => true,
                    };
                    find_comments(value).into_iter().filter(is_known).collect()
                }
                None => Vec::new(),
            };
            texts.push(CommentedText { text: value, record, omitted });
        }
        let has_layout = |version: &CommentedText<T>| {
            let CommentedText { text, record, .. } = *version;
            let alone = CommentedText { text, record, omitted: Vec::new() };
            reprint_with_comments(&[alone], record) != text
        };
        if texts.iter().any(has_layout) {
            self.losses.push(TextLoss::Layout(record_key(record)));
        }
        reprint_with_comments(&texts, record)
    }

    /// Adds values to the pieces, each but the last with a comma after it.
    fn push_values(&self, values: Vec<ValuePiece>, pieces: &mut Vec<TextPiece>) {
        let count = values.len();
        for (at, value) in values.into_iter().enumerate() {
            let ValuePiece { comments, mut piece, trailing, has_comma, list } = value;
            let needs_comma = at + 1 < count || self.is_conflicted();
            let comma = if needs_comma && !has_comma { "," } else { "" };
            pieces.extend(comments);
            if list.is_empty() {
                piece.text.extend([comma, &*trailing]);
                pieces.push(piece);
                continue;
            }
            pieces.push(piece);
            pieces.extend(list);
            if let Some(end) = pieces.last_mut() {
                end.text.extend([comma, &*trailing]);
            }
        }
    }
}

/// The text around a value.
struct AroundValue {
    leading: String,
    trailing: String,
    has_comma: bool,
    /// True if no version has the value.
    is_canonical: bool,
}

impl AroundValue {
    /// Merges the text around the versions of a value.
    fn merge(
        [base, ours, theirs]: [Option<ValueText<'_>>; 3],
        canonical_leading: impl Fn() -> String,
    ) -> Self {
        let (Some(ours), Some(theirs)) = (ours, theirs) else {
            return match ours.or(theirs) {
                Some(ValueText { leading, trailing, has_comma, .. }) => Self {
                    leading: leading.to_owned(),
                    trailing: trailing.to_owned(),
                    has_comma,
                    is_canonical: false,
                },
                None => Self {
                    leading: canonical_leading(),
                    trailing: ",\n".to_owned(),
                    has_comma: true,
                    is_canonical: true,
                },
            };
        };
        let leading = merge_or_union(base.map(|it| it.leading), ours.leading, theirs.leading);
        let base_trailing = base.map(|it| it.trailing);
        let (mut trailing, mut has_comma) = (ours.trailing.to_owned(), ours.has_comma);
        if base_trailing == Some(ours.trailing) {
            (trailing, has_comma) = (theirs.trailing.to_owned(), theirs.has_comma);
        } else if base_trailing != Some(theirs.trailing) {
            let base = base_trailing.unwrap_or_default();
            for comment in comments_added_by([base, ours.trailing], theirs.trailing) {
                let line_end = if trailing.ends_with('\n') { "" } else { "\n" };
                trailing.extend([line_end, comment, "\n"]);
            }
        }
        Self { leading, trailing, has_comma, is_canonical: false }
    }

    /// Returns the piece of a value with this text around it.
    fn with_value(self, key: &str, value: &str) -> ValuePiece {
        let Self { leading, trailing, has_comma, is_canonical } = self;
        let mut piece = TextPiece::new(key, leading + value);
        piece.starts_line = is_canonical;
        ValuePiece { comments: None, piece, trailing, has_comma, list: Vec::new() }
    }

    /// Returns the piece of a canonical value on lines of its own, after the comments around it.
    fn with_canonical_value(self, key: &str, indent: &str, value: String) -> ValuePiece {
        let comments =
            find_comments(&self.leading).into_iter().chain(find_comments(&self.trailing));
        let text: String = comments.flat_map(|comment| [indent, comment, "\n"]).collect();
        let on_lines = |key: &str, text: String| {
            let mut piece = TextPiece::new(key, text);
            piece.starts_line = true;
            piece
        };
        let comments = (!text.is_empty()).then(|| on_lines(&format!("comments of {key}"), text));
        let mut piece = on_lines(key, value);
        piece.can_be_split = true;
        ValuePiece {
            comments,
            piece,
            trailing: ",\n".to_owned(),
            has_comma: true,
            list: Vec::new(),
        }
    }
}

/// Returns the merge of two versions of a fragment; where both sides changed the same lines, our
/// version and the comments that only theirs has.
fn merge_or_union(base: Option<&str>, ours: &str, theirs: &str) -> String {
    merge_fragment(base, ours, theirs).unwrap_or_else(|| add_their_comments(base, ours, theirs))
}

/// Returns the merge of a fragment, which is canonical where no side has it.
fn merge_or_canonical([base, ours, theirs]: [Option<&str>; 3], canonical: &str) -> String {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => merge_or_union(base, ours, theirs),
        (one, other) => one.or(other).unwrap_or(canonical).to_owned(),
    }
}

/// Returns the canonical text of a field; of a list, only whether it is empty.
fn print_field(register: &Register, field: RegisterField) -> String {
    let info = register.info();
    match field {
        RegisterField::Format => print_value(&register.format_version()),
        RegisterField::Title => print_value(&info.title),
        RegisterField::Note => print_value(&info.note),
        RegisterField::Compare => print_value(&info.compare),
        RegisterField::List(_) => print_value(&field.is_left_out(register)),
    }
}

/// Returns the records of a list with their keys.
fn keyed_records<T: Record>(records: &[Arc<T>]) -> impl Iterator<Item = (usize, String)> {
    records.iter().map(|record| record_key(record.as_ref())).enumerate()
}

/// Returns the list of a record and its id, or its first line where it has none.
fn record_key<T: Record>(record: &T) -> String {
    let list = T::LIST.name();
    if let Some(id) = record.id_text() {
        return format!("{list} › {id}");
    }
    let mut text = String::new();
    push_record(&mut text, record);
    let named = ["by: ", "on: "];
    let lines =
        text.lines().map(str::trim).filter(|line| named.iter().any(|it| line.starts_with(it)));
    let lines: Vec<_> = lines.map(|line| line.trim_end_matches(',')).collect();
    format!("{list} › {}", lines.join(", "))
}
