//! Sources: the statements they support, and similar sources.

use crate::generators::{bundled, day, read};
use blue_ribbon::{
    analysis::{
        checks::check,
        citation_index::{
            CitationIndex, SupportedStatements, count_citations, statement::CitableStatementKind,
        },
        finding::{Finding, FindingKind, FindingSubject, RecordField, Severity},
        source_search::similar_sources,
    },
    model::SourceId,
    register::Register,
};

fn index_of_source(register: &Register, id: &str) -> usize {
    register.sources().iter().position(|source| source.id.as_str() == id).unwrap()
}

fn all_rows(register: &Register) -> Vec<u32> {
    (0..).zip(register.cases()).map(|(at, _)| at).collect()
}

#[test]
fn the_bundled_register_lists_the_statements_of_each_source() {
    let register = bundled();
    let citations_of_all = CitationIndex::new(&register);
    let all =
        SupportedStatements::select(&citations_of_all, &all_rows(&register), day("2026-01-01"));
    let government = index_of_source(&register, "goj-2004");
    assert_eq!(all.kind_counts(government), [17, 0, 3, 0]);
    assert_eq!(all.cited_elsewhere_count(government), 0);
    assert_eq!((all.secondary_only().len(), all.uncited().len()), (33, 0));
    // Nothing is counted twice, and every citation is somewhere.
    let cited: usize = (0..register.sources().len()).map(|at| all.by_source(at).len()).sum();
    let ids = register.sources().iter().map(|source| count_citations(&register, &source.id));
    assert_eq!(cited, ids.sum::<usize>());

    // On an earlier day, and for one person, the rest is elsewhere.
    let early =
        SupportedStatements::select(&citations_of_all, &all_rows(&register), day("2004-12-01"));
    assert_eq!(early.kind_counts(government), [7, 0, 2, 0]);
    assert_eq!(early.cited_elsewhere_count(government), 11);
    let one = SupportedStatements::select(&citations_of_all, &[0], day("2026-01-01"));
    assert_eq!(one.by_source(government).len() + one.cited_elsewhere_count(government), 20);
    assert!(
        one.by_source(government).iter().all(|statement| statement.case().is_none_or(|at| at == 0))
    );
    assert!(one.by_source(government).iter().any(|one| one.kind() == CitableStatementKind::Claim));
}

#[test]
fn a_duplicate_source_is_found() {
    let of = |first: [&str; 2], second: [&str; 2]| {
        let entry = |id: &str, [title, address]: [&str; 2]| {
            format!(
                r#"(id: "{id}", kind: Press, publisher: "P", title: "{title}", published: "2004-11", address: "{address}")"#
            )
        };
        let register = read(&format!(
            r#"(
                format: 1,
                title: "Two",
                parties: [(id: "a", name: (en: "A")), (id: "b", name: (en: "B"))],
                compare: ("a", "b"),
                sources: [{}, {}],
            )"#,
            entry("one", first),
            entry("other", second)
        ));
        similar_sources(&register, &SourceId::new("one").unwrap())
            .iter()
            .any(|id| id.as_str() == "other")
    };
    assert!(of(["A", "http://www.a.org/x/"], ["B", "https://a.org/x"]));
    assert!(of(["A title", ""], ["a  Title", "https://a.org/x"]));
    assert!(!of(["A", "https://a.org/x"], ["B", "https://a.org/y"]));
    assert!(!of(["", ""], ["", ""]), "nothing is known of either");

    let register = read(
        r#"(
            format: 1,
            title: "One",
            parties: [(id: "a", name: (en: "A")), (id: "b", name: (en: "B"))],
            compare: ("a", "b"),
            sources: [
                (id: "p", kind: Press, publisher: "P", title: "T", address: "https://a.org/x"),
                (id: "q", kind: Press, publisher: "Q", title: "U", address: "https://a.org/y"),
                (id: "r", kind: Press, publisher: "R", title: "V", address: "http://a.org/x/"),
            ],
        )"#,
    );
    let id = |id: &str| SourceId::new(id).unwrap();
    let noticed = Finding {
        severity: Severity::Note,
        subject: FindingSubject::Source(id("r")),
        field: RecordField::Name,
        kind: FindingKind::SameSource(id("p")),
    };
    assert_eq!(check(&register), [noticed]);
    assert!(!check(&bundled()).iter().any(|one| matches!(one.kind, FindingKind::SameSource(_))));
}
