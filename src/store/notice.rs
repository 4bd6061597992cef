//! What there is to know of a file that was opened.

use crate::lang::Lang;

/// Something to know of a register or of the settings that were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The file has comments or a layout of its own; saving replaces them by the program's.
    Layout,
    /// The file may only be read.
    ReadOnly,
    /// A save that broke off was finished; the change with this number is in the register now.
    Finished {
        /// The number of its last line in the history.
        n: u64,
    },
    /// The register is not what its history ends with: something else has changed it since.
    Outside {
        /// The number of the history's last line.
        n: u64,
    },
    /// The history ends with lines of a save that broke off; they are set aside at the next one.
    HistoryCut,
    /// The settings could not be read; they are kept aside when new ones are written.
    Settings {
        /// Where they are.
        path: std::path::PathBuf,
        /// What is wrong with them.
        error: String,
    },
}

impl Notice {
    /// Whether it is only news: nothing is lost by who does not read it.
    pub fn is_news(&self) -> bool {
        matches!(self, Self::Layout | Self::ReadOnly)
    }

    /// What there is to know and what follows from it.
    pub fn words(&self, lang: Lang) -> String {
        match self {
            Self::Layout => lang.t("store.notice.layout").into_owned(),
            Self::ReadOnly => lang.t("store.notice.read_only").into_owned(),
            Self::Finished { n } => lang.with("history.notice.finished", &[("n", &n.to_string())]),
            Self::Outside { n } => lang.with("history.notice.outside", &[("n", &n.to_string())]),
            Self::HistoryCut => lang.t("history.notice.cut").into_owned(),
            Self::Settings { path, error } => {
                let path = path.display().to_string();
                lang.with("store.notice.settings", &[("error", error), ("path", &path)])
            }
        }
    }
}
