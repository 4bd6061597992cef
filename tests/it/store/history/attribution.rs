//! The authors of the changes between two versions of a file, from its history.

use crate::store::history::*;

/// Returns the authors since a version of the file, the last first; nothing for another program.
fn authors(open: &OpenRegister, before: Hash, now: Hash) -> Vec<Option<String>> {
    let origin = Attribution::between_versions(&open.path(), before, now);
    let who = |author| match author {
        Author::Entry(line) => Some(line.author_name.clone()),
        Author::OtherProgram(_) => None,
    };
    origin.authors().map(who).collect()
}

/// Saves another title under an author's name and returns the SHA-256 of the file.
fn save_title_as(open: &mut OpenRegister, who: &str, title: &str) -> Hash {
    open.title(title);
    open.save_as(who).unwrap();
    open.session.fingerprint().digest()
}

#[test]
fn authors_of_external_changes_come_from_the_entries_between() {
    let mut open = OpenRegister::new();
    let start = open.session.fingerprint().digest();
    let [aoki, mori] = ["Aoki", "Mori"].map(|who| save_title_as(&mut open, who, who));
    let known = |names: &[&str]| names.iter().map(|name| Some((*name).to_owned())).collect();
    let [both, one]: [Vec<_>; 2] = [known(&["Mori", "Aoki"]), known(&["Mori"])];
    assert_eq!(authors(&open, start, mori), both);
    assert_eq!(authors(&open, aoki, mori), one);
    // Another has begun to save since, or ended without a word while saving.
    let whole = fs::read_to_string(open.history()).unwrap();
    open.title("Begun");
    save_title_as(&mut open, "Sato", "Done");
    let begun = open.lines()[3].clone();
    for rest in [&begun[..40], &format!("{begun}\n")] {
        fs::write(open.history(), format!("{whole}{rest}")).unwrap();
        assert_eq!(authors(&open, aoki, mori), one);
    }
    fs::write(open.history(), whole).unwrap();
    // Where it is not known how it came about, whoever saved last is known still.
    assert_eq!(authors(&open, Hash::of_bytes(b"another"), mori), one);
    // An earlier version that was put back is nobody's word.
    assert_eq!(authors(&open, mori, aoki), [None]);
    assert_eq!(authors(&open, mori, Hash::of_bytes(b"another")), [None]);
    fs::remove_file(open.history()).unwrap();
    assert_eq!(authors(&open, aoki, mori), [None]);
}

#[test]
fn the_author_of_a_record_comes_from_its_last_entry() {
    let mut open = OpenRegister::new();
    let aoki = save_title_as(&mut open, "Aoki", "One");
    let mori = save_title_as(&mut open, "Mori", "Two");
    let origin = Attribution::between_versions(&open.path(), aoki, mori);
    let is_about = |edit: &Edit| matches!(edit, Edit::RegisterInfo { .. });
    assert!(
        matches!(origin.last_author(is_about), Author::Entry(line) if line.author_name == "Mori")
    );
    // Nothing tells of a case: then it is whoever saved last.
    assert!(
        matches!(origin.last_author(|_| false), Author::Entry(line) if line.author_name == "Mori")
    );

    // Another program changes the file, which is noted with the next change.
    fs::write(open.path(), text_of(open.session.register()).replace("Two", "Theirs")).unwrap();
    open.reopen();
    let file = fs::metadata(open.path()).unwrap().modified().unwrap();
    let origin =
        Attribution::between_versions(&open.path(), mori, open.session.fingerprint().digest());
    let Author::OtherProgram(Some(at)) = origin.last_author(is_about) else {
        panic!("it is not known who")
    };
    assert_eq!(at, file.try_into().unwrap());
    let last = save_title_as(&mut open, "Aoki", "Three");
    assert_eq!(authors(&open, mori, last), [Some("Aoki".to_owned()), None]);
    let origin = Attribution::between_versions(&open.path(), mori, last);
    // What the other program changed is not known, so it may be this.
    assert!(matches!(origin.last_author(|_| false), Author::OtherProgram(None)));
}
