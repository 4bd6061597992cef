//! The modules of a crate, and where the paths in them lead.

use std::collections::{BTreeMap, BTreeSet};

use crate::architecture::module_source::{ModuleSource, PathSegments};

/// The place of a module in [`SourceTree::modules`].
pub type ModuleIndex = usize;

/// The library and the program of this package, or planted source in its likeness.
pub struct SourceTree {
    pub modules: Vec<Module>,
    /// The folders and files beside `lib.rs` in the order in which it declares them.
    pub floors: Vec<String>,
    /// The source files that no `mod` reaches; those of unit tests are among them.
    pub unreached_files: BTreeSet<String>,
}

pub struct Module {
    /// The file in which its text stands, such as `src/model/mod.rs`.
    pub file: String,
    pub source: ModuleSource,
    parent: Option<ModuleIndex>,
    children: BTreeMap<String, ModuleIndex>,
}

/// The target of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Module(ModuleIndex),
    /// An item, or something inside it such as a variant or a method.
    Item {
        module: ModuleIndex,
        name: String,
    },
    /// A path into another crate, or a name of the prelude or of a function.
    External(PathSegments),
}

/// The name of the library, by which the program imports it.
const LIBRARY_NAME: &str = "blue_ribbon";
const LIBRARY_ROOT: ModuleIndex = 0;

impl SourceTree {
    /// Reads the modules of `src/lib.rs` and, where there is one, of `src/main.rs`.
    ///
    /// # Panics
    /// When a file is not Rust, or a declared module has no file.
    pub fn new(texts: &BTreeMap<String, String>) -> Self {
        let mut tree =
            Self { modules: Vec::new(), floors: Vec::new(), unreached_files: BTreeSet::new() };
        for root in ["src/lib.rs", "src/main.rs"] {
            if let Some(text) = texts.get(root) {
                tree.add_module(texts, None, root, "src", ModuleSource::parse(root, text));
            }
        }
        let root = &tree.modules[LIBRARY_ROOT].source;
        tree.floors = root.submodules.iter().map(|(name, _)| name.clone()).collect();
        let reached: BTreeSet<&str> = tree.modules.iter().map(|it| it.file.as_str()).collect();
        let unreached = texts.keys().filter(|file| !reached.contains(file.as_str()));
        tree.unreached_files = unreached.cloned().collect();
        tree
    }

    /// Adds a module and those declared in it, whose files stand in `folder`.
    fn add_module(
        &mut self,
        texts: &BTreeMap<String, String>,
        parent: Option<ModuleIndex>,
        file: &str,
        folder: &str,
        mut source: ModuleSource,
    ) -> ModuleIndex {
        let index = self.modules.len();
        let mut submodules = Vec::new();
        for (name, content) in &mut source.submodules {
            submodules.push((name.clone(), content.take()));
        }
        self.modules.push(Module {
            file: file.to_owned(),
            source,
            parent,
            children: BTreeMap::new(),
        });
        for (name, content) in submodules {
            let folder = format!("{folder}/{name}");
            let child = match content {
                Some(source) => self.add_module(texts, Some(index), file, &folder, source),
                None => {
                    let files = [format!("{folder}.rs"), format!("{folder}/mod.rs")];
                    let found = files.iter().find_map(|file| Some((file, texts.get(file)?)));
                    let (file, text) =
                        found.unwrap_or_else(|| panic!("{file}: module {name} has no file"));
                    let source = ModuleSource::parse(file, text);
                    self.add_module(texts, Some(index), file, &folder, source)
                }
            };
            self.modules[index].children.insert(name, child);
        }
        index
    }

    /// The place of a file's floor in the order of `lib.rs`; none for the roots.
    pub fn floor(&self, file: &str) -> Option<usize> {
        let path = file.strip_prefix("src/")?;
        let name = path.split('/').next()?;
        self.floors.iter().position(|floor| name == floor || name == format!("{floor}.rs"))
    }

    /// Every path in a module with what it leads to, in other crates as well.
    pub fn targets(&self, index: ModuleIndex) -> BTreeSet<(PathSegments, Target)> {
        let source = &self.modules[index].source;
        let imported = source.imports.iter().map(|path| (path, true));
        let mentioned = source.mentions.iter().map(|path| (path, false));
        let mut targets = BTreeSet::new();
        for (path, is_import) in imported.chain(mentioned) {
            for target in self.resolve(index, path) {
                // A single unknown name is a variable, a type parameter or of the prelude.
                if is_import || !matches!(&target, Target::External(path) if path.len() == 1) {
                    targets.insert((path.clone(), target));
                }
            }
        }
        targets
    }

    /// Returns the targets of a path in a module: several where a name stands for a module, a type
    /// and a function at once.
    pub fn resolve(&self, from: ModuleIndex, path: &[String]) -> Vec<Target> {
        self.resolve_guarded(from, path, &mut BTreeSet::new())
    }

    fn resolve_guarded(
        &self,
        from: ModuleIndex,
        path: &[String],
        visited: &mut BTreeSet<(ModuleIndex, String)>,
    ) -> Vec<Target> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let mut targets = match first.as_str() {
            "crate" => vec![Target::Module(self.root(from))],
            "self" => vec![Target::Module(from)],
            "super" => self.modules[from].parent.map(Target::Module).into_iter().collect(),
            "" => return self.resolve_in_other_crate(rest, visited),
            name => self.lookup(from, name, visited),
        };
        if targets.is_empty() {
            return self.resolve_in_other_crate(path, visited);
        }
        for name in rest {
            targets = targets
                .into_iter()
                .flat_map(|target| match target {
                    Target::Module(module) if name == "super" => {
                        self.modules[module].parent.map(Target::Module).into_iter().collect()
                    }
                    Target::Module(module) => match self.lookup(module, name, visited) {
                        // Made by a macro that is called there.
                        found if found.is_empty() => {
                            vec![Target::Item { module, name: name.clone() }]
                        }
                        found => found,
                    },
                    Target::Item { .. } => vec![target],
                    Target::External(path) => {
                        vec![Target::External([path, vec![name.clone()]].concat())]
                    }
                })
                .collect();
        }
        targets
    }

    fn resolve_in_other_crate(
        &self,
        path: &[String],
        visited: &mut BTreeSet<(ModuleIndex, String)>,
    ) -> Vec<Target> {
        match path.split_first() {
            Some((name, rest)) if name == LIBRARY_NAME => {
                let path = [&["self".to_owned()], rest].concat();
                self.resolve_guarded(LIBRARY_ROOT, &path, visited)
            }
            _ => vec![Target::External(path.to_vec())],
        }
    }

    /// Returns the targets of a name in a module, through `use` and `*`; none for an unknown name.
    fn lookup(
        &self,
        module: ModuleIndex,
        name: &str,
        visited: &mut BTreeSet<(ModuleIndex, String)>,
    ) -> Vec<Target> {
        if !visited.insert((module, name.to_owned())) {
            return Vec::new();
        }
        let Module { source, children, .. } = &self.modules[module];
        let mut targets = Vec::new();
        targets.extend(children.get(name).copied().map(Target::Module));
        if source.items.contains(name) {
            targets.push(Target::Item { module, name: name.to_owned() });
        }
        for path in source.aliases.get(name).into_iter().flatten() {
            targets.extend(self.resolve_guarded(module, path, visited));
        }
        if targets.is_empty() {
            for glob in &source.globs {
                for target in self.resolve_guarded(module, glob, visited) {
                    match target {
                        Target::Module(other) => targets.extend(self.lookup(other, name, visited)),
                        Target::Item { .. } => targets.push(target),
                        Target::External(path) => {
                            targets.push(Target::External([path, vec![name.to_owned()]].concat()));
                            // That crate may not have the name, which is then of the prelude.
                            targets.push(Target::External(vec![name.to_owned()]));
                        }
                    }
                }
            }
        }
        visited.remove(&(module, name.to_owned()));
        targets
    }

    fn root(&self, mut module: ModuleIndex) -> ModuleIndex {
        while let Some(parent) = self.modules[module].parent {
            module = parent;
        }
        module
    }
}
