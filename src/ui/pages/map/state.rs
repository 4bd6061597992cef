//! The state of the map between frames.

use std::{cell::RefCell, collections::HashMap, ops::Range, rc::Rc};

use crate::{
    Locale,
    analysis::{
        Analysis,
        map::{
            clusters::{Cluster, ClusterIndex},
            region::Region,
            viewport::Viewport,
        },
    },
    describe::cluster_label::ClusterLabel,
    session::{Action, Session},
    ui::{context::UiContext, intent::Intent, widgets::virtual_list::VirtualListState},
};

/// The state of the map between frames.
#[derive(Default)]
pub struct MapState {
    pub(super) cluster_cache: Option<ClusterCache>,
    /// The visible part of the map in the last frame.
    pub(super) viewport: Option<Viewport>,
    /// The region to show in the next frame.
    pub(super) requested_region: Option<Region>,
    /// The chosen cluster, as the position of its first case among the members.
    pub(super) chosen_cluster: Option<usize>,
    /// The cluster with the keyboard focus, likewise.
    pub(super) focused_cluster: Option<usize>,
    /// The side panel shows the current case instead of the list.
    pub(super) shows_case: bool,
    /// The corner where the user began to draw a rectangle, in points from the corner of the map.
    pub(super) drag_corner: Option<[f32; 2]>,
    /// The list of the side panel.
    pub(super) side_list: VirtualListState,
}

/// The labels of clusters by the range of their members.
type LabelCache = HashMap<Range<usize>, Rc<ClusterLabel>>;

/// The clusters of the cases that the query finds.
pub(super) struct ClusterCache {
    /// The version of the rows that were clustered, and of the analysis that the statuses are of.
    versions: [u64; 2],
    /// The revision of the register that the indexes of cases are of.
    revision: u64,
    pub clusters: ClusterIndex,
    /// The number of cases in each region, in the order of [`Region::ALL`].
    pub region_counts: [usize; Region::ALL.len()],
    /// The labels of the clusters drawn so far, in a locale.
    labels: RefCell<(Locale, LabelCache)>,
}

/// The number of labels that are kept.
const MAX_CACHED_LABELS: usize = 4_096;

impl ClusterCache {
    /// Returns the label of a cluster; it is made once and kept.
    pub fn label(&self, context: &UiContext, cluster: &Cluster) -> Rc<ClusterLabel> {
        let (locale, labels) = &mut *self.labels.borrow_mut();
        if *locale != context.locale || labels.len() > MAX_CACHED_LABELS {
            *locale = context.locale;
            labels.clear();
        }
        let label = labels.entry(cluster.members());
        Rc::clone(label.or_insert_with(|| {
            ClusterLabel::new(context.locale, context.register(), &self.clusters, cluster).into()
        }))
    }
}

impl MapState {
    /// Returns whether the rows of an analysis are the ones that were clustered.
    pub fn shows_rows_of(&self, analysis: &Analysis) -> bool {
        self.cluster_cache
            .as_ref()
            .is_some_and(|cache| cache.versions[0] == analysis.rows_version())
    }

    /// Counts the statuses on the day of an analysis where the rows are the same and the statuses
    /// are of another version. Returns whether it counted.
    pub fn update_counts(&mut self, analysis: &Analysis) -> bool {
        let is_older = |cache: &&mut ClusterCache| {
            cache.versions[0] == analysis.rows_version() && cache.versions[1] != analysis.version()
        };
        let Some(cache) = self.cluster_cache.as_mut().filter(is_older) else { return false };
        cache.versions[1] = analysis.version();
        cache.clusters.recount_statuses(|at| analysis.case_states()[at as usize].status);
        cache.labels.get_mut().1.clear();
        true
    }

    /// Caches the clusters of a revision of the register; `versions` are those of the rows and of
    /// the analysis. The chosen and the focused cluster stay the ones with the same case where
    /// the revision is the same.
    pub fn cache_clusters(&mut self, versions: [u64; 2], revision: u64, clusters: ClusterIndex) {
        let find_again = |first: usize| {
            let before =
                self.cluster_cache.as_ref().filter(|before| before.revision == revision)?;
            let case = before.clusters.members().get(first)?;
            clusters.members().iter().position(|other| other == case)
        };
        self.chosen_cluster = self.chosen_cluster.and_then(find_again);
        self.focused_cluster = self.focused_cluster.and_then(find_again);
        let region_counts = Region::ALL.map(|region| region.count_cases(&clusters));
        let labels = RefCell::new((Locale::ENGLISH, HashMap::new()));
        self.cluster_cache =
            Some(ClusterCache { versions, revision, clusters, region_counts, labels });
    }

    /// Returns the clusters where they are of the current revision of the register.
    pub(super) fn current_clusters(&self, session: &Session) -> Option<&ClusterCache> {
        self.cluster_cache.as_ref().filter(|cache| cache.revision == session.revision())
    }

    /// Chooses a cluster: the side panel shows its cases, or the case where it has only one.
    pub(super) fn choose_cluster(
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

    /// Shows the case at an index of the register in the side panel.
    pub(super) fn show_case(&mut self, context: &UiContext, at: u32, out: &mut Vec<Intent>) {
        let id = context.register().cases()[at as usize].id.clone();
        out.push(Intent::Action(Action::SelectCase(id)));
        self.shows_case = true;
    }
}
