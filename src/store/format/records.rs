//! The fields of each record, in the order they are written.

use super::{Lines, Value, block, inline, may, must};
use crate::model::{
    Case, Claim, Event, Incident, Name, Party, Returned, Says, Source, Taken, Total, Variant, Words,
};

impl Value for Case {
    fn print(&self, text: &mut String) {
        let Self { id, name, sex, born, taken, claims, returned, variants, note, sources } = self;
        block(
            text,
            &[
                must("id", id),
                must("name", name),
                may("sex", sex),
                may("born", born),
                may("taken", taken),
                may("claims", &Lines(claims)),
                may("returned", returned),
                may("variants", &Lines(variants)),
                may("note", note),
                may("sources", sources),
            ],
        );
    }
}

impl Value for Source {
    fn print(&self, text: &mut String) {
        let Self { id, kind, publisher, title, published, address, note } = self;
        block(
            text,
            &[
                must("id", id),
                must("kind", kind),
                must("publisher", publisher),
                must("title", title),
                may("published", published),
                may("address", address),
                may("note", note),
            ],
        );
    }
}

impl Value for Total {
    fn print(&self, text: &mut String) {
        let Self { by, count, on, sources, note } = self;
        block(
            text,
            &[
                must("by", by),
                must("count", count),
                must("on", on),
                may("sources", sources),
                may("note", note),
            ],
        );
    }
}

impl Value for Incident {
    fn print(&self, text: &mut String) {
        let Self { number, name, note } = self;
        block(text, &[must("number", number), must("name", name), may("note", note)]);
    }
}

impl Value for Event {
    fn print(&self, text: &mut String) {
        let Self { on, title, place, sources, note } = self;
        block(
            text,
            &[
                must("on", on),
                must("title", title),
                may("place", place),
                may("sources", sources),
                may("note", note),
            ],
        );
    }
}

impl Value for Party {
    fn print(&self, text: &mut String) {
        let Self { id, name, short } = self;
        inline(text, &[must("id", id), must("name", name), may("short", short)]);
    }
}

impl Value for Claim {
    fn print(&self, text: &mut String) {
        let Self { by, on, says, reported, sources, note } = self;
        inline(
            text,
            &[
                must("by", by),
                must("on", on),
                must("says", says),
                may("reported", reported),
                may("sources", sources),
                may("note", note),
            ],
        );
    }
}

impl Value for Says {
    fn print(&self, text: &mut String) {
        match self {
            Self::Abducted => text.push_str("Abducted"),
            Self::Alive => text.push_str("Alive"),
            Self::Dead { on, place, cause } => {
                text.push_str("Dead");
                inline(text, &[may("on", on), may("place", place), may("cause", cause)]);
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

impl Value for Name {
    fn print(&self, text: &mut String) {
        let Self { given, family, native, reading, other } = self;
        inline(
            text,
            &[
                may("given", given),
                may("family", family),
                may("native", native),
                may("reading", reading),
                may("other", other),
            ],
        );
    }
}

impl Value for Taken {
    fn print(&self, text: &mut String) {
        let Self { on, age, place, prefecture, at, incident } = self;
        inline(
            text,
            &[
                may("on", on),
                may("age", age),
                may("place", place),
                may("prefecture", prefecture),
                may("at", at),
                may("incident", incident),
            ],
        );
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl Value for Returned {
    fn print(&self, text: &mut String) {
        let Self { on, sources } = self;
        inline(text, &[must("on", on), may("sources", sources)]);
    }
}

impl Value for Variant {
    fn print(&self, text: &mut String) {
        let Self { field, value, sources, note } = self;
        let fields = [
            must("field", field),
            must("value", value),
            may("sources", sources),
            may("note", note),
        ];
        inline(text, &fields);
    }
}

impl Value for Words {
    fn print(&self, text: &mut String) {
        let Self { en, ja, ko } = self;
        inline(text, &[may("en", en), may("ja", ja), may("ko", ko)]);
    }

    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}
