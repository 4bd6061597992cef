//! Asking for a file by its path, inside the window, where no dialog of the platform can be had.

use std::{
    path::{Path, PathBuf, is_separator},
    sync::mpsc::{Receiver, TryRecvError, channel},
};

use directories::BaseDirs;
use egui::{Align, Context, Key, Label, Layout, TextEdit, Ui};

use super::{
    modal::modal,
    picker::Ask,
    theme::{Palette, Role, SPACE},
    widgets::{primary, text, weak},
};
use crate::{lang::Lang, store};

/// An open question for a path.
pub struct PathField {
    ask: Ask,
    text: String,
    /// Why there is no dialog of the platform.
    why: String,
    /// The folder that `~` stands for, in which a path that does not begin at the root lies.
    home: Option<PathBuf>,
    place: Place,
    is_new: bool,
}

/// How it was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathAnswer {
    /// Not yet.
    Open,
    /// With none.
    Cancelled,
    /// With this path. A file that is there already may be replaced; whether a file to open is
    /// there, nobody has looked.
    Chosen(PathBuf),
}

/// What is known of the place that would be written to.
enum Place {
    /// Nothing.
    Unknown,
    /// A worker looks whether there is such a file.
    Looking(PathBuf, Receiver<bool>),
    /// There is.
    Taken(PathBuf),
}

/// What a typed path comes to.
#[derive(Debug, PartialEq, Eq)]
enum Typed {
    /// Nothing is typed.
    Nothing,
    /// A folder, by its last sign.
    Folder,
    /// This file.
    File(PathBuf),
}

impl PathField {
    /// A question that begins with the name suggested, in a folder. `why` says in words why the
    /// platform shows no dialog.
    pub fn new(ask: Ask, folder: Option<&Path>, why: String) -> Self {
        let home = BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
        let folder = folder.map(Path::to_owned).or_else(|| home.clone()).unwrap_or_default();
        let text = folder.join(ask.suggested().unwrap_or_default()).display().to_string();
        Self { ask, text, why, home, place: Place::Unknown, is_new: true }
    }

    /// What the file is asked for.
    pub fn ask(&self) -> &Ask {
        &self.ask
    }

    /// Draws the question over the window.
    #[must_use]
    pub fn ui(&mut self, ctx: &Context, lang: Lang) -> PathAnswer {
        let modal = modal(ctx, &self.ask.title(lang)).show(ctx, |ui| {
            ui.set_width(SPACE * 70.0);
            ui.label(text(self.ask.title(lang), Role::Title));
            ui.add_space(SPACE / 2.0);
            let why = lang.with("path.why", &[("why", &self.why)]);
            ui.add(Label::new(weak(ui, why, Role::Body)).wrap());
            ui.add_space(SPACE);
            let entered = self.field_ui(ui, lang);
            let typed = self.typed();
            let free = self.take_in(&typed);
            self.typed_ui(ui, lang, &typed);
            ui.add_space(SPACE);
            let answer = self.buttons_ui(ui, lang, typed, entered);
            free.map_or(answer, PathAnswer::Chosen)
        });
        match modal.inner {
            PathAnswer::Open if modal.should_close() => PathAnswer::Cancelled,
            answer => answer,
        }
    }

    /// The field; whether it was left by Enter.
    fn field_ui(&mut self, ui: &mut Ui, lang: Lang) -> bool {
        let label = ui.label(weak(ui, lang.t("path.label"), Role::Caption));
        let field = TextEdit::singleline(&mut self.text).desired_width(f32::INFINITY);
        let field = ui.add(field).labelled_by(label.id);
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        // After Enter too, so that Enter is also the second press.
        if std::mem::take(&mut self.is_new) || entered {
            field.request_focus();
        }
        entered
    }

    /// Says beside the field what the typed path comes to.
    fn typed_ui(&self, ui: &mut Ui, lang: Lang, typed: &Typed) {
        let palette = Palette::of(ui);
        let said = |key: &str, colour| text(lang.t(key), Role::Caption).color(colour);
        let words = match (typed, &self.place) {
            (Typed::Nothing, _) => said("path.empty", palette.error),
            (Typed::Folder, _) => said("path.folder", palette.error),
            (Typed::File(_), Place::Taken(_)) => said("path.exists", palette.warning),
            (Typed::File(_), Place::Looking(..)) => said("path.looking", palette.weak),
            (Typed::File(path), Place::Unknown) => {
                let key = if self.ask == Ask::Open { "path.will_open" } else { "path.will_write" };
                let path = path.display().to_string();
                text(lang.with(key, &[("path", &path)]), Role::Caption).color(palette.weak)
            }
        };
        ui.add(Label::new(words).wrap());
    }

    fn buttons_ui(&mut self, ui: &mut Ui, lang: Lang, typed: Typed, entered: bool) -> PathAnswer {
        let action = match (&self.ask, &self.place) {
            (Ask::Open, _) => "path.open",
            (_, Place::Taken(_)) => "path.replace",
            (_, Place::Unknown | Place::Looking(..)) => "command.save_form",
        };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let ready = matches!(typed, Typed::File(_));
            let done = primary(ui, ready, &lang.t(action)).clicked() || entered;
            let cancelled = ui.button(lang.t("command.cancel_form")).clicked();
            match typed {
                Typed::File(path) if done => self.choose(ui.ctx(), path),
                _ if cancelled => PathAnswer::Cancelled,
                _ => PathAnswer::Open,
            }
        })
        .inner
    }

    /// Takes the path, unless it has to be looked at first.
    fn choose(&mut self, ctx: &Context, path: PathBuf) -> PathAnswer {
        match &self.place {
            _ if self.ask == Ask::Open => return PathAnswer::Chosen(path),
            Place::Taken(_) => return PathAnswer::Chosen(path),
            Place::Looking(..) => {}
            Place::Unknown => self.place = look(ctx, path),
        }
        PathAnswer::Open
    }

    /// Takes in what the worker saw. What is known of another path than the typed one is forgotten.
    fn take_in(&mut self, typed: &Typed) -> Option<PathBuf> {
        let (Place::Looking(path, _) | Place::Taken(path)) = &self.place else { return None };
        if *typed != Typed::File(path.clone()) {
            self.place = Place::Unknown;
            return None;
        }
        let Place::Looking(path, answer) = &self.place else { return None };
        let path = path.clone();
        match answer.try_recv() {
            Ok(false) => return Some(path),
            Ok(true) | Err(TryRecvError::Disconnected) => self.place = Place::Taken(path),
            Err(TryRecvError::Empty) => {}
        }
        None
    }

    fn typed(&self) -> Typed {
        let typed = self.text.trim();
        if typed.is_empty() {
            return Typed::Nothing;
        }
        let is_folder = typed.ends_with(is_separator) || typed == "~";
        let typed = match typed.strip_prefix('~') {
            Some(rest) if rest.starts_with(is_separator) => rest.trim_start_matches(is_separator),
            _ => typed,
        };
        let path = self.home.as_deref().unwrap_or(Path::new("")).join(typed);
        if is_folder || path.file_name().is_none() { Typed::Folder } else { Typed::File(path) }
    }
}

/// Looks on a thread of its own whether there is a file at this path, and wakes the window.
fn look(ctx: &Context, path: PathBuf) -> Place {
    let (sender, receiver) = channel();
    let (ctx, looked_at) = (ctx.clone(), path.clone());
    let thread = std::thread::Builder::new().name("look".to_owned());
    let begun = thread.spawn(move || {
        // Where the question is gone nobody waits for the answer.
        let _ = sender.send(store::is_taken(&looked_at));
        ctx.request_repaint();
    });
    // Where nobody can look, it is safer to ask.
    if begun.is_ok() { Place::Looking(path, receiver) } else { Place::Taken(path) }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{PathField, Place, Typed};
    use crate::ui::picker::Ask;

    #[test]
    fn a_typed_path_is_understood_from_the_readers_own_folder() {
        let file = |path: &str| Typed::File(PathBuf::from(path));
        for (text, expected) in [
            ("", Typed::Nothing),
            ("  ", Typed::Nothing),
            ("~", Typed::Folder),
            ("~/", Typed::Folder),
            ("/", Typed::Folder),
            ("/tmp/", Typed::Folder),
            ("..", Typed::Folder),
            ("/tmp/a.ron", file("/tmp/a.ron")),
            (" /tmp/a b.ron ", file("/tmp/a b.ron")),
            ("~/a.ron", file("/home/mori/a.ron")),
            ("a.ron", file("/home/mori/a.ron")),
            ("~a.ron", file("/home/mori/~a.ron")),
        ] {
            let field = PathField {
                ask: Ask::Open,
                text: text.to_owned(),
                why: String::new(),
                home: Some(PathBuf::from("/home/mori")),
                place: Place::Unknown,
                is_new: false,
            };
            assert_eq!(field.typed(), expected, "{text:?}");
        }
    }
}
