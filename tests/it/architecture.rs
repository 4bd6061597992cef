//! The invariants of ARCHITECTURE.md, each read off the source.

use crate::{
    generators::read,
    source_code::{SourceFile, repository_root, source_files},
};
use blue_ribbon::register::{FORMAT_VERSION, Register};

/// The files of `src`, or of a part of it, in which one of these words stands.
fn files_that_mention(path: &str, text: &[&str]) -> Vec<SourceFile> {
    let says = |file: &SourceFile| text.iter().any(|word| file.mentions(word));
    source_files(path).into_iter().filter(says).collect()
}

fn paths_not_in<'a>(files: &'a [SourceFile], allowed: &[&str]) -> Vec<&'a str> {
    let strays = files.iter().filter(|file| !allowed.iter().any(|path| file.is_in(path)));
    strays.map(|file| file.path.as_str()).collect()
}

#[test]
fn only_the_window_imports_egui() {
    let files = files_that_mention("src", &["egui", "eframe", "egui_table", "egui_plot"]);
    assert!(files.iter().any(|file| file.is_in("src/ui")), "the window draws with it");
    assert_eq!(paths_not_in(&files, &["src/ui", "src/main.rs"]), Vec::<&str>::new());
}

#[test]
fn only_the_store_accesses_files() {
    let files = files_that_mention("src", &["fs", "tempfile", "OpenOptions"]);
    assert!(!files.is_empty(), "the store reads files");
    let allowed = ["src/store", "src/ui/app/tests.rs"];
    assert_eq!(paths_not_in(&files, &allowed), Vec::<&str>::new());
}

#[test]
fn the_store_accesses_the_disk_through_one_module() {
    let ways = [
        "OpenOptions",
        "File::open",
        "File::create",
        "fs::read(",
        "fs::read_to_string",
        "fs::write",
        "fs::copy",
        "tempfile_in",
        "create_dir",
        "DirBuilder",
    ];
    let files = files_that_mention("src/store", &ways);
    assert_eq!(
        paths_not_in(
            &files,
            &["src/store/door.rs", "src/store/look/tests.rs", "src/store/save/tests.rs"]
        ),
        Vec::<&str>::new()
    );
}

#[test]
fn drawing_functions_only_borrow_the_session() {
    let changing = |file: &SourceFile| {
        ["&mut Session", "&mut Register", "&mut self.session", "session_mut"]
            .iter()
            .any(|text| file.code.contains(text))
    };
    let files: Vec<SourceFile> = source_files("src/ui").into_iter().filter(changing).collect();
    assert!(!files.is_empty(), "the app changes what is open, once a frame is drawn");
    assert_eq!(paths_not_in(&files, &["src/ui/app"]), Vec::<&str>::new());
}

#[test]
fn analysis_uses_no_clock_environment_or_chance() {
    let text = ["Zoned", "Timestamp", "SystemTime", "Instant", "env", "rand", "getrandom"];
    let pure = ["model", "register", "view", "merge", "draft", "picture", "export"];
    for path in pure.map(|part| format!("src/{part}")) {
        let path = path.as_str();
        let files = files_that_mention(path, &text);
        assert_eq!(paths_not_in(&files, &[]), Vec::<&str>::new(), "{path}");
    }
}

#[test]
fn records_change_only_through_apply() {
    let [owner] = source_files("src/register/owner.rs").try_into().ok().unwrap();
    let changing = owner.code.split("fn ").filter(|text| {
        let head = text.split('{').next().unwrap_or("");
        head.contains("&mut self")
    });
    let names: Vec<&str> = changing.filter_map(|text| text.split(['(', '<']).next()).collect();
    assert_eq!(names, ["apply", "apply_all"]);
    let fields =
        owner.code.split("pub struct Register {").nth(1).unwrap().split('}').next().unwrap();
    assert!(!fields.contains("pub "), "nobody else sees the records but through its methods");
    let whole = files_that_mention("src", &["make_mut"]);
    assert_eq!(
        paths_not_in(&whole, &["src/register/list.rs", "src/session.rs"]),
        Vec::<&str>::new()
    );
}

/// What every file of a format looked like, with every field filled, and its checksum. A frozen
/// example is never edited: another shape of the file takes another number.
const FROZEN_EXAMPLES: [(u32, &str, u32); 1] = [(1, "data/format-1.ron", 3077748651)];

fn checksum(text: &str) -> u32 {
    text.bytes().fold(0, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()))
}

#[test]
fn each_file_format_has_a_number_and_a_frozen_example() {
    assert_eq!(FROZEN_EXAMPLES.map(|(number, ..)| number), std::array::from_fn(|at| at as u32 + 1));
    assert_eq!(FROZEN_EXAMPLES.last().map(|(number, ..)| *number), Some(FORMAT_VERSION));
    for (number, path, sum) in FROZEN_EXAMPLES {
        let text =
            std::fs::read_to_string(repository_root().join(path)).unwrap().replace("\r\n", "\n");
        assert_eq!(checksum(&text), sum, "{path} is frozen; a new shape takes a new number");
        let register: Register = read(&text);
        assert_eq!(register.format_version(), number);
        assert!(!register.cases().is_empty());
    }
}

#[test]
fn the_newest_example_contains_every_field_of_every_record() {
    let (_, path, _) = FROZEN_EXAMPLES[FROZEN_EXAMPLES.len() - 1];
    let example = std::fs::read_to_string(repository_root().join(path)).unwrap();
    let model = ["case", "claim", "person", "records", "words"];
    let files = model.iter().flat_map(|name| source_files(&format!("src/model/{name}.rs")));
    for file in files {
        let fields = file.code.lines().filter_map(|line| line.trim().strip_prefix("pub "));
        for field in fields.filter_map(|line| line.split_once(':')).map(|(name, _)| name) {
            if field.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
                assert!(example.contains(&format!("{field}: ")), "{field} of {}", file.path);
            }
        }
    }
}
