//! The page of sources: what each supports, of the cases shown and by the day shown; and what rests
//! on secondary sources alone, or on none.

mod chosen;
mod list;
mod statements;

use std::sync::Arc;

use egui::{Align, Button, CentralPanel, ComboBox, Frame, Layout, Margin, Panel, Ui};

use super::list::PageState;
use crate::{
    command::Command,
    model::{Source, SourceId, SourceKind},
    register::Register,
    session::Session,
    ui::{
        Intent, Scene,
        theme::SPACE,
        widgets::{empty, for_work},
    },
    view::{Citations, Support, fold, kind_words},
};

/// What the page remembers between frames.
#[derive(Default)]
pub struct SourcesState {
    shown: Option<Shown>,
    part: Part,
    /// The only kind listed; all where there is none.
    kind: Option<SourceKind>,
    sort: Sort,
    chosen: Option<SourceId>,
    /// Its place in the register, where that is known.
    place: Option<usize>,
    list: PageState,
    statements: PageState,
}

/// What was worked out, and for what.
struct Shown {
    /// The version of the view.
    turn: u64,
    revision: u64,
    /// What the register cites, whatever the day and the rows.
    all: Arc<Citations>,
    support: Support,
    /// The places of the sources listed, in their order, and what that depends on.
    order: Vec<u32>,
    ordered: Option<(Option<SourceKind>, Sort)>,
}

/// A part of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// The sources, and what the chosen one supports.
    #[default]
    Sources,
    /// What rests on secondary sources alone.
    Secondary,
    /// What rests on none.
    Bare,
}

/// By what the sources are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sort {
    /// By how much they support, the most first.
    #[default]
    Use,
    /// By publisher and title.
    Publisher,
    /// By date, the latest first, the undated last.
    Date,
}

impl Sort {
    const ALL: [Self; 3] = [Self::Use, Self::Publisher, Self::Date];

    fn key(self) -> &'static str {
        match self {
            Self::Use => "support.sort.use",
            Self::Publisher => "support.sort.publisher",
            Self::Date => "support.sort.date",
        }
    }
}

impl SourcesState {
    /// The version of the view that was last worked out.
    pub fn turn(&self) -> Option<u64> {
        self.shown.as_ref().map(|shown| shown.turn)
    }

    /// Takes in what sources support, of a version of the view and a revision of the register.
    pub fn take_in(&mut self, turn: u64, revision: u64, all: Arc<Citations>, support: Support) {
        let (order, ordered) = (Vec::new(), None);
        self.shown = Some(Shown { turn, revision, all, support, order, ordered });
    }

    /// What a revision of the register cites, where that was the last worked out.
    pub fn citations(&self, revision: u64) -> Option<Arc<Citations>> {
        let shown = self.shown.as_ref().filter(|shown| shown.revision == revision);
        shown.map(|shown| Arc::clone(&shown.all))
    }

    /// Shows a source with what it supports.
    pub fn choose(&mut self, id: SourceId) {
        self.part = Part::Sources;
        self.kind = None;
        self.chosen = Some(id);
        if let Some(shown) = &mut self.shown {
            shown.ordered = None;
        }
    }

    /// The place of the chosen source; looked for only where it is no longer where it was.
    fn chosen_place(&mut self, sources: &[Arc<Source>]) -> Option<usize> {
        let chosen = self.chosen.as_ref()?;
        let is_there = |at: &usize| sources.get(*at).is_some_and(|source| source.id == *chosen);
        let found = || sources.iter().position(|source| source.id == *chosen);
        self.place = self.place.filter(is_there).or_else(found);
        self.place
    }

    /// What is known of the register as it is now.
    fn take_shown(&mut self, session: &Session) -> Option<Shown> {
        self.shown.take().filter(|shown| shown.revision == session.revision())
    }
}

/// Draws the page.
pub fn sources_ui(ui: &mut Ui, scene: &Scene, state: &mut SourcesState, out: &mut Vec<Intent>) {
    crate::ui::table::caption_ui(ui, scene, out);
    let Some(mut shown) = state.take_shown(scene.session) else {
        empty(ui, &scene.lang.t("support.looking"));
        return;
    };
    shown.sort(scene.register(), state);
    parts_ui(ui, scene, state, &shown.support, out);
    match state.part {
        Part::Sources if shown.order.is_empty() => {
            let is_empty = scene.register().sources().is_empty();
            let key = if is_empty { "records.no_sources" } else { "support.none_of_kind" };
            kinds_ui(ui, scene, state);
            empty(ui, &scene.lang.t(key));
        }
        Part::Sources => {
            let gap = beside(ui, "support", |ui| {
                chosen::chosen_ui(ui, scene, state, &shown.support, out);
            });
            CentralPanel::default().frame(Frame::new().inner_margin(gap)).show(ui, |ui| {
                kinds_ui(ui, scene, state);
                list::list_ui(ui, scene, state, &shown);
            });
        }
        Part::Secondary => {
            let all = shown.support.secondary();
            statements::statements_ui(ui, scene, all, &mut state.statements, out);
        }
        Part::Bare => {
            let all = shown.support.bare();
            statements::statements_ui(ui, scene, all, &mut state.statements, out);
        }
    }
    state.shown = Some(shown);
}

/// From which width on what the chosen source supports stands beside the list, in points.
const WIDE: f32 = SPACE * 88.0;

/// Draws what stands beside the list of a page, or beneath it where there is no room; gives the
/// distance that the list keeps from it.
pub(super) fn beside(ui: &mut Ui, page: &str, draw: impl FnOnce(&mut Ui)) -> Margin {
    let (width, height) = (ui.available_width(), ui.available_height());
    if width >= WIDE {
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

impl Shown {
    /// Puts the sources in order, where that has changed; the chosen one is scrolled to.
    fn sort(&mut self, register: &Register, state: &mut SourcesState) {
        let ordered = (state.kind, state.sort);
        if self.ordered == Some(ordered) {
            return;
        }
        self.ordered = Some(ordered);
        let sources = register.sources();
        let is_listed = |at: &usize| state.kind.is_none_or(|kind| sources[*at].kind == kind);
        let mut order: Vec<usize> = (0..sources.len()).filter(is_listed).collect();
        match state.sort {
            Sort::Use => order.sort_by_key(|at| std::cmp::Reverse(self.support.by(*at).len())),
            Sort::Publisher => order.sort_by_cached_key(|at| {
                let Source { publisher, title, .. } = sources[*at].as_ref();
                (fold(publisher), fold(title))
            }),
            Sort::Date => order.sort_by(|a, b| sources[*b].published.cmp(&sources[*a].published)),
        }
        self.order = order.into_iter().filter_map(|at| u32::try_from(at).ok()).collect();
        let is_chosen = |at: &u32| Some(&sources[*at as usize].id) == state.chosen.as_ref();
        match self.order.iter().position(is_chosen) {
            Some(row) => state.list.go_to(row),
            None => {
                state.chosen = self.order.first().map(|at| sources[*at as usize].id.clone());
                state.list.go_to(0);
            }
        }
    }
}

/// The parts of the page with how much each has, and what makes a new source.
fn parts_ui(
    ui: &mut Ui,
    scene: &Scene,
    state: &mut SourcesState,
    support: &Support,
    out: &mut Vec<Intent>,
) {
    let lang = scene.lang;
    let parts = [
        (Part::Sources, "support.part.sources", scene.register().sources().len()),
        (Part::Secondary, "support.part.secondary", support.secondary().len()),
        (Part::Bare, "support.part.bare", support.bare().len()),
    ];
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE / 2.0;
        for (part, key, count) in parts {
            let words = lang.with(key, &[("n", &lang.number(count))]);
            if ui.add(Button::selectable(state.part == part, words)).clicked() {
                state.part = part;
                state.statements = PageState::default();
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let new = Button::new(lang.t("form.new_source").as_ref());
            if for_work(ui, scene, new).clicked() {
                out.push(Intent::Command(Command::NewRecord));
            }
        });
    });
    ui.add_space(SPACE / 2.0);
}

/// Which kind is listed, and in which order.
fn kinds_ui(ui: &mut Ui, scene: &Scene, state: &mut SourcesState) {
    let lang = scene.lang;
    let kind_words = |kind: Option<SourceKind>| {
        kind.map_or_else(
            || lang.t("support.every_kind").into_owned(),
            |kind| kind_words(lang, kind),
        )
    };
    ui.horizontal(|ui| {
        let kinds = ComboBox::from_id_salt("kind").selected_text(kind_words(state.kind));
        let kinds = kinds.show_ui(ui, |ui| {
            for kind in [None].into_iter().chain(SourceKind::ALL.map(Some)) {
                ui.selectable_value(&mut state.kind, kind, kind_words(kind));
            }
        });
        kinds.response.accessible_name(lang.t("support.kinds"));
        let sort = ComboBox::from_id_salt("sort").selected_text(lang.t(state.sort.key()));
        let sort = sort.show_ui(ui, |ui| {
            for by in Sort::ALL {
                ui.selectable_value(&mut state.sort, by, lang.t(by.key()));
            }
        });
        sort.response.accessible_name(lang.t("support.sorted"));
    });
    ui.add_space(SPACE / 2.0);
}
