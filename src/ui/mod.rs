//! The window. Every surface borrows a [`Scene`] and its own small state, draws, and returns what
//! it wants done as [`Intent`]s; [`App`] does it after the last surface is drawn.

pub mod app;
pub mod panels;
pub mod form;
pub mod pages;
pub mod platform;
pub mod shortcuts;
pub mod modals;
mod widgets;
mod theme;

use std::path::PathBuf;

use crate::{
    Locale,
    analysis::{
        finding::{FindingSubject, RecordField},
        query::Column,
    },
    commands::{Command, Page},
    draft::Draft,
    merge::Side,
    model::{Day, SourceId},
    register::Register,
    session::{Action, Session},
    store::backups::Backup,
    ui::{
        app::{App, Setup},
        modals::dialogs::DialogAnswer,
        platform::{file_dialog::FileRequest, fonts},
    },
};

/// Gives a window its look and its bundled fonts.
pub fn set_up(ctx: &egui::Context) {
    theme::install(ctx);
    fonts::install(ctx);
    // Closing is a command like any other; the toolkit's own keys for it would also hear AltGr+Q,
    // which types @ on some keyboards.
    ctx.options_mut(|options| options.quit_shortcuts.clear());
}

/// What every surface is drawn from.
#[derive(Clone, Copy)]
pub struct UiContext<'a> {
    /// The open register with what is shown of it.
    pub session: &'a Session,
    /// The language of the window.
    pub locale: Locale,
    /// The page shown.
    pub page: Page,
    /// Today.
    pub today: Day,
}

impl UiContext<'_> {
    /// The records.
    pub fn register(&self) -> &Register {
        self.session.register()
    }
}

/// What a surface wants done once the frame is drawn.
#[derive(Clone, Debug)]
pub enum Intent {
    /// Give a command of the list.
    Command(Command),
    /// Do something to the open register.
    Action(Action),
    /// Open a form on a draft, with the cursor in a field.
    OpenForm(Box<Draft>, Option<RecordField>),
    /// Show a record, and a field of it in its form where one is named.
    ShowRecord(FindingSubject, Option<RecordField>),
    /// Delete the record that the open form is on, after asking.
    DeleteRecord,
    /// Ask which source is to become part of this one.
    MergeSources(SourceId),
    /// Open an address in the browser.
    OpenAddress(String),
    /// Show every recorded change of the current case.
    ShowHistory,
    /// Ask whether to take back the change at a place of the history.
    Revert(usize),
    /// Show the register as it stood after the change at a place of the history.
    ShowAsRecorded(usize),
    /// Show the register as it is.
    ShowPresent,
    /// Put a text on the clipboard.
    Copy(String),
    /// Open the register in this file.
    OpenFile(PathBuf),
    /// Write the open register again, after that has failed.
    RetrySave,
    /// Ask for the open register, which is shown only, to work on it.
    RequestWriteAccess {
        /// Although it is open on another machine.
        force: bool,
    },
    /// Show what was taken in of what someone else wrote.
    ShowExternalChanges,
    /// Take the sides chosen in conflicts; none puts them off.
    ResolveConflicts(Option<Vec<Side>>),
    /// Take the answer to the open question.
    AnswerDialog(Box<DialogAnswer>),
    /// Go on with a file whose path was typed.
    UseTypedPath(FileRequest, PathBuf),
    /// Go back to a backup, by one step that can be undone.
    RestoreBackup(Backup),
    /// Show a file in the file manager.
    Reveal(PathBuf),
    /// Show a column of the table, or hide it.
    ToggleColumn(Column),
}

/// The size of the window at the first start, in points.
const DEFAULT_WINDOW_SIZE: (f32, f32) = (1280.0, 800.0);

/// Opens the window, with a size in points where one was kept, and stays until it is closed.
///
/// # Errors
/// When the platform gives no window.
pub fn run(
    size: Option<(f32, f32)>,
    setup: impl FnOnce(&egui::Context) -> Setup + 'static,
) -> Result<(), eframe::Error> {
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png"));
    let mut viewport = egui::ViewportBuilder::default()
        .with_title("Blue Ribbon")
        .with_app_id("blue-ribbon")
        .with_inner_size(size.unwrap_or(DEFAULT_WINDOW_SIZE))
        .with_min_inner_size((800.0, 560.0));
    match icon {
        Ok(icon) => viewport = viewport.with_icon(icon),
        Err(error) => tracing::warn!("the icon cannot be read: {error}"),
    }
    let options =
        eframe::NativeOptions { viewport, system_font_fallback: false, ..Default::default() };
    eframe::run_native(
        "blue-ribbon",
        options,
        Box::new(|cc| {
            let setup = setup(&cc.egui_ctx);
            fonts::add_system_fonts(&cc.egui_ctx);
            Ok(Box::new(App::new(&cc.egui_ctx, setup)))
        }),
    )
}
