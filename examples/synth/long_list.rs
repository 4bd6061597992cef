//! A synthetic register of which one list is long, for benches and tests of what a long list costs.
//!
//! Nobody in it exists, and every source is at `example.org`.

use std::{
    fmt::{self, Write as _},
    str::FromStr,
};

use blue_ribbon::register::Register;

/// A list of a register, or of one of its records, that can be long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LongList {
    /// Cases of different people at different places.
    Cases,
    /// Cases of people of one name, taken on one day.
    EqualNames,
    /// Cases of one incident, at one place.
    IncidentMembers,
    /// Parties, each with a claim of death on one case.
    Parties,
    /// Sources, each cited by an event.
    Sources,
    /// Sources of one publisher, title and address.
    EqualSources,
    /// Totals of one party, each of another day.
    Totals,
    /// Totals of one party and one day.
    TotalsOfOneDay,
    /// Incidents, each of one case.
    Incidents,
    /// Events, each of another day.
    Events,
    /// Events of one day, with one title.
    EventsOfOneDay,
    /// Claims on one case by the compared parties in turn, each of another day.
    Claims,
    /// Claims of one party on one case, all of one day, with different statements in turn.
    ClaimsOfOneDay,
    /// Claims of death of one party on one case, whose dates, places and causes all agree.
    Deaths,
    /// Disputes on one case, half of them by a party of its own.
    Disputes,
    /// Other values for the date of birth of one case.
    Variants,
    /// The sources of one claim.
    ClaimSources,
    /// The sources of the plain facts of one case.
    CaseSources,
    /// Other names of one person.
    OtherNames,
    /// The bytes of the note on a case, in one line.
    NoteBytes,
    /// The lines of the note on a case.
    NoteLines,
}

impl LongList {
    /// Every list.
    pub const ALL: [Self; 21] = [
        Self::Cases,
        Self::EqualNames,
        Self::IncidentMembers,
        Self::Parties,
        Self::Sources,
        Self::EqualSources,
        Self::Totals,
        Self::TotalsOfOneDay,
        Self::Incidents,
        Self::Events,
        Self::EventsOfOneDay,
        Self::Claims,
        Self::ClaimsOfOneDay,
        Self::Deaths,
        Self::Disputes,
        Self::Variants,
        Self::ClaimSources,
        Self::CaseSources,
        Self::OtherNames,
        Self::NoteBytes,
        Self::NoteLines,
    ];

    /// Returns a register in which this list has `count` items.
    pub fn register(self, count: usize) -> Register {
        let options = ron::Options::default();
        options
            .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
            .from_str(&self.text(count))
            .expect("the generated text is a register")
    }

    /// Returns the text of the register.
    pub fn text(self, count: usize) -> String {
        let mut parts = Parts::default();
        for at in 0..count {
            self.write_item(&mut parts, at).expect("writing to a string does not fail");
        }
        parts.text()
    }

    /// Writes one item of the list, with the records that it needs.
    fn write_item(self, parts: &mut Parts, at: usize) -> fmt::Result {
        let day = Day(at);
        let Parts { parties, sources, totals, incidents, cases, events, case } = parts;
        match self {
            Self::Cases => writeln!(
                cases,
                "(id: \"case-{at}\", name: (given: \"Given {at}\", family: \"Family {at}\"), \
                 taken: (on: \"{day}\", place: \"Place {at}\", prefecture: \"Region {at}\", \
                 at: ({:.2}, {:.2})), claims: [(by: \"b\", on: \"{day}\", says: Abducted, \
                 sources: [\"s\"])], sources: [\"s\"]),",
                at as f64 * 0.37 % 160.0 - 80.0,
                at as f64 * 0.11 % 340.0 - 170.0,
            ),
            Self::EqualNames => writeln!(
                cases,
                "(id: \"case-{at}\", name: (given: \"Given\", family: \"Family\", \
                 native: \"家族 名\", reading: \"かぞく な\"), taken: (on: \"1978-06-30\"), \
                 sources: [\"s\"]),"
            ),
            Self::IncidentMembers => writeln!(
                cases,
                "(id: \"case-{at}\", name: (family: \"Family {at}\"), taken: (on: \"1978-06-30\", \
                 place: \"Beach\", at: (37.5, 138.5), incident: 1), claims: [(by: \"a\", \
                 on: \"2002-09-17\", says: Abducted, sources: [\"s\"])], sources: [\"s\"]),"
            ),
            Self::Parties => {
                writeln!(parties, "(id: \"p{at}\", name: (en: \"Party {at}\")),")?;
                writeln!(
                    case.claims,
                    "(by: \"p{at}\", on: \"{day}\", says: Dead(on: \"1979\"), sources: [\"s\"]),"
                )
            }
            Self::Sources => {
                write_source(sources, at)?;
                writeln!(events, "(on: \"1990\", title: (en: \"Event\"), sources: [\"s{at}\"]),")
            }
            Self::EqualSources => writeln!(
                sources,
                "(id: \"s{at}\", kind: Press, publisher: \"Paper\", title: \"Report\", \
                 address: \"https://example.org/\"),"
            ),
            Self::Totals => {
                writeln!(totals, "(by: \"a\", count: {}, on: \"{day}\", sources: [\"s\"]),", at % 7)
            }
            Self::TotalsOfOneDay => {
                writeln!(totals, "(by: \"a\", count: {at}, on: \"2002-09-17\", sources: [\"s\"]),")
            }
            Self::Incidents => {
                writeln!(incidents, "(number: {}, name: (en: \"Incident {at}\")),", at + 2)?;
                writeln!(
                    cases,
                    "(id: \"case-{at}\", name: (family: \"Family {at}\"), \
                     taken: (incident: {}), sources: [\"s\"]),",
                    at + 2
                )
            }
            Self::Events => {
                writeln!(events, "(on: \"{day}\", title: (en: \"Talks {at}\"), sources: [\"s\"]),")
            }
            Self::EventsOfOneDay => writeln!(
                events,
                "(on: \"2002-09-17\", title: (en: \"Talks\"), sources: [\"s\"], \
                 note: \"No. {at}\"),"
            ),
            Self::Claims => writeln!(
                case.claims,
                "(by: \"{}\", on: \"{day}\", says: {}, sources: [\"s\"]),",
                ["a", "b"][at % 2],
                ["Abducted", "Abducted", "NeverEntered", "Alive", "Dead()"][at % 5]
            ),
            Self::ClaimsOfOneDay => writeln!(
                case.claims,
                "(by: \"a\", on: \"2002-09-17\", says: {}, sources: [\"s\"]),",
                ["Abducted", "NeverEntered", "Alive", "Withdrawn"][at % 4]
            ),
            Self::Deaths => writeln!(
                case.claims,
                "(by: \"a\", on: \"{day}\", says: Dead(on: \"0900/{day}\", \
                 place: \"{}\", cause: \"{}\"), sources: [\"s\"]),",
                letters_in_either_case("pyongyanghospitalward", at),
                letters_in_either_case("carbonmonoxidepoisoning", at),
            ),
            Self::Disputes if at.is_multiple_of(2) => {
                writeln!(parties, "(id: \"p{at}\", name: (en: \"Party {at}\")),")?;
                writeln!(
                    case.claims,
                    "(by: \"p{at}\", on: \"{day}\", says: Alive, sources: [\"s\"]),"
                )
            }
            Self::Disputes => writeln!(
                case.claims,
                "(by: \"b\", on: \"{day}\", says: Disputes(\"no. {at}\"), sources: [\"s\"]),"
            ),
            Self::Variants => writeln!(
                case.variants,
                "(field: Born, value: \"{day}\", sources: [\"s\"], note: \"no. {at}\"),"
            ),
            Self::ClaimSources => {
                write_source(sources, at)?;
                write!(case.claim_sources, "\"s{at}\", ")
            }
            Self::CaseSources => {
                write_source(sources, at)?;
                write!(case.sources, "\"s{at}\", ")
            }
            Self::OtherNames => write!(case.other_names, "\"Other Name {at}\", "),
            Self::NoteBytes => {
                case.note.push(if at % 8 == 7 { ' ' } else { 'x' });
                Ok(())
            }
            Self::NoteLines => write!(case.note, "line {at}\\n"),
        }
    }
}

impl fmt::Display for LongList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl FromStr for LongList {
    type Err = String;

    /// Reads the name of a variant, as in `Claims`.
    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|list| list.to_string() == text);
        found.ok_or_else(|| format!("the lists are {:?}", Self::ALL))
    }
}

/// The records of a register as RON, list by list.
#[derive(Default)]
struct Parts {
    parties: String,
    sources: String,
    totals: String,
    incidents: String,
    cases: String,
    events: String,
    case: CaseParts,
}

/// The lists of the first case as RON.
#[derive(Default)]
struct CaseParts {
    other_names: String,
    claims: String,
    claim_sources: String,
    variants: String,
    sources: String,
    note: String,
}

impl Parts {
    fn text(&self) -> String {
        let Self { parties, sources, totals, incidents, cases, events, case } = self;
        let CaseParts { other_names, claims, claim_sources, variants, sources: cited, note } = case;
        format!(
            "(format: 1, title: \"Made-up register\", parties: [\
             (id: \"a\", name: (en: \"Party A\")), (id: \"b\", name: (en: \"Party B\")),\n\
             {parties}], compare: (\"a\", \"b\"), sources: [(id: \"s\", kind: Official, \
             publisher: \"Publisher\", title: \"Report\", address: \"https://example.org/s\"),\n\
             {sources}], totals: [{totals}], \
             incidents: [(number: 1, name: (en: \"Incident\")),\n{incidents}], cases: [\
             (id: \"first\", name: (given: \"Given\", family: \"First\", other: [{other_names}]), \
             born: \"0950\", claims: [(by: \"b\", on: \"0990-01-01\", says: Abducted, \
             sources: [\"s\", {claim_sources}]),\n{claims}], variants: [{variants}], \
             note: \"{note}\", sources: [\"s\", {cited}]),\n{cases}], events: [{events}])"
        )
    }
}

fn write_source(sources: &mut String, at: usize) -> fmt::Result {
    writeln!(
        sources,
        "(id: \"s{at}\", kind: Press, publisher: \"Paper {at}\", title: \"Report {at}\", \
         address: \"https://example.org/{at}\"),"
    )
}

/// Returns a word in which the letters at the one bits of a number are capitals. Two such texts
/// differ and are folded to one.
fn letters_in_either_case(word: &str, bits: usize) -> String {
    let letter = |(at, letter): (usize, char)| match bits >> at & 1 {
        0 => letter,
        _ => letter.to_ascii_uppercase(),
    };
    word.chars().enumerate().map(letter).collect()
}

/// A day of the calendar, as its number after the first of January 1000. Prints as in `1000-01-31`.
struct Day(usize);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Every month has 28 days here.
        let Self(day) = self;
        write!(f, "{:04}-{:02}-{:02}", 1000 + day / 336, day / 28 % 12 + 1, day % 28 + 1)
    }
}
