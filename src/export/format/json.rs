//! JSON (RFC 8259) with two blanks to a level, and the parts that several reports share.

use std::io::{BufWriter, Write};

use serde::{
    Serialize, Serializer,
    ser::{Error, SerializeMap, SerializeSeq},
};

use crate::{
    Cancelled, Locale, Progress,
    analysis::position::{CaseState, Position, Status},
    describe::claims::source_kind_label,
    export::{
        error::ExportError,
        footnotes::{Footnote, FootnoteRef},
        visible_writer::VisibleWriter,
    },
    model::{Case, CaseId, Date, PartyId, SourceId},
    register::RecordedVersion,
    store::history::history_reference::HistoryReference,
};

/// Writes a value and a line end. A character that controls a terminal, or changes how the text behind
/// it is read, is written as its escape.
///
/// # Errors
/// When the export is cancelled, or the output does not accept what is written.
pub(in crate::export) fn write_value(
    value: &impl Serialize,
    progress: &Progress,
    out: &mut dyn Write,
) -> Result<(), ExportError> {
    // JSON is written token by token, which is slow on a writer behind a pointer.
    let mut buffered = BufWriter::new(VisibleWriter::for_json(out));
    if let Err(error) = serde_json::to_writer_pretty(&mut buffered, value) {
        // A cancelled row ends the serialization with an error that only has a text.
        return Err(if progress.is_cancelled() { ExportError::Cancelled } else { error.into() });
    }
    buffered.write_all(b"\n")?;
    Ok(buffered.flush()?)
}

/// A list whose items are made while they are written.
pub(in crate::export) struct LazyList<F>(pub F);

impl<F, I, T> Serialize for LazyList<F>
where
    F: Fn() -> I,
    I: Iterator<Item = Result<T, Cancelled>>,
    T: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for item in (self.0)() {
            list.serialize_element(&item.map_err(S::Error::custom)?)?;
        }
        list.end()
    }
}

/// A map whose entries stand in the given order and are made while they are written.
pub(in crate::export) struct LazyMap<F>(pub F);

impl<F, I, K, V> Serialize for LazyMap<F>
where
    F: Fn() -> I,
    I: Iterator<Item = (K, V)>,
    K: Serialize,
    V: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map((self.0)())
    }
}

/// A map whose entries stand in the given order.
#[derive(Clone)]
pub(in crate::export) struct OrderedMap<K, V>(pub Vec<(K, V)>);

impl<K: Serialize, V: Serialize> Serialize for OrderedMap<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

/// The version of an earlier register: the day, and the number of the last change before.
#[derive(Serialize)]
pub(in crate::export) struct AsRecordedJson {
    day: String,
    change: u64,
}

impl From<RecordedVersion> for AsRecordedJson {
    fn from(RecordedVersion { day, change_number: change }: RecordedVersion) -> Self {
        Self { day: day.to_string(), change }
    }
}

/// The line of the history that records a register: `{"state": "recorded", "line": 12, "seal":
/// "91f0…b5e4"}`.
///
/// `state` is `recorded`, `other_state` where the history ends with another state of the register,
/// `no_history` or `unreadable`; `line` and `seal` are null for the last two.
#[derive(Serialize)]
pub(in crate::export) struct HistoryReferenceJson {
    state: &'static str,
    line: Option<u64>,
    seal: Option<String>,
}

impl From<HistoryReference> for HistoryReferenceJson {
    fn from(history: HistoryReference) -> Self {
        let line = history.line();
        Self {
            state: match history {
                HistoryReference::NoHistory => "no_history",
                HistoryReference::Recorded(_) => "recorded",
                HistoryReference::EndsWithOtherState(_) => "other_state",
                HistoryReference::Unreadable => "unreadable",
            },
            line: line.map(|line| line.number),
            seal: line.map(|line| line.seal.to_string()),
        }
    }
}

/// A case with its status and the position of each party, as keys.
#[derive(Serialize)]
pub(in crate::export) struct CaseJson<'a> {
    id: &'a CaseId,
    name: String,
    taken: Option<&'a Date>,
    status: &'static str,
    positions: OrderedMap<&'a PartyId, &'static str>,
}

impl<'a> CaseJson<'a> {
    /// Creates a case with its state between two parties.
    pub fn new(
        case: &'a Case,
        CaseState { status, positions }: CaseState,
        parties: [&'a PartyId; 2],
        locale: Locale,
    ) -> Self {
        Self {
            id: &case.id,
            name: case.name.display_name(locale.code()),
            taken: case.taken.on.as_ref(),
            status: Status::key(status),
            positions: OrderedMap(parties.into_iter().zip(positions.map(Position::key)).collect()),
        }
    }
}

/// A cited source with its number.
#[derive(Serialize)]
pub(in crate::export) struct SourceJson<'a> {
    number: usize,
    id: &'a SourceId,
    kind: Option<String>,
    publisher: Option<&'a str>,
    title: Option<&'a str>,
    published: Option<&'a Date>,
    address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

impl<'a> SourceJson<'a> {
    fn new(number: usize, Footnote { id, source }: &Footnote<'a>, locale: Locale) -> Self {
        let filled = |text: &'a String| Some(text.as_str()).filter(|text| !text.is_empty());
        Self {
            number,
            id,
            kind: source.map(|source| source_kind_label(locale, source.kind)),
            publisher: source.and_then(|source| filled(&source.publisher)),
            title: source.and_then(|source| filled(&source.title)),
            published: source.and_then(|source| source.published.as_ref()),
            address: source.and_then(|source| filled(&source.address)),
            note: source.and_then(|source| filled(&source.note)),
        }
    }
}

/// Lists the cited sources, in order of their numbers.
pub(in crate::export) fn sources_json<'a>(
    footnotes: &'a [Footnote<'a>],
    locale: Locale,
) -> impl Serialize + 'a {
    LazyList(move || {
        let numbered = (1..).zip(footnotes);
        numbered.map(move |(number, footnote)| Ok(SourceJson::new(number, footnote, locale)))
    })
}

/// Returns the numbers of references.
pub(in crate::export) fn footnote_numbers(cites: &[FootnoteRef]) -> Vec<usize> {
    cites.iter().map(|cite| cite.number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lazy_list_is_written_like_a_list() {
        let list = LazyList(|| [1, 2].into_iter().map(Ok));
        let mut out = Vec::new();
        write_value(&list, &Progress::default(), &mut out).expect("memory accepts everything");
        assert_eq!(String::from_utf8_lossy(&out), "[\n  1,\n  2\n]\n");
    }

    #[test]
    fn a_cancelled_item_cancels_the_export() {
        let progress = Progress::default();
        progress.cancel();
        let list = LazyList(|| std::iter::once(progress.report(0, 1)));
        let written = write_value(&list, &progress, &mut Vec::new());
        assert!(matches!(written, Err(ExportError::Cancelled)));
    }
}
