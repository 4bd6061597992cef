//! Opening and saving.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod backups;
mod drafts;
mod print;
mod history;
mod load;
pub mod source_text;
mod lock;
#[cfg(unix)]
mod planted_files;
mod startup;
mod register_generators;
mod save;
mod shared_files;
mod file_watcher;

use blue_ribbon::{register::Register, store::ron::print::print_register};

/// The text of the bundled register.
const BUNDLED: &str = include_str!("../../../data/register.ron");

/// A small register in canonical layout.
const SMALL: &str = r#"(
    format: 1,
    title: "Small",
    parties: [
        (id: "a", name: (en: "A")),
        (id: "b", name: (en: "B")),
    ],
    compare: ("a", "b"),
    sources: [
        (
            id: "s",
            kind: Official,
            publisher: "P",
            title: "T",
        ),
    ],
    incidents: [
        (
            number: 3,
            name: (en: "I"),
        ),
    ],
    cases: [
        (
            id: "one",
            name: (given: "x"),
            sex: Female,
            born: "1964-10-05",
            taken: (on: "1977-11-15", age: 13, at: (37.92, 139.04), incident: 3),
            claims: [
                (by: "a", on: "2002-09-17", says: Dead(on: "1993-03-13"), sources: ["s"]),
            ],
        ),
    ],
)
"#;

/// Parses a register.
fn read(text: &str) -> Register {
    let options = ron::Options::default();
    options
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .from_str(text)
        .unwrap()
}

/// Prints a register in canonical layout.
fn print(register: &Register) -> String {
    let mut bytes = Vec::new();
    print_register(register, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}
