//! The invariants of ARCHITECTURE.md, each a function that lists the places that break it.

use std::collections::{BTreeMap, BTreeSet};

use crate::architecture::{
    module_source::PathSegments,
    source_tree::{Module, ModuleIndex, SourceTree, Target},
};

/// Says where an invariant is broken: `src/model/case.rs: …`.
pub type Offence = String;

/// An invariant: finds the places that break it.
pub type Rule = fn(&SourceTree) -> BTreeSet<Offence>;

/// All invariants that a source tree is checked against.
pub const RULES: [Rule; 9] = [
    imports_upwards,
    import_circles,
    window_crates_outside_the_window,
    file_access_outside_store_fs,
    clock_environment_or_chance_in_pure_code,
    addresses_opened_elsewhere,
    register_changes_outside_apply,
    mutable_session_while_drawing,
    public_types_that_share_a_name,
];

/// The folders whose results depend on their arguments alone.
const PURE_FOLDERS: [&str; 9] =
    ["model", "register", "analysis", "merge", "draft", "describe", "figure", "session", "export"];

/// The crates that draw a window or belong to one.
const WINDOW_CRATES: [&str; 11] = [
    "accesskit",
    "ecolor",
    "eframe",
    "egui",
    "egui_plot",
    "egui_system_font_provider",
    "egui_table",
    "emath",
    "epaint",
    "rfd",
    "winit",
];

/// The paths that give access to files. The types in [`FILE_TYPES`] may be named.
const FILE_PATHS: [&str; 6] = [
    "std::fs",
    "std::os::unix::fs",
    "std::os::windows::fs",
    "same_file",
    "tempfile",
    "flate2::GzFile",
];

/// The types by which code outside `store/fs` holds what was opened there.
const FILE_TYPES: [&str; 2] = ["std::fs::File", "std::fs::Metadata"];

/// The functions and methods of `Path`, `File` and `DirEntry` that ask the file system.
const FILE_METHODS: [&str; 16] = [
    "canonicalize",
    "exists",
    "is_dir",
    "is_file",
    "is_symlink",
    "metadata",
    "persist",
    "read_dir",
    "read_link",
    "set_len",
    "set_modified",
    "set_permissions",
    "set_times",
    "symlink_metadata",
    "sync_all",
    "try_exists",
];

/// The paths that give access to the clock, the environment of the process or randomness.
const IMPURE_PATHS: [&str; 17] = [
    "std::time::Instant",
    "std::time::SystemTime",
    "std::time::UNIX_EPOCH",
    "jiff::tz::TimeZone::system",
    "std::env",
    "std::process",
    "std::net",
    "std::hash::RandomState",
    "std::collections::hash_map::RandomState",
    "directories",
    "fastrand",
    "getrandom",
    "rand",
    "sys_locale",
    "uuid",
    "web_time",
    "whoami",
];

/// Returns every import of a file that stands on a floor above.
pub fn imports_upwards(tree: &SourceTree) -> BTreeSet<Offence> {
    let mut offences = BTreeSet::new();
    for (from, targets) in file_imports(tree) {
        let Some(floor) = tree.floor(&from) else { continue };
        for (to, path) in targets {
            if tree.floor(&to).is_none_or(|other| other > floor) {
                offences.insert(format!("{from}: imports {path}, of a floor above, from {to}"));
            }
        }
    }
    offences
}

/// Returns the imports between files that reach each other by imports.
pub fn import_circles(tree: &SourceTree) -> BTreeSet<Offence> {
    let imports = file_imports(tree);
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|file| (file.as_str(), reachable(file, &imports))).collect();
    let reaches = |from: &str, to: &str| reached.get(from).is_some_and(|them| them.contains(to));
    let mut offences = BTreeSet::new();
    for (from, targets) in &imports {
        for (to, path) in targets {
            if reaches(to, from) {
                offences.insert(format!("{from}: in a circle by {path} from {to}"));
            }
        }
    }
    offences
}

/// Returns every use of the window's crates outside `src/ui` and the program's start.
pub fn window_crates_outside_the_window(tree: &SourceTree) -> BTreeSet<Offence> {
    external_mentions(
        tree,
        |file| !is_in(file, "src/ui") && file != "src/main.rs",
        |path| WINDOW_CRATES.iter().any(|name| is_below(path, name)),
    )
}

/// Returns every access to files outside `src/store/fs`.
pub fn file_access_outside_store_fs(tree: &SourceTree) -> BTreeSet<Offence> {
    let is_outside = |file: &str| !is_in(file, "src/store/fs");
    let mut offences = external_mentions(tree, is_outside, |path| {
        let asks_path = is_below(path, "std::path")
            && path.last().is_some_and(|name| FILE_METHODS.contains(&name.as_str()));
        let is_type = FILE_TYPES.contains(&path.join("::").as_str());
        asks_path || (FILE_PATHS.iter().any(|way| is_below(path, way)) && !is_type)
    });
    for module in tree.modules.iter().filter(|module| is_outside(&module.file)) {
        for name in &module.source.method_calls {
            if FILE_METHODS.contains(&name.as_str()) {
                offences.insert(format!("{}: calls .{name}()", module.file));
            }
        }
    }
    offences
}

/// Returns every use of a clock, the environment or chance in the pure folders.
pub fn clock_environment_or_chance_in_pure_code(tree: &SourceTree) -> BTreeSet<Offence> {
    let is_pure =
        |file: &str| PURE_FOLDERS.iter().any(|folder| is_in(file, &format!("src/{folder}")));
    external_mentions(tree, is_pure, |path| {
        let reads_clock = path.len() > 1 && path.last().is_some_and(|name| name == "now");
        reads_clock || IMPURE_PATHS.iter().any(|way| is_below(path, way))
    })
}

/// The items that open an address or a file outside the program, or draw a link that does.
const OPENERS: [&str; 5] =
    ["egui::Hyperlink", "egui::OpenUrl", "opener", "std::process::Command", "webbrowser"];

/// The methods that do the same.
const OPENING_METHODS: [&str; 3] = ["hyperlink", "hyperlink_to", "open_url"];

/// The files that may, with the one item: an address of the web, the folder of a file, git.
const OPENING_FILES: [(&str, &str); 3] = [
    ("src/ui/app/intents.rs", "egui::OpenUrl"),
    ("src/jobs/mod.rs", "opener::reveal"),
    ("src/store/git_repository.rs", "std::process::Command"),
];

/// Returns every use of an opener outside the files that check what they open.
pub fn addresses_opened_elsewhere(tree: &SourceTree) -> BTreeSet<Offence> {
    let is_allowed = |file: &str, path: &PathSegments| {
        OPENING_FILES.iter().any(|(one, item)| *one == file && is_below(path, item))
    };
    let mut offences = BTreeSet::new();
    for (index, Module { file, source, .. }) in tree.modules.iter().enumerate() {
        for (_, target) in tree.targets(index) {
            if let Target::External(path) = target
                && OPENERS.iter().any(|opener| is_below(&path, opener))
                && !is_allowed(file, &path)
            {
                offences.insert(format!("{file}: uses {}", path.join("::")));
            }
        }
        for name in &source.method_calls {
            if OPENING_METHODS.contains(&name.as_str()) && file != OPENING_FILES[0].0 {
                offences.insert(format!("{file}: calls .{name}()"));
            }
        }
    }
    offences
}

/// The file that owns the records, and the two methods that change them.
const REGISTER_FILE: &str = "src/register/register.rs";
const REGISTER_TYPE: &str = "Register";
const CHANGING_METHODS: [&str; 2] = ["apply", "apply_all"];

/// Returns every way in which records could change other than by `Register::apply` and
/// `Register::apply_all`: another method with `&mut self`, a function beside it that takes the
/// register mutably, a field that others see, a shared value that is made writable elsewhere.
pub fn register_changes_outside_apply(tree: &SourceTree) -> BTreeSet<Offence> {
    let mut offences = external_mentions(
        tree,
        |file| !is_in(file, "src/register") && !is_in(file, "src/session"),
        |path| path.last().is_some_and(|name| name == "make_mut" || name == "get_mut_unchecked"),
    );
    for (index, module) in tree.modules.iter().enumerate() {
        let file = &module.file;
        for (owner, method) in &module.source.mutating_methods {
            if is_type(tree, index, owner, REGISTER_FILE, REGISTER_TYPE)
                && !CHANGING_METHODS.contains(&method.as_str())
            {
                offences.insert(format!("{file}: Register::{method} takes &mut self"));
            }
        }
        if file == REGISTER_FILE {
            for path in &module.source.mutable_references {
                if path[0] == "Self" || is_type(tree, index, path, REGISTER_FILE, REGISTER_TYPE) {
                    offences.insert(format!("{file}: a function takes &mut Register"));
                }
            }
            let register = module.source.types.iter().filter(|it| it.name == REGISTER_TYPE);
            for field in register.flat_map(|it| &it.fields).filter(|field| field.is_public) {
                offences.insert(format!("{file}: the field {} is public", field.name));
            }
        }
    }
    offences
}

/// Returns every place in `src/ui` outside `src/ui/app` that holds the session, or what owns it,
/// mutably.
pub fn mutable_session_while_drawing(tree: &SourceTree) -> BTreeSet<Offence> {
    let owners = session_owners(tree);
    let owner = |module: ModuleIndex, path: &[String]| {
        tree.resolve(module, path).into_iter().find_map(|target| match target {
            Target::Item { module, name } => {
                owners.contains(&(tree.modules[module].file.clone(), name.clone())).then_some(name)
            }
            _ => None,
        })
    };
    let mut offences = BTreeSet::new();
    for (index, Module { file, source, .. }) in tree.modules.iter().enumerate() {
        if !is_in(file, "src/ui") || is_in(file, "src/ui/app") {
            continue;
        }
        for name in source.mutable_references.iter().filter_map(|path| owner(index, path)) {
            offences.insert(format!("{file}: holds &mut {name}"));
        }
        for (path, method) in &source.mutating_methods {
            if let Some(name) = owner(index, path) {
                offences.insert(format!("{file}: {name}::{method} takes &mut self"));
            }
        }
    }
    offences
}

/// Returns the names that several types of the crate have, with the files of those types.
pub fn public_types_that_share_a_name(tree: &SourceTree) -> BTreeSet<Offence> {
    let mut files: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for Module { file, source, .. } in &tree.modules {
        for definition in source.types.iter().filter(|it| it.is_public) {
            files.entry(&definition.name).or_default().push(file);
        }
    }
    files.retain(|_, files| files.len() > 1);
    files.into_iter().map(|(name, files)| format!("{name}: {}", files.join(", "))).collect()
}

/// The files that a file imports items from, each with one path by which it does.
type Imports = BTreeMap<String, BTreeMap<String, String>>;

/// Returns for each file the other files whose items it imports. A module alone is not an item.
fn file_imports(tree: &SourceTree) -> Imports {
    let mut imports = Imports::new();
    for (index, module) in tree.modules.iter().enumerate() {
        for (path, target) in tree.targets(index) {
            if let Target::Item { module: defining, .. } = target {
                let (from, to) = (&module.file, &tree.modules[defining].file);
                if from != to {
                    let targets = imports.entry(from.clone()).or_default();
                    targets.insert(to.clone(), path.join("::"));
                }
            }
        }
    }
    imports
}

/// Returns the files that a file reaches by imports, itself only where it is in a circle.
fn reachable<'a>(file: &'a str, imports: &'a Imports) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec![file];
    while let Some(file) = waiting.pop() {
        for target in imports.get(file).into_iter().flat_map(|targets| targets.keys()) {
            if reached.insert(target.as_str()) {
                waiting.push(target);
            }
        }
    }
    reached
}

/// Returns the mentions of other crates' items in the files chosen that a rule forbids.
fn external_mentions(
    tree: &SourceTree,
    is_checked: impl Fn(&str) -> bool,
    is_forbidden: impl Fn(&PathSegments) -> bool,
) -> BTreeSet<Offence> {
    let mut offences = BTreeSet::new();
    for (index, module) in tree.modules.iter().enumerate() {
        if is_checked(&module.file) {
            for (_, target) in tree.targets(index) {
                if let Target::External(path) = target
                    && is_forbidden(&path)
                {
                    offences.insert(format!("{}: uses {}", module.file, path.join("::")));
                }
            }
        }
    }
    offences
}

/// Returns the session and the types that own it by value, by file and name.
fn session_owners(tree: &SourceTree) -> BTreeSet<(String, String)> {
    let mut owners = BTreeSet::from([
        (REGISTER_FILE.to_owned(), REGISTER_TYPE.to_owned()),
        ("src/session/mod.rs".to_owned(), "Session".to_owned()),
    ]);
    loop {
        let count = owners.len();
        for (index, module) in tree.modules.iter().enumerate() {
            for definition in &module.source.types {
                let owned = definition.fields.iter().flat_map(|field| &field.owned_types);
                let is_owner = owned.flat_map(|path| tree.resolve(index, path)).any(|target| {
                    matches!(target, Target::Item { module, name }
                        if name != REGISTER_TYPE
                            && owners.contains(&(tree.modules[module].file.clone(), name.clone())))
                });
                if is_owner {
                    owners.insert((module.file.clone(), definition.name.clone()));
                }
            }
        }
        if owners.len() == count {
            return owners;
        }
    }
}

fn is_type(tree: &SourceTree, from: ModuleIndex, path: &[String], file: &str, name: &str) -> bool {
    tree.resolve(from, path).iter().any(|target| {
        matches!(target, Target::Item { module, name: found }
            if found == name && tree.modules[*module].file == file)
    })
}

/// Tells whether a file is this one or stands in this folder.
fn is_in(file: &str, place: &str) -> bool {
    file.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']))
}

/// Tells whether a path is `way` or leads through it.
fn is_below(path: &[String], way: &str) -> bool {
    let mut path = path.iter();
    way.split("::").all(|segment| path.next().is_some_and(|it| it == segment))
}
