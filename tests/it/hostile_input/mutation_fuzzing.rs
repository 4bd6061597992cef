//! The fuzz targets on thousands of mutated inputs of the corpus.

use proptest::{
    collection::vec,
    prelude::*,
    sample::Index,
    test_runner::{RngSeed, TestError, TestRunner},
};

use crate::{
    hostile_input::targets,
    hostile_input::{files_in, finishes_in_time},
};

/// A mutation of an input.
#[derive(Clone, Debug)]
enum Mutation {
    Cut(Index, Index),
    Truncate(Index),
    Repeat(Index, Index),
    Insert(Index, &'static str),
    Set(Index, u8),
    Swap(Index, Index),
    /// Inserts a line before another.
    Move(Index, Index),
    /// Replaces the rest by that of another input.
    Splice(Index, Index, Index),
}

/// Tokens that have a meaning in some input.
const TOKENS: [&str; 50] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "\\",
    "\n",
    "\r\n",
    "//",
    "/*",
    "*/",
    "r#\"",
    "\"#",
    "b\"",
    "\\u{d800}",
    "\\u{202e}",
    "\u{202e}",
    "\u{feff}",
    "\u{2028}",
    "\0",
    "\u{85}",
    "横",
    "👩",
    "-",
    "1e999",
    "0x",
    "1_0",
    "'",
    "#![enable(unwrap_newtypes)]",
    "#",
    "None",
    "Some(",
    "Dead(on: ",
    "true",
    "inf",
    "NaN",
    "197X",
    "/..",
    "~",
    "?",
    "T00:00",
    "..",
    "--",
    "<<<<<<<\n",
    "\n        (\n",
    "\n    ],\n",
];

fn mutation() -> impl Strategy<Value = Mutation> {
    let at = any::<Index>;
    let token = proptest::sample::select(TOKENS.to_vec());
    prop_oneof![
        2 => (at(), at()).prop_map(|(from, to)| Mutation::Cut(from, to)),
        1 => at().prop_map(Mutation::Truncate),
        2 => (at(), at()).prop_map(|(from, to)| Mutation::Repeat(from, to)),
        6 => (at(), token).prop_map(|(at, token)| Mutation::Insert(at, token)),
        1 => (at(), any::<u8>()).prop_map(|(at, byte)| Mutation::Set(at, byte)),
        1 => (at(), at()).prop_map(|(one, other)| Mutation::Swap(one, other)),
        3 => (at(), at()).prop_map(|(from, to)| Mutation::Move(from, to)),
        1 => (at(), at(), at()).prop_map(|(at, other, from)| Mutation::Splice(at, other, from)),
    ]
}

fn apply_mutations(
    mut bytes: Vec<u8>,
    mutations: &[Mutation],
    all: &[(String, Vec<u8>)],
) -> Vec<u8> {
    for mutation in mutations {
        let length = bytes.len();
        let within = |at: &Index| at.index(length + 1);
        // Never so much that the input grows without end.
        let span = |from: &Index, to: &Index| {
            let (from, to) = (within(from), within(to));
            from.min(to)..from.max(to).min(from.min(to) + 300)
        };
        match mutation {
            Mutation::Cut(from, to) => drop(bytes.drain(span(from, to))),
            Mutation::Truncate(at) => bytes.truncate(within(at)),
            Mutation::Repeat(from, to) => {
                let span = span(from, to);
                let again = bytes[span.clone()].to_vec();
                bytes.splice(span.end..span.end, again);
            }
            Mutation::Insert(at, token) => {
                let at = within(at);
                bytes.splice(at..at, token.bytes());
            }
            Mutation::Set(at, byte) if length > 0 => bytes[at.index(length)] = *byte,
            Mutation::Swap(one, other) if length > 0 => {
                bytes.swap(one.index(length), other.index(length));
            }
            Mutation::Set(..) | Mutation::Swap(..) => {}
            Mutation::Move(from, to) => {
                let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
                if !lines.is_empty() {
                    let line = lines.remove(from.index(lines.len()));
                    lines.insert(to.index(lines.len() + 1), line);
                    bytes = lines.concat();
                }
            }
            Mutation::Splice(at, other, from) => {
                let other = &all[other.index(all.len())].1;
                bytes.truncate(within(at));
                bytes.extend(&other[from.index(other.len() + 1)..]);
            }
        }
    }
    bytes
}

/// Runs a target on each input of a corpus, then on mutations of them.
fn run_target(target: fn(&[u8]), seeds: &[&str], cases: u32) {
    let all: Vec<_> = seeds.iter().flat_map(|folder| files_in(folder)).collect();
    let cases = std::env::var("BLUE_RIBBON_FUZZ").map_or(cases, |cases| cases.parse().unwrap());
    finishes_in_time("a target", move || {
        all.iter().for_each(|(_, bytes)| target(bytes));
        // The same inputs every time: new ones are for cargo-fuzz to find.
        let rng_seed = RngSeed::Fixed(1977);
        let config = ProptestConfig {
            max_shrink_time: 30_000,
            rng_seed,
            ..ProptestConfig::with_cases(cases)
        };

        let input = (any::<Index>(), vec(mutation(), 1..6));
        let done = TestRunner::new(config).run(&input, |(seed, mutations)| {
            let (_, bytes) = seed.get(&all);
            target(&apply_mutations(bytes.clone(), &mutations, &all));
            Ok(())
        });
        match done {
            Err(TestError::Fail(why, (seed, mutations))) => {
                let (name, bytes) = seed.get(&all);
                let bytes = apply_mutations(bytes.clone(), &mutations, &all);
                let text = String::from_utf8_lossy(&bytes);
                panic!("{why}\n{name} with {mutations:?} is\n{text}\nor {:?}", text);
            }
            done => done.unwrap(),
        }
    });
}

#[test]
fn any_bytes_open_or_fail_with_a_message() {
    run_target(targets::check_reader, &["fuzz/seeds/reader", "tests/broken"], 1500);
}

#[test]
fn any_text_parses_as_a_date_or_fails() {
    run_target(targets::check_date, &["fuzz/seeds/date"], 5000);
}

#[test]
fn any_registers_merge() {
    run_target(targets::check_merge, &["fuzz/seeds/merge"], 600);
}

#[test]
fn any_command_line_parses_or_fails_with_a_message() {
    run_target(targets::check_command_line, &["fuzz/seeds/command_line"], 1000);
}
