//! Citations of sources in the usual styles.

use proptest::prelude::*;

use crate::generators::bundled;
use blue_ribbon::{
    analysis::citation::{CitationStyle, format_citation},
    model::{Source, SourceId, SourceKind},
};

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
    let line = r"title = {{“Cases”: 100\% of \textbraceleft{}us\textbraceright{} \& \#1\_2 \textbackslash{} \textasciitilde{}\textasciicircum{}\$}},";
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
fn an_address_that_is_not_of_the_web_is_cited_as_text() {
    for address in ["file:///home/me/scan.pdf", "Archive box 12", "smb://host/share"] {
        let source = source(SourceKind::Press, "T", "2004-12-24", address);
        for style in [CitationStyle::Chicago, CitationStyle::Apa] {
            let text = format_citation(style, &source);
            assert_eq!(text.matches(address).count(), 1, "{text}");
            assert!(text.ends_with(&format!(" {address}.")), "{text}");
        }
        let entry = format_citation(CitationStyle::Bibtex, &source);
        assert!(entry.contains("howpublished = ") && !entry.contains("url = "), "{entry}");
    }
}

#[test]
fn a_citation_holds_no_character_that_acts_where_it_is_pasted() {
    let source =
        source(SourceKind::Press, "a\u{202e}b\u{1b}[31m\nc", "2004", "https://a.org/\u{9b}");
    for style in CitationStyle::ALL {
        let text = format_citation(style, &source);
        assert!(text.contains("a‹U+202E›b‹U+001B›"), "{text}");
        assert!(!text.contains(['\u{202e}', '\u{1b}', '\u{9b}']), "{text:?}");
    }
}

/// Returns an entry of BibTeX without the contents of its fields, which end where the braces are even,
/// whatever stands before a brace.
fn without_contents(entry: &str) -> String {
    let mut depth = 0;
    let is_outside = |c: &char| {
        let outside = depth < 2;
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        outside
    };
    entry.chars().filter(is_outside).collect()
}

proptest! {
    #[test]
    fn a_text_ends_no_field_of_an_entry(text in "[{}\\\\\"@%,=# a]{1,12}", path in "[{}%a]{0,6}") {
        let text = format!("x{text}");
        let plain = source(SourceKind::Press, "x", "2004", "https://a.org/");
        let address = format!("https://a.org/?{path}");
        let mut hostile = source(SourceKind::Press, &text, "2004", &address);
        hostile.publisher = text;
        let [plain, hostile] =
            [&plain, &hostile].map(|source| format_citation(CitationStyle::Bibtex, source));
        prop_assert_eq!(without_contents(&hostile), without_contents(&plain), "{}", hostile);
    }
}
