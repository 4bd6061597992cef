//! Asking for a file by its path, inside the window, where no dialog of the platform can be had.

use std::{
    path::{Path, PathBuf, is_separator},
    sync::mpsc::{Receiver, TryRecvError, channel},
};

use directories::BaseDirs;
use egui::{Align, Context, Key, Label, Layout, TextEdit, Ui};

use crate::{
    Locale,
    describe::errors::path_label,
    store,
    ui::{
        intent::Intent,
        modals::modal::{Modal, ModalContext, ModalState, modal_frame},
        platform::file_dialog::FileRequest,
        theme::{Palette, Role, SPACE},
        widgets::{
            buttons::primary_button,
            text::{rich_text, weak_text},
        },
    },
};

/// An open question for a path.
pub struct PathField {
    request: FileRequest,
    text: String,
    /// Why there is no dialog of the platform.
    reason: String,
    /// The folder that `~` stands for, in which a path that does not begin at the root lies.
    home: Option<PathBuf>,
    state: PathState,
    wants_focus: bool,
}

/// The answer to the path field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathAnswer {
    /// The field is still open.
    Open,
    /// The field was closed without a path.
    Cancelled,
    /// This path was chosen. A file to save may be replaced; a file to open was not looked for.
    Chosen(PathBuf),
}

/// The knowledge about the path that would be written to.
enum PathState {
    /// Nothing is known.
    Unknown,
    /// A worker checks if there is a file at this path.
    Checking(PathBuf, Receiver<bool>),
    /// There is a file at this path.
    Exists(PathBuf),
}

/// The meaning of a typed path.
#[derive(Debug, PartialEq, Eq)]
enum TypedPath {
    /// Nothing is typed.
    Nothing,
    /// A path that ends with a separator: a folder.
    Folder,
    /// This file.
    File(PathBuf),
}

impl Modal for PathField {
    fn show(
        &mut self,
        ctx: &Context,
        context: &mut ModalContext,
        out: &mut Vec<Intent>,
    ) -> ModalState {
        match self.ui(ctx, context.locale) {
            PathAnswer::Open => return ModalState::Open,
            PathAnswer::Cancelled => {}
            PathAnswer::Chosen(path) => {
                out.push(Intent::UseTypedPath(self.request.clone(), path));
            }
        }
        ModalState::Closed
    }

    fn belongs_to_register(&self) -> bool {
        false
    }
}

impl PathField {
    /// A question that begins with the name suggested, in a folder. `why` says in words why the
    /// platform shows no dialog.
    pub fn new(request: FileRequest, folder: Option<&Path>, reason: String) -> Self {
        let home = BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
        let folder = folder.map(Path::to_owned).or_else(|| home.clone()).unwrap_or_default();
        let text = folder.join(request.suggested_name().unwrap_or_default()).display().to_string();
        Self { request, text, reason, home, state: PathState::Unknown, wants_focus: true }
    }

    /// Returns the purpose for which the file is asked.
    pub fn request(&self) -> &FileRequest {
        &self.request
    }

    /// Draws the question over the window.
    #[must_use]
    pub fn ui(&mut self, ctx: &Context, locale: Locale) -> PathAnswer {
        let modal = modal_frame(ctx, &self.request.title(locale)).show(ctx, |ui| {
            ui.set_width(SPACE * 70.0);
            ui.label(rich_text(self.request.title(locale), Role::Title));
            ui.add_space(SPACE / 2.0);
            let reason = locale.t_with("path_field.no_file_dialog", &[("reason", &self.reason)]);
            ui.add(Label::new(weak_text(ui, reason, Role::Body)).wrap());
            ui.add_space(SPACE);
            let entered = self.field_ui(ui, locale);
            let typed = self.parse_typed();
            let accepted_path = self.poll_check(&typed);
            self.path_state_ui(ui, locale, &typed);
            ui.add_space(SPACE);
            let answer = self.buttons_ui(ui, locale, typed, entered);
            accepted_path.map_or(answer, PathAnswer::Chosen)
        });
        match modal.inner {
            PathAnswer::Open if modal.should_close() => PathAnswer::Cancelled,
            answer => answer,
        }
    }

    /// The field; whether it was left by Enter.
    fn field_ui(&mut self, ui: &mut Ui, locale: Locale) -> bool {
        let label = ui.label(weak_text(ui, locale.t("path_field.label"), Role::Caption));
        let field = TextEdit::singleline(&mut self.text).desired_width(f32::INFINITY);
        let field = ui.add(field).labelled_by(label.id);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        // After Enter too, so that Enter is also the second press.
        if std::mem::take(&mut self.wants_focus) || entered {
            field.request_focus();
        }
        entered
    }

    /// Says beside the field what the typed path comes to.
    fn path_state_ui(&self, ui: &mut Ui, locale: Locale, typed: &TypedPath) {
        let palette = Palette::of(ui);
        let status_text = |key: &str, colour| rich_text(locale.t(key), Role::Caption).color(colour);
        let status = match (typed, &self.state) {
            (TypedPath::Nothing, _) => status_text("path_field.empty", palette.error),
            (TypedPath::Folder, _) => status_text("path_field.is_folder", palette.error),
            (TypedPath::File(_), PathState::Exists(_)) => {
                status_text("path_field.file_exists", palette.warning)
            }
            (TypedPath::File(_), PathState::Checking(..)) => {
                status_text("path_field.checking", palette.weak)
            }
            (TypedPath::File(path), PathState::Unknown) => {
                let key = if self.request == FileRequest::Open {
                    "path_field.will_open"
                } else {
                    "path_field.will_write"
                };
                let path = path_label(path);
                rich_text(locale.t_with(key, &[("path", &path)]), Role::Caption).color(palette.weak)
            }
        };
        ui.add(Label::new(status).wrap());
    }

    fn buttons_ui(
        &mut self,
        ui: &mut Ui,
        locale: Locale,
        typed: TypedPath,
        entered: bool,
    ) -> PathAnswer {
        let action = match (&self.request, &self.state) {
            (FileRequest::Open, _) => "path_field.open",
            (_, PathState::Exists(_)) => "path_field.replace",
            (_, PathState::Unknown | PathState::Checking(..)) => "command.save_form",
        };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let ready = matches!(typed, TypedPath::File(_));
            let is_accepted = primary_button(ui, ready, &locale.t(action)).clicked() || entered;
            let cancelled = ui.button(locale.t("command.cancel_form")).clicked();
            match typed {
                TypedPath::File(path) if is_accepted => self.accept_path(ui.ctx(), path),
                _ if cancelled => PathAnswer::Cancelled,
                _ => PathAnswer::Open,
            }
        })
        .inner
    }

    /// Takes the path, unless it has to be looked at first.
    fn accept_path(&mut self, ctx: &Context, path: PathBuf) -> PathAnswer {
        match &self.state {
            _ if self.request == FileRequest::Open => return PathAnswer::Chosen(path),
            PathState::Exists(_) => return PathAnswer::Chosen(path),
            PathState::Checking(..) => {}
            PathState::Unknown => self.state = check_exists(ctx, path),
        }
        PathAnswer::Open
    }

    /// Takes in what the worker saw. What is known of another path than the typed one is forgotten.
    fn poll_check(&mut self, typed: &TypedPath) -> Option<PathBuf> {
        let (PathState::Checking(path, _) | PathState::Exists(path)) = &self.state else {
            return None;
        };
        if *typed != TypedPath::File(path.clone()) {
            self.state = PathState::Unknown;
            return None;
        }
        let PathState::Checking(path, answer) = &self.state else { return None };
        let path = path.clone();
        match answer.try_recv() {
            Ok(false) => return Some(path),
            Ok(true) | Err(TryRecvError::Disconnected) => self.state = PathState::Exists(path),
            Err(TryRecvError::Empty) => {}
        }
        None
    }

    fn parse_typed(&self) -> TypedPath {
        let typed = self.text.trim();
        if typed.is_empty() {
            return TypedPath::Nothing;
        }
        let is_folder = typed.ends_with(is_separator) || typed == "~";
        let typed = match typed.strip_prefix('~') {
            Some(rest) if rest.starts_with(is_separator) => rest.trim_start_matches(is_separator),
            _ => typed,
        };
        let path = self.home.as_deref().unwrap_or(Path::new("")).join(typed);
        if is_folder || path.file_name().is_none() {
            TypedPath::Folder
        } else {
            TypedPath::File(path)
        }
    }
}

/// Looks on a thread of its own whether there is a file at this path, and wakes the window.
fn check_exists(ctx: &Context, path: PathBuf) -> PathState {
    let (sender, receiver) = channel();
    let (ctx, checked_path) = (ctx.clone(), path.clone());
    let thread = std::thread::Builder::new().name("look".to_owned());
    let spawned = thread.spawn(move || {
        // Where the question is gone nobody waits for the answer.
        let _ = sender.send(store::fs::files::path_exists(&checked_path));
        ctx.request_repaint();
    });
    // Where nobody can look, it is safer to ask.
    if spawned.is_ok() { PathState::Checking(path, receiver) } else { PathState::Exists(path) }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{PathField, PathState, TypedPath};
    use crate::ui::platform::file_dialog::FileRequest;

    #[test]
    fn a_typed_path_is_understood_from_the_readers_own_folder() {
        let file = |path: &str| TypedPath::File(PathBuf::from(path));
        for (text, expected) in [
            ("", TypedPath::Nothing),
            ("  ", TypedPath::Nothing),
            ("~", TypedPath::Folder),
            ("~/", TypedPath::Folder),
            ("/", TypedPath::Folder),
            ("/tmp/", TypedPath::Folder),
            ("..", TypedPath::Folder),
            ("/tmp/a.ron", file("/tmp/a.ron")),
            (" /tmp/a b.ron ", file("/tmp/a b.ron")),
            ("~/a.ron", file("/home/mori/a.ron")),
            ("a.ron", file("/home/mori/a.ron")),
            ("~a.ron", file("/home/mori/~a.ron")),
        ] {
            let field = PathField {
                request: FileRequest::Open,
                text: text.to_owned(),
                reason: String::new(),
                home: Some(PathBuf::from("/home/mori")),
                state: PathState::Unknown,
                wants_focus: false,
            };
            assert_eq!(field.parse_typed(), expected, "{text:?}");
        }
    }
}
