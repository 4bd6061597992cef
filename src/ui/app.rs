//! The window's state, its frame, and what is done once the frame is drawn.

mod frame;
mod perform;
mod forms;
mod answers;
mod work;
mod walks;
mod files;
mod kept;
mod left;
mod backups;
mod access;
mod meeting;
mod past;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use super::{
    Intent,
    access::Elsewhere,
    backups::Backups,
    day::DayChooser,
    dialogs::{Dialog, Opening, Wanted},
    filters::Filters,
    form::Form,
    meeting::Choosing,
    mending::Mending,
    merge_sources::Merging,
    notices::Notices,
    pages::Pages,
    palette::CommandPalette,
    path_field::PathField,
    picker::Picker,
    status::SaveState,
    table::Table,
};
use crate::{
    command::{Page, Situation},
    export::{Format, PictureFormat},
    jobs::{Jobs, News, Watcher},
    lang::Lang,
    model::Day,
    session::Session,
    store::{Access, Notice, Places, Settings},
};

/// What the window starts from.
pub struct Setup {
    /// The register to open; the user's own where none is named.
    pub register: Option<PathBuf>,
    /// Where the user's own register and the settings live, where the platform says.
    pub places: Option<Places>,
    /// Recent registers, language, theme, columns; and what was wrong with them, if anything was.
    pub settings: (Settings, Option<Notice>),
    /// The language, unless the settings name one.
    pub lang: Lang,
    /// Today; asked anew while the window is open.
    pub today: fn() -> Day,
    /// What asks for files.
    pub picker: Box<dyn Picker>,
}

/// The window.
pub struct App {
    session: Option<Session>,
    jobs: Jobs,
    picker: Box<dyn Picker>,
    places: Option<Places>,
    settings: Settings,
    lang: Lang,
    today: Day,
    clock: fn() -> Day,
    page: Page,
    surfaces: Surfaces,
    saving: Saving,
    kept: kept::Kept,
    left: left::LeftBehind,
    backing: backups::Backing,
    /// Whether the open register may be changed here.
    access: Access,
    /// Looks at its file and its lock.
    watcher: Option<Watcher>,
    meetings: meeting::Meetings,
    /// What is to be exported once a file is chosen.
    export: Option<Export>,
    /// The present, while the register is shown as it stood earlier.
    present: Option<past::Present>,
    /// What the system calls the user.
    name: String,
    /// The title of the register to be made once a file is chosen.
    create: Option<String>,
    /// What is to be opened once all is on the disk.
    next: Option<Opening>,
    /// What is to be done at the end of the next frame, as if a surface had asked for it.
    pending: Vec<Intent>,
    /// The window is to be closed once all is on the disk.
    closing: bool,
    /// A register has been drawn.
    has_drawn: bool,
}

/// The surfaces and what each remembers between frames.
#[derive(Default)]
struct Surfaces {
    search: String,
    wants_search: bool,
    day: DayChooser,
    filters: Filters,
    table: Table,
    pages: Pages,
    form: Option<Form>,
    dialog: Option<Dialog>,
    merge: Option<Merging>,
    mending: Mending,
    backups: Option<Backups>,
    choosing: Option<Choosing>,
    told: Option<News>,
    elsewhere: Option<Elsewhere>,
    palette: Option<CommandPalette>,
    path: Option<PathField>,
    help: bool,
    notices: Notices,
}

/// What is to be exported.
enum Export {
    /// A summary.
    Summary(Wanted),
    /// The chart of the page, so many dots wide and high.
    Picture(PictureFormat, [u32; 2]),
    /// What changed between two days.
    Changes(Format, (Day, Day)),
}

/// How far the open register is from being safely on the disk.
#[derive(Default)]
struct Saving {
    /// When it was last written, in words.
    at: Option<String>,
    /// Why the last attempt failed; nothing is tried again until something changes or is asked.
    failed: Option<String>,
    /// The revision that the attempt was for.
    tried: u64,
    /// The revision whose findings are shown.
    digested: u64,
}

impl Saving {
    /// Another attempt is to be made: what the last one met is no longer said.
    fn forget_failure(&mut self, notices: &mut Notices) {
        if let Some(words) = self.failed.take() {
            notices.withdraw(&words);
        }
    }
}

impl App {
    fn situation(&self) -> Situation<'_> {
        Situation {
            session: self.session.as_ref(),
            page: self.page,
            form: self.surfaces.form.is_some(),
            form_can_be_saved: self
                .surfaces
                .form
                .as_ref()
                .is_some_and(|form| form.step().is_some()),
            picking: self.picker.is_picking(),
        }
    }

    fn save_state(&self) -> SaveState {
        let is_saved = self.session.as_ref().is_none_or(Session::is_saved);
        if !is_saved && self.surfaces.choosing.is_some() {
            return SaveState::Failed(self.lang.t("meeting.waits").into_owned());
        }
        match &self.saving.failed {
            Some(words) if !is_saved => SaveState::Failed(words.clone()),
            _ if is_saved => SaveState::Saved(self.saving.at.clone()),
            _ => SaveState::Saving,
        }
    }
}
