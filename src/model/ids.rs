//! The ids of cases, parties and sources.

use std::{borrow::Borrow, fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize};

use crate::model::intern::Interner;

/// The error of a text that is not a valid id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" cannot be an id; write one to 100 small letters, digits and hyphens, as in yokota-megumi"
)]
pub struct IdError(String);

/// Returns the text if it is a slug: letters (no capitals), digits and hyphens, 1 to 100 bytes.
fn validate_slug(text: &str) -> Result<&str, IdError> {
    let fits = |c: char| c == '-' || (c.is_alphanumeric() && !c.is_uppercase());
    if !text.is_empty() && text.len() <= 100 && text.chars().all(fits) {
        Ok(text)
    } else {
        Err(IdError(text.to_owned()))
    }
}

thread_local! {
    /// The ids of parties and sources parsed on this thread.
    static INTERNED: Interner<Arc<Box<str>>> = Interner::default();
}

/// Parses an id that many records cite: equal ids share one text.
fn intern_slug(text: &str) -> Result<Arc<Box<str>>, IdError> {
    INTERNED.with(|interned| {
        interned.get_or_parse(text, |text| validate_slug(text).map(|slug| Arc::new(slug.into())))
    })
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident($text:ty), parsed by $parse:expr) => {
        $(#[$doc])*
        ///
        /// A readable slug: letters (no capitals), digits and hyphens, 1 to 100 bytes.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name($text);

        impl $name {
            /// Parses an id.
            ///
            /// # Errors
            /// Returns [`IdError`] when the text is not a slug.
            pub fn new(text: &str) -> Result<Self, IdError> {
                validate_slug(text).map(|slug| Self(Box::<str>::from(slug).into()))
            }

            /// Returns the slug, as in `yokota-megumi`.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;
                impl serde::de::Visitor<'_> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("an id in quotation marks, as in \"yokota-megumi\"")
                    }

                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                        $parse(text).map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Visitor)
            }
        }
    };
}

id! {
    /// The id of a case, unique in its register and never reused.
    CaseId(Arc<str>), parsed by CaseId::new
}
id! {
    /// The id of a party. Takes the room of one pointer.
    PartyId(Arc<Box<str>>), parsed by (|text| intern_slug(text).map(PartyId))
}
id! {
    /// The id of a source. Takes the room of one pointer.
    SourceId(Arc<Box<str>>), parsed by (|text| intern_slug(text).map(SourceId))
}
