//! Strategies that generate registers, edits and dates for the properties. They draw from few names
//! and days, so that ids, sources and dates often coincide, as the odd cases of real registers do.

use std::sync::Arc;

use blue_ribbon::{
    model::{
        Abduction, Case, CaseId, Claim, Coordinates, Date, Day, Event, Fact, Incident,
        LocalizedText, Name, Party, PartyId, Return, Sex, Source, SourceId, SourceKind, Statement,
        Total, Variant,
    },
    register::{Change, Edit, Register, RegisterInfo, Step, StepKind, StepSubject},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// The ids of parties that records name. The last is never among the parties of the register.
pub const PARTIES: [&str; 4] = ["north-korea", "japan", "un", "elsewhere"];

/// Parses a register from RON.
pub fn read(text: &str) -> Register {
    let options =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str(text).unwrap()
}

/// Returns the bundled register.
pub fn bundled() -> Register {
    read(include_str!("../../data/register.ron"))
}

/// Returns a day from its ISO text.
pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// An EDTF date with its text and the days that it can mean.
#[derive(Clone, Debug)]
pub struct DateSample {
    pub text: String,
    pub earliest: Day,
    pub latest: Day,
    /// The first day by which its moment has certainly come.
    pub in_force_from: Day,
    /// True if it has a start, and true if it has an end.
    pub bounds: [bool; 2],
}

impl DateSample {
    fn bounded(text: String, earliest: Day, latest: Day) -> Self {
        Self { text, earliest, latest, in_force_from: latest, bounds: [true; 2] }
    }
}

/// Generates dates of every shape of EDTF levels 0 and 1.
pub fn date_sample() -> impl Strategy<Value = DateSample> {
    let span = (point(1..9999), point(1..9999)).prop_map(|(a, b)| {
        let (a, b) = if a.earliest <= b.latest { (a, b) } else { (b, a) };
        DateSample::bounded(format!("{}/{}", a.text, b.text), a.earliest, b.latest)
    });
    let open_end = (point(1..9999), select(vec!["/..", "/"])).prop_map(|(from, open)| DateSample {
        text: format!("{}{open}", from.text),
        latest: Day::MAX,
        bounds: [true, false],
        ..from
    });
    let open_start = (point(1..9999), select(vec!["../", "/"])).prop_map(|(to, open)| DateSample {
        text: format!("{open}{}", to.text),
        earliest: Day::MIN,
        bounds: [false, true],
        ..to
    });
    prop_oneof![4 => point(1..9999), 2 => span, 1 => open_end, 1 => open_start]
}

/// Generates dates that are no interval, with a year in this range.
fn point(years: std::ops::Range<i16>) -> impl Strategy<Value = DateSample> {
    let first = |y, m| Day::new(y, m, 1).unwrap();
    let whole = |text: String, from: i16, to: i16| {
        DateSample::bounded(text, Day::new(from, 1, 1).unwrap(), Day::new(to, 12, 31).unwrap())
    };
    let shape = (years, 1..=12_i8, 1..=31_i8, 0..10_u8).prop_map(move |(y, m, d, shape)| {
        let month = first(y, m);
        let months = |text, first: Day| DateSample::bounded(text, first, first.last_of_month());
        match shape {
            0 => whole(format!("{y:04}"), y, y),
            1 => whole(format!("{y:04}-XX"), y, y),
            2 => whole(format!("{y:04}-XX-XX"), y, y),
            3 => whole(format!("{:03}X", y / 10), y / 10 * 10, y / 10 * 10 + 9),
            4 => whole(format!("{:02}XX", y / 100), y / 100 * 100, y / 100 * 100 + 99),
            5 => months(format!("{y:04}-{m:02}"), month),
            6 => months(format!("{y:04}-{m:02}-XX"), month),
            7 => {
                let season = m % 4;
                let (from, to) = match season {
                    0 => (first(y, 3), first(y, 5)),
                    1 => (first(y, 6), first(y, 8)),
                    2 => (first(y, 9), first(y, 11)),
                    _ => (first(y, 1), first(y + 1, 2)),
                };
                let text = format!("{y:04}-2{}", season + 1);
                DateSample::bounded(text, from, to.last_of_month())
            }
            _ => {
                let day = month.with().day(d.min(month.days_in_month())).build().unwrap();
                DateSample::bounded(day.to_string(), day, day)
            }
        }
    });
    (shape, select(vec!["", "", "", "?", "~", "%"]))
        .prop_map(|(written, sure)| DateSample { text: written.text + sure, ..written })
}

/// Generates dates between 1970 and 2010, most often a day.
pub fn date() -> impl Strategy<Value = Date> {
    let any = (point(1970..2010), option::weighted(0.2, select(vec!["/..", "/2012"])))
        .prop_map(|(point, end)| (point.text + end.unwrap_or("")).parse().unwrap());
    prop_oneof![3 => day_near().prop_map(Date::from), 1 => any]
}

/// Generates one of few days, so that several claims fall on the same day.
pub fn day_near() -> impl Strategy<Value = Day> {
    (1995..2005_i16, select(vec![1, 6, 12_i8]), select(vec![1, 15_i8]))
        .prop_map(|(y, m, d)| Day::new(y, m, d).unwrap())
}

fn text() -> impl Strategy<Value = String> {
    select(vec!["", "", "Niigata", "よこた ヨコタ", "横田 めぐみ", "Tōru", "a, b", "新潟"])
        .prop_map(str::to_owned)
}

fn localized_text() -> impl Strategy<Value = LocalizedText> {
    (text(), text(), text()).prop_map(|(en, ja, ko)| LocalizedText { en, ja, ko })
}

/// Generates the id of a party.
pub fn party_id() -> impl Strategy<Value = PartyId> {
    select(vec![0, 0, 0, 1, 1, 1, 2, 3]).prop_map(|at: usize| PartyId::new(PARTIES[at]).unwrap())
}

/// Generates cited sources, some of which the register does not hold.
fn sources() -> impl Strategy<Value = Vec<SourceId>> {
    proptest::sample::subsequence(vec!["s0", "s1", "s2", "s9"], 0..=3)
        .prop_map(|ids| ids.into_iter().map(|id| SourceId::new(id).unwrap()).collect())
}

fn statement() -> impl Strategy<Value = Statement> {
    let dead = (option::of(date()), text(), text())
        .prop_map(|(on, place, cause)| Statement::Dead { on, place, cause });
    prop_oneof![
        3 => Just(Statement::Abducted),
        1 => Just(Statement::Alive),
        2 => dead,
        1 => Just(Statement::NeverEntered),
        1 => text().prop_map(|what| Statement::Disputes(format!("{what}-not"))),
        1 => Just(Statement::Withdrawn),
    ]
}

/// Generates a claim.
pub fn claim() -> impl Strategy<Value = Claim> {
    (party_id(), date(), statement(), prop::bool::weighted(0.2), sources(), text()).prop_map(
        |(by, on, says, reported, sources, note)| Claim { by, on, says, reported, sources, note },
    )
}

fn abduction() -> impl Strategy<Value = Abduction> {
    let spot = (-90..=90_i32, -180..=180_i32).prop_map(|(lat, lon)| {
        Coordinates::try_from((f64::from(lat), f64::from(lon) / 2.0)).unwrap()
    });
    (
        option::of(date()),
        option::of(0..99_u8),
        text(),
        text(),
        option::of(spot),
        option::of(1..5_u32),
    )
        .prop_map(|(on, age, place, prefecture, at, incident)| Abduction {
            on,
            age,
            place,
            prefecture,
            at,
            incident,
        })
}

/// Generates a case whose id is this number.
pub fn case(number: impl Strategy<Value = usize>) -> impl Strategy<Value = Case> {
    let name = (text(), text(), text(), text(), vec(text(), 0..2)).prop_map(
        |(given, family, native, reading, mut other)| {
            other.retain(|text| !text.is_empty());
            Name { given, family, native, reading, other }
        },
    );
    let facts = select(Fact::ALL.to_vec());
    let variant = (facts, text(), sources(), text()).prop_map(|(field, value, sources, note)| {
        Variant { field, value: format!("{value}-or"), sources, note }
    });
    let returned = (date(), sources()).prop_map(|(on, sources)| Return { on, sources });
    let sex = option::of(select(vec![Sex::Female, Sex::Male]));
    let first = (number, name, sex, option::of(date()), abduction());
    let rest = (
        vec(claim(), 0..6),
        option::weighted(0.3, returned),
        vec(variant, 0..2),
        text(),
        sources(),
    );
    (first, rest).prop_map(
        |((number, name, sex, born, taken), (claims, returned, variants, note, sources))| Case {
            name,
            sex,
            born,
            taken,
            claims,
            returned,
            variants,
            note,
            sources,
            ..Case::new(CaseId::new(&format!("case-{number}")).unwrap())
        },
    )
}

/// Generates a source whose id is this number.
pub fn source(number: impl Strategy<Value = usize>) -> impl Strategy<Value = Source> {
    (number, select(SourceKind::ALL.to_vec()), text(), option::of(date()), text()).prop_map(
        |(number, kind, title, published, note)| Source {
            id: SourceId::new(&format!("s{number}")).unwrap(),
            kind,
            publisher: "Publisher".to_owned(),
            title: format!("{title}-title"),
            published,
            address: String::new(),
            note,
        },
    )
}

/// Generates a total.
pub fn total() -> impl Strategy<Value = Total> {
    (party_id(), 0..20_u32, date(), sources(), text())
        .prop_map(|(by, count, on, sources, note)| Total { by, count, on, sources, note })
}

/// Generates an event.
pub fn event() -> impl Strategy<Value = Event> {
    (date(), localized_text(), localized_text(), sources(), text()).prop_map(
        |(on, title, place, sources, note)| {
            let en = format!("{}-event", title.en);
            Event { on, title: LocalizedText { en, ..title }, place, sources, note }
        },
    )
}

fn incident(number: impl Strategy<Value = u32>) -> impl Strategy<Value = Incident> {
    (number, localized_text(), text()).prop_map(|(number, name, note)| Incident {
        number,
        name,
        note,
    })
}

fn party(id: &str) -> Party {
    let name = LocalizedText { en: id.to_uppercase(), ..LocalizedText::default() };
    Party { id: PartyId::new(id).unwrap(), name, short: LocalizedText::default() }
}

/// Generates a register with up to nine cases and unique ids.
pub fn register() -> impl Strategy<Value = Register> {
    let numbered = |count| proptest::sample::subsequence((0..20).collect::<Vec<usize>>(), count);
    let cases = numbered(0..9).prop_flat_map(|numbers: Vec<usize>| {
        numbers.into_iter().map(|number| case(Just(number))).collect::<Vec<_>>()
    });
    let sources = (source(Just(0)), source(Just(1)), source(Just(2)));
    let incidents = (incident(Just(1)), incident(Just(2)), incident(Just(3)));
    (cases, sources, vec(total(), 0..5), incidents, vec(event(), 0..3)).prop_map(
        |(cases, (s0, s1, s2), totals, (i1, i2, i3), events)| {
            let [first, second, third, _] = PARTIES.map(party);
            let mut register = Register::new("Made up".to_owned(), first, second);
            let mut add = |edit: Edit| register.apply(&edit).unwrap();
            add(Edit::Party(creation(2, third)));
            for (at, source) in [s0, s1, s2].into_iter().enumerate() {
                add(Edit::Source(creation(at, source)));
            }
            for (at, total) in totals.into_iter().enumerate() {
                add(Edit::Total(creation(at, total)));
            }
            for (at, incident) in [i1, i2, i3].into_iter().enumerate() {
                add(Edit::Incident(creation(at, incident)));
            }
            for (at, case) in cases.into_iter().enumerate() {
                add(Edit::Case(creation(at, case)));
            }
            for (at, event) in events.into_iter().enumerate() {
                add(Edit::Event(creation(at, event)));
            }
            register
        },
    )
}

/// Returns the change that inserts a record at an index.
pub fn creation<T>(at: usize, record: T) -> Change<T> {
    Change { at, before: None, after: Some(Arc::new(record)) }
}

/// A change of a register that a user may ask for, whatever the register holds.
#[derive(Clone, Debug)]
pub enum EditRequest {
    About(String, bool),
    Case(ListTarget, Box<Case>),
    Source(ListTarget, Source),
    Total(ListTarget, Total),
    Incident(ListTarget, Incident),
    Event(ListTarget, Event),
}

/// Which record of a list, and what becomes of it.
#[derive(Clone, Copy, Debug)]
pub struct ListTarget {
    pub seed: usize,
    pub what: StepKind,
}

/// A wish; most concern cases.
pub fn edit_request() -> impl Strategy<Value = EditRequest> {
    let deeds =
        select(vec![StepKind::Create, StepKind::Change, StepKind::Change, StepKind::Delete]);
    let place =
        || (any::<usize>(), deeds.clone()).prop_map(|(seed, what)| ListTarget { seed, what });
    prop_oneof![
        1 => (text(), any::<bool>()).prop_map(|(title, swap)| EditRequest::About(title, swap)),
        6 => (place(), case(0..20_usize)).prop_map(|(at, case)| EditRequest::Case(at, case.into())),
        2 => (place(), source(0..5_usize)).prop_map(|(at, source)| EditRequest::Source(at, source)),
        2 => (place(), total()).prop_map(|(at, total)| EditRequest::Total(at, total)),
        1 => (place(), incident(1..6_u32)).prop_map(|(at, incident)| EditRequest::Incident(at, incident)),
        1 => (place(), event()).prop_map(|(at, event)| EditRequest::Event(at, event)),
    ]
}

impl EditRequest {
    /// The edit that would fulfil it; the register may still refuse an id that is taken.
    pub fn edit(&self, register: &Register) -> Edit {
        match self {
            Self::About(title, swap) => {
                let before = register.info();
                let (first, second) = before.compare.clone();
                let compare = if *swap { (second, first) } else { (first, second) };
                let after = RegisterInfo { title: title.clone(), compare, ..before.clone() };
                Edit::RegisterInfo { before: before.into(), after: after.into() }
            }
            Self::Case(place, case) => Edit::Case(place.change(register.cases(), case)),
            Self::Source(place, source) => Edit::Source(place.change(register.sources(), source)),
            Self::Total(place, total) => Edit::Total(place.change(register.totals(), total)),
            Self::Incident(place, incident) => {
                Edit::Incident(place.change(register.incidents(), incident))
            }
            Self::Event(place, event) => Edit::Event(place.change(register.events(), event)),
        }
    }
}

impl ListTarget {
    fn change<T: Clone>(self, records: &[Arc<T>], record: &T) -> Change<T> {
        let after = Some(Arc::new(record.clone()));
        if self.what == StepKind::Create || records.is_empty() {
            return Change { at: self.seed % (records.len() + 1), before: None, after };
        }
        let at = self.seed % records.len();
        let before = Some(Arc::clone(&records[at]));
        Change { at, before, after: after.filter(|_| self.what == StepKind::Change) }
    }
}

/// The steps that fulfil groups of wishes one after the other, as far as the register allows.
pub fn steps(register: &Register, wishes: &[Vec<EditRequest>]) -> Vec<Step> {
    let mut register = register.clone();
    let step = |wishes: &Vec<EditRequest>| {
        let edits = wishes.iter().filter_map(|wish| {
            let edit = wish.edit(&register);
            register.apply(&edit).is_ok().then_some(edit)
        });
        Step::new(StepKind::Change, StepSubject::Register, edits.collect())
    };
    wishes.iter().map(step).collect()
}
