//! What the fields hold, and which of them can be empty.

use super::{value::Value, walk::Leaf};
use crate::model::{Date, Fact, PartyId, Says, Sex, SourceId, SourceKind, Spot};

/// Fields in which something always stands, and those that can be left out.
macro_rules! leaves {
    (
        always { $($always:ty, $one:ident => $value:expr;)* }
        or_not { $($or_not:ty, $other:ident => $held:expr;)* }
    ) => {
        $(impl Leaf for $always {
            fn empty() -> Option<Self> {
                None
            }

            fn value(&self) -> Option<Value> {
                let $one = self;
                Some($value)
            }
        })*
        $(impl Leaf for Option<$or_not> {
            fn empty() -> Option<Self> {
                Some(None)
            }

            fn value(&self) -> Option<Value> {
                self.as_ref().map(|$other| $held)
            }
        })*
    };
}

leaves! {
    always {
    Date, date => Value::Date(date.clone());
    u32, count => Value::Number(*count);
    PartyId, id => Value::Party(id.clone());
    (PartyId, PartyId), pair => Value::Pair(pair.0.clone(), pair.1.clone());
    SourceKind, kind => Value::Kind(*kind);
    Says, says => Value::Says(says.clone());
    bool, reported => Value::Reported(*reported);
    Fact, fact => Value::Fact(*fact);
    }
    or_not {
    Date, date => Value::Date(date.clone());
    Sex, sex => Value::Sex(*sex);
    u8, age => Value::Number((*age).into());
    u32, number => Value::Incident(*number);
    Spot, spot => Value::Spot(*spot);
    }
}

/// Fields that are empty where nothing is written in them.
macro_rules! written {
    ($($name:ty => $value:path;)*) => {$(
        impl Leaf for $name {
            fn empty() -> Option<Self> {
                Some(Self::new())
            }

            fn value(&self) -> Option<Value> {
                (!self.is_empty()).then(|| $value(self.clone()))
            }
        }
    )*};
}

written! {
    String => Value::Text;
    Vec<String> => Value::Texts;
    Vec<SourceId> => Value::Sources;
}
