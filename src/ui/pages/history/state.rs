//! The state of the page of the history between frames.

use std::sync::Arc;

use crate::{
    Locale,
    describe::differences::{DifferenceDescriber, DifferenceText},
    jobs::history::HistoryEntryResult,
    merge::revert::StepDiff,
    model::{Case, CaseId},
    session::Session,
    store::{
        history::{
            error::HistoryError,
            index::{EntryHeader, HistoryIndex},
        },
        signature::known_keys::LineSigner,
    },
    ui::widgets::virtual_list::VirtualListState,
};

/// The number of differences of an entry that are described and drawn.
const MAX_SHOWN_DIFFERENCES: usize = 200;

/// The state of the page of the history between frames.
#[derive(Default)]
pub struct HistoryState {
    /// The history as it was last read, and the saved revision of the register at that time.
    pub(super) history: Option<(u64, Result<Arc<HistoryIndex>, HistoryError>)>,
    /// The case that the list is filtered by.
    pub(super) only_case: Option<Arc<Case>>,
    /// The indexes of the entries in the list, the newest first.
    pub(super) order: Vec<u32>,
    /// The number of entries and the filter that `order` was made with.
    order_key: Option<(usize, Option<CaseId>)>,
    /// The index of the chosen entry.
    pub(super) chosen_entry: Option<usize>,
    /// The details of the chosen entry, once a background job has read them.
    pub(super) entry_detail: Option<EntryDetail>,
    pub(super) list_state: VirtualListState,
}

impl HistoryState {
    /// Filters the list by one case.
    pub fn show_only_case(&mut self, case: Arc<Case>) {
        self.only_case = Some(case);
        self.chosen_entry = None;
        self.list_state = VirtualListState::default();
    }

    /// Returns the index that a background job is to extend, where the register was saved since
    /// the last one; `Some(None)` where nothing has been read yet.
    pub fn index_to_extend(&self, session: &Session) -> Option<Option<Arc<HistoryIndex>>> {
        let is_known = self.history.as_ref().is_some_and(|(at, _)| *at == session.saved_revision());
        (!is_known).then(|| self.index().cloned())
    }

    /// Caches the history that was read when the register was saved up to a revision.
    pub fn cache_history(&mut self, revision: u64, read: Result<HistoryIndex, HistoryError>) {
        self.history = Some((revision, read.map(Arc::new)));
    }

    /// Returns the history as it was last read.
    pub fn index(&self) -> Option<&Arc<HistoryIndex>> {
        self.history.as_ref().and_then(|(_, read)| read.as_ref().ok())
    }

    /// Returns the index and the header of the chosen entry where its details are not cached.
    pub fn entry_to_describe(&self) -> Option<(usize, Arc<EntryHeader>)> {
        let at = self
            .chosen_entry
            .filter(|at| self.entry_detail.as_ref().is_none_or(|detail| detail.index != *at))?;
        self.index()?.headers().get(at).map(|header| (at, Arc::clone(header)))
    }

    /// Caches the details of an entry.
    pub fn cache_entry_detail(&mut self, read: HistoryEntryResult) {
        self.entry_detail = Some(EntryDetail::new(read));
    }

    /// Marks the cached history as out of date, so that it is extended for the register shown now.
    pub fn mark_stale(&mut self) {
        if let Some((_, Ok(index))) = self.history.take() {
            self.history = Some((u64::MAX, Ok(index)));
        }
    }

    /// Filters and sorts the list where the history or the filter has changed. Where the chosen
    /// entry is not in the list, the newest becomes the chosen one.
    pub(super) fn sort(&mut self, index: &HistoryIndex) {
        let only = self.only_case.as_ref().map(|case| case.id.clone());
        let order_key = Some((index.headers().len(), only));
        if self.order_key == order_key {
            return;
        }
        self.order_key = order_key;
        let concerns = |header: &EntryHeader| {
            self.only_case.as_ref().is_none_or(|only| header.cases.contains(&only.id))
        };
        let headers = (0..).zip(index.headers()).filter(|(_, header)| concerns(header));
        let mut order: Vec<u32> = headers.map(|(at, _)| at).collect();
        order.reverse();
        self.order = order;
        let is_listed = |at: &usize| self.order.iter().any(|other| *other as usize == *at);
        self.chosen_entry = self.chosen_entry.filter(is_listed);
        if self.chosen_entry.is_none() {
            self.chosen_entry = self.order.first().map(|at| *at as usize);
        }
    }
}

/// The differences that an entry made.
pub(super) struct EntryDetail {
    /// The index of the entry.
    pub index: usize,
    /// The signer of the entry.
    pub signer: LineSigner,
    /// The differences, or the reason why they cannot be read.
    pub diff: Result<StepDiff, HistoryError>,
    /// The first differences as texts in a locale.
    texts: Option<(Locale, Vec<DifferenceText>)>,
}

impl EntryDetail {
    fn new(HistoryEntryResult { index, signer, entry }: HistoryEntryResult) -> Self {
        Self { index, signer, diff: entry.map(|(_, diff)| diff), texts: None }
    }

    /// Returns the first differences as texts, and the number of all. The texts are made once for
    /// each locale.
    pub fn difference_texts(&mut self, locale: Locale) -> (&[DifferenceText], usize) {
        let Ok(StepDiff { differences, before, after }) = &self.diff else { return (&[], 0) };
        if self.texts.as_ref().is_none_or(|(known, _)| *known != locale) {
            let describer = DifferenceDescriber { locale, registers: [after, before] };
            let shown = differences.iter().take(MAX_SHOWN_DIFFERENCES);
            let texts = shown.map(|one| describer.describe_difference(one)).collect();
            self.texts = Some((locale, texts));
        }
        let texts = self.texts.as_ref().map_or(&[][..], |(_, texts)| texts);
        (texts, differences.len())
    }
}
