//! The message about a fault of the program itself. It names the place in the source without the
//! folders of the machine that built the program.

use std::{
    borrow::Cow,
    io::{self, Write as _},
    panic::{self, PanicHookInfo},
};

use crate::{Locale, cli::streams::MessageWriter, model::characters::visible_line};

/// The folders below which the paths in a program are the same on every machine: dependencies from
/// the registry and from git, the standard library, and a crate's own source.
const COMMON_FOLDERS: [(&str, usize); 4] =
    [("/registry/src/", 1), ("/git/checkouts/", 0), ("/library/", 0), ("/src/", 0)];

/// Prints every panic of this process in one line on standard error, in a language.
pub fn install_panic_message(locale: Locale) {
    panic::set_hook(Box::new(move |info| {
        // Nobody is left to read the message where it cannot be written.
        let _ = writeln!(MessageWriter::new(io::stderr()), "{}", describe_panic(locale, info));
    }));
}

fn describe_panic(locale: Locale, info: &PanicHookInfo<'_>) -> String {
    let problem = visible_line(info.payload_as_str().unwrap_or_default());
    let place = info.location().map_or_else(String::new, |location| {
        format!("{}:{}", portable_source_path(location.file()), location.line())
    });
    locale.t_with("cli.panic", &[("problem", &problem), ("place", &place)])
}

/// Returns a message of a library with the paths of source files as [`portable_source_path`] gives
/// them.
pub(super) fn portable_message(message: &str) -> String {
    let words = message.split(' ').map(|word| match word.contains(".rs:") {
        true => portable_source_path(word).into(),
        false => Cow::Borrowed(word),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Returns the part of the path of a source file that does not depend on the machine:
/// `/home/mori/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/egui-0.37.0/src/ui.rs` gives
/// `egui-0.37.0/src/ui.rs`.
fn portable_source_path(path: &str) -> String {
    let path = path.replace('\\', "/");
    let is_absolute = path.starts_with('/') || path.get(1..2) == Some(":");
    if !is_absolute {
        return path;
    }
    for (folder, skipped) in COMMON_FOLDERS {
        if let Some((_, rest)) = path.rsplit_once(folder) {
            let rest: Vec<&str> = rest.split('/').skip(skipped).collect();
            let folder = folder.trim_matches('/');
            let prefix = if folder.contains('/') { String::new() } else { format!("{folder}/") };
            return prefix + &rest.join("/");
        }
    }
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_of_a_library_names_no_folder_of_another_machine() {
        assert_eq!(
            portable_message(
                "os error at /root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/winit-0.30.13/\
                 src/linux/mod.rs:765: DISPLAY is not set."
            ),
            "os error at winit-0.30.13/src/linux/mod.rs:765: DISPLAY is not set."
        );
    }

    #[test]
    fn a_source_path_names_no_folder_of_the_machine() {
        for (path, portable) in [
            ("src/cli/mod.rs", "src/cli/mod.rs"),
            (r"src\cli\mod.rs", "src/cli/mod.rs"),
            ("/home/mori/blue-ribbon/src/cli/mod.rs", "src/cli/mod.rs"),
            (r"C:\Users\mori\blue-ribbon\src\main.rs", "src/main.rs"),
            ("/root/.cargo/registry/src/index-1949/clap-4.6.7/src/a.rs", "clap-4.6.7/src/a.rs"),
            (
                r"C:\Users\m\.cargo\registry\src\index-19\egui-0.37.0\src\ui.rs",
                "egui-0.37.0/src/ui.rs",
            ),
            ("/home/m/.cargo/git/checkouts/egui-12/34ab/src/ui.rs", "egui-12/34ab/src/ui.rs"),
            ("/rustc/598076/library/core/src/panicking.rs", "library/core/src/panicking.rs"),
            ("/tmp/build.rs", "build.rs"),
        ] {
            assert_eq!(portable_source_path(path), portable);
        }
    }
}
