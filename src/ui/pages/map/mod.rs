//! The page of the map: where people were taken, by status, with those beside it whose place is
//! not known.

mod area;
mod bar;
mod sheet;
mod side;

pub use area::area_ui;
pub use side::side_ui;

use std::{cell::RefCell, collections::HashMap, ops::Range, rc::Rc};

use egui::Ui;

use crate::{
    jobs::Chart,
    lang::Lang,
    picture::MapChart,
    session::{Action, Session},
    ui::{Intent, Role, Scene, table::caption_ui, theme::SPACE, widgets::weak},
    view::{Area, Gathering, Mark, Region, Said, Sight},
};

/// What the map remembers between frames.
#[derive(Default)]
pub struct MapState {
    gathered: Option<Gathered>,
    /// What was seen last.
    sight: Option<Sight>,
    /// The view that was asked for beside the map, shown once its size is known.
    wanted: Option<Region>,
    /// The mark chosen, by where its first case stands among the members.
    chosen: Option<usize>,
    /// The mark that has the focus, likewise.
    focused: Option<usize>,
    /// Whether the current case is shown beside the map.
    shows_case: bool,
    /// Where a rectangle was begun, from the map's corner.
    corner: Option<[f32; 2]>,
}

/// What is said of marks, each by its cases.
type SaidOf = HashMap<Range<usize>, Rc<Said>>;

/// The cases shown, on the map.
struct Gathered {
    /// The versions of the rows gathered and of the view they are counted by.
    versions: [u64; 2],
    /// The revision of the register that its places of cases are of.
    revision: u64,
    gathering: Gathering,
    /// How many cases each view shows, in the order of [`Region::ALL`].
    counts: [usize; Region::ALL.len()],
    /// What was said of marks, and in which language: only those in sight are put into words.
    said: RefCell<(Lang, SaidOf)>,
}

/// Of how many marks the words are kept.
const KEPT: usize = 4_096;

impl Gathered {
    /// What is said of a mark.
    fn said(&self, scene: &Scene, mark: &Mark) -> Rc<Said> {
        let (lang, said) = &mut *self.said.borrow_mut();
        if *lang != scene.lang || said.len() > KEPT {
            *lang = scene.lang;
            said.clear();
        }
        let words = said.entry(mark.members());
        Rc::clone(words.or_insert_with(|| {
            Said::of(scene.lang, scene.register(), &self.gathering, mark).into()
        }))
    }
}

impl MapState {
    /// Whether the rows of a view are on the map.
    pub fn shows_rows_of(&self, view: &crate::view::View) -> bool {
        self.gathered.as_ref().is_some_and(|gathered| gathered.versions[0] == view.rows_version())
    }

    /// Counts the cases on the map by the day of a view, where its rows are on the map; whether
    /// that was to be done.
    pub fn count(&mut self, view: &crate::view::View) -> bool {
        let is_older = |gathered: &&mut Gathered| {
            gathered.versions[0] == view.rows_version() && gathered.versions[1] != view.version()
        };
        let Some(gathered) = self.gathered.as_mut().filter(is_older) else { return false };
        gathered.versions[1] = view.version();
        gathered.gathering.count(|at| view.standings()[at as usize].status);
        gathered.said.get_mut().1.clear();
        true
    }

    /// Takes in rows of a revision, given by the versions of the rows and of the view.
    pub fn take_in(&mut self, versions: [u64; 2], revision: u64, gathering: Gathering) {
        // What was chosen is found again, unless cases may have moved.
        let again = |first: usize| {
            let before = self.gathered.as_ref().filter(|before| before.revision == revision)?;
            let case = before.gathering.members().get(first)?;
            gathering.members().iter().position(|other| other == case)
        };
        self.chosen = self.chosen.and_then(again);
        self.focused = self.focused.and_then(again);
        let counts = Region::ALL.map(|region| region.count(&gathering));
        let said = RefCell::new((Lang::ENGLISH, HashMap::new()));
        self.gathered = Some(Gathered { versions, revision, gathering, counts, said });
    }

    /// What is on the map, if it is of the register as it is.
    fn gathered(&self, session: &Session) -> Option<&Gathered> {
        self.gathered.as_ref().filter(|gathered| gathered.revision == session.revision())
    }

    /// Chooses a mark: a single case is shown, of several the list.
    fn choose(&mut self, scene: &Scene, gathering: &Gathering, mark: &Mark, out: &mut Vec<Intent>) {
        self.chosen = Some(mark.members().start);
        self.shows_case = false;
        if let [case] = gathering.cases(mark) {
            self.show_case(scene, *case, out);
        }
    }

    /// Shows a case beside the map, given by its place in the register.
    fn show_case(&mut self, scene: &Scene, at: u32, out: &mut Vec<Intent>) {
        let id = scene.register().cases()[at as usize].id.clone();
        out.push(Intent::Act(Action::Case(id)));
        self.shows_case = true;
    }
}

/// Draws the map with what goes with it.
pub fn map_ui(ui: &mut Ui, scene: &Scene, state: &mut MapState, out: &mut Vec<Intent>) {
    caption_ui(ui, scene, out);
    bar::bar_ui(ui, scene, state, out);
    ui.add_space(SPACE / 2.0);
    let legend = SPACE * 4.0;
    let size = ui.available_size() - egui::vec2(0.0, legend);
    if state.gathered(scene.session).is_none() {
        ui.allocate_ui(size, |ui| {
            ui.label(weak(ui, scene.lang.t("map.gathering"), Role::Body));
        });
        return;
    }
    sheet::sheet_ui(ui, scene, state, size, out);
    bar::legend_ui(ui, scene);
}

/// What draws the map for a picture: what is seen of it now, with the cases gathered anew.
pub fn map_chart(scene: &Scene, state: &MapState) -> Chart {
    let (view, lang) = (scene.session.view(), scene.lang);
    let (register, rows) = (scene.session.snapshot(), view.answer().rows.clone());
    let (standings, area) = (view.standings().to_vec(), view.query().area);
    let seen = state.sight.map(|sight| sight.part(0.0));
    Box::new(move |size| {
        let first = || Region::first(&Gathering::of(&register, &rows, &standings));
        let part = seen.unwrap_or_else(first);
        MapChart::new(&register, (&rows, &standings), (part, area), lang, size).draw()
    })
}

/// A query for the cases in an area, whatever else is asked.
fn within(scene: &Scene, area: Option<Area>) -> Intent {
    let mut query = scene.session.view().query().clone();
    query.area = area;
    Intent::Act(Action::Query(query))
}
