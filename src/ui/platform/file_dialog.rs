//! File dialogs of the platform, waited for on a thread of their own.

use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, Sender, channel},
};

use rfd::{AsyncFileDialog, FileHandle};

use crate::{Locale, export::report::ExportKind, ui::platform::dialog_log::DialogLog};

/// The purpose of a file dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileRequest {
    /// Open a register.
    Open,
    /// Choose the path of a new register.
    NewRegister {
        /// The suggested file name.
        suggested_name: String,
    },
    /// Choose the path of a copy of the register.
    SaveCopy {
        /// The suggested file name.
        suggested_name: String,
    },
    /// Choose the path of an export.
    Export {
        /// The kind of export.
        product: ExportKind,
        /// The suggested file name.
        suggested_name: String,
        /// The extension of the format, without a dot.
        extension: &'static str,
    },
}

/// The result of a file dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChoice {
    /// The user chose this file.
    Chosen(FileRequest, PathBuf),
    /// The user cancelled.
    Cancelled(FileRequest),
    /// No dialog could be shown, for this reason.
    Unavailable(FileRequest, String),
}

/// A service that shows file dialogs, one at a time.
pub trait FilePicker {
    /// Shows a dialog that begins in `folder` and belongs to the window of `frame`. Does nothing
    /// while another dialog is open.
    fn request_file(
        &mut self,
        ask: FileRequest,
        folder: Option<PathBuf>,
        locale: Locale,
        frame: &eframe::Frame,
    );

    /// Takes the result of the dialog, once the user has answered it.
    fn take_choice(&mut self) -> Option<FileChoice>;

    /// Returns whether a dialog is open.
    fn is_picking(&self) -> bool;
}

/// A picker that shows no dialog, for windows that need none.
impl FilePicker for () {
    fn request_file(&mut self, _: FileRequest, _: Option<PathBuf>, _: Locale, _: &eframe::Frame) {}

    fn take_choice(&mut self) -> Option<FileChoice> {
        None
    }

    fn is_picking(&self) -> bool {
        false
    }
}

/// A picker that shows the dialogs of the platform.
///
/// On Linux these are the dialogs of the desktop portal, or else zenity's. Where neither can be
/// shown, the result is [`FileChoice::Unavailable`]. The `rfd` crate tells that apart from a
/// cancelled dialog in its log alone, so the picker needs a [`DialogLog`] that is a layer of the
/// process's subscriber.
pub struct SystemFilePicker {
    ctx: egui::Context,
    log: DialogLog,
    sender: Sender<FileChoice>,
    receiver: Receiver<FileChoice>,
    is_picking: bool,
}

impl FileRequest {
    /// Returns the suggested file name; none for a file that must exist.
    pub fn suggested_name(&self) -> Option<&str> {
        match self {
            Self::Open => None,
            Self::NewRegister { suggested_name }
            | Self::SaveCopy { suggested_name }
            | Self::Export { suggested_name, .. } => Some(suggested_name),
        }
    }

    /// Returns the title of the dialog.
    pub fn title(&self, locale: Locale) -> String {
        let key = match self {
            Self::Open => "file_dialog.open_register",
            Self::NewRegister { .. } => "file_dialog.new_register",
            Self::SaveCopy { .. } => "file_dialog.save_copy",
            Self::Export { product: ExportKind::Summary, .. } => "file_dialog.export_summary",
            Self::Export { product: ExportKind::Changes, .. } => "changes.file_dialog_title",
            Self::Export { product: ExportKind::Figure, .. } => "file_dialog.save_figure",
        };
        locale.t(key).into_owned()
    }

    fn extension(&self) -> &'static str {
        match self {
            Self::Export { extension, .. } => extension,
            Self::Open | Self::NewRegister { .. } | Self::SaveCopy { .. } => "ron",
        }
    }

    fn build_dialog(&self, locale: Locale) -> AsyncFileDialog {
        let kind = match self {
            Self::Export { product: ExportKind::Summary, .. } => {
                locale.t("file_dialog.summary_files")
            }
            Self::Export { product: ExportKind::Changes, .. } => locale.t("changes.file_type"),
            Self::Export { product: ExportKind::Figure, .. } => {
                locale.t("file_dialog.figure_files")
            }
            Self::Open | Self::NewRegister { .. } | Self::SaveCopy { .. } => {
                locale.t("file_dialog.register_files")
            }
        };
        let dialog = AsyncFileDialog::new()
            .set_title(self.title(locale))
            .add_filter(kind, &[self.extension()])
            .add_filter(locale.t("file_dialog.all_files"), &["*"]);
        match self.suggested_name() {
            Some(name) => dialog.set_file_name(name),
            None => dialog,
        }
    }
}

impl SystemFilePicker {
    /// Returns a picker that requests a repaint of `ctx` when the user has answered.
    pub fn new(ctx: egui::Context, log: DialogLog) -> Self {
        let (sender, receiver) = channel();
        Self { ctx, log, sender, receiver, is_picking: false }
    }

    /// Waits for the dialog on a thread of its own.
    fn spawn_dialog(
        &mut self,
        request: &FileRequest,
        answer: impl Future<Output = Option<FileHandle>> + Send + 'static,
    ) -> std::io::Result<()> {
        let (sender, ctx, log) = (self.sender.clone(), self.ctx.clone(), self.log.clone());
        let request = request.clone();
        log.clear();
        std::thread::Builder::new().name("file dialog".to_owned()).spawn(move || {
            let choice = match pollster::block_on(answer) {
                Some(file) => FileChoice::Chosen(request, file.path().to_owned()),
                None => match log.failure() {
                    Some(reason) => FileChoice::Unavailable(request, reason),
                    None => FileChoice::Cancelled(request),
                },
            };
            // After the window is closed nobody receives the result.
            let _ = sender.send(choice);
            ctx.request_repaint();
        })?;
        Ok(())
    }
}

impl FilePicker for SystemFilePicker {
    fn request_file(
        &mut self,
        ask: FileRequest,
        folder: Option<PathBuf>,
        locale: Locale,
        frame: &eframe::Frame,
    ) {
        if self.is_picking {
            return;
        }
        self.is_picking = true;
        let mut dialog = ask.build_dialog(locale).set_parent(frame);
        if let Some(folder) = folder {
            dialog = dialog.set_directory(folder);
        }
        // macOS requires that the dialog is made on the thread of the window.
        let spawned = match &ask {
            FileRequest::Open => self.spawn_dialog(&ask, dialog.pick_file()),
            FileRequest::NewRegister { .. }
            | FileRequest::SaveCopy { .. }
            | FileRequest::Export { .. } => self.spawn_dialog(&ask, dialog.save_file()),
        };
        if let Err(error) = spawned {
            // This cannot fail, as `self` holds the receiver.
            let _ = self.sender.send(FileChoice::Unavailable(ask, error.to_string()));
        }
    }

    fn take_choice(&mut self) -> Option<FileChoice> {
        let choice = self.receiver.try_recv().ok()?;
        self.is_picking = false;
        Some(choice)
    }

    fn is_picking(&self) -> bool {
        self.is_picking
    }
}
