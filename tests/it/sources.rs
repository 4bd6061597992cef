//! Sources: the statements they support, their citations, and similar sources.

use crate::generators::{bundled, day, read};
use blue_ribbon::{
    analysis::{
        checks::check,
        citation::{CitationStyle, format_citation},
        citation_index::{
            CitationIndex, SupportedStatements, count_citations, statement::CitableStatementKind,
        },
        finding::{Finding, FindingKind, FindingSubject, RecordField, Severity},
        source_search::similar_sources,
    },
    model::{Source, SourceId, SourceKind},
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

fn source(kind: SourceKind, title: &str, published: &str, address: &str) -> Source {
    Source {
        id: SourceId::new("paper-2004").unwrap(),
        kind,
        publisher: "The Paper & Sons".to_owned(),
        title: title.to_owned(),
        published: (!published.is_empty()).then(|| published.parse().unwrap()),
        address: address.to_owned(),
        note: "Read in a copy.".to_owned(),
    }
}

#[test]
fn a_source_formats_in_each_citation_style() {
    let register = bundled();
    let of = |id: &str, style| {
        format_citation(style, register.source(&SourceId::new(id).unwrap()).unwrap())
    };
    assert_eq!(
        of("mofa-2024", CitationStyle::Chicago),
        "Ministry of Foreign Affairs of Japan. “政府認定の拉致被害者.” March 13, 2024. \
         https://www.mofa.go.jp/mofaj/a_o/na/kp/page1w_000081.html."
    );
    assert_eq!(
        of("mofa-2024", CitationStyle::Apa),
        "Ministry of Foreign Affairs of Japan. (2024, March 13). 政府認定の拉致被害者. \
         https://www.mofa.go.jp/mofaj/a_o/na/kp/page1w_000081.html"
    );
    assert_eq!(
        of("mofa-2024", CitationStyle::Bibtex),
        "@misc{mofa-2024,\n\
         author = {{Ministry of Foreign Affairs of Japan}},\n\
         date = {2024-03-13},\n\
         month = {3},\n\
         title = {{政府認定の拉致被害者}},\n\
         url = {https://www.mofa.go.jp/mofaj/a_o/na/kp/page1w_000081.html},\n\
         year = {2024},\n}"
    );
    // A month alone, and no date at all.
    assert_eq!(
        of("hq-2011", CitationStyle::Chicago),
        "Headquarters for the Abduction Issue, Government of Japan. “Individual Cases - 17 \
         Abductees.” May 2011. http://www.rachi.go.jp/en/ratimondai/jian.html."
    );
    assert_eq!(
        of("kantei", CitationStyle::Apa),
        "Prime Minister's Office of Japan, Headquarters for the Abduction Issue. (n.d.). Why this \
         issue remains unresolved. http://japan.kantei.go.jp/abduction/unresolved.html"
    );
}

#[test]
fn a_citation_omits_unknown_parts() {
    let dated =
        |style, date: &str| format_citation(style, &source(SourceKind::Press, "T", date, ""));
    assert_eq!(dated(CitationStyle::Apa, "2004-11~"), "The Paper & Sons. (ca. 2004, November). T.");
    assert_eq!(dated(CitationStyle::Chicago, "2004?"), "The Paper & Sons. “T.” [2004?].");
    for rough in ["197X", "1978/1980", "../2002"] {
        assert_eq!(dated(CitationStyle::Apa, rough), "The Paper & Sons. (n.d.). T.", "{rough}");
        assert_eq!(dated(CitationStyle::Chicago, rough), "The Paper & Sons. “T.”", "{rough}");
        let date = format!("date = {{{rough}}},");
        let bibtex = dated(CitationStyle::Bibtex, rough);
        assert!(bibtex.contains(&date) && !bibtex.contains("year"), "{bibtex}");
    }
}

#[test]
fn special_characters_are_escaped_in_citations() {
    let title = "“Cases”: 100% of {us} & #1_2 \\ ~^$";
    let odd = source(SourceKind::Press, title, "2004", "https://example.org/~a_b?x=1&y=50%25#c");
    let bibtex = format_citation(CitationStyle::Bibtex, &odd);
    let line = r"title = {{“Cases”: 100\% of \{us\} \& \#1\_2 \textbackslash{} \textasciitilde{}\textasciicircum{}\$}},";
    assert!(bibtex.contains(line), "{bibtex}");
    assert!(bibtex.contains(r"author = {{The Paper \& Sons}},"), "{bibtex}");
    let read = biblatex::Bibliography::parse(&bibtex).unwrap();
    let entry = read.get("paper-2004").unwrap();
    let url = biblatex::ChunksExt::format_verbatim(entry.get("url").unwrap());
    assert_eq!(url, "https://example.org/~a_b?x=1&y=50%25#c");
    let chicago = format_citation(CitationStyle::Chicago, &odd);
    assert!(chicago.contains("“‘Cases’: 100% of {us} & #1_2 \\ ~^$.”"), "{chicago}");
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
