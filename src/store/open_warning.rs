//! What there is to know of a file that was opened.

use crate::Locale;

/// Something to know of a register or of the settings that were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenWarning {
    /// The file has comments or a layout of its own; saving replaces them by the program's.
    LayoutWillBeReplaced,
    /// The file may only be read.
    ReadOnly,
    /// A save that broke off was finished; the change with this number is in the register now.
    SaveRecovered {
        /// The number of its last line in the history.
        entry_number: u64,
    },
    /// The register is not what its history ends with: something else has changed it since.
    ChangedExternally {
        /// The number of the history's last line.
        entry_number: u64,
    },
    /// The history ends with lines of a save that broke off; they are set aside at the next one.
    HistoryTruncated,
    /// The settings could not be read; they are kept aside when new ones are written.
    SettingsUnreadable {
        /// Where they are.
        path: std::path::PathBuf,
        /// What is wrong with them.
        error: String,
    },
}

impl OpenWarning {
    /// Whether it is only news: nothing is lost by who does not read it.
    pub fn is_informational(&self) -> bool {
        matches!(self, Self::LayoutWillBeReplaced | Self::ReadOnly)
    }

    /// What there is to know and what follows from it.
    pub fn describe(&self, locale: Locale) -> String {
        match self {
            Self::LayoutWillBeReplaced => locale.t("store.open_warning.comments_lost").into_owned(),
            Self::ReadOnly => locale.t("store.open_warning.read_only").into_owned(),
            Self::SaveRecovered { entry_number: n } => {
                locale.t_with("history.notice.save_completed", &[("n", &n.to_string())])
            }
            Self::ChangedExternally { entry_number: n } => {
                locale.t_with("history.notice.external_change", &[("n", &n.to_string())])
            }
            Self::HistoryTruncated => locale.t("history.notice.truncated").into_owned(),
            Self::SettingsUnreadable { path, error } => {
                let path = path.display().to_string();
                locale.t_with(
                    "store.open_warning.settings_unreadable",
                    &[("error", error), ("path", &path)],
                )
            }
        }
    }
}
