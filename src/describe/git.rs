//! Sentences about errors of git.

use crate::{
    Locale, describe::errors::path_label, model::characters::visible_line,
    store::git_repository::GitError,
};

impl GitError {
    /// Describes why git could not be asked or set up, and what to do.
    pub fn describe(&self, locale: Locale) -> String {
        match self {
            Self::NotInstalled => locale.t("git.error.not_installed").into_owned(),
            Self::NotAWorkingTree(path) => {
                let path = path_label(path);
                locale.t_with("git.error.no_working_tree", &[("path", &path)])
            }
            Self::Refused(message) => {
                locale.t_with("git.error.refused", &[("message", &visible_line(message))])
            }
            Self::Io(error) => {
                locale.t_with("git.error.refused", &[("message", &error.to_string())])
            }
        }
    }
}
