//! Asking for a file, by the platform's own dialogs, off the window's thread.

use std::{
    path::PathBuf,
    sync::mpsc::{Receiver, Sender, channel},
};

use rfd::{AsyncFileDialog, FileHandle};

use super::dialog_log::DialogLog;
use crate::{export::Product, lang::Lang};

/// What a file is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A register to open.
    Open,
    /// Where to make a new register.
    NewRegister {
        /// A name for the file.
        suggested: String,
    },
    /// Where to save a copy of the register.
    SaveCopy {
        /// A name for the file.
        suggested: String,
    },
    /// Where to write an export.
    Export {
        /// What is exported.
        product: Product,
        /// A name for the file.
        suggested: String,
        /// The extension of its format, without a dot.
        extension: &'static str,
    },
}

/// How it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picked {
    /// With this file.
    Path(Ask, PathBuf),
    /// With none.
    Cancelled(Ask),
    /// Not at all: no dialog could be had, and why.
    Unavailable(Ask, String),
}

/// Asks for files, one at a time.
pub trait Picker {
    /// Asks; where an answer is still waited for, nothing is asked. The dialog begins in the
    /// folder and belongs to the frame's window.
    fn ask(&mut self, ask: Ask, folder: Option<PathBuf>, lang: Lang, frame: &eframe::Frame);

    /// The answer, once there is one.
    fn picked(&mut self) -> Option<Picked>;

    /// Whether an answer is waited for.
    fn is_picking(&self) -> bool;
}

/// Asks for nothing, where no file is to be picked.
impl Picker for () {
    fn ask(&mut self, _: Ask, _: Option<PathBuf>, _: Lang, _: &eframe::Frame) {}

    fn picked(&mut self) -> Option<Picked> {
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
pub struct SystemPicker {
    ctx: egui::Context,
    log: DialogLog,
    sender: Sender<Picked>,
    receiver: Receiver<Picked>,
    is_picking: bool,
}

impl Ask {
    /// The name suggested for the file; none for a file that must exist.
    pub fn suggested(&self) -> Option<&str> {
        match self {
            Self::Open => None,
            Self::NewRegister { suggested }
            | Self::SaveCopy { suggested }
            | Self::Export { suggested, .. } => Some(suggested),
        }
    }

    /// The heading of what asks.
    pub fn title(&self, lang: Lang) -> String {
        let key = match self {
            Self::Open => "picker.open",
            Self::NewRegister { .. } => "picker.new_register",
            Self::SaveCopy { .. } => "picker.save_copy",
            Self::Export { product: Product::Summary, .. } => "picker.export",
            Self::Export { product: Product::Changes, .. } => "changes.where",
            Self::Export { product: Product::Picture, .. } => "picker.picture",
        };
        lang.t(key).into_owned()
    }

    fn extension(&self) -> &'static str {
        match self {
            Self::Export { extension, .. } => extension,
            Self::Open | Self::NewRegister { .. } | Self::SaveCopy { .. } => "ron",
        }
    }

    fn dialog(&self, lang: Lang) -> AsyncFileDialog {
        let kind = match self {
            Self::Export { product: Product::Summary, .. } => lang.t("picker.summary_files"),
            Self::Export { product: Product::Changes, .. } => lang.t("changes.files"),
            Self::Export { product: Product::Picture, .. } => lang.t("picker.picture_files"),
            Self::Open | Self::NewRegister { .. } | Self::SaveCopy { .. } => {
                lang.t("picker.register_files")
            }
        };
        let dialog = AsyncFileDialog::new()
            .set_title(self.title(lang))
            .add_filter(kind, &[self.extension()])
            .add_filter(lang.t("picker.all_files"), &["*"]);
        match self.suggested() {
            Some(name) => dialog.set_file_name(name),
            None => dialog,
        }
    }
}

impl SystemPicker {
    /// A picker for the window of this context, which it wakes when there is an answer.
    pub fn new(ctx: egui::Context, log: DialogLog) -> Self {
        let (sender, receiver) = channel();
        Self { ctx, log, sender, receiver, is_picking: false }
    }

    /// Waits for the dialog on a thread of its own.
    fn wait(
        &mut self,
        ask: &Ask,
        answer: impl Future<Output = Option<FileHandle>> + Send + 'static,
    ) -> std::io::Result<()> {
        let (sender, ctx, log) = (self.sender.clone(), self.ctx.clone(), self.log.clone());
        let ask = ask.clone();
        log.clear();
        std::thread::Builder::new().name("file dialog".to_owned()).spawn(move || {
            let picked = match pollster::block_on(answer) {
                Some(file) => Picked::Path(ask, file.path().to_owned()),
                None => match log.failure() {
                    Some(why) => Picked::Unavailable(ask, why),
                    None => Picked::Cancelled(ask),
                },
            };
            // Where the window is gone nobody waits for the answer.
            let _ = sender.send(picked);
            ctx.request_repaint();
        })?;
        Ok(())
    }
}

impl Picker for SystemPicker {
    fn ask(&mut self, ask: Ask, folder: Option<PathBuf>, lang: Lang, frame: &eframe::Frame) {
        if self.is_picking {
            return;
        }
        self.is_picking = true;
        let mut dialog = ask.dialog(lang).set_parent(frame);
        if let Some(folder) = folder {
            dialog = dialog.set_directory(folder);
        }
        // The dialog is made here, on the window's thread, as macOS wants it.
        let begun = match &ask {
            Ask::Open => self.wait(&ask, dialog.pick_file()),
            Ask::NewRegister { .. } | Ask::SaveCopy { .. } | Ask::Export { .. } => {
                self.wait(&ask, dialog.save_file())
            }
        };
        if let Err(error) = begun {
            // The receiver is ours, so that this cannot fail.
            let _ = self.sender.send(Picked::Unavailable(ask, error.to_string()));
        }
    }

    fn picked(&mut self) -> Option<Picked> {
        let picked = self.receiver.try_recv().ok()?;
        self.is_picking = false;
        Some(picked)
    }

    fn is_picking(&self) -> bool {
        self.is_picking
    }
}
