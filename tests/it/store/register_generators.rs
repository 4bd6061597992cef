//! Strategies that generate registers with every field.

use std::sync::Arc;

use blue_ribbon::{
    model::{
        Abduction, Case, CaseId, Claim, Coordinates, Date, Event, Fact, Incident, LocalizedText,
        Name, Party, PartyId, Return, Sex, Source, SourceId, SourceKind, Statement, Total, Variant,
    },
    register::{Change, Edit, Register, RegisterInfo},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => Just(String::new()),
        3 => "[a-z 横田めぐみ]{1,12}",
        2 => any::<String>(),
        2 => vec(select(vec![
            '"', '\\', '\n', '\r', '\t', '\0', '/', '\'', '(', ']', ',', '\u{7f}', '\u{85}',
            '\u{202e}', '\u{feff}', '\u{3099}', 'か', '👩', '\u{200d}', '\u{2028}', '#', 'r',
        ]), 0..8).prop_map(|characters| characters.into_iter().collect()),
    ]
}

fn date() -> impl Strategy<Value = Date> {
    select(vec!["1977-11-15", "1978-06", "1978-06~", "1978?", "197X", "1978-06/1978-07", "1978/.."])
        .prop_map(|text| text.parse().unwrap())
}

fn id() -> impl Strategy<Value = String> {
    "[a-z横][a-z0-9-]{0,6}"
}

fn party_id() -> impl Strategy<Value = PartyId> {
    id().prop_map(|id| PartyId::new(&id).unwrap())
}

fn sources() -> impl Strategy<Value = Vec<SourceId>> {
    vec(id().prop_map(|id| SourceId::new(&id).unwrap()), 0..3)
}

fn localized_text() -> impl Strategy<Value = LocalizedText> {
    (text(), text(), text()).prop_map(|(en, ja, ko)| LocalizedText { en, ja, ko })
}

fn statement() -> impl Strategy<Value = Statement> {
    prop_oneof![
        Just(Statement::Abducted),
        Just(Statement::Alive),
        Just(Statement::NeverEntered),
        Just(Statement::Withdrawn),
        text().prop_map(Statement::Disputes),
        (option::of(date()), text(), text()).prop_map(|(on, place, cause)| Statement::Dead {
            on,
            place,
            cause
        }),
    ]
}

fn claim() -> impl Strategy<Value = Claim> {
    (party_id(), date(), statement(), any::<bool>(), sources(), text()).prop_map(
        |(by, on, says, reported, sources, note)| Claim { by, on, says, reported, sources, note },
    )
}

fn coordinates() -> impl Strategy<Value = Coordinates> {
    (-90.0..=90.0, -180.0..=180.0).prop_map(|spot| Coordinates::try_from(spot).unwrap())
}

fn abduction() -> impl Strategy<Value = Abduction> {
    let known = (option::of(date()), any::<Option<u8>>(), text(), text());
    (known, option::of(coordinates()), any::<Option<u32>>()).prop_map(
        |((on, age, place, prefecture), at, incident)| Abduction {
            on,
            age,
            place,
            prefecture,
            at,
            incident,
        },
    )
}

fn variant() -> impl Strategy<Value = Variant> {
    (select(Fact::ALL.to_vec()), text(), sources(), text())
        .prop_map(|(field, value, sources, note)| Variant { field, value, sources, note })
}

pub fn case(n: usize) -> impl Strategy<Value = Case> {
    let name = (text(), text(), text(), text(), vec(text(), 0..3)).prop_map(
        |(given, family, native, reading, other)| Name { given, family, native, reading, other },
    );
    let sex = option::of(select(vec![Sex::Female, Sex::Male]));
    let returned = option::of((date(), sources()).prop_map(|(on, sources)| Return { on, sources }));
    let plain = (id(), name, sex, option::of(date()), abduction());
    let rest = (vec(claim(), 0..3), returned, vec(variant(), 0..2), text(), sources());
    (plain, rest).prop_map(
        move |((id, name, sex, born, taken), (claims, returned, variants, note, sources))| {
            // The number keeps ids apart.
            let id = CaseId::new(&format!("{id}-{n}")).unwrap();
            Case { id, name, sex, born, taken, claims, returned, variants, note, sources }
        },
    )
}

fn cases() -> impl Strategy<Value = Vec<Case>> {
    (0..5_usize).prop_flat_map(|count| (0..count).map(case).collect::<Vec<_>>())
}

fn source() -> impl Strategy<Value = Source> {
    let kind = select(SourceKind::ALL.to_vec());
    (id(), kind, text(), text(), option::of(date()), text(), text()).prop_map(
        |(id, kind, publisher, title, published, address, note)| {
            let id = SourceId::new(&id).unwrap();
            Source { id, kind, publisher, title, published, address, note }
        },
    )
}

fn total() -> impl Strategy<Value = Total> {
    (party_id(), any::<u32>(), date(), sources(), text())
        .prop_map(|(by, count, on, sources, note)| Total { by, count, on, sources, note })
}

fn incident() -> impl Strategy<Value = Incident> {
    (any::<u32>(), localized_text(), text()).prop_map(|(number, name, note)| Incident {
        number,
        name,
        note,
    })
}

fn event() -> impl Strategy<Value = Event> {
    (date(), localized_text(), localized_text(), sources(), text())
        .prop_map(|(on, title, place, sources, note)| Event { on, title, place, sources, note })
}

fn creation<T>(record: T) -> Change<T> {
    Change { at: 0, before: None, after: Some(Arc::new(record)) }
}

/// Generates any register.
pub fn register() -> impl Strategy<Value = Register> {
    let about = (text(), localized_text(), localized_text());
    let small =
        (vec(source(), 0..3), vec(total(), 0..3), vec(incident(), 0..3), vec(event(), 0..3));
    (about, small, cases()).prop_map(
        |((title, note, name), (sources, totals, incidents, events), cases)| {
            let party = |id: &str| Party {
                id: PartyId::new(id).unwrap(),
                name: name.clone(),
                short: LocalizedText::default(),
            };
            let mut register = Register::new(title.clone(), party("a"), party("b"));
            let before = register.info();
            let after = RegisterInfo { title, note, compare: before.compare.clone() };
            let edits = [Edit::RegisterInfo { before: before.into(), after: after.into() }]
                .into_iter()
                .chain(sources.into_iter().map(|one| Edit::Source(creation(one))))
                .chain(totals.into_iter().map(|one| Edit::Total(creation(one))))
                .chain(incidents.into_iter().map(|one| Edit::Incident(creation(one))))
                .chain(cases.into_iter().map(|one| Edit::Case(creation(one))))
                .chain(events.into_iter().map(|one| Edit::Event(creation(one))));
            for edit in edits {
                // A repeated id is refused; the rest is enough.
                let _ = register.apply(&edit);
            }
            register
        },
    )
}
