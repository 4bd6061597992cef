//! What is done with hostile input, by the fuzzer and by the ordinary tests alike: whatever each
//! of these is given it comes back, and what comes of it holds.

use std::{fs, path::PathBuf, sync::Arc};

use blue_ribbon::{
    Lang, Progress, cli,
    merge::{Side, Speaker, diff, merge as merged},
    model::{Case, CaseId, Date, Name, Taken},
    register::{Change, Edit, Register},
    store::print_marked,
    store::{
        Damaged, Fault, LoadError, Manuscript, Notice, Opened, Stamp, Text as _, load, open, print,
    },
    view::date_words,
};

/// How many characters an error may take to be said.
const SAID: usize = 2000;

/// How many records may be damaged for an edit beside them to be certain to be read again.
const FEW: usize = 2;

/// Between the versions that [`merge`] is given.
pub const BETWEEN: &str = "\n=== another version ===\n";

/// Opens bytes as a register. What can be read is written again as it stood, and after an edit
/// reads as what was edited; what cannot be is said in words.
pub fn reader(bytes: &[u8]) {
    let whole = {
        let file = File::holding(bytes);
        load(&file.0, &Progress::default())
    };
    let Opened { register, stamp, manuscript, notices, .. } = match opened(bytes) {
        Ok(opened) => opened,
        Err(error) => {
            assert!(whole.is_err(), "it is a whole register, and no register: {error}");
            return said(&error);
        }
    };
    assert_eq!(stamp, Stamp::of(bytes));
    if let Err(error) = &whole {
        said(error);
    }
    for damaged in manuscript.damaged() {
        for lang in Lang::available() {
            legible(&damaged.fault.words(lang));
        }
        // One that only lacks its comma is sound by itself.
        let is_sound = damaged.fault == Fault::Comma;
        assert!(is_sound || damaged.read(&damaged.text, &register).is_err(), "{damaged:?}");
    }
    let damaged = manuscript.damaged().count();
    assert_eq!(whole.is_ok(), damaged == 0);
    let text = written(&register, &manuscript);
    if !notices.contains(&Notice::Layout) {
        assert_eq!(text, str::from_utf8(bytes).unwrap(), "what did not change stands as it stood");
    }
    reads(&text, &register, damaged);
    let mut canonical = Vec::new();
    print(&register, &mut canonical).unwrap();
    reads(str::from_utf8(&canonical).unwrap(), &register, 0);
    // Where more is damaged, or what looks like lists of the register lies within, where one piece
    // ends can hang on what comes to stand beside it; the program then refuses to save.
    let lists = ["parties", "totals", "incidents", "cases", "events"];
    let is_plain = |it: &Damaged| !lists.iter().any(|list| it.text.contains(list));
    if damaged <= FEW && manuscript.damaged().all(is_plain) {
        edited(&register, &manuscript, damaged);
    }
}

/// Edits a register in several ways: each time what is written reads as what was edited, with
/// every comment but those of what was deleted; and once all is taken back the text is that of before.
fn edited(before: &Register, manuscript: &Manuscript, damaged: usize) {
    let mut register = before.clone();
    let mut edits = Vec::new();
    type Record = Option<Arc<Case>>;
    let mut edit = |register: &mut Register, at: usize, before: Record, after: Record| {
        let is_deletion = after.is_none();
        let edit = Edit::Case(Change { at, before, after });
        register.apply(&edit).unwrap();
        edits.push(edit);
        let text = written(register, manuscript);
        reads(&text, register, damaged);
        let lost = manuscript.comments_missing_in(&text);
        // What is said of a record goes with it; and in a damaged one anything may look like a
        // comment.
        assert!(is_deletion || damaged > 0 || lost.is_empty(), "{lost:?} is lost in\n{text}");
    };
    let new = Case {
        id: CaseId::new("new-one").unwrap(),
        name: Name::default(),
        sex: None,
        born: None,
        taken: Taken::default(),
        claims: Vec::new(),
        returned: None,
        variants: Vec::new(),
        note: "new".to_owned(),
        sources: Vec::new(),
    };
    // Where a damaged record has that id the new one would be damaged by it.
    let is_taken = manuscript.damaged().any(|it| it.text.contains("new-one"));
    if register.case(&new.id).is_none() && !is_taken {
        edit(&mut register, 0, None, Some(Arc::new(new)));
    }
    if let Some(case) = before.cases().last() {
        let at = register.position(&case.id).unwrap();
        let mut changed = (**case).clone();
        changed.note.push_str("\nchanged \" // /* ");
        changed.claims.reverse();
        changed.sources.clear();
        let changed = Arc::new(changed);
        edit(&mut register, at, Some(Arc::clone(case)), Some(Arc::clone(&changed)));
        // A record that is damaged by having the same id is sound once the other is gone.
        let is_twice = |it: &Damaged| matches!(it.fault, Fault::RepeatedId(_));
        if !manuscript.damaged().any(is_twice) {
            edit(&mut register, at, Some(changed), None);
        }
    }
    for edit in edits.iter().rev() {
        register.apply(&edit.inverse()).unwrap();
    }
    assert_eq!(written(&register, manuscript), written(before, manuscript));
}

/// Takes bytes for a date. One that can be read prints back to the letter.
pub fn date(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    match text.parse::<Date>() {
        Ok(date) => {
            assert_eq!(date.to_string(), text);
            assert!(date.earliest() <= date.latest(), "{text}");
            assert_eq!(date.cmp(&date.clone()), std::cmp::Ordering::Equal);
            for lang in Lang::available() {
                assert!(!date_words(lang, &date).is_empty(), "{text}");
            }
        }
        Err(error) => {
            for lang in Lang::available() {
                legible(&Fault::Date(error.clone()).words(lang));
            }
        }
    }
}

/// Merges registers: the base, ours and theirs, each after the one before. What comes of it reads
/// as itself, and has nothing of a conflict where one side changed nothing.
pub fn merge(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    let versions: Vec<_> = text.split(BETWEEN).map_while(register).collect();
    let [base, ours, theirs] = versions.as_slice() else { return };
    for base in [None, Some(base)] {
        let all = merged(base, ours, theirs);
        reads(&printed(&all.register), &all.register, 0);
        let other = all.all(Side::Theirs);
        reads(&printed(&other), &other, 0);
        let speaker = Speaker { lang: Lang::ENGLISH, registers: [ours, theirs] };
        for conflict in &all.conflicts {
            assert!(!speaker.conflict(conflict).is_empty());
        }
        if !all.conflicts.is_empty() {
            let mut marked = Vec::new();
            print_marked(&all.register, &other, &mut marked).unwrap();
            let refused = opened(&marked).map(|opened| opened.register);
            assert!(
                matches!(refused, Err(LoadError::Text { fault: Fault::Marked, .. })),
                "{refused:?}"
            );
        }
    }
    for same in [merged(Some(base), ours, ours), merged(Some(base), base, ours)] {
        assert_eq!(same.conflicts, []);
    }
    assert_eq!(merged(Some(base), ours, base).register, *ours);
    assert_eq!(diff(ours, ours), []);
    let speaker = Speaker { lang: Lang::ENGLISH, registers: [theirs, ours] };
    for difference in diff(ours, theirs) {
        assert!(!speaker.difference(&difference).line(Lang::ENGLISH).is_empty());
    }
}

/// Takes lines for the arguments of the command line. Wrong use is said; and whatever is asked of
/// a register is answered.
pub fn command_line(bytes: &[u8]) {
    let arguments: Vec<_> = bytes.split(|byte| *byte == b'\n').map(argument).collect();
    let program = || [argument(b"blue-ribbon")].into_iter();
    match cli::parse(program().chain(arguments.iter().cloned())) {
        // What is asked for may be written to any file; so it is not done.
        Ok(_) => {}
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let file = File::holding(include_bytes!("../../data/format-1.ron"));
    for command in ["list", "summary", "check", "changes", "contradictions"] {
        let mut line: Vec<_> = program().chain([argument(command.as_bytes())]).collect();
        line.push(file.0.clone().into_os_string());
        for (option, value) in OPTIONS.iter().zip(&arguments) {
            if option.1.contains(&command) && !value.is_empty() {
                let mut option = std::ffi::OsString::from(format!("--{}=", option.0));
                option.push(value);
                line.push(option);
            }
        }
        let Ok(cli::Todo::Headless(command)) = cli::parse(line) else { continue };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        cli::run(command, &mut out, &mut err);
        assert!(!out.is_empty() || !err.is_empty(), "nothing is said");
    }
}

/// Options with the commands that have them; none of these writes a file.
const OPTIONS: [(&str, &[&str]); 7] = [
    ("search", &["list"]),
    ("as-of", &["list", "summary", "contradictions"]),
    ("year", &["list"]),
    ("sort", &["list"]),
    ("format", &["list", "summary", "changes", "contradictions"]),
    ("from", &["changes"]),
    ("lang", &["list", "summary", "check", "changes", "contradictions"]),
];

fn argument(bytes: &[u8]) -> std::ffi::OsString {
    #[cfg(unix)]
    return std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec());
    #[cfg(not(unix))]
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// An error's words, in every language, can be read at a glance and on a terminal.
pub fn said(error: &LoadError) {
    for lang in Lang::available() {
        legible(&error.words(lang));
    }
}

fn legible(words: &str) {
    assert!(!words.is_empty());
    assert!(words.chars().count() <= SAID, "{} characters: {words:.200}", words.chars().count());
    let odd = |c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!words.contains(odd), "not to be printed as it is: {words:?}");
}

/// A file of its own, gone with this.
struct File(PathBuf);

impl File {
    fn holding(bytes: &[u8]) -> Self {
        let folder = std::env::temp_dir();
        let (process, thread) = (std::process::id(), std::thread::current().id());
        let file = Self(folder.join(format!("blue-ribbon-fuzz-{process}-{thread:?}.ron")));
        fs::write(&file.0, bytes).unwrap();
        file
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn opened(bytes: &[u8]) -> Result<Opened, LoadError> {
    let file = File::holding(bytes);
    open(&file.0, &Progress::default())
}

fn register(text: &str) -> Option<Register> {
    let opened = opened(text.as_bytes()).ok()?;
    opened.manuscript.damaged().next().is_none().then_some(opened.register)
}

fn written(register: &Register, manuscript: &Manuscript) -> String {
    let mut bytes = Vec::new();
    (register, manuscript).print(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn printed(register: &Register) -> String {
    let mut bytes = Vec::new();
    print(register, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Makes sure that a text reads as a register with so many damaged records.
fn reads(text: &str, register: &Register, damaged: usize) {
    match opened(text.as_bytes()) {
        Ok(opened) => {
            assert!(opened.register == *register, "it reads as another register:\n{text}");
            assert_eq!(opened.manuscript.damaged().count(), damaged, "\n{text}");
        }
        Err(error) => panic!("{error}\n{text}"),
    }
}
