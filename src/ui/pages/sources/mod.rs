//! The page of sources: what each supports, of the cases shown and by the day shown; and what rests
//! on secondary sources alone, or on none.

mod detail;
mod list;
mod statements;

use std::sync::Arc;

use egui::{Align, Button, CentralPanel, ComboBox, Frame, Layout, Margin, Panel, Ui};

use crate::{
    analysis::{
        citation_index::{CitationIndex, SupportedStatements},
        normalize::fold,
    },
    commands::Command,
    describe::claims::source_kind_label,
    model::{Source, SourceId, SourceKind},
    register::Register,
    session::Session,
    ui::{
        context::UiContext,
        intent::Intent,
        pages::record_list::VirtualListState,
        panels::case_table,
        theme::SPACE,
        widgets::{edit_button, empty_message},
    },
};

/// What the page remembers between frames.
#[derive(Default)]
pub struct SourcesState {
    cache: Option<SourcesCache>,
    tab: SourcesTab,
    /// The only kind listed; all where there is none.
    kind: Option<SourceKind>,
    sort: SourceSort,
    chosen_source: Option<SourceId>,
    /// Its place in the register, where that is known.
    chosen_index: Option<usize>,
    list_state: VirtualListState,
    statements_state: VirtualListState,
}

/// What was worked out, and for what.
struct SourcesCache {
    /// The version of the view.
    version: u64,
    revision: u64,
    /// What the register cites, whatever the day and the rows.
    citation_counts: Arc<CitationIndex>,
    citation_index: SupportedStatements,
    /// The places of the sources listed, in their order, and what that depends on.
    order: Vec<u32>,
    order_key: Option<(Option<SourceKind>, SourceSort)>,
}

/// A part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SourcesTab {
    /// The sources, and what the chosen one supports.
    #[default]
    Sources,
    /// What rests on secondary sources alone.
    Secondary,
    /// What rests on none.
    Uncited,
}

/// By what the sources are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SourceSort {
    /// By how much they support, the most first.
    #[default]
    UseCount,
    /// By publisher and title.
    Publisher,
    /// By date, the latest first, the undated last.
    Date,
}

impl SourceSort {
    const ALL: [Self; 3] = [Self::UseCount, Self::Publisher, Self::Date];

    fn key(self) -> &'static str {
        match self {
            Self::UseCount => "sources_page.sort.use",
            Self::Publisher => "sources_page.sort.publisher",
            Self::Date => "sources_page.sort.date",
        }
    }
}

impl SourcesState {
    /// The version of the view that was last worked out.
    pub fn version(&self) -> Option<u64> {
        self.cache.as_ref().map(|shown| shown.version)
    }

    /// Takes in what sources support, of a version of the view and a revision of the register.
    pub fn cache_citations(
        &mut self,
        version: u64,
        revision: u64,
        citation_counts: Arc<CitationIndex>,
        citation_index: SupportedStatements,
    ) {
        let (order, ordered) = (Vec::new(), None);
        self.cache = Some(SourcesCache {
            version,
            revision,
            citation_counts,
            citation_index,
            order,
            order_key: ordered,
        });
    }

    /// What a revision of the register cites, where that was the last worked out.
    pub fn citation_counts(&self, revision: u64) -> Option<Arc<CitationIndex>> {
        let shown = self.cache.as_ref().filter(|shown| shown.revision == revision);
        shown.map(|shown| Arc::clone(&shown.citation_counts))
    }

    /// Shows a source with what it supports.
    pub fn choose_source(&mut self, id: SourceId) {
        self.tab = SourcesTab::Sources;
        self.kind = None;
        self.chosen_source = Some(id);
        if let Some(shown) = &mut self.cache {
            shown.order_key = None;
        }
    }

    /// The place of the chosen source; looked for only where it is no longer where it was.
    fn chosen_source_index(&mut self, sources: &[Arc<Source>]) -> Option<usize> {
        let chosen = self.chosen_source.as_ref()?;
        let is_there = |at: &usize| sources.get(*at).is_some_and(|source| source.id == *chosen);
        let found = || sources.iter().position(|source| source.id == *chosen);
        self.chosen_index = self.chosen_index.filter(is_there).or_else(found);
        self.chosen_index
    }

    /// What is known of the register as it is now.
    fn take_current_cache(&mut self, session: &Session) -> Option<SourcesCache> {
        self.cache.take().filter(|shown| shown.revision == session.revision())
    }
}

/// Draws the page.
pub fn sources_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut SourcesState,
    out: &mut Vec<Intent>,
) {
    case_table::caption_ui(ui, context, out);
    let Some(mut shown) = state.take_current_cache(context.session) else {
        empty_message(ui, &context.locale.t("sources_page.loading"));
        return;
    };
    shown.sort(context.register(), state);
    tabs_ui(ui, context, state, &shown.citation_index, out);
    match state.tab {
        SourcesTab::Sources if shown.order.is_empty() => {
            let is_empty = context.register().sources().is_empty();
            let key = if is_empty { "records.no_sources" } else { "sources_page.none_of_kind" };
            kind_and_sort_ui(ui, context, state);
            empty_message(ui, &context.locale.t(key));
        }
        SourcesTab::Sources => {
            let gap = split_pane(ui, "support", |ui| {
                detail::source_detail_ui(ui, context, state, &shown.citation_index, out);
            });
            CentralPanel::default().frame(Frame::new().inner_margin(gap)).show(ui, |ui| {
                kind_and_sort_ui(ui, context, state);
                list::list_ui(ui, context, state, &shown);
            });
        }
        SourcesTab::Secondary => {
            let all = shown.citation_index.secondary_only();
            statements::statements_ui(ui, context, all, &mut state.statements_state, out);
        }
        SourcesTab::Uncited => {
            let all = shown.citation_index.uncited();
            statements::statements_ui(ui, context, all, &mut state.statements_state, out);
        }
    }
    state.cache = Some(shown);
}

/// From which width on what the chosen source supports stands beside the list, in points.
const SIDE_BY_SIDE_WIDTH: f32 = SPACE * 88.0;

/// Draws what stands beside the list of a page, or beneath it where there is no room; gives the
/// distance that the list keeps from it.
pub(super) fn split_pane(ui: &mut Ui, page: &str, draw: impl FnOnce(&mut Ui)) -> Margin {
    let (width, height) = (ui.available_width(), ui.available_height());
    if width >= SIDE_BY_SIDE_WIDTH {
        let frame = Frame::new().inner_margin(Margin { left: 16, ..Margin::ZERO });
        Panel::right(egui::Id::unique((page, "beside")))
            .frame(frame)
            .default_size(width * 0.5)
            .size_range(width * 0.35..=width * 0.65)
            .show(ui, draw);
        Margin { right: 8, ..Margin::ZERO }
    } else {
        Panel::bottom(egui::Id::unique((page, "beneath")))
            .frame(Frame::new())
            .default_size(height * 0.55)
            .size_range(height * 0.3..=height * 0.7)
            .show(ui, draw);
        Margin::ZERO
    }
}

impl SourcesCache {
    /// Puts the sources in order, where that has changed; the chosen one is scrolled to.
    fn sort(&mut self, register: &Register, state: &mut SourcesState) {
        let ordered = (state.kind, state.sort);
        if self.order_key == Some(ordered) {
            return;
        }
        self.order_key = Some(ordered);
        let sources = register.sources();
        let is_listed = |at: &usize| state.kind.is_none_or(|kind| sources[*at].kind == kind);
        let mut order: Vec<usize> = (0..sources.len()).filter(is_listed).collect();
        match state.sort {
            SourceSort::UseCount => {
                order.sort_by_key(|at| std::cmp::Reverse(self.citation_index.by_source(*at).len()));
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

/// The parts of the page with how much each has, and what makes a new source.
fn tabs_ui(
    ui: &mut Ui,
    context: &UiContext,
    state: &mut SourcesState,
    citation_index: &SupportedStatements,
    out: &mut Vec<Intent>,
) {
    let locale = context.locale;
    let parts = [
        (SourcesTab::Sources, "sources_page.filter.sources", context.register().sources().len()),
        (
            SourcesTab::Secondary,
            "sources_page.filter.secondary_only",
            citation_index.secondary_only().len(),
        ),
        (SourcesTab::Uncited, "sources_page.filter.uncited", citation_index.uncited().len()),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        for (part, key, count) in parts {
            let text = locale.t_with(key, &[("n", &locale.format_number(count))]);
            if ui.add(Button::selectable(state.tab == part, text)).clicked() {
                state.tab = part;
                state.statements_state = VirtualListState::default();
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let new = Button::new(locale.t("form.new_source").as_ref());
            if edit_button(ui, context, new).clicked() {
                out.push(Intent::Command(Command::NewRecord));
            }
        });
    });
    ui.add_space(SPACE / 2.0);
}

/// Which kind is listed, and in which order.
fn kind_and_sort_ui(ui: &mut Ui, context: &UiContext, state: &mut SourcesState) {
    let locale = context.locale;
    let kind_words = |kind: Option<SourceKind>| {
        kind.map_or_else(
            || locale.t("sources_page.every_kind").into_owned(),
            |kind| source_kind_label(locale, kind),
        )
    };
    ui.horizontal(|ui| {
        let kinds = ComboBox::from_id_salt("kind").selected_text(kind_words(state.kind));
        let kinds = kinds.show_ui(ui, |ui| {
            for kind in [None].into_iter().chain(SourceKind::ALL.map(Some)) {
                ui.selectable_value(&mut state.kind, kind, kind_words(kind));
            }
        });
        kinds.response.accessible_name(locale.t("sources_page.kind_filter"));
        let sort = ComboBox::from_id_salt("sort").selected_text(locale.t(state.sort.key()));
        let sort = sort.show_ui(ui, |ui| {
            for by in SourceSort::ALL {
                ui.selectable_value(&mut state.sort, by, locale.t(by.key()));
            }
        });
        sort.response.accessible_name(locale.t("sources_page.sort_order"));
    });
    ui.add_space(SPACE / 2.0);
}
