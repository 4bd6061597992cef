//! Who brought about what a file holds, as its history tells.

use super::*;

/// Who wrote a file since it held a version, the last first; nobody is known of another program.
fn authors(open: &Open, before: Hash, now: Hash) -> Vec<Option<String>> {
    let origin = Origin::of(&open.path(), before, now);
    let who = |author| match author {
        Author::Line(line) => Some(line.who.clone()),
        Author::Other(_) => None,
    };
    origin.authors().map(who).collect()
}

/// Saves a title under a name; the SHA-256 of the file then.
fn title_by(open: &mut Open, who: &str, title: &str) -> Hash {
    open.title(title);
    open.save_as(who).unwrap();
    open.session.stamp().digest()
}

#[test]
fn who_saved_what_came_is_told_by_the_lines_that_lead_to_it() {
    let mut open = Open::new();
    let start = open.session.stamp().digest();
    let [aoki, mori] = ["Aoki", "Mori"].map(|who| title_by(&mut open, who, who));
    let known = |names: &[&str]| names.iter().map(|name| Some((*name).to_owned())).collect();
    let [both, one]: [Vec<_>; 2] = [known(&["Mori", "Aoki"]), known(&["Mori"])];
    assert_eq!(authors(&open, start, mori), both);
    assert_eq!(authors(&open, aoki, mori), one);
    // Another has begun to save since, or ended without a word while saving.
    let whole = fs::read_to_string(open.history()).unwrap();
    open.title("Begun");
    title_by(&mut open, "Sato", "Done");
    let begun = open.lines()[3].clone();
    for rest in [&begun[..40], &format!("{begun}\n")] {
        fs::write(open.history(), format!("{whole}{rest}")).unwrap();
        assert_eq!(authors(&open, aoki, mori), one);
    }
    fs::write(open.history(), whole).unwrap();
    // Where it is not known how it came about, whoever saved last is known still.
    assert_eq!(authors(&open, Hash::of(b"another"), mori), one);
    // An earlier version that was put back is nobody's word.
    assert_eq!(authors(&open, mori, aoki), [None]);
    assert_eq!(authors(&open, mori, Hash::of(b"another")), [None]);
    fs::remove_file(open.history()).unwrap();
    assert_eq!(authors(&open, aoki, mori), [None]);
}

#[test]
fn who_changed_a_record_is_told_by_the_last_line_that_touches_it() {
    let mut open = Open::new();
    let aoki = title_by(&mut open, "Aoki", "One");
    let mori = title_by(&mut open, "Mori", "Two");
    let origin = Origin::of(&open.path(), aoki, mori);
    let is_about = |edit: &Edit| matches!(edit, Edit::About { .. });
    assert!(matches!(origin.author(is_about), Author::Line(line) if line.who == "Mori"));
    // Nothing tells of a case: then it is whoever saved last.
    assert!(matches!(origin.author(|_| false), Author::Line(line) if line.who == "Mori"));

    // Another program changes the file, which is noted with the next change.
    fs::write(open.path(), text_of(open.session.register()).replace("Two", "Theirs")).unwrap();
    open.reopen();
    let file = fs::metadata(open.path()).unwrap().modified().unwrap();
    let origin = Origin::of(&open.path(), mori, open.session.stamp().digest());
    let Author::Other(Some(at)) = origin.author(is_about) else { panic!("it is not known who") };
    assert_eq!(at, file.try_into().unwrap());
    let last = title_by(&mut open, "Aoki", "Three");
    assert_eq!(authors(&open, mori, last), [Some("Aoki".to_owned()), None]);
    let origin = Origin::of(&open.path(), mori, last);
    // What the other program changed is not known, so it may be this.
    assert!(matches!(origin.author(|_| false), Author::Other(None)));
}
