//! The fields of each record, in the order they are written.

use crate::{
    model::{
        Abduction, Case, Claim, Event, Incident, LocalizedText, Name, Party, Return, Source,
        Statement, Total, Variant,
    },
    store::ron::print::{
        MultilineList, PrintRon, optional_field, print_inline_record, print_record_block,
        required_field,
    },
};

impl PrintRon for Case {
    fn print(&self, text: &mut String) {
        let Self { id, name, sex, born, taken, claims, returned, variants, note, sources } = self;
        print_record_block(
            text,
            &[
                required_field("id", id),
                required_field("name", name),
                optional_field("sex", sex),
                optional_field("born", born),
                optional_field("taken", taken),
                optional_field("claims", &MultilineList(claims)),
                optional_field("returned", returned),
                optional_field("variants", &MultilineList(variants)),
                optional_field("note", note),
                optional_field("sources", sources),
            ],
        );
    }
}

impl PrintRon for Source {
    fn print(&self, text: &mut String) {
        let Self { id, kind, publisher, title, published, address, note } = self;
        print_record_block(
            text,
            &[
                required_field("id", id),
                required_field("kind", kind),
                required_field("publisher", publisher),
                required_field("title", title),
                optional_field("published", published),
                optional_field("address", address),
                optional_field("note", note),
            ],
        );
    }
}

impl PrintRon for Total {
    fn print(&self, text: &mut String) {
        let Self { by, count, on, sources, note } = self;
        print_record_block(
            text,
            &[
                required_field("by", by),
                required_field("count", count),
                required_field("on", on),
                optional_field("sources", sources),
                optional_field("note", note),
            ],
        );
    }
}

impl PrintRon for Incident {
    fn print(&self, text: &mut String) {
        let Self { number, name, note } = self;
        print_record_block(
            text,
            &[
                required_field("number", number),
                required_field("name", name),
                optional_field("note", note),
            ],
        );
    }
}

impl PrintRon for Event {
    fn print(&self, text: &mut String) {
        let Self { on, title, place, sources, note } = self;
        print_record_block(
            text,
            &[
                required_field("on", on),
                required_field("title", title),
                optional_field("place", place),
                optional_field("sources", sources),
                optional_field("note", note),
            ],
        );
    }
}

impl PrintRon for Party {
    fn print(&self, text: &mut String) {
        let Self { id, name, short } = self;
        print_inline_record(
            text,
            &[
                required_field("id", id),
                required_field("name", name),
                optional_field("short", short),
            ],
        );
    }
}

impl PrintRon for Claim {
    fn print(&self, text: &mut String) {
        let Self { by, on, says, reported, sources, note } = self;
        print_inline_record(
            text,
            &[
                required_field("by", by),
                required_field("on", on),
                required_field("says", says),
                optional_field("reported", reported),
                optional_field("sources", sources),
                optional_field("note", note),
            ],
        );
    }
}

impl PrintRon for Statement {
    fn print(&self, text: &mut String) {
        match self {
            Self::Abducted => text.push_str("Abducted"),
            Self::Alive => text.push_str("Alive"),
            Self::Dead { on, place, cause } => {
                text.push_str("Dead");
                print_inline_record(
                    text,
                    &[
                        optional_field("on", on),
                        optional_field("place", place),
                        optional_field("cause", cause),
                    ],
                );
            }
            Self::NeverEntered => text.push_str("NeverEntered"),
            Self::Disputes(what) => {
                text.push_str("Disputes(");
                what.print(text);
                text.push(')');
            }
            Self::Withdrawn => text.push_str("Withdrawn"),
        }
    }
}

impl PrintRon for Name {
    fn print(&self, text: &mut String) {
        let Self { given, family, native, reading, other } = self;
        print_inline_record(
            text,
            &[
                optional_field("given", given),
                optional_field("family", family),
                optional_field("native", native),
                optional_field("reading", reading),
                optional_field("other", other),
            ],
        );
    }
}

impl PrintRon for Abduction {
    fn print(&self, text: &mut String) {
        let Self { on, age, place, prefecture, at, incident } = self;
        print_inline_record(
            text,
            &[
                optional_field("on", on),
                optional_field("age", age),
                optional_field("place", place),
                optional_field("prefecture", prefecture),
                optional_field("at", at),
                optional_field("incident", incident),
            ],
        );
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl PrintRon for Return {
    fn print(&self, text: &mut String) {
        let Self { on, sources } = self;
        print_inline_record(text, &[required_field("on", on), optional_field("sources", sources)]);
    }
}

impl PrintRon for Variant {
    fn print(&self, text: &mut String) {
        let Self { field, value, sources, note } = self;
        let fields = [
            required_field("field", field),
            required_field("value", value),
            optional_field("sources", sources),
            optional_field("note", note),
        ];
        print_inline_record(text, &fields);
    }
}

impl PrintRon for LocalizedText {
    fn print(&self, text: &mut String) {
        let Self { en, ja, ko } = self;
        print_inline_record(
            text,
            &[optional_field("en", en), optional_field("ja", ja), optional_field("ko", ko)],
        );
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}
