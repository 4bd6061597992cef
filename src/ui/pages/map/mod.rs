//! The page of the map: where people were taken, by status, with those beside it whose place is
//! not known.

mod toolbar;
mod canvas;
pub(crate) mod side_panel;

use std::{cell::RefCell, collections::HashMap, ops::Range, rc::Rc};

use egui::Ui;

use crate::{
    Locale,
    analysis::{
        self,
        map::{
            clusters::{Cluster, ClusterIndex},
            geo_bounds::GeoBounds,
            region::Region,
            viewport::Viewport,
        },
    },
    describe::cluster_label::ClusterLabel,
    figure::map::chart::MapChart,
    jobs::exports::ChartRenderer,
    session::{Action, Session},
    ui::{
        context::UiContext,
        intent::Intent,
        panels::case_table::caption_ui,
        theme::{Role, SPACE},
        widgets::weak_text,
    },
};

/// What the map remembers between frames.
#[derive(Default)]
pub struct MapState {
    cluster_cache: Option<ClusterCache>,
    /// What was seen last.
    viewport: Option<Viewport>,
    /// The view that was asked for beside the map, shown once its size is known.
    requested_region: Option<Region>,
    /// The mark chosen, by where its first case stands among the members.
    chosen_cluster: Option<usize>,
    /// The mark that has the focus, likewise.
    focused_cluster: Option<usize>,
    /// Whether the current case is shown beside the map.
    shows_case: bool,
    /// Where a rectangle was begun, from the map's corner.
    drag_corner: Option<[f32; 2]>,
}

/// What is said of marks, each by its cases.
type LabelCache = HashMap<Range<usize>, Rc<ClusterLabel>>;

/// The cases shown, on the map.
struct ClusterCache {
    /// The versions of the rows gathered and of the view they are counted by.
    versions: [u64; 2],
    /// The revision of the register that its places of cases are of.
    revision: u64,
    clusters: ClusterIndex,
    /// How many cases each view shows, in the order of [`Region::ALL`].
    region_counts: [usize; Region::ALL.len()],
    /// What was said of marks, and in which language: only those in sight are put into words.
    labels: RefCell<(Locale, LabelCache)>,
}

/// Of how many marks the words are kept.
const MAX_CACHED_LABELS: usize = 4_096;

impl ClusterCache {
    /// What is said of a mark.
    fn label(&self, context: &UiContext, cluster: &Cluster) -> Rc<ClusterLabel> {
        let (locale, labels) = &mut *self.labels.borrow_mut();
        if *locale != context.locale || labels.len() > MAX_CACHED_LABELS {
            *locale = context.locale;
            labels.clear();
        }
        let text = labels.entry(cluster.members());
        Rc::clone(text.or_insert_with(|| {
            ClusterLabel::new(context.locale, context.register(), &self.clusters, cluster).into()
        }))
    }
}

impl MapState {
    /// Whether the rows of a view are on the map.
    pub fn shows_rows_of(&self, view: &analysis::Analysis) -> bool {
        self.cluster_cache
            .as_ref()
            .is_some_and(|gathered| gathered.versions[0] == view.rows_version())
    }

    /// Counts the cases on the map by the day of a view, where its rows are on the map; whether
    /// that was to be done.
    pub fn update_counts(&mut self, view: &analysis::Analysis) -> bool {
        let is_older = |gathered: &&mut ClusterCache| {
            gathered.versions[0] == view.rows_version() && gathered.versions[1] != view.version()
        };
        let Some(gathered) = self.cluster_cache.as_mut().filter(is_older) else { return false };
        gathered.versions[1] = view.version();
        gathered.clusters.recount_statuses(|at| view.case_states()[at as usize].status);
        gathered.labels.get_mut().1.clear();
        true
    }

    /// Takes in rows of a revision, given by the versions of the rows and of the view.
    pub fn cache_clusters(&mut self, versions: [u64; 2], revision: u64, clusters: ClusterIndex) {
        // What was chosen is found again, unless cases may have moved.
        let again = |first: usize| {
            let before =
                self.cluster_cache.as_ref().filter(|before| before.revision == revision)?;
            let case = before.clusters.members().get(first)?;
            clusters.members().iter().position(|other| other == case)
        };
        self.chosen_cluster = self.chosen_cluster.and_then(again);
        self.focused_cluster = self.focused_cluster.and_then(again);
        let counts = Region::ALL.map(|region| region.count_cases(&clusters));
        let said = RefCell::new((Locale::ENGLISH, HashMap::new()));
        self.cluster_cache = Some(ClusterCache {
            versions,
            revision,
            clusters,
            region_counts: counts,
            labels: said,
        });
    }

    /// What is on the map, if it is of the register as it is.
    fn current_clusters(&self, session: &Session) -> Option<&ClusterCache> {
        self.cluster_cache.as_ref().filter(|gathered| gathered.revision == session.revision())
    }

    /// Chooses a mark: a single case is shown, of several the list.
    fn choose_cluster(
        &mut self,
        context: &UiContext,
        clusters: &ClusterIndex,
        cluster: &Cluster,
        out: &mut Vec<Intent>,
    ) {
        self.chosen_cluster = Some(cluster.members().start);
        self.shows_case = false;
        if let [case] = clusters.cases(cluster) {
            self.show_case(context, *case, out);
        }
    }

    /// Shows a case beside the map, given by its place in the register.
    fn show_case(&mut self, context: &UiContext, at: u32, out: &mut Vec<Intent>) {
        let id = context.register().cases()[at as usize].id.clone();
        out.push(Intent::Action(Action::SelectCase(id)));
        self.shows_case = true;
    }
}

/// Draws the map with what goes with it.
pub fn map_ui(ui: &mut Ui, context: &UiContext, state: &mut MapState, out: &mut Vec<Intent>) {
    caption_ui(ui, context, out);
    toolbar::map_toolbar_ui(ui, context, state, out);
    ui.add_space(SPACE / 2.0);
    let legend = SPACE * 4.0;
    let size = ui.available_size() - egui::vec2(0.0, legend);
    if state.current_clusters(context.session).is_none() {
        ui.allocate_ui(size, |ui| {
            ui.label(weak_text(ui, context.locale.t("map.clustering"), Role::Body));
        });
        return;
    }
    canvas::map_canvas_ui(ui, context, state, size, out);
    toolbar::legend_ui(ui, context);
}

/// What draws the map for a picture: what is seen of it now, with the cases gathered anew.
pub fn map_chart(context: &UiContext, state: &MapState) -> ChartRenderer {
    let (view, locale) = (context.session.analysis(), context.locale);
    let (register, rows) = (context.session.snapshot(), view.query_result().rows.clone());
    let (standings, area) = (view.case_states().to_vec(), view.query().bounds);
    let seen = state.viewport.map(|viewport| viewport.visible_rect(0.0));
    Box::new(move |size| {
        let first = || Region::initial_rect(&ClusterIndex::from_rows(&register, &rows, &standings));
        let part = seen.unwrap_or_else(first);
        MapChart::new(&register, (&rows, &standings), (part, area), locale, size).draw()
    })
}

/// A query for the cases in an area, whatever else is asked.
pub(crate) fn area_filter_intent(context: &UiContext, area: Option<GeoBounds>) -> Intent {
    let mut query = context.session.analysis().query().clone();
    query.bounds = area;
    Intent::Action(Action::SetQuery(query))
}
