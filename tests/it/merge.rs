//! Diff and three-way merge of registers, field by field.

use crate::generators::read;
use blue_ribbon::{
    Locale,
    analysis::{checks::check, finding::Severity},
    describe::differences::DifferenceDescriber,
    merge::{
        Conflict, MergeResult, Side, diff,
        field_path::{CaseListItem, FieldName, RecordRef},
        list_edits::edits_between,
        merge,
        value::FieldValue,
    },
    register::Register,
};

const BASE: &str = r#"(
    format: 1,
    title: "Small",
    parties: [(id: "a", name: (en: "A")), (id: "b", name: (en: "B"))],
    compare: ("a", "b"),
    sources: [
        (id: "s1", kind: Press, publisher: "P", title: "T"),
        (id: "s2", kind: Press, publisher: "Q", title: "U"),
    ],
    totals: [(by: "a", count: 2, on: "2002-09-17", sources: ["s1"])],
    incidents: [(number: 1, name: (en: "I"))],
    cases: [
        (
            id: "one",
            name: (given: "One"),
            claims: [
                (by: "a", on: "2002-09-17", says: Dead(on: "1993-03-13"), sources: ["s1"]),
                (by: "b", on: "2003-01", says: Abducted, note: "first"),
            ],
            returned: (on: "2002-10-15", sources: ["s1"]),
            sources: ["s1", "s2"],
        ),
        (id: "two", name: (given: "Two")),
        (id: "three", name: (given: "Three")),
    ],
    events: [(on: "2002-09-17", title: (en: "Summit"))],
)"#;

/// Returns the base register with texts of its RON replaced.
fn version(changes: &[(&str, &str)]) -> Register {
    let mut text = BASE.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from} is not in it");
        text = text.replacen(from, to, 1);
    }
    read(&text)
}

fn merged(ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> MergeResult {
    merge(Some(&read(BASE)), &version(ours), &version(theirs))
}

/// Merges without a conflict, either way round, into the base with these changes.
#[track_caller]
fn assert_merged(ours: &[(&str, &str)], theirs: &[(&str, &str)], together: &[(&str, &str)]) {
    for (ours, theirs) in [(ours, theirs), (theirs, ours)] {
        let merged = merged(ours, theirs);
        assert_eq!(merged.conflicts, []);
        assert_eq!(merged.register, version(together));
    }
}

const CLAIM_A: (&str, &str) = (
    "says: Dead(on: \"1993-03-13\"), sources: [\"s1\"]),",
    "says: Dead(on: \"1993-03-13\"), sources: [\"s1\"]), (by: \"a\", on: \"2004-11\", says: Alive),",
);

#[test]
fn independent_changes_merge() {
    // Two fields of one record, two details of one death, two languages of one title.
    let (given, family) = (("given: \"One\"", "given: \"1\""), ("One\"", "One\", family: \"F\""));
    assert_merged(&[given], &[family], &[("given: \"One\"", "given: \"1\", family: \"F\"")]);
    let (place, cause) = (
        ("1993-03-13\"", "1993-03-13\", place: \"p\""),
        ("1993-03-13\"", "1993-03-13\", cause: \"c\""),
    );
    assert_merged(
        &[place],
        &[cause],
        &[("1993-03-13\"", "1993-03-13\", place: \"p\", cause: \"c\"")],
    );
    let (ja, ko) =
        (("\"Summit\"", "\"Summit\", ja: \"会談\""), ("\"Summit\"", "\"Summit\", ko: \"회담\""));
    assert_merged(&[ja], &[ko], &[("\"Summit\"", "\"Summit\", ja: \"会談\", ko: \"회담\"")]);
}

#[test]
fn one_sides_date_and_the_other_sides_note_of_a_claim_merge() {
    let date = ("on: \"2003-01\"", "on: \"2003-01-06\"");
    let note = ("\"first\"", "\"second\"");
    assert_merged(&[date], &[note], &[date, note]);
    let merged = merged(&[date], &[("on: \"2003-01\"", "on: \"2003-01-07\"")]);
    let [conflict] = merged.conflicts.as_slice() else { panic!("{:?}", merged.conflicts) };
    assert_eq!(conflict.path.field, Some(FieldName::SaidOn));
    assert_eq!(
        merged.resolve_all(Side::Theirs),
        version(&[("on: \"2003-01\"", "on: \"2003-01-07\"")])
    );
}

#[test]
fn sources_cited_by_both_sides_are_combined() {
    let (add, remove) =
        (("[\"s1\", \"s2\"]", "[\"s1\", \"s2\", \"s3\"]"), ("[\"s1\", \"s2\"]", "[\"s2\"]"));
    assert_merged(&[add], &[remove], &[("[\"s1\", \"s2\"]", "[\"s2\", \"s3\"]")]);
}

#[test]
fn a_record_deleted_on_one_side_and_unchanged_on_the_other_is_deleted() {
    let case = ("(id: \"two\", name: (given: \"Two\")),", "");
    let total = ("count: 2", "count: 3");
    assert_merged(&[case], &[total], &[case, total]);
    let back = ("returned: (on: \"2002-10-15\", sources: [\"s1\"]),", "");
    assert_merged(&[back], &[total], &[back, total]);
}

#[test]
fn a_record_deleted_on_one_side_and_changed_on_the_other_conflicts() {
    let claim = ("(by: \"b\", on: \"2003-01\", says: Abducted, note: \"first\"),", "");
    let note = ("\"first\"", "\"second\"");
    let back = ("returned: (on: \"2002-10-15\", sources: [\"s1\"]),", "");
    let back_on = ("2002-10-15", "2002-10-16");
    let case = ("(id: \"two\", name: (given: \"Two\")),", "");
    let name = ("\"Two\"", "\"2\"");
    let total = ("(by: \"a\", count: 2, on: \"2002-09-17\", sources: [\"s1\"])", "");
    let count = ("count: 2", "count: 3");
    for (deleted, changed) in [(claim, note), (back, back_on), (case, name), (total, count)] {
        let merged = merged(&[deleted], &[changed]);
        assert_eq!(merged.register, version(&[deleted]));
        assert_eq!(merged.resolve_all(Side::Theirs), version(&[changed]));
        let [conflict] = merged.conflicts.as_slice() else { panic!("{:?}", merged.conflicts) };
        assert_eq!(conflict.path.field, None);
        assert_eq!(conflict.ours, None);
        assert!(conflict.base.is_some() && conflict.theirs.is_some());
    }
}

#[test]
fn records_added_with_the_same_id_merge_field_by_field() {
    let added = |fields: &str| format!("cases: [\n(id: \"new\", name: (given: \"New\"){fields}),");
    let (ours, theirs) =
        (added(", sex: Female, note: \"x\""), added(", born: \"1964\", note: \"y\""));
    let merged = merged(&[("cases: [", &ours)], &[("cases: [", &theirs)]);
    let both = |note: &str| added(&format!(", sex: Female, born: \"1964\", note: \"{note}\""));
    assert_eq!(merged.register, version(&[("cases: [", &both("x"))]));
    assert_eq!(merged.resolve_all(Side::Theirs), version(&[("cases: [", &both("y"))]));
    let [conflict] = merged.conflicts.as_slice() else { panic!("{:?}", merged.conflicts) };
    assert_eq!(conflict.path.field, Some(FieldName::Note));
    assert_eq!(conflict.base, None);
    assert_eq!(conflict.ours, Some(FieldValue::Text("x".to_owned())));
}

#[test]
fn additions_keep_their_predecessor_in_an_order_that_no_side_decides() {
    let after_one = |id: &str| format!("(id: \"{id}\", name: ()), (id: \"two\"");
    let (here, there) = (after_one("here"), after_one("there"));
    let first = ("cases: [", "cases: [ (id: \"first\", name: ()),");
    let last = ("(given: \"Three\")),", "(given: \"Three\")), (id: \"last\", name: ()),");
    let sides = [&[("(id: \"two\"", &*here)][..], &[("(id: \"two\"", &*there), first, last]];
    for (ours, theirs) in [(sides[0], sides[1]), (sides[1], sides[0])] {
        let merged = merged(ours, theirs);
        let ids: Vec<&str> = merged.register.cases().iter().map(|case| case.id.as_str()).collect();
        assert_eq!(ids, ["first", "one", "here", "there", "two", "three", "last"]);
    }
    // Two claims of one day.
    let claim = |by: &str| {
        format!("note: \"first\"), (by: \"{by}\", on: \"2004\", says: Alive, sources: [\"s1\"]),")
    };
    let (x, y) = (claim("a"), claim("b"));
    let (x, y) = (("note: \"first\"),", &*x), ("note: \"first\"),", &*y));
    assert_eq!(merged(&[x], &[y]).register, merged(&[y], &[x]).register);
}

/// Merges either way round: both have conflicts, and whichever side is chosen in all of them, the
/// register has no finding that neither side has.
#[track_caller]
fn assert_contested(ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> [MergeResult; 2] {
    let errors = |register: &Register| {
        let severe = check(register).into_iter().filter(|it| it.severity != Severity::Note);
        severe.map(|it| format!("{:?} {:?}", it.subject, it.kind)).collect::<Vec<_>>()
    };
    let known = [errors(&version(ours)), errors(&version(theirs))].concat();
    let both = [merged(ours, theirs), merged(theirs, ours)];
    for merged in &both {
        assert!(!merged.conflicts.is_empty());
        for side in [Side::Ours, Side::Theirs] {
            for error in errors(&merged.resolve_all(side)) {
                assert!(known.contains(&error), "{error}: {:?}", merged.conflicts);
            }
        }
    }
    both
}

#[test]
fn what_one_side_deletes_or_renames_and_the_other_cites_is_a_conflict() {
    let uncited = [("sources: [\"s1\", \"s2\"]", "sources: [\"s1\"]")];
    let deleted = [uncited[0], ("(id: \"s2\", kind: Press, publisher: \"Q\", title: \"U\"),", "")];
    let renamed =
        [("sources: [\"s1\", \"s2\"]", "sources: [\"s1\", \"s3\"]"), ("id: \"s2\"", "id: \"s3\"")];
    let claim = "note: \"first\"), (by: \"b\", on: \"2005\", says: Abducted, sources: [\"s2\"]),";
    let cited = [
        [("note: \"first\"),", claim)],
        [("says: Abducted, note", "says: Abducted, sources: [\"s2\"], note")],
        [(
            "(id: \"two\", name: (given: \"Two\"))",
            "(id: \"two\", name: (given: \"Two\"), sources: [\"s2\"])",
        )],
        [(
            "cases: [",
            "cases: [(id: \"new\", name: (given: \"N\"), claims: [(by: \"a\", on: \"2000\", says: Alive, sources: [\"s2\"])]),",
        )],
        [("events: [", "events: [(on: \"2003\", title: (en: \"E\"), sources: [\"s2\"]),")],
        [("totals: [", "totals: [(by: \"b\", count: 1, on: \"2003\", sources: [\"s2\"]),")],
    ];
    for cites in &cited {
        for gone in [&deleted, &renamed] {
            for merged in assert_contested(gone, cites) {
                assert!(!merged.findings.is_empty());
                let is_source = |it: &Conflict| matches!(it.path.record, RecordRef::Source(_));
                assert!(merged.conflicts.iter().any(is_source), "{:?}", merged.conflicts);
            }
        }
    }
    // A party, and an incident.
    let party = [
        ("(id: \"b\", name: (en: \"B\"))", "(id: \"c\", name: (en: \"B\"))"),
        ("(\"a\", \"b\")", "(\"a\", \"c\")"),
        ("by: \"b\"", "by: \"c\""),
    ];
    assert_contested(&party, &[("note: \"first\"),", claim)]);
    let incident = [("(number: 1, name: (en: \"I\"))", "")];
    assert_contested(&incident, &[("(given: \"Two\")", "(given: \"Two\"), taken: (incident: 1)")]);
}

#[test]
fn values_of_one_record_that_do_not_fit_together_are_a_conflict() {
    let with_case =
        |fields: &str| format!("cases: [(id: \"new\", name: (given: \"N\"), {fields}),");
    let old = with_case("born: \"1960-01-01\", taken: (on: \"1980-06-01\", age: 20)");
    let base = version(&[("cases: [", &old)]);
    let born = with_case("born: \"1962-01-01\", taken: (on: \"1980-06-01\", age: 18)");
    let taken = with_case("born: \"1960-01-01\", taken: (on: \"1982-06-01\", age: 22)");
    let (born, taken) = (version(&[("cases: [", &born)]), version(&[("cases: [", &taken)]));
    for merged in [merge(Some(&base), &born, &taken), merge(Some(&base), &taken, &born)] {
        assert!(!merged.conflicts.is_empty());
    }
    // One person, entered by both under two ids.
    let person = |id: &str| {
        format!("cases: [(id: \"{id}\", name: (native: \"名\"), taken: (on: \"1980-06-01\")),")
    };
    let (one, other) = (person("new-1"), person("new-2"));
    assert_contested(&[("cases: [", &one)], &[("cases: [", &other)]);
}

#[test]
fn two_people_or_things_added_under_one_id_are_a_conflict() {
    let case = |id: &str, fields: &str| format!("cases: [(id: \"{id}\", {fields}),");
    let latin = case("new", "name: (given: \"Keiko\"), sex: Female");
    let native = case("new", "name: (native: \"太郎\"), born: \"1960\"");
    for merged in assert_contested(&[("cases: [", &latin)], &[("cases: [", &native)]) {
        let is_case = |it: &Conflict| matches!(it.path.record, RecordRef::Case(_));
        assert!(merged.conflicts.iter().all(is_case), "{:?}", merged.conflicts);
    }
    // One person, of whom each knows more.
    let (one, other) = (latin, case("new", "name: (given: \"Keiko\"), born: \"1960\""));
    assert_eq!(merged(&[("cases: [", &one)], &[("cases: [", &other)]).conflicts, []);
    let incident = |name: &str| format!("incidents: [(number: 2, name: ({name})),");
    let (one, other) = (incident("en: \"X\""), incident("ja: \"Y\""));
    assert_contested(&[("incidents: [", &one)], &[("incidents: [", &other)]);
}

#[test]
fn two_official_words_of_one_party_on_one_day_are_a_conflict() {
    let add = |says: &str| {
        format!(
            "note: \"first\"), (by: \"a\", on: \"2005-01-01\", says: {says}, sources: [\"s1\"]),"
        )
    };
    let (alive, denied) = (add("Alive"), add("NeverEntered"));
    let (alive, denied) = (("note: \"first\"),", &*alive), ("note: \"first\"),", &*denied));
    for merged in assert_contested(&[alive], &[denied]) {
        assert_eq!(merged.conflicts.len(), 2, "{:?}", merged.conflicts);
        assert!(
            merged.conflicts.iter().all(|it| matches!(it.path.item, Some(CaseListItem::Claim(_))))
        );
    }
    // The same word twice is none, and a word only reported is no position.
    let reported = add("NeverEntered, reported: true");
    assert_eq!(merged(&[alive], &[("note: \"first\"),", &reported)]).conflicts, []);
}

#[test]
fn a_changed_order_is_a_difference_and_merges() {
    let swapped = [
        ("(id: \"two\", name: (given: \"Two\")),", ""),
        ("(given: \"Three\")),", "(given: \"Three\")), (id: \"two\", name: (given: \"Two\")),"),
    ];
    let note = ("\"first\"", "\"second\"");
    assert_merged(&swapped, &[note], &[swapped[0], swapped[1], note]);
    let found = diff(&read(BASE), &version(&swapped));
    let [difference] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(difference.path.record, RecordRef::RegisterInfo);
    assert_eq!(difference.new, Some(FieldValue::Order));
}

#[test]
fn a_conflict_description_names_the_record_the_field_and_both_values() {
    let (base, ours) = (read(BASE), version(&[("\"first\"", "\"one\""), CLAIM_A]));
    let theirs = version(&[("\"first\"", "\"two\""), ("count: 2", "count: 3")]);
    let merged = merge(Some(&base), &ours, &theirs);
    let describer =
        DifferenceDescriber { locale: Locale::ENGLISH, registers: [&merged.register, &theirs] };
    let [conflict] = merged.conflicts.as_slice() else { panic!("{:?}", merged.conflicts) };
    assert!(matches!(conflict.path.item, Some(CaseListItem::Claim(_))));
    assert_eq!(
        describer.describe_conflict(conflict),
        "Conflict: One: B’s claim of January 2003: note: ours “one”; theirs “two”; \
         before that “first”."
    );
    let lines = |old: &Register, new: &Register| -> Vec<String> {
        let describer = DifferenceDescriber { locale: Locale::ENGLISH, registers: [new, old] };
        let told = |one| describer.describe_difference(one).to_line(Locale::ENGLISH);
        diff(old, new).iter().map(told).collect()
    };
    assert_eq!(
        lines(&base, &ours),
        [
            "One: A’s claim of November 2004 added: says the person is alive",
            "One: B’s claim of January 2003: note changed: “first” → “one”",
        ]
    );
    assert_eq!(
        lines(&ours, &base),
        [
            "One: A’s claim of November 2004 removed: says the person is alive",
            "One: B’s claim of January 2003: note changed: “one” → “first”",
        ]
    );
    assert_eq!(
        lines(&base, &theirs),
        [
            "One: B’s claim of January 2003: note changed: “first” → “two”",
            "A’s total of 17 September 2002: People changed: 2 → 3",
        ]
    );
}

#[test]
fn an_edit_belongs_only_to_the_record_it_changes() {
    let base = version(&[]);
    for (from, to) in [
        ("title: \"Small\"", "title: \"Other\""),
        ("(en: \"B\")", "(en: \"C\")"),
        ("publisher: \"Q\"", "publisher: \"R\""),
        ("count: 2", "count: 3"),
        ("(en: \"I\")", "(en: \"J\")"),
        ("given: \"Two\"", "given: \"Second\""),
        ("(en: \"Summit\")", "(en: \"Summit\"), place: (en: \"P\")"),
    ] {
        let changed = version(&[(from, to)]);
        let [edit] = edits_between(&base, &changed).try_into().unwrap();
        let [differs] = diff(&base, &changed).try_into().unwrap();
        assert!(differs.path.record.is_target_of(&edit), "{from}");
        let everything = edits_between(&base.with_parties_only("Empty".to_owned()), &base);
        let others = everything.iter().filter(|edit| differs.path.record.is_target_of(edit));
        assert!(others.count() <= 1, "{from}");
    }
}

#[test]
fn differences_of_each_kind_of_record_are_described() {
    let new = version(&[
        ("\"Small\"", "\"Large\""),
        ("compare: (\"a\", \"b\")", "compare: (\"b\", \"a\")"),
        ("en: \"B\"", "en: \"Bee\""),
        ("kind: Press", "kind: Official"),
        ("(id: \"s2\", kind: Press, publisher: \"Q\", title: \"U\"),", ""),
        ("(number: 1, name: (en: \"I\"))", "(number: 2, name: (en: \"J\"))"),
        ("on: \"2002-10-15\"", "on: \"2002-10-16\""),
        ("given: \"Two\"", "given: \"Two\", other: [\"Second\"]"),
        ("(id: \"three\", name: (given: \"Three\")),", ""),
        ("title: (en: \"Summit\")", "title: (en: \"Summit\"), place: (en: \"Pyongyang\")"),
    ]);
    let old = read(BASE);
    let describer = DifferenceDescriber { locale: Locale::ENGLISH, registers: [&new, &old] };
    let found = diff(&old, &new);
    let lines: Vec<_> = found
        .iter()
        .map(|one| describer.describe_difference(one).to_line(Locale::ENGLISH))
        .collect();
    assert_eq!(
        lines,
        [
            "Register: Title changed: “Small” → “Large”",
            "Register: Parties compared changed: A, Bee → Bee, A",
            "One: Return: date of return changed: 15 October 2002 → 16 October 2002",
            "Two: Other names added: “Second”",
            "Three: deleted",
            "Event “Summit” (17 September 2002): Place, English added: “Pyongyang”",
            "Incident 2. J: added",
            "Incident 1. I: deleted",
            "Party “Bee”: Name, English changed: “B” → “Bee”",
            "Source “T”: Kind changed: Press → Official",
            "Source “U”: deleted: Q, s2",
        ]
    );
}
