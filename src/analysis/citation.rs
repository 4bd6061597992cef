//! A source as others cite it, in the usual styles.

use std::sync::LazyLock;

use biblatex::{Chunk, Spanned};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest, Entry,
    citationberg::{IndependentStyle, Locale},
    types::{EntryType, Person, QualifiedUrl, StringChunk},
};
use serde::de::DeserializeOwned;

use crate::model::{
    Date, DateKind, DatePoint, DatePrecision, Source,
    characters::{visible, visible_line},
    web_address::WebAddress,
};

/// A style in which sources are cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitationStyle {
    /// The bibliography of the Chicago Manual of Style, 18th edition, notes and bibliography.
    Chicago,
    /// The reference list of the American Psychological Association, 7th edition.
    Apa,
    /// An entry of a BibTeX file, with the date in the Extended Date/Time Format for BibLaTeX.
    Bibtex,
}

impl CitationStyle {
    /// Every style, in the order it is offered.
    pub const ALL: [Self; 3] = [Self::Chicago, Self::Apa, Self::Bibtex];

    /// Returns the name of the style, the same in every language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chicago => "Chicago",
            Self::Apa => "APA",
            Self::Bibtex => "BibTeX",
        }
    }

    /// Returns the bundled style; `None` for BibTeX, which has none.
    fn csl_style(self) -> Option<&'static IndependentStyle> {
        static CHICAGO: LazyLock<Option<IndependentStyle>> = LazyLock::new(|| {
            parse_csl(include_bytes!("../../assets/citations/chicago-notes-bibliography.cbor"))
        });
        static APA: LazyLock<Option<IndependentStyle>> =
            LazyLock::new(|| parse_csl(include_bytes!("../../assets/citations/apa.cbor")));
        match self {
            Self::Chicago => CHICAGO.as_ref(),
            Self::Apa => APA.as_ref(),
            Self::Bibtex => None,
        }
    }
}

/// The terms of the styles, in English whatever the language of the window is.
static CSL_LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(|| {
    parse_csl(include_bytes!("../../assets/citations/en-US.cbor")).into_iter().collect()
});

/// Parses a bundled style or locale. The tests parse each of them.
fn parse_csl<T: DeserializeOwned>(cbor: &[u8]) -> Option<T> {
    ciborium::from_reader(cbor).ok()
}

/// Returns the citation of a source in a style, with its publisher as author. The date has no more
/// precision than the register gives; there is no date of access, which the register does not hold.
/// An address that is not of the web is a text at the end, and in BibTeX the field `howpublished`.
pub fn format_citation(style: CitationStyle, source: &Source) -> String {
    let Some(archived) = style.csl_style() else { return format_bibtex(source) };
    let entry = to_hayagriva_entry(style, source);
    let mut driver = BibliographyDriver::new();
    let items = vec![CitationItem::with_entry(&entry)];
    driver.citation(CitationRequest::from_items(items, archived, &CSL_LOCALES));
    let rendered = driver.finish(BibliographyRequest::new(archived, None, &CSL_LOCALES));
    let mut text = String::new();
    for item in rendered.bibliography.into_iter().flat_map(|list| list.items) {
        // Writing to a text does not fail.
        let _ = item.content.write_buf(&mut text, BufWriteFormat::Plain);
    }
    // The style counts on a day of retrieval for what has no date of its own.
    let text = text.replace(". Retrieved http", ". http");
    let address = &source.address;
    if address.is_empty() || WebAddress::parse(address).is_ok() {
        return visible_line(&text).into_owned();
    }
    // The styles know no other address than one of the web.
    visible_line(&format!("{} {address}.", text.trim_end())).into_owned()
}

fn to_hayagriva_entry(style: CitationStyle, source: &Source) -> Entry {
    let Source { id, publisher, title, published, address, .. } = source;
    let mut entry = Entry::new(id.as_str(), EntryType::Web);
    let title = match style {
        // The title stands within double quotation marks.
        CitationStyle::Chicago => title.replace('“', "‘").replace('”', "’"),
        CitationStyle::Apa | CitationStyle::Bibtex => title.clone(),
    };
    entry.set_title(StringChunk::verbatim(title).into());
    entry.set_authors(vec![Person {
        name: publisher.clone(),
        given_name: None,
        prefix: None,
        suffix: None,
        alias: None,
        comma_suffix: false,
    }]);
    if let Some(date) = published.as_ref().and_then(to_hayagriva_date) {
        entry.set_date(date);
    }
    if WebAddress::parse(address).is_ok()
        && let Ok(address) = address.parse()
    {
        entry.set_url(QualifiedUrl { value: address, visit_date: None });
    }
    entry
}

/// Converts a date to the type of the citation library; `None` for a date that is not within one
/// year.
fn to_hayagriva_date(date: &Date) -> Option<hayagriva::types::Date> {
    let DateKind::Single(DatePoint {
        precision: known,
        is_approximate: about,
        is_uncertain: uncertain,
    }) = date.kind()
    else {
        return None;
    };
    let (year, month, day) = match known {
        DatePrecision::Century(_) | DatePrecision::Decade(_) => return None,
        DatePrecision::Year(year) | DatePrecision::Season(year, _) => (year, None, None),
        DatePrecision::Month(year, month) => (year, Some(month), None),
        DatePrecision::Day(day) => (day.year(), Some(day.month()), Some(day.day())),
    };
    // Months and days are counted from nought.
    let from_nought = |n: i8| u8::try_from(n - 1).ok();
    Some(hayagriva::types::Date {
        year: i32::from(year),
        month: month.and_then(from_nought),
        day: day.and_then(from_nought),
        approximate: about || uncertain,
        season: None,
    })
}

fn format_bibtex(source: &Source) -> String {
    let Source { id, publisher, title, published, address, .. } = source;
    let mut entry = biblatex::Entry::new(id.to_string(), biblatex::EntryType::Misc);
    let mut set = |key: &str, chunk: Chunk| entry.set(key, vec![Spanned::detached(chunk)]);
    // In braces of their own, an author is not taken for a person's name, and a title keeps its
    // capitals.
    set("author", Chunk::Verbatim(publisher.clone()));
    set("title", Chunk::Verbatim(title.clone()));
    if let Some(published) = published {
        if let Some(date) = to_hayagriva_date(published) {
            set("year", Chunk::Normal(date.year.to_string()));
            if let Some(month) = date.month {
                set("month", Chunk::Normal((month + 1).to_string()));
            }
        }
        set("date", Chunk::Normal(published.to_string()));
    }
    if !address.is_empty() {
        match WebAddress::parse(address) {
            // A brace has no other notation in this field, whose text is verbatim.
            Ok(_) => {
                let address = address.replace('{', "%7B").replace('}', "%7D");
                set("url", Chunk::Normal(address));
            }
            Err(_) => set("howpublished", Chunk::Normal(address.clone())),
        }
    }
    visible(&escape_tex(&entry.to_biblatex_string())).into_owned()
}

/// Replaces by their names the letters that TeX reads as an accent or a line end after a backslash,
/// and the braces, by which BibTeX finds the end of a field also after a backslash.
fn escape_tex(escaped: &str) -> String {
    let mut out = String::with_capacity(escaped.len());
    let mut letters = escaped.chars();
    while let Some(letter) = letters.next() {
        let named = (letter == '\\').then(|| letters.next()).flatten();
        match named {
            Some('~') => out.push_str("\\textasciitilde{}"),
            Some('^') => out.push_str("\\textasciicircum{}"),
            Some('\\') => out.push_str("\\textbackslash{}"),
            Some('{') => out.push_str("\\textbraceleft{}"),
            Some('}') => out.push_str("\\textbraceright{}"),
            Some(other) => out.extend([letter, other]),
            None => out.push(letter),
        }
    }
    out
}
