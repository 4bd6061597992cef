//! Asking for a file, by the platform's own dialogs, off the window's thread.

use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, Sender, channel},
};

use rfd::{AsyncFileDialog, FileHandle};

use crate::{Locale, export::report::ExportKind, ui::platform::dialog_log::DialogLog};

/// What a file is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileRequest {
    /// A register to open.
    Open,
    /// Where to make a new register.
    NewRegister {
        /// A name for the file.
        suggested_name: String,
    },
    /// Where to save a copy of the register.
    SaveCopy {
        /// A name for the file.
        suggested_name: String,
    },
    /// Where to write an export.
    Export {
        /// What is exported.
        product: ExportKind,
        /// A name for the file.
        suggested_name: String,
        /// The extension of its format, without a dot.
        extension: &'static str,
    },
}

/// How it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileChoice {
    /// With this file.
    Chosen(FileRequest, PathBuf),
    /// With none.
    Cancelled(FileRequest),
    /// Not at all: no dialog could be had, and why.
    Unavailable(FileRequest, String),
}

/// Asks for files, one at a time.
pub trait FilePicker {
    /// Asks; where an answer is still waited for, nothing is asked. The dialog begins in the
    /// folder and belongs to the frame's window.
    fn request_file(
        &mut self,
        ask: FileRequest,
        folder: Option<PathBuf>,
        locale: Locale,
        frame: &eframe::Frame,
    );

    /// The answer, once there is one.
    fn take_choice(&mut self) -> Option<FileChoice>;

    /// Whether an answer is waited for.
    fn is_picking(&self) -> bool;
}

/// Asks for nothing, where no file is to be picked.
impl FilePicker for () {
    fn request_file(&mut self, _: FileRequest, _: Option<PathBuf>, _: Locale, _: &eframe::Frame) {}

    fn take_choice(&mut self) -> Option<FileChoice> {
        None
    }

    fn is_picking(&self) -> bool {
        false
    }
}

/// Asks by the platform's own dialogs.
///
/// On Linux these are the desktop portal's, or else zenity's; where neither can be had, the
/// answer is [`Picked::Unavailable`]. The `rfd` crate tells that from "cancelled" in its log
/// alone, which is why a [`DialogLog`] is needed: it must be among the layers of the log.
pub struct SystemFilePicker {
    ctx: egui::Context,
    log: DialogLog,
    sender: Sender<FileChoice>,
    receiver: Receiver<FileChoice>,
    is_picking: bool,
}

impl FileRequest {
    /// The name suggested for the file; none for a file that must exist.
    pub fn suggested_name(&self) -> Option<&str> {
        match self {
            Self::Open => None,
            Self::NewRegister { suggested_name }
            | Self::SaveCopy { suggested_name }
            | Self::Export { suggested_name, .. } => Some(suggested_name),
        }
    }

    /// The heading of what asks.
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
    /// A picker for the window of this context, which it wakes when there is an answer.
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
            // Where the window is gone nobody waits for the answer.
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
        // The dialog is made here, on the window's thread, as macOS wants it.
        let spawned = match &ask {
            FileRequest::Open => self.spawn_dialog(&ask, dialog.pick_file()),
            FileRequest::NewRegister { .. }
            | FileRequest::SaveCopy { .. }
            | FileRequest::Export { .. } => self.spawn_dialog(&ask, dialog.save_file()),
        };
        if let Err(error) = spawned {
            // The receiver is ours, so that this cannot fail.
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
