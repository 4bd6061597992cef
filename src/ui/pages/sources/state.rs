//! The state of the page of sources between frames.

use std::{cmp::Reverse, sync::Arc};

use crate::{
    analysis::citation_index::{CitationIndex, SupportedStatements},
    model::{Source, SourceId, SourceKind, folding::fold},
    register::Register,
    session::Session,
    ui::widgets::virtual_list::VirtualListState,
};

/// The state of the page of sources between frames.
#[derive(Default)]
pub struct SourcesState {
    pub(super) cache: Option<SourcesCache>,
    pub(super) tab: SourcesTab,
    /// The kind that the list is filtered by; none for all kinds.
    pub(super) kind: Option<SourceKind>,
    pub(super) sort: SourceSort,
    pub(super) chosen_source: Option<SourceId>,
    /// The index of the chosen source in the register as it was last found.
    chosen_index: Option<usize>,
    pub(super) list_state: VirtualListState,
    pub(super) statements_state: VirtualListState,
}

/// The citations of a register, and what they were computed for.
pub(super) struct SourcesCache {
    /// The version of the analysis that `citation_index` is of.
    version: u64,
    /// The revision of the register.
    revision: u64,
    /// The citations of the whole register, independent of the query and the day.
    citation_counts: Arc<CitationIndex>,
    /// The statements by source, of the cases that the query finds, on the current day.
    pub(super) citation_index: SupportedStatements,
    /// The indexes of the sources in the list, sorted.
    pub(super) order: Vec<u32>,
    /// The filter and the sort that `order` was made with.
    order_key: Option<(Option<SourceKind>, SourceSort)>,
}

/// A tab of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SourcesTab {
    /// The sources, and the statements that cite the chosen one.
    #[default]
    Sources,
    /// The statements that cite secondary sources alone.
    Secondary,
    /// The statements that cite no source.
    Uncited,
}

/// The sort order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SourceSort {
    /// By the number of statements that cite a source, the most first.
    #[default]
    UseCount,
    /// By publisher, then by title.
    Publisher,
    /// By date of publication, the latest first, those without a date last.
    Date,
}

impl SourceSort {
    /// Every sort order, as the menu lists them.
    pub const ALL: [Self; 3] = [Self::UseCount, Self::Publisher, Self::Date];

    /// Returns the locale key of the name.
    pub fn key(self) -> &'static str {
        match self {
            Self::UseCount => "sources_page.sort.use",
            Self::Publisher => "sources_page.sort.publisher",
            Self::Date => "sources_page.sort.date",
        }
    }
}

impl SourcesState {
    /// Returns the version of the analysis that the cached citations are of.
    pub fn version(&self) -> Option<u64> {
        self.cache.as_ref().map(|cache| cache.version)
    }

    /// Caches the citations of a version of the analysis and a revision of the register.
    pub fn cache_citations(
        &mut self,
        version: u64,
        revision: u64,
        citation_counts: Arc<CitationIndex>,
        citation_index: SupportedStatements,
    ) {
        self.cache = Some(SourcesCache {
            version,
            revision,
            citation_counts,
            citation_index,
            order: Vec::new(),
            order_key: None,
        });
    }

    /// Returns the citations of the whole register where they are cached for this revision.
    pub fn citation_counts(&self, revision: u64) -> Option<Arc<CitationIndex>> {
        let cache = self.cache.as_ref().filter(|cache| cache.revision == revision);
        cache.map(|cache| Arc::clone(&cache.citation_counts))
    }

    /// Shows a source with the statements that cite it.
    pub fn choose_source(&mut self, id: SourceId) {
        self.tab = SourcesTab::Sources;
        self.kind = None;
        self.chosen_source = Some(id);
        if let Some(cache) = &mut self.cache {
            cache.order_key = None;
        }
    }

    /// Returns the index of the chosen source in `sources`. The list is searched only where the
    /// source is no longer at the index it had before.
    pub(super) fn chosen_source_index(&mut self, sources: &[Arc<Source>]) -> Option<usize> {
        let chosen = self.chosen_source.as_ref()?;
        let is_there = |at: &usize| sources.get(*at).is_some_and(|source| source.id == *chosen);
        let found = || sources.iter().position(|source| source.id == *chosen);
        self.chosen_index = self.chosen_index.filter(is_there).or_else(found);
        self.chosen_index
    }

    /// Takes the cache out of the state where it is of the current revision.
    pub(super) fn take_current_cache(&mut self, session: &Session) -> Option<SourcesCache> {
        self.cache.take().filter(|cache| cache.revision == session.revision())
    }
}

impl SourcesCache {
    /// Filters and sorts the list where the filter or the order has changed, and scrolls to the
    /// chosen source. Where that is not in the list, the first source becomes the chosen one.
    pub(super) fn sort(&mut self, register: &Register, state: &mut SourcesState) {
        let order_key = (state.kind, state.sort);
        if self.order_key == Some(order_key) {
            return;
        }
        self.order_key = Some(order_key);
        let sources = register.sources();
        let is_listed = |at: &usize| state.kind.is_none_or(|kind| sources[*at].kind == kind);
        let mut order: Vec<usize> = (0..sources.len()).filter(is_listed).collect();
        match state.sort {
            SourceSort::UseCount => {
                order.sort_by_key(|at| Reverse(self.citation_index.by_source(*at).len()));
            }
            SourceSort::Publisher => order.sort_by_cached_key(|at| {
                let Source { publisher, title, .. } = sources[*at].as_ref();
                (fold(publisher), fold(title))
            }),
            SourceSort::Date => {
                order.sort_by(|a, b| sources[*b].published.cmp(&sources[*a].published));
            }
        }
        self.order = order.into_iter().filter_map(|at| u32::try_from(at).ok()).collect();
        let is_chosen = |at: &u32| Some(&sources[*at as usize].id) == state.chosen_source.as_ref();
        match self.order.iter().position(is_chosen) {
            Some(row) => state.list_state.reveal_row(row),
            None => {
                state.chosen_source = self.order.first().map(|at| sources[*at as usize].id.clone());
                state.list_state.reveal_row(0);
            }
        }
    }
}
