//! The types of the fields that are merged as one value, and their empty values.

use crate::{
    merge::{three_way::Scalar, value::FieldValue},
    model::{Coordinates, Date, Fact, PartyId, Sex, SourceId, SourceKind, Statement},
};

/// Implements [`Scalar`] for the types of required fields and of optional ones.
macro_rules! leaves {
    (
        always { $($always:ty, $one:ident => $value:expr;)* }
        or_not { $($or_not:ty, $other:ident => $held:expr;)* }
    ) => {
        $(impl Scalar for $always {
            fn empty() -> Option<Self> {
                None
            }

            fn value(&self) -> Option<FieldValue> {
                let $one = self;
                Some($value)
            }
        })*
        $(impl Scalar for Option<$or_not> {
            fn empty() -> Option<Self> {
                Some(None)
            }

            fn value(&self) -> Option<FieldValue> {
                self.as_ref().map(|$other| $held)
            }
        })*
    };
}

leaves! {
    always {
    Date, date => FieldValue::Date(date.clone());
    u32, count => FieldValue::Number(*count);
    PartyId, id => FieldValue::Party(id.clone());
    (PartyId, PartyId), pair => FieldValue::PartyPair(pair.0.clone(), pair.1.clone());
    SourceKind, kind => FieldValue::Kind(*kind);
    Statement, says => FieldValue::Statement(says.clone());
    bool, reported => FieldValue::Reported(*reported);
    Fact, fact => FieldValue::Fact(*fact);
    }
    or_not {
    Date, date => FieldValue::Date(date.clone());
    Sex, sex => FieldValue::Sex(*sex);
    u8, age => FieldValue::Number((*age).into());
    u32, number => FieldValue::Incident(*number);
    Coordinates, spot => FieldValue::Coordinates(*spot);
    }
}

/// Implements [`Scalar`] for types whose empty value is a field that is left out.
macro_rules! written {
    ($($name:ty => $value:path;)*) => {$(
        impl Scalar for $name {
            fn empty() -> Option<Self> {
                Some(Self::new())
            }

            fn value(&self) -> Option<FieldValue> {
                (!self.is_empty()).then(|| $value(self.clone()))
            }
        }
    )*};
}

written! {
    String => FieldValue::Text;
    Vec<String> => FieldValue::Texts;
    Vec<SourceId> => FieldValue::Sources;
}
